"""What is known only while a program runs: classical bits, and an exact algebra of conditions."""

from __future__ import annotations

from typing import Final, NamedTuple

from qdesign.circuit import Condition

MAX_TERMS: Final = 64

Term = tuple[Condition, ...]


class TooManyTerms(Exception):
    """A condition that falls into more than `MAX_TERMS` cases."""


class BitList(NamedTuple):
    """Classical bits of the circuit, lowest first; `scalar` when declared or indexed as one bit."""

    bits: tuple[int, ...]
    scalar: bool


class Word(NamedTuple):
    """Known bits: a number and how many bits it has."""

    value: int
    width: int


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


def bits_of(decision: Decision) -> frozenset[int]:
    """Every classical bit that a decision reads."""
    return frozenset(bit for term in decision.terms for c in term for bit in c.clbits)


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
