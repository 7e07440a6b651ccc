/** How far something was shown to be equal, as a badge. */

import type { JSX } from "preact";

import type { Verdict } from "../../port";

/** A verdict in the words of its badge. */
export function verdictWords(verdict: Verdict | null): {
  readonly tone: string;
  readonly words: string;
  readonly how: string;
} {
  if (!verdict) return { tone: "", words: "as drawn", how: "" };
  // Null is not compared, which is not the same as no error.
  const compared = verdict.points > 0 && verdict.max_error !== null;
  const error = compared ? `, largest error ${verdict.max_error.toExponential(1)}` : "";
  const order = verdict.permutation;
  const moved = order ? ` Qubits 0, 1, … of one end at ${order.join(", ")} of the other.` : "";
  if (verdict.equal === false)
    return { tone: "error", words: "≠ different", how: `Found by ${verdict.method}${error}.` };
  if (verdict.equal === null || !(verdict.is_exact || compared))
    return { tone: "", words: "? unknown", how: `Tried: ${verdict.method}.` };
  if (verdict.is_exact) return { tone: "ok", words: "= exact", how: `Proved: ${verdict.method}.${moved}` };
  // Nothing is free: at one point is at the values that there are.
  if (verdict.points === 1)
    return {
      tone: "ok",
      words: "= at these values",
      how: `Equal at the values of the parameters, as computed${error} (${verdict.method}).${moved}`,
    };
  return {
    tone: "accent",
    words: `= ${verdict.points} points`,
    how: `Equal at ${verdict.points} random points${error} (${verdict.method}).${moved}`,
  };
}

export function Badge({ verdict }: { readonly verdict: Verdict | null }): JSX.Element {
  const { tone, words, how } = verdictWords(verdict);
  return (
    <span class="qd-badge" data-tone={tone} title={how} tabIndex={how ? 0 : undefined}>
      {words}
    </span>
  );
}
