// Generated from qdesign/session/port/ and qdesign/session/asks.py by scripts/generate.py (make generate). Do not edit.

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

/** What a person chose. */
export interface Settings {
  readonly theme: "host" | "light" | "dark";
  /** Of the words; `host` is as the page around it, or as chosen in the browser. */
  readonly language: "host" | "en" | "de";
  /** Somebody's own words by their English text, over those of the language. */
  readonly words: Readonly<Record<string, string>>;
  /** Qubits up to which the state is simulated live. */
  readonly live_limit: number;
  /** Where qubit 0 stands in bitstrings that are shown. */
  readonly qubit_order: "q0_right" | "q0_left";
  /** Address of a page with no server, which links of drawings lead to; empty for none. */
  readonly page: string;
  /** Sizes in px and what is folded away. */
  readonly panels: Panels;
}

/** What is folded out, and sizes in px. */
export interface Panels {
  readonly palette: boolean;
  readonly inspector: boolean;
  readonly bottom: boolean;
  readonly bottom_height: number;
}

export type SavedState = "saved" | "saving" | "unsaved" | "failed" | "lost";

export type Reply = ProgressReply | DoneReply | FailedReply | CancelledReply;

/** How far an ask is; may come any number of times. */
export interface ProgressReply {
  readonly id: number;
  readonly message: string;
  /** From 0 to 1, or null when unknown. */
  readonly fraction: number | null;
  /** What it has come to already, of asks that can tell. */
  readonly so_far?: SoFar;
  readonly reply: "progress";
}

/** How far down an optimizer is, or what a sampled figure has come to. */
export interface SoFar {
  /**
   * The best one after steps that are new since the last reply; of long runs after every second, then every fourth, and
   * so on.
   */
  readonly energies: readonly number[];
  /** What stopping here leaves, radians by name: the best ones, with shots the newest. */
  readonly values: Readonly<Record<string, number>>;
  /** The numbers of these steps. */
  readonly steps: readonly number[];
  /** The energies of the steps themselves. */
  readonly own: readonly number[];
  /** One standard error of each of these; 0 where they are exact. */
  readonly errors: readonly number[];
  /**
   * What the same question takes to go on from here; empty where there is none, or where one that was told a short
   * while ago has to do because they are long.
   */
  readonly state: string;
  /** Of an ansatz that grows, what there is; its steps are gates. */
  readonly grown?: GrownPart;
  /** Of a figure that is sampled, that of the samples so far; the rest is empty then. */
  readonly figure?: Figure;
}

/** What was grown so far. */
export interface GrownPart {
  /** With it and its values. */
  readonly document: string;
  /** The newest one. */
  readonly gate: GrownGate;
}

/** One gate that was added. */
export interface GrownGate {
  /** What it does, on which qubits. */
  readonly operator: string;
  /** By which it was chosen, by size, per radian. */
  readonly slope: number;
  /** With all angles tuned. */
  readonly energy: number;
}

/** One figure of an ansatz with all that is needed to read it and to make it again. Abstract. */
export interface Figure {
  /** That of its row of the catalog. */
  readonly name: string;
  /** Its heading. */
  readonly title: string;
  /** The number; null where it is not known, which `says` explains. */
  readonly value: number | null;
  /** One standard deviation of `value`; 0 where it is exact, null where that is not known. */
  readonly error: number | null;
  /**
   * Between these it lies with 95 %, or for sure where `basis` is `bounds`; null where it is exact or that is not
   * known.
   */
  readonly interval: readonly [number, number] | null;
  /**
   * Where the number comes from: exact, average of n runs, sampled with n pairs, a bound; never exact where there is no
   * number.
   */
  readonly basis: string;
  /** The words behind the number, such as `KL to Haar`. */
  readonly unit: string;
  /** One or two words, such as `trainable`; empty where there is none to give. */
  readonly verdict: string;
  /** How it is colored. */
  readonly tone: "good" | "plain" | "warn" | "unknown";
  /** What the figure means here, in one or two sentences. */
  readonly says: string;
  /** All that the number depends on: bins, logarithm, range of angles, seed, order. */
  readonly convention: Readonly<Record<string, string | number | boolean | null>>;
  /** Where it holds. */
  readonly conditions: readonly string[];
  /** In the literature. */
  readonly source: string;
  /** A line of Python that makes it again, where `c` is the circuit and `H` the observable. */
  readonly cell: string;
  /** Why, one by one. */
  readonly reasons: readonly Reason[];
  /** Its picture. */
  readonly chart: Chart | null;
  /** Its data, equally long columns by name. */
  readonly columns: Readonly<Record<string, readonly (string | number | boolean | null)[]>>;
  /** Ids of operations by what they are in it, such as `inside` and `outside`. */
  readonly gates: Readonly<Record<string, readonly string[]>>;
}

/** One step of why a verdict holds. */
export interface Reason {
  /** True, false, or null where it is not known. */
  readonly holds: boolean | null;
  /** The reason in some words, such as `Local energies have a closed form.` */
  readonly words: string;
  /** A sentence more. */
  readonly detail: string;
}

/** The picture of a figure, as numbers: pages and Plotly draw the same. */
export interface Chart {
  /** What the axes show, with units. */
  readonly x: string;
  /** What the axes show, with units. */
  readonly y: string;
  /** What is drawn, the lowest first. */
  readonly series: readonly Series[];
  /** Is the axis logarithmic? */
  readonly log_x: boolean;
  /** Is the axis logarithmic? */
  readonly log_y: boolean;
}

/** Something drawn over the axes of a chart. */
export interface Series {
  /** What the legend says; empty where none is needed. */
  readonly name: string;
  /** Bars, a line, a dashed line, points, or marks: upright lines that are named. */
  readonly kind: "bars" | "line" | "dashed" | "points" | "marks";
  /** Places along the axis. */
  readonly x: readonly number[];
  /** Heights; of marks 0. */
  readonly y: readonly number[];
  /** Ends of the error bars; empty where there are none. */
  readonly low: readonly number[];
  /** Ends of the error bars; empty where there are none. */
  readonly high: readonly number[];
  /** Of each mark or bar; empty where there are none. */
  readonly labels: readonly string[];
}

/** The result of an ask, as JSON. */
export interface DoneReply {
  readonly id: number;
  readonly result: unknown;
  readonly reply: "done";
}

/** Bad input, a limit, or a bug, in words for a person. */
export interface FailedReply {
  readonly id: number;
  readonly error: Failure;
  readonly reply: "failed";
}

/** Why an ask failed: plain sentences, with the place where there is one. */
export interface Failure {
  readonly message: string;
  /** Name of the error's kind, such as `InvalidText` or `TooLarge`; `Bug` for what is ours. */
  readonly kind: string;
  /** From 1. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  /** Those that block an extraction. */
  readonly spiders?: readonly string[];
}

/** The ask was stopped, or gave way to a newer one. */
export interface CancelledReply {
  readonly id: number;
  readonly reply: "cancelled";
}

