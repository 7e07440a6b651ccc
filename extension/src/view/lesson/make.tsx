/** The drawing made a lesson: words, goals that it meets, what a student begins with; saved as a file. */

import type { JSX } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

import { type Document, emptyDocument, isCircuit } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { same } from "../../document/same";
import type { Goal } from "../../lessons/lesson";
import { readLesson } from "../../lessons/lesson";
import { type Energy, lessonText, nameOf, offeredBy, predictionOf, startOfProof } from "../../lessons/making";
import { isDone, kept } from "../../lessons/progress";
import { stepsHere } from "../../state/transaction";
import { download } from "../widgets/download";
import { Icon } from "../widgets/icons";
import { usePart } from "../workbench/cell";
import { LESSON } from "../workbench/slots";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { Checker } from "./checker";

const ASKED = [
  ["question", "Question"],
  ["choices", "Choices, between commas"],
  ["answer", "Right answer"],
  ["tolerance", "A number may be off by"],
] as const;

/** Earlier drawings that can be chosen. */
const MOST_BACK = 20;

export function MakeLesson(): JSX.Element {
  const bench = useWorkbench();
  const document = usePart(bench.editor, ({ state }) => state.document);
  const energy = energyOf(bench);
  const offered = useMemo(() => offeredBy(document, energy), [document, energy?.now, energy?.exact]);
  const starts = useMemo(() => startsOf(bench, document), [bench, document]);
  const [title, setTitle] = useState("");
  const [text, setText] = useState("");
  const [hints, setHints] = useState("");
  const [chosen, choose] = useState<Readonly<Record<string, boolean>>>({});
  const [titles, rename] = useState<Readonly<Record<string, string>>>({});
  const [begins, begin] = useState(0);
  const [asked, ask] = useState({ question: "", choices: "", answer: "", tolerance: "" });
  const [restricted, restrict] = useState(isCircuit(document.body));
  const [said, say] = useState<{ readonly ok: boolean; readonly words: string } | null>(null);
  const first = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  const close = (): void => {
    bench.at(LESSON).patch({ over: "" });
    bench.focusCanvas();
  };
  const goals = offered
    .filter(({ goal, usual }) => chosen[goal.name] ?? usual)
    .map(({ goal }): Goal => ({ ...goal, title: titles[goal.name]?.trim() || goal.title }));
  if (asked.question.trim()) goals.unshift(predictionOf(asked));
  const start = starts[begins] ?? starts[0];
  const save = async (): Promise<void> => {
    if (!start) return;
    const [{ kind, choices, answer = "", tolerance = 0 }] = goals as [Goal];
    if (!(tolerance >= 0 && tolerance <= 1_000_000)) {
      say({ ok: false, words: "What a number may be off by is a number from 0, such as 0.01." });
      return;
    }
    if (kind === "prediction" && !(choices ?? [answer]).includes(answer)) {
      say({ ok: false, words: "The answer of the question is none of its choices." });
      return;
    }
    const made = { title: title.trim(), text, hints, goals, restricted, start: start.document, reference: document };
    say(await saved(bench, lessonText(made), document));
  };
  const ready = title.trim() !== "" && goals.length > 0 && (!asked.question.trim() || asked.answer.trim() !== "");
  return (
    <form
      class="qd-lesson-list qd-make"
      aria-label="Make this a lesson"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        close();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void save();
      }}
    >
      <header>
        <h2>Make this a lesson</h2>
        <button type="button" class="qd-button" data-icon="" aria-label="Close" title="Close (Esc)" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <div class="qd-lesson-scroll">
        <label>
          Title
          <input
            class="qd-field"
            type="text"
            value={title}
            maxLength={100}
            ref={first}
            onInput={(event) => setTitle(event.currentTarget.value)}
          />
        </label>
        <label>
          <span>
            Text <span class="qd-quiet">**bold**, `code`, $H = Z_0$; an empty line ends a paragraph</span>
          </span>
          <textarea class="qd-field" rows={5} value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </label>
        <fieldset>
          <legend>Goals that this drawing meets</legend>
          {!offered.length && <p class="qd-quiet">A diagram needs a proof: take rules first.</p>}
          {offered.map(({ goal, usual }) => (
            <div key={goal.name} class="qd-make-goal">
              <input
                type="checkbox"
                aria-label={goal.title}
                checked={chosen[goal.name] ?? usual}
                onChange={(event) => choose({ ...chosen, [goal.name]: event.currentTarget.checked })}
              />
              <input
                class="qd-field"
                type="text"
                aria-label={`Title of the goal ${goal.name}`}
                value={titles[goal.name] ?? goal.title}
                maxLength={200}
                onInput={(event) => rename({ ...titles, [goal.name]: event.currentTarget.value })}
              />
            </div>
          ))}
        </fieldset>
        <fieldset>
          <legend>
            A question to predict first{" "}
            <span class="qd-quiet">may stay empty; without choices a number is asked for</span>
          </legend>
          {ASKED.map(([part, words]) => (
            <input
              key={part}
              class="qd-field"
              type="text"
              aria-label={words}
              placeholder={words}
              value={asked[part]}
              maxLength={part === "question" ? 1000 : 200}
              onInput={(event) => ask({ ...asked, [part]: event.currentTarget.value })}
            />
          ))}
        </fieldset>
        <label>
          Begins with
          <select class="qd-field" value={begins} onChange={(event) => begin(Number(event.currentTarget.value))}>
            {starts.map(({ name }, k) => (
              <option key={name} value={k}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {isCircuit(document.body) && (
          <label class="qd-make-flag">
            <input type="checkbox" checked={restricted} onChange={(event) => restrict(event.currentTarget.checked)} />
            Only the gates of this drawing
          </label>
        )}
        <label>
          <span>
            Hints <span class="qd-quiet">one a line, shown one by one</span>
          </span>
          <textarea class="qd-field" rows={3} value={hints} onInput={(event) => setHints(event.currentTarget.value)} />
        </label>
      </div>
      <footer>
        {said && (
          <p class={said.ok ? "qd-quiet" : "qd-error"} role={said.ok ? "status" : "alert"}>
            {said.words}
          </p>
        )}
        <button type="submit" class="qd-button" data-look="main" disabled={!ready}>
          Save the lesson
        </button>
        <span class="qd-quiet">{title.trim() && `${nameOf(title)}.qlesson`}</span>
      </footer>
    </form>
  );
}

/** That of the drawing, exact, where one is shown. */
function energyOf(bench: Workbench): Energy | null {
  const live = bench.live.value;
  const found = live?.kind === "state" ? live.outputs.get("energy") : undefined;
  if (found?.kind !== "energy" || !bench.state.document.observable) return null;
  return { now: found.energy, exact: bench.ui.value.problem?.exact ?? null };
}

/** What a student may begin with: no gates, or an earlier drawing; of a proof its start. */
function startsOf(
  bench: Workbench,
  document: Document,
): readonly { readonly name: string; readonly document: Document }[] {
  const proved = startOfProof(document);
  if (proved) return [{ name: "The start of the proof", document: proved }];
  const found: { readonly name: string; readonly document: Document }[] = [];
  if (isCircuit(document.body)) {
    const { body } = emptyDocument(document.body.qubits.length);
    found.push({ name: "No gates", document: { ...document, body, parameters: [], layout: {} } });
  }
  const past = stepsHere(bench.editor.value).slice(-MOST_BACK).reverse();
  past.forEach((moment, k) => {
    if (moment.document.body.kind !== document.body.kind) return;
    found.push({ name: k ? `${k + 1} steps before` : "The step before", document: moment.document });
  });
  return found;
}

/** Saves the file where the drawing meets the goals and the start does not; says which. */
async function saved(
  bench: Workbench,
  text: string,
  reference: Document,
): Promise<{ readonly ok: boolean; readonly words: string }> {
  const read = attempt(() => readLesson(text));
  if ("refusal" in read) return { ok: false, words: read.refusal.message };
  const lesson = read.value;
  if (same(lesson.start.body, reference.body)) {
    return { ok: false, words: "A student would begin with the answer. Choose an earlier drawing." };
  }
  const checker = new Checker(bench.engine, lesson);
  const look = (document: Document): Promise<Parameters<typeof isDone>[0]> =>
    new Promise((resolve) => checker.ask(document, (goals) => resolve(goals)));
  const answers = lesson.goals.flatMap(({ name, kind, answer = "" }): readonly (readonly [string, string])[] =>
    kind === "prediction" ? [[name, answer]] : [],
  );
  const known = kept({ name: lesson.name, goals: new Map(), tries: new Map(), answers: new Map(answers) });
  const [there, begun] = [await look({ ...reference, lesson: known }), await look(lesson.start)];
  checker.dispose();
  const off = there?.find(({ outcome, inPython }) => outcome !== "pass" && !inPython);
  if (off) return { ok: false, words: `This drawing does not meet '${off.title}': ${off.message}` };
  if (isDone(begun)) return { ok: false, words: "The start passes already: a student has nothing to do." };
  download(bench, `${lesson.name}.qlesson`, text, "application/json");
  return { ok: true, words: "Saved. The drawing passes, and the start does not." };
}
