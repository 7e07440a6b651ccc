/** The drawing and what it became on the device, side by side, their gates linked both ways. */

import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { type CircuitBody, isCircuit } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { loads } from "../../document/read";
import type { Document } from "../../document/schema.generated";
import type { LowerResult, Target, Verdict } from "../../port";
import { parameterColors } from "../../scene/colors";
import { cutAlike } from "../../scene/cut";
import { count, describePlaced } from "../../scene/describe";
import { layoutOf, PITCH, wireY } from "../../scene/layout";
import { StillLayout } from "../drawing/gates";
import { WireName } from "../drawing/wire-name";
import { Wires } from "../drawing/wires";
import { Badge } from "../widgets/verdict-badge";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";
import { litBy, litWords, type Pointed, type Side } from "./links";

const SCALE = 0.8;
const MOST = 900;
const NONE: ReadonlySet<string> = new Set();

interface Props {
  readonly target: Target;
  readonly lowered: LowerResult | null;
  readonly verdict: Verdict | null;
  /** Which circuit of an energy it is, from 1; 0 for the drawing itself. */
  readonly part: number;
}

export function Circuits({ target, lowered, verdict, part }: Props): JSX.Element {
  const bench = useWorkbench();
  const own = usePart(bench.editor, (e) => e.state.document);
  const made = useMemo(() => {
    const read = lowered ? attempt(() => loads(lowered.document)) : null;
    return read && "value" in read ? read.value : null;
  }, [lowered]);
  const [hovered, setHovered] = useState<Pointed | null>(null);
  const [kept, setKept] = useState<Pointed | null>(null);
  const pointed = hovered ?? kept;
  const origins = lowered?.origins ?? null;
  const lit = useMemo(() => litBy(pointed, origins), [pointed, origins]);
  const nameOf = (id: string): string => {
    if (!isCircuit(own.body)) return "";
    const placed = layoutOf(own.body, undefined, bench.measure).small.find((each) => each.id === id);
    return placed ? describePlaced(placed, own.body) : "a gate that is written out";
  };
  const words = origins ? litWords(pointed, lit, nameOf) : lowered ? "which gates became which is not known" : "";
  const both = { onHover: setHovered, onKeep: setKept, kept };
  return (
    <>
      <section class="qd-send-drawn">
        <div class="qd-head">
          <h2>As drawn</h2>
          <span class="qd-quiet">{lowered && `${count(lowered.drawn.num_gates, "operation")} ${withWords(part)}`}</span>
        </div>
        <Picture
          side="drawn"
          title="As drawn"
          document={own}
          labels={null}
          lit={lowered ? lit.drawn : NONE}
          {...both}
        />
      </section>
      <section class="qd-send-made">
        <div class="qd-head">
          <h2>
            On {target.title}
            {part > 0 && `, circuit ${part}`}
          </h2>
          <span class="qd-quiet" role="status">
            {words ||
              (lowered && `${count(lowered.device.num_gates, "operation")}. Point at a gate to see what it became.`)}
          </span>
          <span class="qd-right">{verdict && <Badge verdict={verdict} />}</span>
        </div>
        {lowered && made && (
          <Picture
            side="lowered"
            title={`On ${target.title}`}
            document={made}
            labels={target.is_fitted ? lowered.qubits : null}
            lit={lit.lowered}
            {...both}
          />
        )}
      </section>
    </>
  );
}

/** What is counted beside what is drawn. */
function withWords(part: number): string {
  return part ? `with the basis changes and measurements of circuit ${part}` : "with measurements";
}

interface PictureProps {
  readonly side: Side;
  readonly title: string;
  readonly document: Document;
  /** The device's qubit of each wire; null where wires have their names. */
  readonly labels: readonly number[] | null;
  readonly lit: ReadonlySet<string>;
  readonly kept: Pointed | null;
  readonly onHover: (pointed: Pointed | null) => void;
  readonly onKeep: (pointed: Pointed | null) => void;
}

