/** Commands that make one of several gates, and several of one. */

import { findItem, isBlock, isCircuit, type Operation } from "../document/circuit";
import { findGate, GATES } from "../document/gates";
import { makeBlock, makeGate, ungroup } from "../document/group";
import { circuitOf } from "../document/level";
import { freshName } from "../document/names";
import { aside } from "../state/transaction";
import { type Command, type Context, chosen, command, edited, nothingChosen, type Outcome } from "./command";

/** Can one of what is chosen be opened? */
function opens(context: Context): boolean {
  const { body } = context.state.document;
  if (!isCircuit(body)) return false;
  return [...chosen(context)].some((id) => {
    const item = findItem(body.operations, id)?.item;
    return item && (isBlock(item) || body.gates.has(item.gate));
  });
}

function block(context: Context): Outcome {
  const ids = chosen(context);
  if (!ids.size) return nothingChosen();
  return edited("group.block", () => {
    const made = makeBlock(context.state.document, ids);
    return { document: made.document, selection: new Set([made.id]) };
  });
}

function composite(context: Context): Outcome {
  const ids = chosen(context);
  if (!ids.size) return nothingChosen();
  return edited("group.gate", () => {
    const body = circuitOf(context.state.document);
    const name = freshName("gate", (each) => GATES.has(each) || body.gates.has(each) || findGate(each) !== undefined);
    const made = makeGate(context.state.document, ids, name);
    return { document: made.document, selection: new Set([made.id]) };
  });
}

function opened(context: Context): Outcome {
  const ids = chosen(context);
  if (!ids.size) return nothingChosen();
  return edited("group.open", () => {
    let { document } = context.state;
    const inner: string[] = [];
    for (const id of ids) {
      const result = ungroup(document, id);
      document = result.document;
      inner.push(...result.ids);
    }
    return { document, selection: new Set(inner) };
  });
}

function noComposite(): Outcome {
  return aside("notice", {
    notice: { text: "Select a gate of your own first: only these have a definition to edit.", at: null },
  });
}

/** The chosen use of a composite gate. */
export function chosenComposite(context: Context): Operation | null {
  const { body } = context.state.document;
  const [id = ""] = chosen(context);
  const item = isCircuit(body) ? findItem(body.operations, id)?.item : undefined;
  return item && isCircuit(body) && !isBlock(item) && body.gates.has(item.gate) ? item : null;
}

export const GROUP: readonly Command[] = [
  command("group.block", "Repeat as a block", {
    group: "Group",
    keys: ["Mod+G"],
    on: "circuit",
    menu: ["gate"],
    run: block,
  }),
  command("group.gate", "Make a named gate", {
    group: "Group",
    keys: ["Mod+Shift+G"],
    on: "circuit",
    menu: ["gate"],
    run: composite,
  }),
  command("group.open", "Open block or gate", {
    group: "Group",
    keys: ["Mod+U"],
    on: "circuit",
    menu: ["gate"],
    fits: opens,
    run: opened,
  }),
  command("group.edit", "Edit the definition", {
    group: "Group",
    keys: ["Mod+E"],
    on: "circuit",
    menu: ["gate"],
    fits: (context) => chosenComposite(context) !== null,
    run: (context) => (chosenComposite(context) ? { effect: "definition" } : noComposite()),
  }),
];
