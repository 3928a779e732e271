// The server's page stands until Dash has drawn the same page behind it; then they change places.
(() => {
  "use strict";
  const root = document.documentElement;
  const server = document.getElementById("ssr");
  const entry = document.getElementById("react-entry-point");
  const notice = document.getElementById("network-notice");
  const spoken = document.getElementById("spoken");
  const PATIENCE = 45000;
  const opened = new Map();
  const settled = new WeakSet();
  let focused = null;

  function waiting() {
    const graphs = [...entry.querySelectorAll(".dash-graph")];
    const expected = server.querySelectorAll(".static-drawing").length;
    const drawn = graphs.filter((graph) => {
      const plot = graph.querySelector(".js-plotly-plot");
      return plot && plot.querySelector(".main-svg") && !plot.classList.contains("dash-graph--pending");
    });
    return !entry.querySelector("#page > *") || drawn.length < Math.max(expected, graphs.length);
  }

  function selectorOf(element) {
    if (!element || element === document.body) return null;
    if (element.id) return `#${CSS.escape(element.id)}`;
    if (element.name && element.value) return `[name="${CSS.escape(element.name)}"][value="${CSS.escape(element.value)}"]`;
    const href = element.getAttribute("href");
    return href ? `a[href="${CSS.escape(href)}"]` : null;
  }

  // What a reader opened stays open when its place is drawn anew.
  function placesOf(container) {
    const counts = new Map();
    return [...container.querySelectorAll("details")].map((part) => {
      const kind = part.id || part.className;
      counts.set(kind, (counts.get(kind) || 0) + 1);
      return [`${kind} ${counts.get(kind)}`, part];
    });
  }

  function rememberOpen(container) {
    for (const [place, part] of placesOf(container)) opened.set(place, part.open);
  }

  function keepOpen() {
    for (const [place, part] of placesOf(entry)) {
      if (!settled.has(part) && opened.has(place) && part.open !== opened.get(place)) part.open = opened.get(place);
      settled.add(part);
    }
  }

  function onToggle(event) {
    if (root.dataset.state === "live" && settled.has(event.target)) rememberOpen(entry);
  }

  // What a reader typed meanwhile stays, and Dash is told of it as if it had been typed there.
  function typedIn(container) {
    const fields = [...container.querySelectorAll("input[id]:not([type=hidden], [type=checkbox], [type=radio])")];
    return fields.filter((field) => field.value !== field.defaultValue).map((field) => [field.id, field.value]);
  }

  function keepTyped(typed) {
    const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
    for (const [id, value] of typed) {
      const field = entry.querySelector(`#${CSS.escape(id)}`);
      if (!field) continue;
      write.call(field, value);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  // Where in its words a field is being typed in; nothing for what has no such place.
  function caretOf(element) {
    const { selectionStart, selectionEnd } = element;
    return typeof selectionStart === "number" ? [selectionStart, selectionEnd] : null;
  }

  function focusOn(selector, caret) {
    const element = entry.querySelector(selector);
    if (!element) return;
    element.focus({ preventScroll: true });
    if (caret) element.setSelectionRange(...caret);
  }

  function swap() {
    const top = window.scrollY;
    const held = server.contains(document.activeElement) ? selectorOf(document.activeElement) : null;
    const caret = held ? caretOf(document.activeElement) : null;
    const typed = typedIn(server);
    rememberOpen(server);
    keepOpen();
    server.remove();
    entry.classList.remove("coming");
    entry.removeAttribute("inert");
    window.scrollTo(0, top);
    keepTyped(typed);
    if (held) focusOn(held, caret);
    root.dataset.state = "live";
    new MutationObserver(afterChange).observe(entry, { childList: true, subtree: true });
  }

  function takeOver() {
    const observer = new MutationObserver(look);
    let asked = false;
    function look() {
      if (asked) return;
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        if (root.dataset.state === "live" || waiting()) return;
        observer.disconnect();
        swap();
      });
    }
    observer.observe(entry, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
    setTimeout(() => observer.disconnect(), PATIENCE);
    look();
  }

  function afterChange() {
    keepOpen();
    const shown = entry.querySelector("[data-title]");
    if (shown && document.title !== shown.dataset.title) {
      document.title = shown.dataset.title;
      spoken.textContent = shown.dataset.title;
    }
    if (focused && document.activeElement === document.body) {
      entry.querySelector(focused)?.focus({ preventScroll: true });
    }
  }

  // Dash says nothing to the reader when an answer does not come; a map or treemap may need more of plotly.
  const plain = window.fetch.bind(window);
  async function watched(resource, options) {
    const address = typeof resource === "string" ? resource : resource.url;
    if (!address.includes("_dash-update-component")) return plain(resource, options);
    try {
      const answer = await plain(resource, options);
      notice.hidden = answer.status < 400;
      if (answer.headers.get("X-Plotly") === "geo" && root.dataset.plotly !== "geo") {
        window.location.reload();
        return new Promise(() => {});
      }
      return answer;
    } catch (error) {
      notice.hidden = false;
      throw error;
    }
  }

  document.addEventListener("cuentas:choose", (event) => {
    if (root.dataset.state !== "live") return;
    event.preventDefault();
    focused = selectorOf(document.activeElement);
    window.dash_clientside.set_props("url", { search: new URL(event.detail, window.location).search });
  });
  document.addEventListener("toggle", onToggle, true);
  window.fetch = watched;
  takeOver();
  window.renderer = new window.DashRenderer();
})();
