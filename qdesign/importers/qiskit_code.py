"""Python code that builds one Qiskit circuit, gate by gate: parsed, never run."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Mapping
from itertools import cycle, islice
from types import MappingProxyType
from typing import Final, NamedTuple

from qdesign import decisions
from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.decisions import Decision, TooManyTerms
from qdesign.document import Document
from qdesign.errors import InvalidAngle, InvalidText, TooLarge
from qdesign.formula import FUNCTIONS
from qdesign.gates import ROWS, Gate
from qdesign.importers.importer import Importer
from qdesign.importers.qiskit_code_conditions import decided
from qdesign.operation import under
from qdesign.registers import Register, Registers

_MAX_TEXT: Final = 1_000_000
_MAX_ANGLE: Final = 2_000
_MAX_WIRES: Final = 10_000
_MAX_OPERATIONS: Final = 1_000_000
_LIBRARIES: Final = frozenset({"qiskit", "math", "numpy"})
_PI: Final = frozenset({"pi", "math.pi", "np.pi", "numpy.pi"})
_SIGNS: Final[Mapping[type[ast.AST], str]] = MappingProxyType(
    {
        ast.Add: "+",
        ast.Sub: "-",
        ast.Mult: "*",
        ast.Div: "/",
        ast.Pow: "**",
        ast.UAdd: "+",
        ast.USub: "-",
    }
)
_FUNCTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {f"arc{name[1:]}" if name in ("asin", "acos", "atan") else name: name for name in FUNCTIONS}
)
"""Methods of Qiskit's expressions, with the functions of formulas that they are."""
_METHODS: Final[Mapping[str, Gate]] = MappingProxyType(
    {
        row.name if row.qiskit_method is None else row.qiskit_method: row
        for row in ROWS
        if row.is_unitary and row.num_qubits
    }
)
_CLASSES: Final[Mapping[tuple[str, bool], Gate]] = MappingProxyType(
    {(row.qiskit, row.qiskit_inverse): row for row in ROWS if row.qiskit and row.num_qubits}
)
"""Rows by Qiskit's class, and whether its inverse is meant."""
_ALLOWED: Final = (
    "a circuit is read from QuantumCircuit(3, 2) or registers, Parameter('a'), numbers, and gates "
    "such as qc.rx(a / 2, 1); write the code so"
)
_CODE: Final = re.compile(
    r"^[ \t]*(?:from|import)[ \t]+qiskit\b|^[ \t]*\w+[ \t]*=[ \t]*(?:\w+\.)*QuantumCircuit[ \t]*\(",
    re.MULTILINE,
)
_STALE: Final = "a branch measures into a bit of its own condition and goes on"
_KINDS: Final = {"QuantumRegister": "qubits", "ClassicalRegister": "clbits"}
_PROGRAM: Final = re.compile(r"^[ \t]*OPENQASM\b", re.MULTILINE)


def _looks_like_code(value: object) -> bool:
    return (
        isinstance(value, str)
        and _CODE.search(value) is not None
        and _PROGRAM.search(value) is None
    )


def _read(text: str) -> Document:
    if len(text) > _MAX_TEXT:
        raise TooLarge(f"Qiskit code has at most {_MAX_TEXT:,} characters; this has {len(text):,}.")
    try:
        with warnings.catch_warnings(action="ignore"):  # Python's own, about what it reads anyway
            tree = ast.parse(text)
    except SyntaxError as error:
        line, column = error.lineno or 1, max(error.offset or 1, 1)
        raise InvalidText("this is not Python code.", line=line, column=column) from None
    except (ValueError, RecursionError, MemoryError):
        raise InvalidText("this is not Python code that can be read.", line=1, column=1) from None
    reader = _Reader()
    for statement in tree.body:
        reader.take(statement)
    return Document(reader.circuit(tree))


class _Made(NamedTuple):
    """A register as it is made: qubits or clbits, its name, how many."""

    kind: str
    name: str
    size: int


