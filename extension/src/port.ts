/**
 * The port: all that the studio needs from a host (JupyterLab, anywidget, Panel, a plain page).
 *
 * Lasting fields are read, set and watched. Asks are messages with an id; each is answered by replies
 * with the same id, the last of which is final. JSON names are as Python writes them.
 */

/** What lasts, by field. The host keeps it; both sides may set it. */
export interface Fields {
  /** Text of the `.qdesign` document. Set by the studio once a committed change, never while dragging. */
  readonly document: string;
  /** Radians by parameter name. Set by the studio while dragging too, at most once a frame. */
  readonly values: Readonly<Record<string, number>>;
  /** What a person chose; remembered per person, not in the document. */
  readonly settings: Settings;
  /** Name shown in the toolbar, without its ending. */
  readonly name: string;
  /** Whether the host has kept the latest document. Only the host sets it. */
  readonly saved: SavedState;
}

export type SavedState = "saved" | "saving" | "unsaved" | "failed";

export interface Settings {
  readonly theme: "host" | "light" | "dark";
  /** Qubits up to which the state is simulated live. */
  readonly live_limit: number;
  /** Where qubit 0 stands in bitstrings that are shown. */
  readonly qubit_order: "q0_right" | "q0_left";
  /** Sizes in px and what is folded away. */
  readonly panels: Panels;
}

export interface Panels {
  readonly palette: boolean;
  readonly inspector: boolean;
  readonly bottom: boolean;
  readonly bottom_height: number;
}

export const DEFAULT_SETTINGS: Settings = {
  theme: "host",
  live_limit: 20,
  qubit_order: "q0_right",
  panels: { palette: true, inspector: true, bottom: true, bottom_height: 256 },
};

/** The port proper. Every subscription returns its own clean-up. */
export interface Port {
  get<K extends keyof Fields>(field: K): Fields[K];
  /** Sets a field. The host does not echo it to this studio's `onChange`. */
  set<K extends keyof Fields>(field: K, value: Fields[K]): void;
  /** Calls `listener` when the other side changed a field. */
  onChange<K extends keyof Fields>(field: K, listener: (value: Fields[K]) => void): () => void;
  /** Sends an ask or a cancel. Never throws; a lost connection comes back as a failed reply. */
  send(message: Outgoing, buffers?: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: Incoming, buffers: readonly ArrayBuffer[]) => void): () => void;
}

/** What a host hands to `createStudio(element, host)`. */
export interface Host {
  readonly port: Port;
  /** What the host can do beyond the port; what is missing is not offered. */
  readonly can: Capabilities;
}

export interface Capabilities {
  /** Asks that are answered; null when all are. An empty list means that no Python is behind. */
  readonly asks: readonly AskKind[] | null;
  /** Saves now, for Ctrl/Cmd+S; hosts that save by themselves or elsewhere leave it out. */
  readonly save?: () => void;
  /** Offers text or bytes as a file; the studio makes a download link when it is missing. */
  readonly download?: (name: string, content: string | Uint8Array, mime: string) => void;
  /** Where what is not yet saved is kept against a crash; nothing is journaled when missing. */
  readonly journal?: Journal;
}

/** Keeps unsaved text in the page (IndexedDB, localStorage), keyed by the host. */
export interface Journal {
  write(text: string): void;
  clear(): void;
  /** What a crash left, or null. */
  recover(): Promise<Left | null>;
}

/** A document's text and when it was written, in ms since 1970. */
export interface Left {
  readonly text: string;
  readonly time: number;
}

// Asks. `id` is unique in the page and grows. A face may hold several asks open, one of a kind at a
// time: the newest waiting one replaces older ones, and replies to a dropped id are ignored.

export type Ask = { readonly id: number } & Question;
export type AskKind = Question["ask"];
export interface Cancel {
  readonly cancel: number;
}
export type Outgoing = Ask | Cancel;

export type Strategy = "best" | "teleport" | "clifford" | "full" | "merge" | "todd";
export type Minimize = "two_qubit" | "rotations" | "t" | "depth";
export type ExportFormat = "openqasm3" | "openqasm2" | "qiskit" | "quantikz" | "tikz";

