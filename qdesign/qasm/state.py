"""What the reader knows at one place of a program: names, classical bits, operations so far."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Protocol

from qdesign.angle import Angle
from qdesign.circuit import MAX_OPERATIONS, MAX_QUBITS, Condition, GateDefinition, Operation
from qdesign.decisions import Decision
from qdesign.errors import Unsupported
from qdesign.operation import under
from qdesign.qasm.bits import BitList, Word
from qdesign.qasm.limits import Source, Symbolic, TooMuch
from qdesign.qasm.numbers import CONSTANTS, Number
from qdesign.qasm.tree import Expression, GateBody, Statement, Subroutine, Type

MAX_STEPS: Final = 400_000


class Qubits(NamedTuple):
    """A qubit, or a register of them."""

    qubits: tuple[int, ...]
    scalar: bool


class Items(NamedTuple):
    """An array."""

    values: tuple[Value, ...]


Value = bool | Number | Word | BitList | Decision | Qubits | Items
"""What an expression denotes."""


@dataclass(slots=True)
class Variable:
    """A name for a value.

    `depth` counts the run-time branches around its declaration; `since` is the state's clock when
    it got its value.
    """

    value: Value | None
    type: Type
    constant: bool
    depth: int = 0
    since: int = 0


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a gate name stands for.

    Attributes:
        gate: row of the table or composite gate.
        num_controls: first wires that become controls of `gate`.
        num_angles: angles in a call; `extra` follow them, unless `keeps_angles` is False.
        num_qubits: wires in a call.
        size: operations it expands to.
        phase: by which a call differs from `gate`, affine in the formal angles; seen where calls
            are under controls, or in a definition.
    """

    gate: str
    num_angles: int
    num_qubits: int
    num_controls: int = 0
    extra: tuple[Angle, ...] = ()
    keeps_angles: bool = True
    size: int = 1
    phase: Angle | None = None


@dataclass(slots=True)
class GenericGate:
    """A gate whose body has a meaning only for given numbers, or none.

    Attributes:
        node: the definition.
        refused: why no numbers help.
        instances: what it stands for, or why for nothing, by the numbers given; None where an
            angle stays a parameter.
    """

    node: GateBody
    refused: Unsupported | None
    instances: dict[tuple[Number | None, ...], Meaning | Symbolic]


Frame = dict[str, Variable | Qubits | BitList]


