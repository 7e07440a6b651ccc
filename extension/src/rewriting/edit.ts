/** A diagram being rewritten: spiders and edges by id, changed in place; as qdesign/zx/edit.py (decision 28). */

import { withBooleans } from "../document/check";
import type { DiagramBody, Edge as StoredEdge, Spider as StoredSpider } from "../document/circuit";
import { booleanTurn } from "../document/formula";
import { Angle, PI } from "./phase";

export { Angle, PI };

export type Kind = StoredSpider["kind"];
export type EdgeKind = StoredEdge["kind"];

export interface Spider {
  readonly id: string;
  readonly kind: Kind;
  readonly phase: Angle;
  readonly x: number;
  readonly y: number;
}

export interface Edge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly kind: EdgeKind;
}

/** Why a rule does not apply, in words. */
export class Refused extends Error {}

/** Ids that come, go and change, in the order of the diagram. */
export interface Changes {
  readonly newSpiders: readonly string[];
  readonly goneSpiders: readonly string[];
  readonly changedSpiders: readonly string[];
  readonly newEdges: readonly string[];
  readonly goneEdges: readonly string[];
  readonly changedEdges: readonly string[];
}

type Entry =
  | { readonly what: "spider"; readonly name: string; readonly before: Spider | undefined }
  | { readonly what: "edge"; readonly name: string; readonly before: Edge | undefined };

const places = new WeakMap<StoredSpider, Spider>();

/** A stored spider with its phase read; the same one for the same. */
function readSpider(id: string, stored: StoredSpider): Spider {
  const kept = places.get(stored);
  if (kept?.id === id) return kept;
  const spider = { id, kind: stored.kind, phase: Angle.read(stored.phase), x: stored.x, y: stored.y };
  places.set(stored, spider);
  return spider;
}

export class Edit {
  readonly spiders = new Map<string, Spider>();
  readonly edges = new Map<string, Edge>();
  readonly booleans: ReadonlySet<string>;
  private readonly was: ReadonlyMap<string, Spider>;
  private readonly wasEdges: ReadonlyMap<string, Edge>;
  private readonly ends = new Map<string, Set<string>>();
  private readonly near = new Map<string, readonly string[]>();
  private readonly heirs: (readonly [string, string])[] = [];
  private readonly journal: Entry[] = [];
  private count = 0;

  constructor(readonly body: DiagramBody) {
    this.booleans = new Set(body.booleans ?? []);
    for (const [id, stored] of body.spiders) {
      this.spiders.set(id, readSpider(id, stored));
      this.ends.set(id, new Set());
    }
    for (const [id, { source, target, kind }] of body.edges) {
      const edge = { id, source, target, kind };
      this.edges.set(id, edge);
      this.link(edge);
    }
    this.was = new Map(this.spiders);
    this.wasEdges = new Map(this.edges);
  }

  // --- asking ---------------------------------------------------------------------------------------

  at(name: string): Edge[] {
    return [...this.endsOf(name)].map((id) => this.edge(id));
  }

  between(a: string, b: string): Edge[] {
    return this.at(a).filter((edge) => otherEnd(edge, a) === b);
  }

  degree(name: string): number {
    return this.at(name).reduce((sum, { source, target }) => sum + (source === target ? 2 : 1), 0);
  }

  coloredNames(): string[] {
    return [...this.spiders.keys()].filter((name) => this.isColored(name));
  }

  allEdges(): Edge[] {
    return [...this.edges.values()];
  }

  neighbors(name: string): string[] {
    return [...new Set(this.at(name).map((edge) => otherEnd(edge, name)))].filter((other) => other !== name);
  }

  isColored(name: string): boolean {
    const { kind } = this.spider(name);
    return kind === "Z" || kind === "X";
  }

  colored(name: string): Spider {
    if (!this.isColored(name)) throw new Refused(`'${name}' is no Z- or X-spider`);
    return this.spider(name);
  }

  isPauli(phase: Angle): boolean {
    return (
      phase.radians === 0 &&
      phase.pi.denominator === 1 &&
      phase.terms.every(([name, c]) => c.denominator === 1 && this.booleans.has(booleanTurn(name)))
    );
  }

