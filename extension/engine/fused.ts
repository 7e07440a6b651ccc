// Runs a plan.
//
// The first stage starts from |0…0⟩, so its permutation and phases are one basis state and its
// rotations make a product state. cos(θ/2) factors that the rotations of a stage leave out are put into
// the stage's phases beforehand.

import { apply } from "./direct";
import * as euler from "./euler";
import { alternate, get, put, stride, times } from "./lanes";
import { reserve } from "./memory";
import * as parities from "./parities";
import { AXIS_X, AXIS_Y, extras, nodes, Rotation, Stage, stages } from "./plan";
import * as program from "./program";
import { angle, Kind, qubits } from "./program";
import { applyRegion } from "./region";
import * as region from "./region";
import { rotateOne, rotateTwo } from "./rotations";

/** Groups of one or two rotations: full, axis, p, q (u32; q = ~0 for one), cp, sp, cq, sq (f64). */
const GROUP: usize = 48;
export const NONE: u32 = 0xffff_ffff;
export let groups: usize = 0;
let groupCount: u32 = 0;
/** States larger than this are rotated block by block on their low wires, inside the cache. */
export const BLOCK: usize = 1 << 18;

export function allocate(): bool {
  groups = reserve(GROUP * <u64>(qubits + 1));
  if (groups == 0 || !region.allocate() || !parities.allocate()) return false;
  for (let k = 0; k < extras.length; k++) {
    store<f64>(program.angles + ((program.slots + k) << 3), extras[k]);
  }
  return true;
}

/** Angles of slots, then of runs. */
export function bind(): void {
  program.bind();
  for (let k = 0; k < nodes.length; k++) {
    const node = unchecked(nodes[k]);
    euler.multiply(node.operations, false);
    setAngle(node.lambda, euler.lambda);
    setAngle(node.theta, euler.theta);
    setAngle(node.phi, euler.phi);
    setAngle(node.gamma, euler.gamma);
  }
}

@inline
function setAngle(index: u32, value: f64): void {
  store<f64>(program.angles + (<usize>index << 3), value);
}

/**
 * Put a stage's rotations, or their inverses, into groups. Returns the factor that is left out; when
 * it cannot be given back elsewhere (`fold` false) the last group takes it.
 */
export function schedule<T extends number>(stage: Stage, sense: f64, fold: bool): f64 {
  const steep = NativeMath.pow(2, (sizeof<T>() == 8 ? 400.0 : 40.0) / <f64>qubits);
  const rotations = stage.rotations;
  let scale: f64 = 1;
  groupCount = 0;
  let k = 0;
  while (k < rotations.length) {
    const first = unchecked(rotations[k]);
    NativeMath.sincos(0.5 * sense * angle(first.angle));
    const cp = NativeMath.sincos_cos;
    const sp = NativeMath.sincos_sin;
    const at = groups + GROUP * groupCount;
    groupCount += 1;
    let full = Math.abs(sp) > steep * Math.abs(cp);
    let cq: f64 = 1;
    let sq: f64 = 0;
    let q = NONE;
    k += 1;
    if (k < rotations.length && unchecked(rotations[k]).axis == first.axis) {
      const second = unchecked(rotations[k]);
      NativeMath.sincos(0.5 * sense * angle(second.angle));
      cq = NativeMath.sincos_cos;
      sq = NativeMath.sincos_sin;
      if (Math.abs(sq) > steep * Math.abs(cq)) full = true;
      q = second.wire;
      k += 1;
    }
    let c = cp;
    let s = sp;
    if (k == rotations.length && !fold && !(full && scale == 1)) {
      full = true;
      c *= scale;
      s *= scale;
      scale = 1;
    }
    if (!full) scale *= cp * cq;
    store<u32>(at, full);
    store<u32>(at, first.axis, 4);
    store<u32>(at, first.wire, 8);
    store<u32>(at, q, 12);
    store<f64>(at, c, 16);
    store<f64>(at, full ? s : s / cp, 24);
    store<f64>(at, cq, 32);
    store<f64>(at, full ? sq : sq / cq, 40);
  }
  return scale;
}

@inline
function rotateGroup<T extends number>(at: usize, source: usize, target: usize, bytes: usize): void {
  const full = load<u32>(at) != 0;
  const axis = load<u32>(at, 4);
  const p = load<u32>(at, 8);
  const q = load<u32>(at, 12);
  const c = load<f64>(at, 16);
  const s = load<f64>(at, 24);
  if (q == NONE) rotateOne<T>(full, axis, source, target, bytes, p, c, s);
  else {
    rotateTwo<T>(full, axis, source, target, bytes, p, c, s, q, load<f64>(at, 32), load<f64>(at, 40));
  }
}

