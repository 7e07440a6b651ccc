/**
 * Prints, as one line of JSON, how many steps of Adam a second the page's optimizer takes, as its worker runs them:
 * 12 qubits, four layers of RY, RZ and a ring of CX, 96 parameters, energy of an Ising chain. With --chromium PATH also
 * those in a page where a slider is dragged meanwhile, and ticks with noise on 8 qubits. bench_tuner.py calls it.
 *
 *     node bench/tuner.mjs [--chromium "$(python scripts/chromium.py)"]
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

import { chromiumGiven, inPage } from "./chromium.mjs";

const ENTRY = `
export { createTuner } from "./src/tools/tuner";
export { costParts } from "./src/tools/measuring";
export { parametersOf } from "./src/document/circuit";
export { chain, ring } from "./test/live/circuits";
`;
const STEPS = 3000;

const folder = await mkdtemp(join(tmpdir(), "qdesign-tuner-"));
try {
  const outfile = join(folder, "tuner.mjs");
  const resolveDir = new URL("..", import.meta.url).pathname;
  await build({ stdin: { contents: ENTRY, resolveDir, loader: "ts" }, bundle: true, format: "esm", outfile });
  const { createTuner, costParts, parametersOf, chain, ring } = await import(pathToFileURL(outfile).href);
  const body = ring(12, 4);
  const parameters = parametersOf(body);
  const cost = costParts(body, chain(12), { parameters, shots: null, limit: 20 });
  const wasm = new Uint8Array(await readFile(new URL("../../qdesign/static/engine.wasm", import.meta.url)));
  const started = performance.now();
  let told = 0;
  let steps = 0;
  await new Promise((resolve) => {
    const take = createTuner(
      (reply) => {
        told += 1;
        if (reply.say === "steps") steps += reply.steps.energies.length;
        if (reply.say === "ended") resolve();
      },
      24,
      (act) => setImmediate(act),
    );
    take({ say: "start", wasm });
    const first = Float64Array.from(parameters, (_, k) => 0.1 + 0.05 * k);
    const options = {
      max_steps: STEPS,
      tolerance: 0,
      rate: 0.05,
      mean_share: 0.1,
      square_share: 0.001,
      epsilon: 1e-12,
    };
    take({ say: "descend", id: 1, cost, starts: [first], method: "adam", options, tries: options, seed: 1 });
  });
  const seconds = (performance.now() - started) / 1000;
  const chromium = chromiumGiven();
  const page = chromium && (await inPage({ folder, chromium, entry: "tuner-page.ts", given: null }));
  console.log(JSON.stringify({ parameters: parameters.length, steps, told, seconds, page }));
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
