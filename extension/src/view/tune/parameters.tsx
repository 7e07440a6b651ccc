/**
 * The parameters: one row each with slider, number and gradient; range, name, play behind the name. It is long because
 * all of a row is here.
 */

import { Component, type JSX } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

import { chosenParameter } from "../../commands/parameter";
import { angleAt, readAngle } from "../../document/angle";
import { type Document, isCircuit, type Parameter, unusedOf } from "../../document/circuit";
import { attempt } from "../../document/errors";
import { isInput } from "../../document/inputs";
import { removeParameter, renameParameter, setRange, setValues } from "../../document/parameters";
import { formulasOf, gatesUsing, parametersOfItems } from "../../document/uses";
import type { Origin } from "../../live/origin";
import { type ParameterColor, parameterGroups } from "../../scene/colors";
import { exactText, fixedText, namePiece, plainName } from "../../scene/math";
import { looksElsewhere, NO_SELECTION, shownDocument } from "../../state/state";
import { aside, step } from "../../state/transaction";
import { swatchOf } from "../drawing/gates";
import { BitSwitch } from "../widgets/bit-switch";
import { useDraft } from "../widgets/field-edit";
import { Icon } from "../widgets/icons";
import { Slider } from "../widgets/slider";
import { copyText, useTips } from "../widgets/tips";
import { NameText } from "../widgets/typeset";
import { Cell, usePart } from "../workbench/cell";
import { FIGURES, independentText, numEnough, type Rank, rankOf, redundantGates } from "../workbench/figures";
import { isLabeled } from "../workbench/labeled";
import { useOutput } from "../workbench/output";
import { contextOf } from "../workbench/run";
import { slot } from "../workbench/slot";
import { MENU } from "../workbench/slots";
import { useWorkbench, type Workbench } from "../workbench/workbench";
import { Chunks } from "./chunks";
import { Formulas } from "./formulas";
import { Lock, renameFrozen } from "./frozen";
import { SliderCut } from "./part";
import { play, stopPlaying } from "./tuning";

/** Px of a name at most, so that its slider has room. */
const WIDEST_NAME = 92;
/** Names beyond this many do not make the column wider. */
const MOST_MEASURED = 200;

/** The parameter whose details are shown, and whether it is to be renamed. */
const OPEN = slot(() => new Cell<{ readonly name: string; readonly rename: boolean } | null>(null));

/** Shows the details of the parameter that is meant, its name ready to be typed over. */
export function askForName(bench: Workbench): void {
  const name = chosenParameter(contextOf(bench));
  if (name === null) return;
  if (bench.ui.value.size === "phone") bench.ui.patch({ pane: "parameters" });
  bench.at(OPEN).set({ name, rename: true });
}

export function copyValue(bench: Workbench): void {
  const name = chosenParameter(contextOf(bench));
  const value = bench.state.document.parameters.find((p) => p.name === name)?.value;
  if (value !== undefined) copyText(bench, String(value));
}

