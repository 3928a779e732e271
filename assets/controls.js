// The reader's choices live in the address: a change of a form, or a link within the page, is a new address.
// Without scripts, and wherever they fail, the same forms and links work by loading the page.
(() => {
  "use strict";
  const OWN = "form[method='get' i]";

  function defaultsOf(form) {
    return JSON.parse(form.dataset.defaults || "{}");
  }

  function spoken(values) {
    return encodeURIComponent(values.join(",")).replaceAll("%2C", ",");
  }

  function searchOf(form) {
    const chosen = new Map();
    for (const [name, value] of new FormData(form)) {
      chosen.set(name, [...(chosen.get(name) || []), value]);
    }
    const defaults = defaultsOf(form);
    const kept = [...chosen].filter(([name, values]) => {
      const joined = values.join(",");
      return joined !== "" && joined !== String(defaults[name] ?? "");
    });
    return kept.length ? `?${kept.map(([name, values]) => `${name}=${spoken(values)}`).join("&")}` : "";
  }

  // Who draws the page may answer a choice in place; where nobody does, its page is loaded.
  function go(pathname, search) {
    const here = window.location;
    const detail = pathname + search;
    if (detail === here.pathname + here.search) return;
    const choice = new CustomEvent("cuentas:choose", { cancelable: true, detail });
    if (pathname !== here.pathname || document.dispatchEvent(choice)) here.assign(detail);
  }

  function onForm(event) {
    const form = event.target.closest(OWN);
    if (!form || form.hasAttribute("data-plain")) return;
    if (event.type === "submit") event.preventDefault();
    go(new URL(form.action).pathname, searchOf(form));
  }

  function onClick(event) {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey) return;
    if (event.shiftKey || event.altKey || link.target || link.hasAttribute("download")) return;
    const address = new URL(link.href);
    const here = window.location;
    if (address.origin !== here.origin || address.pathname !== here.pathname) return;
    if (address.hash || address.search === here.search) return;
    if (document.documentElement.dataset.state !== "live") return;
    event.preventDefault();
    go(address.pathname, address.search);
  }

  // A click on an area of a treemap is a click on the link that opens the same part.
  const drillable = new WeakSet();

  function openPart(event) {
    const part = CSS.escape(event.points[0].id);
    const link = document.querySelector(`#react-entry-point [data-opens="${part}"]`);
    if (link) link.click();
    return false;
  }

  function makeDrillable(event) {
    const plot = event.target.closest ? event.target.closest(".js-plotly-plot") : null;
    if (!plot || !plot.on || drillable.has(plot)) return;
    drillable.add(plot);
    plot.on("plotly_treemapclick", openPart);
  }

  document.addEventListener("pointerover", makeDrillable);
  document.addEventListener("change", onForm);
  document.addEventListener("submit", onForm);
  document.addEventListener("click", onClick);
})();
