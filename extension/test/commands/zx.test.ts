import { describe, expect, it } from "vitest";

import { applies } from "../../src/commands/command";
import { COMMANDS } from "../../src/commands/commands";
import { matches } from "../../src/commands/keys";
import { type DiagramBody, emptyDocument, withBody } from "../../src/document/circuit";
import { addSpiders, diagramOf, emptyDiagram, partOf } from "../../src/document/diagram";
import { describeEdge, nameSpider } from "../../src/scene/diagram";
import { edgesIn, spidersIn } from "../../src/state/selection";
import { Store } from "../../src/state/store";

/** Presses keys as the view does; returns what only the view could have done. */
function press(store: Store, ...keys: readonly string[]): readonly string[] {
  const effects: string[] = [];
  for (const key of keys) {
    const parts = key.split("+");
    const event = {
      key: parts.at(-1) ?? "",
      mod: parts.includes("Mod"),
      shift: parts.includes("Shift"),
      alt: parts.includes("Alt"),
    };
    const command = COMMANDS.find((each) => applies(each, store.state) && each.keys.some((own) => matches(own, event)));
    const outcome = command?.run({ state: store.state, layout: null }) ?? null;
    if (outcome && "effect" in outcome) effects.push(outcome.effect);
    else if (outcome && "intent" in outcome) store.dispatch(outcome);
  }
  return effects;
}

const start = (wires: number): Store => new Store(withBody(emptyDocument(), emptyDiagram(wires)));
const body = (store: Store): DiagramBody => diagramOf(store.state.document);
const chosen = (store: Store): readonly string[] => [
  ...spidersIn(body(store), store.state.selection).map((id) => nameSpider(body(store), id)),
  ...edgesIn(body(store), store.state.selection).map((id) => {
    const e = body(store).edges.get(id);
    return e ? describeEdge(e, body(store)) : "";
  }),
];
const edges = (store: Store): readonly string[] =>
  [...body(store).edges.values()].map((e) => describeEdge(e, body(store)));

describe("keys on a diagram", () => {
  it("draws a CNOT by keys alone, one step each", () => {
    const store = start(2);
    press(store, "ArrowRight");
    expect(chosen(store)).toEqual(["Input 0"]);
    press(store, "Shift+Z");
    expect(chosen(store)).toEqual(["Z-spider"]);
    press(store, "ArrowLeft", "ArrowDown", "Shift+X");
    expect(chosen(store)).toEqual(["X-spider"]);
    press(store, "Shift+ArrowUp", "e");
    expect(edges(store)).toContain("Plain edge between X-spider and Z-spider");
    expect(edges(store)).toHaveLength(5);
    const { document } = store.state;
    for (let k = 0; k < 3; k++) store.undo();
    expect(body(store).edges.size).toBe(2);
    for (let k = 0; k < 3; k++) store.redo();
    expect(store.state.document).toBe(document);
  });

  it("chains spiders along a wire, changes kinds, walks over edges, and deletes", () => {
    const store = start(1);
    press(store, "ArrowRight", "Shift+Z", "Shift+X", "Shift+H", "c");
    expect(store.state.notice?.text).toContain("Select an edge");
    press(store, "Escape", "ArrowLeft", "c");
    expect(chosen(store)).toEqual(["Z-spider"]);
    press(store, "n");
    expect(chosen(store)).toHaveLength(2);
    press(store, "c");
    expect(chosen(store)[1]).toContain("Hadamard edge between Z-spider and");
    press(store, "n", "n", "Escape", "Mod+A");
    expect(spidersIn(body(store), store.state.selection)).toHaveLength(5);
    press(store, "Escape", "ArrowRight", "ArrowRight", "Delete");
    expect([...body(store).spiders.values()].map((each) => each.kind)).toEqual(["boundary", "boundary", "Z", "H"]);
  });

  it("makes room along the wire for what is put into it", () => {
    const store = start(2);
    press(store, "ArrowRight", ...Array.from({ length: 8 }, () => "Shift+Z"));
    const places = [...body(store).spiders.values()].map(({ x, y }) => `${x} ${y}`);
    expect(new Set(places).size).toBe(12);
    expect([...body(store).spiders.values()].filter((each) => each.kind === "Z").map((each) => each.x)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8,
    ]);
    expect(body(store).outputs.map((id) => body(store).spiders.get(id)?.x)).toEqual([9, 9]);
  });

  it("keeps a boundary's edge and says why", () => {
    const store = start(1);
    press(store, "ArrowRight", "n", "Delete");
    expect(store.state.notice?.text).toBe("A boundary needs its edge. Delete the boundary itself instead.");
    expect(body(store).edges.size).toBe(1);
  });

  it("adds inputs and outputs, moves and duplicates", () => {
    const store = start(1);
    press(store, "ArrowRight", "Shift+Z");
    const [id = ""] = store.state.selection;
    press(store, "Shift+O");
    expect(body(store).outputs).toHaveLength(2);
    store.dispatch({ selection: new Set([id]), intent: "select", history: "skip", origin: "person" });
    const before = body(store).spiders.get(id)?.x ?? 0;
    press(store, "Alt+ArrowRight", "Alt+ArrowRight");
    expect(body(store).spiders.get(id)?.x).toBe(before + 0.5);
    press(store, "Mod+D");
    expect(spidersIn(body(store), store.state.selection)).not.toContain(id);
    expect(chosen(store)).toEqual(["Z-spider"]);
  });

  it("leaves gates alone, and asks the view for tools and layout", () => {
    const store = start(1);
    expect(press(store, "h", "l", "e", "Alt+c")).toEqual(["zx-tool-H", "zx-layout", "zx-tool-plain", "zx-extract"]);
    const { document } = store.state;
    press(store, "Shift+Y", "m", "q", "Mod+G", "i", ".");
    expect(store.state.document).toBe(document);
    expect(store.state.timeCursor).toBeNull();
  });

  it("pastes what was copied beside what is there, without boundaries", () => {
    const store = start(2);
    press(store, "ArrowRight", "Shift+Z", "ArrowLeft", "ArrowDown", "Shift+X", "Shift+ArrowUp", "e", "Mod+A");
    const part = partOf(store.state.document, store.state.selection);
    expect(diagramOf(part).spiders.size).toBe(2);
    expect(diagramOf(part).edges.size).toBe(1);
    const once = addSpiders(store.state.document, part);
    const twice = addSpiders(once.document, part);
    const places = [...diagramOf(twice.document).spiders.values()].map((each) => `${each.x} ${each.y}`);
    expect(new Set(places).size).toBe(places.length);
    expect(diagramOf(twice.document).edges.size).toBe(7);
  });
});
