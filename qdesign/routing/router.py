"""Circuit + coupling → the circuit on a device's qubits, two-qubit gates on neighbors alone.

Qiskit's transpiler does it, here and for submissions alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Protocol

from qdesign.circuit import Circuit, Stats
from qdesign.errors import InvalidTarget
from qdesign.gates import ROWS
from qdesign.kits import QISKIT
from qdesign.routing.coupling import Coupling

if TYPE_CHECKING:
    from qiskit import QuantumCircuit

BASIS: Final = ("cx", *(row.name for row in ROWS if row.num_qubits == 1 and row.generator))
"""One two-qubit gate, so that CX, ECR and CZ count alike; rotations are of no effort."""

_LEVEL: Final = 3


class Follower(Protocol):
    """Looks on while a circuit is fitted to a device."""

    def begin(self, circuit: Any, manager: Any) -> Callable[..., None]:
        """What to call after each pass that `manager` runs on `circuit`."""
        ...

    def end(self, circuit: Any) -> None:
        """Takes what came out."""
        ...


@dataclass(frozen=True, slots=True)
class Routed:
    """A circuit on a device's qubits.

    Attributes:
        circuit: two-qubit gates are CX on neighbors; qubits are the device's.
        layout: for each qubit of the given circuit, the device's qubit it starts on.
        ends: for each of the device's qubits, where what it starts with is at the end.
    """

    circuit: Circuit
    layout: tuple[int, ...]
    ends: tuple[int, ...]

    @property
    def stats(self) -> Stats:
        """Figures; of the device's qubits those in use count."""
        stats = self.circuit.stats
        return replace(stats, num_qubits=len({*self.circuit.used_qubits, *self.layout}))


def route(circuit: Circuit, coupling: Coupling, *, seed: int = 0) -> Routed:
    """The circuit on the qubits of a device; the same arguments give the same.

    Args:
        circuit: may have free parameters. Those in phases make Qiskit slow; rotations do not.
        coupling: with at least as many qubits.
        seed: of the router's choices.

    Raises:
        InvalidTarget: the circuit does not fit.
    """
    with QISKIT.needed_by("Routing"):
        from qiskit.transpiler import CouplingMap

    from qdesign.convert.qiskit import from_qiskit, to_qiskit

    pairs = [pair for a, b in coupling.pairs for pair in ((a, b), (b, a))]
    given: Any = CouplingMap(pairs)
    for qubit in range(given.size(), coupling.num_qubits):
        given.add_physical_qubit(qubit)
    found: Any = fitted(
        to_qiskit(circuit),
        coupling.name,
        level=_LEVEL,
        seed=seed,
        coupling_map=given,
        basis_gates=list(BASIS),
    )
    made = from_qiskit(found)
    # Of the device's qubits, none has a name of the circuit's.
    made = replace(made, qubit_names=(), declared=replace(made.declared, qubits=()))
    starts = found.layout.initial_index_layout()
    ends = found.layout.final_index_layout(filter_ancillas=False)
    moved = list(range(coupling.num_qubits))
    for start, end in zip(starts, ends, strict=True):
        moved[start] = int(end)
    layout = tuple(int(place) for place in starts[: circuit.num_qubits])
    return Routed(made, layout, tuple(moved))


def fitted(
    circuit: QuantumCircuit,
    name: str,
    *,
    level: int,
    seed: int,
    follower: Follower | None = None,
    **device: Any,
) -> QuantumCircuit:
    """A `QuantumCircuit` in a device's gates, on its qubits.

    Args:
        circuit: as Qiskit has it.
        name: of the device, for the sentence that says why it does not fit.
        level: Qiskit's optimization level, 0 to 3.
        seed: of the transpiler's choices.
        follower: looks on.
        device: what Qiskit's pass manager is made for: `target`, or a map and gates; and with
            `initial_layout` the device's qubit on which each of the circuit's starts.

    Raises:
        InvalidTarget: the circuit does not fit.
    """
    from qiskit.transpiler import (
        generate_preset_pass_manager,  # pyright: ignore[reportUnknownVariableType]
    )
    from qiskit.transpiler.exceptions import TranspilerError

    if device.get("initial_layout") is None and _has_gaps(device.get("target")):
        device["layout_method"] = "sabre"  # the plain layout of low levels begins at qubit 0
    manager: Any = generate_preset_pass_manager(
        optimization_level=level, seed_transpiler=seed, **device
    )
    try:
        callback = None if follower is None else follower.begin(circuit, manager)
        found = manager.run(circuit, callback=callback)
    except TranspilerError as error:
        raise InvalidTarget(
            f"The circuit could not be fitted to {name}: {error.message}. Try a smaller circuit "
            "or another target."
        ) from error
    if follower is not None:
        follower.end(found)
    return found


def _has_gaps(target: Any) -> bool:
    """Are some numbers no qubits, as on devices that count from 1 or lost one?"""
    if target is None or target.qargs is None:
        return False
    used = {qubit for places in target.qargs for qubit in places or ()}
    return len(used) < target.num_qubits
