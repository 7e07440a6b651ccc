// Runs noisy programs: a density matrix as its vector of Pauli expectations, r_P = tr(ρ P), 4^n reals.
// Index: bit 2k is x of qubit k, bit 2k + 1 is z, so that its digit is I, X, Z, Y.

import { reserve } from "./memory";
import * as program from "./program";
import { angle, Kind, operation, qubits } from "./program";
import { applyTurn, applyWire, contract, innerTurn } from "./transfer-kernels";
import { bindRun, factor, identity, matrixOf, multiplyInto } from "./transfer-matrices";
import { spread, Stage, stages, tabulateAll } from "./transfer-plan";

export { make } from "./transfer-plan";

/** Matrices of the layer at hand (16 f64 each). */
let matrices: usize = 0;
let state: usize = 0;
let other: usize = 0;
let adjoint: usize = 0;
/** For gradients: the state before every layer, and all states inside one. */
let kept: usize = 0;
let steps: usize = 0;
const product: usize = memory.data(128, 16);
const overlap: usize = memory.data(128, 16);

@inline
function bytesOf(): usize {
  return <usize>8 << (2 * qubits);
}

export function forget(): void {
  matrices = state = other = adjoint = kept = steps = 0;
  layerLeft = movesLeft = null;
}

/** Buffers, and the tables of permutations; false without room. */
export function allocate(): bool {
  const bytes = <u64>8 << (2 * qubits);
  matrices = reserve(128 * (<u64>qubits + 1));
  state = reserve(bytes);
  other = reserve(bytes);
  return matrices != 0 && state != 0 && other != 0 && tabulateAll();
}

/** Vectors larger than this are worked on block by block where wires are low. */
const BLOCK_WIRES: u32 = 6;

function applyLayer(stage: Stage, vector: usize, back: bool): void {
  const bytes = bytesOf();
  const low = min(qubits, BLOCK_WIRES);
  const block: usize = <usize>8 << (2 * low);
  for (let start: usize = 0; start < bytes; start += block) {
    for (let k = 0; k < stage.wires.length; k++) {
      const wire = unchecked(stage.wires[k]);
      if (wire < low) applyWire(vector + start, block, wire, matrices + 128 * k, back);
    }
  }
  for (let k = 0; k < stage.wires.length; k++) {
    const wire = unchecked(stage.wires[k]);
    if (wire >= low) applyWire(vector, bytes, wire, matrices + 128 * k, back);
  }
}

function bindStage(stage: Stage): void {
  for (let k = 0; k < stage.runs.length; k++) bindRun(unchecked(stage.runs[k]), matrices + 128 * k);
}

function applyTurns(stage: Stage, vector: usize, back: bool): void {
  const count = stage.turns.length;
  for (let k = 0; k < count; k++) {
    const turn = unchecked(stage.turns[back ? count - 1 - k : k]);
    NativeMath.sincos(turn.factor * angle(turn.slot));
    const s = NativeMath.sincos_sin;
    applyTurn(vector, turn.index, NativeMath.sincos_cos, back ? -s : s);
  }
}

/** The product vector of the first stage's runs on |0…0⟩. */
function start(stage: Stage, vector: usize): void {
  bindStage(stage);
  store<f64>(vector, 1);
  for (let wire: u32 = 0; wire < qubits; wire++) {
    let one: f64 = 1;
    let x: f64 = 0;
    let z: f64 = 1;
    let y: f64 = 0;
    const k = stage.wires.indexOf(wire);
    if (k >= 0) {
      const m = matrices + 128 * k;
      one = load<f64>(m) + load<f64>(m, 16);
      x = load<f64>(m, 32) + load<f64>(m, 48);
      z = load<f64>(m, 64) + load<f64>(m, 80);
      y = load<f64>(m, 96) + load<f64>(m, 112);
    }
    const size: usize = <usize>8 << (2 * wire);
    for (let i: usize = 0; i < size; i += 8) {
      const a = load<f64>(vector + i);
      store<f64>(vector + i, a * one);
      store<f64>(vector + i + size, a * x);
      store<f64>(vector + i + 2 * size, a * z);
      store<f64>(vector + i + 3 * size, a * y);
    }
  }
}

/** target = weights × source, permuted. */
function permute(stage: Stage, source: usize, target: usize): void {
  const end = target + bytesOf();
  let from = stage.sources;
  let weight = stage.weights;
  for (let p = target; p < end; p += 16) {
    const first = v128.load64_zero(source + (<usize>load<u32>(from) << 3));
    const both = v128.load64_lane(source + (<usize>load<u32>(from, 4) << 3), first, 1);
    v128.store(p, f64x2.mul(both, v128.load(weight)));
    from += 8;
    weight += 16;
  }
}

/** The transpose of `permute`. */
function permuteBack(stage: Stage, source: usize, target: usize): void {
  const size: usize = bytesOf() >> 3;
  for (let j: usize = 0; j < size; j++) {
    const i = <usize>load<u32>(stage.sources + (j << 2));
    const w = load<f64>(stage.weights + (j << 3));
    store<f64>(target + (i << 3), w * load<f64>(source + (j << 3)));
  }
}

