/** Ansätze beside each other: a row each, the columns being figures of the catalog. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

import { type Document, isCircuit } from "../../document/circuit";
import { figuresOf } from "../../document/stats";
import { count } from "../../scene/describe";
import { TemplatePicker } from "../drawing/template-picker";
import { Icon } from "../widgets/icons";
import { Menu } from "../widgets/menu";
import { useSeen } from "../widgets/use-seen";
import { usePart } from "../workbench/cell";
import { FIGURES, independentText, numIndependent, type Rank, rankOf } from "../workbench/figures";
import { canDraw } from "../workbench/templates";
import { useWorkbench, type Workbench } from "../workbench/workbench";

import { useAnalyses } from "./analyses";
import { addClipboard, addDrawing, addExample, addFile, addTemplate, OTHERS, putBack, remove, TAKEN } from "./others";
import type { Analyses } from "./queue";

import { errorOf, measured } from "./reading";
import { RANK } from "./rows";
import type { AnalysisRow, Want } from "./wanted";

interface Line {
  readonly id: number;
  readonly name: string;
  readonly document: Document;
}

/** What stands in a cell: a number, how sure it is, and why there is none. */
interface Told {
  readonly value: number | null;
  readonly text: string;
  readonly error: string;
  readonly why: string;
  readonly waits: boolean;
}

interface Column {
  readonly id: string;
  readonly title: string;
  readonly help: string;
  /** Which is better; neither where that depends. */
  readonly best: "low" | "high" | "";
  readonly row: AnalysisRow | null;
  readonly tell: (line: Line) => Told;
}

/** Places of their wants: behind those of the cards. */
const PLACE = 1_000;
const BEST: Readonly<Record<string, Column["best"]>> = {
  expressibility: "low",
  entangling_capability: "high",
  gradient_variance: "high",
  tuned_energy: "low",
};
const ENERGY = "tuned_energy";
/** The basis of a rank that may be larger. */
const BOUNDS = "bounds";
/** What is lower cannot be told from rounding. */
const LOWEST = 1e-9;
/** Figures that are one number for any circuit, with the head of their column. */
const HEADS: Readonly<Record<string, string>> = {
  [RANK]: "Independent",
  expressibility: "KL to Haar",
  entangling_capability: "Entangling",
  gradient_variance: "Gradient var.",
  light_cone: "Can move it",
  [ENERGY]: "Energy above exact",
};

