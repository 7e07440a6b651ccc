/** One job: its counts over what was expected, what made it, its way, and what can be done with it. */

import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import type { Job, JobReport, NoiseResult } from "../../port";
import { fixedText } from "../../scene/math";
import { OVER } from "../../state/job-list";
import { Icon } from "../widgets/icons";
import { StateBadge } from "../widgets/job-state";
import { followJobs, useJobs } from "../workbench/jobs";
import { useWorkbench } from "../workbench/workbench";
import { change, openDrawing, resubmit } from "./acts";
import type { Counted } from "./bars";
import { Counts } from "./counts";
import { Distances } from "./distances";
import { ExportButton } from "./export";
import { Made } from "./made";
import { addToNotebook } from "./notebook";
import { Elapsed, Letter, Unknown } from "./row";
import { Way } from "./way";
import { amountText, clock, costText, deviceOf, durationText, grouped } from "./words";

export function JobPage({ id }: { readonly id: string }): JSX.Element {
  const [report, failed] = useReport(id);
  const noise = useNoise(report);
  const counted = useMemo(() => (report ? countedOf(report, noise) : null), [report, noise]);
  if (!report)
    return (
      <div class="qd-off" role={failed ? "alert" : "status"}>
        {failed || "Looking at the job…"}
      </div>
    );
  const { job } = report;
  const shots = Object.values(report.counts ?? {}).reduce((sum, n) => sum + n, 0);
  return (
    <article class="qd-watch-page" aria-label={`Job ${job.label || job.id}`}>
      <Head report={report} counted={counted} />
      <div class="qd-watch-main">
        {job.state === "UNKNOWN" && <Unknown job={job} />}
        {counted ? (
          <>
            <Counts job={counted} label={job.label || job.id} />
            <Distances
              shots={shots}
              fromIdeal={report.from_ideal}
              fromNoise={noise?.distance ?? null}
              whyNoNoise={noise?.why ?? ""}
              waits={report.has_noise && noise === null}
            />
          </>
        ) : (
          <Waits job={job} />
        )}
        {job.energy !== null && (
          <section class="qd-watch-part" aria-label="Energy">
            <div class="qd-head">
              <h2>Energy</h2>
              <span class="qd-quiet">
                sampled, {grouped(job.shots)} shots, {grouped(job.num_parts)} circuits · one standard error
              </span>
            </div>
            <strong>
              {fixedText(job.energy, 4)}
              {job.energy_error !== null && ` ± ${fixedText(job.energy_error, 4)}`}
            </strong>
          </section>
        )}
        <Way moves={report.moves} />
      </div>
      <Made report={report} />
    </article>
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

/** What is known of a job, anew whenever the list says that it changed; and why nothing is. */
function useReport(id: string): readonly [JobReport | null, string] {
  const bench = useWorkbench();
  const [report, setReport] = useState<JobReport | null>(null);
  const [failed, setFailed] = useState("");
  const { jobs, revision } = useJobs();
  const listed = jobs.find((job) => job.id === id);
  const waits = !listed && report !== null && !OVER.has(report.job.state);
  useEffect(() => followJobs(bench), [bench]);
  useEffect(() => {
    void bench.asker.ask<"job">({ ask: "job", job: id }).then((answer) => {
      if (answer.kind === "failed") setFailed(answer.error.message);
      if (answer.kind === "done") {
        setFailed("");
        setReport(answer.result);
      }
    });
  }, [bench, id, listed, waits ? revision : ""]);
  return [report, failed];
}

/** What the noise model gives for a job that is done; null until it is known. */
function useNoise(report: JobReport | null): NoiseResult | null {
  const bench = useWorkbench();
  const [noise, setNoise] = useState<NoiseResult | null>(null);
  const id = report?.has_noise ? report.job.id : "";
  useEffect(() => {
    if (!id) return;
    void bench.asker.ask<"job_noise">({ ask: "job_noise", job: id }).then((answer) => {
      if (answer.kind === "done") setNoise(answer.result);
      if (answer.kind === "failed")
        setNoise({ probabilities: null, rest: null, distance: null, why: answer.error.message });
    });
  }, [bench, id]);
  return noise;
}

function Head({ report, counted }: { readonly report: JobReport; readonly counted: Counted | null }): JSX.Element {
  const bench = useWorkbench();
  const { job } = report;
  const over = OVER.has(job.state);
  const estimated =
    job.cost !== null && job.estimate && job.estimate.high > 0
      ? `estimated ${amountText(job.estimate.high, job.estimate.unit)}`
      : "";
  const facts = [
    deviceOf(job.target),
    `${grouped(job.shots)} ${job.shots === 1 ? "shot" : "shots"}`,
    `sent ${clock(job.created)}`,
    over ? `took ${durationText(Date.parse(job.updated) - Date.parse(job.created))}` : "",
    [costText(job), estimated].filter(Boolean).join(", "),
  ].filter(Boolean);
  return (
    <header class="qd-watch-head">
      <div class="qd-watch-title">
        <h1>{job.label || job.id}</h1>
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
        <ExportButton report={report} counted={counted} />
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
      {!OVER.has(job.state) && <p class="qd-quiet">Counts come here by themselves; this page may be closed.</p>}
    </section>
  );
}
