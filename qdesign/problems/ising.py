"""The transverse-field Ising chain, with its energy from free fermions."""

from __future__ import annotations

import math
from functools import partial
from typing import Final

import numpy as np

from qdesign.given import given_number
from qdesign.pauli import Observable
from qdesign.problems.chain import bonds, evolutions, real_layers
from qdesign.problems.named import NUM_QUBITS, PERIODIC, ProblemRow
from qdesign.problems.problem import Problem
from qdesign.rows import Option, Value

_HALVINGS: Final = 54


def tfim(num_qubits: int, *, field: float = 1.0, periodic: bool = False) -> Problem:
    """The transverse-field Ising chain H = -Σ Z_k Z_{k+1} - field Σ X_k.

    The exact energy is that of free fermions, at any size. Two qubits have one bond, periodic or
    not.

    Example:
        >>> round(tfim(6, field=1.0, periodic=True).exact_energy, 6)
        -7.727407

    Source: Pfeuty, Annals of Physics 57, 79 (1970).
    """
    field = given_number(field, "The field")
    pairs = bonds(num_qubits, periodic=periodic)
    terms: dict[tuple[tuple[int, str], ...], float] = {((a, "Z"), (b, "Z")): -1.0 for a, b in pairs}
    terms.update({((k, "X"),): -float(field) for k in range(num_qubits)})
    closed = periodic and num_qubits > 2
    name = f"Ising chain, field {field:g}{', periodic' if closed else ''}"
    energy = _tfim_energy(num_qubits, abs(float(field)), closed=closed)
    options: dict[str, Value] = {
        "num_qubits": num_qubits,
        "field": float(field),
        "periodic": bool(periodic),
    }
    return Problem(
        name,
        Observable.from_sparse(num_qubits, terms),
        energy,
        row="tfim",
        options=options,
        # Without a field evolutions move nothing.
        suggested=partial(evolutions, field=field) if field else real_layers,
    )


def _tfim_energy(num_qubits: int, field: float, *, closed: bool) -> float:
    """-Σ of the singular values of the fermions' hopping matrix, even-parity sector."""
    if closed:
        momenta = (2 * np.arange(num_qubits) + 1) * np.pi / num_qubits
        modes = np.hypot(field - np.cos(momenta), np.sin(momenta))
        return -float(modes.sum())
    # All but the last are waves along the chain, sin(nk) + field sin((n + 1)k) = 0: that is
    # nk + arg(1 + field exp(ik)) = jπ, which each j < n has once. The last may decay from an end;
    # all of them multiply to the determinant, field^n.
    low, high = np.zeros(num_qubits - 1), np.full(num_qubits - 1, np.pi)
    wanted = np.pi * np.arange(1, num_qubits)
    for _ in range(_HALVINGS):
        k = (low + high) / 2
        phase = num_qubits * k + np.arctan2(field * np.sin(k), 1 + field * np.cos(k))
        low, high = np.where(phase < wanted, k, low), np.where(phase < wanted, high, k)
    waves = np.hypot(1 - field, 2 * np.sqrt(field) * np.cos((low + high) / 4))
    last = math.exp(num_qubits * math.log(field) - float(np.log(waves).sum())) if field else 0.0
    return -float(waves.sum()) - last


TFIM: Final = ProblemRow(
    name="tfim",
    title="Ising chain",
    group="Spin chains",
    help="H = -Σ ZZ - field Σ X, solved by free fermions at any size",
    source="Pfeuty, Annals of Physics 57, 79 (1970)",
    options=(
        NUM_QUBITS,
        Option(
            name="field",
            title="Field",
            kind="number",
            default=1.0,
            low=-1e6,
            high=1e6,
            help="in units of the coupling",
        ),
        PERIODIC,
    ),
    make=tfim,
    is_drawn_by_pages=True,
    detail="field",
)
