import { describe, expect, it } from "vitest";

import type { Target } from "../../../src/port";
import { fitness, matching, readShots } from "../../../src/view/send/fitness";

const MANILA: Target = {
  name: "local:fake_manila",
  title: "Manila",
  description: "Noise of the device as calibrated on that date.",
  num_qubits: 5,
  ready: true,
  status: "ready",
  calibrated: null,
  max_shots: 100_000,
  max_simulated_qubits: 29,
  native: ["cx", "rz", "sx"],
  coupling: [],
};
const AACHEN: Target = { ...MANILA, name: "local:fake_aachen", title: "Aachen", num_qubits: 156, native: ["cz"] };
const IDEAL: Target = { ...MANILA, name: "local:ideal", title: "Ideal", num_qubits: 29, native: [] };
const AWAY: Target = { ...MANILA, title: "IBM", ready: false, status: "the kit is missing. Install it." };

describe("fitness", () => {
  it("tells what fits from what is too small, too large to simulate or not there", () => {
    expect(fitness(MANILA, 5)).toMatchObject({ able: true, badge: "ready", note: "fits", why: "" });
    expect(fitness(MANILA, 8)).toEqual({
      able: false,
      badge: "too small",
      note: "too small: needs 8",
      why: "The circuit has 8 qubits and Manila has 5. Choose a target with 8 or more.",
    });
    expect(fitness(AACHEN, 29).able).toBe(true);
    for (const target of [AACHEN, IDEAL])
      expect(fitness(target, 30)).toMatchObject({ able: false, badge: "too large", note: "simulated here up to 29" });
    expect(fitness(AWAY, 1).why).toBe("IBM cannot be sent to. The kit is missing. Install it.");
  });
});

describe("matching", () => {
  it("wants every word, numbers whole", () => {
    const all = [MANILA, AACHEN, IDEAL];
    expect(matching(all, "")).toEqual(all);
    expect(matching(all, "5")).toEqual([MANILA]);
    expect(matching(all, "CZ noise")).toEqual([AACHEN]);
    expect(matching(all, "5 cz")).toEqual([]);
  });
});

describe("readShots", () => {
  it("takes whole numbers in range, with separators", () => {
    for (const text of ["4096", " 4 096 ", "4,096", "4'096", "004096"]) expect(readShots(text, MANILA)).toBe(4096);
  });

  it("refuses the rest in one sentence, and clamps nothing", () => {
    for (const text of ["", "0", "-1", "1.5", "1,5", "1e3", "100001", "9".repeat(400), "Infinity"])
      expect(readShots(text, MANILA)).toBe("Shots are a whole number from 1 to 100,000 on Manila.");
  });
});
