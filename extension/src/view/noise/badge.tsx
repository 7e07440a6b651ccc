/** Above the drawing: that numbers are with noise, and how it is followed; or why it is not. */

import type { JSX } from "preact";

import { type Document, isCircuit } from "../../document/circuit";
import { type Noise, noiseOf, partsOfKey } from "../../document/noise";
import type { Followed, LiveResult } from "../../live/wanted";
import { count } from "../../scene/describe";
import { shownDocument } from "../../state/state";
import { Icon } from "../widgets/icons";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";

export function NoiseBadge(): JSX.Element | null {
  const bench = useWorkbench();
  const part = usePart(bench.editor, (e) => shownDocument(e.state).noise);
  const followed = usePart(bench.live, keyOf);
  const noise = part === undefined ? null : noiseOf(bench.shown);
  if (!noise?.on || !followed) return null;
  const now = JSON.parse(followed) as Followed;
  return (
    <div class="qd-noise-badge" role="status" data-part="noise-badge">
      <span class="qd-badge" data-tone="warn">
        <Icon name="unsaved" size={12} />
        {now.kind === "on" ? "with noise" : "without noise"}
      </span>
      <span data-on={now.kind === "on" ? "" : undefined}>
        {now.kind === "on" ? `${words(noise, bench.shown.body)} · ${followedWords(now)}` : now.why}
      </span>
    </div>
  );
}

/** As a text, so that the badge is drawn anew only where it says something else. */
function keyOf(result: LiveResult | null): string {
  return result?.kind === "state" && result.noise ? JSON.stringify(result.noise) : "";
}

function followedWords({ components, runs }: Extract<Followed, { readonly kind: "on" }>): string {
  return runs === null ? count(components, "Pauli component") : `average of ${count(runs, "run")}`;
}

function words({ target, channels }: Noise, body: Document["body"]): string {
  if (!target) return "each gate is followed by its error";
  const named = [...channels.values()].flatMap((rates) =>
    [...rates.keys()].flatMap((key) => partsOfKey(key).qubits ?? []),
  );
  const known = named.reduce((most, qubit) => Math.max(most, qubit + 1), 0);
  const drawn = isCircuit(body) ? body.qubits.length : 0;
  return known && known < drawn ? `from ${target}, known for ${known} of ${count(drawn, "qubit")}` : `from ${target}`;
}
