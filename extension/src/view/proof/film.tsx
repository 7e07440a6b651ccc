/** The steps of a proof as a film: a small drawing each, its rule, how it was checked, its figures. */

import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Document, withBody } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { bodyAt, type Frame, filmOf, type Proof, proofOf, START } from "../../document/proof";
import { count } from "../../scene/describe";
import { Still } from "../drawing/still";
import { Icon } from "../widgets/icons";
import { Badge } from "../widgets/verdict-badge";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";
import { type Figures, figuresOf } from "./figures";
import { CHECKED, checkAgain, endProof, prove, rename, show, titleOf } from "./proving";

const CARD = { width: 172, height: 104, gap: 40, pitch: 111, edge: 16 } as const;
/** Cards this far outside the window are drawn too. */
const AROUND = 400;

export function ProofTab(): JSX.Element {
  const bench = useWorkbench();
  const document = usePart(bench.editor, ({ state }) => state.document);
  const proof = proofOf(document);
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
  return (
    <div class="qd-proof" data-part="proof">
      <Bar proof={proof} document={document} />
      <Film proof={proof} document={document} />
    </div>
  );
}

interface Shown {
  readonly proof: Proof;
  readonly document: Document;
}

function Bar({ proof, document }: Shown): JSX.Element {
  const bench = useWorkbench();
  const checked = usePart(bench.at(CHECKED), (now) => now);
  const [naming, setNaming] = useState(false);
  const [playing, setPlaying] = usePlaying(proof);
  const step = proof.steps.get(proof.at);
  const fresh = checked?.proof === document.proof ? checked : null;
  const words = fresh && `${count(fresh.done, "step")} re-checked, ${fresh.seconds.toFixed(1)} s`;
  return (
    <div class="qd-proof-bar" role="toolbar" aria-label="Proof">
      <button
        type="button"
        class="qd-button"
        data-look="line"
        disabled={!proof.steps.size}
        title="From the start to the last step, one a second"
        onClick={() => setPlaying(!playing)}
      >
        <Icon name={playing ? "pause" : "play"} size={14} /> {playing ? "Pause" : "Play"}
      </button>
      {naming && step ? (
        <input
          class="qd-field"
          aria-label="Name of the step"
          maxLength={200}
          value={step.name}
          placeholder={titleOf(step)}
          ref={(field) => field?.focus()}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === "Escape") setNaming(false);
            if (event.key !== "Enter") return;
            rename(bench, step.id, event.currentTarget.value);
            setNaming(false);
          }}
          onBlur={() => setNaming(false)}
        />
      ) : (
        <button
          type="button"
          class="qd-button"
          data-look="line"
          disabled={!step}
          title="Call the step that is shown by a name"
          onClick={() => setNaming(true)}
        >
          Rename…
        </button>
      )}
      <button
        type="button"
        class="qd-button"
        data-look="line"
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
      <button
        type="button"
        class="qd-button"
        title="Leave the proof; the drawing stays"
        onClick={() => endProof(bench)}
      >
        End proof
      </button>
      <span class="qd-space" />
      {fresh && (
        <span class="qd-badge" role="status" data-tone={fresh.failed.size ? "error" : fresh.unknown ? "" : "ok"}>
          {fresh.failed.size
            ? `${count(fresh.failed.size, "step")} of ${fresh.done} does not hold`
            : fresh.unknown
              ? `${words}, ${fresh.unknown} unknown`
              : `✓ ${words}`}
        </span>
      )}
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
      if (proofOf(bench.state.document)?.steps.has(next) || next === START) show(bench, next);
      setWay(rest);
    }, 1000);
    return () => clearTimeout(timer);
  }, [way]);
  const start = (on: boolean): void => {
    if (!on) return setWay([]);
    const row = filmOf(proof).find(({ id }) => id === proof.at)?.row ?? 0;
    const path: string[] = [];
    let at = filmOf(proof).findLast((frame) => frame.row === row)?.id ?? START;
    for (; at !== START; at = proof.steps.get(at)?.after ?? START) path.unshift(at);
    show(bench, START);
    return setWay(path);
  };
  return [way.length > 0, start];
}

function Film({ proof, document }: Shown): JSX.Element {
  const bench = useWorkbench();
  const frames = useMemo(() => filmOf(proof), [proof.steps]);
  const places = useMemo(() => new Map(frames.map((frame) => [frame.id, frame])), [frames]);
  const scroll = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ left: 0, top: 0, width: 1600, height: 500 });
  const look = (): void => {
    const {
      scrollLeft: left = 0,
      scrollTop: top = 0,
      clientWidth: width = 0,
      clientHeight: height = 0,
    } = scroll.current ?? {};
    setSeen({ left, top, width, height });
  };
  const now = places.get(proof.at);
  useEffect(() => {
    scroll.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    look();
  }, [proof.at, frames]);
  const walk = (event: KeyboardEvent): void => {
    const to = now && walked(frames, proof, now, event.key);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    show(bench, to);
    requestAnimationFrame(() => scroll.current?.querySelector<HTMLElement>("[aria-current]")?.focus());
  };
  const columns = Math.max(...frames.map(({ column }) => column)) + 1;
  const rows = Math.max(...frames.map(({ row }) => row)) + 1;
  const [width, height] = [2 * CARD.edge + columns * (CARD.width + CARD.gap), CARD.edge + rows * CARD.pitch];
  const inView = ({ column, row }: Frame): boolean => {
    const [x, y] = [leftOf(column), topOf(row)];
    return (
      x > seen.left - AROUND - CARD.width &&
      x < seen.left + seen.width + AROUND &&
      y > seen.top - AROUND - CARD.height &&
      y < seen.top + seen.height + AROUND
    );
  };
  const drawn = frames.filter((frame) => inView(frame) || frame.id === proof.at);
  return (
    <div class="qd-film" ref={scroll} onScroll={look} onKeyDown={walk}>
      <div style={{ width: `${width}px`, height: `${height}px` }} role="list" aria-label="Steps of the proof">
        <svg class="qd-film-ways" width={width} height={height} aria-hidden="true">
          {frames.map((frame) => {
            const from = places.get(proof.steps.get(frame.id)?.after ?? "none");
            return (
              from && frame.id !== START && <Way key={frame.id} from={from} to={frame} now={frame.id === proof.at} />
            );
          })}
        </svg>
        {drawn.map((frame) => (
          <Card key={frame.id} frame={frame} proof={proof} document={document} />
        ))}
      </div>
    </div>
  );
}

