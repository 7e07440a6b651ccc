"""The typed tree of an OpenQASM program: what parser.py writes as lists, as named tuples.

`offset` is a place in the text that was parsed, in UTF-8 bytes; `Source.position` turns it into
line and column. Constructs that the reader does not know arrive as `Other`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple


class Name(NamedTuple):
    """An identifier."""

    offset: int
    name: str


class At(NamedTuple):
    """`name[place]` with a literal index: by far the most frequent operand."""

    offset: int
    name: str
    place: int


class Hardware(NamedTuple):
    """A physical qubit, `$3`."""

    offset: int
    number: int


class Number(NamedTuple):
    """An integer or decimal literal."""

    offset: int
    value: int | float


class Boolean(NamedTuple):
    """`true` or `false`."""

    offset: int
    value: bool


class Bits(NamedTuple):
    """A bit string literal; bit 0 is its last character."""

    offset: int
    value: int
    width: int


class Array(NamedTuple):
    """`{a, b, …}` as a value."""

    offset: int
    values: tuple[Expression, ...]


class Unary(NamedTuple):
    """`-x`, `~x` or `!x`."""

    offset: int
    operator: str
    operand: Expression


class Chain(NamedTuple):
    """Binary operators from left to right: ((first + a) * b) …."""

    offset: int
    first: Expression
    rest: tuple[tuple[str, Expression], ...]


class Call(NamedTuple):
    """A function or subroutine called with arguments."""

    offset: int
    name: str
    arguments: tuple[Expression, ...]


class Type(NamedTuple):
    """A type: its word, its size, and for arrays the type of an element and the dimensions."""

    offset: int
    word: str
    size: Expression | None
    element: Type | None
    dimensions: tuple[Expression, ...]


class Cast(NamedTuple):
    """`int[4](c)`."""

    offset: int
    type: Type
    operand: Expression


class Range(NamedTuple):
    """`start:step:stop`, both ends included."""

    offset: int
    start: Expression | None
    step: Expression | None
    stop: Expression | None


class Set(NamedTuple):
    """`{1, 5, 2}` as indices."""

    offset: int
    values: tuple[Expression, ...]


class Index(NamedTuple):
    """`value[item, …]`."""

    offset: int
    value: Expression
    items: tuple[Expression, ...]


class Concat(NamedTuple):
    """`a ++ b`."""

    offset: int
    parts: tuple[Expression, ...]


class Measurement(NamedTuple):
    """`measure q`."""

    offset: int
    qubits: tuple[Expression, ...]


class Other(NamedTuple):
    """A construct, in the parser's word, that no circuit holds."""

    offset: int
    construct: str


Expression = (
    Name
    | At
    | Hardware
    | Number
    | Boolean
    | Bits
    | Array
    | Unary
    | Chain
    | Call
    | Cast
    | Range
    | Set
    | Index
    | Concat
    | Measurement
    | Other
)


class Modifier(NamedTuple):
    """`inv`, `pow(k)`, `ctrl(n)` or `negctrl(n)`."""

    offset: int
    word: str
    argument: Expression | None


class Gate(NamedTuple):
    """A gate call, or a subroutine called like one; `gphase` too.

    `end` is where the last argument ends.
    """

    offset: int
    name: str
    modifiers: tuple[Modifier, ...]
    arguments: tuple[Expression, ...]
    end: int
    qubits: tuple[Expression, ...]
    has_duration: bool


class Declare(NamedTuple):
    """A declaration; `word` is qubit, variable, const, input or output."""

    offset: int
    word: str
    type: Type
    name: str
    value: Expression | None


class Alias(NamedTuple):
    """`let name = value`."""

    offset: int
    name: str
    value: Expression


class Assign(NamedTuple):
    """`target = value`, or `target += value` with an operator."""

    offset: int
    target: Expression
    operator: str
    value: Expression


class Evaluate(NamedTuple):
    """An expression as a statement."""

    offset: int
    value: Expression


class Reset(NamedTuple):
    """`reset q`."""

    offset: int
    qubits: tuple[Expression, ...]


class Barrier(NamedTuple):
    """`barrier q, r`; all qubits when none is named."""

    offset: int
    qubits: tuple[Expression, ...]


class If(NamedTuple):
    """A branch."""

    offset: int
    condition: Expression
    body: tuple[Statement, ...]
    otherwise: tuple[Statement, ...]


class For(NamedTuple):
    """A loop over a range, a set or an array."""

    offset: int
    type: Type
    name: str
    values: Expression
    body: tuple[Statement, ...]


class While(NamedTuple):
    """A loop while a condition holds."""

    offset: int
    condition: Expression
    body: tuple[Statement, ...]


class Switch(NamedTuple):
    """Cases with their labels; `default` is None when there is none."""

    offset: int
    target: Expression
    cases: tuple[tuple[tuple[Expression, ...], tuple[Statement, ...]], ...]
    default: tuple[Statement, ...] | None


class Scope(NamedTuple):
    """Statements in braces, or in a box without duration."""

    offset: int
    body: tuple[Statement, ...]


class Subroutine(NamedTuple):
    """`def` with formal arguments."""

    offset: int
    name: str
    formal: tuple[tuple[Type, str], ...]
    body: tuple[Statement, ...]


