/** Checks in a worker, in the page where none can be made. Of what waits the newest drawing counts. */

import script from "worker:../../lessons/checker-worker";

import type { Document } from "../../document/circuit";
import { ALIASES, GROUPS, ROWS } from "../../document/gates.generated";
import type { CheckedGoal } from "../../lessons/check";
import { createChecker, type FromChecker, type ToChecker } from "../../lessons/checker";
import type { Lesson } from "../../lessons/lesson";

/** A check that takes longer is given up. */
const MOST_MILLISECONDS = 5000;

interface Waiting {
  readonly document: Document;
  /** What was found, and how many ms it took. */
  readonly tell: (goals: readonly CheckedGoal[], took: number) => void;
}

interface Hand {
  send(ask: ToChecker): void;
  close(): void;
}

export class Checker {
  private hand: Hand | null = null;
  private id = 0;
  private since = 0;
  private next: Waiting | null = null;
  private open: Waiting | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private inPage = false;

  constructor(
    private readonly engine: Uint8Array,
    private readonly lesson: Lesson,
  ) {}

  /** Tells what is found of a drawing, unless a newer one comes before its turn. */
  ask(document: Document, tell: Waiting["tell"]): void {
    this.next = { document, tell };
    if (!this.open) this.go();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.next = this.open = null;
    this.close();
  }

  private go(): void {
    this.open = this.next;
    this.next = null;
    if (!this.open) return;
    if (!this.hand) {
      this.hand = this.inPage ? here((found) => this.hear(found)) : this.worker();
      this.hand.send({ say: "start", wasm: this.engine, lesson: this.lesson });
    }
    this.id += 1;
    this.since = performance.now();
    this.timer = setTimeout(() => this.giveUp("This takes longer than 5 seconds to check."), MOST_MILLISECONDS);
    this.hand.send({ say: "check", id: this.id, document: this.open.document });
  }

  private hear({ id, goals }: FromChecker): void {
    if (id === this.id && this.open) this.done(goals);
  }

  private done(goals: readonly CheckedGoal[]): void {
    clearTimeout(this.timer);
    const { open } = this;
    this.open = null;
    open?.tell(goals, Math.max(1, Math.round(performance.now() - this.since)));
    // What is told may have asked again.
    if (!this.open) this.go();
  }

  private giveUp(message: string): void {
    this.close();
    this.done(
      this.lesson.goals.map(({ name, title }) => {
        return { name, title, outcome: "undecided", message, counterexample: "", inPython: false };
      }),
    );
  }

  private close(): void {
    this.hand?.close();
    this.hand = null;
  }

  private worker(): Hand {
    try {
      const table = `const GATE_TABLE=${JSON.stringify({ ROWS, GROUPS, ALIASES })};`;
      const address = URL.createObjectURL(new Blob([table, script], { type: "text/javascript" }));
      const worker = new Worker(address);
      let started = false;
      worker.onmessage = (event: MessageEvent<FromChecker>) => {
        started = true;
        this.hear(event.data);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        if (started) return this.giveUp("This could not be checked.");
        // A strict policy lets no worker start: what was asked is checked in the page.
        this.inPage = true;
        this.close();
        clearTimeout(this.timer);
        this.next ??= this.open;
        this.go();
      };
      return {
        send: (ask) => worker.postMessage(ask),
        close() {
          worker.terminate();
          URL.revokeObjectURL(address);
        },
      };
    } catch {
      this.inPage = true;
      return here((found) => this.hear(found));
    }
  }
}

function here(post: (found: FromChecker) => void): Hand {
  let open = true;
  const take = createChecker((found) => open && post(found));
  return {
    send: (ask) => setTimeout(() => open && void take(ask)),
    close() {
      open = false;
    },
  };
}
