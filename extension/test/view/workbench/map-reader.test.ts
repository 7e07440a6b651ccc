/** Maps of several bodies at one point: the newest counts, what is wide goes to the worker. */

import { afterEach, expect, it } from "vitest";

import type { DiagramBody, Spider } from "../../../src/document/circuit";
import { createLiveLoop, type LiveLoop } from "../../../src/live/live-loop";
import { spawnInPage } from "../../../src/live/spawn";
import { type Asked, MapReader, type Numbers } from "../../../src/view/workbench/map-reader";
import { circuit } from "../../live/circuits";
import { engineBytes } from "../../live/fixtures";

const loops: LiveLoop[] = [];
const bench = {
  startLoop: (): LiveLoop => {
    const loop = createLiveLoop({ wasm: engineBytes(), spawn: spawnInPage, limit: 20 });
    loops.push(loop);
    return loop;
  },
};

afterEach(() => {
  for (const loop of loops.splice(0)) loop.dispose();
});

/** Wires that meet in one spider, and spiders apart of phase 0, each a factor 2. */
function star(wires: number, apart = 0): DiagramBody {
  const ends = Array.from({ length: wires }, (_, k) => `b${k}`);
  return {
    kind: "diagram",
    spiders: new Map<string, Spider>([
      ["z", { kind: "Z" as const, x: 0, y: 0, phase: "a" }],
      ...ends.map((id, y) => [id, { kind: "boundary" as const, x: 1, y }] as const),
      ...Array.from({ length: apart }, (_, k) => [`s${k}`, { kind: "Z" as const, x: 2, y: k }] as const),
    ]),
    edges: new Map(ends.map((id) => [id, { source: "z", target: id, kind: "plain" as const }])),
    inputs: [],
    outputs: ends,
  };
}

function told(asks: readonly Asked[], last: number): Promise<readonly (readonly [readonly Numbers[], Asked])[]> {
  return new Promise((resolve) => {
    const found: (readonly [readonly Numbers[], Asked])[] = [];
    const reader = new MapReader(bench, (numbers, asked) => {
      found.push([numbers, asked]);
      if (asked === asks[last]) resolve(found);
    });
    for (const each of asks) reader.ask(each);
  });
}

const rotation = circuit(1, "rx(a) 0");
const at = (a: number): Asked => ({ bodies: [rotation, star(2)], values: new Map([["a", a]]) });

it("tells both sides of one point, and of what came meanwhile the newest alone", async () => {
  const found = await told([0.1, 0.2, 0.3, 0.4].map(at), 3);
  expect(found.map(([, asked]) => asked.values.get("a"))).toEqual([0.1, 0.4]);
  const [left, right] = found.at(-1)?.[0] ?? [];
  if (left?.kind !== "numbers" || right?.kind !== "numbers") throw new Error("Both have numbers.");
  expect(left.map.re[0]).toBeCloseTo(Math.cos(0.2), 12);
  expect(left.map.im[1]).toBeCloseTo(-Math.sin(0.2), 12);
  expect([...right.map.re].map((x) => Number(x.toFixed(9)))).toEqual([1, 0, 0, Number(Math.cos(0.4).toFixed(9))]);
});

it("works out what is wide elsewhere, and says what is too wide", async () => {
  // Of many spiders, so that it is no work for the page.
  const wide = { bodies: [star(12, 600), star(17)], values: new Map([["a", 0]]) };
  const [[numbers] = [[]]] = await told([wide], 0);
  const [first, second] = numbers;
  expect(first?.kind === "numbers" && [first.whole, first.map.re.at(-1), first.map.log2]).toEqual([true, 1, 600]);
  expect(second?.kind === "off" && second.why).toContain("up to 16");
  const [[states] = [[]]] = await told([{ ...wide, bodies: [star(13)] }], 0);
  expect(states[0]?.kind === "numbers" && states[0].whole).toBe(false);
});
