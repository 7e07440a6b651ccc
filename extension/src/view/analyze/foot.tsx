/** The line below a figure: how it was found, or how far it is. */

import type { JSX } from "preact";

import type { Figure } from "../../port";
import { Icon } from "../widgets/icons";
import { spoken } from "../workbench/language";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { analysesOf, type Known } from "./analyses";
import { copied, isTold, stampParts } from "./reading";

/** The fact that is never cut. */
const SEED = "seed";

/** The convention, which is copied with the value; while it is made how far that is, and the way out. */
export function Foot({ known }: { readonly known: Known }): JSX.Element {
  const bench = useWorkbench();
  const { figure, outcome, going, want, isOld } = known;
  const analyses = analysesOf(bench);
  if (going)
    return (
      <div class="qd-fig-foot" role="status">
        <progress max={1} {...(going.fraction === null ? {} : { value: going.fraction })} />
        <span>{going.said}</span>
        {going.figure && (
          <button
            type="button"
            class="qd-link"
            title="Take what was drawn so far, with its error and its number of samples"
            onClick={() => analyses.keep(want)}
          >
            Stop here
          </button>
        )}
        <button type="button" class="qd-link" onClick={() => analyses.stop(want)}>
          Cancel
        </button>
      </div>
    );
  if (outcome?.kind === "failed")
    return <Out words={outcome.words} tone="error" onAgain={outcome.again ? () => analyses.again(want) : null} />;
  if (outcome?.kind === "unknown") return <Out words="? not known" onAgain={null} />;
  if (outcome?.kind === "stopped") return <Out words="Cancelled" onAgain={() => analyses.again(want)} />;
  if (!figure || isOld) return <div class="qd-fig-foot">{figure ? "of the drawing before" : "waits its turn"}</div>;
  const parts = stampParts(figure);
  // What may be cut is at the end.
  const [basis = [], ...facts] = parts;
  const isSeed = ([name]: readonly string[]): boolean => name === SEED;
  const shown = [basis, ...facts.filter(isSeed), ...facts.filter((fact) => !isSeed(fact))];
  // One line a fact, in the words that are spoken: a language's table has the facts, not their list.
  const all = parts.map((part) => part.map((word) => spoken.say(word)).join(" ")).join("\n");
  return (
    <div class="qd-fig-foot">
      <button
        type="button"
        class="qd-fig-stamp"
        title={`${all}\n${spoken.say("Click to copy it with the value")}`}
        onClick={() => void copyFigure(figure, bench)}
      >
        {isTold(figure) ? <Icon name="check" size={11} /> : <b aria-hidden="true">?</b>}
        <span>
          {shown.map(([first, fact], k) => (
            <>
              {k > 0 && ", "}
              {first}
              {fact !== undefined && " "}
              {fact}
            </>
          ))}
        </span>
      </button>
    </div>
  );
}

function Out({
  words,
  tone,
  onAgain,
}: {
  readonly words: string;
  readonly tone?: "error";
  /** Null where the answer would be the same. */
  readonly onAgain: (() => void) | null;
}): JSX.Element {
  return (
    <div class="qd-fig-foot" data-tone={tone} role={tone ? "alert" : "status"}>
      <span>{words}</span>{" "}
      {onAgain && (
        <button type="button" class="qd-link" onClick={onAgain}>
          Try again
        </button>
      )}
    </div>
  );
}

async function copyFigure(figure: Figure, bench: Workbench): Promise<void> {
  try {
    await navigator.clipboard.writeText(copied(figure));
    bench.say("ok", `${figure.title} is copied, with its convention.`);
  } catch {
    bench.say("error", "This page may not write to the clipboard.");
  }
}
