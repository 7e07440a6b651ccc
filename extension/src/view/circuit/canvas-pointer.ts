/** Pointer, wheel and pinch on the circuit canvas, handed to the tool. */

import { useEffect } from "preact/hooks";
import { chosenComposite } from "../../commands/group";
import { hitItem } from "../../scene/hit";
import type { Point } from "../../state/state";
import { aside } from "../../state/transaction";
import { aimed, meant } from "../../tools/aim";
import { type PointerEventLike, pointerTool } from "../../tools/pointer";
import { FAR, type Sight, sightOf } from "../../tools/sight";
import { scenePoint, wheeled, zoomed } from "../../tools/viewport";
import { HAND, type Hand, MEANT, MENU, type Opened, SPACE } from "../workbench/slots";
import type { Workbench } from "../workbench/workbench";

/** Listens on the canvas as long as it is there. */
export function usePointer(bench: Workbench, svg: { readonly current: SVGSVGElement | null }): void {
  useEffect(() => {
    const element = svg.current;
    if (!element) return undefined;
    const hand = new CanvasHand(bench, element);
    const over = new AbortController();
    const { signal } = over;
    element.addEventListener("pointerdown", (event) => hand.down(event), { signal });
    element.addEventListener("pointermove", (event) => hand.move(event), { signal });
    element.addEventListener("pointerup", (event) => hand.release(event), { signal });
    element.addEventListener("pointerleave", (event) => hand.leave(event), { signal });
    element.addEventListener("pointercancel", (event) => hand.cancel(event), { signal });
    element.addEventListener("pointerover", named, { signal });
    element.addEventListener("wheel", (event) => hand.wheel(event), { signal, passive: false });
    element.addEventListener("dblclick", (event) => hand.twice(event), { signal });
    element.addEventListener("contextmenu", (event) => hand.menu(event), { signal });
    const means = (): Opened | null => hand.means();
    bench.at(HAND).set(hand);
    bench.at(MEANT).set(means);
    return () => {
      over.abort();
      hand.stop();
      if (bench.at(HAND).value === hand) bench.at(HAND).set(null);
      if (bench.at(MEANT).value === means) bench.at(MEANT).set(null);
    };
  }, [bench, svg]);
}

/** Pointers on the canvas: at most one dispatch a frame while moving; two fingers pinch. */
class CanvasHand implements Hand {
  private readonly touches = new Map<number, Point>();
  private pinch = 0;
  private frame: number | null = null;
  private waiting: PointerEvent | null = null;

  constructor(
    private readonly bench: Workbench,
    private readonly element: SVGSVGElement,
  ) {}

  down(event: PointerEvent): void {
    if (event.button > 1) return;
    const { bench, element, touches } = this;
    (marker(event) ?? element).focus({ preventScroll: true });
    if (bench.state.cursor.visible)
      bench.dispatch(aside("cursor.hide", { cursor: { ...bench.state.cursor, visible: false } }));
    touches.set(event.pointerId, this.screenOf(event));
    if (touches.size === 2) {
      this.pinch = distance(touches);
      this.run(event, "cancel");
      return;
    }
    element.setPointerCapture(event.pointerId);
    this.run(event, "down");
  }

  move(event: PointerEvent): void {
    const { touches } = this;
    if (touches.has(event.pointerId)) touches.set(event.pointerId, this.screenOf(event));
    if (touches.size === 2) {
      this.pinched();
      return;
    }
    this.waiting = event;
    this.frame ??= requestAnimationFrame(() => this.flush());
  }

  /** Of a pointer that was pressed elsewhere: it is put down only over the canvas. */
  up(event: PointerEvent): void {
    const box = this.element.getBoundingClientRect();
    const { clientX: x, clientY: y } = event;
    if (x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) this.release(event);
  }

  release(event: PointerEvent): void {
    this.touches.delete(event.pointerId);
    if (this.frame !== null) {
      cancelAnimationFrame(this.frame);
      this.flush();
    }
    this.run(event, "up");
  }

  leave(event: PointerEvent): void {
    if (!event.buttons) this.run(event, "leave");
  }

  cancel(event: PointerEvent): void {
    this.touches.delete(event.pointerId);
    this.run(event, "cancel");
  }

  wheel(event: WheelEvent): void {
    event.preventDefault();
    const { bench } = this;
    const intent = event.ctrlKey || event.metaKey ? "view.zoom" : "view.pan";
    const viewport = wheeled(bench.state.viewport, event, this.screenOf(event), this.sight());
    bench.dispatch(aside(intent, { viewport }));
  }

