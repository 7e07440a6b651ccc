/**
 * Which figures are wanted, and what is known of each: asked one after another, in the order of the cards, once the
 * drawing rests. What was found is kept by body, observable, values and seed, so that undo shows it at once.
 */

import type { CircuitBody, DiagramBody } from "../../document/circuit";
import type { OptionValue } from "../../document/options";
import { saidProblem } from "../../document/problem";
import { dumps } from "../../document/write";
import type { Figure } from "../../port";
import type { Spent } from "../workbench/spent";
import type { Workbench } from "../workbench/workbench";
import type { MakeHere } from "./here";
import type { Outcome, Want } from "./wanted";

/** How far the one is that is on its way. */
export interface Going {
  readonly key: string;
  readonly body: CircuitBody | DiagramBody;
  readonly said: string;
  readonly fraction: number | null;
  /** What stopping here would keep: the figure of what was drawn so far, where that is enough. */
  readonly figure: Figure | null;
}

type Options = Readonly<Record<string, OptionValue>>;

const NO_OPTIONS: Options = {};
const PAUSE = 300;
/** Failures that say nothing of what was asked about: the same question may be answered another time. */
const PASSING: ReadonlySet<string> = new Set(["Disconnected", "NotStarted", "OutOfTime"]);
const FAULT = "Bug";

type Tell = (said: string, fraction: number | null, figure: Figure | null) => void;

export class Analyses {
  private readonly kept = new WeakMap<CircuitBody | DiagramBody, Map<string, Outcome>>();
  private wanted: readonly Want[] = [];
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly options = new Map<string, Options>();
  private endMade = (): void => undefined;
  going: Going | null = null;

  constructor(
    private readonly asker: Workbench["asker"],
    private readonly makeHere: MakeHere,
  ) {}

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** All that changes a figure, beside the body. */
  keyOf({ row, document, seed }: Want): string {
    const { takes, name } = row;
    const terms = takes === "circuit" ? [] : [...(document.observable ?? [])];
    const of = takes === "problem" ? saidProblem(document) : null;
    const values = takes === "values" ? document.parameters.map(({ value }) => value) : [];
    return JSON.stringify([name, seed, this.optionsOf(name), terms, values, of]);
  }

  /** What was chosen for a row, other than its defaults. */
  optionsOf(name: string): Options {
    return this.options.get(name) ?? NO_OPTIONS;
  }

  /** Chooses for all figures of a row. */
  choose(name: string, options: Options): void {
    this.options.set(name, options);
    this.tell();
  }

  outcome(want: Want): Outcome | null {
    return this.kept.get(want.document.body)?.get(this.keyOf(want)) ?? null;
  }

  /** Is it the one on its way? */
  runs(want: Want): Going | null {
    return this.going?.body === want.document.body && this.going.key === this.keyOf(want) ? this.going : null;
  }

  /** Asks for it unless it is known; returns what takes that back. */
  want(want: Want): () => void {
    this.wanted = [...this.wanted, want];
    this.soon();
    return () => {
      this.wanted = this.wanted.filter((each) => each !== want);
      // Another card may want the same.
      if (this.runs(want) && !this.wanted.some((each) => this.runs(each))) this.giveUp();
    };
  }

  /** How many of these are known, and what that took. */
  spent(wants: readonly Want[]): Spent {
    const times = wants.flatMap((want) => {
      const outcome = this.outcome(want);
      return outcome?.kind === "figure" ? [outcome.milliseconds ?? 0] : [];
    });
    return { figures: times.length, milliseconds: times.reduce((sum, each) => sum + each, 0) };
  }

  /** How many are waited for. */
  get open(): number {
    return this.wanted.filter((want) => !this.outcome(want)).length;
  }

  stop(want: Want): void {
    this.put(want, { kind: "stopped" });
    if (this.runs(want)) this.giveUp();
  }

  /** Takes the figure of what was drawn so far for the whole one. */
  keep(want: Want): void {
    const figure = this.runs(want)?.figure;
    if (!figure) return;
    this.put(want, { kind: "figure", figure });
    this.giveUp();
  }

  stopAll(): void {
    for (const want of this.wanted) if (!this.outcome(want)) this.put(want, { kind: "stopped" });
    this.giveUp();
  }

  again(want: Want): void {
    this.kept.get(want.document.body)?.delete(this.keyOf(want));
    this.tell();
    this.soon();
  }

  private put(want: Want, outcome: Outcome): void {
    const { body } = want.document;
    const known = this.kept.get(body) ?? new Map<string, Outcome>();
    this.kept.set(body, known.set(this.keyOf(want), outcome));
    this.tell();
  }

  private giveUp(): void {
    this.going = null;
    this.asker.cancel("analyze");
    this.endMade();
    this.tell();
    this.soon();
  }

  private soon(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.next();
    }, PAUSE);
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }

  private async next(): Promise<void> {
    if (this.going || this.timer !== null) return;
    const want = this.wanted.filter((each) => !this.outcome(each)).sort((a, b) => a.place - b.place)[0];
    if (!want) return;
    const going: Going = {
      key: this.keyOf(want),
      body: want.document.body,
      said: want.row.title,
      fraction: null,
      figure: null,
    };
    this.going = going;
    this.tell();
    const begun = performance.now();
    const outcome = await this.ask(want, (said, fraction, figure) => {
      if (!this.going || this.going.key !== going.key || this.going.body !== going.body) return;
      this.going = { ...going, said, fraction, figure: figure ?? this.going.figure };
      this.tell();
    });
    if (this.going?.key !== going.key || this.going.body !== going.body) return;
    this.going = null;
    const milliseconds = performance.now() - begun;
    if (outcome) this.put(want, outcome.kind === "figure" ? { ...outcome, milliseconds } : outcome);
    void this.next();
  }

  private async ask(want: Want, tell: Tell): Promise<Outcome | null> {
    if (!this.asker.can("analyze")) {
      const made = this.makeHere(want, this.optionsOf(want.row.name), (far) => tell(want.row.title, far, null));
      this.endMade = made.stop;
      return made.outcome;
    }
    const { row, document, seed } = want;
    const question = {
      ask: "analyze",
      document: dumps(document),
      name: row.name,
      options: this.optionsOf(row.name),
      seed,
    } as const;
    const answer = await this.asker.ask<"analyze">(question, ({ message, fraction, so_far }) =>
      tell(message, fraction, so_far?.figure ?? null),
    );
    if (answer.kind === "failed") {
      const { message: words, kind } = answer.error;
      const again = PASSING.has(kind);
      return again || kind === FAULT ? { kind: "failed", words, again } : { kind: "unknown", words };
    }
    // Who gives it up here no longer waits for this.
    if (answer.kind === "cancelled") return { kind: "failed", words: "The server gave it up.", again: true };
    return { kind: "figure", figure: answer.result.figure };
  }
}

/** Is there a number, or can one still come? */
export function isKnown(outcome: Outcome): boolean {
  return outcome.kind === "figure" ? outcome.figure.value !== null : outcome.kind !== "unknown";
}
