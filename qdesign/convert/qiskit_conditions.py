"""Conditions of Qiskit: bits, registers, expressions and switches → decisions of classical bits."""

# Qiskit has no types of its own: at this border its values are Any.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from qdesign import decisions
from qdesign.decisions import Decision, TooManyTerms
from qdesign.errors import NotConvertible

if TYPE_CHECKING:
    from qiskit import QuantumCircuit

_COMPARED: Final[dict[str, Callable[[int, int], bool]]] = {
    "EQUAL": operator.eq,
    "NOT_EQUAL": operator.ne,
    "LESS": operator.lt,
    "LESS_EQUAL": operator.le,
    "GREATER": operator.gt,
    "GREATER_EQUAL": operator.ge,
}
_COMPUTED: Final[dict[str, Callable[[int, int], int]]] = {
    "BIT_AND": operator.and_,
    "BIT_OR": operator.or_,
    "BIT_XOR": operator.xor,
    "ADD": operator.add,
    "SUB": operator.sub,
    "MUL": operator.mul,
    "SHIFT_LEFT": lambda a, b: a << min(b, 64),
    "SHIFT_RIGHT": operator.rshift,
}
_JOINED: Final = {
    "LOGIC_AND": decisions.both,
    "BIT_AND": decisions.both,
    "LOGIC_OR": decisions.either,
    "BIT_OR": decisions.either,
    "BIT_XOR": decisions.differ,
    "NOT_EQUAL": decisions.differ,
}

Bits = Mapping[Any, int]
"""Numbers of the circuit's classical bits by Qiskit's objects."""


def decided(condition: Any, bits: Bits) -> Decision:
    """When a condition holds: a bit or register and its value, or an expression.

    Raises:
        NotConvertible: it reads a variable, or falls into too many cases.
    """
    if isinstance(condition, tuple):
        target, value = cast("tuple[Any, Any]", condition)
        return decisions.bits_equal(_places(target, bits), int(value))
    with _Few():
        return _truth(condition, bits)


def branches(operation: Any, bits: Bits) -> Iterator[tuple[Decision, QuantumCircuit]]:
    """The bodies of an if or a switch, with when each runs: never two of them."""
    if str(operation.name) == "if_else":
        holds = decided(operation.condition, bits)
        bodies = [body for body in operation.blocks if body is not None]
        yield holds, bodies[0]
        if len(bodies) > 1:
            with _Few():
                otherwise = decisions.negate(holds)
            yield otherwise, bodies[1]
        return
    left = decisions.ALWAYS
    for values, body in operation.cases_specifier():
        with _Few():
            matched = decisions.NEVER
            for value in values:
                matched = decisions.either(matched, _matches(operation.target, value, bits))
            now = decisions.both(left, matched)
            left = decisions.both(left, decisions.negate(matched))
        yield now, body


