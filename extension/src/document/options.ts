/** Options of a row as a form holds them: texts and switches in, values or sentences out. */

import type { RowOption } from "./catalog.generated";

export type OptionValue = number | string | boolean;
/** What stands in a form, by the option's name. */
export type Typed = Readonly<Record<string, string | boolean>>;

export interface ReadOptions {
  readonly values: Readonly<Record<string, OptionValue>>;
  /** What is wrong, by the option's name, each in a sentence. */
  readonly wrong: ReadonlyMap<string, string>;
}

/** The defaults of a row, or what is given in their place. */
export function typedOf(options: readonly RowOption[], given: Readonly<Record<string, OptionValue>> = {}): Typed {
  return Object.fromEntries(
    options.map(({ name, kind, default: normal }) => {
      const value = given[name] ?? normal ?? "";
      return [name, kind === "flag" ? value === true : String(value)];
    }),
  );
}

/** As `qdesign.rows.Option.parsed` reads them. */
export function readOptions(options: readonly RowOption[], typed: Typed): ReadOptions {
  const values: Record<string, OptionValue> = {};
  const wrong = new Map<string, string>();
  for (const option of options) {
    const read = readOption(option, typed[option.name] ?? "");
    if (read === null) wrong.set(option.name, `${option.title} must be ${allowed(option)}.`);
    else values[option.name] = read;
  }
  return { values, wrong };
}

function readOption(option: RowOption, typed: string | boolean): OptionValue | null {
  if (option.kind === "flag") return typed === true;
  const text = String(typed).trim().replace("−", "-");
  if (option.kind === "text") return text;
  if (option.kind === "choice") return option.choices.includes(text) ? text : null;
  const shape = option.kind === "integer" ? /^[+-]?\d+$/ : /^[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
  const number = shape.test(text) ? Number(text) : NaN;
  if (option.choices.length) return option.choices.some((choice) => Number(choice) === number) ? number : null;
  const isIn = number >= (option.low ?? -Infinity) && number <= (option.high ?? Infinity) && Number.isFinite(number);
  return isIn ? number : null;
}

function allowed({ kind, low, high, choices, unit }: RowOption): string {
  if (choices.length) return `one of ${choices.join(", ")}${unit && ` ${unit}`}`;
  const what = kind === "integer" ? "a whole number" : "a number";
  const from = low === null ? "" : ` from ${shown(low)}`;
  const to = high === null ? "" : ` ${low === null ? "up " : ""}to ${shown(high)}`;
  return `${what}${from}${to}${unit && ` ${unit}`}`;
}

function shown(bound: number): string {
  return bound.toLocaleString("en-US", { maximumSignificantDigits: 6 }).replace("-", "−");
}
