/** Two steps, or a circuit and its diagram, side by side: each side picks step and form, both move as one. */

import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useMemo, useState } from "preact/hooks";

import {
  type CircuitBody,
  type DiagramBody,
  type Document,
  isCircuit,
  type Parameter,
  parametersOf,
} from "../../document/circuit";
import { figuresOf } from "../../document/stats";
import { type Colors, parameterColors } from "../../scene/colors";
import { count } from "../../scene/describe";
import type { Viewport } from "../../state/state";
import { stepsHere } from "../../state/transaction";
import { zoomed } from "../../tools/viewport";
import { Bus } from "../drawing/bus";
import { Icon } from "../widgets/icons";
import { useSize } from "../widgets/use-size";
import { usePart } from "../workbench/cell";
import { COMPARISON, comparePair, type Form, MAPS_TAB, type Side } from "../workbench/comparison";
import { leaveOver } from "../workbench/over";
import { ZOOM } from "../workbench/slots";
import { useWorkbench } from "../workbench/workbench";
import { ASIDE, booleansOf, settingOf, useCompared, useParameters } from "./compared";
import { type Formed, useForm } from "./forms";
import { MapsTab } from "./maps-tab";
import { NOTHING_CHOSEN, sideLinks } from "./side-links";
import { anchorsOf, fittedBoth, type Placing, pitchOf, placed, READABLE, SideView } from "./side-view";
import { alone, bodyOf, keyOf, type Listed, listed, shortName } from "./sources";
import { Values } from "./values";
import { chainVerdict } from "./verdict";

type Body = CircuitBody | DiagramBody;

