/** What ZX views share: the line above the drawing, and how a diagram fits its element, alone or beside its circuit. */

import type { ComponentChildren, JSX } from "preact";
import { useCallback, useLayoutEffect, useRef, useState } from "preact/hooks";

import type { DiagramBody } from "../../document/circuit";
import type { DiagramScene } from "../../scene/diagram";
import type { Viewport } from "../../state/state";
import { aside } from "../../state/transaction";
import { besideX } from "../../tools/fit";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";

export function numInner(body: DiagramBody): number {
  return [...body.spiders.values()].filter((spider) => spider.kind !== "boundary").length;
}

const MARGIN = { x: 88, top: 64, bottom: 60 };
/** Where there is no room for it, a diagram stays large enough to be read and goes on beyond the edge. */
const SMALL = { width: 480, left: 64, right: 16, zoom: 0.55 };

export interface View {
  readonly svg: { readonly current: SVGSVGElement | null };
  readonly view: Viewport;
  readonly setView: (view: Viewport) => void;
  readonly fit: () => void;
}

/** Fits a diagram into its element when it is first shown and when `key` changes; else the view is the person's. */
export function useView(scene: DiagramScene, key: unknown, side: number = MARGIN.x): View {
  const svg = useRef<SVGSVGElement>(null);
  const latest = useRef(scene);
  latest.current = scene;
  const bench = useWorkbench();
  const fitted = useRef(false);
  const [view, show] = useState<Viewport>({ x: -80, y: -80, zoom: 1 });
  const fit = useCallback((): void => {
    const box = svg.current?.getBoundingClientRect();
    if (!box?.width) return;
    const { left, right, top, bottom } = latest.current;
    const small = box.width < SMALL.width;
    const split = bench.ui.value.view === "split";
    const bare = side !== MARGIN.x;
    const [before, behind] = bare ? [side, side] : small ? [SMALL.left, SMALL.right] : [MARGIN.x, MARGIN.x];
    const [head, low] = [Math.min(MARGIN.top, box.height / 3), Math.min(MARGIN.bottom, box.height / (bare ? 8 : 5))];
    const [wide, high] = [box.width - before - behind, Math.max(40, box.height - head - low)];
    const [across, down] = [wide / Math.max(1, right - left), high / Math.max(1, bottom - top)];
    // In Split both halves are shown whole.
    const least = small && !split ? Math.min(SMALL.zoom, Math.max(0.1, down)) : 0.1;
    const zoom = Math.min(1.25, Math.max(least, Math.min(across, down)));
    const room = Math.max(wide, (right - left) * zoom);
    fitted.current = true;
    show({
      zoom,
      x: (left + right) / 2 - (before + room / 2) / zoom,
      y: (top + bottom) / 2 - (head + high / 2) / zoom,
    });
  }, []);
  useLayoutEffect(() => fit(), [key, fit]);
  // Another size, as of a phone's sheet, keeps the drawing in view, unless the person moved it or holds something.
  useLayoutEffect(() => {
    const element = svg.current;
    if (!element) return undefined;
    let height = element.clientHeight;
    const observer = new ResizeObserver(() => {
      if (element.clientHeight === height) return;
      height = element.clientHeight;
      if (fitted.current && bench.state.tool.kind === "idle") fit();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [bench, fit]);
  const setView = useCallback((next: Viewport): void => {
    fitted.current = false;
    show(next);
  }, []);
  return { svg, view, setView, fit };
}

/** Beside its circuit a diagram has the circuit's height and zoom; along the wires it moves by itself. */
export function useBeside(scene: DiagramScene): View {
  const bench = useWorkbench();
  const svg = useRef<SVGSVGElement>(null);
  const latest = useRef(scene);
  latest.current = scene;
  const { y, zoom } = usePart(bench.editor, (e) => e.state.viewport);
  const [x, setX] = useState(scene.left);
  const fit = useCallback((): void => {
    setX(besideX(latest.current, svg.current?.getBoundingClientRect().width ?? 0, bench.state.viewport.zoom));
  }, [bench]);
  useLayoutEffect(() => {
    fit();
    return bench.store.subscribe((_, __, transaction) => {
      if (transaction.intent === "view.fit") fit();
    });
  }, [bench, fit]);
  const setView = (view: Viewport): void => {
    setX(view.x);
    bench.dispatch(aside("view.beside", { viewport: { ...bench.state.viewport, y: view.y, zoom: view.zoom } }));
  };
  return { svg, view: { x, y, zoom }, setView, fit };
}

export function Scaled({
  view,
  children,
}: {
  readonly view: Viewport;
  readonly children: ComponentChildren;
}): JSX.Element {
  return <g transform={`translate(${-view.x * view.zoom} ${-view.y * view.zoom}) scale(${view.zoom})`}>{children}</g>;
}

/** A plane to place things on freely. */
export function Dots({ view }: { readonly view: Viewport }): JSX.Element {
  return (
    <>
      <defs>
        <pattern
          id="qd-dots"
          width={22}
          height={22}
          patternUnits="userSpaceOnUse"
          patternTransform={`translate(${-view.x * view.zoom} ${-view.y * view.zoom}) scale(${view.zoom})`}
        >
          <circle cx={0.8} cy={0.8} r={0.8} style={{ fill: "var(--qd-dot)" }} />
        </pattern>
      </defs>
      {view.zoom >= 0.4 && <rect width="100%" height="100%" fill="url(#qd-dots)" />}
    </>
  );
}
