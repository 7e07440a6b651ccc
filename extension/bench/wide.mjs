/**
 * Times a move of all parameters above 20 qubits, in a page's worker: a brick wall of four layers, energy of an Ising
 * chain. Prints JSON; tests/benchmarks/bench_wide.py has the goals.
 *
 *     node bench/wide.mjs --chromium "$(python scripts/chromium.py)"
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { chromiumGiven, inPage } from "./chromium.mjs";

/** Qubits; frames. */
const SIZES = [
  [100, 60],
  [1000, 20],
];

const folder = await mkdtemp(join(tmpdir(), "wide-"));
try {
  const { rows, said } = await inPage({ folder, chromium: chromiumGiven(), entry: "wide-page.ts", given: SIZES });
  if (said) throw new Error(said);
  console.log(JSON.stringify(rows));
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