/** An equal body with less, and how that is known. */
export interface SimplifyResult {
  readonly document: string;
  readonly before: Stats;
  readonly after: Stats;
  readonly verdict: Verdict;
  readonly steps: readonly SimplifyStep[];
  /** Where it is not equal on purpose, what it is, in plain sentences; else empty. */
  readonly unequal: string;
  /** Of each spider or operation by id, those of before that went into it. */
  readonly origins: Readonly<Record<string, readonly string[]>>;
}

/** Figures of a circuit, over its elementary form. */
export interface Stats {
  readonly num_qubits: number;
  readonly num_parameters: number;
  /** Non-Clifford angles, T gates included. */
  readonly num_rotations: number;
  /** Angles that are odd multiples of π/4. */
  readonly num_t: number;
  /** Two-qubit operations; larger gates count as their decomposition. */
  readonly num_two_qubit: number;
  /** Gates with every composite gate and block expanded, without barriers. */
  readonly num_gates: number;
  /** Longest chain of gates, measurements and resets. */
  readonly depth: number;
}

/** What is known about two bodies, up to a non-zero scalar. */
export interface Verdict {
  /** True, false, or null where it is not known. */
  readonly equal: boolean | null;
  /** How it was found, in words. */
  readonly method: string;
  /** Random parameter points at which numbers were compared; 0 where none were. */
  readonly points: number;
  /**
   * Largest distance found between normalized states or matrices; 0 where a proof was exact and no numbers were
   * compared, null where neither was done.
   */
  readonly max_error: number | null;
  /** Is it proved symbolically? Points then are further checks, not what it rests on. */
  readonly is_exact: boolean;
  /** Where each qubit of the first is at the end of the second, where orders may differ; null else. */
  readonly permutation: readonly number[] | null;
}

/** A strategy that ran, with what it gave. */
export interface SimplifyStep {
  readonly title: string;
  /** Of what it gave against the input; null where that was not needed. */
  readonly verdict: Verdict | null;
  /** Null where it gave nothing. */
  readonly stats: Stats | null;
  /** Rules that it took inside, and how often each changed something, where known. */
  readonly rules: Readonly<Record<string, number>>;
}

/** Whether two circuits are the same by a criterion, and how that is known. */
export interface VerdictResult {
  readonly verdict: Verdict;
  /**
   * Where each qubit of the first one is at the end of the second one, by their names, where that is another place;
   * else empty.
   */
  readonly order: string;
}

/** A document whose circuit became a diagram. */
export interface DiagramResult {
  readonly document: string;
  /** Of each spider and edge by id, the operations that it was made of. */
  readonly origins: Readonly<Record<string, readonly string[]>>;
}

/** A document whose diagram became a circuit, and how that was checked. */
export interface CircuitResult {
  readonly document: string;
  /** Of each operation by id, the spiders whose phases went into its angle. */
  readonly origins: Readonly<Record<string, readonly string[]>>;
  readonly verdict: Verdict;
  /** Figures of the circuit that the diagram stands as; null where it stands as none. */
  readonly before: Stats | null;
  /** Figures of the circuit that was extracted. */
  readonly after: Stats;
}

/** What a check of the document's proof found, by code that shares none with the rules. */
export interface ProofResult {
  /** Of each step that does not hold, why, by its id. */
  readonly wrong: Readonly<Record<string, string>>;
  /** Steps of which it is not known. */
  readonly unknown: readonly string[];
  /** What was found of each step that holds. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
  /** The whole in one sentence. */
  readonly words: string;
}

/** Figures of the circuit that a step of a proof comes to. */
export interface StepFigures {
  /** Null where the diagram has no circuit form. */
  readonly stats: Stats | null;
  /** Why it has none; else empty. */
  readonly why: string;
  /** The spiders that keep it from having one. */
  readonly blocks: readonly string[];
}

/** What was asked of rules that run in Python. */
export interface RuleResult {
  /** Each rule; empty where one was taken. */
  readonly rules: readonly RuleSeen[];
  /** What the one that was taken gave; null where none was. */
  readonly made: Rewritten | null;
}

/** A rule that runs in Python, seen from a selection. */
export interface RuleSeen {
  readonly name: string;
  /** Why it does not apply; empty where it does. */
  readonly refused: string;
  /** How many more there would be after it. */
  readonly spiders: number;
  /** How many more there would be after it. */
  readonly edges: number;
}

/** A rule that was taken. */
export interface Rewritten {
  /** With the diagram after it. */
  readonly document: string;
  /** Of each spider that came or changed, those that went into it. */
  readonly origins: Readonly<Record<string, readonly string[]>>;
  readonly verdict: Verdict;
}

/** Lemmas. */
export interface LemmasResult {
  /** One whose proof has them. */
  readonly document: string;
}

/** A document that was made. */
export interface DocumentResult {
  readonly document: string;
}

/** The document in another format. */
export interface ExportResult {
  readonly text: string;
}

/** A script of the page that is no part of its first bundle. */
export interface ScriptResult {
  readonly script: string;
}

/** The program's text with the edits. */
export interface UpdateResult {
  readonly text: string;
  /** Why it is written anew, in a sentence; empty where only lines of the edits differ. */
  readonly why: string;
  /** What writing it anew changes, as a unified diff; else empty. */
  readonly difference: string;
}

/** Figures of a circuit, or of a diagram. */
export interface FiguresResult {
  /** Of a diagram those of its circuit; null where it has none. */
  readonly stats: Stats | null;
  /** Of which circuit, in a few words, or why there is none; empty for a circuit. */
  readonly which: string;
  /** Null where it was not computed (too large, or not unitary). */
  readonly rank: Rank | null;
  /** In a few words; empty where there is one. */
  readonly why_no_rank: string;
}

/** How many parameters count, in which sense. */
export interface Rank {
  readonly num_parameters: number;
  readonly zx: number | null;
  readonly unitary: number | null;
  readonly state: number | null;
  /** False where the rank of the unitary might be larger. */
  readonly exact: boolean;
  /** True where fewer parameters are known not to be enough. */
  readonly minimal: boolean | null;
  readonly redundant: readonly Redundant[];
  /** Of each parameter, in their order. */
  readonly standings: readonly ParameterStanding[];
  /** How the ranks were found. */
  readonly conventions: string;
}

/** A parameter that moves nothing new. */
export interface Redundant {
  readonly name: string;
  /** The angles that others take when it is set to 0. */
  readonly becomes: Readonly<Record<string, string>>;
}

/** How a parameter stands. */
export interface ParameterStanding {
  readonly name: string;
  /**
   * Fusible where its angle adds up with one other's, redundant where others move the same in another way, dead where
   * the energy does not move with it.
   */
  readonly kind: "free" | "fusible" | "redundant" | "dead";
  /** The angles that others take when it is set to 0; empty where none is known. */
  readonly becomes: Readonly<Record<string, string>>;
  /** May it be dropped, the map staying the same? */
  readonly drops: boolean;
  /** How that is known, in words. */
  readonly found: string;
}

