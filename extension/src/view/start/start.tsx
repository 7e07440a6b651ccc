/** The start screen: what can be opened, what works here, and what needs Python. */

import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";

import { MAX_BYTES } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { loads } from "../../document/read";
import type { Measure } from "../../scene/math";
import { Picture } from "../drawing/still";
import { Icon, type IconName } from "../widgets/icons";
import { SharePanel } from "../widgets/share";
import { usePart } from "../workbench/cell";
import { ENDINGS } from "../workbench/choose-file";
import type { Drawing, Example, PageActs, PageProps, PageState } from "./model";

/** Of pictures on cards, to that of the studio. */
const SCALE = 0.62;

const HERE: readonly string[] = [
  "Draw, undo, copy, blocks, gates of your own",
  "Sliders, state, energy, landscapes, noise",
  "Gradients, sampling, optimize",
  "ZX diagrams and the rules on a selection",
  "OpenQASM 3 in and out, pictures, Qiskit code",
  "Twelve lessons with their checks",
];

/** What is gray in the studio, and why. */
const IN_PYTHON: readonly (readonly [IconName, string, string])[] = [
  ["simplify", "Simplify and verify", "pyzx and pytket run in Python"],
  ["rings", "Circuits into diagrams and back", "the conversion runs in Python"],
  ["sliders", "Redundant parameters", "ranks are computed in Python"],
  ["send", "Send to a device", "the queue and its tokens live on a server"],
];

export function Here(): JSX.Element {
  return (
    <ul class="qd-page-here">
      {HERE.map((words) => (
        <li key={words}>
          <Icon name="check" size={14} /> {words}
        </li>
      ))}
    </ul>
  );
}

export function InPython(): JSX.Element {
  return (
    <ul class="qd-page-python">
      {IN_PYTHON.map(([icon, what, why]) => (
        <li key={what}>
          <Icon name={icon} size={14} />
          <b>{what}</b>
          <span>{why}</span>
        </li>
      ))}
    </ul>
  );
}

export function StartScreen({ state, acts, measure }: PageProps): JSX.Element {
  const examples = usePart(state, (now) => now.examples);
  const kept = usePart(state, (now) => now.kept);
  const pages = usePart(state, (now) => now.pages);
  const open = acts.now();
  const shared = open ?? kept[0] ?? null;
  return (
    <div class="qd-page-start">
      <div class="qd-page-cards-side">
        <div class="qd-page-title">
          <div>
            <h1>Draw a circuit. It runs as you draw.</h1>
            <p>In this page: sliders, gradients and state to 20 qubits, energies of far more.</p>
          </div>
          <Ways acts={acts} />
        </div>
        {acts.isOfClass && <JoinCard state={state} acts={acts} />}
        <ul class="qd-page-cards">
          {kept.map((drawing) => (
            <li key={drawing.id}>
              <OwnCard drawing={drawing} acts={acts} measure={measure} pages={pages} />
            </li>
          ))}
          {examples.map((example) => (
            <li key={example.title}>
              <ExampleCard example={example} acts={acts} measure={measure} />
            </li>
          ))}
          <li>
            <DropCard acts={acts} />
          </li>
        </ul>
      </div>
      <aside class="qd-page-aside" aria-label="About this page">
        {shared && (
          <section>
            <SharePanel drawing={shared} page={acts.address} save={() => acts.save(shared)} />
          </section>
        )}
        <section>
          <h2>In this page</h2>
          <Here />
        </section>
        <section>
          <h2>
            Needs Python <span class="qd-quiet">shown gray, with these words</span>
          </h2>
          <InPython />
          <p class="qd-page-get">
            {acts.binder && (
              <a class="qd-button" data-look="line" href={acts.binder} target="_blank" rel="noreferrer">
                <Icon name="leave" size={14} /> Open in Binder
              </a>
            )}
            <code>pip install qdesign</code>
          </p>
          <p class="qd-quiet">
            {acts.binder && "Binder takes about a minute to start. "}Take the drawing along as a file.
          </p>
        </section>
      </aside>
    </div>
  );
}

/** New, a file, a link. */
function Ways({ acts }: { readonly acts: PageActs }): JSX.Element {
  const [asking, setAsking] = useState(false);
  const [link, setLink] = useState("");
  return (
    <div class="qd-page-ways">
      <button
        type="button"
        class="qd-button"
        data-look="main"
        onClick={() => acts.open({ name: "ansatz", document: "" })}
      >
        <Icon name="plus" size={14} /> New
      </button>
      <button type="button" class="qd-button" data-look="line" onClick={() => choose(acts)}>
        <Icon name="folder" size={14} /> Open file…
      </button>
      <button
        type="button"
        class="qd-button"
        data-look="line"
        aria-expanded={asking}
        onClick={() => setAsking(!asking)}
      >
        <Icon name="link" size={14} /> Open link…
      </button>
      {asking && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            acts.takeLink(link);
          }}
        >
          <input
            class="qd-field"
            aria-label="Link to open"
            placeholder="Paste a link, then Enter"
            value={link}
            ref={(field) => field?.focus()}
            onInput={(event) => setLink(event.currentTarget.value)}
          />
        </form>
      )}
    </div>
  );
}

