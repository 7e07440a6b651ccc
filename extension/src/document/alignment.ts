/**
 * Two sequences aligned: which letters stay, which are exchanged for a like one, which go and which come.
 *
 * Furthest-reaching paths (Ukkonen, "Algorithms for approximate string matching", 1985), where an exchange of like
 * letters costs as much as one that goes or comes. Beyond `MOST` changes the path that has come furthest is taken and
 * the rest is begun anew, so that effort and memory are linear in the length.
 */

/** What a letter is, and what it is like: letters that are equal are alike. */
export interface Letter {
  readonly equal: number;
  readonly like: number;
}

/** Places in both sequences; null where it stands in one alone. */
export type Step = readonly [number, number] | readonly [number, null] | readonly [null, number];

/** Changes after which the rest is begun anew. */
const MOST = 250;

export interface Alignment {
  /** In the order of both sequences. */
  readonly steps: readonly Step[];
  /** How many letters are exchanged, go or come. */
  readonly cost: number;
}

export function aligned(a: readonly Letter[], b: readonly Letter[]): Alignment {
  const steps: Step[] = [];
  let cost = 0;
  let [x, y] = [0, 0];
  while (x < a.length || y < b.length) {
    const part = reached(a, b, x, y);
    for (const step of part.steps) steps.push(step);
    cost += part.cost;
    x += part.x;
    y += part.y;
  }
  return { steps, cost };
}

/** From (x0, y0) to both ends, or as far as `MOST` changes lead. */
function reached(
  a: readonly Letter[],
  b: readonly Letter[],
  x0: number,
  y0: number,
): Alignment & { readonly x: number; readonly y: number } {
  const [n, m] = [a.length - x0, b.length - y0];
  const fronts: Front[] = [];
  for (let d = 0; ; d++) {
    const front = new Front(d);
    let best = 0;
    for (let k = -Math.min(d, m); k <= Math.min(d, n); k++) {
      let x = d ? startOn(fronts, d, k, a, b, x0, y0).x : 0;
      if (x > n || x - k > m) continue;
      while (x < n && x - k < m && a[x0 + x]?.equal === b[y0 + x - k]?.equal) x++;
      front.put(k, x);
      if (2 * x - k > 2 * front.at(best) - best || front.at(best) < 0) best = k;
    }
    fronts.push(front);
    const x = front.at(best);
    if (d === MOST || (x === n && x - best === m)) {
      return { steps: walkedBack(fronts, best, a, b, x0, y0), cost: d, x, y: x - best };
    }
  }
}

/** How far each diagonal leads after so many changes. */
class Front {
  private readonly reach: Int32Array;

  constructor(private readonly d: number) {
    this.reach = new Int32Array(2 * d + 1).fill(-2);
  }

  at(k: number): number {
    return this.reach[k + this.d] ?? -2;
  }

  put(k: number, x: number): void {
    this.reach[k + this.d] = x;
  }
}

interface Start {
  readonly x: number;
  /** From which diagonal, or null where the change was not needed. */
  readonly from: number | null;
}

/** Where change number `d` leads on diagonal `k`, before letters that stay. */
function startOn(
  fronts: readonly Front[],
  d: number,
  k: number,
  a: readonly Letter[],
  b: readonly Letter[],
  x0: number,
  y0: number,
): Start {
  const last = fronts[d - 1];
  const same = last?.at(k) ?? -2;
  const goes = last?.at(k - 1) ?? -2;
  const comes = last?.at(k + 1) ?? -2;
  let best: Start = { x: same, from: null };
  const [here, there] = [a[x0 + same], b[y0 + same - k]];
  if (same >= 0 && here && there && here.like === there.like) best = { x: same + 1, from: k };
  if (goes >= 0 && goes + 1 > best.x && goes + x0 < a.length) best = { x: goes + 1, from: k - 1 };
  if (comes >= 0 && comes > best.x && comes - k + y0 <= b.length) best = { x: comes, from: k + 1 };
  return best;
}

function walkedBack(
  fronts: readonly Front[],
  k: number,
  a: readonly Letter[],
  b: readonly Letter[],
  x0: number,
  y0: number,
): readonly Step[] {
  const steps: Step[] = [];
  let at = k;
  for (let d = fronts.length - 1; d >= 0; d--) {
    const { x: start, from } = d ? startOn(fronts, d, at, a, b, x0, y0) : { x: 0, from: null };
    for (let x = fronts[d]?.at(at) ?? 0; x > start; x--) steps.push([x0 + x - 1, y0 + x - 1 - at]);
    if (from === null) continue;
    if (from === at) steps.push([x0 + start - 1, y0 + start - 1 - at]);
    else if (from < at) steps.push([x0 + start - 1, null]);
    else steps.push([null, y0 + start - at - 1]);
    at = from;
  }
  return steps.reverse();
}
