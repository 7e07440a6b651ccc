import { describe, expect, it } from "vitest";

import { type Edge, emptyDocument, type Spider, withBody } from "../../src/document/circuit";
import { diagramOf } from "../../src/document/diagram";
import { type DiagramScene, diagramScene } from "../../src/scene/diagram";
import type { Point, ZxTool } from "../../src/state/state";
import { Store } from "../../src/state/store";
import { type DiagramChange, type DiagramEvent, diagramTool, type Rule } from "../../src/tools/diagram-pointer";
import { madeBy } from "../../src/tools/gestures";
import { measure } from "../measure";

type Place = readonly [kind: Spider["kind"], x: number, y: number, phase?: string];

/** A ZX canvas on which gestures take rules: spiders at places, edges written `a-b` (plain) or `a=b` (Hadamard). */
class Prover {
  readonly store: Store;
  proving = true;
  tool: ZxTool = "select";
  change: DiagramChange = {};

  constructor(spiders: Readonly<Record<string, Place>>, edges: readonly string[]) {
    const made = Object.entries(spiders).map(([id, [kind, x, y, phase]]): [string, Spider] => [
      id,
      { kind, x, y, ...(phase ? { phase } : {}) },
    ]);
    const joined = edges.map((text, k): [string, Edge] => {
      const [source = "", target = ""] = text.split(/[-=]/);
      return [`e${k}`, { source, target, kind: text.includes("=") ? "hadamard" : "plain" }];
    });
    const ends = (letter: string): string[] => Object.keys(spiders).filter((id) => id.startsWith(letter));
    const body = {
      kind: "diagram" as const,
      spiders: new Map(made),
      edges: new Map(joined),
      inputs: ends("i"),
      outputs: ends("o"),
    };
    this.store = new Store(withBody(emptyDocument(), body));
  }

  get scene(): DiagramScene {
    const { preview, document } = this.store.state;
    return diagramScene(diagramOf(preview ?? document), measure);
  }

  /** Places are in pitches. */
  do(kind: DiagramEvent["kind"], [x, y]: readonly [number, number], rest: Partial<DiagramEvent> = {}): void {
    const point = { x: x * 88, y: y * 64 };
    const { scene, tool, proving } = this;
    const event = { kind, point, screen: point, more: false, apart: false, pan: false, touch: false, ...rest };
    this.change = diagramTool(this.store.state, { scene, tool, proving, viewport: { x: 0, y: 0, zoom: 1 } }, event);
    if (this.change.transaction) this.store.dispatch(this.change.transaction);
  }

  /** Presses, moves over the places, lets go at the last; what is asked for before that and after. */
  gesture(places: readonly (readonly [number, number])[], rest: Partial<DiagramEvent> = {}): Rule | undefined {
    const [first = [0, 0], ...others] = places;
    this.do("down", first, rest);
    for (const place of others) this.do("move", place, rest);
    const { tool } = this.store.state;
    const shown = tool.kind === "moving" || tool.kind === "stroking" ? tool.asked : null;
    this.do("up", places.at(-1) ?? first, rest);
    if (this.change.rule) expect(shown).toBe(this.change.rule);
    expect(this.store.state).toMatchObject({ tool: { kind: "idle" }, preview: null });
    return this.change.rule;
  }

  get notice(): string {
    return this.store.state.notice?.text ?? "";
  }

  get steps(): number {
    return this.store.now.history.past.length;
  }

  /** Where the new spider would stand. */
  made(rule: Rule): {
    readonly comes: readonly (Point & { readonly kind: string })[];
    readonly body: Rule["selection"];
  } {
    const made = madeBy(diagramOf(this.store.state.document), rule);
    if (made instanceof Error) throw made;
    const comes = made.changes.newSpiders.flatMap((id) => made.body.spiders.get(id) ?? []);
    return { comes: comes.map(({ kind, x, y }) => ({ kind, x, y })), body: [...made.body.spiders.keys()] };
  }
}

const wire = { i0: ["boundary", 0, 0], o0: ["boundary", 6, 0] } as const;

