/** Whatever is done to the view of circuits of all sizes, some of the circuit is in the window. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { circuitOf } from "../../src/document/level";
import { fromQasm } from "../../src/document/qasm-read";
import { densityOf, TONES } from "../../src/scene/density";
import { layoutOf, wireY } from "../../src/scene/layout";
import type { Viewport } from "../../src/state/state";
import { FAR, fromAfar, held, leastZoom, type Sight, scaleOf, sightOf } from "../../src/tools/sight";
import { screenPoint, wheeled, zoomed, zoomedTo } from "../../src/tools/viewport";
import { layered } from "../circuits";
import { measure } from "../measure";

const SIZES: readonly (readonly [number, number])[] = [
  [1, 0],
  [1, 1],
  [5, 2447],
  [200, 50],
  [27, 500],
];
const WINDOWS = [
  { width: 1200, height: 480 },
  { width: 320, height: 72 },
  { width: 480, height: 300 },
];

function laidOut(qubits: number, depth: number): ReturnType<typeof layoutOf> {
  return layoutOf(circuitOf(fromQasm(layered(qubits, depth))), undefined, measure);
}

const layouts = SIZES.map(([qubits, depth]) => laidOut(qubits, depth));

/** Is a piece of a wire in the window? */
function showsWire(viewport: Viewport, layout: ReturnType<typeof layoutOf>, sight: Sight): boolean {
  const from = screenPoint(viewport, { x: -20, y: 0 }).x;
  const to = screenPoint(viewport, { x: layout.width + 44, y: 0 }).x;
  if (to < 8 || from > sight.width - 8) return false;
  return Array.from({ length: layout.numQubits }, (_, k) => screenPoint(viewport, { x: 0, y: wireY(k) }).y).some(
    (y) => y >= 6 && y <= sight.height - 6,
  );
}

const act = fc.oneof(
  fc.record({
    kind: fc.constant("wheel" as const),
    deltaX: fc.integer({ min: -200_000, max: 200_000 }),
    deltaY: fc.integer({ min: -20_000, max: 20_000 }),
    ctrlKey: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("zoom" as const),
    factor: fc.constantFrom(0.01, 0.5, 0.8, 1.25, 30),
    x: fc.integer({ min: 0, max: 320 }),
    y: fc.integer({ min: 0, max: 72 }),
  }),
);

describe("the view of a circuit", () => {
  it("never leaves the circuit, wherever it is moved and zoomed", () => {
    fc.assert(
      fc.property(
        // By its place: a layout is too long to be printed.
        fc.nat(layouts.length - 1),
        fc.constantFrom(...WINDOWS),
        fc.array(act, { maxLength: 12 }),
        (size, area, acts) => {
          const layout = layouts[size] ?? laidOut(1, 0);
          const sight = sightOf(layout, area);
          let viewport: Viewport = held({ x: -64, y: -92, zoom: 1 }, sight);
          for (const each of acts) {
            const next =
              each.kind === "wheel"
                ? wheeled(viewport, { ...each, deltaMode: 0, shiftKey: false, metaKey: false }, { x: 9, y: 9 }, sight)
                : zoomed(viewport, each.factor, each, sight);
            viewport = held(next, sight);
            expect(showsWire(viewport, layout, sight)).toBe(true);
            expect(held(viewport, sight).x).toBeCloseTo(viewport.x, 3);
            expect(held(viewport, sight).y).toBeCloseTo(viewport.y, 3);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it("shows all of it from afar, with wires as far apart as there is room for", () => {
    for (const [k, layout] of layouts.entries()) {
      const sight = sightOf(layout, { width: 1200, height: 480 });
      const viewport = fromAfar(sight);
      const corner = screenPoint(viewport, { x: layout.width, y: wireY(layout.numQubits - 1) });
      expect(screenPoint(viewport, { x: 0, y: 0 }).x, `${SIZES[k]}`).toBeGreaterThanOrEqual(40);
      expect(corner.x).toBeLessThanOrEqual(1200);
      expect(corner.y).toBeLessThanOrEqual(480);
    }
    const long = sightOf(laidOut(5, 2447), { width: 1200, height: 480 });
    expect(scaleOf(fromAfar(long)).y).toBeGreaterThan(1.9 * FAR);
  });

  it("changes by no jump where gates give way to density", () => {
    for (const layout of layouts) {
      const sight = sightOf(layout, { width: 1200, height: 480 });
      const just = zoomed({ x: 0, y: 0, zoom: FAR }, 1 - 1e-9, { x: 0, y: 0 }, sight);
      expect(scaleOf(just).x).toBeCloseTo(FAR, 6);
      expect(scaleOf(just).y).toBeCloseTo(FAR, 6);
    }
  });

  it("keeps what is under the pointer there while both axes go their own way", () => {
    const sight = sightOf(laidOut(5, 2447), { width: 1200, height: 480 });
    const before: Viewport = { x: 3000, y: -20, zoom: 0.5 };
    const at = { x: 700, y: 60 };
    const after = zoomed(before, 0.05, at, sight);
    expect(after.zoom).toBeGreaterThanOrEqual(leastZoom(sight));
    expect(after.x + at.x / scaleOf(after).x).toBeCloseTo(before.x + at.x / before.zoom);
    expect(after.y + at.y / scaleOf(after).y).toBeCloseTo(before.y + at.y / before.zoom);
  });

  it("zooms to a part, at most half again as large as life", () => {
    const sight = sightOf(laidOut(27, 500), { width: 1200, height: 480 });
    const gate = zoomedTo({ left: 5000, right: 5040, top: 100, bottom: 132 }, sight);
    expect(gate.zoom).toBe(1.5);
    const middle = screenPoint(gate, { x: 5020, y: 116 });
    expect([Math.round(middle.x), Math.round(middle.y)]).toEqual([600, 240]);
    const many = zoomedTo({ left: 5000, right: 9000, top: 0, bottom: 132 }, sight);
    expect(many.zoom).toBeLessThan(FAR);
    expect(screenPoint(many, { x: 5000, y: 0 }).x).toBeGreaterThan(0);
    expect(screenPoint(many, { x: 9000, y: 0 }).x).toBeLessThan(1200);
  });
});

describe("density", () => {
  it("costs as many runs as there are pixels, not as there are gates", () => {
    const [short, long] = [laidOut(5, 2447), laidOut(5, 9788)];
    const runs = (layout: typeof short): number => {
      const { runs: byTone } = densityOf(layout, { left: 0, scale: 900 / layout.width, width: 900, rows: 5 });
      return [...byTone.values()].reduce((sum, each) => sum + each.length, 0);
    };
    expect(runs(short)).toBeLessThanOrEqual(5 * 900 * TONES.length);
    expect(runs(long)).toBeLessThanOrEqual(5 * 900 * TONES.length);
  });

  it("shows every gate, wires sharing rows where there are few", () => {
    const layout = laidOut(200, 50);
    const density = densityOf(layout, { left: 0, scale: 300 / layout.width, width: 300, rows: 20 });
    const rows = new Set([...(density.runs.get("rotation") ?? [])].map(({ row }) => row));
    expect(rows.size).toBe(20);
    for (const { from, to, row } of density.runs.get("controlled") ?? []) {
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(300);
      expect(row).toBeLessThan(20);
    }
  });
});
