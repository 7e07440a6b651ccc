/** Commands that draw a ZX diagram. */

import { isCircuit } from "../document/circuit";
import { spidersIn } from "../state/selection";
import { aside } from "../state/transaction";
import { type Command, command, drawn, effect } from "./command";
import { addedHere, boundaryHere, boundaryMoved, changedKind, joined, looped, nextEdge, wireHere } from "./zx";

function zxCommands(): readonly Command[] {
  const zx = (
    id: string,
    label: string,
    keys: string,
    run: Command["run"],
    where: Pick<Command, "menu" | "fits"> = {},
  ): Command => command(`zx.${id}`, label, { group: "ZX", keys: [keys], on: "diagram", run, ...where });
  const spiders =
    (count: number): NonNullable<Command["fits"]> =>
    ({ state: { document, selection } }) =>
      !isCircuit(document.body) && spidersIn(document.body, selection).length === count;
  const onOne = { menu: ["spider"], fits: spiders(1) } as const;
  const onTwo = { menu: ["spider"], fits: spiders(2) } as const;
  const join =
    (kind: "plain" | "hadamard"): Command["run"] =>
    (context) =>
      drawn("edge.add", (state) => joined(state, kind))(context) ?? { effect: `zx-tool-${kind}` };
  const add = (kind: "Z" | "X" | "H"): Command["run"] => drawn("spider.add", (state) => addedHere(state, kind));
  return [
    zx("select", "Select and move", "v", effect("zx-tool-select")),
    zx("Z", "Draw Z-spiders by clicks", "z", effect("zx-tool-Z")),
    zx("X", "Draw X-spiders by clicks", "x", effect("zx-tool-X")),
    zx("H", "Draw H-boxes by clicks", "h", effect("zx-tool-H")),
    zx("boundary", "Draw inputs and outputs by clicks", "b", effect("zx-tool-boundary")),
    zx("prove", "Draw or prove: while proving, letters and gestures take rules", "q", effect("zx-prove"), {
      menu: ["canvas"],
    }),
    zx("wand", "Take rules by strokes", "t", effect("zx-tool-wand")),
    zx("plain", "Join two selected spiders, or draw plain edges", "e", join("plain"), onTwo),
    zx("hadamard", "Join by a Hadamard edge, or draw them", "d", join("hadamard"), onTwo),
    zx("addZ", "Z-spider here: behind the selected spider, on the selected edge", "Shift+Z", add("Z")),
    zx("addX", "X-spider here", "Shift+X", add("X")),
    zx("addH", "H-box here", "Shift+H", add("H")),
    zx(
      "input",
      "Input at the selected spider",
      "Shift+I",
      drawn("boundary.add", (state) => boundaryHere(state, "input")),
      onOne,
    ),
    zx(
      "output",
      "Output at the selected spider",
      "Shift+O",
      drawn("boundary.add", (state) => boundaryHere(state, "output")),
      onOne,
    ),
    zx("wire", "Wire from an input to an output", "Shift+W", drawn("boundary.wire", wireHere), { menu: ["canvas"] }),
    zx(
      "earlier",
      "Input or output one place up in its order",
      "Alt+Shift+ArrowUp",
      drawn("boundary.order", (state) => boundaryMoved(state, -1)),
    ),
    zx(
      "later",
      "Input or output one place down in its order",
      "Alt+Shift+ArrowDown",
      drawn("boundary.order", (state) => boundaryMoved(state, 1)),
    ),
    zx("loop", "Join the selected spider to itself", "Shift+E", drawn("edge.add", looped)),
    zx("edge", "Next edge of the selected spider", "n", ({ state }) => {
      const next = isCircuit(state.document.body) ? null : nextEdge(state.document.body, state.selection);
      return next && aside("cursor.edge", { selection: next, notice: null });
    }),
    zx("kind", "Change kind: Z and X, plain and Hadamard, input and output", "c", drawn("spider.kind", changedKind), {
      menu: ["spider"],
    }),
    zx("layout", "Lay out", "l", effect("zx-layout"), { menu: ["canvas"] }),
    command("zx.lemma", "Lemma from two drawings…", { group: "ZX", on: "diagram", run: effect("lemma") }),
    zx("webs", "Pauli webs", "Alt+W", effect("pauli-webs")),
    zx("simplify", "Simplify the circuit that is drawn", "Alt+Shift+C", effect("simplify-circuit"), {
      menu: ["canvas"],
    }),
    zx("extract", "Extract the circuit", "Alt+C", effect("zx-extract"), { menu: ["canvas"] }),
  ];
}

export const ZX: readonly Command[] = zxCommands();
