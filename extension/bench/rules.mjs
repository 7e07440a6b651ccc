/**
 * Prints, as one line of JSON, the fastest times in milliseconds of the rules in a page: the list of rules for each
 * selection and all matches of each rule. Reads [{document, selections}, …]; bench_rules.py calls it.
 *
 *     node bench/rules.mjs FILE
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const ENTRY = `
export { explain, matches, RULES } from "./src/rewriting";
export { loads } from "./src/document/read";
`;

const folder = await mkdtemp(join(tmpdir(), "qdesign-rules-"));
try {
  const outfile = join(folder, "rules.mjs");
  const resolveDir = new URL("..", import.meta.url).pathname;
  await build({ stdin: { contents: ENTRY, resolveDir, loader: "ts" }, bundle: true, format: "esm", outfile });
  const { explain, matches, RULES, loads } = await import(pathToFileURL(outfile).href);
  const cases = JSON.parse(await readFile(process.argv[2], "utf8"));
  const found = cases.map(({ document, selections }) => {
    const { body } = loads(document);
    return {
      explained: selections.map((selection) => fastest(() => explain(body, selection))),
      matches: Object.fromEntries(
        RULES.filter((row) => row.change).map(({ name }) => [name, fastest(() => matches(body, name))]),
      ),
    };
  });
  console.log(JSON.stringify(found));
} finally {
  await rm(folder, { recursive: true });
}

function fastest(call) {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 7; round++) {
    const start = performance.now();
    call();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}
