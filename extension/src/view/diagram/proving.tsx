/** Draw or prove: the switch, what a gesture would take beside the pointer, and that an edit by hand proves nothing. */

import type { JSX } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { type DiagramBody, isCircuit } from "../../document/circuit";
import { filmOf } from "../../document/film";
import { proofOf } from "../../document/proof";
import { type DiagramScene, spokenWords } from "../../scene/diagram";
import type { Point, ToolState, Viewport } from "../../state/state";
import { titleOf } from "../../tools/gestures";
import { usePart } from "../workbench/cell";
import { askedBy } from "../workbench/looked";
import { useWorkbench } from "../workbench/workbench";
import { PROVING, setProving } from "./tool";

/** Says what gestures and letters do. */
export function Mode(): JSX.Element {
  const bench = useWorkbench();
  const proving = usePart(bench.at(PROVING), (now) => now);
  const modes = [
    [false, "Draw", "Draw: gestures and letters edit the diagram, and its map may change (Q)"],
    [true, "Prove", "Prove: gestures and letters take rules, each checked to keep the map (Q)"],
  ] as const;
  return (
    <span class="qd-segments qd-mode" role="group" aria-label="Draw or prove">
      {modes.map(([value, word, title]) => (
        <button
          key={word}
          type="button"
          aria-pressed={proving === value}
          title={title}
          onClick={() => setProving(bench, value)}
        >
          {word}
        </button>
      ))}
    </span>
  );
}

/** On a phone, where the line above the drawing has no room: which step of how many is drawn. */
export function StepChip(): JSX.Element | null {
  const words = useStepWords().replace(/ · $/, "");
  const bench = useWorkbench();
  const phone = usePart(bench.ui, (ui) => ui.size === "phone");
  const many = usePart(bench.editor, (e) => proofOf(e.state.document)?.steps.size ?? 0);
  return phone && words ? (
    <span class="qd-step-chip">
      {words} of {many}
    </span>
  ) : null;
}

/** Which step of a proof is drawn: "step 2b · "; empty where there is no proof. */
export function useStepWords(): string {
  const stored = usePart(useWorkbench().editor, (e) => e.state.document);
  return useMemo(() => {
    const proof = proofOf(stored);
    const label = proof && filmOf(proof).find(({ id }) => id === proof.at)?.label;
    return label ? `${label === "0" ? "start" : `step ${label}`} · ` : "";
  }, [stored.proof]);
}

export function strokePath(points: readonly Point[]): string {
  return points.map(({ x, y }, k) => `${k ? "L" : "M"}${x} ${y}`).join("");
}

/** The rule that letting go would take, or why there is none. */
export function Chip({ scene, view }: { readonly scene: DiagramScene; readonly view: Viewport }): JSX.Element | null {
  const bench = useWorkbench();
  const tool = usePart(bench.editor, (e) => e.state.tool);
  const asked = askedBy(tool);
  const { body } = bench.state.document;
  const at = asked && placeOf(tool, scene);
  if (!asked || !at) return null;
  return (
    <div
      class="qd-gesture"
      role="status"
      data-refused={asked.kind === "none" ? "" : undefined}
      style={{
        left: `min(${(at.x - view.x) * view.zoom + 18}px, 100% - ${asked.kind === "rule" ? 160 : 268}px)`,
        top: `${(at.y - view.y) * view.zoom + 18}px`,
      }}
    >
      {asked.kind === "rule" ? titleOf(asked.rule) : isCircuit(body) ? asked.why : spokenWords(body, asked.why)}
    </div>
  );
}

function placeOf(tool: ToolState, scene: DiagramScene): Point | null {
  if (tool.kind === "stroking") return tool.points.at(-1) ?? null;
  return tool.kind === "moving" ? (scene.byId.get(tool.onto ?? tool.id) ?? null) : null;
}

/** A document with a proof is proved on, until the person draws. */
export function useProved(): void {
  const bench = useWorkbench();
  const proved = usePart(bench.editor, (e) => e.state.document.proof !== undefined);
  useEffect(() => {
    if (proved) setProving(bench, true);
  }, [bench, proved]);
}

/** While proving, an edit that is no rule is done, and told of. */
export function useEditsTold(): void {
  const bench = useWorkbench();
  useEffect(
    () =>
      bench.store.subscribe(({ state }, before, { intent, origin }) => {
        if (!bench.at(PROVING).value || origin !== "person" || /^(zx\.rule|proof)\./.test(intent)) return;
        const [now, was] = [state.document.body, before.state.document.body];
        if (now === was || isCircuit(now) || isCircuit(was) || sameMap(now, was)) return;
        bench.say("ok", "An edit, not a rule: the map may have changed. Undo takes it back.");
      }),
    [bench],
  );
}

/** Do two diagrams differ in places alone? */
function sameMap(a: DiagramBody, b: DiagramBody): boolean {
  if (a.edges !== b.edges || a.inputs !== b.inputs || a.outputs !== b.outputs) return false;
  if (a.spiders.size !== b.spiders.size) return false;
  return [...a.spiders].every(([id, { kind, phase }]) => {
    const other = b.spiders.get(id);
    return other?.kind === kind && other.phase === phase;
  });
}
