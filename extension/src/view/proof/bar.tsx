/** Above the film: play, compare, lemma, simplify from here; how far the goal is; what a check found. */

import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type Document, isCircuit } from "../../document/circuit";
import { goalOf, grouped, type Proof, START } from "../../document/proof";
import { count } from "../../scene/describe";
import { step } from "../../state/transaction";
import { Icon } from "../widgets/icons";
import { Menu } from "../widgets/menu";
import { usePart } from "../workbench/cell";
import { SIMPLIFY, waysToSimplify } from "../workbench/simplify";
import { titleOf } from "../workbench/step-title";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { chooseGoal, distanceTo, setGoal } from "./goal";
import { nameAsLemma } from "./lemmas";
import { lineOf, MARKED } from "./marking";
import { CHECKED, checkAgain, endProof, rename } from "./proving";
import { replay, replayed } from "./replay";

interface Shown {
  readonly proof: Proof;
  readonly document: Document;
}

interface BarProps extends Shown {
  readonly playing: boolean;
  readonly play: (on: boolean) => void;
  readonly compare: (a: string, b: string) => void;
}

type Naming = "step" | "group" | null;

export function Bar({ proof, document, playing, play, compare }: BarProps): JSX.Element {
  const bench = useWorkbench();
  const marked = usePart(bench.at(MARKED), (now) => now);
  const [naming, setNaming] = useState<Naming>(null);
  const at = proof.steps.get(proof.at);
  const line = marked && marked.from !== marked.to ? lineOf(proof, marked) : null;
  const pair = (marked?.from !== marked?.to && marked) || (at && { from: at.after, to: at.id });
  return (
    <div class="qd-proof-bar" role="toolbar" aria-label="Proof">
      <button
        type="button"
        class="qd-button"
        data-look="line"
        aria-label={playing ? "Pause" : "Play"}
        disabled={!proof.steps.size}
        title="From the start to the last step, one a second (P; Space pauses)"
        onClick={() => play(!playing)}
      >
        <Icon name={playing ? "pause" : "play"} size={14} /> <span class="qd-word">{playing ? "Pause" : "Play"}</span>
      </button>
      <button
        type="button"
        class="qd-button"
        data-look="line"
        aria-label="Compare"
        disabled={!pair}
        title={
          marked
            ? "Show the two marked steps side by side"
            : "Show this step and the one before side by side; Shift+click on a card compares with that one"
        }
        onClick={() => pair && compare(pair.from, pair.to)}
      >
        <Icon name="compare" size={14} /> <span class="qd-word">Compare</span>
      </button>
      <button
        type="button"
        class="qd-button"
        data-look="line"
        aria-label="Name as lemma…"
        disabled={!line && !at}
        title={
          line
            ? "Make a rule of the marked run: its first drawing equals its last"
            : "Make a rule of the steps up to here; mark others by Shift+→, or Shift and drag"
        }
        onClick={() => nameAsLemma(bench, line?.from ?? START, line?.to ?? proof.at)}
      >
        <Icon name="bookmark" size={14} /> <span class="qd-word">Name as lemma…</span>
      </button>
      <SimplifyFromHere document={document} />
      {naming ? (
        <NameField
          label={naming === "group" ? "Name of the group" : "Name of the step"}
          value={naming === "group" ? "" : (at?.name ?? "")}
          hint={naming === "group" && line ? titleOf(...line.way) : at ? titleOf(at) : ""}
          done={(name) => {
            if (name !== null && naming === "step" && at) rename(bench, at.id, name);
            if (name !== null && naming === "group" && line)
              group(
                bench,
                line.way.map(({ id }) => id),
                name || titleOf(...line.way),
              );
            setNaming(null);
          }}
        />
      ) : (
        <More proof={proof} document={document} name={setNaming} />
      )}
      <span class="qd-quiet qd-word">* after extraction</span>
      <span class="qd-space" />
      <GoalWords document={document} />
      <Checked proof={proof} document={document} />
    </div>
  );
}

function group(bench: Workbench, ids: readonly string[], name: string): void {
  bench.dispatch(step("proof.group", { document: grouped(bench.state.document, ids, name) }));
  bench.at(MARKED).set(null);
}

function NameField({
  label,
  value,
  hint,
  done,
}: {
  readonly label: string;
  readonly value: string;
  readonly hint: string;
  readonly done: (name: string | null) => void;
}): JSX.Element {
  return (
    <input
      class="qd-field"
      aria-label={label}
      maxLength={200}
      defaultValue={value}
      placeholder={hint}
      ref={(field) => field?.focus()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") done(null);
        if (event.key === "Enter") done(event.currentTarget.value.trim());
      }}
      onBlur={() => done(null)}
    />
  );
}

