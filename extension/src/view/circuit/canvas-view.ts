/** Where the circuit canvas looks: the first view, and how it follows the window, the circuit and the cursor. */

import { useLayoutEffect, useRef } from "preact/hooks";

import { type Layout, wireY } from "../../scene/layout";
import type { Viewport } from "../../state/state";
import { aside } from "../../state/transaction";
import { fitted, followed } from "../../tools/fit";
import { held, scaleOf, sightOf } from "../../tools/sight";
import { LEAST_ZOOM, revealed } from "../../tools/viewport";
import { cursorX } from "../../tools/walk";
import { usePart } from "../workbench/cell";
import { HELD } from "../workbench/slots";
import type { Workbench } from "../workbench/workbench";
import { bandOf } from "./overview";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Until the window is known. */
export const UNMEASURED: Size = { width: 800, height: 500 };

/** Is it a phone, where gates stay large enough to be touched? In Split both halves are shown whole. */
export function onPhone(bench: Workbench): boolean {
  return bench.ui.value.size === "phone" && bench.ui.value.view !== "split";
}

/** The least zoom of a first view. */
const leastOf = (bench: Workbench): number | undefined => (bench.ui.value.view === "split" ? LEAST_ZOOM : undefined);

/** The first view shows the whole circuit; in a window of another height its middle stays where it is. */
export function useFitted(bench: Workbench, whole: Size): void {
  const high = useRef(0);
  useLayoutEffect(() => {
    if (whole === UNMEASURED) return;
    const lost = high.current - whole.height;
    const placed = high.current > 0;
    high.current = whole.height;
    if (placed) {
      if (lost) keepMiddle(bench, lost);
      return;
    }
    bench.begin();
    const layout = bench.layout("document");
    if (!layout) return;
    const fit = (height: number): void => {
      const viewport = fitted(layout, { width: whole.width, height, phone: onPhone(bench) }, leastOf(bench));
      bench.dispatch(aside("view.fit", { viewport }));
    };
    fit(whole.height);
    const strip = bandOf(bench, whole);
    if (strip) fit(whole.height - strip);
  }, [bench, whole]);
}

/** Wires that came are shown, and where a circuit became shorter the view comes back to its end. */
export function useFollowed(bench: Workbench, size: Size): void {
  const body = usePart(bench.editor, (e) => e.state.document.body);
  const last = useRef<Layout | null>(null);
  useLayoutEffect(() => {
    const before = last.current;
    const layout = bench.layout("document");
    last.current = layout;
    if (!before || !layout) return;
    const area = { ...size, phone: onPhone(bench) };
    const viewport = followed(bench.state.viewport, { before, layout, area, beside: bench.beside });
    if (viewport !== bench.state.viewport) bench.dispatch(aside("view.follow", { viewport }));
  }, [bench, body]);
}

/** In a window that lost height the same wires stay in the middle; on a phone at the top, as sheets come from below. */
function keepMiddle(bench: Workbench, lost: number): void {
  const { viewport } = bench.state;
  if (onPhone(bench)) return;
  bench.dispatch(aside("view.hold", { viewport: { ...viewport, y: viewport.y + lost / 2 / scaleOf(viewport).y } }));
}

/** However the view is moved or the circuit changes, some of it stays in the window. */
export function useHeld(bench: Workbench, size: Size): void {
  const body = usePart(bench.editor, (e) => e.state.document.body);
  useLayoutEffect(() => {
    const hold = (viewport: Viewport): Viewport => {
      const layout = bench.layout("document");
      return layout ? held(viewport, sightOf(layout, size, bench.beside)) : viewport;
    };
    bench.at(HELD).set(hold);
    return () => {
      if (bench.at(HELD).value === hold) bench.at(HELD).set(null);
    };
  }, [bench, size.width, size.height]);
  useLayoutEffect(() => {
    bench.dispatch(aside("view.hold", { viewport: bench.state.viewport }));
  }, [bench, body, size.width, size.height]);
}

/** Beyond these px of the window's sides the cursor is out of sight: names of wires, the zoom, the overview. */
const EDGE = { left: 30, right: 44, top: 44, bottom: 64 };

/** The keyboard's cursor stays in the window, wherever it walks. */
export function useRevealed(bench: Workbench, size: Size): void {
  const cursor = usePart(bench.editor, (e) => e.state.cursor);
  useLayoutEffect(() => {
    const layout = bench.layout("document");
    if (!cursor.visible || !layout) return;
    const at = { x: cursorX(layout, cursor), y: wireY(cursor.qubit, layout.pitch) };
    const viewport = revealed(bench.state.viewport, at, {
      ...size,
      edge: { ...EDGE, left: EDGE.left + layout.margin },
    });
    if (viewport !== bench.state.viewport) bench.dispatch(aside("view.reveal", { viewport }));
  }, [bench, cursor]);
}
