/** Every channel of the catalog with its rates by kind of gate, its options, and what single gates and qubits have. */

import type { JSX } from "preact";

import type { ChannelRow, RowOption } from "../../document/catalog.generated";
import { isCircuit } from "../../document/circuit";
import { Refusal } from "../../document/errors";
import { type Noise, type Rates, withNoise, withRates } from "../../document/noise";
import { checkChannels } from "../../live/channels";
import { MOST_EXACT_QUBITS } from "../../live/noisy-program";
import { USUAL_EXACT } from "../../live/sizes";
import { count } from "../../scene/describe";
import { step } from "../../state/transaction";
import { useDraft, useEdit } from "../widgets/field-edit";
import { usePart } from "../workbench/cell";
import { EXACT_NOISE } from "../workbench/slots";
import { useWorkbench } from "../workbench/workbench";
import { percentText, readPercent } from "./rates";

const KIND_TITLES: Readonly<Record<string, string>> = { "1": "1-qubit", "2": "2-qubit" };
const NO_RATES: Rates = new Map();

export function More({ noise }: { readonly noise: Noise }): JSX.Element {
  const rows = usePart(useWorkbench().ui, (ui) => ui.catalog.channel);
  return (
    <div class="qd-noise-channels">
      <Exactly noise={noise} />
      {rows.map((row) => (
        <Channel key={row.name} row={row} noise={noise} />
      ))}
    </div>
  );
}

/** Between the qubits that are exact without asking and those that can be: the choice. */
function Exactly({ noise }: { readonly noise: Noise }): JSX.Element | null {
  const bench = useWorkbench();
  const exact = usePart(bench.at(EXACT_NOISE), (now) => now);
  const qubits = usePart(bench.editor, ({ state: { document } }) =>
    isCircuit(document.body) ? document.body.qubits.length : 0,
  );
  if (qubits <= USUAL_EXACT || qubits > MOST_EXACT_QUBITS) return null;
  const choose = (most: number): void => {
    bench.at(EXACT_NOISE).set(most);
    bench.loop.setNoise(noise.channels, most);
  };
  return (
    <label class="qd-noise-exactly" title="Slower: each change takes some tenths of a second">
      <input
        type="checkbox"
        checked={exact >= qubits}
        onChange={(event) => choose(event.currentTarget.checked ? MOST_EXACT_QUBITS : USUAL_EXACT)}
      />{" "}
      Exact on {qubits} qubits, {(4 ** qubits).toLocaleString("en")} numbers
    </label>
  );
}

function Channel({ row, noise }: { readonly row: ChannelRow; readonly noise: Noise }): JSX.Element {
  const bench = useWorkbench();
  const rates = noise.channels.get(row.name) ?? NO_RATES;
  const kinds = row.rate ? row.kinds : [];
  const plain = new Set([...kinds, ...row.options.map(({ name }) => name)]);
  const others = [...rates.keys()].filter((key) => !plain.has(key));
  const remove = (): void => {
    const channels = withRates(noise.channels, row.name, new Map(others.map((key) => [key, 0])));
    bench.dispatch(step("noise.rate", { document: withNoise(bench.state.document, { ...noise, channels }) }));
  };
  return (
    <fieldset title={row.help}>
      <legend>{row.title}</legend>
      <div class="qd-noise-keys">
        {kinds.map(
          (kind) =>
            row.rate && (
              <Key key={kind} row={row} noise={noise} name={kind} option={row.rate} title={KIND_TITLES[kind] ?? kind} />
            ),
        )}
        {row.options.map((option) => (
          <Key key={option.name} row={row} noise={noise} name={option.name} option={option} title={option.title} />
        ))}
      </div>
      {others.length > 0 && (
        <p class="qd-quiet">
          {count(others.length, "rate")} of single gates or qubits{noise.target ? `, from ${noise.target}` : ""}{" "}
          <button type="button" class="qd-link" onClick={remove}>
            Remove
          </button>
        </p>
      )}
    </fieldset>
  );
}

interface KeyProps {
  readonly row: ChannelRow;
  readonly noise: Noise;
  readonly name: string;
  readonly option: RowOption;
  readonly title: string;
}

/** One number of a channel; probabilities are typed in percent, all else in its unit. */
function Key({ row, noise, name, option, title }: KeyProps): JSX.Element {
  const bench = useWorkbench();
  const { text, write, newest } = useDraft();
  const [error, edit, forget] = useEdit();
  const share = option.unit === "" && option.high === 1;
  const rate = noise.channels.get(row.name)?.get(name);
  const shown = rate === undefined ? "" : share ? percentText(rate) : String(rate);
  const label = `${row.title}, ${title}`;
  const take = (): boolean => {
    const { current } = newest;
    if (current === null || current === shown) return true;
    return edit("noise.rate", () => {
      const typed = current.trim();
      const given = typed === "" ? 0 : share ? readPercent(typed, label) : readNumber(typed, label, option);
      const channels = withRates(noise.channels, row.name, new Map([[name, given]]));
      checkChannels(channels, new Map([[row.name, row.title]]));
      return withNoise(bench.state.document, { ...noise, channels });
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

function readNumber(text: string, label: string, { low, high, unit }: RowOption): number {
  const value = Number(text.replace(",", "."));
  const bounds = `a number from ${low ?? 0} to ${high ?? 1e9}${unit ? ` ${unit}` : ""}`;
  if (Number.isNaN(value)) throw new Refusal("InvalidText", `${label} is ‘${text.slice(0, 20)}’. Give ${bounds}.`);
  if (value < (low ?? 0) || value > (high ?? 1e9)) {
    throw new Refusal("InvalidText", `${label} is ${text}. Give ${bounds}.`);
  }
  return value;
}
