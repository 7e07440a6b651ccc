/** A line that joins parts of two drawings side by side, or one above the other: a foot on each, and what it says. */

import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** Of one drawing, the parts that are meant and those that went in with them, by id or key of a selection. */
export interface Feet {
  readonly chosen: ReadonlySet<string>;
  readonly lit: ReadonlySet<string>;
}

interface Foot {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly strong: boolean;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface Measured {
  readonly feet: readonly [readonly Foot[], readonly Foot[]];
  readonly halves: readonly [Box, Box];
  readonly stacked: boolean;
  /** Do tools stand where both drawings meet? */
  readonly tools: boolean;
}

/** Beyond this many feet only the words stand: a comb says nothing. */
const MOST = 40;
/** Px above the highest part, from the edge that titles lie over, around parts, and of a rounded corner. */
const RISE = 40;
const HEAD = 62;
const AROUND = 4;
const ROUND = 8;

/** Lies over an element whose two first children are the drawings; follows them as they move. */
export function Bus({
  ends,
  words,
}: {
  readonly ends: readonly [Feet, Feet];
  readonly words: string;
}): JSX.Element | null {
  const layer = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState<Measured | null>(null);
  useLayoutEffect(() => {
    const frame = layer.current?.parentElement;
    if (!frame) return undefined;
    let asked = 0;
    const look = (): void => {
      asked = 0;
      const next = measured(frame, ends);
      setSeen((old) => (JSON.stringify(old) === JSON.stringify(next) ? old : next));
    };
    const soon = (): void => {
      asked ||= requestAnimationFrame(look);
    };
    look();
    // Whatever moves a drawing changes a transform within it.
    const moves = new MutationObserver((records) => {
      if (records.some(({ target }) => !layer.current?.contains(target))) soon();
    });
    moves.observe(frame, { subtree: true, childList: true, attributes: true, attributeFilter: ["transform", "d"] });
    const sizes = new ResizeObserver(soon);
    sizes.observe(frame);
    return () => {
      cancelAnimationFrame(asked);
      moves.disconnect();
      sizes.disconnect();
    };
  }, [ends[0].chosen, ends[0].lit, ends[1].chosen, ends[1].lit]);
  return (
    <div ref={layer} class="qd-bus" aria-live="polite">
      {seen && words && <Lines seen={seen} words={words} />}
    </div>
  );
}

function Lines({ seen, words }: { readonly seen: Measured; readonly words: string }): JSX.Element {
  const { feet, halves, stacked, tools } = seen;
  const all = feet.flat();
  const few = all.length <= MOST;
  const joins = few && feet.every((each) => each.some(({ strong }) => strong));
  const high = halves[0].top + HEAD;
  const over = joins ? Math.max(high, Math.min(...all.map(({ top }) => top)) - RISE) : high;
  const level = stacked ? halves[1].top : over;
  const xs = all.map(middle);
  const at = stacked ? within((Math.min(...xs) + Math.max(...xs)) / 2, halves[0]) : halves[1].left;
  const line = [at, ...all.filter(({ strong }) => strong).map(middle)];
  const reach = (x: number): number => Math.max(Math.min(...line), Math.min(Math.max(...line), x));
  return (
    <>
      <svg aria-hidden="true">
        {few && all.filter(({ strong }) => !strong).map((foot, k) => <Ring key={k} foot={foot} />)}
        {joins && (
          <>
            {all
              .filter(({ strong }) => !strong)
              .map((foot, k) => (
                <path key={k} data-light="" d={wayOf(foot, level, reach(middle(foot)))} />
              ))}
            {all
              .filter(({ strong }) => strong)
              .map((foot, k) => (
                <Leg key={k} foot={foot} level={level} to={at} />
              ))}
          </>
        )}
      </svg>
      <span
        class="qd-bus-words"
        data-before={tools && !stacked ? "" : undefined}
        style={{ left: `${at}px`, top: `${level}px` }}
      >
        {words}
      </span>
    </>
  );
}

function Ring({ foot }: { readonly foot: Foot }): JSX.Element {
  const { left, top, right, bottom } = foot;
  return (
    <rect
      data-light=""
      x={left - AROUND}
      y={top - AROUND}
      width={right - left + 2 * AROUND}
      height={bottom - top + 2 * AROUND}
      rx={ROUND}
    />
  );
}

function Leg({ foot, level, to }: { readonly foot: Foot; readonly level: number; readonly to: number }): JSX.Element {
  return (
    <>
      <path d={wayOf(foot, level, to)} />
      <circle cx={middle(foot)} cy={endOf(foot, level)} r={3} />
    </>
  );
}

/** From a part to the line, round the corner, and along it. */
function wayOf(foot: Foot, level: number, to: number): string {
  const [x, end] = [middle(foot), endOf(foot, level)];
  const [down, along] = [Math.sign(end - level), Math.sign(to - x)];
  const turn = Math.min(ROUND, Math.abs(to - x), Math.abs(end - level));
  return `M${x} ${end}V${level + down * turn}Q${x} ${level} ${x + along * turn} ${level}H${to}`;
}

const middle = ({ left, right }: Foot): number => (left + right) / 2;

/** Where a part meets what comes to it from the line. */
function endOf({ top, bottom }: Foot, level: number): number {
  return level > (top + bottom) / 2 ? bottom + AROUND : top - AROUND;
}

const within = (x: number, { left, right }: Box): number =>
  Number.isFinite(x) ? Math.max(left + 80, Math.min(right - 80, x)) : (left + right) / 2;

function measured(frame: Element, ends: readonly [Feet, Feet]): Measured | null {
  const [first, second] = frame.children;
  if (!first || !second) return null;
  const origin = frame.getBoundingClientRect();
  const boxOf = (element: Element): Box => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const round = (value: number): number => Math.round(value * 2) / 2;
    return {
      left: round(left - origin.left),
      top: round(top - origin.top),
      right: round(right - origin.left),
      bottom: round(bottom - origin.top),
    };
  };
  const halves = [boxOf(first), boxOf(second)] as const;
  const feetIn = (half: Element, { chosen, lit }: Feet, frameOf: Box): readonly Foot[] =>
    [...half.querySelectorAll("[data-id], [data-spider], [data-edge]")].flatMap((element) => {
      const key = keyOf(element);
      if (!chosen.has(key) && !lit.has(key)) return [];
      const box = boxOf(partOf(element));
      const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
      const inside = x > frameOf.left && x < frameOf.right && y > frameOf.top && y < frameOf.bottom;
      return inside ? [{ ...box, strong: chosen.has(key) }] : [];
    });
  return {
    feet: [feetIn(first, ends[0], halves[0]), feetIn(second, ends[1], halves[1])],
    halves,
    stacked: halves[1].top >= halves[0].bottom - 1,
    tools: second.querySelector(".qd-rail") !== null,
  };
}

function keyOf(element: Element): string {
  const edge = element.getAttribute("data-edge");
  return (
    element.getAttribute("data-id") ?? element.getAttribute("data-spider") ?? (edge === null ? "" : `edge:${edge}`)
  );
}

/** Of a spider its disk: names and rings around it are no part of it. */
function partOf(element: Element): Element {
  return element.querySelector(".qd-disk") ?? element;
}
