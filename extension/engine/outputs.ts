// What is read off a state, for a host that has no linear algebra of its own.

import { get, stride, swap, total, wide } from "./lanes";
import { uniform } from "./random";

/** (⟨X⟩, ⟨Y⟩, ⟨Z⟩) of every qubit (3 f64 each) at `result`. */
export function blochVectors<T extends number>(psi: usize, qubits: u32, result: usize): void {
  for (let qubit: u32 = 0; qubit < qubits; qubit++) {
    const half: u32 = 1 << qubit;
    let same = f64x2.splat(0);
    let crossed = f64x2.splat(0);
    let low = f64x2.splat(0);
    let high = f64x2.splat(0);
    for (let start: u32 = 0; start < <u32>1 << qubits; start += half << 1) {
      for (let i = start; i < start + half; i++) {
        const a = wide<T>(get<T>(psi + i * stride<T>()));
        const b = wide<T>(get<T>(psi + (i + half) * stride<T>()));
        same = f64x2.add(same, f64x2.mul(a, b));
        crossed = f64x2.add(crossed, f64x2.mul(swap<f64>(a), b));
        low = f64x2.add(low, f64x2.mul(a, a));
        high = f64x2.add(high, f64x2.mul(b, b));
      }
    }
    const at = result + 24 * <usize>qubit;
    store<f64>(at, 2 * total(same));
    // Im(conj(a) b) is a_re b_im - a_im b_re; `crossed` has (a_im b_re, a_re b_im).
    store<f64>(at, 2 * (f64x2.extract_lane(crossed, 1) - f64x2.extract_lane(crossed, 0)), 8);
    store<f64>(at, total(low) - total(high), 16);
  }
}

/** Density matrix (rows of 2 f64 an entry) of the wires of `mask`, lowest wire the lowest bit. */
export function reducedState<T extends number>(
  psi: usize, qubits: u32, mask: u32, result: usize,
): void {
  const wires = popcnt(mask);
  const side: u32 = 1 << wires;
  memory.fill(result, 0, (<usize>16 << wires) << wires);
  const rest = ((1 << qubits) - 1) & ~mask;
  for (let outer: u32 = 0; ; outer = (outer - rest) & rest) {
    for (let row: u32 = 0; row < side; row++) {
      const a = wide<T>(get<T>(psi + (outer | deposit(row, mask)) * stride<T>()));
      for (let column: u32 = 0; column < side; column++) {
        const b = wide<T>(get<T>(psi + (outer | deposit(column, mask)) * stride<T>()));
        const at = result + (<usize>(row * side + column) << 4);
        const crossed = f64x2.mul(swap<f64>(a), b);
        store<f64>(at, load<f64>(at) + total(f64x2.mul(a, b)));
        const im = f64x2.extract_lane(crossed, 0) - f64x2.extract_lane(crossed, 1);
        store<f64>(at, load<f64>(at, 8) + im, 8);
      }
    }
    if (outer == rest) break;
  }
}

/** Bits of `value` put, in order, where `mask` has bits. */
function deposit(value: u32, mask: u32): u32 {
  let result: u32 = 0;
  for (let rest = mask; rest; rest &= rest - 1) {
    if (value & 1) result |= rest & -rest;
    value >>= 1;
  }
  return result;
}

/** Draw `shots` basis indices (u32 each) from the probabilities (f64) at `table`, which become sums. */
export function sample(table: usize, qubits: u32, shots: u32, result: usize): void {
  const size: u32 = 1 << qubits;
  let sum: f64 = 0;
  for (let i: u32 = 0; i < size; i++) {
    const at = table + (<usize>i << 3);
    sum += load<f64>(at);
    store<f64>(at, sum);
  }
  for (let shot: u32 = 0; shot < shots; shot++) {
    const drawn = uniform() * sum;
    let low: u32 = 0;
    let high: u32 = size - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (load<f64>(table + (<usize>middle << 3)) > drawn) high = middle;
      else low = middle + 1;
    }
    store<u32>(result + (<usize>shot << 2), low);
  }
}
