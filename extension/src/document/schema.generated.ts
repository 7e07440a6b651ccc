// Generated from qdesign/schema/document.schema.json by scripts/generate.py (make generate). Do not edit.

/** A qdesign document: one ansatz as a circuit or a ZX diagram, with its parameters. */
export interface Document {
  readonly format: "qdesign";
  readonly version: 1;
  readonly parameters: readonly Parameter[];
  readonly body: CircuitBody | DiagramBody;
  /** Pauli labels (rightmost letter is qubit 0) with real coefficients. */
  readonly observable?: ReadonlyMap<string, number>;
  readonly layout?: Layout;
  readonly history?: readonly StepRecord[];
}

/** A named free angle; value, bounds and step in radians. */
export interface Parameter {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly step: number;
}

export interface CircuitBody {
  readonly kind: "circuit";
  /** Wire labels, qubit 0 first. */
  readonly qubits: readonly string[];
  readonly clbits: number;
  readonly global_phase?: string;
  readonly gates: ReadonlyMap<string, GateDefinition>;
  readonly operations: ReadonlyMap<string, Item>;
}

/** A named composite gate on wires 0 to qubits - 1. */
export interface GateDefinition {
  readonly qubits: number;
  readonly parameters: readonly string[];
  readonly global_phase?: string;
  readonly operations: ReadonlyMap<string, Item>;
}

export type Item = Operation | Block;

/** A gate on given wires with given angles. Order: by column, then as listed. */
export interface Operation {
  readonly gate: string;
  readonly qubits: readonly number[];
  readonly angles?: readonly string[];
  readonly controls?: readonly number[];
  readonly anticontrols?: readonly number[];
  readonly clbits?: readonly number[];
  readonly conditions?: readonly Condition[];
  readonly column: number;
}

export interface Condition {
  readonly clbits: readonly number[];
  readonly value: number;
  readonly equal: boolean;
}

/** A group of operations that repeats; indexed names one parameter a repetition. */
export interface Block {
  readonly name?: string;
  readonly count: number;
  readonly indexed?: ReadonlyMap<string, readonly string[]>;
  readonly operations: ReadonlyMap<string, Item>;
  readonly column: number;
}

export interface DiagramBody {
  readonly kind: "diagram";
  readonly spiders: ReadonlyMap<string, Spider>;
  readonly edges: ReadonlyMap<string, Edge>;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export interface Spider {
  readonly kind: "Z" | "X" | "H" | "boundary";
  readonly phase?: string;
  readonly x: number;
  readonly y: number;
}

export interface Edge {
  readonly source: string;
  readonly target: string;
  readonly kind: "plain" | "hadamard";
}

/** What is drawn beside the body. */
export interface Layout {
  readonly displays?: ReadonlyMap<string, Display>;
}

/** A live display placed on wires after a column. */
export interface Display {
  readonly kind: "bloch" | "probabilities" | "expectation" | "density";
  readonly qubits: readonly number[];
  readonly column: number;
}

/** A simplification or rewrite that led here, with how it was checked. */
export interface StepRecord {
  readonly title: string;
  readonly verdict?: string;
  readonly before?: ReadonlyMap<string, number>;
  readonly after?: ReadonlyMap<string, number>;
}
