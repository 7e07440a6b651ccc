// The page with no server (`make page`): static files, each asked for by the version of the build.
// Usage: node esbuild.static.mjs FOLDER RELEASE [BINDER] [DOCS]: the last two are addresses; FOLDER holds what
// scripts/gallery.py wrote.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

import { buildParts } from "./esbuild.parts.mjs";

const [folder, release, binder = "", docs = ""] = process.argv.slice(2);
const { first, scripts } = await buildParts("src/hosts/static.ts", { plain: Boolean(process.env.PLAIN) });
const files = {
  "page.js": first,
  ...Object.fromEntries(Object.entries(scripts).map(([name, text]) => [`${name}.js`, text])),
  "gallery.json": await readFile(`${folder}/gallery.json`, "utf8"),
  "lessons.json": await readFile(`${folder}/lessons.json`, "utf8"),
  "icon.svg": await readFile("page/icon.svg", "utf8"),
};
const zipped = (text) => gzipSync(text, { level: 9 }).length;
const filled = async (file, words) =>
  (await readFile(`page/${file}`, "utf8")).replace(/\{\{(\w+)\}\}/g, (_, name) => words[name]);
const index = await readFile("page/index.html", "utf8");
const worker = await readFile("page/sw.js", "utf8");
const version = createHash("sha256")
  .update([index, worker, binder, docs, ...Object.values(files)].join("\0"))
  .digest("hex")
  .slice(0, 12);
const early = [first, files["gallery.json"], files["icon.svg"], index];
const size = early.map(zipped).reduce((a, b) => a + b) / 1024;
files["index.html"] = await filled("index.html", { release, version, binder, docs, size: Math.ceil(size) });
files["sw.js"] = await filled("sw.js", {
  version,
  files: JSON.stringify(Object.keys(files).filter((file) => file !== "index.html")),
});
// By its plain name, since course pages ask for it; not kept for offline use.
await writeFile(`${folder}/embed.js`, await readFile("page/embed.js", "utf8"));
for (const [name, text] of Object.entries(files)) await writeFile(`${folder}/${name}`, text);
const all =
  Object.values(files)
    .map(zipped)
    .reduce((a, b) => a + b) / 1024;
console.log(`first load ${size.toFixed(1)} KiB, kept for offline use ${all.toFixed(1)} KiB in all (gzip)`);