/** Does the first stage permute |0…0⟩'s vector into something else? Then it is made in full. */
function startFully(stage: Stage): void {
  const bytes = bytesOf();
  memory.fill(other, 0, bytes);
  for (let mask: u32 = 0; mask < <u32>1 << qubits; mask++) {
    store<f64>(other + (<usize>(spread(mask) << 1) << 3), 1);
  }
  permute(stage, other, state);
}

/** Is a stage nothing but a permutation? */
@inline
function isBare(stage: Stage): bool {
  return stage.wires.length == 0 && stage.turns.length == 0;
}

/**
 * What the end of a run leaves to be done, because few strings are looked at as a rule: matrices of a
 * last layer (bound in `matrices`), then a last permutation.
 */
let layerLeft: Stage | null = null;
let movesLeft: Stage | null = null;

/** Do what is left on the whole vector. */
function settle(): void {
  if (layerLeft) applyLayer(layerLeft!, state, false);
  layerLeft = null;
  if (movesLeft) {
    permute(movesLeft!, state, other);
    const swapped = state;
    state = other;
    other = swapped;
  }
  movesLeft = null;
}

/** Can this stage be left to `expectationOf`: the last layer, with at most a permutation behind it? */
function isLast(n: i32): bool {
  const stage = unchecked(stages[n]);
  if (stage.turns.length) return false;
  return n == stages.length - 1 || (n == stages.length - 2 && isBare(unchecked(stages[n + 1])));
}

/** Run the bound program; the state behind every layer is kept at `keeping` unless that is 0. */
function runTo(keeping: usize): void {
  layerLeft = movesLeft = null;
  const bytes = bytesOf();
  const first = unchecked(stages[0]);
  if (first.moves.length) {
    startFully(first);
    if (keeping) memory.copy(keeping, state, bytes);
    bindStage(first);
    applyLayer(first, state, false);
  } else {
    if (keeping) {
      memory.fill(keeping, 0, bytes);
      for (let mask: u32 = 0; mask < <u32>1 << qubits; mask++) {
        store<f64>(keeping + (<usize>(spread(mask) << 1) << 3), 1);
      }
    }
    start(first, state);
  }
  applyTurns(first, state, false);
  for (let n = 1; n < stages.length; n++) {
    const stage = unchecked(stages[n]);
    if (stage.moves.length) {
      movesLeft = stage;
      if (!keeping && n == stages.length - 1 && isBare(stage)) return;
      settle();
    }
    if (keeping) memory.copy(keeping + bytes * n, state, bytes);
    bindStage(stage);
    if (!keeping && isLast(n)) {
      layerLeft = stage;
      continue;
    }
    applyLayer(stage, state, false);
    applyTurns(stage, state, false);
  }
}

export function run(): void {
  program.bind();
  runTo(0);
}

/** Expectation of one Pauli string: x and z masks. */
export function expectationOf(x: u32, z: u32): f64 {
  let index = spread(x) | (spread(z) << 1);
  let weight: f64 = 1;
  if (movesLeft) {
    weight = load<f64>(movesLeft!.weights + (<usize>index << 3));
    index = load<u32>(movesLeft!.sources + (<usize>index << 2));
  }
  return weight * (layerLeft ? behindLayer(layerLeft!, index, 0) : at(index));
}

@inline
function at(index: u32): f64 {
  return load<f64>(state + (<usize>index << 3));
}

/** One entry behind a layer's matrices, from those from wire number `from` on: Σ over letters. */
function behindLayer(stage: Stage, index: u32, from: i32): f64 {
  for (let k = from; k < stage.wires.length; k++) {
    const shift = 2 * unchecked(stage.wires[k]);
    const digit = (index >> shift) & 3;
    if (digit == 0) continue;
    const row = matrices + 128 * k + 32 * <usize>digit;
    const rest = index & ~(3 << shift);
    let sum: f64 = 0;
    for (let letter: u32 = 0; letter < 4; letter++) {
      const factor = load<f64>(row + 8 * <usize>letter);
      if (factor != 0) sum += factor * behindLayer(stage, rest | (letter << shift), k + 1);
    }
    return sum;
  }
  return at(index);
}

/** Strings beyond this many entries behind a last layer are worth the whole layer. */
const MOST_ENTRIES: f64 = 30_000;

/** Say which strings come next, so that the cheaper way is taken: entries that one of them needs. */
export function entriesOf(x: u32, z: u32): f64 {
  if (!layerLeft) return 1;
  let index = spread(x) | (spread(z) << 1);
  if (movesLeft) index = load<u32>(movesLeft!.sources + (<usize>index << 2));
  const even: u32 = 0x5555_5555;
  return NativeMath.pow(3, <f64>popcnt((index | (index >> 1)) & even));
}

/** Finish the run when more than a few entries are asked for. */
export function expect(entries: f64): void {
  if (entries > MOST_ENTRIES) settle();
}

