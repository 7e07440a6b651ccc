/** Derived parameters by the free ones, with first derivatives; as qdesign/simulate/chain.py. */

import { Refusal } from "../document/errors";
import { freeNames } from "../document/formula";
import { addSlopes, symbolAt } from "../document/formula-values";
import { MARK } from "../document/names";

export class Chain {
  private readonly places: ReadonlyMap<string, number>;
  /** Indices of the free parameters that formulas depend on. */
  readonly used: ReadonlySet<number>;

  constructor(
    free: readonly string[],
    private readonly derived: readonly string[],
  ) {
    this.places = new Map(free.map((name, k) => [name, k]));
    this.used = new Set(freeNames(derived).map((name) => this.places.get(name) ?? 0));
  }

  /** The values of the free parameters with those of the derived ones behind them. */
  extended(values: Float64Array): Float64Array {
    const at = this.reader(values);
    const found = this.derived.map((name) =>
      this.checked(name, symbolAt(name, at), at, (text) => `${text} is not a finite real number`),
    );
    return Float64Array.of(...values, ...found);
  }

  /** Derivatives by the free parameters, from those by all of them. */
  folded(slopes: Float64Array, values: Float64Array): Float64Array {
    const at = this.reader(values);
    const total = slopes.slice(0, this.places.size);
    this.derived.forEach((name, k) => {
      addSlopes(name, slopes[this.places.size + k] ?? 0, at, (inner, slope) => {
        const place = this.places.get(inner) ?? 0;
        total[place] =
          (total[place] ?? 0) + this.checked(name, slope, at, (text) => `The slope of ${text} is not finite`);
      });
    });
    return total;
  }

  private reader(values: Float64Array): (name: string) => number {
    return (name) => values[this.places.get(name) ?? -1] ?? NaN;
  }

  private checked(name: string, number: number, at: (name: string) => number, what: (text: string) => string): number {
    if (Number.isFinite(number)) return number;
    const point = freeNames([name])
      .slice(0, 4)
      .map((each) => `${each} = ${Number(at(each).toPrecision(6))}`);
    throw new Refusal(
      "InvalidAngle",
      `${what(`'${name.slice(MARK.length)}'`)} at ${point.join(", ")}. Give other values.`,
    );
  }
}