export function Parameters(): JSX.Element | null {
  const bench = useWorkbench();
  const parameters = usePart(bench.editor, (e) => shownDocument(e.state).parameters);
  const body = usePart(bench.editor, (e) => shownDocument(e.state).body);
  const selection = usePart(bench.editor, (e) => e.state.selection);
  const observable = usePart(bench.editor, (e) => shownDocument(e.state).observable);
  const elsewhere = usePart(bench.editor, (e) => looksElsewhere(e.state));
  const inside = usePart(bench.editor, (e) => e.state.outer?.name);
  const used = useMemo(() => parametersOfItems(body, selection), [body, selection]);
  const unused = useMemo(() => new Set(unusedOf(body)), [body]);
  const open = usePart(bench.at(OPEN), (now) => now?.name ?? null);
  const setOpen = (name: string): void => bench.at(OPEN).set(open === name ? null : { name, rename: false });
  const names = usePart(bench.editor, (e) =>
    shownDocument(e.state)
      .parameters.map(({ name }) => name)
      .join("\n"),
  );
  const groups = useMemo(() => parameterGroups(bench.shown), [body, names]);
  const room = useMemo(() => roomFor(bench, names.split("\n")), [names]);
  const rank = usePart(bench.at(FIGURES), (figures) => rankOf(figures, body));
  const redundant = useMemo(() => new Map(rank?.redundant.map((each) => [each.name, each.becomes])), [rank]);
  if (!parameters.length) {
    return (
      <div class="qd-section">
        <div class="qd-head">
          <h2>{inside ? `Parameters of ${inside}` : "Parameters"}</h2>
        </div>
        <div class="qd-quiet">None yet. A rotation brings one along, or write a name such as gamma into an angle.</div>
      </div>
    );
  }
  const byName = new Map(parameters.map((p) => [p.name, p]));
  const canOptimize = observable !== undefined;
  const labeled = isLabeled(bench, bench.shown);
  const rows = groups.flatMap((group) =>
    group.names.flatMap((name, k) => {
      const parameter = byName.get(name);
      if (!parameter) return [];
      const layered = group.names.length > 1;
      const strength = layered ? Math.min(2, Math.floor((3 * k) / group.names.length)) : 0;
      const row = (
        <Row
          key={name}
          parameter={parameter}
          color={{ ...group.color, strength }}
          first={k === 0 && layered}
          becomes={redundant.get(name) ?? null}
          unused={unused.has(name)}
          lit={used.has(name)}
          open={open === name}
          onOpen={() => setOpen(name)}
          gradient={canOptimize}
        />
      );
      return [{ name, row }];
    }),
  );
  return (
    <div class="qd-section" data-part="parameters" inert={elsewhere}>
      <div class="qd-head">
        <h2>{inside ? `Parameters of ${inside}` : "Parameters"}</h2>
        <span class="qd-quiet">{parameters.length}, rad</span>
        <span class="qd-quiet qd-right">{canOptimize ? (labeled ? "gradient of ⟨Z₀⟩" : "gradient") : ""}</span>
      </div>
      {rank && rank.redundant.length > 0 && <Redundancy rank={rank} />}
      <NoValue />
      <div class="qd-params" style={{ "--qd-pname": `${room}px` }}>
        <Chunks rows={rows.map(({ row }) => row)} open={rows.findIndex(({ name }) => name === open)} />
      </div>
      <Formulas />
    </div>
  );
}

/** Which formula of parameters has no value, or no slope, at the values now. */
function NoValue(): JSX.Element | null {
  const bench = useWorkbench();
  const why = usePart(bench.live, (result) => {
    const said = result?.kind === "state" ? result.outputs.get("gradient") : result;
    return said && "atValues" in said && said.atValues ? said.why : "";
  });
  if (!why) return null;
  return (
    <div class="qd-warning" role="status" data-part="no-value">
      <span>{why}</span>
    </div>
  );
}

/** Px of the longest name, within bounds that leave its slider room. */
function roomFor(bench: Workbench, names: readonly string[]): number {
  const widths = names
    .slice(0, MOST_MEASURED)
    .map((name) => namePiece(name, { size: 15, room: WIDEST_NAME, measure: bench.measure }).width);
  return Math.ceil(Math.max(26, Math.min(WIDEST_NAME + 3, Math.max(0, ...widths) + 3)));
}

/** How many parameters are enough, which ones move nothing new, and the way to do without them. */
function Redundancy({ rank }: { readonly rank: Rank }): JSX.Element {
  const bench = useWorkbench();
  const names = usePart(bench.editor, (e) => e.state.document.parameters.map((p) => p.name).join("\n")).split("\n");
  const formulas = usePart(bench.editor, (e) => formulasOf(e.state.document.body, new Set(names)).length > 0);
  const body = usePart(bench.editor, (e) => e.state.document.body);
  const proving = usePart(bench.editor, (e) => e.state.document.proof !== undefined);
  const ends = proving && redundantGates(body, rank).size === 0;
  const gone = new Set(rank.redundant.map(({ name }) => name));
  const left = numEnough(rank);
  return (
    <div data-part="redundancy">
      <div class="qd-independent">
        <strong>{independentText(rank)}</strong> <span class="qd-quiet">independent of {rank.num_parameters}</span>
      </div>
      {names.length <= 64 && (
        <div class="qd-tally" aria-hidden="true">
          {names.map((name) => (
            <i key={name} data-gone={gone.has(name) ? "" : undefined} />
          ))}
        </div>
      )}
      <div class="qd-warning">
        <span>
          <strong>{gone.size === 1 ? "1 moves" : `${gone.size} move`} nothing new.</strong> Same states with {left}.
        </span>
        <button
          type="button"
          class="qd-button"
          data-look="main"
          title={
            ends
              ? "They meet in one angle already: the proof ends, and they are set to 0. Undone with Ctrl+Z"
              : "Set them to 0 and give their part to the others; checked, and undone with Ctrl+Z"
          }
          onClick={() => bench.effect("drop-redundant")}
        >
          {ends ? "End the proof and reduce" : "Reduce"} to {left}
        </button>
      </div>
      {formulas && <div class="qd-quiet">Formulas are taken as independent: what they depend on stays.</div>}
    </div>
  );
}