/** Is a group's highest wire inside a block? */
@inline
function isInside<T extends number>(at: usize): bool {
  const q = load<u32>(at, 12);
  const top = q == NONE ? load<u32>(at, 8) : q;
  return (<usize>stride<T>() << (top + 1)) <= BLOCK;
}

/** Apply the groups, from `source` to `target`. */
export function rotate<T extends number>(source: usize, target: usize): void {
  const bytes: usize = <usize>stride<T>() << qubits;
  if (bytes <= BLOCK) {
    for (let g: u32 = 0; g < groupCount; g++) {
      rotateGroup<T>(groups + GROUP * g, source, target, bytes);
      source = target;
    }
    return;
  }
  let low: u32 = 0;
  for (let g: u32 = 0; g < groupCount; g++) if (isInside<T>(groups + GROUP * g)) low += 1;
  if (low) {
    for (let block: usize = 0; block < bytes; block += BLOCK) {
      let from = source + block;
      for (let g: u32 = 0; g < groupCount; g++) {
        const at = groups + GROUP * g;
        if (!isInside<T>(at)) continue;
        rotateGroup<T>(at, from, target + block, BLOCK);
        from = target + block;
      }
    }
    source = target;
  }
  for (let g: u32 = 0; g < groupCount; g++) {
    const at = groups + GROUP * g;
    if (isInside<T>(at)) continue;
    rotateGroup<T>(at, source, target, bytes);
    source = target;
  }
}

export let startRe: f64 = 1;
export let startIm: f64 = 0;

/** Phase that the first stage gives its basis state `stage.shift`. */
export function startPhase(stage: Stage): void {
  let sum: f64 = 0;
  for (let k = 0; k < stage.partTerm.length; k++) {
    const mask = unchecked(stage.masks[unchecked(stage.partTerm[k])]);
    const part = unchecked(stage.partFactor[k]) * angle(unchecked(stage.partAngle[k]));
    sum += stage.after && popcnt(mask & stage.shift) & 1 ? -part : part;
  }
  NativeMath.sincos(-0.5 * sum);
  startRe = NativeMath.sincos_cos;
  startIm = NativeMath.sincos_sin;
}

/** The rotation of a stage's layer on one wire, or none. */
export function rotationOn(stage: Stage, wire: u32): Rotation | null {
  for (let k = 0; k < stage.rotations.length; k++) {
    if (unchecked(stage.rotations[k]).wire == wire) return unchecked(stage.rotations[k]);
  }
  return null;
}

/** `size` bytes at `target` times `low` in place, and times `high` right behind. */
@inline
function doubleReal<T extends number>(target: usize, size: usize, low: f64, high: f64): void {
  const first = alternate<T>(low, low);
  const second = alternate<T>(high, high);
  for (let i: usize = 0; i < size; i += 16) {
    const a = v128.load(target + i);
    v128.store(target + i, v128.mul<T>(a, first));
    v128.store(target + i + size, v128.mul<T>(a, second));
  }
}

/** The product state that the first stage's rotations make of its basis state. */
function product<T extends number>(stage: Stage, target: usize): void {
  startPhase(stage);
  put<T>(target, alternate<T>(startRe, startIm));
  for (let wire: u32 = 0; wire < qubits; wire++) {
    const size: usize = <usize>stride<T>() << wire;
    const one = (stage.shift >> wire) & 1;
    const rotation = rotationOn(stage, wire);
    let c: f64 = 1;
    let s: f64 = 0;
    let axis = AXIS_Y;
    if (rotation) {
      NativeMath.sincos(0.5 * angle(rotation.angle));
      c = NativeMath.sincos_cos;
      s = NativeMath.sincos_sin;
      axis = rotation.axis;
    }
    if (axis == AXIS_Y && size >= 16) {
      doubleReal<T>(target, size, one ? -s : c, one ? c : s);
      continue;
    }
    // Column of the rotation: |0⟩ → (c, s) or (c, -is); |1⟩ → (-s, c) or (-is, c).
    const across = axis == AXIS_X ? 0.0 : one ? -s : s;
    const turned = axis == AXIS_X ? -s : 0.0;
    const straight = alternate<T>(c, c);
    const re = alternate<T>(across, across);
    const im = alternate<T>(-turned, turned);
    const wide: usize = sizeof<T>() == 4 && size < 16 ? 8 : 16;
    for (let i: usize = 0; i < size; i += wide) {
      const a = wide == 8 ? v128.load64_zero(target + i) : v128.load(target + i);
      const stay = v128.mul<T>(a, straight);
      const leave = times<T>(a, re, im);
      if (wide == 8) {
        v128.store64_lane(target + i, one ? leave : stay, 0);
        v128.store64_lane(target + i + size, one ? stay : leave, 0);
      } else {
        v128.store(target + i, one ? leave : stay);
        v128.store(target + i + size, one ? stay : leave);
      }
    }
  }
}

