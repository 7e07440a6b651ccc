/** A circuit to look at: the wheel and a drag move it, a click selects the spiders that a gate was made of. */

import type { JSX } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

import { type CircuitBody, type Document, isCircuit } from "../../document/circuit";
import { parameterColors } from "../../scene/colors";
import { inView, type Layout, layoutOf, wireY } from "../../scene/layout";
import type { Viewport } from "../../state/state";
import { fitted } from "../../tools/fit";
import { Hatches, StillLayout } from "../drawing/gates";
import { usePanning } from "../drawing/panning";
import { gateBoxes, StandingMarks } from "../drawing/standing-marks";
import { WireName } from "../drawing/wire-name";
import { Wires } from "../drawing/wires";
import { useSize } from "../widgets/use-size";
import { pick, useLink } from "../workbench/linked";
import { useWorkbench } from "../workbench/workbench";
import { useZoom } from "./editor";
import { Scaled } from "./view";

/** Gates beyond this many are left out: they would be specks. */
const MOST = 2000;
const LEAST = 0.1;
/** Px that the heading lies over. */
const HEAD = 56;
/** Nothing beside it, yet both axes have one scale. */
const ALONE = { left: 0, right: 0, top: 0, bottom: 0 };

export function Looked({ document }: { readonly document: Document }): JSX.Element | null {
  return isCircuit(document.body) ? <OfBody document={document} body={document.body} /> : null;
}

function OfBody({ document, body }: { readonly document: Document; readonly body: CircuitBody }): JSX.Element {
  const bench = useWorkbench();
  const svg = useRef<SVGSVGElement>(null);
  const [element, setElement] = useState<SVGSVGElement | null>(null);
  const size = useSize(element);
  useLayoutEffect(() => setElement(svg.current), []);
  const layout = useMemo(() => layoutOf(body, undefined, bench.measure), [body]);
  const [chosen, setChosen] = useState<Viewport | null>(null);
  const whole = fitted(layout, { ...size, phone: false }, LEAST, ALONE);
  const view = chosen ?? { ...whole, y: Math.min(whole.y, -HEAD / whole.zoom) };
  const link = useLink(bench);
  const panning = usePanning(svg, view, setChosen, (target) =>
    pick(bench, target?.closest("[data-id]")?.getAttribute("data-id") ?? null),
  );
  useZoom({ svg, view, setView: setChosen, fit: () => setChosen(null) });
  const scene = useMemo(
    () => <Scene document={document} body={body} layout={layout} selection={link.other.chosen} />,
    [document.parameters, body, layout, link.other.chosen],
  );
  return (
    <svg
      ref={svg}
      class="qd-looked"
      data-tool="look"
      role="group"
      aria-label="Circuit of the diagram, read only; a click selects its spiders"
      {...panning}
    >
      <Hatches />
      <Scaled view={view}>
        {scene}
        <StandingMarks body={body} boxes={() => gateBoxes(layout.small)} />
      </Scaled>
    </svg>
  );
}

interface SceneProps {
  readonly document: Document;
  readonly body: CircuitBody;
  readonly layout: Layout;
  readonly selection: ReadonlySet<string>;
}

function Scene({ document, body, layout, selection }: SceneProps): JSX.Element {
  const bench = useWorkbench();
  return (
    <>
      <Wires layout={layout} rows={[...body.qubits.keys()]} left={-20} right={layout.width + 28} />
      {body.qubits.map((label, qubit) => (
        <text key={qubit} class="qd-label" x={-28} y={wireY(qubit, layout.pitch) + 4.5} text-anchor="end">
          <WireName name={label} short={layout.names[qubit]} />
        </text>
      ))}
      <StillLayout
        blocks={layout.blocks}
        parts={inView(layout, -Infinity, Infinity).slice(0, MOST)}
        body={body}
        colors={parameterColors(document)}
        measure={(words) => bench.measure(words, "ui", 12)}
        selection={selection}
      />
    </>
  );
}