class _Reader:
    """What the statements so far have made."""

    def __init__(self) -> None:
        self.name = ""
        self.num_qubits = 0
        self.num_clbits = 0
        self.operations: list[Operation] = []
        self.made: dict[str, _Made] = {}
        """Registers by their variables."""
        self.registers: dict[str, list[Register]] = {"qubits": [], "clbits": []}
        self.phase = Angle()
        self.left: dict[str, tuple[Decision, bool]] = {}
        """By the name that a branch was given: when its other one runs, and whether the first has
        measured into what decides them."""
        self.values: dict[str, str] = {}
        """Names of parameters and numbers, with the text of the angle that each is."""

    def circuit(self, tree: ast.Module) -> Circuit:
        if not self.name:
            at = tree.body[-1] if tree.body else ast.Pass(lineno=1, col_offset=0)
            raise _refusal(at, "no QuantumCircuit is made")
        declared = Registers.of(
            self.registers["qubits"],
            self.registers["clbits"],
            self.num_qubits,
            self.num_clbits,
        )
        return Circuit(
            self.num_qubits,
            tuple(self.operations),
            num_clbits=self.num_clbits,
            global_phase=self.phase,
            declared=declared,
            qubit_names=declared.names(self.num_qubits),
        )

    def take(self, node: ast.stmt) -> None:
        match node:
            case ast.Import(names=names) if all(_is_known(each.name) for each in names):
                return
            case ast.ImportFrom(module=str(module), level=0) if _is_known(module):
                return
            case ast.Expr(value=ast.Constant(value=str())):
                return
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self.assign(name, value)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method))):
                if not self.name or name != self.name:
                    raise _refusal(node, f"'{name[:40]}' is not the circuit")
                assert isinstance(node.value, ast.Call)
                self.call(method, node.value)
            case ast.With(items=[ast.withitem() as item], body=body):
                self.branch(item, body)
            case _:
                raise _refusal(node, "this statement is not read")

    # branches

    def branch(self, item: ast.withitem, body: list[ast.stmt]) -> None:
        """`with qc.if_test(…) as other:`, or `with other:` after it."""
        match item:
            case ast.withitem(
                context_expr=ast.Call(
                    func=ast.Attribute(value=ast.Name(id=name), attr="if_test"),
                    args=[condition],
                    keywords=[],
                ),
                optional_vars=None | ast.Name() as other,
            ) if name == self.name and self.name:
                try:
                    holds = decided(condition, self.bits_of)
                    if holds is None:
                        raise _refusal(condition, "this condition is not read")
                    opposite = decisions.negate(holds) if other else decisions.NEVER
                except TooManyTerms:
                    raise _refusal(condition, "this condition falls into too many cases") from None
                wrote = self.run(body, holds)
                if isinstance(other, ast.Name):
                    self.left[other.id] = (opposite, wrote)
            case ast.withitem(context_expr=ast.Name(id=name), optional_vars=None) if (
                name in self.left
            ):
                opposite, wrote = self.left.pop(name)
                if wrote:
                    raise _refusal(item.context_expr, _STALE)
                self.run(body, opposite)
            case _:
                raise _refusal(item.context_expr, "this block is not read")

    def run(self, body: list[ast.stmt], holds: Decision) -> bool:
        """The statements under a condition; does one measure into what decides it?"""
        outer, self.operations = self.operations, []
        for statement in body:
            if not isinstance(statement, ast.Pass):
                self.take(statement)
        inner, self.operations = self.operations, outer
        read = decisions.bits_of(holds)
        wrote = [bool(read.intersection(each.clbits)) for each in inner]
        if any(wrote[:-1]) or (any(wrote) and len(holds.terms) > 1):
            raise _refusal(body[0], _STALE)
        for term in holds.terms:
            for each in inner:
                self.add(under(each, conditions=term))
        return any(wrote)

    def bits_of(self, node: ast.expr) -> tuple[int, ...] | None:
        """The classical bits that an expression names."""
        match node:
            case ast.Name(id=name) if name in self.made and self.made[name].kind == "clbits":
                return self.held(name, "classical bits", node)
            case ast.Subscript(
                value=ast.Attribute(value=ast.Name(id=name), attr="cregs"), slice=place
            ) if name == self.name:
                found = list(
                    Registers((), tuple(self.registers["clbits"])).all_clbits(self.num_clbits)
                )
                index = self.whole(place)
                if not 0 <= index < len(found):
                    raise _refusal(node, f"the circuit has {len(found)} classical registers")
                return found[index].wires
            case ast.Subscript(
                value=ast.Attribute(value=ast.Name(id=name), attr="clbits"), slice=place
            ) if name == self.name:
                return self.wires(place, self.num_clbits, "classical bits")
            case ast.Subscript(value=ast.Name(id=name)) if name in self.made:
                return self.wires(node, self.num_clbits, "classical bits")
            case _:
                return None

    def assign(self, name: str, value: ast.expr) -> None:
        if name == self.name:
            raise _refusal(value, f"'{name[:40]}' is the circuit and stays it")
        match value:
            case ast.Call(func=func, args=sizes) if _called(func) == "QuantumCircuit":
                if self.name:
                    raise _refusal(value, "a second circuit is made")
                keywords = {each.arg: each.value for each in value.keywords}
                if not keywords.keys() <= {"name", "global_phase"} or not sizes:
                    raise _refusal(value, "a circuit needs its number of qubits")
                self.sizes(value, sizes)
                if "global_phase" in keywords:
                    self.phase = self.angle(keywords["global_phase"])
                self.name = name
            case ast.Call(func=func) if _called(func) in _KINDS:
                self.made[name] = self.register(value)
            case ast.Call(func=func, args=[ast.Constant(value=str(label))], keywords=[]) if (
                _called(func) == "Parameter" and "`" not in label
            ):
                self.values[name] = f"`{label}`"
                self.angle(ast.copy_location(ast.Name(id=name), value))
            case _:
                self.values[name] = self.text(value)
                self.angle(value)

    def sizes(self, node: ast.Call, given: list[ast.expr]) -> None:
        """What a circuit is made of: one or two numbers, or registers."""
        registers = [self.register(each) for each in given if self.is_register(each)]
        if not registers and len(given) < 3:
            self.num_qubits, self.num_clbits, *_ = *map(self.size, given), 0
            return
        if len(registers) < len(given):
            raise _refusal(node, "a circuit has numbers or registers, not both")
        counts = {"qubits": 0, "clbits": 0}
        for kind, name, size in registers:
            first = counts[kind]
            counts[kind] = first + size
            if any(name == other.name for each in self.registers.values() for other in each):
                raise _refusal(node, f"two registers are called '{name[:40]}'")
            self.registers[kind].append(Register(name, tuple(range(first, first + size))))
        if max(counts.values()) > _MAX_WIRES:
            raise _refusal(node, f"a circuit has at most {_MAX_WIRES:,} qubits and bits")
        self.num_qubits, self.num_clbits = counts["qubits"], counts["clbits"]

    def is_register(self, node: ast.expr) -> bool:
        match node:
            case ast.Name(id=name):
                return name in self.made
            case ast.Call(func=func):
                return _called(func) in _KINDS
            case _:
                return False

    def register(self, node: ast.expr) -> _Made:
        match node:
            case ast.Name(id=name):
                return self.made[name]
            case (
                ast.Call(
                    func=func,
                    args=[size, ast.Constant(value=str(name))],
                    keywords=[],
                )
                | ast.Call(
                    func=func,
                    args=[size],
                    keywords=[ast.keyword(arg="name", value=ast.Constant(value=str(name)))],
                )
            ):
                return _Made(_KINDS[_called(func)], name, self.size(size))
            case _:
                raise _refusal(node, "a register has a size and a name, as QuantumRegister(2, 'a')")

    def size(self, node: ast.expr) -> int:
        size = self.whole(node)
        if not 0 <= size <= _MAX_WIRES:
            raise _refusal(node, f"a circuit has at most {_MAX_WIRES:,} qubits and bits")
        return size

    def call(self, method: str, node: ast.Call) -> None:
        if node.keywords:
            raise _refusal(node, f"'{method[:40]}' is read without arguments by name")
        if method == "measure_all" and not node.args:
            first, self.num_clbits = self.num_clbits, self.num_clbits + self.num_qubits
            self.add(Operation("barrier", tuple(range(self.num_qubits))))
            for qubit in range(self.num_qubits):
                self.add(Operation("measure", (qubit,), clbits=(first + qubit,)))
        elif method == "measure" and len(node.args) == 2:
            qubits = self.wires(node.args[0], self.num_qubits, "qubits")
            clbits = self.wires(node.args[1], self.num_clbits, "classical bits")
            if len(qubits) != len(clbits):
                raise _refusal(node, "'measure' needs a bit for each qubit")
            for qubit, clbit in zip(qubits, clbits, strict=True):
                self.add(Operation("measure", (qubit,), clbits=(clbit,)))
        elif method == "barrier":
            given = [q for arg in node.args for q in self.wires(arg, self.num_qubits, "qubits")]
            self.add(Operation("barrier", tuple(given or range(self.num_qubits))))
        elif method == "reset" and len(node.args) == 1:
            for qubit in self.wires(node.args[0], self.num_qubits, "qubits"):
                self.add(Operation("reset", (qubit,)))
        elif method == "append" and len(node.args) == 2:
            self.append(node)
        elif method in _METHODS:
            self.gate(_METHODS[method], node)
        else:
            raise _refusal(node, f"'{method[:40]}' is not read here")

    def append(self, node: ast.Call) -> None:
        """`qc.append(RXGate(a), [0])`, also of the class's inverse."""
        made, wires = node.args
        match made:
            case ast.Call(
                func=ast.Attribute(value=ast.Call() as inner, attr="inverse"), args=[], keywords=[]
            ):
                row = _CLASSES.get((_called(inner.func), True))
            case ast.Call() as inner:
                row = _CLASSES.get((_called(inner.func), False))
            case _:
                row, inner = None, node
        if row is None or not isinstance(wires, (ast.List, ast.Tuple)) or inner.keywords:
            raise _refusal(node, "'append' is read with a gate of Qiskit's library and a list")
        call = ast.Call(func=node.func, args=[*inner.args, *wires.elts], keywords=[])
        self.gate(row, ast.copy_location(call, node))

    def gate(self, row: Gate, node: ast.Call) -> None:
        num_angles = len(row.angles)
        if len(node.args) != num_angles + row.num_qubits:
            needs = f"{num_angles} angles and {row.num_qubits} qubits"
            raise _refusal(node, f"'{row.name}' takes {needs}")
        angles = tuple(self.angle(each) for each in node.args[:num_angles])
        given = [self.wires(each, self.num_qubits, "qubits") for each in node.args[num_angles:]]
        for qubits in _together(given, node):
            if len(set(qubits)) < len(qubits):
                raise _refusal(node, f"'{row.name}' needs different qubits")
            self.add(Operation(row.name, qubits, angles))

    def add(self, operation: Operation) -> None:
        if len(self.operations) >= _MAX_OPERATIONS:
            raise TooLarge(f"A circuit read from code has at most {_MAX_OPERATIONS:,} operations.")
        self.operations.append(operation)

    def wires(self, node: ast.expr, size: int, what: str) -> tuple[int, ...]:
        match node:
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                found = tuple(wire for part in parts for wire in self.wires(part, size, what))
            case ast.Name(id=name) if name in self.made:
                found = self.held(name, what, node)
            case ast.Subscript(value=ast.Name(id=name), slice=place) if name in self.made:
                held, index = self.held(name, what, node), self.whole(place)
                if not 0 <= index < len(held):
                    raise _refusal(node, f"'{name[:40]}' has {len(held)} {what}")
                found = (held[index],)
            case ast.Call(func=ast.Name(id="range"), args=[end], keywords=[]):
                found = tuple(range(self.size(end)))
            case _:
                found = (self.whole(node),)
        if not all(0 <= wire < size for wire in found):
            has = f"{what} 0 to {size - 1}" if size else f"no {what}"
            raise _refusal(node, f"the circuit has {has}")
        return found

    def held(self, variable: str, what: str, node: ast.expr) -> tuple[int, ...]:
        """The wires of a register of the circuit."""
        kind, name, _ = self.made[variable]
        is_wanted = kind == ("qubits" if what == "qubits" else "clbits")
        for register in self.registers[kind] if is_wanted else ():
            if register.name == name:
                return register.wires
        raise _refusal(node, f"'{variable[:40]}' is no register of {what} of the circuit")

    def whole(self, node: ast.expr) -> int:
        match node:
            case ast.Constant(value=int(number)) if not isinstance(number, bool):
                return number
            case ast.Name(id=name) if self.values.get(name, "").isdecimal():
                return int(self.values[name])
            case _:
                raise _refusal(node, "a whole number is needed here")

    def angle(self, node: ast.expr) -> Angle:
        try:
            return Angle.parse(self.text(node))
        except InvalidAngle as error:
            raise InvalidText(str(error), line=node.lineno, column=node.col_offset + 1) from None

    def text(self, node: ast.expr) -> str:
        """The angle as `Angle.parse` reads it, which knows what it means."""
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return repr(number)
            case ast.Name(id=name) if name in self.values:
                return f"({self.values[name]})" if self._is_sum(name) else self.values[name]
            case ast.Name() | ast.Attribute() if ast.unparse(node) in _PI:
                return "pi"
            case ast.Call(func=ast.Name(id="abs"), args=[inner], keywords=[]):
                return f"abs({self.text(inner)})"
            case ast.Call(func=ast.Attribute(value=inner, attr=name), args=[], keywords=[]) if (
                name in _FUNCTIONS
            ):
                return f"{_FUNCTIONS[name]}({self.text(inner)})"
            case ast.UnaryOp(op=op, operand=operand) if type(op) in _SIGNS:
                return f"({_SIGNS[type(op)]}{self.text(operand)})"
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _SIGNS:
                text = f"({self.text(left)}{_SIGNS[type(op)]}{self.text(right)})"
                if len(text) > _MAX_ANGLE:
                    raise _refusal(node, "this angle is too long")
                return text
            case _:
                raise _refusal(node, "this is neither a number nor a parameter known here")

    def _is_sum(self, name: str) -> bool:
        return not (self.values[name].isdecimal() or self.values[name].startswith("`"))


