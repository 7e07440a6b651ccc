"""Loaders, feature maps and blocks of algorithms against what they are defined to be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import qiskit.circuit.library as library
import scipy.linalg
from numpy.typing import NDArray
from qiskit import transpile
from qiskit.quantum_info import Statevector

import qdesign as qd
from qdesign import ansatz
from qdesign.ansatz.loading import frqi_of
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest, QdesignError
from qdesign.pauli import Observable
from tests.simulate.oracle import to_qiskit
from tests.zx.oracle import unitary

RNG = np.random.default_rng(11)


def state(circuit: Circuit, values: Any = ()) -> NDArray[np.complex128]:
    return np.asarray(qd.Simulator(circuit).statevector(list(values)))


def drawn(circuit: Circuit) -> list[float]:
    return RNG.uniform(-np.pi, np.pi, len(circuit.parameters)).tolist()


@pytest.mark.parametrize("n", [1, 2, 3, 5])
def test_amplitudes_are_prepared(n: int) -> None:
    for psi in (
        RNG.normal(size=1 << n) + 1j * RNG.normal(size=1 << n),
        RNG.normal(size=1 << n),
        np.eye(1 << n)[-1],
        np.ones(1 << n),
    ):
        made = state(ansatz.state_preparation(psi))
        assert abs(abs(np.vdot(made, psi)) / np.linalg.norm(psi) - 1) < 1e-12
    assert ansatz.state_preparation(np.ones(1 << n)).stats.num_two_qubit == 0
    for wrong in ([], [1, 2, 3], [0, 0], [np.nan, 1], "ab", [[1, 0], [0, 1]]):
        with pytest.raises(InvalidRequest):
            ansatz.state_preparation(wrong)


def test_images_have_the_amplitudes_of_their_definition() -> None:
    image = RNG.uniform(size=(4, 4))
    angles = image.ravel() * np.pi / 2
    wanted = np.concatenate((np.cos(angles), np.sin(angles))) / 4
    made = ansatz.frqi(image)
    assert np.allclose(state(made), wanted)
    assert made.stats.num_two_qubit == 16
    assert np.allclose(state(frqi_of(5), angles), wanted)
    with pytest.raises(InvalidRequest, match="grays from 0 to 1"):
        ansatz.frqi([0.5, 1.5])


def test_feature_maps_are_those_of_qiskit() -> None:
    for n, paulis, pattern in (
        (2, ["Z", "ZZ"], "full"),
        (3, ["Z", "ZZ"], "full"),
        (4, ["Z", "ZZ"], "linear"),
        (4, ["Z", "ZZ"], "sca"),
        (3, ["Z", "YY", "ZXZ"], "full"),
        (4, ["X", "ZY", "XYZ"], "linear"),
    ):
        mine = ansatz.pauli_feature_map(n, 2, paulis=paulis, entangler=pattern)
        features = RNG.uniform(0, 2 * np.pi, n)
        assert mine.parameters == tuple(f"x_{k}" for k in range(n))
        theirs = library.pauli_feature_map(n, reps=2, paulis=paulis, entanglement=pattern)
        peer = Statevector(theirs.assign_parameters(features)).data
        assert abs(abs(np.vdot(peer, state(mine, features))) - 1) < 1e-10, (n, paulis, pattern)
    with pytest.raises(InvalidRequest, match="is no Pauli string"):
        ansatz.pauli_feature_map(2, paulis="Z ZQ")


@pytest.mark.parametrize(
    ("n", "layers", "encoding", "highest"),
    [(1, 3, "plain", 3), (1, 5, "plain", 5), (2, 2, "plain", 4),
     (1, 3, "exponential", 7), (1, 5, "exponential", 31), (2, 2, "exponential", 15)],
)  # fmt: skip
def test_reuploading_has_the_harmonics_that_are_promised(
    n: int, layers: int, encoding: str, highest: int
) -> None:
    circuit = ansatz.reuploading(n, layers, encoding=encoding)
    weights = dict(zip(circuit.parameters, drawn(circuit), strict=True))
    simulator = qd.Simulator(circuit, Observable({"Z" + "I" * (n - 1): 1.0}))
    count = 4 * highest + 4
    energies = [
        simulator.expectation({**weights, "x_0": x})
        for x in np.linspace(0, 2 * np.pi, count, endpoint=False)
    ]
    sizes = np.abs(np.fft.rfft(energies)) / count
    assert (sizes[1 : highest + 1] > 1e-9).all()
    assert (sizes[highest + 1 :] < 1e-12).all()
    with pytest.raises(InvalidRequest, match="Choose fewer layers"):
        ansatz.reuploading(2, 26, encoding="exponential")


def test_a_swap_test_reads_the_overlap() -> None:
    for n in (1, 2):
        first, second = (ansatz.template("efficient_su2", n, 1) for _ in range(2))
        a, b = drawn(first), drawn(second)
        bound = [
            c.bind(dict(zip(c.parameters, v, strict=True))) for c, v in ((first, a), (second, b))
        ]
        psi = state(ansatz.swap_test(*bound))
        zero = (np.abs(psi[: psi.size // 2]) ** 2).sum()
        overlap = abs(np.vdot(state(first, a), state(second, b))) ** 2
        assert abs(zero - (1 + overlap) / 2) < 1e-12
    with pytest.raises(InvalidRequest, match="as many qubits"):
        ansatz.swap_test(Circuit(1), Circuit(2))


@pytest.mark.parametrize("text", ["ZZ", "-XI", "0.3 ZZ - 0.7 XY + 0.2 II - 0.1 IY + ZX"])
def test_a_sum_of_unitaries_has_the_observable_as_its_block(text: str) -> None:
    observable = Observable.from_text(text)
    circuit = ansatz.lcu(observable)
    u = unitary(circuit.flat(), {})
    weight = sum(abs(value) for _, value in observable.terms)
    assert np.allclose(u[:4, :4], observable.matrix() / weight)


@pytest.mark.parametrize("controls", [1, 2, 3, 4, 6])
def test_x_under_controls_on_a_line_is_exact_and_of_neighbors(controls: int) -> None:
    n = controls + 2
    circuit = ansatz.mcx_on_line(n)
    u = unitary(circuit, {})
    index = np.arange(1 << n)
    all_on = ((1 << controls) - 1) << 1
    moved = np.where(index & all_on == all_on, index ^ 1 << n - 1, index)
    assert np.allclose(u, np.eye(1 << n)[:, moved], atol=1e-9)
    written = transpile(to_qiskit(circuit, {}), basis_gates=["u", "cx"], optimization_level=0)
    pairs = [
        [written.find_bit(bit).index for bit in each.qubits]
        for each in written.data
        if each.operation.name == "cx"
    ]
    assert all(abs(a - b) == 1 for a, b in pairs)
    assert len(pairs) == circuit.stats.num_two_qubit == (12 * controls - 4 if controls > 1 else 1)
    assert len(pairs) <= 4 * n + 8 * controls


def test_phases_of_zero_give_chebyshev_polynomials() -> None:
    for degree in (1, 2, 5, 8):
        circuit = ansatz.qsp(degree, phases=[0.0] * (degree + 1))
        for x in RNG.uniform(-np.pi, np.pi, 4):
            assert abs(state(circuit, [x])[0] - np.cos(degree * x)) < 1e-12
    circuit = ansatz.qsp(3)
    phases, x = RNG.uniform(-np.pi, np.pi, 4), 0.7
    w = scipy.linalg.expm(1j * x * np.array([[0, 1], [1, 0]]))
    wanted = np.diag(np.exp([1j * phases[0], -1j * phases[0]]))
    for phase in phases[1:]:
        wanted = np.diag(np.exp([1j * phase, -1j * phase])) @ w @ wanted
    values = {"x_0": x, **{f"phi_{k}": phase for k, phase in enumerate(phases)}}
    assert np.allclose(unitary(circuit, values), wanted)
    with pytest.raises(InvalidRequest, match="needs 4 phases"):
        ansatz.qsp(3, phases=[0.0])


@pytest.mark.parametrize("degree", [2, 8, 40])
def test_a_filter_is_its_polynomial(degree: int) -> None:
    given = ansatz.low_pass(degree, 1.0)
    circuit = ansatz.signal_filter(given)
    for x in (0.0, 0.4, 1.3, 3.0, -2.0):
        found = state(circuit, [x])[1]  # the system in |1⟩, the last qubit in |0⟩
        assert abs(abs(found) - abs(np.polyval(given[::-1], np.exp(1j * x)))) < 1e-7
    if degree == 40:
        kept, dropped = (abs(np.polyval(given[::-1], np.exp(1j * x))) for x in (0.3, 2.0))
        assert kept > 0.9
        assert dropped < 0.05
    some = RNG.normal(size=5) + 1j * RNG.normal(size=5)
    some *= 0.8 / np.abs(np.fft.fft(some, 512)).max()
    body = Circuit.of(2, "rxx(0.8) 0 1; ry(0.3) 1")
    u = unitary(body, {})
    block = unitary(ansatz.signal_filter(some, body).flat(), {})[:4, :4]
    wanted = sum(c * np.linalg.matrix_power(u, k) for k, c in enumerate(some))
    scale = np.vdot(block, wanted)
    assert np.allclose(block * scale / abs(scale), wanted, atol=1e-7)
    with pytest.raises(InvalidRequest, match="stays below 1"):
        ansatz.signal_filter([0.6, 0.6])


def test_a_walk_moves_by_its_coin() -> None:
    n, layers = 5, 4
    circuit = ansatz.split_step_walk(n, layers)
    angles = drawn(circuit)
    places = 1 << n - 1
    psi = np.zeros((2, places))
    psi[0, 0] = 1.0
    for step, angle in enumerate(angles):
        c, s = np.cos(angle / 2), np.sin(angle / 2)
        psi = np.array([[c, -s], [s, c]]) @ psi
        moved = step % 2
        psi[moved] = np.roll(psi[moved], -1 if moved else 1)
    assert np.allclose(state(circuit, angles), psi.ravel())


def test_texts_of_options_are_refused_in_words() -> None:
    rows = qd.catalog("template")
    for name, options in (
        ("lcu", {"terms": "ZZ + Q"}),
        ("lcu", {"terms": ""}),
        ("pauli_feature_map", {"paulis": ""}),
        ("two_local", {"rotations": "ry cx"}),
        ("signal_filter", {"degree": 7}),
        ("qaoa_xy", {"ones": 9}),
    ):
        with pytest.raises(QdesignError):
            rows[name].make(**rows[name].checked(options))
