"""Truth values that classical bits decide while a program runs: an exact algebra of conditions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from qdesign.operation import Condition, Operation

MAX_TERMS: Final = 64
MAX_CASE_BITS: Final = 10
"""Of more bits, not every case is tried."""

Term = tuple[Condition, ...]


class TooManyTerms(Exception):
    """A condition that falls into more than `MAX_TERMS` cases."""


class Decision(NamedTuple):
    """A truth value that classical bits decide: one of `terms` holds, and never two of them."""

    terms: tuple[Term, ...]


ALWAYS: Final = Decision(((),))
NEVER: Final = Decision(())


def bits_equal(bits: tuple[int, ...], value: int) -> Decision:
    """Do `bits` hold `value`?"""
    if not 0 <= value < 1 << len(bits):
        return NEVER
    return Decision(((Condition(bits, value),),)) if bits else ALWAYS


def bits_below(bits: tuple[int, ...], value: int) -> Decision:
    """Do `bits` hold a number less than `value`?"""
    if value > MAX_TERMS and len(bits) > 6:
        raise TooManyTerms
    held = range(min(max(value, 0), 1 << len(bits)))
    return Decision(tuple((Condition(bits, v),) for v in held))


def negate(decision: Decision) -> Decision:
    """True where `decision` is false."""
    result = ALWAYS
    for term in decision.terms:
        opposite = tuple((*term[:k], _opposite(term[k])) for k in range(len(term)))
        result = both(result, Decision(opposite))
    return result


def both(left: Decision, right: Decision) -> Decision:
    """True where both are."""
    merged = (_merge(a, b) for a in left.terms for b in right.terms)
    return _checked(tuple(term for term in merged if term is not None))


def either(left: Decision, right: Decision) -> Decision:
    """True where one is, or both."""
    return _checked(left.terms + both(negate(left), right).terms)


def differ(left: Decision, right: Decision) -> Decision:
    """True where exactly one is."""
    return _checked(both(left, negate(right)).terms + both(negate(left), right).terms)


def by_cases(bits: Collection[int], holds: Callable[[Mapping[int, int]], bool]) -> Decision:
    """What `holds` says of every value of `bits`, in few terms.

    Raises:
        TooManyTerms: more than `MAX_CASE_BITS` bits, or more than `MAX_TERMS` terms.
    """
    order = sorted(bits)
    if len(order) > MAX_CASE_BITS:
        raise TooManyTerms
    true = frozenset(
        case
        for case in range(1 << len(order))
        if holds({bit: case >> place & 1 for place, bit in enumerate(order)})
    )
    terms: list[Term] = []
    for cube in _cubes(true, tuple(range(len(order)))):
        fixed = sorted(cube)
        value = sum(cube[place] << k for k, place in enumerate(fixed))
        held = tuple(order[place] for place in fixed)
        terms.append((Condition(held, value),) if held else ())
    return _checked(tuple(terms))


def _cubes(true: frozenset[int], places: tuple[int, ...]) -> list[dict[int, int]]:
    """Values of some of the places that never hold at once and together are `true`."""
    if not true:
        return []
    if len(true) == 1 << len(places):
        return [{}]

    def parts(place: int) -> tuple[frozenset[int], frozenset[int]]:
        ones = frozenset(case for case in true if case >> place & 1)
        return true - ones, frozenset(case & ~(1 << place) for case in ones)

    # The place that leaves least to be told: one half all, or nothing, or both alike.
    whole = 1 << (len(places) - 1)

    def left(place: int) -> tuple[int, int]:
        zero, one = parts(place)
        open_halves = sum(0 < len(half) < whole for half in (zero, one))
        return (0 if zero == one else open_halves, -abs(len(zero) - len(one)))

    place = min(places, key=left)
    rest = tuple(other for other in places if other != place)
    zero, one = parts(place)
    if zero == one:
        return _cubes(zero, rest)
    return [
        {**cube, place: value}
        for value, half in ((0, zero), (1, one))
        for cube in _cubes(half, rest)
    ]


def bits_of(decision: Decision) -> frozenset[int]:
    """Every classical bit that a decision reads."""
    return frozenset(bit for term in decision.terms for c in term for bit in c.clbits)


def on_registers(conditions: Iterable[Condition], registers: Sequence[tuple[int, ...]]) -> Decision:
    """When all `conditions` hold, told by whole registers and single bits alone.

    Where they contradict each other, one term does.

    Raises:
        TooManyTerms: that takes more than `MAX_TERMS` terms.
    """
    result = ALWAYS
    never: Term = ()
    for condition in conditions:
        parts = _parts(condition, registers)
        here: tuple[Term, ...] = (parts,)
        if not condition.equal:
            here = tuple((*parts[:k], _opposite(parts[k])) for k in range(len(parts)))
        never += here[0]
        result = both(result, Decision(here))
    return result if result.terms else Decision((never,))


def _parts(condition: Condition, registers: Sequence[tuple[int, ...]]) -> Term:
    """That bits hold a value: whole registers by their numbers, others bit by bit."""
    wanted = {bit: condition.value >> k & 1 for k, bit in enumerate(condition.clbits)}
    parts: list[Condition] = []
    for register in registers:
        if all(bit in wanted for bit in register):
            held = sum(wanted[bit] << k for k, bit in enumerate(register))
            parts.append(Condition(register, held))
        else:
            parts.extend(Condition((bit,), wanted[bit]) for bit in register if bit in wanted)
    return tuple(parts)


def groups(
    operations: Iterable[Operation],
) -> Iterator[tuple[Term, list[Operation]]]:
    """Neighbors under the same conditions, as long as none of them writes a bit of these."""
    group: list[Operation] = []
    conditions: Term = ()
    stale = False
    for operation in operations:
        if group and (operation.conditions != conditions or stale):
            yield conditions, group
            group, stale = [], False
        conditions = operation.conditions
        group.append(operation)
        stale = stale or writes_own(operation)
    if group:
        yield conditions, group


def writes_own(operation: Operation) -> bool:
    """Does it measure into a bit of its own conditions?"""
    return any(
        bit in condition.clbits for condition in operation.conditions for bit in operation.clbits
    )


def _checked(terms: tuple[Term, ...]) -> Decision:
    if len(terms) > MAX_TERMS:
        raise TooManyTerms
    return Decision(terms)


def _opposite(condition: Condition) -> Condition:
    if len(condition.clbits) == 1:
        return Condition(condition.clbits, 1 - condition.value, condition.equal)
    return Condition(condition.clbits, condition.value, not condition.equal)


def _merge(left: Term, right: Term) -> Term | None:
    """Both terms at once, without repetition; None where they contradict each other."""
    merged = list(left)
    for new in right:
        known = [old for old in merged if old.clbits == new.clbits]
        if any(_opposite(old) == new for old in known):
            return None
        if new.equal and any(old.equal and old.value != new.value for old in known):
            return None
        if new not in merged:
            merged.append(new)
    return tuple(merged)
