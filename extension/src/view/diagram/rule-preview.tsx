/** A rule as it would be, laid over the drawing: what comes, what goes, what gets other legs; all else stays. */

import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { type DiagramBody, isCircuit } from "../../document/circuit";
import type { Preview } from "../../rewriting";
import { count } from "../../scene/describe";
import { type DiagramScene, diagramScene, noCircuitWords, type PlacedSpider, ZX_PITCH } from "../../scene/diagram";
import { EdgeShape, SpiderShape } from "../drawing/diagram-shapes";
import { usePart } from "../workbench/cell";
import { type Looked, lookAway, useLooked } from "../workbench/looked";
import { ruleNamed } from "../workbench/rules";
import { useBlocked } from "../workbench/step-figures";
import { useWorkbench } from "../workbench/workbench";
import { takeEverywhere } from "./ruling";

const NOTHING: ReadonlySet<string> = new Set();

/** What is drawn as going; nothing while no rule is looked at. */
export function useGoing(body: DiagramBody): ReadonlySet<string> {
  const made = useLooked()?.made ?? null;
  return useMemo(() => {
    if (!made) return NOTHING;
    const { goneSpiders, goneEdges, changedEdges } = made.changes;
    const edges = [...goneEdges, ...changedEdges].filter((id) => body.edges.has(id));
    return new Set([...goneSpiders, ...edges.map((id) => `edge:${id}`)]);
  }, [made, body]);
}

/** The spiders that stay and get other legs or another phase. */
function touchedIn({ body, changes }: Preview, before: DiagramBody): readonly string[] {
  const found = new Set(changes.changedSpiders);
  const fresh = new Set(changes.newSpiders);
  for (const id of changes.newEdges) {
    const edge = body.edges.get(id);
    for (const end of edge ? [edge.source, edge.target] : []) if (!fresh.has(end)) found.add(end);
  }
  return [...found].filter((id) => before.spiders.has(id) && before.spiders.get(id)?.kind !== "boundary");
}

export function Overlay({
  body,
  scene,
}: {
  readonly body: DiagramBody;
  readonly scene: DiagramScene;
}): JSX.Element | null {
  const looked = useLooked();
  if (looked?.places) return <Places scene={scene} places={looked.places} />;
  return looked?.made ? <Coming body={body} scene={scene} made={looked.made} /> : <Blocking scene={scene} />;
}

/** The spiders that keep the step of a proof from being a circuit. */
function Blocking({ scene }: { readonly scene: DiagramScene }): JSX.Element | null {
  const blocks = new Set(useBlocked()?.blocks);
  if (!blocks.size) return null;
  return (
    <g class="qd-places qd-blocking">
      {scene.spiders
        .filter(({ id }) => blocks.has(id))
        .map((placed) => (
          <Ring key={placed.id} placed={placed} strong />
        ))}
    </g>
  );
}

/** Edges that stay are where they were. */
function useNext(made: Preview, near: DiagramScene): DiagramScene {
  const bench = useWorkbench();
  return useMemo(() => diagramScene(made.body, bench.measure, ZX_PITCH.y, near), [made]);
}

/** The edges that come, under the spiders. */
export function ComingEdges({ scene }: { readonly scene: DiagramScene }): JSX.Element | null {
  const looked = useLooked();
  if (looked?.places) return <Wires scene={scene} places={looked.places} />;
  return looked?.made ? <Edges made={looked.made} scene={scene} /> : null;
}

/** The edges of all places. */
function Wires({
  scene,
  places,
}: {
  readonly scene: DiagramScene;
  readonly places: readonly (readonly string[])[];
}): JSX.Element {
  const alone = new Set(places.filter((place) => place.length === 1).flat());
  const pairs = new Set(places.flatMap((place) => place.flatMap((a) => place.map((b) => `${a}\n${b}`))));
  return (
    <>
      {scene.edges
        .filter(({ id, edge }) => alone.has(id) || pairs.has(`${edge.source}\n${edge.target}`))
        .map(({ id, path }) => (
          <path key={id} class="qd-halo" d={path} />
        ))}
    </>
  );
}

function Edges({ made, scene }: { readonly made: Preview; readonly scene: DiagramScene }): JSX.Element {
  const next = useNext(made, scene);
  const coming = new Set([...made.changes.newEdges, ...made.changes.changedEdges]);
  const edges = next.edges.filter(({ id }) => coming.has(id));
  return (
    <g class="qd-coming">
      {edges.map(({ id, path }) => (
        <path key={id} class="qd-halo" d={path} />
      ))}
      {edges.map((placed) => (
        <EdgeShape key={placed.id} placed={placed} title="comes" selected={false} going={false} />
      ))}
    </g>
  );
}

