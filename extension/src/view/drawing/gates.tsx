/**
 * Gates, blocks and their marks as keyed SVG; each draws again only when it changed. Every symbol is here, which makes
 * it long.
 */

import { Component, type JSX } from "preact";

import type { CircuitBody } from "../../document/circuit";
import type { Colors, ParameterColor } from "../../scene/colors";
import { startOf } from "../../scene/cut";
import { describePlaced, layersOf } from "../../scene/describe";
import {
  boxOf,
  fillsColumn,
  GATE_HEIGHT,
  type Layout,
  MARK,
  type Placed,
  type PlacedBlock,
  type PlacedGate,
  type Stacked,
  stacked,
  wireY,
} from "../../scene/layout";
import type { Look } from "../../scene/look";
import { shownName } from "../../scene/math";
import { Runs } from "../widgets/typeset";

/** The fill of a parameter's mark. */
export function fillOf(color: ParameterColor | undefined): string {
  if (!color) return "var(--qd-line-strong)";
  if (color.hatched) return `url(#qd-hatch-${color.hue})`;
  const full = `var(--qd-p${color.hue})`;
  if (color.strength === 0) return full;
  return `color-mix(in srgb, ${full} ${color.strength === 1 ? 72 : 46}%, var(--qd-bg-canvas))`;
}

/** The same for what is no part of a drawing, where patterns do not reach. */
export function swatchOf(color: ParameterColor | undefined): string {
  if (!color?.hatched) return fillOf(color);
  return `repeating-linear-gradient(45deg, var(--qd-p${color.hue}) 0 2px, transparent 2px 4px)`;
}

/** Hatches for parameters beyond the eight hues. */
export function Hatches(): JSX.Element {
  return (
    <defs>
      {[1, 2, 3, 4, 5, 6, 7, 8].map((hue) => (
        <pattern
          key={hue}
          id={`qd-hatch-${hue}`}
          width={4}
          height={4}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width={4} height={4} fill="var(--qd-bg-canvas)" />
          <rect width={2} height={4} fill={`var(--qd-p${hue})`} />
        </pattern>
      ))}
    </defs>
  );
}

interface StackProps {
  readonly gates: Stacked;
  readonly body: CircuitBody;
  readonly colors: Colors;
  readonly selection: ReadonlySet<string>;
  readonly lit: ReadonlySet<string>;
  readonly ghosts: ReadonlySet<string>;
}

/** Gates above each other, and whether they stand beyond the time cursor. This group alone knows their x. */
export function StackView({ after, ...inside }: StackProps & { readonly after: boolean }): JSX.Element {
  return (
    <g class={after ? "qd-after" : undefined} transform={`translate(${inside.gates[0].x} 0)`}>
      <StackInside {...inside} />
    </g>
  );
}

/** Draws again only when a gate looks different: a column that moves costs no look at its gates' elements. */
class StackInside extends Component<StackProps> {
  override shouldComponentUpdate(next: StackProps): boolean {
    const { gates, body, colors, selection, lit, ghosts } = this.props;
    if (gates.length !== next.gates.length || colors !== next.colors || body.qubits !== next.body.qubits) return true;
    return gates.some(({ id, look, doubtful, width, pitch }, k) => {
      const other = next.gates[k];
      return (
        other?.id !== id ||
        other.look !== look ||
        other.doubtful !== doubtful ||
        other.width !== width ||
        other.pitch !== pitch ||
        selection.has(id) !== next.selection.has(id) ||
        lit.has(id) !== next.lit.has(id) ||
        ghosts.has(id) !== next.ghosts.has(id)
      );
    });
  }

  override render({ gates, body, colors, selection, lit, ghosts }: StackProps): JSX.Element {
    return (
      <>
        {gates.map((placed) => (
          <GateView
            key={placed.id}
            placed={placed}
            body={body}
            colors={colors}
            selected={selection.has(placed.id) && !ghosts.has(placed.id)}
            lit={lit.has(placed.id)}
            ghost={ghosts.has(placed.id)}
          />
        ))}
      </>
    );
  }
}

interface GateProps {
  readonly placed: PlacedGate;
  readonly body: CircuitBody;
  readonly colors: Colors;
  readonly selected: boolean;
  readonly lit: boolean;
  readonly ghost: boolean;
}

function GateView({ placed, body, colors, selected, lit, ghost }: GateProps): JSX.Element {
  const { look, id } = placed;
  return (
    <g
      class={ghost ? "qd-gate qd-ghost" : "qd-gate"}
      data-kind={look.kind}
      data-id={id}
      id={`qd-${id}`}
      role="img"
      aria-label={nameOf(placed, body, selected)}
    >
      <Inside
        look={look}
        doubtful={placed.doubtful}
        width={placed.width}
        top={placed.top}
        bottom={placed.bottom}
        pitch={placed.pitch}
        colors={colors}
        selected={selected}
        lit={lit && !selected && !ghost}
      />
    </g>
  );
}

