/** The form over a row of the catalog: which one, its options, what would come of them, and Put in. */

import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

import type { Row, RowOption } from "../../document/catalog.generated";
import type { Typed } from "../../document/options";
import { useWorkbench } from "../workbench/workbench";
import { OptionFields } from "./option-fields";
import { RowChoices } from "./row-choices";

/** What is said below the fields, until it is put in. */
export interface Said {
  readonly tone: "quiet" | "error";
  readonly text: string;
}

export const NOTHING_SAID: Said = { tone: "quiet", text: "" };

export function RowForm<R extends Row>({
  label,
  row,
  rows,
  canMake,
  onRow,
  options,
  typed,
  wrong,
  onChange,
  said,
  ready,
  onPut,
  onClose,
  children,
}: {
  readonly label: string;
  readonly row: R;
  readonly rows: readonly R[];
  /** Is there somebody who makes it? */
  readonly canMake: (row: R) => boolean;
  readonly onRow: (name: string) => void;
  readonly options: readonly RowOption[];
  readonly typed: Typed;
  readonly wrong: ReadonlyMap<string, string>;
  readonly onChange: (typed: Typed) => void;
  readonly said: Said;
  readonly ready: boolean;
  readonly onPut: () => void;
  readonly onClose: () => void;
  readonly children?: ComponentChildren;
}): JSX.Element {
  const bench = useWorkbench();
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => {
    const { size } = bench.ui.value;
    // A keyboard that comes up would cover a phone's drawing.
    const field = size === "phone" ? null : form.current?.querySelector<HTMLElement>(".qd-option input");
    (field ?? form.current?.querySelector<HTMLElement>("select"))?.focus({ preventScroll: true });
  }, [bench]);
  return (
    <form
      ref={form}
      class="qd-rowform"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onPut();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      <select
        class="qd-field"
        aria-label={label}
        value={row.name}
        onChange={(event) => onRow(event.currentTarget.value)}
      >
        <RowChoices rows={rows} canMake={canMake} />
      </select>
      <p class="qd-quiet">{row.help}</p>
      <OptionFields options={options} typed={typed} wrong={wrong} onChange={onChange} />
      {said.tone === "error" ? (
        <div class="qd-error" role="alert">
          {said.text}
        </div>
      ) : (
        <div class="qd-quiet" role="status">
          {said.text}
        </div>
      )}
      <div class="qd-rowform-ends">
        <button type="submit" class="qd-button" data-look="main" disabled={!ready}>
          Put in
        </button>
        <button type="button" class="qd-button" data-look="line" onClick={onClose}>
          Cancel
        </button>
      </div>
      {children}
    </form>
  );
}
