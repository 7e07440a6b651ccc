/** A figure as a person reads it: its number, where it comes from, the cell that makes it again. */

import type { Document } from "../../document/circuit";
import { isCircuit } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { toQasm } from "../../document/qasm-write";
import { dumps } from "../../document/write";
import type { Chart, Figure } from "../../port";
import { plainName } from "../../scene/math";

type Told = Pick<Figure, "basis" | "convention">;
type Fact = Figure["convention"][string];

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
/** Texts beyond this are told by the document in place of a program. */
const MOST_TEXT = 20_000;

/** Five significant digits: "0.0535", "1,024", "3.2 × 10⁻⁷". */
export function numberOf(value: number | null): string {
  if (value === null) return "—";
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return value.toLocaleString("en-US").replace("-", "−");
  const size = Math.abs(value);
  if (size >= 1e-4 && size < 1e6) return String(Number(value.toPrecision(5))).replace("-", "−");
  const [front = "", power = ""] = value.toExponential(2).split("e");
  const raised = String(Math.abs(Number(power))).replace(/\d/g, (digit) => RAISED[Number(digit)] ?? "");
  return `${String(Number(front)).replace("-", "−")} × 10${Number(power) < 0 ? "⁻" : ""}${raised}`;
}

/** The error beside it; empty where it is exact or not known. */
export function errorOf({ error }: Pick<Figure, "error">): string {
  return error ? `± ${numberOf(Number(error.toPrecision(2)))}` : "";
}

/** As many digits as the error leaves: "0.053 ± 0.006". */
export function measured({ value, error }: Pick<Figure, "value" | "error">): string {
  if (value === null || !error) return numberOf(value);
  const digits = Math.max(0, 1 - Math.floor(Math.log10(error)));
  return digits > 8 ? numberOf(value) : numberOf(Number(value.toFixed(Math.min(digits, 8))));
}

export const EXACT = "exact";

/** A fact of a convention as it is read: numbers with their signs and groups, yes and no. */
export function factText(fact: Fact): string {
  if (typeof fact === "number") return numberOf(fact);
  if (typeof fact === "boolean") return fact ? "yes" : "no";
  return fact ?? "—";
}

/** Where the number comes from and its convention, in one line. */
export function stampOf(figure: Told): string {
  return stampParts(figure)
    .map((part) => part.join(" "))
    .join(", ");
}

/** Is there a number, or a verdict that is held by reasons? */
export function isTold({ value, reasons, verdict, tone }: Figure): boolean {
  return value !== null || (tone !== "unknown" && (verdict !== "" || reasons.some(({ holds }) => holds !== null)));
}

/** Is there anything to draw? */
export function hasPoints({ series }: Chart): boolean {
  return series.some(({ x }) => x.length > 0);
}

/** The same in parts, each of which is looked up by itself: the basis, then each fact's name and the fact. */
export function stampParts({ basis, convention }: Told): readonly (readonly string[])[] {
  const facts = Object.entries(convention).map(([key, fact]) => [key, factText(fact)]);
  return [...(basis ? [[basis]] : []), ...facts];
}

/** A value with its stamp, to be pasted. */
export function copied(figure: Figure): string {
  const number = [numberOf(figure.value), errorOf(figure), figure.unit].filter(Boolean).join(" ");
  return `${figure.title}: ${number} (${stampOf(figure)})`;
}

/** Python that makes it again, from the drawing on. */
export function cellOf({ cell, name }: Pick<Figure, "cell" | "name">, document: Document): string {
  const { body, observable } = document;
  const line = cell || `qd.catalog("analysis")["${name}"].run(c)`;
  const lines = ["import qdesign as qd", "", ...circuitLines(document)];
  if (observable && /\bH\b/.test(line)) {
    const terms = [...observable].map(([label, weight]) => `"${label}": ${weight}`).join(", ");
    lines.push(`H = qd.Observable({${terms}})`);
  }
  const values = document.parameters.map(({ name: of, value }) => `${JSON.stringify(of)}: ${value}`).join(", ");
  if (isCircuit(body) && /\bvalues\b/.test(line)) lines.push(`values = {${values}}`);
  return [...lines, line].join("\n");
}

/** `c` as a program where that says all of it, else as its document. */
function circuitLines(document: Document): readonly string[] {
  const { body } = document;
  const written = attempt(() => (isCircuit(body) ? toQasm(body) : ""));
  const text = "value" in written ? written.value.trim() : "";
  if (text && text.length < MOST_TEXT && !/\\|"""/.test(text)) return [`c = qd.qasm.loads("""\n${text}\n""")`];
  return [`c = qd.Document.loads(${JSON.stringify(dumps(document))}).body`];
}

/** The figure with parameters named as they are drawn: theta_6 becomes θ₆. */
export function named(figure: Figure, { parameters }: Document): Figure {
  const names = new Set(parameters.map(({ name }) => name));
  const shown = (text: string): string =>
    text.replace(/[\p{L}_][\p{L}\p{N}_]*/gu, (word) => (names.has(word) ? plainName(word) : word));
  const { says, unit, chart, reasons } = figure;
  return {
    ...figure,
    says: shown(says),
    unit: shown(unit),
    reasons: reasons.map((each) => ({ ...each, words: shown(each.words), detail: shown(each.detail) })),
    chart: chart && {
      ...chart,
      x: shown(chart.x),
      y: shown(chart.y),
      series: chart.series.map((each) => ({ ...each, labels: each.labels.map(shown) })),
    },
  };
}
