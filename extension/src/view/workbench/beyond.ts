/** The energy of a circuit that no engine of the page finds: asked of Python where it answers, else said. */

import type { Document } from "../../document/circuit";
import { dumps } from "../../document/write";
import { EXACT, idealOrigin, type Origin } from "../../live/origin";
import type { LiveResult, Output } from "../../live/wanted";
import type { Results } from "../../port";
import type { Workbench } from "./workbench";

/** Values rest so long before Python is asked. */
const REST_MILLISECONDS = 300;
const ENGINE = "mps";
/** An error about so large, as a share of the weights of all terms, is worth asking. */
const POOR = 0.01;

type State = Extract<LiveResult, { readonly kind: "state" }>;

/** What Python said, by the document that it was asked about. */
const said = new WeakMap<Document, Output>();
const followed = new WeakSet<Workbench>();

/** From now on energies that the page cannot find are asked of Python. */
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
    if (!energy || energy === known || !isPoor(result, energy, document)) return;
    if (known) {
      put(bench, result, known);
      return;
    }
    clearTimeout(timer);
    if (bench.asker.can("beyond")) timer = setTimeout(() => void ask(bench, document, energy), REST_MILLISECONDS);
    else if (energy.kind === "refused") {
      const more = `A matrix product state may have it: that runs in Python, and ${bench.noPython}.`;
      tell(bench, document, { kind: "refused", why: `${energy.why} ${more}` });
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

async function ask(bench: Workbench, document: Document, poor: Output): Promise<void> {
  if (bench.shown !== document) return;
  if (poor.kind === "refused") {
    tell(bench, document, { kind: "refused", why: "No engine of the page has the energy: Python is asked." });
  }
  const answer = await bench.asker.ask<"beyond">({ ask: "beyond", document: dumps(document), engine: ENGINE });
  if (answer.kind === "cancelled") said.delete(document);
  else if (answer.kind === "failed") {
    const why = poor.kind === "refused" ? `${poor.why} ${answer.error.message}` : "";
    tell(bench, document, why ? { kind: "refused", why } : poor);
  } else tell(bench, document, better(poor, answer.result, document));
}

/** What Python found, unless the page's own is nearer. */
function better(poor: Output, found: Results["beyond"], document: Document): Output {
  const { energy, error, estimate, engine, why } = found;
  if (poor.kind !== "refused" && poor.origin.kind === "approximate" && poor.origin.error <= estimate) return poor;
  const by = `${engine.toLowerCase()} in Python${why ? `, ${why}` : ""}`;
  const origin: Origin = error > 0 ? { kind: "approximate", error: estimate, most: error, by } : { ...EXACT, by };
  return { kind: "energy", energy, terms: null, errors: null, origin: idealOrigin(document, origin) };
}

function tell(bench: Workbench, document: Document, output: Output): void {
  said.set(document, output);
  const { value } = bench.live;
  if (bench.shown === document && value?.kind === "state") put(bench, value, output);
}

/** After all have heard of the result itself. */
function put(bench: Workbench, result: State, energy: Output): void {
  queueMicrotask(() => {
    if (bench.live.value !== result) return;
    const origin = energy.kind === "refused" ? result.origin : energy.origin;
    bench.live.set({ ...result, outputs: new Map(result.outputs).set("energy", energy), origin });
  });
}
