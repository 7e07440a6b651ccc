/** All of a figure: picture, convention, conditions, source, data, and the cell that makes it again. */

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

import type { Document } from "../../document/circuit";
import type { Figure } from "../../port";
import { downloadCsv } from "../widgets/csv";
import { Icon } from "../widgets/icons";
import { putCell } from "../workbench/new-cell";
import { useWorkbench } from "../workbench/workbench";
import type { AnalysisRow } from "./analyses";

import { ChartView } from "./chart";
import { cellOf, errorOf, measured, named, numberOf, stampOf } from "./reading";
import { Reasons } from "./reasons";

/** Rows of data that are shown; the file has all. */
const MOST = 200;

interface DetailProps {
  readonly figure: Figure;
  readonly row: AnalysisRow;
  readonly document: Document;
  readonly onClose: () => void;
}

export function Detail({ figure: told, row, document, onClose }: DetailProps): JSX.Element {
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
          <p class="qd-fig-value">
            <strong>{measured(figure)}</strong>
            <span>
              {errorOf(figure)} {figure.unit}
              {figure.interval &&
                `, with 95 % between ${numberOf(figure.interval[0])} and ${numberOf(figure.interval[1])}`}
            </span>
          </p>
          {chart && <ChartView chart={chart} label={figure.title} />}
          <p>{says || row.help}</p>
          {reasons.length > 0 && <Reasons reasons={reasons} />}
          <h4>Convention</h4>
          <dl>
            <dt>from</dt>
            <dd>{figure.basis}</dd>
            {convention.map(([key, fact]) => (
              <Pair key={key} name={key} fact={String(fact ?? "—")} />
            ))}
          </dl>
          {conditions.length > 0 && (
            <>
              <h4>Holds where</h4>
              <ul>
                {conditions.map((each) => (
                  <li key={each}>{each}</li>
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

function Pair({ name, fact }: { readonly name: string; readonly fact: string }): JSX.Element {
  return (
    <>
      <dt>{name}</dt>
      <dd>{fact}</dd>
    </>
  );
}

function Cell({ figure, document }: Pick<DetailProps, "figure" | "document">): JSX.Element {
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
