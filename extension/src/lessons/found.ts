/** What is found of a goal, and numbers in words; the same as qdesign/lessons/. */

export type Outcome = "pass" | "fail" | "undecided" | "error";

export interface Found {
  readonly outcome: Outcome;
  readonly message: string;
  /** An input, a place or a step at which it fails; empty for none. */
  readonly counterexample: string;
  /** Of an energy goal, exact. */
  readonly energy?: number;
}

export const found = (outcome: Outcome, message: string, counterexample = ""): Found => ({
  outcome,
  message,
  counterexample,
});

/** A difference as it is told: three digits behind the point, and small ones as such. */
export function figure(value: number): string {
  const size = Math.abs(value);
  if (size < 1e-12) return "0";
  return size >= 0.0005 ? rounded(size) : "less than 0.001";
}

/** A number as it is told, with a true minus. */
export const signed = (value: number): string => (value <= -0.0005 ? `−${rounded(-value)}` : rounded(Math.abs(value)));

const rounded = (size: number): string => (Math.floor(size * 1000 + 0.5 + 1e-9) / 1000).toFixed(3);

/** |011⟩, the rightmost of qubit 0. */
export const basis = (index: number, numQubits: number): string => `|${index.toString(2).padStart(numQubits, "0")}⟩`;

/** 1 step, 2 steps. */
export const counted = (number: number, word: string): string => `${number} ${word}${number === 1 ? "" : "s"}`;

/** That the number of qubits is another. */
export const drawnFor = (drawn: number, wanted: number): string =>
  `${drawn} ${drawn === 1 ? "qubit is" : "qubits are"} drawn; the goal is about ${wanted}.`;
