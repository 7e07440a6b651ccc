"""Phases, X and rotations under any number of controls → gates on one and two wires, exactly.

The number of two-qubit gates is polynomial, and of the constructions known here the one with the
fewest CX is taken. Other wires serve as helpers: what they hold, they hold again at the end.

Sources: toggles over helpers: Barenco et al., quant-ph/9503016, and Maslov, arXiv:1508.03273; over
one helper: Khattar and Gidney, arXiv:2407.17966; increments by Fourier transforms: Draper,
quant-ph/0008033, da Silva and Park, arXiv:2203.11882; halves: Vale et al., arXiv:2302.06377.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from qdesign.angle import Angle
from qdesign.errors import TooLarge
from qdesign.gates import PlacedGate, inverse_gate

Gates = list[PlacedGate]
Wires = tuple[int, ...]

_MOST_PARITIES: Final = 8
_MOST_WIRES: Final = 1001
_MOST_COUNTED: Final = 64
"""An increment by Fourier transforms is on at most so many wires."""


# --- costs, in CX ---------------------------------------------------------------------------------


def _toggle_cost(controls: int) -> int:
    return (0, 1, 3, 6)[controls] if controls <= 3 else 4 * controls - 6


def _toggle_helpers(controls: int) -> int:
    return max(0, (controls - 2) // 2)


def _enough(controls: int, helpers: int) -> bool:
    """Are there helpers for a toggle into one of them, and a last step to the target?"""
    return helpers > _toggle_helpers(controls - 1)


@cache
def flip_cost(controls: int, helpers: int) -> int:
    """CX in X under controls where so many helpers are free."""
    known = (0, 1, 6, 14)
    if controls < len(known):
        return known[controls]
    if _enough(controls, helpers):
        return 8 * controls - 12
    return 12 * controls - 22 if helpers else phase_cost(controls + 1, 0)


def _loose_cost(controls: int, helpers: int) -> int | None:
    """CX in X under controls up to phases; helpers are given back."""
    if controls <= 3:
        return _toggle_cost(controls)
    if _enough(controls, helpers):
        return 8 * controls - 16
    return 12 * controls - 24 if helpers else None


def _turn_options(controls: int, targets: int, free: int) -> Iterator[tuple[int, str]]:
    fans = 4 * (targets - 1)
    if controls <= _MOST_PARITIES:
        yield targets << controls if controls else 0, "parities"
    if controls > 3 and _enough(controls, free):
        yield 8 * controls - 12 + fans, "toggled"
    loose = _loose_cost(controls, free + targets - 1)
    if loose is not None:
        yield 2 * loose + fans, "loose"
    if controls > 3:
        small, large = controls // 2, controls - controls // 2
        two = flip_cost(small, large + free) + flip_cost(large, small + free)
        yield 2 * two + 2 * fans, "halves"


@cache
def _turn_choice(controls: int, targets: int, free: int) -> tuple[int, str]:
    return min(_turn_options(controls, targets, free))


def turn_cost(controls: int, helpers: int) -> int:
    """CX in a Pauli rotation of one wire under controls."""
    return _turn_choice(controls, 1, helpers)[0]


@cache
def _phase_plan(total: int) -> list[tuple[int, int]]:
    """For phases on 0, 1, … of `total` wires: their CX, and how many wires the first step takes.

    A step of 0 wires is the walk over all parities. The list grows as it is asked for.
    """
    return [(0, 0), (0, 0)]


def _phase_choice(wires: int, free: int) -> tuple[int, int]:
    if wires > _MOST_WIRES:
        raise TooLarge(
            f"A gate has {wires - 1:,} controls; at most {_MOST_WIRES - 1:,} are expanded. "
            "Leave a wire of the circuit free, or compute the AND of some controls first."
        )
    total = wires + free
    plan = _phase_plan(total)
    while len(plan) <= wires:
        size = len(plan)
        options = [((1 << size) - 2, 0)] if size <= _MOST_PARITIES else []
        for step in range(1, min(size, _MOST_COUNTED) + 1):
            turn = _turn_choice(size - step, step, total - size)[0]
            cost = turn if step == 1 else 4 * step * (step - 1) + 2 * turn
            options.append((cost + plan[size - step][0], step))
        plan.append(min(options))
    return plan[wires]


def phase_cost(wires: int, helpers: int) -> int:
    """CX in a phase where all of `wires` wires are 1."""
    return _phase_choice(wires, helpers)[0]


# --- small parts ----------------------------------------------------------------------------------


def _on(gate: str, *qubits: int) -> PlacedGate:
    return PlacedGate(gate, qubits)


def _inverse(parts: Sequence[PlacedGate]) -> Gates:
    inverted: Gates = []
    for part in reversed(parts):
        row = inverse_gate(part.gate)
        inverted.append(PlacedGate(row.gate, part.qubits, tuple(-angle for angle in part.angles)))
    return inverted


def _half(control: int, target: int) -> Gates:
    """K, so that K CX(x, target) K† is X under `control` and x up to phases."""
    return [_on("h", target), _on("t", target), _on("cx", control, target), _on("tdg", target)]


def _middle(control: int, x: int, target: int) -> Gates:
    quarter = [_on("cx", x, target), _on("t", target), _on("cx", control, target)]
    return [*quarter, _on("tdg", target), _on("cx", x, target)]


def _ends(control: int, target: int) -> Gates:
    return [*_half(control, target), _on("h", target)]


def _loose_pair(a: int, b: int, target: int) -> Gates:
    """X under two controls up to phases: Margolus' gate."""
    half = _half(a, target)
    return [*half, _on("cx", b, target), *_inverse(half)]


