import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { isOfStates, make } from "../../src/analysis";
import { haarMeyerWallach } from "../../src/analysis/entangling";
import { filledBins, haarShares } from "../../src/analysis/expressibility";
import { askedOf } from "../../src/analysis/subject";
import { type CircuitBody, isCircuit } from "../../src/document/circuit";
import { fromQasm } from "../../src/document/qasm-read";
import { loads } from "../../src/document/read";
import { dumps } from "../../src/document/write";
import { loadEngine } from "../../src/live/engine";
import type { Figure } from "../../src/port";
import { seeded } from "../../src/tools/descent";

interface Case {
  readonly document: string;
  readonly filled: number;
  readonly haar: readonly number[];
  readonly spectra: readonly {
    readonly parameter: string;
    readonly frequencies: readonly number[];
    readonly amplitudes: readonly number[];
  }[];
  readonly entangling?: number;
  readonly expressibility?: readonly [number, number];
  readonly variance?: readonly [number, number];
}

type Way = readonly [holds: boolean | null, bits: number | null, why: string];

interface Structure {
  readonly document: string;
  readonly ways: Readonly<Record<string, Way>>;
  readonly dead: Readonly<Record<string, string>>;
}

/** Written by `python -m scripts.corpus extension/build/corpus.json`, which `make front` runs. */
const { figures: CASES, structures: STRUCTURES } = JSON.parse(
  readFileSync(new URL("../../build/corpus.json", import.meta.url), "utf8"),
) as {
  readonly figures: readonly Case[];
  readonly structures: readonly Structure[];
};
const MODULE = loadEngine(readFileSync(new URL("../../../qdesign/static/engine.wasm", import.meta.url)));

async function made(name: string, text: string, parameter = ""): Promise<Figure> {
  const { body, observable = null, parameters } = loads(text);
  const values = new Map(parameters.map((each) => [each.name, each.value]));
  const of = { name, seed: 7, body: body as CircuitBody, observable, parameter };
  const making = make(await MODULE, isOfStates(name) ? askedOf(of, values) : of, seeded(7));
  for (;;) {
    const step = making.next();
    if (step.done) return step.value;
    expect(step.value).toBeLessThan(1);
  }
}

test.each(CASES)("exact parts are Python's: bins of Haar's states, frequencies", async (each) => {
  const { body, parameters } = loads(each.document);
  if (!isCircuit(body)) throw new Error("It is a circuit.");
  const shares = haarShares(2 ** body.qubits.length, each.haar.length);
  expect(filledBins(shares, 5_000)).toBe(each.filled);
  each.haar.forEach((share, k) => expect(shares[k]).toBeCloseTo(share, 12));
  for (const { frequencies, amplitudes, parameter } of each.spectra) {
    const { chart, convention } = await made("fourier_spectrum", each.document, parameter);
    expect(convention["parameter"]).toBe(parameter || parameters[0]?.name);
    const found = chart?.series[0];
    amplitudes.forEach((amplitude, k) => {
      const at = found?.x.findIndex((x) => Math.abs(x - (frequencies[k] ?? 0)) < 1e-9) ?? -1;
      expect(at === -1 ? 0 : found?.y[at]).toBeCloseTo(amplitude, 9);
    });
  }
});

test.each(STRUCTURES)("structures are proven as in Python, in its words: %#", async ({ document, ways, dead }) => {
  const { columns, verdict } = await made("simulability", document);
  const found = (columns["structure"] ?? []).map((name, k) => [
    name,
    ["holds", "bits", "why"].map((key) => columns[key]?.[k]),
  ]);
  expect(Object.fromEntries(found)).toEqual(
    Object.fromEntries(
      Object.entries(ways).map(([name, [holds, bits, why]]) => [
        name,
        [holds, bits === null ? null : expect.closeTo(bits, 9), why],
      ]),
    ),
  );
  expect(verdict).not.toBe("");
  const cone = await made("light_cone", document);
  const named = (cone.columns["parameter"] ?? []).map((name, k) => [name, cone.columns["why"]?.[k]]);
  expect(Object.fromEntries(named.filter(([, why]) => why))).toEqual(dead);
  const [all, least] = [named.length, Object.keys(dead).length];
  expect(cone.basis).toBe(all > least ? "an upper bound" : "exact");
  expect(cone.verdict).toBe(!all ? "no parameters" : least ? `at least ${least} dead` : cone.basis);
});

/** Layers of RY, then of RZ with a ring of CX. */
const layered = (qubits: number, turns: number): string => {
  const each = Array.from({ length: turns }, (_, k) => {
    const q = k % qubits;
    const gates =
      k % (2 * qubits) < qubits ? `ry(t${k}) q[${q}];` : `rz(t${k}) q[${q}]; cx q[${q}], q[${(q + 1) % qubits}];`;
    return `input float t${k}; ${gates}`;
  });
  return dumps(fromQasm(`OPENQASM 3.0; qubit[${qubits}] q; ${each.join("")}`));
};

test("an ansatz is not called as Haar where nearly all of Haar's fidelities are in one bin", async () => {
  const { value, verdict, tone, says } = await made("expressibility", layered(8, 64));
  expect([verdict, tone]).toEqual(["75 bins cannot tell", "unknown"]);
  expect(says).toContain("fills 2 of 75 bins");
  expect(value).not.toBeNull();
  const wide = await made("expressibility", layered(10, 80));
  expect([wide.value, wide.error, wide.says]).toEqual([
    null,
    null,
    "At this size Haar's law fills 1 of 75 bins: they tell nothing.",
  ]);
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

test("a light cone says that inputs count as parameters", async () => {
  const { conditions } = await made(
    "light_cone",
    dumps(fromQasm("OPENQASM 3.0; qubit[1] q; input float x_0; input float a; rx(x_0) q[0]; ry(a) q[0];")),
  );
  expect(conditions).toContain("inputs count as parameters: x_0");
});
