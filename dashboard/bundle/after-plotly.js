// Mexico writes 1,234.5, unlike the Spanish that plotly knows.
window.Plotly.register({
  moduleType: "locale",
  name: "es-MX",
  dictionary: {},
  format: { decimal: ".", thousands: ",", grouping: [3], currency: ["$", ""] },
});
window.Plotly.setPlotConfig({
  locale: document.documentElement.lang,
  displaylogo: false,
  plotlyServerURL: "",
  topojsonURL: `${window.location.origin}/static/`,
});
// A figure comes laid out for a phone, with what changes where there is more room; on paper it is drawn for
// the width of a sheet, and its drawings then grow or shrink with the paper.
(() => {
  const { Plotly } = window;
  const { react } = Plotly;
  const { resize } = Plotly.Plots;
  const PAPER = 660;
  const given = new WeakMap();
  let printing = false;

  function widerOf(figure, width) {
    const wider = figure.layout?.meta?.wider || [];
    return wider.filter((one) => one.from <= width).at(-1);
  }

  function fitted(figure, width) {
    const wider = widerOf(figure, width) || { data: [], layout: {} };
    const data = figure.data.map((trace, place) => ({ ...trace, ...wider.data[place] }));
    const layout = { ...figure.layout, height: figure.layout.meta.height, ...wider.layout };
    return { ...figure, data, layout };
  }

  function drawn(plot, width, more) {
    const figure = fitted(given.get(plot).figure, width);
    given.get(plot).wider = widerOf(figure, width);
    // The page gives the height that the narrowest needs.
    const frame = plot.closest(".dash-graph");
    if (frame) frame.style.height = `${figure.layout.height}px`;
    return react(plot, { ...figure, layout: { ...figure.layout, ...more } });
  }

  Plotly.react = (plot, figure, ...rest) => {
    if (rest.length || !figure?.layout?.meta?.wider || !plot.offsetWidth) return react(plot, figure, ...rest);
    given.set(plot, { figure });
    return drawn(plot, plot.offsetWidth);
  };

  Plotly.Plots.resize = (plot) => {
    const known = given.get(plot);
    if (printing) return Promise.resolve();
    if (!known || !plot.offsetWidth || widerOf(known.figure, plot.offsetWidth) === known.wider) return resize(plot);
    return drawn(plot, plot.offsetWidth);
  };

  function all() {
    return [...document.querySelectorAll(".js-plotly-plot")].filter((plot) => given.has(plot));
  }

  function forPaper(plot) {
    drawn(plot, PAPER, { width: PAPER, autosize: false });
    for (const drawing of plot.querySelectorAll(".main-svg")) {
      drawing.setAttribute("viewBox", `0 0 ${PAPER} ${plot.layout.height}`);
      drawing.setAttribute("preserveAspectRatio", "xMinYMin meet");
    }
  }

  function forScreen(plot) {
    for (const drawing of plot.querySelectorAll(".main-svg")) drawing.removeAttribute("viewBox");
    drawn(plot, plot.offsetWidth);
  }

  window.addEventListener("beforeprint", () => {
    printing = true;
    all().forEach(forPaper);
  });
  window.addEventListener("afterprint", () => {
    printing = false;
    all().forEach(forScreen);
  });
})();
