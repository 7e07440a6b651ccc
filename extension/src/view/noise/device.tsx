/** A device's calibration as the noise: which device, and when it was calibrated. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import { isCircuit } from "../../document/circuit";
import { type Noise, withNoise } from "../../document/noise";
import type { Target } from "../../port";
import { step } from "../../state/transaction";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";

export function Device({ noise }: { readonly noise: Noise }): JSX.Element {
  const bench = useWorkbench();
  const qubits = usePart(bench.editor, (e) =>
    isCircuit(e.state.document.body) ? e.state.document.body.qubits.length : 0,
  );
  const [devices, setDevices] = useState<readonly Target[] | null>(null);
  const [why, setWhy] = useState("");
  const can = bench.asker.can("noise_of");
  useEffect(() => {
    if (!can) return;
    void bench.asker.ask<"targets">({ ask: "targets", refresh: false }).then((answer) => {
      if (answer.kind === "done") setDevices(answer.result.targets.filter(hasNoise));
      if (answer.kind === "failed") setWhy(answer.error.message);
    });
  }, [bench, can]);
  const take = async (target: string): Promise<void> => {
    setWhy("");
    const answer = await bench.asker.ask<"noise_of">({ ask: "noise_of", target, num_qubits: qubits });
    if (answer.kind === "failed") setWhy(answer.error.message);
    if (answer.kind !== "done") return;
    const channels = new Map(
      Object.entries(answer.result.channels).map(([name, rates]) => [name, new Map(Object.entries(rates))]),
    );
    const { document } = bench.state;
    bench.dispatch(step("noise.device", { document: withNoise(document, { channels, on: true, target }) }));
  };
  if (!can) return <p class="qd-quiet">Calibrations of devices come from Python, and none answers here.</p>;
  const known = devices?.find(({ name }) => name === noise.target);
  return (
    <div class="qd-noise-device">
      <select
        class="qd-field"
        aria-label="Device"
        value={noise.target}
        disabled={!devices}
        onChange={(event) => void take(event.currentTarget.value)}
      >
        {!known && <option value={noise.target}>{noise.target || (devices ? "Choose a device" : "Asking…")}</option>}
        {devices?.map((each) => (
          <option key={each.name} value={each.name} disabled={each.num_qubits < qubits}>
            {each.title}, {each.num_qubits} qubits
          </option>
        ))}
      </select>
      {known && (
        <span class="qd-quiet">
          Qubits 0 to {qubits - 1}, calibrated {known.calibrated?.slice(0, 10)}
        </span>
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
