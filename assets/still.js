// A page without a live chart stays as the server wrote it. A choice asks for the document of its address, and
// this one changes only where the two differ: what the reader uses, typed or opened stays as it is.
(() => {
  "use strict";
  const { Idiomorph } = window;
  const root = document.documentElement;
  const page = document.getElementById("ssr");
  const notice = document.getElementById("network-notice");
  const spoken = document.getElementById("spoken");
  const OF_ADDRESS =
    "title, meta[property], meta[name=description], meta[name=robots], link[rel=canonical], link[rel=alternate]";
  const TYPED = "input:not([type=hidden], [type=checkbox], [type=radio])";
  // What the reader opened or closed, which no answer changes.
  const opened = new WeakSet();
  let asked = here();
  let asking = new AbortController();

  function here() {
    return window.location.pathname + window.location.search;
  }

  function filesOf(one) {
    const named = [...one.head.querySelectorAll("script[src], link[rel=stylesheet]")];
    const files = named.map((file) => file.getAttribute("src") || file.getAttribute("href"));
    // What a browser's extensions add is not of the site.
    return files.filter((file) => file.startsWith("/static/")).join();
  }

  async function documentOf(address, signal) {
    try {
      const answer = await fetch(address, { signal });
      const text = await answer.text();
      return answer.status < 500 ? new DOMParser().parseFromString(text, "text/html") : null;
    } catch {
      return null;
    }
  }

  async function open(address) {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const [used, before] = [document.activeElement, asked];
    asked = address;
    root.dataset.waiting = "";
    const fresh = await documentOf(address, signal);
    if (signal.aborted) return;
    delete root.dataset.waiting;
    notice.hidden = fresh !== null;
    if (!fresh) return;
    // Another version of the site, or a page that does have a live chart, needs other scripts than are here.
    if (filesOf(fresh) !== filesOf(document)) window.location.reload();
    else show(fresh, document.activeElement === used ? used : null, before);
  }

  function show(fresh, used, before) {
    for (const old of document.head.querySelectorAll(OF_ADDRESS)) old.remove();
    document.head.append(...fresh.head.querySelectorAll(OF_ADDRESS));
    const link = used && page.contains(used) && used.matches("a[href]") ? used.cloneNode() : null;
    // A link that keeps its place may come to lead elsewhere: focus goes to what takes over its part instead.
    if (link) used.blur();
    const callbacks = { beforeNodeMorphed: mayChange, beforeAttributeUpdated: mayUpdate };
    Idiomorph.morph(page, fresh.getElementById("ssr"), { callbacks });
    if (link) focusOn(heirs(link, before));
    say();
  }

  // What a reader typed meanwhile stays, unless the new page has another word for that very field.
  function mayChange(old, fresh) {
    if (old.nodeType !== Node.ELEMENT_NODE || !old.matches(TYPED)) return true;
    return old.value === old.defaultValue || old.defaultValue !== fresh.defaultValue;
  }

  function mayUpdate(name, element) {
    return name !== "open" || !opened.has(element);
  }

  function onClick(event) {
    const summary = event.target.closest("summary");
    if (summary) opened.add(summary.parentElement);
  }

  // The link itself, the control whose choice it took back, what it chose: in this order, else the whole page.
  function heirs(link, before) {
    const [old, now] = [before, asked].map((address) => new URL(address, window.location).searchParams);
    const left = [...old.keys()].filter((name) => !now.has(name));
    const named = left.map((name) => `form.controls [name="${CSS.escape(name)}"]:not([type=hidden])`);
    const chosen = `a[aria-current][href="${CSS.escape(link.getAttribute("href"))}"]`;
    return [link.rel && `a[rel="${CSS.escape(link.rel)}"]`, ...named, chosen].filter(Boolean);
  }

  function focusOn(selectors) {
    const main = page.querySelector("main");
    const found = selectors.map((selector) => main.querySelector(selector)).filter(Boolean);
    for (const one of [...found, main]) {
      one.focus({ preventScroll: true });
      if (document.activeElement === one) return;
    }
  }

  function say() {
    const told = page.querySelector("[data-told]");
    spoken.textContent = "";
    requestAnimationFrame(() => {
      spoken.textContent = told ? told.textContent : document.title;
    });
  }

  function onChoose(event) {
    event.preventDefault();
    history.replaceState({ top: window.scrollY }, "");
    history.pushState(null, "", event.detail);
    open(event.detail);
  }

  async function onTravel({ state }) {
    if (here() === asked) return;
    await open(here());
    if (state) window.scrollTo(0, state.top);
  }

  // Where the library could not be built, a choice loads its page.
  if (Idiomorph) {
    document.addEventListener("cuentas:choose", onChoose);
    document.addEventListener("click", onClick);
    window.addEventListener("popstate", onTravel);
  }
  root.dataset.state = "live";
})();
