"""π/4 rotations → one phase polynomial on more qubits: each Hadamard between is a gadget.

A Hadamard on a wire that holds the parity p becomes a further qubit v in |+>, the phase of a CZ
between p and v, and, at the end, a measurement of p in the X basis. Where its outcome is 1, an X on
v at that place is made good afterwards: moved past the phases behind it, it is X and Clifford.

Sources: Heyfron and Campbell, arXiv:1712.01557; as few Hadamards as possible: Vandaele, Martiel,
Perdrix and Vuillot, arXiv:2302.07040.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

import numpy as np

from qdesign.angle import Angle
from qdesign.operation import Condition, Operation
from qdesign.reduction.gf2 import Span, ones
from qdesign.reduction.parity_network import network
from qdesign.reduction.phase_search import reduce_phases
from qdesign.zx.gadgets import Frame, Row, anticommute, sign
from qdesign.zx.phases import polynomial
from qdesign.zx.synthesis import conjugated, ladder

Term = tuple[int, int]
"""Bits of a parity, and its weight in units of π/4."""

_GATES: Final = ((), ("t",), ("s",), ("s", "t"), ("z",), ("z", "t"), ("sdg",), ("tdg",))
"""Gates for each multiple of π/4."""


class Emitter:
    """Clifford gates, and what given Paulis are behind them.

    Attributes:
        operations: what was emitted.
        frame: the Clifford that it is.
        rows: signed Paulis.
    """

    def __init__(self, num_qubits: int, rows: Sequence[Row]) -> None:
        self.operations: list[Operation] = []
        self.frame = Frame(num_qubits)
        self.rows = list(rows)

    def gate(self, gate: str, *qubits: int) -> None:
        """Appends one of h, s, cx and cz."""
        self.operations.append(Operation(gate, qubits))
        self.frame.gate(gate, qubits)
        self.rows = [_conjugated(row, gate, qubits) for row in self.rows]

    def to_z_basis(self, index: int) -> None:
        """A Pauli becomes diagonal by one Hadamard; diagonal ones that commute with it stay so."""
        x = self.rows[index][0]
        if not x:
            return
        pivot, *others = ones(x)
        for wire in others:
            self.gate("cx", pivot, wire)
        z = self.rows[index][1]
        for wire in ones(z & ~(1 << pivot)):
            self.gate("cz", pivot, wire)
        if z >> pivot & 1:
            self.gate("s", pivot)
        self.gate("h", pivot)


def _conjugated(row: Row, gate: str, qubits: Sequence[int]) -> Row:
    if gate != "cz":
        return conjugated(row, gate, qubits)
    for part, wires in (("h", qubits[1:]), ("cx", qubits), ("h", qubits[1:])):
        row = conjugated(row, part, wires)
    return row


def first_basis(axes: Sequence[Row], num_qubits: int) -> list[Row]:
    """Commuting Paulis to be diagonal at first, so that as few Hadamards as possible follow.

    It is what the rotations in reverse order end with.
    """
    basis = [(0, 1 << q) for q in range(num_qubits)]
    for x, z, _ in reversed(axes):
        others = [k for k, row in enumerate(basis) if anticommute(x, z, *row)]
        if others:
            a, b = basis[others[0]]
            for k in others[1:]:
                basis[k] = (basis[k][0] ^ a, basis[k][1] ^ b)
            basis[others[0]] = (x, z)
    return [(x, z, (x & z).bit_count() & 3) for x, z in basis]


@dataclass(slots=True)
class Paths:
    """A sum over paths: what each wire holds and which phases there are, over inputs and new bits.

    Attributes:
        wires: the parity that each wire holds.
        terms: phases so far.
        events: for each Hadamard, the parity that it ends, and how many terms there were then.
    """

    wires: list[int]
    terms: list[Term] = field(default_factory=list[Term])
    events: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])

    def gate(self, operation: Operation) -> None:
        """Follows one of h, s, cx and cz."""
        q = operation.qubits[0]
        held = self.wires[q]
        if operation.gate == "cx":
            self.wires[operation.qubits[1]] ^= held
        elif operation.gate == "cz":
            self.terms += _cz(held, self.wires[operation.qubits[1]])
        elif operation.gate == "s":
            self.terms.append((held, 2))
        else:
            new = 1 << (len(self.wires) + len(self.events))
            self.terms += _cz(held, new)
            self.events.append((held, len(self.terms)))
            self.wires[q] = new

    def rotation(self, row: Row, eighths: int) -> None:
        """A rotation about a diagonal Pauli."""
        held = 0
        for wire in ones(row[1]):
            held ^= self.wires[wire]
        self.terms.append((held, eighths * sign(row)))


def _cz(a: int, b: int) -> list[Term]:
    return [(a, 2), (b, 2), (a ^ b, -2)]


@dataclass(slots=True)
class Gadgets:
    """A run of rotations in two forms that are the same map.

    Attributes:
        num_extra: further qubits, behind the others; they start and end in 0.
        num_t: T gates of `measured`.
        plain: operations with Hadamards.
        measured: operations on further qubits, each measured into the bit of its number; those of
            `plain` where that takes no T gates away.
    """

    num_extra: int
    num_t: int
    plain: list[Operation]
    measured: list[Operation]


def gadgets(
    emitter: Emitter,
    run: Sequence[tuple[int, int]],
    rng: np.random.Generator,
    stop: Callable[[], bool],
    effort: int,
) -> Gadgets:
    """A run of rotations with a gadget for each Hadamard between them.

    Args:
        emitter: at the beginning of the run, its first basis diagonal; afterwards at its end.
        run: which row of the emitter, and by how many times π/4, for each rotation.
        rng: for the order in which moves are tried.
        stop: asked now and then.
        effort: see `reduce_phases`.
    """
    size = emitter.frame.num_qubits
    paths = Paths([1 << q for q in range(size)])
    plain: list[Operation] = []
    for index, eighths in run:
        place = len(emitter.operations)
        emitter.to_z_basis(index)
        for operation in emitter.operations[place:]:
            paths.gate(operation)
            plain.append(operation)
        row = emitter.rows[index]
        paths.rotation(row, eighths)
        plain += ladder(0, row[1], Angle(pi=Fraction(eighths * sign(row) % 8, 4)))
    columns = reduce_phases(
        [bits for bits, weight in paths.terms if weight % 2], rng, stop, effort=effort
    )
    rest = with_clifford_phases(paths.terms, columns)
    num_t = sum(1 for _, eighths in run if eighths % 2)
    if rest is None or len(columns) >= num_t:
        return Gadgets(0, num_t, plain, plain)
    measured = [*_phases(paths, columns, rest), *_rounds(paths)]
    return Gadgets(len(paths.events), len(columns), plain, measured)


def with_clifford_phases(
    old: Sequence[Term], columns: Sequence[int]
) -> dict[tuple[int, ...], int] | None:
    """What is to be added to parities of weight 1 so that they agree with the old terms.

    By place: multiples of π/4 about one bit, and 4, a CZ, for two; None where that is not enough.
    """
    left = polynomial([*old, *((bits, -1) for bits in columns)])
    if any(len(place) > 2 or (len(place) == 2 and value % 4) for place, value in left.items()):
        return None
    return left


def _phases(
    paths: Paths, columns: Sequence[int], rest: dict[tuple[int, ...], int]
) -> Iterator[Operation]:
    """All phases, and then the linear map to what wires hold and Hadamards end."""
    size, extra = len(paths.wires), len(paths.events)
    yield from (Operation("h", (size + k,)) for k in range(extra))
    odd = {place[0] for place, value in rest.items() if len(place) == 1 and value % 2}
    yield from _clifford({p: v for p, v in rest.items() if not (len(p) == 1 and p[0] in odd)})
    parities = list(columns)
    weights = [1] * len(columns)
    for wire in sorted(odd):
        mask, value = 1 << wire, rest[wire,]
        if mask in parities:
            weights[parities.index(mask)] += value
        else:
            parities.append(mask)
            weights.append(value)
    targets = [*paths.wires, *(held for held, _ in paths.events)]
    yield from network(
        parities,
        targets,
        lambda index, wire: (Operation(gate, (wire,)) for gate in _GATES[weights[index] % 8]),
    )


def _clifford(
    phases: dict[tuple[int, ...], int], condition: Condition | None = None
) -> Iterator[Operation]:
    conditions = (condition,) if condition else ()
    for place, value in sorted(phases.items()):
        if len(place) == 2:
            yield Operation("cz", place, conditions=conditions)
        else:
            yield from (Operation(gate, place, conditions=conditions) for gate in _GATES[value])


def _rounds(paths: Paths) -> Iterator[Operation]:
    """Each further qubit measured in the X basis, and what its outcome asks for."""
    size = len(paths.wires)
    held = [*paths.wires, *(parity for parity, _ in paths.events)]
    span = Span(held)
    for k, (_, place) in enumerate(paths.events):
        wire, new = size + k, 1 << (size + k)
        yield Operation("h", (wire,))
        yield Operation("measure", (wire,), clbits=(k,))
        one = Condition((k,), 1)
        later = [t for t in paths.terms[place:] if t[0] & new]
        turned = polynomial((span.reduced(bits)[1], -2 * weight) for bits, weight in later)
        yield from _clifford(turned, one)
        for flipped, parity in enumerate(held):
            if parity & new:
                yield Operation("x", (flipped,), conditions=(one,))
        yield Operation("x", (wire,), conditions=(one,))
