/** The fields of a form that a row's options make: numbers, texts, choices and switches, each with what is wrong. */

import type { JSX } from "preact";
import { useId } from "preact/hooks";

import type { RowOption } from "../../document/catalog.generated";
import type { Typed } from "../../document/options";

export function OptionFields({
  options,
  typed,
  wrong,
  isTold = false,
  onChange,
}: {
  readonly options: readonly RowOption[];
  readonly typed: Typed;
  readonly wrong: ReadonlyMap<string, string>;
  /** Does the help of each stand below it? */
  readonly isTold?: boolean;
  readonly onChange: (typed: Typed) => void;
}): JSX.Element {
  return (
    <>
      {options.map((option) => (
        <OptionField
          key={option.name}
          option={option}
          value={typed[option.name] ?? ""}
          wrong={wrong.get(option.name) ?? ""}
          isTold={isTold || option.kind === "text"}
          onChange={(value) => onChange({ ...typed, [option.name]: value })}
        />
      ))}
    </>
  );
}

interface FieldProps {
  readonly option: RowOption;
  readonly value: string | boolean;
  readonly wrong: string;
  readonly isTold: boolean;
  readonly onChange: (value: string | boolean) => void;
}

function OptionField({ option, value, wrong, isTold, onChange }: FieldProps): JSX.Element {
  const id = useId();
  const { title, unit, help } = option;
  const about = { id, "aria-invalid": wrong !== "", "aria-describedby": wrong ? `${id}-wrong` : `${id}-help` };
  return (
    <div class="qd-option" title={help} data-wide={option.kind === "text" ? "" : undefined}>
      <label for={id}>
        {title}
        {unit && <span class="qd-quiet">, {unit}</span>}
      </label>
      {option.kind === "flag" ? (
        <input
          {...about}
          type="checkbox"
          checked={value === true}
          onChange={(e) => onChange(e.currentTarget.checked)}
        />
      ) : option.choices.length ? (
        <select {...about} class="qd-field" value={String(value)} onChange={(e) => onChange(e.currentTarget.value)}>
          {option.choices.map((choice, k) => (
            <option key={choice} value={choice}>
              {option.titles[k] ?? choice}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...about}
          class="qd-field"
          type="text"
          inputMode={option.kind === "text" ? "text" : option.kind === "integer" ? "numeric" : "decimal"}
          autocomplete="off"
          spellcheck={false}
          value={String(value)}
          onInput={(event) => onChange(event.currentTarget.value)}
          onKeyDown={(event) => {
            const next = stepped(option, String(value), event.key);
            if (next === null) return;
            event.preventDefault();
            onChange(next);
          }}
        />
      )}
      {isTold && help && (
        <div id={`${id}-help`} class="qd-quiet qd-option-help">
          {whole(help)}
        </div>
      )}
      {wrong && (
        <div id={`${id}-wrong`} class="qd-error" role="alert">
          {wrong}
        </div>
      )}
    </div>
  );
}

/** Examples such as 0-1,1-2 are not broken at their hyphens. */
function whole(help: string): readonly (string | JSX.Element)[] {
  return help.split(/( )/u).map((word) => (/\d-\d/u.test(word) ? <span class="qd-whole">{word}</span> : word));
}

/** Arrows count whole numbers up and down, within their bounds. */
function stepped({ kind, low, high }: RowOption, text: string, key: string): string | null {
  const by = key === "ArrowUp" ? 1 : key === "ArrowDown" ? -1 : 0;
  if (kind !== "integer" || !by || !/^-?\d+$/.test(text)) return null;
  return String(Math.max(low ?? -Infinity, Math.min(high ?? Infinity, Number(text) + by)));
}