/** What a gate's element announces. */
export function nameOf(placed: Placed, body: CircuitBody, selected: boolean): string {
  const words = describePlaced(placed, body);
  return selected ? `${words}, selected` : words;
}

const NONE: ReadonlySet<string> = new Set();

/** All of a layout that is only looked at: blocks, and those of its gates that are given. */
export function StillLayout({
  blocks,
  parts,
  body,
  colors,
  measure,
  lit = NONE,
  selection = NONE,
}: {
  readonly blocks: Layout["blocks"];
  readonly parts: Layout["small"];
  readonly body: CircuitBody;
  readonly colors: Colors;
  readonly measure: (words: string) => number;
  readonly lit?: ReadonlySet<string>;
  readonly selection?: ReadonlySet<string>;
}): JSX.Element {
  return (
    <>
      {blocks.map((block) => (
        <BlockView key={block.id} placed={block} body={body} colors={colors} selected={false} measure={measure} />
      ))}
      <StillGates parts={parts} body={body} colors={colors} lit={lit} selection={selection} />
    </>
  );
}

/** Gates as they stand, for pictures. */
function StillGates({
  parts,
  body,
  colors,
  lit,
  selection,
}: {
  readonly parts: Layout["small"];
  readonly body: CircuitBody;
  readonly colors: Colors;
  readonly lit: ReadonlySet<string>;
  readonly selection: ReadonlySet<string>;
}): JSX.Element {
  return (
    <>
      {stacked(parts).map((gates) => (
        <StackView
          key={gates[0].id}
          gates={gates}
          body={body}
          colors={colors}
          after={false}
          selection={selection}
          lit={lit}
          ghosts={NONE}
        />
      ))}
    </>
  );
}

interface InsideProps {
  readonly look: Look;
  readonly doubtful: boolean;
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
  readonly pitch: number;
  readonly colors: Colors;
  readonly selected: boolean;
  readonly lit: boolean;
}

class Inside extends Component<InsideProps> {
  override shouldComponentUpdate(next: InsideProps): boolean {
    const { look, doubtful, width, pitch, colors, selected, lit } = this.props;
    return (
      look !== next.look ||
      doubtful !== next.doubtful ||
      width !== next.width ||
      pitch !== next.pitch ||
      colors !== next.colors ||
      selected !== next.selected ||
      lit !== next.lit
    );
  }

  override render({ look, doubtful, width, top, bottom, pitch, colors, selected, lit }: InsideProps): JSX.Element {
    const half = (fillsColumn(look) ? width : look.width) / 2;
    const low = wireY(top, pitch) - GATE_HEIGHT / 2;
    const height = wireY(bottom - top, pitch) + GATE_HEIGHT;
    const note = look.note + (doubtful ? MARK : 0);
    const ring = (by: number): JSX.Element => (
      <path
        class={selected ? "qd-ring" : "qd-lit"}
        d={ringPath({ half: half + by, top: low - by, bottom: low + height + by, gap: note && note / 2 + 3 })}
      />
    );
    const start = (note - look.note) / 2;
    return (
      <>
        {selected ? ring(5) : lit ? ring(4) : null}
        <Shape look={look} width={width} pitch={pitch} colors={colors} />
        {look.condition && (
          <text class="qd-note qd-if" x={start} y={low - 2.5} text-anchor="middle">
            if {look.condition}
          </text>
        )}
        {doubtful && (
          <path class="qd-doubt" d={`M${-note / 2} ${low - 2.5}h10l-5 -9zm5 -6v3m0 1.5v.5`} stroke-linejoin="round" />
        )}
      </>
    );
  }
}

const CORNER = 7;

/** A frame around a gate, open above where the words of its condition stand. */
function ringPath({ half, top, bottom, gap }: Record<"half" | "top" | "bottom" | "gap", number>): string {
  const open = Math.min(gap, half - CORNER);
  const turn = (x: number, y: number): string => `a${CORNER} ${CORNER} 0 0 1 ${x * CORNER} ${y * CORNER}`;
  const right = `M${open} ${top}H${half - CORNER}${turn(1, 1)}V${bottom - CORNER}${turn(-1, 1)}`;
  const left = `H${CORNER - half}${turn(-1, -1)}V${top + CORNER}${turn(1, -1)}`;
  return `${right}${left}${open ? `H${-open}` : "Z"}`;
}