/** The way into the class that serves the page. */
export function JoinCard({ state, acts }: Omit<PageProps, "measure">): JSX.Element {
  const member = usePart(state, (now) => now.member);
  const [code, setCode] = useState("");
  if (member)
    return (
      <div class="qd-page-join">
        <span>
          You are <strong translate={false}>{member}</strong> in the class
        </span>
        <button type="button" class="qd-button" data-look="main" onClick={() => acts.join("")}>
          Go on
        </button>
      </div>
    );
  return (
    <form
      class="qd-page-join"
      aria-label="Join the class"
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim()) acts.join(code.trim());
      }}
    >
      <label>
        <b>Join the class</b> with the code that the teacher shows
        <input
          class="qd-field"
          type="text"
          placeholder="LARK-42"
          required
          maxLength={40}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          value={code}
          onInput={(event) => setCode(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="qd-button" data-look="main">
        Join
      </button>
    </form>
  );
}

/** Asks for a file, and hands over its text. */
function choose(acts: PageActs): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = `${ENDINGS},.qlesson`;
  input.onchange = () => take(acts, input.files);
  input.click();
}

function take(acts: PageActs, files: FileList | null | undefined): void {
  const [file] = files ?? [];
  if (!file) return;
  if (file.size > MAX_BYTES) acts.refuse(`'${file.name}' is over ${MAX_BYTES / 1e6} MB, more than is taken.`);
  else
    file.text().then(
      (text) => acts.take(file.name, text),
      () => acts.refuse(`'${file.name}' could not be read. Open it again.`),
    );
}

function OwnCard({
  drawing,
  acts,
  measure,
  pages,
}: {
  readonly drawing: Drawing;
  readonly acts: PageActs;
  readonly measure: Measure;
  readonly pages: PageState["pages"];
}): JSX.Element {
  const { id, name, time, lesson } = drawing;
  const known = lesson !== undefined && pages !== null && typeof pages !== "string" ? pages : null;
  return (
    <>
      <button type="button" class="qd-page-card" data-own="" onClick={() => acts.open(drawing, id)}>
        <CardPicture text={drawing.document} label={name} measure={measure} />
        {known && lesson !== undefined ? (
          <known.LessonLine name={lesson} title={name} pages={known} />
        ) : (
          <>
            <b>
              Go on: <span translate={false}>{name}</span>
            </b>
            <span>Kept in this browser</span>
            <span class="qd-quiet">
              {new Date(time).toLocaleString([], { dateStyle: "medium", timeStyle: "short" })}
            </span>
          </>
        )}
      </button>
      <button
        type="button"
        class="qd-button qd-page-forget"
        data-icon=""
        aria-label={`Forget ${name}`}
        title="Forget: this browser keeps it no longer"
        onClick={() => acts.forget(id)}
      >
        <Icon name="close" size={12} />
      </button>
    </>
  );
}

function ExampleCard({
  example,
  acts,
  measure,
}: {
  readonly example: Example;
  readonly acts: PageActs;
  readonly measure: Measure;
}): JSX.Element {
  const { title, help, qubits, parameters, two_qubit, document } = example;
  const counts = [
    `${qubits} qubits`,
    ...(parameters ? [`${parameters} parameter${parameters === 1 ? "" : "s"}`] : []),
    `${two_qubit} two-qubit`,
  ];
  return (
    <button type="button" class="qd-page-card" onClick={() => acts.open({ name: title, document })}>
      <CardPicture text={document} label={title} measure={measure} />
      <b>{title}</b>
      <span>{help}</span>
      <span class="qd-quiet">
        {counts.map((count, k) => (
          <>
            {k > 0 && " · "}
            <span class="qd-whole">{count}</span>
          </>
        ))}
      </span>
    </button>
  );
}

export function CardPicture({
  text,
  label,
  measure,
}: {
  readonly text: string;
  readonly label: string;
  readonly measure: Measure;
}): JSX.Element {
  const read = useMemo(() => attempt(() => loads(text)), [text]);
  if (!("value" in read)) return <span class="qd-page-picture">{read.refusal.message}</span>;
  return (
    <span class="qd-page-picture" aria-hidden="true">
      <Picture document={read.value} label={label} measure={measure} scale={SCALE} />
    </span>
  );
}

function DropCard({ acts }: { readonly acts: PageActs }): JSX.Element {
  const [over, setOver] = useState(false);
  return (
    <button
      type="button"
      class="qd-page-card qd-page-drop"
      data-over={over ? "" : undefined}
      onClick={() => choose(acts)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(acts, event.dataTransfer?.files);
      }}
      onPaste={(event) => acts.take("", event.clipboardData?.getData("text/plain") ?? "")}
    >
      <Icon name="file" size={20} />
      <b>Drop a file here</b>
      <span>.qdesign, .qasm, or paste OpenQASM</span>
    </button>
  );
}
