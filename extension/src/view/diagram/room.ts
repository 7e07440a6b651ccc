/** The ZX diagram: drawn and edited, laid out, converted from a circuit and back. */

import { loaded } from "../widgets/on-request";
import { room } from "../widgets/room";
import { onRequest } from "../workbench/on-request";
import type { Workbench } from "../workbench/workbench";
import { TOOL } from "./tool";

const later = onRequest(() => import("./later"));

function convertBody(bench: Workbench): void {
  const { kind } = bench.state.document.body;
  later.use(bench, (module) => {
    // Not back again, where an undo came first.
    if (bench.state.document.body.kind === kind) void module.convertBody(bench);
  });
}

export const diagram = room({
  styles: "",
  ZxView: loaded(later, ({ ZxView }) => ZxView),
  CircuitOf: loaded(later, ({ CircuitOf }) => CircuitOf),
  SelectedSpiders: loaded(later, ({ SelectedSpiders }) => SelectedSpiders),
  effects: {
    "zx-tool-select": (bench) => bench.at(TOOL).set("select"),
    "zx-tool-Z": (bench) => bench.at(TOOL).set("Z"),
    "zx-tool-X": (bench) => bench.at(TOOL).set("X"),
    "zx-tool-H": (bench) => bench.at(TOOL).set("H"),
    "zx-tool-plain": (bench) => bench.at(TOOL).set("plain"),
    "zx-tool-hadamard": (bench) => bench.at(TOOL).set("hadamard"),
    "zx-tool-boundary": (bench) => bench.at(TOOL).set("boundary"),
    "zx-layout": (bench) => later.use(bench, ({ layOut }) => layOut(bench)),
    "zx-extract": convertBody,
  },
});
