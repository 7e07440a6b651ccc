"""PennyLane's functions with free parameters: followed exactly, or refused in a sentence."""

from __future__ import annotations

import math
import warnings

import networkx
import numpy as np
import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    qml = pytest.importorskip("pennylane")
    pnp = pytest.importorskip("pennylane.numpy")

from qdesign import Angle, Circuit, Observable, Operation, Simulator, from_pennylane
from qdesign.convert.bodies import as_circuit
from qdesign.errors import NotConvertible

pytestmark = pytest.mark.filterwarnings("ignore")  # PennyLane's own

W = range(4)
COST, MIXER = qml.qaoa.maxcut(networkx.cycle_graph(3))
STATE = np.array([1, 1, 0, 0])
ISING = qml.Hamiltonian([0.5, 0.7, 0.3], [qml.Z(0) @ qml.Z(1), qml.X(0), qml.Y(2) @ qml.Z(3)])


def first_angle(function, *arguments, **named) -> Angle:
    return from_pennylane(function, *arguments, **named).plain_operations[0].angles[0]


def rx(make):
    """A quantum function with one rotation, whose angle `make` computes."""
    return lambda w: qml.RX(make(w), wires=0)


FUNCTIONS = {
    "a multiple": (lambda w: 3 * w[0], "3*w[0]"),
    "an array's multiple": (lambda w: (2 * np.pi * w / 3)[1] + np.pi / 4, None),
    "a product": (lambda w: w[0] * w[1], "w[0]*w[1]"),
    "a square": (lambda w: w[0] ** 2, "w[0]**2"),
    "a feature map's product": (lambda w: (np.pi - w[0]) * (np.pi - w[1]), None),
    "sin": (lambda w: qml.math.sin(w[0]), "sin(w[0])"),
    "sin of qml.numpy": (lambda w: pnp.sin(w)[1], "sin(w[1])"),
    "sin of NumPy": (lambda w: np.sin(w[0]) + 0.5, "sin(w[0]) + 0.5"),
    "all functions": (
        lambda w: sum(
            f(w[0] / 4)
            for f in (np.cos, np.tan, np.arcsin, np.arccos, np.arctan, np.exp, np.log, np.sqrt)
        ),
        None,
    ),
    "hyperbolic": (lambda w: np.sinh(w[0]) + np.cosh(w[1]) + qml.math.tanh(w[0]), None),
    "abs": (lambda w: abs(w[0]) + pnp.abs(w[1]), "abs(w[0]) + abs(w[1])"),
    "degrees": (lambda w: np.deg2rad(w[0]), "pi/180*w[0]"),
    "powers": (lambda w: 2 ** w[0] + w[0] ** w[1] + w[1] ** 0.5 + w[0] ** -1, None),
    "quotients": (lambda w: 1 / w[0] + w[0] / w[1] + w[1] / 3, None),
    "a sum of an array": (lambda w: qml.math.sum(w) / 2, "w[0]/2 + w[1]/2"),
    "a mean and a dot": (lambda w: pnp.mean(w) + qml.math.dot(w, np.array([1.0, 2.0])), None),
    "a norm": (np.linalg.norm, None),
    "a matrix": (lambda w: (np.array([[1.0, 2.0], [3.0, 4.0]]) @ w)[1], "3*w[0] + 4*w[1]"),
    "a stack": (lambda w: pnp.sin(qml.math.stack([w[1], w[0]]))[0], "sin(w[1])"),
    "an exponential": (lambda w: (1j * w[0]) * -1j, "w[0]"),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_a_function_does_with_parameters_is_followed(name: str) -> None:
    make, text = FUNCTIONS[name]
    angle = first_angle(rx(make), shapes={"w": 2})
    if text is not None:
        assert angle == Angle.parse(text)
    for point in ([0.7, 1.1], [0.2, 0.9]):
        expected = float(np.real(make(np.array(point))))
        assert angle.at({"w[0]": point[0], "w[1]": point[1]}) == pytest.approx(expected, abs=1e-12)


TEMPLATES = {
    "StronglyEntanglingLayers": (lambda w: qml.StronglyEntanglingLayers(w, wires=W), (2, 4, 3)),
    "BasicEntanglerLayers": (lambda w: qml.BasicEntanglerLayers(w, wires=W), (2, 4)),
    "AngleEmbedding": (lambda w: qml.AngleEmbedding(w, wires=W, rotation="Y"), (4,)),
    "IQPEmbedding": (lambda w: qml.IQPEmbedding(w, wires=W, n_repeats=2), (4,)),
    "QAOAEmbedding": (lambda w: qml.QAOAEmbedding(w[0, :4], w[1:], wires=W), (3, 8)),
    "SimplifiedTwoDesign": (
        lambda w: qml.SimplifiedTwoDesign(w[0, :, 0], w[1:, :3], wires=W),
        (3, 4, 2),
    ),
    "AllSinglesDoubles": (
        lambda w: qml.AllSinglesDoubles(
            w, wires=W, hf_state=STATE, singles=[[0, 2], [1, 3]], doubles=[[0, 1, 2, 3]]
        ),
        (3,),
    ),
    "UCCSD": (
        lambda w: qml.UCCSD(
            w, W, s_wires=[[0, 1, 2], [1, 2, 3]], d_wires=[[[0, 1], [2, 3]]], init_state=STATE
        ),
        (3,),
    ),
    "kUpCCGSD": (lambda w: qml.kUpCCGSD(w, W, k=1, delta_sz=0, init_state=STATE), (1, 6)),
    "ParticleConservingU1": (
        lambda w: qml.ParticleConservingU1(w, W, init_state=STATE),
        (2, 3, 2),
    ),
    "ParticleConservingU2": (lambda w: qml.ParticleConservingU2(w, W, init_state=STATE), (2, 7)),
    "GateFabric": (lambda w: qml.GateFabric(w, W, init_state=STATE), (2, 1, 2)),
    "RandomLayers": (lambda w: qml.RandomLayers(w, W, seed=3), (2, 4)),
    "ArbitraryUnitary": (lambda w: qml.ArbitraryUnitary(w, wires=[0, 1]), (15,)),
    "ArbitraryStatePreparation": (
        lambda w: qml.ArbitraryStatePreparation(w, wires=[0, 1]),
        (6,),
    ),
    "ApproxTimeEvolution": (lambda w: qml.ApproxTimeEvolution(ISING, w[0], 2), (1,)),
    "TrotterProduct": (lambda w: qml.TrotterProduct(ISING, w[0], n=2, order=2), (1,)),
    "evolve": (lambda w: qml.evolve(0.5 * qml.Z(0) @ qml.X(1), w[0]), (1,)),
    "exp": (lambda w: qml.exp(qml.Z(0) @ qml.Z(1), 1j * w[0]), (1,)),
    "QAOA": (
        lambda w: qml.layer(
            lambda g, b: [
                qml.qaoa.cost_layer(g, COST),
                qml.qaoa.mixer_layer(b, MIXER),
            ],
            2,
            w[0],
            w[1],
        ),
        (2, 2),
    ),
    "excitations": (
        lambda w: (
            qml.SingleExcitation(w[0], [0, 1]),
            qml.DoubleExcitation(w[1], [0, 1, 2, 3]),
            qml.OrbitalRotation(w[2], [0, 1, 2, 3]),
            qml.FermionicSWAP(w[3], [0, 1]),
        ),
        (4,),
    ),
    "modified": (
        lambda w: (
            qml.ctrl(qml.BasicEntanglerLayers, control=3)(w[:, :3], wires=range(3)),
            qml.adjoint(qml.BasicEntanglerLayers)(w, wires=W),
            qml.pow(qml.RX(w[0, 0], wires=0), w[1, 1]),
        ),
        (2, 4),
    ),
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_take_parameters_and_keep_their_state(name: str) -> None:
    template, shape = TEMPLATES[name]
    circuit = from_pennylane(template, shapes={"w": shape})
    point = np.random.default_rng(5).uniform(0.1, 2.0, shape)
    names = {_name("w", place): point[place] for place in np.ndindex(*shape)}
    assert set(circuit.parameters) <= set(names)
    values = {key: names[key] for key in circuit.parameters}
    tape = qml.tape.make_qscript(template)(point)
    order = sorted(tape.wires, reverse=True)  # the first wire is the highest bit
    expected = np.asarray(qml.matrix(tape, wire_order=order))[:, 0]
    assert np.abs(Simulator(circuit).statevector(values) - expected).max() < 1e-12


def _name(array: str, place: tuple[int, ...]) -> str:
    return array + "".join(f"[{index}]" for index in place)


def test_arguments_without_a_value_become_parameters() -> None:
    device = qml.device("default.qubit", wires=2)

    @qml.qnode(device)
    def ansatz(x, y, *, turns=2, shift):
        qml.RX(turns * x + y, wires=0)
        qml.RY(shift, wires=1)
        return qml.expval(qml.Z(0))

    assert (
        from_pennylane(ansatz).operations == Circuit.of(2, "rx(2*x + y) 0; ry(shift) 1").operations
    )
    assert from_pennylane(ansatz, 0.5, shift=1.0, turns=3).operations == (
        Circuit.of(2, "rx(y + 1.5) 0; ry(1.0) 1").operations
    )


def test_trainable_arrays_become_parameters_and_others_stay_numbers() -> None:
    def ansatz(features, weights):
        qml.AngleEmbedding(features, wires=[0, 1])
        qml.BasicEntanglerLayers(weights, wires=[0, 1])

    data = pnp.array([0.1, 0.2], requires_grad=False)
    circuit = from_pennylane(ansatz, data, pnp.ones((1, 2), requires_grad=True))
    assert circuit.parameters == ("weights[0][0]", "weights[0][1]")
    assert circuit.plain_operations[1].angles == (Angle.of(0.2),)
    assert from_pennylane(ansatz, np.array([0.1, 0.2]), np.ones((1, 2))).parameters == ()
    both = from_pennylane(ansatz, shapes={"features": 2, "weights": (1, 2)})
    assert both.parameters == ("features[0]", "features[1]", "weights[0][0]", "weights[0][1]")
    nested = from_pennylane(lambda p: qml.RX(p["a"][0] * p["b"][1], 0), {
        "a": pnp.array([0.1]), "b": [0.0, pnp.array(0.2)],
    })  # fmt: skip
    assert nested.parameters == ("p_a[0]", "p_b[1]")


def test_whole_trainable_numbers_stay_what_they_are() -> None:
    def ansatz(bits, x):
        qml.BasisEmbedding(bits, wires=[0, 1])
        qml.RX(x, 0)

    circuit = from_pennylane(ansatz, pnp.array([1, 0]))
    assert circuit.operations == Circuit.of(2, "x 0; rx(x) 0").operations


def test_texts_are_parameters_that_are_computed_with() -> None:
    assert first_angle(lambda x: qml.RX(3 * x, 0), "x") == Angle.parse("3*x")
    assert first_angle(lambda x, y: qml.RX(x * y, 0), "2*a + 1", "pi") == Angle.parse(
        "pi*(2*a + 1)"
    )
    assert first_angle(lambda x: qml.RX(x[1] * 2, 0), ["a", "b"]) == Angle.parse("2*b")
    assert first_angle(lambda x: qml.RX(x[1] * 2, 0), np.array(["a", "b"])) == Angle.parse("2*b")
    assert first_angle(lambda x: qml.RX(x / 2, 0), Angle.parse("pi + a")) == Angle.parse(
        "pi/2 + a/2"
    )


def test_a_text_that_is_an_option_stays_one() -> None:
    def embedded(x, rotation):
        qml.AngleEmbedding(x, wires=[0], rotation=rotation)

    expected = (Operation("ry", (0,), (Angle.parse("x[0]"),)),)
    assert from_pennylane(embedded, pnp.array([0.1]), "Y").operations == expected

    def defaulted(x, rotation="X"):
        assert isinstance(rotation, str)
        embedded(x, rotation)

    assert from_pennylane(defaulted, pnp.array([0.1]), "Y").operations == expected


def test_measured_functions_take_parameters() -> None:
    @qml.qnode(qml.device("default.qubit"))
    def ansatz(x, y):
        bit = qml.measure(0)
        qml.cond(bit, qml.RX, qml.RY)(x * y, wires=1)
        return qml.expval(qml.Z(1))

    circuit = from_pennylane(ansatz)
    assert circuit.parameters == ("x", "y")
    energy = Simulator(circuit, Observable({"ZI": 1.0})).expectation({"x": 0.4, "y": 1.5})
    assert energy == pytest.approx(float(ansatz(0.4, 1.5)), abs=1e-12)


REFUSED = {
    "a condition": (lambda w: w[0] if w[0] > 0 else 0.0, "decides by the value of 'w\\[0\\]'"),
    "an equality": (lambda w: w[0] if w[0] == 0 else 0.0, "decides by the value"),
    "where": (lambda w: qml.math.where(w[0] > 0, w[0], w[1]), "decides by the value"),
    "a clip": (lambda w: pnp.clip(w[0], 0, 1), "decides by the value"),
    "a maximum": (lambda w: max(w[0], w[1]), "decides by the value"),
    "math.sin": (lambda w: math.sin(w[0]), "needs 'w\\[0\\]' as a number.*qml.math"),
    "a cast": (lambda w: w.astype(float)[0], "needs 'w\\[0\\]' as a number"),
    "a rounding": (lambda w: round(w[0], 2), "needs 'w\\[0\\]' as a number"),
    "a remainder": (lambda w: w[0] % 1, "remainder"),
    "a repetition": (lambda w: sum(0.1 for _ in range(w[0])), "as a whole number"),
    "an entry": (lambda w: w[0][1], "shapes={'w': \\(2, 3\\)}"),
    "an unknown function": (lambda w: np.arctan2(w[0], w[1]), "'arctan2' of a parameter"),
    "another unknown one": (lambda w: np.sign(w)[0], "'sign'|decides"),
    "an array of qml.numpy": (lambda w: pnp.sin(pnp.array([w[0], w[1]]))[0], "qml.math.stack"),
    "a complex angle": (lambda w: 1j * w[0], "not real"),
    "a complex sum": (lambda w: 1j * w[0] + w[1], "complex number"),
    "a division by zero": (lambda w: w[0] / 0, "not a finite real number"),
    "an error of its own": (lambda w: [][0], "PennyLane cannot make the circuit"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_followed_is_refused(name: str) -> None:
    make, words = REFUSED[name]
    with pytest.raises(NotConvertible, match=words) as caught:
        from_pennylane(rx(make), shapes={"w": 2})
    assert str(caught.value).endswith(".")
    assert "Traced" not in str(caught.value)


def test_templates_that_compute_with_values_are_refused() -> None:
    with pytest.raises(NotConvertible, match="Give numbers for the arguments"):
        from_pennylane(lambda w: qml.AmplitudeEmbedding(w, [0, 1], normalize=True), shapes={"w": 4})


def test_calls_that_cannot_be_are_refused() -> None:
    def ansatz(x, wires):
        qml.RX(x, wires=wires)

    with pytest.raises(NotConvertible, match="'wires'"):
        from_pennylane(ansatz)
    with pytest.raises(NotConvertible, match="cannot be called so"):
        from_pennylane(ansatz, 1, 2, 3)
    with pytest.raises(NotConvertible, match=r"A shape is given for 'y'.*x, wires"):
        from_pennylane(ansatz, shapes={"y": 2})
    with pytest.raises(NotConvertible, match="queues no operation"):
        from_pennylane(lambda x: None)
    with pytest.raises(NotConvertible, match="not a PennyLane tape"):
        from_pennylane(int)


def test_a_template_may_be_given_itself() -> None:
    circuit = from_pennylane(qml.BasicEntanglerLayers, shapes={"weights": (1, 2)}, wires=[0, 1])
    expected = Circuit.of(2, "rx(weights[0][0]) 0; rx(weights[0][1]) 1; cx 0 1")
    assert circuit.operations == expected.operations


def test_a_node_stands_for_its_circuit() -> None:
    @qml.qnode(qml.device("default.qubit"))
    def ansatz(x):
        assert f"{x:.2f}" == "'x'"
        qml.RX(x, wires=0)
        return qml.expval(qml.Z(0))

    assert as_circuit(ansatz) == Circuit.of(1, "rx(x) 0")
