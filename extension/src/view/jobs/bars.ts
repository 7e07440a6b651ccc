/** What is drawn of counts: which outcomes have a bar, and how high it is. */

/** Counts with what was expected; `rest` is the probability of all outcomes that are not listed. */
export interface Counted {
  readonly counts: Readonly<Record<string, number>>;
  readonly ideal: Listed | null;
  readonly noise: Listed | null;
}

export interface Listed {
  readonly probabilities: Readonly<Record<string, number>>;
  readonly rest: number;
}

export interface Bar {
  readonly key: string;
  readonly count: number;
  /** Probabilities; null when unknown. */
  readonly ideal: number | null;
  readonly noise: number | null;
}

/** The outcomes that were seen, and those that should have been; what has no bar is summed in the last. */
export function barsOf({ counts, ideal, noise }: Counted, most: number): readonly Bar[] {
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0) || 1;
  const listed = [ideal, noise].flatMap((each) => (each ? [each.probabilities] : []));
  const weight = (key: string): number =>
    Math.max((counts[key] ?? 0) / total, ...listed.map((probabilities) => probabilities[key] ?? 0));
  const keys = [...new Set([counts, ...listed].flatMap((each) => Object.keys(each)))].sort(
    (a, b) => weight(b) - weight(a) || (a < b ? -1 : 1),
  );
  const bar = (key: string): Bar => ({
    key,
    count: counts[key] ?? 0,
    ideal: ideal ? (ideal.probabilities[key] ?? 0) : null,
    noise: noise ? (noise.probabilities[key] ?? 0) : null,
  });
  const shown = keys
    .slice(0, keys.length > most ? most - 1 : most)
    .sort()
    .map(bar);
  const others = keys.slice(shown.length).map(bar);
  const restOf = (of: Listed | null, pick: (bar: Bar) => number | null): number =>
    others.reduce((sum, each) => sum + (pick(each) ?? 0), of?.rest ?? 0);
  const rest = { ideal: restOf(ideal, (each) => each.ideal), noise: restOf(noise, (each) => each.noise) };
  const left = others.reduce((sum, each) => sum + each.count, 0);
  // Less than the rounding of the sum is nothing; of what is rare the noise model has always some.
  if (!left && rest.ideal <= 1e-9 && (!others.length || rest.noise <= 1e-9)) return shown;
  return [...shown, { key: "other", count: left, ideal: ideal ? rest.ideal : null, noise: noise ? rest.noise : null }];
}

/** One standard error of a count, binomial. */
export function errorOf(count: number, shots: number): number {
  return Math.sqrt((count * (shots - count)) / shots);
}
