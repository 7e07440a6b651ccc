// The browser bundles that Python serves: one ES module for notebooks and Panel.
// Everything is inside the bundle (engine, styles), because no request may leave the server.
import { readFileSync, writeFileSync } from "node:fs";

import { build } from "esbuild";

import { folded, packed, styles, workers } from "./esbuild.plugins.mjs";

const { metafile, outputFiles } = await build({
  entryPoints: { studio: "src/hosts/anywidget.ts" },
  outdir: "../qdesign/static",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  jsx: "automatic",
  jsxImportSource: "preact",
  plugins: [workers, packed, styles],
  loader: { ".wasm": "binary", ".svg": "text" },
  legalComments: "inline",
  logLevel: "warning",
  metafile: true,
  write: false,
});
for (const { path, text } of outputFiles) writeFileSync(path, folded(text, true));

// What is bundled comes with its licence; the engine holds parts of AssemblyScript's library.
const found = Object.keys(metafile.inputs).flatMap(
  (path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? [],
);
const texts = [...new Set([...found, "assemblyscript"])].sort().map((name) => {
  const { version, license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  const text = readFileSync(`node_modules/${name}/LICENSE`, "utf8").trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
});
writeFileSync("../qdesign/static/LICENSES.txt", texts.join(`\n${"-".repeat(80)}\n\n`));
