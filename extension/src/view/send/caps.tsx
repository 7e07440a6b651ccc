/** What may be spent: caps of a job, a session and a month, and the fields that change them. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import type { Cap } from "../../port";
import { useWorkbench } from "../workbench/workbench";
import { readAmount } from "./fitness";

/** What may be spent and was, where that matters. */
export function useCaps(matters: boolean): readonly [readonly Cap[], (caps: readonly Cap[]) => void] {
  const bench = useWorkbench();
  const [caps, setCaps] = useState<readonly Cap[]>([]);
  useEffect(() => {
    if (!matters || !bench.asker.can("spending")) return;
    void bench.asker.ask<"spending">({ ask: "spending" }).then((answer) => {
      if (answer.kind === "done") setCaps(answer.result.caps);
    });
  }, [bench, matters]);
  return [caps, setCaps];
}

const SCOPES = ["job", "session", "month"] as const;

/** What may be spent, to be changed. */
export function CapFields({
  unit,
  caps,
  onCaps,
}: {
  readonly unit: string;
  readonly caps: readonly Cap[];
  readonly onCaps: (caps: readonly Cap[]) => void;
}): JSX.Element {
  const bench = useWorkbench();
  // What is being typed, by scope; what stands there otherwise is in force.
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [failed, setFailed] = useState("");
  const capOf = (scope: string): string =>
    String(caps.find((cap) => cap.scope === scope && cap.unit === unit)?.most ?? "");
  const isWrong = (scope: string): boolean => Boolean(typed[scope]?.trim()) && readAmount(typed[scope] ?? "") === null;
  const set = (scope: string, text: string): void => {
    setFailed("");
    if (isWrong(scope)) return;
    void bench.asker.ask<"set_cap">({ ask: "set_cap", scope, unit, most: readAmount(text) }).then((answer) => {
      if (answer.kind === "failed") setFailed(answer.error.message);
      if (answer.kind !== "done") return;
      onCaps(answer.result.caps);
      setTyped(({ [scope]: _, ...others }) => others);
    });
  };
  const wrong = SCOPES.filter(isWrong).map((scope) => {
    const old = capOf(scope);
    const stays = old ? `the one of ${old} ${unitSign(unit)} stays in force until then` : "there is none until then";
    return `The cap of a ${scope} is an amount from 0, or nothing for no cap; ${stays}.`;
  });
  return (
    <details class="qd-send-stages">
      <summary class="qd-summary">Caps</summary>
      <div class="qd-send-options">
        {SCOPES.map((scope) => (
          <label key={scope}>
            A {scope}, {unitSign(unit)}
            <input
              class="qd-field"
              type="text"
              inputMode="decimal"
              placeholder="no cap"
              value={typed[scope] ?? capOf(scope)}
              aria-invalid={isWrong(scope)}
              onInput={(event) => setTyped({ ...typed, [scope]: event.currentTarget.value })}
              onChange={(event) => set(scope, event.currentTarget.value)}
            />
          </label>
        ))}
        {[...wrong, failed].filter(Boolean).map((words) => (
          <div key={words} class="qd-error" role="alert">
            {words}
          </div>
        ))}
      </div>
    </details>
  );
}

/** That a person agrees to what it may cost, and up to what. */
export function Agree({
  unit,
  agreed,
  amount,
  wrong,
  onAgree,
  onAmount,
}: {
  readonly unit: string;
  readonly agreed: boolean;
  readonly amount: string;
  /** What is wrong with the amount, in a sentence. */
  readonly wrong: string;
  readonly onAgree: (agreed: boolean) => void;
  readonly onAmount: (amount: string) => void;
}): JSX.Element {
  return (
    <>
      <label class="qd-send-agree">
        <input type="checkbox" checked={agreed} onChange={(event) => onAgree(event.currentTarget.checked)} />I agree to
        pay up to
        <input
          class="qd-field"
          type="text"
          inputMode="decimal"
          aria-label="At most"
          aria-invalid={wrong !== ""}
          aria-describedby={wrong ? "qd-amount-wrong" : undefined}
          value={amount}
          onInput={(event) => onAmount(event.currentTarget.value)}
        />
        {unitSign(unit)}
      </label>
      {wrong && (
        <div id="qd-amount-wrong" class="qd-error" role="alert">
          {wrong}
        </div>
      )}
    </>
  );
}

export function unitSign(unit: string): string {
  return unit === "USD" ? "$" : unit;
}
