"""States of many random points with numpy alone, and what figures are of them: an oracle."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit

Complex = NDArray[np.complex128]
X, Y, Z, ONE = (
    np.array(m, dtype=complex)
    for m in ([[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]], [[1, 0], [0, 1]])
)
AXES = {"x": X, "y": Y, "z": Z}


def states(circuit: Circuit, points: NDArray[np.float64]) -> Complex:
    """States at points of shape (k, p), shape (k, 2**n); gates as Sim's circuits have them."""
    n, count = circuit.num_qubits, len(points)
    psi = np.zeros((count, *(2,) * n), dtype=complex)
    psi[(slice(None), *(0,) * n)] = 1
    for operation in circuit.plain_operations:
        gates = np.broadcast_to(_gate(operation, circuit, points), (count, 2, 2))
        axes = [n - q for q in operation.qubits]
        moved = np.moveaxis(psi, axes, range(n + 1 - len(axes), n + 1))
        part = moved[..., 1, :] if len(axes) == 2 else moved
        part[...] = np.einsum("kab,k...b->k...a", gates, part)
    return psi.reshape(count, -1)


def _gate(operation: Any, circuit: Circuit, points: NDArray[np.float64]) -> Complex:
    """The gate on its last wire, under control of the first where there are two."""
    name = operation.gate.removeprefix("c") if len(operation.qubits) == 2 else operation.gate
    if name == "h":
        return (X + Z) / np.sqrt(2)
    if name in AXES:
        return AXES[name]
    (angle,) = operation.angles
    thetas = np.full(len(points), angle.constant.at({}))
    for parameter, coefficient in angle.terms:
        thetas += float(coefficient) * points[:, circuit.parameters.index(parameter)]
    half = (thetas / 2)[:, None, None]
    return np.cos(half) * ONE - 1j * np.sin(half) * AXES[name.removeprefix("r")]


def random_states(circuit: Circuit, count: int, seed: int) -> Complex:
    """With a generator of another kind than the package's."""
    rng = np.random.Generator(np.random.MT19937(seed))
    return states(circuit, rng.random((count, len(circuit.parameters))) * 2 * np.pi)


def expressibility(circuit: Circuit, pairs: int, seed: int, bins: int = 75) -> float:
    """KL to Haar of a histogram; the first half of the states is paired with the second."""
    psi = random_states(circuit, 2 * pairs, seed)
    overlaps = (psi[:pairs].conj() * psi[pairs:]).sum(axis=1)
    shares, edges = np.histogram(np.abs(overlaps) ** 2, bins, (0, 1 + 1e-12))
    haar = -np.diff((1 - np.minimum(edges, 1)) ** (psi.shape[1] - 1))
    p = shares / pairs
    return float(np.sum(p[p > 0] * np.log(p[p > 0] / haar[p > 0])))


def meyer_wallach(psi: Complex) -> NDArray[np.float64]:
    """Q of each state, shape (k,): by the reduced state of each qubit."""
    count, n = len(psi), psi.shape[1].bit_length() - 1
    shaped = psi.reshape(count, *(2,) * n)
    purities = np.zeros(count)
    for qubit in range(n):
        part = np.moveaxis(shaped, n - qubit, 1).reshape(count, 2, -1)
        reduced = part @ part.conj().transpose(0, 2, 1)
        purities += np.abs(reduced).__pow__(2).sum(axis=(1, 2))
    return 2 - 2 * purities / n


def mean_meyer_wallach(circuit: Circuit) -> float:
    """The mean of Q over [0, 2π) where each parameter is in one gate: E[ρ ⊗ ρ], densely.

    Each gate is averaged as U ⊗ U* ⊗ U ⊗ U* by Gauss and Legendre's rule, exact for these waves.
    """
    n = circuit.num_qubits
    nodes, weights = np.polynomial.legendre.leggauss(28)
    angles, weights = np.pi * (nodes + 1), weights / 2
    # Axes: the first ρ's rows and columns, then the second's, qubit by qubit.
    mean = np.zeros((2,) * (4 * n), dtype=complex)
    mean[(0,) * (4 * n)] = 1
    for operation in circuit.plain_operations:
        wires = operation.qubits
        points = np.tile(angles[:, None], (1, max(1, len(circuit.parameters))))
        local = np.broadcast_to(_gate(operation, circuit, points), (28, 2, 2))
        if len(wires) == 2:
            local = np.stack(
                [np.kron(np.diag([1, 0]), ONE) + np.kron(np.diag([0, 1]), u) for u in local]
            )
        side = 2 ** len(wires)
        four = np.einsum(
            "k,kae,kbf,kcg,kdh->abcdefgh", weights, local, local.conj(), local, local.conj()
        ).reshape(side**4, side**4)
        axes = [copy * n + wire for copy in range(4) for wire in wires]
        moved = np.moveaxis(mean, axes, range(len(axes)))
        moved = (four @ moved.reshape(side**4, -1)).reshape(moved.shape)
        mean = np.moveaxis(moved, range(len(axes)), axes)
    purity = 0.0
    for qubit in range(n):
        # Tr over the others in each ρ, then Tr ρ_k².
        rows = [*range(n), *(q if q != qubit else 100 for q in range(n))]
        more = [
            *(q + 200 if q != qubit else 100 for q in range(n)),
            *(q + 200 if q != qubit else qubit for q in range(n)),
        ]
        labels = {name: k for k, name in enumerate(dict.fromkeys([*rows, *more]))}
        purity += float(np.einsum(mean, [labels[x] for x in [*rows, *more]], []).real)
    return 2 - 2 * purity / n
