"""Operators on values: arithmetic where they are known, decisions where measured bits decide."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final, NoReturn

from qdesign import decisions
from qdesign.decisions import ALWAYS, NEVER, Decision
from qdesign.errors import InvalidAngle
from qdesign.qasm import numbers
from qdesign.qasm.bits import BitList, Word
from qdesign.qasm.numbers import Affine, NotAffine, NotComputable, Number
from qdesign.qasm.state import Items, Qubits, State, Value

_COMPARISONS: Final[dict[str, Callable[[int, int], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ARITHMETIC: Final[dict[str, Callable[[Number, Number], Number]]] = {
    "+": numbers.add,
    "-": lambda left, right: numbers.add(left, right, -1),
    "*": numbers.multiply,
    "/": numbers.divide,
    "%": numbers.remainder,
    "**": numbers.power,
}
_SWAPPED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_BITWISE: Final[dict[str, Callable[[int, int], int]]] = {
    "&": lambda left, right: left & right,
    "|": lambda left, right: left | right,
    "^": lambda left, right: left ^ right,
}


def known_bits(state: State, bits: BitList) -> Value:
    """A number where every bit is known, the bits themselves otherwise."""
    values = [state.known[bit] for bit in bits.bits]
    if None in values:
        return bits
    word = Word(sum(1 << k for k, v in enumerate(values) if v), len(values))
    return bool(word.value) if bits.scalar else word


def number(state: State, value: Value, offset: int) -> Number:
    """`value` as a number."""
    if isinstance(value, Affine):
        return value
    if isinstance(value, int):
        return int(value) if isinstance(value, bool) else value
    if isinstance(value, Fraction):
        return value
    if isinstance(value, (BitList, Decision)):
        unknown(state, offset)
    if not isinstance(value, Word):
        state.source.invalid(f"a number is needed here, not {_kind(value)}.", offset)
    return value.value


RUNNING: Final = "a value that is known only while the program runs"


def unknown(state: State, offset: int) -> NoReturn:
    """Refuses a value that only a run of the program gives."""
    state.source.unsupported(
        RUNNING,
        offset,
        "Measured bits can decide an 'if'.",
    )


def refused(state: State, error: NotComputable | InvalidAngle, offset: int) -> NoReturn:
    """Says at `offset` why something has no value."""
    if isinstance(error, NotAffine):
        state.source.symbolic(str(error), offset)
    state.source.invalid(str(error), offset)


def whole(state: State, value: Value, offset: int) -> int:
    """`value` as an integer."""
    plain = number(state, value, offset)
    if isinstance(plain, Fraction) and plain.denominator == 1:
        return plain.numerator
    if not isinstance(plain, int):
        shown = numbers.to_angle(plain) if isinstance(plain, Affine) else plain
        message = f"an integer is needed here, not {shown}."
        if isinstance(plain, Affine) and plain.terms:
            state.source.symbolic(message, offset)
        state.source.invalid(message, offset)
    return plain


def decision(state: State, value: Value, offset: int) -> bool | Decision:
    """`value` as a truth value."""
    if isinstance(value, (bool, Decision)):
        return value
    if isinstance(value, BitList):
        kept, _, agree = _unknown_part(state, value, 0)
        return decisions.negate(decisions.bits_equal(kept, 0)) if agree else True
    if isinstance(value, Word):
        return value.value != 0
    try:
        return numbers.compare(number(state, value, offset), 0) != 0
    except NotComputable as error:
        refused(state, error, offset)


def _unknown_part(state: State, bits: BitList, value: int) -> tuple[tuple[int, ...], int, bool]:
    """The bits that are not known with their part of `value`, and whether the known ones agree."""
    kept: list[int] = []
    rest = 0
    agree = True
    for place, bit in enumerate(bits.bits):
        wanted, held = value >> place & 1, state.known[bit]
        if held is None:
            rest |= wanted << len(kept)
            kept.append(bit)
        elif held != wanted:
            agree = False
    return tuple(kept), rest, agree


def _kind(value: Value) -> str:
    if isinstance(value, Qubits):
        return "a qubit"
    return "an array" if isinstance(value, Items) else "this"


def unary(state: State, value: Value, symbol: str, offset: int) -> Value:
    """`-value`, `!value` or `~value`."""
    if symbol == "-":
        return numbers.multiply(number(state, value, offset), -1)
    is_bit = isinstance(value, BitList) and value.scalar
    if symbol == "!" or is_bit or isinstance(value, (bool, Decision)):
        truth = decision(state, value, offset)
        return (not truth) if isinstance(truth, bool) else decisions.negate(truth)
    if isinstance(value, Word):
        return Word(value.value ^ ((1 << value.width) - 1), value.width)
    return ~whole(state, value, offset)


def binary(state: State, left: Value, right: Value, symbol: str, offset: int) -> Value:
    """`left symbol right`; division is that of real numbers."""
    arithmetic = _ARITHMETIC.get(symbol)
    if arithmetic is not None:
        return arithmetic(number(state, left, offset), number(state, right, offset))
    if symbol in _COMPARISONS:
        return _compare(state, left, right, symbol, offset)
    if symbol in ("<<", ">>"):
        return _shift(state, left, right, symbol, offset)
    return _logical(state, left, right, symbol, offset)


def _shift(state: State, left: Value, right: Value, symbol: str, offset: int) -> int | Word:
    a, b = number(state, left, offset), number(state, right, offset)
    if not isinstance(a, int) or not isinstance(b, int):
        state.source.invalid(f"'{symbol}' needs integers.", offset)
    shifted = numbers.shift(a, b if symbol == "<<" else -b)
    if isinstance(left, Word):
        return Word(shifted & ((1 << left.width) - 1), left.width)
    return shifted


def _compare(state: State, left: Value, right: Value, symbol: str, offset: int) -> Value:
    if isinstance(right, (BitList, Decision)) and not isinstance(left, (BitList, Decision)):
        left, right, symbol = right, left, _SWAPPED[symbol]
    if isinstance(left, Decision) or isinstance(right, (BitList, Decision)):
        if symbol not in ("==", "!=") or not _is_truth(left) or not _is_truth(right):
            unknown(state, offset)
        return _differ(state, left, right, symbol == "==", offset)
    if isinstance(left, BitList):
        value = number(state, right, offset)
        return _compare_bits(state, left, value, symbol, offset)
    sign = numbers.compare(number(state, left, offset), number(state, right, offset))
    return _COMPARISONS[symbol](sign, 0)


def _is_truth(value: Value) -> bool:
    if isinstance(value, BitList):
        return value.scalar
    if isinstance(value, Word):
        return value.width == 1
    return isinstance(value, (bool, Decision)) or (isinstance(value, int) and value in (0, 1))


def _differ(state: State, left: Value, right: Value, same: bool, offset: int) -> Value:
    a, b = _as_decision(state, left, offset), _as_decision(state, right, offset)
    different = decisions.differ(a, b)
    return decisions.negate(different) if same else different


def _as_decision(state: State, value: Value, offset: int) -> Decision:
    truth = decision(state, value, offset)
    if isinstance(truth, bool):
        return ALWAYS if truth else NEVER
    return truth


def _compare_bits(
    state: State, bits: BitList, value: Number, symbol: str, offset: int
) -> bool | Decision:
    if not isinstance(value, int):
        if isinstance(value, Affine) or value.denominator != 1:
            state.source.invalid("bits can be compared with integers only.", offset)
        value = value.numerator
    if value < 0:
        value += 1 << len(bits.bits)  # two's complement
    if symbol in ("==", "!="):
        kept, rest, agree = _unknown_part(state, bits, value)
        fits = agree and 0 <= value < 1 << len(bits.bits)
        equal = decisions.bits_equal(kept, rest) if fits else NEVER
        return _settled(equal if symbol == "==" else decisions.negate(equal))
    if any(state.known[bit] is not None for bit in bits.bits):
        state.source.unsupported("comparing bits of which some are constant", offset)
    below = decisions.bits_below(bits.bits, value + (symbol in ("<=", ">")))
    return _settled(below if symbol in ("<", "<=") else decisions.negate(below))


def _settled(result: Decision) -> bool | Decision:
    if result == ALWAYS:
        return True
    return False if result == NEVER else result


def _logical(state: State, left: Value, right: Value, symbol: str, offset: int) -> Value:
    if symbol in _BITWISE and not (_runs(left) or _runs(right)):
        a, b = number(state, left, offset), number(state, right, offset)
        if not isinstance(a, int) or not isinstance(b, int):
            state.source.invalid(f"'{symbol}' needs integers or bits.", offset)
        result = _BITWISE[symbol](a, b)
        if isinstance(left, Word):
            return Word(result, left.width)
        return bool(result) if isinstance(left, bool) and isinstance(right, bool) else result
    if symbol in _BITWISE and not (_is_truth(left) and _is_truth(right)):
        unknown(state, offset)
    a = _as_decision(state, left, offset)
    b = _as_decision(state, right, offset)
    if symbol == "^":
        return _settled(decisions.differ(a, b))
    join = decisions.both if symbol in ("&&", "&") else decisions.either
    return _settled(join(a, b))


def _runs(value: Value) -> bool:
    return isinstance(value, (BitList, Decision))


# registers and arrays


def size_of(state: State, value: Value, offset: int) -> int:
    """How many elements a register or array has."""
    if isinstance(value, Qubits) and not value.scalar:
        return len(value.qubits)
    if isinstance(value, BitList) and not value.scalar:
        return len(value.bits)
    if isinstance(value, Word):
        return value.width
    if not isinstance(value, Items):
        state.source.invalid("only registers and arrays can be indexed.", offset)
    return len(value.values)


def place_of(state: State, index: int, size: int, offset: int) -> int:
    """An index, which may count from the end, as a place from 0."""
    if not -size <= index < size:
        has = f"it has the indices 0 to {size - 1}" if size else "it is empty"
        state.source.invalid(f"index {index} is outside the register: {has}.", offset)
    return index % size


def element(state: State, value: Value, index: int, offset: int) -> Value:
    """`value[index]`; a bit of an integer too. Classical bits stay bits, known or not."""
    if isinstance(value, int) and not isinstance(value, bool):
        return bool(value >> min(index, 4096) & 1) if index >= 0 else False
    place = place_of(state, index, size_of(state, value, offset), offset)
    if isinstance(value, Qubits):
        return Qubits((value.qubits[place],), True)
    if isinstance(value, BitList):
        return BitList((value.bits[place],), True)
    if isinstance(value, Word):
        return bool(value.value >> place & 1)
    assert isinstance(value, Items)
    return value.values[place]


def elements(state: State, value: Value, indices: Sequence[int], offset: int) -> Value:
    """`value` at several indices, as a register or array of its own."""
    size = size_of(state, value, offset)
    chosen = [place_of(state, index, size, offset) for index in indices]
    if isinstance(value, Qubits):
        return Qubits(tuple(value.qubits[k] for k in chosen), False)
    if isinstance(value, BitList):
        return BitList(tuple(value.bits[k] for k in chosen), False)
    if isinstance(value, Word):
        bits = sum((value.value >> k & 1) << place for place, k in enumerate(chosen))
        return Word(bits, len(chosen))
    assert isinstance(value, Items)
    return Items(tuple(value.values[k] for k in chosen))


def joined(state: State, values: Sequence[Value], offset: int) -> Value:
    """Registers or arrays one after the other."""
    qubits = [value for value in values if isinstance(value, Qubits)]
    bits = [value for value in values if isinstance(value, BitList)]
    arrays = [value for value in values if isinstance(value, Items)]
    total = sum(len(q.qubits) for q in qubits) + sum(len(b.bits) for b in bits)
    state.step(offset, total + sum(len(items.values) for items in arrays))
    if len(qubits) == len(values):
        return Qubits(tuple(q for value in qubits for q in value.qubits), False)
    if len(bits) == len(values):
        return BitList(tuple(b for value in bits for b in value.bits), False)
    if len(arrays) != len(values):
        state.source.invalid("only registers of one kind can be joined with '++'.", offset)
    return Items(tuple(item for value in arrays for item in value.values))