/** Every question, by `ask`. Bodies travel as the text of a whole document. */
export type Question =
  | { readonly ask: "simplify"; readonly document: string; readonly strategy: Strategy; readonly minimize: Minimize }
  | { readonly ask: "verify"; readonly first: string; readonly second: string }
  | { readonly ask: "to_diagram"; readonly document: string }
  | { readonly ask: "to_circuit"; readonly document: string }
  | { readonly ask: "rules"; readonly document: string; readonly selection: readonly string[] }
  | {
      readonly ask: "rewrite";
      readonly document: string;
      readonly rule: string;
      readonly selection: readonly string[];
    }
  | { readonly ask: "parse"; readonly text: string; readonly format: "openqasm" | "qdesign" }
  | {
      readonly ask: "export";
      readonly document: string;
      readonly format: ExportFormat;
      /** Bind the parameters to their values first. */
      readonly bind: boolean;
    }
  | { readonly ask: "figures"; readonly document: string }
  | { readonly ask: "drop_redundant"; readonly document: string }
  | { readonly ask: "templates" }
  | {
      readonly ask: "template";
      readonly name: string;
      readonly num_qubits: number;
      readonly layers: number;
    }
  | { readonly ask: "problems" }
  | { readonly ask: "problem"; readonly name: string; readonly num_qubits: number }
  | { readonly ask: "exact"; readonly document: string }
  | {
      readonly ask: "optimize";
      readonly document: string;
      readonly method: string;
      readonly seed: number;
    }
  | { readonly ask: "targets" }
  | { readonly ask: "lower"; readonly document: string; readonly target: string; readonly seed: number }
  | {
      readonly ask: "submit";
      readonly document: string;
      readonly target: string;
      readonly shots: number;
      readonly seed: number | null;
      readonly label: string;
      /** Made by the page before sending, so that asking twice submits once. */
      readonly token: string;
    }
  | { readonly ask: "jobs" }
  | { readonly ask: "job"; readonly job: string }
  | { readonly ask: "cancel_job"; readonly job: string };

// Replies.

export type Incoming = Reply | Notice;

/** One reply. `progress` may come any number of times; the others are final. */
export type Reply =
  | {
      readonly id: number;
      readonly reply: "progress";
      readonly message: string;
      /** From 0 to 1, or null when unknown. */
      readonly fraction: number | null;
      /** Estimated seconds left, or null. */
      readonly seconds: number | null;
      /** What is known so far, for asks that show it (optimize). */
      readonly partial?: Partial<OptimizeResult>;
    }
  | { readonly id: number; readonly reply: "done"; readonly result: unknown }
  | { readonly id: number; readonly reply: "failed"; readonly error: Failure }
  | { readonly id: number; readonly reply: "cancelled" };

/** Said without being asked. */
export type Notice = { readonly notice: "jobs"; readonly jobs: readonly Job[] };

/** Why an ask failed: plain sentences, with the place where there is one (lines, columns from 1). */
export interface Failure {
  readonly message: string;
  /** Name of the error's kind, such as "InvalidText" or "TooLarge"; "Bug" for what is ours. */
  readonly kind: string;
  readonly line?: number;
  readonly column?: number;
  readonly path?: string;
  readonly spiders?: readonly string[];
}

/** The result of each ask, by kind. */
export interface Results {
  readonly simplify: SimplifyResult;
  readonly verify: { readonly verdict: Verdict };
  readonly to_diagram: { readonly document: string };
  readonly to_circuit: { readonly document: string; readonly verdict: Verdict };
  readonly rules: { readonly rules: readonly Rule[] };
  readonly rewrite: { readonly document: string; readonly verdict: Verdict };
  readonly parse: { readonly document: string };
  /** Text, or for binary formats null with the bytes as the first buffer. */
  readonly export: { readonly text: string; readonly mime: string };
  readonly figures: FiguresResult;
  readonly drop_redundant: SimplifyResult;
  readonly templates: { readonly templates: readonly Template[] };
  readonly template: { readonly document: string };
  readonly problems: { readonly problems: readonly Problem[] };
  readonly problem: {
    readonly title: string;
    readonly observable: Readonly<Record<string, number>>;
    readonly exact_energy: number | null;
    readonly num_qubits: number;
  };
  /** Ground energy of the document's observable; probabilities of a ground state, float64, as a buffer. */
  readonly exact: { readonly energy: number };
  readonly optimize: OptimizeResult;
  readonly targets: { readonly targets: readonly Target[] };
  readonly lower: LowerResult;
  readonly submit: { readonly job: Job };
  readonly jobs: { readonly jobs: readonly Job[] };
  readonly job: { readonly job: Job };
  readonly cancel_job: { readonly job: Job };
}

