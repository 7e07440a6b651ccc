/** Rules that run in Python: which apply to a selection, and what one would do; asked, and never waited for. */

import { useEffect, useState } from "preact/hooks";
import { type DiagramBody, type Document, isCircuit } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { withoutProof } from "../../document/proof";
import { loads } from "../../document/read";
import { dumps } from "../../document/write";
import type { RuleSeen } from "../../port";
import type { Options, Preview, RuleView } from "../../rewriting";
import type { Changes } from "../../rewriting/edit";
import type { StepVerdict } from "../../rewriting/verdict";
import { usePart } from "../workbench/cell";
import { pythonRows } from "../workbench/rules";
import { useWorkbench, type Workbench } from "../workbench/workbench";

/** A rule that Python took, not yet put in. */
export interface InPython extends Preview {
  readonly verdict: StepVerdict;
}

const NONE: readonly RuleSeen[] = [];

/** The rules that run in Python, as far as it has answered; all with why not where none is there. */
export function usePythonRules(place: readonly string[]): readonly RuleView[] {
  const bench = useWorkbench();
  const document = usePart(bench.editor, ({ state }) => state.document);
  usePart(bench.ui, ({ catalog }) => catalog);
  const able = bench.asker.can("zx_step");
  const [seen, setSeen] = useState(NONE);
  useEffect(() => {
    setSeen(NONE);
    if (!able) return undefined;
    let open = true;
    const asked = { ask: "zx_step", document: textOf(document), rule: "", selection: place, options: {} } as const;
    void bench.asker.ask<"zx_step">(asked).then((answer) => {
      if (open && answer.kind === "done") setSeen(answer.result.rules);
    });
    return () => {
      open = false;
    };
  }, [bench, able, document.body, place.join("\n")]);
  return pythonRows(bench).flatMap(({ name, title, key, help }) => {
    const told = seen.find((each) => each.name === name);
    if (able && !told) return [];
    const { refused, spiders, edges } = told ?? {
      refused: `it runs in Python, and ${bench.noPython}`,
      spiders: 0,
      edges: 0,
    };
    return [{ name, title, key, help, refused, change: refused ? null : { spiders, edges, kinds: 0 } }];
  });
}

const textOf = (document: Document): string => dumps(withoutProof(document));

/** What a rule would give, or why it does not apply; null where the answer is not wanted any more. */
export async function inPython(
  bench: Workbench,
  rule: string,
  selection: readonly string[],
  options: Options,
): Promise<InPython | string | null> {
  const { document } = bench.state;
  if (isCircuit(document.body)) return null;
  if (!bench.asker.can("zx_step")) return `The rule '${rule}' runs in Python, and ${bench.noPython}.`;
  const answer = await bench.asker.ask<"zx_step">({
    ask: "zx_step",
    document: textOf(document),
    rule,
    selection,
    options: Object.fromEntries(options),
  });
  if (answer.kind === "failed") return answer.error.message;
  if (answer.kind !== "done" || !answer.result.made || bench.state.document.body !== document.body) return null;
  const { document: text, origins, verdict } = answer.result.made;
  const read = attempt(() => loads(text).body);
  if ("refusal" in read || isCircuit(read.value)) return "What Python made could not be read.";
  return {
    body: read.value,
    changes: changesBetween(document.body, read.value),
    origins: new Map(Object.entries(origins)),
    verdict: { ...verdict, exact: verdict.is_exact },
  };
}

/** Ids that come, go and change between two diagrams. */
export function changesBetween(before: DiagramBody, after: DiagramBody): Changes {
  const spiders = [...after.spiders].filter(([id]) => before.spiders.has(id));
  const edges = [...after.edges].filter(([id]) => before.edges.has(id));
  const moved = edges.filter(([id, { source, target }]) => {
    const was = before.edges.get(id);
    return was?.source !== source || was.target !== target;
  });
  const ids = moved.map(([id]) => id);
  return {
    newSpiders: [...after.spiders.keys()].filter((id) => !before.spiders.has(id)),
    goneSpiders: [...before.spiders.keys()].filter((id) => !after.spiders.has(id)),
    changedSpiders: spiders.flatMap(([id, { kind, phase }]) => {
      const was = before.spiders.get(id);
      return was?.kind === kind && was.phase === phase ? [] : [id];
    }),
    newEdges: [...[...after.edges.keys()].filter((id) => !before.edges.has(id)), ...ids],
    goneEdges: [...[...before.edges.keys()].filter((id) => !after.edges.has(id)), ...ids],
    changedEdges: edges.flatMap(([id, { kind }]) => (before.edges.get(id)?.kind === kind ? [] : [id])),
  };
}
