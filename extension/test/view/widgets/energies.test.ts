import { describe, expect, it } from "vitest";

import { offText } from "../../../src/view/jobs/energy";
import { axisOf, energyText, termsText } from "../../../src/view/widgets/energies";

describe("energies", () => {
  it("show two figures of their error, and four decimals where they are exact", () => {
    expect(energyText(-1.09484, 0.00714)).toBe("−1.0948 ± 0.0071");
    expect(energyText(12.3, 2.41)).toBe("12.3 ± 2.4");
    expect(energyText(-0.5, 0)).toBe("−0.5000");
  });

  it("have room with their errors on an axis of few numbers", () => {
    const { low, high, marks } = axisOf([
      { value: -1.1, error: 0.01 },
      { value: -1.07, error: 0 },
      { value: null, error: 0 },
    ]);
    expect(low).toBeLessThan(-1.11);
    expect(high).toBeGreaterThan(-1.07);
    expect(marks.length).toBeGreaterThan(1);
    expect(marks.length).toBeLessThan(6);
    expect(marks.every((mark) => Number(mark) >= low && Number(mark) <= high)).toBe(true);
  });

  it("stand on an axis though all are the same", () => {
    const { low, high, marks } = axisOf([{ value: 2, error: 0 }]);
    expect(low).toBeLessThan(2);
    expect(high).toBeGreaterThan(2);
    expect(marks.length).toBeGreaterThan(0);
  });

  it("are off by so many standard errors", () => {
    expect(offText(-0.014, 0.007)).toBe("−2.0 σ");
    expect(offText(0.0035, 0.007)).toBe("+0.5 σ");
    expect(offText(0, 0)).toBe("0 σ");
    expect(offText(1, 0)).toBe("");
  });

  it("name few of their terms", () => {
    const terms = Array.from({ length: 8 }, (_, k) => [`Z${k}`, 1] as const);
    expect(termsText(terms)).toBe("Z0, Z1, Z2, Z3, Z4, Z5 and 2 more");
    expect(termsText(terms.slice(0, 2))).toBe("Z0, Z1");
  });
});