/** The figure that was asked for. */
export interface AnalyzeResult {
  readonly figure: Figure;
}

/** An energy with what found it. */
export interface BeyondResult {
  readonly energy: number;
  /** How far off it may be; 0 where it is exact. */
  readonly error: number;
  /** About how far off it is. */
  readonly estimate: number;
  /** Its title, for a person. */
  readonly engine: string;
  /** What there is to know of the run, such as its bond dimension. */
  readonly why: string;
  /** ⟨X⟩, ⟨Y⟩, ⟨Z⟩ of each qubit in turn; empty where the engine has none. */
  readonly vectors: readonly number[];
  /** How far off each of these is at most. */
  readonly bounds: readonly number[];
  /**
   * Derivatives by each parameter, per radian; null where they were not asked for, or the engine has none that are
   * exact.
   */
  readonly slopes: Readonly<Record<string, number>> | null;
}

/** Pauli webs of a diagram. */
export interface WebsResult {
  readonly webs: readonly Web[];
  /** How many there are beyond those listed. */
  readonly left_out: number;
}

/** A Pauli web of a diagram, signs left out. */
export interface Web {
  /** By id, the letters at its source and at its target, such as "XZ". */
  readonly edges: Readonly<Record<string, string>>;
  /** A letter a qubit, I where the web does not reach it. */
  readonly inputs: string;
  /** A letter a qubit, I where the web does not reach it. */
  readonly outputs: string;
  /** Letter by id of each spider at whose phase it ends. */
  readonly cuts: Readonly<Record<string, string>>;
}

/** Rows of the catalog as data, those of other packages among them. */
export interface CatalogResult {
  /** By kind, in the order of menus. */
  readonly rows: Readonly<Record<string, readonly (Readonly<Record<string, unknown>>)[]>>;
}

/** Which template the document's circuit is. */
export interface RecognizeResult {
  /** Of the template's row; empty where it is none. */
  readonly name: string;
  /** With which it is made, all of its row. */
  readonly options: Readonly<Record<string, number | string | boolean>>;
}

/** A lesson to work on. */
export interface LessonResult {
  /** As its file has it, without the reference answer. */
  readonly text: string;
  /** What hand-ins name. */
  readonly revision: string;
  /** What a student begins with; it says which lesson it belongs to. */
  readonly document: string;
}

/** What is found of each goal, in the order of the lesson. */
export interface CheckLessonResult {
  readonly goals: readonly CheckedGoal[];
}

/** One goal, and what was found. */
export interface CheckedGoal {
  readonly name: string;
  readonly title: string;
  readonly outcome: "pass" | "fail" | "undecided" | "error";
  readonly message: string;
  readonly counterexample: string;
}

/** A problem. */
export interface ProblemResult {
  /** Its name, with the options that are not as in the catalog. */
  readonly title: string;
  /** All of its row, the number of qubits among them. */
  readonly options: Readonly<Record<string, number | string | boolean>>;
  /** Coefficients by Pauli string. */
  readonly observable: Readonly<Record<string, number>>;
  /** The lowest one; null where it is not known at once. */
  readonly energy: number | null;
  /** The states that this is the lowest energy of, in words; empty for all. */
  readonly sector: string;
  /** One sentence where a tuning can go wrong; empty for none. */
  readonly warning: string;
  /** That of a problem on one; null for others. */
  readonly graph: GraphPart | null;
}

/** The graph of a problem; node k is qubit k. */
export interface GraphPart {
  /** Two nodes, the lower first, and a weight. */
  readonly edges: readonly (readonly [number, number, number])[];
  /** Of each node in a drawing, x to the right and y down, both from 0 to 1. */
  readonly places: readonly (readonly [number, number])[];
}

/** Does the circuit that is drawn keep the sector of its problem? */
export interface KeepsResult {
  /** At random values and the present ones; null where there is no sector or this cannot be told. */
  readonly keeps: boolean | null;
}

/** The rows of labeled data, and how far the classical baseline comes. */
export interface LabeledResult {
  /** Features of each row in radians, the values of the inputs x_0, x_1 and so on. */
  readonly rows: readonly (readonly number[])[];
  /** The class of each row, 0 or 1. */
  readonly labels: readonly number[];
  /** Indices of the rows that are left out of training. */
  readonly tests: readonly number[];
  /** Their names. */
  readonly features: readonly string[];
  /** The names of both. */
  readonly classes: readonly [string, string];
  /** Shares of the training and of the test rows that logistic regression reads rightly. */
  readonly train: number;
  /** Shares of the training and of the test rows that logistic regression reads rightly. */
  readonly test: number;
  /** Where the rows are from, with their licence. */
  readonly source: string;
}

/** How a circuit reads labeled data, exactly and without noise. */
export interface AccuracyResult {
  /** The mean squared distance of (1 - ⟨Z₀⟩)/2 to the label, over the training rows. */
  readonly loss: number;
  /** Shares of the training and of the test rows that are read rightly. */
  readonly train: number;
  /** Shares of the training and of the test rows that are read rightly. */
  readonly test: number;
  /** The class that each row is read as, 0 or 1. */
  readonly guesses: readonly number[];
}

/** Where an optimizer ended. */
export interface OptimizeResult {
  /** The best ones, radians by name. */
  readonly values: Readonly<Record<string, number>>;
  /** Why it ended. */
  readonly reason: "converged" | "stationary" | "out of steps" | "cancelled" | "not a number";
  /** How often it was moved on from a point without slope. */
  readonly kicks: number;
  /** At the values; with shots measured there once more. */
  readonly energy: number;
  /** One standard error of it; 0 where it is exact. */
  readonly error: number;
  /** Above the live limit, the title of what found it; empty for the state itself. */
  readonly engine: string;
  /** How far off that may be; 0 where it is exact. */
  readonly off: number;
  /** What the same question takes to go on from here, as text that is not looked into. */
  readonly state: string;
}

/** What was grown. */
export interface AdaptResult {
  /** With it and its values; the one that was asked about where no gate was added. */
  readonly document: string;
  /** In the order in which they were added. */
  readonly gates: readonly GrownGate[];
  /** Before the first one. */
  readonly start_energy: number;
  /** At the end. */
  readonly energy: number;
  /** Why it ended. */
  readonly reason: "converged" | "stationary" | "no gain" | "out of steps" | "cancelled" | "not a number";
  /** The same in a sentence. */
  readonly why: string;
}

/** Raw, mitigated and ideal energies; errors are one standard error, of the shots. */
export interface MitigateResult {
  /** As measured. */
  readonly raw: number;
  /** As measured. */
  readonly raw_error: number;
  /** As the method makes it. */
  readonly mitigated: number;
  /** As the method makes it. */
  readonly error: number;
  /** Without noise, exact; null where it is not known. */
  readonly ideal: number | null;
  /** Is it nearer to the ideal one, and why. */
  readonly verdict: VerdictWord;
  /** Is it nearer to the ideal one, and why. */
  readonly reason: string;
  /** What was fitted, in words. */
  readonly fit: string;
  /** Are the points far from the fit? */
  readonly poor: boolean;
  /** What was measured. */
  readonly points: readonly MeasuredPoint[];
  /** What was fitted, at these scales and values. */
  readonly curve: readonly (readonly [number, number])[];
}