def _toggle(controls: Wires, target: int, helpers: Wires) -> Gates:
    """X under controls up to phases; helpers are left changed."""
    count = len(controls)
    if count == 1:
        return [_on("cx", controls[0], target)]
    if count == 2:
        return _loose_pair(controls[0], controls[1], target)
    if count == 3:
        last = [_on("t", target), _on("cx", controls[1], target), _on("tdg", target)]
        ends = _ends(controls[0], target)
        return [*ends, *_middle(controls[1], controls[2], target), *last, *_inverse(ends)]
    x = helpers[0]
    if count % 2 == 0:
        inner = _toggle(controls[1:], x, helpers[1:])
        half = _half(controls[0], target)
        return [*half, _on("cx", x, target), *inner, _on("cx", x, target), *_inverse(half)]
    inner = _toggle(controls[2:], x, helpers[1:])
    half = [*_ends(controls[0], target), *_middle(controls[1], x, target)]
    return [*half, *inner, *_inverse(half)]


def _third(a: int, b: int, c: int) -> Gates:
    """The part of CCZ that depends on `c`; the rest cancels in a pair around a toggle of `c`."""
    return [
        *(_on("t", c), _on("cx", b, c), _on("tdg", c), _on("cx", a, c)),
        *(_on("t", c), _on("cx", b, c), _on("tdg", c), _on("cx", a, c)),
    ]


def _gathered(first: Wires, rest: Wires) -> tuple[Gates, int]:
    """Gates, and the wire that then holds the AND of `rest` where both wires of `first` were 1.

    A wire that is known to be 1 is a clean helper after an X.
    """
    parts: Gates = []
    made: list[Wires] = []
    spare, left = first, list(rest)
    while len(left) >= 2:
        a, b, *left = left
        parts += [_on("x", spare[0]), *_loose_pair(a, b, spare[0])]
        made.append(spare)
        spare = (a, b)
    value = left[0] if left else made.pop()[0]
    for source, clean in reversed(made):
        parts += [_on("x", clean), *_loose_pair(source, value, clean)]
        value = clean
    return parts, value


# --- X and Z under controls -----------------------------------------------------------------------


def flip(controls: Wires, target: int, helpers: Wires) -> Iterator[PlacedGate]:
    """X on `target` where all controls are 1."""
    if len(controls) <= 2:
        yield _on(f"{'c' * len(controls)}x", *controls, target)
        return
    yield _on("h", target)
    yield from phase((*controls, target), Angle.pi_times(1), helpers)
    yield _on("h", target)


def _sign(controls: Wires, target: int, helpers: Wires) -> Iterator[PlacedGate]:
    """Z on `target` where all of more than two controls are 1, over at least one helper."""
    if _enough(len(controls), len(helpers)):
        *most, last = controls
        toggle = _toggle(tuple(most), helpers[0], helpers[1:])
        third = _third(last, target, helpers[0])
        yield from (*third, *toggle, *_inverse(third), *_inverse(toggle))
        return
    gather, value = _gathered(controls[:2], controls[2:])
    toggle = _loose_pair(controls[0], controls[1], helpers[0])
    third = _third(value, target, helpers[0])
    yield from (*gather, *third, *_inverse(gather), *toggle)
    yield from (*gather, *_inverse(third), *_inverse(gather), *_inverse(toggle))


def _loose(controls: Wires, target: int, helpers: Wires) -> Gates:
    """X under controls up to phases; helpers are given back."""
    if len(controls) <= 3:
        return _toggle(controls, target, ())
    if _enough(len(controls), len(helpers)):
        toggle = _toggle(controls[1:], helpers[0], helpers[1:])
        return [*_step(controls[0], helpers[0], target, toggle), *_inverse(toggle)]
    gather, value = _gathered(controls[:2], controls[2:])
    toggle = _loose_pair(controls[0], controls[1], helpers[0])
    last = [*gather, *_loose_pair(value, helpers[0], target), *_inverse(gather)]
    return [*last, *toggle, *last, *_inverse(toggle)]


def _step(control: int, x: int, target: int, toggle: Gates) -> Gates:
    """X on `target` under `control` where `toggle` turns x over, which it leaves."""
    half = [*_half(control, target), _on("cx", x, target)]
    return [*half, *toggle, *_inverse(half)]


# --- rotations under controls ---------------------------------------------------------------------


