"""Asks about templates: ansätze from the literature as documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qdesign.document import Document
from qdesign.errors import InvalidRequest
from qdesign.session.fields import Fields
from qdesign.session.replies import Answer, Report

if TYPE_CHECKING:
    from qdesign.circuit import Circuit

_MAX_QUBITS: Final = 100
_MAX_LAYERS: Final = 100
_NUM_SIM: Final = 19


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of ansatz; `make` takes the number of qubits and of layers."""

    name: str
    title: str
    group: str
    make: Callable[[int, int], Circuit]


def templates(fields: Fields, report: Report) -> Answer:
    """Every template: name, title and group."""
    listed = [{"name": t.name, "title": t.title, "group": t.group} for t in TEMPLATES]
    return Answer({"templates": listed})


def template(fields: Fields, report: Report) -> Answer:
    """One template on as many qubits and layers as asked; `uccsd_h2` has its own two qubits."""
    name = fields.text("name")
    found = next((t for t in TEMPLATES if t.name == name), None)
    if found is None:
        raise InvalidRequest(f"There is no template '{name[:40]}'. Ask for 'templates'.")
    num_qubits = fields.integer("num_qubits", low=1, high=_MAX_QUBITS)
    layers = fields.integer("layers", low=1, high=_MAX_LAYERS)
    return Answer({"document": Document(found.make(num_qubits, layers)).dumps()})


def _efficient(rotations: tuple[str, ...], gate: str) -> Callable[[int, int], Circuit]:
    def make(num_qubits: int, layers: int) -> Circuit:
        from qdesign.ansatz import hardware_efficient

        return hardware_efficient(num_qubits, layers, rotations=rotations, gate=gate)

    return make


def _sim(k: int) -> Callable[[int, int], Circuit]:
    def make(num_qubits: int, layers: int) -> Circuit:
        from qdesign.ansatz import sim

        return sim(k, num_qubits, layers=layers)

    return make


def _qaoa_ring(num_qubits: int, layers: int) -> Circuit:
    from qdesign.ansatz import qaoa
    from qdesign.pauli import Observable

    if num_qubits < 2:
        raise InvalidRequest("QAOA for a ring needs at least two qubits, one for each node.")
    edges = {tuple(sorted((k, (k + 1) % num_qubits))) for k in range(num_qubits)}
    terms = {tuple((q, "Z") for q in edge): 0.5 for edge in sorted(edges)}
    return qaoa(Observable.from_sparse(num_qubits, terms), layers)


def _ising(num_qubits: int, layers: int) -> Circuit:
    from qdesign.ansatz import hamiltonian_variational
    from qdesign.problems import tfim

    return hamiltonian_variational(tfim(num_qubits), layers)


def _uccsd(num_qubits: int, layers: int) -> Circuit:
    from qdesign.ansatz import uccsd_h2

    return uccsd_h2()


TEMPLATES: Final = (
    Template(
        "ry_rz_cx", "RY RZ layers, CX ladder", "Hardware-efficient", _efficient(("ry", "rz"), "cx")
    ),
    Template("ry_cz", "RY layers, CZ ladder", "Hardware-efficient", _efficient(("ry",), "cz")),
    Template("qaoa_ring", "QAOA, MaxCut on a ring", "Problem-inspired", _qaoa_ring),
    Template("hva_tfim", "Hamiltonian variational, Ising chain", "Problem-inspired", _ising),
    Template("uccsd_h2", "UCCSD for H₂ (2 qubits)", "Problem-inspired", _uccsd),
    *(
        Template(f"sim_{k}", f"Circuit {k}", "Sim et al. 2019", _sim(k))
        for k in range(1, _NUM_SIM + 1)
    ),
)
