"""Noise of a device's calibration against Aer's noise of the device."""

from __future__ import annotations

import warnings
from typing import Any, cast

import numpy as np
import pytest

import qdesign as qd
from qdesign.errors import InvalidRequest, InvalidTarget
from qdesign.hardware.calibration import first_coupled
from qdesign.hardware.noise import noise_of
from qdesign.hardware.provider import target as target_named
from qdesign.kits import Kit

pytest.importorskip("qiskit_ibm_runtime")

DEVICES = {
    "fake_manila": (0, 1, 2),
    "fake_jakarta": (1, 3, 5),
    "fake_sherbrooke": (13, 14, 18),
    "fake_torino": (0, 1, 2),
}


def native(entangler: str, pairs: list[tuple[int, int]]) -> qd.Circuit:
    lines = [f"sx {q}; rz(a{q}) {q}; x {q}; sx {q}" for q in range(3)]
    lines += [f"{entangler} {a} {b}; sx {b}" for a, b in pairs]
    return qd.Circuit.of(3, "; ".join(lines))


@pytest.mark.parametrize("device", DEVICES)
def test_native_circuits_have_the_noise_that_aer_gives_them(device: str) -> None:
    from qiskit_aer import AerSimulator

    name, qubits = f"local:{device}", DEVICES[device]
    noise = qd.Noise.from_target(name, qubits)
    assert noise.target == name
    entangler = next(
        gate for gate in ("cx", "ecr", "cz") if any(k.startswith(f"{gate}@") for k in _keys(noise))
    )
    pairs = [
        cast("tuple[int, int]", tuple(map(int, key.partition("@")[2].split(","))))
        for key in _keys(noise)
        if key.startswith(f"{entangler}@")
    ]
    assert pairs
    circuit = native(entangler, pairs)
    values = {"a0": 0.4, "a1": -1.1, "a2": 2.0}
    bound: Any = qd.to_qiskit(circuit.bind(values))
    bound.save_density_matrix()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = noise_of(target_named(name), qubits)
    run: Any = AerSimulator(method="density_matrix", noise_model=model).run(bound)
    rho: Any = np.asarray(run.result().data()["density_matrix"])
    simulator = qd.Simulator(circuit, noise=noise)
    ours = simulator.reduced_state((0, 1, 2), values)
    np.testing.assert_allclose(ours, rho, atol=1e-9)
    # Readout: the same errors on every qubit.
    known = {
        q[0]: error.probabilities
        for q, error in ((k, cast("Any", e)) for k, e in _local_readout(model))
    }
    whole = np.ones((1, 1))
    for qubit in range(3):
        whole = np.kron(np.asarray(known[qubit]).T, whole)
    expected = whole @ np.real(np.diag(rho))
    np.testing.assert_allclose(simulator.probabilities(values), expected, atol=1e-9)


def _keys(noise: qd.Noise) -> Any:
    return noise.channels["depolarizing"]


def _local_readout(model: Any) -> Any:
    return model._local_readout_errors.items()


def test_gates_that_a_device_does_not_have_cost_what_its_own_do() -> None:
    noise = qd.Noise.from_target("local:fake_torino", (0, 1, 5))
    rates = noise.channels["depolarizing"]

    def rate(gate: str, *wires: int) -> float:
        known = {row.name: p for row, p in noise.after(gate, wires)}
        return known.get("depolarizing", 0.0)

    assert rate("ry", 1) == rates["1@1"] == rates["sx@1"]
    assert rate("cx", 1, 0) == rates["2@0,1"]
    assert rate("cx", 0, 2) == rates["2"] > 0  # not coupled
    assert rate("rz", 0) == rate("s", 1) == rate("p", 2) == 0
    whole = qd.Noise.from_target("local:fake_torino")
    assert "t1@132" in whole.channels["thermal"]
    document = qd.Document(qd.Circuit.of(1, "h 0")).with_noise(whole)
    again = qd.Document.loads(document.dumps()).noise
    assert (again, again.target) == (whole, "local:fake_torino")


def test_what_has_no_calibration_is_said() -> None:
    with pytest.raises(InvalidTarget, match="no calibration"):
        qd.Noise.from_target("local:ideal")
    with pytest.raises(InvalidTarget):
        qd.Noise.from_target("local:nonsense")
    with pytest.raises(InvalidRequest, match="from 0 to 4"):
        qd.Noise.from_target("local:fake_manila", (0, 9))
    for target, qubits in (
        (5, None),
        ("local:fake_manila", 5),
        ("local:fake_manila", [[0]]),
        ("local:fake_manila", ()),
    ):
        other: Any = (target, qubits)
        with pytest.raises(InvalidRequest):
            qd.Noise.from_target(*other)


def test_a_kit_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Kit, "is_installed", property(lambda _: False))
    with pytest.raises(InvalidTarget, match=r"pip install 'qdesign\[devices\]'"):
        qd.Noise.from_target("local:fake_torino")
    with pytest.raises(InvalidTarget, match="qiskit-ibm-runtime"):
        first_coupled("local:fake_torino", 2)
    with pytest.raises(InvalidTarget, match="no calibration"):
        qd.Noise.from_target("local:ideal")
