// Gradients of a plan by the adjoint method, stage by stage from the last.

import * as euler from "./euler";
import {
  applyOthers, BLOCK, groups, NONE, rotate, rotationOn, schedule, startIm, startPhase, startRe,
} from "./fused";
import { alternate, swap, times, total } from "./lanes";
import { imaginaryPauli } from "./masked";
import { parities, weighParities } from "./parities";
import { AXIS_X, extras, nodes, Rotation, Stage, stages, varies } from "./plan";
import * as program from "./program";
import { angle, Kind, qubits } from "./program";
import { applyRegion } from "./region";
import { innerOne, innerP, innerQ, innerTwo } from "./rotations";

/**
 * Derivatives of the slots' angles. `left` is H ψ, `spare` another buffer; ψ itself is either kept
 * behind every stage at `kept`, or (0) run backward from `psi` with the further buffer `another`.
 *
 * Generators of a layer commute with it and phases with themselves, so both are collected between
 * stages, where no factors are left out.
 */
export function backward(left: usize, spare: usize, kept: usize, psi: usize, another: usize): void {
  const bytes: usize = <usize>16 << qubits;
  memory.fill(program.slotGradient, 0, (<usize>program.slots + extras.length) << 3);
  for (let n = stages.length - 1; n >= 0; n--) {
    const stage = unchecked(stages[n]);
    if (n == 0 && stage.others.length == 0) {
      collectProduct(stage, left, spare);
      break;
    }
    collectLayer(stage, left, kept ? kept + bytes * n : psi);
    if (n == 0) break;
    const scale = schedule<f64>(stage, -1, stage.hasPhases);
    const turns = stage.moved || stage.hasPhases;
    rotate<f64>(left, left);
    applyOthers<f64>(stage, left, true);
    if (turns) applyRegion<f64>(stage, left, stage.moved ? spare : left, scale, true);
    if (stage.moved) {
      const other = left;
      left = spare;
      spare = other;
    }
    if (kept == 0) {
      rotate<f64>(psi, psi);
      applyOthers<f64>(stage, psi, true);
      if (turns) applyRegion<f64>(stage, psi, stage.moved ? another : psi, scale, true);
      if (stage.moved) {
        const other = psi;
        psi = another;
        another = other;
      }
    }
    if (stage.sensitive) collectPhases(stage, left, kept ? kept + bytes * (n - 1) : psi);
  }
  program.chain();
}

/** Add what the phases of a stage contribute, from both states before the stage. */
function collectPhases(stage: Stage, left: usize, right: usize): void {
  weighParities(stage, left, right);
  for (let k = 0; k < stage.partTerm.length; k++) {
    const value = load<f64>(parities + (<usize>unchecked(stage.partTerm[k]) << 3));
    addSlope(unchecked(stage.partAngle[k]), unchecked(stage.partFactor[k]) * value);
  }
}

/** Add what the layer of a stage contributes, from both states behind it. */
function collectLayer(stage: Stage, left: usize, right: usize): void {
  collectRotations(stage, left, right);
  for (let k = 0; k < stage.others.length; k++) {
    const op = program.operation(unchecked(stage.others[k]));
    if (op.kind > Kind.PHASE || !program.moves(op.source)) continue;
    const inner = imaginaryPauli(left, right, qubits, op.mask, op.value, op.x, op.z);
    addSlope(op.source, op.kind == Kind.ROTATION ? inner : -2 * inner);
  }
}

/** A wire's part (u0, u1) of the product state that the first stage makes. */
let u0re: f64 = 0;
let u0im: f64 = 0;
let u1re: f64 = 0;
let u1im: f64 = 0;

function partOf(stage: Stage, wire: u32): void {
  const rotation = rotationOn(stage, wire);
  let c: f64 = 1;
  let s: f64 = 0;
  if (rotation) {
    NativeMath.sincos(0.5 * angle(rotation.angle));
    c = NativeMath.sincos_cos;
    s = NativeMath.sincos_sin;
  }
  const turned = rotation !== null && rotation.axis == AXIS_X;
  const one = ((stage.shift >> wire) & 1) != 0;
  // |0⟩ → (c, s) or (c, -is); |1⟩ → (-s, c) or (-is, c).
  const acrossRe = turned ? 0.0 : one ? -s : s;
  const acrossIm = turned ? -s : 0.0;
  u0re = one ? acrossRe : c;
  u0im = one ? acrossIm : 0;
  u1re = one ? c : acrossRe;
  u1im = one ? 0 : acrossIm;
}

