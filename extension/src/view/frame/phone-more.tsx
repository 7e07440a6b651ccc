/** On a phone: the sheets behind More. Each row is as high as a finger is wide; Back and Escape lead one sheet back. */

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { isCircuit } from "../../document/circuit";
import { exporting } from "../export/room";
import { simplify } from "../simplify/room";
import { Icon, type IconName } from "../widgets/icons";
import { usePart } from "../workbench/cell";
import { runCommand } from "../workbench/run";
import { pictured } from "../workbench/shown-view";
import { waysToSimplify } from "../workbench/simplify";
import type { Ui } from "../workbench/ui";
import { useWorkbench } from "../workbench/workbench";
import { askedFormats, exportsOf, goalsOf, howOf, MODES } from "./choices";
import { PANELS } from "./rooms";

export function MoreSheet(): JSX.Element {
  const bench = useWorkbench();
  return (
    <Sheet label="More" back="circuit">
      <Row
        icon="simplify"
        label="Simplify"
        note="fewer gates, the same map"
        onClick={() => bench.ui.patch({ pane: "simplify" })}
      />
      <Row
        icon="share"
        label="Export"
        note="the document, code, pictures"
        onClick={() => bench.ui.patch({ pane: "export" })}
      />
      <Row
        icon="compare"
        label="Compare"
        note="with an earlier step, with a file"
        onClick={() => {
          bench.ui.patch({ pane: "circuit" });
          runCommand(bench, "view.compare");
        }}
      />
      {PANELS.filter(({ phone }) => phone === "more").map(({ id, title, icon }) => (
        <Row key={id} icon={icon} label={title} onClick={() => bench.ui.patch({ pane: "tabs", tab: id })} />
      ))}
    </Sheet>
  );
}

export function SimplifySheet(): JSX.Element {
  const bench = useWorkbench();
  const catalog = usePart(bench.ui, (ui) => ui.catalog);
  const [goal, setGoal] = useState("two_qubit");
  const circuit = usePart(bench.editor, (e) => isCircuit(e.state.document.body));
  const able = bench.asker.can("simplify");
  return (
    <Sheet label="Simplify" back="more">
      {!able && <p class="qd-quiet">Simplification runs in Python, and {bench.noPython}.</p>}
      {circuit && (
        <div class="qd-sheet-goal" role="group" aria-label="As few">
          <span>As few</span>
          <span class="qd-segments">
            {goalsOf(catalog).map(([value, label]) => (
              <button
                key={value}
                type="button"
                aria-pressed={goal === value}
                disabled={!able}
                onClick={() => setGoal(value)}
              >
                {label}
              </button>
            ))}
          </span>
        </div>
      )}
      {[...waysToSimplify(catalog, circuit), ...(circuit ? MODES : [])].map((way) => (
        <Row
          key={way.label}
          label={way.label}
          note={way.note}
          disabled={!able}
          onClick={() => {
            bench.ui.patch({ pane: "tabs", tab: "steps" });
            simplify.simplifyDocument(bench, howOf(way, goal, true));
          }}
        />
      ))}
    </Sheet>
  );
}

export function ExportSheet(): JSX.Element {
  const bench = useWorkbench();
  const circuit = usePart(bench.editor, (e) => isCircuit(e.state.document.body));
  const drawing = usePart(bench.ui, (ui) => pictured(ui, circuit));
  const catalog = usePart(bench.ui, (ui) => ui.catalog);
  const proved = usePart(bench.editor, (e) => e.state.document.proof !== undefined);
  const asked = askedFormats(catalog, bench.asker.can("export")).filter(({ takes }) => proved || takes !== "proof");
  return (
    <Sheet label="Export" back="more">
      {exportsOf(drawing, asked).map(({ id, label, kind, row }) => (
        <Row
          key={id}
          label={label}
          note={kind}
          onClick={() => (row ? exporting.exportDocument(bench, row) : runCommand(bench, id))}
        />
      ))}
    </Sheet>
  );
}

function Sheet({
  label,
  back,
  children,
}: {
  readonly label: string;
  readonly back: Ui["pane"];
  readonly children: ComponentChildren;
}): JSX.Element {
  const bench = useWorkbench();
  const sheet = useRef<HTMLElement>(null);
  const close = (): void => bench.ui.patch({ pane: back });
  // The row that led here is gone: keys go on in this sheet.
  useEffect(() => sheet.current?.querySelector<HTMLElement>("button")?.focus({ preventScroll: true }), []);
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  };
  return (
    <section ref={sheet} class="qd-sheet qd-sheet-list" aria-label={label} onKeyDown={keys}>
      <div class="qd-head">
        {back === "more" && (
          <button type="button" class="qd-button" data-icon="" aria-label="Back" onClick={close}>
            <Icon name="back" />
          </button>
        )}
        <strong>{label}</strong>
      </div>
      {children}
    </section>
  );
}

function Row({
  icon,
  label,
  note,
  disabled = false,
  onClick,
}: {
  readonly icon?: IconName;
  readonly label: string;
  readonly note?: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}): JSX.Element {
  return (
    <button type="button" class="qd-sheet-item" disabled={disabled} onClick={onClick}>
      {icon && <Icon name={icon} size={20} />}
      <span>
        {label}
        {note && <span class="qd-quiet">{note}</span>}
      </span>
    </button>
  );
}
