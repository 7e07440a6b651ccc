/** The templates of the catalog under their headings, with a search over their words. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import type { TemplateRow } from "../../document/catalog.generated";
import { Icon } from "../widgets/icons";
import { spoken } from "../workbench/language";
import { useWorkbench } from "../workbench/workbench";
import { TemplatePicture } from "./template-picture";

/** What is listed of a row. */
export type Listed = Pick<TemplateRow, "name" | "title" | "group" | "help"> & { readonly source?: string };

/** All words of a row, as they are shown and in English: either may be typed. */
function wordsOf({ name, title, group, help, source = "" }: Listed): string {
  const shown = [title, group, help].map((text) => spoken.say(text));
  return [...shown, title, group, help, name, source].join("\n").toLowerCase();
}

/** Rows that have every word somewhere, those with all of them in the title first. */
function found<R extends Listed>(rows: readonly R[], query: string): readonly R[] {
  const words = query.toLowerCase().split(" ").filter(Boolean);
  if (words.length === 0) return rows;
  const fitting = rows.filter((row) => words.every((word) => wordsOf(row).includes(word)));
  const inTitle = ({ title }: Listed): boolean => {
    const texts = `${spoken.say(title)}\n${title}`.toLowerCase();
    return words.every((word) => texts.includes(word));
  };
  const near = new Set(fitting.filter(inTitle).map((row) => row.group));
  const groups = [...new Set(fitting.map((row) => row.group))].sort(
    (a, b) => Number(near.has(b)) - Number(near.has(a)),
  );
  return groups.flatMap((group) => fitting.filter((row) => row.group === group));
}

interface TemplatePickerProps<R> {
  readonly rows: readonly R[];
  readonly chosen: string;
  readonly can: (row: R) => boolean;
  readonly onRow: (name: string) => void;
  /** Where what is chosen is taken at once: by a click, or Enter. */
  readonly onTake?: (name: string) => void;
}

export function TemplatePicker<R extends Listed>(props: TemplatePickerProps<R>): JSX.Element {
  const { rows, chosen, onRow, onTake } = props;
  const bench = useWorkbench();
  const [query, setQuery] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const shown = useRef<HTMLButtonElement>(null);
  const fitting = found(rows, query);
  const can = fitting.filter(props.can);
  const at = can.findIndex((row) => row.name === chosen);
  useLayoutEffect(() => {
    // A keyboard that comes up would cover a phone's drawing.
    if (!chosen && bench.ui.value.size !== "phone") input.current?.focus({ preventScroll: true });
  }, [bench]);
  useEffect(() => shown.current?.scrollIntoView({ block: "nearest" }), [chosen, query]);
  const move = (by: number): void => {
    const next = can[at < 0 ? 0 : Math.max(0, Math.min(can.length - 1, at + by))];
    if (next) onRow(next.name);
  };
  return (
    <div class="qd-picker" data-chosen={chosen ? "" : undefined}>
      <div class="qd-search">
        <Icon name="search" />
        <input
          ref={input}
          class="qd-field"
          type="text"
          value={query}
          placeholder="Find a template"
          aria-label="Find a template"
          role="combobox"
          aria-expanded="true"
          aria-controls="qd-templates"
          aria-activedescendant={at >= 0 ? `qd-template-${chosen}` : undefined}
          onInput={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
            if (event.key === "Enter" && onTake && can.length) {
              event.preventDefault();
              onTake((can[at] ?? can[0])?.name ?? "");
              return;
            }
            // What is found first is taken before it is put in.
            if (by === undefined && !(event.key === "Enter" && at < 0)) return;
            event.preventDefault();
            move(by ?? 0);
          }}
        />
      </div>
      <div class="qd-picker-list" id="qd-templates" role="listbox" aria-label="Templates">
        {[...new Set(fitting.map((row) => row.group))].map((group) => (
          <div key={group} role="group" aria-label={group}>
            <h3>{group}</h3>
            {fitting
              .filter((row) => row.group === group)
              .map((row) => (
                <button
                  key={row.name}
                  ref={row.name === chosen ? shown : null}
                  id={`qd-template-${row.name}`}
                  type="button"
                  role="option"
                  aria-selected={row.name === chosen}
                  tabIndex={-1}
                  disabled={!props.can(row)}
                  title={props.can(row) ? row.help : `${row.help} (needs Python)`}
                  onClick={() => (onTake ?? onRow)(row.name)}
                >
                  <TemplatePicture name={row.name} />
                  <span>{row.title}</span>
                </button>
              ))}
          </div>
        ))}
        {fitting.length === 0 && <p class="qd-quiet">No template has these words.</p>}
      </div>
      {can.length < fitting.length && <p class="qd-quiet">The gray ones need Python.</p>}
    </div>
  );
}
