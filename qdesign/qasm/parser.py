"""OpenQASM text → plain lists, by `qdk.openqasm`, in a process of its own (see parsing.py).

This is the only file that knows qdk, whose API is a preview. It imports only that and the inside of
a child: what it says is JSON, and tree.py turns that into typed nodes. A node is
`[kind, offset, …]` with the offset in UTF-8 bytes; kinds and fields are those of tree.py.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

from qdesign.process import inside

_MAX_DEPTH = 200
_HARMLESS = (
    "Not Found",  # an include, which the reader refuses by name
    "Empty statements",  # a second semicolon, which other readers take
)
_PORTION = 2000  # statements; the reader works while the next ones are made


class _Refused(Exception):
    """Text that qdk reads and that is not OpenQASM, or nests too deep."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class _Encoder:
    """Turns qdk's nodes into lists; `depth` stops trees that later code could not walk."""

    def __init__(self) -> None:
        self.depth = 0
        self.kinds: dict[type, Callable[[Any], list[Any]]] = {}

    def node(self, node: Any) -> list[Any]:
        kind = node.__class__
        encode = self.kinds.get(kind)
        if encode is None:
            encode = self.kinds[kind] = getattr(self, f"_{kind.__name__}", self._other)
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise _Refused(f"it nests more than {_MAX_DEPTH} deep", node.span.lo)
        encoded = encode(node)
        self.depth -= 1
        return encoded

    def optional(self, node: Any) -> list[Any] | None:
        return None if node is None else self.node(node)

    def nodes(self, nodes: Any) -> list[Any]:
        return [self.node(node) for node in nodes]

    def body(self, node: Any) -> list[Any]:
        """Statements of a body with or without braces."""
        if type(node).__name__ == "CompoundStatement":
            return self.nodes(node.statements)
        return [self.node(node)]

    def _other(self, node: Any) -> list[Any]:
        return ["other", node.span.lo, type(node).__name__]

    # expressions

    def _Identifier(self, node: Any) -> list[Any]:
        return ["name", node.span.lo, node.name]

    def _HardwareQubit(self, node: Any) -> list[Any]:
        return ["hardware", node.span.lo, int(node.name)]

    def _IntegerLiteral(self, node: Any) -> list[Any]:
        return ["number", node.span.lo, node.value]

    _FloatLiteral = _IntegerLiteral

    def _BooleanLiteral(self, node: Any) -> list[Any]:
        return ["boolean", node.span.lo, node.value]

    def _BitstringLiteral(self, node: Any) -> list[Any]:
        return ["bits", node.span.lo, node.value, node.width]

    def _ArrayLiteral(self, node: Any) -> list[Any]:
        return ["array", node.span.lo, self.nodes(node.values)]

    def _ParenExpression(self, node: Any) -> list[Any]:
        return self.node(node.operand)

    def _UnaryExpression(self, node: Any) -> list[Any]:
        return ["unary", node.span.lo, node.op.value, self.node(node.operand)]

    def _BinaryExpression(self, node: Any) -> list[Any]:
        rest: list[Any] = []
        first = node
        while type(first).__name__ == "BinaryExpression":
            rest.append([first.op.value, self.node(first.rhs)])
            first = first.lhs
        rest.reverse()
        return ["chain", node.span.lo, self.node(first), rest]

    def _FunctionCall(self, node: Any) -> list[Any]:
        return ["call", node.span.lo, node.name.name, self.nodes(node.args)]

    def _Cast(self, node: Any) -> list[Any]:
        return ["cast", node.span.lo, self.type(node.type), self.node(node.operand)]

    def _IndexedIdentifier(self, node: Any) -> list[Any]:
        lo, name, listed = node.span.lo, node.name.name, node.indices
        if len(listed) == 1 and type(listed[0]).__name__ == "IndexList":
            values = listed[0].values
            if len(values) == 1 and type(values[0]).__name__ == "IntegerLiteral":
                return ["at", lo, name, values[0].value]
        encoded = ["name", lo, name]
        for indices in listed:
            encoded = ["index", lo, encoded, self._index(indices)]
        return encoded

    def _IndexExpression(self, node: Any) -> list[Any]:
        indices = node.indices
        listed: list[Any] = list(indices) if isinstance(indices, (list, tuple)) else [indices]  # pyright: ignore[reportUnknownArgumentType]
        encoded = self.node(node.collection)
        for entry in listed:
            encoded = ["index", node.span.lo, encoded, self._index(entry)]
        return encoded

    def _index(self, entry: Any) -> list[Any]:
        if type(entry).__name__ == "IndexList":
            if not entry.values:
                raise _Refused("an index is missing in '[]'", entry.span.lo)
            return self.nodes(entry.values)
        return [self.node(entry)]

    def _RangeDefinition(self, node: Any) -> list[Any]:
        parts = (node.start, node.step, node.end)
        return ["range", node.span.lo, *(self.optional(part) for part in parts)]

    def _DiscreteSet(self, node: Any) -> list[Any]:
        return ["set", node.span.lo, self.nodes(node.values)]

    def _Concatenation(self, node: Any) -> list[Any]:
        return ["concat", node.span.lo, self.nodes(node.operands)]

    def _QuantumMeasurement(self, node: Any) -> list[Any]:
        return ["measurement", node.span.lo, self.nodes(node.qubits)]

    def type(self, node: Any) -> list[Any]:
        """A classical type, a qubit type, or an array of either."""
        name = type(node).__name__
        if name.endswith(("ArrayType", "ReferenceType")):
            dimensions = self.nodes(getattr(node, "dimensions", ()))
            mutable = str(getattr(node, "mutability", "")).endswith("MUTABLE")
            word = "mutable array" if mutable else "array"
            return ["type", node.span.lo, word, None, self.type(node.base_type), dimensions]
        size = self.optional(getattr(node, "size", None))
        return ["type", node.span.lo, name.removesuffix("Type").lower(), size, None, []]

    # statements

    def _QuantumGate(self, node: Any) -> list[Any]:
        return self._gate(node, node.name.name, node.duration is not None)

    def _QuantumPhase(self, node: Any) -> list[Any]:
        return self._gate(node, "gphase", False)

    def _gate(self, node: Any, name: str, has_duration: bool) -> list[Any]:
        modifiers, args = node.modifiers, node.args
        return [
            "gate",
            node.span.lo,
            name,
            [self._modifier(m) for m in modifiers] if modifiers else [],
            self.nodes(args) if args else [],
            args[-1].span.hi if args else 0,
            self.nodes(node.qubits),
            has_duration,
        ]

    def _modifier(self, node: Any) -> list[Any]:
        return ["modifier", node.span.lo, node.modifier.value, self.optional(node.argument)]

    def _QubitDeclaration(self, node: Any) -> list[Any]:
        lo = node.span.lo
        kind = ["type", lo, "qubit", self.optional(node.size), None, []]
        return ["declare", lo, "qubit", kind, node.qubit.name, None]

    def _ClassicalDeclaration(self, node: Any) -> list[Any]:
        kind, init = self.type(node.type), self.optional(node.init_expr)
        return ["declare", node.span.lo, "variable", kind, node.identifier.name, init]

    def _ConstantDeclaration(self, node: Any) -> list[Any]:
        kind, init = self.type(node.type), self.optional(node.init_expr)
        return ["declare", node.span.lo, "const", kind, node.identifier.name, init]

    def _IODeclaration(self, node: Any) -> list[Any]:
        word, kind = str(node.io_keyword.value), self.type(node.type)
        return ["declare", node.span.lo, word, kind, node.identifier.name, None]

    def _AliasStatement(self, node: Any) -> list[Any]:
        parts = self.nodes(node.exprs)
        value = parts[0] if len(parts) == 1 else ["concat", node.span.lo, parts]
        return ["alias", node.span.lo, node.target.name, value]

    def _ClassicalAssignment(self, node: Any) -> list[Any]:
        return ["assign", node.span.lo, self.node(node.lhs), "", self.node(node.rhs)]

    def _CompoundAssignment(self, node: Any) -> list[Any]:
        operator = node.op.value.removesuffix("=")
        return ["assign", node.span.lo, self.node(node.lhs), operator, self.node(node.rhs)]

    def _QuantumMeasurementStatement(self, node: Any) -> list[Any]:
        measured = ["measurement", node.span.lo, self.nodes(node.qubits)]
        if node.target is None:
            return ["evaluate", node.span.lo, measured]
        return ["assign", node.span.lo, self.node(node.target), "", measured]

    def _ExpressionStatement(self, node: Any) -> list[Any]:
        if type(node.expr).__name__ == "Identifier" and node.expr.name == "nop":
            return ["skip", node.span.lo]
        return ["evaluate", node.span.lo, self.node(node.expr)]

    def _QuantumReset(self, node: Any) -> list[Any]:
        return ["reset", node.span.lo, self.nodes(node.qubits)]

    def _QuantumBarrier(self, node: Any) -> list[Any]:
        return ["barrier", node.span.lo, self.nodes(node.qubits)]

    def _BranchingStatement(self, node: Any) -> list[Any]:
        other = [] if node.else_body is None else self.body(node.else_body)
        return ["if", node.span.lo, self.node(node.condition), self.body(node.if_body), other]

    def _ForInLoop(self, node: Any) -> list[Any]:
        iterable, body = self.node(node.iterable), self.body(node.body)
        kind = self.type(node.type)
        return ["for", node.span.lo, kind, node.identifier.name, iterable, body]

    def _WhileLoop(self, node: Any) -> list[Any]:
        return ["while", node.span.lo, self.node(node.condition), self.body(node.body)]

    def _SwitchStatement(self, node: Any) -> list[Any]:
        cases = [[self.nodes(case.labels), self.nodes(case.body)] for case in node.cases]
        default = None if node.default is None else self.nodes(node.default)
        return ["switch", node.span.lo, self.node(node.target), cases, default]

    def _CompoundStatement(self, node: Any) -> list[Any]:
        return ["scope", node.span.lo, self.nodes(node.statements)]

    def _Box(self, node: Any) -> list[Any]:
        if node.duration is not None:
            return ["other", node.span.lo, "Box"]
        return ["scope", node.span.lo, self.nodes(node.body)]

    def _SubroutineDefinition(self, node: Any) -> list[Any]:
        formal = [[self.type(p.type), p.identifier.name] for p in node.params]
        return ["def", node.span.lo, node.name.name, formal, self.nodes(node.body)]

    def _QuantumGateDefinition(self, node: Any) -> list[Any]:
        params = [p.name for p in node.params]
        qubits = [q.name for q in node.qubits]
        return ["gatedef", node.span.lo, node.name.name, params, qubits, self.nodes(node.body)]

    def _Include(self, node: Any) -> list[Any]:
        return ["include", node.span.lo, node.filename]

    def _ReturnStatement(self, node: Any) -> list[Any]:
        return ["return", node.span.lo, self.optional(node.value)]

    def _BreakStatement(self, node: Any) -> list[Any]:
        return ["jump", node.span.lo, "break"]

    def _ContinueStatement(self, node: Any) -> list[Any]:
        return ["jump", node.span.lo, "continue"]

    def _EndStatement(self, node: Any) -> list[Any]:
        return ["jump", node.span.lo, "end"]

    def _ErrorStatement(self, node: Any) -> list[Any]:
        return ["skip", node.span.lo]  # empty: any other error ends the reading

    def _Pragma(self, node: Any) -> list[Any]:
        return ["skip", node.span.lo]


