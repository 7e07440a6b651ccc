/** How many copies of the selection, and with which parameters: drawn while it is asked, put in as one step. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import { attempt } from "../../document/errors";
import { replicate } from "../../document/replicate";
import { count as counted } from "../../scene/describe";
import { NO_SELECTION } from "../../state/state";
import { aside, step } from "../../state/transaction";
import { useWorkbench } from "../workbench/workbench";

export function ReplicateForm({
  ids,
  onEnd,
}: {
  readonly ids: ReadonlySet<string>;
  readonly onEnd: () => void;
}): JSX.Element {
  const bench = useWorkbench();
  const [text, setText] = useState("2");
  const [fresh, setFresh] = useState(true);
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const { document } = bench.state;
  const made = attempt(() => replicate(document, ids, { count: text.trim() ? Number(text) : Number.NaN, fresh }));
  const close = (): void => {
    onEnd();
    if (bench.state.preview) bench.dispatch(aside("replicate.drop", { preview: null, lit: NO_SELECTION }));
  };
  // At once, so that what is typed next goes there.
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  useEffect(() => {
    const away = (event: Event): void => {
      if (form.current && !event.composedPath().includes(form.current)) close();
    };
    // What it would copy is no longer what is drawn.
    const changed = bench.editor.subscribe(({ state }) => {
      if (state.document !== document) onEnd();
    });
    window.addEventListener("pointerdown", away, true);
    return () => {
      changed();
      window.removeEventListener("pointerdown", away, true);
    };
  }, []);
  useEffect(() => {
    const preview = "value" in made ? made.value.document : null;
    const lit = "value" in made ? new Set(made.value.ids) : NO_SELECTION;
    bench.dispatch(aside("replicate.show", { preview, lit, notice: null }));
  }, [text, fresh]);
  const put = (event: Event): void => {
    event.preventDefault();
    if ("refusal" in made) return;
    const selection = new Set(made.value.ids);
    bench.dispatch(
      step("gate.replicate", { document: made.value.document, preview: null, lit: NO_SELECTION, selection }),
    );
    bench.focusCanvas();
  };
  const before = new Set(document.parameters.map(({ name }) => name));
  const now = "value" in made ? made.value.document.parameters.map(({ name }) => name) : [];
  const names = now.filter((name) => !before.has(name));
  return (
    <form
      ref={form}
      class="qd-replicate"
      aria-label="Replicate"
      onSubmit={put}
      onKeyDown={(event) => {
        if (event.key === "Tab") return;
        event.stopPropagation();
        if (event.key !== "Escape") return;
        event.preventDefault();
        close();
        bench.focusCanvas();
      }}
    >
      <label>
        Copies
        <input
          ref={field}
          class="qd-field"
          type="number"
          min={1}
          step={1}
          value={text}
          aria-invalid={"refusal" in made}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <span class="qd-segments qd-small" role="group" aria-label="Parameters of the copies">
        <button
          type="button"
          aria-pressed={fresh}
          title="Each copy can be tuned by itself"
          onClick={() => setFresh(true)}
        >
          Own parameters
        </button>
        <button type="button" aria-pressed={!fresh} title="All turn together" onClick={() => setFresh(false)}>
          Shared
        </button>
      </span>
      <button type="submit" class="qd-button" data-look="main" disabled={"refusal" in made}>
        Replicate
      </button>
      <p class={"refusal" in made ? "qd-error" : "qd-quiet"} role={"refusal" in made ? "alert" : "status"}>
        {"refusal" in made ? made.refusal.message : words(made.value.ids.length, names)}
      </p>
    </form>
  );
}

/** What comes, in words. */
function words(gates: number, names: readonly string[]): string {
  const more = `${counted(gates, "gate")} more`;
  return names.length ? `${more}, ${counted(names.length, "new parameter")}: ${listed(names)}` : more;
}

function listed(names: readonly string[]): string {
  return names.length > 4 ? `${names.slice(0, 3).join(", ")}, … ${names.at(-1)}` : names.join(", ");
}
