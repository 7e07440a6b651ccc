/** The palette: gates in groups, displays, templates; one search over gates and commands. */

import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { nearestFirst } from "../../commands/command";
import { waiting } from "../../commands/edit";
import { shownKeys } from "../../commands/keys";
import { type Typed, typedGates } from "../../commands/typed";
import { isCircuit } from "../../document/circuit";
import { GATES, type GateRow, GROUPS, ROWS } from "../../document/gates";
import type { Cargo } from "../../document/put-down";
import { startOf } from "../../scene/cut";
import { labelOf } from "../../scene/look";
import { IDLE, NO_SELECTION } from "../../state/state";
import { aside } from "../../state/transaction";
import { startPlacing, startTiming } from "../../tools/pointer";
import { Icon } from "../widgets/icons";
import { usePart } from "../workbench/cell";
import { IS_MAC, perform, run, runCommand } from "../workbench/run";

import { HAND, LESSON, SEARCH } from "../workbench/slots";

import { useWorkbench, type Workbench } from "../workbench/workbench";
import { TemplateForm, TemplateList } from "./templates";

interface Entry {
  readonly gate?: string;
  readonly display?: "bloch" | "probabilities" | "expectation" | "density";
  readonly title: string;
  /** Not placed: this command is run. */
  readonly command?: "gate.condition" | "time.set";
}

interface Group {
  readonly title: string;
  readonly entries: readonly Entry[];
}

const CONDITION: Entry = { title: "If: the chosen gate waits for a classical bit", command: "gate.condition" };

const DISPLAYS: Group = {
  title: "Displays",
  entries: [
    { display: "bloch", title: "Bloch sphere" },
    { display: "probabilities", title: "Probabilities" },
    { display: "expectation", title: "Expectation of Z" },
    { display: "density", title: "Reduced state" },
    { command: "time.set", title: "State here: the state after the chosen column" },
  ],
};

const SHOWN: readonly Group[] = [
  ...GROUPS.map((title) => {
    const rows = ROWS.filter((row) => row.group === title);
    const entries = rows.map((row): Entry => ({ gate: row.name, title: row.title }));
    return { title, entries: rows.some((row) => row.symbol === "measure") ? [...entries, CONDITION] : entries };
  }),
  DISPLAYS,
];

export function Palette(): JSX.Element {
  const bench = useWorkbench();
  const asks = usePart(bench.ui, (ui) => ui.template !== null);
  if (!asks) return <Gates />;
  return (
    <nav class="qd-palette" aria-label="Templates">
      <TemplateForm />
    </nav>
  );
}

function Gates(): JSX.Element {
  const bench = useWorkbench();
  const [query, setQuery] = useState("");
  /** Enter was pressed on what nothing can be made of: it stays, with the reason. */
  const [refused, setRefused] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    const here = bench.at(SEARCH);
    here.set(() => {
      search.current?.focus();
      search.current?.select();
    });
    return () => here.set(null);
  }, [bench]);
  const typed = query.trim() ? typedGates(bench.state, query) : undefined;
  const clear = (): void => {
    setQuery("");
    setRefused(false);
    bench.focusCanvas();
  };
  return (
    <nav class="qd-palette" aria-label="Gates">
      <div class="qd-search">
        <Icon name="search" size={14} />
        <input
          ref={search}
          class="qd-field"
          type="text"
          value={query}
          placeholder="Gate, command"
          aria-label="Search gates and commands"
          spellcheck={false}
          aria-invalid={refused}
          onInput={(event) => {
            setQuery(event.currentTarget.value);
            setRefused(false);
          }}
          onKeyDown={(event) => {
            if (event.key === "Escape") {
              event.stopPropagation();
              clear();
            }
            if (event.key !== "Enter") return;
            // A command may move the focus to a button, which the same press would press.
            event.preventDefault();
            if (typed && "step" in typed) bench.dispatch(typed.step);
            else if (!query.trim() || !pickFirst(bench, query)) {
              setRefused(query.trim() !== "");
              return;
            }
            clear();
          }}
        />
        <span class="qd-key" aria-hidden="true">
          /
        </span>
      </div>
      {query.trim() ? <Found query={query} typed={typed} refused={refused} onDone={clear} /> : <Groups />}
    </nav>
  );
}

