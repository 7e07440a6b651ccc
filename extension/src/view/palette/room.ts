/** Gates, displays and templates to take. */

import { room } from "../widgets/room";
import { SEARCH, SOUGHT } from "../workbench/slots";
import { Palette, Shelf } from "./palette";
import styles from "./palette.css";
import { openTemplates, TemplateForm } from "./templates";

export const palette = room({
  styles,
  Palette,
  Shelf,
  TemplateForm,
  effects: {
    palette: (bench) => {
      const search = bench.at(SEARCH).value;
      if (search) search();
      else if (bench.ui.value.view === "send") bench.at(SOUGHT).set(true);
      // Where the palette has no room, the commands find the same.
      else bench.ui.patch({ dialog: "commands" });
    },
    template: (bench) => openTemplates(bench),
  },
});
