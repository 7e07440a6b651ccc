import { expect, it } from "vitest";

import { emptyDocument } from "../../../src/document/circuit";
import { withNoise } from "../../../src/document/noise";
import { idealOrigin, originWords } from "../../../src/live/origin";
import { barAt, barName, barsPath, errorsPath, heightOf, plotOf } from "../../../src/scene/bars";
import { exactText, phaseText, withError } from "../../../src/scene/math";
import { outcomesOf } from "../../../src/view/state/outcomes";

it("sums the outcomes that were seen least often in one bar", () => {
  const counts = new Map([
    ["00", 4],
    ["01", 1],
    ["10", 5],
    ["11", 2],
  ]);
  expect(outcomesOf(counts, 4).map(({ text }) => text)).toEqual(["00", "01", "10", "11"]);
  expect(outcomesOf(counts, 3)).toEqual([
    { text: "00", count: 4 },
    { text: "10", count: 5 },
    { text: "other", count: 3 },
  ]);
});

it("says in the same words everywhere where a number comes from", () => {
  expect(originWords({ kind: "exact", branches: 4 })).toBe("exact");
  expect(originWords({ kind: "average", runs: 1000 })).toBe("average of 1,000 runs");
  expect(originWords({ kind: "sampled", shots: 1 })).toBe("sampled, 1 shot");
  expect(originWords({ kind: "sampled", shots: 4000 })).toBe("sampled, 4,000 shots");
  expect(originWords({ kind: "run", seed: 3, bits: new Uint8Array() })).toBe("one run, seed 3");
});

it("writes simple phases as fractions of π and others as decimals", () => {
  const shown = [0, Math.PI, -Math.PI, Math.PI / 4, -0.75 * Math.PI, 0.1, -1e-17].map(phaseText);
  expect(shown).toEqual(["0", "π", "−π", "π/4", "−3π/4", "0.032π", "0"]);
});

it("gives numbers with twelve figures, and errors with two", () => {
  expect(exactText(0.1 + 0.2)).toBe("0.3");
  expect([1.17961196366e-16, -9e-13, -0].map(exactText)).toEqual(["0", "0", "0"]);
  expect(exactText(-2e-12)).toBe("-2e-12");
  expect(exactText(Math.SQRT1_2)).toBe("0.707106781187");
  expect(withError(0.5, undefined)).toBe("0.5");
  expect(withError(0.5, 0.0158)).toBe("0.5 ± 0.016");
});

it("names the bar at a place in both orders, and what a wide one sums", () => {
  const size = { width: 434, height: 128 };
  const plot = plotOf(size, { numQubits: 3, count: 8, width: 1, top: 1, isReversed: false });
  expect([barAt(plot, 3), barName(plot, 3)]).toEqual([3, "011"]);
  const reversed = { ...plot, isReversed: true };
  expect([barAt(reversed, 3), barName(reversed, barAt(reversed, 3))]).toEqual([6, "011"]);
  const wide = plotOf(size, { numQubits: 3, count: 4, width: 2, top: 1, isReversed: false });
  expect(barName(wide, 1)).toBe("010 to 011");
  expect(errorsPath(plot, [0.5], [0.1])).toBe(
    `M59 ${heightOf(plot, 0.4).toFixed(2)}V${heightOf(plot, 0.6).toFixed(2)}`,
  );
  expect(errorsPath(plot, [0.5], null)).toBe("");
  expect(barsPath(plot, [0])).toBe("");
});

it("says where a number is without the noise that is on", () => {
  const noise = { channels: new Map([["depolarizing", new Map([["2", 0.02]])]]), on: true, target: "" };
  const noisy = withNoise(emptyDocument(1), noise);
  expect(originWords(idealOrigin(noisy))).toBe("exact, without noise");
  expect(originWords(idealOrigin(noisy, { kind: "sampled", shots: 2 }))).toBe("sampled, 2 shots, without noise");
  expect(originWords(idealOrigin(withNoise(noisy, { ...noise, on: false })))).toBe("exact");
});
