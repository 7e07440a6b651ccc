/**
 * Pointer, wheel and pinch on the circuit canvas, handed to the tool.
 *
 * One long function, because its listeners share the state of one gesture and go together.
 */

import { useEffect } from "preact/hooks";

import type { Point } from "../../state/state";
import { aside } from "../../state/transaction";
import { type PointerEventLike, pointerTool } from "../../tools/pointer";
import { scenePoint, wheeled, zoomed } from "../../tools/viewport";
import { HAND, type Hand, SPACE } from "../workbench/slots";
import type { Workbench } from "../workbench/workbench";

/** Pointer, wheel and pinch; at most one dispatch a frame while moving. */
export function usePointer(bench: Workbench, svg: { readonly current: SVGSVGElement | null }): void {
  useEffect(() => {
    const element = svg.current;
    if (!element) return undefined;
    const touches = new Map<number, Point>();
    let pinch = 0;
    let frame: number | null = null;
    let waiting: PointerEvent | null = null;

    const screenOf = (event: { clientX: number; clientY: number }): Point => {
      const box = element.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    const run = (event: PointerEvent, kind: PointerEventLike["kind"]): void => {
      const layout = bench.layout("document");
      if (!layout) return;
      const screen = screenOf(event);
      const target = event.target instanceof Element ? event.target : null;
      const onTimeCursor = target?.closest("[data-time-cursor]") !== null && target !== null;
      const onItem = target?.closest("[data-id]") !== null && target !== null;
      const touchPan = event.pointerType === "touch" && !onItem && !onTimeCursor && bench.state.tool.kind === "idle";
      bench.dispatch(
        pointerTool(bench.state, layout, {
          kind,
          screen,
          point: scenePoint(bench.state.viewport, screen),
          shift: event.shiftKey || event.ctrlKey || event.metaKey,
          pan: event.button === 1 || (event.buttons & 4) > 0 || touchPan || bench.at(SPACE).value,
          onTimeCursor,
        }),
      );
    };
    const flush = (): void => {
      frame = null;
      const event = waiting;
      waiting = null;
      if (event) run(event, "move");
    };
    const down = (event: PointerEvent): void => {
      if (event.button > 1) return;
      element.focus({ preventScroll: true });
      if (bench.state.cursor.visible)
        bench.dispatch(aside("cursor.hide", { cursor: { ...bench.state.cursor, visible: false } }));
      touches.set(event.pointerId, screenOf(event));
      if (touches.size === 2) {
        pinch = distance(touches);
        run(event, "cancel");
        return;
      }
      element.setPointerCapture(event.pointerId);
      run(event, "down");
    };
    const move = (event: PointerEvent): void => {
      if (touches.has(event.pointerId)) touches.set(event.pointerId, screenOf(event));
      if (touches.size === 2) {
        const now = distance(touches);
        const [a, b] = [...touches.values()];
        if (pinch > 0 && a && b) {
          const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
          bench.dispatch(aside("view.zoom", { viewport: zoomed(bench.state.viewport, now / pinch, middle) }));
        }
        pinch = now;
        return;
      }
      waiting = event;
      frame ??= requestAnimationFrame(flush);
    };
    const up = (event: PointerEvent): void => {
      touches.delete(event.pointerId);
      if (frame !== null) {
        cancelAnimationFrame(frame);
        flush();
      }
      run(event, "up");
    };
    const leave = (event: PointerEvent): void => {
      if (!event.buttons) run(event, "leave");
    };
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      const intent = event.ctrlKey || event.metaKey ? "view.zoom" : "view.pan";
      bench.dispatch(aside(intent, { viewport: wheeled(bench.state.viewport, event, screenOf(event)) }));
    };
    const cancel = (event: PointerEvent): void => {
      touches.delete(event.pointerId);
      run(event, "cancel");
    };
    // Tooltips are made when a pointer comes by: most gates never need one.
    const over = (event: PointerEvent): void => {
      const gate = event.target instanceof Element ? event.target.closest(".qd-gate[aria-label]") : null;
      if (!gate) return;
      const title =
        gate.querySelector(":scope > title") ?? gate.appendChild(document.createElementNS(gate.namespaceURI, "title"));
      title.textContent = gate.getAttribute("aria-label");
    };
    const twice = (event: MouseEvent): void => {
      if (event.target instanceof Element && event.target.closest("[data-id]")) bench.effect("edit-angle");
    };
    const hand: Hand = {
      move,
      up: (event) => {
        const box = element.getBoundingClientRect();
        const { clientX: x, clientY: y } = event;
        const inside = x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
        if (inside) up(event);
      },
    };
    bench.at(HAND).set(hand);
    element.addEventListener("pointerdown", down);
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerup", up);
    element.addEventListener("pointerleave", leave);
    element.addEventListener("pointercancel", cancel);
    element.addEventListener("dblclick", twice);
    element.addEventListener("pointerover", over);
    element.addEventListener("wheel", wheel, { passive: false });
    return () => {
      if (frame !== null) cancelAnimationFrame(frame);
      if (bench.at(HAND).value === hand) bench.at(HAND).set(null);
      element.removeEventListener("pointerdown", down);
      element.removeEventListener("pointermove", move);
      element.removeEventListener("pointerup", up);
      element.removeEventListener("pointerleave", leave);
      element.removeEventListener("pointercancel", cancel);
      element.removeEventListener("dblclick", twice);
      element.removeEventListener("pointerover", over);
      element.removeEventListener("wheel", wheel);
    };
  }, [bench, svg]);
}

function distance(touches: ReadonlyMap<number, Point>): number {
  const [a, b] = [...touches.values()];
  return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
}