/** Add to H's vector, for gradients. */
@inline
export function seed(x: u32, z: u32, value: f64): void {
  const at = adjoint + (<usize>(spread(x) | (spread(z) << 1)) << 3);
  store<f64>(at, load<f64>(at) + value);
}

export function clearAdjoint(): void {
  memory.fill(adjoint, 0, bytesOf());
}

/** Probabilities (f64) of all basis states, from the strings of Zs. */
export function probabilities(result: usize): void {
  settle();
  const size: usize = 1 << qubits;
  const scale = 1 / <f64>size;
  for (let mask: usize = 0; mask < size; mask++) {
    store<f64>(result + (mask << 3), scale * expectationOf(0, <u32>mask));
  }
  for (let half: usize = 1; half < size; half <<= 1) {
    for (let high: usize = 0; high < size; high += half << 1) {
      for (let i = high; i < high + half; i++) {
        const p = result + (i << 3);
        const q = p + (half << 3);
        const a = load<f64>(p);
        const b = load<f64>(q);
        store<f64>(p, a + b);
        store<f64>(q, a - b);
      }
    }
  }
}

/** Where r_P is for every P (f64, 4^n). */
export function vectorAt(): usize {
  settle();
  return state;
}

/** Room for gradients. */
export function prepareGradient(): bool {
  if (adjoint) return true;
  const bytes = <u64>8 << (2 * qubits);
  kept = reserve(bytes * stages.length);
  steps = reserve(bytes * (qubits + 1));
  if (kept == 0 || steps == 0) return false;
  adjoint = reserve(bytes);
  return adjoint != 0;
}

export function runKeeping(): void {
  program.bind();
  runTo(kept);
}

/** Derivatives by slot from H's vector in `adjoint`, then by parameter. */
export function backward(): void {
  const bytes = bytesOf();
  memory.fill(program.slotGradient, 0, <usize>program.slots << 3);
  for (let n = stages.length - 1; n >= 0; n--) {
    const stage = unchecked(stages[n]);
    const right = kept + bytes * n;
    bindStage(stage);
    // Every state inside the layer, wire by wire, then turn by turn from the last one.
    let at = steps;
    memory.copy(at, right, bytes);
    const wires = stage.wires.length;
    for (let k = 0; k < wires; k++) {
      memory.copy(at + bytes, at, bytes);
      at += bytes;
      applyWire(at, bytes, unchecked(stage.wires[k]), matrices + 128 * k, false);
    }
    for (let k = 0; k < stage.turns.length; k++) turnForward(stage, k, at);
    for (let k = stage.turns.length - 1; k >= 0; k--) {
      const turn = unchecked(stage.turns[k]);
      if (program.moves(turn.slot)) {
        addSlope(turn.slot, turn.factor * innerTurn(adjoint, at, turn.index));
      }
      NativeMath.sincos(turn.factor * angle(turn.slot));
      const c = NativeMath.sincos_cos;
      const s = NativeMath.sincos_sin;
      applyTurn(at, turn.index, c, -s);
      applyTurn(adjoint, turn.index, c, -s);
    }
    for (let k = wires - 1; k >= 0; k--) {
      at -= bytes;
      slope(unchecked(stage.runs[k]), unchecked(stage.wires[k]), adjoint, at);
      applyWire(adjoint, bytes, unchecked(stage.wires[k]), matrices + 128 * k, true);
    }
    if (n && stage.moves.length) {
      permuteBack(stage, adjoint, other);
      const swapped = adjoint;
      adjoint = other;
      other = swapped;
    }
  }
  program.chain();
}

function turnForward(stage: Stage, k: i32, vector: usize): void {
  const turn = unchecked(stage.turns[k]);
  NativeMath.sincos(turn.factor * angle(turn.slot));
  applyTurn(vector, turn.index, NativeMath.sincos_cos, NativeMath.sincos_sin);
}

@inline
function addSlope(slot: u32, value: f64): void {
  const at = program.slotGradient + (<usize>slot << 3);
  store<f64>(at, load<f64>(at) + value);
}

/** Slopes of the gates of a run. */
function slope(run: Array<u32>, wire: u32, left: usize, right: usize): void {
  let moving = false;
  for (let k = 0; k < run.length; k++) {
    const op = operation(unchecked(run[k]));
    if (op.kind <= Kind.PHASE && program.moves(op.source)) moving = true;
  }
  if (!moving) return;
  contract(left, right, bytesOf(), wire, overlap);
  for (let k = 0; k < run.length; k++) {
    const op = operation(unchecked(run[k]));
    if (op.kind > Kind.PHASE || !program.moves(op.source)) continue;
    identity(product);
    for (let j = 0; j < run.length; j++) {
      matrixOf(operation(unchecked(run[j])), factor, j == k);
      multiplyInto(factor, product);
    }
    let sum: f64 = 0;
    for (let e: usize = 0; e < 128; e += 8) sum += load<f64>(overlap + e) * load<f64>(product + e);
    addSlope(op.source, sum);
  }
}
