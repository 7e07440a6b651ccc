/** Spiders and edges as they are drawn, each with its name; drawn again only when they change. */

import { Component, type ComponentChildren, type JSX } from "preact";
import type { DiagramBody } from "../../document/circuit";
import {
  type DiagramScene,
  describeEdge,
  describeSpider,
  type PlacedEdge,
  type PlacedSpider,
} from "../../scene/diagram";
import { edgeKey } from "../../state/selection";
import { Runs } from "../widgets/typeset";

const NOTHING: ReadonlySet<string> = new Set();

export function Shapes({
  scene,
  body,
  selection,
  going = NOTHING,
  between,
}: {
  readonly scene: DiagramScene;
  readonly body: DiagramBody;
  readonly selection: ReadonlySet<string>;
  /** Spiders and edges, as in a selection, that a rule which is looked at takes away. */
  readonly going?: ReadonlySet<string>;
  /** Drawn over the edges and under the spiders. */
  readonly between?: ComponentChildren;
}): JSX.Element {
  return (
    <>
      {scene.edges.map((placed) => (
        <EdgeShape
          key={placed.id}
          placed={placed}
          title={describeEdge(placed.edge, body)}
          selected={selection.has(edgeKey(placed.id))}
          going={going.has(edgeKey(placed.id))}
        />
      ))}
      {between}
      {scene.spiders.map((placed) => (
        <SpiderShape
          key={placed.id}
          placed={placed}
          title={describeSpider(placed, body)}
          input={body.inputs.includes(placed.id)}
          selected={selection.has(placed.id)}
          going={going.has(placed.id)}
        />
      ))}
    </>
  );
}

interface EdgeProps {
  readonly placed: PlacedEdge;
  readonly title: string;
  readonly selected: boolean;
  readonly going: boolean;
}

export class EdgeShape extends Component<EdgeProps> {
  override shouldComponentUpdate(next: EdgeProps): boolean {
    const { placed, title, selected, going } = this.props;
    return (
      next.selected !== selected ||
      next.going !== going ||
      next.title !== title ||
      next.placed.path !== placed.path ||
      next.placed.edge !== placed.edge
    );
  }

  override render({ placed, title, selected, going }: EdgeProps): JSX.Element {
    return (
      <path
        class="qd-edge"
        data-kind={placed.edge.kind}
        data-edge={placed.id}
        data-going={going ? "" : undefined}
        data-selected={selected ? "" : undefined}
        d={placed.path}
        role="img"
        aria-label={selected ? `${title}, selected` : title}
      >
        <title>{title}</title>
      </path>
    );
  }
}

interface SpiderProps {
  readonly placed: PlacedSpider;
  readonly title: string;
  readonly input: boolean;
  readonly selected: boolean;
  readonly going: boolean;
}

export class SpiderShape extends Component<SpiderProps> {
  override shouldComponentUpdate(next: SpiderProps): boolean {
    const { placed, title, input, selected, going } = this.props;
    return (
      next.placed !== placed ||
      next.title !== title ||
      next.input !== input ||
      next.selected !== selected ||
      next.going !== going
    );
  }

  override render({ placed, title, input, selected, going }: SpiderProps): JSX.Element {
    const { spider, x, y, width, height, piece, wire } = placed;
    const round = spider.kind === "H" ? 3 : height / 2;
    return (
      <g
        class="qd-spider"
        data-kind={spider.kind}
        data-spider={placed.id}
        data-going={going ? "" : undefined}
        role="img"
        aria-label={selected ? `${title}, selected` : title}
        transform={`translate(${x} ${y})`}
      >
        <title>{title}</title>
        {selected && (
          <rect
            class="qd-ring"
            x={-width / 2 - 5}
            y={-height / 2 - 5}
            width={width + 10}
            height={height + 10}
            rx={round + 5}
          />
        )}
        <rect class="qd-disk" x={-width / 2} y={-height / 2} width={width} height={height} rx={round} />
        {spider.kind === "X" && (
          <rect
            class="qd-inner"
            x={-width / 2 + 3.5}
            y={-height / 2 + 3.5}
            width={width - 7}
            height={height - 7}
            rx={round - 3.5}
          />
        )}
        {piece && <Runs piece={piece} x={-piece.width / 2} y={(piece.up - piece.down) / 2} />}
        {wire !== null && (
          <text class="qd-label" x={input ? -12 : 12} y={4.5} text-anchor={input ? "end" : "start"}>
            {wire}
          </text>
        )}
      </g>
    );
  }
}
