/** Phases, X and rotations under any number of controls as gates on one and two wires; as qdesign/many_controls.py. */

import { type Angle, divideAngle, negateAngle, piTimes, sameAngle, scaleAngle } from "./angle";
import { Refusal } from "./errors";

export interface Part {
  readonly gate: string;
  readonly qubits: readonly number[];
  readonly angles: readonly Angle[];
}
type Parts = readonly Part[];
type Wires = readonly number[];
type Way = "parities" | "toggled" | "loose" | "halves";

const MOST_PARITIES = 8;
const MOST_WIRES = 1001;
const MOST_COUNTED = 64;
const PI = piTimes(1);

// Costs, in CX.

const toggleCost = (controls: number): number => [0, 1, 3, 6][controls] ?? 4 * controls - 6;
const toggleHelpers = (controls: number): number => Math.max(0, Math.floor((controls - 2) / 2));
/** Are there helpers for a toggle into one of them, and a last step to the target? */
const enough = (controls: number, helpers: number): boolean => helpers > toggleHelpers(controls - 1);

function flipCost(controls: number, helpers: number): number {
  const known = [0, 1, 6, 14][controls];
  if (known !== undefined) return known;
  if (enough(controls, helpers)) return 8 * controls - 12;
  return helpers ? 12 * controls - 22 : phaseChoice(controls + 1, 0).cost;
}

/** Of X under controls up to phases, with the helpers given back. */
function looseCost(controls: number, helpers: number): number {
  if (controls <= 3) return toggleCost(controls);
  if (enough(controls, helpers)) return 8 * controls - 16;
  return helpers ? 12 * controls - 24 : Number.POSITIVE_INFINITY;
}

function turnChoice(controls: number, targets: number, free: number): { readonly cost: number; readonly way: Way } {
  const fans = 4 * (targets - 1);
  const small = controls >> 1;
  const large = controls - small;
  const costs: readonly (readonly [Way, () => number, boolean])[] = [
    ["halves", () => 2 * (flipCost(small, large + free) + flipCost(large, small + free) + fans), controls > 3],
    ["loose", () => 2 * looseCost(controls, free + targets - 1) + fans, true],
    ["parities", () => (controls ? targets * 2 ** controls : 0), controls <= MOST_PARITIES],
    ["toggled", () => 8 * controls - 12 + fans, controls > 3 && enough(controls, free)],
  ];
  let best: { cost: number; way: Way } = { cost: Number.POSITIVE_INFINITY, way: "loose" };
  for (const [way, counted, fits] of costs) {
    const cost = fits ? counted() : Number.POSITIVE_INFINITY;
    if (cost < best.cost) best = { cost, way };
  }
  return best;
}

interface Choice {
  readonly cost: number;
  /** Wires that the first step takes; 0 for the walk over all parities. */
  readonly step: number;
}
const plans = new Map<number, Choice[]>();

function phaseChoice(wires: number, free: number): Choice {
  if (wires > MOST_WIRES) {
    throw new Refusal(
      "TooLarge",
      `A gate has ${(wires - 1).toLocaleString("en")} controls; at most 1,000 are expanded. ` +
        "Leave a wire of the circuit free, or compute the AND of some controls first.",
    );
  }
  const total = wires + free;
  const plan = plans.get(total) ?? [
    { cost: 0, step: 0 },
    { cost: 0, step: 0 },
  ];
  plans.set(total, plan);
  for (let size = plan.length; size <= wires; size++) {
    let best: Choice = { cost: size <= MOST_PARITIES ? 2 ** size - 2 : Number.POSITIVE_INFINITY, step: 0 };
    for (let step = 1; step <= Math.min(size, MOST_COUNTED); step++) {
      const turn = turnChoice(size - step, step, total - size).cost;
      const cost = (step === 1 ? turn : 4 * step * (step - 1) + 2 * turn) + (plan[size - step]?.cost ?? 0);
      if (cost < best.cost) best = { cost, step };
    }
    plan.push(best);
  }
  return plan[wires] ?? { cost: 0, step: 0 };
}

// Small parts.

const on = (gate: string, ...qubits: number[]): Part => ({ gate, qubits, angles: [] });
const turned = (gate: string, angle: Angle, ...qubits: number[]): Part => ({ gate, qubits, angles: [angle] });
const OTHER: Readonly<Record<string, string>> = { t: "tdg", tdg: "t" };
const at = (wires: Wires, index: number): number => wires[index] ?? 0;

function undone(parts: Parts): Parts {
  return parts
    .map((part) => ({ ...part, gate: OTHER[part.gate] ?? part.gate, angles: part.angles.map(negateAngle) }))
    .reverse();
}

