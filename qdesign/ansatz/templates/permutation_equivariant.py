"""The same turns of all qubits and of all pairs: any order of the qubits gives the same."""

from __future__ import annotations

from itertools import combinations
from typing import Final

from qdesign.ansatz.drawing import Sketch, check_size
from qdesign.ansatz.named import Template, sizes
from qdesign.circuit import Circuit


def permutation_equivariant(num_qubits: int, layers: int = 1) -> Circuit:
    """RX of all qubits, RY of all qubits, RZZ of all pairs, one parameter each and layer.

    It commutes with every exchange of two qubits.

    Example:
        >>> len(permutation_equivariant(5, 2).parameters)
        6

    Source: Schatzki et al., arXiv:2210.09974.
    """
    check_size(num_qubits, layers, per_layer=2 * num_qubits + num_qubits * (num_qubits - 1) // 2)
    sketch = Sketch(num_qubits)
    each = tuple((qubit,) for qubit in range(num_qubits))
    for _ in range(layers):
        sketch.together(("rx",), *each)
        sketch.together(("ry",), *each)
        if num_qubits > 1:
            sketch.together(("rzz",), *combinations(range(num_qubits), 2))
    return sketch.circuit()


PERMUTATION_EQUIVARIANT: Final = Template(
    name="permutation_equivariant",
    title="Permutation-equivariant",
    group="Symmetric",
    help="One angle for all qubits or all pairs: no order of the qubits matters",
    source="Schatzki et al., arXiv:2210.09974",
    options=sizes(),
    make=permutation_equivariant,
)
