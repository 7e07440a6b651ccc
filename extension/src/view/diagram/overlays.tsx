/** What can color a diagram: the switches above it, and the boxes of its spiders. */

import type { JSX } from "preact";

import type { DiagramScene } from "../../scene/diagram";
import { usePart } from "../workbench/cell";
import { OVERLAY, type Overlay, toggleOverlay } from "../workbench/overlay";
import { useWorkbench } from "../workbench/workbench";

const REDUNDANCY = "Color by redundancy: parameters that are free, fusible, redundant or dead (Alt+R)";
const WEBS = "Pauli webs: what a Pauli at one end does at the others (Alt+W)";

/** The switches; webs are of a diagram that is edited. */
export function OverlayChips({ webs = false }: { readonly webs?: boolean }): JSX.Element {
  return (
    <>
      <Chip overlay="redundancy" word="Redundancy" title={REDUNDANCY} />
      {webs && <Chip overlay="webs" word="Pauli webs" title={WEBS} />}
    </>
  );
}

function Chip({
  overlay,
  word,
  title,
}: {
  readonly overlay: Overlay;
  readonly word: string;
  readonly title: string;
}): JSX.Element {
  const bench = useWorkbench();
  const on = usePart(bench.at(OVERLAY), (now) => now === overlay);
  return (
    <button
      type="button"
      class="qd-chip"
      aria-pressed={on}
      aria-label={title.split(":")[0]}
      title={title}
      onClick={() => toggleOverlay(bench, overlay)}
    >
      {word}
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
