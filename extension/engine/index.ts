// What a host sees. It writes the bytes of a program, then of an observable, into `input`, binds values
// through `valuesAt`, runs, and reads buffers at the addresses given. Every instance holds one program.
// It is long because it has every call.

export { diagramBends, diagramEnds, diagramKept, diagramLayout, diagramRoom, diagramSides } from "./layout";
import * as averages from "./averages";
import { backward } from "./backward";
import * as branches from "./branches";
import * as current from "./current";
import { addSlope, apply, trajectory } from "./direct";
import * as fused from "./fused";
import { clear, reserve, seal } from "./memory";
import * as moving from "./moving";
import * as observable from "./observable";
import * as outputs from "./outputs";
import * as plan from "./plan";
import { Status } from "./program";
import * as program from "./program";
import { seed } from "./random";
import * as tangent from "./tangent";
import * as trajectories from "./trajectories";
import * as transfer from "./transfer";

/** Qubits of a Pauli-transfer vector whose indices fit. */
const MOST_NOISY: u32 = 12;

let adjoint: usize = 0;
let another: usize = 0;
let kept: usize = 0;
let distribution: usize = 0;
/** Does `adjoint` hold H ψ of the state that is kept? And what the energy was then. */
let applied: bool = false;
let appliedEnergy: f64 = 0;

/** Forget everything and give a buffer for `bytes` of program. */
export function begin(bytes: u32): usize {
  clear();
  adjoint = another = kept = distribution = 0;
  applied = false;
  observable.forget();
  current.forget();
  branches.forget();
  transfer.forget();
  averages.forget();
  return heap.alloc(bytes);
}

/** Take the program at `start`. Operations are fused into stages unless `plain`. */
export function take(start: usize, length: u32, plain: bool): i32 {
  const status = program.read(start, length);
  if (status != Status.OK) return status;
  const planned = program.unitary && !plain && program.qubits > 0;
  if (program.noisy && (program.qubits > MOST_NOISY || !transfer.make())) return Status.QUBITS;
  if (planned) plan.make();
  seal();
  if (!program.allocate(planned ? plan.extras.length : 0)) return Status.MEMORY;
  if (planned && !fused.allocate()) return Status.MEMORY;
  if (program.noisy) return transfer.allocate() ? Status.OK : Status.MEMORY;
  return current.allocate(planned) ? Status.OK : Status.MEMORY;
}

/** Take the program at `start` to average runs of it: with channels, measurements, resets and conditions. */
export function takeRuns(start: usize, length: u32): i32 {
  const status = program.read(start, length);
  if (status != Status.OK) return status;
  program.average();
  seal();
  if (!program.allocate(0) || !trajectories.allocate()) return Status.MEMORY;
  return current.allocate(false) ? Status.OK : Status.MEMORY;
}

/** Sums of probabilities and Bloch vectors are kept too from the next `beginRuns` on. */
export function prepareRuns(): i32 {
  return averages.prepare() ? Status.OK : Status.MEMORY;
}

/** Start to average at the values that are bound; the seed's lower and upper half. */
export function beginRuns(low: u32, high: u32): void {
  averages.begin(<u64>low | (<u64>high << 32));
}

/** `count` runs more; how many there are now. However they are cut into slices, the sums are the same. */
export function moreRuns(count: u32): u32 {
  return averages.more(current.overwrite(), count);
}

/** The average energy of the runs so far. */
export function runsEnergy(): f64 { return averages.energy(); }
/** Sum of (energy - average)² over the runs so far: the error is √(it / (runs (runs - 1))). */
export function runsSpread(): f64 { return averages.spread(); }
/** Sums of probabilities (2^n f64), then sums of their squares. */
export function runsTablesAt(): usize { return averages.tablesAt(); }
/** Sums of (⟨X⟩, ⟨Y⟩, ⟨Z⟩) of every qubit (3n f64), then sums of their squares. */
export function runsVectorsAt(): usize { return averages.vectorsAt(); }

/** `count` runs more, of each a basis index (u32) into `result` and the classical bits (bytes) into `outcomes`. */
export function drawRuns(count: u32, result: usize, outcomes: usize): void {
  averages.outcomes(current.overwrite(), count, result, outcomes);
}