/** A circuit drawn small, not to be edited. Arrows walk over its gates. */
function Picture({ side, title, document, labels, lit, kept, onHover, onKeep }: PictureProps): JSX.Element | null {
  const bench = useWorkbench();
  const layout = useMemo(
    () => (isCircuit(document.body) ? layoutOf(document.body, undefined, bench.measure) : null),
    [document],
  );
  const parts = useMemo(() => layout?.small.slice(0, MOST) ?? [], [layout]);
  const box = useRef<HTMLDivElement>(null);
  // What is lit from the other side comes into view, where none of it is.
  useEffect(() => {
    if (box.current && lit.size && !box.current.matches(":hover, :focus")) bringIntoView(box.current, lit);
  }, [lit]);
  const order = useMemo(() => parts.toSorted((a, b) => a.x - b.x).map(({ id }) => id), [parts]);
  if (!layout || !isCircuit(document.body)) return null;
  const { body } = document;
  const width = Math.max(...parts.map((part) => part.x + part.width), 60) + 90;
  const height = layout.numQubits * PITCH + (layout.blocks.length ? 70 : 20);
  const at = (event: Event): Pointed | null => {
    const id = (event.target as Element).closest("[data-id]")?.getAttribute("data-id");
    return id && order.includes(id) ? { side, id } : null;
  };
  const walk = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (event.key === "Escape" && kept) {
      event.stopPropagation();
      onKeep(null);
    }
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const now = kept?.side === side ? order.indexOf(kept.id) : step > 0 ? -1 : order.length;
    const id = order[Math.min(order.length - 1, Math.max(0, now + step))];
    if (!id) return;
    onKeep({ side, id });
    const picture = event.currentTarget as Element;
    picture.querySelector(`[data-id="${CSS.escape(id)}"]`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  return (
    <div
      ref={box}
      class="qd-send-picture"
      tabIndex={0}
      role="group"
      aria-label={`${title}: arrows walk over the gates`}
      onKeyDown={walk}
      onPointerOver={(event) => event.pointerType === "mouse" && onHover(at(event))}
      onPointerLeave={() => onHover(null)}
      onClick={(event) => onKeep(at(event))}
    >
      <svg
        width={width * SCALE}
        height={height * SCALE}
        viewBox={`-60 ${layout.blocks.length ? -56 : -28} ${width} ${height}`}
        role="img"
        aria-label={title}
      >
        <Wires layout={layout} rows={[...body.qubits.keys()]} left={-16} right={width} />
        <Names body={body} labels={labels} />
        <StillLayout
          blocks={layout.blocks}
          parts={parts}
          body={body}
          colors={parameterColors(document)}
          measure={(words) => bench.measure(words, "ui", 12)}
          lit={lit}
        />
      </svg>
      {layout.small.length > MOST && (
        <div class="qd-quiet">
          The first {MOST} of {layout.small.length} gates.
        </div>
      )}
    </div>
  );
}

/** Scrolls along the wires, and not the page. */
function bringIntoView(box: HTMLElement, lit: ReadonlySet<string>): void {
  const own = box.getBoundingClientRect();
  const all = [...box.querySelectorAll("[data-id]")].filter((each) => lit.has(each.getAttribute("data-id") ?? ""));
  const places = all.map((each) => each.getBoundingClientRect());
  if (places.some(({ left, right }) => left >= own.left + 40 && right <= own.right)) return;
  const first = Math.min(...places.map(({ left }) => left));
  if (Number.isFinite(first)) box.scrollLeft += first - own.left - 80;
}

function Names({
  body,
  labels,
}: {
  readonly body: CircuitBody;
  readonly labels: readonly number[] | null;
}): JSX.Element {
  const short = cutAlike(body.qubits, 6);
  return (
    <>
      {body.qubits.map((name, qubit) =>
        labels ? (
          <g key={qubit}>
            <rect
              x={-56}
              y={wireY(qubit) - 11}
              width={34}
              height={22}
              rx={11}
              style={{ fill: "var(--qd-accent-soft)", stroke: "var(--qd-accent-line)" }}
            />
            <text class="qd-tag-text" x={-39} y={wireY(qubit) + 4.5} text-anchor="middle">
              {labels[qubit] ?? ""}
            </text>
          </g>
        ) : (
          <text key={qubit} class="qd-label" x={-24} y={wireY(qubit) + 4.5} text-anchor="end">
            <WireName name={name} short={short[qubit]} />
          </text>
        ),
      )}
    </>
  );
}
