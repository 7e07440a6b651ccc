/** Commands for the qubit of the selection or of the cursor. */

import { type Document, isCircuit } from "../document/circuit";
import { circuitOf } from "../document/level";
import { addQubit, moveQubit, removeQubit } from "../document/wires";
import { type Command, type Context, command, edited, effect, type Outcome } from "./command";

/** The qubit that qubit commands act on: that of the selection, else of the cursor. */
export function chosenQubit({ state, layout }: Context): number {
  const [id] = state.selection;
  const placed = id === undefined ? undefined : layout?.byId.get(id);
  if (placed?.kind === "gate") return placed.look.targets[0] ?? placed.top;
  return state.cursor.qubit;
}

export function qubits(
  intent: string,
  change: (document: Document, qubit: number) => Document,
): (context: Context) => Outcome {
  return (context) => {
    if (!isCircuit(context.state.document.body)) return null;
    return edited(intent, () => ({ document: change(context.state.document, chosenQubit(context)) }));
  };
}

export const QUBITS: readonly Command[] = [
  command("qubit.rename", "Rename this qubit", {
    group: "Qubits",
    on: "circuit",
    menu: ["wire"],
    run: effect("rename-qubit"),
  }),
  command("qubit.above", "Add a qubit above", {
    group: "Qubits",
    on: "circuit",
    menu: ["wire"],
    run: qubits("qubit.add", (d, k) => addQubit(d, k, k)),
  }),
  command("qubit.below", "Add a qubit below", {
    group: "Qubits",
    on: "circuit",
    menu: ["wire"],
    run: qubits("qubit.add", (d, k) => addQubit(d, k + 1, k)),
  }),
  command("qubit.add", "Add a qubit", {
    group: "Qubits",
    keys: ["q"],
    on: "circuit",
    menu: ["canvas"],
    run: qubits("qubit.add", (d) => addQubit(d)),
  }),
  command("qubit.remove", "Remove this qubit", {
    group: "Qubits",
    keys: ["Shift+Q"],
    on: "circuit",
    menu: ["wire"],
    run: qubits("qubit.remove", removeQubit),
  }),
  command("qubit.up", "Move this qubit up", {
    group: "Qubits",
    keys: ["Mod+Alt+ArrowUp"],
    on: "circuit",
    menu: ["wire"],
    fits: (context) => chosenQubit(context) > 0,
    run: qubits("qubit.move", (d, k) => (k > 0 ? moveQubit(d, k, k - 1) : d)),
  }),
  command("qubit.down", "Move this qubit down", {
    group: "Qubits",
    keys: ["Mod+Alt+ArrowDown"],
    on: "circuit",
    menu: ["wire"],
    fits: (context) => chosenQubit(context) < circuitOf(context.state.document).qubits.length - 1,
    run: qubits("qubit.move", (d, k) => (k < circuitOf(d).qubits.length - 1 ? moveQubit(d, k, k + 1) : d)),
  }),
  command("register.open", "Registers: names, sizes, order…", {
    group: "Qubits",
    keys: ["Mod+Alt+R"],
    on: "circuit",
    menu: ["wire"],
    run: effect("registers"),
  }),
];
