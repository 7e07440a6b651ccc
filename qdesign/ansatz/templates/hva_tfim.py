"""Evolutions under the two parts of the transverse-field Ising chain, by turns."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.hamiltonian import hamiltonian_variational
from qdesign.ansatz.named import Template, sizes
from qdesign.circuit import Circuit
from qdesign.pauli import Observable


def _hva_tfim(num_qubits: int, layers: int) -> Circuit:
    bonds = {((k, "Z"), (k + 1, "Z")): -1.0 for k in range(num_qubits - 1)}
    field = {((k, "X"),): -1.0 for k in range(num_qubits)}
    return hamiltonian_variational(Observable.from_sparse(num_qubits, {**bonds, **field}), layers)


HVA_TFIM: Final = Template(
    name="hva_tfim",
    title="Hamiltonian variational, Ising chain",
    group="Problem-inspired",
    help="Evolutions under the bonds and the field of the Ising chain, by turns",
    source="Wecker, Hastings, Troyer, arXiv:1507.08969",
    options=sizes(low=2),
    make=_hva_tfim,
    on_card=True,
    card_layers=3,
    problem="tfim",
)
