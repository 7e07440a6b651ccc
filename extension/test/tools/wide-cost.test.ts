/** What is lowered above the live limit: the energy of the state, by light cones. */

import { expect, it } from "vitest";

import { parametersOf } from "../../src/document/circuit";
import { loadEngine } from "../../src/live/engine";
import { costOf } from "../../src/tools/cost";
import { type CostOptions, costParts } from "../../src/tools/measuring";
import { brickWall, chain, circuit } from "../live/circuits";
import { engineBytes, valuesOf } from "../live/fixtures";

const body = brickWall(9, 2);
const all = parametersOf(body);
const options = (limit: number, more: Partial<CostOptions> = {}): CostOptions => ({
  parameters: all,
  shots: null,
  limit,
  ...more,
});

it("lowers the same energy by light cones as by the state", async () => {
  const module = await loadEngine(engineBytes());
  const values = valuesOf(all.length);
  const [cones, state] = [8, 20].map((limit) => costOf(module, costParts(body, chain(9), options(limit))));
  expect(cones?.gradient(values).energy).toBeCloseTo(state?.gradient(values).energy ?? NaN, 11);
  expect(cones?.range).toBe(state?.range);
  const slopes = state?.gradient(values).slopes;
  cones?.gradient(values).slopes.forEach((slope, k) => expect(slope).toBeCloseTo(slopes?.[k] ?? NaN, 10));
});

it("refuses shots, noise and wide cones in words", () => {
  const shots = { shots: 100, seed: 0 };
  expect(() => costParts(body, chain(9), options(8, { shots }))).toThrow("Leave the shots empty");
  expect(() => costParts(body, chain(9), options(2))).toThrow("a term depends on more than 2 qubits");
  const noise = new Map([["depolarizing", new Map([["1", 0.1]])]]);
  expect(() => costParts(body, chain(9), options(8, { channels: noise }))).toThrow("Turn the noise off");
  expect(() => costParts(circuit(4, "h 0"), chain(9), options(8))).toThrow("Choose one that fits");
});