export type VerdictWord = "helps" | "harms" | "cannot tell";

/** One expectation that a method measured. */
export interface MeasuredPoint {
  /** The factor of the noise. */
  readonly scale: number;
  /** The mean and its standard error. */
  readonly value: number;
  /** The mean and its standard error. */
  readonly error: number;
  /** Of a training circuit, its expectation without noise; else null. */
  readonly ideal: number | null;
}

/** Rates by channel and key, as a document keeps them. */
export interface NoiseOfResult {
  /** By channel and key. */
  readonly channels: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The device whose calibration they are. */
  readonly target: string;
  /** Of the device, one for each of the circuit's. */
  readonly qubits: readonly number[];
}

/**
 * What is known of the document's observable. Probabilities of the ground space travel beside it as a buffer, where it
 * is known: float64, shape (2**n,), Qiskit order, the mean over its dimensions.
 */
export interface ExactResult {
  /** Of its problem in the catalog; empty when it is none of them. */
  readonly title: string;
  /** The lowest one; null where it is not known. */
  readonly energy: number | null;
  /** Of the space of that energy; null where it is not known. */
  readonly dimension: number | null;
  /** How the energy is found, in words; empty where it is not known. */
  readonly how: string;
  /** The states that this is the lowest energy of, in words; empty for all. */
  readonly sector: string;
  /** One sentence where a tuning can go wrong; empty for none. */
  readonly warning: string;
  /** That of a problem on one; null for others. */
  readonly graph: GraphPart | null;
}

/** Every target, those that are not ready too. */
export interface TargetsResult {
  readonly targets: readonly Target[];
  readonly providers: readonly Provider[];
}

/** What can be submitted to. */
export interface Target {
  readonly name: string;
  readonly title: string;
  /** Its name. */
  readonly provider: string;
  readonly description: string;
  readonly num_qubits: number;
  readonly ready: boolean;
  /** `ready`, or why not, in a few words. */
  readonly status: string;
  /**
   * `kit`, `token`, or `devices` that were not asked for yet, where it is that; `other` where it is something else;
   * else empty.
   */
  readonly lacks: string;
  /** Date of the calibration, ISO 8601, or null. */
  readonly calibrated: string | null;
  /** The median of its working two-qubit gates, or null. */
  readonly two_qubit_error: number | null;
  /** Jobs that wait there, when it was last asked, or null. */
  readonly queue: number | null;
  /** When it opens next, ISO 8601, where it was closed when it was last asked; else null. */
  readonly opens: string | null;
  /** What a job costs, in words; empty where it is free. */
  readonly cost: string;
  /** Most shots of one job. */
  readonly max_shots: number;
  /** Most qubits that this machine can simulate; null where the target does not simulate. */
  readonly max_simulated_qubits: number | null;
  /** The gates that the device runs as they are; empty where every gate is taken. */
  readonly native: readonly string[];
  /** Does it run on this machine? */
  readonly is_here: boolean;
  /** The target on this machine that has its noise; empty where there is none. */
  readonly imitation: string;
  /** Are its qubits chosen here, so that a layout can be given and a level be chosen? */
  readonly is_fitted: boolean;
}

/** Who runs jobs. */
export interface Provider {
  readonly name: string;
  readonly title: string;
  /** The kit that talks to it; empty where none is needed. */
  readonly kit: string;
  /** What installing the kit brings; nothing where it is there. */
  readonly packages: readonly string[];
  /** That the kit takes once installed; 0 where that is not known. */
  readonly megabytes: number;
  /** Where it would be installed. */
  readonly folder: string;
  /** What a job may ask of it beside shots, as rows of the catalog have options. */
  readonly options: readonly (Readonly<Record<string, unknown>>)[];
  /** Where the kit looks for the person's token, in words. */
  readonly token_in: string;
  /** Why it could not be asked for its devices just now, in words; else empty. */
  readonly failed: string;
}

/** The circuit as it would run. */
export interface LowerResult {
  /** On the device's used qubits alone, those of the layout first. */
  readonly document: string;
  /** Physical qubit of each wire of `document`. */
  readonly qubits: readonly number[];
  /** For each qubit of the drawing, the device's qubit that it starts on. */
  readonly layout: readonly number[];
  /**
   * For each operation of `document` by id, ids of those of the drawing that it was made of, of several in part; empty
   * for what routes. Null where that is not known.
   */
  readonly origins: Readonly<Record<string, readonly string[]>> | null;
  readonly stages: readonly LoweredStage[];
  /** Those that were added to route. */
  readonly swaps: number;
  readonly drawn: LoweredFigures;
  readonly device: LoweredFigures;
  /** Null when unknown. */
  readonly success: Success | null;
  /** In µs, or null when unknown. */
  readonly duration_us: number | null;
  /** What is sent. */
  readonly text: string;
  /** What it is written in. */
  readonly dialect: string;
  /** Null when unknown. */
  readonly price: Price | null;
  /** What lowering did that a person should know. */
  readonly notes: readonly string[];
}

/** A circuit as a stage of the transpiler left it. */
export interface LoweredStage {
  readonly name: string;
  readonly depth: number;
  readonly num_two_qubit: number;
  readonly num_gates: number;
  /** What changed it in this stage, in Qiskit's names. */
  readonly passes: readonly string[];
}

/** Figures of a circuit: measurements count, barriers do not. */
export interface LoweredFigures {
  readonly depth: number;
  readonly num_two_qubit: number;
  readonly num_gates: number;
}

/** Estimated probability that nothing goes wrong, and its factors. */
export interface Success {
  readonly total: number;
  readonly gates: number;
  readonly readout: number;
  readonly idle: number;
}

/** What a job would cost. */
export interface Price {
  /** 0 where it is free. */
  readonly low: number;
  /** 0 where it is free. */
  readonly high: number;
  /** What they count, such as `USD`. */
  readonly unit: string;
  /** Where the prices or rates are from. */
  readonly source: string;
  /** When they were true there, ISO 8601, or empty. */
  readonly date: string;
  /** What each part of the highest costs. */
  readonly parts: Readonly<Record<string, number>>;
}

/** What the lowered circuit would give, and whether it is the drawing. */
export interface ForecastResult {
  /** Exact probabilities of likely outcomes, bit 0 rightmost; null when unknown. */
  readonly ideal: Readonly<Record<string, number>> | null;
  /** With the device's noise; null when unknown. */
  readonly noisy: Readonly<Record<string, number>> | null;
  /** Those that `noisy` was sampled with; 0 where it is exact. */
  readonly shots: number;
  /** Half the sum of the differences of the two. */
  readonly total_variation: number | null;
  /** The Hellinger fidelity of the two, as Qiskit defines it. */
  readonly fidelity: number | null;
  /** What is missing, in words; else empty. */
  readonly why: string;
  /** Does the lowered circuit measure what the drawing does? */
  readonly verdict: Verdict;
  /** Is the text that is sent, read again, the lowered circuit? Null where nothing here reads it. */
  readonly read_back: boolean | null;
}

