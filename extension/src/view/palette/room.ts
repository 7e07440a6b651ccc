/** Gates, displays and templates to take. */

import { room } from "../widgets/room";
import { SEARCH } from "../workbench/slots";
import { Palette } from "./palette";
import styles from "./palette.css";

export const palette = room({
  styles,
  Palette,
  effects: { palette: (bench) => bench.at(SEARCH).value?.() },
});
