/** In the inspector: what the chosen part belongs to in the other form, and what it came from by which steps. */

import type { JSX } from "preact";

import { anglesOf, type CircuitBody, type DiagramBody, findItem, isBlock, isCircuit } from "../../document/circuit";
import { withDrawnControls } from "../../document/edit";
import { attempt } from "../../document/errors";
import { filmOf } from "../../document/film";
import { linksBetween, stepsOn } from "../../document/origins";
import { bodyAt, type Proof, proofOf, START } from "../../document/proof";
import { wires } from "../../scene/describe";
import { describeEdge, nameSpider } from "../../scene/diagram";
import { labelOf } from "../../scene/look";
import { plainAngle } from "../../scene/math";
import { edgesIn } from "../../state/selection";
import { usePart } from "../workbench/cell";
import { OTHER, type Other } from "../workbench/linked";
import { titleOf } from "../workbench/step-title";
import { useWorkbench } from "../workbench/workbench";

type Body = CircuitBody | DiagramBody;

/** Names beyond this many are counted. */
const MOST = 6;

export function Linked(): JSX.Element | null {
  const bench = useWorkbench();
  const document = usePart(bench.editor, (e) => e.state.document);
  const selection = usePart(bench.editor, (e) => e.state.selection);
  const other = usePart(bench.at(OTHER), (value) => value);
  const [id] = selection;
  if (selection.size !== 1 || id === undefined) return null;
  const rows = [...otherRows(other, id), ...(document.proof === undefined ? [] : proofRows(document, id))];
  if (!rows.length) return null;
  return (
    <div class="qd-section" data-part="linked">
      {rows.map(([label, words]) => (
        <div key={label} class="qd-linked">
          <span class="qd-quiet">{label}</span>
          <span>{words}</span>
        </div>
      ))}
    </div>
  );
}

type Row = readonly [label: string, words: string];

function otherRows(other: Other | null, id: string): readonly Row[] {
  // Of a step of the proof the rows below tell.
  if (!other?.heirs.has(id) || other.gone) return [];
  const { body } = other.document;
  const heirs = other.heirs.get(id) ?? [];
  const mates = new Set(heirs.flatMap((heir) => other.origins.get(heir) ?? []));
  mates.delete(id);
  const form = isCircuit(body) ? "In the circuit" : "In the diagram";
  const none = isCircuit(body) ? "no phase of its own" : "no spider: it is in how wires run";
  return [
    [form, heirs.length ? listed(body, heirs) : none],
    ...(mates.size ? [["with", listed(other.of, [...mates])] as const] : []),
  ];
}

/** What a part of the step that is shown came from in the body that the proof begins with. */
function proofRows(document: Parameters<typeof linksBetween>[0], id: string): readonly Row[] {
  const proof = proofOf(document);
  if (!proof || proof.at === START) return [];
  const found = attempt(() => ({
    roots: linksBetween(document, START, proof.at).origins.get(id),
    start: bodyAt(document, START),
    steps: stepsOn(document, id, START, proof.at),
  }));
  if (!("value" in found) || !found.value.roots) return [];
  const { roots, start, steps } = found.value;
  const film = new Map(filmOf(proof).map((frame) => [frame.id, frame.label]));
  const titles = steps.map((step) => `${film.get(step) ?? ""} ${titled(proof, step)}`);
  return [
    ["From step 0", roots.length ? listed(start, roots) : "of no phase there"],
    ...(titles.length ? [["by steps", titles.join(", ")] as const] : []),
  ];
}

function titled(proof: Proof, step: string): string {
  const found = proof.steps.get(step);
  return found ? titleOf(found) : "";
}

/** The names of parts, the first few by name. */
function listed(body: Body, ids: readonly string[]): string {
  const names = ids.map((id) => nameOf(body, id));
  const more = names.length - MOST;
  const [last = "", ...rest] = (more > 0 ? [...names.slice(0, MOST), `${more} more`] : names).reverse();
  return rest.length ? `${rest.reverse().join(", ")} and ${last}` : last;
}

/** "RZ β · q0", "Z-spider with phase π/4". */
function nameOf(body: Body, id: string): string {
  if (!isCircuit(body)) {
    const [edge] = edgesIn(body, new Set([id]));
    const ends = edge === undefined ? undefined : body.edges.get(edge);
    return ends ? describeEdge(ends, body) : nameSpider(body, id);
  }
  const item = findItem(body.operations, id)?.item;
  if (!item) return id;
  if (isBlock(item)) return item.name || "a block";
  const drawn = withDrawnControls(item);
  const controls = [...(drawn.controls ?? []), ...(drawn.anticontrols ?? [])];
  const angles = anglesOf(drawn).map(plainAngle).join(", ");
  const name = `${"C".repeat(controls.length)}${labelOf(drawn.gate) || drawn.gate}${angles ? ` ${angles}` : ""}`;
  const on = wires(drawn.qubits, body);
  return controls.length ? `${name} · ${wires(controls, body)} → ${on}` : `${name} · ${on}`;
}
