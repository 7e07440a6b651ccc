"""Rows of the catalog → actions: gates, candidates of a pool and gadgets that may be added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from qdesign.angle import Angle
from qdesign.ansatz.pool import Pool
from qdesign.circuit import Circuit, Operation
from qdesign.convert.bodies import as_circuit
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.gates import GATES
from qdesign.problems.problem import Problem
from qdesign.rows import find

USUAL: Final = (
    "h",
    "cx",
    *(row.name for row in GATES.values() if len(row.generator) == 1),
)
"""What is taken where nothing is named: with turns of one qubit every circuit can be made."""
MOST_ACTIONS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Action:
    """What may be added behind a circuit.

    Attributes:
        label: what it is, on which qubits.
        kind: the name of its gate, or of its pool or gadget.
        wires: the qubits that it is on, in the order of the gate.
        circuit: on all qubits; its parameters are its own.
    """

    label: str
    kind: str
    wires: tuple[int, ...]
    circuit: Circuit

    @property
    def merges(self) -> bool:
        """Is it, twice in a row, one of it or nothing?"""
        row = GATES.get(self.kind)
        return row is not None and (row.is_self_inverse or row.is_additive)

    @property
    def is_symmetric(self) -> bool:
        """Does the order of its wires not count?"""
        row = GATES.get(self.kind)
        return row is not None and row.is_symmetric


def gate_actions(
    num_qubits: int,
    gates: Iterable[str] = USUAL,
    *,
    coupling: Sequence[tuple[int, int]] | None = None,
) -> tuple[Action, ...]:
    """Each gate on each qubit, or on each pair of the coupling.

    Args:
        num_qubits: of the circuit.
        gates: names of rows of the kind `gate`, such as `ry` and `cx`; each angle is free.
        coupling: pairs that gates on two qubits may be on, in both orders; all when None.

    Raises:
        InvalidRequest: a gate or a pair that there is not, or one that is not unitary.
        TooLarge: more than 10,000 actions.

    Example:
        >>> [action.label for action in gate_actions(2, ("h", "cx"))]
        ['h 0', 'h 1', 'cx 0 1', 'cx 1 0']
    """
    allowed = None if coupling is None else _pairs(coupling, num_qubits)
    found: list[Action] = []
    for name in gates:
        row = GATES.get(name) if isinstance(name, str) else None  # pyright: ignore[reportUnnecessaryIsInstance]
        if row is None or not row.is_unitary or row.is_idle or not row.num_qubits:
            raise InvalidRequest(
                f"There is no gate '{str(name)[:40]}' to add; take names of unitary gates, such as "
                f"{', '.join(USUAL)}."
            )
        names = [f"theta_{k}" for k in range(len(row.angles))]
        angles = tuple(Angle.parameter(each) for each in names)
        for wires in permutations(range(num_qubits), row.num_qubits):
            if row.is_symmetric and list(wires) != sorted(wires):
                continue
            if allowed is not None and len(wires) > 1 and not _neighbors(wires, allowed):
                continue
            made = Circuit(num_qubits, (Operation(row.name, wires, angles),))
            found.append(Action(f"{row.name} {' '.join(map(str, wires))}", row.name, wires, made))
            if len(found) > MOST_ACTIONS:
                raise TooLarge(
                    f"These gates on {num_qubits} qubits are more than {MOST_ACTIONS:,} actions. "
                    "Give fewer gates, or a coupling."
                )
    return tuple(found)


def pool_actions(problem: Problem, pool: str, **options: object) -> tuple[Action, ...]:
    """Each candidate of a pool of the catalog, for a problem.

    Raises:
        InvalidRequest: a pool that there is not or that does not fit, or an option.
    """
    row = find(Pool, pool)
    sector = problem.sector
    electrons = None if sector is None else (sector.up, sector.down)
    found = row.candidates(problem.observable, electrons, options)
    return tuple(Action(c.label, row.name, c.circuit.used_qubits, c.circuit) for c in found)


def gadget_actions(
    num_qubits: int,
    gadgets: Iterable[Circuit],
    *,
    coupling: Sequence[tuple[int, int]] | None = None,
) -> tuple[Action, ...]:
    """Each gadget, such as `mine` finds, on each choice of its qubits.

    Raises:
        InvalidRequest: a pair that there is not.
        TooLarge: more than 10,000 actions.
    """
    allowed = None if coupling is None else _pairs(coupling, num_qubits)
    found: list[Action] = []
    for number, given in enumerate(gadgets):
        gadget = as_circuit(given)
        for wires in permutations(range(num_qubits), gadget.num_qubits):
            if allowed is not None and not _fits(gadget, wires, allowed):
                continue
            placed = _on(gadget, wires, num_qubits)
            name = f"gadget {number}"
            found.append(Action(f"{name} {' '.join(map(str, wires))}", name, wires, placed))
            if len(found) > MOST_ACTIONS:
                raise TooLarge(
                    f"These gadgets on {num_qubits} qubits are more than {MOST_ACTIONS:,} actions. "
                    "Give fewer or smaller ones, or a coupling."
                )
    return tuple(found)


def _on(gadget: Circuit, wires: Sequence[int], num_qubits: int) -> Circuit:
    operations = (
        Operation(o.gate, tuple(wires[q] for q in o.qubits), o.angles)
        for o in gadget.plain_operations
    )
    return Circuit(num_qubits, tuple(operations), gates=gadget.gates)


def _fits(gadget: Circuit, wires: Sequence[int], allowed: set[tuple[int, int]]) -> bool:
    return all(
        _neighbors(tuple(wires[q] for q in o.qubits), allowed)
        for o in gadget.plain_operations
        if len(o.qubits) > 1
    )


def _neighbors(wires: tuple[int, ...], allowed: set[tuple[int, int]]) -> bool:
    """Are the wires joined by pairs of the coupling?"""
    reached, waiting = {wires[0]}, [wires[0]]
    while waiting:
        first = waiting.pop()
        for second in wires:
            if second not in reached and (first, second) in allowed:
                reached.add(second)
                waiting.append(second)
    return len(reached) == len(wires)


def _pairs(coupling: Sequence[tuple[int, int]], num_qubits: int) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for pair in coupling:
        a, b = (*pair, -1, -1)[:2]
        if len(pair) != 2 or a == b or a not in range(num_qubits) or b not in range(num_qubits):
            raise InvalidRequest(
                f"{str(pair)[:40]} is no pair of a coupling; it is two of the qubits 0 to "
                f"{num_qubits - 1}, such as (0, 1)."
            )
        found |= {(a, b), (b, a)}
    return found