@dataclass(slots=True)
class State:
    """The reader's place in a program; mutable, and private to one `loads`.

    Attributes:
        gates: what each gate name of the program stands for.
        generic_gates: gates that are worked out at each call.
        definitions: composite gates; `depths` tells how deep each nests others, `inverses` names
            the inverse of those that have one.
        conditions: what must hold for an operation to happen here; `depth` counts the branches.
        enclosed: the gate or subroutine whose body this is.
        is_definition: is it a gate's body?
        angles: of arguments outside of blocks, by their text, for as long as no variable and no
            bit that is known changes.
        known: each classical bit's value, where the text alone tells it.
        local, dropped: bits declared in a block; bits that the circuit does not have in the end.
        inputs: parameters, in the order of their declarations.
        clock: how often what has a value got one.
        size, steps: what is counted against the budgets, `max_size` and `max_steps`.
    """

    source: Source
    frames: list[Frame] = field(default_factory=lambda: [{}])
    gates: dict[str, Meaning] = field(default_factory=dict[str, Meaning])
    generic_gates: dict[str, GenericGate] = field(default_factory=dict[str, GenericGate])
    definitions: dict[str, GateDefinition] = field(default_factory=dict[str, GateDefinition])
    depths: dict[str, int] = field(default_factory=dict[str, int])
    inverses: dict[str, str] = field(default_factory=dict[str, str])
    subroutines: dict[str, Subroutine] = field(default_factory=dict[str, Subroutine])
    operations: list[Operation] = field(default_factory=list[Operation])
    conditions: tuple[Condition, ...] = ()
    depth: int = 0
    enclosed: str = ""
    is_definition: bool = False
    calls: int = 0
    num_qubits: int = 0
    qubit_names: list[str] = field(default_factory=list[str])
    physical: bool = False
    angles: dict[bytes, tuple[Angle, ...]] = field(default_factory=dict[bytes, tuple[Angle, ...]])
    known: list[int | None] = field(default_factory=list[int | None])
    measured: list[bool] = field(default_factory=list[bool])
    clock: int = 0
    changed: list[int] = field(default_factory=list[int])
    """When each classical bit last got a value."""
    local: set[int] = field(default_factory=set[int])
    dropped: set[int] = field(default_factory=set[int])
    global_phase: Angle = field(default_factory=Angle)
    inputs: list[str] = field(default_factory=list[str])
    size: int = 0
    steps: int = 0
    max_size: int = MAX_OPERATIONS
    max_steps: int = MAX_STEPS

    # names

    def lookup(self, name: str, offset: int) -> Variable | Qubits | BitList | Number:
        """What `name` stands for here."""
        for frame in reversed(self.frames):
            found = frame.get(name)
            if found is None:
                continue
            if frame is self.frames[0] and self.enclosed and not _is_constant(found):
                self.source.invalid(
                    f"'{name}' cannot be used inside the {self.enclosed}: only constants of the "
                    "program can. Pass it as an argument.",
                    offset,
                )
            return found
        constant = CONSTANTS.get(name)
        if constant is None:
            self.source.invalid(f"'{name}' is not declared.", offset)
        return constant

    def declare(self, name: str, symbol: Variable | Qubits | BitList, offset: int) -> None:
        """Gives `name` a meaning in the innermost scope."""
        if name in self.frames[-1]:
            self.source.invalid(f"'{name}' is declared twice.", offset)
        self.frames[-1][name] = symbol
        self.angles.clear()

    @contextmanager
    def scope(self) -> Generator[None]:
        """Names declared inside end with it."""
        self.frames.append({})
        try:
            yield
        finally:
            self.frames.pop()

    @contextmanager
    def closed_scope(self, what: str) -> Generator[None]:
        """A scope that sees constants of the program only, as in `gate g` and `def f`."""
        frames, enclosed = self.frames, self.enclosed
        self.frames, self.enclosed = [frames[0], {}], what
        try:
            yield
        finally:
            self.frames, self.enclosed = frames, enclosed

    @contextmanager
    def branch(self, term: tuple[Condition, ...]) -> Generator[None]:
        """A scope whose operations happen only when `term` holds too."""
        conditions = self.conditions
        fresh = tuple(c for c in term if c not in conditions)
        self.conditions = conditions + fresh
        self.depth += 1
        try:
            with self.scope():
                yield
        finally:
            self.conditions = conditions
            self.depth -= 1

    # wires

    def new_qubits(self, count: int, name: str, scalar: bool, offset: int) -> Qubits:
        """Qubits for a declaration."""
        if self.physical:
            self.source.unsupported(
                "mixing declared and physical qubits", offset, "Use one or the other."
            )
        if self.num_qubits + count > MAX_QUBITS:
            self.source.unsupported(
                f"a circuit of {self.num_qubits + count:,} qubits",
                offset,
                f"At most {MAX_QUBITS:,} are taken.",
            )
        first = self.num_qubits
        self.num_qubits += count
        self.qubit_names.extend([name] if scalar else [f"{name}[{k}]" for k in range(count)])
        return Qubits(tuple(range(first, first + count)), scalar)

    def physical_qubit(self, index: int, offset: int) -> Qubits:
        """The qubit `$index`."""
        if self.num_qubits and not self.physical:
            self.source.unsupported(
                "mixing declared and physical qubits", offset, "Use one or the other."
            )
        if index >= MAX_QUBITS:
            self.source.unsupported(
                f"the qubit ${index}", offset, f"At most {MAX_QUBITS:,} qubits are taken."
            )
        self.physical = True
        while self.num_qubits <= index:
            self.qubit_names.append(f"${self.num_qubits}")
            self.num_qubits += 1
        return Qubits((index,), True)

    def new_bits(self, count: int, scalar: bool, offset: int, value: int | None = None) -> BitList:
        """Classical bits for a declaration, with a known value or none."""
        if len(self.known) + count > MAX_QUBITS:
            self.source.unsupported(
                f"a circuit of {len(self.known) + count:,} classical bits",
                offset,
                f"At most {MAX_QUBITS:,} are taken.",
            )
        first = len(self.known)
        self.known.extend(None if value is None else value >> k & 1 for k in range(count))
        self.measured.extend([False] * count)
        self.changed.extend([self.clock] * count)
        if len(self.frames) > 1:
            self.local.update(range(first, first + count))
        return BitList(tuple(range(first, first + count)), scalar)

    def know(self, bit: int, value: int | None) -> None:
        """Sets a classical bit's value, None where only a run tells it."""
        if self.known[bit] is not None:
            self.angles.clear()
        self.known[bit] = value
        self.clock += 1
        self.changed[bit] = self.clock

    # operations

    def step(self, offset: int, count: int = 1) -> None:
        """Counts one unrolled statement against the budget."""
        self.steps += count
        if self.steps > self.max_steps:
            self.source.unsupported(
                f"a program of more than {self.max_steps:,} unrolled steps",
                offset,
                "Use fewer repetitions.",
                kind=TooMuch,
            )

    def reserve(self, size: int, offset: int) -> None:
        """Refuses operations beyond the budget before they are made."""
        if self.size + size > self.max_size:
            self.source.unsupported(
                f"a circuit of more than {self.max_size:,} operations",
                offset,
                "Repeat or nest less.",
                kind=TooMuch,
            )

    def emit(self, operation: Operation, offset: int, size: int = 1) -> None:
        """Adds an operation, under the conditions that hold here."""
        self.reserve(size, offset)
        self.size += size
        self.operations.append(under(operation, conditions=self.conditions))


class Runner(Protocol):
    """What control flow needs of the reader."""

    def run(self, nodes: Sequence[Statement]) -> None:
        """Runs statements in order."""
        ...

    def qubits(self, nodes: Sequence[Expression]) -> list[int]:
        """Every qubit that the operands name."""
        ...

    def measure(self, qubits: Sequence[int], target: BitList, offset: int) -> None:
        """Measures qubits into bits."""
        ...

    def value(self, node: Expression) -> Value:
        """The value of an expression or a subroutine call."""
        ...


def _is_constant(symbol: Variable | Qubits | BitList) -> bool:
    return isinstance(symbol, Variable) and symbol.constant
