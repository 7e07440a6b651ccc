/** The section Noise: a switch, the rates that count most, a device's calibration. */

import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";

import { isCircuit } from "../../document/circuit";
import { type Noise, noiseOf, withNoise } from "../../document/noise";
import { shownDocument } from "../../state/state";
import { step } from "../../state/transaction";
import { useDraft, useEdit } from "../widgets/field-edit";
import { usePart } from "../workbench/cell";
import { OVERLAY, toggleOverlay } from "../workbench/overlay";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { Device, More } from "./part";
import { FIELDS, FIRST, percentText, type RateField, rateIn, readPercent, withField } from "./rates";

const NONE: Noise = { channels: new Map(), on: false, target: "" };

/** Noise on or off, as one step; what it begins with where there is none yet. */
export function switchNoise(bench: Workbench): void {
  const { document } = bench.state;
  const now = noiseOf(document);
  const next = now ? { ...now, on: !now.on } : { ...NONE, channels: FIRST, on: true };
  bench.dispatch(step("noise.switch", { document: withNoise(document, next) }));
}

export function NoiseSection(): JSX.Element | null {
  const bench = useWorkbench();
  const circuit = usePart(bench.editor, (e) => isCircuit(e.state.document.body));
  const part = usePart(bench.editor, (e) => shownDocument(e.state).noise);
  const [device, setDevice] = useState(false);
  const [more, setMore] = useState(false);
  const costs = usePart(bench.at(OVERLAY), (now) => now === "costs");
  const noise = part === undefined ? null : noiseOf(bench.shown);
  const on = noise?.on ?? false;
  if (!circuit) return null;
  return (
    <div class="qd-section qd-noise" data-part="noise">
      <div class="qd-head">
        <h2>Noise</h2>
        <button
          type="button"
          role="switch"
          class="qd-switch"
          aria-label="Noise"
          aria-checked={on}
          title="Look at the circuit with noise behind its gates and at readout"
          onClick={() => switchNoise(bench)}
        />
        {on && noise ? (
          <span class="qd-segments qd-small qd-right" role="group" aria-label="Where rates come from">
            <button type="button" aria-pressed={!device} onClick={() => setDevice(false)}>
              Rates
            </button>
            <button type="button" aria-pressed={device} onClick={() => setDevice(true)}>
              Device
            </button>
          </span>
        ) : (
          noise && <span class="qd-quiet qd-right">{summary(noise)}</span>
        )}
      </div>
      {on && noise && (
        <>
          {device ? <Device noise={noise} /> : <Rates noise={noise} />}
          <div class="qd-noise-ends">
            <button type="button" class="qd-link" aria-expanded={more} onClick={() => setMore(!more)}>
              {more ? "Less" : "More…"}
            </button>
            <button
              type="button"
              class="qd-chip"
              aria-pressed={costs}
              title="Light each gate by what its noise costs"
              onClick={() => toggleOverlay(bench, "costs")}
            >
              Costs of gates
            </button>
          </div>
          {more && <More noise={noise} />}
        </>
      )}
    </div>
  );
}

/** The rates in a few words, where the noise is off. */
function summary({ channels, target }: Noise): string {
  if (target) return `off · from ${target}`;
  const found = FIELDS.map((field) => rateIn(channels, field)).map((rate) => (rate === null ? "–" : percentText(rate)));
  return `off · ${found.join(", ")} %`;
}

function Rates({ noise }: { readonly noise: Noise }): JSX.Element {
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});
  const told = Object.values(wrong).filter(Boolean);
  return (
    <>
      <div class="qd-noise-rates">
        {FIELDS.map((field) => (
          <Rate
            key={field.title}
            noise={noise}
            field={field}
            onWrong={(why) => setWrong((old) => (old[field.title] === why ? old : { ...old, [field.title]: why }))}
          />
        ))}
      </div>
      {told.map((why) => (
        <div key={why} class="qd-error" role="alert">
          {why}
        </div>
      ))}
    </>
  );
}

interface RateProps {
  readonly noise: Noise;
  readonly field: RateField;
  /** Why what is typed is none; empty where it is one. */
  readonly onWrong: (why: string) => void;
}

function Rate({ noise, field, onWrong }: RateProps): JSX.Element {
  const bench = useWorkbench();
  const id = useId();
  const { text, write, newest } = useDraft();
  const [error, edit, forget] = useEdit();
  const rate = rateIn(noise.channels, field);
  const shown = rate === null ? "" : percentText(rate);
  onWrong(error);
  const take = (): boolean => {
    const { current } = newest;
    if (current === null || current === shown) return true;
    return edit("noise.rate", () => {
      const channels = withField(noise.channels, field, readPercent(current, field.title));
      return withNoise(bench.state.document, { ...noise, channels });
    });
  };
  const end = (): void => {
    write(null);
    forget();
  };
  return (
    <label for={id} title={field.help}>
      <span>{field.title}</span>
      <span class="qd-field" data-bad={error ? "" : undefined}>
        <input
          id={id}
          type="text"
          inputMode="decimal"
          autocomplete="off"
          spellcheck={false}
          aria-label={`${field.title} error in percent`}
          aria-invalid={error !== ""}
          placeholder={rate === null ? "varies" : ""}
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
        <span aria-hidden="true">%</span>
      </span>
    </label>
  );
}
