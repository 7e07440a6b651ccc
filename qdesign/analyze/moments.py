"""Averages of ⟨P⟩² over the values of an ansatz, exactly: which angles are averaged how.

An angle that is even over a turn whatever all others are is averaged by itself. A parameter that
stands in several gates, or in half a turn, is a wave: it is carried along until its first gate.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from qdesign.analyze.cones import Letter, Part
from qdesign.analyze.pairs import MOST_BITS, Moment, Pairs, Turn, Wave
from qdesign.analyze.work import Work
from qdesign.formula import free_names, is_derived

_MOST_STEPS: Final = 20_000_000
"""Pairs times gates."""
_WAVE: Final = 4
"""What a gate of a wave counts for."""
_MOST_SHIFT: Final = 1024
"""Binary digits below the point of a fraction."""

Step = Part | Turn


def sum_of_squares(
    parts: Sequence[Part], num_qubits: int, strings: Sequence[tuple[int, int]], work: Work
) -> Moment | str:  # fmt: skip
    """Σ E⟨P⟩² over values that are even over [0, 2π), from |0…0⟩.

    Args:
        parts: of the circuit, as `cones.parts_of` gives them.
        num_qubits: of the circuit.
        strings: the x and z mask of each P.
        work: is told how far it is, and asked whether to stop.

    Returns:
        The sum, exact but for rounding; or why it is not found, as the rest of a sentence.
    """
    if 4 * num_qubits >= MOST_BITS:
        return f"pairs of Pauli strings are followed up to {MOST_BITS // 4} qubits"
    planned = _plan(parts)
    if isinstance(planned, str):
        return planned
    steps, waves = planned
    places = _places(steps, waves, 4 * num_qubits + 1)
    if places is None:
        return "too many parameters stand in several gates at once for so many qubits"
    for is_exact in (True, False):
        pairs = Pairs(num_qubits, strings, waves, places, is_exact=is_exact)
        try:
            found = pairs.total() if _run(pairs, steps, work) else None
        except _TooManyError:
            return "too many pairs of Pauli strings have to be followed"
        if found is not None:
            return found
    raise AssertionError


class _TooManyError(Exception):
    """Too many pairs."""


def _run(pairs: Pairs, steps: Sequence[Step], work: Work) -> bool:
    """Carry all back; False where fractions become too long on the way."""
    spent = 0
    first: dict[int, int] = {}
    for k, step in enumerate(steps):
        if isinstance(step, Turn) and step.wave is not None:
            first.setdefault(step.wave, k)
    opened: set[int] = set()
    for k in range(len(steps) - 1, -1, -1):
        work.ask()
        step = steps[k]
        is_wave = isinstance(step, Turn) and step.wave is not None
        spent += len(pairs.keys) * (_WAVE if is_wave else 1)
        if spent > _MOST_STEPS:
            raise _TooManyError
        if pairs.shift > _MOST_SHIFT or pairs.is_lost:
            return False
        if k % 500 == 499:
            work.say(f"{k + 1:,} gates to go")
        if isinstance(step, Part):
            pairs.permute(step.gate, step.qubits)
        elif step.wave is not None:
            if step.wave not in opened:
                opened.add(step.wave)
                pairs.open(step.wave)
            pairs.share(step)
            if first[step.wave] == k:
                pairs.close(step.wave)
        elif step.angle is not None:
            pairs.fix(step)
        else:
            pairs.average(step)
    return True


# --- what each angle is ---------------------------------------------------------------------------


def _plan(parts: Sequence[Part]) -> tuple[list[Step], list[Wave]] | str:
    """Gates and turns in order; a turn by a sum of angles is one after another."""
    free = _free(parts)
    shares: dict[str, list[Fraction]] = {}
    for k, part in enumerate(parts):
        if k not in free:
            for name, coefficient in part.angle.terms:
                if is_derived(name):
                    return "an angle is a formula of parameters"
                shares.setdefault(name, []).append(coefficient)
    units = {name: _unit(found) for name, found in shares.items()}
    waves = [
        Wave(units[name], int(2 * sum(abs(share / units[name]) for share in found)))
        for name, found in shares.items()
    ]
    numbers = {name: k for k, name in enumerate(shares)}
    steps: list[Step] = []
    for k, part in enumerate(parts):
        if part.gate:
            steps.append(part)
            continue
        x, z = masks(part.letters)
        if k in free:
            steps.append(Turn(x, z))
            continue
        steps += [
            Turn(x, z, numbers[name], int(share / units[name])) for name, share in part.angle.terms
        ]
        fixed = part.angle.constant
        if not fixed.is_zero:
            eighths = fixed.pi * 4
            known = not fixed.radians and eighths.denominator == 1
            steps.append(Turn(x, z, angle=fixed.at({}), eighths=int(eighths) if known else None))
    return steps, waves


def _free(parts: Sequence[Part]) -> set[int]:
    """Turns whose angle is even over a turn, whatever all others are."""
    users: dict[str, set[int]] = {}
    for k, part in enumerate(parts):
        for name in free_names(part.angle.symbols):
            users.setdefault(name, set()).add(k)
    found: set[int] = set()
    waiting = [name for name, at in users.items() if len(at) == 1]
    while waiting:
        name = waiting.pop()
        if len(users[name]) != 1:
            continue
        (k,) = users[name]
        angle = parts[k].angle
        formulas = [each for each in angle.symbols if is_derived(each)]
        share = angle.coefficient(name)
        if k in found or not share or share.denominator != 1 or name in free_names(formulas):
            continue
        found.add(k)
        # No other parameter is seen in it any more.
        for other in free_names(angle.symbols):
            users[other].discard(k)
            if len(users[other]) == 1:
                waiting.append(other)
    return found


def _unit(shares: Sequence[Fraction]) -> Fraction:
    """The largest rational of which all are multiples."""
    below = math.lcm(*(share.denominator for share in shares))
    return Fraction(math.gcd(*(int(share * below) for share in shares)), below)


def _places(steps: Sequence[Step], waves: Sequence[Wave], start: int) -> list[int] | None:
    """From which bit on each wave is kept; two share bits where one ends before the other begins.

    None where there are too few bits.
    """
    ends: dict[int, tuple[int, int]] = {}
    for k, step in enumerate(steps):
        if isinstance(step, Turn) and step.wave is not None:
            first, _ = ends.get(step.wave, (k, k))
            ends[step.wave] = (first, k)
    places = [0] * len(waves)
    standing: list[tuple[int, int, int]] = []
    for wave in sorted(ends, key=lambda each: ends[each]):
        first, last = ends[wave]
        standing = [each for each in standing if each[0] >= first]
        width, at = waves[wave].width, start
        for _, low, high in sorted(standing, key=lambda each: each[1]):
            if at + width <= low:
                break
            at = max(at, high)
        if at + width > MOST_BITS:
            return None
        places[wave] = at
        standing.append((last, at, at + width))
    return places


def masks(letters: Iterable[Letter]) -> tuple[int, int]:
    """The x and z mask of a Pauli string."""
    x = z = 0
    for qubit, has_x, has_z in letters:
        x |= has_x << qubit
        z |= has_z << qubit
    return x, z
