/** What is to be expected, how it is to run, what it costs, and the button that sends. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { newId } from "../../document/ids";
import type { EnergyResult, Job, LowerResult, Target } from "../../port";
import { Icon } from "../widgets/icons";
import { StateBadge } from "../widgets/job-state";
import { usePart } from "../workbench/cell";
import { followJobs, JOBS_CHANGED, refreshJobs, useJobs } from "../workbench/jobs";
import { runCommand } from "../workbench/run";
import { useWorkbench } from "../workbench/workbench";
import { AskedOptions, type OptionsRead } from "./asked";
import { Agree, CapFields, useCaps } from "./caps";
import { Cost, costWords } from "./cost";
import { Expected } from "./expected";
import { agreedFirst, readAmount, readShots, readWhole, whyNotPaid } from "./fitness";
import { Foot } from "./foot";
import { type Asked, type Given, newest, type Options } from "./preparing";
import { searchedWords } from "./using";

/** What a person typed. */
export interface Typed {
  readonly shots: string | null;
  readonly seed: string;
  readonly level: number;
  readonly layout: readonly number[];
  readonly options: Given;
  /** Is the energy measured, where the drawing has one? */
  readonly energy: boolean;
}

interface Props {
  readonly target: Target;
  /** The title of the target's. */
  readonly provider: string;
  readonly given: OptionsRead;
  /** What lowering did that a person should know. */
  readonly notes: readonly string[];
  readonly lowering: Asked<LowerResult>;
  /** How the energy is measured; null where counts are. */
  readonly measuring: Asked<EnergyResult> | null;
  /** What an energy would be of; empty where the drawing has no observable. */
  readonly observable: string;
  readonly able: boolean;
  readonly typed: Typed;
  readonly options: Options;
  readonly onTyped: (part: Partial<Typed>) => void;
}

