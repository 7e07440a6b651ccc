/** What is on the screen: the view that was chosen, held to what the document and the screen allow. */

import type { Ui } from "./ui";

export type Over = "send" | "compare" | "jobs" | "analyze";

/** The view over the drawing; null where the drawing itself is shown. */
export function overDrawing({ view }: Pick<Ui, "view">): Over | null {
  return view === "circuit" || view === "zx" || view === "split" ? null : view;
}

interface Chosen extends Pick<Ui, "view"> {
  readonly asCircuit?: boolean;
}

/** A diagram is shown as such until its circuit is asked for. */
export function shownView({ view, asCircuit = false }: Chosen, circuit: boolean): Ui["view"] {
  if (overDrawing({ view })) return view;
  return circuit || asCircuit ? view : "zx";
}

/** Do both forms stand side by side? Where that is too narrow, one stands above the other. */
export function sideBySide(ui: Chosen & Pick<Ui, "size">, circuit: boolean): boolean {
  return ui.size === "wide" && shownView(ui, circuit) === "split";
}

/** The form that a picture is taken of, drawn or looked at; in Split the half that was used last. */
export function pictured(ui: Pick<Ui, "view" | "half" | "asCircuit">, circuit: boolean): Ui["half"] {
  const shown = shownView(ui, circuit);
  return shown === "split" ? ui.half : shown === "zx" ? "zx" : circuit || ui.asCircuit ? "circuit" : "zx";
}
