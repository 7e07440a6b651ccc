/** What Simplify and Export offer: in the menus of the toolbar, and on the sheets of a phone. */

import type { Catalog, ExporterRow } from "../../document/catalog.generated";
import type { Way } from "../workbench/simplify";
import type { Ui } from "../workbench/ui";

/** Modes of their own, for circuits. */
export const MODES: readonly Way[] = [
  {
    strategy: "best",
    mode: "extra_qubits",
    label: "With extra qubits",
    note: "fewest T gates; these start and end in 0",
  },
  { strategy: "best", mode: "reorder", label: "In another order", note: "not equal: offered, with what it changes" },
];

/** What is asked for. */
export function howOf({ strategy, mode }: Way, minimize: string, round: boolean) {
  const options = { round_angles: round, ...(mode ? { [mode]: true } : {}) };
  return { strategy, minimize: mode === "reorder" ? "two_qubit" : minimize, options };
}

/** What can be minimized, with what a menu shows for it. */
export function goalsOf(catalog: Catalog): readonly (readonly [string, string])[] {
  const minimize = catalog.strategy[0]?.options.find((option) => option.name === "minimize");
  return (minimize?.choices ?? []).map((goal, k) => [goal, minimize?.titles[k] ?? goal]);
}

export interface Export {
  /** The command that does it, or the name of the format that Python writes. */
  readonly id: string;
  readonly label: string;
  readonly kind: string;
  readonly row?: ExporterRow;
}

const TEXTS: readonly Export[] = [
  { id: "export.qdesign", label: "Document", kind: ".qdesign" },
  { id: "export.link", label: "Share as a link…", kind: "QR code" },
  { id: "export.openqasm", label: "OpenQASM 3", kind: ".qasm" },
  { id: "export.qiskit", label: "Copy Qiskit code", kind: "Python" },
  { id: "export.quantikz", label: "Copy Quantikz", kind: "LaTeX" },
];

/** Exporters of the catalog that the page need not ask for: it writes these by itself. */
const OWN = new Set(["openqasm3", "qiskit", "quantikz", "svg"]);

/** The formats that are asked of Python, where it answers. */
export function askedFormats(catalog: Catalog, able: boolean): readonly ExporterRow[] {
  return able ? catalog.exporter.filter(({ name }) => !OWN.has(name)) : [];
}

/** Every export, those that are asked of Python among them; pictures say which drawing they are taken of. */
export function exportsOf(drawing: Ui["half"], asked: readonly ExporterRow[]): readonly Export[] {
  const written = asked.map((row) => ({ id: row.name, label: row.title, kind: row.suffix, row }));
  const label = drawing === "zx" ? "Picture of the diagram" : "Picture of the circuit";
  return [
    ...TEXTS,
    ...written,
    ...["SVG", "PNG", "PDF"].map((kind) => ({ id: `export.${kind.toLowerCase()}`, label, kind })),
  ];
}
