/**
 * One parameter moves, the others stand still. The engine mixes states then; what is read off a state and
 * linear in its projector (energy, gradient, Bloch vectors, density matrices) is mixed here, from as many
 * values as it has frequencies: 2N - 1 for a state of N equally spaced ones, whatever the depth.
 */

/** Equally spaced frequencies, symmetric about 0. */
export interface Frequencies {
  readonly spacing: number;
  readonly count: number;
}

/** Frequencies of what is quadratic in a state with these. */
export function squared({ spacing, count }: Frequencies): Frequencies {
  return { spacing, count: 2 * count - 1 };
}

/** Where to take the values that all others are mixed from. */
export function samplePoints({ spacing, count }: Frequencies): readonly number[] {
  return Array.from({ length: count }, (_, j) => (2 * Math.PI * j) / (spacing * count));
}

/** Σ D(theta - point) × sample over the sample points, D the Dirichlet kernel of an odd number of frequencies. */
export function mix(frequencies: Frequencies, samples: readonly Float64Array[], theta: number): Float64Array {
  const { spacing, count } = frequencies;
  const result = new Float64Array(samples[0]?.length ?? 0);
  samplePoints(frequencies).forEach((point, j) => {
    let weight = 1 / count;
    for (let k = 1; 2 * k < count; k++) weight += (2 / count) * Math.cos(k * spacing * (theta - point));
    const sample = samples[j];
    if (sample)
      for (let k = 0; k < result.length; k++) result[k] = (result[k] as number) + weight * (sample[k] as number);
  });
  return result;
}
