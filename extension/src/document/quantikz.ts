/** Circuit → LaTeX for the package quantikz, the same text as qdesign/exporters/quantikz.py. */

import type { Angle } from "./angle";
import { type CircuitBody, isBlock, walk } from "./circuit";
import { columnsOf, drawnColumn } from "./columns";
import { LATEX, latexCall } from "./exported-angle";
import { flatten, type Plain } from "./flatten";
import { styled } from "./formula";
import { GATES } from "./gates";
import { leftmostColumns } from "./place";
import { checkLength } from "./qiskit-code";

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
  const columns = drawnColumns(body, flat);
  const width = Math.max(-1, ...columns) + 3;
  const cells = body.qubits.map((label) => [`\\lstick{${escaped(label)}}`, ...Array<string>(width - 1).fill("")]);
  // Drawn by column, so that what stands in one cell is what Python puts there last.
  const order = flat.map((_, k) => k).sort((a, b) => (columns[a] ?? 0) - (columns[b] ?? 0));
  for (const k of order) {
    const operation = flat[k];
    for (const [wire, cell] of operation ? cellsOf(operation) : []) {
      const row = cells[wire];
      if (row) row[(columns[k] ?? 0) + 1] = cell;
    }
  }
  const rows = cells.map((row) => `  ${row.join(" & ")}`).join(" \\\\\n");
  return `${HEAD}\\begin{quantikz}\n${rows}\n\\end{quantikz}\n`;
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

function cellsOf(operation: Plain): readonly (readonly [number, string])[] {
  const row = GATES.get(operation.gate);
  if (!row) return [];
  if (row.symbol === "barrier") return operation.qubits.map((wire) => [wire, "\\slice{}"] as const);
  const controls = [...operation.controls, ...operation.qubits.slice(0, row.numControls)];
  const targets = operation.qubits.slice(row.numControls);
  if (!targets.length) return [];
  const anchor = Math.min(...targets);
  const out = [
    ...controls.map((wire) => [wire, `\\ctrl{${anchor - wire}}`] as const),
    ...operation.anticontrols.map((wire) => [wire, `\\octrl{${anchor - wire}}`] as const),
  ];
  const own = (row.base && GATES.get(row.base)) || row;
  const symbol = (out.length > 0 && own.controlledSymbol) || own.symbol;
  if (symbol === "not") return [...out, [anchor, "\\targ{}"]];
  if (symbol === "dot") return [...out, [anchor, "\\control{}"]];
  if (symbol === "measure") return [...out, [anchor, "\\meter{}"]];
  const last = Math.max(...targets);
  if (symbol === "swap") return [...out, [anchor, `\\swap{${last - anchor}}`], [last, "\\targX{}"]];
  const tall = last > anchor ? `[${last - anchor + 1}]` : "";
  return [...out, [anchor, `\\gate${tall}{${label(own.latex || upright(own.label), operation.angles)}}`]];
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
