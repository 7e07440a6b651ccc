/**
 * Prints how long a slider takes from a new value to its result, in Node and, with --chromium PATH, in a page
 * with a Web Worker under three content policies. Goals are for median and 95th percentile.
 *
 *     node bench/live.mjs [--chromium "$(python scripts/chromium.py)"] [--json]
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { bundle, chromiumGiven, inPage } from "./chromium.mjs";

const ENGINE = new URL("../../qdesign/static/engine.wasm", import.meta.url);
/** Qubits; frames; goal of the median and of the 95th percentile (ms), from a moved slider to its result. */
const GOALS = [
  [12, 120, 17, 34],
  [16, 90, 34, null],
  [20, 40, 50, null],
];
const POLICIES = {
  "no policy": "",
  "workers forbidden": "worker-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'",
  "WebAssembly forbidden": "script-src 'self' 'unsafe-inline' blob:",
};

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
  const given = policy === "no policy" ? GOALS : GOALS.slice(0, 1);
  const { place, rows, said } = await inPage({ folder, chromium, entry: "page.ts", given, policy: POLICIES[policy] });
  if (!process.argv.includes("--json")) {
    console.log(`Chromium, ${policy}: runs in the ${place}${said ? `; says: ${said}` : ""}`);
  }
  show(`Chromium, ${policy}`, rows);
}

const folder = await mkdtemp(join(tmpdir(), "live-"));
try {
  await inNode(folder);
  const chromium = chromiumGiven();
  if (chromium) for (const policy of Object.keys(POLICIES)) await inChromium(folder, chromium, policy);
  if (process.argv.includes("--json")) console.log(JSON.stringify(found));
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
