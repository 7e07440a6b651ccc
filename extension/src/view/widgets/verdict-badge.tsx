/** How far something was shown to be equal, as a badge. */

import type { JSX } from "preact";

import type { Verdict } from "../../port";

/** A verdict for the page: a badge's few words, and the whole words that Python's `Verdict` prints. */
export interface VerdictWords {
  readonly tone: "" | "ok" | "accent" | "error";
  readonly words: string;
  readonly how: string;
}

type Judged = Omit<Verdict, "permutation">;

/** What was found, and how large the error was; null is not compared, which is not the same as no error. */
function judged({ equal, points, method, is_exact, max_error }: Judged): {
  readonly kind: "different" | "unknown" | "exact" | "equal";
  readonly what: string;
  readonly error: string;
} {
  const at = `at ${points} ${points === 1 ? "point" : "points"}`;
  const compared = points > 0 && max_error !== null;
  const error = compared && !is_exact ? `, largest error ${max_error.toExponential(1)}` : "";
  if (equal === false) return { kind: "different", what: points ? `different ${at}` : "different", error };
  if (equal === null || !(is_exact || compared))
    return { kind: "unknown", what: `unknown, because ${method}`, error: "" };
  if (is_exact) return { kind: "exact", what: "proved for all values", error };
  return { kind: "equal", what: `equal ${at}`, error };
}

/** "proved for all values", "equal at 3 points, largest error 7.0e-16", "unknown, because …": within a sentence. */
export function verdictText(verdict: Judged): string {
  const { kind, what, error } = judged(verdict);
  return kind === "equal" ? `${what}${error}` : what;
}

/** A verdict in the words of its badge. */
export function verdictWords(verdict: Verdict | null): VerdictWords {
  if (!verdict) return { tone: "", words: "as drawn", how: "" };
  const { points, method, permutation: order } = verdict;
  const { kind, what, error } = judged(verdict);
  if (kind === "unknown") return { tone: "", words: "? unknown", how: `${what}.` };
  const moved = order ? ` Qubits 0, 1, … of one end at ${order.join(", ")} of the other.` : "";
  const how = `${what} (${method}${error}).${moved}`;
  if (kind === "different") return { tone: "error", words: "≠ different", how };
  if (kind === "exact") return { tone: "ok", words: "✓ exact", how };
  return { tone: "accent", words: `✓ ${points} ${points === 1 ? "point" : "points"}`, how };
}

export function Badge({ verdict }: { readonly verdict: Verdict | null }): JSX.Element {
  const { tone, words, how } = verdictWords(verdict);
  return (
    <span class="qd-badge" data-tone={tone} title={how} tabIndex={how ? 0 : undefined}>
      {words}
    </span>
  );
}
