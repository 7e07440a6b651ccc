"""Givens rotations of neighbors: every Slater determinant."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.named import Template, sizes
from qdesign.ansatz.orbitals import givens
from qdesign.ansatz.templates.excitations import ELECTRONS

GIVENS: Final = Template(
    name="givens",
    title="Givens rotations",
    group="Electrons",
    help="Electrons without spin, turned between neighbors: every Slater determinant",
    source="Kivlichan et al., arXiv:1711.04789; Arute et al., arXiv:2004.04174",
    options=(sizes(low=3, high=2000)[0], ELECTRONS),
    make=givens,
)