/** A buffer for `bytes` of observable. */
export function input(bytes: u32): usize {
  return reserve(bytes);
}

/** Take the observable at `start`. */
export function observe(start: usize, length: u32): i32 {
  current.forgetEnergies();
  applied = false;
  return observable.observe(start, length);
}

export function valuesAt(): usize { return program.values; }
/** Where the state lies; ask again after every call. */
export function stateAt(): usize { return current.state(); }
export function gradientAt(): usize { return program.gradient; }
export function bitsAt(): usize { return program.bits; }
export function isUnitary(): bool { return program.unitary; }
/** How many stages the operations became. */
export function stageCount(): u32 { return current.planned ? plan.stages.length : 0; }

/** Run the first `count` operations in double precision. */
export function run(count: u32): void {
  current.run<f64>(count);
}

/** Run the first `count` operations in single precision. */
export function runSingle(count: u32): void {
  current.run<f32>(count);
}

/** One trajectory in double precision. */
export function runTrajectory(count: u32, low: u32, high: u32): void {
  program.bind();
  seed(<u64>low | (<u64>high << 32));
  trajectory<f64>(current.overwrite(), min(count, program.operations));
}

/** Start on all branches at the values bound; with `keeps` so that `branchGradient` can follow `nextBranch`. */
export function beginBranches(keeps: bool): i32 {
  program.bind();
  return branches.begin(keeps) ? Status.OK : Status.MEMORY;
}

/** Run to the end of the next branch: its weight, 0 when there is none, -1 when memory ran out. */
export function nextBranch(): f64 {
  return branches.next(current.overwrite());
}

/** Energy of the branch, unnormalized; derivatives of all until now are left at `gradientAt`. Spends the state. */
export function branchGradient(): f64 {
  applied = false;
  return branches.gradient(current.overwrite(), adjoint);
}

/**
 * Energies (f64 each, at `results`) of `count` points of values, one after another at `points`.
 * Probabilities are left as they were.
 */
export function sweep(points: usize, count: u32, results: usize): void {
  const bytes = <usize>program.parameters << 3;
  for (let k: u32 = 0; k < count; k++) {
    memory.copy(program.values, points + <usize>k * bytes, bytes);
    current.run<f64>(program.operations);
    store<f64>(results + (<usize>k << 3), observable.expectation<f64>(current.state()));
  }
}

/** States (2 f64 an amplitude, at `results`) of `count` points of values, one after another at `points`. */
export function states(points: usize, count: u32, results: usize): void {
  const bytes = <usize>program.parameters << 3;
  const size: usize = <usize>16 << program.qubits;
  for (let k: u32 = 0; k < count; k++) {
    memory.copy(program.values, points + <usize>k * bytes, bytes);
    current.run<f64>(program.operations);
    memory.copy(results + <usize>k * size, current.state(), size);
  }
}

/** Room for probabilities (f64, or f32 of a single-precision run): where they are, or 0. */
export function prepareProbabilities(): usize {
  if (distribution == 0) distribution = reserve(<u64>8 << program.qubits);
  return distribution;
}

/**
 * Room for tables, up to `most` bytes, that probabilities of the parameter that was grabbed are mixed from.
 * They are made when they are first used; without room for them states are mixed.
 */
export function prepareTables(most: u32): void {
  current.prepareTables(most);
}

/** Fill the probabilities (f64) of the last run or move; where they are. */
export function probabilities(): usize {
  if (prepareProbabilities()) current.weigh<f64>(distribution);
  return distribution;
}

/** The same (f32) of the last run or move in single precision. */
export function probabilitiesSingle(): usize {
  if (prepareProbabilities()) current.weigh<f32>(distribution);
  return distribution;
}

/** Expectation in the state of the last run. Of a state that is kept H ψ stays for the gradient. */
export function expectation(): f64 {
  if (kept && observable.observed && current.isKept()) return applyToKept();
  return observable.expectation<f64>(current.state());
}

export function expectationSingle(): f64 {
  return observable.expectation<f32>(current.state());
}

/** Run, fill probabilities, and return the expectation: all that a tick needs in one call. */
export function tick(): f64 {
  return tickAs<f64>();
}

