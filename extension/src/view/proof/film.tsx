/** The steps of a proof as a film: a card each, branches below, runs folded; walked, played, marked and compared. */

import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Document } from "../../document/circuit";
import { type Frame, foldedFilm, following, PREVIEW, wayBetween } from "../../document/film";
import { begun, type Proof, proofOf, START } from "../../document/proof";
import { usePart } from "../workbench/cell";
import { openSteps } from "../workbench/comparison";
import { type Looked, useLooked } from "../workbench/looked";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { Bar } from "./bar";
import { CARD, Card, type Hand, leftOf, PreviewCard, topOf } from "./card";
import { lineOf, MARKED, OPENED } from "./marking";
import { prove, show } from "./proving";

/** Cards this far outside the window are drawn too. */
const AROUND = 300;

export function ProofTab(): JSX.Element {
  const bench = useWorkbench();
  const document = usePart(bench.editor, ({ state }) => state.document);
  const looked = useLooked();
  const made = looked?.made ? looked : null;
  // A rule that is looked at shows where a proof would begin.
  const drawn = useMemo(() => (made ? begun(document) : document), [document, made !== null]);
  const proof = proofOf(drawn);
  if (!proof) {
    return (
      <div class="qd-off">
        <span>Fuse, or simplify from here: steps appear here, each with how it was checked.</span>
        <button type="button" class="qd-button" data-look="line" onClick={() => prove(bench)}>
          Prove from this diagram
        </button>
      </div>
    );
  }
  return <Room proof={proof} document={drawn} looked={made} />;
}

interface Shown {
  readonly proof: Proof;
  readonly document: Document;
  readonly looked: Looked | null;
}

function Room({ proof, document, looked }: Shown): JSX.Element {
  const bench = useWorkbench();
  const [playing, play] = usePlaying(proof);
  useEffect(() => {
    const marked = bench.at(MARKED).value;
    const known = (id: string): boolean => id === START || proof.steps.has(id);
    if (marked && !(known(marked.from) && known(marked.to))) bench.at(MARKED).set(null);
  }, [bench, proof.steps]);
  const keys = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
    const pause = event.key === " " && playing;
    if (!pause && event.key.toLowerCase() !== "p") return;
    event.preventDefault();
    event.stopPropagation();
    play(!playing);
  };
  return (
    <div class="qd-proof" data-part="proof" onKeyDown={keys}>
      <Bar proof={proof} document={document} playing={playing} play={play} compare={(a, b) => openSteps(bench, a, b)} />
      <Film proof={proof} document={document} looked={looked} />
    </div>
  );
}

/** Walks from the start to the step that the row ends with, one step a second. */
function usePlaying(proof: Proof): readonly [boolean, (on: boolean) => void] {
  const bench = useWorkbench();
  const [way, setWay] = useState<readonly string[]>([]);
  useEffect(() => {
    const [next, ...rest] = way;
    if (next === undefined) return undefined;
    const timer = setTimeout(() => {
      if (proofOf(bench.state.document)?.steps.has(next)) show(bench, next);
      setWay(rest);
    }, 1000);
    return () => clearTimeout(timer);
  }, [way]);
  const start = (on: boolean): void => {
    if (!on) return setWay([]);
    const ahead = following(proof, proof.at);
    const end = ahead.at(-1) ?? proof.at;
    // From where it stands; from the start where it stands at the end.
    const from = ahead.length ? proof.at : START;
    const ids = (wayBetween(proof, from, end) ?? []).map(({ id }) => id);
    if (from !== proof.at) show(bench, from);
    const folded = new Set(foldedFilm(proof, bench.at(OPENED).value).map(({ id }) => id));
    return setWay(ids.filter((id) => folded.has(id)));
  };
  return [way.length > 0, start];
}

