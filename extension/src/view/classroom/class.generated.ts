// Generated from qdesign/classes/snapshot.py by scripts/generate.py (make generate). Do not edit.

/** How a class stands. */
export interface Snapshot {
  readonly title: string;
  readonly code: string;
  readonly addresses: readonly string[];
  /** Seconds since 1970. */
  readonly started: number;
  /** Since then, until now or the end. */
  readonly seconds: number;
  readonly is_open: boolean;
  readonly joining: boolean;
  readonly hints: boolean;
  readonly hint_lesson: string;
  readonly hint_number: number;
  /** Students, and those heard of within a minute. */
  readonly joined: number;
  /** Students, and those heard of within a minute. */
  readonly active: number;
  /** Those who told nothing and are away. */
  readonly idle: number;
  readonly lessons: readonly LessonLine[];
  /** The lesson that was opened for all; empty for none. */
  readonly chosen: string;
  /** The lesson that goals, rows and what follows are about. */
  readonly shown: string;
  readonly goals: readonly GoalLine[];
  readonly rows: readonly RowLine[];
  /** The goal at which most stand now; empty where nobody is at one. */
  readonly stops_most: string;
  readonly clusters: readonly Cluster[];
  readonly energies: readonly Energies[];
  /** Goals of that lesson that were met in all, after each minute of the class. */
  readonly by_minute: readonly number[];
  /** What that can be at most. */
  readonly goals_in_all: number;
  readonly figures: Figures;
}

/** A lesson of the class. */
export interface LessonLine {
  readonly name: string;
  readonly title: string;
  /** Their texts, in order. */
  readonly hints: readonly string[];
  /** How many students met all goals. */
  readonly done: number;
  /** How many opened it. */
  readonly begun: number;
}

/** A goal of the lesson that is shown. */
export interface GoalLine {
  readonly name: string;
  readonly title: string;
  readonly kind: string;
  /** One line, such as "energy ≤ −3.484". */
  readonly about: string;
  /** How many ever met it. */
  readonly passed: number;
  /** How many opened the lesson and did not meet it. */
  readonly open: number;
  /**
   * How many stand at it now, as the first that they have not met: of those who are in the lesson and were heard of
   * within two minutes; 0 once the class has ended.
   */
  readonly here: number;
  /** Seconds from opening the lesson to meeting it; null where nobody did. */
  readonly median: number | null;
}

/** A student. */
export interface RowLine {
  readonly id: number;
  readonly name: string;
  /** For each lesson of the class: all goals met, being worked on, opened, or not. */
  readonly lessons: readonly ("done" | "now" | "begun" | "none")[];
  /** For each goal of the lesson that is shown. */
  readonly cells: readonly Cell[];
  /** Looked at in that lesson. */
  readonly hints: number;
  /** Seconds since the page was heard of. */
  readonly seen: number;
  /** Heard of within a minute, and not gone. */
  readonly active: boolean;
  /** Did they leave? */
  readonly gone: boolean;
}

/** A student at a goal. */
export interface Cell {
  /** Of the newest check; "none" where there was none. */
  readonly outcome: string;
  /** Was it ever met? */
  readonly passed: boolean;
  /** What is told: "0.248 over", "−3.132", "2"; empty where there is no number. */
  readonly text: string;
  /** The number, exact; null for none. */
  readonly value: number | null;
  /**
   * Met: from opening the lesson until then. Not met: since the lesson was opened or the newest other goal met. null
   * where the lesson was not opened.
   */
  readonly seconds: number | null;
}

/** Students who are present and have stayed at one value of a goal that they have not met. */
export interface Cluster {
  readonly goal: string;
  /** Rounded to three digits; not that of the lesson's start. */
  readonly value: number;
  /** "11 stand at −3.236." */
  readonly text: string;
  /** Their ids. */
  readonly students: readonly number[];
}

/** The energies of one goal. */
export interface Energies {
  readonly goal: string;
  readonly title: string;
  /** How they were found: "exact". */
  readonly kind: "exact";
  /** What meets the goal. */
  readonly at_most: number;
  /** The lowest there is, where the lesson says so. */
  readonly exact: number | null;
  readonly dots: readonly Dot[];
}

/** A student's energy now. */
export interface Dot {
  readonly student: number;
  readonly value: number;
  readonly passed: boolean;
}

/** How the server does. */
export interface Figures {
  /**
   * Milliseconds from a report to its reply, in the last five minutes, that 95 of 100 do not exceed; null where there
   * was none.
   */
  readonly check_95th: number | null;
  /** Bytes that it and its processes hold; 0 where the system does not say. */
  readonly memory: number;
  /** How much of the last minute the processes that check were at work, 0 to 1. */
  readonly busy: number;
  /** Students that may join. */
  readonly most: number;
}

/** A student's newest drawing in a lesson; `document` is its text. */
export interface Look {
  readonly student: string;
  readonly lesson: string;
  readonly document: string;
}
