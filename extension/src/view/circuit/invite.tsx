/** What an empty document says: three templates, a command to type, text to paste. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import { typedGates } from "../../commands/typed";
import { wireY } from "../../scene/layout";
import type { Viewport } from "../../state/state";
import { screenPoint } from "../../tools/viewport";
import { usePart } from "../workbench/cell";
import { makeTemplate } from "../workbench/templates";
import { takeText } from "../workbench/text-in";
import { useWorkbench, type Workbench } from "../workbench/workbench";

/** Px that cards with pictures take, and that anything here takes at least. */
const PICTURED = { width: 560, height: 270 };
const LEAST = { width: 236, height: 190 };
/** Of the zoom, which a phone has not. */
const ZOOM_HEIGHT = 44;

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Place extends Size {
  readonly left: number;
  readonly top: number;
}

/** Where there is room beside the wires, or below them; over all where there is none. */
function placeBeside(bench: Workbench, viewport: Viewport, { width, height }: Size): Place {
  const layout = bench.layout("shown");
  const { x, y } = screenPoint(viewport, {
    x: (layout?.width ?? 0) + 56,
    y: wireY(Math.max(0, (layout?.numQubits ?? 1) - 1), layout?.pitch) + 28,
  });
  const low = height - (bench.ui.value.size === "phone" ? 4 : ZOOM_HEIGHT);
  if (width - x >= LEAST.width) return { left: x, top: 8, width: width - x - 12, height: low - 8 };
  const top = low - y >= LEAST.height ? Math.max(8, y) : 8;
  return { left: 12, top, width: width - 24, height: low - top };
}

export function Invite({ size }: { readonly size: Size }): JSX.Element {
  const bench = useWorkbench();
  const templates = usePart(bench.ui, (ui) => ui.catalog.template);
  const viewport = usePart(bench.editor, (e) => e.state.viewport);
  usePart(bench.editor, (e) => e.state.document.body);
  const place = placeBeside(bench, viewport, size);
  const pictured = place.width >= PICTURED.width && place.height >= PICTURED.height;
  const [text, setText] = useState("");
  const [error, setError] = useState("");
  const submit = (event: Event): void => {
    event.preventDefault();
    if (/OPENQASM|qubit|qreg|#circuit=/.test(text)) {
      void takeText(bench, text);
      return;
    }
    const typed = typedGates(bench.state, text);
    if (typed && "step" in typed) bench.dispatch(typed.step);
    else setError(typed?.why ?? "Write a gate and its qubits, for example: cx 0 1");
  };
  return (
    <div
      class="qd-invite"
      data-plain={pictured ? undefined : ""}
      style={{
        left: `${place.left}px`,
        top: `${place.top}px`,
        width: `${place.width}px`,
        height: `${place.height}px`,
      }}
    >
      <h2>Draw an ansatz</h2>
      <div class="qd-phone-hide">Drag a gate onto a wire, or start from one of these</div>
      <div class="qd-cards">
        {templates
          .filter((row) => row.on_card)
          .map((row) => (
            <button key={row.name} type="button" class="qd-cardbutton" onClick={() => makeTemplate(bench, row)}>
              {pictured && <TemplatePicture name={row.name} />}
              {row.title}
            </button>
          ))}
      </div>
      <form onSubmit={submit} style={{ display: "flex", gap: "8px", justifyContent: "center" }}>
        <input
          class="qd-field"
          style={{ width: "min(320px, 100%)" }}
          value={text}
          placeholder="Type cx 0 1, or paste OpenQASM"
          aria-label="Type a gate or paste OpenQASM"
          onInput={(event) => {
            setText(event.currentTarget.value);
            setError("");
          }}
          onPaste={(event) => {
            const pasted = event.clipboardData?.getData("text/plain") ?? "";
            if (!/[;{\n]|#circuit=/.test(pasted) || typedGates(bench.state, pasted)) return;
            event.preventDefault();
            void takeText(bench, pasted);
          }}
        />
      </form>
      {error && (
        <div class="qd-error" role="alert" style={{ marginTop: "6px" }}>
          {error}
        </div>
      )}
    </div>
  );
}

/** A drawing in four wires of what a template makes. */
export function TemplatePicture({ name }: { readonly name: string }): JSX.Element {
  const wires = [6, 18, 30, 42];
  const boxes: Readonly<Record<string, string>> = {
    hva_tfim:
      "M34 2h14v20h-14zM34 26h14v20h-14zM54 14h14v20h-14z" +
      "M76 2h12v8h-12zM76 14h12v8h-12zM76 26h12v8h-12zM76 38h12v8h-12z",
    ry_rz_cx:
      "M14 2h12v8h-12zM14 14h12v8h-12zM14 26h12v8h-12zM14 38h12v8h-12z" +
      "M34 6v12M50 18v12M66 30v12M84 2h12v8h-12zM84 14h12v8h-12zM84 26h12v8h-12zM84 38h12v8h-12z",
    uccsd_h2: "M20 2h30v44h-30zM62 2h12v8h-12zM62 14h12v8h-12zM84 26v12M96 6v36",
  };
  return (
    <svg width={120} height={48} viewBox="0 0 120 48" fill="none" aria-hidden="true">
      {wires.map((y) => (
        <line key={y} x1={2} x2={118} y1={y} y2={y} stroke="var(--qd-wire)" />
      ))}
      <path d={boxes[name] ?? boxes["ry_rz_cx"]} fill="var(--qd-bg-raised)" stroke="currentColor" stroke-width={1.25} />
    </svg>
  );
}
