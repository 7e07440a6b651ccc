/** One job: its counts over what was expected, what made it, its way, and what can be done with it. */

import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import type { Job, JobReport, NoiseResult } from "../../port";
import { count } from "../../scene/describe";
import { OVER } from "../../state/job-list";
import { Icon } from "../widgets/icons";
import { StateBadge } from "../widgets/job-state";
import { followJobs, useJobs } from "../workbench/jobs";
import { useWorkbench } from "../workbench/workbench";
import { change, openDrawing, resubmit } from "./acts";
import type { Counted } from "./bars";
import { Counts } from "./counts";
import { Distances } from "./distances";
import { CircuitsOf, Energy } from "./energy";
import { ExportButton } from "./export";
import { Made } from "./made";
import { addToNotebook } from "./notebook";
import { Elapsed, Letter, Unknown } from "./row";
import { Way } from "./way";
import { amountText, clock, costText, deviceOf, durationText, grouped } from "./words";

export function JobPage({ id }: { readonly id: string }): JSX.Element {
  const { report, failed, settled } = useReport(id);
  const noise = useNoise(report);
  const [chosen, setChosen] = useState("");
  const circuits = report?.energy?.circuits ?? [];
  const part = usePart(settled ? report : null, circuits.find(({ job }) => job === chosen)?.job ?? circuits[0]?.job);
  // Of one kind the newest ask alone counts: the circuit's noise is asked for behind that of all.
  const partNoise = useNoise(noise || !report?.has_noise ? part : null);
  const counted = useMemo(() => (report ? countedOf(report, noise) : null), [report, noise]);
  const partCounted = useMemo(() => (part ? countedOf(part, partNoise) : null), [part, partNoise]);
  if (!report)
    return (
      <div class="qd-off" role={failed ? "alert" : "status"}>
        {failed || "Looking at the job…"}
      </div>
    );
  const { job } = report;
  const name = job.label || job.id;
  const number = part ? circuits.findIndex((each) => each.job === part.job.id) + 1 : 0;
  return (
    <article class="qd-watch-page" aria-label={`Job ${name}`}>
      <Head report={report} counted={counted ?? partCounted} of={number && partCounted ? ` circuit ${number}` : ""} />
      <div class="qd-watch-main">
        {job.state === "UNKNOWN" && <Unknown job={job} />}
        {!counted && job.energy === null && <Waits job={job} />}
        <Energy report={report} noise={noise} waits={report.has_noise && noise === null} />
        {circuits.length > 0 && <CircuitsOf circuits={circuits} chosen={part?.job.id ?? ""} onChoose={setChosen} />}
        {counted && <Told report={report} counted={counted} noise={noise} label={name} />}
        {part && partCounted && (
          <Told report={part} counted={partCounted} noise={partNoise} label={`circuit ${number}`} />
        )}
        <Way moves={report.moves} />
      </div>
      <Made report={report} part={part} number={number} />
    </article>
  );
}

/** Counts over what was expected, and how far they are from that. */
function Told({
  report,
  counted,
  noise,
  label,
}: {
  readonly report: JobReport;
  readonly counted: Counted;
  readonly noise: NoiseResult | null;
  readonly label: string;
}): JSX.Element {
  return (
    <>
      <Counts job={counted} label={label} />
      <Distances
        shots={Object.values(counted.counts).reduce((sum, n) => sum + n, 0)}
        fromIdeal={report.from_ideal}
        fromNoise={noise?.distance ?? null}
        whyNoNoise={noise?.why ?? ""}
        waits={report.has_noise && noise === null}
      />
    </>
  );
}

function countedOf(report: JobReport, noise: NoiseResult | null): Counted | null {
  const { counts, ideal, ideal_rest } = report;
  if (!counts) return null;
  return {
    counts,
    ideal: ideal && { probabilities: ideal, rest: ideal_rest ?? 0 },
    noise: noise?.probabilities ? { probabilities: noise.probabilities, rest: noise.rest ?? 0 } : null,
  };
}

interface Known {
  readonly report: JobReport | null;
  /** Why nothing is known. */
  readonly failed: string;
  /** Is nothing asked any more? */
  readonly settled: boolean;
}

/** What is known of a job, anew whenever the list says that it changed. */
function useReport(id: string): Known {
  const bench = useWorkbench();
  const [known, setKnown] = useState<Known>({ report: null, failed: "", settled: false });
  const { jobs, revision } = useJobs();
  const { report } = known;
  const listed = jobs.find((job) => job.id === id);
  const waits = !listed && report !== null && !OVER.has(report.job.state);
  useEffect(() => followJobs(bench), [bench]);
  useEffect(() => {
    setKnown((before) => ({ ...before, settled: false }));
    void bench.asker.ask<"job">({ ask: "job", job: id }).then((answer) => {
      if (answer.kind === "failed") setKnown((before) => ({ ...before, failed: answer.error.message, settled: true }));
      if (answer.kind === "done") setKnown({ report: answer.result, failed: "", settled: true });
    });
  }, [bench, id, listed, waits ? revision : ""]);
  return known;
}

/** A circuit of a job, anew with the job; null until it is known. */
function usePart(whole: JobReport | null, id: string | undefined): JobReport | null {
  const bench = useWorkbench();
  const [part, setPart] = useState<JobReport | null>(null);
  useEffect(() => {
    if (!whole || !id) return;
    void bench.asker.ask<"job">({ ask: "job", job: id }).then((answer) => {
      if (answer.kind === "done") setPart(answer.result);
    });
  }, [bench, whole, id]);
  return id ? part : null;
}

