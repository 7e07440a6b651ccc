// The state that outputs are read off: of the last run, or of the parameter that is held. A move only notes
// the value; the state is mixed when it is first asked for. `state` is the one way to it.

import { forward } from "./direct";
import * as fused from "./fused";
import { stride } from "./lanes";
import { reserve } from "./memory";
import * as moving from "./moving";
import * as observable from "./observable";
import * as plan from "./plan";
import { Status } from "./program";
import * as program from "./program";
import * as tables from "./tables";

/** Are operations run in fused stages? */
export let planned: bool = false;

/** The buffer that holds the state, and the one to run into besides: the same where nothing moves. */
let psi: usize = 0;
let spare: usize = 0;

/**
 * The parameter that is held and bytes of a real number of its states; whether they are mixed, or run on
 * from stage `runsFrom`. All values as they were when it was taken are kept at `others`.
 */
let holds: bool = false;
let held: u32 = 0;
let width: u32 = 0;
let mixes: bool = false;
let runsFrom: i32 = 0;
let others: usize = 0;
let energiesKnown: bool = false;

/** Is the state that of the held parameter at `value`, and has it still to be mixed? */
let moved: bool = false;
let waits: bool = false;
let value: f64 = 0;

/** Where the state stands that a gradient keeps, among those behind every stage; 0 when it is in `psi`. */
let stands: usize = 0;

export function forget(): void {
  psi = spare = others = stands = 0;
  planned = holds = moved = waits = false;
  moving.forget();
  tables.forget();
}

/** Room for the state of the program that was taken. */
export function allocate(isPlanned: bool): bool {
  planned = isPlanned;
  const bytes: u64 = <u64>16 << program.qubits;
  psi = reserve(bytes);
  spare = planned && plan.anyMoved ? reserve(bytes) : psi;
  others = reserve(<u64>program.parameters << 3);
  return psi != 0 && spare != 0 && others != 0;
}

/** Where the state lies, fresh; it is read there, never written. */
export function state(): usize {
  if (stands) return stands;
  if (waits) {
    waits = false;
    if (width == 8) moving.mix<f64>(value, psi);
    else moving.mix<f32>(value, psi);
  }
  return psi;
}

/** Where the state lies, to be written anew. */
export function overwrite(): usize {
  moved = waits = false;
  stands = 0;
  return psi;
}

/** Run at the values that are bound, and keep the states behind every stage at `kept`, the last as the state. */
export function runKeeping(kept: usize): usize {
  overwrite();
  fused.bind();
  stands = fused.runKeeping(kept);
  return stands;
}

/** Is the state one that `runKeeping` kept? */
export function isKept(): bool {
  return stands != 0;
}

/** The buffer besides, for whoever uses up the state. */
export function beside(): usize {
  return spare;
}

/** Run the first `count` operations at the values that are bound. */
export function run<T extends number>(count: u32): void {
  overwrite();
  if (planned && count >= program.operations) {
    fused.bind();
    settle(fused.run<T>(psi, spare));
  } else {
    program.bind();
    forward<T>(psi, min(count, program.operations));
  }
}

function settle(result: usize): void {
  if (result == psi) return;
  spare = psi;
  psi = result;
}

/**
 * Take hold of a parameter, with the other values as they are: run the states that mix to all others,
 * or where that would cost more, the state up to the first stage that the parameter moves.
 */
export function grab<T extends number>(parameter: u32): i32 {
  // What waits goes by states that are about to be replaced.
  state();
  stands = 0;
  holds = moved = energiesKnown = false;
  tables.spoil();
  const known = moving.analyze(parameter);
  if (planned) runsFrom = fused.firstMovedBy(parameter);
  mixes = known && (!planned || moving.states <= max(2, fused.passesFrom(runsFrom)));
  if (!mixes && !planned) return Status.MALFORMED;
  const places = mixes ? moving.states + u32(spare == psi) : 2;
  if (!moving.allocate<T>(places)) return Status.MEMORY;
  memory.copy(others, program.values, <usize>program.parameters << 3);
  held = parameter;
  width = sizeof<T>();
  holds = true;
  const before = load<f64>(others + (<usize>held << 3));
  if (mixes) keepNodes<T>();
  else keepPrefix<T>();
  put<T>(before);
  if (mixes && observable.observed) findEnergies<T>();
  return Status.OK;
}