/**
 * What the layer of the first stage contributes, from `left` behind it, which is used up. The other
 * state is a product, so that wires are contracted away from the highest on: two passes in all.
 * `spare` takes the products of the wires below each wire, one after another.
 */
function collectProduct(stage: Stage, left: usize, spare: usize): void {
  startPhase(stage);
  v128.store(spare, alternate<f64>(startRe, startIm));
  // Wire k's prefix of 2^k amplitudes lies at amplitude 2^k - 1.
  for (let wire: u32 = 0; wire + 1 < qubits; wire++) {
    partOf(stage, wire);
    const size: usize = <usize>16 << wire;
    const from = spare + size - 16;
    const to = from + size;
    const re0 = f64x2.splat(u0re);
    const im0 = alternate<f64>(-u0im, u0im);
    const re1 = f64x2.splat(u1re);
    const im1 = alternate<f64>(-u1im, u1im);
    for (let i: usize = 0; i < size; i += 16) {
      const a = v128.load(from + i);
      v128.store(to + i, times<f64>(a, re0, im0));
      v128.store(to + i + size, times<f64>(a, re1, im1));
    }
  }
  for (let wire = <i32>qubits - 1; wire >= 0; wire--) {
    partOf(stage, wire);
    const size: usize = <usize>16 << wire;
    contractWire(left, size, spare + size - 16);
    const rotation = rotationOn(stage, wire);
    if (!rotation || !varies(rotation.angle)) continue;
    // (Y u) = (-i u1, i u0), (X u) = (u1, u0), (Z u) = (u0, -u1)
    const y = -(u1re * s0re - u1im * s0im) + (u0re * s1re - u0im * s1im);
    const x = u1re * s0im + u1im * s0re + u0re * s1im + u0im * s1re;
    const z = u0re * s0im + u0im * s0re - u1re * s1im - u1im * s1re;
    share(rotation, rotation.axis == AXIS_X ? x : y, x, z);
  }
}

/** Σ conj(left) prefix over the amplitudes with the wire 0, and with it 1. */
let s0re: f64 = 0;
let s0im: f64 = 0;
let s1re: f64 = 0;
let s1im: f64 = 0;

/** Those sums, and `left` contracted with the wire's part: half as many amplitudes stay. */
function contractWire(left: usize, size: usize, prefix: usize): void {
  // conj(u) for `left`, whose conjugate is what is meant.
  const re0 = f64x2.splat(u0re);
  const im0 = alternate<f64>(u0im, -u0im);
  const re1 = f64x2.splat(u1re);
  const im1 = alternate<f64>(u1im, -u1im);
  let same0 = f64x2.splat(0);
  let crossed0 = f64x2.splat(0);
  let same1 = f64x2.splat(0);
  let crossed1 = f64x2.splat(0);
  for (let i: usize = 0; i < size; i += 16) {
    const a = v128.load(left + i);
    const b = v128.load(left + i + size);
    const p = v128.load(prefix + i);
    const q = swap<f64>(p);
    same0 = f64x2.add(same0, f64x2.mul(a, p));
    crossed0 = f64x2.add(crossed0, f64x2.mul(a, q));
    same1 = f64x2.add(same1, f64x2.mul(b, p));
    crossed1 = f64x2.add(crossed1, f64x2.mul(b, q));
    v128.store(left + i, f64x2.add(times<f64>(a, re0, im0), times<f64>(b, re1, im1)));
  }
  s0re = total(same0);
  s0im = f64x2.extract_lane(crossed0, 0) - f64x2.extract_lane(crossed0, 1);
  s1re = total(same1);
  s1im = f64x2.extract_lane(crossed1, 0) - f64x2.extract_lane(crossed1, 1);
}

/** Inner products of moving rotations, in pairs: axis, p, q (u32; q = ~0 for one), two sums (f64). */
const PAIR: usize = 32;

