// A channel on one wire by its Pauli-transfer matrix → what a run draws from: probabilities of Pauli strings
// where the matrix is diagonal, else Kraus operators, from a pivoted Cholesky decomposition of its Choi matrix.

/**
 * One table: the number of operators (0 for Pauli strings); three cumulative f64, or how likely the first operator is
 * at least, whatever the state (f64 at byte 8), and from byte 64 on the operators.
 */
export const KRAUS_BYTES: u64 = 64 + 4 * 64;

/** Choi matrix, complex by rows: its index is 2 × (row of K) + column of K. */
const choi: usize = memory.data(256, 16);
const LEAST: f64 = 1e-15;

/** Fill the table at `target` from the matrix at `given`: 16 f64 by rows, order I, X, Y, Z. */
export function kraus(given: usize, target: usize): void {
  memory.fill(target, 0, <usize>KRAUS_BYTES);
  if (isDiagonal(given)) {
    const x = load<f64>(given, 40);
    const y = load<f64>(given, 80);
    const z = load<f64>(given, 120);
    const none = (1 + x + y + z) / 4;
    const flips = (1 + x - y - z) / 4;
    store<f64>(target, none, 8);
    store<f64>(target, none + flips, 16);
    store<f64>(target, none + flips + (1 - x - y + z) / 4, 24);
    return;
  }
  fill(given);
  let count: u32 = 0;
  while (count < 4) {
    let pivot: usize = 0;
    for (let k: usize = 1; k < 4; k++) {
      if (load<f64>(choi + 80 * k) > load<f64>(choi + 80 * pivot)) pivot = k;
    }
    const largest = load<f64>(choi + 80 * pivot);
    if (largest < LEAST) break;
    const column = target + 64 + (<usize>count << 6);
    const root = 1 / NativeMath.sqrt(largest);
    for (let k: usize = 0; k < 4; k++) {
      const at = choi + 64 * k + 16 * pivot;
      store<f64>(column + 16 * k, load<f64>(at) * root);
      store<f64>(column + 16 * k, load<f64>(at, 8) * root, 8);
    }
    subtract(column);
    count++;
  }
  store<u32>(target, count);
  store<f64>(target, leastOf(target + 64), 8);
}

/** The smallest eigenvalue of K† K, less what rounding may add. */
function leastOf(k: usize): f64 {
  let low: f64 = 0;
  let high: f64 = 0;
  let re: f64 = 0;
  let im: f64 = 0;
  for (let row = k; row < k + 64; row += 32) {
    const ar = load<f64>(row);
    const ai = load<f64>(row, 8);
    const br = load<f64>(row, 16);
    const bi = load<f64>(row, 24);
    low += ar * ar + ai * ai;
    high += br * br + bi * bi;
    re += ar * br + ai * bi;
    im += ar * bi - ai * br;
  }
  const half = (low - high) / 2;
  return (low + high) / 2 - NativeMath.sqrt(half * half + re * re + im * im) - 1e-12;
}

function isDiagonal(given: usize): bool {
  for (let i: usize = 0; i < 4; i++) {
    for (let j: usize = 0; j < 4; j++) {
      if (i != j && load<f64>(given + 32 * i + 8 * j) != 0) return false;
    }
  }
  return true;
}

/** Take a column times its adjoint off the Choi matrix. */
function subtract(column: usize): void {
  for (let i: usize = 0; i < 4; i++) {
    const ar = load<f64>(column + 16 * i);
    const ai = load<f64>(column + 16 * i, 8);
    for (let j: usize = 0; j < 4; j++) {
      const br = load<f64>(column + 16 * j);
      const bi = load<f64>(column + 16 * j, 8);
      const at = choi + 64 * i + 16 * j;
      store<f64>(at, load<f64>(at) - (ar * br + ai * bi));
      store<f64>(at, load<f64>(at, 8) - (ai * br - ar * bi), 8);
    }
  }
}

/** Entry (row, column) of the Pauli matrix number `letter` of I, X, Y, Z, in `re` and `im`. */
let re: f64 = 0;
let im: f64 = 0;

function entry(letter: usize, row: usize, column: usize): void {
  re = im = 0;
  if (letter == 0) re = row == column ? 1 : 0;
  else if (letter == 1) re = row != column ? 1 : 0;
  else if (letter == 2) im = row == column ? 0 : row ? 1 : -1;
  else re = row != column ? 0 : row ? -1 : 1;
}

/** C[(r, c), (s, d)] = ⟨r| E(|c⟩⟨d|) |s⟩ = ½ Σ over letters of T[p, q] Q[d, c] P[r, s]. */
function fill(given: usize): void {
  memory.fill(choi, 0, 256);
  for (let row: usize = 0; row < 4; row++) {
    for (let column: usize = 0; column < 4; column++) {
      let sumRe: f64 = 0;
      let sumIm: f64 = 0;
      for (let p: usize = 0; p < 4; p++) {
        for (let q: usize = 0; q < 4; q++) {
          const t = 0.5 * load<f64>(given + 32 * p + 8 * q);
          if (t == 0) continue;
          entry(q, column & 1, row & 1);
          const a = re;
          const b = im;
          entry(p, row >> 1, column >> 1);
          sumRe += t * (a * re - b * im);
          sumIm += t * (a * im + b * re);
        }
      }
      store<f64>(choi + 64 * row + 16 * column, sumRe);
      store<f64>(choi + 64 * row + 16 * column, sumIm, 8);
    }
  }
}
