/** The form for a new lemma: its two sides, a name, and whether the person's rulebook keeps it too. */

import type { JSX } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { type CircuitBody, type DiagramBody, type Document, MAX_BYTES, withBody } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { filmOf } from "../../document/film";
import { lemmasOf } from "../../document/lemmas";
import { bodyAt, proofOf, START } from "../../document/proof";
import { Still } from "../drawing/still";
import { usePart } from "../workbench/cell";
import { ENDINGS } from "../workbench/choose-file";
import { NAMING, type Naming } from "../workbench/lemmas";
import { titleOf } from "../workbench/step-title";
import { readProgram } from "../workbench/text-in";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { makeLemma } from "./lemmas";

type Body = CircuitBody | DiagramBody;

export function LemmaForm({ naming }: { readonly naming: Naming }): JSX.Element {
  const bench = useWorkbench();
  const document = usePart(bench.editor, ({ state }) => state.document);
  const [name, setName] = useState(() => usualName(document, naming));
  const [keep, setKeep] = useState(false);
  const [other, setOther] = useState<Body | null>(null);
  const [why, setWhy] = useState("");
  const [busy, setBusy] = useState(false);
  const left = naming.kind === "steps" ? bodyOf(document, naming.from) : document.body;
  const right = naming.kind === "steps" ? bodyOf(document, naming.to) : other;
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.select(), []);
  const close = (): void => bench.at(NAMING).set(null);
  const make = async (): Promise<void> => {
    if (!left || !right || busy) return;
    setBusy(true);
    const refused = await makeLemma(bench, {
      name: name.trim(),
      left,
      right,
      part: naming.kind === "steps",
      keep,
    });
    setBusy(false);
    setWhy(refused ?? "");
  };
  return (
    <form
      class="qd-lemma"
      aria-label="New lemma"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") close();
      }}
    >
      <div class="qd-lemma-sides">
        <Side document={document} body={left} label="Left side" />
        <strong>=</strong>
        <Side document={document} body={right} label="Right side" />
      </div>
      <div class="qd-lemma-fields">
        {naming.kind === "steps" && (
          <span class="qd-quiet">The part that differs between the two becomes the lemma.</span>
        )}
        {naming.kind === "drawings" && <Other document={document} onBody={setOther} onWhy={setWhy} />}
        <label>
          Name
          <input
            class="qd-field"
            value={name}
            maxLength={100}
            ref={field}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <label class="qd-lemma-keep">
          <input type="checkbox" checked={keep} onChange={(event) => setKeep(event.currentTarget.checked)} /> Keep it in
          my rulebook too
        </label>
        {why && (
          <div class="qd-error" role="alert">
            {why}
          </div>
        )}
        <div class="qd-lemma-do">
          <button type="submit" class="qd-button" data-look="main" disabled={!left || !right || !name.trim() || busy}>
            Verify and name
          </button>
          <button type="button" class="qd-button" onClick={close}>
            Cancel
          </button>
        </div>
      </div>
    </form>
  );
}

function Side({
  document,
  body,
  label,
}: {
  readonly document: Document;
  readonly body: Body | null;
  readonly label: string;
}): JSX.Element {
  const still = useMemo(() => body && withBody(document, body), [body]);
  return <div class="qd-lemma-side">{still ? <Still document={still} label={label} /> : <span>{label}</span>}</div>;
}

/** What the right side is: a step of the proof, or a file. */
function Other({
  document,
  onBody,
  onWhy,
}: {
  readonly document: Document;
  readonly onBody: (body: Body | null) => void;
  readonly onWhy: (why: string) => void;
}): JSX.Element {
  const bench = useWorkbench();
  const proof = proofOf(document);
  const [named, setNamed] = useState("");
  const [chosen, setChosen] = useState("");
  const take = (found: Body | string): void => {
    onBody(typeof found === "string" ? null : found);
    onWhy(typeof found === "string" ? found : "");
  };
  return (
    <div class="qd-lemma-other">
      <span>The right side, its inputs and outputs in the order of these:</span>
      <span>
        {proof && proof.steps.size > 0 && (
          <select
            class="qd-field"
            aria-label="A step as the right side"
            value={chosen}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setChosen(value);
              setNamed("");
              if (value) take(bodyOf(document, value.slice(1)) ?? "That step cannot be shown.");
            }}
          >
            <option value="">A step…</option>
            {filmOf(proof).map(({ id, label }) => {
              const step = proof.steps.get(id);
              return (
                <option key={id} value={`=${id}`}>
                  {label} {step ? titleOf(step) : "Start"}
                </option>
              );
            })}
          </select>
        )}
        <label class="qd-button qd-lemma-file" data-look="line">
          A file…
          <input
            type="file"
            accept={ENDINGS}
            aria-label="A file as the right side"
            onClick={(event) => {
              // The same file once more is a change too.
              event.currentTarget.value = "";
            }}
            onChange={(event) => {
              const [file] = event.currentTarget.files ?? [];
              if (!file) return;
              onBody(null);
              setNamed(file.name);
              setChosen("");
              void fromFile(bench, file).then(take);
            }}
          />
        </label>
        {named && <span>{named}</span>}
      </span>
    </div>
  );
}

async function fromFile(bench: Workbench, file: File): Promise<Body | string> {
  if (file.size > MAX_BYTES) return `'${file.name}' is over ${MAX_BYTES / 1e6} MB, more than is taken.`;
  const read = await readProgram(bench, await file.text(), { format: "auto" });
  return "why" in read ? `'${file.name}' is not taken. ${read.why}` : read.document.body;
}

function bodyOf(document: Document, id: string): Body | null {
  const found = attempt(() => bodyAt(document, id));
  return "value" in found ? found.value : null;
}

/** The name of the last step of a run, or a number where that is what its rule is called; nothing for two drawings. */
function usualName(document: Document, naming: Naming): string {
  if (naming.kind !== "steps") return "";
  const step = proofOf(document)?.steps.get(naming.to);
  if (!step || naming.to === START) return "";
  if (step.name) return step.name.slice(0, 100);
  const taken = new Set(lemmasOf(document).map((lemma) => lemma.name));
  let number = 1;
  while (taken.has(`Lemma ${number}`)) number += 1;
  return `Lemma ${number}`;
}
