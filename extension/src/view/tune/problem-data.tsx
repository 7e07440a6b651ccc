/** Labeled data of a problem: rows over two features, accuracies, and a stepper that puts a row on the inputs. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { type Document, isCircuit } from "../../document/circuit";
import { featureOf, inputOf, isInput } from "../../document/inputs";
import { setValues } from "../../document/parameters";
import { dumps } from "../../document/write";
import type { AccuracyResult, LabeledResult } from "../../port";
import { fixedText } from "../../scene/math";
import { step } from "../../state/transaction";
import { Icon } from "../widgets/icons";
import { usePart } from "../workbench/cell";
import { READ } from "../workbench/labeled";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { gatesText } from "./known";

const WIDE = 258;
const HIGH = 150;
const EDGE = 10;
const RADIUS = 3;
/** Pixels from a press to the row that it means. */
const NEAR = 14;
/** Radians within which an input is that of a row, which is told with six digits. */
const SAME = 1e-5;
/** Milliseconds that values rest before the circuit is asked how it reads the rows. */
const PAUSE = 60;

export function ProblemData(): JSX.Element {
  const bench = useWorkbench();
  const part = usePart(bench.editor, (e) => e.state.document.problem);
  const [data, setData] = useState<LabeledResult | null>(null);
  const [why, setWhy] = useState("");
  const key = JSON.stringify(part instanceof Map ? [...part].map(([k, v]) => [k, v instanceof Map ? [...v] : v]) : 0);
  useEffect(() => {
    let open = true;
    setData(null);
    if (!bench.asker.can("labeled")) {
      setWhy(`The rows come from Python, and ${bench.noPython}.`);
      return undefined;
    }
    const question = { ask: "labeled", document: dumps(bench.state.document) } as const;
    void bench.asker.ask<"labeled">(question).then((answer) => {
      if (!open) return;
      setWhy(answer.kind === "failed" ? answer.error.message : "");
      if (answer.kind === "done") setData(answer.result);
    });
    return () => {
      open = false;
    };
  }, [bench, key]);
  const told = useReading(bench, data);
  const read = usePart(bench.at(READ), (value) => value);
  const here = usePart(bench.editor, (e) => (data ? rowOf(e.state.document, data) : null));
  const put = (row: number): void => {
    if (data) putRow(bench, data, row);
  };
  return (
    <div data-part="problem-data">
      {(why || told) && (
        <div class="qd-warning" role="status">
          {why || told}
        </div>
      )}
      {data && (
        <>
          <Scatter data={data} read={read} here={here} onChoose={put} />
          <Accuracies data={data} read={read} />
          <Stepper data={data} read={read} here={here} onChoose={put} />
          <p class="qd-quiet qd-data-source">{data.source}</p>
        </>
      )}
    </div>
  );
}

/** Asks how the circuit reads the rows whenever its gates or weights rest at others; returns why it cannot be told. */
function useReading(bench: Workbench, data: LabeledResult | null): string {
  const [why, setWhy] = useState("");
  useEffect(() => {
    if (!data) return undefined;
    let known = "";
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (document: Document): Promise<void> => {
      const answer = await bench.asker.ask<"accuracy">({ ask: "accuracy", document: dumps(document) });
      if (answer.kind === "cancelled") return;
      setWhy(answer.kind === "failed" ? answer.error.message : "");
      bench.at(READ).set(answer.kind === "done" ? answer.result : null);
    };
    const look = (): void => {
      const { document } = bench.state;
      const now = `${gatesText(document)} ${document.parameters.map((p) => (isInput(p.name) ? "" : p.value))}`;
      if (now === known || !isCircuit(document.body)) return;
      known = now;
      clearTimeout(timer);
      timer = setTimeout(() => void ask(document), PAUSE);
    };
    look();
    const stop = bench.editor.subscribe(look);
    return () => {
      stop();
      clearTimeout(timer);
      bench.asker.cancel("accuracy");
      bench.at(READ).set(null);
    };
  }, [bench, data]);
  return why;
}

/** The row whose features all inputs have; null for none. */
function rowOf({ parameters }: Document, { rows }: LabeledResult): number | null {
  const inputs = parameters.filter(({ name }) => isInput(name));
  const found = rows.findIndex((row) =>
    inputs.every(({ name, value }) => Math.abs((row[featureOf(name) ?? -1] ?? NaN) - value) < SAME),
  );
  return inputs.length && found >= 0 ? found : null;
}

