import { describe, expect, it } from "vitest";

import type { Target } from "../../../src/port";
import {
  agreedFirst,
  fitness,
  matching,
  money,
  nearest,
  readAmount,
  readShots,
  readWhole,
  whyNotPaid,
} from "../../../src/view/send/fitness";

const MANILA: Target = {
  name: "local:fake_manila",
  title: "Manila",
  provider: "local",
  description: "Noise of the device as calibrated on that date.",
  num_qubits: 5,
  ready: true,
  status: "ready",
  lacks: "",
  calibrated: null,
  two_qubit_error: 0.01,
  queue: null,
  opens: null,
  cost: "",
  max_shots: 100_000,
  max_simulated_qubits: 29,
  native: ["cx", "rz", "sx"],
  is_here: true,
  imitation: "",
  is_fitted: true,
};
const AACHEN: Target = { ...MANILA, name: "local:fake_aachen", title: "Aachen", num_qubits: 156, native: ["cz"] };
const IDEAL: Target = { ...MANILA, name: "local:ideal", title: "Ideal", num_qubits: 29, native: [] };
const AWAY: Target = { ...MANILA, title: "IBM", ready: false, status: "the kit is missing. Install it." };

describe("fitness", () => {
  it("names the nearest target that takes the drawing: of the same provider and kind, and small", () => {
    const other = { ...AACHEN, name: "other:b", title: "B", provider: "other", num_qubits: 6 };
    const small = { ...AACHEN, name: "local:fake_small", title: "Small", num_qubits: 16 };
    expect(nearest([IDEAL, MANILA, other, AACHEN, small], MANILA, 8)).toBe(small);
    expect(nearest([IDEAL, other], MANILA, 8)).toBe(IDEAL);
    expect(nearest([AWAY, other], AWAY, 8)).toBe(null);
  });

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

describe("what a job costs", () => {
  const price = { low: 1.2, high: 1.64, unit: "USD", source: "prices of a vendor", date: "", parts: {} };

  it("is shown as a range, and offered to the next whole unit", () => {
    expect(money(price)).toBe("1.20 to 1.64 $");
    expect(money({ ...price, low: 1.64 })).toBe("1.64 $");
    expect(agreedFirst(price)).toBe("2");
    expect([readAmount("2,5"), readAmount("2.50"), readAmount("-1"), readAmount("1e3")]).toEqual([
      2.5,
      2.5,
      null,
      null,
    ]);
    expect([readWhole("7", 9), readWhole("10", 9), readWhole("x", 9)]).toEqual([7, null, null]);
  });

  it("is paid only where it is agreed to, is enough, and passes no cap", () => {
    const cap = { scope: "month", unit: "USD", most: 10, spent: 9 };
    expect(whyNotPaid(price, 2, [], true)).toBe("");
    expect(whyNotPaid(price, 2, [], false)).toContain("Agree");
    expect(whyNotPaid(price, 1, [], true)).toContain("It may cost 1.20 to 1.64 $");
    expect(whyNotPaid(price, null, [], true)).toContain("Say what");
    expect(whyNotPaid(price, 2, [cap], true)).toContain("cap of this month");
    expect(whyNotPaid(price, 2, [{ ...cap, unit: "s" }], true)).toBe("");
    expect(whyNotPaid(null, 2, [{ ...cap, scope: "job", most: 1 }], true)).toContain("cap of a job");
  });
});
