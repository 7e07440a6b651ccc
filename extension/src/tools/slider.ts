/** A slider as a state machine: a drag is previewed and committed once; keys are steps that join. */

import type { Parameter } from "../document/circuit";
import { setValues } from "../document/parameters";
import { type EditorState, IDLE } from "../state/state";
import { aside, step, type Transaction } from "../state/transaction";

export interface SliderEvent {
  readonly kind: "down" | "move" | "up";
  /** Where on the track, from 0 to 1; beyond the ends more or less. */
  readonly at: number;
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

/** What a pointer does on the slider of a parameter; null for nothing. */
export function sliderTool(state: EditorState, name: string, { kind, at }: SliderEvent): Transaction | null {
  const { document, tool, preview } = state;
  const parameter = document.parameters.find((each) => each.name === name);
  if (!parameter || (kind !== "down" && !(tool.kind === "sliding" && tool.parameter === name))) return null;
  if (kind === "up") {
    return preview
      ? step("parameter.drag", { document: preview, preview: null, tool: IDLE })
      : aside("parameter.drag", { tool: IDLE });
  }
  const { low, high } = parameter;
  const moved = setValues(document, new Map([[name, snapped(parameter, low + at * (high - low))]]));
  return aside("parameter.drag", {
    tool: { kind: "sliding", parameter: name },
    preview: moved === document ? null : moved,
  });
}

/** Where a key takes a value, on the grid of the step; null for nothing. */
export function keyedValue(parameter: Parameter, key: string): number | null {
  const { value, low, high, step: small } = parameter;
  const big = (high - low) / 20;
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: value + small,
    ArrowUp: value + small,
    ArrowLeft: value - small,
    ArrowDown: value - small,
    PageUp: value + big,
    PageDown: value - big,
    Home: low,
    End: high,
  };
  const next = moves[key];
  return next === undefined ? null : snapped(parameter, next);
}

/** What a key does on the slider of a parameter; null for nothing. */
export function sliderKey({ document }: EditorState, name: string, key: string): Transaction | null {
  const parameter = document.parameters.find((each) => each.name === name);
  const next = parameter && keyedValue(parameter, key);
  if (next === undefined || next === null) return null;
  const moved = setValues(document, new Map([[name, next]]));
  return { document: moved, preview: null, intent: `parameter.key.${name}`, history: "join", origin: "person" };
}
