/** A Pauli web in words, and as lines along the halves of edges. */

import type { DiagramBody, Spider } from "../../document/circuit";
import type { WebsResult } from "../../port";

type Web = WebsResult["webs"][number];

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

/** "X₀ Z₁"; nothing where all letters are I. */
export function paulis(letters: string): string {
  const below = (k: number): string => [...String(k)].map((digit) => SUBSCRIPTS[Number(digit)]).join("");
  return [...letters].flatMap((letter, k) => (letter === "I" ? [] : [`${letter}${below(k)}`])).join(" ");
}

/** "X₀ → X₀ X₁"; of one that begins at a phase, about what that turns. */
export function said({ inputs, outputs }: Web, fromPhase: boolean): string {
  const [from, to] = [paulis(inputs), paulis(outputs)];
  if (from) return `${from} → ${to || "no output"}`;
  if (fromPhase) return to ? `turns about ${to}` : "reaches no end";
  return to ? `${to} stays` : "closed";
}

/** The phases from which a web goes out, and those that it turns the other way round. */
export function flipsOf(
  { cuts }: Web,
  body: DiagramBody,
): { readonly axes: readonly Spider[]; readonly flips: readonly Spider[] } {
  const ended = Object.entries(cuts).flatMap(([id, letter]) => {
    const spider = body.spiders.get(id);
    return spider ? [{ spider, letter }] : [];
  });
  return {
    axes: ended.filter(({ spider, letter }) => letter === spider.kind || letter === "Y").map(({ spider }) => spider),
    flips: ended.filter(({ spider, letter }) => letter !== spider.kind).map(({ spider }) => spider),
  };
}

interface XY {
  readonly x: number;
  readonly y: number;
}

interface Half {
  readonly d: string;
  readonly letter: string;
  /** Where the letter stands. */
  readonly x: number;
  readonly y: number;
  /** Has it room for its letter? */
  readonly long: boolean;
}

/** Px between spiders below which a letter would hide its line. */
const ROOM = 30;

/** An edge with its letter, or its two halves where these differ. */
export function halves(points: readonly XY[], letters: string): readonly Half[] {
  const [first = "I", second = first] = letters;
  const fine = points.length > 2 ? points : between(points);
  if (first === second) return [lineOf(fine, first)];
  const middle = Math.floor(fine.length / 2);
  return [lineOf(fine.slice(0, middle + 1), first), lineOf(fine.slice(middle), second)].filter(
    ({ letter }) => letter !== "I",
  );
}

function between([a, b]: readonly XY[]): readonly XY[] {
  if (!a || !b) return [];
  return [0, 0.25, 0.5, 0.75, 1].map((t) => ({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t }));
}

function lineOf(points: readonly XY[], letter: string): Half {
  const middle = points[Math.floor(points.length / 2)] ?? { x: 0, y: 0 };
  const [first = middle, last = middle] = [points[0], points.at(-1)];
  const long = Math.hypot(last.x - first.x, last.y - first.y) >= ROOM || points.length > 5;
  const d = points.map(({ x, y }, k) => `${k ? "L" : "M"}${x} ${y}`).join("");
  return { d, letter, x: middle.x, y: middle.y, long };
}