def _together(given: list[tuple[int, ...]], node: ast.Call) -> Iterator[tuple[int, ...]]:
    """A gate's qubits, one call after another; a single one is used for each of the others."""
    most = max(len(each) for each in given)
    if any(len(each) not in (1, most) for each in given):
        raise _refusal(node, "lists of qubits have one length")
    return zip(*(islice(cycle(each), most) for each in given), strict=True)


def _called(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _is_known(module: str) -> bool:
    return module.partition(".")[0] in _LIBRARIES


def _refusal(node: ast.AST, what: str) -> InvalidText:
    line = getattr(node, "lineno", 1)
    column = getattr(node, "col_offset", 0) + 1
    return InvalidText(f"{what}: {_ALLOWED}.", line=line, column=column)


QISKIT_CODE: Final = Importer(
    name="qiskit_code",
    title="Qiskit code",
    group="Files",
    help="Python that builds one circuit gate by gate; it is never run",
    source="docs.quantum.ibm.com/api/qiskit/qiskit.circuit.QuantumCircuit",
    accepts=_looks_like_code,
    read=_read,
    example=lambda: (
        "from qiskit import QuantumCircuit\nfrom qiskit.circuit import Parameter\n"
        'theta = Parameter("theta")\nqc = QuantumCircuit(2, 1)\nqc.h(0)\n'
        "qc.cx(0, 1)\nqc.rx(theta / 2, 1)\nqc.measure(1, 0)\n"
    ),
    found_in=(".py",),
    is_text=True,
)
