/** What a student gives in: one file, as `HandIn` in Python writes it. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import { dumps } from "../../document/write";
import { download } from "../widgets/download";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { COURSE } from "./following";
import { remembered } from "./stored";

export function HandIn({ onDone }: { readonly onDone: () => void }): JSX.Element {
  const bench = useWorkbench();
  const [student, setStudent] = useState("");
  return (
    <form
      class="qd-hand-in"
      aria-label="Hand in"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onDone();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        handIn(bench, student.trim());
        onDone();
      }}
    >
      <label>
        Your name <span class="qd-quiet">may stay empty</span>
        <input
          class="qd-field"
          type="text"
          value={student}
          maxLength={100}
          autocomplete="off"
          ref={(input) => input?.focus()}
          onInput={(event) => setStudent(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="qd-button" data-look="main">
        Save the file
      </button>
      <button type="button" class="qd-button" onClick={onDone}>
        Cancel
      </button>
    </form>
  );
}

function handIn(bench: Workbench, student: string): void {
  const { lesson, revision } = bench.at(COURSE).value;
  if (!lesson) return;
  const hints = remembered().get(lesson.name)?.hints ?? 0;
  const whole = bench.state.outer ? bench.exchange.flush() : dumps(bench.state.document);
  const said = {
    format: "qdesign-hand-in",
    version: 1,
    lesson: lesson.name,
    revision,
    ...(student && { student }),
    ...(hints && { hints }),
    document: JSON.parse(whole) as object,
  };
  download(bench, `${lesson.name}.handin`, `${JSON.stringify(said, null, 1)}\n`, "application/json");
}