export function Submit({
  target,
  provider,
  given,
  notes,
  lowering,
  measuring,
  observable,
  able,
  typed,
  options,
  onTyped,
}: Props): JSX.Element {
  const bench = useWorkbench();
  const lowered = newest(lowering);
  const measured = measuring && newest(measuring);
  const isRefused = lowering.kind === "refused" || measuring?.kind === "refused";
  const price = (isRefused ? null : measuring ? measured : lowered)?.price ?? null;
  const isFree = target.is_here || price?.high === 0;
  const [caps, setCaps] = useCaps(!isFree);
  const [sending, setSending] = useState(false);
  const [error, setError] = useState("");
  const [sent, setSent] = useState<Job | null>(null);
  const [agreed, setAgreed] = useState(false);
  const [amount, setAmount] = useState<string | null>(null);
  useEffect(() => {
    setAgreed(false);
    setAmount(null);
  }, [target.name]);
  const onPhone = usePart(bench.ui, (ui) => ui.size === "phone");
  const text = typed.shots ?? String(options.shots);
  const shots = readShots(text, target, measuring !== null);
  const seed = readWhole(typed.seed, 2 ** 31 - 1);
  const wrong = able && typeof shots === "string" ? shots : "";
  const wrongSeed = seed === null ? "A seed is a whole number from 0 to 2,147,483,647." : "";
  const most = isFree ? null : readAmount(amount ?? agreedFirst(price));
  const wrongAmount = !isFree && amount?.trim() && most === null ? "What it may cost is a number, such as 12.50." : "";
  const unpaid = isFree ? "" : whyNotPaid(price, most, caps, agreed);
  const refused = [lowering, measuring].map((each) => (each?.kind === "refused" ? each.why : "")).find(Boolean) ?? "";
  const ready = able && !wrong && !wrongSeed && !sending && !unpaid && !refused && !given.wrong.size;
  const runsHere = able && target.imitation !== "" && !wrongSeed && !sending && typeof shots !== "string";
  /** Sends it to the target, or runs it on this machine with the target's noise. */
  const submit = async (to: string, cost: number | null): Promise<void> => {
    if (typeof shots === "string" || seed === null) return;
    setSending(true);
    setError("");
    setSent(null);
    const answer = await bench.asker.ask<"submit">({
      ask: "submit",
      document: bench.flush(),
      target: to,
      shots,
      seed,
      level: typed.level,
      layout: typed.layout,
      options: to === target.name ? given.values : {},
      label: bench.ui.value.name,
      token: newId("t", () => false),
      max_cost: cost,
      energy: measuring !== null,
    });
    setSending(false);
    if (answer.kind === "failed") setError(answer.error.message);
    if (answer.kind !== "done") return;
    setAgreed(false);
    setSent(answer.result.job);
    bench.showTab("queue");
    await refreshJobs(bench);
    window.dispatchEvent(new CustomEvent(JOBS_CHANGED));
  };
  const isKnown = !isRefused && (measuring ? measured : lowered) !== null;
  const form = (
    <form
      id="qd-send-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void submit(target.name, isFree ? null : most);
      }}
    >
      {observable && <Measure of={observable} isEnergy={typed.energy} onEnergy={(energy) => onTyped({ energy })} />}
      {able && <Figures lowering={lowering} of={measuring ? `, circuit ${options.part}` : ""} />}
      <HowItRuns
        target={target}
        typed={typed}
        shots={text}
        wrong={wrong}
        wrongSeed={wrongSeed}
        found={lowering.kind === "done" && able ? lowering.result.layout : null}
        onTyped={onTyped}
      />
      <AskedOptions title={provider} read={given} onGiven={(options) => onTyped({ options })} />
      <div class="qd-section">
        <Cost price={price} isFree={isFree} caps={caps} known={isKnown} circuits={measured?.circuits.length ?? 1} />
        {!isFree && <CapFields unit={price?.unit ?? "USD"} caps={caps} onCaps={setCaps} />}
        {!isFree && isKnown && (
          <Agree
            unit={price?.unit ?? "USD"}
            agreed={agreed}
            amount={amount ?? agreedFirst(price)}
            wrong={wrongAmount}
            onAgree={setAgreed}
            onAmount={setAmount}
          />
        )}
        {able && lowered && <Wrong words={refused} />}
        <Buttons
          target={target}
          submits={!onPhone}
          ready={ready}
          sending={sending}
          runsHere={runsHere}
          onRunHere={() => void submit(target.imitation, null)}
        />
        {able && unpaid && lowered && !refused && !wrongAmount && <p class="qd-quiet">{unpaid}</p>}
        {sent && onPhone && <Sent job={sent} />}
        <Wrong words={error} />
      </div>
      <Notes notes={notes} />
    </form>
  );
  if (!onPhone) return form;
  const blocked = !able || wrong || wrongSeed || sending || refused || given.wrong.size || !isKnown;
  return (
    <>
      {form}
      <Foot
        form="qd-send-form"
        target={target.title}
        cost={costWords(price, isFree, isKnown)}
        ready={ready}
        sending={sending}
        unpaid={!blocked && unpaid !== ""}
      />
    </>
  );
}

/** What is known of the lowered circuit, paler where it is of what was asked before. */
function Figures({ lowering, of }: { readonly lowering: Props["lowering"]; readonly of: string }): JSX.Element | null {
  const lowered = newest(lowering);
  return (
    lowered && (
      <div class="qd-send-expected" data-old={lowering.kind === "done" ? undefined : ""}>
        <Expected lowered={lowered} of={of} />
      </div>
    )
  );
}

function Notes({ notes }: Pick<Props, "notes">): JSX.Element {
  return (
    <>
      {notes.map((note) => (
        <p key={note} class="qd-section qd-quiet">
          {note}
        </p>
      ))}
    </>
  );
}

function Wrong({ words }: { readonly words: string }): JSX.Element | null {
  if (!words) return null;
  return (
    <div class="qd-error" role="alert" style={{ marginTop: "8px" }}>
      {words}
    </div>
  );
}

/** The one that sends, and the one that simulates the target here. */
function Buttons({
  target,
  submits,
  ready,
  sending,
  runsHere,
  onRunHere,
}: {
  readonly target: Target;
  /** Does the one that sends stand here? */
  readonly submits: boolean;
  readonly ready: boolean;
  readonly sending: boolean;
  readonly runsHere: boolean;
  readonly onRunHere: () => void;
}): JSX.Element {
  return (
    <>
      {submits && (
        <button type="submit" class="qd-button qd-send-button" data-look="main" disabled={!ready}>
          <Icon name="send" size={14} /> {sending ? "Sending…" : `Send to ${target.title}`}
        </button>
      )}
      {target.imitation && (
        <button
          type="button"
          class="qd-button qd-send-button"
          data-look="line"
          disabled={!runsHere}
          onClick={onRunHere}
        >
          Run here with its noise, free
        </button>
      )}
    </>
  );
}

