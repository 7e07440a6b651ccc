/** Asks to Python and their replies: ids, progress, cancel; of one kind the newest alone counts. */

import type { AskKind, Failure, Port, Question, Reply, Results } from "../port";

export type Progress = Extract<Reply, { readonly reply: "progress" }>;

/** An ask that was answered, refused in words, cancelled, or replaced by a newer one. */
export type Answer<K extends AskKind> =
  | { readonly kind: "done"; readonly result: Results[K]; readonly buffers: readonly ArrayBuffer[] }
  | { readonly kind: "failed"; readonly error: Failure }
  | { readonly kind: "cancelled" };

interface Waiting {
  readonly ask: AskKind;
  readonly settle: (answer: Answer<AskKind>) => void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
}

export class Asker {
  private nextId = 1;
  private readonly waiting = new Map<number, Waiting>();
  private closed = false;
  private readonly stop: () => void;

  constructor(
    private readonly port: Pick<Port, "send" | "onMessage">,
    private readonly kinds: readonly AskKind[] | null,
  ) {
    this.stop = port.onMessage((message, buffers) => this.receive(message, buffers));
  }

  /** Is somebody there who answers this? */
  can(kind: AskKind): boolean {
    return this.kinds === null || this.kinds.includes(kind);
  }

  /** Asks; an open ask of the same kind is cancelled first. What asks when all is closed is answered so at once. */
  ask<K extends AskKind>(
    question: Extract<Question, { readonly ask: K }>,
    onProgress?: (progress: Progress) => void,
  ): Promise<Answer<K>> {
    if (this.closed) return Promise.resolve({ kind: "cancelled" });
    this.cancel(question.ask);
    const id = this.nextId++;
    return new Promise((resolve) => {
      this.waiting.set(id, {
        ask: question.ask,
        settle: (answer) => resolve(answer as Answer<K>),
        onProgress,
      });
      this.port.send({ ...question, id });
    });
  }

  /** Gives up what is open of a kind. */
  cancel(kind: AskKind): void {
    for (const [id, waiting] of this.waiting) {
      if (waiting.ask !== kind) continue;
      this.waiting.delete(id);
      this.port.send({ cancel: id });
      waiting.settle({ kind: "cancelled" });
    }
  }

  dispose(): void {
    this.closed = true;
    this.stop();
    for (const waiting of this.waiting.values()) waiting.settle({ kind: "cancelled" });
    this.waiting.clear();
  }

  private receive(message: Reply, buffers: readonly ArrayBuffer[]): void {
    const waiting = this.waiting.get(message.id);
    if (!waiting) return;
    switch (message.reply) {
      case "progress":
        waiting.onProgress?.(message);
        return;
      case "done":
        this.waiting.delete(message.id);
        waiting.settle({ kind: "done", result: message.result as Results[AskKind], buffers });
        return;
      case "failed":
        this.waiting.delete(message.id);
        waiting.settle({ kind: "failed", error: message.error });
        return;
      case "cancelled":
        this.waiting.delete(message.id);
        waiting.settle({ kind: "cancelled" });
    }
  }
}
