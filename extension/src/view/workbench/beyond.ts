/** Numbers of a circuit that no engine of the page finds: asked of Python where it answers, else said. */

import type { Document } from "../../document/circuit";
import { dumps } from "../../document/write";
import { EXACT, idealOrigin, type Origin } from "../../live/origin";
import type { LiveResult, Output } from "../../live/wanted";
import type { Results } from "../../port";
import { shownTime } from "../../state/time";
import { SEEN, seenOf } from "./slots";
import type { Workbench } from "./workbench";

/** Values rest so long before Python is asked. */
const REST_MILLISECONDS = 300;
const ENGINE = "mps";
/** An error about so large, as a share of the weights of all terms, is worth asking. */
const POOR = 0.01;
/** A component of a Bloch vector that may be off by so much says nothing. */
const OPEN = 1;
const NO_SLOPES = "A truncated matrix product state gives no slopes: nothing says how far off they are.";

type State = Extract<LiveResult, { readonly kind: "state" }>;
type Found = Results["beyond"];

/** What is known of a document. */
interface Said {
  readonly energy: Output;
  /** What Python found, where its energy is taken. */
  readonly found?: Found;
}

/** What Python said, by the document that it was asked about. */
const said = new WeakMap<Document, Said>();
/** Outputs that were put here. */
const given = new WeakSet<Output>();
const followed = new WeakSet<Workbench>();

/** From now on numbers that the page cannot find are asked of Python. */
export function askBeyond(bench: Workbench): void {
  if (followed.has(bench)) return;
  followed.add(bench);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (result: LiveResult | null): void => {
    const document = bench.shown;
    const known = said.get(document);
    if (result?.kind !== "state" || known) clearTimeout(timer);
    if (result?.kind !== "state" || result.choice?.wish !== "auto") return;
    const energy = result.outputs.get("energy");
    if (!energy || given.has(energy) || !isPoor(result, energy, document)) return;
    if (known) {
      put(bench, result, known);
      return;
    }
    clearTimeout(timer);
    if (bench.asker.can("beyond")) timer = setTimeout(() => void ask(bench, document, energy), REST_MILLISECONDS);
    else if (energy.kind === "refused") {
      const more = `A matrix product state may have it: that runs in Python, and ${bench.noPython}.`;
      tell(bench, document, { energy: { kind: "refused", why: `${energy.why} ${more}` } });
    }
  };
  bench.live.subscribe(look);
  look(bench.live.value);
}

/** Is there no energy, though nothing is on its way, or one that may be far off? */
function isPoor({ choice }: State, energy: Output, { observable }: Document): boolean {
  if (energy.kind === "refused") return choice?.fits.every(({ fits }) => !fits) ?? false;
  if (energy.origin.kind !== "approximate") return false;
  const size = [...(observable?.values() ?? [])].reduce((sum, c) => sum + Math.abs(c), 0);
  return energy.origin.error > POOR * size;
}

/** Is the energy that is shown one that Python found? */
export function isByPython(bench: Workbench): boolean {
  const { value } = bench.live;
  return (
    value?.kind === "state" && value.choice?.wish === "auto" && said.get(bench.state.document)?.found !== undefined
  );
}

async function ask(bench: Workbench, document: Document, poor: Output): Promise<void> {
  if (bench.shown !== document) return;
  const wait = (far: string): void => {
    if (poor.kind !== "refused") return;
    const why = `No engine of the page has the energy: Python is asked${far}.`;
    tell(bench, document, { energy: { kind: "refused", why } });
  };
  wait("");
  const question = { ask: "beyond", document: dumps(document), engine: ENGINE } as const;
  const answer = await bench.asker.ask<"beyond">({ ...question, slopes: false }, ({ fraction }) => {
    if (fraction) wait(` (${Math.floor(100 * fraction)} %)`);
  });
  if (answer.kind === "cancelled") {
    said.delete(document);
    return;
  }
  if (answer.kind === "failed") {
    const why = poor.kind === "refused" ? `${poor.why} ${answer.error.message}` : "";
    tell(bench, document, { energy: why ? { kind: "refused", why } : poor });
    return;
  }
  const told = better(poor, answer.result, document);
  tell(bench, document, told);
  if (!told.found || told.found.error > 0 || !document.parameters.length || bench.shown !== document) return;
  // Slopes take longer, and follow.
  const more = await bench.asker.ask<"beyond">({ ...question, slopes: true });
  if (more.kind === "done") tell(bench, document, { ...told, found: more.result });
  else if (more.kind === "failed") said.set(document, told);
}

