"""Aer as an engine beside our own simulation of noise."""

from __future__ import annotations

import numpy as np
import pytest

import qdesign as qd
from qdesign.circuit import Circuit, Operation
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.simulate.noise import Noise
from qdesign.simulate.simulator import Simulator
from tests.simulate.engines.test_light_cone import brick

NOISE = Noise(
    {
        "depolarizing": {"1": 5e-3, "2": 2e-2},
        "amplitude_damping": 1e-2,
        "crosstalk": {"2": 0.05},
        "readout": 2e-2,
    }
)
VALUES = np.random.default_rng(0).uniform(-2, 2, 12)


def test_aer_gives_our_energies_with_noise_and_without() -> None:
    circuit, observable = brick(4, 3), qd.problems.tfim(4).observable
    for noise in (None, NOISE):
        ours = Simulator(circuit, observable, noise=noise).expectation(VALUES)
        aer = Simulator(circuit, observable, noise=noise, engine="aer")
        assert (aer.engine, aer.error_kind, aer.error(VALUES)) == ("aer", "exact", 0.0)
        assert aer.expectation(VALUES) == pytest.approx(ours, abs=1e-9)
    drawn = Simulator(circuit, observable, noise=NOISE, engine="aer", method="statevector")
    assert drawn.error_kind == "estimate"
    assert abs(drawn.expectation(VALUES) - ours) < 5 * drawn.error(VALUES)
    counts = aer.shots(4000, VALUES, seed=2)
    wanted = Simulator(circuit, noise=NOISE).probabilities(VALUES)
    seen = [counts.get(format(k, "04b"), 0) / 4000 for k in range(16)]
    assert np.abs(np.array(seen) - wanted).sum() < 0.1


def test_measurements_at_the_end_put_shots_into_their_bits() -> None:
    circuit = Circuit.of(3, "x 0; x 2", num_clbits=2)
    measured = circuit.with_operations(
        (*circuit.operations, Operation("measure", (0,), clbits=(1,)))
    )
    for engine in ("statevector", "mps", "stabilizer", "aer"):
        assert dict(Simulator(measured, engine=engine).shots(7, seed=1)) == {"10": 7}
        assert dict(Simulator(circuit, engine=engine).shots(7, seed=1)) == {"101": 7}
        assert not Simulator(circuit, engine=engine).shots(0, seed=1)


def test_what_aer_does_not_do_here_is_said() -> None:
    circuit, observable = brick(18, 4), qd.problems.tfim(18).observable
    with pytest.raises(TooLarge, match=r"runs with noise on 18 qubits would take .* fewer runs"):
        Simulator(circuit, observable, noise=NOISE, engine="aer", runs=100_000)
    with pytest.raises(InvalidRequest, match=r"'aer' gives no gradient. These do, .*'light_cone'"):
        Simulator(circuit, observable, engine="aer").gradient(np.zeros(72))
    with pytest.raises(InvalidRequest, match=r"'mps' runs without noise. .* use engine='aer'"):
        Simulator(circuit, observable, noise=NOISE, engine="mps")
    with pytest.raises(InvalidRequest, match="runs circuits without measurements, resets"):
        Simulator(Circuit.of(2, "h 0; reset 0; x 0"), engine="aer")
