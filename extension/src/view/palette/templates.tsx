/** Templates: a list, and the form that asks their options while the drawing shows what would be put in. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import type { TemplateRow } from "../../document/catalog.generated";
import { type Document, isCircuit } from "../../document/circuit";
import { readOptions, type Typed, typedOf } from "../../document/options";
import { count } from "../../scene/describe";
import { aside } from "../../state/transaction";
import { Icon } from "../widgets/icons";
import { OptionFields } from "../widgets/option-fields";
import { usePart } from "../workbench/cell";
import { ZOOM } from "../workbench/slots";
import {
  askTemplate,
  canDraw,
  drawnTemplate,
  putTemplate,
  templateOptions,
  usualOptions,
} from "../workbench/templates";
import { useWorkbench, type Workbench } from "../workbench/workbench";

/** Opens the form, over the circuit that it would replace. */
export function openTemplates(bench: Workbench, name?: string): void {
  const rows = bench.ui.value.catalog.template;
  const first = name ?? rows.find((row) => canDraw(bench, row))?.name;
  if (first === undefined || !isCircuit(bench.state.document.body)) return;
  // What moves by itself would draw over the preview.
  if (bench.ui.value.optimizing) bench.effect("optimize");
  const { size } = bench.ui.value;
  bench.ui.patch({ template: first, view: "circuit", drawer: size === "narrow" ? "palette" : "none" });
}

export function TemplateList(): JSX.Element {
  const bench = useWorkbench();
  const templates = usePart(bench.ui, (ui) => ui.catalog.template);
  const others = templates.filter((row) => !row.on_card);
  return (
    <section class="qd-group">
      <h2 style={{ marginBottom: "4px" }}>Templates</h2>
      {templates
        .filter((row) => row.on_card)
        .map((row) => (
          <button
            key={row.name}
            type="button"
            class="qd-row"
            title={`${row.help}. Choose its size, and see it first`}
            onClick={() => openTemplates(bench, row.name)}
          >
            <Icon name="template" /> {row.title}
          </button>
        ))}
      {others.length > 0 && (
        <select
          class="qd-field"
          style={{ width: "100%", marginTop: "4px" }}
          aria-label="More templates"
          value=""
          onChange={(event) => {
            const { value } = event.currentTarget;
            event.currentTarget.value = "";
            openTemplates(bench, value);
          }}
        >
          <option value="">More templates…</option>
          <Choices rows={others} />
        </select>
      )}
    </section>
  );
}

/** Rows under their headings; those that nobody here can draw say so. */
function Choices({ rows }: { readonly rows: readonly TemplateRow[] }): JSX.Element {
  const bench = useWorkbench();
  return (
    <>
      {[...new Set(rows.map((row) => row.group))].map((group) => (
        <optgroup key={group} label={group}>
          {rows
            .filter((row) => row.group === group)
            .map((row) => (
              <option key={row.name} value={row.name} disabled={!canDraw(bench, row)}>
                {canDraw(bench, row) ? row.title : `${row.title} (needs Python)`}
              </option>
            ))}
        </optgroup>
      ))}
    </>
  );
}

export function TemplateForm(): JSX.Element | null {
  const bench = useWorkbench();
  const rows = usePart(bench.ui, (ui) => ui.catalog.template);
  const name = usePart(bench.ui, (ui) => ui.template);
  const row = rows.find((each) => each.name === name);
  return row ? <Form row={row} rows={rows} /> : null;
}

