/** A diagram as a thumbnail: a few paths, no letters, edges straight or fanned; drawn once for each body. */

import type { JSX } from "preact";
import type { DiagramBody } from "../../document/circuit";
import { ZX_PITCH } from "../../scene/diagram";

interface Paths {
  readonly box: string;
  readonly plain: string;
  readonly hadamard: string;
  readonly spiders: Readonly<Record<"Z" | "X" | "H" | "boundary", string>>;
}

const drawn = new WeakMap<DiagramBody, Paths>();

/** Spiders and edges beyond this many are left out: they would be specks. */
const MOST = 2_000;
/** Radii, px at full size. */
const SIZE = { Z: 13, X: 13, H: 11, boundary: 5 } as const;

export function Thumb({ body, label }: { readonly body: DiagramBody; readonly label: string }): JSX.Element {
  let paths = drawn.get(body);
  if (!paths) {
    paths = pathsOf(body);
    drawn.set(body, paths);
  }
  const { box, plain, hadamard, spiders } = paths;
  return (
    <svg class="qd-thumb" viewBox={box} role="img" aria-label={label}>
      <path class="qd-edge" data-kind="plain" d={plain} />
      <path class="qd-edge" data-kind="hadamard" d={hadamard} />
      {(["boundary", "Z", "X", "H"] as const).map((kind) => (
        <g key={kind} class="qd-spider" data-kind={kind}>
          <path class="qd-disk" d={spiders[kind]} />
        </g>
      ))}
    </svg>
  );
}

function pathsOf({ spiders, edges }: DiagramBody): Paths {
  const lines = { plain: "", hadamard: "" };
  const disks = { Z: "", X: "", H: "", boundary: "" };
  const [xs, ys] = [[] as number[], [] as number[]];
  const at = new Map<string, readonly [number, number]>();
  for (const [id, { x, y }] of spiders) {
    const place = [Math.round(x * ZX_PITCH.x), Math.round(y * ZX_PITCH.y)] as const;
    at.set(id, place);
    xs.push(place[0]);
    ys.push(place[1]);
  }
  const fans = new Map<string, number>();
  for (const { source, target, kind } of edges.size > MOST ? [] : edges.values()) {
    const [from, to] = [at.get(source), at.get(target)];
    const pair = [source, target].sort().join("\n");
    const before = fans.get(pair) ?? 0;
    fans.set(pair, before + 1);
    if (from && to) lines[kind] += source === target ? loop(from) : line(from, to, before);
  }
  for (const [id, { kind }] of spiders.size > MOST ? [] : spiders) {
    const [x, y] = at.get(id) ?? [0, 0];
    const r = SIZE[kind];
    disks[kind] +=
      kind === "H"
        ? `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}Z`
        : `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
  }
  const [left, right, top, bottom] = [min(xs) - 20, max(xs) + 20, min(ys) - 20, max(ys) + 20];
  return { box: `${left} ${top} ${right - left} ${bottom - top}`, ...lines, spiders: disks };
}

const min = (list: readonly number[]): number => list.reduce((a, b) => Math.min(a, b), list[0] ?? 0);
const max = (list: readonly number[]): number => list.reduce((a, b) => Math.max(a, b), list[0] ?? 0);

type Place = readonly [number, number];

const loop = ([x, y]: Place): string => `M${x} ${y}c-30 -44 30 -44 0 0`;

/** Edges of one pair beyond the first leave to either side. */
function line([ax, ay]: Place, [bx, by]: Place, before: number): string {
  if (!before) return `M${ax} ${ay}L${bx} ${by}`;
  const side = (before % 2 ? 1 : -1) * Math.ceil(before / 2) * 28;
  const length = Math.hypot(bx - ax, by - ay) || 1;
  const [x, y] = [(ax + bx) / 2 - ((by - ay) / length) * side, (ay + by) / 2 + ((bx - ax) / length) * side];
  return `M${ax} ${ay}Q${Math.round(x)} ${Math.round(y)} ${bx} ${by}`;
}
