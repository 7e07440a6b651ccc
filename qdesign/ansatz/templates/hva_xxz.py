"""Evolutions under the parts of the XXZ chain, by turns, from singlets."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.drawing import Sketch, check_size
from qdesign.ansatz.entanglers import bricks
from qdesign.ansatz.named import Template, sizes
from qdesign.ansatz.templates.su2_equivariant import singlets
from qdesign.circuit import Circuit


def hva_xxz(num_qubits: int, layers: int = 1) -> Circuit:
    """Singlets; then ZZ and XX + YY of the odd bonds and of the even bonds, an angle each.

    The anisotropy stands in the angles, so that one ansatz does for Heisenberg and XXZ chains.

    Example:
        >>> len(hva_xxz(6, 2).parameters)
        8

    Source: Wiersema et al., arXiv:2008.02941.
    """
    check_size(num_qubits, layers, per_layer=3 * num_qubits)
    sketch = Sketch(num_qubits)
    singlets(sketch)
    for layer in range(1, 2 * layers + 1):
        bonds = bricks(num_qubits, layer)
        if bonds:
            sketch.together(("rzz",), *bonds)
            sketch.together(("rxx", "ryy"), *bonds)
    return sketch.circuit()


HVA_XXZ: Final = Template(
    name="hva_xxz",
    title="Hamiltonian variational, XXZ chain",
    group="Problem-inspired",
    help="Singlets, then evolutions under the bonds of the Heisenberg or XXZ chain",
    source="Wiersema et al., arXiv:2008.02941",
    options=sizes(low=2),
    make=hva_xxz,
    problem="xxz",
)
