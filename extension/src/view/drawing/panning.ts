/** A drawing that is looked at: the wheel and a drag move it, two fingers and Ctrl with the wheel zoom it. */

import { useRef } from "preact/hooks";

import type { Point, Viewport } from "../../state/state";
import { scaleOf } from "../../tools/sight";
import { wheeled, zoomed } from "../../tools/viewport";

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
): Handlers {
  // Several events may come before a view is drawn.
  const latest = useRef(view);
  latest.current = view;
  const look = (next: Viewport): void => {
    latest.current = next;
    setView(next);
  };
  const fingers = useRef(new Map<number, Point>()).current;
  const onScreen = (event: MouseEvent): Point => {
    const box = svg.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  const lift = (event: PointerEvent): void => void fingers.delete(event.pointerId);
  return {
    onWheel(event) {
      event.preventDefault();
      look(wheeled(latest.current, event, onScreen(event)));
    },
    onPointerDown(event) {
      svg.current?.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, onScreen(event));
    },
    onPointerMove(event) {
      const from = fingers.get(event.pointerId);
      if (!from) return;
      const to = onScreen(event);
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
    onPointerUp: lift,
    onPointerCancel: lift,
  };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
