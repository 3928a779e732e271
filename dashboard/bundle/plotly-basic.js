import Plotly from "plotly.js/lib/core";
import bar from "plotly.js/lib/bar";
import es from "plotly.js/lib/locales/es";

Plotly.register([bar, es]);
window.Plotly = Plotly;
