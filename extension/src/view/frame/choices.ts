/** What Simplify and Export offer: in the menus of the toolbar, and on the sheets of a phone. */

import type { Tab, Ui } from "../workbench/workbench";

export interface Way {
  readonly strategy: string;
  readonly label: string;
  readonly note: string;
}

const WAYS: readonly Way[] = [
  { strategy: "best", label: "Best of all", note: "tries every strategy, keeps the smallest" },
  { strategy: "teleport", label: "Phase teleportation", note: "keeps the layout, merges phases" },
  { strategy: "merge", label: "Merge rotations", note: "neighboring rotations only" },
  { strategy: "todd", label: "T gates", note: "fewest T gates, for Clifford and T" },
  { strategy: "clifford", label: "Clifford simplification", note: "through ZX, extracted again" },
  { strategy: "full", label: "Full reduction", note: "through ZX, extracted again" },
];

/** Strategies for a circuit, or for a diagram, where ZX is all there is. */
export function waysToSimplify(circuit: boolean): readonly Way[] {
  if (circuit) return WAYS;
  return WAYS.filter(({ strategy }) => strategy === "full" || strategy === "clifford").map((way) => ({
    ...way,
    note: "fewer spiders, the same map",
  }));
}

export const GOALS: readonly (readonly [string, string])[] = [
  ["two_qubit", "two-qubit"],
  ["rotations", "rotations"],
  ["t", "T"],
  ["depth", "depth"],
];

export interface Export {
  /** The command that does it. */
  readonly id: string;
  readonly label: string;
  readonly kind: string;
}

const TEXTS: readonly Export[] = [
  { id: "export.qdesign", label: "Document", kind: ".qdesign" },
  { id: "export.openqasm", label: "OpenQASM 3", kind: ".qasm" },
  { id: "export.qiskit", label: "Copy Qiskit code", kind: "Python" },
  { id: "export.quantikz", label: "Copy Quantikz", kind: "LaTeX" },
];

/** Every export; pictures say which drawing they are taken of. */
export function exportsOf(drawing: Ui["half"]): readonly Export[] {
  const label = drawing === "zx" ? "Picture of the diagram" : "Picture of the circuit";
  return [...TEXTS, ...["SVG", "PNG", "PDF"].map((kind) => ({ id: `export.${kind.toLowerCase()}`, label, kind }))];
}

/** The entry of a phone's navigation that is on: what is below the drawing belongs to it. */
export function navigated(pane: Ui["pane"], tab: Tab): "circuit" | "parameters" | "state" | "steps" | "more" {
  if (pane === "circuit" || pane === "parameters") return pane;
  return pane === "tabs" && (tab === "state" || tab === "steps") ? tab : "more";
}
