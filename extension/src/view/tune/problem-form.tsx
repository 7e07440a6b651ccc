/** The form for a problem: its size, couplings, fields or graph, while the number of terms and the minimum are told. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useMemo, useState } from "preact/hooks";

import type { ProblemRow, RowOption } from "../../document/catalog.generated";
import { isCircuit } from "../../document/circuit";
import { readOptions, type Typed, typedOf } from "../../document/options";
import { saidProblem } from "../../document/problem";
import { count } from "../../scene/describe";
import { fixedText } from "../../scene/math";
import type { Editor } from "../../state/transaction";
import { RowChoices } from "../widgets/row-choices";
import { NOTHING_SAID, RowForm, type Said } from "../widgets/row-form";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";
import type { Made } from "./known";
import { askProblem, canMake, drawnProblem, needsPython, putProblem } from "./making";
import { fewestQubits } from "./problem-words";

/** Qubits of what is put on a page. */
const LARGEST = 100;
/** Milliseconds that typing rests before Python is asked. */
const PAUSE = 150;

export function ProblemForm({
  first,
  onShown,
  onClose,
}: {
  /** The row to begin with; "" for that of the document. */
  readonly first: string;
  readonly onShown: () => void;
  readonly onClose: () => void;
}): JSX.Element | null {
  const bench = useWorkbench();
  useLayoutEffect(onShown, []);
  const rows = usePart(bench.ui, (ui) => ui.catalog.problem);
  const drawn = usePart(bench.editor, numQubits);
  const part = usePart(bench.editor, (e) => e.state.document.problem);
  const said = useMemo(() => saidProblem(bench.state.document), [part]);
  const [held, setHeld] = useState<{ readonly name: string; readonly typed: Typed }>({
    name: first || (said?.name ?? ""),
    typed: {},
  });
  const fit = rows.filter((each) => each.num_qubits === null || each.num_qubits >= drawn);
  const row = fit.find(({ name }) => name === held.name) ?? fit.find((each) => canMake(bench, each));
  if (!row) return null;
  const own = said?.name === row.name ? said.options : {};
  const options = row.options.map((option) => sized(option, drawn));
  const usual = typedOf(options, { ...own, num_qubits: fewestQubits(row, drawn) });
  const typed = held.name === row.name ? { ...usual, ...held.typed } : usual;
  return (
    <Fields
      row={row}
      rows={fit}
      options={options}
      typed={typed}
      onRow={(name) => setHeld({ name, typed: {} })}
      onChange={(next) => setHeld({ name: row.name, typed: next })}
      onClose={onClose}
    />
  );
}

function numQubits({ state }: Editor): number {
  const { body } = state.document;
  return isCircuit(body) ? body.qubits.length : 0;
}

/** As many qubits as are drawn, or more: wires are added, none is taken away. */
function sized(option: RowOption, drawn: number): RowOption {
  if (option.name !== "num_qubits") return option;
  const low = Math.max(option.low ?? 1, drawn);
  return { ...option, low, high: Math.max(low, Math.min(LARGEST, option.high ?? LARGEST)) };
}

interface FieldsProps {
  readonly row: ProblemRow;
  readonly rows: readonly ProblemRow[];
  readonly options: readonly RowOption[];
  readonly typed: Typed;
  readonly onRow: (name: string) => void;
  readonly onChange: (typed: Typed) => void;
  readonly onClose: () => void;
}

function Fields({ row, rows, options, typed, onRow, onChange, onClose }: FieldsProps): JSX.Element {
  const bench = useWorkbench();
  const { values, wrong } = readOptions(options, typed);
  const [made, told] = useMade(row, wrong.size ? null : values);
  // Numbers and choices were read here, so that what Python refuses is the text.
  const refused =
    told.tone === "error" && told.text !== needsPython(bench) && options.find(({ kind }) => kind === "text");
  return (
    <RowForm
      label="Problem"
      help={row.help}
      choose={
        <select
          class="qd-field"
          aria-label="Problem"
          value={row.name}
          onChange={(event) => onRow(event.currentTarget.value)}
        >
          <RowChoices rows={rows} canMake={(each) => canMake(bench, each)} />
        </select>
      }
      options={options}
      typed={typed}
      wrong={refused ? new Map([[refused.name, told.text]]) : wrong}
      onChange={onChange}
      said={refused ? NOTHING_SAID : told}
      ready={made !== null}
      onPut={() => {
        if (made) putProblem(bench, made);
        onClose();
      }}
      onClose={onClose}
    />
  );
}

/** The problem that the options make, and what is told of it. */
function useMade(
  row: ProblemRow,
  values: ReturnType<typeof readOptions>["values"] | null,
): readonly [Made | null, Said] {
  const bench = useWorkbench();
  const [made, setMade] = useState<Made | null>(null);
  const [said, setSaid] = useState<Said>(NOTHING_SAID);
  const key = JSON.stringify(values);
  useEffect(() => {
    setMade(null);
    setSaid(NOTHING_SAID);
    if (!values) return undefined;
    const { num_qubits, ...options } = values;
    const qubits = row.num_qubits ?? Number(num_qubits);
    let open = true;
    const take = (found: Made | string | null): void => {
      if (!open || found === null) return;
      if (typeof found === "string") setSaid({ tone: "error", text: found });
      else {
        setMade(found);
        setSaid({ tone: "quiet", text: told(found) });
      }
    };
    const drawn = drawnProblem(row, qubits, options);
    if (drawn) take(drawn);
    const ask = (): void => void askProblem(bench, row, qubits, options).then(take);
    const timer = !drawn || bench.asker.can("problem") ? setTimeout(ask, PAUSE) : undefined;
    return () => {
      open = false;
      clearTimeout(timer);
    };
  }, [bench, row, key]);
  return [made, said];
}

function told({ terms, energy, sector, warning }: Made): string {
  const of = sector && ` of ${sector}`;
  const lowest = energy === null ? "" : `; lowest energy${of} ${fixedText(energy, 4)}, exact`;
  return `${count(terms.size, "term")}${lowest}${warning && `. ${warning}`}`;
}
