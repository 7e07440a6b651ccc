// A run of one-qubit gates as e^{iγ} RZ(φ) RY(θ) RZ(λ), or e^{iγ} RX(θ) where it is one.

import { angle, constant, Kind, matrixAt, operation } from "./program";

export const AXIS_Y: u32 = 0;
export const AXIS_X: u32 = 1;

export let lambda: f64 = 0;
export let theta: f64 = 0;
export let phi: f64 = 0;
export let gamma: f64 = 0;
export let axis: u32 = AXIS_Y;

/** The product so far: entries by rows, real and imaginary. */
let r00: f64 = 1;
let i00: f64 = 0;
let r01: f64 = 0;
let i01: f64 = 0;
let r10: f64 = 0;
let i10: f64 = 0;
let r11: f64 = 1;
let i11: f64 = 0;

const TINY: f64 = 1e-15;

/** Multiply the gates in order and find the angles; `fixed` ones may also come out as an RX. */
export function multiply(operations: Array<u32>, fixed: bool): void {
  identity();
  for (let k = 0; k < operations.length; k++) append(unchecked(operations[k]), fixed);
  axis = AXIS_Y;
  const upright = r00 * r00 + i00 * i00 >= r10 * r10 + i10 * i10;
  theta = 2 * NativeMath.atan2(
    NativeMath.sqrt(r10 * r10 + i10 * i10), NativeMath.sqrt(r00 * r00 + i00 * i00),
  );
  let sum: f64;
  let difference: f64;
  if (upright) {
    // m11 = m00 e^{i(φ+λ)}, m00 = e^{iγ - i(φ+λ)/2} cos(θ/2)
    sum = NativeMath.atan2(i11 * r00 - r11 * i00, r11 * r00 + i11 * i00);
    gamma = NativeMath.atan2(i00, r00) + 0.5 * sum;
    difference = theta > TINY ? 2 * (NativeMath.atan2(i10, r10) - gamma) : 0;
  } else {
    // m10 = -m01 e^{i(φ-λ)}, m10 = e^{iγ + i(φ-λ)/2} sin(θ/2)
    difference = NativeMath.atan2(r10 * i01 - i10 * r01, -r10 * r01 - i10 * i01);
    gamma = NativeMath.atan2(i10, r10) - 0.5 * difference;
    const flat = r00 * r00 + i00 * i00 < TINY * TINY;
    sum = flat ? 0 : 2 * (gamma - NativeMath.atan2(i00, r00));
  }
  phi = 0.5 * (sum + difference);
  lambda = 0.5 * (sum - difference);
  if (!fixed) return;
  // RX(θ) = RZ(-π/2) RY(θ) RZ(π/2); as RY the other way round it is RX(-θ).
  if (nearly(phi + 0.5 * Math.PI) && nearly(lambda - 0.5 * Math.PI)) {
    axis = AXIS_X;
    phi = lambda = 0;
  } else if (nearly(phi - 0.5 * Math.PI) && nearly(lambda + 0.5 * Math.PI)) {
    axis = AXIS_X;
    theta = -theta;
    phi = lambda = 0;
  }
  if (nearly(phi)) phi = 0;
  if (nearly(lambda)) lambda = 0;
}

@inline
function nearly(value: f64): bool {
  return NativeMath.abs(value) < 4 * TINY;
}

function identity(): void {
  r00 = r11 = 1;
  i00 = r01 = i01 = r10 = i10 = i11 = 0;
}

