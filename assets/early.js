// Asks at once for what Dash asks for only when it runs: its first layout, its callbacks, and plotly.
(() => {
  "use strict";
  function preload(kind, address) {
    const link = document.createElement("link");
    link.rel = "preload";
    link.as = kind;
    if (kind === "fetch") link.crossOrigin = "anonymous";
    link.href = address;
    document.head.append(link);
  }

  const { plotly } = document.currentScript.dataset;
  preload("fetch", "/_dash-layout");
  preload("fetch", "/_dash-dependencies");
  preload("script", plotly);
})();
