/** Circuit → LaTeX for the package quantikz, the same text as qdesign/exporters/quantikz.py. */

import type { Angle } from "./angle";
import { type CircuitBody, isBlock, walk } from "./circuit";
import { columnsOf, drawnColumn } from "./columns";
import { Refusal } from "./errors";
import { LATEX, latexCall } from "./exported-angle";
import { flatten, type Plain } from "./flatten";
import { styled } from "./formula";
import { GATES, type GateRow } from "./gates";
import { leftmostColumns } from "./place";
import { checkLength } from "./qiskit-code";
import { clbitRegisters } from "./registers";
import type { Condition } from "./schema.generated";

const HEAD = "% \\usepackage{tikz} \\usetikzlibrary{quantikz2}\n";
const GREEK: ReadonlySet<string> = new Set(
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau phi chi psi omega".split(
    " ",
  ),
);
const LETTERS: ReadonlyMap<string, string> = new Map(
  [...GREEK].map((word, k) => [[..."αβγδεζηθικλμνξπρστφχψω"][k] ?? word, word]),
);

export function toQuantikz(body: CircuitBody): string {
  checkLength(body);
  const flat = flatten(body).operations;
  const bits = [...new Set(flat.flatMap(({ conditions }) => conditions.flatMap(({ clbits }) => clbits)))].sort(
    (a, b) => a - b,
  );
  // Bits that conditions read have lines of their own below the qubits.
  const lines = new Map(bits.map((bit, k) => [bit, body.qubits.length + k]));
  const columns = drawnColumns(body, flat);
  const order = flat.map((_, k) => k).sort((a, b) => (columns[a] ?? 0) - (columns[b] ?? 0));
  const { places, last } = placesOf(flat, order, columns, lines);
  const heads = [
    ...body.qubits.map((label) => `\\lstick{${escaped(label)}}`),
    ...bits.map((bit) => `\\lstick{${escaped(bitName(body, bit))}}\\setwiretype{c}`),
  ];
  const cells = heads.map((head) => [head, ...Array<string>(last + 1).fill("")]);
  // Drawn by column, so that what stands in one cell is what Python puts there last.
  for (const k of order) {
    const operation = flat[k];
    for (const [wire, cell] of operation ? cellsOf(operation, lines) : []) {
      const row = cells[wire];
      if (row) row[places[k] ?? 0] = cell;
    }
  }
  const rows = cells.map((row) => `  ${row.join(" & ")}`).join(" \\\\\n");
  return `${HEAD}\\begin{quantikz}\n${rows}\n\\end{quantikz}\n`;
}

/** The column of each operation; what has a line down to a bit stands in one of its own. */
function placesOf(
  flat: readonly Plain[],
  order: readonly number[],
  columns: readonly number[],
  lines: ReadonlyMap<number, number>,
): { readonly places: readonly number[]; readonly last: number } {
  const places = Array<number>(flat.length).fill(0);
  const reaches = (k: number): boolean => {
    const { conditions, clbits } = flat[k] ?? { conditions: [], clbits: [] };
    return conditions.length > 0 || clbits.some((bit) => lines.has(bit));
  };
  let last = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && columns[order[end] ?? 0] === columns[order[start] ?? 0]) end += 1;
    const here = order.slice(start, end);
    const beside = here.filter((k) => !reaches(k));
    for (const together of [...(beside.length ? [beside] : []), ...here.filter(reaches).map((k) => [k])]) {
      last += 1;
      for (const k of together) places[k] = last;
    }
    start = end;
  }
  return { places, last };
}

function bitName({ registers, clbits }: CircuitBody, bit: number): string {
  const held = clbitRegisters(registers, clbits).find(({ wires }) => wires.includes(bit));
  return `${held?.name ?? "c"}[${held?.wires.indexOf(bit) ?? bit}]`;
}

/** Its own columns where a circuit has only gates; what blocks and composite gates stand for is laid out anew. */
function drawnColumns(body: CircuitBody, flat: readonly Plain[]): readonly number[] {
  const isFlat = [...walk(body.operations)].every(([, item]) => !isBlock(item) && GATES.has(item.gate));
  if (isFlat) {
    const columns = columnsOf(body.operations);
    return [...body.operations.values()].map((item) => drawnColumn(columns, item.column));
  }
  const items = flat.map(({ angles: _angles, ...rest }) => ({ ...rest, column: 0 }));
  return leftmostColumns(items);
}

type Cell = readonly [number, string];