Answer = dict[str, Any]


def parse(text: str) -> Iterator[Answer]:
    """The program in portions: `{"statements": […], "ends": […], "last": …}`.

    `ends` tells where each statement ends, its semicolon or brace included.

    Text that is not OpenQASM ends with `{"error": …, "offset": …, "last": true}`.
    """
    from qdk.openqasm import parser

    result = parser.parse(text, includes=_no_file)
    end = len(text.encode())
    for diagnostic in result.diagnostics:
        if diagnostic.message.startswith(_HARMLESS):
            continue
        offset = diagnostic.labels[0].span.lo if diagnostic.labels else 0
        yield {"error": diagnostic.message, "offset": min(offset, end), "last": True}
        return
    encoder = _Encoder()
    nodes = result.program.statements
    try:
        for start in range(0, max(len(nodes), 1), _PORTION):
            portion = nodes[start : start + _PORTION]
            yield {
                "statements": encoder.nodes(portion),
                "ends": [node.span.hi for node in portion],
                "last": start + _PORTION >= len(nodes),
            }
    except _Refused as refused:
        yield {"error": str(refused), "offset": refused.offset, "last": True}


def _no_file(_name: str) -> None:
    """No include is ever read; the standard ones are built into qdk and known to the reader."""


def start(memory: str) -> inside.Answer:
    """Loads qdk, takes away all that parsing does not need, and gives back what answers a text.

    Args:
        memory: bytes that parsing may take.
    """
    os.environ["QDK_PYTHON_TELEMETRY"] = os.environ["QSHARP_PYTHON_TELEMETRY"] = "none"
    sys.setrecursionlimit(10_000)
    gc.disable()  # trees have no cycles, and collecting among millions of nodes costs seconds
    list(parse("OPENQASM 3.0; qubit q; U(0.1, 2*pi, -1) q;"))  # loads all that is loaded late
    inside.contain(int(memory))
    return _answer


def _answer(_header: dict[str, Any], buffers: list[bytes], say: inside.Say) -> None:
    try:
        for answer in parse(buffers[0].decode()):
            say(answer)
    except MemoryError:
        say({"error": "it needs too much memory to be read", "offset": 0, "last": True})
