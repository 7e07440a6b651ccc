// The diagonal part of H ψ and its single X terms, three wires at a time: what a pass reads and writes counts most.

/** Terms whose wires lie inside a block are added block by block. */
const BLOCK: usize = 1 << 18;

/**
 * `result` = (diagonal + single X terms) ψ, of `bytes` bytes.
 *
 * `diagonal` holds eigenvalues (f64 each), or is 0; `terms` wires (u32, padded) and coefficients (f64), by wire.
 */
export function beginWithFlips(
  psi: usize, result: usize, bytes: usize, diagonal: usize, terms: usize, count: u32,
): void {
  const block = min(bytes, BLOCK);
  const joins = diagonal != 0 && count >= 3 && fits(terms, 0, count, block);
  for (let start: usize = 0; start < bytes; start += block) {
    const table = diagonal + (start >> 1);
    if (diagonal == 0) memory.fill(result + start, 0, block);
    else if (!joins) weigh(psi + start, result + start, block, table);
    for (let k: u32 = 0; k < count; k += 3) {
      if (fits(terms, k, count, block)) {
        add(psi + start, result + start, block, terms, k, count, joins && k == 0 ? table : 0);
      }
    }
  }
  for (let k: u32 = 0; k < count; k += 3) {
    if (!fits(terms, k, count, block)) add(psi, result, bytes, terms, k, count, 0);
  }
}

/** Do the wires of the terms from `k` on, three or the last, lie inside a block? */
@inline
function fits(terms: usize, k: u32, count: u32, block: usize): bool {
  const last = min(k + 2, count - 1);
  return (<usize>32 << load<u32>(terms + (<usize>last << 4))) <= block;
}

function weigh(psi: usize, result: usize, bytes: usize, table: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(result + i, f64x2.mul(v128.load(psi + i), v128.load64_splat(table + (i >> 1))));
  }
}

/** Add the terms from `k` on, three or the last; with a `table` of eigenvalues start with these. */
function add(psi: usize, result: usize, bytes: usize, terms: usize, k: u32, count: u32, table: usize): void {
  const at = terms + (<usize>k << 4);
  const p = load<u32>(at);
  const cp = load<f64>(at, 8);
  if (k + 1 == count) {
    addOne(psi, result, bytes, p, cp);
    return;
  }
  const q = load<u32>(at, 16);
  const cq = load<f64>(at, 24);
  if (k + 2 == count) {
    addTwo(psi, result, bytes, p, cp, q, cq);
    return;
  }
  const r = load<u32>(at, 32);
  const cr = load<f64>(at, 40);
  if (table) addThree(true, psi, result, bytes, p, cp, q, cq, r, cr, table);
  else addThree(false, psi, result, bytes, p, cp, q, cq, r, cr, 0);
}

function addOne(psi: usize, result: usize, bytes: usize, p: u32, c: f64): void {
  const near: usize = <usize>16 << p;
  const k = f64x2.splat(c);
  for (let high: usize = 0; high < bytes; high += near << 1) {
    for (let i = high; i < high + near; i += 16) {
      const r = result + i;
      const s = r + near;
      v128.store(r, f64x2.add(v128.load(r), f64x2.mul(k, v128.load(psi + i + near))));
      v128.store(s, f64x2.add(v128.load(s), f64x2.mul(k, v128.load(psi + i))));
    }
  }
}

function addTwo(
  psi: usize, result: usize, bytes: usize, p: u32, cp: f64, q: u32, cq: f64,
): void {
  const near: usize = <usize>16 << p;
  const far: usize = <usize>16 << q;
  const k = f64x2.splat(cp);
  const l = f64x2.splat(cq);
  for (let high: usize = 0; high < bytes; high += far << 1) {
    for (let middle = high; middle < high + far; middle += near << 1) {
      for (let i = middle; i < middle + near; i += 16) {
        const a = v128.load(psi + i);
        const b = v128.load(psi + i + near);
        const c = v128.load(psi + i + far);
        const d = v128.load(psi + i + near + far);
        const r0 = result + i;
        const r1 = r0 + near;
        const r2 = r0 + far;
        const r3 = r1 + far;
        v128.store(r0, f64x2.add(v128.load(r0), f64x2.add(f64x2.mul(k, b), f64x2.mul(l, c))));
        v128.store(r1, f64x2.add(v128.load(r1), f64x2.add(f64x2.mul(k, a), f64x2.mul(l, d))));
        v128.store(r2, f64x2.add(v128.load(r2), f64x2.add(f64x2.mul(k, d), f64x2.mul(l, a))));
        v128.store(r3, f64x2.add(v128.load(r3), f64x2.add(f64x2.mul(k, c), f64x2.mul(l, b))));
      }
    }
  }
}

/** What an amplitude begins with: its eigenvalue times ψ, or what is there. */
@inline
function before(starts: bool, value: v128, result: usize, table: usize): v128 {
  return starts ? f64x2.mul(value, v128.load64_splat(table)) : v128.load(result);
}

@inline
function sum(a: v128, k: v128, b: v128, l: v128, c: v128, m: v128, d: v128): v128 {
  return f64x2.add(f64x2.add(a, f64x2.mul(k, b)), f64x2.add(f64x2.mul(l, c), f64x2.mul(m, d)));
}

@inline
function addThree(
  starts: bool, psi: usize, result: usize, bytes: usize,
  p: u32, cp: f64, q: u32, cq: f64, r: u32, cr: f64, table: usize,
): void {
  const near: usize = <usize>16 << p;
  const far: usize = <usize>16 << q;
  const wide: usize = <usize>16 << r;
  const k = f64x2.splat(cp);
  const l = f64x2.splat(cq);
  const m = f64x2.splat(cr);
  for (let high: usize = 0; high < bytes; high += wide << 1) {
    for (let upper = high; upper < high + wide; upper += far << 1) {
      for (let middle = upper; middle < upper + far; middle += near << 1) {
        for (let i = middle; i < middle + near; i += 16) {
          const i1 = i + near;
          const i2 = i + far;
          const i3 = i2 + near;
          const a = v128.load(psi + i);
          const b = v128.load(psi + i1);
          const c = v128.load(psi + i2);
          const d = v128.load(psi + i3);
          const e = v128.load(psi + i + wide);
          const f = v128.load(psi + i1 + wide);
          const g = v128.load(psi + i2 + wide);
          const h = v128.load(psi + i3 + wide);
          const s = result + wide;
          const t = table + (wide >> 1);
          v128.store(result + i, sum(before(starts, a, result + i, table + (i >> 1)), k, b, l, c, m, e));
          v128.store(result + i1, sum(before(starts, b, result + i1, table + (i1 >> 1)), k, a, l, d, m, f));
          v128.store(result + i2, sum(before(starts, c, result + i2, table + (i2 >> 1)), k, d, l, a, m, g));
          v128.store(result + i3, sum(before(starts, d, result + i3, table + (i3 >> 1)), k, c, l, b, m, h));
          v128.store(s + i, sum(before(starts, e, s + i, t + (i >> 1)), k, f, l, g, m, a));
          v128.store(s + i1, sum(before(starts, f, s + i1, t + (i1 >> 1)), k, e, l, h, m, b));
          v128.store(s + i2, sum(before(starts, g, s + i2, t + (i2 >> 1)), k, h, l, e, m, c));
          v128.store(s + i3, sum(before(starts, h, s + i3, t + (i3 >> 1)), k, g, l, f, m, d));
        }
      }
    }
  }
}
