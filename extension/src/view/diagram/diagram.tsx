/** The ZX view: the diagram that is drawn, or the diagram of the circuit that is drawn. */

import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { type DiagramBody, isCircuit, withBody } from "../../document/circuit";
import { emptyDiagram } from "../../document/diagram";
import { attempt } from "../../document/errors";
import { loads } from "../../document/read";
import { count } from "../../scene/describe";
import { closeScene, type DiagramScene } from "../../scene/diagram";
import { edgeKey } from "../../state/selection";
import { NO_SELECTION, shownDocument } from "../../state/state";
import { step } from "../../state/transaction";
import { Shapes } from "../drawing/diagram-shapes";
import { usePanning } from "../drawing/panning";
import { StandingMarks } from "../drawing/standing-marks";
import { Head } from "../widgets/head";
import { usePart } from "../workbench/cell";
import { laidOut } from "../workbench/diagram-layout";
import { OTHER, otherOf, pick, useLink } from "../workbench/linked";
import { ZOOM } from "../workbench/slots";
import { useWorkbench } from "../workbench/workbench";
import { convertBody, unmeasuredText } from "./convert";
import { useZoom, ZxEditor } from "./editor";
import { OverlayChips, ringed } from "./overlays";
import { Dots, numInner, Scaled, useBeside, useView, type View } from "./view";

export function ZxView(): JSX.Element {
  const bench = useWorkbench();
  const body = usePart(bench.editor, (e) => shownDocument(e.state).body);
  return isCircuit(body) ? <OfCircuit /> : <ZxEditor body={body} />;
}

/** The diagram of a circuit, asked of Python; not edited until it is converted. */
function OfCircuit(): JSX.Element {
  const bench = useWorkbench();
  const document = usePart(bench.editor, (e) => e.state.document);
  const body = usePart(bench.diagram, (diagram) => diagram);
  const beside = usePart(bench.diagram, () => bench.beside);
  const [said, setSaid] = useState("");
  const able = bench.asker.can("to_diagram");
  const editing = useRef(false);
  useEffect(() => {
    if (!able) return undefined;
    let open = true;
    const timer = setTimeout(() => {
      // Of one kind the newest ask counts: the one that the person waits for is not replaced.
      if (editing.current) return;
      void bench.asker
        .ask<"to_diagram">({ ask: "to_diagram", document: unmeasuredText(bench) })
        .then(async (answer) => {
          if (!open) return;
          setSaid(answer.kind === "failed" ? answer.error.message : "");
          if (answer.kind !== "done") return;
          const read = attempt(() => loads(answer.result.document));
          if ("refusal" in read) return;
          const placed = await laidOut(bench, read.value);
          if (!open || isCircuit(placed.body)) return;
          bench.at(OTHER).set(otherOf(document.body, placed, answer.result.origins));
          bench.diagram.set(placed.body);
        });
    }, 250);
    return () => {
      open = false;
      clearTimeout(timer);
    };
  }, [bench, document.body, able]);
  useEffect(
    () => () => {
      bench.diagram.set(null);
      bench.at(OTHER).set(null);
    },
    [bench],
  );
  const edit = (): void => {
    bench.ui.patch({ view: "zx" });
    editing.current = true;
    void convertBody(bench).finally(() => {
      editing.current = false;
    });
  };
  const fresh = (): void => {
    const wires = isCircuit(document.body) ? Math.max(1, document.body.qubits.length) : 1;
    bench.dispatch(step("diagram.new", { document: withBody(document, emptyDiagram(wires)), selection: NO_SELECTION }));
    bench.ui.patch({ view: "zx" });
  };
  return (
    <section class="qd-main" data-part="zx" aria-label="ZX diagram">
      <Head note={said && body ? said : body ? `of the circuit · ${count(numInner(body), "spider")}` : ""}>
        {body && <OverlayChips />}
        {able && (
          <button type="button" class="qd-chip" onClick={edit}>
            Edit as a diagram
          </button>
        )}
      </Head>
      {body ? (
        beside ? (
          <Beside body={body} scene={beside} />
        ) : (
          <Alone body={body} />
        )
      ) : (
        <div class="qd-off" style={{ paddingTop: "20vh" }}>
          {able ? (
            said || "Converting…"
          ) : (
            <>
              Conversion runs in Python, and {bench.noPython}.
              <br />
              <br />
              <button type="button" class="qd-button" data-look="line" onClick={fresh}>
                Start an empty diagram
              </button>
            </>
          )}
        </div>
      )}
    </section>
  );
}

/** Px beside a diagram that no tools lie over. */
const NO_TOOLS = 44;

function Alone({ body }: { readonly body: DiagramBody }): JSX.Element {
  const bench = useWorkbench();
  const scene = useMemo(() => closeScene(body, bench.measure), [body]);
  const frame = useView(scene, body, NO_TOOLS);
  useZoom(frame);
  return <Picture body={body} scene={scene} frame={frame} />;
}

/** On the rows of the circuit, whose zoom and height it shares. */
function Beside({ body, scene }: { readonly body: DiagramBody; readonly scene: DiagramScene }): JSX.Element {
  const bench = useWorkbench();
  const frame = useBeside(scene);
  const drawn = useRef<number | null>(null);
  useEffect(() => {
    // Both are shown whole at first; rows that are further apart than those shown until now need more height.
    if (scene.rowPitch !== drawn.current) bench.at(ZOOM).value?.fit();
    drawn.current = scene.rowPitch;
  }, [bench, scene.rowPitch]);
  return <Picture body={body} scene={scene} frame={frame} />;
}

/** A diagram to look at: the wheel and a drag move it, a click selects the gates that a part was made of. */
function Picture({
  body,
  scene,
  frame,
}: {
  readonly body: DiagramBody;
  readonly scene: DiagramScene;
  readonly frame: View;
}): JSX.Element {
  const bench = useWorkbench();
  const { svg, view, setView } = frame;
  const { chosen } = useLink(bench).other;
  const shapes = useMemo(() => <Shapes scene={scene} body={body} selection={chosen} />, [scene, body, chosen]);
  const panning = usePanning(svg, view, setView, (target) => pick(bench, keyUnder(target)));
  return (
    <svg
      ref={svg}
      class="qd-canvas qd-zx"
      data-tool="look"
      role="group"
      aria-label={`ZX diagram with ${count(numInner(body), "spider")}, read only; a click selects its gates`}
      {...panning}
    >
      <Dots view={view} />
      <Scaled view={view}>
        {shapes}
        <StandingMarks body={body} boxes={() => ringed(scene)} />
      </Scaled>
    </svg>
  );
}

/** The spider or edge that is drawn by an element. */
function keyUnder(target: Element | null): string | null {
  const spider = target?.closest("[data-spider]")?.getAttribute("data-spider");
  const edge = target?.closest("[data-edge]")?.getAttribute("data-edge");
  return spider ?? (edge == null ? null : edgeKey(edge));
}
