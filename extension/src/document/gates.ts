/** The gate table by name; the rows are generated from qdesign/gates/table/. */

import { ALIASES, type GateRow, ROWS } from "./gates.generated";

export type { GateRow } from "./gates.generated";
export { GROUPS, ROWS } from "./gates.generated";

export const GATES: ReadonlyMap<string, GateRow> = new Map(ROWS.map((row) => [row.name, row]));

/** The row that a name or another name for it stands for. */
export function findGate(name: string): GateRow | undefined {
  return GATES.get(name) ?? GATES.get((Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined) ?? "");
}