function keepNodes<T extends number>(): void {
  for (let j: u32 = 0; j < moving.states; j++) {
    bind(moving.node(moving.states, j));
    run<T>(program.operations);
    moving.keep<T>(psi, j);
  }
}

function keepPrefix<T extends number>(): void {
  fused.bind();
  const behind = fused.runStages<T>(psi, spare, 0, runsFrom);
  memory.copy(moving.place<T>(0), behind, stride<T>() << program.qubits);
}

/** Bind values as they were when the parameter was taken, itself at `theta`. */
function bind(theta: f64): void {
  memory.copy(program.values, others, <usize>program.parameters << 3);
  store<f64>(program.values + (<usize>held << 3), theta);
}

/** Put the held parameter to `theta`: a state that is mixed waits until it is asked for. */
function put<T extends number>(theta: f64): void {
  bind(theta);
  value = theta;
  stands = 0;
  moved = true;
  waits = mixes;
  if (!mixes) runOn<T>();
}

function runOn<T extends number>(): void {
  fused.bind();
  memory.copy(psi, moving.place<T>(0), stride<T>() << program.qubits);
  settle(fused.runStages<T>(psi, spare, runsFrom, plan.stages.length));
}

/** Room for a state that leaves the current one as it is. */
function room<T extends number>(): usize {
  if (!mixes) return moving.place<T>(1);
  return spare == psi ? moving.place<T>(moving.states) : spare;
}

/** Energies at the nodes. */
function findEnergies<T extends number>(): void {
  const count = moving.energyNodes();
  if (mixes) {
    for (let k: u32 = 0; k < count; k++) {
      moving.mix<T>(moving.node(count, k), room<T>());
      moving.keepEnergy(k, observable.expectation<T>(room<T>()));
    }
  } else {
    const bytes: usize = stride<T>() << program.qubits;
    memory.copy(room<T>(), psi, bytes);
    for (let k: u32 = 0; k < count; k++) {
      bind(moving.node(count, k));
      runOn<T>();
      moving.keepEnergy(k, observable.expectation<T>(psi));
    }
    memory.copy(psi, room<T>(), bytes);
  }
  energiesKnown = true;
}

/** The observable changes: its energies are found when they are next asked for. */
export function forgetEnergies(): void {
  energiesKnown = false;
}

/** Energy at a value of the held parameter, which must have frequencies; the state stays as it is. */
export function energyAlong(theta: f64): f64 {
  if (!holds) return NaN;
  if (!energiesKnown) {
    if (width == 8) findEnergies<f64>();
    else findEnergies<f32>();
  }
  return moving.energyAt(theta);
}

/** Move the held parameter; returns the energy, 0 without an observable. */
export function move<T extends number>(theta: f64): f64 {
  if (!holds || width != sizeof<T>()) return NaN;
  put<T>(theta);
  if (!observable.observed) return 0;
  return mixes ? energyAlong(theta) : observable.expectation<T>(psi);
}

/** Another parameter was analyzed: the held one gets its spectrum back. */
export function restore(): void {
  if (holds) moving.analyze(held);
}

/** Take room for tables of the held parameter's probabilities, up to `most` bytes. */
export function prepareTables(most: u32): void {
  if (!holds || !mixes) return;
  if (width == 8) tables.allocate<f64>(most);
  else tables.allocate<f32>(most);
}

/** Probabilities of the state into `result`: from tables where there is room for them. */
export function weigh<T extends number>(result: usize): void {
  if (moved && mixes && width == sizeof<T>() && tables.ready) {
    tables.make<T>(room<T>());
    tables.mix<T>(value, result);
  } else {
    observable.weigh<T>(state(), result);
  }
}