/** How the document's observable would be measured. */
export interface EnergyResult {
  readonly circuits: readonly EnergyCircuit[];
  /** Of all circuits; null when unknown. */
  readonly price: Price | null;
  /** Exact, on an ideal device; null when unknown. */
  readonly energy: number | null;
  /** The standard error that the shots would give there; null when unknown. */
  readonly error: number | null;
}

/** One of the circuits that measure an observable. */
export interface EnergyCircuit {
  /** Labels with coefficients that it measures, qubit 0 rightmost. */
  readonly terms: readonly (readonly [string, number])[];
  readonly shots: number;
  /** Of the lowered circuit. */
  readonly num_gates: number;
}

/** The energy with the noise of the device. */
export interface EnergyNoiseResult {
  /** Null when unknown. */
  readonly energy: number | null;
  /** One standard error of it; 0 where it is exact, null when unknown. */
  readonly error: number | null;
  /** Those that each circuit was sampled with; 0 where it is exact. */
  readonly shots: number;
  /** There is none, in words; else empty. */
  readonly why: string;
}

/** A device as a map shows it; no qubits where it is not described. */
export interface DeviceResult {
  readonly qubits: readonly DeviceQubit[];
  readonly edges: readonly DeviceEdge[];
}

/** What is known of a qubit. */
export interface DeviceQubit {
  /** Where it stands on the map; y goes down. */
  readonly x: number;
  /** Where it stands on the map; y goes down. */
  readonly y: number;
  /** In seconds, or null. */
  readonly t1: number | null;
  /** In seconds, or null. */
  readonly t2: number | null;
  /** How often it is read wrongly, or null. */
  readonly readout: number | null;
  /** Is it none that is marked as broken? */
  readonly works: boolean;
}

/** What is known of two coupled qubits. */
export interface DeviceEdge {
  readonly a: number;
  readonly b: number;
  /** Of the gates that act on them, by name; 1 is broken. */
  readonly errors: Readonly<Record<string, number>>;
  /** Of the best of them, in seconds, or null. */
  readonly duration: number | null;
  readonly works: boolean;
}

/** The caps that are set and what was spent, by scope and unit. */
export interface SpendingResult {
  readonly caps: readonly Cap[];
}

/** What may be spent, and what was or may still be paid. */
export interface Cap {
  /** `job`, `session` or `month`. */
  readonly scope: string;
  readonly unit: string;
  /** Null where there is no cap. */
  readonly most: number | null;
  readonly spent: number;
}

/** One job. */
export interface JobResult {
  readonly job: Job;
}

/** A job as a list shows it. */
export interface Job {
  readonly id: string;
  readonly state: JobState;
  readonly label: string;
  readonly provider: string;
  readonly target: string;
  readonly shots: number;
  /** ISO 8601. */
  readonly created: string;
  /** ISO 8601. */
  readonly updated: string;
  /** What is known of progress or the failure, or was done to the circuit, in words. */
  readonly detail: string;
  /** The most frequent outcomes and how often each was counted; bit 0 rightmost. */
  readonly most: readonly (readonly [string, number])[];
  /** Sampled, with one standard error, of a job that measures an observable and is completed. */
  readonly energy: number | null;
  /** Sampled, with one standard error, of a job that measures an observable and is completed. */
  readonly energy_error: number | null;
  /** Circuits that measure the observable; 0 where it has none. */
  readonly num_parts: number;
  /** In the provider's queue, from 1; null where it is not told. */
  readonly position: number | null;
  /** What it was expected to cost; null where nothing is known. */
  readonly estimate: Price | null;
  /** What the provider says it cost, in the estimate's unit; null until that is known. */
  readonly cost: number | null;
  /** Id of the batch it belongs to; empty outside one. */
  readonly group: string;
  readonly tags: readonly string[];
  readonly note: string;
  /** The provider's name for it; empty until it has one. */
  readonly remote_id: string;
}

export type JobState = "CREATED" | "SUBMITTING" | "UNKNOWN" | "QUEUED" | "RUNNING" | "COMPLETED" | "FAILED" | "CANCELLED";

/** Jobs of a list, newest first: all that changed, or a page of them. */
export interface JobsResult {
  /** For the next question. */
  readonly revision: string;
  /** What the page had is to be forgotten. */
  readonly is_whole: boolean;
  readonly jobs: readonly Job[];
  /** Ids of jobs that left this list. */
  readonly gone: readonly string[];
  /** Jobs that this list has, those included that are not told here. */
  readonly total: number;
  /** Jobs of it with these words, whichever are listed. */
  readonly num_open: number;
  /** Jobs of it with these words, whichever are listed. */
  readonly num_done: number;
  /** Jobs of the other list: the archive's, or those outside it. */
  readonly others: number;
  /** Jobs that are set aside because the queue file is damaged there, each in words. */
  readonly damaged: readonly string[];
  /** Of earlier queue files that could not be read at all, what to know of each. */
  readonly kept_aside: readonly string[];
  /** Those of the jobs that are told here. */
  readonly batches: readonly Batch[];
  /** Of the calendar, UTC. */
  readonly month: readonly Spent[];
}

/** Jobs that were submitted together, and how many of them are at their end. */
export interface Batch {
  readonly id: string;
  readonly label: string;
  readonly done: number;
  readonly total: number;
}

/** What was or may still be paid this month, and what may be at most; null without a cap. */
export interface Spent {
  readonly unit: string;
  readonly amount: number;
  readonly cap: number | null;
}

/** All that is known of one job. */
export interface JobReport {
  readonly job: Job;
  /** The drawing as it was submitted, with the values that were sent and what was measured. */
  readonly document: string;
  /** The program that was sent; empty until the job is lowered. */
  readonly text: string;
  /** Of that text, the name of an exporter. */
  readonly language: string;
  /** Of it; null until the job is lowered. */
  readonly num_gates: number | null;
  /** Radians, by parameter. */
  readonly values: Readonly<Record<string, number>>;
  readonly seed: number;
  readonly level: number;
  readonly options: Readonly<Record<string, number | string | boolean>>;
  /** For each qubit of the drawing, the device's that was asked for; empty where it was chosen. */
  readonly layout: readonly number[];
  /** Null where the job measures no observable. */
  readonly energy: JobEnergy | null;
  readonly token: string;
  readonly notes: readonly string[];
  /** By bitstring, bit 0 rightmost; null until the job is done. */
  readonly counts: Readonly<Record<string, number>> | null;
  /** Ideal probabilities of these bitstrings and of others that are likely; null when unknown. */
  readonly ideal: Readonly<Record<string, number>> | null;
  /** Their rest: the ideal probability of all bitstrings that `ideal` does not list. */
  readonly ideal_rest: number | null;
  /** Null without counts or ideal. */
  readonly from_ideal: Distance | null;
  /** Can the noise model be asked for? */
  readonly has_noise: boolean;
  /** Null before the job is lowered, and without calibration. */
  readonly device: DeviceThen | null;
  /** Of packages, by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** Oldest first. */
  readonly moves: readonly JobMove[];
}

