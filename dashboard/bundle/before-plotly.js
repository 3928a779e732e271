// Plotly asks a CDN for a world map unless one is already here: empty ones keep every request on our host.
(function () {
  const empty = { type: "GeometryCollection", geometries: [] };
  const layers = ["coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"];
  const scopes = ["world", "north-america", "usa", "europe", "asia", "africa", "south-america", "antarctica", "oceania"];
  const topojson = {};
  for (const scope of scopes) {
    for (const resolution of ["50m", "110m"]) {
      topojson[`${scope}_${resolution}`] = {
        type: "Topology",
        arcs: [],
        objects: Object.fromEntries(layers.map((layer) => [layer, empty])),
      };
    }
  }
  window.PlotlyGeoAssets = { topojson };
})();
