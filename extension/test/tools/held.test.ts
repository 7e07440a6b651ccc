/** Frozen parameters, in blocks that repeat along them, too; and a worker's end by a bug. */

import { expect, it } from "vitest";

import { radiansAngle } from "../../src/document/angle";
import {
  type CircuitBody,
  type Document,
  emptyDocument,
  isBlock,
  parametersOf,
  withBody,
} from "../../src/document/circuit";
import { DRAWN_PROBLEMS, DRAWN_TEMPLATES } from "../../src/document/drawn";
import { circuitOf } from "../../src/document/level";
import { substituteEverywhere } from "../../src/document/parameters";
import { loadEngine } from "../../src/live/engine";
import { costOf } from "../../src/tools/cost";
import { costParts } from "../../src/tools/measuring";
import { createTuner, type FromTuner, WENT_WRONG } from "../../src/tools/tuner";
import { engineBytes } from "../live/fixtures";

const QUBITS = 3;
const TERMS = DRAWN_PROBLEMS.get("tfim")?.(QUBITS)?.terms ?? new Map<string, number>();

/** The suggested circuit of a chain: a block that repeats along both of its parameters. */
function chain(): Document {
  const drawn = emptyDocument(QUBITS);
  const operations = DRAWN_TEMPLATES.get("hva_tfim")?.(QUBITS, 3).operations ?? new Map();
  return withBody(drawn, { ...circuitOf(drawn), operations });
}

function partsOf(body: CircuitBody, parameters: readonly string[]): ReturnType<typeof costParts> {
  return costParts(body, TERMS, { parameters, shots: null, limit: 20 });
}

it("holds one repetition's parameter and leaves the others free", async () => {
  const module = await loadEngine(engineBytes());
  const drawn = chain();
  const names = parametersOf(drawn.body);
  const values = new Map(names.map((name, k) => [name, 0.3 + 0.2 * k]));
  const held = "theta_1_2";
  const free = names.filter((name) => name !== held);
  const fixed = circuitOf(substituteEverywhere(drawn, new Map([[held, radiansAngle(values.get(held) ?? 0)]])));
  expect(parametersOf(fixed).toSorted()).toEqual(free.toSorted());
  expect([...fixed.operations.values()].some(isBlock)).toBe(false);
  const at = (of: readonly string[]): Float64Array => Float64Array.from(of, (name) => values.get(name) ?? 0);
  const all = costOf(module, partsOf(circuitOf(drawn), names)).energy(at(names)).energy;
  expect(costOf(module, partsOf(fixed, free)).energy(at(free)).energy).toBeCloseTo(all, 12);
});

it("leaves blocks alone that repeat along none of them", () => {
  const drawn = chain();
  expect(circuitOf(substituteEverywhere(drawn, new Map())).operations).toEqual(circuitOf(drawn).operations);
});

it("tells of a bug in the worker's work, which then is thrown", async () => {
  const replies: FromTuner[] = [];
  let tell: (act: () => void) => void = () => undefined;
  const next = new Promise<() => void>((resolve) => (tell = resolve));
  const take = createTuner(
    (reply) => replies.push(reply),
    600,
    (act) => tell(act),
  );
  take({ say: "start", wasm: engineBytes() });
  const names = parametersOf(chain().body);
  const cost = partsOf(circuitOf(chain()), names);
  const starts = [new Float64Array(names.length)];
  take({ say: "descend", id: 1, cost, starts, method: "none", options: {}, tries: {}, seed: 1 });
  expect(await next).toThrow("No page runs the method 'none'.");
  expect(replies).toEqual([{ say: "failed", id: 1, why: WENT_WRONG }]);
});