/** Multiply one gate from the left. */
function append(number: u32, fixed: bool): void {
  const op = operation(number);
  let c: f64 = 1;
  let s: f64 = 0;
  if (op.kind <= Kind.PHASE) {
    const value = fixed ? constant(op.source) : angle(op.source);
    NativeMath.sincos(op.kind == Kind.ROTATION ? 0.5 * value : value);
    c = NativeMath.sincos_cos;
    s = NativeMath.sincos_sin;
  }
  if (op.kind == Kind.MATRIX) {
    const m = matrixAt(op.source);
    left(
      load<f64>(m), load<f64>(m, 8), load<f64>(m, 16), load<f64>(m, 24),
      load<f64>(m, 32), load<f64>(m, 40), load<f64>(m, 48), load<f64>(m, 56),
    );
  } else if (op.kind == Kind.FLIP) {
    left(0, 0, 1, 0, 1, 0, 0, 0);
  } else if (op.kind == Kind.PHASE) {
    if (op.value) left(1, 0, 0, 0, 0, 0, c, s);
    else left(c, s, 0, 0, 0, 0, 1, 0);
  } else if (op.x == 0) {
    left(c, -s, 0, 0, 0, 0, c, s);
  } else if (op.z) {
    left(c, 0, -s, 0, s, 0, c, 0);
  } else {
    left(c, 0, 0, -s, 0, -s, c, 0);
  }
}

function left(
  a: f64, ai: f64, b: f64, bi: f64, c: f64, ci: f64, d: f64, di: f64,
): void {
  const p00 = a * r00 - ai * i00 + b * r10 - bi * i10;
  const q00 = a * i00 + ai * r00 + b * i10 + bi * r10;
  const p01 = a * r01 - ai * i01 + b * r11 - bi * i11;
  const q01 = a * i01 + ai * r01 + b * i11 + bi * r11;
  const p10 = c * r00 - ci * i00 + d * r10 - di * i10;
  const q10 = c * i00 + ci * r00 + d * i10 + di * r10;
  const p11 = c * r01 - ci * i01 + d * r11 - di * i11;
  const q11 = c * i01 + ci * r01 + d * i11 + di * r11;
  r00 = p00;
  i00 = q00;
  r01 = p01;
  i01 = q01;
  r10 = p10;
  i10 = q10;
  r11 = p11;
  i11 = q11;
}

export let axisX: f64 = 0;
export let axisY: f64 = 0;
export let axisZ: f64 = 0;

/**
 * The axis of gate `k` of a run as seen behind RY(θ) RZ(λ): with `x`, `y`, `z` the Pauli inner products
 * there, the gate's derivative is their dot product with it.
 */
export function carryAxis(operations: Array<u32>, k: i32, lambda: f64, theta: f64): void {
  identity();
  for (let j = 0; j < k; j++) append(unchecked(operations[j]), false);
  const op = operation(unchecked(operations[k]));
  // B† P B for the product B so far, by its columns.
  if (op.x == 0) {
    axisZ = r00 * r00 + i00 * i00 - r10 * r10 - i10 * i10;
    // (B† Z B)_01 = conj(b00) b01 - conj(b10) b11 = x - iy
    axisX = r00 * r01 + i00 * i01 - r10 * r11 - i10 * i11;
    axisY = -(r00 * i01 - i00 * r01 - r10 * i11 + i10 * r11);
  } else if (op.z == 0) {
    axisZ = 2 * (r00 * r10 + i00 * i10);
    // conj(b00) b11 + conj(b10) b01
    axisX = r00 * r11 + i00 * i11 + r10 * r01 + i10 * i01;
    axisY = -(r00 * i11 - i00 * r11 + r10 * i01 - i10 * r01);
  } else {
    // Y = [[0, -i], [i, 0]]: (0,0) is 2 Im(conj(b00) b10), (0,1) is -i conj(b00) b11 + i conj(b10) b01
    axisZ = 2 * (r00 * i10 - i00 * r10);
    axisX = r00 * i11 - i00 * r11 - (r10 * i01 - i10 * r01);
    axisY = r00 * r11 + i00 * i11 - (r10 * r01 + i10 * i01);
  }
  NativeMath.sincos(lambda);
  const x = axisX * NativeMath.sincos_cos - axisY * NativeMath.sincos_sin;
  axisY = axisX * NativeMath.sincos_sin + axisY * NativeMath.sincos_cos;
  NativeMath.sincos(theta);
  axisX = x * NativeMath.sincos_cos + axisZ * NativeMath.sincos_sin;
  axisZ = axisZ * NativeMath.sincos_cos - x * NativeMath.sincos_sin;
}
