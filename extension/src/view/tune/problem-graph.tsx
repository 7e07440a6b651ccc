/** The graph of the problem: nodes are dragged, edges joined and cut; colors show the likeliest outcome. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { isCircuit } from "../../document/circuit";
import { saidProblem } from "../../document/problem";
import type { Output } from "../../live/wanted";
import type { GraphPart } from "../../port";
import { count } from "../../scene/describe";
import { fixedText, numberText } from "../../scene/math";
import { usePart } from "../workbench/cell";
import { useOutput } from "../workbench/output";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { askProblem, putProblem } from "./making";

type Edge = readonly [number, number, number];
type Place = readonly [number, number];

const WIDE = 258;
const RADIUS = 10;
/** Pixels that a pointer moves before a press is a drag. */
const FAR = 4;
/** Above so many nodes, their numbers are told on hover alone. */
const NUMBERED = 40;

export function ProblemGraph({ graph }: { readonly graph: GraphPart }): JSX.Element {
  const bench = useWorkbench();
  const known = usePart(bench.editor, (e) => e.state.document.problem);
  const [edges, setEdges] = useState<readonly Edge[]>(graph.edges);
  const [moved, setMoved] = useState<ReadonlyMap<number, Place>>(new Map());
  const [chosen, setChosen] = useState<number | null>(null);
  const [likeliest, setLikeliest] = useState<Likeliest | null>(null);
  const size = graph.places.length;
  useEffect(() => setEdges(graph.edges), [graph]);
  useEffect(() => {
    setMoved(new Map());
    setChosen(null);
  }, [size]);
  useOutput("outcome", (output) => setLikeliest((before) => changed(before, outcomeOf(output))));
  const can = canEdit(bench) && Boolean(known);
  const bit = (node: number): number | null => (likeliest ? (likeliest.index >>> node) & 1 : null);
  const scale = size > NUMBERED ? 0.5 : 1;
  const all = graph.places.map((place, k) => moved.get(k) ?? place);
  const flat = all.every(([, y]) => Math.abs(y - 0.5) < 1e-3);
  const high = flat ? 48 : 168;
  const inside = (value: number, length: number): number => RADIUS + 6 + value * (length - 2 * RADIUS - 12);
  const wide = flat ? WIDE : Math.min(WIDE, high * 1.25);
  const places = all.map(([x, y]): Place => [(WIDE - wide) / 2 + inside(x, wide), inside(y, high)]);
  const join = (a: number, b: number): void => {
    const next = toggled(edges, a, b);
    setEdges(next);
    setChosen(null);
    void putEdges(bench, next);
  };
  const choose = (node: number): void => {
    if (!can) return;
    if (chosen === null) setChosen(node);
    else if (chosen === node) setChosen(null);
    else join(chosen, node);
  };
  const move = (node: number, at: Place): void => {
    const back = (value: number, length: number): number =>
      Math.max(0, Math.min(1, (value - RADIUS - 6) / (length - 2 * RADIUS - 12)));
    setMoved(new Map(moved).set(node, [back(at[0] - (WIDE - wide) / 2, wide), flat ? 0.5 : back(at[1], high)]));
  };
  return (
    <div class="qd-problem-graph" data-part="problem-graph">
      <svg
        viewBox={`0 0 ${WIDE} ${high}`}
        role="group"
        aria-label={`Graph of ${count(size, "node")} and ${count(edges.length, "edge")}`}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || chosen === null) return;
          event.stopPropagation();
          setChosen(null);
        }}
      >
        {edges.map(([a, b, weight]) => {
          const [x1, y1] = places[a] ?? [0, 0];
          const [x2, y2] = places[b] ?? [0, 0];
          const cut = likeliest !== null && bit(a) !== bit(b);
          return (
            <g key={`${a}-${b}`} class="qd-problem-edge" data-cut={cut ? "" : undefined}>
              <line x1={x1} y1={y1} x2={x2} y2={y2} />
              {weight !== 1 && size <= NUMBERED && (
                <text x={(x1 + x2) / 2} y={(y1 + y2) / 2 - 3}>
                  {numberText(weight)}
                </text>
              )}
              <title>{`Edge ${a}–${b}, weight ${numberText(weight)}${cut ? ", cut" : ""}`}</title>
            </g>
          );
        })}
        {places.map((place, node) => (
          <Node
            key={node}
            node={node}
            place={place}
            radius={RADIUS * scale}
            bit={bit(node)}
            chosen={chosen === node}
            can={can}
            told={nodeWords(node, edges, bit(node), chosen)}
            onChoose={() => choose(node)}
            onMove={(at) => move(node, at)}
          />
        ))}
      </svg>
      <div class="qd-quiet" role="status">
        {chosen === null
          ? likeliest && outcomeWords(likeliest, size, edges)
          : `Node ${chosen}: choose another to join or cut, Esc leaves it.`}
      </div>
    </div>
  );
}