/** What Python found, unless the page's own is nearer. */
function better(poor: Output, found: Found, document: Document): Said {
  const { energy, error, estimate, why } = found;
  if (poor.kind !== "refused" && poor.origin.kind === "approximate" && poor.origin.error <= estimate) {
    return { energy: poor };
  }
  const origin = originOf(found, document, { error: estimate, most: error, why });
  return { energy: { kind: "energy", energy, terms: null, errors: null, origin }, found };
}

function originOf(
  { engine }: Found,
  document: Document,
  { error, most, why = "" }: { readonly error: number; readonly most: number; readonly why?: string },
): Origin {
  const by = `${engine.toLowerCase()} in Python${why && `, ${why}`}`;
  return idealOrigin(document, most > 0 ? { kind: "approximate", error, most, by } : { ...EXACT, by });
}

function tell(bench: Workbench, document: Document, known: Said): void {
  said.set(document, known);
  const { value } = bench.live;
  if (bench.shown === document && value?.kind === "state") put(bench, value, known);
}

/** After all have heard of the result itself. */
function put(bench: Workbench, result: State, { energy, found }: Said): void {
  queueMicrotask(() => {
    if (bench.live.value !== result) return;
    const origin = energy.kind === "refused" ? result.origin : energy.origin;
    given.add(energy);
    const outputs = new Map(result.outputs).set("energy", energy);
    if (found && energy.kind !== "refused") {
      const bloch = vectorsOf(bench, found, result.outputs.get("bloch"));
      if (bloch) outputs.set("bloch", bloch);
      if (outputs.has("gradient")) outputs.set("gradient", slopesOf(found, result, energy.origin));
    }
    const choice = result.choice && found ? { choice: { ...result.choice, inPython: found.engine } } : {};
    bench.live.set({ ...result, ...choice, outputs, origin });
  });
}

/** Bloch vectors of the qubits in view, where the page lacks some; NaN where the bound leaves a component open. */
function vectorsOf(bench: Workbench, found: Found, own: Output | undefined): Output | null {
  const document = bench.shown;
  const { body } = document;
  if (!found.vectors?.length || body.kind !== "circuit" || shownTime(bench.state) !== null) return null;
  if (own?.kind === "bloch" && !own.vectors.some(Number.isNaN)) return null;
  const seen = seenOf(bench.at(SEEN).value, body.qubits.length);
  const at = (list: readonly number[]): Float64Array =>
    Float64Array.from(seen.flatMap((q) => [0, 1, 2].map((k) => list[3 * q + k] ?? NaN)));
  const bounds = at(found.bounds);
  const vectors = at(found.vectors).map((value, k) => ((bounds[k] ?? OPEN) < OPEN ? value : NaN));
  if (vectors.every(Number.isNaN)) return null;
  const most = vectors.reduce((high, value, k) => (Number.isNaN(value) ? high : Math.max(high, bounds[k] ?? 0)), 0);
  const origin = originOf(found, document, { error: most, most });
  const missing = "what a matrix product state was truncated by leaves it open";
  return { kind: "bloch", vectors, origin, errors: most ? bounds : null, missing };
}

function slopesOf({ slopes, energy, error }: Found, { parameters }: State, origin: Origin): Output {
  if (!slopes) {
    return {
      kind: "refused",
      why: error > 0 ? NO_SLOPES : "Python gives no slopes of this circuit, or is finding them.",
    };
  }
  const derivatives = Float64Array.from(parameters, (name) => slopes[name] ?? 0);
  return { kind: "gradient", energy, derivatives, origin, errors: null };
}
