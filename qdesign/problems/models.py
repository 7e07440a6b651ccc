"""Spin chains and MaxCut."""

from __future__ import annotations

import math

import numpy as np

from qdesign.errors import InvalidRequest, TooLarge
from qdesign.pauli import Graph, Observable, cut_observable
from qdesign.problems.problem import Problem

_MAX_QUBITS = 1000


def tfim(num_qubits: int, *, field: float = 1.0, periodic: bool = False) -> Problem:
    """The transverse-field Ising chain H = -Σ Z_k Z_{k+1} - field Σ X_k.

    The exact energy is that of free fermions, at any size. Two qubits have one bond, periodic or
    not.

    Example:
        >>> round(tfim(6, field=1.0, periodic=True).exact_energy, 6)
        -7.727407

    Source: Pfeuty, Annals of Physics 57, 79 (1970).
    """
    if not math.isfinite(field):
        raise InvalidRequest(f"The field must be a finite number, not {field}.")
    bonds = _bonds(num_qubits, periodic=periodic)
    terms: dict[tuple[tuple[int, str], ...], float] = {((a, "Z"), (b, "Z")): -1.0 for a, b in bonds}
    terms.update({((k, "X"),): -float(field) for k in range(num_qubits)})
    closed = periodic and num_qubits > 2
    name = f"Ising chain, {num_qubits} qubits, field {field:g}{', periodic' if closed else ''}"
    energy = _tfim_energy(num_qubits, abs(float(field)), closed=closed)
    return Problem(name, Observable.from_sparse(num_qubits, terms), energy)


def heisenberg(num_qubits: int, *, periodic: bool = False) -> Problem:
    """The antiferromagnetic Heisenberg chain H = Σ XX + YY + ZZ, with Pauli matrices.

    Two qubits have one bond, periodic or not. The exact energy is found up to 16 qubits.

    Example:
        >>> round(heisenberg(4, periodic=True).exact_energy, 6)
        -8.0
    """
    bonds = _bonds(num_qubits, periodic=periodic)
    terms: dict[tuple[tuple[int, str], ...], float] = {
        ((a, letter), (b, letter)): 1.0 for a, b in bonds for letter in "XYZ"
    }
    closed = periodic and num_qubits > 2
    name = f"Heisenberg chain, {num_qubits} qubits{', periodic' if closed else ''}"
    return Problem(name, Observable.from_sparse(num_qubits, terms))


def maxcut(graph: Graph) -> Problem:
    """MaxCut of a graph: H = -Σ w (1 - ZZ)/2, so that the exact energy is minus the largest cut.

    Args:
        graph: a networkx graph; edges without a weight count 1. Qubit k is the k-th node.

    Raises:
        InvalidRequest: no nodes, or a weight that is not a finite number.

    Example:
        >>> import networkx
        >>> maxcut(networkx.cycle_graph(5)).exact_energy
        -4.0
    """
    observable = cut_observable(graph)
    return Problem(f"MaxCut, {observable.num_qubits} nodes", observable)


def _bonds(num_qubits: int, *, periodic: bool) -> list[tuple[int, int]]:
    if isinstance(num_qubits, bool) or not isinstance(num_qubits, int) or num_qubits < 2:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequest(f"A chain has 2 or more qubits, not {num_qubits!r}.")
    if num_qubits > _MAX_QUBITS:
        raise TooLarge(f"A chain has at most {_MAX_QUBITS} qubits, not {num_qubits:,}.")
    bonds = [(k, k + 1) for k in range(num_qubits - 1)]
    return [*bonds, (num_qubits - 1, 0)] if periodic and num_qubits > 2 else bonds


def _tfim_energy(num_qubits: int, field: float, *, closed: bool) -> float:
    """-Σ of the singular values of the fermions' hopping matrix, even-parity sector."""
    if closed:
        momenta = (2 * np.arange(num_qubits) + 1) * np.pi / num_qubits
        modes = np.hypot(field - np.cos(momenta), np.sin(momenta))
        return -float(modes.sum())
    hopping = field * np.eye(num_qubits) + np.eye(num_qubits, k=1)
    return -float(np.linalg.svd(hopping, compute_uv=False).sum())
