/** The ZX diagram: drawn and edited, laid out, converted from a circuit and back. */

import { loaded } from "../widgets/on-request";
import { room } from "../widgets/room";
import { onRequest } from "../workbench/on-request";
import { toggleOverlay } from "../workbench/overlay";
import type { Workbench } from "../workbench/workbench";
import { PROVING, setProving, setTool } from "./tool";

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
  Linked: loaded(later, ({ Linked }) => Linked),
  RuleKeys: loaded(later, ({ RuleKeys }) => RuleKeys),
  SelectedSpiders: loaded(later, ({ SelectedSpiders }) => SelectedSpiders),
  effects: {
    "zx-tool-select": (bench) => setTool(bench, "select"),
    "zx-tool-Z": (bench) => setTool(bench, "Z"),
    "zx-tool-X": (bench) => setTool(bench, "X"),
    "zx-tool-H": (bench) => setTool(bench, "H"),
    "zx-tool-plain": (bench) => setTool(bench, "plain"),
    "zx-tool-hadamard": (bench) => setTool(bench, "hadamard"),
    "zx-tool-boundary": (bench) => setTool(bench, "boundary"),
    "zx-tool-wand": (bench) => setTool(bench, "wand"),
    "zx-prove": (bench) => setProving(bench, !bench.at(PROVING).value),
    "zx-layout": (bench) => later.use(bench, ({ layOut }) => layOut(bench)),
    "zx-extract": convertBody,
    "pauli-webs": (bench) => toggleOverlay(bench, "webs"),
  },
});