/** Counts of all qubits, or the energy of the drawing's observable. */
function Measure({
  of,
  isEnergy,
  onEnergy,
}: {
  readonly of: string;
  readonly isEnergy: boolean;
  readonly onEnergy: (energy: boolean) => void;
}): JSX.Element {
  return (
    <div class="qd-section qd-send-measure">
      <div class="qd-head">
        <h2>Measure</h2>
        <span class="qd-quiet qd-right">{isEnergy ? `of ${of}` : "every qubit"}</span>
      </div>
      <span class="qd-segments" role="group" aria-label="Measure">
        <button type="button" aria-pressed={!isEnergy} onClick={() => onEnergy(false)}>
          Counts
        </button>
        <button type="button" aria-pressed={isEnergy} title={`The energy of ${of}`} onClick={() => onEnergy(true)}>
          Energy
        </button>
      </span>
    </div>
  );
}

/** Shots, layout, level and seed. */
function HowItRuns({
  target,
  typed,
  shots,
  wrong,
  wrongSeed,
  found,
  onTyped,
}: Pick<Props, "target" | "typed" | "onTyped"> & {
  readonly shots: string;
  readonly wrong: string;
  readonly wrongSeed: string;
  /** The layout that was prepared; null until it is. */
  readonly found: readonly number[] | null;
}): JSX.Element {
  const byHand = typed.layout.length > 0;
  return (
    <div class="qd-section qd-send-options">
      <label>
        Shots
        <input
          class="qd-field"
          type="text"
          inputMode="numeric"
          autocomplete="off"
          value={shots}
          aria-invalid={wrong !== ""}
          aria-describedby={wrong ? "qd-shots-wrong" : undefined}
          onInput={(event) => onTyped({ shots: event.currentTarget.value })}
        />
      </label>
      {target.is_fitted && (
        <>
          <label>
            Layout
            <select
              class="qd-field"
              value={byHand ? "hand" : "best"}
              onChange={(event) => onTyped({ layout: event.currentTarget.value === "best" ? [] : (found ?? []) })}
            >
              <option value="best">{searchedWords(typed.level, byHand ? null : found)}</option>
              <option value="hand">By hand</option>
            </select>
          </label>
          <label>
            Optimization level
            <select
              class="qd-field"
              value={String(typed.level)}
              onChange={(event) => onTyped({ level: Number(event.currentTarget.value) })}
            >
              {[0, 1, 2, 3].map((level) => (
                <option key={level} value={String(level)}>
                  {level}
                </option>
              ))}
            </select>
          </label>
        </>
      )}
      <label>
        Seed
        <input
          class="qd-field"
          type="text"
          inputMode="numeric"
          autocomplete="off"
          value={typed.seed}
          aria-invalid={wrongSeed !== ""}
          onInput={(event) => onTyped({ seed: event.currentTarget.value })}
        />
      </label>
      {(wrong || wrongSeed) && (
        <div id="qd-shots-wrong" class="qd-error" role="alert">
          {wrong || wrongSeed}
        </div>
      )}
    </div>
  );
}

/** What became of a job so far: a phone has no room for the queue beside. */
function Sent({ job }: { readonly job: Job }): JSX.Element {
  const bench = useWorkbench();
  const { state, shots, detail } = useJobs().jobs.find(({ id }) => id === job.id) ?? job;
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => followJobs(bench), [bench]);
  useEffect(() => line.current?.scrollIntoView({ block: "nearest" }), [state, detail]);
  return (
    <div ref={line} class="qd-send-sent">
      <span role="status">
        <StateBadge state={state} /> {shots.toLocaleString("en")} shots. {detail}
      </span>
      <button type="button" class="qd-button" data-look="line" onClick={() => runCommand(bench, "panel.queue")}>
        Show the queue
      </button>
    </div>
  );
}
