import { describe, expect, it } from "vitest";

import { completions } from "../../src/document/completions";
import { fromQasm } from "../../src/document/qasm-read";
import { formulasOf } from "../../src/document/uses";

const NAMES = ["gamma_0", "gamma_1", "s", "two words", "θ"];
const of = (text: string): readonly string[] => completions(text, NAMES).map((each) => each.text);

describe("completions of an angle", () => {
  it("are names and functions that begin as the text ends", () => {
    expect(of("2*ga")).toEqual(["2*gamma_0", "2*gamma_1"]);
    expect(of("pi + Si")).toEqual(["pi + sin("]);
    expect(of("a")).toEqual(["asin(", "acos(", "atan(", "abs("]);
    expect(of("t")).toEqual(["tan("]);
  });

  it("are none where a name stands already, or nothing is begun", () => {
    expect(of("2*s")).toEqual([]);
    expect(of("2*")).toEqual([]);
    expect(of("")).toEqual([]);
    expect(of("0.3")).toEqual([]);
  });
});

describe("formulas of a circuit", () => {
  it("are listed once each", () => {
    const { body, parameters } = fromQasm(
      "OPENQASM 3.0; input float a; input float b; qubit q; rx(a*b) q; rz(2*a*b + a) q; ry(sin(a)) q;",
    );
    expect(formulasOf(body, new Set(parameters.map((p) => p.name)))).toEqual(["=a*b", "=sin(a)"]);
    expect(formulasOf(body, new Set(["a"]))).toEqual(["=sin(a)"]);
  });
});
