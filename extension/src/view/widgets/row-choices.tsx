/** Rows of the catalog to choose from. */

import type { JSX } from "preact";

import type { Row } from "../../document/catalog.generated";

/** Rows under their headings; those that nobody here can make say so. */
export function RowChoices<R extends Row>({
  rows,
  canMake,
  prefix = "",
}: {
  readonly rows: readonly R[];
  readonly canMake: (row: R) => boolean;
  /** Before the name in each value. */
  readonly prefix?: string;
}): JSX.Element {
  return (
    <>
      {[...new Set(rows.map((row) => row.group))].map((group) => (
        <optgroup key={group} label={group}>
          {rows
            .filter((row) => row.group === group)
            .map((row) => (
              <option key={row.name} value={`${prefix}${row.name}`} disabled={!canMake(row)}>
                {canMake(row) ? row.title : `${row.title} (needs Python)`}
              </option>
            ))}
        </optgroup>
      ))}
    </>
  );
}
