/** One number of a channel as a field; probabilities are typed in percent, all else in its unit. */

import type { JSX } from "preact";

import type { ChannelRow, RowOption } from "../../document/catalog.generated";
import type { Document } from "../../document/circuit";
import { Refusal } from "../../document/errors";
import { type Channels, type Noise, withNoise, withRate } from "../../document/noise";
import { checkChannels } from "../../live/channels";
import { useDraft, useEdit } from "../widgets/field-edit";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { percentText, readPercent } from "./rates";

export interface RateKeyProps {
  readonly row: ChannelRow;
  readonly noise: Noise;
  readonly name: string;
  readonly option: RowOption;
  readonly title: string;
  /** Is it that of a single gate or qubit, where 0 counts and no text takes it away? */
  readonly own?: boolean;
}

/** One number of a channel; probabilities are typed in percent, all else in its unit. */
export function RateKey({ row, noise, name, option, title, own = false }: RateKeyProps): JSX.Element {
  const bench = useWorkbench();
  const { text, write, newest } = useDraft();
  const [error, edit, forget] = useEdit();
  const share = isShare(option);
  const rate = noise.channels.get(row.name)?.get(name);
  const shown = rate === undefined ? "" : share ? percentText(rate) : String(rate);
  const label = `${row.title}, ${title}`;
  const take = (): boolean => {
    const { current } = newest;
    if (current === null || current === shown) return true;
    return edit("noise.rate", () => {
      const typed = current.trim();
      const given = typed === "" ? null : readRate(typed, label, option);
      return withChecked(bench, noise, row, withRate(noise.channels, row.name, name, own ? given : given || null));
    });
  };
  const end = (): void => {
    write(null);
    forget();
  };
  return (
    <>
      <label>
        <span>{title}</span>
        <span class="qd-field" data-bad={error ? "" : undefined}>
          <input
            type="text"
            inputMode="decimal"
            autocomplete="off"
            spellcheck={false}
            aria-label={label}
            aria-invalid={error !== ""}
            placeholder={share || row.rate ? "0" : "–"}
            value={text ?? shown}
            onInput={(event) => write(event.currentTarget.value)}
            onBlur={() => {
              if (take()) end();
            }}
            onKeyDown={(event) => {
              if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
              if (event.key === "Enter" && take()) end();
              if (event.key === "Escape") end();
            }}
          />
          <span aria-hidden="true">{share ? "%" : option.unit}</span>
        </span>
      </label>
      {error && (
        <div class="qd-error" role="alert">
          {error}
        </div>
      )}
    </>
  );
}

/** Is the number a share, which is typed in percent? */
export function isShare({ unit, high }: RowOption): boolean {
  return unit === "" && high === 1;
}

/** The number that a text says: of a probability in percent, of all else in its unit. */
export function readRate(text: string, label: string, option: RowOption): number {
  return isShare(option) ? readPercent(text, label) : readNumber(text, label, option);
}

/** The document with these channels, which are checked. */
export function withChecked(bench: Workbench, noise: Noise, row: ChannelRow, channels: Channels): Document {
  checkChannels(channels, new Map([[row.name, row.title]]));
  return withNoise(bench.state.document, { ...noise, channels });
}

function readNumber(text: string, label: string, { low, high, unit }: RowOption): number {
  const value = Number(text.replace(",", "."));
  const bounds = `a number from ${low ?? 0} to ${high ?? 1e9}${unit ? ` ${unit}` : ""}`;
  if (Number.isNaN(value)) throw new Refusal("InvalidText", `${label} is ‘${text.slice(0, 20)}’. Give ${bounds}.`);
  if (value < (low ?? 0) || value > (high ?? 1e9)) {
    throw new Refusal("InvalidText", `${label} is ${text}. Give ${bounds}.`);
  }
  return value;
}
