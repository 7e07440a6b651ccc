/** Focus does not fall out of the studio: where what had it goes or is switched off, the drawing takes it. */

import type { Workbench } from "../workbench/workbench";

/** Watches the studio's root; returns the clean-up. */
export function keepFocus(bench: Workbench, root: HTMLElement): () => void {
  let last: Element | null = null;
  const came = (event: FocusEvent): void => {
    const [target] = event.composedPath();
    last = target instanceof Element ? target : null;
  };
  const went = (event: FocusEvent): void => {
    if (event.relatedTarget instanceof Node && !root.contains(event.relatedTarget)) last = null;
  };
  // A press elsewhere leaves the studio even where nothing else takes the focus.
  const pressed = (event: Event): void => {
    if (!event.composedPath().includes(root)) last = null;
  };
  const observer = new MutationObserver(() => {
    if (!last || (last !== root && last.isConnected && !last.matches(":disabled"))) return;
    const { activeElement } = root.getRootNode() as Document | ShadowRoot;
    if (activeElement && activeElement !== last && root.contains(activeElement)) return;
    bench.focusCanvas();
  });
  root.addEventListener("focusin", came);
  root.addEventListener("focusout", went);
  window.addEventListener("pointerdown", pressed, true);
  observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] });
  return () => {
    root.removeEventListener("focusin", came);
    root.removeEventListener("focusout", went);
    window.removeEventListener("pointerdown", pressed, true);
    observer.disconnect();
  };
}

/** What is typed in a field and not entered yet is entered, as where the field is left; then the focus comes back. */
export function enterTyped(bench: Workbench, root: HTMLElement): void {
  const { activeElement: field } = root.getRootNode() as Document | ShadowRoot;
  // A search holds no value.
  if (!(field instanceof HTMLInputElement) || field.matches("[role=combobox]") || !root.contains(field)) return;
  field.blur();
  requestAnimationFrame(() => {
    const { activeElement } = root.getRootNode() as Document | ShadowRoot;
    if (activeElement && activeElement !== document.body) return;
    if (field.isConnected) field.focus({ preventScroll: true });
    else bench.focusCanvas();
  });
}