/** Puts the features of a row on the inputs, as one step. */
function putRow(bench: Workbench, { rows }: LabeledResult, row: number): void {
  const { document } = bench.state;
  const values = document.parameters
    .filter(({ name }) => isInput(name))
    .map(({ name, value }) => [name, rows[row]?.[featureOf(name) ?? -1] ?? value] as const);
  const next = setValues(document, new Map(values));
  if (next !== document) bench.dispatch(step("problem.row", { document: next, preview: null }));
}

interface PartProps {
  readonly data: LabeledResult;
  readonly read: AccuracyResult | null;
  /** The row that the inputs have. */
  readonly here: number | null;
  readonly onChoose: (row: number) => void;
}

function Scatter({ data, read, here, onChoose }: PartProps): JSX.Element {
  const { features, rows, labels, classes } = data;
  const [chosen, setChosen] = useState<readonly [number, number]>([0, 1]);
  const field = useRef<SVGSVGElement>(null);
  const last = features.length - 1;
  const [across, upward] = [Math.min(chosen[0], last), Math.min(chosen[1], last)];
  const tests = new Set(data.tests);
  const place = scaled(rows, across, upward);
  const wrong = (k: number): boolean => read !== null && read.guesses[k] !== labels[k];
  // The row that the inputs have is drawn above the others.
  const order = [...rows.keys()].sort((a, b) => Number(a === here) - Number(b === here));
  const missed = rows.filter((_, k) => wrong(k)).length;
  const aim = (event: MouseEvent): void => {
    const box = field.current?.getBoundingClientRect();
    if (!box) return;
    const scale = WIDE / box.width;
    const [x, y] = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
    const far = rows.map((_, k) => Math.hypot(place(k)[0] - x, place(k)[1] - y));
    const nearest = far.indexOf(Math.min(...far));
    if ((far[nearest] ?? Infinity) <= NEAR * scale) onChoose(nearest);
  };
  return (
    <>
      <AxisChoice label="Upward" features={features} value={upward} onChoose={(k) => setChosen([across, k])} />
      <svg
        ref={field}
        class="qd-data"
        viewBox={`0 0 ${WIDE} ${HIGH}`}
        role="img"
        aria-label={`${rows.length} rows of ${classes.join(" and ")} by ${features[across]} and ${features[upward]}${
          read ? `, ${missed} read wrongly` : ""
        }`}
        onPointerDown={(event) => event.button === 0 && aim(event)}
      >
        <rect width={WIDE} height={HIGH} rx={4} />
        {order.map((k) => (
          <Dot
            key={k}
            at={place(k)}
            label={labels[k] ?? 0}
            test={tests.has(k)}
            wrong={wrong(k)}
            here={k === here}
            title={`Sample ${k + 1}: ${classes[labels[k] ?? 0]}${tests.has(k) ? ", to test" : ""}${
              wrong(k) ? `, read as ${classes[read?.guesses[k] ?? 0]}` : ""
            }`}
          />
        ))}
      </svg>
      <AxisChoice label="Across" features={features} value={across} onChoose={(k) => setChosen([k, upward])} />
      <div class="qd-data-keys qd-quiet">
        {classes.map((name, label) => (
          <span key={name}>
            <Key label={label} /> {name}
          </span>
        ))}
        <span>
          <Key label={0} test /> test
        </span>
        <span>
          <Key label={0} wrong /> wrong
        </span>
      </div>
    </>
  );
}

function AxisChoice(props: {
  readonly label: string;
  readonly features: readonly string[];
  readonly value: number;
  readonly onChoose: (feature: number) => void;
}): JSX.Element {
  return (
    <select
      class="qd-field qd-data-axis"
      data-axis={props.label}
      aria-label={`${props.label}: feature`}
      title={`${props.label}: the feature, which input ${inputOf(props.value)} takes`}
      value={props.value}
      onChange={(event) => props.onChoose(Number(event.currentTarget.value))}
    >
      {props.features.map((name, k) => (
        <option key={name} value={k}>
          {name}
        </option>
      ))}
    </select>
  );
}