describe("gestures while proving", () => {
  it("fuse a spider dropped on one of its color, which stays where it is", () => {
    const hand = new Prover({ ...wire, a: ["Z", 2, 0, "t"], b: ["Z", 4, 0, "u"] }, ["i0-a", "a-b", "b-o0"]);
    const rule = hand.gesture([
      [2, 0],
      [3, 0],
      [4, 0],
    ]);
    expect(rule).toMatchObject({ rule: "fuse", selection: ["b", "a"] });
    expect(rule && hand.made(rule).body).toEqual(["i0", "o0", "b"]);
    expect(hand.steps).toBe(0);
  });

  it("copy a state, push a π and take bialgebra on the other color", () => {
    const legs = { ...wire, o1: ["boundary", 6, 1] } as const;
    const state = new Prover({ ...legs, a: ["X", 1, 1, "pi"], b: ["Z", 3, 0] }, ["i0-b", "a-b", "b-o0", "b-o1"]);
    expect(
      state.gesture([
        [1, 1],
        [2, 1],
        [3, 0],
      ])?.rule,
    ).toBe("copy");
    const turn = new Prover({ ...wire, a: ["X", 2, 0, "pi"], b: ["Z", 4, 0, "t"] }, ["i0-a", "a-b", "b-o0"]);
    expect(
      turn.gesture([
        [4, 0],
        [3, 0],
        [2, 0],
      ])?.rule,
    ).toBe("pi_commute");
    const free = new Prover({ ...wire, a: ["X", 2, 0], b: ["Z", 4, 0] }, ["i0-a", "a-b", "b-o0"]);
    expect(
      free.gesture([
        [2, 0],
        [3, 0],
        [4, 0],
      ])?.rule,
    ).toBe("bialgebra");
    const turned = new Prover({ ...wire, a: ["Z", 1, 1], b: ["Z", 3, 0] }, ["i0-b", "a=b", "b-o0"]);
    expect(
      turned.gesture([
        [1, 1],
        [2, 1],
        [3, 0],
      ])?.rule,
    ).toBe("copy");
  });

  it("say why a drop takes no rule, and leave the spider where it was", () => {
    const hand = new Prover({ ...wire, a: ["Z", 2, 0, "t"], b: ["X", 4, 0, "u"], c: ["Z", 4, 2] }, [
      "i0-a",
      "a-b",
      "b-o0",
    ]);
    expect(
      hand.gesture([
        [2, 0],
        [3, 0],
        [4, 0],
      ]),
    ).toBeUndefined();
    expect(hand.notice).toMatch(/a phase is not zero/);
    expect(
      hand.gesture([
        [4, 2],
        [3, 1],
        [2, 0],
      ]),
    ).toBeUndefined();
    expect(hand.notice).toMatch(/no plain edge joins/);
    expect(
      hand.gesture([
        [2, 0],
        [4, 0],
        [6, 0],
      ]),
    ).toBeUndefined();
    expect(hand.notice).toMatch(/input or output/);
    expect(hand.steps).toBe(0);
    hand.gesture([
      [2, 0],
      [4, 0],
      [2, 1],
    ]);
    expect(hand.steps).toBe(1);
  });

  it("are no rules while drawing", () => {
    const hand = new Prover({ ...wire, a: ["Z", 2, 0], b: ["Z", 4, 0] }, ["i0-a", "a-b", "b-o0"]);
    hand.proving = false;
    expect(
      hand.gesture([
        [2, 0],
        [3, 1],
        [4, 1],
      ]),
    ).toBeUndefined();
    expect(hand.steps).toBe(1);
    hand.do("double", [4, 0]);
    expect(hand.change).toEqual({ phase: true });
    hand.proving = true;
    hand.do("double", [4, 0]);
    expect(hand.change.rule).toMatchObject({ rule: "change_color", selection: ["b"] });
  });

  it("pull the phase out of a spider to where it is let go", () => {
    const hand = new Prover({ ...wire, a: ["Z", 3, 0, "t"] }, ["i0-a", "a-o0"]);
    const rule = hand.gesture(
      [
        [3, 0],
        [3, 1],
        [3.5, 1.5],
      ],
      { apart: true },
    );
    expect(rule).toMatchObject({ rule: "unfuse", selection: ["a"] });
    expect(rule && hand.made(rule).comes).toEqual([{ kind: "Z", x: 3.5, y: 1.5 }]);
    const bare = new Prover({ ...wire, a: ["Z", 3, 0] }, ["i0-a", "a-o0"]);
    expect(
      bare.gesture(
        [
          [3, 0],
          [3, 1],
        ],
        { apart: true },
      ),
    ).toBeUndefined();
    expect(bare.notice).toMatch(/its phase is zero/);
  });
});

