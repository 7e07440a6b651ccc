import { expect, test } from "vitest";

import { pictured, shownView, sideBySide } from "../../../src/view/workbench/shown-view";

test("a diagram is shown as a diagram, whatever was chosen for circuits", () => {
  for (const view of ["circuit", "zx", "split"] as const) expect(shownView({ view }, false)).toBe("zx");
  // Its circuit is shown beside it or in its place only where that was asked for.
  for (const view of ["circuit", "zx", "split"] as const)
    expect(shownView({ view, asCircuit: true }, false)).toBe(view);
});

test("both drawings stand side by side on a wide screen, and one above the other elsewhere", () => {
  for (const size of ["wide", "narrow", "phone"] as const) {
    expect(shownView({ view: "split" }, true)).toBe("split");
    expect(sideBySide({ view: "split", size }, true)).toBe(size === "wide");
  }
});

test("a picture is taken of the form that is shown, in Split of the half used last", () => {
  const of = (view: "circuit" | "zx" | "split" | "send", half: "circuit" | "zx", circuit: boolean, asCircuit = false) =>
    pictured({ view, half, asCircuit }, circuit);
  expect(of("circuit", "zx", true)).toBe("circuit");
  expect(of("zx", "circuit", true)).toBe("zx");
  expect(of("split", "zx", true)).toBe("zx");
  expect(of("send", "zx", true)).toBe("circuit");
  expect(of("circuit", "circuit", false)).toBe("zx");
  expect(of("circuit", "zx", false, true)).toBe("circuit");
  expect(of("split", "circuit", false, true)).toBe("circuit");
  expect(of("split", "zx", false, true)).toBe("zx");
});
