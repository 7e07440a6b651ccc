// Generated from qdesign/gates/table/ by scripts/generate.py (make generate). Do not edit.

/** A row of the gate table; qdesign/gates/row.py says what each field means. */
export interface GateRow {
  readonly name: string;
  readonly title: string;
  readonly group: string;
  readonly label: string;
  readonly kind: "clifford" | "rotation" | "controlled" | "nonunitary";
  readonly numQubits: number;
  readonly angles: readonly string[];
  readonly definition: string;
  readonly controlled: string;
  readonly inverse: readonly [string, readonly string[]] | null;
  readonly numControls: number;
  readonly base: string;
  readonly generator: string;
  readonly phase: string;
  readonly axes: string;
  readonly turn: string;
  readonly zx: string;
  readonly isIdle: boolean;
  readonly engine: "" | "flip" | "exchange";
  readonly numTwoQubit: number;
  readonly isDirected: boolean;
  readonly symbol: "box" | "not" | "dot" | "swap" | "measure" | "reset" | "barrier" | "phase";
  readonly controlledSymbol: "" | "not" | "dot";
  readonly latex: string;
  readonly keys: readonly string[];
  readonly inStdgates: boolean;
  readonly openqasm3: string;
  readonly openqasm3Exactly: string;
  readonly qiskit: string;
  /** The method of QuantumCircuit that appends it; empty where there is none. */
  readonly qiskitMethod: string;
  readonly qiskitInverse: boolean;
  /** Row by row, real and imaginary parts by turns; null but for fixed one-qubit rows. */
  readonly matrix: readonly number[] | null;
}

const USUAL = {
  name: "", title: "", group: "", label: "", kind: "clifford", numQubits: 1, angles: [], definition: "",
  controlled: "", inverse: null, numControls: 0, base: "", generator: "", phase: "", axes: "", turn: "", zx: "",
  isIdle: false, engine: "", numTwoQubit: 0, isDirected: false, symbol: "box", controlledSymbol: "", latex: "",
  keys: [], inStdgates: false, openqasm3Exactly: "", openqasm3: "", qiskit: "", qiskitMethod: "",
  qiskitInverse: false, matrix: null,
} as const;

