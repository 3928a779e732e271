// Builds our own plotly bundles (a third of the full one), what changes a page in place, and the style sheets
// into the folder given.
import { createRequire } from "node:module";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const out = process.argv[2];
mkdirSync(out, { recursive: true });

// Emptying a style attribute breaks the content security policy, taking it away does not: same effect.
const withoutStyleAttributes = {
  name: "without-style-attributes",
  setup(bundling) {
    bundling.onLoad({ filter: /colorbar\/draw\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll(".attr('style', '')", ".attr('style', null)"),
    }));
  },
};

await build({
  plugins: [withoutStyleAttributes],
  entryPoints: ["plotly-basic.js", "plotly-geo.js", "morph.js"].map((name) => join(here, name)),
  outdir: out,
  absWorkingDir: here,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  define: { global: "window", "define.amd": "false" },
  loader: { ".css": "empty" },
  logLevel: "warning",
});

// The rules plotly would add by script, which the content security policy forbids.
const source = readFileSync(require.resolve("plotly.js/build/plotcss.js"), "utf8");
const rules = new Function(`${source.split("var rules = ")[1].split("};")[0].replace(/^/, "return ")}}`)();
const css = Object.entries(rules).map(([selector, body]) => {
  const full = selector
    .replace(/^,/, " ,")
    .replace(/X/g, ".js-plotly-plot .plotly")
    .replace(/Y/g, ".plotly-notifier");
  return `${full}{${body}}`;
});
writeFileSync(join(out, "plotly.css"), css.join("\n"));

const styles = compile(join(here, "bootstrap.scss"), {
  style: "compressed",
  quietDeps: true,
  loadPaths: [join(here, "node_modules")],
  silenceDeprecations: ["import"],
});
writeFileSync(join(out, "bootstrap.css"), styles.css);
