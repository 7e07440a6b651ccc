/** The toolbar: name, undo, views, simplify, optimize, share, export, send. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import { shownKeys } from "../../commands/keys";
import { isCircuit } from "../../document/circuit";
import { canRedo, canUndo } from "../../state/transaction";
import { exporting } from "../export/room";
import { simplify } from "../simplify/room";
import { tune } from "../tune/room";
import { Icon, type IconName } from "../widgets/icons";
import { Menu } from "../widgets/menu";
import { usePart } from "../workbench/cell";
import { DRAFT, unreadOf } from "../workbench/draft";
import { costOf } from "../workbench/labeled";
import { IS_MAC, runCommand } from "../workbench/run";
import { pictured, shownView } from "../workbench/shown-view";
import { waysToSimplify } from "../workbench/simplify";
import { useWorkbench } from "../workbench/workbench";
import { askedFormats, exportsOf, goalsOf, howOf, MODES } from "./choices";

const SAVED = {
  saving: ["", "saving…", "clock"],
  unsaved: ["warn", "not saved", "unsaved"],
  lost: ["error", "not saved: no answer", "unsaved"],
  failed: ["error", "not saved: try again", "unsaved"],
} as const;

/** Letters of a name that may be cut, and those at its end that are kept. */
const LONG = 16;
const TAIL = 5;

export function Toolbar(): JSX.Element {
  const bench = useWorkbench();
  const name = usePart(bench.ui, (ui) => ui.name);
  // Names of versions differ at their ends, so a long one is cut before it.
  const tail = name.length > LONG ? TAIL : 0;
  const drawsDiagram = usePart(bench.editor, (e) => !isCircuit(e.state.document.body));
  const chosen = usePart(bench.ui, (ui) => ui.view);
  const asCircuit = usePart(bench.ui, (ui) => ui.asCircuit);
  const size = usePart(bench.ui, (ui) => ui.size);
  const view = shownView({ view: chosen, asCircuit }, !drawsDiagram);
  const undoable = usePart(bench.editor, canUndo);
  const redoable = usePart(bench.editor, canRedo);
  const placing = usePart(bench.editor, ({ state: { tool } }) => tool.kind === "placing" && tool.sticky);
  const show = (next: "circuit" | "zx" | "split") => (): void => {
    bench.ui.patch({ view: next, asCircuit: next !== "zx" });
  };
  return (
    <section class="qd-toolbar" aria-label="Studio">
      <div role="toolbar" aria-label="Studio" style={{ display: "contents" }}>
        {size !== "wide" && (
          <button
            type="button"
            class="qd-button"
            data-icon=""
            aria-label="Gates"
            aria-pressed={placing}
            title={placing ? "Gates: one is picked and is placed where you tap" : "Gates"}
            onClick={() => bench.ui.patch({ drawer: bench.ui.value.drawer === "palette" ? "none" : "palette" })}
          >
            <Icon name="menu" />
          </button>
        )}
        <span class="qd-name" translate={false} title={name}>
          <span>{name.slice(0, -tail || undefined)}</span>
          {tail > 0 && <b>{name.slice(-tail)}</b>}
        </span>
        <Saved />
        <span class="qd-rule qd-phone-hide" />
        {size === "phone" && <span class="qd-space" />}
        <IconButton
          icon="undo"
          label="Undo"
          keys="Mod+Z"
          disabled={!undoable}
          onClick={() => runCommand(bench, "edit.undo")}
        />
        <IconButton
          icon="redo"
          label="Redo"
          keys="Mod+Shift+Z"
          disabled={!redoable}
          onClick={() => runCommand(bench, "edit.redo")}
        />
        {size !== "phone" && (
          <>
            <span class="qd-rule" />
            <span class="qd-segments" role="group" aria-label="View">
              <button
                type="button"
                aria-pressed={view === "circuit"}
                onClick={show("circuit")}
                title={`Circuit (${shownKeys("Alt+1", IS_MAC)})`}
              >
                Circuit
              </button>
              <button
                type="button"
                aria-pressed={view === "zx"}
                onClick={show("zx")}
                title={`ZX diagram (${shownKeys("Alt+2", IS_MAC)})`}
              >
                ZX
              </button>
              <button type="button" aria-pressed={view === "split"} onClick={show("split")}>
                Split
              </button>
              <button
                type="button"
                class="qd-to-compare"
                aria-pressed={view === "analyze"}
                onClick={() => runCommand(bench, "view.analyze")}
                title={`Figures of the ansatz: does it train, what can it reach (${shownKeys("Alt+4", IS_MAC)})`}
              >
                <Icon name="bars" size={14} />
                <span>Analyze</span>
              </button>
              <button
                type="button"
                class="qd-to-compare"
                aria-pressed={view === "compare"}
                onClick={() => runCommand(bench, "view.compare")}
                title={`What changed since an earlier step, or against a file (${shownKeys("Alt+3", IS_MAC)})`}
              >
                <Icon name="compare" size={14} />
                <span>Compare</span>
              </button>
            </span>
            <span class="qd-rule" />
            <SimplifyMenu />
            <Optimize narrow={size === "narrow"} />
            <span class="qd-space" />
            <ExportMenu />
          </>
        )}
        <button
          type="button"
          class="qd-button qd-to-send"
          data-look={size === "phone" ? undefined : "main"}
          data-icon={size === "phone" ? "" : undefined}
          aria-label="Send…"
          aria-pressed={view === "send"}
          disabled={!bench.asker.can("targets") && view !== "send"}
          title={
            bench.asker.can("targets")
              ? `Send to a device or run here (${shownKeys("Mod+Shift+Enter", IS_MAC)})`
              : `Jobs are sent by Python, and ${bench.noPython}`
          }
          onClick={() => runCommand(bench, "run.send")}
        >
          <Icon name="send" size={14} /> {size !== "phone" && <span>Send…</span>}
        </button>
      </div>
    </section>
  );
}

