/** Templates: the list, and what opens the form for one. */

import type { JSX } from "preact";
import { isCircuit } from "../../document/circuit";
import { Icon } from "../widgets/icons";
import { loaded } from "../widgets/on-request";
import { usePart } from "../workbench/cell";
import { openExample } from "../workbench/examples";
import { onRequest } from "../workbench/on-request";
import { canDraw } from "../workbench/templates";
import { useWorkbench, type Workbench } from "../workbench/workbench";

const later = onRequest(() => import("./later"));

export const TemplateForm = loaded(later, ({ TemplateForm }) => TemplateForm);

/** Opens the form, over the circuit that it would replace; with an empty name to choose from all. */
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
        <button
          type="button"
          class="qd-row"
          title="All templates with their words, by headings"
          onClick={() => openTemplates(bench, "")}
        >
          <Icon name="search" /> More templates…
        </button>
      )}
      <Examples />
    </section>
  );
}

/** Documents that show something; they come in place of what is drawn. */
export function Examples(): JSX.Element | null {
  const bench = useWorkbench();
  const examples = usePart(bench.ui, (ui) => ui.catalog.example);
  if (!bench.asker.can("example")) return null;
  return (
    <select
      class="qd-field"
      style={{ width: "100%", marginTop: "8px" }}
      aria-label="Examples"
      value=""
      onChange={(event) => {
        const { value } = event.currentTarget;
        event.currentTarget.value = "";
        if (value) void openExample(bench, value);
      }}
    >
      <option value="">Examples with proofs…</option>
      {examples.map(({ name, title }) => (
        <option key={name} value={name}>
          {title}
        </option>
      ))}
    </select>
  );
}
