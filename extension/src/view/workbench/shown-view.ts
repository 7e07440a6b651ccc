/** What is on the screen: the view that was chosen, held to what the document and the screen allow. */

import type { Ui } from "./ui";

export type Over = "send" | "compare" | "jobs";

/** The view over the drawing; null where the drawing itself is shown. */
export function overDrawing({ view }: Pick<Ui, "view">): Over | null {
  return view === "send" || view === "compare" || view === "jobs" ? view : null;
}

interface Chosen extends Pick<Ui, "view" | "size"> {
  readonly asCircuit?: boolean;
}

/** A diagram is shown as such until its circuit is asked for; both stand side by side only where there is room. */
export function shownView({ view, size, asCircuit = false }: Chosen, circuit: boolean): Ui["view"] {
  if (overDrawing({ view })) return view;
  if (!circuit && !asCircuit) return "zx";
  return view === "split" && size !== "wide" ? "circuit" : view;
}

/** The drawing that a picture is taken of; in Split the half that was used last. */
export function pictured(ui: Pick<Ui, "view" | "size" | "half">, circuit: boolean): Ui["half"] {
  if (!circuit) return "zx";
  const shown = shownView(ui, circuit);
  return shown === "split" ? ui.half : shown === "zx" ? "zx" : "circuit";
}