/** The cards around the window, and where they stand. */
function Film({ proof, document, looked }: Shown): JSX.Element {
  const bench = useWorkbench();
  const opened = usePart(bench.at(OPENED), (now) => now);
  const marked = usePart(bench.at(MARKED), (now) => now);
  const frames = useMemo(
    () => foldedFilm(proof, opened, looked !== null),
    [proof.steps, proof.at, opened, looked !== null],
  );
  const places = useMemo(() => new Map(frames.map((frame) => [frame.id, frame])), [frames]);
  const scroll = useRef<HTMLDivElement>(null);
  const [seen, look] = useSeen(scroll);
  const now = places.get(proof.at);
  useEffect(() => {
    if (now) reveal(scroll.current, now);
    look();
  }, [proof.at, frames.length]);
  const hand = useHand(bench, proof);
  const between = new Set(marked ? [marked.from, marked.to] : []);
  for (const { id } of (marked && lineOf(proof, marked)?.way) || []) between.add(id);
  const columns = Math.max(...frames.map(({ column }) => column)) + 1;
  const rows = Math.max(...frames.map(({ row }) => row)) + 1;
  const [width, height] = [2 * CARD.edge + columns * (CARD.width + CARD.gap), CARD.edge + rows * CARD.pitch];
  const drawn = frames.filter((frame) => isSeen(frame, seen) || frame.id === proof.at);
  const walk = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && marked) {
      event.stopPropagation();
      bench.at(MARKED).set(null);
      return;
    }
    const from = (event.shiftKey && places.get(marked?.to ?? "none")) || now;
    const to = from && walked(frames, from, event.key);
    if (to === undefined || to === PREVIEW) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) {
      bench.at(MARKED).set({ from: marked?.from ?? proof.at, to });
      const frame = places.get(to);
      if (frame) reveal(scroll.current, frame);
      return;
    }
    bench.at(MARKED).set(null);
    show(bench, to);
    requestAnimationFrame(() => scroll.current?.querySelector<HTMLElement>("[aria-current]")?.focus());
  };
  return (
    <div class="qd-film" ref={scroll} data-branched={rows > 1 ? "" : undefined} onScroll={look} onKeyDown={walk}>
      <div style={{ width: `${width}px`, height: `${height}px` }} role="list" aria-label="Steps of the proof">
        <svg class="qd-film-ways" width={width} height={height} aria-hidden="true">
          {frames.map((frame) => {
            const from = places.get(frame.after ?? "none");
            const near = from && (isSeen(frame, seen) || isSeen(from, seen));
            return near && <Way key={frame.id} from={from} to={frame} frames={frames} now={frame.id === proof.at} />;
          })}
        </svg>
        {now && now.row > 0 && <BranchWords frames={frames} now={now} />}
        {drawn.map((frame) =>
          frame.id === PREVIEW ? (
            looked && <PreviewCard key={PREVIEW} frame={frame} looked={looked} document={document} />
          ) : (
            <Card
              key={frame.id}
              frame={frame}
              proof={proof}
              document={document}
              marked={between.has(frame.id)}
              hand={hand}
            />
          ),
        )}
      </div>
    </div>
  );
}

