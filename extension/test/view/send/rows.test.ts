import { describe, expect, it } from "vitest";

import type { Provider, Target } from "../../../src/port";
import { ALL, ageText, opensText, percent, rowsOf, shownRows } from "../../../src/view/send/rows";

const NOW = Date.parse("2026-03-10T12:00:00Z");
const TARGET: Target = {
  name: "local:a",
  title: "A",
  provider: "local",
  description: "",
  num_qubits: 5,
  ready: true,
  status: "ready",
  lacks: "",
  calibrated: null,
  two_qubit_error: 0.01,
  queue: null,
  opens: null,
  cost: "",
  max_shots: 1000,
  max_simulated_qubits: 29,
  native: ["cx"],
  is_here: true,
  imitation: "",
  is_fitted: true,
};
const AWAY: Target = {
  ...TARGET,
  provider: "away",
  is_here: false,
  max_simulated_qubits: null,
  cost: "0.4 $ a second",
};
const TARGETS: readonly Target[] = [
  { ...TARGET, name: "local:small", title: "Small", num_qubits: 2 },
  { ...TARGET, name: "local:b", title: "B", two_qubit_error: 0.002, calibrated: "2026-03-10T10:00:00Z" },
  { ...AWAY, name: "away:x", title: "X", queue: 12, two_qubit_error: 0.004, calibrated: "2026-03-01T10:00:00Z" },
  { ...AWAY, name: "away:y", title: "Y", queue: 0, ready: false, lacks: "kit", status: "its kit is not installed" },
  { ...TARGET, name: "local:ideal", title: "Ideal", native: [], two_qubit_error: null },
];
const PROVIDERS: readonly Provider[] = ["local", "away"].map((name) => ({
  name,
  title: name,
  kit: "",
  packages: [],
  megabytes: 0,
  folder: "",
  options: [],
  token_in: "",
  failed: "",
}));
const rows = rowsOf(TARGETS, PROVIDERS, 4);
const names = (filters: Partial<typeof ALL>, sort: Parameters<typeof shownRows>[2] = null): readonly string[] =>
  shownRows(rows, { ...ALL, ...filters }, sort, 4, NOW).map(({ target }) => target.title);

describe("the rows of targets", () => {
  it("say when a closed device opens, on this machine's clock", () => {
    const now = new Date(2026, 10, 24, 12, 0).getTime();
    expect(opensText(new Date(2026, 10, 24, 21, 0).toISOString(), now)).toBe("opens 21:00");
    expect(opensText(new Date(2026, 10, 25, 9, 30).toISOString(), now)).toBe("opens Wed 09:30");
    expect(opensText(new Date(2026, 10, 24, 11, 0).toISOString(), now)).toBe("");
  });

  it("has those first that take the circuit", () => {
    expect(names({})).toEqual(["B", "X", "Ideal", "Small", "Y"]);
  });

  it("filters by qubits, provider, readiness, queue, cost, calibration and words", () => {
    expect(names({ large: true })).not.toContain("Small");
    expect(names({ provider: "away" })).toEqual(["X", "Y"]);
    expect(names({ ready: true })).toEqual(["B", "X", "Ideal"]);
    expect(names({ idle: true })).toEqual(["B", "Ideal", "Small", "Y"]);
    expect(names({ free: true })).toEqual(["B", "Ideal", "Small"]);
    expect(names({ hours: 24 })).toEqual(["B"]);
    expect(names({ query: "ideal" })).toEqual(["Ideal"]);
  });

  it("shows the best of each provider", () => {
    expect(names({ single: true })).toEqual(["Ideal", "X"]);
  });

  it("sorts either way, what is not known last", () => {
    expect(names({}, { by: "error", down: false })).toEqual(["B", "X", "Small", "Y", "Ideal"]);
    expect(names({}, { by: "error", down: true })).toEqual(["Small", "Y", "X", "B", "Ideal"]);
    expect(names({}, { by: "name", down: false })).toEqual(["B", "Ideal", "Small", "X", "Y"]);
    expect(names({}, { by: "calibrated", down: false }).slice(0, 2)).toEqual(["B", "X"]);
  });

  it("says ages and rates shortly", () => {
    expect(ageText("2026-03-10T11:20:00Z", NOW)).toBe("40 min ago");
    expect(ageText("2026-03-10T10:00:00Z", NOW)).toBe("2 h ago");
    expect(ageText("2026-03-01T10:00:00Z", NOW)).toBe("9 d ago");
    expect(ageText("2021-03-15T10:00:00Z", NOW)).toBe("2021-03-15");
    expect([0.0041, 0.0123, 0.139].map(percent)).toEqual(["0.41 %", "1.2 %", "14 %"]);
  });
});
