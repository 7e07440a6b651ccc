/** Commands that have a key, by group: for the dialog of the studio, and the page of keys. */

import type { JSX } from "preact";

import type { Command } from "../../commands/command";
import { shownKeys } from "../../commands/keys";
import { IS_MAC } from "../workbench/run";

const GROUPS: readonly Command["group"][] = [
  "Gates",
  "Select and move",
  "Edit",
  "Group",
  "Parameters",
  "Qubits",
  "View",
  "Run",
  "ZX",
];

export function KeyList({ commands }: { readonly commands: readonly Command[] }): JSX.Element {
  return (
    <>
      {GROUPS.map((group) => {
        const rows = commands.filter((each) => each.group === group && each.keys.length);
        return <KeySection key={group} title={group} rows={rows.map(({ label, keys }) => [label, keys[0] ?? ""])} />;
      })}
    </>
  );
}

export function KeySection({
  title,
  rows,
}: {
  readonly title: string;
  readonly rows: readonly (readonly [string, string])[];
}): JSX.Element | null {
  if (!rows.length) return null;
  return (
    <section>
      <h3 style={{ margin: "6px 0 2px" }}>{title}</h3>
      {rows.map(([label, keys]) => (
        <div key={label}>
          <span>{label}</span>
          <span>
            <span class="qd-key">{shownKeys(keys, IS_MAC)}</span>
          </span>
        </div>
      ))}
    </section>
  );
}
