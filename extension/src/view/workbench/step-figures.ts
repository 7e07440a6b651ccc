/**
 * Figures of a diagram after extraction, which Python knows: asked one after another while they are looked at, never
 * twice for one body, and dropped where nobody looks any more.
 */

import { useEffect } from "preact/hooks";
import { readAngle } from "../../document/angle";
import {
  type CircuitBody,
  type DiagramBody,
  type Document,
  isCircuit,
  parametersOf,
  withBody,
} from "../../document/circuit";
import { withoutProof } from "../../document/proof";
import { figuresOf as gatesOf } from "../../document/stats";
import { dumps } from "../../document/write";
import { Cell, usePart } from "./cell";
import { slot } from "./slot";
import { useWorkbench, type Workbench } from "./workbench";

type Body = CircuitBody | DiagramBody;

/** What a page counts by itself; spiders and edges of a diagram alone. */
export interface Counts {
  readonly parameters: number;
  readonly t: number | null;
  readonly spiders: number | null;
  readonly edges: number | null;
}

/** What there is after extraction; null where there is none, and then why. */
export interface Extracted {
  readonly twoQubit: number | null;
  readonly t: number | null;
  readonly depth: number | null;
  readonly why: string;
  /** Spiders that keep the diagram from being a circuit. */
  readonly blocks: readonly string[];
}

const counts = new WeakMap<Body, Counts>();

export function countsOf(body: Body): Counts {
  let known = counts.get(body);
  if (!known) {
    known = countedIn(body);
    counts.set(body, known);
  }
  return known;
}

function countedIn(body: Body): Counts {
  const parameters = parametersOf(body).length;
  if (isCircuit(body)) return { parameters, t: null, spiders: null, edges: null };
  const inner = [...body.spiders.values()].filter(({ kind }) => kind !== "boundary");
  const t = inner.filter(({ kind, phase }) => kind !== "H" && phase !== undefined && isT(phase)).length;
  return { parameters, t, spiders: inner.length, edges: body.edges.size };
}

/** Is it an odd multiple of π/4? */
function isT(phase: string): boolean {
  const { pi, radians, terms } = readAngle(phase);
  return pi.bottom === 4n && radians === 0 && terms.length === 0;
}

const nothing = (why: string): Extracted => ({ twoQubit: null, t: null, depth: null, why, blocks: [] });

/** What a page knows of a circuit where no Python answers. */
function counted(body: Body, noPython: string): Extracted {
  const gates = isCircuit(body) ? gatesOf(body, 0) : null;
  if (!gates) return nothing(`figures after extraction are computed in Python, and ${noPython}`);
  return { twoQubit: gates.numTwoQubit, t: null, depth: gates.depth, why: "", blocks: [] };
}

/** Spiders or gates of what is extracted for its figures alone. */
const MOST = 3_000;
/** Ms in which what is looked at only in passing is let go. */
const PAUSE = 150;

class Extractions {
  /** Rises with each answer. */
  readonly answers = new Cell(0);
  private readonly known = new WeakMap<Body, Extracted>();
  private readonly wanted = new Map<object, Document>();
  private open: Body | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly bench: () => Workbench) {}

  of(body: Body): Extracted | null {
    return this.known.get(body) ?? null;
  }

  /** Asks for the figures of a document's body as long as the one who asks looks; returns what ends that. */
  look(document: Document): () => void {
    const key = {};
    this.wanted.set(key, document);
    this.soon();
    return () => {
      this.wanted.delete(key);
      const looked = [...this.wanted.values()].some(({ body }) => body === this.open);
      if (this.open && !looked) this.bench().asker.cancel("proof_figures");
    };
  }

  private soon(): void {
    if (this.open || this.timer !== null) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.ask();
    }, PAUSE);
  }

  private async ask(): Promise<void> {
    const next = [...this.wanted.values()].find(({ body }) => !this.of(body));
    if (!next || this.open) return;
    const { asker, noPython } = this.bench();
    const { body } = next;
    if (!asker.can("proof_figures")) return this.learn(body, counted(body, noPython));
    const size = isCircuit(body) ? body.operations.size : body.spiders.size;
    if (size > MOST) return this.learn(body, nothing(`it is over ${MOST.toLocaleString("en")} spiders or gates`));
    this.open = body;
    const document = dumps(withBody(withoutProof(next), body));
    const answer = await asker.ask<"proof_figures">({ ask: "proof_figures", document });
    this.open = null;
    if (answer.kind === "done") {
      const { stats, why, blocks } = answer.result;
      const { num_two_qubit: twoQubit = null, num_t: t = null, depth = null } = stats ?? {};
      this.learn(body, { twoQubit, t, depth, why, blocks });
    } else if (answer.kind === "failed") this.learn(body, nothing(answer.error.message));
    else this.soon();
  }

  private learn(body: Body, found: Extracted): void {
    this.known.set(body, found);
    this.answers.set(this.answers.value + 1);
    this.soon();
  }
}

const EXTRACTIONS = slot(() => new Cell<Extractions | null>(null));

function extractionsOf(bench: Workbench): Extractions {
  const cell = bench.at(EXTRACTIONS);
  if (!cell.value) cell.set(new Extractions(() => bench));
  // It was set just now.
  return cell.value as Extractions;
}

/** Figures of a document's body after extraction, once they are known; null until then. */
export function useExtracted(document: Document | null): Extracted | null {
  const bench = useWorkbench();
  const extractions = extractionsOf(bench);
  const body = document?.body;
  const known = usePart(extractions.answers, () => (body ? extractions.of(body) : null));
  useEffect(() => (document && !known ? extractions.look(document) : undefined), [body, known]);
  return known;
}

/** Why the step of a proof that is drawn is no circuit, and the spiders that keep it from it; null where not known. */
export function useBlocked(): Extracted | null {
  const bench = useWorkbench();
  const extractions = extractionsOf(bench);
  const document = usePart(bench.editor, (e) => e.state.document);
  return usePart(extractions.answers, () => {
    const found = document.proof === undefined ? null : extractions.of(document.body);
    return found?.blocks.length ? found : null;
  });
}
