"""Quantum signal processing."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.named import Template
from qdesign.ansatz.signals import qsp
from qdesign.rows import Option

QSP: Final = Template(
    name="qsp",
    title="Quantum signal processing",
    group="Building blocks",
    help="Phases make a polynomial of cos x; all 0 it is Chebyshev's, cos(d x)",
    source="Low and Chuang, arXiv:1606.02685; Martyn et al., arXiv:2105.02859",
    options=(Option(name="degree", title="Degree", kind="integer", default=3, low=1, high=1000),),
    make=qsp,
    num_qubits=1,
)