describe("a stroke while proving", () => {
  const wand = (...args: ConstructorParameters<typeof Prover>): Prover => {
    const hand = new Prover(...args);
    hand.tool = "wand";
    return hand;
  };

  it("puts a spider into the wire it goes through, with Shift a red one", () => {
    const hand = wand({ ...wire, a: ["Z", 4, 0, "t"] }, ["i0-a", "a-o0"]);
    const rule = hand.gesture([
      [2.5, -1],
      [2.5, -0.5],
      [2.5, 1],
    ]);
    expect(rule).toMatchObject({ rule: "insert_identity", selection: ["e0"] });
    expect(rule && hand.made(rule).comes).toEqual([{ kind: "Z", x: 2.5, y: 0 }]);
    const red = hand.gesture(
      [
        [2.5, -1],
        [2.5, 1],
      ],
      { more: true },
    );
    expect(red && hand.made(red).comes).toMatchObject([{ kind: "X" }]);
  });

  it("goes through bent edges where they are drawn", () => {
    const hand = wand({ ...wire, a: ["Z", 2, 0], b: ["X", 4, 0] }, ["i0-a", "a-b", "a-b", "b-o0"]);
    const ys = hand.scene.edges.filter(({ id }) => id === "e1" || id === "e2").map(({ y }) => y / 64);
    const [up = 0, down = 0] = ys.sort((p, q) => p - q);
    expect(down - up).toBeGreaterThan(0.1);
    const middle = (up + down) / 2;
    expect(
      hand.gesture([
        [3, up - 0.5],
        [3, middle],
      ])?.rule,
    ).toBe("insert_identity");
    expect(
      hand.gesture([
        [3, up - 0.5],
        [3, down + 0.5],
      ]),
    ).toMatchObject({ rule: "hopf", selection: ["a", "b"] });
  });

  it("takes an identity away, and splits the legs of a spider by its sides", () => {
    const hand = wand({ ...wire, a: ["X", 2, 0], b: ["Z", 4, 0, "t"], o1: ["boundary", 6, 2] }, [
      "i0-a",
      "a-b",
      "b-o0",
      "b-o1",
    ]);
    expect(
      hand.gesture([
        [2, -1],
        [2, 1],
      ]),
    ).toMatchObject({ rule: "remove_identity", selection: ["a"] });
    const rule = hand.gesture([
      [4, -1],
      [4, 1],
    ]);
    expect(rule).toMatchObject({ rule: "unfuse", selection: ["b"] });
    expect(rule?.options.get("legs")).toBe("e1");
    expect(rule && hand.made(rule).comes).toEqual([{ kind: "Z", x: 3, y: 0 }]);
    // The phase alone goes to the side that has no legs.
    const alone = hand.gesture([
      [3.4, -0.6],
      [4, 0],
      [4.6, -0.6],
    ]);
    expect(alone?.options.get("legs")).toBe("");
    expect(alone?.at?.y).toBeLessThan(0);
  });

  it("takes loops away, says why it takes nothing, and does nothing beside things", () => {
    const hand = wand({ ...wire, a: ["Z", 2, 0], o1: ["boundary", 6, 1], i1: ["boundary", 0, 1] }, [
      "i0-a",
      "a-o0",
      "i1-o1",
      "a-a",
    ]);
    const loop = hand.scene.edges.find(({ id }) => id === "e3") ?? { x: 0, y: 0 };
    const [x, y] = [loop.x / 88, loop.y / 64];
    expect(
      hand.gesture([
        [x, y - 0.3],
        [x, y + 0.05],
      ]),
    ).toMatchObject({ rule: "remove_loops", selection: ["a"] });
    expect(
      hand.gesture([
        [4, -1],
        [4, 2],
      ]),
    ).toBeUndefined();
    expect(hand.notice).toMatch(/goes through several things/);
    expect(
      hand.gesture([
        [3, 3],
        [4, 4],
      ]),
    ).toBeUndefined();
    expect(hand.steps).toBe(0);
  });
});
