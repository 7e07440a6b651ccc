// The browser bundles that Python serves: one ES module for notebooks and Panel, and the code editor, which that
// asks for when it shows program text.
// Everything is inside the bundle (engine, styles), because no request may leave the server.
import { readFileSync, writeFileSync } from "node:fs";

import { build } from "esbuild";

import { folded, packed, styles, workers } from "./esbuild.plugins.mjs";

const shared = {
  outdir: "../qdesign/static",
  bundle: true,
  target: "es2022",
  minify: true,
  legalComments: "inline",
  logLevel: "warning",
  metafile: true,
  write: false,
};
const studio = await build({
  ...shared,
  entryPoints: { studio: "src/hosts/anywidget.ts" },
  format: "esm",
  jsx: "automatic",
  jsxImportSource: "preact",
  plugins: [workers, packed, styles],
  loader: { ".wasm": "binary", ".svg": "text" },
});
const editor = await build({ ...shared, entryPoints: { editor: "src/view/text/editor.ts" }, format: "iife" });
for (const { path, text } of studio.outputFiles) writeFileSync(path, folded(text, true));
for (const { path, text } of editor.outputFiles) writeFileSync(path, folded(text, false));

// What is bundled comes with its licence; the engine holds parts of AssemblyScript's library.
const found = [studio, editor]
  .flatMap(({ metafile }) => Object.keys(metafile.inputs))
  .flatMap((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? []);
const texts = [...new Set([...found, "assemblyscript"])].sort().map((name) => {
  const { version, license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  const text = readFileSync(`node_modules/${name}/LICENSE`, "utf8").trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
});
writeFileSync("../qdesign/static/LICENSES.txt", texts.join(`\n${"-".repeat(80)}\n\n`));