export function Sides({ sides }: { readonly sides: readonly [Side, Side] }): JSX.Element {
  const bench = useWorkbench();
  const comparison = usePart(bench.at(COMPARISON), (each) => each);
  const now = usePart(bench.editor, (e) => e.state.preview ?? e.state.document);
  const steps = usePart(bench.editor, (e) => e.history.past);
  const past = useMemo(() => stepsHere(bench.editor.value).map(({ document }) => document), [steps]);
  const [left, right] = [
    useSide(bodyOf(now, past, sides[0], comparison), sides[0].form, now.body),
    useSide(bodyOf(now, past, sides[1], comparison), sides[1].form, now.body),
  ];
  const bodies = [left, right].map(({ formed }) => (formed.kind === "body" ? formed.body : null));
  const both = useMemo(() => {
    const pitch = pitchOf(bodies, bench.measure);
    return bodies.map((body) => body && placed(body, bench.measure, pitch));
  }, bodies);
  const [chosen, choose] = useState(NOTHING_CHOSEN);
  const parameters = useUnited(bodies, now);
  const values = useMemo(() => new Map(parameters.map(({ name, value }) => [name, value])), [parameters]);
  const colors = useColors(now, parameters);
  const sources = [sides[0].source, sides[1].source] as const;
  const names = useMemo(
    () =>
      [shortName(now, sources[0], comparison.pair?.names), shortName(now, sources[1], comparison.pair?.names)] as const,
    [now.proof, comparison],
  );
  const all = useMemo(() => listed(now, past, comparison), [now.proof, past, comparison]);
  useCompared({ bodies, names, sources, values });
  useMapsTab();
  const plain = [left, right].every(({ formed }) => formed.kind === "body" && !formed.made);
  const links = useMemo(() => {
    const [a, b] = bodies.map((body) => (body && isCircuit(body) ? "gate" : "spider"));
    return sideLinks(now, sources, chosen, plain && a && b ? [a, b] : null);
  }, [now.proof, keyOf(sources[0]), keyOf(sources[1]), chosen, plain]);
  const known = useMemo(
    () => (plain ? chainVerdict(now, sources) : null),
    [now.proof, keyOf(sources[0]), keyOf(sources[1]), plain],
  );
  const phone = usePart(bench.ui, (ui) => ui.size === "phone");
  const booleans = useMemo(() => booleansOf(bodies), bodies);
  const [element, setElement] = useState<HTMLElement | null>(null);
  const size = useSize(element);
  const [view, setView] = useView(both, size);
  const anchors = anchorsOf(both);
  const set = (which: 0 | 1, side: Side): void => {
    bench.at(COMPARISON).patch({ sides: which ? [sides[0], side] : [side, sides[1]] });
  };
  const swap = (): void => bench.at(COMPARISON).patch({ sides: [sides[1], sides[0]] });
  const shown = [left, right] as const;
  const [before, after] = bodies;
  const circuits = before && after && isCircuit(before) && isCircuit(after) && before !== after;
  const changes = (): void => {
    const [a, b] = [before, after].map((body) => body && alone(now, body));
    comparePair(bench, { title: `${names[0]} and ${names[1]}`, names, before: a ?? null, after: b ?? null });
  };
  const aside = <Values parameters={parameters} booleans={booleans} colors={colors} known={known} bodies={bodies} />;
  const two = (
    <div class="qd-sides">
      {shown.map(({ formed, again }, k) => {
        const which = k as 0 | 1;
        const placing = both[k];
        const anchor = anchors[k] ?? 0;
        return (
          <section key={which} class="qd-side" aria-label={which ? "Right side" : "Left side"}>
            <SideHead
              which={which}
              side={sides[which]}
              all={all}
              formed={formed}
              onChange={(side) => set(which, side)}
            />
            <div class="qd-side-sheet" ref={which ? null : setElement}>
              {placing ? (
                <SideView
                  placing={placing}
                  colors={colors}
                  label={which ? "Right side" : "Left side"}
                  view={{ ...view, x: view.x + anchor }}
                  setView={(next) => setView({ zoom: next.zoom, x: next.x - anchor, y: next.y })}
                  chosen={links.ends[which].chosen}
                  choose={(ids) => choose({ which, ids })}
                />
              ) : (
                <Missing formed={formed} again={again} />
              )}
            </div>
            {!which && (
              <p class="qd-quiet qd-side-foot">
                Scroll, zoom and selection are shared.{" "}
                <button type="button" class="qd-link" onClick={swap}>
                  Swap sides
                </button>
                {circuits && (
                  <>
                    {" · "}
                    <button type="button" class="qd-link" onClick={changes}>
                      Mark what changed
                    </button>
                  </>
                )}
              </p>
            )}
          </section>
        );
      })}
      <Bus ends={links.ends} words={links.words} />
    </div>
  );
  if (phone) {
    return (
      <section class="qd-compare qd-compare-tall" data-part="compare" aria-label="Compare">
        {two}
        <MapsTab />
        {aside}
      </section>
    );
  }
  return (
    <>
      <section class="qd-compare" data-part="compare" data-beside="" aria-label="Compare">
        {two}
      </section>
      <aside class="qd-inspector" aria-label="Parameters and verdict">
        {aside}
      </aside>
    </>
  );
}

/** Parameters of both sides with the values that both have. */
function useUnited(bodies: readonly (Body | null)[], now: Document): readonly Parameter[] {
  const bench = useWorkbench();
  const aside = usePart(bench.at(ASIDE), (each) => each);
  const all = useParameters(bodies, now.parameters);
  return useMemo(() => all.map((each) => withValue(each, settingOf(each.name, now, aside))), [all, aside]);
}

/** The same parameter where it has the value. */
const withValue = (parameter: Parameter, value: number): Parameter =>
  parameter.value === value ? parameter : { ...parameter, value };

/** One color a parameter, on both sides and at its slider. */
function useColors(now: Document, parameters: readonly Parameter[]): Colors {
  const names = parameters.map(({ name }) => name).join("\n");
  return useMemo(() => parameterColors({ ...now, parameters }), [names, now.body]);
}

/** The maps stand in the panel below while two sides are shown. */
function useMapsTab(): void {
  const bench = useWorkbench();
  useEffect(() => {
    const { tab } = bench.ui.value;
    bench.ui.patch({ tab: MAPS_TAB });
    return () => {
      if (bench.ui.value.tab === MAPS_TAB) bench.ui.patch({ tab: tab === MAPS_TAB ? "state" : tab });
    };
  }, [bench]);
}

interface Shown {
  readonly formed: Formed;
  readonly again: () => void;
}

