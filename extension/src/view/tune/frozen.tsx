/** Parameters that Optimize leaves where they are: the lock beside each slider. They belong to the page. */

import type { JSX } from "preact";

import { radiansAngle } from "../../document/angle";
import type { Document } from "../../document/circuit";
import { substituteEverywhere } from "../../document/parameters";
import { plainName } from "../../scene/math";
import { Icon } from "../widgets/icons";
import { Cell, usePart } from "../workbench/cell";
import { slot } from "../workbench/slot";
import { useWorkbench, type Workbench } from "../workbench/workbench";

const FROZEN = slot(() => new Cell<ReadonlySet<string>>(new Set()));

/** The frozen parameters that the drawing has. */
export function frozenOf(bench: Workbench): readonly string[] {
  const frozen = bench.at(FROZEN).value;
  return bench.shown.parameters.flatMap(({ name }) => (frozen.has(name) ? [name] : []));
}

export function useFrozen(bench: Workbench): readonly string[] {
  return usePart(bench.at(FROZEN), () => frozenOf(bench).join("\n"))
    .split("\n")
    .filter(Boolean);
}

/** Freezes or lets go; none are left frozen where none are named. */
export function freeze(bench: Workbench, names: readonly string[], on: boolean): void {
  const next = new Set(bench.at(FROZEN).value);
  for (const name of names) {
    if (on) next.add(name);
    else next.delete(name);
  }
  bench.at(FROZEN).set(next);
}

/** A lock goes with its parameter to another name. */
export function renameFrozen(bench: Workbench, from: string, to: string): void {
  if (!bench.at(FROZEN).value.has(from)) return;
  freeze(bench, [from], false);
  freeze(bench, [to], true);
}

/** Another drawing was brought whose parameters mean something else: none of them is frozen. */
export function followFrozen(bench: Workbench): () => void {
  let known = bench.state.document;
  return bench.editor.subscribe(({ state: { document } }) => {
    const before = known;
    known = document;
    if (document.body === before.body || !bench.at(FROZEN).value.size) return;
    const had = new Set(before.parameters.map(({ name }) => name));
    // A gate that goes takes its own along; only where all are gone or new is it another drawing.
    if (!document.parameters.some(({ name }) => had.has(name))) bench.at(FROZEN).set(new Set());
  });
}

/** The body with numbers in place of frozen parameters. */
export function fixedAt(document: Document, frozen: readonly string[]): Document["body"] {
  if (!frozen.length) return document.body;
  const values = new Map(document.parameters.map(({ name, value }) => [name, value]));
  return substituteEverywhere(document, new Map(frozen.map((name) => [name, radiansAngle(values.get(name) ?? 0)])))
    .body;
}

/** The lock of one parameter. */
export function Lock({ name }: { readonly name: string }): JSX.Element {
  const bench = useWorkbench();
  const on = usePart(bench.at(FROZEN), (frozen) => frozen.has(name));
  return (
    <button
      type="button"
      class="qd-lock"
      aria-pressed={on}
      aria-label={`Freeze ${plainName(name)}`}
      title={on ? "Frozen: Optimize leaves it where it is. Let it go" : "Freeze: Optimize leaves it where it is"}
      onClick={() => freeze(bench, [name], !on)}
    >
      <Icon name={on ? "lock" : "unlocked"} size={12} />
    </button>
  );
}

/** How many are frozen, and the way to let all go. */
export function FrozenNote(): JSX.Element | null {
  const bench = useWorkbench();
  const frozen = useFrozen(bench);
  const count = usePart(bench.editor, () => frozenOf(bench).length);
  if (!count) return null;
  return (
    <div class="qd-quiet qd-ended" data-part="frozen">
      {count === 1 ? `${plainName(frozen[0] ?? "")} is frozen.` : `${count} parameters are frozen.`}{" "}
      <button type="button" class="qd-link" onClick={() => freeze(bench, frozen, false)}>
        {count === 1 ? "Let it go" : "Let all go"}
      </button>
    </div>
  );
}
