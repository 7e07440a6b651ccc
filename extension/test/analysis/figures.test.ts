import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { make } from "../../src/analysis";
import { haarMeyerWallach } from "../../src/analysis/entangling";
import { filledBins, haarShares } from "../../src/analysis/expressibility";
import { coneOf, lightCone } from "../../src/analysis/light-cone";
import { askedOf } from "../../src/analysis/subject";
import { type CircuitBody, isCircuit } from "../../src/document/circuit";
import { fromQasm } from "../../src/document/qasm-read";
import { loads } from "../../src/document/read";
import { parametersOfItems } from "../../src/document/uses";
import { dumps } from "../../src/document/write";
import { loadEngine } from "../../src/live/engine";
import type { Figure } from "../../src/port";
import { seeded } from "../../src/tools/descent";

interface Case {
  readonly document: string;
  readonly filled: number;
  readonly haar: readonly number[];
  readonly frequencies: readonly number[];
  readonly amplitudes: readonly number[];
  readonly seen: readonly string[];
  readonly entangling?: number;
  readonly expressibility?: readonly [number, number];
  readonly variance?: readonly [number, number];
}

/** Written by `python -m scripts.corpus extension/build/corpus.json`, which `make front` runs. */
const { figures: CASES } = JSON.parse(readFileSync(new URL("../../build/corpus.json", import.meta.url), "utf8")) as {
  readonly figures: readonly Case[];
};
const MODULE = loadEngine(readFileSync(new URL("../../../qdesign/static/engine.wasm", import.meta.url)));

async function made(name: string, text: string): Promise<Figure> {
  const { body, observable = null, parameters } = loads(text);
  const values = new Map(parameters.map((each) => [each.name, each.value]));
  const asked = askedOf(name, 7, { body: body as CircuitBody, observable }, values);
  const making = make(await MODULE, asked, seeded(7));
  for (;;) {
    const step = making.next();
    if (step.done) return step.value;
    expect(step.value).toBeLessThan(1);
  }
}

test.each(CASES)("exact parts are Python's: bins of Haar's states, frequencies, what an energy sees", async (each) => {
  const { body, observable = new Map<string, number>() } = loads(each.document);
  if (!isCircuit(body)) throw new Error("It is a circuit.");
  const shares = haarShares(2 ** body.qubits.length, each.haar.length);
  expect(filledBins(shares, 5_000)).toBe(each.filled);
  each.haar.forEach((share, k) => expect(shares[k]).toBeCloseTo(share, 12));
  const { chart } = await made("fourier_spectrum", each.document);
  const found = chart?.series[0];
  each.amplitudes.forEach((amplitude, k) => {
    const at = found?.x.findIndex((x) => Math.abs(x - (each.frequencies[k] ?? 0)) < 1e-9) ?? -1;
    expect(at === -1 ? 0 : found?.y[at]).toBeCloseTo(amplitude, 9);
  });
  // By support alone more may be seen than Python's commutation leaves.
  const cone = parametersOfItems(body, new Set(coneOf(body, observable).inside));
  for (const name of each.seen) expect(cone).toContain(name);
  expect(lightCone(body, observable).value).toBe(cone.size);
});

test("an ansatz is not called as Haar where nearly all of Haar's fidelities are in one bin", async () => {
  const turns = Array.from({ length: 64 }, (_, k) => {
    const q = k % 8;
    const gates = k % 16 < 8 ? `ry(t${k}) q[${q}];` : `rz(t${k}) q[${q}]; cx q[${q}], q[${(q + 1) % 8}];`;
    return `input float t${k}; ${gates}`;
  });
  const { verdict, tone, says } = await made(
    "expressibility",
    dumps(fromQasm(`OPENQASM 3.0; qubit[8] q; ${turns.join("")}`)),
  );
  expect([verdict, tone]).toEqual(["75 bins cannot tell", "unknown"]);
  expect(says).toContain("fills 2 of 75 bins");
});

test("sampled figures are Python's within their errors", async () => {
  const { document, entangling = 0, expressibility = [0, 0], variance = [0, 0] } = CASES.at(-1) as Case;
  const near = async (name: string, [value, error]: readonly [number, number]): Promise<void> => {
    const figure = await made(name, document);
    const both = Math.hypot(figure.error ?? 0, error);
    expect(Math.abs((figure.value ?? Number.NaN) - value)).toBeLessThan(5 * both);
    expect(figure.convention).toMatchObject({ seed: "7, in the page" });
  };
  await near("entangling_capability", [entangling, 0]);
  await near("expressibility", expressibility);
  await near("gradient_variance", variance);
  expect(haarMeyerWallach(4)).toBeCloseTo(14 / 17);
});
