"""A body as a device runs it: routed to the pairs of qubits that it has, counted and verified."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation, Stats
from qdesign.equivalence import Verdict, equivalent, unitary_verdict
from qdesign.gates import GATES
from qdesign.operation import rewired
from qdesign.reduction.changes import CHANGES, changes, figures
from qdesign.reduction.cost import cost
from qdesign.reduction.elementary import to_plain_elementary
from qdesign.routing.coupling import Coupling
from qdesign.routing.router import Routed, route
from qdesign.showing.drawing import image, svg
from qdesign.showing.tables import table

TRIALS: Final = 3
"""Seeds with which a whole circuit is routed; the best counts."""

_LARGE: Final = 2000
"""Two-qubit gates beyond which one seed has to do."""

_SECONDS: Final = 0.5e-3
"""To route a two-qubit gate with one seed, about."""

_MOST_MEASURED: Final = 12


@dataclass(frozen=True, slots=True)
class Lowered:
    """What a device runs of an input and of its simplification.

    Attributes:
        coupling: which pairs of qubits the device has.
        before, after: figures of the input and of the result after routing; of two-qubit gates
            CX, CZ and ECR count one, and an exchange of wires the three that it becomes.
        circuit: the routed result; qubits are the device's.
        layout: for each qubit of the body, the device's qubit it starts on.
        final_layout: the device's qubit that it ends on.
        verdict: of `circuit` against the body, with the qubits moved as the layouts say.
    """

    coupling: Coupling
    before: Stats
    after: Stats
    circuit: Circuit
    layout: tuple[int, ...]
    final_layout: tuple[int, ...]
    verdict: Verdict

    def __repr__(self) -> str:
        gates = f"two-qubit gates {self.before.num_two_qubit:,} → {self.after.num_two_qubit:,}"
        return f"Lowered({self.coupling}: {gates}; {self.verdict})"

    def _repr_html_(self) -> str:
        return as_table(self) + image(svg(self.circuit))


def as_table(lowered: Lowered) -> str:
    """Figures before and after, and the verdict, as HTML."""
    title = f"After lowering to {lowered.coupling}"
    rows = changes(figures(lowered.before, lowered.after))
    return table(rows, title=title, heads=CHANGES, foot=f"Routed circuit: {lowered.verdict}")


def on_device(
    circuit: Circuit, coupling: Coupling, minimize: str, *, seed: int = 0, trials: int = TRIALS
) -> Routed:
    """The circuit routed with several seeds, the best of them."""
    given = _plain(circuit)
    seeds = range(seed, seed + _trials(circuit, trials))
    found = [route(given, coupling, seed=each) for each in seeds]
    return min(found, key=lambda routed: cost(routed.stats, minimize))


def seconds_to_route(circuit: Circuit) -> float:
    """Seconds that routing it and results that are found of it take, about."""
    return 2 * _SECONDS * circuit.stats.num_two_qubit * _trials(circuit, TRIALS)


def _trials(circuit: Circuit, trials: int) -> int:
    return 1 if circuit.stats.num_two_qubit > _LARGE else trials


def _plain(circuit: Circuit) -> Circuit:
    """Rotations and plain Clifford gates, up to a global phase, where gates are unitary.

    Qiskit adds up the phases of gates such as p(θ), which takes minutes with a hundred symbols.
    """
    found: list[Operation] = []
    flat = circuit.flat()
    for operation in flat.plain_operations:
        row = GATES[operation.gate]
        if not row.is_unitary or row.is_idle or operation.conditions:
            found.append(replace(operation, column=None))
            continue
        elements = to_plain_elementary(operation, circuit.num_qubits)
        found.extend(replace(e, gate="rz") if e.gate == "p" else e for e in elements)
    return replace(flat, operations=tuple(found), global_phase=Angle())


def verdict_of(circuit: Circuit, routed: Routed, seed: int) -> Verdict:
    """Is a routed circuit the given one, on the qubits where it starts and ends?"""
    made, layout, ends = routed.circuit, routed.layout, routed.ends
    moved = (q for q, end in enumerate(ends) if q != end)
    used = sorted({*made.used_qubits, *layout, *moved})
    place = {qubit: index for index, qubit in enumerate(used)}
    made = made.on_qubits(used)
    wires = {qubit: place[start] for qubit, start in enumerate(layout)}
    given = [rewired(replace(o, column=None), wires) for o in circuit.flat().plain_operations]
    if circuit.is_unitary:
        swaps = _swaps([place[ends[qubit]] for qubit in used])
        moving = Circuit(len(used), (*given, *swaps))
        return unitary_verdict(moving, made, rng=np.random.default_rng(seed))
    if len(used) > _MOST_MEASURED:
        return Verdict(None, f"it measures, and {len(used)} qubits are too many to follow")
    placed = Circuit(len(used), tuple(given), num_clbits=circuit.num_clbits)
    return equivalent(placed, made, up_to="measured", seed=seed)


def _swaps(ends: Sequence[int]) -> Iterator[Operation]:
    """Exchanges that bring each qubit to its end."""
    at = list(range(len(ends)))  # what stands where
    for qubit, end in enumerate(ends):
        now = at.index(qubit)
        if now != end:
            yield Operation("swap", (now, end))
            at[now], at[end] = at[end], at[now]
