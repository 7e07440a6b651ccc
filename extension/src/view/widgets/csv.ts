/** Tables that leave the studio as CSV. */

import type { Workbench } from "../workbench/workbench";
import { download } from "./download";

/** Rows of text and numbers, as RFC 4180 has them. */
export function csvText(rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number): string => {
    const text = String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

export function downloadCsv(bench: Workbench, what: string, rows: readonly (readonly (string | number)[])[]): void {
  download(bench, `${bench.ui.value.name || "ansatz"} ${what}.csv`, csvText(rows), "text/csv");
}
