/** A card of the film: the drawing at a step, its rule, how it was checked, its figures; a run; what is looked at. */

import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Document, isCircuit, withBody } from "../../document/circuit";
import { attempt } from "../../document/errors";
import type { Frame } from "../../document/film";
import { bodyAt, goalOf, type Proof, type ProofStep, strength } from "../../document/proof";
import { count } from "../../scene/describe";
import { Thumb } from "../drawing/thumb";
import { ThumbCircuit } from "../drawing/thumb-circuit";
import { Badge } from "../widgets/verdict-badge";
import { usePart } from "../workbench/cell";
import { type Looked, useLookedVerdict } from "../workbench/looked";
import { ruleNamed } from "../workbench/rules";
import { countsOf, type Extracted, useExtracted } from "../workbench/step-figures";
import { ruleTitle, titleAndTimes } from "../workbench/step-title";
import { useWorkbench } from "../workbench/workbench";
import { reaches } from "./goal";
import { OPENED } from "./marking";
import { CHECKED } from "./proving";

export const CARD = { width: 172, height: 104, gap: 40, pitch: 111, edge: 16 } as const;

export const leftOf = (column: number): number => CARD.edge + column * (CARD.width + CARD.gap);
export const topOf = (row: number): number => 12 + row * CARD.pitch;

const placeOf = ({ column, row }: Frame): { readonly left: string; readonly top: string } => ({
  left: `${leftOf(column)}px`,
  top: `${topOf(row)}px`,
});

/** What the pointer does with a card, with the whole film in mind. */
export interface Hand {
  readonly click: (id: string, event: MouseEvent) => void;
  readonly down: (id: string, event: PointerEvent) => void;
  readonly over: (id: string, event: PointerEvent) => void;
  readonly drop: (dragged: string, on: string) => void;
}

interface CardProps {
  readonly frame: Frame;
  readonly proof: Proof;
  readonly document: Document;
  readonly marked: boolean;
  readonly hand: Hand;
}

const DRAGGED = "application/x-qdesign-step";

export function Card({ frame, proof, document, marked, hand }: CardProps): JSX.Element {
  const bench = useWorkbench();
  const { id, run } = frame;
  const step = proof.steps.get(id);
  const whole = run ?? (step ? [step] : []);
  const failed = usePart(
    bench.at(CHECKED),
    (now) => now?.proof === document.proof && whole.some((each) => now?.failed.has(each.id)),
  );
  const found = attempt(() => bodyAt(document, id));
  const body = "value" in found ? found.value : null;
  const drawn = useMemo(() => body && withBody(document, body), [body]);
  const before = attempt(() => (whole[0] ? bodyAt(document, whole[0].after) : null));
  const old = useMemo(
    () => ("value" in before && before.value ? withBody(document, before.value) : null),
    ["value" in before ? before.value : null],
  );
  const wrong = failed || whole.some(({ verdict }) => verdict.equal === false) || !body;
  const [title, times] = whole.length ? titleAndTimes(whole) : ["Start", 1];
  const goal = goalOf(document);
  const now = proof.at === id;
  return (
    <div role="listitem" class="qd-film-place" style={placeOf(frame)}>
      <button
        type="button"
        class="qd-film-card"
        data-step={frame.label}
        data-wrong={wrong ? "" : undefined}
        data-marked={marked ? "" : undefined}
        data-run={run ? "" : undefined}
        aria-current={now ? "step" : undefined}
        tabIndex={now ? 0 : -1}
        title={
          "refusal" in found
            ? found.refusal.message
            : `${title}${times > 1 ? ` × ${times}` : ""}: a click shows it, Shift+click compares`
        }
        draggable
        onDragStart={(event) => {
          if (event.shiftKey) event.preventDefault();
          else event.dataTransfer?.setData(DRAGGED, `step ${id}`);
        }}
        onDragOver={(event) => event.dataTransfer?.types.includes(DRAGGED) && event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          const dragged = event.dataTransfer?.getData(DRAGGED).slice(5) ?? id;
          if (dragged !== id) hand.drop(dragged, id);
        }}
        onPointerDown={(event) => hand.down(id, event)}
        onPointerEnter={(event) => hand.over(id, event)}
        onClick={(event) => hand.click(id, event)}
      >
        <span class="qd-film-thumb">
          {drawn && <Small document={drawn} label={`Drawing at step ${frame.label}`} />}
        </span>
        <span class="qd-film-title">
          <span class="qd-quiet">{frame.label}</span>
          <strong>{title}</strong>
          {times > 1 && <span class="qd-quiet">× {times}</span>}
        </span>
        {drawn && <FigureWords now={drawn} before={old} />}
      </button>
      {goal && body && reaches(goal, body) && <span class="qd-film-goal">goal</span>}
      <span class="qd-film-verdict">
        <Badge verdict={verdictOf(whole)} />
      </span>
      <Inside frame={frame} step={step} />
    </div>
  );
}

