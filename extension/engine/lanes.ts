// One amplitude in a register, real part first, the same source for f64 and f32.
// In f64 a register holds one amplitude; in f32 it holds two, and `get`/`put` use the lower one.

/** Read the amplitude at `pointer`. */
@inline
export function get<T extends number>(pointer: usize): v128 {
  return sizeof<T>() == 8 ? v128.load(pointer) : v128.load64_zero(pointer);
}

/** Write the amplitude `value` at `pointer`. */
@inline
export function put<T extends number>(pointer: usize, value: v128): void {
  if (sizeof<T>() == 8) v128.store(pointer, value);
  else v128.store64_lane(pointer, value, 0);
}

/** The register (even, odd, even, odd, …). */
@inline
export function alternate<T extends number>(even: f64, odd: f64): v128 {
  if (sizeof<T>() == 8) return f64x2.replace_lane(f64x2.splat(even), 1, odd);
  return f32x4.replace_lane(f32x4.replace_lane(f32x4.splat(<f32>even), 1, <f32>odd), 3, <f32>odd);
}

/** Real and imaginary parts exchanged. */
@inline
export function swap<T extends number>(value: v128): v128 {
  return sizeof<T>() == 8
    ? v128.shuffle<f64>(value, value, 1, 0)
    : v128.shuffle<f32>(value, value, 1, 0, 3, 2);
}

/** `value` times the number with registers `re` = (c, c) and `im` = (-d, d). */
@inline
export function times<T extends number>(value: v128, re: v128, im: v128): v128 {
  return v128.add<T>(v128.mul<T>(value, re), v128.mul<T>(swap<T>(value), im));
}

/** The lower amplitude in double precision, whatever T. */
@inline
export function wide<T extends number>(value: v128): v128 {
  return sizeof<T>() == 8 ? value : f64x2.promote_low_f32x4(value);
}

/** Bytes of one amplitude. */
@inline
export function stride<T extends number>(): u32 {
  return 2 * <u32>sizeof<T>();
}

/** Sum of the two f64 lanes. */
@inline
export function total(value: v128): f64 {
  return f64x2.extract_lane(value, 0) + f64x2.extract_lane(value, 1);
}

/** The next number above `k` that has zeros where `fixed` has ones. */
@inline
export function next(k: u32, fixed: u32): u32 {
  return ((k | fixed) + 1) & ~fixed;
}

/** -1 where an odd number of bits of `mask` is set in `index`, else +1. */
@inline
export function sign(index: u32, mask: u32): f64 {
  return 1.0 - 2.0 * <f64>(popcnt(index & mask) & 1);
}
