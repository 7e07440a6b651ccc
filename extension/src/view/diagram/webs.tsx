/** Pauli webs of the diagram: a list of them, and the one that is looked at on the edges. Python finds them. */

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";

import type { DiagramBody, Spider } from "../../document/circuit";
import type { WebsResult } from "../../port";
import type { DiagramScene, PlacedEdge } from "../../scene/diagram";
import { Icon } from "../widgets/icons";
import { AngleText } from "../widgets/typeset";
import { Cell, usePart } from "../workbench/cell";
import { OVERLAY, toggleOverlay } from "../workbench/overlay";
import { slot } from "../workbench/slot";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { flipsOf, halves, said } from "./web-words";

type Web = WebsResult["webs"][number];

interface Found {
  readonly body: DiagramBody | null;
  readonly said: string;
  readonly result: WebsResult | null;
}

const WEBS = slot(() => new Cell<Found>({ body: null, said: "", result: null }));
/** The web that is looked at, and the one that stays, by number. */
const SHOWN = slot(() => new Cell<{ readonly looked: number | null; readonly kept: number | null }>(FIRST));
const FIRST = { looked: null, kept: 0 };
const PAUSE = 200;
/** Phases beyond so many are counted. */
const MOST_PHASES = 3;
const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

function useShown(): Web | null {
  const bench = useWorkbench();
  const on = usePart(bench.at(OVERLAY), (now) => now === "webs");
  const body = usePart(bench.editor, (e) => e.state.document.body);
  const found = usePart(bench.at(WEBS), (now) => now);
  const number = usePart(bench.at(SHOWN), ({ looked, kept }) => looked ?? kept);
  return on && found.body === body && number !== null ? (found.result?.webs[number] ?? null) : null;
}

/** Asked for once the diagram rests. */
function useAsked(body: DiagramBody, on: boolean): void {
  const bench = useWorkbench();
  useEffect(() => {
    if (!on || bench.at(WEBS).value.body === body) return undefined;
    const timer = setTimeout(() => void ask(bench, body), PAUSE);
    return () => clearTimeout(timer);
  }, [bench, body, on]);
}

async function ask(bench: Workbench, body: DiagramBody): Promise<void> {
  const answer = await bench.asker.ask<"pauli_webs">({ ask: "pauli_webs", document: bench.flush() });
  if (bench.state.document.body !== body || answer.kind === "cancelled") return;
  const result = answer.kind === "done" ? answer.result : null;
  const words = answer.kind === "failed" ? answer.error.message : "";
  bench.at(WEBS).set({ body, said: words, result });
  bench.at(SHOWN).patch({ looked: null });
}

export function Webs({ body }: { readonly body: DiagramBody }): JSX.Element | null {
  const bench = useWorkbench();
  const on = usePart(bench.at(OVERLAY), (now) => now === "webs");
  const found = usePart(bench.at(WEBS), (now) => now);
  const list = useRef<HTMLUListElement>(null);
  useAsked(body, on);
  if (!on) return null;
  const { result } = found;
  const walk = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      event.stopPropagation();
      toggleOverlay(bench, "webs");
      bench.focusCanvas();
    }
    const by = STEPS[event.key] ?? 0;
    if (!by) return;
    event.preventDefault();
    const all = [...(list.current?.querySelectorAll("button") ?? [])];
    // Of the page the active element may be the host around the studio.
    const at = all.indexOf(event.target as HTMLButtonElement);
    all[Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
  };
  return (
    <section class="qd-webs" aria-label="Pauli webs" onKeyDown={walk}>
      <div class="qd-head">
        <h2>Pauli webs</h2>
        <span class="qd-quiet">{result ? `${result.webs.length + result.left_out}, exact up to sign` : ""}</span>
        <span class="qd-webs-key" aria-hidden="true">
          {(["X", "Z", "Y"] as const).map((letter) => (
            <span key={letter}>
              <svg width={28} height={10} aria-hidden="true">
                <Line d="M2 5L26 5" letter={letter} />
              </svg>
              {letter}
            </span>
          ))}
        </span>
        <button
          type="button"
          class="qd-button qd-right"
          data-icon=""
          aria-label="Close Pauli webs"
          title="Close Pauli webs (Alt+W)"
          onClick={() => toggleOverlay(bench, "webs")}
        >
          <Icon name="close" size={14} />
        </button>
      </div>
      {!result && <p role="status">{found.said || "Finding them…"}</p>}
      {result && !result.webs.length && <p role="status">There are none: this diagram has no ends.</p>}
      <ul ref={list}>
        {result?.webs.map((web, k) => (
          <Row key={k} number={k} web={web} body={found.body ?? body} />
        ))}
      </ul>
      {result !== null && result.left_out > 0 && <p class="qd-quiet">{result.left_out} more are not listed.</p>}
    </section>
  );
}

