/** The lesson in the palette's place: where one is among all, its text, goals, hints, what comes next. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import type { Lesson } from "../../lessons/lesson";
import { isDone, numMet, openGoal } from "../../lessons/progress";
import { Icon } from "../widgets/icons";
import { usePart } from "../workbench/cell";
import { LESSON } from "../workbench/slots";
import { useWorkbench } from "../workbench/workbench";
import { ROOM } from "./attend";
import { COURSE, type Course, leaveLesson, showHint, startOver } from "./following";
import { Goals } from "./goals";
import { HandIn } from "./hand-in";
import { ClassStrip, JoinClass } from "./join";
import { goTo, LessonList, type LessonRow, useCourse } from "./list";
import { MakeLesson } from "./make";
import { remembered } from "./stored";
import { Line, Paragraphs } from "./text";

export function LessonPanel(): JSX.Element {
  const bench = useWorkbench();
  const over = usePart(bench.at(LESSON), (now) => now.over);
  const course = usePart(bench.at(COURSE), (now) => now);
  const [handing, setHanding] = useState(false);
  if (over === "list") return <LessonList />;
  if (over === "make") return <MakeLesson />;
  if (over === "join") return <JoinClass />;
  const { lesson, why } = course;
  return (
    <div class="qd-lesson-panel">
      <Head />
      <ClassStrip />
      {lesson ? (
        <>
          <div class="qd-lesson-scroll">
            <article>
              <h2>
                <Line text={lesson.title} />
              </h2>
              <Paragraphs text={lesson.text} />
            </article>
            <Goals course={course} lesson={lesson} onHandIn={() => setHanding(true)} />
          </div>
          <Foot course={course} lesson={lesson} handing={handing} onDone={() => setHanding(false)} />
        </>
      ) : (
        <p class={why ? "qd-error" : "qd-quiet"} role={why ? "alert" : "status"}>
          {why || "Fetching the lesson…"}
        </p>
      )}
    </div>
  );
}

function Head(): JSX.Element {
  const bench = useWorkbench();
  const { rows, ofClass } = useCourse();
  const name = usePart(bench.at(LESSON), (now) => now.name);
  const standing = usePart(bench.at(COURSE), (now) => now.standing);
  const here = rows.findIndex((row) => row.name === name);
  const known = remembered();
  const done = (row: Pick<LessonRow, "name">): boolean =>
    (row.name === name && isDone(standing.found)) || !!known.get(row.name)?.done;
  const go = (row: Pick<LessonRow, "name"> | undefined): void => {
    if (row) goTo(bench, row.name, ofClass);
  };
  return (
    <header class="qd-lesson-head">
      {here >= 0 && (
        <span class="qd-dots" role="img" aria-label={`${rows.filter(done).length} of ${rows.length} lessons done`}>
          {rows.map((row) => (
            <span
              key={row.name}
              class="qd-dot"
              data-done={done(row) ? "" : undefined}
              data-here={row.name === name ? "" : undefined}
            />
          ))}
        </span>
      )}
      <button
        type="button"
        class="qd-link"
        title={ofClass ? "Lessons of the class" : "All lessons"}
        onClick={() => bench.at(LESSON).patch({ over: ofClass ? "join" : "list" })}
      >
        {here >= 0 ? `${here + 1} of ${rows.length}` : "All lessons"}
      </button>
      <span class="qd-space" />
      <button
        type="button"
        class="qd-button"
        data-icon=""
        aria-label="Lesson before"
        title={rows[here - 1]?.title}
        disabled={here < 1}
        onClick={() => go(rows[here - 1])}
      >
        <Icon name="back" />
      </button>
      <button
        type="button"
        class="qd-button"
        data-icon=""
        aria-label="Lesson after"
        title={rows[here + 1]?.title}
        disabled={here < 0 || here + 1 >= rows.length}
        onClick={() => go(rows[here + 1])}
      >
        <Icon name="next" />
      </button>
      <Close ofClass={ofClass} />
    </header>
  );
}

/** Beside the drawing: out of the lesson. Where the lesson lies over the drawing: to that. */
function Close({ ofClass }: { readonly ofClass: boolean }): JSX.Element {
  const bench = useWorkbench();
  const wide = usePart(bench.ui, ({ size }) => size === "wide");
  if (wide)
    return (
      <button
        type="button"
        class="qd-button"
        data-icon=""
        aria-label="Leave the lesson"
        title="Leave the lesson: the drawing stays, undo goes back into it"
        onClick={() => {
          leaveLesson(bench);
          if (ofClass) bench.at(LESSON).patch({ over: "join" });
          bench.focusCanvas();
        }}
      >
        <Icon name="close" />
      </button>
    );
  const close = (): void => {
    bench.ui.patch({ drawer: "none" });
    bench.focusCanvas();
  };
  return (
    <button
      type="button"
      class="qd-button"
      data-icon=""
      aria-label="To the drawing"
      title="To the drawing"
      onClick={close}
    >
      <Icon name="close" />
    </button>
  );
}