interface Seen {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The part of the film that is in its window, to a quarter of a card, so that scrolling draws little anew. */
function useSeen(scroll: { readonly current: HTMLDivElement | null }): readonly [Seen, () => void] {
  const [seen, setSeen] = useState<Seen>({ left: 0, top: 0, width: 1600, height: 500 });
  const look = (): void => {
    const { scrollLeft = 0, scrollTop = 0, clientWidth: width = 0, clientHeight: height = 0 } = scroll.current ?? {};
    const [left, top] = [scrollLeft, scrollTop].map((each) => Math.round(each / 50) * 50);
    setSeen((old) => {
      const next = { left: left ?? 0, top: top ?? 0, width, height };
      const same = old.left === next.left && old.top === next.top && old.width === width && old.height === height;
      return same ? old : next;
    });
  };
  return [seen, look];
}

function isSeen({ column, row }: Frame, { left, top, width, height }: Seen): boolean {
  const [x, y] = [leftOf(column), topOf(row)];
  return (
    x > left - AROUND - CARD.width &&
    x < left + width + AROUND &&
    y > top - AROUND - CARD.height &&
    y < top + height + AROUND
  );
}

/** Scrolls the film alone, not what it stands in. */
function reveal(film: HTMLElement | null, { column, row }: Frame): void {
  if (!film) return;
  const [x, y] = [leftOf(column), topOf(row)];
  const inside = (from: number, room: number, at: number, size: number): number =>
    at - CARD.edge < from ? at - CARD.edge : at + size + CARD.edge > from + room ? at + size + CARD.edge - room : from;
  film.scrollLeft = inside(film.scrollLeft, film.clientWidth, x, CARD.width);
  film.scrollTop = inside(film.scrollTop, film.clientHeight, y, CARD.height);
}

/** A click shows a step; with Shift it compares, and a drag with Shift marks a run. */
function useHand(bench: Workbench, proof: Proof): Hand {
  const begun = useRef<string | null>(null);
  return {
    down: (id, event) => {
      begun.current = event.shiftKey && event.button === 0 ? id : null;
    },
    over: (id, event) => {
      if (begun.current === null || !event.shiftKey || !(event.buttons & 1) || begun.current === id) return;
      bench.at(MARKED).set({ from: begun.current, to: id });
    },
    click: (id, event) => {
      const marked = bench.at(MARKED).value;
      if (!event.shiftKey && marked && marked.from === marked.to && id !== marked.from) {
        // A run is being marked, by a finger too.
        bench.at(MARKED).set({ from: marked.from, to: id });
      } else if (!event.shiftKey) {
        bench.at(MARKED).set(null);
        show(bench, id);
      } else if (id !== proof.at) {
        bench.at(MARKED).set({ from: proof.at, to: id });
        openSteps(bench, proof.at, id);
      }
    },
    drop: (dragged, on) => {
      bench.at(MARKED).set({ from: dragged, to: on });
      openSteps(bench, dragged, on);
    },
  };
}

/** Where an arrow key leads in the film. */
function walked(frames: readonly Frame[], now: Frame, key: string): string | undefined {
  const follows = frames.filter(({ after }) => after === now.id);
  if (key === "ArrowRight") return (follows.find(({ row }) => row === now.row) ?? follows[0])?.id;
  if (key === "ArrowLeft") return now.after ?? undefined;
  if (key === "Home") return START;
  const by = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
  if (!by) return undefined;
  const near = (frame: Frame): number => Math.abs(frame.column - now.column) + 1000 * Math.abs(frame.row - now.row);
  return frames.filter(({ row }) => (row - now.row) * by > 0).sort((a, b) => near(a) - near(b))[0]?.id;
}

/** Beside a branch that is shown: where it leaves. */
function BranchWords({ frames, now }: { readonly frames: readonly Frame[]; readonly now: Frame }): JSX.Element | null {
  const first = frames.find(({ row }) => row === now.row);
  const from = frames.find(({ id }) => id === first?.after);
  if (!first || !from || first.column < 2) return null;
  return (
    <div class="qd-film-branch" style={{ left: `${leftOf(first.column - 2)}px`, top: `${topOf(now.row) + 8}px` }}>
      <strong>Branch</strong>
      <span>
        leaves after {from.label === "0" ? "the start" : `step ${from.label}`}; you are at {now.label}
      </span>
    </div>
  );
}

interface WayProps {
  readonly from: Frame;
  readonly to: Frame;
  readonly frames: readonly Frame[];
  readonly now: boolean;
}

/** Straight in a row; to a branch down from the card, or beside it where another card stands below. */
function Way({ from, to, frames, now }: WayProps): JSX.Element {
  const [x, y] = [leftOf(to.column) - 8, topOf(to.row) + 29];
  const head = `M${x - 5} ${y - 4}L${x} ${y}L${x - 5} ${y + 4}`;
  const left = leftOf(from.column) + CARD.width;
  const below = ({ column, row }: Frame): boolean => column === from.column && row > from.row && row < to.row;
  const beside = from.row !== to.row && frames.some(below);
  const down = beside ? left + 14 : left - CARD.width / 2;
  const begin = beside ? topOf(from.row) + 29 : topOf(from.row) + CARD.height - 2;
  const path =
    from.row === to.row ? `M${left + 8} ${y}H${x}` : `M${down} ${begin}V${y - 8}Q${down} ${y} ${down + 8} ${y}H${x}`;
  return (
    <path d={`${path}${head}`} data-now={now ? "" : undefined} data-preview={to.id === PREVIEW ? "" : undefined} />
  );
}