/** How a job measures its observable. */
export interface JobEnergy {
  /** Its exact energy on an ideal device; null when unknown. */
  readonly ideal: number | null;
  readonly circuits: readonly JobCircuit[];
}

/** One of the circuits that measure the observable of a job, a job of its own. */
export interface JobCircuit {
  /** Its id. */
  readonly job: string;
  readonly state: JobState;
  /** Labels with coefficients that it measures, qubit 0 rightmost. */
  readonly terms: readonly (readonly [string, number])[];
  readonly shots: number;
  /** Sampled, of the sum of its terms, with one standard error; null until it is measured. */
  readonly mean: number | null;
  /** Sampled, of the sum of its terms, with one standard error; null until it is measured. */
  readonly error: number | null;
  /** Exact; null when unknown. */
  readonly ideal: number | null;
}

/** How far counts are from a distribution (qdesign.hardware.distance says how it is found). */
export interface Distance {
  /** Low and high are its 95 % interval, as those of the fidelity. */
  readonly total_variation: number;
  readonly total_variation_low: number;
  readonly total_variation_high: number;
  readonly hellinger_fidelity: number;
  readonly hellinger_fidelity_low: number;
  readonly hellinger_fidelity_high: number;
  /** What so many shots would have by themselves, on average. */
  readonly shot_total_variation: number;
  /** Is it more than that in 19 of 20 runs? */
  readonly is_seen: boolean;
  readonly num_outcomes: number;
  readonly resamples: number;
}

/** The device as it was when the job was lowered. */
export interface DeviceThen {
  /** ISO 8601; empty where that is not known. */
  readonly calibrated: string;
  /** In use, of the device. */
  readonly qubits: readonly number[];
  readonly errors: readonly ErrorRange[];
  /** Estimated probability that nothing goes wrong; null when unknown. */
  readonly success: number | null;
}

/** Lowest and highest error of a kind of operation, where the circuit has it. */
export interface ErrorRange {
  readonly name: string;
  readonly low: number;
  readonly high: number;
}

/** A change of a job's state. */
export interface JobMove {
  readonly state: JobState;
  /** ISO 8601. */
  readonly at: string;
  /** A person's answer that it came of; else empty. */
  readonly words: string;
}

/** What the noise model of a job's device gives, and how far the counts are from it. */
export interface NoiseResult {
  /** Exact, of the bitstrings that were counted and of those that are likely; null where it cannot be computed. */
  readonly probabilities: Readonly<Record<string, number>> | null;
  /** The probability of all others. */
  readonly rest: number | null;
  readonly distance: Distance | null;
  /** Exact, of a job that measures an observable; null where it cannot be computed. */
  readonly energy: number | null;
  /** There is none, in words; else empty. */
  readonly why: string;
}

/** The file. */
export interface ExportJobsResult {
  readonly text: string;
  /** That are in it. */
  readonly num_jobs: number;
  /** Jobs that are not, because the queue file is damaged there. */
  readonly damaged: number;
}

/** Ids of the jobs that were archived, taken out, or deleted. */
export interface ChangedResult {
  readonly jobs: readonly string[];
}

export const DEFAULT_SETTINGS: Settings = {
  theme: "host",
  language: "host",
  words: {},
  live_limit: 20,
  qubit_order: "q0_right",
  page: "",
  panels: {
    palette: true,
    inspector: true,
    bottom: true,
    bottom_height: 256
  }
};