function useSide(given: Body | string, form: Form, body: Body): Shown {
  const [found, again] = useForm(typeof given === "string" ? body : given, form);
  return { formed: typeof given === "string" ? { kind: "none", why: given, again: false } : found, again };
}

/** The view of both; fitted anew where one of them has other bounds, unless the person moved it. */
function useView(
  both: readonly (Placing | null)[],
  size: { readonly width: number; readonly height: number },
): readonly [Viewport, (view: Viewport) => void] {
  const bench = useWorkbench();
  const [moved, setMoved] = useState<Viewport | null>(null);
  const key = both.map((each) => each && [each.kind, each.left, each.right, each.top, each.bottom].join()).join("|");
  useLayoutEffect(() => setMoved(null), [key]);
  const opened = useMemo(() => fittedBoth(both, size, READABLE), [key, size.width, size.height]);
  const view = moved ?? opened;
  useEffect(() => {
    const at = { x: size.width / 2, y: size.height / 2 };
    const fit = (): void => setMoved(fittedBoth(both, size));
    const open = (): void => setMoved(null);
    const change = (factor: number): void => setMoved(zoomed(view, factor, at));
    const zoom = { change, fit, open, one: () => change(1 / view.zoom), selection: fit };
    bench.at(ZOOM).set(zoom);
    return () => {
      if (bench.at(ZOOM).value === zoom) bench.at(ZOOM).set(null);
    };
  }, [bench, view, size, key]);
  return [view, setMoved];
}

interface HeadProps {
  readonly which: 0 | 1;
  readonly side: Side;
  readonly all: readonly Listed[];
  readonly formed: Formed;
  readonly onChange: (side: Side) => void;
}

/** Which step, in which form, and its figures. */
function SideHead({ which, side, all, formed, onChange }: HeadProps): JSX.Element {
  const bench = useWorkbench();
  const name = which ? "Right" : "Left";
  return (
    <header class="qd-side-head">
      <select
        class="qd-field"
        aria-label={`${name}: step`}
        value={keyOf(side.source)}
        onChange={({ currentTarget }) => {
          const source = all.find(({ key }) => key === currentTarget.value)?.source;
          if (source) onChange({ ...side, source });
        }}
      >
        {all.map(({ key, name: words }) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
      <span class="qd-segments qd-small" role="group" aria-label={`${name}: form`}>
        {(["circuit", "zx"] as const).map((form) => (
          <button
            key={form}
            type="button"
            aria-pressed={side.form === form}
            onClick={() => onChange({ ...side, form })}
          >
            {form === "zx" ? "ZX" : "Circuit"}
          </button>
        ))}
      </span>
      <span class="qd-quiet">{formed.kind === "body" ? figureWords(formed) : ""}</span>
      {which === 1 && (
        <button
          type="button"
          class="qd-button"
          data-icon=""
          aria-label="Leave the comparison"
          title="Leave (Esc)"
          onClick={() => leaveOver(bench)}
        >
          <Icon name="close" />
        </button>
      )}
    </header>
  );
}

/** "20 gates · 6 two-qubit"; of what was made for looking, that it is. */
function figureWords({ body, made }: Extract<Formed, { readonly kind: "body" }>): string {
  const words: string[] = [];
  if (isCircuit(body)) {
    const figures = figuresOf(body, parametersOf(body).length);
    words.push(count(body.operations.size, "gate"));
    if (figures) words.push(`${figures.numTwoQubit} two-qubit`);
  } else {
    const inner = [...body.spiders.values()].filter(({ kind }) => kind !== "boundary").length;
    words.push(count(inner, "spider"), count(body.edges.size, "edge"));
  }
  if (made) words.push(isCircuit(body) ? "extracted, read only" : "read only");
  return words.join(" · ");
}

function Missing({ formed, again }: { readonly formed: Formed; readonly again: () => void }): JSX.Element {
  return (
    <div class="qd-off" role="status">
      {formed.kind === "waits" ? "Working it out…" : formed.kind === "none" ? formed.why : ""}
      {formed.kind === "none" && formed.again && (
        <button type="button" class="qd-button" data-look="line" onClick={again}>
          Try again
        </button>
      )}
    </div>
  );
}
