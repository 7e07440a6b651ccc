/** What can color a diagram: the switches above it, and the boxes of its spiders. */

import type { JSX } from "preact";

import type { DiagramScene } from "../../scene/diagram";
import { usePart } from "../workbench/cell";
import { OVERLAY } from "../workbench/overlay";
import { useWorkbench } from "../workbench/workbench";

export function OverlayChips(): JSX.Element {
  const bench = useWorkbench();
  const overlay = usePart(bench.at(OVERLAY), (now) => now);
  return (
    <button
      type="button"
      class="qd-chip"
      aria-pressed={overlay === "redundancy"}
      aria-label="Color by redundancy"
      title="Color by redundancy: parameters that are free, fusible, redundant or dead (Alt+R)"
      onClick={() => bench.effect("redundancy")}
    >
      Redundancy
    </button>
  );
}

/** Boxes of spiders, to draw rings around. */
export function ringed(
  scene: DiagramScene,
): readonly { id: string; left: number; top: number; width: number; height: number; round: number }[] {
  return scene.spiders.map(({ id, spider, x, y, width, height }) => ({
    id,
    left: x - width / 2,
    top: y - height / 2,
    width,
    height,
    round: spider.kind === "H" ? 3 : height / 2,
  }));
}
