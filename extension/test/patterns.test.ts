/** Every pattern of the page, and what reads a typed text, takes effort that grows no faster than the text. */

import { readdirSync, readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import ts from "typescript";
import { describe, expect, it } from "vitest";

import { canonicalAngle } from "../src/document/angle";
import { attempt } from "../src/document/errors";
import { familyOf } from "../src/document/parameters";
import { fromQasm } from "../src/document/qasm-read";
import { stepsOf } from "../src/document/qasm-write";
import { loads } from "../src/document/read";

const PIECES = [
  ..."/\"'`_[](.,:@*\\ \n01aé",
  ..."// a |/* a */ |/*|a1|1a|_1|_a_|[1]|( |1.|1e|1 |1,|1, |gate |{}|()|-(|ord_|url(|x_".split("|"),
];
const SOURCE = new URL("../src/", import.meta.url);
const SHORT = 1000;
const LONG = 4 * SHORT;
/** Four times as much of a text may take so many times the effort; a quadratic pattern takes 16 times. */
const GROWTH = 8;
/** What is done in less, in milliseconds, is not worth comparing: a quadratic pattern takes far more. */
const NOTHING = 2;

function literals(): readonly string[] {
  const found = new Set<string>();
  for (const name of readdirSync(SOURCE, { recursive: true, encoding: "utf8" })) {
    if (!/\.tsx?$/.test(name)) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) found.add(node.text);
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(name, readFileSync(new URL(name, SOURCE), "utf8"), ts.ScriptTarget.Latest));
  }
  return [...found];
}

/** The least time of some runs: other programs on the machine only ever add to it. */
function effort(work: () => unknown, runs: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** Does the effort grow faster than a text of so many pieces? Runs are repeated only where one took long. */
function isSlow(work: (text: string) => unknown, textOf: (size: number) => string): boolean {
  const long = textOf(LONG);
  const short = textOf(SHORT);
  if (effort(() => work(short), 1) < 10 * NOTHING && effort(() => work(long), 1) < NOTHING) return false;
  const most =
    GROWTH *
    Math.max(
      effort(() => work(short), 4),
      NOTHING / GROWTH,
    );
  return effort(() => work(long), 1) > most && effort(() => work(long), 3) > most;
}

/** The first text that is slow, told by its parts. */
function slowest(work: (text: string) => unknown, fronts: readonly string[]): string | null {
  for (const piece of PIECES) {
    for (const front of fronts) {
      for (const end of ["", "!", "\n"]) {
        const textOf = (size: number): string => front + piece.repeat(size / piece.length) + end;
        if (isSlow(work, textOf)) return JSON.stringify([front, piece, end]);
      }
    }
  }
  return null;
}

/** Looks for a pattern in a whole text, as often as it is there. */
function looked(literal: string): (text: string) => unknown {
  const end = literal.lastIndexOf("/");
  const pattern = new RegExp(literal.slice(1, end), `${literal.slice(end + 1).replace("g", "")}g`);
  return (text) => text.replace(pattern, "");
}

describe("pumped texts", () => {
  it("do not hold up any pattern", () => {
    const all = literals();
    expect(all.length).toBeGreaterThan(60);
    const slow = all.flatMap((literal) => {
      const words = literal.match(/[A-Za-z_@]{3,}/g)?.slice(0, 1) ?? [];
      const found = slowest(looked(literal), ["", "a", ...words]);
      return found ? [`${literal} on ${found}`] : [];
    });
    expect(slow).toEqual([]);
  });

  it("are told from patterns that are slow", () => {
    expect(slowest(looked(String.raw`/\.?0+$/`), [""])).toBe('["","0","!"]');
    expect(slowest(looked(String.raw`/^(.+?)((?:_\d+)+|_[a-z])$/`), [""])).toBe('["","_1","!"]');
  });

  it.each([
    ["an angle", (text: string) => canonicalAngle(text), ["", "a+", "("]],
    ["a family of parameters", familyOf, ["", "a"]],
    ["steps", stepsOf, ["", "h ", "rx("]],
    [
      "a program",
      (text: string) => fromQasm(text),
      ["", "OPENQASM 3.0; qubit[2] q; ", "OPENQASM 2.0; qreg q[1]; rx(1.0"],
    ],
    ["a document", (text: string) => loads(text), ["", '{"a": ']],
  ] as const)("are read or refused as %s", (_, read, fronts) => {
    expect(slowest((text) => attempt(() => read(text)), fronts)).toBeNull();
  });
});
