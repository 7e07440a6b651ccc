/** What is known of an ansatz, to be kept: one JSON and one page, each figure with its convention and its source. */

import { type Document, isCircuit } from "../../document/circuit";
import { dumps } from "../../document/write";
import type { Figure } from "../../port";
import { download } from "../widgets/download";
import { FIGURES, independentText, rankOf } from "../workbench/figures";
import type { Workbench } from "../workbench/workbench";
import { analysesOf } from "./analyses";
import { cellOf, errorOf, measured, stampOf } from "./reading";
import type { AnalysisRow } from "./wanted";

export interface Subject {
  readonly document: Document;
  readonly rows: readonly AnalysisRow[];
  readonly seed: number;
  readonly observable: string;
}

const LOOK =
  "body{max-width:820px;margin:32px auto;padding:0 20px;font:15px/1.5 system-ui,sans-serif;color:#1a1f26}" +
  "h1{font-size:22px;margin:0}h2{font-size:16px;margin:28px 0 4px}p{margin:4px 0}dl{display:grid;" +
  "grid-template-columns:max-content 1fr;gap:2px 16px;margin:8px 0;font-size:13px}dt{color:#515c68}dd{margin:0}" +
  "section{border-top:1px solid #e2e6ea}pre{padding:10px;background:#f1f3f5;overflow:auto;font-size:12px}" +
  "b.value{font-size:20px}small{color:#515c68}";

/** Saves both; returns how many figures are in them: where none is known, nothing is saved. */
export function saveCertificate(bench: Workbench, subject: Subject): number {
  const analyses = analysesOf(bench);
  const { document, rows, seed } = subject;
  const figures = rows.flatMap((row) => {
    const outcome = analyses.outcome({ row, document, seed, place: 0 });
    return outcome?.kind === "figure" ? [outcome.figure] : [];
  });
  const rank = rankOf(bench.at(FIGURES).value, bench.state.document.body);
  if (!figures.length && !rank) return 0;
  const name = bench.ui.value.name || "ansatz";
  const whole = {
    format: "qdesign-certificate",
    version: 1,
    name,
    made: new Date().toISOString(),
    observable: subject.observable,
    seed,
    parameters: rank,
    figures,
    document: JSON.parse(dumps(document)) as unknown,
  };
  download(bench, `${name} certificate.json`, `${JSON.stringify(whole, null, 1)}\n`, "application/json");
  download(bench, `${name} certificate.html`, pageOf(name, subject, figures, rank), "text/html");
  return figures.length + (rank ? 1 : 0);
}

/** The page, made of elements and text nodes alone: no text of a document becomes markup. */
function pageOf(
  name: string,
  { document, observable, seed }: Subject,
  figures: readonly Figure[],
  rank: ReturnType<typeof rankOf>,
): string {
  const page = window.document.implementation.createHTMLDocument(`${name}: certificate`);
  const put = (parent: Element, tag: string, text = "", className = ""): Element => {
    const element = page.createElement(tag);
    element.textContent = text;
    if (className) element.className = className;
    parent.append(element);
    return element;
  };
  const meta = page.createElement("meta");
  meta.setAttribute("charset", "utf-8");
  page.head.prepend(meta);
  put(page.head, "style", LOOK);
  put(page.body, "h1", name);
  const { body, parameters } = document;
  const size = isCircuit(body) ? `${body.qubits.length} qubits, ${parameters.length} parameters` : "";
  put(page.body, "p", [size, observable && `observable ${observable}`, `seed ${seed}`].filter(Boolean).join(" · "));
  if (rank) {
    const section = put(page.body, "section");
    put(section, "h2", "Parameters");
    put(section, "b", independentText(rank), "value");
    put(section, "span", ` independent of ${rank.num_parameters}`);
    put(section, "p").append(put(section, "small", rank.conventions));
  }
  for (const figure of figures) {
    const section = put(page.body, "section");
    put(section, "h2", figure.title);
    put(section, "b", measured(figure), "value");
    put(
      section,
      "span",
      ` ${[errorOf(figure), figure.unit, figure.verdict && `(${figure.verdict})`].filter(Boolean).join(" ")}`,
    );
    if (figure.says) put(section, "p", figure.says);
    for (const { holds, words, detail } of figure.reasons)
      put(section, "p", `${holds === null ? "?" : holds ? "✓" : "✗"} ${words} ${detail}`);
    const facts = put(section, "dl");
    const fact = (key: string, value: string): void => {
      put(facts, "dt", key);
      put(facts, "dd", value);
    };
    fact("convention", stampOf(figure));
    for (const each of figure.conditions) fact("holds where", each);
    if (figure.source) fact("source", figure.source);
    put(section, "pre", cellOf(figure, document));
  }
  return `<!doctype html>\n${page.documentElement.outerHTML}\n`;
}
