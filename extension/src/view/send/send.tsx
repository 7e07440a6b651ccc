/** Sending: the targets, what would run on the chosen one, and the form that submits. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import { isCircuit } from "../../document/circuit";
import type { Target } from "../../port";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";
import { fitness } from "./fitness";
import { useLowering } from "./lowering";
import { Submit } from "./submit";
import { Targets } from "./targets";
import { WhatRuns } from "./what-runs";

const NO_CIRCUIT = "The drawing is a ZX diagram, and devices run circuits. Choose Circuit above to turn it into one.";

export function SendView(): JSX.Element {
  const bench = useWorkbench();
  const body = usePart(bench.editor, (e) => e.state.document.body);
  const numQubits = isCircuit(body) ? body.qubits.length : 0;
  const [targets, failed, again] = useTargets();
  const [chosen, setChosen] = useState("");
  const name = chosen || (targets?.find((each) => fitness(each, numQubits).able)?.name ?? "");
  const target = targets?.find((each) => each.name === name) ?? null;
  const fit = target && fitness(target, numQubits);
  const lowering = useLowering(fit?.able ? target : null);
  if (!bench.asker.can("targets")) {
    return (
      <Off>Running and sending need Python, and none answers here. The text under OpenQASM can be taken along.</Off>
    );
  }
  if (!targets) {
    return (
      <Off>
        {failed ? <span role="alert">{failed}</span> : <span role="status">Looking for targets…</span>}
        {failed && (
          <button type="button" class="qd-button" data-look="line" onClick={again}>
            Try again
          </button>
        )}
      </Off>
    );
  }
  const refused = lowering.kind === "refused" ? lowering.why : "";
  const why = isCircuit(body) ? fit?.why || refused : NO_CIRCUIT;
  return (
    <div class="qd-send">
      <Targets targets={targets} numQubits={numQubits} chosen={name} onChoose={setChosen} />
      <div class="qd-send-main">{target && <WhatRuns target={target} lowering={lowering} why={why} />}</div>
      <aside class="qd-inspector" aria-label="Send">
        {target && <Submit target={target} lowering={lowering} able={!why} />}
      </aside>
    </div>
  );
}

function Off({ children }: { readonly children: JSX.Element | string | (JSX.Element | false | "")[] }): JSX.Element {
  return (
    <div class="qd-main">
      <div class="qd-off" style={{ paddingTop: "20vh" }}>
        {children}
      </div>
    </div>
  );
}

/** The targets, null until they are known; why they are not; and asking again. */
function useTargets(): readonly [readonly Target[] | null, string, () => void] {
  const bench = useWorkbench();
  const [targets, setTargets] = useState<readonly Target[] | null>(null);
  const [failed, setFailed] = useState("");
  const ask = (): void => {
    if (!bench.asker.can("targets")) return;
    setFailed("");
    void bench.asker.ask<"targets">({ ask: "targets" }).then((answer) => {
      if (answer.kind === "failed") setFailed(answer.error.message);
      if (answer.kind === "done") setTargets(answer.result.targets);
    });
  };
  useEffect(ask, [bench]);
  return [targets, failed, ask];
}
