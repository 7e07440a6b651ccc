/** Views that open over the drawing, and lead back to where one was: the view and the focus. */

import { type Over, overDrawing } from "./shown-view";
import type { Ui } from "./ui";
import type { Workbench } from "./workbench";

interface Left {
  readonly view: Ui["view"];
  readonly focused: Element | null;
}

const LEFT = new WeakMap<Workbench, Map<Over, Left>>();

export function openOver(bench: Workbench, over: Over): void {
  const { view } = bench.ui.value;
  if (view === over) return;
  const { activeElement } = bench.root.getRootNode() as Document | ShadowRoot;
  const left = LEFT.get(bench) ?? new Map<Over, Left>();
  LEFT.set(bench, left.set(over, { view, focused: activeElement }));
  bench.ui.patch({ view: over, drawer: "none" });
}

/** Leaves the view that is over the drawing. */
export function leaveOver(bench: Workbench): void {
  const over = overDrawing(bench.ui.value);
  const before = over && LEFT.get(bench)?.get(over);
  bench.ui.patch({ view: before?.view ?? "circuit", message: null });
  const focused = before?.focused;
  if (focused instanceof HTMLElement && focused.isConnected && bench.root.contains(focused)) focused.focus();
  // The drawing is there with the next frame.
  else requestAnimationFrame(() => bench.focusCanvas());
}

/** Opens it, or leaves it. */
export function toggleOver(bench: Workbench, over: Over): void {
  if (bench.ui.value.view === over) leaveOver(bench);
  else openOver(bench, over);
}