function Coming({
  body,
  scene,
  made,
}: {
  readonly body: DiagramBody;
  readonly scene: DiagramScene;
  readonly made: Preview;
}): JSX.Element {
  const next = useNext(made, scene);
  const { newSpiders, changedSpiders } = made.changes;
  const changed = new Set(changedSpiders);
  return (
    <g class="qd-coming">
      {touchedIn(made, body).map((id) => {
        const placed = scene.byId.get(id);
        return placed && <Ring key={id} placed={placed} />;
      })}
      {[...newSpiders, ...changed].map((id) => {
        const placed = next.byId.get(id);
        return (
          placed && (
            <g key={id} data-new={changed.has(id) ? undefined : ""}>
              <SpiderShape placed={placed} title="comes" input={false} selected={false} going={false} />
              {!changed.has(id) && <Ring placed={placed} />}
            </g>
          )
        );
      })}
    </g>
  );
}

function Ring({ placed, strong = false }: { readonly placed: PlacedSpider; readonly strong?: boolean }): JSX.Element {
  const { x, y, width, height, spider } = placed;
  const round = spider.kind === "H" ? 3 : height / 2;
  return (
    <rect
      class="qd-lit"
      data-strong={strong ? "" : undefined}
      x={x - width / 2 - 4}
      y={y - height / 2 - 4}
      width={width + 8}
      height={height + 8}
      rx={round + 4}
    />
  );
}

/** Every place of a rule; a click takes it there. */
function Places({
  scene,
  places,
}: {
  readonly scene: DiagramScene;
  readonly places: readonly (readonly string[])[];
}): JSX.Element {
  const spiders = new Set(places.flat());
  return (
    <g class="qd-places">
      {scene.spiders
        .filter(({ id }) => spiders.has(id))
        .map((placed) => (
          <Ring key={placed.id} placed={placed} strong />
        ))}
    </g>
  );
}

/** What the colors of a preview mean, and the way out. */
export function Legend(): JSX.Element | null {
  const bench = useWorkbench();
  const looked = useLooked();
  if (!looked) return <BlockingWords />;
  const { title } = ruleNamed(bench, looked.rule);
  return (
    <div class="qd-preview-legend" role="status">
      <strong>{looked.places ? title : `Preview: ${title}`}</strong>
      <LegendWords looked={looked} />
    </div>
  );
}

/** Why the step of a proof that is drawn is no circuit. */
function BlockingWords(): JSX.Element | null {
  const body = usePart(useWorkbench().editor, (e) => e.state.document.body);
  const blocked = useBlocked();
  if (!blocked || isCircuit(body)) return null;
  return (
    <div class="qd-preview-legend" role="status">
      <i data-blocks="" />
      <span>{noCircuitWords(body, blocked.why, blocked.blocks)}</span>
    </div>
  );
}

function LegendWords({ looked }: { readonly looked: Looked }): JSX.Element | null {
  const bench = useWorkbench();
  const { made, places, rule } = looked;
  if (places) {
    return (
      <>
        <span>{count(places.length, "place")}; click one</span>
        <button type="button" class="qd-link" onClick={() => takeEverywhere(bench, rule)}>
          Everywhere
        </button>
        <button type="button" class="qd-link" onClick={() => lookAway(bench)}>
          Leave
        </button>
      </>
    );
  }
  if (!made) return null;
  const { newSpiders, newEdges, goneSpiders, goneEdges, changedEdges } = made.changes;
  const words = (spiders: number, edges: number): string =>
    [...(spiders ? [count(spiders, "spider")] : []), ...(edges ? [count(edges, "edge")] : [])].join(" and ");
  const comes = words(newSpiders.length, newEdges.length + changedEdges.length);
  const goes = words(goneSpiders.length, goneEdges.length + changedEdges.length);
  return (
    <>
      {comes && (
        <span>
          <i data-comes="" /> comes, {comes}
        </span>
      )}
      {goes && (
        <span>
          <i data-goes="" /> goes, {goes}
        </span>
      )}
      <span class="qd-preview-rest">
        <i data-legs="" /> other legs or phase
      </span>
    </>
  );
}