  isTurn(symbol: string): boolean {
    return this.booleans.has(booleanTurn(symbol));
  }

  // --- changing -------------------------------------------------------------------------------------

  setPhase(name: string, angle: Angle): void {
    this.putSpider({ ...this.spider(name), phase: angle.reduced(this.booleans) });
  }

  addPhase(name: string, angle: Angle): void {
    this.setPhase(name, this.spider(name).phase.plus(angle));
  }

  setKind(name: string, kind: Kind): void {
    this.putSpider({ ...this.spider(name), kind });
  }

  setEdgeKind(name: string, kind: EdgeKind): void {
    const before = this.edge(name);
    this.journal.push({ what: "edge", name, before });
    this.edges.set(name, { ...before, kind });
  }

  put(kind: Kind, phase: Angle, near: readonly string[], dx = 0, dy = 0): string {
    const around = near.map((name) => this.spiders.get(name) ?? this.was.get(name) ?? this.spider(name));
    const x = around.reduce((sum, each) => sum + each.x, 0) / around.length + dx;
    const y = around.reduce((sum, each) => sum + each.y, 0) / around.length + dy;
    const id = this.fresh("s", this.spiders, this.was);
    this.putSpider({ id, kind, phase: new Angle(), x, y });
    this.near.set(id, [...near]);
    this.setPhase(id, phase);
    return id;
  }

  join(source: string, target: string, kind: EdgeKind = "plain"): string {
    const id = this.fresh("e", this.edges, this.wasEdges);
    this.journal.push({ what: "edge", name: id, before: undefined });
    const edge = { id, source, target, kind };
    this.edges.set(id, edge);
    this.link(edge);
    return id;
  }

  cut(name: string): void {
    const before = this.edge(name);
    this.journal.push({ what: "edge", name, before });
    this.unlink(before);
    this.edges.delete(name);
  }

  drop(name: string): void {
    for (const edge of this.at(name)) this.cut(edge.id);
    this.journal.push({ what: "spider", name, before: this.spider(name) });
    this.spiders.delete(name);
    this.ends.delete(name);
  }

  toggle(a: string, b: string): void {
    const found = this.between(a, b).find(({ kind }) => kind === "hadamard");
    if (found) this.cut(found.id);
    else this.join(a, b, "hadamard");
  }

  inherit(heir: string, gone: string): void {
    this.heirs.push([heir, gone]);
  }

  // --- what was done --------------------------------------------------------------------------------

  undo(): void {
    for (let entry = this.journal.pop(); entry; entry = this.journal.pop()) {
      const { name } = entry;
      if (entry.what === "spider") {
        if (entry.before) {
          this.spiders.set(name, entry.before);
          if (!this.ends.has(name)) this.ends.set(name, new Set());
        } else {
          this.spiders.delete(name);
          this.ends.delete(name);
        }
        continue;
      }
      const now = this.edges.get(name);
      if (now) {
        this.edges.delete(name);
        this.unlink(now);
      }
      if (entry.before) {
        this.edges.set(name, entry.before);
        this.link(entry.before);
      }
    }
    this.count = 0;
    this.near.clear();
    this.heirs.length = 0;
  }

  changes(): Changes {
    const touched = (what: Entry["what"]): readonly string[] => [
      ...new Set(this.journal.filter((entry) => entry.what === what).map(({ name }) => name)),
    ];
    const spiders = touched("spider");
    const edges = touched("edge");
    return {
      newSpiders: spiders.filter((name) => !this.was.has(name) && this.spiders.has(name)),
      goneSpiders: spiders.filter((name) => this.was.has(name) && !this.spiders.has(name)),
      changedSpiders: spiders.filter((name) => {
        const [now, was] = [this.spiders.get(name), this.was.get(name)];
        return now && was && (now.kind !== was.kind || !now.phase.equals(was.phase));
      }),
      newEdges: edges.filter((name) => !this.wasEdges.has(name) && this.edges.has(name)),
      goneEdges: edges.filter((name) => this.wasEdges.has(name) && !this.edges.has(name)),
      changedEdges: edges.filter((name) => {
        const [now, was] = [this.edges.get(name), this.wasEdges.get(name)];
        return now && was && now.kind !== was.kind;
      }),
    };
  }