def turn(
    controls: Wires, turns: Sequence[tuple[int, Angle]], helpers: Wires
) -> Iterator[PlacedGate]:
    """Z-rotations of wires by angles where all controls are 1."""
    targets = tuple(target for target, _ in turns)
    how = _turn_choice(len(controls), len(turns), len(helpers))[1]
    if how == "parities":
        for target, angle in turns:
            yield from _turn_by_parities(controls, target, angle)
        return
    anchor, *others = targets
    fan = [_on("cx", anchor, other) for other in others]

    def turned(share: int) -> Gates:
        return [PlacedGate("rz", (target,), (angle / share,)) for target, angle in turns]

    if how == "halves":
        cut = len(controls) // 2
        sides = (controls[:cut], controls[cut:])
        flips = [
            [*fan, *flip(side, anchor, (*other, *helpers)), *fan]
            for side, other in (sides, sides[::-1])
        ]
        yield from (*turned(4), *flips[0], *turned(-4), *flips[1])
        yield from (*turned(4), *flips[0], *turned(-4), *flips[1])
        return
    if how == "toggled":
        toggle = _toggle(controls[1:], helpers[0], helpers[1:])
        flipped = _step(controls[0], helpers[0], anchor, toggle)
    else:
        flipped = _loose(controls, anchor, (*helpers, *others))
    flipped = [*fan, *flipped, *fan]
    yield from (*turned(2), *flipped, *turned(-2), *_inverse(flipped))


def _turn_by_parities(controls: Wires, target: int, angle: Angle) -> Iterator[PlacedGate]:
    count = 1 << len(controls)
    if len(controls) == 1:
        yield PlacedGate("crz", (*controls, target), (angle,))
        return
    for index in range(count):
        gray = index ^ index >> 1
        share = angle / count
        yield PlacedGate("rz", (target,), (-share if gray.bit_count() % 2 else share,))
        if controls:
            changed = gray ^ (index + 1) % count ^ (index + 1) % count >> 1
            yield _on("cx", controls[changed.bit_length() - 1], target)


# --- phases ---------------------------------------------------------------------------------------


def phase(wires: Wires, angle: Angle, helpers: Wires) -> Iterator[PlacedGate]:
    """e^{iφ} where all of `wires` are 1."""
    is_sign = angle == Angle.pi_times(1)
    if is_sign and len(wires) == 3:
        yield _on("ccz", *wires)
        return
    if is_sign and len(wires) > 4 and helpers:
        yield from _sign(wires[:-1], wires[-1], helpers)
        return
    while wires:
        step = _phase_choice(len(wires), len(helpers))[1]
        if len(wires) <= 2 or not step:
            yield from _phase_by_parities(wires, angle)
            return
        controls, counted = wires[:-step], wires[-step:]
        if step == 1:
            yield from turn(controls, [(counted[0], angle)], helpers)
            angle = angle / 2
        else:
            yield from _counted(controls, counted, angle, helpers)
            angle = angle / 2**step
        wires, helpers = controls, (*helpers, *counted)


def _counted(controls: Wires, counted: Wires, angle: Angle, helpers: Wires) -> Iterator[PlacedGate]:
    """e^{iφ} where all wires are 1, but for a phase of -φ/2^m where all controls are.

    `counted` is a number x of m bits, lowest first. Adding 1 where all controls are 1 changes a
    phase of -φx/2^m by -φ/2^m, and by φ more where x overflows.
    """
    size = len(counted)
    weights = [
        PlacedGate("p", (wire,), (-angle * 2**place / 2**size,))
        for place, wire in enumerate(counted)
    ]
    added = _added(controls, counted, helpers)
    yield from (*added, *weights, *_inverse(added), *_inverse(weights))


def _added(controls: Wires, counted: Wires, helpers: Wires) -> Gates:
    """Adds 1 to a number where all controls are 1, up to a phase of the controls."""
    fourier: Gates = []
    for place in reversed(range(len(counted))):
        fourier.append(_on("h", counted[place]))
        for lower in range(place):
            share = Angle.pi_times(1) / 2 ** (place - lower)
            fourier.append(PlacedGate("cp", (counted[lower], counted[place]), (share,)))
    turns = [(wire, Angle.pi_times(1) / 2**place) for place, wire in enumerate(counted)]
    return [*fourier, *turn(controls, turns, helpers), *_inverse(fourier)]


def _phase_by_parities(wires: Wires, angle: Angle) -> Iterator[PlacedGate]:
    """A table row, or the parities of the wires by a Gray-code walk."""
    if len(wires) <= 2:
        yield PlacedGate(("p", "cp")[len(wires) - 1], wires, (angle,))
        return
    share = angle / 2 ** (len(wires) - 1)
    for top, target in enumerate(wires):
        parity = 0
        yield PlacedGate("p", (target,), (share,))
        for count in range(1, 1 << top):
            gray = count ^ count >> 1
            flipped = (parity ^ gray).bit_length() - 1
            parity = gray
            yield _on("cx", wires[flipped], target)
            odd = parity.bit_count() % 2 == 1
            yield PlacedGate("p", (target,), (-share if odd else share,))
        if parity:
            yield _on("cx", wires[parity.bit_length() - 1], target)
