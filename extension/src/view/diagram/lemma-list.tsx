/** The lemmas that stand among the rules: how each was found, its two sides, where it is kept. */

import type { JSX } from "preact";
import { type DiagramBody, type Document, withBody } from "../../document/circuit";
import { type Lemma, lemmasOf, withoutLemma } from "../../document/lemmas";
import { step } from "../../state/transaction";
import { Still } from "../drawing/still";
import { usePart } from "../workbench/cell";
import { askRulebook, keepLemma, knownLemmas, lemmaVerdict, RULEBOOK } from "../workbench/lemmas";
import { useWorkbench, type Workbench } from "../workbench/workbench";

export function LemmaList(): JSX.Element | null {
  const bench = useWorkbench();
  const document = usePart(bench.editor, ({ state }) => state.document);
  const book = usePart(bench.at(RULEBOOK), (now) => now);
  const known = knownLemmas(document, book);
  if (!known.length) return null;
  return (
    <div class="qd-section qd-rules" data-part="lemmas">
      <details>
        <summary>
          <strong>Lemmas</strong> <span class="qd-quiet">{known.length}</span>
        </summary>
        {known.map((lemma) => (
          <Entry key={lemma.name} lemma={lemma} document={document} book={book ?? []} />
        ))}
      </details>
    </div>
  );
}

interface Shown {
  readonly lemma: Lemma;
  readonly document: Document;
  readonly book: readonly Lemma[];
}

function Entry({ lemma, document, book }: Shown): JSX.Element {
  const bench = useWorkbench();
  const { name, left, right } = lemma;
  const here = lemmasOf(document).some((own) => own.name === name);
  const kept = book.some((own) => own.name === name);
  const able = bench.asker.can("rulebook");
  return (
    <details class="qd-lemma-known" data-lemma={name}>
      <summary>
        <span>{name}</span> <span class="qd-quiet">{lemmaVerdict(lemma)}</span>
      </summary>
      <div class="qd-lemma-sides">
        <Side document={document} body={left} label={`Left side of ${name}`} />
        <strong>=</strong>
        <Side document={document} body={right} label={`Right side of ${name}`} />
      </div>
      <div class="qd-lemma-do">
        {here && <Act words="Remove from this document" act={() => removeHere(bench, name)} />}
        {able && kept && <Act words="Remove from my rulebook" act={() => void askRulebook(bench, name)} />}
        {able && !kept && <Act words="Keep in my rulebook" act={() => void keepLemma(bench, lemma)} />}
      </div>
    </details>
  );
}

function Act({ words, act }: { readonly words: string; readonly act: () => void }): JSX.Element {
  return (
    <button type="button" class="qd-link" onClick={act}>
      {words}
    </button>
  );
}

function Side(shown: { readonly document: Document; readonly body: DiagramBody; readonly label: string }): JSX.Element {
  return (
    <div class="qd-lemma-side">
      <Still document={withBody(shown.document, shown.body)} label={shown.label} />
    </div>
  );
}

function removeHere(bench: Workbench, name: string): void {
  bench.dispatch(step("proof.lemma.remove", { document: withoutLemma(bench.state.document, name) }));
  bench.say("ok", `The lemma '${name}' is out of this document. Steps that took it cannot be taken again without it.`);
}
