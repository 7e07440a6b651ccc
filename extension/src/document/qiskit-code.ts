/** Circuit → Python that builds it with Qiskit, the same text as qdesign/exporters/qiskit_code.py. */

import { type Angle, addAngles, isZeroAngle } from "./angle";
import { type CircuitBody, type Condition, parametersOf } from "./circuit";
import { onRegisters, writesOwn } from "./conditions";
import { expandControls } from "./control";
import { Refusal } from "./errors";
import { QISKIT, qiskitCall } from "./exported-angle";
import { countOperations, flatten, type Plain } from "./flatten";
import { styled } from "./formula";
import { GATES, type GateRow } from "./gates";
import { allRegisters, inOrder, type Register } from "./registers";

const MOST = 5_000;
const MOST_COPIES = 16;
/** Words that no parameter's variable may be. */
const TAKEN: ReadonlySet<string> = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from global " +
    "if import in is lambda nonlocal not or pass raise return try while with yield pi qc Parameter QuantumCircuit " +
    "ClassicalRegister QuantumRegister"
  ).split(" "),
);

/** Refuses a circuit that would be too long to be written out line by line. */
export function checkLength(body: CircuitBody): void {
  if (countOperations(body) <= MOST) return;
  throw new Refusal("TooLarge", `That would be more than ${MOST.toLocaleString("en")} lines. Export OpenQASM instead.`);
}

export function toQiskit(body: CircuitBody): string {
  checkLength(body);
  const flat = flatten(body);
  let phase = flat.globalPhase;
  const operations: Plain[] = [];
  for (const operation of flat.operations.flatMap((each) => expandControls(each, body.qubits.length))) {
    const [angle] = operation.angles;
    if (GATES.get(operation.gate)?.numQubits !== 0 || !angle) operations.push(operation);
    else if (!operation.conditions.length) phase = addAngles(phase, angle);
  }
  const names = parametersOf(body);
  const variables = variablesOf(names);
  const rows = [...new Set(operations.map((each) => each.gate))].flatMap((gate) => GATES.get(gate) ?? []);
  const classes = [...new Set(rows.flatMap((row) => (row.qiskitMethod || !row.qiskit ? [] : row.qiskit)))].sort();
  const write = (angle: Angle): string => styled(angle, QISKIT, (name) => variables.get(name) ?? name, qiskitCall);
  const named = registersCode(body);
  const made = ["ClassicalRegister", "QuantumRegister"].filter((kind) => named.some((part) => part.startsWith(kind)));
  const sizes = named.join(", ") || (body.clbits ? `${body.qubits.length}, ${body.clbits}` : `${body.qubits.length}`);
  // Where they are not made, one register holds every bit.
  const every = { name: "c", wires: Array.from({ length: body.clbits }, (_, bit) => bit) };
  const held = named.length ? allRegisters(body.registers, "clbits", body.clbits) : [every];
  const phaseCode = isZeroAngle(phase) ? "" : write(phase);
  const calls = operations.flatMap((operation) => callLines(operation, write, held));
  const needsPi = [phaseCode, ...calls].some((line) => /\bpi\b/.test(line));
  const lines = [
    ...(needsPi ? ["from math import pi", ""] : []),
    `from qiskit import ${[...made, "QuantumCircuit"].sort().join(", ")}`,
    ...(names.length ? ["from qiskit.circuit import Parameter"] : []),
    ...(classes.length ? [`from qiskit.circuit.library import ${classes.join(", ")}`] : []),
    "",
    ...names.map((name) => `${variables.get(name) ?? name} = Parameter(${JSON.stringify(name)})`),
    ...(names.length ? [""] : []),
    `qc = QuantumCircuit(${sizes}${phaseCode && `, global_phase=${phaseCode}`})`,
    ...calls,
  ];
  return `${lines.join("\n")}\n`;
}

/** A Python name for each parameter: its own where it is one and hides nothing, else one that no other has. */
function variablesOf(names: readonly string[]): ReadonlyMap<string, string> {
  const plain = (name: string): boolean => /^[A-Za-z_]\w*$/.test(name) && !TAKEN.has(name) && !name.endsWith("Gate");
  const taken = new Set(names.filter(plain));
  return new Map(
    names.map((name, k) => {
      if (plain(name)) return [name, name];
      let variable = `p${k}`;
      while (taken.has(variable)) variable = `${variable}_`;
      taken.add(variable);
      return [name, variable];
    }),
  );
}

/** Registers as they are made; none where their sizes say all. */
function registersCode({ registers, qubits, clbits }: CircuitBody): readonly string[] {
  const held = [
    ["QuantumRegister", allRegisters(registers, "qubits", qubits.length)],
    ["ClassicalRegister", allRegisters(registers, "clbits", clbits)],
  ] as const;
  if (!registers || !held.every(([, each]) => inOrder(each))) return [];
  return held.flatMap(([kind, each]) =>
    each.map(({ name, wires }) => `${kind}(${wires.length}, ${JSON.stringify(name)})`),
  );
}

/** The call under its conditions, again for each case of them. */
function callLines(
  operation: Plain,
  write: (angle: Angle) => string,
  registers: readonly Register[],
): readonly string[] {
  const terms = onRegisters(operation.conditions, registers) ?? [];
  if (!terms.length || terms.length > MOST_COPIES || (terms.length > 1 && writesOwn(operation))) {
    throw new Refusal(
      "InvalidCircuit",
      `A condition of '${operation.gate}' falls into too many cases. Export OpenQASM 3.`,
    );
  }
  const line = call(operation, GATES.get(operation.gate), operation.angles.map(write));
  return terms.flatMap((term) => [
    ...term.flatMap((each, depth) => conditionLines(each, registers).map((text) => "    ".repeat(depth) + text)),
    "    ".repeat(term.length) + line,
  ]);
}

function conditionLines({ clbits, value, equal }: Condition, registers: readonly Register[]): readonly string[] {
  if (clbits.length === 1) return [`with qc.if_test((qc.clbits[${clbits[0] ?? 0}], ${equal ? value : 1 - value})):`];
  const whole = registers.findIndex(({ wires }) => wires.join() === clbits.join());
  const head = `with qc.if_test((qc.cregs[${whole}], ${value}))`;
  return equal ? [`${head}:`] : [`${head} as other:`, "    pass", "with other:"];
}

function call({ gate, qubits, clbits }: Plain, row: GateRow | undefined, angles: readonly string[]): string {
  if (row?.qiskitMethod) return `qc.${row.qiskitMethod}(${[...angles, ...qubits, ...clbits].join(", ")})`;
  if (!row?.qiskit) {
    throw new Refusal("InvalidCircuit", `Gate '${gate}' is not written as Qiskit code. Export OpenQASM 3.`);
  }
  const made = `${row.qiskit}(${angles.join(", ")})${row.qiskitInverse ? ".inverse()" : ""}`;
  return `qc.append(${made}, [${qubits.join(", ")}])`;
}
