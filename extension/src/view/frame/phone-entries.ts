/** A phone's navigation, and what each entry shows below the drawing. */

import type { IconName } from "../widgets/icons";
import type { Ui } from "../workbench/ui";
import { PANELS } from "./rooms";

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly icon: IconName;
  readonly below: Pick<Ui, "pane"> & Partial<Pick<Ui, "tab">>;
}

const OWN = PANELS.filter(({ phone }) => phone === "navigation");

export const ENTRIES: readonly Entry[] = [
  { id: "circuit", title: "Drawing", icon: "circuit", below: { pane: "circuit" } },
  { id: "parameters", title: "Parameters", icon: "sliders", below: { pane: "parameters" } },
  ...OWN.map(({ id, title, icon }): Entry => ({ id, title, icon, below: { pane: "tabs", tab: id } })),
  { id: "more", title: "More", icon: "dots", below: { pane: "more" } },
];

/** The entry that is on: what is below the drawing belongs to it. */
export function entryOn({ pane, tab }: Pick<Ui, "pane" | "tab">): string {
  if (pane === "circuit" || pane === "parameters") return pane;
  return pane === "tabs" && OWN.some(({ id }) => id === tab) ? tab : "more";
}
