/** The drawing taken elsewhere: SVG, PNG, PDF, OpenQASM, Qiskit code, Quantikz. */

import { type JSX, render } from "preact";

import type { ExporterRow } from "../../document/catalog.generated";
import { type CircuitBody, type Document, isCircuit } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { toQasm } from "../../document/qasm-write";
import { toQiskit } from "../../document/qiskit-code";
import { toQuantikz } from "../../document/quantikz";
import { parameterColors } from "../../scene/colors";
import { cutAlike } from "../../scene/cut";
import { diagramScene } from "../../scene/diagram";
import { layoutOf, wireY } from "../../scene/layout";
import { toPdf } from "../../scene/pdf";
import { NO_SELECTION } from "../../state/state";
import { Shapes } from "../drawing/diagram-shapes";
import { Hatches, StillLayout } from "../drawing/gates";
import { WireName } from "../drawing/wire-name";
import { Wires } from "../drawing/wires";
import { download } from "../widgets/download";
import { OTHER } from "../workbench/linked";
import { pictured } from "../workbench/shown-view";
import { type Effects, type Workbench, WorkbenchContext } from "../workbench/workbench";
import { marksOf } from "./marks";

/** Room around all that is drawn. */
const PAD = 20;
const LONGEST_NAME = 32;
const SVG = "http://www.w3.org/2000/svg";
const KEPT = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "font-family",
  "font-size",
  "font-style",
  "font-weight",
  "text-anchor",
  "opacity",
  "white-space",
] as const;

interface Picture {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

/** The part of the scene that a picture takes in. */
interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Draws a document by itself on the page, in light colors with styles written in, for as long as `take` needs it. */
function staged<T>(bench: Workbench, drawn: Document, take: (holder: SVGSVGElement, frame: Frame) => T): T {
  const stage = document.createElement("div");
  stage.className = "qd";
  stage.dataset["theme"] = "light";
  stage.style.visibility = "hidden";
  const holder = document.createElementNS(SVG, "svg");
  holder.setAttribute("xmlns", SVG);
  stage.append(holder);
  bench.root?.append(stage);
  try {
    render(<WorkbenchContext.Provider value={bench}>{shapesOf(bench, drawn)}</WorkbenchContext.Provider>, holder);
    const frame = framed(holder);
    writeStyles(holder);
    return take(holder, frame);
  } finally {
    render(null, holder);
    stage.remove();
  }
}

/** Lays a page under all that is drawn, names and their descenders too, whatever font the page has. */
function framed(holder: SVGSVGElement): Frame {
  const box = holder.getBBox();
  const [left, top] = [Math.floor(box.x - PAD), Math.floor(box.y - PAD)];
  const width = Math.ceil(box.x + box.width + PAD) - left;
  const height = Math.ceil(box.y + box.height + PAD) - top;
  holder.setAttribute("width", String(width));
  holder.setAttribute("height", String(height));
  holder.setAttribute("viewBox", `${left} ${top} ${width} ${height}`);
  const page = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ x: left, y: top, width, height }))
    page.setAttribute(name, String(value));
  page.style.fill = "var(--qd-bg-canvas)";
  holder.prepend(page);
  return { left, top, width, height };
}

/** A whole drawing as a picture of its own, with nothing to load. */
function pictureOf(bench: Workbench, drawn: Document): Picture {
  return staged(bench, drawn, (holder, { width, height }) => {
    const text = new XMLSerializer()
      .serializeToString(holder)
      // A name may hold control characters; XML must not.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
    return { text, width, height };
  });
}

function pdfOf(bench: Workbench, drawn: Document): Promise<Uint8Array> {
  return staged(bench, drawn, (holder, { width, height }) => toPdf({ width, height, marks: marksOf(holder) }));
}

