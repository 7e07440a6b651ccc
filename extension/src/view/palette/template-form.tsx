/** The form that asks a template's options while the drawing shows what would be put in. */

import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import type { TemplateRow } from "../../document/catalog.generated";
import type { Document } from "../../document/circuit";
import { readOptions, type Typed, typedOf } from "../../document/options";
import { count } from "../../scene/describe";
import { aside } from "../../state/transaction";
import { TemplatePicker } from "../drawing/template-picker";
import { NOTHING_SAID, RowForm, type Said } from "../widgets/row-form";
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
import { useWorkbench } from "../workbench/workbench";

export function TemplateForm(): JSX.Element | null {
  const bench = useWorkbench();
  const rows = usePart(bench.ui, (ui) => ui.catalog.template);
  const name = usePart(bench.ui, (ui) => ui.template);
  return name === null ? null : <Form row={rows.find((each) => each.name === name) ?? null} rows={rows} />;
}

/** Without a row none is chosen yet. */
function Form({ row, rows }: { readonly row: TemplateRow | null; readonly rows: readonly TemplateRow[] }): JSX.Element {
  const bench = useWorkbench();
  const options = row ? templateOptions(row) : [];
  const usual = (): Typed => (row ? typedOf(options, usualOptions(bench, row)) : {});
  const [held, setHeld] = useState(() => ({ row, typed: usual() }));
  const typed = held.row === row ? held.typed : usual();
  const { values, wrong } = readOptions(options, typed);
  const [made, said] = usePreview(row, wrong.size ? null : values);
  return (
    <>
      <h2 style={{ marginBottom: "10px" }}>Template</h2>
      <RowForm
        label="Template"
        help={row?.help ?? ""}
        choose={
          <TemplatePicker
            rows={rows}
            can={(each) => canDraw(bench, each)}
            chosen={row?.name ?? ""}
            onRow={(template) => bench.ui.patch({ template })}
          />
        }
        options={options}
        typed={typed}
        wrong={wrong}
        onChange={(next) => setHeld({ row, typed: next })}
        said={said}
        ready={made !== null}
        onPut={() => {
          if (!made) return;
          bench.ui.patch({ template: null, drawer: "none" });
          putTemplate(bench, made);
          bench.focusCanvas();
        }}
        onClose={() => {
          bench.ui.patch({ template: null, drawer: "none" });
          bench.focusCanvas();
        }}
      >
        <p class="qd-quiet">The drawing shows it in place of what is there. Undo brings that back.</p>
        {row?.source && (
          <p class="qd-quiet">
            <b>Source</b> {row.source}
          </p>
        )}
      </RowForm>
    </>
  );
}

type Values = ReturnType<typeof readOptions>["values"];

/** Shows the template in the drawing while the form is open; what would be put in, and what is said of it. */
function usePreview(row: TemplateRow | null, values: Values | null): readonly [Document | null, Said] {
  const bench = useWorkbench();
  const [made, setMade] = useState<Document | null>(null);
  const [said, setSaid] = useState<Said>(NOTHING_SAID);
  const shown = useRef<Document | null>(null);
  const key = JSON.stringify(values);
  useEffect(() => {
    setMade(null);
    if (!row || !values) {
      setSaid(NOTHING_SAID);
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
      if (!shown.current) return;
      const { document: now, preview } = bench.state;
      if (preview === shown.current) bench.dispatch(aside("template.drop", { preview: null }));
      // The view was fitted to what is gone.
      if (now.body === document.body) bench.dispatch(aside("view.back", { viewport }));
    };
  }, [bench]);
  return [made, said];
}
