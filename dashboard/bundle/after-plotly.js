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
