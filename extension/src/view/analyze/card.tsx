/** The card of one figure: its number, picture and words, how it was found, and its detail behind it. */

import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";

import type { Document } from "../../document/circuit";
import type { Figure } from "../../port";
import { count } from "../../scene/describe";
import { Icon } from "../widgets/icons";
import { useSeen } from "../widgets/use-seen";
import { type Known, useFigure } from "./analyses";
import { ChartView, legendOf } from "./chart";
import { ConePicture } from "./cone";
import { Detail } from "./detail";
import { Foot } from "./foot";
import { isKnown } from "./queue";
import { Raised } from "./raised";
import { EXACT, errorOf, hasPoints, measured, named, numberOf } from "./reading";
import { Reasons } from "./reasons";
import type { AnalysisRow } from "./wanted";

interface CardProps {
  readonly row: AnalysisRow;
  /** What stands in its place where it is not known. */
  readonly instead?: AnalysisRow | undefined;
  readonly document: Document;
  readonly seed: number;
  readonly place: number;
  readonly isTall?: boolean;
}

export function FigureCard(props: CardProps): JSX.Element {
  const [see, seen] = useSeen();
  const known = useEither(props, seen);
  const { document } = props;
  const { figure, outcome } = known;
  const { row } = known.want;
  const [open, setOpen] = useState(false);
  return (
    <section
      ref={see}
      class={props.isTall ? "qd-fig qd-fig-tall" : "qd-fig"}
      aria-label={row.title}
      data-figure={row.name}
      aria-busy={known.going !== null}
    >
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
          <p class="qd-fig-says">
            <Raised text={outcome.words} />
          </p>
        </div>
      ) : (
        <div class="qd-fig-body" data-old={known.isOld && figure ? "" : undefined}>
          {figure ? (
            <Told {...{ figure, document }} isTall={props.isTall === true} onMore={() => setOpen(true)} />
          ) : (
            outcome === null && <Blank />
          )}
        </div>
      )}
      <Foot known={known} />
      {open && figure && <Detail known={known} figure={figure} onClose={() => setOpen(false)} />}
    </section>
  );
}

/** The figure, or the one in its place; what was shown stays until the first is told anew. */
function useEither({ row, instead = row, document, seed, place }: CardProps, active: boolean): Known {
  const first = useFigure(row, document, seed, place, active);
  const isOther = useRef(false);
  if (first.outcome) isOther.current = instead !== row && !isKnown(first.outcome);
  const second = useFigure(instead, document, seed, place, active && isOther.current && first.outcome !== null);
  return isOther.current ? second : first;
}

/** Figures whose reasons say more than their pictures, which stand behind the title. */
const REASONED: ReadonlySet<string> = new Set(["simulability"]);

/** Reasons on a card; all of them stand behind the title. */
const MOST_REASONS = 3;

interface ToldProps {
  readonly isTall: boolean;
  readonly figure: Figure;
  readonly document: Document;
  readonly onMore: () => void;
}

function Told({ figure, document, isTall, onMore }: ToldProps): JSX.Element {
  const { chart: whole, gates, reasons, value, says } = named(figure, document);
  const chart = whole && hasPoints(whole) ? whole : null;
  const cone = Object.values(gates).some((ids) => ids.length > 0);
  const inWords = reasons.length > 0 && REASONED.has(figure.name);
  const isReasoned = !cone && reasons.length > 0 && (inWords || !chart);
  return (
    <>
      {!inWords && (value !== null || !reasons.length) && <Value figure={named(figure, document)} />}
      {cone ? (
        <ConePicture document={document} gates={gates} />
      ) : chart && !isReasoned ? (
        <ChartView chart={chart} label={figure.title} />
      ) : (
        reasons.length > 0 && <Reasons reasons={reasons.slice(0, MOST_REASONS)} />
      )}
      {says && (
        <p class="qd-fig-says" title={says}>
          <Raised text={says} />
        </p>
      )}
      {isTall && <RankRows figure={figure} />}
      {isReasoned && reasons.length > MOST_REASONS && (
        <button type="button" class="qd-link qd-fig-more" onClick={onMore}>
          {count(reasons.length - MOST_REASONS, "more reason")}
        </button>
      )}
    </>
  );
}

const RANK_NAMES: Readonly<Record<string, string>> = {
  zx: "Enough for the map, by ZX",
  unitary: "Rank of the map",
  state: "Rank of the state from |0…0⟩",
  parameters: "Parameters",
};

/** Ranks one below the other, as the card of the drawing has them. */
function RankRows({ figure: { columns } }: { readonly figure: Figure }): JSX.Element {
  return (
    <table class="qd-fig-ranks">
      <tbody>
        {columns["rank"]?.map((name, k) => (
          <tr key={k}>
            <th scope="row">{RANK_NAMES[`${name}`] ?? name}</th>
            <td>{`${columns["value"]?.[k] ?? "—"}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ figure }: { readonly figure: Figure }): JSX.Element {
  const { interval, unit, error } = figure;
  const around = error ? errorOf(figure) : interval ? `${numberOf(interval[0])} to ${numberOf(interval[1])}` : "";
  return (
    <p class="qd-fig-value">
      <strong title={`${figure.value ?? "not known"}`}>{measured(figure)}</strong>
      <span title={[around, unit].filter(Boolean).join(" ")}>
        {around && <span class="qd-num">{around}</span>} <Raised text={unit} />
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

/** A card before it is known which figures there are. */
export function BlankCard(): JSX.Element {
  return (
    <section class="qd-fig" aria-hidden="true">
      <header />
      <div class="qd-fig-body">
        <Blank />
      </div>
    </section>
  );
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
