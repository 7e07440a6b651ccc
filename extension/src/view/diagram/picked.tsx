/** The spiders that are selected, as a small picture and in a line: what they are, how they are joined, where. */

import type { JSX } from "preact";
import {
  type DiagramBody,
  type Document,
  findItem,
  isBlock,
  isCircuit,
  type Spider,
  wiresOf,
} from "../../document/circuit";
import { attempt } from "../../document/errors";
import { originsOf } from "../../document/origins";
import { bodyAt, proofOf, START } from "../../document/proof";
import { listWords } from "../../scene/describe";
import { nameSpider, wireOf } from "../../scene/diagram";
import { labelOf } from "../../scene/look";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";

/** Of more, the first ones are drawn. */
const MOST = 3;

const NAMES = { Z: "Z", X: "X", H: "H-box", boundary: "an end" } as const;

export function Picked({
  body,
  spiders,
}: {
  readonly body: DiagramBody;
  readonly spiders: readonly string[];
}): JSX.Element {
  const document = usePart(useWorkbench().editor, (e) => e.state.document);
  const shown = spiders.slice(0, MOST).flatMap((id) => body.spiders.get(id) ?? []);
  const [a, b] = spiders;
  const between = [...body.edges.values()].filter(
    ({ source, target }) => (source === a && target === b) || (source === b && target === a),
  );
  return (
    <div class="qd-picked">
      <svg viewBox={`0 0 ${36 * shown.length} 28`} width={36 * shown.length} height={28} aria-hidden="true">
        {spiders.length === 2 && between[0] && <path class="qd-edge" data-kind={between[0].kind} d="M18 14H54" />}
        {shown.map((spider, k) => (
          <Disk key={spiders[k]} spider={spider} x={18 + 36 * k} />
        ))}
      </svg>
      <div>
        <strong>
          {nameOf(body, spiders)}
          {spiders.length === 2 && joinWords(between)}
        </strong>
        <span class="qd-quiet">
          {[wireWords(body, spiders), fromWords(document, spiders)].filter((words) => words).join(" · ")}
        </span>
      </div>
    </div>
  );
}

function Disk({ spider: { kind }, x }: { readonly spider: Spider; readonly x: number }): JSX.Element {
  return (
    <g class="qd-spider" data-kind={kind} transform={`translate(${x} 14)`}>
      {kind === "H" ? (
        <rect class="qd-disk" x={-9} y={-9} width={18} height={18} rx={3} />
      ) : (
        <circle class="qd-disk" r={kind === "boundary" ? 4 : 10} />
      )}
      {kind === "X" && <circle class="qd-inner" r={7} />}
    </g>
  );
}

/** "X and Z", "3 Z and 2 X". */
function nameOf(body: DiagramBody, ids: readonly string[]): string {
  const [only] = ids;
  if (only !== undefined && ids.length === 1) return nameSpider(body, only);
  const { spiders } = body;
  const kinds = ids.flatMap((id) => spiders.get(id)?.kind ?? []);
  if (kinds.length === 2) return kinds.map((kind) => NAMES[kind]).join(" and ");
  const parts = (["Z", "X", "H", "boundary"] as const).flatMap((kind) => {
    const many = kinds.filter((each) => each === kind).length;
    return many ? [`${many} ${kind === "boundary" ? (many > 1 ? "ends" : "end") : NAMES[kind]}`] : [];
  });
  return listWords(parts);
}

/** "from CX 0→1 and RZ 2": the gates that went into them, where the proof begins with a circuit. */
function fromWords(document: Document, ids: readonly string[]): string {
  const proof = proofOf(document);
  if (!proof) return "";
  const start = attempt(() => bodyAt(document, START));
  if (!("value" in start) || !isCircuit(start.value)) return "";
  const { operations } = start.value;
  const origins = originsOf(document, proof.at);
  const gates = [...new Set(ids.flatMap((id) => origins.get(id) ?? []))].flatMap(
    (id) => findItem(operations, id) ?? [],
  );
  const words = gates
    .slice(0, MOST)
    .map(({ item }) => `${isBlock(item) ? "a block" : labelOf(item.gate)} ${wiresOf(item).join("→")}`);
  if (!words.length) return "";
  const more = gates.length > MOST ? [`${gates.length - MOST} more`] : [];
  return `from ${listWords([...words, ...more])}`;
}

function joinWords(edges: readonly { readonly kind: string }[]): string {
  const [first] = edges;
  if (!first) return ", not joined";
  if (edges.length > 1) return `, joined ${edges.length} times`;
  return first.kind === "plain" ? ", joined" : ", joined by Hadamard";
}

/** "wire 1", "wires 0 and 2". */
function wireWords(body: DiagramBody, ids: readonly string[]): string {
  const found = new Set(ids.flatMap((id) => wireOf(body, id) ?? []));
  const wires = [...found].sort((a, b) => a - b);
  if (!wires.length) return "";
  if (wires.length > 4) return `${wires.length} wires`;
  return `wire${wires.length > 1 ? "s" : ""} ${listWords(wires.map(String))}`;
}
