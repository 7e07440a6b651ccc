// The browser bundles that Python serves: one ES module for notebooks and Panel, and the code editor, which that
// asks for when it shows program text.
// Everything is inside the bundle (engine, styles), because no request may leave the server.
import { writeFileSync } from "node:fs";

import { build } from "esbuild";

import { folded, packed, styles, workerInputs, workers } from "./esbuild.plugins.mjs";
import { writeLicenses } from "./licenses.mjs";

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

const inputs = [studio, editor].flatMap(({ metafile }) => Object.keys(metafile.inputs));
writeLicenses([...inputs, ...workerInputs]);
