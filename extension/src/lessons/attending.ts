/**
 * A student in a class: what is drawn is reported once it rests, the newest counts, one request at a time; while nobody
 * answers, it waits here and is sent when somebody does.
 */

import type { CheckedGoal } from "./check";
import { type ClassState, findingsIn, stateAfter } from "./class-told";

/** Who somebody is in a class, as the browser keeps it. */
export interface Member {
  /** Where the class is, with a slash at the end. */
  readonly address: string;
  readonly code: string;
  /** The secret by which the class knows the student again. */
  readonly student: string;
  /** When the class last answered, ms since 1970. */
  readonly time: number;
}

export interface Report {
  readonly lesson: string;
  readonly revision: string;
  readonly document: object;
  /** Hints that were looked at. */
  readonly hints: number;
}

/** What an address answers: something, a refusal in words, or nobody is there. */
export type Told =
  | { readonly kind: "done"; readonly body: unknown }
  | { readonly kind: "refused"; readonly status: number; readonly message: string }
  | { readonly kind: "away" };

/** What stands around a student: the line, a clock, and where it is kept who one is and what waits. */
export interface Around {
  post(path: "report" | "ping", body: object): Promise<Told>;
  /** Does something later; returns the way to call it off. */
  after(milliseconds: number, act: () => void): () => void;
  keep(member: Member, state: ClassState, waiting: Report | null): void;
  now(): number;
}

export interface Attended {
  readonly member: Member;
  /** What the class said last. */
  readonly state: ClassState;
  /** Does nobody answer? */
  readonly away: boolean;
  /** Is there something that the class has not been told? */
  readonly waits: boolean;
  /** Why the class does not take what is told; empty where it does. */
  readonly refused: string;
  /** Does the class not know the student any more? Then nothing is told until they join again. */
  readonly out: boolean;
}

/** What the class found of a report. */
export interface FoundThere {
  readonly lesson: string;
  readonly goals: readonly Omit<CheckedGoal, "inPython">[];
}

/** A drawing is told once it rests so long, ms. */
export const REST = 800;
const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 60_000;

export class Attendance {
  private state: ClassState;
  private waiting: Report | null;
  private sent: Report | null = null;
  /** Hints that were looked at, told with a ping: no drawing has to change for it. */
  private seen: Pick<Report, "lesson" | "hints"> | null = null;
  private busy = false;
  private stopped = false;
  private fails = 0;
  private refused = "";
  private out = false;
  private callOff = (): void => undefined;

  /** From what the browser kept, or what the class said as one joined. */
  constructor(
    private member: Member,
    begun: { readonly state: ClassState; readonly waiting: Report | null },
    private readonly around: Around,
    private readonly tell: (now: Attended, found: FoundThere | null) => void,
  ) {
    this.state = begun.state;
    this.waiting = begun.waiting;
  }

  get now(): Attended {
    const { member, state, refused, out, fails } = this;
    return { member, state, refused, out, away: fails > 0, waits: (this.waiting ?? this.sent) !== null };
  }

  /** Begins to tell and to hear; asks at once how the class stands unless one has just joined. */
  begin(joined: boolean): void {
    this.keep();
    this.say(null);
    this.in(joined && !this.waiting ? this.pause : 0);
  }

  /** What is drawn now; what was not told yet of the time before is not needed any more. */
  report(report: Report): void {
    this.waiting = report;
    this.keep();
    // Where nobody answers, the next try comes when it comes.
    if (!this.fails && !this.busy) this.in(REST);
    this.say(null);
  }

  /** How many hints of a lesson were looked at by now. */
  look(lesson: string, hints: number): void {
    this.seen = { lesson, hints };
  }

  /** Tries at once where nobody answered, such as when the network is back. */
  retry(): void {
    if (this.fails && !this.busy) this.in(0);
  }

  stop(): void {
    this.stopped = true;
    this.callOff();
  }

  private get pause(): number {
    return this.state.every * 1000;
  }

  private in(milliseconds: number): void {
    this.callOff();
    if (!this.stopped && !this.out) this.callOff = this.around.after(milliseconds, () => void this.go());
  }

  private async go(): Promise<void> {
    if (this.busy || this.stopped) return;
    this.busy = true;
    this.sent = this.waiting;
    this.waiting = null;
    const { sent, member } = this;
    const told = await this.around.post(sent ? "report" : "ping", { ...(sent ?? this.seen), student: member.student });
    this.busy = false;
    if (!this.stopped) this.hear(told);
  }

  private hear(told: Told): void {
    const { sent } = this;
    this.sent = null;
    if (told.kind === "away" || (told.kind === "refused" && (told.status === 429 || told.status >= 500))) {
      this.waiting ??= sent;
      this.fails += 1;
      this.say(null);
      this.in(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (this.fails - 1)));
      return;
    }
    this.fails = 0;
    this.refused = told.kind === "refused" ? told.message : "";
    this.out = told.kind === "refused" && told.status === 401;
    let found: FoundThere | null = null;
    if (told.kind === "done") {
      this.state = stateAfter(this.state, told.body);
      this.member = { ...this.member, time: this.around.now() };
      // What was drawn meanwhile is another answer.
      if (sent && !this.waiting) found = { lesson: sent.lesson, goals: findingsIn(told.body) };
    }
    this.keep();
    this.say(found);
    this.in(this.waiting ? REST : this.pause);
  }

  private keep(): void {
    if (!this.stopped) this.around.keep(this.member, this.state, this.waiting ?? this.sent);
  }

  private say(found: FoundThere | null): void {
    if (!this.stopped) this.tell(this.now, found);
  }
}
