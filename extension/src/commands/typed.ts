/** Gates as they are typed: `cx 0 1`, `rz(pi/2) q[3]`, `h 0; h 1`, `negctrl @ x q[0], q[1]`. */

import { canonicalAngle } from "../document/angle";
import { type Document, isCircuit, shapeOf, wiresOf } from "../document/circuit";
import { columnsOf, drawnColumn } from "../document/columns";
import { insertItems, newOperation, withTableControls } from "../document/edit";
import { attempt, Refusal } from "../document/errors";
import { findGate, GATES } from "../document/gates";
import { circuitOf } from "../document/level";
import { withQubits } from "../document/put-down";
import { type EditorState, IDLE } from "../state/state";
import { step, type Transaction } from "../state/transaction";

const LAST_QUBIT = 999;
const CONTROLS = /^(neg)?ctrl\s*(?:\(\s*(\d{1,4})\s*\)\s*)?@\s*/u;
/** Statements of OpenQASM that are no gate on qubits. */
const NO_GATE = /^(?:if|else|for|while|switch|let|const|input|qubit|qreg|bit|creg|gate|def|inv|pow)\b|[@={}]/u;

/** What typed gates come to, all of them in one step, or why none was placed. */
export type Typed = { readonly step: Transaction } | { readonly why: string };

interface Statement {
  readonly gate: string;
  /** Null where no angles are given. */
  readonly angles: readonly string[] | null;
  readonly wires: readonly string[];
  /** How many of the first wires control it, on 1 or on 0. */
  readonly controls: readonly { readonly positive: boolean; readonly count: number }[];
  /** All that was typed. */
  readonly text: string;
}

/** What typed text places; undefined when it is no gate with its qubits, but may be part of a name. */
export function typedGates(state: EditorState, text: string): Typed | undefined {
  const statements = text
    .split(";")
    .filter((each) => each.trim() !== "")
    .map(statementOf);
  const [first] = statements;
  const alone = statements.length === 1 && !text.includes(";");
  if (!first || (alone && !first.wires.length && !(findGate(first.gate)?.symbol === "barrier" && !first.angles))) {
    return undefined;
  }
  const made = attempt(() => {
    const ids: string[] = [];
    let { document } = state;
    if (!isCircuit(document.body))
      throw new Refusal("InvalidCircuit", "Gates are placed on a circuit, not on a diagram.");
    for (const statement of statements) {
      const placed = withGate(document, statement);
      ({ document } = placed);
      ids.push(...placed.ids);
    }
    return { document, selection: new Set(ids) };
  });
  if ("refusal" in made) return { why: made.refusal.message };
  return { step: step("gate.command", { notice: null, preview: null, tool: IDLE, ...made.value }) };
}

/** The parts of one statement; what does not fit in is taken for a qubit, and refused as one. */
function statementOf(typed: string): Statement {
  const controls: { readonly positive: boolean; readonly count: number }[] = [];
  let text = typed.trim();
  for (let found = CONTROLS.exec(text); found; found = CONTROLS.exec(text)) {
    controls.push({ positive: !found[1], count: Number(found[2] ?? 1) });
    text = text.slice(found[0].length);
  }
  const [word = ""] = /^[^\s(]*/u.exec(text) ?? [];
  const rest = text.slice(word.length).trim();
  const close = rest.startsWith("(") ? rest.lastIndexOf(")") : -1;
  const inside = close < 0 ? "" : rest.slice(1, close).trim();
  return {
    gate: word,
    angles: close < 0 ? null : inside ? inside.split(",") : [],
    wires: rest
      .slice(close + 1)
      .split(/[\s,]/u)
      .filter((each) => each !== ""),
    controls,
    text,
  };
}

function withGate(
  document: Document,
  { gate, angles, wires, controls, text }: Statement,
): { readonly document: Document; readonly ids: readonly string[] } {
  const name = findGate(gate)?.name ?? gate;
  const shape = shapeOf(name, circuitOf(document).gates);
  // Under controls some names of OpenQASM 3 mean another phase than their row.
  const exact = GATES.get(name)?.openqasm3Exactly;
  if ((!shape && NO_GATE.test(text)) || (controls.length && exact && exact !== gate)) {
    const way =
      gate === "if" ? "Place the gate and choose under Happens in the inspector when it does, or write" : "Write";
    throw new Refusal(
      "Unsupported",
      `'${text}' is not read here. ${way} it in the OpenQASM tab, which takes programs.`,
    );
  }
  if (!shape) throw new Refusal("InvalidCircuit", `There is no gate '${gate}'. Write a gate and its qubits: cx 0 1`);
  const on = wires.map((wire) => wireOf(document, wire));
  const base = withQubits(document, Math.max(-1, ...on) + 1);
  const numControls = controls.reduce((sum, { count }) => sum + count, 0);
  if (controls.length && (numControls >= on.length || controls.some(({ count }) => count < 1))) {
    throw new Refusal(
      "InvalidCircuit",
      `${gate} under ${numControls} controls takes their qubits first, then its own.`,
    );
  }
  const fresh = newOperation(base, name, on.slice(numControls));
  if (angles && angles.length !== shape.angles.length) {
    const takes = `${shape.angles.length} angle${shape.angles.length === 1 ? "" : "s"}`;
    throw new Refusal("InvalidCircuit", `${gate} takes ${takes}, not ${angles.length}.`);
  }
  const signs = controls.flatMap(({ positive, count }) => Array.from({ length: count }, () => positive));
  const typed = {
    ...fresh,
    ...(angles?.length ? { angles: angles.map(canonicalAngle) } : {}),
    ...(signs.includes(true) ? { controls: on.filter((_, k) => signs[k] === true) } : {}),
    ...(signs.includes(false) ? { anticontrols: on.filter((_, k) => signs[k] === false) } : {}),
  };
  const operation = controls.length ? withTableControls(typed) : typed;
  // Behind everything on its wires and between them.
  const span = on.length ? ([Math.min(...on), Math.max(...on)] as const) : ([0, Number.POSITIVE_INFINITY] as const);
  const body = circuitOf(base);
  const columns = columnsOf(body.operations);
  let column = 0;
  for (const item of body.operations.values()) {
    if (!wiresOf(item).some((wire) => wire >= span[0] && wire <= span[1])) continue;
    column = Math.max(column, drawnColumn(columns, item.column) + 1);
  }
  return insertItems(base, [operation], { path: [], column, between: false });
}

/** A wire by its label, by its number, or as the default register has it: q[3], q3. */
function wireOf(document: Document, text: string): number {
  const labeled = circuitOf(document).qubits.indexOf(text);
  if (labeled >= 0) return labeled;
  const [, digits] = /^(?:q\[(\d{1,9})\]|q?(\d{1,9}))$/u.exec(text)?.filter((each) => each !== undefined) ?? [];
  if (digits === undefined)
    throw new Refusal("InvalidCircuit", `There is no qubit '${text}'. Write 0, q[0] or a label.`);
  if (Number(digits) > LAST_QUBIT) {
    throw new Refusal("InvalidCircuit", `Qubit ${digits} is too far: typed gates reach qubit ${LAST_QUBIT}.`);
  }
  return Number(digits);
}