function cellsOf(operation: Plain, lines: ReadonlyMap<number, number>): readonly Cell[] {
  const row = GATES.get(operation.gate);
  if (!row) return [];
  if (row.symbol === "barrier") return operation.qubits.map((wire) => [wire, "\\slice{}"] as const);
  const controls = [...operation.controls, ...operation.qubits.slice(0, row.numControls)];
  const targets = operation.qubits.slice(row.numControls);
  if (!targets.length) return [];
  const anchor = Math.min(...targets);
  const out = [
    ...operation.conditions.flatMap((condition) => conditionCells(condition, lines, anchor)),
    ...controls.map((wire) => [wire, `\\ctrl{${anchor - wire}}`] as const),
    ...operation.anticontrols.map((wire) => [wire, `\\octrl{${anchor - wire}}`] as const),
  ];
  const own = (row.base && GATES.get(row.base)) || row;
  const isControlled = controls.length + operation.anticontrols.length > 0;
  const symbol = (isControlled && own.controlledSymbol) || own.symbol;
  if (symbol === "not") return [...out, [anchor, "\\targ{}"]];
  if (symbol === "dot") return [...out, [anchor, "\\control{}"]];
  if (symbol === "measure") {
    const line = lines.get(operation.clbits[0] ?? -1);
    return [...out, [anchor, line === undefined ? "\\meter{}" : `\\meter{}\\wire[d][${line - anchor}]{c}`]];
  }
  const last = Math.max(...targets);
  if (symbol === "swap") return [...out, [anchor, `\\swap{${last - anchor}}`], [last, "\\targX{}"]];
  return [...out, ...boxCells(row, targets, label(own.latex || upright(own.label), operation.angles))];
}

function conditionCells(
  { clbits, value, equal }: Condition,
  lines: ReadonlyMap<number, number>,
  anchor: number,
): readonly Cell[] {
  if (!equal && clbits.length > 1) {
    throw new Refusal(
      "InvalidCircuit",
      "Quantikz has no sign for a condition that a register differs from a value. Export a picture or OpenQASM 3.",
    );
  }
  const wanted = equal ? value : 1 - value;
  return clbits.map((bit, place) => {
    const line = lines.get(bit) ?? 0;
    const dot = Math.floor(wanted / 2 ** place) % 2 ? "ctrl" : "octrl";
    return [line, `\\${dot}[vertical wire=c]{${anchor - line}}`];
  });
}

/** One box over neighbors; else a box on each wire, so that wires between them stay free. */
function boxCells(row: GateRow, targets: readonly number[], name: string): readonly Cell[] {
  const ordered = [...targets].sort((a, b) => a - b);
  const [first = 0] = ordered;
  const number = (wire: number): number => targets.indexOf(wire);
  if ((ordered.at(-1) ?? 0) - first === targets.length - 1) {
    const tall = targets.length > 1 ? `[${targets.length}]` : "";
    return ordered.map((wire) => {
      const box = wire === first ? `\\gate${tall}{${row.isDirected ? "\\quad " : ""}${name}}` : "";
      return [wire, row.isDirected ? `${box}\\gateinput{${number(wire)}}` : box];
    });
  }
  return ordered.map((wire, k) => {
    const below = ordered[k + 1];
    const down = below === undefined ? "" : `\\wire[d][${below - wire}]{q}`;
    return [wire, `\\gate{${name}${row.isDirected ? `\\;${number(wire)}` : ""}}${down}`];
  });
}

function label(name: string, angles: readonly Angle[]): string {
  if (!angles.length) return name;
  return `${name}(${angles.map((angle) => styled(angle, LATEX, nameTex, latexCall)).join(", ")})`;
}

/** Words in math mode; what is not plain goes as text, where LaTeX knows all that escaping gives. */
function upright(text: string): string {
  if (/^[A-Za-z0-9]$/.test(text)) return text;
  return /^[A-Za-z0-9]+$/.test(text) ? `\\mathrm{${text}}` : `\\text{${escaped(text)}}`;
}

function nameTex(name: string): string {
  const [, stem = name, index = ""] = /^([A-Za-z]+?)_?\[?(\d+)\]?$/.exec(name) ?? [];
  const word = LETTERS.get(stem) ?? stem;
  const text = GREEK.has(word) ? `\\${word}` : upright(stem);
  return index ? `${text}_{${index}}` : text;
}

/** Text from a document, so that LaTeX shows it and does nothing with it. */
function escaped(text: string): string {
  const signs: Readonly<Record<string, string>> = {
    "\\": "\\textbackslash{}",
    "{": "\\{",
    "}": "\\}",
    $: "\\$",
    "&": "\\&",
    "#": "\\#",
    "%": "\\%",
    _: "\\_",
    "^": "\\^{}",
    "~": "\\~{}",
  };
  // An empty line would end a paragraph, which an argument must not hold.
  return text.replace(/[\s\p{Cc}]+/gu, " ").replace(/[\\{}$&#%_^~]/g, (sign) => signs[sign] ?? sign);
}
