// Generated from qdesign.catalog() by scripts/generate.py (make generate). Do not edit.

export interface RowOption {
  readonly name: string;
  readonly title: string;
  readonly kind: "integer" | "number" | "choice" | "text" | "flag";
  readonly default: number | string | boolean | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly choices: readonly string[];
  readonly titles: readonly string[];
  readonly unit: string;
  readonly help: string;
}

export interface Row {
  readonly name: string;
  readonly title: string;
  readonly group: string;
  readonly help: string;
  readonly options: readonly RowOption[];
  readonly origin: string;
}

export interface StrategyRow extends Row {
  readonly reduction: "full" | "clifford";
  readonly is_for_diagrams: boolean;
  readonly needs_tket: boolean;
}

export interface OptimizerRow extends Row {
  readonly uses_gradient: boolean;
}

export interface TemplateRow extends Row {
  readonly on_card: boolean;
  readonly card_layers: number;
  readonly num_qubits: number | null;
  readonly problem: string;
}

export interface ProblemRow extends Row {
  readonly num_qubits: number | null;
  readonly is_drawn_by_pages: boolean;
  readonly detail: string;
}

export interface ExporterRow extends Row {
  readonly takes: string;
  readonly mime: string;
  readonly suffix: string;
  readonly is_program: boolean;
}

/** Rows of each kind that menus show, in their order. */
export interface Catalog {
  readonly strategy: readonly StrategyRow[];
  readonly optimizer: readonly OptimizerRow[];
  readonly template: readonly TemplateRow[];
  readonly problem: readonly ProblemRow[];
  readonly exporter: readonly ExporterRow[];
}

