/**
 * Gives fields to Python and makes sure that they arrive: each put is numbered, answered and, where no
 * answer comes, put again. A websocket that drops loses what was on its way without a word.
 */

import type { Fields } from "../port";

/** What is kept on Python's side; `saved` is told there too, though the host sets it. */
export type Put = { readonly [K in keyof Fields]?: Fields[K] };

export interface PutMessage {
  readonly put: Put;
  /** Who puts, and the how manieth put it is: one that comes twice counts once. */
  readonly by: string;
  readonly number: number;
  /** The last change of the document by Python that was seen here. */
  readonly seen: number;
  /** The last change of the values by Python that was seen here. */
  readonly values_seen: number;
}

const SOON = 300;
const FIRST_WAIT = 1_500;
const LONGEST_WAIT = 30_000;

export class Keeper {
  private readonly by = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  private waiting: Put = {};
  private flight: { readonly number: number; readonly fields: Put } | null = null;
  private number = 0;
  private tries = 0;
  /** Is it not known whether Python still has what it had? */
  private doubted = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly online = (): void => this.again();

  /**
   * `send` may throw where nobody listens; `seen` tells the last changes by Python; `onLate` hears when what was
   * drawn is not known to have arrived after a while, and when it is.
   */
  constructor(
    private readonly send: (message: PutMessage) => void,
    private readonly seen: () => Pick<PutMessage, "seen" | "values_seen">,
    private readonly onLate: (late: boolean) => void,
  ) {
    globalThis.addEventListener?.("online", this.online);
  }

  put<K extends keyof Fields>(field: K, value: Fields[K]): void {
    this.waiting = { ...this.waiting, [field]: value };
    // A slider's values wait for their turn, the newest wins; all else is on its way at once.
    if (this.flight === null || field !== "values") {
      this.tries = 0;
      this.launch();
    }
  }

  /** Is Python not known to have the newest value of a field? */
  pending(field: keyof Fields): boolean {
    return field in this.waiting || (this.flight !== null && field in this.flight.fields);
  }

  /** Python has what was put under a number; answers may come late, or twice. */
  held(by: unknown, number: unknown): void {
    if (by !== this.by || this.flight === null || number !== this.flight.number) {
      return;
    }
    this.flight = null;
    this.tries = 0;
    this.doubted = false;
    clearTimeout(this.timer);
    if (Object.keys(this.waiting).length > 0) {
      this.launch();
    } else {
      this.onLate(false);
    }
  }

  /** Python chose another document meanwhile: the one that was put is not put again. */
  forget(field: keyof Fields): void {
    const without = (fields: Put): Put => Object.fromEntries(Object.entries(fields).filter(([name]) => name !== field));
    this.waiting = without(this.waiting);
    if (this.flight !== null) {
      this.flight = { ...this.flight, fields: without(this.flight.fields) };
    }
  }

  /** The line was cut, or the kernel restarted: only an answer tells that Python has what is drawn. */
  doubt(): void {
    this.doubted = true;
    this.onLate(true);
    this.tries = 0;
    this.launch();
  }

  /** Python showed something older than what was put: perhaps that was lost. */
  soon(): void {
    if (this.flight !== null) {
      this.tries = 0;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.again(), SOON);
    }
  }

  /** Puts again what is not known to have arrived. */
  private again(): void {
    if (this.flight !== null) {
      this.onLate(this.doubted || this.pending("document") || this.pending("values"));
      this.launch();
    }
  }

  stop(): void {
    globalThis.removeEventListener?.("online", this.online);
    if (Object.keys(this.waiting).length > 0) {
      this.launch();
    }
    clearTimeout(this.timer);
  }

  private launch(): void {
    clearTimeout(this.timer);
    const fields = { ...this.flight?.fields, ...this.waiting };
    this.waiting = {};
    const number = ++this.number;
    this.flight = { number, fields };
    try {
      this.send({ put: fields, by: this.by, number, ...this.seen() });
    } catch {
      // The comm is closed; the fields in the page go on.
    }
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.tries++);
    this.timer = setTimeout(() => this.again(), wait);
  }
}
