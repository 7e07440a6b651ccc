/**
 * Times a move of all parameters above 20 qubits, in a page's worker. Reads its cases from standard input, as
 * wide-page.ts has them, and prints JSON; tests/benchmarks/bench_wide.py has cases and goals.
 *
 *     node bench/wide.mjs --chromium "$(python scripts/chromium.py)" <cases.json
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { chromiumGiven, inPage } from "./chromium.mjs";

const given = JSON.parse(await readFile("/dev/stdin", "utf8"));
const folder = await mkdtemp(join(tmpdir(), "wide-"));
try {
  const { rows, said } = await inPage({ folder, chromium: chromiumGiven(), entry: "wide-page.ts", given });
  if (said) throw new Error(said);
  console.log(JSON.stringify(rows));
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
