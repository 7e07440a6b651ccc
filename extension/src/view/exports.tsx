/** The drawing taken elsewhere: SVG, PNG, PDF, OpenQASM, Qiskit code, Quantikz. */

import { render } from "preact";

import { isCircuit } from "../document/circuit";
import { attempt } from "../document/errors";
import { toQasm } from "../document/qasm-write";
import { toQiskit } from "../document/qiskit-code";
import { toQuantikz } from "../document/quantikz";
import { parameterColors } from "../scene/colors";
import { layoutOf, PITCH, wireY } from "../scene/layout";
import { BlockView, Hatches, StillGates } from "./gates";
import { askLong } from "./python";
import { Bench, type Workbench } from "./workbench";

const PAD = 24;
const LABELS = 56;
const SVG = "http://www.w3.org/2000/svg";
const KEPT = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "font-family", "font-size", "font-style", "font-weight",
  "text-anchor", "opacity", "white-space",
] as const;

/** The whole circuit as a picture of its own: styles written in, nothing to load. */
export function pictureOf(bench: Workbench): { readonly text: string; readonly width: number; readonly height: number } | null {
  const { body } = bench.state.document;
  const root = bench.root;
  if (!isCircuit(body) || !root) return null;
  const layout = layoutOf(body, undefined, bench.measure);
  const hasBlock = layout.blocks.length > 0;
  const top = hasBlock ? 60 : 28;
  const width = Math.ceil(layout.width + LABELS + PAD * 2);
  const height = Math.max(1, layout.numQubits - 1) * PITCH + top + (hasBlock ? 48 : 32);
  const holder = document.createElementNS(SVG, "svg");
  holder.setAttribute("xmlns", SVG);
  holder.setAttribute("width", String(width));
  holder.setAttribute("height", String(height));
  holder.setAttribute("viewBox", `${-LABELS} ${-top} ${width} ${height}`);
  holder.style.position = "absolute";
  holder.style.visibility = "hidden";
  root.append(holder);
  const colors = parameterColors(bench.state.document);
  render(
    <Bench.Provider value={bench}>
      <Hatches />
      <rect x={-LABELS} y={-top} width={width} height={height} style={{ fill: "var(--qd-bg-canvas)" }} />
      {body.qubits.map((label, qubit) => (
        <g key={qubit}>
          <line class="qd-wire" x1={-20} x2={layout.width + 28} y1={wireY(qubit) + 0.5} y2={wireY(qubit) + 0.5} />
          <text class="qd-label" x={-28} y={wireY(qubit) + 4.5} text-anchor="end">{label.slice(0, 10)}</text>
        </g>
      ))}
      {layout.blocks.map((block) => (
        <BlockView key={block.id} placed={block} body={body} colors={colors} selected={false} measure={(text) => bench.measure(text, "ui", 12)} />
      ))}
      <StillGates parts={layout.small} body={body} colors={colors} />
    </Bench.Provider>,
    holder,
  );
  for (const element of holder.querySelectorAll<SVGElement>("*")) {
    const style = getComputedStyle(element);
    const text = KEPT.map((name) => [name, style.getPropertyValue(name)] as const)
      .filter(([, value]) => value && value !== "normal" && value !== "none" || value === "none")
      .map(([name, value]) => `${name}:${value}`).join(";");
    element.setAttribute("style", text);
  }
  for (const element of holder.querySelectorAll("[class], [data-id], [id^=qd-o]")) {
    for (const name of ["class", "data-id", "data-kind"]) element.removeAttribute(name);
    if (!element.id.startsWith("qd-hatch")) element.removeAttribute("id");
  }
  holder.removeAttribute("style");
  // A name may hold control characters; XML must not.
  const text = new XMLSerializer().serializeToString(holder).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
  render(null, holder);
  holder.remove();
  return { text, width, height };
}

function download(bench: Workbench, name: string, content: string | Uint8Array, mime: string): void {
  if (bench.host.can.download) {
    bench.host.can.download(name, content, mime);
    return;
  }
  const blob = new Blob([typeof content === "string" ? content : content.slice().buffer as ArrayBuffer], { type: mime });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function copyText(bench: Workbench, text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    bench.say("ok", `${what} copied.`);
  } catch {
    download(bench, `${bench.ui.value.name}.txt`, text, "text/plain");
  }
}

async function png(picture: { text: string; width: number; height: number }): Promise<Uint8Array | null> {
  const image = new Image();
  const url = URL.createObjectURL(new Blob([picture.text], { type: "image/svg+xml" }));
  try {
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    const scale = Math.min(2, 16_000 / Math.max(picture.width, picture.height));
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

/** Offers every export as an effect of the command table. */
export function offerExports(bench: Workbench): void {
  const name = (): string => bench.ui.value.name || "ansatz";
  const written = (what: string, write: () => string, then: (text: string) => void): void => {
    const made = attempt(write);
    if ("refusal" in made) bench.say("error", `${what}: ${made.refusal.message}`);
    else then(made.value);
  };
  const circuit = (write: (body: Parameters<typeof toQasm>[0]) => string): (() => string) => () => {
    const { body } = bench.state.document;
    return isCircuit(body) ? write(body) : "";
  };
  bench.effects.set("qdesign", () => download(bench, `${name()}.qdesign`, bench.flush(), "application/json"));
  bench.effects.set("openqasm", () => written("OpenQASM", circuit(toQasm), (text) => download(bench, `${name()}.qasm`, text, "text/plain")));
  bench.effects.set("qiskit", () => written("Qiskit code", circuit(toQiskit), (text) => void copyText(bench, text, "Qiskit code")));
  bench.effects.set("quantikz", () => written("Quantikz", circuit(toQuantikz), (text) => void copyText(bench, text, "Quantikz LaTeX")));
  bench.effects.set("svg", () => {
    const picture = pictureOf(bench);
    if (picture) download(bench, `${name()}.svg`, picture.text, "image/svg+xml");
  });
  bench.effects.set("png", () => {
    const picture = pictureOf(bench);
    if (picture) void png(picture).then((bytes) => bytes && download(bench, `${name()}.png`, bytes, "image/png"));
  });
  bench.effects.set("pdf", () => {
    const picture = pictureOf(bench);
    if (!picture) return;
    void askLong(bench, "Making a PDF", { ask: "export", document: bench.flush(), format: "pdf", bind: false, svg: picture.text }).then((answer) => {
      const [buffer] = answer?.buffers ?? [];
      if (buffer) download(bench, `${name()}.pdf`, new Uint8Array(buffer), "application/pdf");
    });
  });
}