/** Writes styles into the elements, and takes away what only the page needs. */
function writeStyles(holder: SVGElement): void {
  for (const element of holder.querySelectorAll<SVGElement>("*")) {
    const style = getComputedStyle(element);
    const text = KEPT.map((name) => [name, style.getPropertyValue(name)] as const)
      .filter(([, value]) => value && value !== "normal")
      .map(([name, value]) => `${name}:${value}`)
      .join(";");
    element.setAttribute("style", text);
  }
  for (const element of holder.querySelectorAll("*")) {
    for (const name of ["class", "data-id", "data-kind", "data-spider", "data-edge", "data-bits"])
      element.removeAttribute(name);
    if (!element.id.startsWith("qd-hatch")) element.removeAttribute("id");
  }
}

function shapesOf(bench: Workbench, drawn: Document): JSX.Element {
  const { body } = drawn;
  if (isCircuit(body)) return circuitShapes(bench, drawn, body);
  return <Shapes scene={diagramScene(body, bench.measure)} body={body} selection={NO_SELECTION} />;
}

function circuitShapes(bench: Workbench, drawn: Document, body: CircuitBody): JSX.Element {
  const layout = layoutOf(body, undefined, bench.measure);
  const colors = parameterColors(drawn);
  return (
    <>
      <Hatches />
      <Wires layout={layout} rows={[...body.qubits.keys()]} left={-20} right={layout.width + 28} />
      {cutAlike(body.qubits, LONGEST_NAME).map((label, qubit) => (
        <text key={qubit} class="qd-label" x={-28} y={wireY(qubit) + 4.5} text-anchor="end">
          <WireName name={body.qubits[qubit] ?? ""} short={label} />
        </text>
      ))}
      <StillLayout
        blocks={layout.blocks}
        parts={layout.small}
        body={body}
        colors={colors}
        measure={(text) => bench.measure(text, "ui", 12)}
      />
    </>
  );
}

/** What a picture is taken of: the form that is shown, also where it is only looked at; null while that is made. */
function picturedDocument(bench: Workbench): Document | null {
  const { document } = bench.state;
  const circuit = isCircuit(document.body);
  if (circuit === (pictured(bench.ui.value, circuit) === "circuit")) return document;
  const other = bench.at(OTHER).value?.document;
  return other ? { ...other, parameters: document.parameters } : null;
}

/** Writes the document in a format that Python writes, and offers it as a file. */
export async function exportDocument(bench: Workbench, row: ExporterRow): Promise<void> {
  const { parameters, body } = bench.state.document;
  const answer = await bench.asker.ask<"export">({ ask: "export", document: bench.flush(), format: row.name });
  if (answer.kind === "failed") bench.say("error", answer.error.message);
  if (answer.kind !== "done") return;
  download(bench, `${bench.ui.value.name || "ansatz"}${row.suffix}`, answer.result.text, row.mime);
  const said = [
    ...(row.takes === "circuit" && !isCircuit(body) ? [`${row.title} ${EXTRACTED}.`] : []),
    ...(row.needs_values && parameters.length
      ? [`${row.title} has no free parameters: it was written with the values of the sliders.`]
      : []),
  ];
  if (said.length) bench.say("ok", said.join(" "));
}

async function copyText(bench: Workbench, text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    bench.say("ok", `${what} copied.`);
  } catch {
    download(bench, `${bench.ui.value.name}.txt`, text, "text/plain");
  }
}

/** Px on a side that browsers paint, and what one of the drawing has in a picture where there is room. */
const MOST_PX = 16_000;
const SCALE = 2;
/** Px of letters below which nobody reads them. */
const LEGIBLE = 6;
const LETTERS = 13;

const pngScale = ({ width, height }: Picture): number => Math.min(SCALE, MOST_PX / Math.max(width, height));

/** What to take where a picture of pixels cannot be read; empty where it can. */
function illegible(picture: Picture): string {
  const letters = LETTERS * pngScale(picture);
  if (letters >= LEGIBLE) return "";
  const size = Math.max(picture.width, picture.height).toLocaleString("en");
  return `The drawing is ${size} px long, so letters in the PNG are ${letters.toFixed(1)} px high and cannot be read. \
Export PDF or SVG: they stay sharp at any size.`;
}

