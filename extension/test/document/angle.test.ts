import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  addAngles,
  angleAt,
  angleText,
  negateAngle,
  readAngle,
  scaleAngle,
  substitute,
} from "../../src/document/angle";
import { attempt } from "../../src/document/errors";
import { fromDecimal, fromNumber, pythonText, rational, toNumber } from "../../src/document/rational";

interface Case {
  readonly text: string;
  readonly angle?: string;
  readonly values?: Record<string, number>;
  /** Null where a formula has no value. */
  readonly at?: number | null;
  readonly is_formula?: boolean;
  readonly error?: string;
  readonly column?: number;
}

const fixture = JSON.parse(readFileSync(new URL("../fixtures/angles.json", import.meta.url), "utf8")) as {
  readonly texts: readonly Case[];
  readonly sums: readonly (readonly [string, string, string, string, string, string, string])[];
};

describe("angles", () => {
  it("reads and prints every text as Python does", () => {
    for (const each of fixture.texts) {
      const got = attempt(() => readAngle(each.text));
      if ("refusal" in got) {
        expect(each.error, `${each.text}: ${got.refusal.message}`).toBeDefined();
        if (each.column) expect([each.text, got.refusal.message]).toEqual([each.text, each.error]);
        expect([each.text, got.refusal.place.column ?? 0]).toEqual([each.text, each.column]);
      } else {
        expect([each.text, angleText(got.value)]).toEqual([each.text, each.angle]);
        const found = angleAt(got.value, (name) => each.values?.[name] ?? NaN);
        // Functions of other libraries differ in their last digit, formulas of formulas in a few.
        const near = Math.abs(found - (each.at ?? NaN)) <= 1e-11 * Math.max(1, Math.abs(found));
        if (!each.is_formula) expect(found).toBe(each.at);
        else
          expect([each.text, Number.isFinite(found) ? near : null]).toEqual([
            each.text,
            each.at === null ? null : true,
          ]);
      }
    }
  });

  it("adds, multiplies and substitutes as Python does", () => {
    for (const [a, b, k, sum, difference, multiple, substituted] of fixture.sums) {
      const x = readAngle(a);
      const y = readAngle(b);
      const [top = "0", bottom = "1"] = k.split("/");
      expect(angleText(addAngles(x, y))).toBe(sum);
      expect(angleText(addAngles(x, negateAngle(y)))).toBe(difference);
      expect(angleText(scaleAngle(x, rational(BigInt(top), BigInt(bottom))))).toBe(multiple);
      expect(angleText(substitute(x, new Map([["a", y]])))).toBe(substituted);
    }
  });

  it("reads back what it prints", () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: -99, max: 99 }),
        fc.string(),
        (radians, top, name) => {
          const made = attempt(() =>
            addAngles(readAngle(`${top}*pi/16`), scaleAngle(readAngle(`\`${name}\``), radians)),
          );
          if ("refusal" in made) return;
          const text = angleText(made.value);
          expect(angleText(readAngle(text))).toBe(text);
        },
      ),
    );
  });

  it("reads back coefficients beyond a thousand million, and the smallest doubles", () => {
    const text = angleText(scaleAngle(readAngle("x"), 22515705053.968826));
    expect(text).toBe("22515705053.968826*x");
    expect(angleText(readAngle(text))).toBe(text);
    for (const number of [-2.08706364897071e-308, 5e-324, 2.2250738585072014e-308, 4.9406564584124654e-324, 1.7e-310]) {
      expect(toNumber(fromNumber(number))).toBe(number);
    }
  });

  it("prints doubles as Python's repr does", () => {
    const cases: readonly (readonly [number, string])[] = [
      [0, "0.0"],
      [-0, "-0.0"],
      [1, "1.0"],
      [1e16, "1e+16"],
      [1e15, "1000000000000000.0"],
      [1e-4, "0.0001"],
      [1e-5, "1e-05"],
      [1.5e-300, "1.5e-300"],
      [123456789.125, "123456789.125"],
      [-2.5, "-2.5"],
    ];
    for (const [number, text] of cases) expect(pythonText(number)).toBe(text);
  });

  it("rounds large quotients to the nearest double", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(toNumber(fromNumber(number))).toBe(number + 0);
      }),
    );
    expect(toNumber(fromDecimal("9007199254740993"))).toBe(9007199254740992);
    expect(toNumber(rational(10n ** 40n, 3n))).toBe(3.333333333333333e39);
  });
});