class GateBody(NamedTuple):
    """`gate` with formal angles and qubits."""

    offset: int
    name: str
    angles: tuple[str, ...]
    qubits: tuple[str, ...]
    body: tuple[Statement, ...]


class Include(NamedTuple):
    """`include "file"`."""

    offset: int
    name: str


class Return(NamedTuple):
    """`return value`."""

    offset: int
    value: Expression | None


class Jump(NamedTuple):
    """`break`, `continue` or `end`."""

    offset: int
    word: str


class Skip(NamedTuple):
    """A pragma or `nop`: nothing that acts."""

    offset: int


Statement = (
    Gate
    | Declare
    | Alias
    | Assign
    | Evaluate
    | Reset
    | Barrier
    | If
    | For
    | While
    | Switch
    | Scope
    | Subroutine
    | GateBody
    | Include
    | Return
    | Jump
    | Skip
    | Other
)


def _expressions(items: Any) -> tuple[Expression, ...]:
    return tuple([_EXPRESSIONS[item[0]](item) for item in items])


def _optional(item: Any) -> Expression | None:
    return None if item is None else expression(item)


def _type(item: Any) -> Type:
    _, offset, word, size, element, dimensions = item
    inner = None if element is None else _type(element)
    return Type(offset, word, _optional(size), inner, _expressions(dimensions))


_EXPRESSIONS: Final[dict[str, Callable[[Any], Expression]]] = {
    "name": lambda i: Name(i[1], i[2]),
    "at": lambda i: At(i[1], i[2], i[3]),
    "hardware": lambda i: Hardware(i[1], i[2]),
    "number": lambda i: Number(i[1], i[2]),
    "boolean": lambda i: Boolean(i[1], i[2]),
    "bits": lambda i: Bits(i[1], i[2], i[3]),
    "array": lambda i: Array(i[1], _expressions(i[2])),
    "unary": lambda i: Unary(i[1], i[2], expression(i[3])),
    "chain": lambda i: Chain(i[1], expression(i[2]), tuple([(o, expression(e)) for o, e in i[3]])),
    "call": lambda i: Call(i[1], i[2], _expressions(i[3])),
    "cast": lambda i: Cast(i[1], _type(i[2]), expression(i[3])),
    "range": lambda i: Range(i[1], _optional(i[2]), _optional(i[3]), _optional(i[4])),
    "set": lambda i: Set(i[1], _expressions(i[2])),
    "index": lambda i: Index(i[1], expression(i[2]), _expressions(i[3])),
    "concat": lambda i: Concat(i[1], _expressions(i[2])),
    "measurement": lambda i: Measurement(i[1], _expressions(i[2])),
    "other": lambda i: Other(i[1], i[2]),
}


def expression(item: Any) -> Expression:
    """The expression that a list of parser.py stands for."""
    return _EXPRESSIONS[item[0]](item)


def _modifiers(items: Any) -> tuple[Modifier, ...]:
    return tuple([Modifier(i[1], i[2], _optional(i[3])) for i in items])


_STATEMENTS: Final[dict[str, Callable[[Any], Statement]]] = {
    "gate": lambda i: Gate(
        i[1], i[2], _modifiers(i[3]), _expressions(i[4]), i[5], _expressions(i[6]), i[7]
    ),
    "declare": lambda i: Declare(i[1], i[2], _type(i[3]), i[4], _optional(i[5])),
    "alias": lambda i: Alias(i[1], i[2], expression(i[3])),
    "assign": lambda i: Assign(i[1], expression(i[2]), i[3], expression(i[4])),
    "evaluate": lambda i: Evaluate(i[1], expression(i[2])),
    "reset": lambda i: Reset(i[1], _expressions(i[2])),
    "barrier": lambda i: Barrier(i[1], _expressions(i[2])),
    "if": lambda i: If(i[1], expression(i[2]), statements(i[3]), statements(i[4])),
    "for": lambda i: For(i[1], _type(i[2]), i[3], expression(i[4]), statements(i[5])),
    "while": lambda i: While(i[1], expression(i[2]), statements(i[3])),
    "switch": lambda i: Switch(
        i[1],
        expression(i[2]),
        tuple([(_expressions(labels), statements(body)) for labels, body in i[3]]),
        None if i[4] is None else statements(i[4]),
    ),
    "scope": lambda i: Scope(i[1], statements(i[2])),
    "def": lambda i: Subroutine(
        i[1], i[2], tuple([(_type(t), name) for t, name in i[3]]), statements(i[4])
    ),
    "gatedef": lambda i: GateBody(i[1], i[2], tuple(i[3]), tuple(i[4]), statements(i[5])),
    "include": lambda i: Include(i[1], i[2]),
    "return": lambda i: Return(i[1], _optional(i[2])),
    "jump": lambda i: Jump(i[1], i[2]),
    "skip": lambda i: Skip(i[1]),
    "other": lambda i: Other(i[1], i[2]),
}


def statements(items: Any) -> tuple[Statement, ...]:
    """The statements that lists of parser.py stand for."""
    return tuple([_STATEMENTS[item[0]](item) for item in items])
