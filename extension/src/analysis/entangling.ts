/** Meyer and Wallach's measure over random values, sampled; Python finds its mean exactly. */

import type { Engine } from "../live/engine";
import type { Figure } from "../port";
import { type Asked, drawn, errorOfMean, figure, type Making, mean, RANGE } from "./subject";

const STATES = 4_000;
const BARS = 40;
const TOLD = 50;

export function* entangling({ seed, program }: Asked, engine: Engine, random: () => number): Making {
  const found: number[] = [];
  if (!program.parameters.length) return oneState(engine, program.numQubits);
  for (let k = 0; k < STATES; k += 1) {
    if (k % TOLD === 0) yield k / STATES;
    engine.run(drawn(random, program.parameters.length));
    found.push(meyerWallach(engine.blochVectors(), program.numQubits));
  }
  const value = mean(found);
  const haar = haarMeyerWallach(program.numQubits);
  const counts = new Float64Array(BARS);
  for (const each of found) add(counts, each);
  const centers = Array.from(counts, (_, k) => (k + 0.5) / BARS);
  const none = { low: [], high: [] };
  return figure({
    ...{ name: "entangling_capability", title: "Entangling capability", value, error: errorOfMean(found) },
    ...{ basis: "sampled", unit: "mean Q over all values" },
    says: `${value < haar ? "Below" : "Above"} Haar's ${haar.toPrecision(4)}.`,
    convention: { measure: "Meyer–Wallach", angles: RANGE, states: STATES, seed: `${seed}, in the page` },
    conditions: ["Each free parameter is drawn evenly and by itself; derived ones follow."],
    source: "Meyer, Wallach, quant-ph/0108104; Sim, Johnson, Aspuru-Guzik, arXiv:1905.10876",
    cell: `qd.analyze.entangling_capability(c, samples=${STATES}, seed=${seed})`,
    chart: {
      ...{ x: "Meyer–Wallach Q: 0 product state, 1 most entangled", y: "share of states", log_x: false, log_y: false },
      series: [
        { name: "states", kind: "bars", x: centers, y: [...counts], ...none, labels: [] },
        { name: "", kind: "marks", x: [value, haar], y: [0, 0], ...none, labels: ["mean", "Haar"] },
      ],
    },
    columns: { Q: centers, share: [...counts] },
  });
}

/** Without parameters there is one state, whose Q is exact. */
function oneState(engine: Engine, numQubits: number): Figure {
  engine.run(new Float64Array());
  const haar = haarMeyerWallach(numQubits);
  const value = numQubits > 1 ? meyerWallach(engine.blochVectors(), numQubits) : 0;
  const side = value < haar ? "Below" : "Above";
  return figure({
    ...{ name: "entangling_capability", title: "Entangling capability", value, unit: "Q of the one state" },
    says: `No gate has a free parameter: there is one state. ${side} Haar's ${haar.toPrecision(4)}.`,
    convention: { measure: "Meyer–Wallach" },
    source: "Meyer, Wallach, quant-ph/0108104",
    cell: "qd.analyze.entangling_capability(c)",
  });
}

function add(counts: Float64Array, each: number): void {
  const bar = Math.max(0, Math.min(BARS - 1, Math.floor(each * BARS)));
  counts[bar] = (counts[bar] ?? 0) + 1 / STATES;
}

/** Q of a state by its Bloch vectors: one minus the mean of their squared lengths. */
export function meyerWallach(vectors: Float64Array, numQubits: number): number {
  let squares = 0;
  for (const each of vectors) squares += each * each;
  return numQubits ? 1 - squares / numQubits : 0;
}

/** The mean over Haar's states: (N - 2) / (N + 1). */
export function haarMeyerWallach(numQubits: number): number {
  const dimension = 2 ** numQubits;
  return (dimension - 2) / (dimension + 1);
}
