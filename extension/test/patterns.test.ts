/** Every pattern of the page, and what reads a typed text, takes effort that grows no faster than the text. */

import { readdirSync, readFileSync } from "node:fs";
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
/** A suspicion is looked into so many times, which take turns with what they are compared to. */
const TRIES = 5;
/** What is done in less, in milliseconds, is not worth comparing: a quadratic pattern takes far more. */
const NOTHING = 2;

const range = (count: number): readonly number[] => [...Array(count).keys()];

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

/** Milliseconds of the processor that this process has had. */
function spent(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The least that some runs took: collecting garbage and compiling only ever add to it. */
function effort(work: () => unknown, runs: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run += 1) {
    const start = spent();
    work();
    best = Math.min(best, spent() - start);
  }
  return best;
}

/** Does the effort grow faster than a text of so many pieces? Runs are repeated only where one took long. */
function isSlow(work: (text: string) => unknown, textOf: (size: number) => string): boolean {
  const long = textOf(LONG);
  const short = textOf(SHORT);
  if (effort(() => work(short), 1) < 10 * NOTHING && effort(() => work(long), 1) < NOTHING) return false;
  return range(TRIES).every((tries) => {
    const little = effort(() => work(short), 4 + tries);
    return effort(() => work(long), 1 + tries) > GROWTH * Math.max(little, NOTHING / GROWTH);
  });
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