  /** Edits the angle of a gate, or the definition of a composite one; from afar it goes there. */
  twice(event: MouseEvent): void {
    const { bench } = this;
    const layout = bench.layout("document");
    const { viewport } = bench.state;
    if (viewport.zoom < FAR)
      bench.dispatch(
        aside("view.zoom", { viewport: zoomed(viewport, 0.6 / viewport.zoom, this.screenOf(event), this.sight()) }),
      );
    // What the canvas captured has no target but the canvas.
    else if (layout && hitItem(layout, scenePoint(viewport, this.screenOf(event)))) {
      bench.effect(chosenComposite({ state: bench.state, layout }) ? "definition" : "edit-angle");
    }
  }

  /** Opens the menu of what is under the pointer; with Shift the browser opens its own. */
  menu(event: MouseEvent): void {
    const { bench, element } = this;
    const layout = bench.layout("document");
    if (event.shiftKey || !layout) return;
    event.preventDefault();
    event.stopPropagation();
    (marker(event) ?? element).focus({ preventScroll: true });
    this.touches.clear();
    const { thing, transaction } = aimed(bench.state, layout, scenePoint(bench.state.viewport, this.screenOf(event)));
    bench.dispatch(transaction);
    bench.at(MENU).set({ thing, at: { x: event.clientX, y: event.clientY } });
  }

  /** What the keyboard means, and a place for its menu that is in the window. */
  means(): Opened | null {
    const layout = this.bench.layout("document");
    if (!layout) return null;
    const { thing, at } = meant(this.bench.state, layout);
    const box = this.element.getBoundingClientRect();
    const inside = (from: number, size: number): number => Math.max(8, Math.min(size - 8, from));
    return { thing, at: { x: box.left + inside(at.x, box.width), y: box.top + inside(at.y, box.height) } };
  }

  stop(): void {
    if (this.frame !== null) cancelAnimationFrame(this.frame);
  }

  private sight(): Sight | null {
    const layout = this.bench.layout("document");
    const { clientWidth: width, clientHeight: height } = this.element;
    return layout && sightOf(layout, { width, height }, this.bench.beside);
  }

  private isOutside({ x, y }: Point): boolean {
    const { clientWidth: width, clientHeight: height } = this.element;
    return x < 0 || y < 0 || x > width || y > height;
  }

  private screenOf(event: MouseEvent): Point {
    const box = this.element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  private flush(): void {
    this.frame = null;
    const event = this.waiting;
    this.waiting = null;
    if (event) this.run(event, "move");
  }

  private pinched(): void {
    const { bench, touches } = this;
    const now = distance(touches);
    const [a, b] = [...touches.values()];
    if (this.pinch > 0 && a && b) {
      const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
      bench.dispatch(
        aside("view.zoom", { viewport: zoomed(bench.state.viewport, now / this.pinch, middle, this.sight()) }),
      );
    }
    this.pinch = now;
  }

  private run(event: PointerEvent, kind: PointerEventLike["kind"]): void {
    const { bench } = this;
    const layout = bench.layout("document");
    if (!layout) return;
    const screen = this.screenOf(event);
    const onTimeCursor = marker(event) !== null;
    const idle = bench.state.tool.kind === "idle";
    const isTouch = event.pointerType === "touch";
    const touchPan = isTouch && !onItem(event) && !onTimeCursor && idle;
    bench.dispatch(
      pointerTool(bench.state, layout, {
        kind,
        screen,
        point: scenePoint(bench.state.viewport, screen),
        shift: event.shiftKey || event.ctrlKey || event.metaKey,
        pan: event.button === 1 || (event.buttons & 4) > 0 || touchPan || bench.at(SPACE).value,
        onTimeCursor,
        isTouch,
        outside: this.isOutside(screen),
      }),
    );
  }
}

function within({ target }: Event, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}

/** "State here", where an event is on it. */
function marker({ target }: Event): SVGElement | null {
  return target instanceof Element ? target.closest<SVGElement>("[data-time-cursor]") : null;
}

function onItem(event: Event): boolean {
  return within(event, "[data-id]");
}

/** Tooltips are made when a pointer comes by: most gates never need one. */
function named({ target }: Event): void {
  const gate = target instanceof Element ? target.closest(".qd-gate[aria-label]") : null;
  if (!gate) return;
  const title =
    gate.querySelector(":scope > title") ?? gate.appendChild(document.createElementNS(gate.namespaceURI, "title"));
  title.textContent = gate.getAttribute("aria-label");
}

function distance(touches: ReadonlyMap<number, Point>): number {
  const [a, b] = [...touches.values()];
  return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
}