/** As `tick`, in single precision with sums in double; probabilities are f32. */
export function tickSingle(): f64 {
  return tickAs<f32>();
}

function tickAs<T extends number>(): f64 {
  current.run<T>(program.operations);
  const state = current.state();
  const flat = observable.weigh<T>(state, distribution);
  return observable.observed ? flat + observable.expectOther<T>(state) : 0;
}

let askedSpacing: f64 = 0;

/** How many states a moving parameter needs (its frequencies), or 0 when it has no such form. */
export function statesOf(parameter: u32): u32 {
  const count = moving.analyze(parameter) ? moving.states : 0;
  askedSpacing = moving.spacing;
  // Asking about one parameter does not let go of another.
  current.restore();
  return count;
}

/** Spacing of the frequencies of the parameter last asked about. */
export function spacingOf(): f64 {
  return askedSpacing;
}

/** Take hold of a parameter, with the other values as they are. */
export function grab(parameter: u32): i32 {
  return current.grab<f64>(parameter);
}

export function grabSingle(parameter: u32): i32 {
  return current.grab<f32>(parameter);
}

/** Move the parameter that was grabbed: returns the energy; the state follows when it is asked for. */
export function move(value: f64): f64 {
  return current.move<f64>(value);
}

export function moveSingle(value: f64): f64 {
  return current.move<f32>(value);
}

/** Move, fill probabilities, and return the energy: a tick of the parameter that was grabbed. */
export function tickMoved(value: f64): f64 {
  const energy = current.move<f64>(value);
  current.weigh<f64>(distribution);
  return energy;
}

export function tickMovedSingle(value: f64): f64 {
  const energy = current.move<f32>(value);
  current.weigh<f32>(distribution);
  return energy;
}

/** Energy alone along the parameter that was grabbed; it must have frequencies (`statesOf`). */
export function energyAlong(value: f64): f64 {
  return current.energyAlong(value);
}

/** Room for gradients: states of all stages are kept up to `most` bytes, else they are run backward. */
export function prepareGradient(most: u32): i32 {
  if (adjoint) return Status.OK;
  const bytes: u64 = <u64>16 << program.qubits;
  if (current.planned) {
    const states = bytes * fused.keptStates();
    if (states <= <u64>most) kept = reserve(states);
    if (kept == 0 && plan.anyMoved) {
      another = reserve(bytes);
      if (another == 0) return Status.MEMORY;
    }
  }
  adjoint = reserve(bytes);
  return adjoint ? Status.OK : Status.MEMORY;
}

/** Run, and return the expectation; derivatives by parameter are left at `gradientAt`. */
export function gradient(): f64 {
  if (!current.planned) return plainGradient();
  if (kept) {
    applied = false;
    current.runKeeping(kept);
    return followKept();
  }
  current.run<f64>(program.operations);
  const psi = current.state();
  const energy = observable.applyObservable(psi, adjoint);
  backward(adjoint, current.beside(), 0, psi, another);
  return energy;
}

/** Are states kept for gradients, so that one leaves the state of its values, and follows one? */
export function keepsStates(): bool {
  return kept != 0;
}

/** Run, keeping the states that `gradientHere` goes by. */
export function runKeeping(): void {
  applied = false;
  current.runKeeping(kept);
}

/** As `runKeeping`, and fill the probabilities. */
export function tickKeeping(): void {
  runKeeping();
  current.weigh<f64>(distribution);
}

/** As `gradient`, at the values of the last `runKeeping` or `gradient`, without running; NaN after other runs. */
export function gradientHere(): f64 {
  if (!current.isKept()) return NaN;
  fused.bind();
  return followKept();
}

function applyToKept(): f64 {
  if (!applied) appliedEnergy = observable.applyObservable(current.state(), adjoint);
  applied = true;
  return appliedEnergy;
}

function followKept(): f64 {
  const energy = applyToKept();
  applied = false;
  backward(adjoint, current.beside(), kept, current.state(), 0);
  return energy;
}

