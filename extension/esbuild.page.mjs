// A stand-alone page of the studio, for tests and pictures; nothing of it is shipped.
import { mkdir, writeFile } from "node:fs/promises";
import { build } from "esbuild";

import { packed, styles, workers } from "./esbuild.plugins.mjs";

await mkdir("build/page", { recursive: true });
await build({
  entryPoints: { page: "src/hosts/page.ts" },
  outdir: "build/page",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: !process.env.PLAIN,
  jsx: "automatic",
  jsxImportSource: "preact",
  plugins: [workers, packed, styles],
  loader: { ".wasm": "binary", ".svg": "text" },
  logLevel: "warning",
});
await writeFile(
  "build/page/index.html",
  `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>qdesign studio</title>
<style>html, body, #studio { height: 100%; margin: 0; } #studio { position: relative; }</style></head>
<body><div id="studio"></div><script type="module" src="page.js"></script></body></html>
`,
);
