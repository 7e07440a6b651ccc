/** What the benchmarks in pages share: an entry bundled as the studio is, and a page of a real Chromium that runs it. */
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

import { packed, workers } from "../esbuild.plugins.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The path behind --chromium, or null. */
export function chromiumGiven() {
  const at = process.argv.indexOf("--chromium");
  return at < 0 ? null : process.argv[at + 1];
}

export async function bundle(entry, outfile) {
  await build({
    entryPoints: [join(HERE, entry)],
    outfile,
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    plugins: [workers, packed],
    logLevel: "warning",
  });
}

/** What a page posts that runs an entry with `window.given`, under a content policy. */
export async function inPage({ folder, chromium, entry, given, policy = "" }) {
  const script = join(folder, `${entry}.js`);
  await bundle(entry, script);
  const text = await readFile(script);
  const page = `<!doctype html><meta charset="utf-8"><canvas id="c" width="800" height="200"></canvas>
<script>window.given = ${JSON.stringify(given)};</script><script type="module" src="/page.js"></script>`;
  let answered;
  const answer = new Promise((resolve) => {
    answered = resolve;
  });
  const server = createServer((request, response) => {
    if (request.method === "POST") {
      let body = "";
      request.on("data", (part) => {
        body += part;
      });
      request.on("end", () => {
        response.end();
        answered(JSON.parse(body));
      });
    } else if (request.url === "/page.js") {
      response.setHeader("content-type", "text/javascript").end(text);
    } else {
      if (policy) response.setHeader("content-security-policy", policy);
      response.setHeader("content-type", "text/html").end(page);
    }
  });
  await new Promise((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const profile = join(folder, "profile");
  const browser = spawn(
    chromium,
    [...FLAGS, `--user-data-dir=${profile}`, `http://127.0.0.1:${server.address().port}/`],
    { stdio: "ignore" },
  );
  try {
    return await answer;
  } finally {
    const gone = new Promise((resolve) => {
      browser.once("exit", resolve);
    });
    browser.kill();
    await gone;
    server.close();
  }
}