function plainGradient(): f64 {
  current.run<f64>(program.operations);
  const state = current.state();
  const energy = observable.applyObservable(state, adjoint);
  memory.fill(program.slotGradient, 0, <usize>program.slots << 3);
  for (let n: i32 = <i32>program.operations - 1; n >= 0; n--) {
    const op = program.operation(n);
    addSlope(op, adjoint, state);
    apply<f64>(state, op, true);
    apply<f64>(adjoint, op, true);
  }
  program.chain();
  return energy;
}

/** (⟨X⟩, ⟨Y⟩, ⟨Z⟩) of every qubit (3 f64 each) in the last run, into `result`. */
export function blochVectors(result: usize): void {
  outputs.blochVectors<f64>(current.state(), program.qubits, result);
}

/** The same of the last run in single precision. */
export function blochVectorsSingle(result: usize): void {
  outputs.blochVectors<f32>(current.state(), program.qubits, result);
}

/** Density matrix (rows, 2 f64 an entry) of the wires of `mask` in the last run, into `result`. */
export function reducedState(mask: u32, result: usize): void {
  outputs.reducedState<f64>(current.state(), program.qubits, mask, result);
}

/** The same of the last run in single precision. */
export function reducedStateSingle(mask: u32, result: usize): void {
  outputs.reducedState<f32>(current.state(), program.qubits, mask, result);
}

/**
 * Draw basis indices (u32 each, into `result`) from the probabilities that were filled last. They are
 * used up: fill them again before the next use.
 */
export function sample(shots: u32, low: u32, high: u32, result: usize): void {
  seed(<u64>low | (<u64>high << 32));
  outputs.sample(distribution, program.qubits, shots, result);
}

/**
 * Derivatives of the state by every parameter, one state after another at `result`: each a mixture of
 * states at shifted values, or followed operation by operation where the spectrum has no small grid.
 */
export function jacobian(result: usize): void {
  const bytes: usize = <usize>16 << program.qubits;
  for (let parameter: u32 = 0; parameter < program.parameters; parameter++) {
    const column = result + bytes * parameter;
    if (moving.analyze(parameter)) shifted(parameter, column);
    else {
      const direction = column + bytes * (program.parameters - parameter);
      memory.fill(direction, 0, <usize>program.parameters << 3);
      store<f64>(direction + (<usize>parameter << 3), 1);
      program.bind();
      tangent.forward(current.overwrite(), column, direction);
    }
  }
  current.restore();
  current.run<f64>(program.operations);
}

function shifted(parameter: u32, column: usize): void {
  memory.fill(column, 0, <usize>16 << program.qubits);
  const at = program.values + (<usize>parameter << 3);
  const value = load<f64>(at);
  for (let j: u32 = 0; j < moving.states; j++) {
    const shift = moving.node(moving.states, j);
    const weight = moving.kernelSlope(-shift);
    const whole = j == 0 ? moving.offset : 0;
    if (Math.abs(weight) < 1e-15 && whole == 0) continue;
    store<f64>(at, value + shift);
    current.run<f64>(program.operations);
    NativeMath.sincos(-moving.offset * shift);
    moving.add(
      column, current.state(), weight * NativeMath.sincos_cos, weight * NativeMath.sincos_sin + whole,
    );
  }
  store<f64>(at, value);
}

/**
 * The Hessian's product with the direction (f64 by parameter) at `direction`, left at `gradientAt`.
 * `buffers` has room for four states.
 */
export function hessianProduct(buffers: usize, direction: usize): void {
  program.bind();
  tangent.hessianProduct(buffers, direction);
}

/** Run a program with channels, and return the expectation; `noisyVectorAt` has all Pauli strings. */
export function noisyTick(): f64 {
  return transfer.tick();
}

/** Expectations of all Pauli strings (f64): bit 2k of an index is x of qubit k, bit 2k + 1 is z. */
export function noisyVectorAt(): usize {
  return transfer.vectorAt();
}

/** Fill the probabilities of the last noisy run; where they are. */
export function noisyProbabilities(): usize {
  if (prepareProbabilities()) transfer.probabilities(distribution);
  return distribution;
}

export function prepareNoisyGradient(): i32 {
  return transfer.prepareGradient() ? Status.OK : Status.MEMORY;
}

/** Run, and return the expectation; derivatives by parameter are left at `gradientAt`. */
export function noisyGradient(): f64 {
  return transfer.gradient();
}