function Foot({
  course,
  lesson,
  handing,
  onDone,
}: {
  readonly course: Course;
  readonly lesson: Lesson;
  readonly handing: boolean;
  readonly onDone: () => void;
}): JSX.Element {
  const bench = useWorkbench();
  const { rows, ofClass } = useCourse();
  const next = rows[rows.findIndex(({ name }) => name === lesson.name) + 1];
  const follows = rows.some(({ name }) => name === lesson.name) ? next : undefined;
  const done = isDone(course.standing.found);
  const { hint } = course;
  const { length } = lesson.hints;
  const said = lesson.hints[hint - 1];
  const state = usePart(ROOM, (now) => now?.state);
  const inClass = state?.lessons.some(({ name }) => name === lesson.name);
  const toAll = inClass && state?.hint?.lesson === lesson.name && state.hint.number === hint;
  const barred = inClass && state?.hints === false;
  return (
    <footer class="qd-lesson-foot">
      {done && (
        <p class="qd-lesson-done" role="status">
          <Icon name="check" size={14} /> <strong>Lesson done</strong>
        </p>
      )}
      {!done && said && (
        <p class="qd-lesson-hint" role="status">
          <Icon name="bulb" size={14} />
          <span>
            {toAll && <strong>Shown to all: </strong>}
            <Line text={said} />
          </span>
        </p>
      )}
      {handing && <HandIn onDone={onDone} />}
      <div class="qd-lesson-ends">
        {length > 0 && !done && (
          <button
            type="button"
            class="qd-button"
            data-look="line"
            disabled={barred}
            title={barred ? "The class goes without hints for now" : undefined}
            onClick={() => showHint(bench)}
          >
            <Icon name="bulb" size={14} />
            {barred
              ? "No hints in the class now"
              : hint
                ? `Hint ${hint} of ${length}`
                : length === 1
                  ? "Hint"
                  : `Hint, ${length} there`}
          </button>
        )}
        <button
          type="button"
          class="qd-button"
          title="The drawing that the lesson began with; undo brings yours back"
          onClick={() => startOver(bench)}
        >
          Start over
        </button>
        <span class="qd-space" />
        <button
          type="button"
          class="qd-button"
          data-look={done && follows ? "main" : "line"}
          disabled={!done || !follows}
          title={follows ? follows.title : "This is the last one"}
          onClick={() => follows && goTo(bench, follows.name, ofClass)}
        >
          Next
          <Icon name="next" size={14} />
        </button>
      </div>
    </footer>
  );
}

/** On a phone: the goal that is next, over the drawing; it opens the lesson. */
export function LessonStrip(): JSX.Element {
  const bench = useWorkbench();
  const { lesson, standing, why } = usePart(bench.at(COURSE), (now) => now);
  const { found } = standing;
  const next = found?.find(({ name }) => name === openGoal(found));
  const words = isDone(found) ? "Lesson done" : (next?.title ?? lesson?.title ?? (why || "Lesson"));
  return (
    <button
      type="button"
      class="qd-lesson-strip"
      data-done={isDone(found) ? "" : undefined}
      onClick={() => bench.ui.patch({ drawer: "palette" })}
    >
      <span class="qd-goal-mark">{isDone(found) && <Icon name="check" size={12} />}</span>
      <span>
        <strong translate={next ? false : undefined}>{words}</strong>
        {next && <span class="qd-quiet">{next.message}</span>}
      </span>
      <span class="qd-quiet">{found ? `${numMet(found)} of ${found.length}` : ""}</span>
      <Icon name="next" size={14} />
    </button>
  );
}
