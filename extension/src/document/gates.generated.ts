// Generated from qdesign/gates/table/ by scripts/generate.py (make generate). Do not edit.

/** A row of the gate table; qdesign/gates/row.py says what each field means. */
export interface GateRow {
  readonly name: string;
  readonly label: string;
  readonly kind: "clifford" | "rotation" | "controlled" | "nonunitary";
  readonly numQubits: number;
  readonly angles: readonly string[];
  readonly definition: string;
  readonly inverse: readonly [string, readonly string[]] | null;
  readonly numControls: number;
  readonly base: string;
  readonly generator: string;
  readonly phase: string;
  readonly frequencies: readonly (readonly number[])[];
  readonly isSymmetric: boolean;
  readonly inStdgates: boolean;
  /** Row by row, real and imaginary parts by turns; null but for fixed one-qubit rows. */
  readonly matrix: readonly number[] | null;
}

export const ROWS: readonly GateRow[] = [
  { name: "id", label: "I", kind: "clifford", numQubits: 1, angles: [], definition: "gphase(0)", inverse: ["id", []], numControls: 0, base: "", generator: "", phase: "", frequencies: [], isSymmetric: false, inStdgates: true, matrix: [1, 0, 0, 0, 0, 0, 1, 0] },
  { name: "x", label: "X", kind: "clifford", numQubits: 1, angles: [], definition: "h 0; p(pi) 0; h 0", inverse: ["x", []], numControls: 0, base: "", generator: "", phase: "", frequencies: [], isSymmetric: false, inStdgates: true, matrix: [0, 0, 1, 0, 1, 0, 0, 0] },
  { name: "y", label: "Y", kind: "clifford", numQubits: 1, angles: [], definition: "p(pi) 0; h 0; p(pi) 0; h 0; gphase(pi/2)", inverse: ["y", []], numControls: 0, base: "", generator: "", phase: "", frequencies: [], isSymmetric: false, inStdgates: true, matrix: [0, 0, 0, -1, 0, 1, 0, 0] },
  { name: "z", label: "Z", kind: "clifford", numQubits: 1, angles: [], definition: "p(pi) 0", inverse: ["z", []], numControls: 0, base: "", generator: "", phase: "pi", frequencies: [], isSymmetric: false, inStdgates: true, matrix: [1, 0, 0, 0, 0, 0, -1, 1.2246467991473532e-16] },
  { name: "h", label: "H", kind: "clifford", numQubits: 1, angles: [], definition: "", inverse: ["h", []], numControls: 0, base: "", generator: "", phase: "", frequencies: [], isSymmetric: false, inStdgates: true, matrix: [0.7071067811865476, 0, 0.7071067811865476, 0, 0.7071067811865476, 0, -0.7071067811865476, 0] },
  { name: "s", label: "S", kind: "clifford", numQubits: 1, angles: [], definition: "p(pi/2) 0", inverse: ["sdg", []], numControls: 0, base: "", generator: "", phase: "pi/2", frequencies: [], isSymmetric: false, inStdgates: true, matrix: [1, 0, 0, 0, 0, 0, 6.123233995736766e-17, 1] },
  { name: "sdg", label: "S†", kind: "clifford", numQubits: 1, angles: [], definition: "p(-pi/2) 0", inverse: ["s", []], numControls: 0, base: "", generator: "", phase: "-pi/2", frequencies: [], isSymmetric: false, inStdgates: true, matrix: [1, 0, 0, 0, 0, 0, 6.123233995736766e-17, -1] },
  { name: "t", label: "T", kind: "rotation", numQubits: 1, angles: [], definition: "p(pi/4) 0", inverse: ["tdg", []], numControls: 0, base: "", generator: "", phase: "pi/4", frequencies: [], isSymmetric: false, inStdgates: true, matrix: [1, 0, 0, 0, 0, 0, 0.7071067811865476, 0.7071067811865475] },
  { name: "tdg", label: "T†", kind: "rotation", numQubits: 1, angles: [], definition: "p(-pi/4) 0", inverse: ["t", []], numControls: 0, base: "", generator: "", phase: "-pi/4", frequencies: [], isSymmetric: false, inStdgates: true, matrix: [1, 0, 0, 0, 0, 0, 0.7071067811865476, -0.7071067811865475] },
  { name: "sx", label: "√X", kind: "clifford", numQubits: 1, angles: [], definition: "h 0; p(pi/2) 0; h 0", inverse: ["sxdg", []], numControls: 0, base: "", generator: "", phase: "", frequencies: [], isSymmetric: false, inStdgates: true, matrix: [0.5, 0.5, 0.5, -0.5, 0.5, -0.5, 0.5, 0.5] },
  { name: "sxdg", label: "√X†", kind: "clifford", numQubits: 1, angles: [], definition: "h 0; p(-pi/2) 0; h 0", inverse: ["sx", []], numControls: 0, base: "", generator: "", phase: "", frequencies: [], isSymmetric: false, inStdgates: false, matrix: [0.5, -0.5, 0.5, 0.5, 0.5, 0.5, 0.5, -0.5] },
  { name: "rx", label: "RX", kind: "rotation", numQubits: 1, angles: ["theta"], definition: "h 0; rz(theta) 0; h 0", inverse: ["rx", ["-theta"]], numControls: 0, base: "", generator: "X", phase: "", frequencies: [[1]], isSymmetric: false, inStdgates: true, matrix: null },
  { name: "ry", label: "RY", kind: "rotation", numQubits: 1, angles: ["theta"], definition: "sdg 0; rx(theta) 0; s 0", inverse: ["ry", ["-theta"]], numControls: 0, base: "", generator: "Y", phase: "", frequencies: [[1]], isSymmetric: false, inStdgates: true, matrix: null },
  { name: "rz", label: "RZ", kind: "rotation", numQubits: 1, angles: ["phi"], definition: "gphase(-phi/2); p(phi) 0", inverse: ["rz", ["-phi"]], numControls: 0, base: "", generator: "Z", phase: "", frequencies: [[1]], isSymmetric: false, inStdgates: true, matrix: null },
  { name: "p", label: "P", kind: "rotation", numQubits: 1, angles: ["phi"], definition: "", inverse: ["p", ["-phi"]], numControls: 0, base: "", generator: "", phase: "phi", frequencies: [[1]], isSymmetric: false, inStdgates: true, matrix: null },
  { name: "u", label: "U", kind: "rotation", numQubits: 1, angles: ["theta", "phi", "lambda"], definition: "p(lambda) 0; ry(theta) 0; p(phi) 0", inverse: ["u", ["-theta", "-lambda", "-phi"]], numControls: 0, base: "", generator: "", phase: "", frequencies: [[1], [1], [1]], isSymmetric: false, inStdgates: false, matrix: null },
  { name: "u2", label: "U2", kind: "rotation", numQubits: 1, angles: ["phi", "lambda"], definition: "p(lambda) 0; ry(pi/2) 0; p(phi) 0", inverse: ["u2", ["-lambda - pi", "-phi + pi"]], numControls: 0, base: "", generator: "", phase: "", frequencies: [[1], [1]], isSymmetric: false, inStdgates: true, matrix: null },
  { name: "rxx", label: "RXX", kind: "rotation", numQubits: 2, angles: ["theta"], definition: "h 0; h 1; rzz(theta) 0 1; h 0; h 1", inverse: ["rxx", ["-theta"]], numControls: 0, base: "", generator: "XX", phase: "", frequencies: [[1]], isSymmetric: true, inStdgates: false, matrix: null },
  { name: "ryy", label: "RYY", kind: "rotation", numQubits: 2, angles: ["theta"], definition: "sdg 0; sdg 1; rxx(theta) 0 1; s 0; s 1", inverse: ["ryy", ["-theta"]], numControls: 0, base: "", generator: "YY", phase: "", frequencies: [[1]], isSymmetric: true, inStdgates: false, matrix: null },
  { name: "rzz", label: "RZZ", kind: "rotation", numQubits: 2, angles: ["theta"], definition: "cx 0 1; rz(theta) 1; cx 0 1", inverse: ["rzz", ["-theta"]], numControls: 0, base: "", generator: "ZZ", phase: "", frequencies: [[1]], isSymmetric: true, inStdgates: false, matrix: null },
  { name: "rzx", label: "RZX", kind: "rotation", numQubits: 2, angles: ["theta"], definition: "h 1; rzz(theta) 0 1; h 1", inverse: ["rzx", ["-theta"]], numControls: 0, base: "", generator: "XZ", phase: "", frequencies: [[1]], isSymmetric: false, inStdgates: false, matrix: null },
  { name: "cx", label: "X", kind: "controlled", numQubits: 2, angles: [], definition: "", inverse: ["cx", []], numControls: 1, base: "x", generator: "", phase: "", frequencies: [], isSymmetric: false, inStdgates: true, matrix: null },
  { name: "cy", label: "Y", kind: "controlled", numQubits: 2, angles: [], definition: "sdg 1; cx 0 1; s 1", inverse: ["cy", []], numControls: 1, base: "y", generator: "", phase: "", frequencies: [], isSymmetric: false, inStdgates: true, matrix: null },
  { name: "cz", label: "Z", kind: "controlled", numQubits: 2, angles: [], definition: "h 1; cx 0 1; h 1", inverse: ["cz", []], numControls: 1, base: "z", generator: "", phase: "pi", frequencies: [], isSymmetric: true, inStdgates: true, matrix: null },
  { name: "ch", label: "H", kind: "controlled", numQubits: 2, angles: [], definition: "ry(-pi/4) 1; cz 0 1; ry(pi/4) 1", inverse: ["ch", []], numControls: 1, base: "h", generator: "", phase: "", frequencies: [], isSymmetric: false, inStdgates: true, matrix: null },
  { name: "cs", label: "S", kind: "controlled", numQubits: 2, angles: [], definition: "cp(pi/2) 0 1", inverse: ["csdg", []], numControls: 1, base: "s", generator: "", phase: "pi/2", frequencies: [], isSymmetric: true, inStdgates: false, matrix: null },
  { name: "csdg", label: "S†", kind: "controlled", numQubits: 2, angles: [], definition: "cp(-pi/2) 0 1", inverse: ["cs", []], numControls: 1, base: "sdg", generator: "", phase: "-pi/2", frequencies: [], isSymmetric: true, inStdgates: false, matrix: null },
  { name: "csx", label: "√X", kind: "controlled", numQubits: 2, angles: [], definition: "h 1; cp(pi/2) 0 1; h 1", inverse: ["csxdg", []], numControls: 1, base: "sx", generator: "", phase: "", frequencies: [], isSymmetric: false, inStdgates: false, matrix: null },
  { name: "csxdg", label: "√X†", kind: "controlled", numQubits: 2, angles: [], definition: "h 1; cp(-pi/2) 0 1; h 1", inverse: ["csx", []], numControls: 1, base: "sxdg", generator: "", phase: "", frequencies: [], isSymmetric: false, inStdgates: false, matrix: null },
  { name: "cp", label: "P", kind: "controlled", numQubits: 2, angles: ["phi"], definition: "p(phi/2) 0; cx 0 1; p(-phi/2) 1; cx 0 1; p(phi/2) 1", inverse: ["cp", ["-phi"]], numControls: 1, base: "p", generator: "", phase: "phi", frequencies: [[1]], isSymmetric: true, inStdgates: true, matrix: null },
  { name: "crx", label: "RX", kind: "controlled", numQubits: 2, angles: ["theta"], definition: "h 1; crz(theta) 0 1; h 1", inverse: ["crx", ["-theta"]], numControls: 1, base: "rx", generator: "", phase: "", frequencies: [[0.5, 1]], isSymmetric: false, inStdgates: true, matrix: null },
  { name: "cry", label: "RY", kind: "controlled", numQubits: 2, angles: ["theta"], definition: "ry(theta/2) 1; cx 0 1; ry(-theta/2) 1; cx 0 1", inverse: ["cry", ["-theta"]], numControls: 1, base: "ry", generator: "", phase: "", frequencies: [[0.5, 1]], isSymmetric: false, inStdgates: true, matrix: null },
  { name: "crz", label: "RZ", kind: "controlled", numQubits: 2, angles: ["phi"], definition: "rz(phi/2) 1; cx 0 1; rz(-phi/2) 1; cx 0 1", inverse: ["crz", ["-phi"]], numControls: 1, base: "rz", generator: "", phase: "", frequencies: [[0.5, 1]], isSymmetric: false, inStdgates: true, matrix: null },
  { name: "cu", label: "U", kind: "controlled", numQubits: 2, angles: ["theta", "phi", "lambda", "gamma"], definition: "p(gamma) 0; p(lambda/2+phi/2) 0; p(lambda/2-phi/2) 1; cx 0 1; u(-theta/2, 0, -phi/2-lambda/2) 1; cx 0 1; u(theta/2, phi, 0) 1", inverse: ["cu", ["-theta", "-lambda", "-phi", "-gamma"]], numControls: 0, base: "", generator: "", phase: "", frequencies: [[0.5, 1], [1], [1], [1]], isSymmetric: false, inStdgates: true, matrix: null },
  { name: "swap", label: "SWAP", kind: "clifford", numQubits: 2, angles: [], definition: "cx 0 1; cx 1 0; cx 0 1", inverse: ["swap", []], numControls: 0, base: "", generator: "", phase: "", frequencies: [], isSymmetric: true, inStdgates: true, matrix: null },
  { name: "iswap", label: "iSWAP", kind: "clifford", numQubits: 2, angles: [], definition: "s 0; s 1; h 0; cx 0 1; cx 1 0; h 1", inverse: ["iswapdg", []], numControls: 0, base: "", generator: "", phase: "", frequencies: [], isSymmetric: true, inStdgates: false, matrix: null },
  { name: "iswapdg", label: "iSWAP†", kind: "clifford", numQubits: 2, angles: [], definition: "h 1; cx 1 0; cx 0 1; h 0; sdg 1; sdg 0", inverse: ["iswap", []], numControls: 0, base: "", generator: "", phase: "", frequencies: [], isSymmetric: true, inStdgates: false, matrix: null },
  { name: "dcx", label: "DCX", kind: "clifford", numQubits: 2, angles: [], definition: "cx 0 1; cx 1 0", inverse: ["dcxdg", []], numControls: 0, base: "", generator: "", phase: "", frequencies: [], isSymmetric: false, inStdgates: false, matrix: null },
  { name: "dcxdg", label: "DCX†", kind: "clifford", numQubits: 2, angles: [], definition: "cx 1 0; cx 0 1", inverse: ["dcx", []], numControls: 0, base: "", generator: "", phase: "", frequencies: [], isSymmetric: false, inStdgates: false, matrix: null },
  { name: "ecr", label: "ECR", kind: "clifford", numQubits: 2, angles: [], definition: "rzx(pi/4) 0 1; x 0; rzx(-pi/4) 0 1", inverse: ["ecr", []], numControls: 0, base: "", generator: "", phase: "", frequencies: [], isSymmetric: false, inStdgates: false, matrix: null },
  { name: "ccx", label: "X", kind: "controlled", numQubits: 3, angles: [], definition: "h 2; cx 1 2; tdg 2; cx 0 2; t 2; cx 1 2; tdg 2; cx 0 2; t 1; t 2; h 2; cx 0 1; t 0; tdg 1; cx 0 1", inverse: ["ccx", []], numControls: 2, base: "x", generator: "", phase: "", frequencies: [], isSymmetric: false, inStdgates: true, matrix: null },
  { name: "ccz", label: "Z", kind: "controlled", numQubits: 3, angles: [], definition: "h 2; ccx 0 1 2; h 2", inverse: ["ccz", []], numControls: 2, base: "z", generator: "", phase: "pi", frequencies: [], isSymmetric: true, inStdgates: false, matrix: null },
  { name: "cswap", label: "SWAP", kind: "controlled", numQubits: 3, angles: [], definition: "cx 2 1; ccx 0 1 2; cx 2 1", inverse: ["cswap", []], numControls: 1, base: "swap", generator: "", phase: "", frequencies: [], isSymmetric: false, inStdgates: true, matrix: null },
  { name: "rccx", label: "RCCX", kind: "controlled", numQubits: 3, angles: [], definition: "h 2; t 2; cx 1 2; tdg 2; cx 0 2; t 2; cx 1 2; tdg 2; h 2", inverse: ["rccx", []], numControls: 0, base: "", generator: "", phase: "", frequencies: [], isSymmetric: false, inStdgates: false, matrix: null },
  { name: "gphase", label: "e^i", kind: "rotation", numQubits: 0, angles: ["gamma"], definition: "", inverse: ["gphase", ["-gamma"]], numControls: 0, base: "", generator: "", phase: "gamma", frequencies: [[]], isSymmetric: false, inStdgates: true, matrix: null },
  { name: "measure", label: "M", kind: "nonunitary", numQubits: 1, angles: [], definition: "", inverse: null, numControls: 0, base: "", generator: "", phase: "", frequencies: [], isSymmetric: false, inStdgates: false, matrix: null },
  { name: "reset", label: "|0⟩", kind: "nonunitary", numQubits: 1, angles: [], definition: "", inverse: null, numControls: 0, base: "", generator: "", phase: "", frequencies: [], isSymmetric: false, inStdgates: false, matrix: null },
  { name: "barrier", label: "", kind: "nonunitary", numQubits: 1, angles: [], definition: "", inverse: null, numControls: 0, base: "", generator: "", phase: "", frequencies: [], isSymmetric: false, inStdgates: false, matrix: null },
];

/** Other names that are read for a row; never written. */
export const ALIASES: Readonly<Record<string, string>> = {
  u1: "p",
  phase: "p",
  u3: "u",
  U: "u",
  CX: "cx",
  cnot: "cx",
  cphase: "cp",
  cu1: "cp",
  toffoli: "ccx",
  fredkin: "cswap",
};