/** K, so that K CX(x, target) K† is X under `control` and x up to phases. */
const half = (control: number, target: number): Parts => [
  on("h", target),
  on("t", target),
  on("cx", control, target),
  on("tdg", target),
];
const middle = (control: number, x: number, target: number): Parts => [
  on("cx", x, target),
  on("t", target),
  on("cx", control, target),
  on("tdg", target),
  on("cx", x, target),
];
const ends = (control: number, target: number): Parts => [...half(control, target), on("h", target)];
const around = (outer: Parts, ...inner: Part[]): Parts => [...outer, ...inner, ...undone(outer)];
const loosePair = (a: number, b: number, target: number): Parts => around(half(a, target), on("cx", b, target));

/** X under controls up to phases; helpers are left changed. */
function toggle(controls: Wires, target: number, helpers: Wires): Parts {
  const [a = 0, b = 0, c = 0] = controls;
  const [x = 0, ...rest] = helpers;
  if (controls.length === 1) return [on("cx", a, target)];
  if (controls.length === 2) return loosePair(a, b, target);
  if (controls.length === 3) {
    const last = [on("t", target), on("cx", b, target), on("tdg", target)];
    return around(ends(a, target), ...middle(b, c, target), ...last);
  }
  if (controls.length % 2 === 0) return step(a, x, target, toggle(controls.slice(1), x, rest));
  const inner = toggle(controls.slice(2), x, rest);
  return around([...ends(a, target), ...middle(b, x, target)], ...inner);
}

/** X on `target` under `control` where `inner` turns x over, which it leaves. */
const step = (control: number, x: number, target: number, inner: Parts): Parts =>
  around([...half(control, target), on("cx", x, target)], ...inner);

/** The part of CCZ that depends on `c`; of a pair with `c` toggled in between, the rest cancels. */
function third(a: number, b: number, c: number): Parts {
  const side = [on("t", c), on("cx", b, c), on("tdg", c), on("cx", a, c)];
  return [...side, ...side];
}

/** Gates, and the wire that then holds the AND of `rest` where both wires of `first` were 1. */
function gathered(first: Wires, rest: Wires): { readonly parts: Parts; readonly value: number } {
  const parts: Part[] = [];
  const made: Wires[] = [];
  let spare = first;
  let left = rest;
  for (; left.length >= 2; left = left.slice(2)) {
    parts.push(on("x", at(spare, 0)), ...loosePair(at(left, 0), at(left, 1), at(spare, 0)));
    made.push(spare);
    spare = left.slice(0, 2);
  }
  let value = left.length ? at(left, 0) : at(made.pop() ?? [], 0);
  for (const [source = 0, clean = 0] of made.reverse()) {
    parts.push(on("x", clean), ...loosePair(source, value, clean));
    value = clean;
  }
  return { parts, value };
}

/** X on `target` where all controls are 1. */
export function flip(controls: Wires, target: number, helpers: Wires): Parts {
  if (controls.length <= 2) return [on(`${"c".repeat(controls.length)}x`, ...controls, target)];
  return around([on("h", target)], ...phase([...controls, target], PI, helpers));
}

/** Z on `target` where all of more than two controls are 1, over at least one helper. */
function signed(controls: Wires, target: number, helpers: Wires): Parts {
  const [x = 0, ...rest] = helpers;
  if (enough(controls.length, helpers.length)) {
    const outer = third(at(controls, controls.length - 1), target, x);
    const inner = toggle(controls.slice(0, -1), x, rest);
    return [...outer, ...inner, ...undone(outer), ...undone(inner)];
  }
  const { parts, value } = gathered(controls.slice(0, 2), controls.slice(2));
  const inner = loosePair(at(controls, 0), at(controls, 1), x);
  const outer = third(value, target, x);
  return [...around(parts, ...outer), ...inner, ...around(parts, ...undone(outer)), ...undone(inner)];
}

/** X under controls up to phases; helpers are given back. */
function loose(controls: Wires, target: number, helpers: Wires): Parts {
  const [x = 0, ...rest] = helpers;
  if (controls.length <= 3) return toggle(controls, target, []);
  if (enough(controls.length, helpers.length)) {
    const inner = toggle(controls.slice(1), x, rest);
    return [...step(at(controls, 0), x, target, inner), ...undone(inner)];
  }
  const { parts, value } = gathered(controls.slice(0, 2), controls.slice(2));
  const inner = loosePair(at(controls, 0), at(controls, 1), x);
  const last = around(parts, ...loosePair(value, x, target));
  return [...last, ...inner, ...last, ...undone(inner)];
}