const leftOf = (column: number): number => CARD.edge + column * (CARD.width + CARD.gap);
const topOf = (row: number): number => 12 + row * CARD.pitch;

/** Where an arrow key leads in the film. */
function walked(frames: readonly Frame[], proof: Proof, now: Frame, key: string): string | undefined {
  const follows = frames.filter(({ id }) => id !== START && proof.steps.get(id)?.after === now.id);
  if (key === "ArrowRight") return (follows.find(({ row }) => row === now.row) ?? follows[0])?.id;
  if (key === "ArrowLeft") return proof.steps.get(now.id)?.after;
  if (key === "Home") return START;
  const by = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
  if (!by) return undefined;
  const near = (frame: Frame): number => Math.abs(frame.column - now.column) + 1000 * Math.abs(frame.row - now.row);
  return frames.filter(({ row }) => (row - now.row) * by > 0).sort((a, b) => near(a) - near(b))[0]?.id;
}

function Way({ from, to, now }: { readonly from: Frame; readonly to: Frame; readonly now: boolean }): JSX.Element {
  const [x, y] = [leftOf(to.column) - 8, topOf(to.row) + 29];
  const head = `M${x - 5} ${y - 4}L${x} ${y}L${x - 5} ${y + 4}`;
  const left = leftOf(from.column) + CARD.width;
  const down = left - CARD.width / 2;
  const path =
    from.row === to.row
      ? `M${left + 8} ${y}H${x}`
      : `M${down} ${topOf(from.row) + CARD.height - 2}V${y - 8}Q${down} ${y} ${down + 8} ${y}H${x}`;
  return <path d={`${path}${head}`} data-now={now ? "" : undefined} />;
}

function Card({ frame, proof, document }: Shown & { readonly frame: Frame }): JSX.Element {
  const bench = useWorkbench();
  const step = proof.steps.get(frame.id);
  const failed = usePart(bench.at(CHECKED), (now) => now?.proof === document.proof && now?.failed.has(frame.id));
  const found = attempt(() => bodyAt(document, frame.id));
  const before = attempt(() => (step ? bodyAt(document, step.after) : null));
  const body = "value" in found ? found.value : null;
  const still = useMemo(() => body && withBody(document, body), [body]);
  const title = step ? titleOf(step) : "Start";
  const different = failed || step?.verdict.equal === false || !body;
  return (
    <div
      role="listitem"
      class="qd-film-place"
      style={{ left: `${leftOf(frame.column)}px`, top: `${topOf(frame.row)}px` }}
    >
      <button
        type="button"
        class="qd-film-card"
        data-step={frame.label}
        data-wrong={different ? "" : undefined}
        aria-current={proof.at === frame.id ? "step" : undefined}
        tabIndex={proof.at === frame.id ? 0 : -1}
        title={"refusal" in found ? found.refusal.message : insideOf(step?.inner ?? [])}
        onClick={() => show(bench, frame.id)}
      >
        <span class="qd-film-thumb">
          {still && <Still document={still} label={`Drawing at step ${frame.label}`} />}
        </span>
        <span class="qd-film-title">
          <span class="qd-quiet">{frame.label}</span> <strong>{title}</strong>
        </span>
        {body && (
          <FigureWords
            now={figuresOf(body)}
            before={"value" in before && before.value ? figuresOf(before.value) : null}
          />
        )}
      </button>
      <span class="qd-film-verdict">
        <Badge verdict={step ? { ...step.verdict, is_exact: step.verdict.exact, permutation: null } : null} />
      </span>
    </div>
  );
}

const insideOf = (inner: readonly { readonly rule: string; readonly count: number }[]): string =>
  inner.map(({ rule, count: times }) => `${rule} × ${times}`).join(", ");

/** "19 param · 0 T · 24 spiders"; what changed is bold. */
function FigureWords({ now, before }: { readonly now: Figures; readonly before: Figures | null }): JSX.Element {
  return (
    <span class="qd-film-figures">
      {now.map(([word, value], k) => {
        const changed = before && before.find(([other]) => other === word)?.[1] !== value;
        return (
          <span key={word}>
            {k > 0 && " · "}
            {changed ? <b>{value}</b> : value} {word}
          </span>
        );
      })}
    </span>
  );
}