/** Every question, by `ask`. Documents travel as their text. */
export type Question =
  /** The document with an equal body that has less, and how that is known. */
  | {
      readonly ask: "simplify";
      readonly document: string;
      /** Name of a strategy. */
      readonly strategy: string;
      /** What to have less of. */
      readonly minimize: string;
      /** Further keywords of `simplify`: round_angles, extra_qubits, reorder. */
      readonly options: Readonly<Record<string, number | string | boolean>>;
    }
  /** The body without parameters that move nothing new; others take their part. */
  | {
      readonly ask: "drop_redundant";
      readonly document: string;
    }
  /** Whether two circuits or diagrams are the same, by a criterion. */
  | {
      readonly ask: "verify";
      readonly document: string;
      readonly other: string;
      /** Name of a criterion; "input" means that all qubits start in 0. */
      readonly up_to: string;
    }
  /** The circuit as a ZX diagram. */
  | {
      readonly ask: "to_diagram";
      readonly document: string;
    }
  /** The circuit that the diagram denotes, compared with it. */
  | {
      readonly ask: "to_circuit";
      readonly document: string;
    }
  /** Every step of the document's proof, verified again. */
  | {
      readonly ask: "check_proof";
      readonly document: string;
    }
  /** Figures of the circuit that a diagram comes to, or what keeps it from being one. */
  | {
      readonly ask: "proof_figures";
      readonly document: string;
    }
  /** Rules that run in Python: which apply to a selection, or one of them taken there. */
  | {
      readonly ask: "zx_step";
      readonly document: string;
      /** Name of a rule to take; empty to hear of all rules that run in Python. */
      readonly rule: string;
      /** Ids of spiders or of an edge. */
      readonly selection: readonly string[];
      /** What the rule takes besides. */
      readonly options: Readonly<Record<string, number | string | boolean>>;
    }
  /** A lemma of two diagrams, once they are found equal. */
  | {
      readonly ask: "lemma";
      /** A side each; a circuit stands for its diagram. */
      readonly left: string;
      /** A side each; a circuit stands for its diagram. */
      readonly right: string;
      readonly name: string;
      /** Are these two steps of a proof, of which the part that differs becomes the lemma? */
      readonly part: boolean;
      /** Is it kept in the person's rulebook too? */
      readonly keep: boolean;
    }
  /** The lemmas of the person's own rulebook. */
  | {
      readonly ask: "rulebook";
      /** The lemma to take out of it first; empty for none. */
      readonly remove: string;
    }
  /** The document that a text denotes, unless it takes more room than a document may. */
  | {
      readonly ask: "parse";
      readonly text: string;
      /** Name of an importer that reads text, or `auto`: the one that takes it. */
      readonly format: string;
    }
  /** The document in another format, with its parameters, or their values where it has none. */
  | {
      readonly ask: "export";
      readonly document: string;
      /** Name of an exporter. */
      readonly format: string;
    }
  /** The parts of the studio that are used on request. */
  | { readonly ask: "later" }
  /** The code editor. */
  | { readonly ask: "editor" }
  /** The words of other languages than English, and what puts them into the page. */
  | { readonly ask: "words" }
  /** The text of a program with the edits of its document. */
  | {
      readonly ask: "update";
      readonly text: string;
      readonly document: string;
    }
  /** Figures and ranks of the body, and how each parameter stands. */
  | {
      readonly ask: "figures";
      readonly document: string;
    }
  /** One figure of the circuit with its error, convention, conditions and data. */
  | {
      readonly ask: "analyze";
      readonly document: string;
      /** Of a row of the catalog, kind `analysis`. */
      readonly name: string;
      /** Of the row. */
      readonly options: Readonly<Record<string, number | string | boolean>>;
      /** For rows that draw random numbers; others do without. */
      readonly seed: number;
    }
  /** The energy at the document's values by an engine of Python, and Bloch vectors. */
  | {
      readonly ask: "beyond";
      readonly document: string;
      /** As `Simulator` names them, such as `mps`, or `auto`. */
      readonly engine: string;
      /** Are derivatives asked for, too? They take longer. */
      readonly slopes: boolean;
    }
  /** The Pauli webs of the diagram, at most 256 of them. */
  | {
      readonly ask: "pauli_webs";
      readonly document: string;
    }
  /** Everything that can be chosen by name, without its functions. */
  | { readonly ask: "catalog" }
  /** One template with the options of its row, and with the problem of its row. */
  | {
      readonly ask: "template";
      readonly name: string;
      readonly options: Readonly<Record<string, number | string | boolean>>;
    }
  /** Which template the drawn circuit is, up to the order of gates on other qubits and names. */
  | {
      readonly ask: "recognize";
      readonly document: string;
    }
  /** One example. */
  | {
      readonly ask: "example";
      readonly name: string;
    }
  /** A lesson to work on, without its reference answer. */
  | {
      readonly ask: "lesson";
      /** Of the lesson; may be empty where `text` is given. */
      readonly name: string;
      /** Of a `.qlesson` file, which then counts; empty for one of the catalog. */
      readonly text: string;
    }
  /** What is right about an answer to a lesson, goal by goal. */
  | {
      readonly ask: "check_lesson";
      readonly document: string;
      /** Its text, with or without the reference answer. */
      readonly lesson: string;
    }
  /** One problem: its observable; `exact` says what is known of it. */
  | {
      readonly ask: "problem";
      readonly name: string;
      readonly options: Readonly<Record<string, number | string | boolean>>;
      readonly num_qubits: number;
    }
  /** A state of one's own as a problem: one minus the fidelity with it. */
  | {
      readonly ask: "state";
      readonly text: string;
    }
  /** The document with the ansatz that its problem suggests in place of what is drawn. */
  | {
      readonly ask: "ansatz";
      readonly document: string;
    }
  /** Whether the circuit keeps the sector of its problem. */
  | {
      readonly ask: "keeps";
      readonly document: string;
    }
  /** The rows that the document's problem is about. */
  | {
      readonly ask: "labeled";
      readonly document: string;
    }
  /** How the document's circuit reads the rows at its values. */
  | {
      readonly ask: "accuracy";
      readonly document: string;
    }
  /** Values with a lower energy; the best so far come as they are found. */
  | {
      readonly ask: "optimize";
      readonly document: string;
      readonly method: string;
      readonly options: Readonly<Record<string, number | string | boolean>>;
      /** Are energies those under the document's noise, where that is on? */
      readonly noise: boolean;
      /** Parameters that keep the values of the document. */
      readonly frozen: readonly string[];
      /** Is the first layer tuned first, then two from there, and so on? */
      readonly layerwise: boolean;
      /** Of a run that was stopped, as its result had it, to go on from there; empty for none. */
      readonly state: string;
      readonly seed: number;
      /** Of each energy, which is sampled then; 0 for exact energies. */
      readonly shots: number;
      /** So many runs are made, the first from the values, the others from random ones. */
      readonly starts: number;
    }
  /** An ansatz that is grown gate by gate; what there is yet comes after each gate. */
  | {
      readonly ask: "adapt";
      readonly document: string;
      /** The name of a row. */
      readonly pool: string;
      /** Of the row. */
      readonly options: Readonly<Record<string, number | string | boolean>>;
      /** Does it go on from what is drawn and its values? Else in place of that. */
      readonly onward: boolean;
      /** Gates at most. */
      readonly max_gates: number;
    }
  /** The energy as measured with the document's noise, and as a method makes it. */
  | {
      readonly ask: "mitigate";
      readonly document: string;
      readonly method: string;
      readonly options: Readonly<Record<string, number | string | boolean>>;
      readonly shots: number;
      readonly seed: number;
    }
  /** The rates of some of a device's qubits, as many as the circuit has. */
  | {
      readonly ask: "noise_of";
      readonly target: string;
      /** Of the device, one for each of the circuit's; none for the first that hang together. */
      readonly qubits: readonly number[];
      readonly num_qubits: number;
    }
  /** What is known of the document's observable: its problem, ground energy and ground space. */
  | {
      readonly ask: "exact";
      readonly document: string;
    }
  /** What can be submitted to, and what is missing for the rest. */
  | {
      readonly ask: "targets";
      /** Ask the providers whose kit is there anew. */
      readonly refresh: boolean;
    }
  /** The lowered circuit on the qubits of the target that it uses, and how it came to it. */
  | {
      readonly ask: "lower";
      readonly document: string;
      readonly target: string;
      /** For each qubit of the drawing, the device's; empty where that is chosen. */
      readonly layout: readonly number[];
      /** Of the target's provider, by name, as its row lists them. */
      readonly options: Readonly<Record<string, number | string | boolean>>;
      /** Of all circuits where an energy is measured. */
      readonly shots: number;
      readonly seed: number;
      /** Of Qiskit's optimization. */
      readonly level: number;
      /**
       * Which circuit of those that measure the document's observable, from 1; 0 for the drawing itself, and where all
       * of them are asked about.
       */
      readonly part: number;
    }
  /** What the lowered circuit would give with noise, and whether it is the drawing. */
  | {
      readonly ask: "forecast";
      readonly document: string;
      readonly target: string;
      /** For each qubit of the drawing, the device's; empty where that is chosen. */
      readonly layout: readonly number[];
      /** Of the target's provider, by name, as its row lists them. */
      readonly options: Readonly<Record<string, number | string | boolean>>;
      /** Of all circuits where an energy is measured. */
      readonly shots: number;
      readonly seed: number;
      /** Of Qiskit's optimization. */
      readonly level: number;
      /**
       * Which circuit of those that measure the document's observable, from 1; 0 for the drawing itself, and where all
       * of them are asked about.
       */
      readonly part: number;
    }
  /** How the document's observable would be measured, what it costs and its ideal energy. */
  | {
      readonly ask: "energy";
      readonly document: string;
      readonly target: string;
      /** For each qubit of the drawing, the device's; empty where that is chosen. */
      readonly layout: readonly number[];
      /** Of the target's provider, by name, as its row lists them. */
      readonly options: Readonly<Record<string, number | string | boolean>>;
      /** Of all circuits where an energy is measured. */
      readonly shots: number;
      readonly seed: number;
      /** Of Qiskit's optimization. */
      readonly level: number;
      /**
       * Which circuit of those that measure the document's observable, from 1; 0 for the drawing itself, and where all
       * of them are asked about.
       */
      readonly part: number;
    }
  /** The energy of the document's observable with the noise of the device. */
  | {
      readonly ask: "energy_noise";
      readonly document: string;
      readonly target: string;
      /** For each qubit of the drawing, the device's; empty where that is chosen. */
      readonly layout: readonly number[];
      /** Of the target's provider, by name, as its row lists them. */
      readonly options: Readonly<Record<string, number | string | boolean>>;
      /** Of all circuits where an energy is measured. */
      readonly shots: number;
      readonly seed: number;
      /** Of Qiskit's optimization. */
      readonly level: number;
      /**
       * Which circuit of those that measure the document's observable, from 1; 0 for the drawing itself, and where all
       * of them are asked about.
       */
      readonly part: number;
    }
  /** What is known of a device's qubits and couplings, and where they stand on its map. */
  | {
      readonly ask: "device";
      readonly target: string;
    }
  /** Installs the kit of a provider in its own environment, and says what there is then. */
  | {
      readonly ask: "install_kit";
      readonly kit: string;
    }
  /** The caps that are set, and what was or may still be paid under each. */
  | { readonly ask: "spending" }
  /** Sets what may be spent, or takes the cap away. */
  | {
      readonly ask: "set_cap";
      readonly scope: string;
      readonly unit: string;
      readonly most: number | null;
    }
  /** A new job with the document's values, or the one that the same token made before. */
  | {
      readonly ask: "submit";
      readonly document: string;
      readonly target: string;
      /** What the person calls it. */
      readonly label: string;
      /** Made by the page before sending, so that asking twice submits once. */
      readonly token: string;
      /** For each qubit of the drawing, the device's; empty where that is chosen. */
      readonly layout: readonly number[];
      /** What the person agreed to pay at most, or null. */
      readonly max_cost: number | null;
      /** Of the target's provider, by name, as its row lists them. */
      readonly options: Readonly<Record<string, number | string | boolean>>;
      /** Measure the document's observable, by all the circuits that it takes. */
      readonly energy: boolean;
      readonly shots: number;
      readonly seed: number;
      /** Of Qiskit's optimization. */
      readonly level: number;
    }
  /** What is new in the list of jobs, or an older page of it; a worker that died is replaced. */
  | {
      readonly ask: "jobs";
      /** The revision of the last result; empty, or one that is not known any more, for all. */
      readonly since: string;
      /** Id of the oldest job that the page has, to get those before it; else empty. */
      readonly before: string;
      /** Of the archive, or of the jobs outside it. */
      readonly archived: boolean;
      /** `open` for those that are not at their end, `done` for those that are, else `all`. */
      readonly which: string;
      /** Words that are in the name, target, tags or id of all of them; else empty. */
      readonly search: string;
    }
  /** All that is known of a job: its counts over the ideal, what made it, and its way. */
  | {
      readonly ask: "job";
      readonly job: string;
    }
  /** What the noise model of a finished job's device gives for it. */
  | {
      readonly ask: "job_noise";
      readonly job: string;
    }
  /** The jobs of a list as a table, CSV or JSON. */
  | {
      readonly ask: "export_jobs";
      /** `csv` or `json`. */
      readonly format: string;
      /** As in `JobsQuestion`. */
      readonly archived: boolean;
      /** As in `JobsQuestion`. */
      readonly which: string;
      /** As in `JobsQuestion`. */
      readonly search: string;
    }
  /** Says which of the provider's jobs an UNKNOWN one is; it is watched from then on. */
  | {
      readonly ask: "adopt_job";
      readonly job: string;
      /** The provider's own name for it. */
      readonly remote_id: string;
    }
  /** Sets the tags and the note of a job. */
  | {
      readonly ask: "annotate_job";
      readonly job: string;
      readonly tags: readonly string[];
      readonly note: string;
    }
  /** Cancels a job that is not at its end; one that is UNKNOWN is over here then. */
  | {
      readonly ask: "cancel_job";
      readonly job: string;
    }
  /** Puts finished jobs into the archive, or takes them out. */
  | {
      readonly ask: "archive_jobs";
      readonly jobs: readonly string[];
      /** Where they are afterwards. */
      readonly archived: boolean;
    }
  /** Removes finished jobs for good, with their circuits and counts. */
  | {
      readonly ask: "delete_jobs";
      readonly jobs: readonly string[];
    };

