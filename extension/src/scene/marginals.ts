/** One bar a qubit: paths of probabilities, lines where one is not had, names below. */

import { type Plot, ROOM } from "./bars";

/** Px between bars, and from name to name at least. */
const GAP = 1.5;
const NAME = 30;

export function barsOf({ step, y0, tall }: Plot, values: Float64Array): string {
  const wide = Math.max(1, step - Math.min(GAP * 2, step / 4));
  let path = "";
  values.forEach((value, k) => {
    if (!(value > 0)) return;
    const x = ROOM.left + (k + 0.5) * step - wide / 2;
    path += `M${x.toFixed(1)} ${y0}v${(-value * tall).toFixed(2)}h${wide.toFixed(1)}V${y0}z`;
  });
  return path;
}

/** The whole height where a number is not had: it may be any. */
export function openOf({ step, y0, tall }: Plot, values: Float64Array): string {
  let path = "";
  values.forEach((value, k) => {
    if (Number.isNaN(value)) path += `M${(ROOM.left + (k + 0.5) * step).toFixed(1)} ${y0}v${(-tall).toFixed(2)}`;
  });
  return path;
}

/** Names under some of the bars, so that they do not touch. */
export function namesOf(
  { step }: Plot,
  names: readonly string[],
): readonly { readonly x: number; readonly text: string }[] {
  const every = [1, 2, 5, 10, 20, 25, 50].find((each) => each * step >= NAME) ?? 100;
  return names.flatMap((name, k) =>
    k % every ? [] : [{ x: ROOM.left + (k + 0.5) * step, text: name.length > 6 ? `${name.slice(0, 5)}…` : name }],
  );
}
