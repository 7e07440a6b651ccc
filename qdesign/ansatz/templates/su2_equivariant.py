"""Singlets, and Heisenberg evolutions of neighbors: the total spin is kept."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.drawing import COUPLINGS, Sketch, check_size
from qdesign.ansatz.entanglers import bricks
from qdesign.ansatz.named import Template, sizes
from qdesign.circuit import Circuit


def singlets(sketch: Sketch) -> None:
    """(|01⟩ - |10⟩)/√2 on qubits (0, 1), (2, 3), …; an odd one stays |0⟩."""
    for a, b in bricks(sketch.num_qubits, 0):
        sketch.add("x", a)
        sketch.add("x", b)
        sketch.add("h", a)
        sketch.add("cx", a, b)


def spin_blocks(num_qubits: int, layers: int = 1) -> Circuit:
    """exp(-iθ/2 (XX + YY + ZZ)) on neighbors, odd pairs, then even ones: [U, S²] = 0.

    Source: Meyer et al., arXiv:2205.06217; Seki, Shirakawa, Yunoki, arXiv:1912.13146.
    """
    check_size(num_qubits, layers, per_layer=3 * num_qubits)
    sketch = Sketch(num_qubits)
    for layer in range(1, 2 * layers + 1):
        for pair in bricks(num_qubits, layer):
            sketch.together(COUPLINGS, pair)
    return sketch.circuit()


def su2_equivariant(num_qubits: int, layers: int = 1) -> Circuit:
    """Singlets on neighbors, then `spin_blocks`: a state of the lowest total spin.

    Example:
        >>> len(su2_equivariant(4, 2).parameters)
        6

    Source: Seki, Shirakawa, Yunoki, arXiv:1912.13146; Meyer et al., arXiv:2205.06217.
    """
    sketch = Sketch(num_qubits)
    blocks = spin_blocks(num_qubits, layers)
    singlets(sketch)
    return sketch.circuit().then(blocks)


SU2_EQUIVARIANT: Final = Template(
    name="su2_equivariant",
    title="SU(2)-equivariant spins",
    group="Symmetric",
    help="Singlets and Heisenberg evolutions of neighbors: the total spin is kept",
    source="Seki, Shirakawa, Yunoki, arXiv:1912.13146; Meyer et al., arXiv:2205.06217",
    options=sizes(low=2),
    make=su2_equivariant,
    problem="heisenberg",
)
