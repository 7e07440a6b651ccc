/** Those who wait for messages from Python. */

import type { Failure, Reply } from "../port";

type Listener = (message: Reply, buffers: readonly ArrayBuffer[]) => void;

export class Listeners {
  private readonly listeners = new Set<Listener>();

  add(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  tell(message: Reply, buffers: readonly ArrayBuffer[] = []): void {
    for (const listener of [...this.listeners]) {
      listener(message, buffers);
    }
  }

  fail(id: number, kind: string, message: string): void {
    const error: Failure = { kind, message };
    this.tell({ id, reply: "failed", error });
  }
}