function IconButton({
  icon,
  label,
  keys,
  disabled,
  onClick,
}: {
  readonly icon: IconName;
  readonly label: string;
  readonly keys: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
}): JSX.Element {
  return (
    <button
      type="button"
      class="qd-button"
      data-icon=""
      aria-label={label}
      title={`${label} (${shownKeys(keys, IS_MAC)})`}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

/** Whether what is drawn is on disk; where the file holds the circuit alone, what of it is not. */
function Saved(): JSX.Element {
  const bench = useWorkbench();
  const saved = usePart(bench.ui, (ui) => ui.saved);
  const size = usePart(bench.ui, (ui) => ui.size);
  const missing = usePart(bench.editor, () => bench.exchange.missing);
  const draft = usePart(bench.at(DRAFT), unreadOf);
  const typed = usePart(bench.editor, (e) => e.state.document.body === draft);
  const [tone, words, icon] =
    saved !== "saved"
      ? SAVED[saved]
      : typed
        ? (["warn", "not saved: typed OpenQASM", "unsaved"] as const)
        : missing !== ""
          ? (["warn", `saved without ${missing}`, "unsaved"] as const)
          : (["ok", bench.host.can.kept ?? "saved", "check"] as const);
  const iconAlone = size === "phone" || (size === "narrow" && tone === "ok");
  return (
    <span
      class="qd-badge"
      data-part="saved"
      data-tone={tone}
      // Said where there is no room for all the words.
      data-short={typed ? "not saved" : tone === "warn" && saved === "saved" ? "saved in part" : undefined}
      title={words}
      {...(iconAlone ? { role: "img", "aria-label": words } : {})}
    >
      <Icon name={icon} size={iconAlone ? 12 : 11} />
      {!iconAlone && <span>{words}</span>}
    </span>
  );
}

/** Runs and stops it; the arrow beside asks how it goes. */
function Optimize({ narrow }: { readonly narrow: boolean }): JSX.Element {
  const bench = useWorkbench();
  const optimizing = usePart(bench.ui, (ui) => ui.optimizing);
  const cost = usePart(bench.editor, (e) => costOf(bench, e.state.document));
  const words = optimizing ? "Stop" : "Optimize";
  return (
    <span class="qd-split-button">
      <button
        type="button"
        class="qd-button"
        aria-pressed={optimizing}
        aria-label={words}
        title={`Go down to the lowest ${cost} (${shownKeys("Mod+Enter", IS_MAC)})`}
        onClick={() => bench.effect("optimize")}
      >
        {narrow ? <Icon name={optimizing ? "stop" : "play"} /> : words}
      </button>
      <Menu label="Method and start" title="Method, start and steps" form>
        {(close) => (
          <div class="qd-menu-form">
            <tune.How />
            <button
              type="button"
              class="qd-button"
              data-look="main"
              onClick={() => {
                close();
                bench.focusCanvas();
                bench.effect("optimize");
              }}
            >
              {words}
            </button>
          </div>
        )}
      </Menu>
    </span>
  );
}

function SimplifyMenu(): JSX.Element {
  const bench = useWorkbench();
  const catalog = usePart(bench.ui, (ui) => ui.catalog);
  const [goal, setGoal] = useState("two_qubit");
  const [more, setMore] = useState(false);
  const [round, setRound] = useState(true);
  const diagram = usePart(bench.editor, (e) => !isCircuit(e.state.document.body));
  const able = bench.asker.can("simplify");
  return (
    <Menu
      label="Simplify"
      title={
        able ? "Fewer gates, the same map, every step checked" : `Simplification runs in Python, and ${bench.noPython}`
      }
    >
      {(close) => (
        <>
          {[...waysToSimplify(catalog, !diagram), ...(more && !diagram ? MODES : [])].map((way) => (
            <button
              key={way.label}
              type="button"
              role="menuitem"
              class="qd-item"
              disabled={!able}
              onClick={() => {
                close();
                simplify.simplifyDocument(bench, howOf(way, goal, round));
              }}
            >
              {way.label}
              <span class={way.mode === "reorder" ? "qd-quiet qd-unequal" : "qd-quiet"}>{way.note}</span>
            </button>
          ))}
          {!diagram && more && (
            <button
              type="button"
              role="menuitemcheckbox"
              class="qd-item"
              aria-checked={round}
              disabled={!able}
              onClick={() => setRound(!round)}
            >
              <span class="qd-check">{round && <Icon name="check" size={12} />}</span>
              Round angles
              <span class="qd-quiet">a few ulp beside a multiple of π; the verdict says by how much</span>
            </button>
          )}
          {!diagram && !more && (
            <button type="button" role="menuitem" class="qd-item" disabled={!able} onClick={() => setMore(true)}>
              More…
              <span class="qd-quiet">extra qubits, another order, rounding</span>
            </button>
          )}
          {!diagram && (
            <div class="qd-item" role="group" aria-label="As few">
              <span>As few</span>
              <span class="qd-segments qd-small" style={{ marginLeft: "auto" }}>
                {goalsOf(catalog).map(([value, label]) => (
                  <button
                    key={value}
                    type="button"
                    role="menuitemradio"
                    aria-checked={goal === value}
                    disabled={!able}
                    onClick={() => setGoal(value)}
                  >
                    {label}
                  </button>
                ))}
              </span>
            </div>
          )}
          {!able && <div class="qd-item qd-quiet">It runs in Python, and {bench.noPython}.</div>}
        </>
      )}
    </Menu>
  );
}

function ExportMenu(): JSX.Element {
  const bench = useWorkbench();
  const circuit = usePart(bench.editor, (e) => isCircuit(e.state.document.body));
  const drawing = usePart(bench.ui, (ui) => pictured(ui, circuit));
  const catalog = usePart(bench.ui, (ui) => ui.catalog);
  const proved = usePart(bench.editor, (e) => e.state.document.proof !== undefined);
  const asked = askedFormats(catalog, bench.asker.can("export")).filter(({ takes }) => proved || takes !== "proof");
  return (
    <Menu label="Export" icon="share" title="Take the drawing elsewhere">
      {(close) =>
        exportsOf(drawing, asked).map(({ id, label, kind, row }) => (
          <button
            key={id}
            type="button"
            role="menuitem"
            class="qd-item"
            onClick={() => {
              close();
              if (row) exporting.exportDocument(bench, row);
              else runCommand(bench, id);
            }}
          >
            {label}
            <span class="qd-quiet">{kind}</span>
          </button>
        ))
      }
    </Menu>
  );
}