export function Compared({
  document,
  seed,
  rows,
  note,
}: {
  readonly document: Document;
  readonly seed: number;
  readonly rows: readonly AnalysisRow[];
  /** What the one that is shown is called beside its name. */
  readonly note: string;
}): JSX.Element {
  const bench = useWorkbench();
  const analyses = useAnalyses();
  const [see, seen] = useSeen();
  const others = usePart(bench.at(OTHERS), (listed) => listed);
  const taken = usePart(bench.at(TAKEN), (last) => last);
  const name = usePart(bench.ui, (ui) => ui.name) || "ansatz";
  const [sorted, setSorted] = useState<{ readonly by: string; readonly down: boolean } | null>(null);
  const lines: readonly Line[] = [
    { id: 0, name, document },
    ...others.map((each) => ({ ...each, document: measuring(each.document, document) })),
  ];
  const rank = usePart(bench.at(FIGURES), (known) => rankOf(known, document.body));
  // Alone it shows what is known; others bring questions.
  const alone = others.length ? null : { rank };
  // Of one Pauli string alone the lowest energy says nothing.
  const hasProblem = (document.observable?.size ?? 0) > 1;
  const energy = hasProblem ? rows.find((row) => row.name === ENERGY) : undefined;
  const columns = columnsOf(analyses, { rows: rows.filter((row) => row.name !== ENERGY || energy), seed, alone });
  const told = lines.map((line) => columns.map((column) => column.tell(line)));
  const order = orderOf(told, columns, sorted);
  const best = columns.map((column, c) =>
    bestOf(
      told.map((cells) => cells[c]?.value ?? null),
      column.best,
      column.id === ENERGY ? -LOWEST : -Infinity,
    ),
  );
  return (
    <section ref={see} class="qd-compared" aria-label="Compared">
      <header>
        <h3>Compared</h3>
        <span class="qd-quiet">
          {others.length ? "click a head to sort" : "put other ansätze beside this one"}
          {others.length > 0 && energy && ` · ${startsOf(analyses, energy)}`}
        </span>
        <span class="qd-space" />
        {taken && (
          <button type="button" class="qd-link" onClick={() => putBack(bench)}>
            Put it back
          </button>
        )}
        <AddMenu line={{ id: 0, name, document }} />
        <button
          type="button"
          class="qd-button"
          data-look="line"
          onClick={() => void copyTable(bench, lines, columns, told)}
        >
          Copy table
        </button>
      </header>
      {seen &&
        others.length > 0 &&
        lines.flatMap(({ id, document: of }, l) =>
          columns.flatMap(({ row }, c) =>
            row
              ? [<Wanted key={`${id} ${row.name}`} want={{ row, document: of, seed, place: PLACE + 10 * l + c }} />]
              : [],
          ),
        )}
      <div class="qd-compared-table" tabIndex={0} role="region" aria-label="Table of ansätze">
        <table>
          <thead>
            <tr>
              <th scope="col">Ansatz</th>
              {columns.map((column) => (
                <Sorter key={column.id} column={column} sorted={sorted} onSort={setSorted} />
              ))}
              <th aria-label="Ways on" />
            </tr>
          </thead>
          <tbody>
            {order.map((l) => {
              const line = lines[l] as Line;
              return (
                <tr key={line.id} aria-current={line.id === 0 ? "true" : undefined}>
                  <th scope="row" translate={false}>
                    {line.name}
                    {line.id === 0 && (
                      <span class="qd-badge" data-tone="plain" translate>
                        {note || "this one"}
                      </span>
                    )}
                  </th>
                  {columns.map(({ id }, c) => (
                    <Cell
                      key={id}
                      told={told[l]?.[c] as Told}
                      isBest={lines.length > 1 && best[c] === told[l]?.[c]?.value}
                    />
                  ))}
                  <td>{line.id !== 0 && <Ways line={line} />}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** How energies are tuned. */
function startsOf(analyses: Analyses, row: AnalysisRow): string {
  const usual = row.options.find(({ name }) => name === "starts")?.default;
  return `energy: best of ${count(Number(analyses.optionsOf(row.name)["starts"] ?? usual), "L-BFGS start")}`;
}

/** With the observable of the one that is drawn and the problem that it is of, whose exact energy counts. */
function measuring(other: Document, drawn: Document): Document {
  const kept = MEASURED.get(other);
  const { observable, problem } = drawn;
  if (kept && kept.observable === observable && kept.problem === problem) return kept;
  const { observable: _own, problem: _named, ...rest } = other;
  const made = { ...rest, ...(observable && { observable, ...(problem && { problem }) }) };
  MEASURED.set(other, made);
  return made;
}
const MEASURED = new WeakMap<Document, Document>();

/** Wants a figure as long as it stands. */
function Wanted({ want }: { readonly want: Want }): null {
  const analyses = useAnalyses();
  const { document } = want;
  useEffect(() => analyses.want(want), [analyses, document.body, analyses.keyOf(want)]);
  return null;
}

const EMPTY: Told = { value: null, text: "—", error: "", why: "", waits: false };

interface Asked {
  readonly rows: readonly AnalysisRow[];
  readonly seed: number;
  readonly alone: { readonly rank: Rank | null } | null;
}

function columnsOf(analyses: Analyses, { rows, seed, alone }: Asked): readonly Column[] {
  const counted =
    (of: "numTwoQubit" | "depth") =>
    (line: Line): Told => {
      const { body, parameters } = line.document;
      return whole((isCircuit(body) && figuresOf(body, parameters.length)?.[of]) || 0);
    };
  return [
    {
      ...{ id: "parameters", title: "Parameters", help: "Free parameters", best: "", row: null },
      tell: (line) => whole(line.document.parameters.length),
    },
    {
      ...{ id: "two", title: "Two-qubit", help: "Gates on two qubits", best: "low", row: null },
      tell: counted("numTwoQubit"),
    },
    {
      ...{ id: "depth", title: "Depth", help: "Of its elementary form", best: "low", row: null },
      tell: counted("depth"),
    },
    ...rows.flatMap((row): readonly Column[] => {
      const title = HEADS[row.name];
      if (title === undefined) return [];
      const tell = (line: Line): Told => {
        const want = { row, document: line.document, seed, place: 0 };
        const outcome = analyses.outcome(want);
        if (!outcome && alone) return row.name === RANK && alone.rank ? independent(alone.rank) : EMPTY;
        if (!outcome) return { ...EMPTY, text: "…", waits: true };
        if (outcome.kind !== "figure") return { ...EMPTY, why: "words" in outcome ? outcome.words : "Cancelled." };
        const { figure } = outcome;
        const isLow = row.name === ENERGY && figure.value !== null && Math.abs(figure.value) < LOWEST;
        const isLeast = row.name === RANK && figure.basis === BOUNDS;
        const text = isLow ? "< 10⁻⁹" : `${isLeast ? "≥ " : ""}${measured(figure)}`;
        return { ...EMPTY, value: figure.value, text, error: errorOf(figure), why: figure.says };
      };
      const column = { id: row.name, title, help: row.help, best: BEST[row.name] ?? "", row, tell };
      return row.name === RANK ? [column, fromZero(column, analyses, seed, alone)] : [column];
    }),
  ];
}

function whole(value: number | undefined): Told {
  return value === undefined ? EMPTY : { ...EMPTY, value, text: value.toLocaleString("en-US") };
}

function independent(rank: Rank): Told {
  return { ...whole(numIndependent(rank)), text: independentText(rank) };
}

/** The rank of the state beside that of the map: of the same figure. */
function fromZero(column: Column, analyses: Analyses, seed: number, alone: Asked["alone"]): Column {
  const tell = (line: Line): Told => {
    const told = column.tell(line);
    const outcome = column.row && analyses.outcome({ row: column.row, document: line.document, seed, place: 0 });
    if (!outcome) return alone ? whole(alone.rank?.state ?? undefined) : told;
    if (outcome.kind !== "figure") return told;
    const { rank = [], value = [] } = outcome.figure.columns;
    const state = value[rank.indexOf("state")];
    return { ...told, ...whole(typeof state === "number" ? state : undefined), why: told.why };
  };
  const help = "Parameters that move the state from |0…0⟩ independently";
  return { ...column, id: "state", title: "On |0…0⟩", help, row: null, tell };
}

/** What is below `least` is no answer: an energy below the exact one is of a state outside the sector. */
function bestOf(values: readonly (number | null)[], best: Column["best"], least: number): number | null {
  const known = values.filter((value) => value !== null).filter((value) => value >= least);
  if (!best || new Set(known).size < 2) return null;
  return best === "low" ? Math.min(...known) : Math.max(...known);
}

/** Rows by a column; what is not known stands last. */
function orderOf(
  told: readonly (readonly Told[])[],
  columns: readonly Column[],
  sorted: { readonly by: string; readonly down: boolean } | null,
): readonly number[] {
  const order = told.map((_, l) => l);
  const c = columns.findIndex(({ id }) => id === sorted?.by);
  if (!sorted || c === -1) return order;
  const sign = sorted.down ? -1 : 1;
  const at = (l: number): number => told[l]?.[c]?.value ?? sign * Infinity;
  return order.sort((a, b) => sign * (at(a) - at(b)) || a - b);
}

function Sorter({
  column: { id, title, help },
  sorted,
  onSort,
}: {
  readonly column: Column;
  readonly sorted: { readonly by: string; readonly down: boolean } | null;
  readonly onSort: (sorted: { readonly by: string; readonly down: boolean }) => void;
}): JSX.Element {
  const on = sorted?.by === id;
  return (
    <th scope="col" aria-sort={on ? (sorted.down ? "descending" : "ascending") : "none"}>
      <button
        type="button"
        title={`${help}. Click to sort`}
        onClick={() => onSort({ by: id, down: on && !sorted.down })}
      >
        {title}
        {on && <span aria-hidden="true">{sorted.down ? " ↓" : " ↑"}</span>}
      </button>
    </th>
  );
}

function Cell({ told, isBest }: { readonly told: Told; readonly isBest: boolean }): JSX.Element {
  return (
    <td data-best={isBest ? "" : undefined} data-waits={told.waits ? "" : undefined} title={told.why}>
      {told.text}
      {told.error && <small>{told.error}</small>}
    </td>
  );
}

function Ways({ line: { id, name, document } }: { readonly line: Line }): JSX.Element {
  const bench = useWorkbench();
  const open = (): void => {
    bench.replaceDocument(document, "ansatz.open");
    bench.say("ok", `${name} is drawn now. Undo brings back what was drawn.`);
  };
  return (
    <>
      <button type="button" class="qd-link" onClick={open}>
        Open
      </button>
      <button
        type="button"
        class="qd-button"
        data-icon=""
        aria-label={`Take ${name} away`}
        title="Take it away"
        onClick={() => remove(bench, id)}
      >
        <Icon name="close" size={12} />
      </button>
    </>
  );
}

/** Where another one comes from: what is drawn, a file, the clipboard, or a row of the catalog. */
function AddMenu({ line }: { readonly line: Line }): JSX.Element {
  return (
    <Menu label="Ansatz" icon="plus" title="Put another one beside it" form arrow={false}>
      {(close) => <Adding line={line} onClose={close} />}
    </Menu>
  );
}

const EXAMPLE = "Examples";

function Adding({ line, onClose }: { readonly line: Line; readonly onClose: () => void }): JSX.Element {
  const bench = useWorkbench();
  const catalog = usePart(bench.ui, (ui) => ui.catalog);
  const [chosen, setChosen] = useState("");
  const examples = bench.asker.can("example")
    ? catalog.example.map(({ name, title, help }) => ({ name: `example:${name}`, title, help, group: EXAMPLE }))
    : [];
  const ways: readonly (readonly [string, string, () => void])[] = [
    ["From a file…", ".qdesign, .qasm", () => addFile(bench)],
    ["From the clipboard", "OpenQASM", () => addClipboard(bench)],
    ["This drawing, as it is now", "to change it beside", () => addDrawing(bench, line.name, line.document)],
  ];
  const take = (name: string): void => {
    onClose();
    const row = catalog.template.find((each) => each.name === name);
    const example = catalog.example.find((each) => `example:${each.name}` === name);
    if (row) void addTemplate(bench, row);
    else if (example) void addExample(bench, example.name, example.title);
  };
  return (
    <div class="qd-compared-add">
      {ways.map(([title, note, act]) => (
        <button
          key={title}
          type="button"
          class="qd-item"
          onClick={() => {
            onClose();
            act();
          }}
        >
          {title}
          <span class="qd-quiet">{note}</span>
        </button>
      ))}
      <TemplatePicker
        rows={[...catalog.template, ...examples]}
        chosen={chosen}
        can={(row) => row.group === EXAMPLE || canDraw(bench, row)}
        onRow={setChosen}
        onTake={take}
      />
    </div>
  );
}

/** As tab-separated lines, which spreadsheets take; errors have columns of their own. */
async function copyTable(
  bench: Workbench,
  lines: readonly Line[],
  columns: readonly Column[],
  told: readonly (readonly Told[])[],
): Promise<void> {
  const clean = (text: string): string => text.replace(/[\t\r\n]/g, " ");
  const heads = columns.flatMap(({ title, row }) => (row ? [title, `${title}, error`] : [title]));
  const body = lines.map(({ name }, l) =>
    [
      clean(name),
      ...columns.flatMap(({ row }, c) => {
        const cell = told[l]?.[c] ?? EMPTY;
        const value = cell.value === null ? "" : String(cell.value);
        return row ? [value, cell.error.replace("± ", "")] : [value];
      }),
    ].join("\t"),
  );
  try {
    await navigator.clipboard.writeText([["Ansatz", ...heads].join("\t"), ...body].join("\n"));
    bench.say("ok", "The table is copied.");
  } catch {
    bench.say("error", "This page may not write to the clipboard.");
  }
}
