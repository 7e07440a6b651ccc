/** A device's calibration as the noise: which device, and when it was calibrated. */

import type { JSX } from "preact";
import { useEffect, useId, useState } from "preact/hooks";

import { isCircuit } from "../../document/circuit";
import { type Noise, withNoise } from "../../document/noise";
import type { Target } from "../../port";
import { count } from "../../scene/describe";
import { step } from "../../state/transaction";
import { Cell, usePart } from "../workbench/cell";
import { slot } from "../workbench/slot";
import { useWorkbench } from "../workbench/workbench";

/** Which of the device's qubits were taken last, one a wire. */
const TAKEN = slot(() => new Cell<{ readonly target: string; readonly qubits: readonly number[] } | null>(null));

export function Device({ noise }: { readonly noise: Noise }): JSX.Element {
  const bench = useWorkbench();
  const qubits = usePart(bench.editor, (e) =>
    isCircuit(e.state.document.body) ? e.state.document.body.qubits.length : 0,
  );
  const [devices, setDevices] = useState<readonly Target[] | null>(null);
  const [why, setWhy] = useState("");
  const taken = usePart(bench.at(TAKEN), (now) => (now?.target === noise.target ? now.qubits : []));
  const [typed, setTyped] = useState<string | null>(null);
  const id = useId();
  const can = bench.asker.can("noise_of");
  useEffect(() => {
    if (!can) return;
    void bench.asker.ask<"targets">({ ask: "targets", refresh: false }).then((answer) => {
      if (answer.kind === "done") setDevices(answer.result.targets.filter(hasNoise));
      if (answer.kind === "failed") setWhy(answer.error.message);
    });
  }, [bench, can]);
  const take = async (target: string, chosen: readonly number[]): Promise<void> => {
    setWhy("");
    const question = { ask: "noise_of", target, qubits: chosen, num_qubits: qubits } as const;
    const answer = await bench.asker.ask<"noise_of">(question);
    if (answer.kind === "failed") setWhy(answer.error.message);
    if (answer.kind !== "done") return;
    const channels = new Map(
      Object.entries(answer.result.channels).map(([name, rates]) => [name, new Map(Object.entries(rates))]),
    );
    setTyped(null);
    bench.at(TAKEN).set({ target, qubits: answer.result.qubits });
    const { document } = bench.state;
    bench.dispatch(step("noise.device", { document: withNoise(document, { channels, on: true, target }) }));
  };
  const takeTyped = (): void => {
    if (typed === null || typed.trim() === taken.join(", ")) return;
    const numbers = typed.trim() === "" ? [] : typed.trim().split(/[\s,]+/);
    if (numbers.every((text) => /^[0-9]{1,6}$/.test(text))) void take(noise.target, numbers.map(Number));
    else setWhy(`Qubits are numbers with commas between, one for each of ${count(qubits, "wire")}, such as 0, 1.`);
  };
  if (!can) return <p class="qd-quiet">{`Calibrations of devices come from Python, and ${bench.noPython}.`}</p>;
  const known = devices?.find(({ name }) => name === noise.target);
  return (
    <div class="qd-noise-device">
      <select
        class="qd-field"
        aria-label="Device"
        value={noise.target}
        disabled={!devices}
        onChange={(event) => void take(event.currentTarget.value, [])}
      >
        {!known && <option value={noise.target}>{noise.target || (devices ? "Choose a device" : "Asking…")}</option>}
        {devices?.map((each) => (
          <option key={each.name} value={each.name} disabled={each.num_qubits < qubits}>
            {each.title}, {each.num_qubits} qubits
          </option>
        ))}
      </select>
      {known && (
        <>
          <label for={id}>
            <span>Its qubits</span>
            <input
              id={id}
              class="qd-field"
              type="text"
              inputMode="numeric"
              autocomplete="off"
              aria-invalid={why !== ""}
              title="Qubits of the device, for q0, q1, and so on; empty for the first that are coupled"
              placeholder="not known"
              value={typed ?? taken.join(", ")}
              onInput={(event) => setTyped(event.currentTarget.value)}
              onBlur={takeTyped}
              onKeyDown={(event) => {
                if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
                if (event.key === "Enter") takeTyped();
                if (event.key === "Escape") setTyped(null);
              }}
            />
          </label>
          <span class="qd-quiet">Calibrated {known.calibrated?.slice(0, 10)}</span>
        </>
      )}
      {why && (
        <div class="qd-error" role="alert">
          {why}
        </div>
      )}
    </div>
  );
}

/** Is its calibration on this machine? */
function hasNoise({ is_here, calibrated }: Target): boolean {
  return is_here && calibrated !== null;
}