interface ShapeProps {
  readonly look: Look;
  readonly width: number;
  readonly pitch: number;
  readonly colors: Colors;
}

function Shape({ look, width, pitch, colors }: ShapeProps): JSX.Element {
  const controls = [...look.controls, ...look.anticontrols];
  const all = [...controls, ...look.targets];
  const low = Math.min(...all);
  const high = Math.max(...all);
  const joined = look.symbol === "not" || look.symbol === "dot" || look.symbol === "swap" || controls.length > 0;
  return (
    <>
      {joined && high > low && (
        <line class="qd-control-line" x1={0} x2={0} y1={wireY(low, pitch)} y2={wireY(high, pitch)} />
      )}
      <Target look={look} width={width} pitch={pitch} colors={colors} />
      {look.controls.map((wire) => (
        <circle key={wire} class="qd-control" cx={0} cy={wireY(wire, pitch)} r={3.75} stroke="none" />
      ))}
      {look.anticontrols.map((wire) => (
        <circle key={wire} class="qd-anti" cx={0} cy={wireY(wire, pitch)} r={3.75} />
      ))}
    </>
  );
}

function Target({ look, width, pitch, colors }: ShapeProps): JSX.Element | null {
  const x = 0;
  const y = wireY(look.targets[0] ?? 0, pitch);
  switch (look.symbol) {
    case "not":
      return (
        <>
          <circle class="qd-control" cx={x} cy={y} r={9.5} stroke="none" />
          <path class="qd-plus" d={`M${x - 5.5} ${y}h11M${x} ${y - 5.5}v11`} />
        </>
      );
    case "dot":
      return <circle class="qd-control" cx={x} cy={y} r={3.75} stroke="none" />;
    case "swap":
      return (
        <>
          {look.targets.map((wire) => (
            <path
              key={wire}
              class="qd-control-line"
              stroke-width={1.75}
              d={`M${x - 5} ${wireY(wire, pitch) - 5}l10 10M${x + 5} ${wireY(wire, pitch) - 5}l-10 10`}
            />
          ))}
        </>
      );
    case "measure":
      return (
        <>
          <path class="qd-box" d={`M${x - 16} ${y - 16}h16a16 16 0 0 1 0 32h-16z`} stroke-linejoin="round" />
          <path class="qd-stroke" d={`M${x - 10} ${y + 6}a9 9 0 0 1 18 0M${x - 1} ${y + 6}l6 -10`} />
        </>
      );
    case "reset":
      return (
        <>
          <path class="qd-box" d={`M${x + 16} ${y - 16}h-16a16 16 0 0 0 0 32h16z`} stroke-linejoin="round" />
          <text x={x + 1} y={y + 4.5} text-anchor="middle" class="qd-text-ui" font-size={12}>
            |0⟩
          </text>
        </>
      );
    case "barrier":
      return (
        <path
          class="qd-stroke"
          stroke-dasharray="3 3"
          d={look.targets.map((wire) => `M${x} ${wireY(wire, pitch) - 20}v40`).join("")}
        />
      );
    case "phase":
      return <PhaseBox look={look} pitch={pitch} />;
    case "box":
    case "tall": {
      const top = wireY(Math.min(...look.targets), pitch);
      const bottom = wireY(Math.max(...look.targets), pitch);
      return (
        <Box
          look={look}
          pitch={pitch}
          colors={colors}
          place={{ x: x - width / 2, y: top - GATE_HEIGHT / 2, width, height: bottom - top + GATE_HEIGHT }}
        />
      );
    }
  }
}

