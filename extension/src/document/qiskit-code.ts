/** Circuit → Python that builds it with Qiskit, the same text as qdesign/exporters/qiskit_code.py. */

import { type Angle, addAngles, isZeroAngle } from "./angle";
import { type CircuitBody, parametersOf } from "./circuit";
import { expandControls } from "./control";
import { Refusal } from "./errors";
import { QISKIT, qiskitCall } from "./exported-angle";
import { countOperations, flatten, type Plain } from "./flatten";
import { styled } from "./formula";
import { GATES, type GateRow } from "./gates";
import { isZero } from "./rational";
import { allRegisters, inOrder } from "./registers";

const MOST = 5_000;
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
  const needsPi = [phase, ...operations.flatMap((each) => each.angles)].some((angle) => !isZero(angle.pi));
  const write = (angle: Angle): string => styled(angle, QISKIT, (name) => variables.get(name) ?? name, qiskitCall);
  const named = registersCode(body);
  const made = ["ClassicalRegister", "QuantumRegister"].filter((kind) => named.some((part) => part.startsWith(kind)));
  const sizes = named.join(", ") || (body.clbits ? `${body.qubits.length}, ${body.clbits}` : `${body.qubits.length}`);
  const lines = [
    ...(needsPi ? ["from math import pi", ""] : []),
    `from qiskit import ${[...made, "QuantumCircuit"].sort().join(", ")}`,
    ...(names.length ? ["from qiskit.circuit import Parameter"] : []),
    ...(classes.length ? [`from qiskit.circuit.library import ${classes.join(", ")}`] : []),
    "",
    ...names.map((name) => `${variables.get(name) ?? name} = Parameter(${JSON.stringify(name)})`),
    ...(names.length ? [""] : []),
    `qc = QuantumCircuit(${sizes}${isZeroAngle(phase) ? "" : `, global_phase=${write(phase)}`})`,
    ...operations.flatMap((operation) => callLines(operation, write, body)),
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

function callLines(operation: Plain, write: (angle: Angle) => string, body: CircuitBody): readonly string[] {
  const registers = allRegisters(body.registers, "clbits", body.clbits);
  const lines = operation.conditions.map(({ clbits, value, equal }, depth) => {
    const whole = registers.findIndex(({ wires }) => wires.join() === clbits.join());
    let from = `clbits[${clbits[0] ?? 0}]`;
    if (clbits.length > 1) from = `cregs[${whole}]`;
    if (!equal || (clbits.length > 1 && (whole < 0 || !inOrder(registers)))) {
      throw new Refusal("InvalidCircuit", "Conditions on parts of registers are exported as OpenQASM only.");
    }
    return `${"    ".repeat(depth)}with qc.if_test((qc.${from}, ${value})):`;
  });
  const row = GATES.get(operation.gate);
  return [...lines, "    ".repeat(lines.length) + call(operation, row, operation.angles.map(write))];
}

function call({ gate, qubits, clbits }: Plain, row: GateRow | undefined, angles: readonly string[]): string {
  if (row?.qiskitMethod) return `qc.${row.qiskitMethod}(${[...angles, ...qubits, ...clbits].join(", ")})`;
  if (!row?.qiskit) {
    throw new Refusal("InvalidCircuit", `Gate '${gate}' is not written as Qiskit code. Export OpenQASM 3.`);
  }
  const made = `${row.qiskit}(${angles.join(", ")})${row.qiskitInverse ? ".inverse()" : ""}`;
  return `qc.append(${made}, [${qubits.join(", ")}])`;
}