function Small({ document, label }: { readonly document: Document; readonly label: string }): JSX.Element {
  const { body } = document;
  if (!isCircuit(body)) return <Thumb body={body} label={label} />;
  return <ThumbCircuit document={document} body={body} label={label} />;
}

/** The verdict of a step; of several the weakest. */
function verdictOf(steps: readonly ProofStep[]): Parameters<typeof Badge>[0]["verdict"] {
  const [weakest] = [...steps].sort((a, b) => strength(a.verdict) - strength(b.verdict));
  return weakest ? { ...weakest.verdict, is_exact: weakest.verdict.exact, permutation: null } : null;
}

/** Opens a run to its steps and folds it again; shows what a strategy did inside. */
function Inside({ frame, step }: { readonly frame: Frame; readonly step: ProofStep | undefined }): JSX.Element | null {
  const bench = useWorkbench();
  const [shown, setShown] = useState(false);
  const { run, opened } = frame;
  const inner = step?.inner ?? [];
  const several = run ?? opened;
  if (several) {
    const [first] = several;
    const toggle = (): void => {
      const next = new Set(bench.at(OPENED).value);
      if (first && !next.delete(first.id)) next.add(first.id);
      bench.at(OPENED).set(next);
    };
    const what = count(several.length, "step");
    return (
      <button
        type="button"
        class="qd-film-inside"
        aria-expanded={!run}
        title={run ? `Show the ${what}` : `Fold the ${what} to one card`}
        onClick={toggle}
      >
        {run ? `${several.length} ▸` : "◂ fold"}
      </button>
    );
  }
  const [only] = inner;
  if (!only || (inner.length === 1 && (only.rule === step?.rule || only.count === 1))) return null;
  return (
    <>
      <button
        type="button"
        class="qd-film-inside"
        aria-expanded={shown}
        title="What it did inside, and how often each changed something"
        onClick={() => setShown(!shown)}
      >
        {inner.length} {shown ? "▾" : "▸"}
      </button>
      {shown && (
        <ul class="qd-film-inner">
          {inner.map(({ rule, count: times }, k) => (
            <li key={k}>
              <span>{ruleTitle(rule)}</span>
              {times > 1 && <span class="qd-quiet">× {times}</span>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** The step that would be taken, where it would stand. */
export function PreviewCard({
  frame,
  looked,
  document,
}: {
  readonly frame: Frame;
  readonly looked: Looked;
  readonly document: Document;
}): JSX.Element | null {
  const bench = useWorkbench();
  const verdict = useLookedVerdict(looked);
  const { made } = looked;
  const drawn = useMemo(() => made && withBody(document, made.body), [made]);
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => card.current?.scrollIntoView({ block: "nearest", inline: "nearest" }), []);
  if (!drawn) return null;
  return (
    <div ref={card} role="listitem" class="qd-film-place" data-preview="" style={placeOf(frame)}>
      <div class="qd-film-card">
        <span class="qd-film-thumb">
          <Small document={drawn} label="Drawing as it would become" />
        </span>
        <span class="qd-film-title">
          Preview:<strong>{ruleNamed(bench, looked.rule).title}</strong>
        </span>
        <FigureWords now={drawn} before={document} />
      </div>
      {verdict && (
        <span class="qd-film-verdict">
          <Badge verdict={{ ...verdict, is_exact: verdict.exact, permutation: null }} />
        </span>
      )}
    </div>
  );
}

/** "19 param · 0 T · 8 two-qubit*", the star of a diagram; what changed is bold, a dash says why nothing is known. */
function FigureWords({ now, before }: { readonly now: Document; readonly before: Document | null }): JSX.Element {
  const [counts, old] = [countsOf(now.body), before && countsOf(before.body)];
  const [extracted, was] = [useExtracted(now), useExtracted(before)];
  const [t, oldT] = [counts.t ?? extracted?.t ?? null, old?.t ?? was?.t ?? null];
  return (
    <span class="qd-film-figures">
      <Figure value={counts.parameters} changed={!!old && old.parameters !== counts.parameters} /> param
      {t !== null && (
        <>
          {" · "}
          <Figure value={t} changed={oldT !== null && oldT !== t} /> T
        </>
      )}
      {" · "}
      <TwoQubit now={extracted} before={was} /> two-qubit
      {!isCircuit(now.body) && <abbr title="After extraction, not of what is drawn">*</abbr>}
    </span>
  );
}

function TwoQubit({ now, before }: { readonly now: Extracted | null; readonly before: Extracted | null }): JSX.Element {
  if (!now) return <span title="Being computed: after extraction">…</span>;
  if (now.twoQubit === null) return <span title={`Not known: ${now.why}`}>—</span>;
  const changed = !!before && before.twoQubit !== null && before.twoQubit !== now.twoQubit;
  return <Figure value={now.twoQubit} changed={changed} title="Exact, of the circuit after extraction" />;
}

function Figure({
  value,
  changed,
  title,
}: {
  readonly value: number;
  readonly changed: boolean;
  readonly title?: string;
}): JSX.Element {
  return changed ? <b title={title}>{value}</b> : <span title={title}>{value}</span>;
}