function PhaseBox({ look, pitch }: Pick<ShapeProps, "look" | "pitch">): JSX.Element | null {
  const [line] = look.lines;
  if (!line) return null;
  const y = look.controls.length ? wireY(Math.min(...look.controls), pitch) - 18 : -26;
  return <Runs piece={line} x={-line.width / 2} y={y} />;
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function Box({ look, pitch, colors, place }: Omit<ShapeProps, "width"> & { readonly place: Place }): JSX.Element {
  const { x, y, width, height } = place;
  const strip = look.strip;
  const room = strip.length ? height - 3 : height;
  const gap = 5;
  const total = look.lines.reduce((sum, line) => sum + line.up + line.down, 0) + gap * (look.lines.length - 1);
  let at = y + (room - total) / 2;
  return (
    <>
      <rect class="qd-box" x={x + 0.5} y={y + 0.5} width={width - 1} height={height - 1} rx={4} />
      {strip.length > 0 && <Strip names={strip} colors={colors} place={place} />}
      {look.symbol === "tall" &&
        look.targets.flatMap((wire) => [
          <circle key={`l${wire}`} class="qd-terminal" cx={x + 0.5} cy={wireY(wire, pitch)} r={2.5} />,
          <circle key={`r${wire}`} class="qd-terminal" cx={x + width - 0.5} cy={wireY(wire, pitch)} r={2.5} />,
        ])}
      {look.lines.map((line, k) => {
        const baseline = at + line.up;
        at += line.up + line.down + gap;
        return (
          <Runs
            key={k}
            piece={line}
            x={x + (width - line.width) / 2}
            y={baseline + (look.lines.length === 1 ? 1 : 0)}
          />
        );
      })}
    </>
  );
}

function Strip({
  names,
  colors,
  place,
}: {
  readonly names: readonly string[];
  readonly colors: Colors;
  readonly place: Place;
}): JSX.Element {
  const { x, y, width, height } = place;
  const each = (width - 1) / names.length;
  const foot = y + height - 0.5;
  return (
    <>
      {names.map((name, k) => {
        const left = x + 0.5 + k * each;
        const right = left + each;
        // The strip follows the rounded corners of its box.
        const first = k === 0;
        const last = k === names.length - 1;
        const end = last ? "a3.5 3.5 0 0 1 -3.5 3" : `V${foot}`;
        const start = first ? `H${left + 3.5}a3.5 3.5 0 0 1 -3.5 -3` : `H${left}`;
        const path = `M${left} ${foot - 3}H${right}${end}${start}Z`;
        return <path key={name} d={path} style={{ fill: fillOf(colors.get(name)) }} />;
      })}
    </>
  );
}

export interface BlockProps {
  readonly placed: PlacedBlock;
  readonly body: CircuitBody;
  readonly colors: Colors;
  readonly selected: boolean;
  readonly measure: (text: string) => number;
}

export function BlockView({ placed, body, colors, selected, measure }: BlockProps): JSX.Element {
  const box = boxOf(placed);
  const tag = `× ${placed.item.count}`;
  const tagWidth = Math.max(34, measure(tag) + 18);
  const indexed = [...(placed.item.indexed ?? [])];
  const layers = layersOf(placed.item);
  const words = placed.item.name || "layer";
  const title = describePlaced(placed, body);
  const y = box.top - 22;
  // From the swatch of one name to that of the next: letters are larger, indices smaller than what is measured.
  const widths = indexed.map(([local]) => (measure(shortName(local)) * 14 + measure(lowOf(local)) * 10) / 12);
  const wide = 20 + Math.max(0, ...widths);
  return (
    <g data-id={placed.id} role="img" aria-label={selected ? `${title}, selected` : title}>
      <title>{title}</title>
      <rect
        class="qd-frame"
        x={box.left + 0.5}
        y={box.top + 0.5}
        width={box.right - box.left - 1}
        height={box.bottom - box.top - 1}
        rx={8}
        style={selected ? { stroke: "var(--qd-accent)", strokeWidth: 2 } : {}}
      />
      <rect
        class="qd-tag"
        x={box.left + 0.5}
        y={y + 0.5}
        width={tagWidth}
        height={17}
        rx={4}
        style={selected ? { stroke: "var(--qd-accent)" } : {}}
      />
      <text class="qd-tag-text" x={box.left + tagWidth / 2} y={y + 13} text-anchor="middle">
        {tag}
      </text>
      {indexed.length > 0 && placed.width > tagWidth + measure(words + layers) + 34 && (
        <text class="qd-note" x={box.left + tagWidth + 8} y={y + 13}>
          {words} <tspan class="qd-italic">ℓ</tspan> = {layers}
        </text>
      )}
      {indexed.length > 0 &&
        placed.width > tagWidth + measure(words + layers) + 40 + (wide + 2) * Math.min(4, indexed.length) &&
        indexed.slice(0, 4).map(([local, names], k) => {
          const x = box.right - wide * (Math.min(4, indexed.length) - k);
          return (
            <g key={local}>
              <rect
                x={x}
                y={y + 5}
                width={7}
                height={7}
                rx={1.5}
                style={{ fill: fillOf(colors.get(names[0] ?? "")) }}
              />
              <text class="qd-legend-name" x={x + 11} y={y + 13}>
                {shortName(local)}
                <tspan dy={3} font-size={10}>
                  {lowOf(local)}
                </tspan>
              </text>
            </g>
          );
        })}
    </g>
  );
}

/** A local name's letter, cut to what fits. */
function shortName(local: string): string {
  return startOf(shownName(local).base, 2);
}

/** What stands below the letter: its own index and the layer's. */
function lowOf(local: string): string {
  const { index } = shownName(local);
  return index ? `${index},ℓ` : "ℓ";
}
