/** Fields on the canvas itself: the angles of a gate beside it, the name of a wire in its place. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

import { chosen } from "../../commands/command";
import { soleGate } from "../../commands/gate";
import { chosenQubit } from "../../commands/qubit";
import { anglesOf, findItem, isBlock, isCircuit, shapeOf } from "../../document/circuit";
import { circuitOf } from "../../document/level";
import { renameQubit } from "../../document/wires";
import { boxOf, wireY } from "../../scene/layout";
import { screenPoint } from "../../tools/viewport";
import { useEdit } from "../widgets/field-edit";
import { Cell, usePart } from "../workbench/cell";
import { contextOf } from "../workbench/run";
import { slot } from "../workbench/slot";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { GateAngle } from "./gate-angle";

type Edited = { readonly kind: "angle"; readonly id: string } | { readonly kind: "qubit"; readonly qubit: number };

/** What is edited on the canvas. */
const EDITED = slot(() => new Cell<Edited | null>(null));

/** Edits the angles of the one gate that is chosen. */
export function editAngle(bench: Workbench): void {
  const gate = soleGate(bench.state.document, chosen(contextOf(bench)));
  if (gate && anglesOf(gate[1]).length) bench.at(EDITED).set({ kind: "angle", id: gate[0] });
}

export function editQubit(bench: Workbench): void {
  const qubit = chosenQubit(contextOf(bench));
  const { body } = bench.state.document;
  if (isCircuit(body) && qubit < body.qubits.length) bench.at(EDITED).set({ kind: "qubit", qubit });
}

export function InPlace(): JSX.Element | null {
  const bench = useWorkbench();
  const cell = bench.at(EDITED);
  const edited = usePart(cell, (now) => now);
  const frame = useRef<HTMLDivElement>(null);
  const viewport = usePart(bench.editor, (e) => (edited ? e.state.viewport : null));
  usePart(bench.editor, (e) => (edited ? e.state.document.body : null));
  useLayoutEffect(() => {
    const field = frame.current?.querySelector("input");
    field?.focus({ preventScroll: true });
    field?.select();
  }, [edited]);
  useEffect(() => {
    if (!edited) return undefined;
    const within = (): boolean => frame.current?.matches(":focus-within") ?? false;
    // With the focus it goes, unless it has to say why its text was not taken.
    const left = (): void => {
      requestAnimationFrame(() => {
        if (!within() && !frame.current?.querySelector("[role=alert]")) cell.set(null);
      });
    };
    const pressed = (event: Event): void => {
      if (frame.current && !event.composedPath().includes(frame.current) && !within()) cell.set(null);
    };
    const element = frame.current;
    element?.addEventListener("focusout", left);
    window.addEventListener("pointerdown", pressed, true);
    return () => {
      element?.removeEventListener("focusout", left);
      window.removeEventListener("pointerdown", pressed, true);
    };
  }, [edited]);
  if (!edited || !viewport) return null;
  const at = edited.kind === "angle" ? besideGate(bench, edited.id) : { x: 8, y: besideWire(bench, edited.qubit) };
  if (!at) return null;
  return (
    <div
      ref={frame}
      class="qd-in-place"
      data-part="in-place"
      style={{ left: `clamp(8px, ${at.x}px, 100% - 280px)`, top: `clamp(8px, ${at.y}px, 100% - 92px)` }}
    >
      {edited.kind === "angle" ? <Angles id={edited.id} /> : <WireName qubit={edited.qubit} />}
    </div>
  );
}

function besideGate(bench: Workbench, id: string): { readonly x: number; readonly y: number } | null {
  const placed = bench.layout("document")?.byId.get(id);
  if (!placed) return null;
  const { left, bottom } = boxOf(placed);
  return screenPoint(bench.state.viewport, { x: left, y: bottom + 6 });
}

function besideWire(bench: Workbench, qubit: number): number {
  return screenPoint(bench.state.viewport, { x: 0, y: wireY(qubit, bench.pitch) }).y - 18;
}

/** The angles of a gate; what can be taken with one click where there is one alone. */
function Angles({ id }: { readonly id: string }): JSX.Element | null {
  const body = circuitOf(useWorkbench().state.document);
  const found = findItem(body.operations, id);
  if (!found || isBlock(found.item)) return null;
  const { item } = found;
  const around = found.blocks.length ? findItem(body.operations, found.blocks.at(-1) ?? "")?.item : undefined;
  const formal = shapeOf(item.gate, body.gates)?.angles ?? [];
  return (
    <>
      {formal.map((name, k) => (
        <GateAngle
          key={k}
          id={id}
          index={k}
          text={anglesOf(item)[k] ?? "0"}
          formal={name}
          block={around && isBlock(around) ? around : null}
          bare={formal.length > 1}
        />
      ))}
    </>
  );
}

function WireName({ qubit }: { readonly qubit: number }): JSX.Element {
  const bench = useWorkbench();
  const [error, edit, forget] = useEdit();
  const name = circuitOf(bench.state.document).qubits[qubit] ?? "";
  const take = (text: string): boolean => edit("qubit.rename", () => renameQubit(bench.state.document, qubit, text));
  return (
    <>
      <input
        class="qd-field"
        aria-label={`Name of qubit ${qubit}`}
        spellcheck={false}
        defaultValue={name}
        onInput={forget}
        onBlur={(event) => take(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
          const field = event.currentTarget;
          if (event.key === "Escape") field.value = name;
          if (event.key === "Escape" || (event.key === "Enter" && take(field.value))) {
            event.preventDefault();
            bench.focusCanvas();
          }
        }}
      />
      {error && (
        <div class="qd-error" role="alert">
          {error}
        </div>
      )}
    </>
  );
}
