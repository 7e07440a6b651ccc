/** Right of two sides: the parameters of both, one set of values, and whether the sides are equal. */

import { Component, type JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import type { CircuitBody, DiagramBody, Parameter } from "../../document/circuit";
import { setValues } from "../../document/parameters";
import { dumps } from "../../document/write";
import type { Verdict } from "../../port";
import type { Colors } from "../../scene/colors";
import { fixedText, plainName } from "../../scene/math";
import { step } from "../../state/transaction";
import { keyedValue, snapped } from "../../tools/slider";
import { swatchOf } from "../drawing/gates";
import { BitSwitch } from "../widgets/bit-switch";
import { Slider, Track } from "../widgets/slider";
import { NameText } from "../widgets/typeset";
import { Badge, verdictWords } from "../widgets/verdict-badge";
import { askLong } from "../workbench/ask-long";
import { usePart } from "../workbench/cell";
import { useWorkbench } from "../workbench/workbench";
import { ASIDE, COMPARED, DRAWN } from "./compared";
import { alone } from "./sources";

type Body = CircuitBody | DiagramBody;

interface Props {
  readonly parameters: readonly Parameter[];
  readonly booleans: ReadonlySet<string>;
  readonly colors: Colors;
  /** What is known for all values without asking; null where nothing is. */
  readonly known: Verdict | null;
  /** Of both sides; null where one is not drawn. */
  readonly bodies: readonly (Body | null)[];
}

export function Values({ parameters, booleans, colors, known, bodies }: Props): JSX.Element {
  return (
    <>
      <section class="qd-section" data-part="parameters">
        <div class="qd-head">
          <h2>Parameters</h2>
          <span class="qd-quiet">{parameters.length ? `${parameters.length}, rad · one set for both sides` : ""}</span>
        </div>
        {parameters.length ? (
          <div class="qd-params qd-values">
            {parameters.map((parameter) => (
              <Row
                key={parameter.name}
                parameter={parameter}
                color={colors.get(parameter.name)}
                boolean={booleans.has(parameter.name)}
              />
            ))}
          </div>
        ) : (
          <div class="qd-quiet">Neither side has a parameter.</div>
        )}
      </section>
      <Equal known={known} bodies={bodies} />
    </>
  );
}

interface RowProps {
  readonly parameter: Parameter;
  readonly color: ReturnType<Colors["get"]>;
  readonly boolean: boolean;
}

/** Draws again only when its own parameter changed. */
class Row extends Component<RowProps> {
  override shouldComponentUpdate({ parameter, color, boolean }: RowProps): boolean {
    const old = this.props;
    return parameter !== old.parameter || color !== old.color || boolean !== old.boolean;
  }

  override render(props: RowProps): JSX.Element {
    return <RowInside {...props} />;
  }
}

function RowInside({ parameter, color, boolean }: RowProps): JSX.Element {
  const bench = useWorkbench();
  const { name, value } = parameter;
  const dragged = useRef(false);
  const own = usePart(bench.editor, (e) => e.state.document.parameters.some((each) => each.name === name));
  const set = (to: number): void => {
    if (!Number.isFinite(to)) return;
    if (own) {
      const document = setValues(bench.state.document, new Map([[name, to]]));
      if (document !== bench.state.document) bench.dispatch(step("parameter.type", { document, preview: null }));
    } else bench.at(ASIDE).set(new Map(bench.at(ASIDE).value).set(name, to));
  };
  const hue = color ?? { hue: 1, hatched: false, strength: 0 as const };
  return (
    <div class="qd-param" title={own ? undefined : "Not in the drawing: its value is kept while both sides are open"}>
      <span class="qd-swatch" style={{ background: swatchOf(hue) }} />
      <span class="qd-pname">
        <NameText name={name} size={15} room={92} />
      </span>
      {boolean ? (
        <BitSwitch name={name} value={value} onChange={set} />
      ) : own ? (
        <Slider parameter={parameter} color={hue} />
      ) : (
        <Track
          parameter={parameter}
          color={hue}
          onHand={({ kind, at }) => {
            const held = kind === "down" || dragged.current;
            dragged.current = kind !== "up" && held;
            const { low, high } = parameter;
            if (held && kind !== "up") set(snapped(parameter, low + at * (high - low)));
          }}
          onKey={(key) => {
            const next = keyedValue(parameter, key);
            if (next !== null) set(next);
            return next !== null;
          }}
        />
      )}
      <input
        class="qd-pvalue"
        aria-label={`Value of ${plainName(name)}`}
        inputMode="decimal"
        spellcheck={false}
        value={boolean ? String(value) : fixedText(value, 2)}
        title={`${value}${boolean ? "" : " rad"}`}
        onFocus={({ currentTarget }) => {
          currentTarget.value = String(value);
          currentTarget.select();
        }}
        onBlur={({ currentTarget }) => {
          const typed = Number(currentTarget.value.replace("−", "-").replace(",", "."));
          if (currentTarget.value.trim() && typed !== value && (!boolean || typed === 0 || typed === 1)) set(typed);
          currentTarget.value = fixedText(value, boolean ? 0 : 2);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
          if (event.key !== "Tab") event.stopPropagation();
        }}
      />
    </div>
  );
}

/** What is known for all values, and what the numbers say here. */
function Equal({ known, bodies }: Pick<Props, "known" | "bodies">): JSX.Element {
  const bench = useWorkbench();
  const compared = usePart(bench.at(COMPARED), (now) => now);
  const drawn = usePart(bench.at(DRAWN), (now) => now);
  const [asked, setAsked] = useState<Verdict | null>(null);
  const [error, setError] = useState("");
  const latest = useRef(bodies);
  latest.current = bodies;
  useEffect(() => {
    setAsked(null);
    setError("");
  }, bodies);
  const verify = async (): Promise<void> => {
    const [before, after] = bodies;
    if (!before || !after) return;
    setError("");
    const [document, other] = [before, after].map((body) => dumps(alone(bench.state.document, body)));
    const question = { ask: "verify", document: document ?? "", other: other ?? "", up_to: "phase" } as const;
    const answer = await askLong(bench, "Comparing", question, ({ message }) => setError(message));
    const [a, b] = latest.current;
    if (answer && a === before && b === after) setAsked(answer.result.verdict);
  };
  const comparison = compared?.comparison ?? null;
  const verdict = asked ?? known;
  const stateAlone = compared?.numbers.some((each) => each.kind === "numbers" && !each.whole);
  const here = comparison?.equal ?? null;
  const { how } = verdictWords(verdict);
  const [one, two] = bodies;
  return (
    <section class="qd-section" data-part="equal" aria-label="Are they equal?">
      <div class="qd-head">
        <h2>Are they equal?</h2>
        <span class="qd-right">
          {here === false ? (
            <span class="qd-badge" data-tone="error">
              ≠ different
            </span>
          ) : (
            verdict && <Badge verdict={verdict} />
          )}
        </span>
      </div>
      <dl class="qd-facts">
        <dt>For all values</dt>
        <dd data-tone={here === false ? "error" : verdict?.is_exact && verdict.equal ? "ok" : undefined}>
          {here === false ? "no: they differ here" : forAll(verdict)}
        </dd>
        <dt>
          Here{stateAlone ? ", of |0…0⟩" : ""}, largest |<i>A</i> − <i>c B</i>|
        </dt>
        <dd data-worst={comparison?.worst}>{comparison ? powerText(comparison.worst) : "—"}</dd>
        <dt>
          Scalar <i>c</i>
        </dt>
        <dd>
          {comparison?.scalar
            ? `${sizeText(comparison.scalar.size)}, phase ${fixedText(comparison.scalar.phase, 3)}`
            : "—"}
        </dd>
        <dt>Drawn in</dt>
        <dd data-drawn={drawn}>{comparison && Number.isFinite(drawn) ? `${fixedText(drawn, 1)} ms` : "—"}</dd>
      </dl>
      {here !== false && how && <p class="qd-quiet">{how}</p>}
      {here !== false && one && two && (!verdict || verdict.equal === null || !verdict.is_exact) && (
        <button
          type="button"
          class="qd-button"
          data-look="line"
          disabled={!bench.asker.can("verify")}
          title={
            bench.asker.can("verify")
              ? "Prove it for all values, or compare at random points"
              : `Python proves it, and ${bench.noPython}`
          }
          onClick={() => void verify()}
        >
          Verify for all values
        </button>
      )}
      {error && <p class="qd-error">{error}</p>}
    </section>
  );
}

function forAll(verdict: Verdict | null): string {
  if (!verdict || verdict.equal === null) return "not known";
  if (!verdict.equal) return "different";
  return verdict.is_exact
    ? "proved"
    : `not proved; equal at ${verdict.points} ${verdict.points === 1 ? "point" : "points"}`;
}

/** Four digits; very large and very small ones with their power. */
const sizeText = (size: number): string =>
  size >= 1e-3 && size < 1e4 ? String(Number(size.toPrecision(4))) : powerText(size);

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** "2.8 · 10⁻¹⁶"; without the power where it is none. */
export function powerText(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return value ? "∞" : "0";
  if (value >= 1e-3 && value < 1e4) return String(Number(value.toPrecision(3)));
  const [digits = "", power = "0"] = value.toExponential(1).split("e");
  const raised = [...String(Math.abs(Number(power)))].map((each) => RAISED[Number(each)]).join("");
  return `${digits} · 10${Number(power) < 0 ? "⁻" : ""}${raised}`;
}
