/**
 * Prints how long a slider takes from a new value to its result, in Node and, with --chromium PATH, in a page
 * with a Web Worker under three content policies. Goals are for median and 95th percentile.
 *
 *     node bench/live.mjs [--chromium "$(python scripts/chromium.py)"] [--json]
 */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

import { packed, workers } from "../esbuild.plugins.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const ENGINE = new URL("../../qdesign/static/engine.wasm", import.meta.url);
/** Qubits; frames; goal of the median and of the 95th percentile (ms), from a moved slider to its result. */
const GOALS = [
  [12, 120, 17, 34],
  [16, 90, 34, null],
  [20, 40, 50, null],
];
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
const POLICIES = {
  "no policy": "",
  "workers forbidden": "worker-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'",
  "WebAssembly forbidden": "script-src 'self' 'unsafe-inline' blob:",
};

async function bundle(entry, outfile) {
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

const found = [];

function show(place, rows) {
  found.push(...rows.map((row) => ({ ...row, place })));
  if (process.argv.includes("--json")) return;
  for (const row of rows) {
    const goal = GOALS.find(([qubits]) => qubits === row.qubits);
    const median = `${row.median.toFixed(2)} (goal ${goal[2]})`;
    const tail = `${row.tail.toFixed(2)}${goal[3] ? ` (goal ${goal[3]})` : ""}`;
    const paint = row.painted ? `, painted ${row.painted.toFixed(1)} / ${row.paintedTail.toFixed(1)}` : "";
    console.log(
      `${place} | ${row.qubits} qubits × ${row.gates} gates | ${row.name} | median ${median} | 95th ${tail} | ` +
        `engine ${row.engine.toFixed(2)}, grab ${row.grab.toFixed(0)}${paint}`,
    );
  }
}

async function inNode(folder) {
  const file = join(folder, "node.mjs");
  await bundle("measure.ts", file);
  const { measureAll } = await import(pathToFileURL(file).href);
  show("Node", await measureAll({ wasm: new Uint8Array(await readFile(ENGINE)), sizes: GOALS }));
}

async function inChromium(folder, chromium, policy) {
  const script = join(folder, "page.js");
  await bundle("page.ts", script);
  const text = await readFile(script);
  const sizes = policy === "no policy" ? GOALS : GOALS.slice(0, 1);
  const page = `<!doctype html><meta charset="utf-8"><canvas id="c" width="800" height="200"></canvas>
<script>window.sizes = ${JSON.stringify(sizes)};</script><script type="module" src="/page.js"></script>`;
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
      if (POLICIES[policy]) response.setHeader("content-security-policy", POLICIES[policy]);
      response.setHeader("content-type", "text/html").end(page);
    }
  });
  await new Promise((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const browser = spawn(
    chromium,
    [...FLAGS, `--user-data-dir=${join(folder, "profile")}`, `http://127.0.0.1:${server.address().port}/`],
    { stdio: "ignore" },
  );
  try {
    const { place, rows, said } = await answer;
    if (!process.argv.includes("--json")) {
      console.log(`Chromium, ${policy}: runs in the ${place}${said ? `; says: ${said}` : ""}`);
    }
    show(`Chromium, ${policy}`, rows);
  } finally {
    const gone = new Promise((resolve) => {
      browser.once("exit", resolve);
    });
    browser.kill();
    await gone;
    server.close();
  }
}

const folder = await mkdtemp(join(tmpdir(), "live-"));
try {
  await inNode(folder);
  const at = process.argv.indexOf("--chromium");
  const chromium = at < 0 ? null : process.argv[at + 1];
  if (chromium) for (const policy of Object.keys(POLICIES)) await inChromium(folder, chromium, policy);
  if (process.argv.includes("--json")) console.log(JSON.stringify(found));
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
