/** From a point to the bottom of its valley. */

interface Answered {
  readonly energy: number;
  readonly slopes: readonly number[];
}

const NEAR = 1e-4;

/** The lowest point of a valley over one or two values, by Newton's steps from a point in it; kept within bounds. */
export function* valley(
  first: readonly number[],
  bounds: readonly (readonly [number, number])[],
): Generator<readonly number[], { readonly values: readonly number[]; readonly energy: number }, Answered> {
  const inside = (values: readonly number[]): readonly number[] =>
    values.map((value, k) => Math.min(bounds[k]?.[1] ?? value, Math.max(bounds[k]?.[0] ?? value, value)));
  let values = first;
  let now = yield values;
  for (let steps = 0; steps < 20; steps++) {
    const [gx = 0, gy = 0] = now.slopes;
    const at: readonly number[] = values;
    const rows: (readonly number[])[] = [];
    for (let k = 0; k < at.length; k++) {
      const ahead: Answered = yield at.map((value, j) => (j === k ? value + NEAR : value));
      rows.push(ahead.slopes.map((slope, j) => (slope - (now.slopes[j] ?? 0)) / NEAR));
    }
    const a = rows[0]?.[0] ?? 1;
    const d = rows[1]?.[1] ?? 1;
    const b = ((rows[0]?.[1] ?? 0) + (rows[1]?.[0] ?? 0)) / 2;
    const det = a * d - b * b;
    const isValley = a > 0 && det > 1e-12;
    let step = isValley ? [(d * gx - b * gy) / det, (a * gy - b * gx) / det] : [0.1 * gx, 0.1 * gy];
    let next = now;
    let moved = at;
    do {
      moved = inside(at.map((value, k) => value - (step[k] ?? 0)));
      next = yield moved;
      step = step.map((each) => each / 2);
    } while (next.energy > now.energy && Math.hypot(...step) > 1e-9);
    const gain = now.energy - next.energy;
    if (gain > 0) {
      values = moved;
      now = next;
    }
    if (gain < 1e-12) break;
  }
  return { values, energy: now.energy };
}
