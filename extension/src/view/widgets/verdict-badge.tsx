/** How far something was shown to be equal, as a badge. */

import type { JSX } from "preact";

import type { Verdict } from "../../port";

/** A verdict for the page: a badge's few words, and the whole words that Python's `Verdict` prints. */
export interface VerdictWords {
  readonly tone: "" | "ok" | "accent" | "error";
  readonly words: string;
  readonly how: string;
}

/** "proved for all values", "equal at 3 points, largest error 7.0e-16", "unknown, because …": within a sentence. */
export function verdictText(verdict: Omit<Verdict, "permutation">): string {
  const { equal, points, method, is_exact, max_error } = verdict;
  const at = `at ${points} ${points === 1 ? "point" : "points"}`;
  const compared = points > 0 && max_error !== null;
  if (equal === false) return points ? `different ${at}` : "different";
  if (equal === null || !(is_exact || compared)) return `unknown, because ${method}`;
  if (is_exact) return "proved for all values";
  return `equal ${at}, largest error ${max_error?.toExponential(1)}`;
}

/** A verdict in the words of its badge. */
export function verdictWords(verdict: Verdict | null): VerdictWords {
  if (!verdict) return { tone: "", words: "as drawn", how: "" };
  const { points, method } = verdict;
  const at = `at ${points} ${points === 1 ? "point" : "points"}`;
  // Null is not compared, which is not the same as no error.
  const compared = points > 0 && verdict.max_error !== null;
  const error = compared && !verdict.is_exact ? `, largest error ${verdict.max_error.toExponential(1)}` : "";
  const order = verdict.permutation;
  const moved = order ? ` Qubits 0, 1, … of one end at ${order.join(", ")} of the other.` : "";
  const said = (what: string): string => `${what} (${method}${error}).${moved}`;
  if (verdict.equal === false)
    return { tone: "error", words: "≠ different", how: said(points ? `different ${at}` : "different") };
  if (verdict.equal === null || !(verdict.is_exact || compared))
    return { tone: "", words: "? unknown", how: `unknown, because ${method}.` };
  if (verdict.is_exact) return { tone: "ok", words: "✓ exact", how: said("proved for all values") };
  return { tone: "accent", words: `✓ ${points} ${points === 1 ? "point" : "points"}`, how: said(`equal ${at}`) };
}

export function Badge({ verdict }: { readonly verdict: Verdict | null }): JSX.Element {
  const { tone, words, how } = verdictWords(verdict);
  return (
    <span class="qd-badge" data-tone={tone} title={how} tabIndex={how ? 0 : undefined}>
      {words}
    </span>
  );
}
