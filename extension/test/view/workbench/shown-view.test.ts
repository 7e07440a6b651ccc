import { expect, test } from "vitest";

import { pictured, shownView } from "../../../src/view/workbench/shown-view";

test("a diagram is shown as a diagram, whatever was chosen for circuits", () => {
  for (const view of ["circuit", "zx", "split"] as const) expect(shownView({ view, size: "wide" }, false)).toBe("zx");
  // Its circuit is shown beside it or in its place only where that was asked for.
  const asked = { size: "wide", asCircuit: true } as const;
  for (const view of ["circuit", "zx", "split"] as const) expect(shownView({ view, ...asked }, false)).toBe(view);
  expect(shownView({ view: "split", size: "phone", asCircuit: true }, false)).toBe("circuit");
});

test("both drawings stand side by side only on a wide screen", () => {
  expect(shownView({ view: "split", size: "wide" }, true)).toBe("split");
  expect(shownView({ view: "split", size: "narrow" }, true)).toBe("circuit");
  expect(shownView({ view: "split", size: "phone" }, true)).toBe("circuit");
});

test("a picture is taken of the drawing that is shown, in Split of the half used last", () => {
  const half = "zx";
  expect(pictured({ view: "circuit", size: "wide", half }, true)).toBe("circuit");
  expect(pictured({ view: "zx", size: "phone", half: "circuit" }, true)).toBe("zx");
  expect(pictured({ view: "split", size: "wide", half }, true)).toBe("zx");
  expect(pictured({ view: "split", size: "narrow", half }, true)).toBe("circuit");
  expect(pictured({ view: "send", size: "wide", half }, true)).toBe("circuit");
  expect(pictured({ view: "circuit", size: "wide", half: "circuit" }, false)).toBe("zx");
});
