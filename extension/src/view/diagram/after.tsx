/** What a step does to the figures: that of the rule that is looked at, else the one that led to what is drawn. */

import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { type Document, isCircuit, withBody } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { bodyAt, proofOf } from "../../document/proof";
import type { Verdict } from "../../port";
import { Badge, verdictWords } from "../widgets/verdict-badge";
import { usePart } from "../workbench/cell";
import { useLooked, useLookedVerdict } from "../workbench/looked";
import { ruleNamed } from "../workbench/rules";
import { countsOf, useExtracted } from "../workbench/step-figures";
import { titleOf } from "../workbench/step-title";
import { useWorkbench } from "../workbench/workbench";

interface Step {
  readonly title: string;
  readonly before: Document;
  readonly after: Document;
  /** Null until it is compared. */
  readonly verdict: Verdict | null;
}

export function After(): JSX.Element | null {
  const step = useStep();
  return step && <Table step={step} />;
}

function useStep(): Step | null {
  const bench = useWorkbench();
  const document = usePart(bench.editor, (e) => e.state.document);
  const looked = useLooked();
  const found = useLookedVerdict(looked);
  const made = looked?.made ?? null;
  const previewed = useMemo(() => made && withBody(document, made.body), [document, made]);
  const taken = useMemo(() => lastOf(document), [document]);
  if (looked && previewed) {
    const verdict = found && { ...found, is_exact: found.exact, permutation: null };
    return { title: ruleNamed(bench, looked.rule).title, before: document, after: previewed, verdict };
  }
  return looked?.places ? null : taken;
}

/** The step that led to what is drawn. */
function lastOf(document: Document): Step | null {
  const proof = proofOf(document);
  const step = proof?.steps.get(proof.at);
  if (!step || isCircuit(document.body)) return null;
  const before = attempt(() => bodyAt(document, step.after));
  if (!("value" in before) || isCircuit(before.value)) return null;
  const verdict = { ...step.verdict, is_exact: step.verdict.exact, permutation: null };
  return { title: titleOf(step), before: withBody(document, before.value), after: document, verdict };
}

function Table({ step: { title, before, after, verdict } }: { readonly step: Step }): JSX.Element {
  const [was, is] = [useExtracted(before), useExtracted(after)];
  const [old, now] = [countsOf(before.body), countsOf(after.body)];
  const why = is?.why || was?.why || "";
  const rows: readonly (readonly [string, number | null | undefined, number | null | undefined, string])[] = [
    ["Spiders", old.spiders, now.spiders, ""],
    ["Edges", old.edges, now.edges, ""],
    ["Parameters", old.parameters, now.parameters, ""],
    ["T", old.t, now.t, ""],
    ["Two-qubit gates", was?.twoQubit, is?.twoQubit, "after extraction"],
    ["Depth", was?.depth, is?.depth, "after extraction"],
  ];
  return (
    <div class="qd-section qd-effect" data-part="after">
      <div class="qd-head">
        <h2>After: {title}</h2>
        <span class="qd-space" />
        {verdict && <Badge verdict={verdict} />}
      </div>
      <table>
        <tbody>
          {rows.map(([name, from, to, note]) => (
            <tr key={name} title={note && `Exact, ${note}`}>
              <th scope="row">{name}</th>
              <td>
                <Value value={from} why={was?.why} />
              </td>
              <td aria-hidden="true">→</td>
              <td>
                <b>
                  <Value value={to} why={is?.why} />
                </b>
              </td>
              <td data-less={typeof from === "number" && typeof to === "number" && to < from ? "" : undefined}>
                {typeof from === "number" && typeof to === "number" ? signed(to - from) : ""}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="qd-quiet">
        {verdict ? sentence(verdictWords(verdict).how) : "Being compared."} Figures are exact; the last two are of the
        circuit after extraction{why ? ", which is not known here" : ""}.
      </p>
    </div>
  );
}

/** A dash that says why where it is not known, dots while it is being computed. */
function Value({
  value,
  why,
}: {
  readonly value: number | null | undefined;
  readonly why?: string | undefined;
}): JSX.Element {
  if (typeof value === "number") return <>{value}</>;
  return value === null ? <span title={`Not known: ${why ?? ""}`}>—</span> : <span title="Being computed">…</span>;
}

const signed = (change: number): string => (change > 0 ? `+${change}` : change < 0 ? `−${-change}` : "0");

const sentence = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
