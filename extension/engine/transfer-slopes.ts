// Slopes of moving steps from what is asked for and the state, both in front of them.

import * as program from "./program";
import { Kind, operation } from "./program";
import { innerTurn } from "./transfer-inner";
import { act, generate, identity, Mode, scratch } from "./transfer-matrices";
import { contractMix } from "./transfer-mix";
import { Is, Step, steps } from "./transfer-plan";
import { turnFactor, turnIndex } from "./transfer-strings";

const before: usize = memory.data(2048, 16);
const undone: usize = memory.data(2048, 16);

/** Slopes of all that moves, by slot, from what is asked for and the state at a checkpoint. */
export function compare(checkpoint: i32, left: usize, right: usize, bytes: usize): void {
  for (let s = checkpoint; s < steps.length; s++) {
    const step = unchecked(steps[s]);
    if (step.checkpoint > checkpoint) break;
    if (step.checkpoint != checkpoint) continue;
    if (step.kind == Is.TURN) slopesOfTurn(step, left, right);
    else slopesOfMix(step, contractMix(step, left, right, bytes));
  }
}

function slopesOfTurn(step: Step, left: usize, right: usize): void {
  const op = operation(step.ops[0]);
  let subset: u32 = op.mask;
  while (true) {
    const q = turnIndex(op, subset);
    if (q) addSlope(op.source, turnFactor(op, subset) * innerTurn(left, right, q));
    if (subset == 0) break;
    subset = (subset - 1) & op.mask;
  }
}

@inline
function addSlope(slot: u32, value: f64): void {
  const at = program.slotGradient + (<usize>slot << 3);
  store<f64>(at, load<f64>(at) + value);
}

/**
 * A step A F(θ) B changes by A F G B = (A F B) (B⁻¹ G B): the slope is what B⁻¹ G B gives between what is asked
 * for and the state, both in front of the step. `overlap` has their products, group by group.
 */
function slopesOfMix(step: Step, overlap: usize): void {
  const size = step.size;
  identity(before, size);
  identity(undone, size);
  for (let k = 0; k < step.ops.length; k++) {
    const op = operation(unchecked(step.ops[k]));
    if (op.kind <= Kind.PHASE && program.moves(op.source)) {
      generate(op, step.a, step.b, size, before, scratch);
      addSlope(op.source, traced(step, overlap));
    }
    act(op, step.a, step.b, size, before, Mode.VALUE);
    act(op, step.a, step.b, size, undone, Mode.INVERSE);
  }
}

/** Σ over a group's entries e, f of its overlap times (undone^T scratch)[e, f]. */
function traced(step: Step, overlap: usize): f64 {
  const size = step.size;
  let at = overlap;
  let first: u32 = 0;
  let sum: f64 = 0;
  for (let g: u32 = 0; g < step.count; g++) {
    const members: u32 = unchecked(step.sizes[g]);
    for (let e: u32 = first; e < first + members; e++) {
      for (let f: u32 = first; f < first + members; f++) {
        const by = load<f64>(at);
        at += 8;
        let part: f64 = 0;
        const row: u32 = unchecked(step.rows[e]);
        const column: u32 = unchecked(step.rows[f]);
        for (let r: u32 = 0; r < size; r++) {
          const base = r * size;
          part += load<f64>(undone + (<usize>(base + row) << 3)) * load<f64>(scratch + (<usize>(base + column) << 3));
        }
        sum += by * part;
      }
    }
    first += members;
  }
  return sum;
}
