"""Expressions → values: constants folded exactly, inputs kept as parameters, bits as decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, Final, NoReturn

from qdesign.angle import Angle
from qdesign.decisions import MAX_TERMS, Decision, TooManyTerms, bits_of
from qdesign.errors import InvalidAngle
from qdesign.qasm import numbers, tree
from qdesign.qasm.bits import BitList, Word
from qdesign.qasm.numbers import Affine, NotComputable, Number
from qdesign.qasm.operators import (
    binary,
    decision,
    element,
    elements,
    joined,
    known_bits,
    number,
    refused,
    size_of,
    unary,
    unknown,
    whole,
)
from qdesign.qasm.state import Items, Qubits, State, Value, Variable

TOO_MANY: Final = f"a condition of more than {MAX_TERMS} cases"
_WORDS: Final = {
    "DurationLiteral": "a duration",
    "DurationOf": "durationof",
    "ImaginaryLiteral": "a complex number",
    "StringLiteral": "a string",
}


def evaluate(state: State, node: tree.Expression) -> Value:
    """What `node` denotes at this place of the program."""
    try:
        return _EVALUATORS[type(node)](state, node)
    except (NotComputable, InvalidAngle) as error:
        refused(state, error, node.offset)
    except TooManyTerms:
        state.source.unsupported(TOO_MANY, node.offset, "Split it.")


def integer(state: State, node: tree.Expression) -> int:
    """The integer that `node` denotes."""
    return whole(state, evaluate(state, node), node.offset)


def angle(state: State, node: tree.Expression) -> Angle:
    """The angle that `node` denotes, in radians."""
    value = number(state, evaluate(state, node), node.offset)
    try:
        return numbers.to_angle(value)
    except (NotComputable, InvalidAngle) as error:
        refused(state, error, node.offset)


def _number(_state: State, node: tree.Number) -> Value:
    value = node.value
    return value if isinstance(value, int) else numbers.decimal(value)


def _name(state: State, node: tree.Name) -> Value:
    found = state.lookup(node.name, node.offset)
    if type(found) is Variable and found.value is not None:
        _check_fresh(state, found, node.name, node.offset)
        return found.value
    return _read(state, found, node.name, node.offset)


def _check_fresh(state: State, variable: Variable, name: str, offset: int) -> None:
    """Refuses a value that measured bits gave before they were measured again."""
    if any(state.changed[bit] > variable.since for bit in _bits_of(variable.value)):
        state.source.unsupported(
            f"{name} after a change of the bits that gave it its value",
            offset,
            "Measure into other bits.",
        )


def _bits_of(value: Value | None) -> Iterable[int]:
    """The measured bits that decide a value."""
    if isinstance(value, BitList):
        return value.bits
    if isinstance(value, Decision):
        return bits_of(value)
    if isinstance(value, Items):
        return (bit for each in value.values for bit in _bits_of(each))
    return ()


def _boolean(_state: State, node: tree.Boolean) -> Value:
    return node.value


def _bits(_state: State, node: tree.Bits) -> Value:
    return Word(node.value, node.width)


def _hardware(state: State, node: tree.Hardware) -> Value:
    return state.physical_qubit(node.number, node.offset)


def _concat(state: State, node: tree.Concat) -> Value:
    values = [bit_reference(state, part) or evaluate(state, part) for part in node.parts]
    return joined(state, values, node.offset)


def _at(state: State, node: tree.At) -> Value:
    value = element(state, _collection(state, node.name, node.offset), node.place, node.offset)
    return known_bits(state, value) if isinstance(value, BitList) else value


def _cast(state: State, node: tree.Cast) -> Value:
    return convert(state, evaluate(state, node.operand), node.type, node.offset)


def _array(state: State, node: tree.Array) -> Value:
    return Items(tuple(evaluate(state, value) for value in node.values))


def _measurement(state: State, node: tree.Measurement) -> NoReturn:
    state.source.unsupported(
        "a measurement inside an expression", node.offset, "Measure into a bit first."
    )


def _range_or_set(state: State, node: tree.Range | tree.Set) -> NoReturn:
    state.source.invalid("a range or set can only be an index here.", node.offset)


def _other(state: State, node: tree.Other) -> NoReturn:
    state.source.unsupported(_WORDS.get(node.construct, node.construct), node.offset)


def _read(
    state: State, found: Variable | Qubits | BitList | Number, name: str, offset: int
) -> Value:
    if isinstance(found, Variable):
        if found.value is None:
            state.source.invalid(f"'{name}' has no value yet.", offset)
        _check_fresh(state, found, name, offset)
        return found.value
    return known_bits(state, found) if isinstance(found, BitList) else found


def _collection(state: State, name: str, offset: int) -> Value:
    found = state.lookup(name, offset)
    return found if isinstance(found, BitList) else _read(state, found, name, offset)


def _unary(state: State, node: tree.Unary) -> Value:
    return unary(state, evaluate(state, node.operand), node.operator, node.offset)


def _chain(state: State, node: tree.Chain) -> Value:
    left = evaluate(state, node.first)
    for symbol, right_node in node.rest:
        if symbol in ("&&", "||") and isinstance(left, bool) and left is (symbol == "||"):
            continue
        right = evaluate(state, right_node)
        if symbol == "/" and type(left) is int and type(right) is int and state.source.major == 3:
            left = numbers.truncated(left, right)
        else:
            left = binary(state, left, right, symbol, node.offset)
    return left


def with_decimals(node: tree.Expression) -> tree.Expression:
    """An expression of literals alone with decimals for its integers; others as they are.

    stdgates.inc was published with `pow(1/2) @ x` for the square root, although 1/2 is 0 there.
    """
    changed = _decimal(node)
    return node if changed is None else changed


def _decimal(node: tree.Expression) -> tree.Expression | None:
    match node:
        case tree.Number(offset, value):
            return tree.Number(offset, float(value) if abs(value) < 2**53 else value)
        case tree.Unary(offset, operator, operand):
            inner = _decimal(operand)
            return None if inner is None else tree.Unary(offset, operator, inner)
        case tree.Chain(offset, first, rest):
            start = _decimal(first)
            parts = [(symbol, _decimal(item)) for symbol, item in rest]
            known = tuple([(symbol, item) for symbol, item in parts if item is not None])
            if start is None or len(known) < len(parts):
                return None
            return tree.Chain(offset, start, known)
        case _:
            return None


# functions, casts


def _call(state: State, node: tree.Call) -> Value:
    name, offset = node.name, node.offset
    if name == "sizeof":
        return _size_of(state, node)
    if name == "popcount" and len(node.arguments) == 1:
        return abs(integer(state, node.arguments[0])).bit_count()
    if name in ("rotl", "rotr") and len(node.arguments) == 2:
        return _rotate(state, node)
    known = numbers.FUNCTIONS.get(name)
    if known is None:
        if name in state.subroutines:
            state.source.unsupported(
                "a subroutine call inside a larger expression",
                offset,
                "Put its result into a variable first.",
            )
        state.source.invalid(f"there is no function '{name}'.", offset)
    count, function = known
    if len(node.arguments) != count:
        state.source.invalid(f"'{name}' takes {count} arguments.", offset)
    arguments = [number(state, evaluate(state, a), a.offset) for a in node.arguments]
    return function(*arguments)


def _size_of(state: State, node: tree.Call) -> int:
    if not 1 <= len(node.arguments) <= 2:
        state.source.invalid("'sizeof' takes 1 or 2 arguments.", node.offset)
    value = evaluate(state, node.arguments[0])
    dimension = integer(state, node.arguments[1]) if len(node.arguments) == 2 else 0
    for _ in range(dimension):
        value = element(state, value, 0, node.offset)
    if not isinstance(value, Items):
        state.source.invalid("'sizeof' needs an array of as many dimensions.", node.offset)
    return len(value.values)


def _rotate(state: State, node: tree.Call) -> Word:
    word = evaluate(state, node.arguments[0])
    by = integer(state, node.arguments[1])
    if isinstance(word, BitList):
        unknown(state, node.offset)
    if not isinstance(word, Word):
        state.source.unsupported(node.name, node.offset)
    by = (by if node.name == "rotl" else -by) % word.width
    turned = word.value << by | word.value >> (word.width - by)
    return Word(turned & ((1 << word.width) - 1), word.width)


def convert(state: State, value: Value, kind: tree.Type, offset: int) -> Value:
    """`value` as one of the type `kind`."""
    word = kind.word
    if word == "array":
        return _to_array(state, value, kind, offset)
    size = None if kind.size is None else integer(state, kind.size)
    if size is not None and not 1 <= size <= 4096:
        state.source.invalid(f"a type of {size} bits is not possible.", offset)
    if isinstance(value, (BitList, Decision)):
        if word == "bool":
            return decision(state, value, offset)
        if isinstance(value, BitList) and word in ("bit", "int", "uint"):
            return BitList(value.bits, value.scalar or (word == "bit" and kind.size is None))
        unknown(state, offset)
    if word == "bool":
        return decision(state, value, offset)
    plain = number(state, value, offset)
    if word in ("float", "angle"):
        return plain if isinstance(plain, Affine) else Fraction(plain)
    if word not in ("int", "uint", "bit"):
        state.source.unsupported(f"the type {word}", offset)
    bits = plain if isinstance(plain, int) else _truncate(plain)
    if word == "bit":
        return Word(bits & ((1 << (size or 1)) - 1), size) if size else bool(bits & 1)
    if size is None:
        return bits
    bits &= (1 << size) - 1
    return bits - (1 << size) if word == "int" and bits >> (size - 1) else bits


def _truncate(value: Number) -> int:
    return int(numbers.to_float(value)) if isinstance(value, Affine) else int(value)


def _to_array(state: State, value: Value, kind: tree.Type, offset: int) -> Value:
    assert kind.element is not None
    length = integer(state, kind.dimensions[0]) if kind.dimensions else None
    if not isinstance(value, Items) or (length is not None and len(value.values) != length):
        state.source.invalid(f"an array of {length} elements is needed here.", offset)
    inner = kind.element
    if len(kind.dimensions) > 1:
        inner = kind._replace(dimensions=kind.dimensions[1:])
    return Items(tuple(convert(state, item, inner, offset) for item in value.values))


# registers and arrays


def _index(state: State, node: tree.Index) -> Value:
    if isinstance(node.value, tree.Name):
        value = _collection(state, node.value.name, node.value.offset)
    else:
        value = evaluate(state, node.value)
    for item in node.items:
        value = select(state, value, item, node.offset)
    return known_bits(state, value) if isinstance(value, BitList) else value


def select(state: State, value: Value, item: tree.Expression, offset: int) -> Value:
    """`value[item]`, where item is an integer, a range or a set."""
    if isinstance(item, tree.Range):
        size = size_of(state, value, offset)
        return elements(state, value, index_range(state, item, size), offset)
    if isinstance(item, tree.Set):
        indices = [integer(state, entry) for entry in item.values]
        return elements(state, value, indices, offset)
    return element(state, value, integer(state, item), offset)


def index_range(state: State, item: tree.Range, size: int | None) -> range:
    """The indices of a range; ends count, and an end left out is the register's."""
    step = 1 if item.step is None else integer(state, item.step)
    if step == 0:
        state.source.invalid("the step of a range cannot be 0.", item.offset)
    ends: list[int] = []
    for part, default in ((item.start, 0 if step > 0 else -1), (item.stop, -1 if step > 0 else 0)):
        if part is None and size is None:
            state.source.invalid("this range needs a start and an end.", item.offset)
        end = default if part is None else integer(state, part)
        ends.append(end + size if end < 0 and size is not None else end)
    return range(ends[0], ends[1] + (1 if step > 0 else -1), step)


