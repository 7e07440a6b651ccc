"""Conditions in Qiskit code: bits, registers and calls of `expr` → decisions of classical bits."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from qdesign import decisions
from qdesign.decisions import Decision

_COMPARED: Final[dict[str, Callable[[int, int], bool]]] = {
    "equal": operator.eq,
    "not_equal": operator.ne,
    "less": operator.lt,
    "less_equal": operator.le,
    "greater": operator.gt,
    "greater_equal": operator.ge,
    "logic_and": lambda a, b: bool(a) and bool(b),
    "logic_or": lambda a, b: bool(a) or bool(b),
}
_COMPUTED: Final[dict[str, Callable[[int, int], int]]] = {
    "bit_and": lambda a, b: a & b,
    "bit_or": lambda a, b: a | b,
    "bit_xor": lambda a, b: a ^ b,
}
_MOST_SHIFTED: Final = 64

Case = Mapping[int, int]
Places = Callable[[ast.expr], tuple[int, ...] | None]
"""The classical bits that an expression names; None where it names none."""


@dataclass(frozen=True, slots=True)
class _Value:
    """An expression: its width, the bits that it reads, its number where these are known."""

    width: int
    reads: frozenset[int]
    number: Callable[[Case], int]


def decided(node: ast.expr, places: Places) -> Decision | None:
    """When a condition holds; None where it is not read.

    Raises:
        TooManyTerms: it falls into too many cases.
    """
    match node:
        case ast.Tuple(elts=[target, ast.Constant(value=int() as wanted)]):
            bits = places(target)
            return None if bits is None else decisions.bits_equal(bits, int(wanted))
        case _:
            value = _value(node, places)
            if value is None:
                return None
            return decisions.by_cases(value.reads, lambda case: value.number(case) != 0)


def _value(node: ast.expr, places: Places) -> _Value | None:
    bits = places(node)
    if bits is not None:
        return _Value(
            len(bits),
            frozenset(bits),
            lambda case: sum(case[bit] << k for k, bit in enumerate(bits)),
        )
    match node:
        case ast.Constant(value=int() as number) if number >= 0:
            held = int(number)
            return _Value(max(held.bit_length(), 1), frozenset(), lambda _: held)
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="expr"), attr=name), args=given, keywords=[]
        ):
            return _called(name, given, places)
        case _:
            return None


def _called(name: str, given: list[ast.expr], places: Places) -> _Value | None:
    parts = [_value(each, places) for each in given]
    match parts:
        case [_Value() as inner] if name == "lift":
            return inner
        case [_Value() as inner] if name == "logic_not":
            return _Value(1, inner.reads, lambda case: int(not inner.number(case)))
        case [_Value() as inner] if name == "bit_not":
            mask = (1 << inner.width) - 1
            return _Value(inner.width, inner.reads, lambda case: inner.number(case) ^ mask)
        case [_Value() as left, _Value() as right]:
            return _joined(name, left, right)
        case _:
            return None


def _joined(name: str, left: _Value, right: _Value) -> _Value | None:
    reads, width = left.reads | right.reads, max(left.width, right.width)
    if name in _COMPARED:
        compare = _COMPARED[name]
        return _Value(1, reads, lambda case: int(compare(left.number(case), right.number(case))))
    if name in _COMPUTED:
        compute = _COMPUTED[name]
        return _Value(width, reads, lambda case: compute(left.number(case), right.number(case)))
    if name in ("shift_left", "shift_right"):
        mask = (1 << left.width) - 1

        def shifted(case: Case) -> int:
            by = min(right.number(case), _MOST_SHIFTED)
            number = left.number(case)
            return (number << by if name == "shift_left" else number >> by) & mask

        return _Value(left.width, reads, shifted)
    if name == "index":
        return _Value(1, reads, lambda case: left.number(case) >> right.number(case) & 1)
    return None
