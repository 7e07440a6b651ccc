/** A slider for one parameter: pointer and keys; a drag is previewed and committed once. */

import type { JSX } from "preact";
import { useRef } from "preact/hooks";

import type { Parameter } from "../../document/circuit";
import { setValues } from "../../document/parameters";
import type { ParameterColor } from "../../scene/colors";
import { fixedText, plainName } from "../../scene/math";
import { aside, step } from "../../state/transaction";
import { useBench } from "../workbench/workbench";

export interface SliderProps {
  readonly parameter: Parameter;
  readonly color: ParameterColor;
}

/** A value on the grid of the step, inside the bounds. */
export function snapped(parameter: Parameter, value: number): number {
  const { low, high, step: grid } = parameter;
  const steps = Math.round((value - low) / grid);
  const near = Math.abs(value) < grid / 2 ? 0 : Number((low + steps * grid).toPrecision(12));
  // Multiples of the step itself read better than those counted from an uneven bound.
  const even = Number((Math.round(value / grid) * grid).toPrecision(12));
  return Math.min(high, Math.max(low, Math.abs(even - value) <= grid ? even : near));
}

export function Slider({ parameter, color }: SliderProps): JSX.Element {
  const bench = useBench();
  const track = useRef<HTMLDivElement>(null);
  const dragging = useRef(false);
  const { name, value, low, high } = parameter;
  const part = (x: number): number => Math.min(1, Math.max(0, (x - low) / (high - low)));
  const at = (event: PointerEvent): number => {
    const box = track.current?.getBoundingClientRect();
    if (!box) return value;
    return snapped(parameter, low + ((event.clientX - box.left) / box.width) * (high - low));
  };
  const preview = (next: number): void => {
    const document = setValues(bench.state.document, new Map([[name, next]]));
    bench.dispatch(aside("parameter.drag", { preview: document === bench.state.document ? null : document }));
  };
  const commit = (): void => {
    const { preview: made } = bench.state;
    bench.loop.release();
    dragging.current = false;
    if (made) bench.dispatch(step("parameter.drag", { document: made, preview: null }));
  };
  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    track.current?.setPointerCapture(event.pointerId);
    track.current?.focus();
    event.preventDefault();
    dragging.current = true;
    bench.loop.grab(name);
    preview(at(event));
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && dragging.current) {
      dragging.current = false;
      bench.loop.release();
      bench.dispatch(aside("parameter.drop", { preview: null }));
      event.stopPropagation();
      return;
    }
    const small = parameter.step;
    const big = (high - low) / 20;
    // Keys may come faster than the slider is drawn.
    const current = bench.state.document.parameters.find((each) => each.name === name)?.value ?? value;
    const moves: Readonly<Record<string, number>> = {
      ArrowRight: current + small,
      ArrowUp: current + small,
      ArrowLeft: current - small,
      ArrowDown: current - small,
      PageUp: current + big,
      PageDown: current - big,
      Home: low,
      End: high,
    };
    const next = moves[event.key];
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const document = setValues(bench.state.document, new Map([[name, snapped(parameter, next)]]));
    bench.dispatch({ document, preview: null, intent: `parameter.key.${name}`, history: "join", origin: "person" });
  };
  const zero = part(Math.min(high, Math.max(low, 0)));
  const now = part(value);
  const hue = `var(--qd-p${color.hue})`;
  const fill = color.strength
    ? `color-mix(in srgb, ${hue} ${color.strength === 1 ? 72 : 46}%, var(--qd-bg-panel))`
    : hue;
  return (
    <div
      ref={track}
      class="qd-slider"
      role="slider"
      tabIndex={0}
      aria-label={plainName(name)}
      aria-valuemin={low}
      aria-valuemax={high}
      aria-valuenow={value}
      aria-valuetext={`${fixedText(value, 2)} radians`}
      data-parameter={name}
      onPointerDown={down}
      onPointerMove={(event) => {
        if (dragging.current) preview(at(event));
      }}
      onPointerUp={() => {
        if (dragging.current) commit();
      }}
      onPointerCancel={() => {
        if (dragging.current) commit();
      }}
      onKeyDown={keys}
    >
      <div class="qd-track" />
      <div class="qd-zero" style={{ left: `${100 * zero}%` }} />
      <div
        class="qd-fill"
        style={{
          left: `${100 * Math.min(zero, now)}%`,
          width: `${100 * Math.abs(now - zero)}%`,
          background: color.hatched ? `repeating-linear-gradient(45deg, ${hue} 0 2px, transparent 2px 4px)` : fill,
        }}
      />
      <div class="qd-thumb" style={{ left: `${100 * now}%`, borderColor: hue }} />
    </div>
  );
}
