/** A body in its other form: a circuit's diagram, a diagram's circuit; asked of Python once, and only looked at. */

import { useEffect, useState } from "preact/hooks";
import { type CircuitBody, type DiagramBody, isCircuit, withoutFinalMeasurements } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { loads } from "../../document/read";
import { dumps } from "../../document/write";
import type { Answer } from "../../live/asker";
import type { Results, Verdict } from "../../port";
import type { Form } from "../workbench/comparison";
import { laidOut } from "../workbench/diagram-layout";
import { slot } from "../workbench/slot";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { alone } from "./sources";

type Body = CircuitBody | DiagramBody;

/** What a side shows, or why it does not. */
export type Formed =
  | {
      readonly kind: "body";
      readonly body: Body;
      /** How it compares with what it was made of; null where it is that itself. */
      readonly verdict: Verdict | null;
      readonly made: boolean;
    }
  | { readonly kind: "waits" }
  | { readonly kind: "none"; readonly why: string; readonly again: boolean };

const FOUND = new WeakMap<Body, Formed>();
/** Of one kind the newest ask counts, so that two sides ask one after the other. */
const QUEUE = slot(() => ({ last: Promise.resolve() as Promise<unknown> }));

async function asked(bench: Workbench, body: Body): Promise<Formed> {
  const plain = isCircuit(body) ? withoutFinalMeasurements(body) : body;
  const text = dumps(alone(bench.state.document, plain));
  const answer: Answer<"to_diagram"> | Answer<"to_circuit"> = isCircuit(body)
    ? await bench.asker.ask<"to_diagram">({ ask: "to_diagram", document: text })
    : await bench.asker.ask<"to_circuit">({ ask: "to_circuit", document: text });
  if (answer.kind === "cancelled") return { kind: "none", why: "Another one was asked for meanwhile.", again: true };
  if (answer.kind === "failed") return { kind: "none", why: answer.error.message, again: false };
  const read = attempt(() => loads(answer.result.document));
  if ("refusal" in read) return { kind: "none", why: read.refusal.message, again: false };
  const placed = isCircuit(read.value.body) ? read.value : await laidOut(bench, read.value);
  const verdict = isCircuit(body) ? null : (answer.result as Results["to_circuit"]).verdict;
  return { kind: "body", body: placed.body, verdict, made: true };
}

/** A body in a form. */
export function useForm(body: Body, form: Form): readonly [Formed, () => void] {
  const bench = useWorkbench();
  const own = isCircuit(body) === (form === "circuit");
  const [again, setAgain] = useState(0);
  const [, drawn] = useState(0);
  const able = bench.asker.can(isCircuit(body) ? "to_diagram" : "to_circuit");
  useEffect(() => {
    if (own || !able || FOUND.has(body)) return undefined;
    let open = true;
    const queue = bench.at(QUEUE);
    queue.last = queue.last.then(async () => {
      if (!open || FOUND.has(body)) return;
      const found = await asked(bench, body);
      FOUND.set(body, found);
    });
    void queue.last.then(() => open && drawn((n) => n + 1));
    return () => {
      open = false;
    };
  }, [bench, body, own, able, again]);
  const retry = (): void => {
    FOUND.delete(body);
    setAgain(again + 1);
  };
  if (own) return [{ kind: "body", body, verdict: null, made: false }, retry];
  const known = FOUND.get(body);
  if (known) return [known, retry];
  if (!able)
    return [{ kind: "none", why: `${NEEDS[form]} runs in Python, and ${bench.noPython}.`, again: false }, retry];
  return [{ kind: "waits" }, retry];
}

const NEEDS: Readonly<Record<Form, string>> = { circuit: "Extraction", zx: "The diagram of a circuit" };
