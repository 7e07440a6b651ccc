/** A circuit as a ZX diagram and back, in Python. */

import {
  type CircuitBody,
  type DiagramBody,
  type Document,
  isCircuit,
  withoutFinalMeasurements,
} from "../../document/circuit";
import { attempt } from "../../document/errors";
import { withStep } from "../../document/proof";
import { loads } from "../../document/read";
import { dumps } from "../../document/write";
import type { Failure, Results, Stats } from "../../port";
import { noCircuitWords } from "../../scene/diagram";
import { aside } from "../../state/transaction";
import { verdictWords } from "../widgets/verdict-badge";
import { askLong } from "../workbench/ask-long";
import { laidOut } from "../workbench/diagram-layout";
import { takeResult } from "../workbench/results";
import type { Workbench } from "../workbench/workbench";

/** The document's text without final measurements, which a diagram has no form for. */
export function unmeasuredText(bench: Workbench): string {
  const { document } = bench.state;
  if (!isCircuit(document.body)) return bench.flush();
  const body = withoutFinalMeasurements(document.body);
  return body === document.body ? bench.flush() : dumps({ ...document, body });
}

const FIGURES = [
  ["num_two_qubit", "two-qubit"],
  ["num_rotations", "rotations"],
  ["num_t", "T"],
  ["depth", "depth"],
] as const;

/** Figures of an extracted circuit, beside those of the circuit that the diagram stood as, where it stood as one. */
export function extractionWords(before: Stats | null, after: Stats): string {
  const figures = FIGURES.map(([key, name]) => `${name} ${before ? `${before[key]} → ` : ""}${after[key]}`);
  const more = before !== null && after.num_two_qubit > before.num_two_qubit;
  const advice =
    " As drawn it has fewer two-qubit gates: undo, then take Simplify the circuit that is drawn (Alt+Shift+C).";
  return `Exact figures: ${figures.join(", ")}.${more ? advice : ""}`;
}

/** Why a diagram has no circuit, with its spiders as people see them. */
export function noCircuit(body: CircuitBody | DiagramBody, { message, spiders = [] }: Failure): string {
  return isCircuit(body) ? message : noCircuitWords(body, message, spiders);
}

const NOT_COMPARED = {
  equal: null,
  method: "one of the two is a circuit, and this page compares diagrams",
  points: 0,
  max_error: null,
  exact: false,
};

/** The circuit as a ZX diagram, laid out, or back; a diagram without circuit form says so where it is drawn. */
export async function convertBody(bench: Workbench): Promise<void> {
  const circuit = isCircuit(bench.state.document.body);
  const before = bench.state.document;
  const answer = circuit
    ? await askLong(bench, "Converting to a ZX diagram", { ask: "to_diagram", document: unmeasuredText(bench) })
    : await askLong(bench, "Extracting a circuit", { ask: "to_circuit", document: bench.flush() }, (failure) => {
        // What blocks is selected, so that it can be found.
        bench.dispatch(
          aside("diagram.blocked", {
            notice: { text: noCircuit(before.body, failure), at: { x: 48, y: 36 } },
            selection: new Set(failure.spiders ?? []),
          }),
        );
      });
  if (!answer) return;
  const read = attempt(() => loads(answer.result.document));
  if ("refusal" in read) {
    bench.say("error", read.refusal.message);
    return;
  }
  const made = circuit ? await laidOut(bench, read.value) : read.value;
  const next = proved(before, made, answer.result);
  const told = (): void => {
    // A diagram is shown as such, also after an undo.
    bench.ui.patch({ asCircuit: false });
    if (circuit) return;
    if (bench.ui.value.view === "zx") bench.ui.patch({ view: "circuit" });
    const { verdict, before: drawn, after } = answer.result as Results["to_circuit"];
    const moved = before.layout?.displays?.size ? " Displays stand at its end: a diagram has no places for them." : "";
    const figures = extractionWords(drawn, after);
    bench.say("ok", `The circuit of the diagram: ${verdictWords(verdict).how} ${figures}${moved}`);
  };
  takeResult(bench, {
    title: circuit ? "The ZX diagram" : "The circuit",
    of: before,
    document: next,
    bodyAlone: before.proof === undefined,
    intent: circuit ? "python.to_diagram" : "python.to_circuit",
    finish: told,
  });
}

/** Where there is a proof, the other form is a step of it. */
function proved(before: Document, made: Document, result: Results["to_diagram"] | Results["to_circuit"]): Document {
  if (before.proof === undefined || made.body.kind === before.body.kind) return made;
  const circuit = isCircuit(made.body);
  const verdict = "verdict" in result ? { ...result.verdict, exact: result.verdict.is_exact } : NOT_COMPARED;
  const origins = new Map(Object.entries(result.origins).filter(([id]) => circuit || bodyHas(made, id)));
  const rule = circuit ? "extract" : "to_diagram";
  return withStep(before, {
    kind: circuit ? "extract" : "diagram",
    rule,
    selection: [],
    body: made.body,
    verdict,
    origins,
  });
}

const bodyHas = ({ body }: Document, id: string): boolean => !isCircuit(body) && body.spiders.has(id);
