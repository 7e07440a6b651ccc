/** What an empty document says: three templates, a command to type, text to paste. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import { typedGates } from "../../commands/typed";
import { usePart } from "../workbench/cell";
import { makeTemplate } from "../workbench/templates";
import { takeText } from "../workbench/text-in";
import { useWorkbench } from "../workbench/workbench";

export function Invite(): JSX.Element {
  const bench = useWorkbench();
  const templates = usePart(bench.ui, (ui) => ui.catalog.template);
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
    <div class="qd-invite">
      <h2>Draw an ansatz</h2>
      <div>Drag a gate onto a wire, or start from one of these</div>
      <div class="qd-cards">
        {templates
          .filter((row) => row.on_card)
          .map((row) => (
            <button key={row.name} type="button" class="qd-cardbutton" onClick={() => makeTemplate(bench, row)}>
              <TemplatePicture name={row.name} />
              {row.title}
            </button>
          ))}
      </div>
      <form onSubmit={submit} style={{ display: "flex", gap: "8px", justifyContent: "center" }}>
        <input
          class="qd-field"
          style={{ width: "320px" }}
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
