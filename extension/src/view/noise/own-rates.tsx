/** Rates of single gates and qubits: one row each, and a row to add one. */

import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";

import type { ChannelRow } from "../../document/catalog.generated";
import { isCircuit } from "../../document/circuit";
import { attempt, Refusal } from "../../document/errors";
import { type Noise, withNoise, withRate, withRates } from "../../document/noise";
import { count } from "../../scene/describe";
import { step } from "../../state/transaction";
import { Icon } from "../widgets/icons";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";
import { isBeyond, optionOfKey, readKey } from "./own-keys";
import { isShare, RateKey, readRate, withChecked } from "./rate-field";

/** Rows that are listed at first: a device has hundreds. */
const FEW = 6;

interface OwnProps {
  readonly row: ChannelRow;
  readonly noise: Noise;
  /** Those of the channel that name a gate or qubits. */
  readonly keys: readonly string[];
}

export function OwnRates({ row, noise, keys }: OwnProps): JSX.Element {
  const bench = useWorkbench();
  const qubits = usePart(bench.editor, (e) =>
    isCircuit(e.state.document.body) ? e.state.document.body.qubits.length : 0,
  );
  const [all, setAll] = useState(false);
  const [adding, setAdding] = useState(false);
  const shown = all ? keys : keys.slice(0, FEW);
  const drop = (dropped: readonly string[]): void => {
    const channels = withRates(noise.channels, row.name, new Map(dropped.map((key) => [key, 0])));
    bench.dispatch(step("noise.rate", { document: withNoise(bench.state.document, { ...noise, channels }) }));
  };
  return (
    <div class="qd-noise-own">
      {keys.length > 0 && (
        <ul class="qd-noise-keys" aria-label={`${row.title}, single gates and qubits`}>
          {shown.map((key) => {
            const option = optionOfKey(row, key);
            return (
              option && (
                <li key={key}>
                  <RateKey row={row} noise={noise} name={key} option={option} title={key} own />
                  <button
                    type="button"
                    class="qd-button"
                    data-icon=""
                    aria-label={`Remove ${key} of ${row.title}`}
                    title={`Remove ${key}`}
                    onClick={() => drop([key])}
                  >
                    <Icon name="close" size={12} />
                  </button>
                  {isBeyond(key, qubits) && (
                    <span class="qd-quiet">Never counts: this drawing has {count(qubits, "qubit")}</span>
                  )}
                </li>
              )
            );
          })}
        </ul>
      )}
      <p class="qd-quiet">
        {keys.length > FEW && (
          <>
            {count(keys.length, "rate")} of single gates or qubits{noise.target ? `, from ${noise.target}` : ""}{" "}
            <button type="button" class="qd-link" aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? "Fewer" : "All"}
            </button>{" "}
            <button type="button" class="qd-link" onClick={() => drop(keys)}>
              Remove
            </button>{" "}
          </>
        )}
        {!adding && (
          <button
            type="button"
            class="qd-link"
            aria-label={`Add a gate or qubits to ${row.title}`}
            title="A rate of its own for one gate or for some qubits"
            onClick={() => setAdding(true)}
          >
            Add a gate or qubits…
          </button>
        )}
      </p>
      {adding && <Adding row={row} noise={noise} onClose={() => setAdding(false)} />}
    </div>
  );
}

function Adding({
  row,
  noise,
  onClose,
}: {
  readonly row: ChannelRow;
  readonly noise: Noise;
  readonly onClose: () => void;
}): JSX.Element {
  const bench = useWorkbench();
  const id = useId();
  const [key, setKey] = useState("");
  const [rate, setRate] = useState("");
  const [why, setWhy] = useState("");
  const option = optionOfKey(row, key.trim()) ?? row.rate ?? row.options[0];
  const add = (): void => {
    const made = attempt(() => {
      const name = readKey(row, key);
      const of = optionOfKey(row, name);
      if (!of || !rate.trim()) throw new Refusal("InvalidText", `Give a number for ${name}.`);
      const label = `${row.title}, ${name}`;
      return withChecked(bench, noise, row, withRate(noise.channels, row.name, name, readRate(rate.trim(), label, of)));
    });
    if ("refusal" in made) {
      setWhy(made.refusal.message);
      return;
    }
    bench.dispatch(step("noise.rate", { document: made.value }));
    onClose();
  };
  const field = (label: string, value: string, placeholder: string, set: (text: string) => void): JSX.Element => (
    <input
      class="qd-field"
      type="text"
      autocomplete="off"
      spellcheck={false}
      aria-label={label}
      aria-invalid={why !== ""}
      aria-describedby={why ? id : undefined}
      placeholder={placeholder}
      value={value}
      onInput={(event) => {
        set(event.currentTarget.value);
        setWhy("");
      }}
      onKeyDown={(event) => {
        if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
        if (event.key === "Enter") add();
        if (event.key === "Escape") onClose();
      }}
    />
  );
  const example = row.rate ? "cx or 2@0,3" : `${row.options[0]?.name ?? ""}@2`;
  return (
    <>
      <div class="qd-noise-adding">
        {field(`Gate or qubits of ${row.title}`, key, example, setKey)}
        {field(`Its rate of ${row.title}`, rate, option && isShare(option) ? "%" : (option?.unit ?? ""), setRate)}
        <button type="button" class="qd-button" data-look="line" onClick={add}>
          Add
        </button>
      </div>
      {why && (
        <div id={id} class="qd-error" role="alert">
          {why}
        </div>
      )}
    </>
  );
}