function Row({
  number,
  web,
  body,
}: {
  readonly number: number;
  readonly web: Web;
  readonly body: DiagramBody;
}): JSX.Element {
  const bench = useWorkbench();
  const kept = usePart(bench.at(SHOWN), (now) => now.kept === number);
  const look = (looked: number | null) => (): void => bench.at(SHOWN).patch({ looked });
  const { axes, flips } = flipsOf(web, body);
  return (
    <li>
      <button
        type="button"
        aria-pressed={kept}
        onPointerEnter={look(number)}
        onPointerLeave={look(null)}
        onFocus={look(number)}
        onBlur={look(null)}
        onClick={() => bench.at(SHOWN).patch({ kept: kept ? null : number })}
      >
        {axes.length > 0 && !/[XYZ]/.test(web.inputs) && <Phases spiders={axes} />}
        <span>{said(web, axes.length > 0)}</span>
        {flips.length > 0 && (
          <span class="qd-quiet" title="A Pauli put there turns these phases the other way round">
            flips <Phases spiders={flips} />
          </span>
        )}
      </button>
    </li>
  );
}

function Phases({ spiders }: { readonly spiders: readonly Spider[] }): JSX.Element {
  return (
    <span class="qd-phases">
      {spiders.length > MOST_PHASES
        ? `${spiders.length} phases`
        : spiders.map(({ phase }, k) => <AngleText key={k} text={phase ?? "0"} size={13} />)}
    </span>
  );
}

/** Z whole, X in dashes, Y both. */
function Line({ d, letter }: { readonly d: string; readonly letter: string }): JSX.Element {
  return (
    <>
      {letter !== "X" && <path class="qd-web" data-letter="Z" d={d} />}
      {letter !== "Z" && <path class="qd-web" data-letter="X" d={d} />}
    </>
  );
}

/** The letters of the web that is looked at, on the halves of its edges. */
export function WebLines({ scene }: { readonly scene: DiagramScene }): JSX.Element | null {
  const web = useShown();
  if (!web) return null;
  const drawn = scene.edges.flatMap((placed): { placed: PlacedEdge; letters: string }[] => {
    const letters = web.edges[placed.id];
    return letters ? [{ placed, letters }] : [];
  });
  return (
    <g class="qd-web-lines">
      {drawn.map(({ placed, letters }) =>
        halves(placed.points, letters).map(({ d, letter, x, y, long }, k) => (
          <g key={`${placed.id} ${k}`}>
            <Line d={d} letter={letter} />
            {long && <Letter letter={letter} x={x} y={y} />}
          </g>
        )),
      )}
    </g>
  );
}

function Letter({ letter, x, y }: { readonly letter: string; readonly x: number; readonly y: number }): JSX.Element {
  return (
    <g transform={`translate(${x} ${y})`}>
      <circle r={7} />
      <text y={3.5} text-anchor="middle">
        {letter}
      </text>
    </g>
  );
}

/** Spiders at whose phases the web ends. */
export function WebEnds({ scene }: { readonly scene: DiagramScene }): JSX.Element | null {
  const web = useShown();
  if (!web) return null;
  return (
    <g class="qd-web-lines">
      {Object.entries(web.cuts).map(([id, letter]) => {
        const placed = scene.byId.get(id);
        if (!placed) return null;
        const { x, y, width, height } = placed;
        return (
          <g key={id}>
            <rect
              class="qd-web-end"
              x={x - width / 2 - 4}
              y={y - height / 2 - 4}
              width={width + 8}
              height={height + 8}
              rx={height / 2 + 4}
            />
            <Letter letter={letter} x={x + width / 2 + 2} y={y - height / 2 - 3} />
          </g>
        );
      })}
    </g>
  );
}
