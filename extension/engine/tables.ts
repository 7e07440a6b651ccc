// Probabilities along a parameter that moves: p(v) = Σ_k e_k(v) p(v_k), the same sum as an energy's. With
// few tables that reads and writes less than mixing a state and squaring it.

import { reserve } from "./memory";
import * as moving from "./moving";
import * as observable from "./observable";
import { qubits } from "./program";

/** Parameters of more states are mixed: N of them have 2N - 1 tables. */
const MOST_STATES: u32 = 4;
/** Sums of many tables are taken in blocks of this many bytes, inside the cache. */
const BLOCK: usize = 1 << 13;

let stored: usize = 0;
let storedBytes: u64 = 0;
let weights: usize = 0;
/** May they be used for the parameter that is held, and do they hold it? */
export let ready: bool = false;
let made: bool = false;

export function forget(): void {
  stored = weights = 0;
  storedBytes = 0;
  ready = made = false;
}

/** What they hold is of no use any more. */
export function spoil(): void {
  ready = made = false;
}

/** Bytes of all tables; 0 for a parameter of one or of many states, and for less than a register. */
function needed<T extends number>(): u64 {
  const each: u64 = <u64>sizeof<T>() << qubits;
  if (each < 16 || moving.states < 2 || moving.states > MOST_STATES) return 0;
  return each * moving.energyNodes();
}

/** Take room for the parameter that was analyzed last, up to `most` bytes. */
export function allocate<T extends number>(most: u32): void {
  const bytes = needed<T>();
  if (ready || bytes == 0 || bytes > <u64>most) return;
  if (weights == 0) weights = reserve(8 * (2 * MOST_STATES - 1));
  if (bytes > storedBytes) {
    stored = reserve(bytes);
    storedBytes = stored ? bytes : 0;
  }
  ready = weights != 0 && stored != 0;
}

/** Make them, unless they are; states are mixed in `room`. */
export function make<T extends number>(room: usize): void {
  if (made) return;
  const count = moving.energyNodes();
  const bytes: usize = sizeof<T>() << qubits;
  for (let k: u32 = 0; k < count; k++) {
    moving.mix<T>(moving.node(count, k), room);
    observable.weigh<T>(room, stored + bytes * k);
  }
  made = true;
}

/** Probabilities at value `v` into `result`. */
export function mix<T extends number>(v: f64, result: usize): void {
  const count = moving.energyNodes();
  const bytes: usize = sizeof<T>() << qubits;
  for (let k: u32 = 0; k < count; k++) {
    store<f64>(weights + (<usize>k << 3), moving.kernel(count, v - moving.node(count, k)));
  }
  const block = count == 3 ? bytes : min(bytes, BLOCK);
  for (let start: usize = 0; start < bytes; start += block) {
    for (let k: u32 = 1; k < count; k += 2) {
      add<T>(k, start, bytes, block, result, k + 2 == count);
    }
  }
}

/** Add tables `k` and `k` + 1 to what is there, which for `k` = 1 is table 0. */
function add<T extends number>(
  k: u32, start: usize, bytes: usize, block: usize, result: usize, last: bool,
): void {
  const base = k == 1 ? stored : result;
  const first = stored + bytes * k;
  const second = first + bytes;
  const w = v128.splat<T>(<T>(k == 1 ? load<f64>(weights) : 1));
  const a = v128.splat<T>(<T>load<f64>(weights + (<usize>k << 3)));
  const b = v128.splat<T>(<T>load<f64>(weights + (<usize>k << 3), 8));
  // What should be 0 may come out just below it.
  const least = v128.splat<T>(<T>(last ? 0 : -Infinity));
  for (let i = start; i < start + block; i += 16) {
    const part = v128.add<T>(
      v128.mul<T>(v128.load(base + i), w),
      v128.add<T>(v128.mul<T>(v128.load(first + i), a), v128.mul<T>(v128.load(second + i), b)),
    );
    v128.store(result + i, v128.pmax<T>(part, least));
  }
}
