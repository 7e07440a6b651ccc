/** Sending opens over the drawing, and leads back to where one was: the view and the focus. */

import type { Ui } from "../workbench/ui";
import type { Workbench } from "../workbench/workbench";

const LEFT = new WeakMap<Workbench, { readonly view: Ui["view"]; readonly focused: Element | null }>();

/** Opens it, or leaves it. */
export function toggleSend(bench: Workbench): void {
  const { view } = bench.ui.value;
  if (view !== "send") {
    const { activeElement } = bench.root.getRootNode() as Document | ShadowRoot;
    LEFT.set(bench, { view, focused: activeElement });
    bench.ui.patch({ view: "send", drawer: "none" });
    return;
  }
  const before = LEFT.get(bench);
  bench.ui.patch({ view: before?.view ?? "circuit" });
  const focused = before?.focused;
  if (focused instanceof HTMLElement && focused.isConnected && bench.root.contains(focused)) focused.focus();
  // The drawing is there with the next frame.
  else requestAnimationFrame(() => bench.focusCanvas());
}
