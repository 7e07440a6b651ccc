import { describe, expect, it, test } from "vitest";

import { emptyDocument, withBody } from "../../src/document/circuit";
import { diagramOf, emptyDiagram, moveSpiders } from "../../src/document/diagram";
import { circuitOf } from "../../src/document/level";
import { fromQasm } from "../../src/document/qasm-read";
import { besideScene, type DiagramScene, ZX_PITCH } from "../../src/scene/diagram";
import { boxOf, type Layout, layoutOf } from "../../src/scene/layout";
import { besideX, fitted, followed } from "../../src/tools/fit";
import { revealed, scenePoint, screenPoint, type Turn, wheeled } from "../../src/tools/viewport";
import { measure } from "../measure";

const view = { x: 10, y: 20, zoom: 0.5 };
const turn = (change: Partial<Turn>): Turn => ({
  deltaX: 0,
  deltaY: 0,
  deltaMode: 0,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  ...change,
});

test("the wheel moves by as many px on the screen, with Shift along the wires", () => {
  expect(wheeled(view, turn({ deltaX: 3, deltaY: 5 }), { x: 0, y: 0 })).toEqual({ x: 16, y: 30, zoom: 0.5 });
  expect(wheeled(view, turn({ deltaY: 5, shiftKey: true }), { x: 0, y: 0 })).toEqual({ x: 20, y: 20, zoom: 0.5 });
  expect(wheeled(view, turn({ deltaY: 1, deltaMode: 1 }), { x: 0, y: 0 }).y).toBe(60);
});

test("with Ctrl or Cmd it zooms, and what is under the pointer stays there", () => {
  const at = { x: 100, y: 40 };
  for (const key of ["ctrlKey", "metaKey"] as const) {
    const next = wheeled(view, turn({ deltaY: -100, [key]: true }), at);
    expect(next.zoom).toBeGreaterThan(view.zoom);
    expect(scenePoint(next, at).x).toBeCloseTo(scenePoint(view, at).x);
    expect(scenePoint(next, at).y).toBeCloseTo(scenePoint(view, at).y);
  }
});

const size = { width: 450, height: 500, phone: false };
const layout = layoutOf(
  circuitOf(fromQasm("OPENQASM 3.0; qubit[3] q; h q[0]; cx q[0], q[1]; cx q[1], q[2];")),
  undefined,
  measure,
  ZX_PITCH.y,
);

function long(right: number): DiagramScene {
  const document = withBody(emptyDocument(), emptyDiagram(3));
  return besideScene(
    diagramOf(moveSpiders(document, new Set(diagramOf(document).outputs), { x: right, y: 0 })),
    measure,
  );
}

test.each([
  ["of as many wires as it holds", 12, 500],
  ["of a single wire", 1, 300],
])("a window %s keeps the last one off its corner, where the buttons are", (_, wires, height) => {
  const many = layoutOf(circuitOf(fromQasm(`OPENQASM 3.0; qubit[${wires}] q; h q[0];`)), undefined, measure);
  const { y, zoom } = fitted(many, { width: 900, height, phone: false });
  const foot = boxOf(many.small[0] ?? expect.fail("no gate")).bottom + (wires - 1) * many.pitch;
  expect((foot - y) * zoom).toBeLessThanOrEqual(height - 48);
});

const drawn = (program: string): Layout =>
  layoutOf(circuitOf(fromQasm(`OPENQASM 3.0; ${program}`)), undefined, measure);

test("a wall shows a small circuit larger than a desk does, in its middle", () => {
  const small = drawn("qubit[3] q; h q[0];");
  expect(fitted(small, { width: 1500, height: 900, phone: false }).zoom).toBe(1.25);
  const { y, zoom } = fitted(small, { width: 3340, height: 1800, phone: false });
  expect(zoom).toBe(2);
  expect(Math.abs((small.pitch - y) * zoom - 900)).toBeLessThan(60);
});

test("wires that came below the window are shown; those in view move nothing", () => {
  const area = { width: 900, height: 300, phone: false };
  const before = drawn("qubit[2] q; h q[0];");
  const view = fitted(before, area);
  const seen = followed(view, { before, layout: drawn("qubit[3] q; h q[0];"), area, beside: null });
  expect(seen).toBe(view);
  const layout = drawn("qubit[6] q; h q[0];");
  const now = followed(view, { before, layout, area, beside: null });
  expect((5 * layout.pitch - now.y) * now.zoom).toBeLessThan(area.height);
});

test("a view that was scrolled comes back to the end of a circuit that became short", () => {
  const area = { width: 900, height: 500, phone: false };
  const long = drawn(`qubit[2] q; ${"h q[0]; ".repeat(60)}`);
  const middle = drawn(`qubit[2] q; ${"h q[0]; ".repeat(30)}`);
  const short = drawn("qubit[2] q; h q[0];");
  const view = { x: long.width - 500, y: -100, zoom: 1 };
  const end = followed(view, { before: long, layout: middle, area, beside: null });
  expect(middle.width).toBeGreaterThan(end.x + area.width / 2);
  expect(middle.width).toBeLessThan(end.x + area.width);
  expect(followed(view, { before: long, layout: short, area, beside: null }).x).toBeLessThanOrEqual(-short.margin);
  // What still fills most of the window stays under the pointer.
  expect(followed({ ...view, x: 0 }, { before: long, layout: middle, area, beside: null }).x).toBe(0);
});

test("beside a diagram the view holds both, and no less than it may", () => {
  const alone = fitted(layout, size);
  const scene = long(12);
  const both = fitted(layout, size, 0.1, scene);
  expect(both.zoom).toBeLessThan(alone.zoom);
  const x = besideX(scene, size.width, both.zoom);
  expect((scene.left - x) * both.zoom).toBeGreaterThan(0);
  expect((scene.right - x) * both.zoom).toBeLessThan(size.width);
  expect(fitted(layout, size, 0.6, scene).zoom).toBe(0.6);
  expect(fitted(layout, size, 0.1, long(-4))).toEqual(alone);
});

test("a diagram wider than its half starts at its inputs, a narrow one stands in the middle", () => {
  const scene = long(12);
  expect(besideX(scene, 450, 1)).toBe(scene.left - 48);
  const small = long(-4);
  const x = besideX(small, 800, 1);
  expect((small.left + small.right) / 2 - x).toBe(400);
});

describe("revealed", () => {
  const window = { width: 400, height: 300, edge: { left: 90, right: 40, top: 40, bottom: 60 } };

  it("moves the view by no more than it takes", () => {
    const view = { x: 0, y: 0, zoom: 2 };
    expect(revealed(view, { x: 100, y: 60 }, window)).toBe(view);
    expect(revealed(view, { x: 250, y: 60 }, window)).toEqual({ x: 70, y: 0, zoom: 2 });
    expect(revealed(view, { x: 10, y: 200 }, window)).toEqual({ x: -35, y: 80, zoom: 2 });
  });

  it("puts it in the middle of a window that is too small", () => {
    const view = revealed({ x: 0, y: 0, zoom: 1 }, { x: 500, y: 20 }, { ...window, width: 100 });
    expect(screenPoint(view, { x: 500, y: 20 }).x).toBe(75);
  });
});
