"""Kernels against inner products of Qiskit's states, and their variance against closed forms."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import qiskit.circuit.library as library
from qiskit.quantum_info import Statevector

import qdesign as qd
from qdesign import ansatz
from qdesign.circuit import Circuit
from qdesign.errors import Cancelled, InvalidRequest, TooLarge

RNG = np.random.default_rng(3)


def test_a_kernel_is_the_overlap_of_qiskits_states() -> None:
    left, right = RNG.uniform(0, 6, (4, 3)), RNG.uniform(0, 6, (2, 3))
    peer = library.zz_feature_map(3, reps=2)
    a, b = ([Statevector(peer.assign_parameters(x)).data for x in rows] for rows in (left, right))
    wanted = [[abs(np.vdot(x, y)) ** 2 for y in b] for x in a]
    made = qd.analyze.kernel(ansatz.pauli_feature_map(3), left, right)
    assert np.allclose(made, wanted)
    alone = qd.analyze.kernel(ansatz.pauli_feature_map(3), left)
    assert np.allclose(alone, alone.T)
    assert np.linalg.eigvalsh(alone).min() > -1e-12


def test_inputs_are_told_from_weights() -> None:
    circuit = ansatz.reuploading(2, 2)
    weights = {name: 0.3 * k for k, name in enumerate(circuit.parameters) if name != "x_0"}
    made = qd.analyze.kernel(circuit, [[0.1], [0.9]], weights=weights)
    states = [qd.Simulator(circuit).statevector({**weights, "x_0": x}) for x in (0.1, 0.9)]
    assert abs(made[0, 1] - abs(np.vdot(*states)) ** 2) < 1e-12
    with pytest.raises(InvalidRequest, match="Parameter 'theta_0' is no input"):
        qd.analyze.kernel(circuit, [[0.1]])
    with pytest.raises(InvalidRequest, match="has 1 input"):
        qd.analyze.kernel(circuit, [[0.1, 0.2]], weights=weights)
    with pytest.raises(TooLarge, match="points or fewer"):
        qd.analyze.kernel(ansatz.pauli_feature_map(16, 1), np.zeros((5000, 16)))


def test_products_concentrate_as_the_closed_form_says() -> None:
    # |⟨x|y⟩|² = Π cos²(δ/2): mean 2^-n, second moment (3/8)^n.
    make = lambda n: Circuit.of(n, "; ".join(f"ry(x_{q}) {q}" for q in range(n)))  # noqa: E731
    figure = qd.analyze.kernel_concentration(make, [1, 2, 3, 4, 5, 6], pairs=4000, seed=1)
    for n, mean, variance, error in zip(
        figure.sizes, figure.means, figure.variances, figure.errors, strict=True
    ):
        assert abs(variance - ((3 / 8) ** n - 4.0**-n)) < 4 * error
        assert abs(mean - 2.0**-n) < 4 * (variance / 4000) ** 0.5
    assert figure.verdict == "concentrates"
    assert figure == qd.analyze.kernel_concentration(make, [1, 2, 3, 4, 5, 6], pairs=4000, seed=1)
    same = lambda n: Circuit.of(n, "ry(x_0) 0")  # noqa: E731
    flat = qd.analyze.kernel_concentration(same, [1, 2, 3, 4], pairs=2000)
    assert flat.verdict == "does not concentrate here"
    still = qd.analyze.kernel_concentration(
        lambda n: Circuit.of(n, "p(x_0) 0"), [1, 2, 3], pairs=20
    )
    assert still.value is None
    with pytest.raises(InvalidRequest, match="three sizes or more"):
        qd.analyze.kernel_concentration(make, [2, 3])
    with pytest.raises(Cancelled):
        qd.analyze.kernel_concentration(make, cancel=lambda: True)


def test_a_kernel_of_one_circuit_varies_as_the_closed_form_says() -> None:
    for n in (1, 3):
        circuit = Circuit.of(n, "; ".join(f"ry(x_{q}) {q}; rz(w) {q}" for q in range(n)))
        figure = qd.analyze.kernel_variance(circuit, pairs=4000, seed=1)
        assert figure.value is not None
        assert figure.error is not None
        assert figure.mean is not None
        assert abs(figure.value - ((3 / 8) ** n - 4.0**-n)) < 4 * figure.error
        assert abs(figure.mean - 2.0**-n) < 4 * (figure.value / 4000) ** 0.5
    assert qd.analyze.kernel_variance(Circuit.of(1, "p(x_0) 0")).verdict == "constant"
    assert qd.analyze.kernel_variance(Circuit.of(1, "ry(a) 0")).value is None


def test_the_figure_of_inputs_is_listed_where_there_are_some(tmp_path: Path) -> None:
    for name, listed in (("x_0", True), ("a", False)):
        file = tmp_path / f"{name}.qdesign"
        qd.Document(Circuit.of(1, f"ry({name}) 0")).save(file)
        told = subprocess.run(
            [sys.executable, "-m", "qdesign", "analyze", str(file), "--json"],
            capture_output=True, check=True, text=True,
        ).stdout  # fmt: skip
        assert ("kernel_variance" in json.loads(told)["figures"]) is listed
