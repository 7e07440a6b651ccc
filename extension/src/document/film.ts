/** Where the steps of a proof stand in its film: the start, what follows, branches below; runs folded to one card. */

import { type Proof, type ProofStep, START } from "./proof";

/** Where a step stands, or a run of steps that is shown as one. */
export interface Frame {
  /** The step; of a run its last one, whose body is shown. */
  readonly id: string;
  /** Cards from the start, and the branch, 0 for the first. */
  readonly column: number;
  readonly row: number;
  /** "0", "1", "2b"; of a run "1–20". */
  readonly label: string;
  /** The card before; null for the start. */
  readonly after: string | null;
  /** The steps of a run, in order, where there are several. */
  readonly run?: readonly ProofStep[];
  /** The first and the last step of the run that is open here and can be folded. */
  readonly opened?: readonly ProofStep[];
}

/** Stands for the step that is looked at and not taken yet. */
export const PREVIEW = "?";

/** This many steps of one rule behind each other fold by themselves. */
const MANY = 3;

interface Link {
  readonly id: string;
  readonly after: string;
}

/** Every step with its place: the first that follows goes on in the row, each other one begins a row. */
export function filmOf({ steps }: Pick<Proof, "steps">): readonly Frame[] {
  return placed([...steps.values()]).map((frame) => ({ ...frame, label: `${frame.column}${letters(frame.row)}` }));
}

/**
 * The film with runs folded: those of a group, and many steps of one rule behind each other. A run stays open where its
 * first step is in `open`, and while a step inside it is shown; with `preview` one that is not taken yet stands in it.
 */
export function foldedFilm(proof: Proof, open: ReadonlySet<string>, preview = false): readonly Frame[] {
  const { steps, at } = proof;
  const all = filmOf(proof);
  const labels = new Map(all.map(({ id, label }) => [id, label]));
  const runs = runsOf(proof, all);
  const inside = ([first, ...rest]: readonly ProofStep[]): boolean =>
    open.has(first?.id ?? "") || [first, ...rest.slice(0, -1)].some((step) => step?.id === at);
  const folded = new Map(runs.filter((run) => !inside(run)).map((run) => [run.at(-1)?.id ?? "", run]));
  const hidden = new Set([...folded.values()].flatMap((run) => run.slice(0, -1).map(({ id }) => id)));
  const opened = new Map(runs.filter(inside).map((run) => [run[0]?.id ?? "", run]));
  const links: Link[] = [...steps.values()]
    .filter(({ id }) => !hidden.has(id))
    .map(({ id, after }) => ({ id, after: folded.get(id)?.[0]?.after ?? after }));
  if (preview) links.push({ id: PREVIEW, after: at });
  return placed(links).map((frame) => {
    const run = folded.get(frame.id);
    const others = opened.get(frame.id);
    const label = labels.get(frame.id) ?? "";
    return {
      ...frame,
      label: run ? `${labels.get(run[0]?.id ?? "") ?? ""}–${label}` : label,
      ...(run ? { run } : {}),
      ...(others ? { opened: others } : {}),
    };
  });
}

/** Runs that are shown as one: no other step leads away between their ends. */
function runsOf({ steps }: Proof, all: readonly Frame[]): readonly (readonly ProofStep[])[] {
  const numNext = new Map<string, number>();
  for (const { after } of steps.values()) numNext.set(after, (numNext.get(after) ?? 0) + 1);
  const runs: ProofStep[][] = [];
  let now: ProofStep[] = [];
  for (const { id } of all) {
    const step = steps.get(id);
    if (!step) continue;
    const last = now.at(-1);
    const goesOn = last && step.after === last.id && numNext.get(last.id) === 1 && keyOf(last) === keyOf(step);
    if (!goesOn || keyOf(step) === null) runs.push((now = []));
    now.push(step);
  }
  return runs.filter(({ length, 0: first }) => length >= (first?.group ? 2 : MANY));
}

/** What steps of a run have in common; null for a step that stands by itself. */
function keyOf({ group, name, kind, rule }: ProofStep): string | null {
  if (group) return `group ${group}`;
  return name || kind === "edit" || kind === "extract" || kind === "diagram" ? null : `rule ${rule}`;
}

/** How many times a run takes its rule. */
export function timesOf(run: readonly ProofStep[]): number {
  return run.reduce((sum, { inner, rule }) => {
    const [only] = inner;
    return sum + (inner.length === 1 && only?.rule === rule ? only.count : 1);
  }, 0);
}

/** The steps that lead from one to another behind it, the first left out; null where none do. */
export function wayBetween({ steps }: Pick<Proof, "steps">, from: string, to: string): readonly ProofStep[] | null {
  const way: ProofStep[] = [];
  for (let at = to; at !== from; ) {
    const step = steps.get(at);
    if (!step || way.length > steps.size) return null;
    way.unshift(step);
    at = step.after;
  }
  return way;
}

/** The ids that follow a step in its row, in order. */
export function following(proof: Pick<Proof, "steps">, from: string): readonly string[] {
  const first = new Map<string, string>();
  for (const { id, after } of proof.steps.values()) if (!first.has(after)) first.set(after, id);
  const ids: string[] = [];
  for (let at = first.get(from); at !== undefined && ids.length <= proof.steps.size; at = first.get(at)) ids.push(at);
  return ids;
}

function placed(links: readonly Link[]): readonly Omit<Frame, "label">[] {
  const next = new Map<string, string[]>();
  for (const { id, after } of links) {
    const known = next.get(after);
    if (known) known.push(id);
    else next.set(after, [id]);
  }
  const frames: Omit<Frame, "label">[] = [];
  const waiting: { id: string; column: number; after: string | null }[] = [{ id: START, column: 0, after: null }];
  for (let row = 0; waiting.length; row++) {
    let here = waiting.shift();
    while (here) {
      const { id, column }: { id: string; column: number } = here;
      frames.push({ ...here, row });
      const [first, ...others] = next.get(id) ?? [];
      for (const other of others) waiting.push({ id: other, column: column + 1, after: id });
      here = first === undefined ? undefined : { id: first, column: column + 1, after: id };
    }
  }
  return frames;
}

/** "" for the first row, then b, c, …, z, ba. */
function letters(row: number): string {
  let text = "";
  for (let rest = row; rest > 0; rest = Math.floor(rest / 26)) text = String.fromCharCode(97 + (rest % 26)) + text;
  return text;
}
