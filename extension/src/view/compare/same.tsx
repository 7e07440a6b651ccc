/** Are two circuits the same, by a criterion that a person chooses; Python answers. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import type { Document } from "../../document/circuit";
import { dumps } from "../../document/write";
import type { Results } from "../../port";
import { Badge } from "../widgets/verdict-badge";
import { askLong } from "../workbench/ask-long";
import { useWorkbench } from "../workbench/workbench";

/** The criteria of Python's `equivalent`, by name. */
const CRITERIA = [
  ["phase", "up to a global phase"],
  ["exactly", "with the global phase"],
  ["permutation", "up to the order of the qubits at the end"],
  ["measured", "on the classical bits alone"],
  ["input", "where all qubits start in 0"],
  ["ancillas", "where further qubits start in 0 and end there"],
  ["deferred", "with measurements moved to the end"],
] as const;

interface Props {
  readonly before: Document;
  readonly after: Document;
}

export function Same({ before, after }: Props): JSX.Element {
  const bench = useWorkbench();
  const [upTo, setUpTo] = useState<string>("phase");
  const [found, setFound] = useState<Results["verify"] | null>(null);
  const [error, setError] = useState("");
  const able = bench.asker.can("verify");
  const forget = (): void => {
    setFound(null);
    setError("");
  };
  // What is said is of what is compared.
  const shown = useRef<Props>({ before, after });
  shown.current = { before, after };
  useEffect(forget, [before.body, after.body]);
  const check = async (by: string): Promise<void> => {
    forget();
    const question = { ask: "verify", document: dumps(before), other: dumps(after), up_to: by } as const;
    const answer = await askLong(bench, "Comparing", question, ({ message }) => setError(message));
    const { current } = shown;
    if (answer && current.before.body === before.body && current.after.body === after.body) setFound(answer.result);
  };
  return (
    <span class="qd-compare-same" role="group" aria-label="The same?">
      <select
        class="qd-field"
        aria-label="The same"
        value={upTo}
        disabled={!able}
        title={able ? "What “the same” is to mean" : `Circuits are compared in Python, and ${bench.noPython}`}
        onChange={({ currentTarget }) => {
          setUpTo(currentTarget.value);
          void check(currentTarget.value);
        }}
      >
        {CRITERIA.map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
      {found || error ? null : (
        <button type="button" class="qd-button" data-look="line" disabled={!able} onClick={() => void check(upTo)}>
          The same?
        </button>
      )}
      <span aria-live="polite">
        {found && <Badge verdict={found.verdict} />}
        {found?.order && <span class="qd-quiet">{found.order}</span>}
        {error && <span class="qd-error">{error}</span>}
      </span>
    </span>
  );
}
