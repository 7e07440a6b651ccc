/** A map of energies: colors from the lowest to the highest, and lines of equal energy. */

export const STOPS = [
  [20, 34, 84],
  [52, 94, 201],
  [120, 165, 236],
  [214, 226, 240],
  [250, 214, 150],
  [205, 110, 40],
] as const;

/** From deep blue for the lowest energy to orange for the highest; its lightness rises, then hue turns. */
export function heat(part: number): readonly [number, number, number] {
  const place = Math.min(0.9999, Math.max(0, part)) * (STOPS.length - 1);
  const k = Math.floor(place);
  const a = STOPS[k] ?? STOPS[0];
  const b = STOPS[k + 1] ?? a;
  const mix = (i: 0 | 1 | 2): number => a[i] + (b[i] - a[i]) * (place - k);
  return [mix(0), mix(1), mix(2)];
}

/** Segments x, y, x, y in grid units where the energy is `level`, by marching squares; NaN is no energy. */
export function contour(energies: Float64Array, columns: number, level: number): readonly number[] {
  const found: number[] = [];
  const rows = energies.length / columns;
  const cut = (a: number, b: number): number => (level - a) / (b - a);
  for (let j = 0; j + 1 < rows; j++) {
    for (let k = 0; k + 1 < columns; k++) {
      const at = j * columns + k;
      const [a, b] = [energies[at] as number, energies[at + 1] as number];
      const [d, c] = [energies[at + columns] as number, energies[at + columns + 1] as number];
      const points: number[] = [];
      if (a < level !== b < level) points.push(k + cut(a, b), j);
      if (b < level !== c < level) points.push(k + 1, j + cut(b, c));
      if (d < level !== c < level) points.push(k + cut(d, c), j + 1);
      if (a < level !== d < level) points.push(k, j + cut(a, d));
      // At a saddle of the cell two lines pass: neighbors are joined.
      if (points.every(Number.isFinite)) found.push(...points);
    }
  }
  return found;
}

/** Levels of so many lines, spread evenly between the ends. */
export function levels(low: number, high: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, k) => low + ((high - low) * (k + 1)) / (count + 1));
}
