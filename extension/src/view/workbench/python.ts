/** Work that Python does for the page: simplify, convert, verify; shown with progress and Cancel. */

import { type Document, isCircuit, withoutFinalMeasurements } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { loads } from "../../document/read";
import { dumps } from "../../document/write";
import type { Answer } from "../../live/asker";
import type { AskKind, Failure, Question, Results, SimplifyResult, Verdict } from "../../port";
import { aside } from "../../state/transaction";
import { laidOut } from "./diagram-layout";
import type { Workbench } from "./workbench";

/** Asks with a progress line and a Cancel; says failures in words. Null when nothing came. */
export async function askLong<K extends AskKind>(
  bench: Workbench,
  title: string,
  question: Extract<Question, { readonly ask: K }>,
  refused?: (failure: Failure) => void,
): Promise<Extract<Answer<K>, { readonly kind: "done" }> | null> {
  if (!bench.asker.can(question.ask)) {
    bench.say("error", `${title} runs in Python, and none answers here.`);
    return null;
  }
  const cancel = (): void => bench.asker.cancel(question.ask);
  bench.ui.patch({ busy: { title, fraction: null, cancel }, message: null });
  const answer = await bench.asker.ask(question, (progress) => {
    bench.ui.patch({ busy: { title: progress.message || title, fraction: progress.fraction, cancel } });
  });
  bench.ui.patch({ busy: null });
  if (answer.kind === "failed") (refused ?? ((failure) => bench.say("error", failure.message)))(answer.error);
  return answer.kind === "done" ? answer : null;
}

/** A verdict in the words of its badge. */
export function verdictWords(verdict: Verdict | null): {
  readonly tone: string;
  readonly words: string;
  readonly how: string;
} {
  if (!verdict) return { tone: "", words: "as drawn", how: "" };
  // Null is not compared, which is not the same as no error.
  const compared = verdict.points > 0 && verdict.max_error !== null;
  const error = compared ? `, largest error ${verdict.max_error.toExponential(1)}` : "";
  if (verdict.equal === false)
    return { tone: "error", words: "≠ different", how: `Found by ${verdict.method}${error}.` };
  if (verdict.equal === null || !(verdict.is_exact || compared))
    return { tone: "", words: "? unknown", how: `Tried: ${verdict.method}.` };
  if (verdict.is_exact) return { tone: "ok", words: "= exact", how: `Proved: ${verdict.method}.` };
  return {
    tone: "accent",
    words: `= ${verdict.points} point${verdict.points === 1 ? "" : "s"}`,
    how: `Equal at ${verdict.points} random points${error} (${verdict.method}).`,
  };
}

export async function simplifyDocument(bench: Workbench, strategy: string, minimize: string): Promise<void> {
  const answer = await askLong(bench, "Simplifying", { ask: "simplify", document: bench.flush(), strategy, minimize });
  if (answer) await takeSimpler(bench, answer.result, "python.simplify");
}

/** Does without the parameters that move nothing new; the gates that only they turn go. */
export async function dropRedundant(bench: Workbench): Promise<void> {
  const answer = await askLong(bench, "Dropping redundant parameters", {
    ask: "drop_redundant",
    document: bench.flush(),
  });
  if (answer) await takeSimpler(bench, answer.result, "python.drop_redundant");
}

/** What a simplification began with and came to, to draw beside its figures. */
const drawings = new WeakMap<SimplifyResult, { readonly before: Document; readonly after: Document }>();

export function drawingsOf(
  result: SimplifyResult,
): { readonly before: Document; readonly after: Document } | undefined {
  return drawings.get(result);
}

async function takeSimpler(bench: Workbench, result: SimplifyResult, intent: string): Promise<void> {
  const read = attempt(() => loads(result.document));
  if ("refusal" in read) {
    bench.say("error", read.refusal.message);
    return;
  }
  const after = await laidOut(bench, read.value);
  drawings.set(result, { before: bench.state.document, after });
  bench.ui.patch({ simplified: result, tab: "steps" });
  if (result.verdict.equal !== true) {
    bench.say("error", "The result could not be shown to be equal, so nothing was changed.");
    return;
  }
  bench.replaceDocument(after, intent);
  if (!isCircuit(after.body)) bench.zoom?.fit();
}

/** The document's text without final measurements, which a diagram has no form for. */
export function unmeasuredText(bench: Workbench): string {
  const { document } = bench.state;
  if (!isCircuit(document.body)) return bench.flush();
  const body = withoutFinalMeasurements(document.body);
  return body === document.body ? bench.flush() : dumps({ ...document, body });
}

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
            notice: { text: failure.message, at: { x: 48, y: 36 } },
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
  const next = circuit ? await laidOut(bench, read.value) : read.value;
  if (bench.state.document.body !== before.body) return;
  bench.replaceDocument(next, circuit ? "python.to_diagram" : "python.to_circuit");
  if (circuit) return;
  if (bench.ui.value.view === "zx") bench.ui.patch({ view: "circuit" });
  const { verdict } = answer.result as Results["to_circuit"];
  bench.say("ok", `The circuit of the diagram, ${verdictWords(verdict).words}.`);
}
