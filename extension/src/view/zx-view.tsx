/** The ZX view: the diagram that is drawn, or the diagram of the circuit that is drawn. */

import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { isCircuit, withBody, type DiagramBody } from "../document/circuit";
import { emptyDiagram } from "../document/diagram";
import { attempt } from "../document/errors";
import { loads } from "../document/read";
import { diagramScene } from "../scene/diagram";
import { NO_SELECTION, shownDocument } from "../state/state";
import { step } from "../state/transaction";
import { usePart } from "./cell";
import { convertBody, unmeasuredText } from "./python";
import { useBench } from "./workbench";
import { ZxEditor } from "./zx-editor";
import { count, Dots, Head, numInner, Scaled, useView } from "./zx-frame";
import { laidOut } from "./zx-layout";
import { Shapes } from "./zx-shapes";

export function ZxView(): JSX.Element {
  const bench = useBench();
  const body = usePart(bench.editor, (e) => shownDocument(e.state).body);
  return isCircuit(body) ? <OfCircuit /> : <ZxEditor body={body} />;
}

/** The diagram of a circuit, asked of Python; not edited until it is converted. */
function OfCircuit(): JSX.Element {
  const bench = useBench();
  const document = usePart(bench.editor, (e) => e.state.document);
  const body = usePart(bench.diagram, (diagram) => diagram);
  const [said, setSaid] = useState("");
  const able = bench.asker.can("to_diagram");
  const editing = useRef(false);
  useEffect(() => {
    if (!able) return undefined;
    let open = true;
    const timer = setTimeout(() => {
      // Of one kind the newest ask counts: the one that the person waits for is not replaced.
      if (editing.current) return;
      void bench.asker.ask<"to_diagram">({ ask: "to_diagram", document: unmeasuredText(bench) }).then(async (answer) => {
        if (!open) return;
        setSaid(answer.kind === "failed" ? answer.error.message : "");
        if (answer.kind !== "done") return;
        const read = attempt(() => loads(answer.result.document));
        if ("refusal" in read) return;
        const placed = await laidOut(bench, read.value);
        if (open && !isCircuit(placed.body)) bench.diagram.set(placed.body);
      });
    }, 250);
    return () => {
      open = false;
      clearTimeout(timer);
    };
  }, [bench, document.body, able]);
  useEffect(() => () => bench.diagram.set(null), [bench]);
  const edit = (): void => {
    bench.ui.patch({ view: "zx" });
    editing.current = true;
    void convertBody(bench).finally(() => { editing.current = false; });
  };
  const fresh = (): void => {
    const wires = isCircuit(document.body) ? Math.max(1, document.body.qubits.length) : 1;
    bench.dispatch(step("diagram.new", { document: withBody(document, emptyDiagram(wires)), selection: NO_SELECTION }));
    bench.ui.patch({ view: "zx" });
  };
  return (
    <section class="qd-main" data-part="zx" aria-label="ZX diagram">
      <Head note={said && body ? said : body ? `of the circuit · ${count(numInner(body), "spider")}` : ""}>
        {able && <button type="button" class="qd-chip" onClick={edit}>Edit as a diagram</button>}
      </Head>
      {body ? <Picture body={body} /> : (
        <div class="qd-off" style={{ paddingTop: "20vh" }}>
          {able ? said || "Converting…" : <>Conversion runs in Python, and none answers here.<br /><br /><button type="button" class="qd-button" data-look="line" onClick={fresh}>Start an empty diagram</button></>}
        </div>
      )}
    </section>
  );
}

function Picture({ body }: { readonly body: DiagramBody }): JSX.Element {
  const bench = useBench();
  const scene = useMemo(() => diagramScene(body, bench.measure), [body]);
  const { svg, view } = useView(scene, body);
  return (
    <svg ref={svg} class="qd-canvas qd-zx" role="group" aria-label={`ZX diagram with ${count(numInner(body), "spider")}`}>
      <Dots view={view} />
      <Scaled view={view}><Shapes scene={scene} body={body} selection={NO_SELECTION} /></Scaled>
    </svg>
  );
}
