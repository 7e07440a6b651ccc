/** What made the counts: drawing, program, values, the device as it was, versions and tokens. */

import type { ComponentChildren, JSX } from "preact";
import { useMemo } from "preact/hooks";

import { setValues } from "../../document/parameters";
import { loads } from "../../document/read";
import type { ErrorRange, JobReport } from "../../port";
import { exactText, fixedText } from "../../scene/math";
import { OVER } from "../../state/job-list";
import { step } from "../../state/transaction";
import { Still } from "../drawing/still";
import { NameText } from "../widgets/typeset";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";
import { change, openDrawing } from "./acts";
import { clock, grouped, percent } from "./words";

/** As many values as are shown at once. */
const MOST_VALUES = 40;

export function Made({
  report,
  part,
  number,
}: {
  readonly report: JobReport;
  /** The circuit of an energy that is shown, and which it is, from 1. */
  readonly part: JobReport | null;
  readonly number: number;
}): JSX.Element {
  const bench = useWorkbench();
  const document = useMemo(() => loads(report.document), [report.document]);
  const { job } = report;
  // Of an energy, each circuit is sent by itself.
  const { text, language, num_gates, device, versions, notes } = part ?? report;
  const sent = part ? `Text of circuit ${number}` : "Sent text";
  return (
    <aside class="qd-watch-made" aria-label="What made it">
      <Part title="What made it">
        <Still document={document} label={`Drawing of ${job.label || job.id}`} />
        <Fact name="Program">
          <code>{job.id}</code>{" "}
          <button type="button" class="qd-link" onClick={() => openDrawing(bench, report)}>
            Open
          </button>
        </Fact>
        {text ? (
          <details class="qd-watch-text">
            <summary>
              <span>{sent}</span>
              <span>
                {language === "openqasm3" ? "OpenQASM 3" : language}
                {num_gates === null ? "" : `, ${grouped(num_gates)} gates`} <span class="qd-link">View</span>
              </span>
            </summary>
            <pre tabIndex={0}>{text}</pre>
          </details>
        ) : (
          <Fact name={sent}>{OVER.has(job.state) ? "none was written" : "not written yet"}</Fact>
        )}
        {notes.map((note) => (
          <p key={note} class="qd-quiet">
            {note}
          </p>
        ))}
      </Part>
      <Values report={report} />
      {device && (
        <Part title={part ? `Device, circuit ${number}` : "Device"} note="as it was">
          {device.calibrated && <Fact name="Calibration">{clock(device.calibrated)}</Fact>}
          <Fact name="Qubits">{device.qubits.join(", ")}</Fact>
          {device.errors
            .filter(({ high }) => high > 0)
            .sort(worstFirst)
            .map(({ name, low, high }) => (
              <Fact key={name} name={name === "measure" ? "Readout error" : `${name.toUpperCase()} error`}>
                {low === high ? `${percent(low)} %` : `${percent(low)} to ${percent(high)} %`}
              </Fact>
            ))}
          {device.success !== null && <Fact name="Success, estimated">{fixedText(device.success, 2)}</Fact>}
        </Part>
      )}
      <Part title="Versions and tokens">
        {Object.entries(versions)
          .sort(ownFirst)
          .map(([name, version]) => (
            <Fact key={name} name={name}>
              {version}
            </Fact>
          ))}
        <Fact name="Seed, level">
          {report.seed}, {report.level}
        </Fact>
        {Object.entries(report.options).map(([name, value]) => (
          <Fact key={name} name={name.replaceAll("_", " ")}>
            {String(value)}
          </Fact>
        ))}
        <Fact name="Our token">
          <code>{report.token}</code>
        </Fact>
        {(part ?? report).job.remote_id && (
          <Fact name={part ? `Their number, circuit ${number}` : "Their number"}>
            <code>{(part ?? report).job.remote_id}</code>
          </Fact>
        )}
      </Part>
      <Part title="Note">
        <textarea
          class="qd-field qd-watch-note"
          aria-label="Note"
          placeholder="Your own words about this job"
          defaultValue={job.note}
          maxLength={10_000}
          onChange={(event) => {
            const note = event.currentTarget.value;
            void change(bench, { ask: "annotate_job", job: job.id, tags: job.tags, note });
          }}
        />
      </Part>
    </aside>
  );
}

/** What errs most is asked about first; the readout stands behind the gates. */
function worstFirst(a: ErrorRange, b: ErrorRange): number {
  return Number(a.name === "measure") - Number(b.name === "measure") || b.high - a.high;
}

function ownFirst([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return Number(b === "qdesign") - Number(a === "qdesign") || Number(a === "python") - Number(b === "python");
}

function Values({ report }: { readonly report: JobReport }): JSX.Element | null {
  const bench = useWorkbench();
  const values = Object.entries(report.values);
  const mine = usePart(bench.editor, (e) => e.state.document.parameters);
  if (!values.length) return null;
  const names = new Set(mine.map(({ name }) => name));
  const fits = !bench.host.can.alone && values.every(([name]) => names.has(name));
  const set = (): void => {
    const document = setValues(bench.state.document, new Map(values));
    bench.dispatch(step("job.values", { document, preview: null }));
    bench.say("ok", "The sliders have the values of this job.");
  };
  return (
    <Part
      title="Values"
      note="rad"
      act={
        fits && (
          <button type="button" class="qd-link" onClick={set}>
            Set sliders to these
          </button>
        )
      }
    >
      <div class="qd-watch-values">
        {values.slice(0, MOST_VALUES).map(([name, value]) => (
          <span key={name} title={`${name} = ${exactText(value)}`}>
            <NameText name={name} room={90} />
            <span>{fixedText(value, 4)}</span>
          </span>
        ))}
      </div>
      {values.length > MOST_VALUES && (
        <p class="qd-quiet">and {grouped(values.length - MOST_VALUES)} more; Export has all.</p>
      )}
    </Part>
  );
}

function Part({
  title,
  note,
  act,
  children,
}: {
  readonly title: string;
  readonly note?: string;
  readonly act?: ComponentChildren;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <section class="qd-section" aria-label={title}>
      <div class="qd-head">
        <h2>{title}</h2>
        {note && <span class="qd-quiet">{note}</span>}
        <span class="qd-right">{act}</span>
      </div>
      {children}
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <div class="qd-fact">
      <span>{name}</span>
      <span>{children}</span>
    </div>
  );
}
