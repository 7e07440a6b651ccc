/** What is lowered above the live limit: the energy of the state, by light cones or by Pauli paths. */

import { expect, it } from "vitest";

import { parametersOf } from "../../src/document/circuit";
import { loadEngine } from "../../src/live/engine";
import { costOf } from "../../src/tools/cost";
import { type CostOptions, costParts } from "../../src/tools/measuring";
import { createTuner, type FromTuner, type ToTuner } from "../../src/tools/tuner";
import { brickWall, chain, circuit } from "../live/circuits";
import { beyondBytes, engineBytes, valuesOf } from "../live/fixtures";

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

/** What the tuner tells of a piece of work, to its end, after each slice of so many milliseconds. */
function told(ask: ToTuner, isLast: (reply: FromTuner) => boolean, slice = 5): Promise<readonly FromTuner[]> {
  return new Promise((resolve) => {
    const replies: FromTuner[] = [];
    const take = createTuner(
      (reply) => {
        replies.push(reply);
        if (reply.say === "failed" || isLast(reply)) resolve(replies);
      },
      slice,
      (act) => setTimeout(act),
    );
    take({ say: "start", wasm: engineBytes(), beyond: beyondBytes() });
    take(ask);
  });
}

it("lowers it by Pauli paths where cones are wide, and says how far off that is", async () => {
  const module = await loadEngine(engineBytes());
  const state = costOf(module, costParts(body, chain(9), options(20)));
  const values = valuesOf(all.length);
  const cost = costParts(body, chain(9), options(2));
  if (!("paths" in cost)) throw new Error("no paths");
  const made = costOf(module, cost, await loadEngine(beyondBytes()));
  for (const _ of made.prepare?.() ?? []);
  const { energy, slopes } = made.gradient(values);
  const exact = state.gradient(values);
  expect(energy).toBeCloseTo(exact.energy, 9);
  slopes.forEach((slope, k) => expect(slope).toBeCloseTo(exact.slopes[k] ?? NaN, 9));
  expect(made.range).toBe(state.range);
  const row = { max_steps: 30, rate: 0.1 };
  const more = { method: "adam", options: row, tries: row, seed: 1, starts: [values] };
  const way = await told({ say: "descend", id: 1, cost, ...more }, ({ say }) => say === "ended");
  const last = way.at(-1);
  const [steps] = way.flatMap((reply) => (reply.say === "steps" ? [reply.steps] : []));
  expect(steps?.origin).toEqual({ kind: "exact", branches: 1, by: "Pauli paths" });
  expect(last?.say === "ended" && last.energy).toBeCloseTo(
    last?.say === "ended" ? state.exact(last.ended.values) : NaN,
    9,
  );
  expect(last?.say === "ended" && last.energy < energy - 0.1).toBe(true);
});

it("tells of a plane the most that an energy on it is off", async () => {
  const n = 12;
  const deep = Array.from({ length: 5 }, (_, l) =>
    Array.from({ length: n }, (_, q) => `ry(${0.2 + 0.03 * l}*p) ${q};rzz(0.1) ${q} ${(q + 1) % n};rx(r) ${q}`).join(
      ";",
    ),
  ).join(";");
  const twelve = circuit(n, deep);
  const parameters = parametersOf(twelve);
  const one = new Map([[`${"I".repeat(5)}ZZ${"I".repeat(5)}`, 1]]);
  const parts = costParts(twelve, one, { parameters, shots: null, limit: 3 });
  if (!("paths" in parts)) throw new Error("no paths");
  const cost = { ...parts, paths: { ...parts.paths, room: { terms: [300], nodes: 100_000, milliseconds: 60_000 } } };
  const state = costOf(await loadEngine(engineBytes()), costParts(twelve, one, options(20, { parameters })));
  const x = { kind: "parameter", index: 0, low: -0.5, high: 0.5 } as const;
  const point = Float64Array.of(0, 0.1);
  const isLast = (reply: FromTuner) => reply.say === "plane" && reply.plane.lowest !== null;
  // Each step of the work is a slice: what is prepared is told however fast it is.
  const replies = await told({ say: "plane", id: 1, cost, ask: { point, x, y: null } }, isLast, 0.01);
  const plane = replies.at(-1);
  if (plane?.say !== "plane" || plane.origin?.kind !== "approximate") throw new Error(JSON.stringify(plane));
  const { most } = plane.origin;
  const { energies, points } = plane.plane;
  energies.forEach((energy, k) => {
    const exact = state.exact(Float64Array.of(-0.5 + k / (points - 1), 0.1));
    expect(Math.abs(energy - exact)).toBeLessThanOrEqual(most + 1e-9);
  });
  expect(replies.some(({ say }) => say === "preparing")).toBe(true);
});

it("refuses shots, noise and wide cones in words", () => {
  const shots = { shots: 100, seed: 0 };
  expect(() => costParts(body, chain(9), options(8, { shots }))).toThrow("Leave the shots empty");
  const wish = "light_cone";
  expect(() => costParts(body, chain(9), options(2, { wish }))).toThrow("a term depends on more than 2 qubits");
  expect(() => costParts(body, chain(9), options(2, { wish: "stabilizer" }))).toThrow("Choose another engine");
  const noise = new Map([["depolarizing", new Map([["1", 0.1]])]]);
  expect(() => costParts(body, chain(9), options(8, { channels: noise }))).toThrow("Turn the noise off");
  expect(() => costParts(circuit(4, "h 0"), chain(9), options(8))).toThrow("Choose one that fits");
});