class _Few:
    """Says in words that there are too many cases."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: Any, error: object, trace: object) -> None:
        if isinstance(error, TooManyTerms):
            raise NotConvertible(
                f"A condition falls into more than {decisions.MAX_TERMS} cases, or reads more than "
                f"{decisions.MAX_CASE_BITS} bits at once. Split it."
            ) from None


def _matches(target: Any, value: Any, bits: Bits) -> Decision:
    from qiskit.circuit import CASE_DEFAULT
    from qiskit.circuit.classical import expr

    if value is CASE_DEFAULT:
        return decisions.ALWAYS
    if not isinstance(target, expr.Expr):
        return decisions.bits_equal(_places(target, bits), int(value))
    return _by_cases(target, lambda case: _value(target, case, bits) == int(value), bits)


def _truth(node: Any, bits: Bits) -> Decision:
    """By rules where they apply, which takes any number of bits; else by cases."""
    from qiskit.circuit.classical import expr

    if isinstance(node, expr.Cast):
        inner = node.operand
        if isinstance(inner, expr.Var) and not _is_bool(inner):
            return decisions.negate(decisions.bits_equal(_places(inner.var, bits), 0))
        if _is_bool(inner):
            return _truth(inner, bits)
    if isinstance(node, expr.Var):
        return decisions.bits_equal(_places(node.var, bits), 1)
    if isinstance(node, expr.Value):
        return decisions.ALWAYS if node.value else decisions.NEVER
    if isinstance(node, expr.Unary) and node.op.name == "LOGIC_NOT":
        return decisions.negate(_truth(node.operand, bits))
    if isinstance(node, expr.Unary) and node.op.name == "BIT_NOT" and _is_bool(node):
        return decisions.negate(_truth(node.operand, bits))
    if isinstance(node, expr.Binary):
        return _joined(node, bits)
    return _by_cases(node, lambda case: _value(node, case, bits) != 0, bits)


def _joined(node: Any, bits: Bits) -> Decision:
    from qiskit.circuit.classical import expr

    name, left, right = node.op.name, node.left, node.right
    if _is_bool(left) and _is_bool(right) and (name in _JOINED or name == "EQUAL"):
        a, b = _truth(left, bits), _truth(right, bits)
        return decisions.negate(decisions.differ(a, b)) if name == "EQUAL" else _JOINED[name](a, b)
    if name in ("EQUAL", "NOT_EQUAL"):
        var, value = _uncast(left), _uncast(right)
        if isinstance(var, expr.Value):
            var, value = value, var
        if isinstance(var, expr.Var) and isinstance(value, expr.Value):
            equal = decisions.bits_equal(_places(var.var, bits), int(value.value))
            return equal if name == "EQUAL" else decisions.negate(equal)
    return _by_cases(node, lambda case: _value(node, case, bits) != 0, bits)


def _by_cases(node: Any, holds: Callable[[Mapping[int, int]], bool], bits: Bits) -> Decision:
    from qiskit.circuit.classical import expr

    read = {place for var in expr.iter_vars(node) for place in _places(var.var, bits)}
    return decisions.by_cases(read, holds)


def _value(node: Any, case: Mapping[int, int], bits: Bits) -> int:
    """The number or truth of an expression where every bit is known."""
    from qiskit.circuit.classical import expr

    if isinstance(node, expr.Value):
        return int(node.value)
    if isinstance(node, expr.Var):
        return sum(case[place] << k for k, place in enumerate(_places(node.var, bits)))
    if isinstance(node, expr.Cast):
        inner = _value(node.operand, case, bits)
        return int(inner != 0) if _is_bool(node) else inner & _mask(node)
    if isinstance(node, expr.Index):
        target, index = _value(node.target, case, bits), _value(node.index, case, bits)
        return target >> index & 1
    if isinstance(node, expr.Unary):
        inner = _value(node.operand, case, bits)
        match node.op.name:
            case "LOGIC_NOT":
                return int(not inner)
            case "BIT_NOT":
                return ~inner & _mask(node)
            case _:
                return -inner & _mask(node)
    if isinstance(node, expr.Binary):
        return _computed(node, _value(node.left, case, bits), _value(node.right, case, bits))
    raise _refusal(node)


def _computed(node: Any, left: int, right: int) -> int:
    name = node.op.name
    if name in _COMPARED:
        return int(_COMPARED[name](left, right))
    if name in _COMPUTED:
        return _COMPUTED[name](left, right) & _mask(node)
    if name == "LOGIC_AND":
        return int(bool(left) and bool(right))
    if name == "LOGIC_OR":
        return int(bool(left) or bool(right))
    raise _refusal(node)


def _mask(node: Any) -> int:
    if _is_bool(node):
        return 1
    width = getattr(node.type, "width", None)
    if width is None:
        raise _refusal(node)
    return (1 << width) - 1


def _is_bool(node: Any) -> bool:
    return type(node.type).__name__ == "Bool"


def _places(target: Any, bits: Bits) -> tuple[int, ...]:
    from qiskit.circuit import ClassicalRegister, Clbit

    if isinstance(target, Clbit):
        return (bits[target],)
    if not isinstance(target, ClassicalRegister):
        raise NotConvertible(
            "A condition reads a classical variable, which has no counterpart here. "
            "Use bits and registers."
        )
    return tuple(bits[bit] for bit in target)


def _uncast(node: Any) -> Any:
    """Without casts that keep the value."""
    from qiskit.circuit.classical import expr

    while isinstance(node, expr.Cast) and _mask(node) >= _mask(node.operand):
        node = node.operand
    return node


def _refusal(node: Any) -> NotConvertible:
    what = str(getattr(getattr(node, "op", None), "name", type(node).__name__)).lower()
    return NotConvertible(
        f"A condition with '{what.replace('_', ' ')}' has no counterpart here. Use bits and "
        "registers, compared and joined."
    )
