/** A job as a file: a table of its counts, or all that is known of it. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import type { JobReport } from "../../port";
import { csvText } from "../widgets/csv";
import { download } from "../widgets/download";
import { Icon } from "../widgets/icons";
import { useWorkbench } from "../workbench/workbench";
import { type Counted, errorOf } from "./bars";

/** A row an outcome: count, its standard error, and probabilities where they are known. */
export function countsTable({ counts, ideal, noise }: Counted): readonly (readonly (string | number)[])[] {
  const shots = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const all = [counts, ideal?.probabilities ?? {}, noise?.probabilities ?? {}];
  const keys = [...new Set(all.flatMap((each) => Object.keys(each)))].sort();
  return [
    ["outcome", "count", "standard_error", ...(ideal ? ["ideal"] : []), ...(noise ? ["noise_model"] : [])],
    ...keys.map((key) => {
      const count = counts[key] ?? 0;
      return [
        key,
        count,
        errorOf(count, shots),
        ...(ideal ? [ideal.probabilities[key] ?? ""] : []),
        ...(noise ? [noise.probabilities[key] ?? ""] : []),
      ];
    }),
  ];
}

export function ExportButton({
  report,
  counted,
  of,
}: {
  readonly report: JobReport;
  readonly counted: Counted | null;
  /** Which circuit's counts these are, in words. */
  readonly of: string;
}): JSX.Element {
  const bench = useWorkbench();
  const [open, setOpen] = useState(false);
  const around = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (open) around.current?.querySelector<HTMLElement>("[role=menuitem]:enabled")?.focus();
  }, [open]);
  const name = report.job.label || report.job.id;
  const save = (act: () => void): void => {
    setOpen(false);
    button.current?.focus();
    act();
  };
  const walk = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      event.stopPropagation();
      setOpen(false);
      button.current?.focus();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const items = [...(around.current?.querySelectorAll<HTMLElement>("[role=menuitem]:enabled") ?? [])];
    const at = items.indexOf(event.target as HTMLElement);
    items[(at + (event.key === "ArrowDown" ? 1 : items.length - 1)) % items.length]?.focus();
  };
  return (
    <span
      ref={around}
      class="qd-watch-export"
      onKeyDown={walk}
      onFocusOut={({ relatedTarget }) => {
        if (!around.current?.contains(relatedTarget as Node | null)) setOpen(false);
      }}
    >
      <button
        ref={button}
        type="button"
        class="qd-button"
        data-look="line"
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        Export <Icon name="down" size={14} />
      </button>
      {open && (
        <div class="qd-menu" role="menu" aria-label="Export the job">
          <button
            type="button"
            class="qd-item"
            role="menuitem"
            disabled={!counted}
            onClick={() =>
              save(
                () => counted && download(bench, `${name}${of} counts.csv`, csvText(countsTable(counted)), "text/csv"),
              )
            }
          >
            Counts{of && ` of${of}`} <span class="qd-quiet">CSV</span>
          </button>
          <button
            type="button"
            class="qd-item"
            role="menuitem"
            onClick={() =>
              save(() => download(bench, `${name}.json`, `${JSON.stringify(report, null, 2)}\n`, "application/json"))
            }
          >
            All of it <span class="qd-quiet">JSON</span>
          </button>
        </div>
      )}
    </span>
  );
}