export function applyOthers<T extends number>(stage: Stage, psi: usize, back: bool): void {
  for (let k = 0; k < stage.others.length; k++) {
    apply<T>(psi, program.operation(unchecked(stage.others[k])), back);
  }
}

/** Run the bound plan with two buffers; returns the one that holds the state. */
export function run<T extends number>(a: usize, b: usize): usize {
  return runStages<T>(a, b, 0, stages.length);
}

/** Run stages `from` up to `end`; the state behind those before is in `a`. */
export function runStages<T extends number>(a: usize, b: usize, from: i32, end: i32): usize {
  for (let n = from; n < end; n++) {
    const stage = unchecked(stages[n]);
    if (n == 0) {
      product<T>(stage, a);
      applyOthers<T>(stage, a, false);
      continue;
    }
    const scale = schedule<T>(stage, 1, stage.hasPhases);
    if (stage.moved) {
      applyRegion<T>(stage, a, b, scale, false);
      const other = a;
      a = b;
      b = other;
    } else if (stage.hasPhases) {
      applyRegion<T>(stage, a, a, scale, false);
    }
    rotate<T>(a, a);
    applyOthers<T>(stage, a, false);
  }
  return a;
}

/** The first stage that a parameter moves; all of them when it moves none. */
export function firstMovedBy(parameter: u32): i32 {
  for (let n = 0; n < stages.length; n++) {
    const stage = unchecked(stages[n]);
    for (let k = 0; k < stage.partAngle.length; k++) {
      const slot = unchecked(stage.partAngle[k]);
      if (slot < program.slots && program.coefficientOf(slot, parameter) != 0) return n;
    }
    for (let k = 0; k < stage.rotations.length; k++) {
      const rotation = unchecked(stage.rotations[k]);
      if (rotation.angle < program.slots && program.coefficientOf(rotation.angle, parameter) != 0) {
        return n;
      }
      if (rotation.node >= 0 && anyMoves(unchecked(nodes[rotation.node]).operations, parameter)) {
        return n;
      }
    }
    if (anyMoves(stage.others, parameter)) return n;
  }
  return stages.length;
}

function anyMoves(operations: Array<u32>, parameter: u32): bool {
  for (let k = 0; k < operations.length; k++) {
    const op = program.operation(unchecked(operations[k]));
    if (op.kind <= Kind.PHASE && program.coefficientOf(op.source, parameter) != 0) return true;
  }
  return false;
}

/** About how many passes over the state running from a stage on takes. */
export function passesFrom(from: i32): u32 {
  let passes: u32 = 0;
  for (let n = from; n < stages.length; n++) {
    const stage = unchecked(stages[n]);
    passes += (stage.rotations.length + 1) / 2 + stage.others.length;
    if (stage.moved || stage.hasPhases) passes += 3;
  }
  return passes;
}

/** How many state buffers keeping the state behind every stage takes. */
export function keptStates(): u32 {
  return stages.length;
}

/** As `run`, and keep the state behind every stage at `kept`; the last is the result. */
export function runKeeping(kept: usize): usize {
  const bytes: usize = <usize>16 << qubits;
  const first = unchecked(stages[0]);
  product<f64>(first, kept);
  applyOthers<f64>(first, kept, false);
  let before = kept;
  for (let n = 1; n < stages.length; n++) {
    const stage = unchecked(stages[n]);
    const here = before + bytes;
    const scale = schedule<f64>(stage, 1, stage.hasPhases);
    if (stage.moved || stage.hasPhases) {
      applyRegion<f64>(stage, before, here, scale, false);
      rotate<f64>(here, here);
    } else if (groupCount) {
      rotate<f64>(before, here);
    } else {
      memory.copy(here, before, bytes);
    }
    applyOthers<f64>(stage, here, false);
    before = here;
  }
  return before;
}