/** Where each row stands: x to the right, y up, over what both features span. */
function scaled(rows: LabeledResult["rows"], across: number, upward: number): (row: number) => [number, number] {
  const along = (feature: number, from: number, to: number): ((row: number) => number) => {
    const all = rows.map((row) => row[feature] ?? 0);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    return (row) => from + ((to - from) * ((all[row] ?? 0) - low)) / (high - low || 1);
  };
  const [x, y] = [along(across, EDGE, WIDE - EDGE), along(upward, HIGH - EDGE, EDGE)];
  return (row) => [x(row), y(row)];
}

interface DotProps {
  readonly at: readonly [number, number];
  readonly label: number;
  readonly test: boolean;
  readonly wrong: boolean;
  readonly here?: boolean;
  readonly title?: string;
}

/** A circle for the first class, a square for the second; filled where it trains, ringed where it is read wrongly. */
function Dot({ at: [x, y], label, test, wrong, here, title }: DotProps): JSX.Element {
  const r = RADIUS;
  return (
    <g
      class="qd-data-row"
      data-class={label}
      data-test={test ? "" : undefined}
      data-wrong={wrong ? "" : undefined}
      data-here={here ? "" : undefined}
    >
      {title && <title>{title}</title>}
      {here && <path class="qd-data-here" d={`M${x} ${y - 11}v6M${x} ${y + 5}v6M${x - 11} ${y}h6M${x + 5} ${y}h6`} />}
      {wrong && <circle class="qd-data-ring" cx={x} cy={y} r={r + 3} />}
      {label ? (
        <rect x={x - r + 0.3} y={y - r + 0.3} width={2 * r - 0.6} height={2 * r - 0.6} />
      ) : (
        <circle cx={x} cy={y} r={r} />
      )}
    </g>
  );
}

function Key({ label, test = false, wrong = false }: Partial<DotProps> & { readonly label: number }): JSX.Element {
  return (
    <svg class="qd-data-key" viewBox="0 0 14 14" width={14} height={14} aria-hidden="true">
      <Dot at={[7, 7]} label={label} test={test} wrong={wrong} />
    </svg>
  );
}

function Accuracies({ data, read }: Pick<PartProps, "data" | "read">): JSX.Element {
  const trained = data.rows.length - data.tests.length;
  return (
    <table class="qd-data-table">
      <caption class="qd-quiet">Rows read rightly, exact, without noise</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">train, {trained}</th>
          <th scope="col">test, {data.tests.length}</th>
        </tr>
      </thead>
      <tbody>
        <tr data-part="circuit-accuracy">
          <th scope="row">this circuit</th>
          <td>{read ? percentText(read.train) : "—"}</td>
          <td>{read ? percentText(read.test) : "—"}</td>
        </tr>
        <tr data-part="baseline-accuracy">
          <th scope="row" title="A line between the classes, on the same rows and features">
            logistic regression
          </th>
          <td>{percentText(data.train)}</td>
          <td>{percentText(data.test)}</td>
        </tr>
      </tbody>
    </table>
  );
}

function percentText(share: number): string {
  return `${fixedText(100 * share, 1)} %`;
}

function Stepper({ data, read, here, onChoose }: PartProps): JSX.Element {
  const { rows, labels, classes } = data;
  const go = (by: number): void => onChoose(here === null ? 0 : (here + by + rows.length) % rows.length);
  const own = here === null ? "" : classes[labels[here] ?? 0];
  const said = here === null ? undefined : read?.guesses[here];
  return (
    <div class="qd-data-stepper">
      <button
        type="button"
        class="qd-button"
        data-look="line"
        data-icon=""
        aria-label="Sample before"
        onClick={() => go(-1)}
      >
        <Icon name="down" size={12} />
      </button>
      <span role="status" data-part="sample">
        {here === null ? `${rows.length} samples` : `Sample ${here + 1} of ${rows.length}: ${own}`}
        {here !== null && said !== undefined && (
          <span class="qd-quiet">
            read as {classes[said]}, {said === labels[here] ? "rightly" : "wrongly"}
          </span>
        )}
      </span>
      <button
        type="button"
        class="qd-button"
        data-look="line"
        data-icon=""
        aria-label="Next sample"
        onClick={() => go(1)}
      >
        <Icon name="down" size={12} />
      </button>
    </div>
  );
}
