/** The ZX diagram: drawn and edited, laid out, converted from a circuit and back. */

import { room } from "../widgets/room";
import { layOut } from "../workbench/diagram-layout";
import { convertBody } from "./convert";
import { ZxView } from "./diagram";
import styles from "./diagram.css";
import { SelectedSpiders } from "./selected-spiders";
import { TOOL } from "./tool";

export const diagram = room({
  styles,
  ZxView,
  SelectedSpiders,
  convertBody,
  effects: {
    "zx-tool-select": (bench) => bench.at(TOOL).set("select"),
    "zx-tool-Z": (bench) => bench.at(TOOL).set("Z"),
    "zx-tool-X": (bench) => bench.at(TOOL).set("X"),
    "zx-tool-H": (bench) => bench.at(TOOL).set("H"),
    "zx-tool-plain": (bench) => bench.at(TOOL).set("plain"),
    "zx-tool-hadamard": (bench) => bench.at(TOOL).set("hadamard"),
    "zx-tool-boundary": (bench) => bench.at(TOOL).set("boundary"),
    "zx-layout": (bench) => void layOut(bench),
    "zx-extract": (bench) => void convertBody(bench),
  },
});
