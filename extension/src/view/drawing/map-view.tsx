/** A linear map as cells and one of its columns as bars; where it has too many cells, the column alone. */

import type { ComponentChildren, JSX } from "preact";

import { columnOf, probabilitiesOf } from "../../live/maps";
import type { DenseMap } from "../../rewriting/tensor";
import { niceTop } from "../../scene/bars";
import { bits, entryWords, HeatMap, type MapCell, MOST_CELLS } from "./heat-map";
import { drawnStates, PhaseBars } from "./phase-bars";

interface Props {
  /** Those that stand side by side, at one scale; this is number `which` of them. */
  readonly maps: readonly DenseMap[];
  readonly which: number;
  readonly most: number;
  readonly label: string;
  /** Px for the cells. */
  readonly height: number;
  readonly width: number;
  readonly marked: MapCell;
  readonly worst?: MapCell | null;
  readonly onCell: (cell: MapCell) => void;
}

export function MapView({ maps, which, most, label, height, width, marked, worst, onCell }: Props): JSX.Element | null {
  const map = maps[which];
  if (!map) return null;
  const { rows, columns } = map;
  const cell = { row: Math.min(marked.row, rows - 1), column: Math.min(marked.column, columns - 1) };
  const [inputs, outputs] = [Math.log2(columns), Math.log2(rows)];
  const cells = rows <= MOST_CELLS && columns <= MOST_CELLS;
  const name = inputs ? `Column |${bits(cell.column, inputs)}⟩` : "The state";
  const shown = cells || !inputs ? null : which ? name : <ChooseColumn {...{ cell, columns, inputs, onCell }} />;
  return (
    <div class="qd-maps-row">
      {cells && (
        <div class="qd-maps-cells">
          <div class="qd-maps-grid">
            <p class="qd-quiet qd-maps-ends">
              <span>{inputs ? `input ${bits(0, inputs)}` : "no input"}</span>
              {columns > 4 && <span>{bits(columns - 1, inputs)}</span>}
            </p>
            <HeatMap
              map={map}
              most={most}
              label={label}
              height={height}
              width={width}
              cell={cell}
              worst={worst ?? null}
              onCell={onCell}
            />
          </div>
          <p class="qd-quiet qd-num">
            ⟨{bits(cell.row, outputs)}|A|{bits(cell.column, inputs)}⟩ {entryWords(map, cell)}
          </p>
        </div>
      )}
      <StateView
        states={maps.map((each) => columnOf(each, cell.column))}
        which={which}
        label={`${name}: ${label}`}
        marked={cell.row}
      >
        {shown ?? name}
      </StateView>
    </div>
  );
}

interface StateProps {
  /** Those that stand side by side have one axis; this is number `which` of them. */
  readonly states: readonly DenseMap[];
  readonly which: number;
  readonly label: string;
  readonly marked?: number;
  /** What it is of, above it. */
  readonly children: ComponentChildren;
}

export function StateView({ states, which, label, marked = -1, children }: StateProps): JSX.Element {
  const top = niceTop(Math.max(0, ...states.flatMap((state) => [...probabilitiesOf(state)])));
  const state = states[which];
  return (
    <div class="qd-maps-column">
      <p class="qd-quiet">{children}: probabilities, phase as color</p>
      {state && (
        <PhaseBars
          state={state}
          shown={drawnStates(states)}
          numBits={Math.log2(state.rows)}
          top={top}
          label={label}
          marked={marked}
        />
      )}
    </div>
  );
}

/** Where a map has too many cells to be drawn: which of its columns is shown. */
function ChooseColumn(props: {
  readonly cell: MapCell;
  readonly columns: number;
  readonly inputs: number;
  readonly onCell: (cell: MapCell) => void;
}): JSX.Element {
  const { cell, columns, inputs, onCell } = props;
  return (
    <label>
      Column{" "}
      <input
        class="qd-field qd-maps-which"
        type="number"
        min={0}
        max={columns - 1}
        value={cell.column}
        aria-label={`Column, from 0 to ${columns - 1}`}
        onInput={({ currentTarget }) => {
          const column = Math.trunc(Number(currentTarget.value));
          if (currentTarget.value !== "" && column >= 0 && column < columns) onCell({ row: cell.row, column });
        }}
        onKeyDown={(event) => event.stopPropagation()}
      />{" "}
      |{bits(cell.column, inputs)}⟩
    </label>
  );
}
