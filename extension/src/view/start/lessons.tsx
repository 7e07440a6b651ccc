/** The lessons of the page: a card each, with how far one is; it opens in the studio. */

import type { JSX } from "preact";

import { Icon } from "../widgets/icons";
import type { Known, LessonCard, LessonLineProps, PageProps, Pages } from "./model";
import { CardPicture, JoinCard } from "./start";

export function Lessons({ state, acts, measure, pages }: PageProps & { readonly pages: Pages }): JSX.Element {
  const { lessons } = pages;
  const known = pages.remembered();
  const done = lessons.filter(({ name }) => known.get(name)?.done).length;
  const minutes = lessons.reduce((sum, each) => sum + each.minutes, 0);
  const next = lessons.find(({ name }) => !known.get(name)?.done) ?? lessons[0];
  return (
    <div class="qd-page-cards-side">
      <div class="qd-page-title">
        <div>
          <h1>Lessons</h1>
          <p>
            From one qubit to an ansatz on its way to a device: {lessons.length} drawings to finish, {minutes} minutes
            in all. They are checked as you draw, in this page.
          </p>
        </div>
        {next && (
          <div class="qd-page-far">
            <span>
              <Dots lessons={lessons} known={known} here={next.name} />
              <span class="qd-quiet">
                {done} of {lessons.length} done
              </span>
            </span>
            <button type="button" class="qd-button" data-look="main" onClick={() => acts.learn(next.name)}>
              {done || known.get(next.name)?.met ? "Go on" : "Begin"}
              <Icon name="next" size={14} />
            </button>
          </div>
        )}
      </div>
      {acts.isOfClass && <JoinCard state={state} acts={acts} />}
      <ol class="qd-page-cards">
        {lessons.map((lesson, k) => (
          <li key={lesson.name}>
            <button
              type="button"
              class="qd-page-card"
              data-lesson={lesson.name}
              data-next={lesson === next ? "" : undefined}
              onClick={() => acts.learn(lesson.name)}
            >
              <CardPicture text={lesson.start} label={lesson.title} measure={measure} />
              <b translate={false}>
                <span class="qd-page-number">{k + 1}</span> {lesson.title}
              </b>
              <span translate={false} title={lesson.help}>
                {lesson.help}
              </span>
              <Far lesson={lesson} known={known} />
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Far({ lesson, known }: { readonly lesson: LessonCard; readonly known: Known }): JSX.Element {
  const far = known.get(lesson.name);
  if (far?.done)
    return (
      <span class="qd-quiet qd-page-done">
        <Icon name="check" size={12} /> done
      </span>
    );
  return (
    <span class="qd-quiet">
      <span translate={false}>{lesson.group}</span> ·{" "}
      {far?.met ? `${far.met} of ${lesson.goals} goals` : `${lesson.minutes} min`}
    </span>
  );
}

/** On the card of a drawing: which lesson, how far one is in it, and in all of them. */
export function LessonLine({ name, title, pages: { lessons, remembered } }: LessonLineProps): JSX.Element {
  const known = remembered();
  const at = lessons.findIndex((each) => each.name === name);
  const far = known.get(name);
  return (
    <>
      <b>Go on: {at < 0 ? <span translate={false}>{title}</span> : `Lesson ${at + 1}`}</b>
      {lessons[at] ? <span translate={false}>{lessons[at].title}</span> : <span>A lesson of your own</span>}
      <span class="qd-quiet qd-page-dots">
        {at >= 0 && <Dots lessons={lessons} known={known} here={name} />}
        {far?.done ? "done" : far && `${far.met} of ${far.goals} goals`}
      </span>
    </>
  );
}

function Dots({
  lessons,
  known,
  here,
}: {
  readonly lessons: readonly LessonCard[];
  readonly known: Known;
  readonly here: string;
}): JSX.Element {
  const done = lessons.filter(({ name }) => known.get(name)?.done).length;
  return (
    <span class="qd-dots" role="img" aria-label={`${done} of ${lessons.length} lessons done`}>
      {lessons.map(({ name }) => (
        <span
          key={name}
          class="qd-dot"
          data-done={known.get(name)?.done ? "" : undefined}
          data-here={name === here ? "" : undefined}
        />
      ))}
    </span>
  );
}
