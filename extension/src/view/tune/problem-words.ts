/** Words of the Problem section: for how many qubits a problem is, and how far an energy is from the exact one. */

import type { ProblemRow } from "../../document/catalog.generated";
import { count } from "../../scene/describe";
import { fixedText } from "../../scene/math";

/** Is a problem for as many qubits as are drawn, for more, or for fewer? */
export function sizeBeside(row: ProblemRow, drawn: number): "same" | "more" | "fewer" {
  if (row.num_qubits !== null && row.num_qubits < drawn) return "fewer";
  return fewestQubits(row, drawn) === drawn ? "same" : "more";
}

/** The fewest qubits, as many as are drawn or more, that a problem has a form on. */
export function fewestQubits(row: ProblemRow, drawn: number): number {
  if (row.num_qubits !== null) return row.num_qubits;
  const low = row.options.find((option) => option.name === "num_qubits")?.low ?? 1;
  return Math.ceil(Math.max(low, drawn) / row.multiple) * row.multiple;
}

/** A problem of another size: "LiH (4 qubits)". */
export function sizedTitle(row: ProblemRow, drawn: number): string {
  const size = `(${count(fewestQubits(row, drawn), "qubit")}${row.num_qubits === null ? " or more" : ""})`;
  return row.title.endsWith(size) ? row.title : `${row.title} ${size}`;
}

/** Where the four places shown are all zeros. */
const SHOWN = 5e-5;
/** Below this the rounding of doubles is told as such. */
const FINEST = -9;

/** How far an energy is above the exact one, which may be that of some states alone; no share, as zero is arbitrary. */
export function aboveText(difference: number, sector: string): string {
  const size = Math.abs(difference);
  if (sector && difference < -1e-6) return `${fixedText(size, 4)} below exact: not ${sector}`;
  if (size < SHOWN) return `exact to 1e${Math.max(FINEST, Math.ceil(Math.log10(size)))}`;
  return `${fixedText(size, 4)} ${difference < 0 ? "below" : "above"} exact`;
}
