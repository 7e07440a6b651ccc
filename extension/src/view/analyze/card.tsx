/** The card of one figure: its number, picture and words, how it was found, and its detail behind it. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import type { Document } from "../../document/circuit";
import type { Figure } from "../../port";
import { Icon } from "../widgets/icons";
import { useFigure, useSeen } from "./analyses";
import { ChartView, legendOf } from "./chart";
import { ConePicture } from "./cone";
import { Detail } from "./detail";
import { Foot } from "./foot";
import { EXACT, errorOf, measured, named, numberOf } from "./reading";
import { Reasons } from "./reasons";
import type { AnalysisRow } from "./wanted";

interface CardProps {
  readonly row: AnalysisRow;
  readonly document: Document;
  readonly seed: number;
  readonly place: number;
}

export function FigureCard({ row, document, seed, place }: CardProps): JSX.Element {
  const [see, seen] = useSeen();
  const known = useFigure(row, document, seed, place, seen);
  const { figure, outcome } = known;
  const [open, setOpen] = useState(false);
  return (
    <section ref={see} class="qd-fig" aria-label={row.title} data-figure={row.name} aria-busy={known.going !== null}>
      <header>
        <h3>
          <button
            type="button"
            disabled={!figure}
            title={`${row.help}. Click for how it is found`}
            onClick={() => setOpen(true)}
          >
            {figure?.title ?? row.title}
          </button>
        </h3>
        {figure && !known.isOld && <Chip figure={figure} />}
      </header>
      {outcome?.kind === "unknown" ? (
        <div class="qd-fig-body">
          <p class="qd-fig-value">
            <strong>—</strong>
          </p>
          <p class="qd-fig-says">{outcome.words}</p>
        </div>
      ) : (
        <div class="qd-fig-body" data-old={known.isOld && figure ? "" : undefined}>
          {figure ? <Told figure={figure} document={document} /> : outcome?.kind !== "failed" && <Blank />}
        </div>
      )}
      <Foot known={known} />
      {open && figure && <Detail known={known} figure={figure} onClose={() => setOpen(false)} />}
    </section>
  );
}

/** Figures whose reasons say more than their pictures, which stand behind the title. */
const REASONED: ReadonlySet<string> = new Set(["simulability"]);

function Told({ figure, document }: { readonly figure: Figure; readonly document: Document }): JSX.Element {
  const { chart, gates, reasons, value, says } = named(figure, document);
  const cone = Object.values(gates).some((ids) => ids.length > 0);
  return (
    <>
      {(value !== null || !reasons.length) && <Value figure={named(figure, document)} />}
      {cone ? (
        <ConePicture document={document} gates={gates} />
      ) : chart && !(reasons.length && REASONED.has(figure.name)) ? (
        <ChartView chart={chart} label={figure.title} />
      ) : (
        reasons.length > 0 && <Reasons reasons={reasons} />
      )}
      {says && (
        <p class="qd-fig-says" title={says}>
          {says}
        </p>
      )}
    </>
  );
}

function Value({ figure }: { readonly figure: Figure }): JSX.Element {
  const { interval, unit, error } = figure;
  const around = error ? errorOf(figure) : interval ? `${numberOf(interval[0])} to ${numberOf(interval[1])}` : "";
  return (
    <p class="qd-fig-value">
      <strong title={`${figure.value ?? "not known"}`}>{measured(figure)}</strong>
      <span>
        {around && <span class="qd-num">{around}</span>} {unit}
      </span>
    </p>
  );
}

const TONES = { good: "ok", plain: "accent", warn: "warn", unknown: "" } as const;

/** The verdict, else that it is exact, else what the picture shows. */
export function Chip({ figure }: { readonly figure: Figure }): JSX.Element | null {
  const { verdict, tone, basis, chart, value } = figure;
  const legend = chart ? legendOf(chart) : [];
  if (verdict)
    return (
      <span class="qd-badge" data-tone={TONES[tone]}>
        {tone === "good" && <Icon name="check" size={11} />}
        {verdict}
      </span>
    );
  if (legend.length)
    return (
      <span class="qd-chart-legend">
        {legend.map(({ name, look, kind }) => (
          <span key={name}>
            <i data-look={look} data-kind={kind} />
            {name}
          </span>
        ))}
      </span>
    );
  return value !== null && basis === EXACT ? (
    <span class="qd-badge" data-tone="ok">
      <Icon name="check" size={11} />
      exact
    </span>
  ) : null;
}

/** What stands where a figure will be. */
function Blank(): JSX.Element {
  return (
    <div class="qd-fig-blank" aria-hidden="true">
      <i />
      <i />
    </div>
  );
}