export const ROWS: readonly GateRow[] = [
  {
    ...USUAL, name: "id", title: "Identity", label: "I", definition: "gphase(0)", inverse: ["id", []], axes: "I",
    isIdle: true, inStdgates: true, qiskit: "IGate", qiskitMethod: "id", matrix: [1, 0, 0, 0, 0, 0, 1, 0],
  },
  {
    ...USUAL, name: "x", title: "X", group: "Pauli and Clifford", label: "X", definition: "h 0; p(pi) 0; h 0",
    inverse: ["x", []], axes: "X", turn: "pi", engine: "flip", controlledSymbol: "not", keys: ["x"],
    inStdgates: true, qiskit: "XGate", qiskitMethod: "x", matrix: [0, 0, 1, 0, 1, 0, 0, 0],
  },
  {
    ...USUAL, name: "y", title: "Y", group: "Pauli and Clifford", label: "Y",
    definition: "p(pi) 0; h 0; p(pi) 0; h 0; gphase(pi/2)", controlled: "sdg 0; x 0; s 0", inverse: ["y", []],
    axes: "Y", turn: "pi", keys: ["y"], inStdgates: true, qiskit: "YGate", qiskitMethod: "y",
    matrix: [0, 0, 0, -1, 0, 1, 0, 0],
  },
  {
    ...USUAL, name: "z", title: "Z", group: "Pauli and Clifford", label: "Z", definition: "p(pi) 0",
    inverse: ["z", []], phase: "pi", axes: "Z", turn: "pi", controlledSymbol: "dot", keys: ["z"],
    inStdgates: true, qiskit: "ZGate", qiskitMethod: "z", matrix: [1, 0, 0, 0, 0, 0, -1, 1.2246467991473532e-16],
  },
  {
    ...USUAL, name: "h", title: "H", group: "Pauli and Clifford", label: "H",
    controlled: "ry(-pi/4) 0; z 0; ry(pi/4) 0", inverse: ["h", []], axes: "-", keys: ["h"], inStdgates: true,
    qiskit: "HGate", qiskitMethod: "h",
    matrix: [0.7071067811865476, 0, 0.7071067811865476, 0, 0.7071067811865476, 0, -0.7071067811865476, 0],
  },
  {
    ...USUAL, name: "s", title: "S", group: "Pauli and Clifford", label: "S", definition: "p(pi/2) 0",
    inverse: ["sdg", []], phase: "pi/2", axes: "Z", turn: "pi/2", keys: ["s"], inStdgates: true, qiskit: "SGate",
    qiskitMethod: "s", matrix: [1, 0, 0, 0, 0, 0, 6.123233995736766e-17, 1],
  },
  {
    ...USUAL, name: "sdg", title: "S†", group: "Pauli and Clifford", label: "S†", definition: "p(-pi/2) 0",
    inverse: ["s", []], phase: "-pi/2", axes: "Z", turn: "-pi/2", latex: "S^\\dagger", keys: ["Shift+S"],
    inStdgates: true, qiskit: "SdgGate", qiskitMethod: "sdg",
    matrix: [1, 0, 0, 0, 0, 0, 6.123233995736766e-17, -1],
  },
  {
    ...USUAL, name: "t", title: "T", group: "More", label: "T", kind: "rotation", definition: "p(pi/4) 0",
    inverse: ["tdg", []], phase: "pi/4", axes: "Z", turn: "pi/4", keys: ["t"], inStdgates: true, qiskit: "TGate",
    qiskitMethod: "t", matrix: [1, 0, 0, 0, 0, 0, 0.7071067811865476, 0.7071067811865475],
  },
  {
    ...USUAL, name: "tdg", title: "T†", group: "More", label: "T†", kind: "rotation", definition: "p(-pi/4) 0",
    inverse: ["t", []], phase: "-pi/4", axes: "Z", turn: "-pi/4", latex: "T^\\dagger", keys: ["Shift+T"],
    inStdgates: true, qiskit: "TdgGate", qiskitMethod: "tdg",
    matrix: [1, 0, 0, 0, 0, 0, 0.7071067811865476, -0.7071067811865475],
  },
  {
    ...USUAL, name: "sx", title: "√X", group: "Pauli and Clifford", label: "√X",
    definition: "h 0; p(pi/2) 0; h 0", inverse: ["sxdg", []], axes: "X", turn: "pi/2", latex: "\\sqrt{X}",
    keys: ["v"], inStdgates: true, qiskit: "SXGate", qiskitMethod: "sx",
    matrix: [0.5, 0.5, 0.5, -0.5, 0.5, -0.5, 0.5, 0.5],
  },
  {
    ...USUAL, name: "sxdg", title: "√X†", label: "√X†", definition: "h 0; p(-pi/2) 0; h 0", inverse: ["sx", []],
    axes: "X", turn: "-pi/2", latex: "\\sqrt{X}^\\dagger", qiskit: "SXdgGate", qiskitMethod: "sxdg",
    matrix: [0.5, -0.5, 0.5, 0.5, 0.5, 0.5, 0.5, -0.5],
  },
  {
    ...USUAL, name: "rx", title: "RX", group: "Rotations", label: "RX", kind: "rotation", angles: ["theta"],
    definition: "h 0; rz(theta) 0; h 0", inverse: ["rx", ["-theta"]], generator: "X", axes: "X", turn: "theta",
    latex: "R_X", keys: ["Shift+X"], inStdgates: true, qiskit: "RXGate", qiskitMethod: "rx",
  },
  {
    ...USUAL, name: "ry", title: "RY", group: "Rotations", label: "RY", kind: "rotation", angles: ["theta"],
    definition: "sdg 0; rx(theta) 0; s 0", inverse: ["ry", ["-theta"]], generator: "Y", axes: "Y", turn: "theta",
    latex: "R_Y", keys: ["Shift+Y"], inStdgates: true, qiskit: "RYGate", qiskitMethod: "ry",
  },
  {
    ...USUAL, name: "rz", title: "RZ", group: "Rotations", label: "RZ", kind: "rotation", angles: ["phi"],
    definition: "gphase(-phi/2); p(phi) 0", inverse: ["rz", ["-phi"]], generator: "Z", axes: "Z", turn: "phi",
    latex: "R_Z", keys: ["Shift+Z"], inStdgates: true, qiskit: "RZGate", qiskitMethod: "rz",
  },
  {
    ...USUAL, name: "p", title: "P", group: "Rotations", label: "P", kind: "rotation", angles: ["phi"],
    inverse: ["p", ["-phi"]], phase: "phi", axes: "Z", turn: "phi", keys: ["p"], inStdgates: true,
    qiskit: "PhaseGate", qiskitMethod: "p",
  },
  {
    ...USUAL, name: "u", title: "U", group: "Rotations", label: "U", kind: "rotation",
    angles: ["theta", "phi", "lambda"], definition: "p(lambda) 0; ry(theta) 0; p(phi) 0",
    controlled: "rz(lambda) 0; ry(theta) 0; rz(phi) 0; gphase(lambda/2+phi/2)",
    inverse: ["u", ["-theta", "-lambda", "-phi"]], axes: "-", keys: ["u"], openqasm3Exactly: "u", openqasm3: "U",
    qiskit: "UGate", qiskitMethod: "u",
  },
  {
    ...USUAL, name: "u2", title: "U2", label: "U2", kind: "rotation", angles: ["phi", "lambda"],
    definition: "p(lambda) 0; ry(pi/2) 0; p(phi) 0",
    controlled: "rz(lambda) 0; ry(pi/2) 0; rz(phi) 0; gphase(lambda/2+phi/2)",
    inverse: ["u2", ["-lambda - pi", "-phi + pi"]], axes: "-", inStdgates: true, openqasm3Exactly: "esc_u2",
    qiskit: "U2Gate",
  },
  {
    ...USUAL, name: "rxx", title: "RXX", group: "Rotations", label: "RXX", kind: "rotation", numQubits: 2,
    angles: ["theta"], definition: "h 0; h 1; rzz(theta) 0 1; h 0; h 1", inverse: ["rxx", ["-theta"]],
    generator: "XX", axes: "XX", turn: "theta", numTwoQubit: 1, latex: "R_{XX}", keys: ["Shift+R"],
    qiskit: "RXXGate", qiskitMethod: "rxx",
  },
  {
    ...USUAL, name: "ryy", title: "RYY", group: "Rotations", label: "RYY", kind: "rotation", numQubits: 2,
    angles: ["theta"], definition: "sdg 0; sdg 1; rxx(theta) 0 1; s 0; s 1", inverse: ["ryy", ["-theta"]],
    generator: "YY", axes: "YY", turn: "theta", numTwoQubit: 1, latex: "R_{YY}", qiskit: "RYYGate",
    qiskitMethod: "ryy",
  },
  {
    ...USUAL, name: "rzz", title: "RZZ", group: "Rotations", label: "RZZ", kind: "rotation", numQubits: 2,
    angles: ["theta"], definition: "cx 0 1; rz(theta) 1; cx 0 1", inverse: ["rzz", ["-theta"]], generator: "ZZ",
    axes: "ZZ", turn: "theta", numTwoQubit: 1, latex: "R_{ZZ}", keys: ["r"], qiskit: "RZZGate",
    qiskitMethod: "rzz",
  },
  {
    ...USUAL, name: "rzx", title: "RZX", label: "RZX", kind: "rotation", numQubits: 2, angles: ["theta"],
    definition: "h 1; rzz(theta) 0 1; h 1", inverse: ["rzx", ["-theta"]], generator: "XZ", axes: "ZX",
    turn: "theta", numTwoQubit: 1, isDirected: true, latex: "R_{ZX}", qiskit: "RZXGate", qiskitMethod: "rzx",
  },
  {
    ...USUAL, name: "cx", title: "CX: controlled X", group: "Pauli and Clifford", label: "X", kind: "controlled",
    numQubits: 2, inverse: ["cx", []], numControls: 1, base: "x", axes: "ZX", numTwoQubit: 1, keys: ["c"],
    inStdgates: true, qiskit: "CXGate", qiskitMethod: "cx",
  },
  {
    ...USUAL, name: "cy", title: "CY", group: "More", label: "Y", kind: "controlled", numQubits: 2,
    definition: "sdg 1; cx 0 1; s 1", inverse: ["cy", []], numControls: 1, base: "y", axes: "ZY", numTwoQubit: 1,
    inStdgates: true, qiskit: "CYGate", qiskitMethod: "cy",
  },
  {
    ...USUAL, name: "cz", title: "CZ: controlled Z", group: "Pauli and Clifford", label: "Z", kind: "controlled",
    numQubits: 2, definition: "h 1; cx 0 1; h 1", inverse: ["cz", []], numControls: 1, base: "z", phase: "pi",
    axes: "ZZ", numTwoQubit: 1, keys: ["Shift+C"], inStdgates: true, qiskit: "CZGate", qiskitMethod: "cz",
  },
  {
    ...USUAL, name: "ch", title: "CH", group: "More", label: "H", kind: "controlled", numQubits: 2,
    definition: "ry(-pi/4) 1; cz 0 1; ry(pi/4) 1", inverse: ["ch", []], numControls: 1, base: "h", axes: "Z-",
    numTwoQubit: 1, inStdgates: true, qiskit: "CHGate", qiskitMethod: "ch",
  },
  {
    ...USUAL, name: "cs", title: "CS", label: "S", kind: "controlled", numQubits: 2, definition: "cp(pi/2) 0 1",
    inverse: ["csdg", []], numControls: 1, base: "s", phase: "pi/2", axes: "ZZ", numTwoQubit: 1, qiskit: "CSGate",
    qiskitMethod: "cs",
  },
  {
    ...USUAL, name: "csdg", title: "CS†", label: "S†", kind: "controlled", numQubits: 2,
    definition: "cp(-pi/2) 0 1", inverse: ["cs", []], numControls: 1, base: "sdg", phase: "-pi/2", axes: "ZZ",
    numTwoQubit: 1, qiskit: "CSdgGate", qiskitMethod: "csdg",
  },
  {
    ...USUAL, name: "csx", title: "C√X", label: "√X", kind: "controlled", numQubits: 2,
    definition: "h 1; cp(pi/2) 0 1; h 1", inverse: ["csxdg", []], numControls: 1, base: "sx", axes: "ZX",
    numTwoQubit: 1, qiskit: "CSXGate", qiskitMethod: "csx",
  },
  {
    ...USUAL, name: "csxdg", title: "C√X†", label: "√X†", kind: "controlled", numQubits: 2,
    definition: "h 1; cp(-pi/2) 0 1; h 1", inverse: ["csx", []], numControls: 1, base: "sxdg", axes: "ZX",
    numTwoQubit: 1, qiskit: "CSXGate", qiskitInverse: true,
  },
  {
    ...USUAL, name: "cp", title: "CP", group: "Rotations", label: "P", kind: "controlled", numQubits: 2,
    angles: ["phi"], definition: "p(phi/2) 0; cx 0 1; p(-phi/2) 1; cx 0 1; p(phi/2) 1", inverse: ["cp", ["-phi"]],
    numControls: 1, base: "p", phase: "phi", axes: "ZZ", numTwoQubit: 1, keys: ["Shift+P"], inStdgates: true,
    qiskit: "CPhaseGate", qiskitMethod: "cp",
  },
  {
    ...USUAL, name: "crx", title: "CRX", label: "RX", kind: "controlled", numQubits: 2, angles: ["theta"],
    definition: "h 1; crz(theta) 0 1; h 1", inverse: ["crx", ["-theta"]], numControls: 1, base: "rx", axes: "ZX",
    numTwoQubit: 1, inStdgates: true, qiskit: "CRXGate", qiskitMethod: "crx",
  },
  {
    ...USUAL, name: "cry", title: "CRY", label: "RY", kind: "controlled", numQubits: 2, angles: ["theta"],
    definition: "ry(theta/2) 1; cx 0 1; ry(-theta/2) 1; cx 0 1", inverse: ["cry", ["-theta"]], numControls: 1,
    base: "ry", axes: "ZY", zx: "sdg 1; crx(theta) 0 1; s 1", numTwoQubit: 1, inStdgates: true, qiskit: "CRYGate",
    qiskitMethod: "cry",
  },
  {
    ...USUAL, name: "crz", title: "CRZ", group: "Rotations", label: "RZ", kind: "controlled", numQubits: 2,
    angles: ["phi"], definition: "rz(phi/2) 1; cx 0 1; rz(-phi/2) 1; cx 0 1", inverse: ["crz", ["-phi"]],
    numControls: 1, base: "rz", axes: "ZZ", zx: "rz(phi/2) 1; rzz(-phi/2) 0 1", numTwoQubit: 1, inStdgates: true,
    qiskit: "CRZGate", qiskitMethod: "crz",
  },
  {
    ...USUAL, name: "cu", title: "CU", label: "U", kind: "controlled", numQubits: 2,
    angles: ["theta", "phi", "lambda", "gamma"],
    definition: "p(gamma) 0; p(lambda/2+phi/2) 0; p(lambda/2-phi/2) 1; cx 0 1; u(-theta/2, 0, -phi/2-lambda/2) 1; cx 0 1; u(theta/2, phi, 0) 1",
    controlled: "p(gamma+lambda/2+phi/2) 0; crz(lambda) 0 1; cry(theta) 0 1; crz(phi) 0 1",
    inverse: ["cu", ["-theta", "-lambda", "-phi", "-gamma"]], numControls: 1, axes: "Z-", numTwoQubit: 1,
    inStdgates: true, qiskit: "CUGate", qiskitMethod: "cu",
  },
  {
    ...USUAL, name: "swap", title: "SWAP", group: "Pauli and Clifford", label: "SWAP", numQubits: 2,
    definition: "cx 0 1; cx 1 0; cx 0 1", controlled: "cx 1 0; cx 0 1; cx 1 0", inverse: ["swap", []], axes: "--",
    engine: "exchange", numTwoQubit: 1, symbol: "swap", keys: ["w"], inStdgates: true, qiskit: "SwapGate",
    qiskitMethod: "swap",
  },
  {
    ...USUAL, name: "iswap", title: "iSWAP", label: "iSWAP", numQubits: 2,
    definition: "s 0; s 1; h 0; cx 0 1; cx 1 0; h 1", inverse: ["iswapdg", []], axes: "--", numTwoQubit: 1,
    qiskit: "iSwapGate", qiskitMethod: "iswap",
  },
  {
    ...USUAL, name: "iswapdg", title: "iSWAP†", label: "iSWAP†", numQubits: 2,
    definition: "h 1; cx 1 0; cx 0 1; h 0; sdg 1; sdg 0", inverse: ["iswap", []], axes: "--", numTwoQubit: 1,
    latex: "\\mathrm{iSWAP}^\\dagger", qiskit: "iSwapGate", qiskitInverse: true,
  },
  {
    ...USUAL, name: "dcx", title: "DCX", label: "DCX", numQubits: 2, definition: "cx 0 1; cx 1 0",
    inverse: ["dcxdg", []], axes: "--", numTwoQubit: 1, isDirected: true, qiskit: "DCXGate", qiskitMethod: "dcx",
  },
  {
    ...USUAL, name: "dcxdg", title: "DCX†", label: "DCX†", numQubits: 2, definition: "cx 1 0; cx 0 1",
    inverse: ["dcx", []], axes: "--", numTwoQubit: 1, isDirected: true, latex: "\\mathrm{DCX}^\\dagger",
    qiskit: "DCXGate", qiskitInverse: true,
  },
  {
    ...USUAL, name: "ecr", title: "ECR", label: "ECR", numQubits: 2,
    definition: "rzx(pi/4) 0 1; x 0; rzx(-pi/4) 0 1", inverse: ["ecr", []], axes: "-X",
    zx: "h 1; rzz(pi/2) 0 1; h 1; x 0", numTwoQubit: 1, isDirected: true, qiskit: "ECRGate", qiskitMethod: "ecr",
  },
  {
    ...USUAL, name: "ccx", title: "CCX: Toffoli", group: "More", label: "X", kind: "controlled", numQubits: 3,
    definition: "h 2; cx 1 2; tdg 2; cx 0 2; t 2; cx 1 2; tdg 2; cx 0 2; t 1; t 2; h 2; cx 0 1; t 0; tdg 1; cx 0 1",
    inverse: ["ccx", []], numControls: 2, base: "x", axes: "ZZX", zx: "h 2; ccz 0 1 2; h 2", numTwoQubit: 6,
    keys: ["Shift+W"], inStdgates: true, qiskit: "CCXGate", qiskitMethod: "ccx",
  },
  {
    ...USUAL, name: "ccz", title: "CCZ", label: "Z", kind: "controlled", numQubits: 3,
    definition: "h 2; ccx 0 1 2; h 2", inverse: ["ccz", []], numControls: 2, base: "z", phase: "pi", axes: "ZZZ",
    numTwoQubit: 6, qiskit: "CCZGate", qiskitMethod: "ccz",
  },
  {
    ...USUAL, name: "cswap", title: "CSWAP", label: "SWAP", kind: "controlled", numQubits: 3,
    definition: "cx 2 1; ccx 0 1 2; cx 2 1", inverse: ["cswap", []], numControls: 1, base: "swap", axes: "Z--",
    numTwoQubit: 8, inStdgates: true, qiskit: "CSwapGate", qiskitMethod: "cswap",
  },
  {
    ...USUAL, name: "rccx", title: "RCCX", label: "RCCX", kind: "controlled", numQubits: 3,
    definition: "h 2; t 2; cx 1 2; tdg 2; cx 0 2; t 2; cx 1 2; tdg 2; h 2", inverse: ["rccx", []], axes: "ZZ-",
    numTwoQubit: 3, isDirected: true, qiskit: "RCCXGate", qiskitMethod: "rccx",
  },
  {
    ...USUAL, name: "gphase", title: "Global phase", label: "e^i", kind: "rotation", numQubits: 0,
    angles: ["gamma"], inverse: ["gphase", ["-gamma"]], phase: "gamma", symbol: "phase", inStdgates: true,
    qiskit: "GlobalPhaseGate",
  },
  {
    ...USUAL, name: "measure", title: "Measure", group: "Measure and classical", label: "M", kind: "nonunitary",
    symbol: "measure", keys: ["m"], qiskitMethod: "measure",
  },
  {
    ...USUAL, name: "reset", title: "Reset to |0⟩", group: "Measure and classical", label: "|0⟩",
    kind: "nonunitary", symbol: "reset", latex: "\\ket{0}", keys: ["0"], qiskitMethod: "reset",
  },
  {
    ...USUAL, name: "barrier", title: "Barrier", group: "Measure and classical", kind: "nonunitary", isIdle: true,
    symbol: "barrier", keys: ["b"], qiskitMethod: "barrier",
  },
];

/** Headings of the palette in its order. */
export const GROUPS: readonly string[] = ["Pauli and Clifford", "Rotations", "Measure and classical", "More"];

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