export interface Verdict {
  readonly equal: boolean | null;
  /** "exact" or "numeric", or a word for how far it came. */
  readonly method: string;
  readonly points: number;
  readonly max_error: number;
}

/** Figures of a circuit, as `Circuit.stats` names them. */
export interface Stats {
  readonly num_qubits: number;
  readonly num_parameters: number;
  readonly num_rotations: number;
  readonly num_t: number;
  readonly num_two_qubit: number;
  readonly num_gates: number;
  readonly depth: number;
}

export interface SimplifyResult {
  readonly document: string;
  readonly before: Stats;
  readonly after: Stats;
  readonly verdict: Verdict;
  readonly steps: readonly SimplifyStep[];
}

export interface SimplifyStep {
  readonly title: string;
  readonly count: number;
  /** The body after the step, when it is small enough to show. */
  readonly document: string | null;
  readonly verdict: Verdict | null;
  readonly stats: Partial<Stats>;
}

export interface Rule {
  readonly name: string;
  readonly title: string;
  /** Why it does not apply to the selection; null when it does. */
  readonly refused: string | null;
  readonly result: string;
}

export interface FiguresResult {
  readonly stats: Stats;
  /** Null where it was not computed (too large, or not unitary). */
  readonly rank: {
    readonly num_parameters: number;
    readonly zx: number | null;
    readonly unitary: number | null;
    readonly state: number | null;
    /** False where the rank of the unitary might be larger. */
    readonly exact: boolean;
    /** True where fewer parameters are known not to be enough. */
    readonly minimal: boolean | null;
    /** Each with the angles that others take when it is set to 0. */
    readonly redundant: readonly { readonly name: string; readonly becomes: Readonly<Record<string, string>> }[];
  } | null;
  /** Further rows: name, value and the conventions it was taken with. */
  readonly rows: readonly { readonly name: string; readonly value: string; readonly note: string }[];
}

export interface Template {
  readonly name: string;
  readonly title: string;
  readonly group: string;
}

export interface Problem {
  readonly name: string;
  readonly title: string;
  /** Null when it fits any number of qubits. */
  readonly num_qubits: number | null;
}

export interface OptimizeResult {
  readonly values: Readonly<Record<string, number>>;
  readonly energy: number;
  readonly history: readonly number[];
}

export interface Target {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly num_qubits: number;
  readonly ready: boolean;
  /** "ready", or why not, in a few words. */
  readonly status: string;
  /** Date of the calibration, ISO 8601, or null. */
  readonly calibrated: string | null;
  readonly native: readonly string[];
  /** Pairs of coupled qubits; null when all are. */
  readonly coupling: readonly (readonly [number, number])[] | null;
}

export interface LowerResult {
  /** The circuit as it would run, as a document on the device's used qubits. */
  readonly document: string;
  readonly text: string;
  /** Physical qubit of each wire of `document`. */
  readonly qubits: readonly number[];
  readonly drawn: Stats;
  readonly device: Stats;
  /** Estimated probability that nothing goes wrong, and its factors; null when unknown. */
  readonly success: {
    readonly total: number;
    readonly gates: number;
    readonly readout: number;
    readonly idle: number;
  } | null;
  readonly duration_us: number | null;
  readonly verdict: Verdict | null;
}

export type JobState = "CREATED" | "SUBMITTING" | "QUEUED" | "RUNNING" | "COMPLETED" | "FAILED" | "CANCELLED";

export interface Job {
  readonly id: string;
  readonly state: JobState;
  readonly label: string;
  readonly target: string;
  readonly shots: number;
  /** ISO 8601. */
  readonly created: string;
  /** What is known of progress, the result or the failure, in a few words. */
  readonly detail: string;
  /** From 0 to 1 while running, or null. */
  readonly fraction: number | null;
  /** By bitstring, qubit 0 rightmost; null until completed. */
  readonly counts: Readonly<Record<string, number>> | null;
  /** Ideal probabilities of these bitstrings and of others that are likely; null when unknown. */
  readonly ideal: Readonly<Record<string, number>> | null;
  /** Their rest: the ideal probability of all bitstrings that `ideal` does not list. */
  readonly ideal_rest: number | null;
}

/** Is it the answer to an ask, and not said unasked? */
export function isReply(message: Incoming): message is Reply {
  return "reply" in message;
}
