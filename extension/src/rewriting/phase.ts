/** An exact angle as rules use it: as qdesign/angle.py, as far as rules ask. */

import {
  addAngles,
  angleText,
  divideAngle,
  isZeroAngle,
  makeAngle,
  negateAngle,
  piTimes,
  readAngle,
  type Angle as Sum,
  sameAngle,
  scaleAngle,
} from "../document/angle";
import { booleanTurn } from "../document/formula";
import type { Rational } from "../document/rational";

interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

const fraction = ({ top, bottom }: Rational): Fraction => ({ numerator: Number(top), denominator: Number(bottom) });

const remainder = ({ top, bottom }: Rational): Rational => {
  const around = 2n * bottom;
  return { top: ((top % around) + around) % around, bottom };
};

export class Angle {
  constructor(readonly sum: Sum = makeAngle({ top: 0n, bottom: 1n }, 0)) {}

  static read(text: string | undefined): Angle {
    return text === undefined ? NONE : new Angle(readAngle(text));
  }

  static parse(text: string): Angle {
    return new Angle(readAngle(text));
  }

  static piTimes(multiple: number): Angle {
    return new Angle(piTimes(multiple));
  }

  static parameter(name: string): Angle {
    return new Angle(makeAngle({ top: 0n, bottom: 1n }, 0, [[name, { top: 1n, bottom: 1n }]]));
  }

  get isZero(): boolean {
    return isZeroAngle(this.sum);
  }

  /** What is left of it without its parameters. */
  get constant(): Angle {
    return this.isConstant ? this : new Angle(makeAngle(this.sum.pi, this.sum.radians));
  }

  get isConstant(): boolean {
    return !this.sum.terms.length;
  }

  /** Is it a multiple of π/2, with no parameter? */
  get isClifford(): boolean {
    return this.isConstant && this.radians === 0 && this.sum.pi.bottom <= 2n;
  }

  get radians(): number {
    return this.sum.radians;
  }

  get pi(): Fraction {
    return fraction(this.sum.pi);
  }

  get terms(): readonly (readonly [string, Fraction])[] {
    return this.sum.terms.map(([name, c]) => [name, fraction(c)] as const);
  }

  get symbols(): readonly string[] {
    return this.sum.terms.map(([name]) => name);
  }

  get text(): string {
    return angleText(this.sum);
  }

  /** Between 0 and 2π where it is a number; π times a Boolean parameter counts once or not at all. */
  reduced(booleans: ReadonlySet<string>): Angle {
    const terms = this.sum.terms.map(
      ([name, c]) => [name, booleans.has(booleanTurn(name)) ? remainder(c) : c] as const,
    );
    return new Angle(makeAngle(remainder(this.sum.pi), this.sum.radians, terms));
  }

  plus(other: Angle): Angle {
    return new Angle(addAngles(this.sum, other.sum));
  }

  negated(): Angle {
    return new Angle(negateAngle(this.sum));
  }

  times(factor: number): Angle {
    return new Angle(scaleAngle(this.sum, factor));
  }

  over(divisor: number): Angle {
    return new Angle(divideAngle(this.sum, divisor));
  }

  equals(other: unknown): boolean {
    return other instanceof Angle && sameAngle(this.sum, other.sum);
  }
}

const NONE = new Angle();
export const PI = Angle.piTimes(1);

/** Do two texts of phases say the same angle? */
export function sameAngleText(a: string | undefined, b: string | undefined): boolean {
  return a === b || Angle.read(a).equals(Angle.read(b));
}