/** Where the part of a redundant parameter goes, in one line. */
function becomesWords(becomes: Readonly<Record<string, string>>): string {
  const others = Object.keys(becomes).map(plainName);
  return others.length ? `Redundant: ${others.join(", ")} can take its part` : "Redundant: it changes nothing";
}

interface RowProps {
  readonly parameter: Parameter;
  readonly color: ParameterColor;
  readonly first: boolean;
  /** Set for a redundant parameter: what others become without it. */
  readonly becomes: Readonly<Record<string, string>> | null;
  /** Has no gate it? */
  readonly unused: boolean;
  readonly lit: boolean;
  readonly open: boolean;
  readonly gradient: boolean;
  readonly onOpen: () => void;
}

/** Draws again only when its own parameter changed: a slider that moves leaves the others alone. */
class Row extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    const { parameter, color, first, lit, open, gradient, becomes, unused } = this.props;
    return (
      becomes !== next.becomes ||
      unused !== next.unused ||
      parameter !== next.parameter ||
      first !== next.first ||
      lit !== next.lit ||
      open !== next.open ||
      gradient !== next.gradient ||
      color.hue !== next.color.hue ||
      color.hatched !== next.color.hatched ||
      color.strength !== next.color.strength
    );
  }

  override render(props: RowProps): JSX.Element {
    return <RowInside {...props} />;
  }
}

function RowInside({ parameter, color, first, lit, open, gradient, becomes, unused, onOpen }: RowProps): JSX.Element {
  const bench = useWorkbench();
  const { name } = parameter;
  const bit = usePart(bench.editor, ({ state: { document } }) => isBoolean(document.body, name));
  const input = usePart(bench.editor, ({ state: { document } }) => isInput(name) && isLabeled(bench, document));
  const locks = gradient && !unused && !input;
  const held = usePart(bench.editor, ({ state: { tool } }) => tool.kind === "sliding" && tool.parameter === name);
  // A row that goes is not left by the pointer.
  const unlight = (): void => {
    if (bench.state.lit.size) bench.dispatch(aside("parameter.hover", { lit: NO_SELECTION }));
  };
  useEffect(() => unlight, []);
  return (
    <>
      <div
        class="qd-param"
        data-first={first ? "" : undefined}
        data-lit={lit ? "" : undefined}
        data-locks={locks ? "" : undefined}
        data-redundant={becomes ? "" : undefined}
        title={unused ? "Not used by any gate" : becomes ? becomesWords(becomes) : undefined}
        onContextMenu={(event) => {
          // Fields keep the browser's own menu, and a slider that is held is not let go.
          const held = bench.state.tool.kind === "sliding" || (event.target as Element).matches("input");
          if (held || event.shiftKey) return;
          event.preventDefault();
          event.stopPropagation();
          bench.at(MENU).set({ thing: "parameter", parameter: name, at: { x: event.clientX, y: event.clientY } });
        }}
        onPointerEnter={() => bench.dispatch(aside("parameter.hover", { lit: gatesUsing(bench.shown.body, name) }))}
        onPointerLeave={unlight}
      >
        <span class="qd-swatch" style={{ background: swatchOf(color) }} />
        <button
          type="button"
          class="qd-pname"
          aria-expanded={open}
          title={`${name}: name, range, play`}
          onClick={onOpen}
        >
          <NameText name={name} size={15} room={WIDEST_NAME} />
        </button>
        {bit ? (
          <BitSwitch
            name={name}
            value={parameter.value}
            onChange={(to) =>
              bench.dispatch(
                step("parameter.type", {
                  document: setValues(bench.state.document, new Map([[name, to]])),
                  preview: null,
                }),
              )
            }
          />
        ) : unused ? (
          <div class="qd-unused">
            <Slider parameter={parameter} color={color} />
            <span>not used</span>
          </div>
        ) : (
          <Slider parameter={parameter} color={color} />
        )}
        <NumberField parameter={parameter} />
        {unused ? <Remove name={name} /> : input ? <InputMark /> : gradient ? <GradientBar name={name} /> : <span />}
        {locks && <Lock name={name} />}
      </div>
      {held && gradient && !unused && <SliderCut parameter={parameter} />}
      {open && <Detail parameter={parameter} onClose={onOpen} />}
    </>
  );
}