/** The rows of this release, where Python does not answer. */
export const CATALOG: Catalog = {
  strategy: [
    {"name": "best", "title": "Best of all", "group": "", "help": "tries every strategy, keeps the smallest", "options": [{"name": "minimize", "title": "As few", "kind": "choice", "default": "two_qubit", "low": null, "high": null, "choices": ["two_qubit", "rotations", "t", "depth"], "titles": ["two-qubit", "rotations", "T", "depth"], "unit": "", "help": "what there is to be as little of as possible"}], "origin": "qdesign", "reduction": "full", "is_for_diagrams": false, "needs_tket": true},
    {"name": "teleport", "title": "Phase teleportation", "group": "", "help": "keeps the layout, merges phases", "options": [{"name": "minimize", "title": "As few", "kind": "choice", "default": "two_qubit", "low": null, "high": null, "choices": ["two_qubit", "rotations", "t", "depth"], "titles": ["two-qubit", "rotations", "T", "depth"], "unit": "", "help": "what there is to be as little of as possible"}], "origin": "qdesign", "reduction": "full", "is_for_diagrams": false, "needs_tket": false},
    {"name": "merge", "title": "Merge rotations", "group": "", "help": "neighboring rotations only", "options": [{"name": "minimize", "title": "As few", "kind": "choice", "default": "two_qubit", "low": null, "high": null, "choices": ["two_qubit", "rotations", "t", "depth"], "titles": ["two-qubit", "rotations", "T", "depth"], "unit": "", "help": "what there is to be as little of as possible"}], "origin": "qdesign", "reduction": "full", "is_for_diagrams": false, "needs_tket": true},
    {"name": "todd", "title": "T gates", "group": "", "help": "fewest T gates, for Clifford and T", "options": [{"name": "minimize", "title": "As few", "kind": "choice", "default": "two_qubit", "low": null, "high": null, "choices": ["two_qubit", "rotations", "t", "depth"], "titles": ["two-qubit", "rotations", "T", "depth"], "unit": "", "help": "what there is to be as little of as possible"}], "origin": "qdesign", "reduction": "full", "is_for_diagrams": false, "needs_tket": true},
    {"name": "clifford", "title": "Clifford simplification", "group": "", "help": "through ZX, extracted again", "options": [{"name": "minimize", "title": "As few", "kind": "choice", "default": "two_qubit", "low": null, "high": null, "choices": ["two_qubit", "rotations", "t", "depth"], "titles": ["two-qubit", "rotations", "T", "depth"], "unit": "", "help": "what there is to be as little of as possible"}], "origin": "qdesign", "reduction": "clifford", "is_for_diagrams": true, "needs_tket": false},
    {"name": "full", "title": "Full reduction", "group": "", "help": "through ZX, extracted again", "options": [{"name": "minimize", "title": "As few", "kind": "choice", "default": "two_qubit", "low": null, "high": null, "choices": ["two_qubit", "rotations", "t", "depth"], "titles": ["two-qubit", "rotations", "T", "depth"], "unit": "", "help": "what there is to be as little of as possible"}], "origin": "qdesign", "reduction": "full", "is_for_diagrams": true, "needs_tket": false},
  ],
  optimizer: [
    {"name": "lbfgs", "title": "L-BFGS", "group": "", "help": "follows the exact gradient, with curvature learned on the way", "options": [{"name": "max_steps", "title": "Steps at most", "kind": "integer", "default": 1000, "low": 1, "high": null, "choices": [], "titles": [], "unit": "", "help": "iterations, at most"}, {"name": "tolerance", "title": "Tolerance", "kind": "number", "default": 1e-10, "low": 0, "high": null, "choices": [], "titles": [], "unit": "", "help": "a step that gains less energy than this ends it"}], "origin": "qdesign", "uses_gradient": true},
    {"name": "cobyla", "title": "COBYLA", "group": "", "help": "uses energies alone, through linear models of them", "options": [{"name": "max_steps", "title": "Steps at most", "kind": "integer", "default": 5000, "low": 1, "high": null, "choices": [], "titles": [], "unit": "", "help": "energies, at most"}, {"name": "tolerance", "title": "Tolerance", "kind": "number", "default": 1e-10, "low": 0, "high": null, "choices": [], "titles": [], "unit": "", "help": "a step that gains less energy than this ends it"}], "origin": "qdesign", "uses_gradient": false},
    {"name": "rotosolve", "title": "Rotosolve", "group": "", "help": "puts one parameter after the other where the energy along it is lowest, exactly", "options": [{"name": "max_steps", "title": "Steps at most", "kind": "integer", "default": 300, "low": 1, "high": null, "choices": [], "titles": [], "unit": "", "help": "rounds, at most"}, {"name": "tolerance", "title": "Tolerance", "kind": "number", "default": 1e-10, "low": 0, "high": null, "choices": [], "titles": [], "unit": "", "help": "a step that gains less energy than this ends it"}], "origin": "qdesign", "uses_gradient": false},
    {"name": "adam", "title": "Adam", "group": "", "help": "follows the exact gradient, scaled by what it was before", "options": [{"name": "max_steps", "title": "Steps at most", "kind": "integer", "default": 1000, "low": 1, "high": null, "choices": [], "titles": [], "unit": "", "help": "iterations, at most"}, {"name": "tolerance", "title": "Tolerance", "kind": "number", "default": 1e-10, "low": 0, "high": null, "choices": [], "titles": [], "unit": "", "help": "a step that gains less energy than this ends it"}, {"name": "rate", "title": "Rate", "kind": "number", "default": 0.05, "low": 1e-06, "high": 10, "choices": [], "titles": [], "unit": "rad", "help": "how far the first step goes; it falls to zero over the steps"}, {"name": "mean_share", "title": "Share of the newest in the mean", "kind": "number", "default": 0.1, "low": 0.0001, "high": 1, "choices": [], "titles": [], "unit": "", "help": "1 - β₁: how much of each gradient enters the mean"}, {"name": "square_share", "title": "Share of the newest in the mean square", "kind": "number", "default": 0.001, "low": 1e-06, "high": 1, "choices": [], "titles": [], "unit": "", "help": "1 - β₂: how much of each squared gradient enters the mean square"}, {"name": "epsilon", "title": "ε", "kind": "number", "default": 1e-12, "low": 1e-15, "high": 1, "choices": [], "titles": [], "unit": "", "help": "what keeps a step finite where the gradient vanishes"}], "origin": "qdesign", "uses_gradient": true},
  ],
  template: [
    {"name": "ry_rz_cx", "title": "RY RZ layers, CX ladder", "group": "Hardware-efficient", "help": "RY and RZ on every qubit, CX from each to the next", "options": [{"name": "num_qubits", "title": "Qubits", "kind": "integer", "default": 4, "low": 1, "high": 10000, "choices": [], "titles": [], "unit": "", "help": ""}, {"name": "layers", "title": "Layers", "kind": "integer", "default": 1, "low": 1, "high": 1000, "choices": [], "titles": [], "unit": "", "help": ""}], "origin": "qdesign", "on_card": true, "card_layers": 1, "num_qubits": null, "problem": "tfim"},
    {"name": "hva_tfim", "title": "Hamiltonian variational, Ising chain", "group": "Problem-inspired", "help": "Evolutions under the bonds and the field of the Ising chain, by turns", "options": [{"name": "num_qubits", "title": "Qubits", "kind": "integer", "default": 4, "low": 2, "high": 10000, "choices": [], "titles": [], "unit": "", "help": ""}, {"name": "layers", "title": "Layers", "kind": "integer", "default": 1, "low": 1, "high": 1000, "choices": [], "titles": [], "unit": "", "help": ""}], "origin": "qdesign", "on_card": true, "card_layers": 3, "num_qubits": null, "problem": "tfim"},
    {"name": "uccsd_h2", "title": "UCCSD for H₂ (2 qubits)", "group": "Problem-inspired", "help": "Single and double excitations of the hydrogen molecule", "options": [], "origin": "qdesign", "on_card": true, "card_layers": 1, "num_qubits": 2, "problem": "h2"},
  ],
  problem: [
    {"name": "h2", "title": "H₂ at 0.735 Å", "group": "Molecules", "help": "the hydrogen molecule in STO-3G on two qubits, energies in hartree", "options": [{"name": "bond_length", "title": "Bond length", "kind": "number", "default": 0.735, "low": 0.1, "high": 20.0, "choices": [], "titles": [], "unit": "Å", "help": ""}], "origin": "qdesign", "num_qubits": 2, "is_drawn_by_pages": true, "detail": "bond_length"},
    {"name": "tfim", "title": "Transverse-field Ising chain, field 1", "group": "Spin chains", "help": "H = -Σ ZZ - field Σ X, solved by free fermions at any size", "options": [{"name": "num_qubits", "title": "Qubits", "kind": "integer", "default": 4, "low": 2, "high": 1000, "choices": [], "titles": [], "unit": "", "help": ""}, {"name": "field", "title": "Field", "kind": "number", "default": 1.0, "low": -1000000.0, "high": 1000000.0, "choices": [], "titles": [], "unit": "", "help": "in units of the coupling"}, {"name": "periodic", "title": "Periodic", "kind": "flag", "default": false, "low": null, "high": null, "choices": [], "titles": [], "unit": "", "help": "join the last site with the first"}], "origin": "qdesign", "num_qubits": null, "is_drawn_by_pages": true, "detail": "field"},
    {"name": "heisenberg", "title": "Heisenberg chain", "group": "Spin chains", "help": "H = Σ XX + YY + ZZ, Pauli matrices", "options": [{"name": "num_qubits", "title": "Qubits", "kind": "integer", "default": 4, "low": 2, "high": 1000, "choices": [], "titles": [], "unit": "", "help": ""}, {"name": "periodic", "title": "Periodic", "kind": "flag", "default": false, "low": null, "high": null, "choices": [], "titles": [], "unit": "", "help": "join the last site with the first"}], "origin": "qdesign", "num_qubits": null, "is_drawn_by_pages": false, "detail": ""},
    {"name": "maxcut", "title": "MaxCut on a ring", "group": "Graphs", "help": "minus the largest cut of a graph, a ring when no edges are given", "options": [{"name": "num_qubits", "title": "Qubits", "kind": "integer", "default": 4, "low": 2, "high": 1000, "choices": [], "titles": [], "unit": "", "help": ""}, {"name": "edges", "title": "Edges", "kind": "text", "default": "", "low": null, "high": null, "choices": [], "titles": [], "unit": "", "help": "pairs of nodes, such as 0-1,1-2"}], "origin": "qdesign", "num_qubits": null, "is_drawn_by_pages": false, "detail": "edges"},
  ],
  exporter: [
    {"name": "openqasm3", "title": "OpenQASM 3", "group": "Programs", "help": "Free parameters become inputs; composite gates and control modifiers are kept", "options": [], "origin": "qdesign", "takes": "circuit", "mime": "text/plain", "suffix": ".qasm", "is_program": true},
    {"name": "openqasm2", "title": "OpenQASM 2", "group": "Programs", "help": "Without free parameters and global phase, which it cannot say", "options": [], "origin": "qdesign", "takes": "circuit", "mime": "text/plain", "suffix": ".qasm", "is_program": true},
    {"name": "qiskit", "title": "Qiskit code", "group": "Programs", "help": "Python text that builds the same circuit in Qiskit", "options": [], "origin": "qdesign", "takes": "circuit", "mime": "text/x-python", "suffix": ".py", "is_program": false},
    {"name": "quantikz", "title": "Quantikz LaTeX", "group": "Pictures", "help": "The drawing for papers, in LaTeX", "options": [], "origin": "qdesign", "takes": "circuit", "mime": "application/x-tex", "suffix": ".tex", "is_program": false},
    {"name": "tikz", "title": "TikZ diagram", "group": "Pictures", "help": "The ZX diagram for papers, in the styles of TikZit", "options": [], "origin": "qdesign", "takes": "diagram", "mime": "application/x-tex", "suffix": ".tikz", "is_program": false},
    {"name": "svg", "title": "SVG picture", "group": "Pictures", "help": "The drawing as a vector picture", "options": [], "origin": "qdesign", "takes": "body", "mime": "image/svg+xml", "suffix": ".svg", "is_program": false},
    {"name": "text", "title": "Text drawing", "group": "Pictures", "help": "The drawing in letters, for terminals and mails", "options": [], "origin": "qdesign", "takes": "body", "mime": "text/plain", "suffix": ".txt", "is_program": false},
  ],
};
