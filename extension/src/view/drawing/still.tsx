/** A circuit or a diagram as a small picture that fits its frame. */

import type { JSX } from "preact";
import { useMemo } from "preact/hooks";

import { type CircuitBody, type DiagramBody, type Document, isCircuit } from "../../document/circuit";
import { parameterColors } from "../../scene/colors";
import { diagramScene } from "../../scene/diagram";
import { layoutOf, PITCH } from "../../scene/layout";
import type { Measure } from "../../scene/math";
import { NO_SELECTION } from "../../state/state";
import { useWorkbench } from "../workbench/workbench";
import { Shapes } from "./diagram-shapes";
import { StillLayout } from "./gates";
import { Wires } from "./wires";

/** Gates and spiders beyond this many are left out: they would be specks. */
const MOST = 400;

interface Shown {
  readonly document: Document;
  readonly label: string;
}

export function Still(shown: Shown): JSX.Element {
  return <Picture {...shown} measure={useWorkbench().measure} />;
}

interface Measured {
  readonly measure: Measure;
  /** Of its full size; fills its frame when missing. */
  readonly scale?: number | undefined;
}

/** The same where no studio is open. */
export function Picture({ document, ...shown }: Shown & Measured): JSX.Element {
  const { body } = document;
  return isCircuit(body) ? (
    <StillCircuit document={document} body={body} {...shown} />
  ) : (
    <StillDiagram body={body} {...shown} />
  );
}

const sized = (width: number, scale?: number): object =>
  scale === undefined ? {} : { style: { width: `${width * scale}px`, height: "auto" } };

function StillCircuit({
  document,
  body,
  label,
  measure,
  scale,
}: Shown & Measured & { readonly body: CircuitBody }): JSX.Element {
  const layout = useMemo(() => layoutOf(body, undefined, measure), [body]);
  const colors = parameterColors(document);
  const parts = layout.small.slice(0, MOST);
  const width = Math.max(60, layout.width) + 40;
  const top = layout.blocks.length ? 56 : 28;
  return (
    <svg
      class="qd-still"
      {...sized(width + 32, scale)}
      viewBox={`-32 ${-top} ${width + 32} ${Math.max(0, layout.numQubits - 1) * PITCH + top + 28}`}
      preserveAspectRatio="xMinYMid meet"
      role="img"
      aria-label={label}
    >
      <Wires layout={layout} rows={[...body.qubits.keys()]} left={-20} right={width - 12} />
      <StillLayout
        blocks={layout.blocks}
        parts={parts}
        body={body}
        colors={colors}
        measure={(words) => measure(words, "ui", 12)}
      />
    </svg>
  );
}

function StillDiagram({
  body,
  label,
  measure,
  scale,
}: Omit<Shown, "document"> & Measured & { readonly body: DiagramBody }): JSX.Element {
  const scene = useMemo(() => {
    const all = diagramScene(body, measure);
    return all.spiders.length > MOST ? { ...all, spiders: [] } : all;
  }, [body]);
  return (
    <svg
      class="qd-still"
      {...sized(scene.right - scene.left + 80, scale)}
      viewBox={`${scene.left - 40} ${scene.top - 30} ${scene.right - scene.left + 80} ${scene.bottom - scene.top + 60}`}
      role="img"
      aria-label={label}
    >
      <Shapes scene={scene} body={body} selection={NO_SELECTION} />
    </svg>
  );
}
