/** Goals of a lesson: those that are met, the one that is next and how far it is, the others. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import type { CheckedGoal } from "../../lessons/check";
import { signed } from "../../lessons/found";
import type { Goal, Lesson } from "../../lessons/lesson";
import { numMet, openGoal } from "../../lessons/progress";
import { Icon } from "../widgets/icons";
import { useWorkbench } from "../workbench/workbench";
import { type Course, predict } from "./following";
import { Line, Said } from "./text";

const UNCHECKED = { outcome: "undecided", message: "", counterexample: "", inPython: false } as const;

export function Goals({
  course,
  lesson,
  onHandIn,
}: {
  readonly course: Course;
  readonly lesson: Lesson;
  readonly onHandIn: () => void;
}): JSX.Element {
  const { standing } = course;
  const shown = standing.found ?? lesson.goals.map(({ name, title }) => ({ ...UNCHECKED, name, title }));
  const next = openGoal(standing.found);
  const news = shown.filter(({ name }) => standing.just.has(name));
  const met = standing.found
    ? `${numMet(standing.found)} of ${shown.length} · checked in ${course.took} ms`
    : "being checked";
  return (
    <section class="qd-goals" aria-label="Goals">
      <h3>
        Goals <span class="qd-quiet">{met}</span>
        <button type="button" class="qd-link" onClick={onHandIn}>
          Hand in…
        </button>
      </h3>
      <ol>
        {shown.map((found) => (
          <GoalRow
            key={found.name}
            found={found}
            goal={lesson.goals.find(({ name }) => name === found.name)}
            course={course}
            just={standing.just.has(found.name)}
            open={found.name === next}
          />
        ))}
      </ol>
      <p class="qd-hidden" role="status">
        {news.map(({ title, message }) => `Well done: ${title}. ${message}`).join(" ")}
      </p>
    </section>
  );
}

interface Row {
  readonly found: CheckedGoal;
  /** None where a gate is used that the lesson does not have. */
  readonly goal: Goal | undefined;
  readonly course: Course;
  readonly just: boolean;
  readonly open: boolean;
}

const WORDS = { pass: "Met", fail: "Not met yet", undecided: "Undecided", error: "Cannot be checked" } as const;

function GoalRow({ found, goal, course, just, open }: Row): JSX.Element {
  const { outcome, message, title, energy } = found;
  const state = just ? "just" : open ? "open" : outcome === "pass" ? "met" : "waits";
  const asks = goal?.kind === "prediction" && outcome !== "pass";
  return (
    <li class="qd-goal" data-state={state} data-outcome={outcome} data-goal={found.name}>
      <span class="qd-goal-mark" role="img" aria-label={WORDS[outcome]}>
        {outcome === "pass" ? <Icon name="check" size={12} /> : outcome === "error" ? "!" : ""}
      </span>
      <div>
        <strong>
          <Line text={title} />
        </strong>
        {!(asks && !answered(course, found.name)) && message && (
          <p>
            {just && <b>Well done. </b>}
            <Said text={message} />
          </p>
        )}
        {asks && goal && <Prediction goal={goal} course={course} />}
        {open && goal && energy !== undefined && <Bar goal={goal} energy={energy} course={course} />}
      </div>
    </li>
  );
}

const answered = ({ standing }: Course, goal: string): boolean => standing.progress.answers.has(goal);

function Prediction({ goal, course }: { readonly goal: Goal; readonly course: Course }): JSX.Element {
  const bench = useWorkbench();
  const said = course.standing.progress.answers.get(goal.name) ?? "";
  const [typed, type] = useState(said);
  const name = `prediction-${goal.name}`;
  const question = goal.question === goal.title ? "" : (goal.question ?? "");
  if (!course.fresh) {
    return (
      <p class="qd-prediction">
        {question && <Line text={`${question} `} />}
        {said ? (
          <>
            You said <b>{said}</b>. Start over to say it again.
          </>
        ) : (
          "It is said before anything is drawn. Start over to say it."
        )}
      </p>
    );
  }
  return (
    <form
      class="qd-prediction"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim()) predict(bench, goal.name, typed.trim());
      }}
    >
      <fieldset>
        <legend>
          {question && <Line text={`${question} `} />}
          <span class="qd-quiet">{said ? "Say it again, or draw and see." : "Say it, then draw."}</span>
        </legend>
        {goal.choices?.length ? (
          <div class="qd-prediction-choices">
            {goal.choices.map((choice) => (
              <label key={choice} data-on={choice === typed ? "" : undefined}>
                <input type="radio" name={name} checked={choice === typed} onChange={() => type(choice)} />
                <Line text={choice} />
              </label>
            ))}
          </div>
        ) : (
          <input
            class="qd-field"
            type="text"
            inputMode="decimal"
            value={typed}
            aria-label="Your answer"
            maxLength={200}
            autocomplete="off"
            onInput={(event) => type(event.currentTarget.value)}
          />
        )}
        <button type="submit" class="qd-button" data-look="line" disabled={!typed.trim() || typed.trim() === said}>
          Answer
        </button>
      </fieldset>
    </form>
  );
}

/** From where the lesson began, or higher, to what is asked for, and on to the exact energy where that is known. */
function Bar({
  goal,
  energy,
  course,
}: {
  readonly goal: Goal;
  readonly energy: number;
  readonly course: Course;
}): JSX.Element {
  const asked = goal.at_most ?? 0;
  const end = Math.min(goal.exact ?? asked, asked);
  const first = course.first.get(goal.name) ?? energy;
  const left = Math.max(first, energy, asked);
  const at = (value: number): string =>
    `${(100 * Math.min(1, Math.max(0, (left - value) / (left - end || 1)))).toFixed(2)}%`;
  const ticks = [
    first,
    ...(course.lesson?.goals ?? []).flatMap(({ kind, at_most: most = end }) => (kind === "energy" ? [most] : [])),
  ];
  const words = `Energy ${signed(energy)}, exact; asked for at most ${signed(asked)}; began at ${signed(first)}`;
  return (
    <svg class="qd-goal-bar" role="img" aria-label={words}>
      <title>{words}</title>
      <line class="qd-goal-rail" x1="0" x2="100%" y1={9} y2={9} />
      <line class="qd-goal-way" x1="0" x2={at(energy)} y1={9} y2={9} />
      {ticks.map((value) => (
        <line key={value} class="qd-goal-tick" x1={at(value)} x2={at(value)} y1={3} y2={15} />
      ))}
      {[0, 1].map((k) => (
        <line key={k} class="qd-goal-zone" x1={at(asked)} x2={at(end)} y1={9} y2={9.01} />
      ))}
      <circle class="qd-goal-now" cx={at(energy)} cy={9} r={5} />
      <text x="0" y={29}>
        began {signed(first)}
      </text>
      <text x="100%" y={29} text-anchor="end">
        {goal.exact === undefined ? "asked " : "exact "}
        {signed(end)}
      </text>
    </svg>
  );
}
