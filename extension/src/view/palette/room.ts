/** Gates, displays and templates to take. */

import { room } from "../widgets/room";
import { SEARCH } from "../workbench/slots";
import { Palette } from "./palette";
import styles from "./palette.css";
import { openTemplates, TemplateForm } from "./templates";

export const palette = room({
  styles,
  Palette,
  TemplateForm,
  effects: {
    // Where the palette has no room, the commands find the same.
    palette: (bench) => (bench.at(SEARCH).value ?? (() => bench.ui.patch({ dialog: "commands" })))(),
    template: (bench) => openTemplates(bench),
  },
});
