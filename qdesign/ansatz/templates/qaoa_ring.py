"""QAOA for the largest cut of a ring."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.hamiltonian import qaoa
from qdesign.ansatz.named import Template, sizes
from qdesign.circuit import Circuit
from qdesign.pauli import Observable


def ring_cut(num_qubits: int) -> Observable:
    """The cost of MaxCut on a ring, without its constant."""
    edges = {tuple(sorted((k, (k + 1) % num_qubits))) for k in range(num_qubits)}
    terms = {tuple((q, "Z") for q in edge): 0.5 for edge in sorted(edges)}
    return Observable.from_sparse(num_qubits, terms)


def _qaoa_ring(num_qubits: int, layers: int) -> Circuit:
    return qaoa(ring_cut(num_qubits), layers)


QAOA_RING: Final = Template(
    name="qaoa_ring",
    title="QAOA, MaxCut on a ring",
    group="Problem-inspired",
    help="Cost and mixer by turns, for the largest cut of a ring",
    source="Farhi, Goldstone, Gutmann, arXiv:1411.4028",
    options=sizes(low=2),
    make=_qaoa_ring,
    problem="maxcut",
)
