"""Free fermions: exact energies of Ising circuits of any width, by 2n × 2n matrices.

Majoranas a_{2q} = Z…Z X_q and a_{2q+1} = Z…Z Y_q (strings of Z on qubits below q), in the basis
where the chain's bonds are XX and its field is Z: i a_{2q} a_{2q+1} = -Z_q and
i a_{2q+1} a_{2q+2} = X_q X_{q+1}.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def hva_energy(num_qubits: int, values: Sequence[float]) -> float:
    """-Σ ZZ - Σ X of |+…+⟩ after layers of exp(-i b/2 Σ ZZ), then exp(-i g/2 Σ X), open chain.

    Args:
        num_qubits: of the chain.
        values: b and g of each layer in turn.
    """
    size = 2 * num_qubits
    field = np.zeros((size, size))  # Σ i a_{2q} a_{2q+1}, as an antisymmetric form
    bonds = np.zeros((size, size))
    for q in range(num_qubits):
        field[2 * q, 2 * q + 1], field[2 * q + 1, 2 * q] = 1, -1
    for q in range(num_qubits - 1):
        bonds[2 * q + 1, 2 * q + 2], bonds[2 * q + 2, 2 * q + 1] = 1, -1
    # Z_q = -i a_{2q} a_{2q+1} is 1 everywhere: ⟨i a_j a_k⟩ = -field.
    covariance = -field
    for b, g in zip(values[::2], values[1::2], strict=True):
        for form, angle in ((bonds, b), (-field, g)):
            # exp(i θ/2 h) a exp(-i θ/2 h) with h = i a_j a_k turns (a_j, a_k) by θ.
            turn = np.eye(size)
            for j, k in zip(*np.nonzero(np.triu(form)), strict=True):
                sign = form[j, k]
                c, s = np.cos(angle), np.sin(angle) * sign
                turn[j, j], turn[j, k], turn[k, j], turn[k, k] = c, s, -s, c
            covariance = turn @ covariance @ turn.T
    zz = sum(covariance[2 * q + 1, 2 * q + 2] for q in range(num_qubits - 1))
    x = sum(-covariance[2 * q, 2 * q + 1] for q in range(num_qubits))
    return -float(zz) - float(x)
