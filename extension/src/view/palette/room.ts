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
    palette: (bench) => bench.at(SEARCH).value?.(),
    template: (bench) => openTemplates(bench),
  },
});
