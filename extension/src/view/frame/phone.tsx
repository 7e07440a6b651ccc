/** On a phone: the selected gate with its sliders, and the state and energy in one strip. */

import type { JSX } from "preact";
import { useRef } from "preact/hooks";

import { anglesOf, findItem, isBlock, isCircuit, wiresOf } from "../../document/circuit";
import { withOpenControls } from "../../document/edit";
import type { Cargo } from "../../document/put-down";
import { parametersOfItems } from "../../document/uses";
import { originWords } from "../../live/origin";
import { parameterColors } from "../../scene/colors";
import { wires } from "../../scene/describe";
import { labelOf } from "../../scene/look";
import { fixedText } from "../../scene/math";
import { shownDocument } from "../../state/state";
import { diagram } from "../diagram/room";
import { Slider } from "../widgets/slider";
import { AngleText, NameText } from "../widgets/typeset";
import { usePart } from "../workbench/cell";
import { isLabeled, measureOf } from "../workbench/labeled";
import { useOutput, whyNone, writeText } from "../workbench/output";
import { useWorkbench } from "../workbench/workbench";

const MOST_SLIDERS = 3;
const MOST_SHORT = 1;

export function PhoneSheet(): JSX.Element {
  const bench = useWorkbench();
  const shown = usePart(bench.editor, (e) => shownDocument(e.state));
  const selection = usePart(bench.editor, (e) => e.state.selection);
  const short = usePart(bench.ui, (ui) => ui.short);
  const picked = usePart(bench.editor, ({ state: { tool } }) =>
    tool.kind === "placing" && tool.sticky ? cargoName(tool.cargo) : "",
  );
  const { body } = shown;
  const [id] = selection;
  const found = isCircuit(body) && id !== undefined && selection.size === 1 ? findItem(body.operations, id) : null;
  const used = parametersOfItems(body, selection);
  const colors = parameterColors(shown);
  const listed = (used.size ? shown.parameters.filter((p) => used.has(p.name)) : shown.parameters).slice(
    0,
    short ? MOST_SHORT : MOST_SLIDERS,
  );
  const item = found && !isBlock(found.item) ? withOpenControls(found.item) : null;
  const inside =
    found?.blocks.length && isCircuit(body) ? findItem(body.operations, found.blocks.at(-1) ?? "")?.item : undefined;
  const block = inside && isBlock(inside) ? inside : null;
  if (!isCircuit(body))
    return (
      <section class="qd-sheet" aria-label="Selected spiders">
        <diagram.SelectedSpiders body={body} />
      </section>
    );
  return (
    <section class="qd-sheet" aria-label="Selected gate">
      {(item || picked || !short) && (
        <div class="qd-head" style={{ minHeight: "44px" }}>
          {picked ? (
            <span role="status">
              <strong>{picked}</strong> is picked: tap where it goes
            </span>
          ) : item && isCircuit(body) ? (
            <>
              <strong>{labelOf(item.gate)}</strong>
              <span class="qd-quiet" style={{ margin: 0 }}>
                {wires(wiresOf(item), body)}
                {block ? ` in block × ${block.count}` : ""}
              </span>
              {anglesOf(item)[0] !== undefined && (
                <button
                  type="button"
                  class="qd-button"
                  data-look="line"
                  style={{ marginLeft: "auto", height: "44px" }}
                  aria-label="Edit the angle"
                  onClick={() => bench.ui.patch({ pane: "parameters" })}
                >
                  <AngleText
                    text={anglesOf(item)[0] ?? "0"}
                    size={18}
                    indexed={new Set(block?.indexed?.keys() ?? [])}
                  />
                </button>
              )}
            </>
          ) : (
            <span class="qd-quiet" style={{ margin: 0 }}>
              Tap a gate, or open the gates by the menu
            </span>
          )}
        </div>
      )}
      {listed.map((parameter) => {
        const color = colors.get(parameter.name);
        return (
          color && (
            <div key={parameter.name} class="qd-sheet-row">
              <NameText name={parameter.name} size={17} />
              <Slider parameter={parameter} color={color} />
              <span style={{ textAlign: "right" }}>{fixedText(parameter.value, 2)}</span>
            </div>
          )
        );
      })}
      <Strip />
    </section>
  );
}

/** What a tap would place, as it is named. */
function cargoName(cargo: Cargo): string {
  if (cargo.kind === "gate") return labelOf(cargo.gate) || cargo.gate;
  return cargo.kind === "display" ? "A display" : "A part of the circuit";
}

function Strip(): JSX.Element {
  const bench = useWorkbench();
  const path = useRef<SVGPathElement>(null);
  const energy = useRef<HTMLElement>(null);
  const exact = usePart(bench.ui, (ui) => ui.problem?.exact ?? null);
  const observable = usePart(bench.editor, (e) => shownDocument(e.state).observable !== undefined);
  const labeled = usePart(bench.editor, (e) => isLabeled(bench, shownDocument(e.state)));
  const wide = usePart(bench.editor, () => bench.isWide);
  useOutput("bars", (output) => {
    if (output?.kind !== "probabilities") return;
    const step = 206 / output.values.length;
    const most = Math.max(0.01, ...output.values);
    let d = "";
    output.values.forEach((value, k) => {
      d += `M${k * step} 56v${(-52 * value) / most}h${Math.max(1, step - 3)}V56z`;
    });
    path.current?.setAttribute("d", d);
  });
  const words = useRef<HTMLDivElement>(null);
  useOutput("energy", (output) => {
    writeText(words.current, output?.kind === "energy" ? originWords(output.origin) : whyNone(bench, output));
    if (energy.current) energy.current.textContent = output?.kind === "energy" ? fixedText(output.energy, 4) : "—";
  });
  return (
    <div class="qd-strip">
      {!wide && (
        <svg
          width={206}
          height={58}
          viewBox="0 0 206 58"
          preserveAspectRatio="none"
          role="img"
          aria-label="Probabilities"
        >
          <path ref={path} class="qd-bar" />
        </svg>
      )}
      {observable && (
        <div style={{ textAlign: "right", marginLeft: "auto" }}>
          <div class="qd-quiet">{measureOf(labeled, [])}</div>
          <strong ref={energy} style={{ fontSize: "20px", display: "block", lineHeight: 1.2 }}>
            —
          </strong>
          <div ref={words} class="qd-quiet" data-part="energy-origin" />
          {exact !== null && <div class="qd-quiet">lowest {fixedText(exact, 4)}</div>}
        </div>
      )}
    </div>
  );
}