/** In place of the slope: a row of the data sets it. */
function InputMark(): JSX.Element {
  return (
    <span class="qd-input-mark" title="An input: a row of the data sets it, and training leaves it alone">
      input
    </span>
  );
}

/** Is it 0 or 1, and nothing between? */
function isBoolean(body: Document["body"], name: string): boolean {
  return !isCircuit(body) && (body.booleans?.includes(name) ?? false);
}

/** Takes away a parameter that no gate has. */
function Remove({ name }: { readonly name: string }): JSX.Element {
  const bench = useWorkbench();
  const label = `Remove ${plainName(name)}, which no gate uses`;
  return (
    <button
      type="button"
      class="qd-button"
      data-icon=""
      data-part="remove-parameter"
      aria-label={label}
      title={label}
      onClick={() =>
        bench.dispatch(
          step("parameter.remove", { document: removeParameter(bench.state.document, name), preview: null }),
        )
      }
    >
      <Icon name="close" size={12} />
    </button>
  );
}

/** The value as a number; an angle such as pi/2 is taken too. */
function NumberField({ parameter }: { readonly parameter: Parameter }): JSX.Element {
  const bench = useWorkbench();
  const { text, write, newest } = useDraft();
  const [whole, setWhole] = useState(false);
  const take = (): void => {
    const { current } = newest;
    setWhole(false);
    write(null);
    if (current === null) return;
    const read = attempt(() => readAngle(current.replaceAll("−", "-").replace(",", ".")));
    if ("refusal" in read || read.value.terms.length) return;
    const value = angleAt(read.value, () => 0);
    const document = setValues(bench.state.document, new Map([[parameter.name, value]]));
    if (document !== bench.state.document) bench.dispatch(step("parameter.type", { document, preview: null }));
  };
  return (
    <input
      class="qd-pvalue"
      aria-label={`Value of ${plainName(parameter.name)}`}
      inputMode="decimal"
      spellcheck={false}
      value={text ?? (whole ? String(parameter.value) : fixedText(parameter.value, 2))}
      title={`${parameter.value} rad`}
      onFocus={(event) => {
        const field = event.currentTarget;
        setWhole(true);
        // At once, so that the first key replaces all digits: those that are drawn later take the selection away.
        const now = bench.shown.parameters.find(({ name }) => name === parameter.name) ?? parameter;
        field.value = String(now.value);
        field.select();
        // A press puts its caret afterwards.
        requestAnimationFrame(() => {
          if (newest.current === null) field.select();
        });
      }}
      onInput={(event) => write(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === "Enter") bench.focusCanvas();
        if (event.key === "Escape") {
          write(null);
          event.stopPropagation();
          requestAnimationFrame(() => bench.focusCanvas());
        }
      }}
    />
  );
}

