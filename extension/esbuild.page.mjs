// A stand-alone page of the studio, for tests and pictures; nothing of it is shipped.
import { mkdir, writeFile } from "node:fs/promises";

import { buildParts } from "./esbuild.parts.mjs";

await mkdir("build/page", { recursive: true });
const { first, scripts } = await buildParts("src/hosts/page.ts", { plain: Boolean(process.env.PLAIN) });
for (const [name, text] of Object.entries({ page: first, ...scripts })) await writeFile(`build/page/${name}.js`, text);
await writeFile(
  "build/page/index.html",
  `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>qdesign studio</title>
<style>html, body, #studio { height: 100%; margin: 0; } #studio { position: relative; }</style></head>
<body><div id="studio"></div><script type="module" src="page.js"></script></body></html>
`,
);
