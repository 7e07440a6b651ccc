import type { AskKind, Outgoing, Reply } from "../../src/port";

/** A line to a Python that answers when it is told to. */
export class Line {
  readonly asked: AskKind[] = [];
  private last = 0;
  private readonly listeners = new Set<(message: Reply, buffers: readonly ArrayBuffer[]) => void>();

  send(message: Outgoing): void {
    if ("cancel" in message) return;
    this.asked.push(message.ask);
    this.last = message.id;
  }

  onMessage(listener: (message: Reply, buffers: readonly ArrayBuffer[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Refuses what was asked last. */
  fail(): void {
    const error = { message: "The connection is lost.", kind: "Disconnected" };
    for (const tell of this.listeners) tell({ id: this.last, reply: "failed", error }, []);
  }
}