function GradientBar({ name }: { readonly name: string }): JSX.Element {
  const bench = useWorkbench();
  const bar = useRef<HTMLElement>(null);
  const now = useRef(0);
  const from = useRef<Origin | null>(null);
  const beside = useRef<readonly string[]>([]);
  useOutput("gradient", (output) => {
    const result = bench.live.value;
    const element = bar.current;
    if (!element) return;
    const index = result?.kind === "state" ? result.parameters.indexOf(name) : -1;
    if (output?.kind !== "gradient" || index < 0) {
      element.style.width = "0";
      from.current = null;
      return;
    }
    const slope = output.derivatives[index] ?? 0;
    const size = Math.min(50, 22 * Math.asinh(Math.abs(slope)));
    element.style.left = slope < 0 ? `${50 - size}%` : "50%";
    element.style.width = `${Math.max(slope === 0 ? 0 : 2, size)}%`;
    now.current = slope;
    from.current = output.origin;
    beside.current =
      output.ideal?.kind === "gradient" ? [`ideal ${exactText(output.ideal.derivatives[index] ?? 0)} per radian`] : [];
  });
  const tips = useTips({
    tip: () =>
      from.current && {
        label: `∂E/∂${plainName(name)}`,
        lines: [`${exactText(now.current)} per radian`, ...beside.current],
        copy: exactText(now.current),
        origin: from.current,
      },
  });
  return (
    <span class="qd-grad" role="img" aria-label={`Gradient of ${plainName(name)}`} {...tips}>
      <i ref={bar} />
    </span>
  );
}

function Detail({ parameter, onClose }: { readonly parameter: Parameter; readonly onClose: () => void }): JSX.Element {
  const bench = useWorkbench();
  const playing = usePart(bench.ui, (ui) => ui.playing === parameter.name);
  const [error, setError] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const rename = usePart(bench.at(OPEN), (now) => (now?.rename ? now : null));
  useLayoutEffect(() => {
    if (!rename) return;
    field.current?.focus();
    field.current?.select();
  }, [rename]);
  useEffect(() => () => stopPlaying(bench), [bench]);
  const change = (edit: () => ReturnType<typeof setRange>): void => {
    const made = attempt(edit);
    if ("refusal" in made) setError(made.refusal.message);
    else {
      setError("");
      bench.dispatch(step("parameter.range", { document: made.value, preview: null }));
    }
  };
  const number = (key: "low" | "high" | "step", label: string): JSX.Element => (
    <label>
      {label}
      <input
        class="qd-field"
        defaultValue={String(Number(parameter[key].toFixed(6)))}
        onChange={(event) => {
          const text = event.currentTarget.value.replaceAll("−", "-");
          change(() => setRange(bench.state.document, parameter.name, { [key]: angleAt(readAngle(text), () => NaN) }));
        }}
      />
    </label>
  );
  return (
    <div class="qd-detail">
      {number("low", "Lowest")}
      {number("high", "Highest")}
      {number("step", "Step")}
      <div class="qd-wide">
        <label style={{ flex: 1 }}>
          Name
          <input
            ref={field}
            class="qd-field"
            defaultValue={parameter.name}
            spellcheck={false}
            title="A name that is in use makes the two one"
            onChange={(event) => {
              const to = event.currentTarget.value.trim();
              change(() => {
                const renamed = renameParameter(bench.state.document, parameter.name, to);
                renameFrozen(bench, parameter.name, to);
                return renamed;
              });
            }}
          />
        </label>
        <button
          type="button"
          class="qd-button"
          data-look="line"
          aria-pressed={playing}
          onClick={() => play(bench, parameter.name)}
        >
          <Icon name={playing ? "pause" : "play"} size={12} /> {playing ? "Stop" : "Play"}
        </button>
        <button
          type="button"
          class="qd-button"
          data-look="line"
          title="Back to the value that the template, file or program brought"
          onClick={() => {
            const value = bench.exchange.startValues.get(parameter.name) ?? parameter.value;
            bench.dispatch(
              step("parameter.reset", {
                document: setValues(bench.state.document, new Map([[parameter.name, value]])),
              }),
            );
          }}
        >
          Reset
        </button>
        <button type="button" class="qd-button" data-icon="" aria-label="Close" onClick={onClose}>
          <Icon name="close" size={12} />
        </button>
      </div>
      {error && (
        <div class="qd-error qd-wide" role="alert">
          {error}
        </div>
      )}
    </div>
  );
}