function collectRotations(stage: Stage, left: usize, right: usize): void {
  const rotations = stage.rotations;
  const bytes: usize = <usize>16 << qubits;
  let count: u32 = 0;
  let open = false;
  for (let k = 0; k < rotations.length; k++) {
    const rotation = unchecked(rotations[k]);
    if (!varies(rotation.angle)) continue;
    const last = groups + PAIR * (count - 1);
    if (open && load<u32>(last) == rotation.axis) {
      store<u32>(last, rotation.wire, 8);
      open = false;
    } else {
      const at = groups + PAIR * count;
      count += 1;
      store<u32>(at, rotation.axis);
      store<u32>(at, rotation.wire, 4);
      store<u32>(at, NONE, 8);
      store<f64>(at, 0, 16);
      store<f64>(at, 0, 24);
      open = true;
    }
  }
  // Pairs of low wires block by block, so that both states stay in the cache.
  const block = min(bytes, BLOCK);
  for (let start: usize = 0; start < bytes; start += block) {
    for (let k: u32 = 0; k < count; k++) innerPair(groups + PAIR * k, left + start, right + start, block);
  }
  if (block < bytes) {
    for (let k: u32 = 0; k < count; k++) {
      const at = groups + PAIR * k;
      if (!reaches(at, block)) innerWhole(at, left, right, bytes);
    }
  }
  let k = 0;
  for (let pair: u32 = 0; pair < count; pair++) {
    const at = groups + PAIR * pair;
    while (!varies(unchecked(rotations[k]).angle)) k++;
    slope(unchecked(rotations[k++]), left, right, load<f64>(at, 16));
    if (load<u32>(at, 8) == NONE) continue;
    while (!varies(unchecked(rotations[k]).angle)) k++;
    slope(unchecked(rotations[k++]), left, right, load<f64>(at, 24));
  }
}

/** Do both wires of a pair lie inside a block? */
@inline
function reaches(at: usize, block: usize): bool {
  const q = load<u32>(at, 8);
  return (<usize>32 << (q == NONE ? load<u32>(at, 4) : q)) <= block;
}

@inline
function innerPair(at: usize, left: usize, right: usize, block: usize): void {
  if (reaches(at, block)) innerWhole(at, left, right, block);
}

function innerWhole(at: usize, left: usize, right: usize, bytes: usize): void {
  const q = load<u32>(at, 8);
  if (q == NONE) {
    const inner = innerOne(load<u32>(at), left, right, bytes, load<u32>(at, 4));
    store<f64>(at, load<f64>(at, 16) + inner, 16);
    return;
  }
  innerTwo(load<u32>(at), left, right, bytes, load<u32>(at, 4), q);
  store<f64>(at, load<f64>(at, 16) + innerP, 16);
  store<f64>(at, load<f64>(at, 24) + innerQ, 24);
}

@inline
function addSlope(index: u32, value: f64): void {
  const at = program.slotGradient + (<usize>index << 3);
  store<f64>(at, load<f64>(at) + value);
}

/** Give an inner product to a rotation; for one that stands for a run, find the other two. */
function slope(rotation: Rotation, left: usize, right: usize, inner: f64): void {
  if (rotation.node < 0) {
    addSlope(rotation.angle, inner);
    return;
  }
  const wire = rotation.wire;
  const x = innerOne(AXIS_X, left, right, <usize>16 << qubits, wire);
  share(rotation, inner, x, imaginaryPauli(left, right, qubits, 0, 0, 0, 1 << wire));
}

/** Give inner products to a rotation, or to the gates of the run that it stands for. */
function share(rotation: Rotation, inner: f64, x: f64, z: f64): void {
  if (rotation.node < 0) {
    addSlope(rotation.angle, inner);
    return;
  }
  const node = unchecked(nodes[rotation.node]);
  for (let k = 0; k < node.operations.length; k++) {
    const op = program.operation(unchecked(node.operations[k]));
    if (op.kind > Kind.PHASE || !program.moves(op.source)) continue;
    euler.carryAxis(node.operations, k, angle(node.lambda), angle(node.theta));
    const value = euler.axisX * x + euler.axisY * inner + euler.axisZ * z;
    addSlope(op.source, op.kind == Kind.PHASE && op.value == 0 ? -value : value);
  }
}