  /** The diagram as it is now; what did not change is the very same. */
  done(): DiagramBody {
    const spiders = new Map<string, StoredSpider>();
    for (const [id, now] of this.spiders) {
      const stored = this.body.spiders.get(id);
      const before = this.was.get(id);
      const same = stored && before && before.kind === now.kind && before.phase.equals(now.phase);
      const phase = now.phase.isZero ? {} : { phase: now.phase.text };
      spiders.set(id, same ? stored : { kind: now.kind, ...phase, x: now.x, y: now.y });
    }
    const edges = new Map<string, StoredEdge>();
    for (const [id, now] of this.edges) {
      const stored = this.body.edges.get(id);
      const same = stored && this.wasEdges.get(id) === now;
      edges.set(id, same ? stored : { source: now.source, target: now.target, kind: now.kind });
    }
    const { booleans } = this.body;
    const body = { ...this.body, spiders, edges };
    return booleans ? withBooleans(body, booleans) : body;
  }

  /** Of each spider that came or changed, the spiders of the diagram that went into it; as in Python. */
  origins(): ReadonlyMap<string, readonly string[]> {
    const did = this.changes();
    const gone = did.goneSpiders.filter((name) => this.was.get(name)?.kind !== "boundary");
    const active = new Set([...gone, ...did.changedSpiders]);
    const found = new Map<string, string[]>();
    for (const name of did.changedSpiders) found.set(name, [name]);
    for (const name of did.newSpiders) found.set(name, this.roots(name, active));
    for (const [heir, name] of this.heirs) {
      if (!this.spiders.has(heir) || !this.was.has(name)) continue;
      const own = found.get(heir) ?? (this.was.has(heir) ? [heir] : []);
      own.push(name);
      found.set(heir, own);
    }
    const told = new Set([...found.values()].flat());
    for (const name of gone) {
      if (told.has(name)) continue;
      for (const heir of [...did.changedSpiders, ...did.newSpiders]) found.get(heir)?.push(name);
    }
    return new Map([...found].map(([name, names]) => [name, [...new Set(names)]] as const));
  }

  private roots(name: string, active: ReadonlySet<string>): string[] {
    if (this.was.has(name)) return active.has(name) ? [name] : [];
    return (this.near.get(name) ?? []).flatMap((near) => this.roots(near, active));
  }

  // --- within ---------------------------------------------------------------------------------------

  private spider(name: string): Spider {
    const found = this.spiders.get(name);
    if (!found) throw new Error(`no spider '${name}'`);
    return found;
  }

  private edge(name: string): Edge {
    const found = this.edges.get(name);
    if (!found) throw new Error(`no edge '${name}'`);
    return found;
  }

  private endsOf(name: string): Set<string> {
    const found = this.ends.get(name);
    if (!found) throw new Error(`no spider '${name}'`);
    return found;
  }

  private putSpider(spider: Spider): void {
    const { id } = spider;
    this.journal.push({ what: "spider", name: id, before: this.spiders.get(id) });
    this.spiders.set(id, spider);
    if (!this.ends.has(id)) this.ends.set(id, new Set());
  }

  private link({ id, source, target }: Edge): void {
    this.endsOf(source).add(id);
    this.endsOf(target).add(id);
  }

  private unlink({ id, source, target }: Edge): void {
    this.ends.get(source)?.delete(id);
    this.ends.get(target)?.delete(id);
  }

  private fresh(letter: string, taken: ReadonlyMap<string, unknown>, was: ReadonlyMap<string, unknown>): string {
    for (;;) {
      this.count += 1;
      const name = `${letter}${was.size + this.count}`;
      if (!taken.has(name) && !was.has(name)) return name;
    }
  }
}

export const otherEnd = (edge: Edge, name: string): string => (edge.source === name ? edge.target : edge.source);
export const both = (a: EdgeKind, b: EdgeKind): EdgeKind => (a === b ? "plain" : "hadamard");
export const flipped = (kind: EdgeKind): EdgeKind => (kind === "plain" ? "hadamard" : "plain");
export const opposite = (kind: Kind): Kind => (kind === "Z" ? "X" : "Z");
