/** What the frame itself does for commands: history, views, zoom, dialogs. */

import { room } from "../widgets/room";
import { chooseText } from "../workbench/choose-file";
import { chooseLanguage, openWords } from "../workbench/language";
import { EDIT_ANGLE, MEANT, MENU, ZOOM } from "../workbench/slots";
import type { Workbench } from "../workbench/workbench";
import styles from "./frame.css";

export const frame = room({
  styles,
  effects: {
    undo: (bench) => bench.store.undo(),
    redo: (bench) => bench.store.redo(),
    save: (bench) => {
      bench.flush();
      bench.host.can.save?.();
    },
    keys: (bench) => bench.ui.patch({ dialog: "keys" }),
    commands: (bench) => bench.ui.patch({ dialog: "commands" }),
    "edit-angle": (bench) => bench.at(EDIT_ANGLE).value?.(),
    menu: openMenu,
    "zoom-in": (bench) => bench.at(ZOOM).value?.change(1.25),
    "zoom-out": (bench) => bench.at(ZOOM).value?.change(0.8),
    "zoom-fit": (bench) => bench.at(ZOOM).value?.fit(),
    "zoom-selection": (bench) => bench.at(ZOOM).value?.selection(),
    "zoom-one": (bench) => bench.at(ZOOM).value?.one(),
    circuit: (bench) => {
      bench.ui.patch({ view: "circuit", asCircuit: true });
    },
    "language-en": () => chooseLanguage({ language: "en" }),
    "language-de": () => chooseLanguage({ language: "de" }),
    "language-words": (bench) => chooseText(bench, (_, text) => openWords(bench, text)),
    zx: (bench) => bench.ui.patch({ view: "zx", asCircuit: false }),
  },
});

/** The menu of the slider that has the focus, else of what is chosen in the drawing. */
function openMenu(bench: Workbench): void {
  const { activeElement } = bench.root.getRootNode() as Document | ShadowRoot;
  const row = activeElement?.closest(".qd-param");
  const parameter = row?.querySelector("[data-parameter]")?.getAttribute("data-parameter");
  const box = row?.getBoundingClientRect();
  const opened =
    box && parameter ? ({ thing: "parameter", parameter, at: { x: box.left + 16, y: box.bottom } } as const) : null;
  bench.at(MENU).set(opened ?? bench.at(MEANT).value?.() ?? null);
}