def bit_reference(state: State, node: tree.Expression) -> BitList | None:
    """The classical bits that `node` names, known or not; None when it names none."""
    found: object = None
    match node:
        case tree.Name(offset, name):
            found = state.lookup(name, offset)
        case tree.At(offset, name, index):
            found = state.lookup(name, offset)
            if isinstance(found, BitList):
                found = element(state, found, index, offset)
        case tree.Index(offset, value, items):
            inner: Value | None = bit_reference(state, value)
            for item in items:
                inner = None if inner is None else select(state, inner, item, offset)
            found = inner
        case tree.Concat(_, parts):
            found = [bit_reference(state, part) for part in parts]
            bits = [part for part in found if part is not None]
            if len(bits) == len(parts):
                return BitList(tuple(b for part in bits for b in part.bits), False)
        case _:
            pass
    return found if isinstance(found, BitList) else None


_EVALUATORS: Final[dict[type, Callable[[State, Any], Value]]] = {
    tree.Number: _number,
    tree.Name: _name,
    tree.At: _at,
    tree.Chain: _chain,
    tree.Unary: _unary,
    tree.Call: _call,
    tree.Cast: _cast,
    tree.Index: _index,
    tree.Boolean: _boolean,
    tree.Bits: _bits,
    tree.Array: _array,
    tree.Hardware: _hardware,
    tree.Concat: _concat,
    tree.Measurement: _measurement,
    tree.Range: _range_or_set,
    tree.Set: _range_or_set,
    tree.Other: _other,
}
