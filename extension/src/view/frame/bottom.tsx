/** The tabs below the canvas. */

import type { JSX } from "preact";
import { Icon } from "../widgets/icons";
import type { Panel } from "../widgets/room";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";
import { PANELS } from "./rooms";

export function Bottom(): JSX.Element {
  const bench = useWorkbench();
  const tab = usePart(bench.ui, (ui) => ui.tab);
  const folded = usePart(bench.ui, (ui) => ui.folded && ui.size !== "phone");
  const height = usePart(bench.ui, (ui) => ui.settings.panels.bottom_height);
  const panels = (): typeof bench.ui.value.settings.panels => bench.ui.value.settings.panels;
  const resize = (next: number): void => {
    const most = (bench.root?.getBoundingClientRect().height ?? 800) - 260;
    bench.setSettings({ panels: { ...panels(), bottom_height: Math.round(Math.max(120, Math.min(most, next))) } });
  };
  const grip = (event: PointerEvent): void => {
    const start = event.clientY;
    const from = panels().bottom_height;
    const element = event.currentTarget as HTMLElement;
    element.setPointerCapture(event.pointerId);
    const move = (now: PointerEvent): void => resize(from + start - now.clientY);
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerup", () => element.removeEventListener("pointermove", move), { once: true });
  };
  const walk = (event: KeyboardEvent): void => {
    const index = PANELS.findIndex(({ id }) => id === tab);
    const next = event.key === "ArrowRight" ? index + 1 : event.key === "ArrowLeft" ? index - 1 : -1;
    const entry = PANELS[(next + PANELS.length) % PANELS.length];
    if (next === -1 && event.key !== "ArrowLeft") return;
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    if (!entry) return;
    event.preventDefault();
    bench.showTab(entry.id);
    requestAnimationFrame(() => bench.root?.querySelector<HTMLElement>(`#qd-tab-${entry.id}`)?.focus());
  };
  const panel = PANELS.find(({ id }) => id === tab);
  return (
    <section
      class="qd-low"
      data-folded={folded ? "" : undefined}
      aria-label="Views"
      style={{ "--qd-low-height": `${height}px` }}
    >
      <div
        class="qd-grip"
        role="separator"
        aria-orientation="horizontal"
        aria-label="Height of the views"
        aria-valuenow={height}
        tabIndex={0}
        onPointerDown={grip}
        onKeyDown={(event) => {
          if (event.key === "ArrowUp") resize(height + 16);
          if (event.key === "ArrowDown") resize(height - 16);
        }}
      />
      <div class="qd-tabs" role="tablist" aria-label="Views" onKeyDown={walk}>
        {PANELS.map((panel) => (
          <Tab key={panel.id} panel={panel} chosen={tab === panel.id} />
        ))}
      </div>
      <button
        type="button"
        class="qd-button qd-fold"
        data-icon=""
        aria-label={folded ? "Unfold the views" : "Fold the views"}
        title={folded ? "Unfold" : "Fold: more room for the drawing"}
        aria-expanded={!folded}
        onClick={() => bench.ui.patch({ folded: !folded })}
      >
        <Icon name="down" size={14} />
      </button>
      <div class="qd-pane" id="qd-pane" role="tabpanel" aria-labelledby={`qd-tab-${tab}`} hidden={folded}>
        {panel && !folded && <Content key={panel.id} panel={panel} />}
      </div>
    </section>
  );
}

function Tab({ panel, chosen }: { readonly panel: Panel; readonly chosen: boolean }): JSX.Element {
  const bench = useWorkbench();
  const { id, title, useBadge } = panel;
  return (
    <button
      id={`qd-tab-${id}`}
      type="button"
      role="tab"
      class="qd-tab"
      aria-selected={chosen}
      aria-controls="qd-pane"
      tabIndex={chosen ? 0 : -1}
      onClick={() => bench.showTab(id)}
    >
      {title}
      {useBadge && <Badge use={useBadge} />}
    </button>
  );
}

function Badge({ use }: { readonly use: () => number }): JSX.Element | null {
  const number = use();
  return number ? <span class="qd-badge">{number}</span> : null;
}

function Content({ panel }: { readonly panel: Panel }): JSX.Element {
  const bench = useWorkbench();
  const off = usePart(bench.editor, () => panel.off?.(bench) ?? "");
  if (off) return <div class="qd-off">{off}</div>;
  return <panel.Content />;
}
