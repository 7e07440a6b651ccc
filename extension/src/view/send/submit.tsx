/** What is to be expected, how it is to run, what it costs, and the button that sends. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { newId } from "../../document/ids";
import type { Cap, EnergyResult, Job, LowerResult, Price, Target } from "../../port";
import { fixedText } from "../../scene/math";
import { Icon } from "../widgets/icons";
import { StateBadge } from "../widgets/job-state";
import { usePart } from "../workbench/cell";
import { followJobs, JOBS_CHANGED, refreshJobs, useJobs } from "../workbench/jobs";
import { runCommand } from "../workbench/run";
import { useWorkbench } from "../workbench/workbench";
import { AskedOptions, type OptionsRead } from "./asked";
import { Agree, CapFields, unitSign, useCaps } from "./caps";
import { Expected } from "./expected";
import { agreedFirst, money, readAmount, readShots, readWhole, whyNotPaid } from "./fitness";
import { type Asked, type Given, newest, type Options } from "./preparing";
import { ageText } from "./rows";
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
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void submit(target.name, isFree ? null : most);
      }}
    >
      {observable && <Measure of={observable} isEnergy={typed.energy} onEnergy={(energy) => onTyped({ energy })} />}
      {able && lowered && (
        <div class="qd-send-expected" data-old={lowering.kind === "done" ? undefined : ""}>
          <Expected lowered={lowered} of={measuring ? `, circuit ${options.part}` : ""} />
        </div>
      )}
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
        <Cost
          price={price}
          isFree={isFree}
          caps={caps}
          known={!isRefused && (measuring ? measured : lowered) !== null}
          circuits={measured?.circuits.length ?? 1}
        />
        {!isFree && <CapFields unit={price?.unit ?? "USD"} caps={caps} onCaps={setCaps} />}
        {!isFree && !isRefused && (measuring ? measured : lowered) && (
          <Agree
            unit={price?.unit ?? "USD"}
            agreed={agreed}
            amount={amount ?? agreedFirst(price)}
            wrong={wrongAmount}
            onAgree={setAgreed}
            onAmount={setAmount}
          />
        )}
        {able && refused && lowered && (
          <div class="qd-error" role="alert">
            {refused}
          </div>
        )}
        <button type="submit" class="qd-button qd-send-button" data-look="main" disabled={!ready}>
          <Icon name="send" size={14} /> {sending ? "Sending…" : `Send to ${target.title}`}
        </button>
        {target.imitation && (
          <button
            type="button"
            class="qd-button qd-send-button"
            data-look="line"
            disabled={!runsHere}
            onClick={() => void submit(target.imitation, null)}
          >
            Run here with its noise, free
          </button>
        )}
        {able && unpaid && lowered && !refused && !wrongAmount && <p class="qd-quiet">{unpaid}</p>}
        {sent && onPhone && <Sent job={sent} />}
        {error && (
          <div class="qd-error" role="alert" style={{ marginTop: "8px" }}>
            {error}
          </div>
        )}
      </div>
    </form>
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

function Cost({
  price,
  isFree,
  caps,
  known,
  circuits,
}: {
  readonly price: Price | null;
  readonly isFree: boolean;
  readonly caps: readonly Cap[];
  readonly known: boolean;
  readonly circuits: number;
}): JSX.Element {
  const mine = caps.filter(({ unit, most }) => most !== null && (!price || unit === price.unit));
  return (
    <>
      <div class="qd-head">
        <h2>Cost</h2>
        {price && !isFree && (
          <span class="qd-quiet qd-right">
            {price.source}
            {price.date && `, ${ageText(price.date, Date.now())}`}
          </span>
        )}
      </div>
      <div class="qd-send-cost">
        <strong>{isFree ? "free" : price ? money(price) : known ? "not known" : "–"}</strong>
        {isFree && <span class="qd-quiet">runs on this machine</span>}
        {!isFree && circuits > 1 && <span class="qd-quiet">for {circuits} circuits</span>}
      </div>
      {price && !isFree && Object.keys(price.parts).length > 0 && (
        <table class="qd-table">
          <tbody>
            {Object.entries(price.parts).map(([part, cost]) => (
              <tr key={part}>
                <td>{part}</td>
                <td class="qd-num">
                  {fixedText(cost, 2)} {unitSign(price.unit)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {mine.map(({ scope, unit, most, spent }) => {
        const over = (scope === "job" ? 0 : spent) + (price?.high ?? 0) > (most ?? 0);
        return (
          <div key={scope} class="qd-send-cap" data-over={over ? "" : undefined}>
            <span>
              {scope === "job"
                ? `This job, at most ${fixedText(most ?? 0, 2)} ${unitSign(unit)}`
                : `This ${scope}, ${fixedText(spent, 2)} of ${fixedText(most ?? 0, 2)} ${unitSign(unit)}`}
            </span>
            <span>{over ? "over" : <Icon name="check" size={12} />}</span>
          </div>
        );
      })}
    </>
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
