/** Circuit → LaTeX for the package quantikz; blocks and composite gates are written out. */

import { readAngle } from "./angle";
import { anglesOf, anticontrolsOf, type CircuitBody, controlsOf, isBlock, type Operation } from "./circuit";
import { columnsOf, drawnColumn } from "./columns";
import { withOpenControls } from "./edit";
import { GATES } from "./gates";
import { familyOf } from "./parameters";
import { opened } from "./qiskit-code";
import { isZero, type Rational, toNumber } from "./rational";

export function toQuantikz(body: CircuitBody): string {
  const flat = opened(body);
  const columns = columnsOf(flat.operations);
  const cells = flat.qubits.map((label) => [
    `\\lstick{${escaped(label)}}`,
    ...Array.from({ length: columns.length }, () => ""),
  ]);
  for (const item of flat.operations.values()) {
    if (isBlock(item)) continue;
    for (const [wire, cell] of cellsOf(withOpenControls(item))) {
      const row = cells[wire];
      if (row) row[drawnColumn(columns, item.column) + 1] = cell;
    }
  }
  const rows = cells.map((row) => `  ${row.join(" & ")} & `);
  return `\\begin{quantikz}\n${rows.join(" \\\\\n")}\n\\end{quantikz}\n`;
}

function cellsOf(item: Operation): readonly (readonly [number, string])[] {
  const targets = item.qubits;
  const [target = 0] = targets;
  const out: [number, string][] = [];
  const down = (from: number): number => target - from;
  for (const wire of controlsOf(item)) out.push([wire, `\\ctrl{${down(wire)}}`]);
  for (const wire of anticontrolsOf(item)) out.push([wire, `\\octrl{${down(wire)}}`]);
  const row = GATES.get(item.gate);
  switch ((out.length > 0 && row?.controlledSymbol) || row?.symbol) {
    case "not":
      out.push([target, "\\targ{}"]);
      return out;
    case "dot":
      out.push([target, "\\control{}"]);
      return out;
    case "swap": {
      const [a = 0, b = 0] = targets;
      out.push([a, `\\swap{${b - a}}`], [b, "\\targX{}"]);
      return out;
    }
    case "measure":
      out.push([target, "\\meter{}"]);
      return out;
    case "barrier":
      out.push([Math.min(...targets), "\\slice{}"]);
      return out;
    case "phase":
      return out;
    default: {
      const low = Math.min(...targets);
      const high = Math.max(...targets);
      const angles = anglesOf(item).map(angleTex).join(", ");
      const label = `${labelTex(item.gate)}${angles ? `(${angles})` : ""}`;
      const tall = high > low ? `[${high - low + 1}]` : "";
      out.push([low, `\\gate${tall}{${label}}`]);
      return out;
    }
  }
}

function labelTex(gate: string): string {
  const row = GATES.get(gate);
  return row?.latex || upright(row?.label ?? gate);
}

/** Words in math mode; what is not plain goes as text, where LaTeX knows all that escaping gives. */
function upright(text: string): string {
  if (/^[A-Za-z0-9]$/.test(text)) return text;
  return /^[A-Za-z0-9]+$/.test(text) ? `\\mathrm{${text}}` : `\\text{${escaped(text)}}`;
}

/** Greek letters that TeX has by name. */
const GREEK: ReadonlySet<string> = new Set(
  (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau upsilon phi chi psi " +
    "omega Gamma Delta Theta Lambda Xi Sigma Phi Psi Omega"
  ).split(" "),
);

function nameTex(name: string): string {
  const { base, index } = familyOf(name);
  const letter = GREEK.has(base) ? `\\${base}` : upright(base);
  return index ? `${letter}_{${/^\w+$/.test(index) ? escaped(index) : `\\text{${escaped(index)}}`}}` : letter;
}

function angleTex(text: string): string {
  const angle = readAngle(text);
  const parts = angle.terms.map(([name, c]) => product(c, nameTex(name)));
  if (!isZero(angle.pi)) parts.push(product(angle.pi, "\\pi"));
  if (angle.radians !== 0 || !parts.length) parts.push(String(Number(angle.radians.toFixed(4))));
  return parts.reduce((sum, part) => (part.startsWith("-") ? `${sum} - ${part.slice(1)}` : `${sum} + ${part}`));
}

function product(c: Rational, factor: string): string {
  const sign = c.top < 0n ? "-" : "";
  const top = c.top < 0n ? -c.top : c.top;
  if (c.bottom > 9999n) return `${String(Number(toNumber(c).toFixed(4)))}${factor}`;
  const above = `${top === 1n ? "" : top}${factor}`;
  return sign + (c.bottom === 1n ? above : `\\frac{${above}}{${c.bottom}}`);
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
