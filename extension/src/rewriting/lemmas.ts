/** Lemmas as rules: a row for each way that one goes; as qdesign/proofs/lemma.py. */

import type { DiagramBody } from "../document/circuit";
import type { Lemma } from "../document/lemmas";
import { Edit } from "./edit";
import type { RuleRow } from "./index";
import { LEMMA } from "./rules.generated";

/** Translated from qdesign/zx/lemma_matching.py. */
interface Matching {
  readonly searched: (side: Edit) => readonly string[];
  readonly places: (edit: Edit, side: Edit) => readonly (readonly string[])[];
  readonly replaceCopy: (
    edit: Edit,
    names: readonly string[],
    side: Edit,
    ends: readonly string[],
    other: Edit,
    otherEnds: readonly string[],
  ) => void;
}

const MATCHING = LEMMA as Matching;

const rows = new WeakMap<Lemma, readonly RuleRow[]>();

/** A lemma from left to right, and from right to left where both sides have the same parameters. */
export function lemmaRows(lemma: Lemma): readonly RuleRow[] {
  let made = rows.get(lemma);
  if (!made) {
    const { left, right } = lemma;
    const same = symbolsOf(left).join("\n") === symbolsOf(right).join("\n");
    made = [...way(lemma, left, right, false), ...(same ? way(lemma, right, left, true) : [])];
    rows.set(lemma, made);
  }
  return made;
}

function way({ name }: Lemma, from: DiagramBody, to: DiagramBody, backwards: boolean): readonly RuleRow[] {
  const [side, other] = [new Edit(from), new Edit(to)];
  // A wire, or nothing, stands everywhere.
  if (!MATCHING.searched(side).length) return [];
  const endsOf = ({ inputs, outputs }: DiagramBody): string[] => [...inputs, ...outputs];
  return [
    {
      name: `${backwards ? "lemma-back" : "lemma"}:${name}`,
      title: backwards ? `${name}, backwards` : name,
      group: "Lemmas",
      help: backwards
        ? "The right side of the lemma becomes the left one"
        : "The left side of the lemma becomes the right one",
      key: "",
      options: [],
      gesture: "",
      takesEdge: false,
      sure: true,
      reverse: "",
      example: "",
      selection: [],
      lemma: { name, backwards },
      match: (edit) => MATCHING.places(edit, side),
      change: (edit, names) => MATCHING.replaceCopy(edit, names, side, endsOf(from), other, endsOf(to)),
    },
  ];
}

function symbolsOf({ spiders }: DiagramBody): readonly string[] {
  const edit = new Edit({ kind: "diagram", spiders, edges: new Map(), inputs: [], outputs: [] });
  return [...new Set([...edit.spiders.values()].flatMap(({ phase }) => phase.symbols))].sort();
}