/** What the noise model gives for a job that is done; null until it is known. */
function useNoise(report: JobReport | null): NoiseResult | null {
  const bench = useWorkbench();
  const [noise, setNoise] = useState<NoiseResult | null>(null);
  const id = report?.has_noise ? report.job.id : "";
  useEffect(() => {
    if (!id) return;
    setNoise(null);
    void bench.asker.ask<"job_noise">({ ask: "job_noise", job: id }).then((answer) => {
      if (answer.kind === "done") setNoise(answer.result);
      if (answer.kind === "failed")
        setNoise({ probabilities: null, rest: null, distance: null, energy: null, why: answer.error.message });
    });
  }, [bench, id]);
  return id ? noise : null;
}

function Head({
  report,
  counted,
  of,
}: {
  readonly report: JobReport;
  readonly counted: Counted | null;
  /** Which circuit's counts these are, in words. */
  readonly of: string;
}): JSX.Element {
  const bench = useWorkbench();
  const { job } = report;
  const over = OVER.has(job.state);
  const estimated =
    job.cost !== null && job.estimate && job.estimate.high > 0
      ? `estimated ${amountText(job.estimate.high, job.estimate.unit)}`
      : "";
  const facts = [
    deviceOf(job.target),
    `${grouped(job.shots)} ${job.shots === 1 ? "shot" : "shots"}${
      job.num_parts ? ` in ${count(job.num_parts, "circuit")}` : ""
    }`,
    `sent ${clock(job.created)}`,
    over ? `took ${durationText(Date.parse(job.updated) - Date.parse(job.created))}` : "",
    [costText(job), estimated].filter(Boolean).join(", "),
  ].filter(Boolean);
  return (
    <header class="qd-watch-head">
      <div class="qd-watch-title">
        <h1 translate={false}>{job.label || job.id}</h1>
        <StateBadge state={job.state} />
        <Tags job={job} />
      </div>
      <div class="qd-watch-about">
        <Letter provider={job.provider} />
        <span title={job.target}>{facts.join(" · ")}</span>
        {!over && job.state !== "UNKNOWN" && (
          <>
            {" · "}
            <Elapsed job={job} />
          </>
        )}
      </div>
      <div class="qd-watch-acts">
        {!over && job.state !== "UNKNOWN" && (
          <button
            type="button"
            class="qd-button"
            data-look="line"
            onClick={() => void change(bench, { ask: "cancel_job", job: job.id })}
          >
            Cancel
          </button>
        )}
        <button type="button" class="qd-button" data-look="line" onClick={() => openDrawing(bench, report)}>
          <Icon name="sliders" size={14} /> Open drawing
        </button>
        <ExportButton report={report} counted={counted} of={of} />
        <button type="button" class="qd-button" data-look="line" onClick={() => resubmit(bench, report)}>
          <Icon name="reset" size={14} /> Resubmit…
        </button>
        <button type="button" class="qd-button" data-look="main" onClick={() => void addToNotebook(bench, job)}>
          <Icon name="plus" size={14} /> Add to notebook
        </button>
      </div>
    </header>
  );
}

/** The person's words: a press takes one away, and one more can be typed. */
function Tags({ job }: { readonly job: Job }): JSX.Element {
  const bench = useWorkbench();
  const [types, setTypes] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (types) field.current?.focus();
  }, [types]);
  const set = (tags: readonly string[]): void => {
    void change(bench, { ask: "annotate_job", job: job.id, tags, note: job.note });
  };
  const enter = (): void => {
    const tag = field.current?.value.trim() ?? "";
    setTypes(false);
    if (tag && !job.tags.includes(tag)) set([...job.tags, tag]);
  };
  return (
    <span class="qd-watch-tags">
      {job.tags.map((tag) => (
        <button
          key={tag}
          type="button"
          class="qd-watch-tag"
          translate={false}
          title={`Take the tag “${tag}” away`}
          onClick={() => set(job.tags.filter((each) => each !== tag))}
        >
          {tag} <Icon name="close" size={10} />
        </button>
      ))}
      {types ? (
        <input
          ref={field}
          class="qd-field"
          aria-label="New tag"
          maxLength={200}
          onBlur={enter}
          onKeyDown={(event) => {
            if (event.key === "Enter") enter();
            if (event.key !== "Escape") return;
            event.stopPropagation();
            if (field.current) field.current.value = "";
            setTypes(false);
          }}
        />
      ) : (
        <button type="button" class="qd-watch-tag" onClick={() => setTypes(true)}>
          + tag
        </button>
      )}
    </span>
  );
}

/** Before there are counts, or where there are none. */
function Waits({ job }: { readonly job: Job }): JSX.Element {
  const failed = job.state === "FAILED";
  const words = {
    CREATED: "It is written down and waits.",
    SUBMITTING: "It is being sent.",
    UNKNOWN: "Whether it arrived is not known.",
    QUEUED: job.position === null ? "It waits in the queue." : `It waits at place ${grouped(job.position)}.`,
    RUNNING: "It runs.",
    COMPLETED: "",
    FAILED: "It failed.",
    CANCELLED: "It was cancelled.",
  }[job.state];
  return (
    <section class="qd-watch-waits" role="status">
      <strong>{words}</strong>
      <p class={failed ? "qd-error" : "qd-quiet"}>{job.detail}</p>
      {!OVER.has(job.state) && (
        <p class="qd-quiet">
          {job.num_parts ? "The energy comes" : "Counts come"} here by {job.num_parts ? "itself" : "themselves"}; this
          page may be closed.
        </p>
      )}
    </section>
  );
}
