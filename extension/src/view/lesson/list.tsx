/** All lessons, with how far one is. */

import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Row } from "../../document/catalog.generated";
import { MAX_BYTES } from "../../document/circuit";
import { count } from "../../scene/describe";
import { Icon } from "../widgets/icons";
import { usePart } from "../workbench/cell";
import { LESSON } from "../workbench/slots";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { openClassLesson, ROOM } from "./attend";
import { leaveLesson, openLesson, openOwn } from "./following";
import { type Remembered, remembered } from "./stored";

/** A lesson as the catalog lists it. */
export interface LessonRow extends Pick<Row, "name" | "title" | "group" | "help"> {
  readonly minutes: number;
}

/** The lessons one goes through: those of the class where it has the lesson that is open, else those of the catalog. */
export function useCourse(): {
  readonly rows: readonly Pick<LessonRow, "name" | "title">[];
  readonly ofClass: boolean;
} {
  const listed = useLessons();
  const name = usePart(useWorkbench().at(LESSON), (now) => now.name);
  const state = usePart(ROOM, (now) => (now && !now.out ? now.state : null));
  const ofClass = state?.lessons.some((each) => each.name === name) ?? false;
  return { rows: state && ofClass ? state.lessons : listed, ofClass };
}

/** Opens one of them. */
export const goTo = (bench: Workbench, name: string, ofClass: boolean): void =>
  void (ofClass ? openClassLesson(bench, name) : openLesson(bench, name));

/** Lessons that Python lists; none before it answers. */
export function useLessons(): readonly LessonRow[] {
  const rows = usePart(useWorkbench().ui, ({ catalog }) => catalog) as { readonly lesson?: readonly LessonRow[] };
  return rows.lesson ?? [];
}

export function LessonList(): JSX.Element {
  const bench = useWorkbench();
  const rows = useLessons();
  const open = usePart(bench.at(LESSON), ({ name }) => name);
  const list = useRef<HTMLDivElement>(null);
  const known = remembered();
  useLayoutEffect(() => list.current?.querySelector<HTMLElement>("button")?.focus(), []);
  const close = (): void => {
    bench.at(LESSON).patch({ over: "" });
    if (!open) bench.ui.patch({ drawer: "none" });
    bench.focusCanvas();
  };
  const groups = [...new Set(rows.map(({ group }) => group))];
  return (
    <div
      class="qd-lesson-list"
      ref={list}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        close();
      }}
    >
      <header>
        <h2>Lessons</h2>
        <button
          type="button"
          class="qd-button"
          data-icon=""
          aria-label="Close the list"
          title="Close (Esc)"
          onClick={close}
        >
          <Icon name="close" />
        </button>
      </header>
      <div class="qd-lesson-scroll">
        {!rows.length && <p class="qd-quiet">Lessons come from Python, which does not answer here.</p>}
        {groups.map((group) => (
          <section key={group}>
            <h3 translate={false}>{group}</h3>
            {rows
              .filter((row) => row.group === group)
              .map((row) => (
                <Entry key={row.name} row={row} known={known.get(row.name)} open={row.name === open} />
              ))}
          </section>
        ))}
      </div>
      <footer>
        <button type="button" class="qd-button" data-look="line" onClick={() => chooseLesson(bench)}>
          Open a lesson file…
        </button>
        {open && (
          <button type="button" class="qd-button" onClick={() => leaveLesson(bench)}>
            Leave the lesson
          </button>
        )}
      </footer>
    </div>
  );
}

function Entry({
  row,
  known,
  open,
}: {
  readonly row: LessonRow;
  readonly known: Remembered | undefined;
  readonly open: boolean;
}): JSX.Element {
  const bench = useWorkbench();
  const far = known?.done ? "done" : known?.met ? `${known.met} of ${count(known.goals, "goal")}` : "";
  return (
    <button
      type="button"
      class="qd-lesson-entry"
      data-lesson={row.name}
      aria-current={open ? "true" : undefined}
      onClick={() => (open ? bench.at(LESSON).patch({ over: "" }) : void openLesson(bench, row.name))}
    >
      <span class="qd-dot" data-done={known?.done ? "" : undefined} data-here={open ? "" : undefined} />
      <span>
        <strong translate={false}>{row.title}</strong>
        <span class="qd-quiet" translate={false}>
          {row.help}
        </span>
      </span>
      <span class="qd-quiet">{far || (row.minutes ? `${row.minutes} min` : "")}</span>
    </button>
  );
}

/** Asks for the file of a lesson, and opens it. */
function chooseLesson(bench: Workbench): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".qlesson";
  input.hidden = true;
  input.onchange = input.oncancel = () => {
    const [file] = input.files ?? [];
    if (file && file.size > MAX_BYTES)
      bench.say("error", `'${file.name}' is over ${MAX_BYTES / 1e6} MB, more than is taken.`);
    else if (file) void file.text().then((text) => openOwn(bench, text));
    input.remove();
  };
  // On the page, since browsers may forget one that is not.
  bench.root.append(input);
  input.click();
}
