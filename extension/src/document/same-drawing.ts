/** Are two bodies one drawing, up to ids and places? As `Proof.reached` in qdesign/proofs/proof.py. */

import { canonicalAngle } from "./angle";
import { type CircuitBody, type DiagramBody, isCircuit } from "./circuit";
import { same } from "./same";

/** Beyond this many trials two diagrams that look alike everywhere are not told apart. */
const MOST_TRIALS = 2_000;

/** Nor are larger ones compared. */
const MOST_SPIDERS = 20_000;

/** Null where that would take too long to say. */
export function sameDrawing(a: CircuitBody | DiagramBody, b: CircuitBody | DiagramBody): boolean | null {
  if (a === b) return true;
  if (isCircuit(a) && isCircuit(b)) {
    return a.qubits.length === b.qubits.length && same([...a.operations.values()], [...b.operations.values()]);
  }
  if (isCircuit(a) || isCircuit(b)) return false;
  if (a.spiders.size !== b.spiders.size || a.edges.size !== b.edges.size) return false;
  if (!same(a.booleans ?? [], b.booleans ?? [])) return false;
  if (a.spiders.size > MOST_SPIDERS) return null;
  const trials = { left: MOST_TRIALS };
  const found = matched({ graph: graphOf(a), colors: begin(a) }, { graph: graphOf(b), colors: begin(b) }, trials);
  return !found && trials.left <= 0 ? null : found;
}

/** Of each spider its legs: the kind of the edge, and where it leads. */
type Graph = ReadonlyMap<string, readonly (readonly [string, string])[]>;
type Colors = ReadonlyMap<string, string>;

interface Colored {
  readonly graph: Graph;
  readonly colors: Colors;
}

function graphOf({ spiders, edges }: DiagramBody): Graph {
  const graph = new Map<string, [string, string][]>([...spiders.keys()].map((id) => [id, []]));
  for (const { source, target, kind } of edges.values()) {
    graph.get(source)?.push([kind, target]);
    graph.get(target)?.push([kind, source]);
  }
  return graph;
}

function begin({ spiders, inputs, outputs }: DiagramBody): Colors {
  return new Map(
    [...spiders].map(([id, { kind, phase }]) => {
      const [input, output] = [inputs.indexOf(id), outputs.indexOf(id)];
      const said = canonicalAngle(phase ?? (kind === "H" ? "pi" : "0"));
      return [id, input >= 0 ? `in ${input}` : output >= 0 ? `out ${output}` : `${kind} ${said}`];
    }),
  );
}

/** Colors spiders by what is around them until nothing new is told apart, then tries pairs of those that look alike. */
function matched(a: Colored, b: Colored, trials: { left: number }): boolean {
  const names = new Map<string, string>();
  let [one, other] = [a.colors, b.colors];
  for (let last = 0; ; ) {
    names.clear();
    [one, other] = [refined({ ...a, colors: one }, names), refined({ ...b, colors: other }, names)];
    if (!same(counted(one), counted(other))) return false;
    if (names.size === last) break;
    last = names.size;
  }
  const alike = classesOf(one).filter(([, ids]) => ids.length > 1);
  const [first] = alike.sort(([, p], [, q]) => p.length - q.length);
  if (!first) return true;
  const [color, [pick = ""]] = first;
  const ids = classesOf(other).find(([name]) => name === color)?.[1] ?? [];
  return ids.some((id) => {
    trials.left -= 1;
    if (trials.left < 0) return false;
    const mark = (colors: Colors, chosen: string): Colors => new Map(colors).set(chosen, "picked");
    return matched({ ...a, colors: mark(one, pick) }, { ...b, colors: mark(other, id) }, trials);
  });
}

function refined({ graph, colors }: Colored, names: Map<string, string>): Colors {
  return new Map(
    [...graph].map(([id, legs]) => {
      const around = legs.map(([kind, end]) => `${kind}>${colors.get(end) ?? ""}`).sort();
      const key = `${colors.get(id) ?? ""}|${around.join(",")}`;
      const name = names.get(key) ?? String(names.size);
      names.set(key, name);
      return [id, name];
    }),
  );
}

function classesOf(colors: Colors): readonly (readonly [string, readonly string[]])[] {
  const classes = new Map<string, string[]>();
  for (const [id, color] of colors) classes.set(color, [...(classes.get(color) ?? []), id]);
  return [...classes];
}

const counted = (colors: Colors): readonly string[] => [...colors.values()].sort();
