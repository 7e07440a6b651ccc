import { describe, expect, it } from "vitest";

import { emptyDocument, withBody } from "../../src/document/circuit";
import { addSpider, diagramOf, emptyDiagram } from "../../src/document/diagram";
import { type DiagramScene, diagramScene } from "../../src/scene/diagram";
import { edgesIn } from "../../src/state/selection";
import type { Viewport, ZxTool } from "../../src/state/state";
import { Store } from "../../src/state/store";
import { type DiagramEvent, diagramTool } from "../../src/tools/diagram-pointer";
import { measure } from "../measure";

/** A ZX canvas without a page: two spiders `a` and `b`, not joined, and a pointer. */
class Hand {
  readonly store: Store;
  readonly a: string;
  readonly b: string;
  tool: ZxTool = "select";
  viewport: Viewport = { x: 0, y: 0, zoom: 2 };

  constructor() {
    const first = addSpider(withBody(emptyDocument(), emptyDiagram(0)), { kind: "Z", x: 1, y: 1 }, null);
    const second = addSpider(first.document, { kind: "X", x: 4, y: 2 }, null);
    this.store = new Store(second.document);
    this.a = first.id;
    this.b = second.id;
  }

  /** As the view draws it: what is dragged is drawn where it is. */
  get scene(): DiagramScene {
    const { preview, document } = this.store.state;
    return diagramScene(diagramOf(preview ?? document), measure);
  }

  at(id: string): { readonly x: number; readonly y: number } {
    const placed = this.scene.byId.get(id);
    if (!placed) throw new Error(`no ${id}`);
    return { x: placed.x, y: placed.y };
  }

  do(kind: DiagramEvent["kind"], { x, y }: { readonly x: number; readonly y: number }, rest = {}): void {
    const screen = { x: (x - this.viewport.x) * 2, y: (y - this.viewport.y) * 2 };
    const event = { kind, point: { x, y }, screen, more: false, apart: false, pan: false, touch: false, ...rest };
    const { scene, viewport, tool } = this;
    const change = diagramTool(this.store.state, { scene, viewport, tool, proving: false }, event);
    if (change.transaction) this.store.dispatch(change.transaction);
    if (change.viewport) this.viewport = change.viewport;
  }

  click(place: { readonly x: number; readonly y: number }, rest = {}): void {
    this.do("down", place, rest);
    this.do("up", place, rest);
  }

  get steps(): number {
    return this.store.now.history.past.length;
  }

  get body(): ReturnType<typeof diagramOf> {
    return diagramOf(this.store.state.document);
  }
}

const EMPTY = { x: 600, y: 600 };

