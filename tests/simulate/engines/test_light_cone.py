"""Light cones against the state vector, and what they make of wide circuits."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

import numpy as np
import pytest

import qdesign as qd
from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.pauli import Observable
from qdesign.simulate.engines.cones import Past
from qdesign.simulate.simulator import Simulator
from tests.simulate.oracle import random_circuit


def brick(num_qubits: int, layers: int) -> Circuit:
    """RY on every wire, then CX on every other pair, with a parameter for each rotation."""

    def gates() -> Iterator[Operation]:
        for layer in range(layers):
            for q in range(num_qubits):
                yield Operation("ry", (q,), (Angle.parameter(f"t{layer * num_qubits + q}"),))
            for q in range(layer % 2, num_qubits - 1, 2):
                yield Operation("cx", (q, q + 1))

    return Circuit(num_qubits, tuple(gates()))


def hva(num_qubits: int, layers: int, *, periodic: bool = True) -> Circuit:
    """The Hamiltonian variational ansatz of the Ising chain, two angles a layer."""
    bonds = range(num_qubits if periodic else num_qubits - 1)
    gates = [Operation("h", (q,)) for q in range(num_qubits)]
    for k in range(layers):
        beta, gamma = Angle.parameter(f"b{k}"), Angle.parameter(f"g{k}")
        gates += [Operation("rzz", (q, (q + 1) % num_qubits), (beta,)) for q in bonds]
        gates += [Operation("rx", (q,), (gamma,)) for q in range(num_qubits)]
    return Circuit(num_qubits, tuple(gates))


def random_observable(num_qubits: int, terms: int, rng: np.random.Generator) -> Observable:
    labels = ("".join(rng.choice(list("IIXYZ"), num_qubits)) for _ in range(terms))
    return Observable({label: float(rng.normal()) for label in labels})


@pytest.mark.parametrize("seed", range(4))
def test_any_circuit_gives_what_the_state_vector_gives(seed: int) -> None:
    rng = np.random.default_rng(seed)
    circuit = random_circuit(7, 30, rng)
    observable = random_observable(7, 12, rng)
    values = rng.uniform(-3, 3, len(circuit.parameters))
    exact = Simulator(circuit, observable)
    cones = Simulator(circuit, observable, engine="light_cone")
    energy, slopes = exact.gradient(values)
    assert cones.expectation(values) == pytest.approx(energy, abs=1e-12)
    assert cones.gradient(values)[1] == pytest.approx(slopes, abs=1e-11)
    assert cones.bloch_vectors(values) == pytest.approx(exact.bloch_vectors(values), abs=1e-12)
    chosen = cones.marginal([4, 0, 2], values)
    assert chosen == pytest.approx(exact.marginal([4, 0, 2], values), abs=1e-12)
    direction = rng.normal(size=len(values))
    product = exact.hessian_product(direction, values)
    assert cones.hessian_product(direction, values) == pytest.approx(product, abs=1e-10)


def test_derived_parameters_have_their_slopes() -> None:
    circuit = Circuit.of(3, "ry(x*y) 0; cx 0 1; rz(x + pi/3) 1; rx(sin(y)) 2; cz 1 2")
    observable = Observable({"XZI": 0.7, "IXX": 1.0, "ZIZ": -0.4, "III": 2.0})
    energy, slopes = Simulator(circuit, observable).gradient([0.4, 1.1])
    found = Simulator(circuit, observable, engine="light_cone").gradient([0.4, 1.1])
    assert found[0] == pytest.approx(energy, abs=1e-13)
    assert found[1] == pytest.approx(slopes, abs=1e-13)


def test_gates_that_commute_make_no_staircase() -> None:
    past = Past(hva(40, 2).plain_operations)
    cone = past.cone({10: "Z", 11: "Z"})
    assert cone is not None
    assert cone.wires == tuple(range(8, 14))
    through = Past(Circuit.of(3, "h 0; cx 0 1; cx 1 2").plain_operations)
    assert through.cone({2: "X"}) is not None
    assert through.cone({2: "X"}, most=1) is not None, "X passes the CX by"
    assert through.cone({2: "Z"}, most=2) is None


def test_a_thousand_qubits_are_many_small_circuits_of_few_kinds() -> None:
    circuit, small = brick(1000, 4), brick(40, 4)
    wide = Simulator(circuit, qd.problems.tfim(1000).observable)
    assert (wide.engine, wide.error_kind, wide.is_unitary) == ("light_cone", "exact", True)
    # The same angle everywhere: far from the ends each pair of sites adds the same.
    energies = [
        Simulator(brick(n, 4), qd.problems.tfim(n).observable).expectation(np.full(4 * n, 0.3))
        for n in (38, 40)
    ]
    each = (energies[1] - energies[0]) / 2
    expected = energies[1] + each * (1000 - 40)
    assert wide.expectation(np.full(4000, 0.3)) == pytest.approx(expected, abs=1e-8)
    assert wide.gradient(np.full(4000, 0.3))[0] == pytest.approx(expected, abs=1e-8)
    again = pickle.loads(pickle.dumps(Simulator(small, qd.problems.tfim(40).observable)))
    assert again.engine == "light_cone"


def test_what_it_cannot_do_is_said() -> None:
    observable = qd.problems.tfim(40).observable
    simulator = Simulator(brick(40, 4), observable)
    with pytest.raises(TooLarge, match=r"40 qubits need .* gives expectation, gradient"):
        simulator.statevector(np.zeros(160))
    with pytest.raises(TooLarge, match=r"light cone of qubits 0, 8, .* Ask for fewer"):
        simulator.marginal([0, 8, 16, 24, 32, 39], np.zeros(160))
    with pytest.raises(InvalidRequest, match="The engine is 'guess'; it must be one of: auto, "):
        Simulator(brick(4, 1), engine="guess")
    with pytest.raises(InvalidRequest, match=r"cannot run this: The light cone of the term Z58"):
        Simulator(
            brick(60, 30),
            Observable({"Z" * 2 + "I" * 58: 1.0, "I" * 58 + "ZZ": 1.0}),
            engine="light_cone",
        )
    with pytest.raises(InvalidRequest, match="has no option 'depth'"):
        Simulator(brick(4, 1), engine="statevector", depth=3)


def test_states_of_21_qubits_are_there_beside_the_cones() -> None:
    observable = Observable({"I" * 19 + "ZZ": 1.0, "X" + "I" * 20: 0.5})
    simulator = Simulator(brick(21, 2), observable)
    values = np.full(42, 0.2)
    assert simulator.engine == "light_cone"
    energy = observable.expectation(simulator.statevector(values))
    assert simulator.expectation(values) == pytest.approx(energy, abs=1e-10)
