/** The chosen spiders and edges: kind, phase with its error beside it, what they are joined to, what can be done. */

import type { JSX } from "preact";
import type { DiagramBody, Spider } from "../../document/circuit";
import { setEdgeKind, setPhase, setSpiderKind } from "../../document/diagram";
import { count } from "../../scene/describe";
import { describeEdge, nameSpider } from "../../scene/diagram";
import { edgeKey, edgesIn, spidersIn } from "../../state/selection";
import { aside } from "../../state/transaction";
import { AngleField } from "../widgets/angle-field";
import { useEdit } from "../widgets/field-edit";
import { Radians } from "../widgets/radians";
import { usePart } from "../workbench/cell";
import { runCommand } from "../workbench/run";
import { useWorkbench } from "../workbench/workbench";
import { After } from "./after";
import { Linked } from "./linked";
import { Picked } from "./picked";
import { Rules } from "./rules";
import { PROVING } from "./tool";

const MOST_LISTED = 8;

export function SelectedSpiders({ body }: { readonly body: DiagramBody }): JSX.Element {
  return (
    <>
      <Chosen body={body} />
      <Linked />
      <Rules body={body} />
      <After />
    </>
  );
}

function Chosen({ body }: { readonly body: DiagramBody }): JSX.Element {
  const bench = useWorkbench();
  const selection = usePart(bench.editor, (e) => e.state.selection);
  // On a phone the rules come first while proving; drawing has the fields.
  const phone = usePart(bench.ui, (ui) => ui.size === "phone");
  const compact = usePart(bench.at(PROVING), (now) => now) && phone;
  const spiders = spidersIn(body, selection);
  const edges = edgesIn(body, selection);
  const [id] = spiders;
  const spider = id === undefined ? undefined : body.spiders.get(id);
  if (compact && spiders.length) {
    return (
      <div class="qd-section" data-part="spider">
        <Picked body={body} spiders={spiders} />
      </div>
    );
  }
  if (!spiders.length && edges.length) return <EdgeSection body={body} id={edges[0] ?? ""} />;
  if (id !== undefined && spider && spiders.length === 1) {
    return (
      <>
        <SpiderSection key={id} body={body} id={id} spider={spider} />
        {edges[0] !== undefined && <EdgeSection body={body} id={edges[0]} />}
      </>
    );
  }
  return <Several body={body} spiders={spiders} />;
}

function Several({ body, spiders }: { readonly body: DiagramBody; readonly spiders: readonly string[] }): JSX.Element {
  const bench = useWorkbench();
  const act =
    (id: string): (() => void) =>
    () =>
      runCommand(bench, id);
  const proving = usePart(bench.at(PROVING), (now) => now);
  if (!spiders.length && proving) {
    return (
      <div class="qd-section qd-hint">
        <div class="qd-quiet">
          Drag a spider onto another to fuse, copy or take bialgebra; with Alt its phase comes out; a double click
          changes its color. <span class="qd-key">T</span> strokes through wires and spiders. Of what is selected the
          letters beside rules take them. <span class="qd-key">Q</span> draws again.
        </div>
      </div>
    );
  }
  if (!spiders.length) {
    return (
      <div class="qd-section qd-hint">
        <div class="qd-quiet">
          Nothing selected. Click a spider or an edge, or walk with the arrows. <span class="qd-key">Z</span>{" "}
          <span class="qd-key">X</span> <span class="qd-key">H</span> draw spiders, <span class="qd-key">E</span>{" "}
          <span class="qd-key">D</span> edges; <span class="qd-key">?</span> shows all keys.
        </div>
      </div>
    );
  }
  const isEnd = (id: string): boolean => body.spiders.get(id)?.kind === "boundary";
  const inner = [...body.spiders.keys()].filter((id) => !isEnd(id)).length;
  const chosen = spiders.filter((id) => !isEnd(id)).length;
  return (
    <div class="qd-section">
      <div class="qd-head">
        <h2>Selection</h2>
        <span class="qd-space" />
        <span class="qd-quiet">
          {chosen} of {count(inner, "spider")}
        </span>
      </div>
      <Picked body={body} spiders={spiders} />
      <div class="qd-chips">
        {spiders.length === 2 && (
          <button type="button" class="qd-chip" title="Join (E)" onClick={act("zx.plain")}>
            Join
          </button>
        )}
        {spiders.length === 2 && (
          <button type="button" class="qd-chip" title="Join by a Hadamard edge (D)" onClick={act("zx.hadamard")}>
            Join by Hadamard
          </button>
        )}
        <button type="button" class="qd-chip" title="Z and X exchanged (C)" onClick={act("zx.kind")}>
          Change kind
        </button>
        <button type="button" class="qd-chip" onClick={act("edit.duplicate")}>
          Duplicate
        </button>
        <button type="button" class="qd-chip" onClick={act("edit.delete")}>
          Delete
        </button>
      </div>
    </div>
  );
}

