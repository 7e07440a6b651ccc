/** The form over a row of the catalog: which one, its options, what would come of them, and Put in. */

import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

import type { RowOption } from "../../document/catalog.generated";
import type { Typed } from "../../document/options";
import { useWorkbench } from "../workbench/workbench";
import { OptionFields } from "./option-fields";

/** What is said below the fields, until it is put in. */
export interface Said {
  readonly tone: "quiet" | "error";
  readonly text: string;
}

export const NOTHING_SAID: Said = { tone: "quiet", text: "" };

export function RowForm({
  label,
  choose,
  help,
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
  /** What the row is chosen by. */
  readonly choose: JSX.Element;
  readonly help: string;
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
    const fields = size === "phone" ? ["select"] : [".qd-option input", ".qd-search input, select"];
    const found = fields.map((each) => form.current?.querySelector<HTMLElement>(each));
    found.find(Boolean)?.focus({ preventScroll: true });
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
      {choose}
      {help && <p class="qd-quiet">{help}</p>}
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
