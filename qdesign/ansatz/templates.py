"""The templates by name, for menus."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from qdesign.ansatz.chemistry import uccsd_h2
from qdesign.ansatz.expressibility import sim
from qdesign.ansatz.hamiltonian import hamiltonian_variational, qaoa
from qdesign.ansatz.hardware import hardware_efficient
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest
from qdesign.pauli import Observable


@dataclass(frozen=True, slots=True)
class Template:
    """An entry of a menu: a name to ask for, a title to show, the group it stands in."""

    name: str
    title: str
    group: str


Make = Callable[[int, int], Circuit]


def templates() -> tuple[Template, ...]:
    """Every template, in the order of the menu."""
    return tuple(entry for entry, _ in _entries().values())


def template(name: str, *, num_qubits: int, layers: int = 1) -> Circuit:
    """The template `name` on as many qubits and layers; uccsd_h2 has two qubits, always.

    Raises:
        InvalidRequest: no such template, or no such size.
        TooLarge: more qubits or operations than a circuit has.

    Example:
        >>> template("sim_10", num_qubits=3, layers=2).num_qubits
        3
    """
    found = _entries().get(name)
    if found is None:
        raise InvalidRequest(
            f"There is no template '{name[:60]}'. Use one of: {', '.join(_entries())}."
        )
    return found[1](num_qubits, layers)


@cache
def _entries() -> Mapping[str, tuple[Template, Make]]:
    layered = "Hardware-efficient"
    problem = "From a Hamiltonian"
    listed: list[tuple[Template, Make]] = [
        (Template("ry_linear", "RY and a line of CX", layered), _layers("ry", "linear", "cx")),
        (
            Template("ry_rz_ring", "RY, RZ and a ring of CX", layered),
            _layers("ry rz", "ring", "cx"),
        ),
        (Template("ry_full", "RY and CZ on all pairs", layered), _layers("ry", "full", "cz")),
        (Template("rx_rzz_ring", "RX and a ring of RZZ", layered), _layers("rx", "ring", "rzz")),
        (Template("qaoa_ring", "QAOA, MaxCut on a ring", problem), _qaoa_ring),
        (Template("hva_ising", "Variational, Ising chain", problem), _ising),
        (Template("uccsd_h2", "UCCSD, H₂", "Chemistry"), lambda n, layers: uccsd_h2()),
    ]
    listed += [
        (Template(f"sim_{k}", f"Circuit {k}", "Sim, Johnson, Aspuru-Guzik"), _sim(k))
        for k in range(1, 20)
    ]
    return {entry.name: (entry, make) for entry, make in listed}


def _sim(k: int) -> Make:
    return lambda num_qubits, layers: sim(k, num_qubits, layers=layers)


def _layers(rotations: str, entangler: str, gate: str) -> Make:
    return lambda num_qubits, layers: hardware_efficient(
        num_qubits, layers, rotations=rotations.split(), entangler=entangler, gate=gate
    )


def _chain(num_qubits: int, *, field: float, ring: bool) -> Observable:
    terms: dict[tuple[tuple[int, str], ...], float] = {(): 0.0}
    for k in range(num_qubits - 1):
        terms[((k, "Z"), (k + 1, "Z"))] = 1.0
    if ring and num_qubits > 2:
        terms[((0, "Z"), (num_qubits - 1, "Z"))] = 1.0
    if field:
        terms.update({((k, "X"),): field for k in range(num_qubits)})
    return Observable.from_sparse(num_qubits, terms)


def _qaoa_ring(num_qubits: int, layers: int) -> Circuit:
    return qaoa(_chain(num_qubits, field=0.0, ring=True), layers)


def _ising(num_qubits: int, layers: int) -> Circuit:
    return hamiltonian_variational(_chain(num_qubits, field=1.0, ring=False), layers)
