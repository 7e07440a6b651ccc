/** A drawing that is looked at: wheel and drag move it, two fingers and Ctrl and the wheel zoom it, a click chooses. */

import { useRef } from "preact/hooks";

import type { Point, Viewport } from "../../state/state";
import { scaleOf } from "../../tools/sight";
import { wheeled, zoomed } from "../../tools/viewport";

/** Px that a press may move and still be a click. */
const STILL = 4;

interface Handlers {
  readonly onWheel: (event: WheelEvent) => void;
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: (event: PointerEvent) => void;
  readonly onPointerCancel: (event: PointerEvent) => void;
}

/** What the element of a drawing listens to. */
export function usePanning(
  svg: { readonly current: SVGSVGElement | null },
  view: Viewport,
  setView: (view: Viewport) => void,
  onClick: (target: Element | null) => void = () => undefined,
): Handlers {
  // Several events may come before a view is drawn.
  const latest = useRef(view);
  latest.current = view;
  const look = (next: Viewport): void => {
    latest.current = next;
    setView(next);
  };
  const fingers = useRef(new Map<number, Point>()).current;
  // What was pressed, until it is moved.
  const pressed = useRef<{ readonly at: Point; readonly on: Element | null } | null>(null);
  const onScreen = (event: MouseEvent): Point => {
    const box = svg.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  const lift = (event: PointerEvent): void => {
    fingers.delete(event.pointerId);
    pressed.current = null;
  };
  return {
    onWheel(event) {
      event.preventDefault();
      look(wheeled(latest.current, event, onScreen(event)));
    },
    onPointerDown(event) {
      svg.current?.setPointerCapture(event.pointerId);
      const on = event.target instanceof Element ? event.target : null;
      pressed.current = event.button === 0 && !fingers.size ? { at: onScreen(event), on } : null;
      fingers.set(event.pointerId, onScreen(event));
    },
    onPointerMove(event) {
      const from = fingers.get(event.pointerId);
      if (!from) return;
      const to = onScreen(event);
      if (pressed.current && distance(to, pressed.current.at) < STILL) return;
      pressed.current = null;
      const [other] = [...fingers].filter(([id]) => id !== event.pointerId);
      fingers.set(event.pointerId, to);
      if (other) {
        const [, still] = other;
        const middle = { x: (to.x + still.x) / 2, y: (to.y + still.y) / 2 };
        look(zoomed(latest.current, distance(to, still) / Math.max(1, distance(from, still)), middle));
        return;
      }
      const { x, y } = latest.current;
      const scale = scaleOf(latest.current);
      look({ ...latest.current, x: x - (to.x - from.x) / scale.x, y: y - (to.y - from.y) / scale.y });
    },
    onPointerUp(event) {
      const was = pressed.current;
      lift(event);
      if (was) onClick(was.on);
    },
    onPointerCancel: lift,
  };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