/** The result of each ask, by its name. */
export interface Results {
  readonly simplify: SimplifyResult;
  readonly drop_redundant: SimplifyResult;
  readonly verify: VerdictResult;
  readonly to_diagram: DiagramResult;
  readonly to_circuit: CircuitResult;
  readonly check_proof: ProofResult;
  readonly proof_figures: StepFigures;
  readonly zx_step: RuleResult;
  readonly lemma: LemmasResult;
  readonly rulebook: LemmasResult;
  readonly parse: DocumentResult;
  readonly export: ExportResult;
  readonly later: ScriptResult;
  readonly editor: ScriptResult;
  readonly words: ScriptResult;
  readonly update: UpdateResult;
  readonly figures: FiguresResult;
  readonly analyze: AnalyzeResult;
  readonly beyond: BeyondResult;
  readonly pauli_webs: WebsResult;
  readonly catalog: CatalogResult;
  readonly template: DocumentResult;
  readonly recognize: RecognizeResult;
  readonly example: DocumentResult;
  readonly lesson: LessonResult;
  readonly check_lesson: CheckLessonResult;
  readonly problem: ProblemResult;
  readonly state: ProblemResult;
  readonly ansatz: DocumentResult;
  readonly keeps: KeepsResult;
  readonly labeled: LabeledResult;
  readonly accuracy: AccuracyResult;
  readonly optimize: OptimizeResult;
  readonly adapt: AdaptResult;
  readonly mitigate: MitigateResult;
  readonly noise_of: NoiseOfResult;
  readonly exact: ExactResult;
  readonly targets: TargetsResult;
  readonly lower: LowerResult;
  readonly forecast: ForecastResult;
  readonly energy: EnergyResult;
  readonly energy_noise: EnergyNoiseResult;
  readonly device: DeviceResult;
  readonly install_kit: TargetsResult;
  readonly spending: SpendingResult;
  readonly set_cap: SpendingResult;
  readonly submit: JobResult;
  readonly jobs: JobsResult;
  readonly job: JobReport;
  readonly job_noise: NoiseResult;
  readonly export_jobs: ExportJobsResult;
  readonly adopt_job: JobResult;
  readonly annotate_job: JobResult;
  readonly cancel_job: JobResult;
  readonly archive_jobs: ChangedResult;
  readonly delete_jobs: ChangedResult;
}
