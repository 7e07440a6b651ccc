/** The variance of derivatives of an energy over random values, sampled. */

import type { Engine } from "../live/engine";
import {
  type Asked,
  drawn,
  errorOfMean,
  figure,
  inputsCounted,
  type Making,
  mean,
  NO_PARAMETERS,
  RANGE,
} from "./subject";

const POINTS = 1_000;
const TOLD = 20;

export function* gradientVariance({ seed, program }: Asked, engine: Engine, random: () => number): Making {
  const { parameters } = program;
  const squares = parameters.map(() => [] as number[]);
  const means: number[] = [];
  const none = { name: "gradient_variance", title: "Gradient variance" };
  if (!parameters.length)
    return figure({
      ...{ ...none, value: null, error: null, basis: NO_PARAMETERS, verdict: NO_PARAMETERS },
      says: "The circuit has no parameters, so it has no gradient.",
    });
  for (let k = 0; k < POINTS; k += 1) {
    if (k % TOLD === 0) yield k / POINTS;
    const { derivatives } = engine.gradient(drawn(random, parameters.length));
    derivatives.forEach((each, p) => squares[p]?.push(each * each));
    means.push(mean([...derivatives].map((each) => each * each)));
  }
  const value = mean(means);
  const error = errorOfMean(means);
  const each = squares.map(mean);
  const errors = squares.map(errorOfMean);
  const still = each.filter((variance) => variance < 1e-20).length;
  const places = each.map((_, p) => p);
  const plain = { low: [], high: [], labels: [] };
  return figure({
    ...{ ...none, value, error, basis: `sampled with ${POINTS.toLocaleString("en-US")} points` },
    ...{ unit: "variance of a gradient", interval: [Math.max(0, value - 1.96 * error), value + 1.96 * error] },
    says: `The mean of all parameters.${still ? ` ${still} of ${each.length} did not move ⟨H⟩ at any point.` : ""}`,
    convention: { θ: `uniform in ${RANGE}`, from: "|0…0⟩", points: POINTS, seed: `${seed}, in the page` },
    conditions: ["The mean of a derivative over a period is 0.", ...inputsCounted(parameters)],
    source: "McClean et al., arXiv:1803.11173",
    cell: `qd.analyze.gradient_variance(c, H, method="sampled", seed=${seed})`,
    chart: {
      ...{ x: "parameter, in order of first use", y: "variance", log_x: false, log_y: false },
      series: [
        {
          ...{ name: "each", kind: "bars", x: places, y: each, labels: parameters },
          low: each.map((variance, p) => Math.max(0, variance - 1.96 * (errors[p] ?? 0))),
          high: each.map((variance, p) => variance + 1.96 * (errors[p] ?? 0)),
        },
        { name: "mean", kind: "line", x: places, y: places.map(() => value), ...plain },
      ],
    },
    columns: { parameter: parameters, variance: each, error: errors },
  });
}
