// Walsh–Hadamard transforms in place: Σ_z (-1)^parity(z & i) table[z] for every i.

/** Of 2^bits real numbers. */
export function walsh(table: usize, bits: u32): void {
  const end = table + (<usize>8 << bits);
  for (let bit: u32 = 0; bit < bits; bit++) {
    const half: usize = <usize>8 << bit;
    for (let high = table; high < end; high += half << 1) {
      for (let p = high; p < high + half; p += 8) {
        const a = load<f64>(p);
        const b = load<f64>(p + half);
        store<f64>(p, a + b);
        store<f64>(p + half, a - b);
      }
    }
  }
}

/** Of 2^bits pairs of them, two bits in one pass. */
export function walshPairs(table: usize, bits: u32): void {
  const end = table + (<usize>16 << bits);
  let bit: u32 = 0;
  if (bits & 1) {
    for (let p = table; p < end; p += 32) {
      const a = v128.load(p);
      const b = v128.load(p, 16);
      v128.store(p, f64x2.add(a, b));
      v128.store(p, f64x2.sub(a, b), 16);
    }
    bit = 1;
  }
  for (; bit < bits; bit += 2) {
    const half: usize = <usize>16 << bit;
    for (let high = table; high < end; high += half << 2) {
      for (let p = high; p < high + half; p += 16) {
        const q = p + (half << 1);
        const a = v128.load(p);
        const b = v128.load(p + half);
        const c = v128.load(q);
        const d = v128.load(q + half);
        const ab = f64x2.add(a, b);
        const cd = f64x2.add(c, d);
        const a_b = f64x2.sub(a, b);
        const c_d = f64x2.sub(c, d);
        v128.store(p, f64x2.add(ab, cd));
        v128.store(p + half, f64x2.add(a_b, c_d));
        v128.store(q, f64x2.sub(ab, cd));
        v128.store(q + half, f64x2.sub(a_b, c_d));
      }
    }
  }
}