async function png(picture: Picture): Promise<Uint8Array | null> {
  const image = new Image();
  const url = URL.createObjectURL(new Blob([picture.text], { type: "image/svg+xml" }));
  try {
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    const scale = pngScale(picture);
    canvas.width = picture.width * scale;
    canvas.height = picture.height * scale;
    const context = canvas.getContext("2d");
    if (!context) return null;
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    return blob && new Uint8Array(await blob.arrayBuffer());
  } finally {
    URL.revokeObjectURL(url);
  }
}

function nameOf(bench: Workbench): string {
  return bench.ui.value.name || "ansatz";
}

/** Said of what is written of a diagram in a format of circuits. */
const EXTRACTED = "of the circuit that was extracted from this diagram";
const NO_GATES =
  "A ZX diagram has no gates, and Python, which extracts a circuit from it, does not answer here. Export the document.";

/** Writes the circuit as text, of a diagram the one that Python extracts; null where there is none, and says why. */
async function written(
  bench: Workbench,
  what: string,
  format: string,
  write: (body: CircuitBody) => string,
): Promise<string | null> {
  const { body } = bench.state.document;
  if (!isCircuit(body)) return extracted(bench, what, format);
  const made = attempt(() => write(body));
  if ("value" in made) return made.value;
  bench.say("error", `${what}: ${made.refusal.message}`);
  return null;
}

async function extracted(bench: Workbench, what: string, format: string): Promise<string | null> {
  if (!bench.asker.can("export")) {
    bench.say("error", `${what}: ${NO_GATES}`);
    return null;
  }
  const answer = await bench.asker.ask<"export">({ ask: "export", document: bench.flush(), format });
  if (answer.kind === "failed") bench.say("error", `${what}: ${answer.error.message}`);
  return answer.kind === "done" ? answer.result.text : null;
}

async function copied(
  bench: Workbench,
  what: string,
  format: string,
  write: (body: CircuitBody) => string,
): Promise<void> {
  const ofDiagram = !isCircuit(bench.state.document.body);
  const text = await written(bench, what, format, write);
  if (text !== null) await copyText(bench, text, ofDiagram ? `${what} ${EXTRACTED} is` : what);
}

async function openqasm(bench: Workbench): Promise<void> {
  const ofDiagram = !isCircuit(bench.state.document.body);
  const text = await written(bench, "OpenQASM", "openqasm3", toQasm);
  if (text === null) return;
  download(bench, `${nameOf(bench)}.qasm`, text, "text/plain");
  if (ofDiagram) bench.say("ok", `OpenQASM 3 ${EXTRACTED}.`);
}

function shown(bench: Workbench, take: (drawn: Document) => void): void {
  const drawn = picturedDocument(bench);
  if (!drawn) bench.say("error", "What is looked at is not drawn yet. Take its picture when it is.");
  else take(drawn);
}

/** Every export, as an effect of the command table. */
export const EXPORTS = {
  openqasm: (bench) => void openqasm(bench),
  qiskit: (bench) => void copied(bench, "Qiskit code", "qiskit", toQiskit),
  quantikz: (bench) => void copied(bench, "Quantikz LaTeX", "quantikz", toQuantikz),
  svg: (bench) =>
    shown(bench, (drawn) => download(bench, `${nameOf(bench)}.svg`, pictureOf(bench, drawn).text, "image/svg+xml")),
  png: (bench) =>
    shown(bench, (drawn) => {
      const picture = pictureOf(bench, drawn);
      const why = illegible(picture);
      void png(picture).then((bytes) => {
        if (bytes) download(bench, `${nameOf(bench)}.png`, bytes, "image/png");
        if (why) bench.say("error", why);
      });
    }),
  pdf: (bench) =>
    shown(bench, (drawn) => {
      void pdfOf(bench, drawn).then((bytes) => download(bench, `${nameOf(bench)}.pdf`, bytes, "application/pdf"));
    }),
} satisfies Partial<Effects>;
