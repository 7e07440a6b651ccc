/** All of a figure: picture, convention, conditions, source, data, and the cell that makes it again. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import type { RowOption } from "../../document/catalog.generated";
import type { Document } from "../../document/circuit";
import { readOptions, typedOf } from "../../document/options";
import type { Figure } from "../../port";
import { plainName } from "../../scene/math";
import { downloadCsv } from "../widgets/csv";
import { Icon } from "../widgets/icons";
import { OptionFields } from "../widgets/option-fields";
import { putCell } from "../workbench/new-cell";
import { useWorkbench } from "../workbench/workbench";
import { analysesOf, type Known } from "./analyses";

import { ChartView } from "./chart";
import { Foot } from "./foot";
import { Raised } from "./raised";
import { cellOf, errorOf, factText, hasPoints, measured, named, numberOf, stampOf } from "./reading";
import { Reasons } from "./reasons";

/** Rows of data that are shown; the file has all. */
const MOST = 200;

interface DetailProps {
  readonly known: Known;
  readonly figure: Figure;
  readonly onClose: () => void;
}

export function Detail({ known, figure: told, onClose }: DetailProps): JSX.Element {
  const { row, document } = known.want;
  const figure = named(told, document);
  const dialog = useRef<HTMLDivElement>(null);
  useEffect(() => dialog.current?.querySelector<HTMLElement>("header button")?.focus(), []);
  const { chart, conditions, source, says, reasons } = figure;
  const convention = Object.entries(figure.convention);
  return (
    <div
      class="qd-veil"
      onPointerDown={(event) => event.target === event.currentTarget && onClose()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") onClose();
      }}
    >
      <div ref={dialog} class="qd-dialog qd-fig-detail" role="dialog" aria-modal="true" aria-label={figure.title}>
        <header>
          <span>{figure.title}</span>
          <span class="qd-space" />
          <button type="button" class="qd-button" data-icon="" aria-label="Close" title="Close (Esc)" onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        <div class="qd-fig-detail-body">
          {(known.isOld || known.going) && <Foot known={known} />}
          <p class="qd-fig-value">
            <strong>{measured(figure)}</strong>
            <span>
              {errorOf(figure)} <Raised text={figure.unit} />
              {figure.interval &&
                `, with 95 % between ${numberOf(figure.interval[0])} and ${numberOf(figure.interval[1])}`}
            </span>
          </p>
          {chart && hasPoints(chart) && <ChartView chart={chart} label={figure.title} />}
          <p>
            <Raised text={says || row.help} />
          </p>
          {reasons.length > 0 && <Reasons reasons={reasons} />}
          <Options known={known} />
          <h4>Convention</h4>
          <dl>
            <dt>from</dt>
            <dd>{figure.basis}</dd>
            {convention.map(([key, fact]) => (
              <Pair key={key} name={key} fact={factText(fact)} />
            ))}
          </dl>
          {conditions.length > 0 && (
            <>
              <h4>Holds where</h4>
              <ul>
                {conditions.map((each) => (
                  <li key={each}>
                    <Raised text={each} />
                  </li>
                ))}
              </ul>
            </>
          )}
          {source && (
            <>
              <h4>Source</h4>
              <p>{source}</p>
            </>
          )}
          <Cell figure={told} document={document} />
          <Data figure={told} />
        </div>
      </div>
    </div>
  );
}

/** What the row may be asked otherwise; the seed is that of the view. */
function Options({ known: { want } }: Pick<DetailProps, "known">): JSX.Element | null {
  const analyses = analysesOf(useWorkbench());
  const { row, document } = want;
  const options = row.options.flatMap((option) => (option.name === "seed" ? [] : [ofDocument(option, document)]));
  const [typed, setTyped] = useState(() => typedOf(options, analyses.optionsOf(row.name)));
  if (!options.length) return null;
  const { values, wrong } = readOptions(options, typed);
  return (
    <form
      class="qd-fig-options"
      aria-label="Options"
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong.size) analyses.choose(row.name, values);
      }}
    >
      <OptionFields options={options} typed={typed} wrong={wrong} onChange={setTyped} />
      <button type="submit" class="qd-button" data-look="line" disabled={wrong.size > 0}>
        Compute
      </button>
    </form>
  );
}

/** A parameter is one of those that are drawn. */
function ofDocument(option: RowOption, { parameters }: Document): RowOption {
  if (option.name !== "parameter" || option.kind !== "text") return option;
  const names = parameters.map(({ name }) => name);
  return { ...option, kind: "choice", choices: ["", ...names], titles: ["as found", ...names.map(plainName)] };
}

function Pair({ name, fact }: { readonly name: string; readonly fact: string }): JSX.Element {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <Raised text={fact} />
      </dd>
    </>
  );
}

function Cell({ figure, document }: { readonly figure: Figure; readonly document: Document }): JSX.Element {
  const bench = useWorkbench();
  const code = cellOf(figure, document);
  const last = code.split("\n").at(-1) ?? "";
  const put = (): void => void putCell(bench, code, "A cell that makes the figure again is in the notebook.", last);
  const copy = (): void => {
    navigator.clipboard.writeText(code).then(
      () => bench.say("ok", "The cell is copied."),
      () => bench.say("error", "This page may not write to the clipboard."),
    );
  };
  return (
    <>
      <h4>
        In Python
        <span class="qd-space" />
        <button type="button" class="qd-button" onClick={copy}>
          Copy
        </button>
        <button type="button" class="qd-button" onClick={put}>
          Add to notebook
        </button>
      </h4>
      <pre translate={false}>{code}</pre>
    </>
  );
}

function Data({ figure }: Pick<DetailProps, "figure">): JSX.Element | null {
  const bench = useWorkbench();
  const columns = Object.entries(figure.columns);
  if (!columns.length) return null;
  const length = Math.max(...columns.map(([, cells]) => cells.length));
  const rows = (most: number): readonly (readonly (string | number)[])[] =>
    Array.from({ length: Math.min(most, length) }, (_, k) => columns.map(([, cells]) => told(cells[k])));
  const names = columns.map(([name]) => name);
  return (
    <>
      <h4>
        Data
        <span class="qd-space" />
        <button
          type="button"
          class="qd-button"
          onClick={() => downloadCsv(bench, figure.title, [["from", stampOf(figure)], names, ...rows(Infinity)])}
        >
          Save as CSV
        </button>
      </h4>
      <div class="qd-fig-data" tabIndex={0} role="region" aria-label="Data">
        <table class="qd-table">
          <thead>
            <tr>
              {names.map((name) => (
                <th key={name}>{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows(MOST).map((cells, k) => (
              <tr key={k}>
                {cells.map((cell, c) => (
                  <td key={c} class={typeof cell === "number" ? "qd-num" : undefined}>
                    {typeof cell === "number" ? numberOf(cell) : cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {length > MOST && <p class="qd-quiet">{`${(length - MOST).toLocaleString("en-US")} more rows in the file.`}</p>}
      </div>
    </>
  );
}

function told(fact: string | number | boolean | null | undefined): string | number {
  if (fact === null || fact === undefined) return "";
  return typeof fact === "boolean" ? (fact ? "yes" : "no") : fact;
}
