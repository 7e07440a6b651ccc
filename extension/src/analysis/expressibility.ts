/** Fidelities of random pairs of states against those of Haar's, as `qdesign/analyze/expressibility.py` counts them. */

import type { Engine } from "../live/engine";
import type { Figure, Series } from "../port";
import { type Asked, drawn, figure, type Making, mean, RANGE } from "./subject";

const PAIRS = 5_000;
const BINS = 75;
/** Samples of Haar's that tell what as many pairs give. */
const DRAWS = 40;
/** Pairs that a bin should have, and in how many bins: fewer cannot tell a spread of states from Haar's. */
const EXPECTED = 5;
const FEW_BINS = 5;
/** Pairs between two looks at how far it is. */
const TOLD = 50;

export function* expressibility({ seed, program }: Asked, engine: Engine, random: () => number): Making {
  const dimension = 2 ** program.numQubits;
  const haar = haarShares(dimension, BINS);
  if (!program.parameters.length) return oneState(haar);
  const counts = new Float64Array(BINS);
  for (let k = 0; k < PAIRS; k += 1) {
    if (k % TOLD === 0) yield k / PAIRS;
    engine.run(drawn(random, program.parameters.length));
    const one = engine.state().slice();
    engine.run(drawn(random, program.parameters.length));
    add(counts, fidelity(one, engine.state()));
  }
  const shares = [...counts].map((count) => count / PAIRS);
  const floors = Array.from({ length: DRAWS }, () => divergence(haarSample(random, dimension), haar));
  const floor = mean(floors);
  const spread = Math.sqrt(mean(floors.map((each) => (each - floor) ** 2)));
  const value = divergence(shares, haar);
  const error = errorOf(shares, haar, spread);
  const centers = shares.map((_, k) => (k + 0.5) / BINS);
  const plain = { low: [], high: [], labels: [] };
  const series: readonly Series[] = [
    { name: "this one", kind: "bars", x: centers, y: shares, ...plain },
    { name: "Haar", kind: "line", x: centers, y: haar, ...plain },
  ];
  const isNear = value <= floor + 2 * spread;
  const beside = `Haar's states give ${floor.toPrecision(2)} ± ${spread.toPrecision(1)} with as many pairs.`;
  const count = PAIRS.toLocaleString("en");
  const filled = filledBins(haar, PAIRS);
  const isBlind = isNear && filled < FEW_BINS;
  // In one bin it is what Haar has beyond it, far below what any sample tells.
  const isTold = !isNear || filled > 1;
  const means = isBlind
    ? `At this size Haar's law fills ${filled} of ${BINS} bins: they tell little.`
    : isNear
      ? `${count} pairs cannot tell its states from Haar's.`
      : "Too many pairs are alike.";
  return figure({
    ...{ name: "expressibility", title: "Expressibility", basis: "sampled", unit: "KL to Haar" },
    value: isTold ? value : null,
    error: isTold ? error : null,
    interval: isTold ? [Math.max(0, value - 1.96 * error), value + 1.96 * error] : null,
    verdict: isBlind ? `${BINS} bins cannot tell` : isNear ? "as Haar" : "",
    tone: isBlind ? "unknown" : isNear ? "good" : "plain",
    says: isTold ? `${means} ${beside}` : `At this size Haar's law fills ${filled} of ${BINS} bins: they tell nothing.`,
    convention: { pairs: PAIRS, bins: BINS, logarithm: "natural", angles: RANGE, seed: `${seed}, in the page` },
    conditions: [
      "Each free parameter is drawn evenly and by itself; derived ones follow.",
      `Bins in which Haar's law has ${EXPECTED} pairs or more: ${filled}.`,
    ],
    source: "Sim, Johnson, Aspuru-Guzik, arXiv:1905.10876",
    cell: `qd.analyze.expressibility(c, pairs=${PAIRS}, bins=${BINS}, seed=${seed})`,
    chart: { x: "fidelity of two random states", y: "share of pairs", series, log_x: false, log_y: false },
    columns: { to: shares.map((_, k) => (k + 1) / BINS), share: shares, Haar: haar },
  });
}

/** Without parameters there is one state, and each pair is alike. */
function oneState(haar: readonly number[]): Figure {
  const alike = haar.map((_, k) => (k === BINS - 1 ? 1 : 0));
  return figure({
    ...{ name: "expressibility", title: "Expressibility", value: divergence(alike, haar), unit: "KL to Haar" },
    ...{ verdict: "one state", tone: "warn", convention: { bins: BINS, logarithm: "natural" } },
    says: "No gate has a free parameter: there is one state, and each pair is alike.",
    source: "Sim, Johnson, Aspuru-Guzik, arXiv:1905.10876",
    cell: `qd.analyze.expressibility(c, bins=${BINS})`,
  });
}

/** Share of fidelities in each bin, of Haar's states: (1 - l)^(N-1) - (1 - r)^(N-1). */
export function haarShares(dimension: number, bins: number): readonly number[] {
  const above = (edge: number): number => (1 - edge / bins) ** (dimension - 1);
  return Array.from({ length: bins }, (_, k) => above(k) - above(k + 1));
}

/** Bins in which five pairs or more of Haar's states are expected. */
export function filledBins(haar: readonly number[], pairs: number): number {
  return haar.filter((share) => pairs * share >= EXPECTED).length;
}

/** Σ p ln(p / q) over the bins that have some. */
export function divergence(shares: readonly number[], haar: readonly number[]): number {
  const parts = shares.map((p, k) => (p > 0 ? p * Math.log(p / Math.max(haar[k] ?? 0, 1e-300)) : 0));
  return Math.max(
    0,
    parts.reduce((sum, part) => sum + part, 0),
  );
}

/** The delta method for a multinomial sample, as in Python. */
function errorOf(shares: readonly number[], haar: readonly number[], spread: number): number {
  const logs = shares.map((p, k) => (p > 0 ? Math.log(p / Math.max(haar[k] ?? 0, 1e-300)) : 0));
  const sum = (of: (log: number) => number): number => shares.reduce((all, p, k) => all + p * of(logs[k] ?? 0), 0);
  const first = (sum((log) => log * log) - sum((log) => log) ** 2) / PAIRS;
  return Math.sqrt(Math.max(0, first - 2 * spread ** 2) + spread ** 2);
}

function haarSample(random: () => number, dimension: number): readonly number[] {
  const counts = new Float64Array(BINS);
  for (let k = 0; k < PAIRS; k += 1) add(counts, 1 - random() ** (1 / (dimension - 1)));
  return [...counts].map((count) => count / PAIRS);
}

function add(counts: Float64Array, found: number): void {
  // The last bin holds 1 too.
  const bin = Math.max(0, Math.min(BINS - 1, Math.floor(found * BINS)));
  counts[bin] = (counts[bin] ?? 0) + 1;
}

function fidelity(a: Float64Array, b: Float64Array): number {
  let [real, imaginary] = [0, 0];
  for (let k = 0; k < a.length; k += 2) {
    const [ar, ai, br, bi] = [a[k] ?? 0, a[k + 1] ?? 0, b[k] ?? 0, b[k + 1] ?? 0];
    real += ar * br + ai * bi;
    imaginary += ar * bi - ai * br;
  }
  return real * real + imaginary * imaginary;
}
