/** One ask with one answer, for what a host itself needs. */

import type { AskKind, Failure, Outgoing, Port, Question, Results } from "../port";

/** Thrown by `askOnce` with the failure as Python told it. */
export class AskFailed extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

type QuestionOf<K extends AskKind> = Extract<Question, { readonly ask: K }>;

// Far above the ids that the studio counts from 1.
let next = 2 ** 19;

export function askOnce<K extends AskKind>(
  line: Pick<Port, "send" | "onMessage">,
  question: QuestionOf<K>,
): Promise<Results[K]> {
  const id = next++;
  return new Promise((resolve, reject) => {
    const stop = line.onMessage((message) => {
      if (message.id !== id || message.reply === "progress") {
        return;
      }
      stop();
      if (message.reply === "done") {
        resolve(message.result as Results[K]);
      } else if (message.reply === "failed") {
        reject(new AskFailed(message.error));
      } else {
        reject(new AskFailed({ kind: "Cancelled", message: "Cancelled." }));
      }
    });
    line.send({ id, ...question } as Outgoing);
  });
}