/** Z-rotations of wires by angles where all controls are 1. */
export function turn(controls: Wires, turns: readonly (readonly [number, Angle])[], helpers: Wires): Parts {
  const [anchor = 0, ...others] = turns.map(([target]) => target);
  const { way } = turnChoice(controls.length, turns.length, helpers.length);
  if (way === "parities") return turns.flatMap(([target, angle]) => turnByParities(controls, target, angle));
  const fan = others.map((other) => on("cx", anchor, other));
  const share = (parts: number): Parts =>
    turns.map(([target, angle]) => turned("rz", divideAngle(angle, parts), target));
  if (way === "halves") {
    const sides = [controls.slice(0, controls.length >> 1), controls.slice(controls.length >> 1)] as const;
    const flipped = (k: 0 | 1): Parts => [
      ...fan,
      ...flip(sides[k], anchor, [...(sides[1 - k] as Wires), ...helpers]),
      ...fan,
    ];
    const once = [...share(4), ...flipped(0), ...share(-4), ...flipped(1)];
    return [...once, ...once];
  }
  const bare =
    way === "toggled"
      ? step(at(controls, 0), at(helpers, 0), anchor, toggle(controls.slice(1), at(helpers, 0), helpers.slice(1)))
      : loose(controls, anchor, [...helpers, ...others]);
  const flipped = [...fan, ...bare, ...fan];
  return [...share(2), ...flipped, ...share(-2), ...undone(flipped)];
}

const gray = (index: number): number => index ^ (index >> 1);
const highest = (bits: number): number => 31 - Math.clz32(bits);

function turnByParities(controls: Wires, target: number, angle: Angle): Parts {
  if (controls.length === 1) return [turned("crz", angle, ...controls, target)];
  const count = 1 << controls.length;
  const share = divideAngle(angle, count);
  return Array.from({ length: count }, (_, index) => [
    turned("rz", isOdd(gray(index)) ? negateAngle(share) : share, target),
    ...(controls.length ? [on("cx", at(controls, highest(gray(index) ^ gray((index + 1) % count))), target)] : []),
  ]).flat();
}

/** e^{iφ} where all of `wires` are 1. */
export function phase(wires: Wires, angle: Angle, helpers: Wires): Parts {
  if (sameAngle(angle, PI)) {
    if (wires.length === 3) return [on("ccz", ...wires)];
    if (wires.length > 4 && helpers.length) return signed(wires.slice(0, -1), at(wires, wires.length - 1), helpers);
  }
  const { step: taken } = phaseChoice(wires.length, helpers.length);
  if (wires.length <= 2 || !taken) return phaseByParities(wires, angle);
  const controls = wires.slice(0, -taken);
  const counted = wires.slice(wires.length - taken);
  const first =
    taken === 1 ? turn(controls, [[at(counted, 0), angle]], helpers) : countedPhase(controls, counted, angle, helpers);
  return [...first, ...lesser(controls, divideAngle(angle, 2 ** taken), [...helpers, ...counted])];
}

const lesser = (wires: Wires, angle: Angle, helpers: Wires): Parts =>
  wires.length ? phase(wires, angle, helpers) : [];

/** e^{iφ} where all wires are 1, but for a phase of -φ/2^m where all controls are: a number of m bits counts up. */
function countedPhase(controls: Wires, counted: Wires, angle: Angle, helpers: Wires): Parts {
  const whole = negateAngle(angle);
  const share = (place: number): Angle => divideAngle(scaleAngle(whole, 2 ** place), 2 ** counted.length);
  const weights = counted.map((wire, place) => turned("p", share(place), wire));
  const added = addedOne(controls, counted, helpers);
  return [...added, ...weights, ...undone(added), ...undone(weights)];
}

function addedOne(controls: Wires, counted: Wires, helpers: Wires): Parts {
  const fourier: Part[] = [];
  for (let place = counted.length - 1; place >= 0; place--) {
    fourier.push(on("h", at(counted, place)));
    for (let lower = 0; lower < place; lower++) {
      fourier.push(turned("cp", divideAngle(PI, 2 ** (place - lower)), at(counted, lower), at(counted, place)));
    }
  }
  const turns = counted.map((wire, place) => [wire, divideAngle(PI, 2 ** place)] as const);
  return around(fourier, ...turn(controls, turns, helpers));
}

/** A table row, or the parities of the wires by a Gray-code walk. */
function phaseByParities(wires: Wires, angle: Angle): Parts {
  if (wires.length <= 2) return [turned(wires.length === 1 ? "p" : "cp", angle, ...wires)];
  const share = divideAngle(angle, 2 ** (wires.length - 1));
  const parts: Part[] = [];
  wires.forEach((target, top) => {
    let parity = 0;
    parts.push(turned("p", share, target));
    for (let count = 1; count < 1 << top; count++) {
      parts.push(on("cx", at(wires, highest(parity ^ gray(count))), target));
      parity = gray(count);
      parts.push(turned("p", isOdd(parity) ? negateAngle(share) : share, target));
    }
    if (parity) parts.push(on("cx", at(wires, highest(parity)), target));
  });
  return parts;
}

function isOdd(bits: number): boolean {
  let odd = false;
  for (let rest = bits; rest; rest &= rest - 1) odd = !odd;
  return odd;
}