interface NodeProps {
  readonly node: number;
  readonly place: Place;
  readonly radius: number;
  readonly bit: number | null;
  readonly chosen: boolean;
  readonly can: boolean;
  readonly told: string;
  readonly onChoose: () => void;
  readonly onMove: (at: Place) => void;
}

function Node({ node, place: [x, y], radius, bit, chosen, can, told, onChoose, onMove }: NodeProps): JSX.Element {
  const from = useRef<{ readonly x: number; readonly y: number; far: boolean } | null>(null);
  return (
    <g
      class="qd-problem-node"
      role="button"
      tabindex={0}
      aria-label={told}
      aria-pressed={chosen}
      aria-disabled={!can}
      data-bit={bit ?? undefined}
      transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, y: event.clientY, far: false };
      }}
      onPointerMove={(event) => {
        const start = from.current;
        const svg = event.currentTarget.ownerSVGElement;
        if (!start || !svg) return;
        start.far ||= Math.hypot(event.clientX - start.x, event.clientY - start.y) > FAR;
        const matrix = svg.getScreenCTM();
        if (!start.far || !matrix) return;
        const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
        onMove([at.x, at.y]);
      }}
      onPointerUp={() => {
        if (from.current && !from.current.far) onChoose();
        from.current = null;
      }}
      onPointerCancel={() => {
        from.current = null;
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        onChoose();
      }}
    >
      <circle r={radius} />
      {radius === RADIUS && <text dy="0.35em">{node}</text>}
      <title>{told}</title>
    </g>
  );
}

interface Likeliest {
  readonly index: number;
  readonly probability: number;
}

function outcomeOf(output: Output | undefined): Likeliest | null {
  if (output?.kind !== "likeliest") return null;
  const { indices, probabilities } = output;
  const [index] = indices;
  const [probability] = probabilities;
  return index === undefined || probability === undefined ? null : { index, probability };
}

/** The same object where nothing that is shown differs, so that nothing is drawn anew. */
function changed(before: Likeliest | null, now: Likeliest | null): Likeliest | null {
  const same = before?.index === now?.index && percent(before) === percent(now);
  return same ? before : now;
}

function percent(likeliest: Likeliest | null): string {
  return likeliest ? fixedText(100 * likeliest.probability, 1) : "";
}

/** 0101, 25.0 %: cuts 4 of 4 edges. */
function outcomeWords(likeliest: Likeliest, size: number, edges: readonly Edge[]): string {
  const bits = likeliest.index.toString(2).padStart(size, "0");
  const cut = edges.filter(([a, b]) => ((likeliest.index >>> a) & 1) !== ((likeliest.index >>> b) & 1)).length;
  return `Likeliest ${bits}, ${percent(likeliest)} %: cuts ${cut} of ${count(edges.length, "edge")}`;
}

function nodeWords(node: number, edges: readonly Edge[], bit: number | null, chosen: number | null): string {
  const others = edges.flatMap(([a, b]) => (a === node ? [b] : b === node ? [a] : []));
  const joined = others.length ? `joined with ${others.join(", ")}` : "joined with none";
  const part = bit === null ? "" : `, bit ${bit}`;
  const next =
    chosen === null || chosen === node
      ? ""
      : others.includes(chosen)
        ? `; cuts it off ${chosen}`
        : `; joins it with ${chosen}`;
  return `Node ${node}${part}, ${joined}${next}`;
}

function toggled(edges: readonly Edge[], a: number, b: number): readonly Edge[] {
  const [low, high] = a < b ? [a, b] : [b, a];
  const rest = edges.filter(([x, y]) => x !== low || y !== high);
  if (rest.length < edges.length) return rest;
  return [...rest, [low, high, 1] as const].sort((p, q) => p[0] - q[0] || p[1] - q[1]);
}

function canEdit(bench: Workbench): boolean {
  return bench.asker.can("problem");
}

/** The edges as the option of that name takes them. */
function edgesText(edges: readonly Edge[]): string {
  return edges.map(([a, b, weight]) => `${a}-${b}${weight === 1 ? "" : `:${weight}`}`).join(",") || "none";
}

let asked = 0;

/** The same problem with other edges, as one step; the last of several edits counts. */
async function putEdges(bench: Workbench, edges: readonly Edge[]): Promise<void> {
  const { document } = bench.state;
  const said = saidProblem(document);
  const row = bench.ui.value.catalog.problem.find(({ name }) => name === said?.name);
  if (!said || !row || !isCircuit(document.body)) return;
  asked += 1;
  const mine = asked;
  const { num_qubits: _size, ...options } = said.options;
  const made = await askProblem(bench, row, document.body.qubits.length, { ...options, edges: edgesText(edges) });
  if (mine !== asked || made === null) return;
  if (typeof made === "string") bench.say("error", made);
  else putProblem(bench, made);
}
