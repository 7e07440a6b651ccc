/** Every channel of the catalog with its rates by kind of gate, its options, and what single gates and qubits have. */

import type { JSX } from "preact";

import type { ChannelRow } from "../../document/catalog.generated";
import { isCircuit } from "../../document/circuit";
import type { Noise, Rates } from "../../document/noise";
import { MOST_EXACT_QUBITS } from "../../live/noisy-program";
import { USUAL_EXACT } from "../../live/sizes";
import { usePart } from "../workbench/cell";
import { EXACT_NOISE } from "../workbench/slots";
import { useWorkbench } from "../workbench/workbench";
import { OwnRates } from "./own-rates";
import { RateKey } from "./rate-field";

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
  const rates = noise.channels.get(row.name) ?? NO_RATES;
  const kinds = row.rate ? row.kinds : [];
  // An option of pairs is always that of two qubits.
  const options = row.beside ? [] : row.options;
  const plain = new Set([...kinds, ...options.map(({ name }) => name)]);
  const others = [...rates.keys()].filter((key) => !plain.has(key));
  return (
    <fieldset title={row.help}>
      <legend>{row.title}</legend>
      <div class="qd-noise-keys">
        {kinds.map(
          (kind) =>
            row.rate && (
              <RateKey
                key={kind}
                row={row}
                noise={noise}
                name={kind}
                option={row.rate}
                title={KIND_TITLES[kind] ?? kind}
              />
            ),
        )}
        {options.map((option) => (
          <RateKey key={option.name} row={row} noise={noise} name={option.name} option={option} title={option.title} />
        ))}
      </div>
      <OwnRates row={row} noise={noise} keys={others} />
    </fieldset>
  );
}
