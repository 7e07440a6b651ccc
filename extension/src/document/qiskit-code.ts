/** Circuit → Python that builds it with Qiskit; blocks and composite gates are written out. */

import { type Angle, readAngle } from "./angle";
import {
  anglesOf,
  anticontrolsOf,
  type CircuitBody,
  controlsOf,
  type Document,
  emptyDocument,
  isBlock,
  type Operation,
  parametersOf,
} from "./circuit";
import { Refusal } from "./errors";
import { GATES } from "./gates";
import { ungroup } from "./group";
import { circuitOf } from "./level";
import { isZero, pythonText, type Rational, toNumber } from "./rational";

const MOST = 5_000;

export function toQiskit(body: CircuitBody): string {
  const flat = opened(body);
  const names = parametersOf(body);
  const symbols = symbolsOf(names);
  const lines = ["from math import pi", "", "from qiskit import QuantumCircuit"];
  if (names.length) lines.push("from qiskit.circuit import Parameter");
  if ([...flat.operations.values()].some((item) => !isBlock(item) && isAppended(item))) {
    lines.push("from qiskit.circuit.library import *");
  }
  lines.push("");
  for (const name of names) lines.push(`${symbols.get(name) ?? "p"} = Parameter(${JSON.stringify(name)})`);
  if (names.length) lines.push("");
  lines.push(`circuit = QuantumCircuit(${body.qubits.length}${body.clbits ? `, ${body.clbits}` : ""})`);
  if (flat.global_phase) lines.push(`circuit.global_phase = ${angleCode(readAngle(flat.global_phase), symbols)}`);
  for (const item of flat.operations.values()) {
    if (!isBlock(item)) lines.push(...callLines(item, symbols));
  }
  return `${lines.join("\n")}\n`;
}

/** Is it appended as an instruction, where a circuit has no method for it? */
function isAppended(item: Operation): boolean {
  return Boolean(item.controls || item.anticontrols) || !GATES.get(item.gate)?.qiskitMethod;
}

/** A Python name for each parameter: its own where it is one and hides nothing, else one that no other has. */
function symbolsOf(names: readonly string[]): ReadonlyMap<string, string> {
  const plain = (name: string): boolean => /^[A-Za-z_]\w*$/.test(name) && !KEYWORDS.has(name) && !/Gate$/.test(name);
  const taken = new Set(names.filter(plain));
  return new Map(
    names.map((name, k) => {
      if (plain(name)) return [name, name];
      let symbol = `p${k}`;
      while (taken.has(symbol)) symbol = `${symbol}_`;
      taken.add(symbol);
      return [name, symbol];
    }),
  );
}

const KEYWORDS: ReadonlySet<string> = new Set([
  "and",
  "as",
  "assert",
  "async",
  "await",
  "break",
  "circuit",
  "class",
  "continue",
  "def",
  "del",
  "elif",
  "else",
  "except",
  "finally",
  "for",
  "from",
  "global",
  "if",
  "import",
  "in",
  "is",
  "lambda",
  "nonlocal",
  "not",
  "or",
  "pass",
  "pi",
  "raise",
  "return",
  "try",
  "while",
  "with",
  "yield",
  "True",
  "False",
  "None",
  "Parameter",
  "QuantumCircuit",
]);

/** The circuit with blocks and composite gates written out. */
export function opened(body: CircuitBody): CircuitBody {
  let document: Document = { ...emptyDocument(), body };
  for (let round = 0; round < MOST; round++) {
    const { operations, gates } = circuitOf(document);
    if (operations.size > MOST)
      throw new Refusal(
        "TooLarge",
        `That would be more than ${MOST.toLocaleString("en")} lines. Export OpenQASM instead.`,
      );
    const next = [...operations].find(([, item]) => isBlock(item) || gates.has(item.gate));
    if (!next) return circuitOf(document);
    document = ungroup(document, next[0]).document;
  }
  throw new Refusal("TooLarge", "The circuit nests too much to be written out here. Export OpenQASM instead.");
}

function callLines(item: Operation, symbols: ReadonlyMap<string, string>): readonly string[] {
  const angles = anglesOf(item).map((text) => angleCode(readAngle(text), symbols));
  const wires = item.qubits.join(", ");
  let call: string;
  if (item.gate === "measure") call = `circuit.measure(${wires}, ${item.clbits?.[0] ?? 0})`;
  else if (item.gate === "barrier") call = `circuit.barrier(${wires})`;
  else if (isAppended(item)) {
    const controls = [...controlsOf(item), ...anticontrolsOf(item)];
    const state = `${"0".repeat(anticontrolsOf(item).length)}${"1".repeat(controlsOf(item).length)}`;
    const control = controls.length ? `.control(${controls.length}, ctrl_state="${state}")` : "";
    call = `circuit.append(${gateClass(item.gate, angles)}${control}, [${[...controls, ...item.qubits].join(", ")}])`;
  } else {
    const method = GATES.get(item.gate)?.qiskitMethod ?? item.gate;
    call = `circuit.${method}(${[...angles, wires].filter(Boolean).join(", ")})`;
  }
  const conditions = item.conditions ?? [];
  const lines = conditions.map((c, depth) => {
    const [bit = 0] = c.clbits;
    if (c.clbits.length > 1 || !c.equal)
      throw new Refusal("InvalidCircuit", "Conditions on several bits are exported as OpenQASM only.");
    return `${"    ".repeat(depth)}with circuit.if_test((circuit.clbits[${bit}], ${c.value})):`;
  });
  return [...lines, "    ".repeat(conditions.length) + call];
}

function gateClass(gate: string, angles: readonly string[]): string {
  const row = GATES.get(gate);
  return `${row?.qiskit ?? gate}(${angles.join(", ")})${row?.qiskitInverse ? ".inverse()" : ""}`;
}

function angleCode(angle: Angle, symbols: ReadonlyMap<string, string>): string {
  const parts = angle.terms.map(([name, c]) => product(c, symbols.get(name) ?? "p"));
  if (!isZero(angle.pi)) parts.push(product(angle.pi, "pi"));
  if (angle.radians !== 0 || !parts.length) parts.push(pythonText(angle.radians));
  return parts.reduce((text, part) => (part.startsWith("-") ? `${text} - ${part.slice(1)}` : `${text} + ${part}`));
}

function product(c: Rational, factor: string): string {
  if (c.bottom > 1_000_000n) return `${pythonText(toNumber(c))}*${factor}`;
  const top = c.top < 0n ? -c.top : c.top;
  return `${c.top < 0n ? "-" : ""}${top === 1n ? "" : `${top}*`}${factor}${c.bottom === 1n ? "" : `/${c.bottom}`}`;
}
