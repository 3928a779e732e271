import Plotly from "plotly.js/lib/core";
import bar from "plotly.js/lib/bar";
import choropleth from "plotly.js/lib/choropleth";
import treemap from "plotly.js/lib/treemap";
import es from "plotly.js/lib/locales/es";

Plotly.register([bar, choropleth, treemap, es]);
window.Plotly = Plotly;