describe("the pointer on the ZX canvas", () => {
  it("moves what is chosen by a drag, as a preview that is committed once", () => {
    const hand = new Hand();
    const from = hand.at(hand.a);
    hand.do("down", from);
    hand.do("move", { x: from.x + 88, y: from.y + 64 });
    expect(hand.body.spiders.get(hand.a)).toMatchObject({ x: 1, y: 1 });
    expect(hand.at(hand.a)).toEqual({ x: from.x + 88, y: from.y + 64 });
    hand.do("up", { x: from.x + 88, y: from.y + 64 });
    expect(hand.body.spiders.get(hand.a)).toMatchObject({ x: 2, y: 2 });
    expect(hand.steps).toBe(1);
    hand.store.undo();
    expect(hand.body.spiders.get(hand.a)).toMatchObject({ x: 1, y: 1 });
  });

  it("drops a drag on cancel", () => {
    const hand = new Hand();
    hand.do("down", hand.at(hand.a));
    hand.do("move", EMPTY);
    hand.do("cancel", EMPTY);
    expect(hand.store.state).toMatchObject({ preview: null, tool: { kind: "idle" } });
    hand.do("move", EMPTY);
    expect(hand.store.state.preview).toBeNull();
    expect(hand.steps).toBe(0);
  });

  it("chooses by clicks, adds with Shift, and of several one by a click on it", () => {
    const hand = new Hand();
    hand.click(hand.at(hand.a));
    hand.click(hand.at(hand.b), { more: true });
    expect([...hand.store.state.selection]).toEqual([hand.a, hand.b]);
    hand.click(hand.at(hand.b));
    expect([...hand.store.state.selection]).toEqual([hand.b]);
    hand.click(hand.at(hand.b), { more: true });
    expect(hand.store.state.selection.size).toBe(0);
  });

  it("chooses what is inside a box, beside what Shift keeps", () => {
    const hand = new Hand();
    hand.click(hand.at(hand.b));
    const { x, y } = hand.at(hand.a);
    hand.do("down", { x: x - 30, y: y - 30 }, { more: true });
    hand.do("move", { x: x + 30, y: y + 30 });
    expect(new Set(hand.store.state.selection)).toEqual(new Set([hand.a, hand.b]));
    hand.do("up", { x: x + 30, y: y + 30 });
    expect(hand.store.state.tool.kind).toBe("idle");
    hand.click(EMPTY);
    expect(hand.store.state.selection.size).toBe(0);
  });

  it("joins two spiders by a drag or by two clicks, and says where an edge begins", () => {
    for (const kind of ["plain", "hadamard"] as const) {
      const hand = new Hand();
      hand.tool = kind;
      hand.click(EMPTY);
      expect(hand.store.state.notice?.text).toBe("Start on a spider: drag to another, or click both.");
      hand.do("down", hand.at(hand.a));
      hand.do("move", EMPTY);
      hand.do("up", hand.at(hand.b));
      const edges = [...hand.body.edges.values()];
      expect(edges).toEqual([{ source: hand.a, target: hand.b, kind }]);
      expect(hand.store.state).toMatchObject({ notice: null, tool: { kind: "idle" } });
    }
    const hand = new Hand();
    hand.tool = "plain";
    hand.click(hand.at(hand.a));
    expect(hand.store.state.tool.kind).toBe("joining");
    hand.do("move", EMPTY);
    hand.click(hand.at(hand.b));
    expect(hand.body.edges.size).toBe(1);
    expect(hand.steps).toBe(1);
  });

  it("lets an edge go that ends nowhere", () => {
    const hand = new Hand();
    hand.tool = "plain";
    hand.do("down", hand.at(hand.a));
    hand.do("move", EMPTY);
    hand.do("up", EMPTY);
    expect(hand.store.state.tool.kind).toBe("idle");
    expect(hand.body.edges.size).toBe(0);
  });

  it("puts a spider where nothing is, into an edge, and changes the kind of one that is there", () => {
    const hand = new Hand();
    hand.tool = "plain";
    hand.do("down", hand.at(hand.a));
    hand.do("up", hand.at(hand.b));
    const [a, b] = [hand.at(hand.a), hand.at(hand.b)];
    hand.tool = "H";
    hand.do("down", { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
    const [id] = hand.store.state.selection;
    expect(hand.body.spiders.get(id ?? "")).toMatchObject({ kind: "H", phase: "pi" });
    expect(hand.body.edges.size).toBe(2);
    hand.tool = "Z";
    hand.do("down", EMPTY);
    expect(hand.body.spiders.size).toBe(4);
    hand.do("down", b);
    expect(hand.body.spiders.get(hand.b)).toMatchObject({ kind: "Z" });
    expect(hand.body.spiders.size).toBe(4);
  });

  it("adds an input left of a spider's middle and an output right of it", () => {
    const hand = new Hand();
    hand.tool = "boundary";
    const { x, y } = hand.at(hand.a);
    hand.do("down", EMPTY);
    expect(hand.store.state.notice?.text).toMatch(/^Click a spider/);
    hand.do("down", { x: x - 4, y });
    hand.do("down", { x: x + 4, y });
    expect([hand.body.inputs.length, hand.body.outputs.length]).toEqual([1, 1]);
  });

  it("chooses an edge by a click on it", () => {
    const hand = new Hand();
    hand.tool = "plain";
    hand.do("down", hand.at(hand.a));
    hand.do("up", hand.at(hand.b));
    hand.tool = "select";
    const [a, b] = [hand.at(hand.a), hand.at(hand.b)];
    hand.click({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
    expect(edgesIn(hand.body, hand.store.state.selection)).toEqual([...hand.body.edges.keys()]);
  });

  it("moves the sheet by the middle button or a finger on nothing, and no document with it", () => {
    for (const rest of [{ pan: true }, { touch: true }]) {
      const hand = new Hand();
      hand.do("down", EMPTY, rest);
      hand.do("move", { x: EMPTY.x + 10, y: EMPTY.y - 20 }, rest);
      expect(hand.viewport).toEqual({ x: -10, y: 20, zoom: 2 });
      hand.do("up", EMPTY, rest);
      expect(hand.store.state.tool.kind).toBe("idle");
      expect(hand.steps).toBe(0);
    }
  });
});
