/** Which gates and parameters an observable can see; whether these do move it, Python looks at. */

import { type CircuitBody, isBlock, type Operation, walk, withoutFinalMeasurements } from "../document/circuit";
import { freeNames } from "../document/formula";
import { parametersOfItems } from "../document/uses";
import { count } from "../scene/describe";
import { type Seen, seenBy } from "./seen";
import { figure, inputsCounted, type Making, NO_PARAMETERS, type OfCircuit } from "./subject";

/** Dead parameters of which it is said why, at most. */
const MOST_REASONS = 20;

export function* lightCone({ body, observable }: OfCircuit): Making {
  const named = { name: "light_cone", title: "Light cone", cell: "qd.analyze.light_cone(c, H)" };
  const seen = yield* seenBy(body, observable ?? new Map());
  if (!seen)
    return figure({ ...named, value: null, says: "The circuit has too many gates to be followed back in the page." });
  const gates = sidesOf(body, seen);
  const all = [...parametersOfItems(body, new Set([...gates.inside, ...gates.outside]))];
  const dead = deadIn(seen, all);
  const may = all.length - dead.size;
  const why = [...dead].slice(0, MOST_REASONS).map(([name, words]) => `${name} is dead: ${words}.`);
  if (dead.size > why.length) why.push(`${(dead.size - why.length).toLocaleString("en")} more are dead.`);
  const widest = seen.widths.reduce((most, width) => Math.max(most, width), 0);
  return figure({
    ...named,
    ...(may
      ? {
          ...{ value: may, unit: `of ${all.length} parameters may move it`, basis: "an upper bound" },
          ...{ verdict: dead.size ? `at least ${dead.size} dead` : "an upper bound" },
        }
      : {
          ...{ value: 0, unit: all.length ? `of ${all.length} parameters can move it` : "parameters", basis: "exact" },
          verdict: all.length ? `${dead.size} dead` : NO_PARAMETERS,
        }),
    tone: dead.size ? "warn" : "plain",
    says:
      `The widest term depends on ${widest} of ${count(body.qubits.length, "qubit")}.` +
      (may ? " Slopes were not looked at." : ""),
    convention: { start: "|0…0⟩", by: "commutation and parity of Pauli strings" },
    conditions: ["cannot: for all values of the parameters", "unitary, from |0…0⟩", ...inputsCounted(all)],
    source: "Bravyi, Gosset, Movassagh, arXiv:1909.11485",
    reasons: why.map((words) => ({ holds: true, words, detail: "" })),
    gates,
    columns: {
      parameter: all,
      "may move it": all.map((name) => !dead.has(name)),
      why: all.map((name) => dead.get(name) ?? ""),
    },
  });
}

/** Items that are seen, and those that are not. */
function sidesOf(body: CircuitBody, { turns, why }: Seen): { readonly inside: string[]; readonly outside: string[] } {
  const seen = new Set<Operation>(turns.flatMap(({ drawn }, k) => (drawn && !why[k] ? [drawn] : [])));
  const [inside, outside]: [string[], string[]] = [[], []];
  for (const [id, item] of withoutFinalMeasurements(body).operations) {
    const own = isBlock(item) ? [...walk(item.operations)].map(([, each]) => each) : [item];
    if (!isBlock(item) && item.gate === "barrier") continue;
    (own.some((each) => !isBlock(each) && seen.has(each)) ? inside : outside).push(id);
  }
  return { inside, outside };
}

/** Why a parameter cannot move the energy at any values, of those that cannot. */
function deadIn({ turns, why }: Seen, names: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map(names.map((name) => [name, new Set<string>()]));
  turns.forEach((turn, k) => {
    for (const name of freeNames(turn.names)) found.get(name)?.add(why[k] ?? "");
  });
  const dead = [...found].filter(([, whys]) => !whys.has(""));
  return new Map(dead.map(([name, whys]) => [name, [...whys].sort().join("; ") || "no gate has it"]));
}