const KINDS = [
  ["Z", "Z"],
  ["X", "X"],
  ["H", "H-box"],
] as const;

function SpiderSection({
  body,
  id,
  spider,
}: {
  readonly body: DiagramBody;
  readonly id: string;
  readonly spider: Spider;
}): JSX.Element {
  const bench = useWorkbench();
  const [error, edit] = useEdit();
  const around = [...body.edges].filter(([, e]) => e.source === id || e.target === id);
  return (
    <div class="qd-section" data-part="spider">
      <div class="qd-chosen">
        <div style={{ minWidth: 0, flex: 1 }}>
          <strong>{nameSpider(body, id)}</strong>
          <span class="qd-quiet">{around.length === 1 ? "1 edge" : `${around.length} edges`}</span>
        </div>
        <button type="button" class="qd-chip" title="Delete (Del)" onClick={() => runCommand(bench, "edit.delete")}>
          Delete
        </button>
      </div>
      {spider.kind !== "boundary" && (
        <>
          <span class="qd-segments" role="group" aria-label="Kind of spider">
            {KINDS.map(([kind, label]) => (
              <button
                key={kind}
                type="button"
                aria-pressed={spider.kind === kind}
                onClick={() => edit("spider.kind", () => setSpiderKind(bench.state.document, id, kind))}
              >
                {label}
              </button>
            ))}
          </span>
          <AngleField
            label="Phase"
            text={spider.phase ?? "0"}
            hint="In radians: pi/4, 3pi/2, 2gamma + pi/2 or a*pi; 1/2 is 0.5 rad (ZXLive means π/2 by it)"
            intent="spider.phase"
            set={(document, value) => setPhase(document, id, value)}
            quick={QUICK}
            aside={(shown) => <Radians text={shown} />}
            first
          />
        </>
      )}
      {error && (
        <div class="qd-error" role="alert">
          {error}
        </div>
      )}
      <div class="qd-chips">
        {around.slice(0, MOST_LISTED).map(([edge, { source, target, kind }]) => (
          <button
            key={edge}
            type="button"
            class="qd-chip"
            title={kind === "plain" ? "Plain edge; click to select it" : "Hadamard edge; click to select it"}
            onClick={() => bench.dispatch(aside("select.edge", { selection: new Set([id, edgeKey(edge)]) }))}
          >
            {kind === "plain" ? "—" : "╌"} {nameSpider(body, source === id ? target : source)}
          </button>
        ))}
        {around.length > MOST_LISTED && <span class="qd-quiet">{around.length - MOST_LISTED} more</span>}
      </div>
    </div>
  );
}

const QUICK = ["0", "pi/4", "pi/2", "pi", "-pi/2"] as const;

function EdgeSection({ body, id }: { readonly body: DiagramBody; readonly id: string }): JSX.Element | null {
  const bench = useWorkbench();
  const [error, edit] = useEdit();
  const edge = body.edges.get(id);
  if (!edge) return null;
  return (
    <div class="qd-section" data-part="edge">
      <div class="qd-chosen">
        <div style={{ minWidth: 0, flex: 1 }}>
          <strong>{edge.kind === "plain" ? "Plain edge" : "Hadamard edge"}</strong>
          <span class="qd-quiet">{describeEdge(edge, body).replace(/^\w+ edge /, "")}</span>
        </div>
        <button type="button" class="qd-chip" title="Delete (Del)" onClick={() => runCommand(bench, "edit.delete")}>
          Delete
        </button>
      </div>
      <span class="qd-segments" role="group" aria-label="Kind of edge">
        {(["plain", "hadamard"] as const).map((kind) => (
          <button
            key={kind}
            type="button"
            aria-pressed={edge.kind === kind}
            onClick={() => edit("edge.kind", () => setEdgeKind(bench.state.document, id, kind))}
          >
            {kind === "plain" ? "Plain" : "Hadamard"}
          </button>
        ))}
      </span>
      {error && (
        <div class="qd-error" role="alert">
          {error}
        </div>
      )}
    </div>
  );
}
