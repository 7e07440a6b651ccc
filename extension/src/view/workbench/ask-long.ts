import type { Answer } from "../../live/asker";
import type { AskKind, Failure, Question } from "../../port";
import type { Workbench } from "./workbench";

/** Asks with a progress line and a Cancel; says failures in words. Null when nothing came. */
export async function askLong<K extends AskKind>(
  bench: Workbench,
  title: string,
  question: Extract<Question, { readonly ask: K }>,
  refused?: (failure: Failure) => void,
): Promise<Extract<Answer<K>, { readonly kind: "done" }> | null> {
  if (!bench.asker.can(question.ask)) {
    bench.say("error", `${title} runs in Python, and ${bench.noPython}.`);
    return null;
  }
  let gaveUp = false;
  const cancel = (): void => {
    gaveUp = true;
    bench.asker.cancel(question.ask);
  };
  bench.ui.patch({ busy: { title, fraction: null, cancel }, message: null });
  const answer = await bench.asker.ask(question, (progress) => {
    bench.ui.patch({ busy: { title: progress.message || title, fraction: progress.fraction, cancel } });
  });
  bench.ui.patch({ busy: null });
  if (answer.kind === "failed") (refused ?? ((failure) => bench.say("error", failure.message)))(answer.error);
  if (answer.kind === "cancelled" && gaveUp) bench.say("ok", `${title} was cancelled; nothing was changed.`);
  return answer.kind === "done" ? answer : null;
}