function Groups(): JSX.Element {
  const bench = useWorkbench();
  const gates = usePart(bench.editor, (e) => (isCircuit(e.state.document.body) ? e.state.document.body.gates : null));
  return (
    <>
      {SHOWN.map((group) => (
        <section key={group.title} class="qd-group">
          <h2>{group.title}</h2>
          <div class="qd-tiles">
            {group.entries.map((entry) => (
              <Tile key={entry.title} entry={entry} />
            ))}
          </div>
        </section>
      ))}
      {gates && gates.size > 0 && (
        <section class="qd-group">
          <h2>Own gates</h2>
          <div class="qd-tiles" data-own="">
            {[...gates.keys()].map((name) => (
              <Tile key={name} entry={{ gate: name, title: name }} />
            ))}
          </div>
        </section>
      )}
      <TemplateList />
    </>
  );
}

/** In place of the palette: the gates of the lesson that is open, or all, in one row. */
export function Shelf(): JSX.Element {
  const palette = usePart(useWorkbench().at(LESSON), (now) => now.palette);
  const gates = SHOWN.filter((group) => group !== DISPLAYS).flatMap(({ entries }) => entries);
  const own = palette.map((gate): Entry => ({ gate, title: GATES.get(gate)?.title ?? gate }));
  const list = (entries: readonly Entry[]): readonly JSX.Element[] =>
    entries.map((entry) => <Tile key={entry.title} entry={entry} />);
  return (
    <nav class="qd-shelf" aria-label="Gates here">
      <span class="qd-quiet">Gates here</span>
      {list(own.length ? own : gates)}
      <span class="qd-rule" />
      {list(DISPLAYS.entries.slice(0, 2))}
      {own.length > 0 && <span class="qd-quiet">The others come back after this lesson.</span>}
    </nav>
  );
}

function cargoOf(entry: Entry): Cargo {
  return entry.display ? { kind: "display", display: entry.display } : { kind: "gate", gate: entry.gate ?? "" };
}

function kindOf(entry: Entry, row: GateRow | undefined): string {
  if (entry.display || entry.command || row?.symbol === "barrier") return "dashed";
  if (!row) return "composite";
  if (row.kind === "nonunitary") return row.kind;
  if (wiresMark(row)) return "controlled";
  return row.kind === "controlled" ? "rotation" : row.kind;
}

const DRAG = 5;

/** The gate that the pointer is over, if any. */
function gateUnder({ root }: Workbench, { clientX, clientY }: PointerEvent): readonly string[] {
  const within = root.getRootNode() as Document | ShadowRoot;
  const id = within.elementFromPoint(clientX, clientY)?.closest(".qd-gate")?.getAttribute("data-id");
  return id ? [id] : [];
}

