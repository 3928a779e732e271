window.Plotly.setPlotConfig({
  locale: document.documentElement.lang.slice(0, 2),
  displaylogo: false,
  plotlyServerURL: "",
  topojsonURL: `${window.location.origin}/static/`,
});
