/** What the colors of parameters say: how many stand how, each with its substitution, and the way to do without. */

import type { JSX } from "preact";

import { isCircuit } from "../../document/circuit";
import { count } from "../../scene/describe";
import { plainName } from "../../scene/math";
import { Icon } from "../widgets/icons";
import { AngleText, NameText } from "../widgets/typeset";
import { usePart } from "../workbench/cell";
import { FIGURES, numEnough, numIndependent, type Rank, redundantGates } from "../workbench/figures";
import { KINDS, type Kind, OVERLAY, POINTED_AT, type Standing, tally, toggleOverlay } from "../workbench/overlay";
import { useWorkbench } from "../workbench/workbench";

export function StandingLegend(): JSX.Element | null {
  const bench = useWorkbench();
  const on = usePart(bench.at(OVERLAY), (now) => now === "redundancy");
  const { said, result } = usePart(bench.at(FIGURES), (now) => now);
  if (!on) return null;
  return (
    <section class="qd-overlay-legend" aria-label="Parameters by redundancy">
      {result?.rank ? (
        <Known rank={result.rank} />
      ) : (
        <span role="status">
          {result ? `Parameters: ${result.why_no_rank.replace(/\.$/, "")}.` : said || "No parameters yet."}
        </span>
      )}
      <button
        type="button"
        class="qd-button"
        data-icon=""
        aria-label="Stop coloring by redundancy"
        title="Stop coloring by redundancy (Alt+R)"
        onClick={() => toggleOverlay(bench, "redundancy")}
      >
        <Icon name="close" size={14} />
      </button>
    </section>
  );
}

function Known({ rank }: { readonly rank: Rank }): JSX.Element {
  const bench = useWorkbench();
  const body = usePart(bench.editor, (e) => e.state.document.body);
  const observable = usePart(bench.editor, (e) => e.state.document.observable !== undefined);
  const proving = usePart(bench.editor, (e) => e.state.document.proof !== undefined);
  const counts = tally(rank);
  const told = rank.standings.filter(({ kind }) => kind !== "free");
  const apart = redundantGates(body, rank).size > 0;
  const drops = rank.redundant.length > 0 && (apart || !proving);
  const left = numEnough(rank);
  const does = proving ? "Let them meet in one angle" : "Set them to 0 and give their part to the others";
  return (
    <>
      <div role="status">
        <ul aria-label="How many parameters stand how">
          {KINDS.map(({ kind, help }) => (
            <li
              key={kind}
              data-none={counts.get(kind) ? undefined : ""}
              title={kind === "dead" && !observable ? "Choose a problem: dead is said of its energy" : help}
            >
              <Swatch kind={kind} />
              {kind === "dead" && !observable ? "dead: no observable" : `${counts.get(kind) ?? 0} ${kind}`}
            </li>
          ))}
        </ul>
      </div>
      <span class="qd-quiet" title={rank.conventions}>
        {enoughWords(rank, left, isCircuit(body))}
      </span>
      {told.length > 0 && (
        <details>
          <summary>{count(told.length, "parameter")} not free</summary>
          <div class="qd-overlay-list">
            {told.map((standing) => (
              <Told key={standing.name} standing={standing} />
            ))}
          </div>
        </details>
      )}
      {drops && (
        <button
          type="button"
          class="qd-button"
          data-look="main"
          title={`${does}: one step, checked, and undone with Ctrl+Z`}
          onClick={() => bench.effect("drop-redundant")}
        >
          Reduce to {left}
        </button>
      )}
    </>
  );
}

/** How many count, and how that is known. "Fewest" only where it is a theorem. */
function enoughWords(rank: Rank, left: number, circuit: boolean): string {
  const here = numIndependent(rank);
  const found = `${rank.exact ? "" : "at least "}${here} independent ${circuit ? "here" : "in this diagram"}`;
  if (!rank.minimal || left !== rank.zx) return `${found}: rank of exact derivatives at random points`;
  const fewest = `${left} are the fewest of any such circuit: proven (arXiv:2401.12877)`;
  return here < left ? `${fewest} · ${found}, near random points` : fewest;
}

/** A ring as it is drawn. */
function Swatch({ kind }: { readonly kind: Kind }): JSX.Element {
  return (
    <svg class="qd-standings" width={24} height={16} aria-hidden="true">
      <g data-kind={kind}>
        <rect x={2} y={2} width={20} height={12} rx={6} />
      </g>
    </svg>
  );
}

/** One parameter; pointing at it lights what it turns. */
function Told({ standing }: { readonly standing: Standing }): JSX.Element {
  const bench = useWorkbench();
  const { name, kind, becomes, found } = standing;
  const point = (on: boolean) => (): void => bench.at(POINTED_AT).set(on ? name : null);
  const others = Object.entries(becomes);
  return (
    <div
      class="qd-overlay-row"
      tabIndex={0}
      role="note"
      aria-label={`${plainName(name)}: ${kind}${found ? `, ${found}` : ""}`}
      title={found}
      onPointerEnter={point(true)}
      onPointerLeave={point(false)}
      onFocus={point(true)}
      onBlur={point(false)}
    >
      <Swatch kind={kind} />
      <NameText name={name} size={14} />
      <span class="qd-becomes">
        {others.map(([other, angle]) => (
          <span key={other}>
            <NameText name={other} size={14} /> → <AngleText text={angle} size={14} />
          </span>
        ))}
        {!others.length && <span class="qd-quiet">{found}</span>}
      </span>
    </div>
  );
}
