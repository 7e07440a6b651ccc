/** The tabs below the canvas. */

import type { JSX } from "preact";
import { FiguresTab } from "../figures/figures-tab";
import { QueueTab } from "../jobs/queue-tab";
import { StepsTab } from "../simplify/steps-tab";
import { StateTab } from "../state/state-tab";
import { CodeTab } from "../text/code-tab";
import { LandscapeTab } from "../tune/landscape-tab";
import { usePart } from "../workbench/cell";
import { useJobs } from "../workbench/jobs";
import { type Tab, useBench } from "../workbench/workbench";

const TABS: readonly (readonly [Tab, string])[] = [
  ["state", "State"],
  ["landscape", "Landscape"],
  ["figures", "Figures"],
  ["steps", "Steps"],
  ["openqasm", "OpenQASM"],
  ["queue", "Queue"],
];

export function Bottom(): JSX.Element {
  const bench = useBench();
  const tab = usePart(bench.ui, (ui) => ui.tab);
  const height = usePart(bench.ui, (ui) => ui.settings.panels.bottom_height);
  const jobs = useJobs();
  const steps = usePart(bench.editor, (e) => e.state.document.history?.length ?? 0);
  const simplified = usePart(bench.ui, (ui) => ui.simplified?.steps.length ?? 0);
  const counts: Partial<Record<Tab, number>> = { steps: simplified || steps, queue: jobs.length };
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
    const index = TABS.findIndex(([name]) => name === tab);
    const next = event.key === "ArrowRight" ? index + 1 : event.key === "ArrowLeft" ? index - 1 : -1;
    const entry = TABS[(next + TABS.length) % TABS.length];
    if (next === -1 && event.key !== "ArrowLeft") return;
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    if (!entry) return;
    event.preventDefault();
    bench.ui.patch({ tab: entry[0] });
    requestAnimationFrame(() => bench.root?.querySelector<HTMLElement>(`#qd-tab-${entry[0]}`)?.focus());
  };
  return (
    <section class="qd-low" aria-label="Views" style={{ "--qd-low-height": `${height}px` }}>
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
        {TABS.map(([name, label]) => (
          <button
            key={name}
            id={`qd-tab-${name}`}
            type="button"
            role="tab"
            class="qd-tab"
            aria-selected={tab === name}
            aria-controls="qd-pane"
            tabIndex={tab === name ? 0 : -1}
            onClick={() => bench.ui.patch({ tab: name })}
          >
            {label}
            {counts[name] ? <span class="qd-badge">{counts[name]}</span> : null}
          </button>
        ))}
      </div>
      <div class="qd-pane" id="qd-pane" role="tabpanel" aria-labelledby={`qd-tab-${tab}`}>
        <Pane tab={tab} />
      </div>
    </section>
  );
}

function Pane({ tab }: { readonly tab: Tab }): JSX.Element {
  switch (tab) {
    case "state":
      return <StateTab />;
    case "landscape":
      return <LandscapeTab />;
    case "figures":
      return <FiguresTab />;
    case "steps":
      return <StepsTab />;
    case "openqasm":
      return <CodeTab />;
    case "queue":
      return <QueueTab />;
  }
}