function Form({ row, rows }: { readonly row: TemplateRow; readonly rows: readonly TemplateRow[] }): JSX.Element {
  const bench = useWorkbench();
  const form = useRef<HTMLFormElement>(null);
  const options = templateOptions(row);
  const usual = (): Typed => typedOf(options, usualOptions(bench, row));
  const [held, setHeld] = useState(() => ({ name: row.name, typed: usual() }));
  const typed = held.name === row.name ? held.typed : usual();
  const { values, wrong } = readOptions(options, typed);
  const [made, said] = usePreview(row, wrong.size ? null : values);
  useEffect(() => {
    const { size } = bench.ui.value;
    // A keyboard that comes up would cover a phone's drawing.
    const field = size === "phone" ? null : form.current?.querySelector<HTMLElement>(".qd-option input");
    (field ?? form.current?.querySelector<HTMLElement>("select"))?.focus({ preventScroll: true });
  }, [bench]);
  const close = (): void => {
    bench.ui.patch({ template: null, drawer: "none" });
    bench.focusCanvas();
  };
  const put = (event: Event): void => {
    event.preventDefault();
    if (!made) return;
    bench.ui.patch({ template: null, drawer: "none" });
    putTemplate(bench, made);
    bench.focusCanvas();
  };
  return (
    <form
      ref={form}
      class="qd-template"
      aria-label="Template"
      onSubmit={put}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        close();
      }}
    >
      <h2>Template</h2>
      <select
        class="qd-field"
        aria-label="Template"
        value={row.name}
        onChange={(event) => bench.ui.patch({ template: event.currentTarget.value })}
      >
        <Choices rows={rows} />
      </select>
      <p class="qd-quiet">{row.help}</p>
      <OptionFields
        options={options}
        typed={typed}
        wrong={wrong}
        onChange={(next) => setHeld({ name: row.name, typed: next })}
      />
      {said.tone === "error" ? (
        <div class="qd-error" role="alert">
          {said.text}
        </div>
      ) : (
        <div class="qd-quiet" role="status">
          {said.text}
        </div>
      )}
      <div class="qd-template-ends">
        <button type="submit" class="qd-button" data-look="main" disabled={!made}>
          Put in
        </button>
        <button type="button" class="qd-button" data-look="line" onClick={close}>
          Cancel
        </button>
      </div>
      <p class="qd-quiet">The drawing shows it in place of what is there. Undo brings that back.</p>
    </form>
  );
}

type Said = { readonly tone: "quiet" | "error"; readonly text: string };
type Values = ReturnType<typeof readOptions>["values"];

/** Shows the template in the drawing while the form is open; what would be put in, and what is said of it. */
function usePreview(row: TemplateRow, values: Values | null): readonly [Document | null, Said] {
  const bench = useWorkbench();
  const [made, setMade] = useState<Document | null>(null);
  const [said, setSaid] = useState<Said>({ tone: "quiet", text: "" });
  const shown = useRef<Document | null>(null);
  const key = JSON.stringify(values);
  useEffect(() => {
    setMade(null);
    if (!values) {
      setSaid({ tone: "quiet", text: "" });
      return undefined;
    }
    let open = true;
    const take = (document: Document | string | null): void => {
      if (!open || document === null) return;
      if (typeof document === "string") {
        setSaid({ tone: "error", text: document });
        return;
      }
      shown.current = document;
      setMade(document);
      setSaid({ tone: "quiet", text: `${count(document.parameters.length, "parameter")}` });
      bench.dispatch(aside("template.show", { preview: document }));
      bench.at(ZOOM).value?.fit();
    };
    const drawn = drawnTemplate(bench.state.document, row, values);
    if (drawn) take(drawn);
    else {
      setSaid({ tone: "quiet", text: "Drawing…" });
      void askTemplate(bench, row, values).then(take);
    }
    return () => {
      open = false;
      if (!drawn) bench.asker.cancel("template");
    };
  }, [bench, row, key]);
  useEffect(() => {
    const { document, viewport } = bench.state;
    // What else is drawn, undone or put in meanwhile ends the form.
    const stop = bench.editor.subscribe(({ state }) => {
      const isOurs = shown.current === null || state.preview === shown.current;
      if (state.document !== document || !isOurs) bench.ui.patch({ template: null });
    });
    return () => {
      stop();
      if (bench.state.document !== document || bench.state.preview !== shown.current) return;
      if (shown.current) bench.dispatch(aside("template.drop", { preview: null, viewport }));
    };
  }, [bench]);
  return [made, said];
}