/** Strategies as a step from the one that is shown: a branch, where others follow it. */
function SimplifyFromHere({ document }: Pick<Shown, "document">): JSX.Element {
  const bench = useWorkbench();
  const catalog = usePart(bench.ui, (ui) => ui.catalog);
  const run = usePart(bench.at(SIMPLIFY), (now) => now);
  const able = bench.asker.can("simplify") && run !== null;
  return (
    <Menu
      label="Simplify from here"
      title={able ? "A strategy as one step" : `Simplification runs in Python, and ${bench.noPython}`}
    >
      {(close) =>
        waysToSimplify(catalog, isCircuit(document.body)).map(({ strategy, label, note }) => (
          <button
            key={strategy}
            type="button"
            role="menuitem"
            class="qd-item"
            disabled={!able}
            onClick={() => {
              close();
              run?.(bench, { strategy, minimize: "two_qubit", options: {} });
            }}
          >
            {label}
            <span class="qd-quiet">{note}</span>
          </button>
        ))
      }
    </Menu>
  );
}

/** What is done less often. */
function More({ proof, document, name }: Shown & { readonly name: (what: Naming) => void }): JSX.Element {
  const bench = useWorkbench();
  const marked = usePart(bench.at(MARKED), (now) => now);
  const at = proof.steps.get(proof.at);
  const line = marked && lineOf(proof, marked);
  const together = at?.group ? [...proof.steps.values()].filter((each) => each.group === at.group) : [];
  const goal = goalOf(document);
  const again = replayed(proof);
  const entries: readonly (readonly [string, string, (() => void) | null])[] = [
    ["Rename the step…", "", at ? () => name("step") : null],
    ["Mark a run from here", "then its last card", () => bench.at(MARKED).set({ from: proof.at, to: proof.at })],
    [
      "Show the marked steps as one…",
      line?.way.length ? count(line.way.length, "step") : "mark a run first: Shift+→",
      line && line.way.length > 1 ? () => name("group") : null,
    ],
    ...(together.length
      ? [
          [
            "Show the group's steps again",
            at?.group ?? "",
            () =>
              group(
                bench,
                together.map(({ id }) => id),
                "",
              ),
          ] as const,
        ]
      : []),
    ["Set this drawing as the goal", "", () => setGoal(bench, document.body)],
    ["Set a file as the goal…", "", () => chooseGoal(bench)],
    ...(goal ? [["Leave the goal", "", () => setGoal(bench, null)] as const] : []),
    [
      "Take steps again here",
      again.length ? count(again.length, "step") : "none follow",
      again.length ? () => replay(bench) : null,
    ],
    [
      "Re-check every step",
      bench.asker.can("check_proof") ? "by code that shares none with the rules" : "each with the one before",
      proof.steps.size ? () => void checkAgain(bench) : null,
    ],
    ["End the proof", "the drawing stays", () => endProof(bench)],
  ];
  return (
    <Menu label="More" title="Name, group, goal, replay, check">
      {(close) =>
        entries.map(([label, note, act]) => (
          <button
            key={label}
            type="button"
            role="menuitem"
            class="qd-item"
            disabled={!act}
            onClick={() => {
              close();
              act?.();
            }}
          >
            {label}
            {note && <span class="qd-quiet">{note}</span>}
          </button>
        ))
      }
    </Menu>
  );
}

/** How the drawing that is shown stands to the goal; compared once it is shown. */
function GoalWords({ document }: Pick<Shown, "document">): JSX.Element | null {
  const goal = goalOf(document);
  const [words, setWords] = useState<{ readonly of: unknown; readonly said: ReturnType<typeof distanceTo> } | null>(
    null,
  );
  const { body } = document;
  useEffect(() => {
    if (!goal) return undefined;
    const timer = setTimeout(() => setWords({ of: body, said: distanceTo(goal, body) }), 60);
    return () => clearTimeout(timer);
  }, [goal, body]);
  if (!goal) return null;
  const said = words?.of === body ? words.said : null;
  return (
    <span class="qd-badge qd-proof-goal" role="status" data-tone={said?.tone ?? ""} title={said?.words}>
      {said?.words ?? "Goal: comparing…"}
    </span>
  );
}

function Checked({ proof, document }: Shown): JSX.Element {
  const bench = useWorkbench();
  const checked = usePart(bench.at(CHECKED), (now) => now);
  const fresh = checked?.proof === document.proof ? checked : null;
  if (!fresh) {
    return (
      <button
        type="button"
        class="qd-button"
        disabled={!proof.steps.size}
        title={
          bench.asker.can("check_proof")
            ? "Verify every step again, by code that shares none with the rules"
            : "Compare every step with the one before again, in this page"
        }
        onClick={() => void checkAgain(bench)}
      >
        Re-check
      </button>
    );
  }
  const words = `${count(fresh.done, "step")} re-checked, ${fresh.seconds.toFixed(1)} s`;
  return (
    <span class="qd-badge" role="status" data-tone={fresh.failed.size ? "error" : fresh.unknown ? "" : "ok"}>
      {fresh.failed.size
        ? `${count(fresh.failed.size, "step")} of ${fresh.done} ${fresh.failed.size === 1 ? "does" : "do"} not hold`
        : fresh.unknown
          ? `${words}, ${fresh.unknown} unknown`
          : `✓ ${words}`}
    </span>
  );
}