function Tile({ entry }: { readonly entry: Entry }): JSX.Element {
  const bench = useWorkbench();
  const row = entry.gate ? GATES.get(entry.gate) : undefined;
  const picked = usePart(
    bench.editor,
    (e) => e.state.tool.kind === "placing" && e.state.tool.sticky && sameCargo(e.state.tool.cargo, entry),
  );
  const label = tileLabel(entry, row);
  const key = bench.commands.find((each) => each.id === `place.${entry.gate ?? ""}`)?.keys[0];
  /** Dragging starts after a few px; a click picks the gate until Escape. */
  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const isCondition = entry.command === "gate.condition";
    const start = { x: event.clientX, y: event.clientY };
    let dragging = false;
    const move = (from: PointerEvent): void => {
      if (!dragging && Math.hypot(from.clientX - start.x, from.clientY - start.y) < DRAG) return;
      if (!dragging) {
        dragging = true;
        bench.ui.patch({ drawer: "none" });
        if (!isCondition) bench.dispatch(entry.command ? startTiming(null) : startPlacing(cargoOf(entry), false));
      }
      if (isCondition) bench.dispatch(aside("condition.drag", { lit: new Set(gateUnder(bench, from)) }));
      else bench.at(HAND).value?.move(from);
    };
    const end = (from: PointerEvent): void => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", end);
      window.removeEventListener("pointercancel", end);
      if (!dragging) return;
      if (isCondition) {
        const [id] = from.type === "pointerup" ? gateUnder(bench, from) : [];
        bench.dispatch(aside("condition.drop", { lit: NO_SELECTION }));
        if (id !== undefined) perform(bench, waiting(bench.state.document, id));
      } else if (from.type === "pointerup") bench.at(HAND).value?.up(from);
      if (bench.state.tool.kind === "placing" || bench.state.tool.kind === "timing")
        bench.dispatch(aside("tool.drop", { tool: IDLE, preview: null, notice: null }));
      bench.focusCanvas();
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", end);
    window.addEventListener("pointercancel", end);
  };
  const pick = (): void => {
    if (entry.command) {
      runCommand(bench, entry.command);
      return;
    }
    bench.dispatch(picked ? aside("tool.drop", { tool: IDLE, preview: null }) : startPlacing(cargoOf(entry), true));
    bench.ui.patch({ drawer: "none" });
  };
  const round = row?.symbol === "measure" ? "right" : row?.symbol === "reset" ? "left" : undefined;
  return (
    <button
      type="button"
      class="qd-tile"
      data-kind={kindOf(entry, row)}
      data-gate={entry.gate}
      data-round={round}
      aria-pressed={picked}
      data-long={typeof label === "string" && [...label].length > 2 ? "" : undefined}
      aria-label={entry.title}
      title={key ? `${entry.title} (${shownKeys(key, IS_MAC)})` : entry.title}
      onPointerDown={down}
      onClick={pick}
    >
      <span translate={false}>{label}</span>
    </button>
  );
}

function sameCargo(cargo: Cargo, entry: Entry): boolean {
  return cargo.kind === "gate"
    ? cargo.gate === entry.gate
    : cargo.kind === "display" && cargo.display === entry.display;
}

const line = { fill: "none", stroke: "currentColor", strokeWidth: 1.5 } as const;

function mark(inside: JSX.Element): JSX.Element {
  return (
    <svg width={20} height={22} viewBox="0 0 20 22" aria-hidden="true">
      {inside}
    </svg>
  );
}

function tileLabel(entry: Entry, row: GateRow | undefined): JSX.Element | string {
  if (entry.gate !== undefined) return row ? (gateMark(row) ?? shortLabel(entry.gate)) : entry.title;
  switch (entry.display) {
    case "bloch":
      return mark(
        <>
          <circle cx={10} cy={11} r={8} {...line} />
          <path d="M2 11c4 3 12 3 16 0M10 11l4-4" {...line} />
        </>,
      );
    case "probabilities":
      return mark(<path d="M4 18V9M10 18V4M16 18v-6" {...line} stroke-width={2.5} />);
    case "expectation":
      return "⟨Z⟩";
    case "density":
      return mark(<path d="M3 4h6v6H3zM11 12h6v6h-6z" fill="currentColor" stroke="none" />);
    default:
      return entry.command === "time.set"
        ? mark(
            <>
              <rect x={4} y={1} width={12} height={6} rx={3} fill="currentColor" />
              <path d="M10 7v14" {...line} stroke-dasharray="3 2" />
            </>,
          )
        : "if";
  }
}

/** The symbol of a gate that is drawn without a box. */
function gateMark(row: GateRow): JSX.Element | null {
  if (row.symbol === "measure") return mark(<path d="M2 15a8 8 0 0 1 16 0M10 15l5-8" {...line} />);
  if (row.symbol === "barrier") return mark(<path d="M10 1v20" {...line} stroke-dasharray="3 3" />);
  return wiresMark(row);
}

