/**
 * Numbers one can touch: pointing at a figure, focusing it or tapping it shows its exact value, what it is and where
 * it comes from. A click keeps it there, with a button to copy the number; Ctrl+C copies it too.
 */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

import { type Origin, originWords } from "../../live/origin";
import type { Point } from "../../state/state";
import { Cell, usePart } from "../workbench/cell";
import { slot } from "../workbench/slot";
import { useWorkbench, type Workbench } from "../workbench/workbench";

/** What is told of one number. */
export interface Tip {
  readonly label: string;
  /** Its lines, with all figures. */
  readonly lines: readonly string[];
  /** The number as it is copied. */
  readonly copy: string;
  readonly origin: Origin | null;
}

interface Shown {
  readonly tip: () => Tip | null;
  readonly owner: Element;
  /** On the page. */
  readonly at: Point;
  readonly isKept: boolean;
}

const SHOWN = slot(() => new Cell<Shown | null>(null));

interface Tips {
  /** How many numbers are side by side; arrows go from one to the next. One when left out. */
  readonly count?: number;
  /** What is told of number `index`; null where there is none yet. */
  readonly tip: (index: number) => Tip | null;
  /** Which number a place on the page is over, from its share of the element's box. */
  readonly indexAt?: (box: DOMRect, at: Point) => number;
  /** Where number `index` is on the page; the middle of the element's top when left out. */
  readonly placeOf?: (box: DOMRect, index: number) => Point;
}

type Heard<E extends Event> = (event: E & { readonly currentTarget: Element }) => void;

interface Attributes {
  readonly tabIndex: number;
  readonly onPointerMove: Heard<PointerEvent>;
  readonly onPointerLeave: Heard<PointerEvent>;
  readonly onClick: Heard<MouseEvent>;
  readonly onFocus: Heard<FocusEvent>;
  readonly onBlur: Heard<FocusEvent>;
  readonly onKeyDown: Heard<KeyboardEvent>;
}

/** What an element needs to tell its numbers. */
export function useTips(tips: Tips): Attributes {
  const bench = useWorkbench();
  const latest = useRef(tips);
  latest.current = tips;
  const index = useRef(0);
  const shown = bench.at(SHOWN);
  const show = (owner: Element, to: number, at: Point | null, isKept: boolean): void => {
    const { count = 1, placeOf } = latest.current;
    index.current = Math.max(0, Math.min(count - 1, to));
    const box = owner.getBoundingClientRect();
    const place = placeOf?.(box, index.current) ?? { x: box.left + box.width / 2, y: box.top };
    shown.set({ tip: () => latest.current.tip(index.current), owner, at: at ?? place, isKept });
  };
  const hide = (owner: Element): void => {
    if (shown.value?.owner === owner) shown.set(null);
  };
  const over = (event: PointerEvent | MouseEvent): number => {
    const at = { x: event.clientX, y: event.clientY };
    return latest.current.indexAt?.((event.currentTarget as Element).getBoundingClientRect(), at) ?? 0;
  };
  useEffect(() => () => shown.set(null), [shown]);
  return {
    tabIndex: 0,
    onPointerMove(event) {
      if (event.pointerType === "touch" || event.buttons || shown.value?.isKept) return;
      show(event.currentTarget, over(event), { x: event.clientX, y: event.clientY }, false);
    },
    onPointerLeave(event) {
      if (!shown.value?.isKept) hide(event.currentTarget);
    },
    onClick(event) {
      show(event.currentTarget, over(event), { x: event.clientX, y: event.clientY }, true);
    },
    onFocus(event) {
      if (event.currentTarget.matches(":focus-visible")) show(event.currentTarget, index.current, null, false);
    },
    onBlur(event) {
      if (!(event.relatedTarget instanceof Element && event.relatedTarget.closest(".qd-tip")))
        hide(event.currentTarget);
    },
    onKeyDown(event) {
      const to = target(event.key, index.current, latest.current.count ?? 1);
      const tip = latest.current.tip(index.current);
      if (to !== null) show(event.currentTarget, to, null, false);
      else if (event.key === "Escape" && shown.value) shown.set(null);
      else if (event.key.toLowerCase() === "c" && (event.ctrlKey || event.metaKey) && tip) copyText(bench, tip.copy);
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}

/** Where a key goes among `count` numbers; null for other keys. */
function target(key: string, index: number, count: number): number | null {
  if (count < 2) return null;
  const places: Readonly<Record<string, number>> = {
    ArrowRight: index + 1,
    ArrowLeft: index - 1,
    Home: 0,
    End: count - 1,
  };
  return places[key] ?? null;
}

/** Puts a number on the clipboard, and says so. */
export function copyText(bench: Workbench, text: string): void {
  navigator.clipboard.writeText(text).then(
    () => bench.say("ok", `Copied ${text}.`),
    () => bench.say("error", "This page may not write to the clipboard."),
  );
}

/** The one tip of the studio. */
export function TipLayer(): JSX.Element | null {
  const bench = useWorkbench();
  const cell = bench.at(SHOWN);
  const shown = usePart(cell, (value) => value);
  const box = useRef<HTMLDivElement>(null);
  // What is told follows the live loop while it is shown.
  usePart(bench.live, (result) => shown && result);
  useEffect(() => {
    if (!shown?.isKept) return undefined;
    const leave = (event: Event): void => {
      const { target: to } = event;
      if (to instanceof Element && (to.closest(".qd-tip") || shown.owner.contains(to))) return;
      cell.set(null);
    };
    document.addEventListener("pointerdown", leave, true);
    return () => document.removeEventListener("pointerdown", leave, true);
  }, [shown]);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || !shown) return;
    const { left, top, width: room } = bench.root.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = element;
    const x = Math.max(4, Math.min(room - width - 4, shown.at.x - left - width / 2));
    const above = shown.at.y - top - height - 10;
    element.style.left = `${x}px`;
    element.style.top = `${above < 4 ? shown.at.y - top + 16 : above}px`;
  });
  const tip = shown?.tip();
  if (!shown || !tip) return null;
  return (
    <div ref={box} class="qd-tip" role="tooltip" aria-live="polite" data-kept={shown.isKept ? "" : undefined}>
      <b>{tip.label}</b>
      {tip.lines.map((line) => (
        <span key={line} class="qd-num">
          {line}
        </span>
      ))}
      {tip.origin && <span class="qd-quiet">{originWords(tip.origin)}</span>}
      {shown.isKept && (
        <button type="button" class="qd-link" onClick={() => copyText(bench, tip.copy)}>
          Copy
        </button>
      )}
    </div>
  );
}