/** What joins wires, as far as it fits on a tile. */
function wiresMark(row: GateRow): JSX.Element | null {
  const { numControls } = row;
  const target = numControls ? GATES.get(row.base)?.controlledSymbol : row.symbol;
  if (target === "swap") return mark(<path d="M10 4v14M7 1l6 6M13 1l-6 6M7 15l6 6M13 15l-6 6" {...line} />);
  if (target === "not" && numControls === 1) {
    return mark(
      <>
        <path d="M10 4v14M5 15h10" {...line} />
        <circle cx={10} cy={4} r={2.5} fill="currentColor" />
        <circle cx={10} cy={15} r={5} {...line} />
      </>,
    );
  }
  if (target === "not" && numControls === 2) {
    return mark(
      <>
        <path d="M10 3v15M6 16h8" {...line} />
        <circle cx={10} cy={3} r={2} fill="currentColor" />
        <circle cx={10} cy={9} r={2} fill="currentColor" />
        <circle cx={10} cy={16} r={4} {...line} />
      </>,
    );
  }
  if (target === "dot" && numControls === 1) {
    return mark(
      <>
        <path d="M10 4v14" {...line} />
        <circle cx={10} cy={4} r={2.75} fill="currentColor" />
        <circle cx={10} cy={18} r={2.75} fill="currentColor" />
      </>,
    );
  }
  return null;
}

function shortLabel(name: string): string {
  const label = GATES.get(name)?.kind === "controlled" ? name.toUpperCase() : labelOf(name);
  return startOf(label, 5);
}

/** Gates and commands that fit a search. */
function matching(
  bench: Workbench,
  query: string,
): { readonly gates: readonly GateRow[]; readonly commands: Workbench["commands"] } {
  const words = query.toLowerCase().trim();
  const gates = ROWS.filter((row) => row.name.startsWith(words) || row.label.toLowerCase().startsWith(words));
  const commands = bench.commands.filter((each) => each.group !== "Gates" && each.label.toLowerCase().includes(words));
  return { gates, commands: nearestFirst(commands, words) };
}

/** Does the first that fits; says whether there was one. */
function pickFirst(bench: Workbench, query: string): boolean {
  const { gates, commands } = matching(bench, query);
  const exact = gates.find((row) => row.name === query.trim().toLowerCase()) ?? gates[0];
  if (exact) bench.dispatch(startPlacing({ kind: "gate", gate: exact.name }, true));
  else if (commands[0]) run(bench, commands[0]);
  return exact !== undefined || commands[0] !== undefined;
}

function Found({
  query,
  typed,
  refused,
  onDone,
}: {
  readonly query: string;
  readonly typed: Typed | undefined;
  readonly refused: boolean;
  readonly onDone: () => void;
}): JSX.Element {
  const bench = useWorkbench();
  const { gates, commands } = matching(bench, query);
  return (
    <>
      {typed && "step" in typed && (
        <div class="qd-quiet" style={{ marginBottom: "8px" }}>
          <span class="qd-key">↵</span> places {query.trim()}
        </div>
      )}
      {gates.length > 0 && (
        <section class="qd-group">
          <h2>Gates</h2>
          <div class="qd-tiles">
            {gates.map((row) => (
              <Tile key={row.name} entry={{ gate: row.name, title: row.name }} />
            ))}
          </div>
        </section>
      )}
      {commands.map((each) => (
        <button
          key={each.id}
          type="button"
          class="qd-row"
          onClick={() => {
            run(bench, each);
            onDone();
          }}
        >
          {each.label}
          {each.keys[0] && (
            <span class="qd-key" style={{ marginLeft: "auto" }}>
              {shownKeys(each.keys[0], IS_MAC)}
            </span>
          )}
        </button>
      ))}
      {!(typed && "step" in typed) && !gates.length && !commands.length && (
        <div class={refused ? "qd-error" : "qd-quiet"} role={refused ? "alert" : undefined}>
          {typed?.why ?? "Nothing fits. A gate and its qubits can be typed: cx 0 1"}
        </div>
      )}
    </>
  );
}
