"""The engine's peers: the same circuit and observable in qulacs, lightning's binding and Aer."""

# The peers are installed for `make bench` alone.
# pyright: reportMissingImports=false

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

import qdesign as qd
from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation, decompose
from qdesign.pauli import Observable

Values = NDArray[np.float64]
_KNOWN = {"h", "x", "y", "z", "s", "sdg", "t", "tdg", "cx", "cz", "swap"}
_ROTATIONS = {"rx": "X", "ry": "Y", "rz": "Z", "rxx": "XX", "ryy": "YY", "rzz": "ZZ"}


def ring(num_qubits: int, layers: int = 4) -> Circuit:
    """RY and RZ on every qubit, then a ring of CX."""
    parts: list[str] = []
    for layer in range(layers):
        parts += [f"ry(y_{layer}_{q}) {q}; rz(z_{layer}_{q}) {q}" for q in range(num_qubits)]
        parts += [f"cx {q} {(q + 1) % num_qubits}" for q in range(num_qubits)]
    return Circuit.of(num_qubits, "; ".join(parts))


def tfim(num_qubits: int) -> Observable:
    return qd.problems.tfim(num_qubits).observable


def elementary(circuit: Circuit) -> Iterator[tuple[str, tuple[int, ...], Angle]]:
    """Gates that every peer has, with `p` as `rz`: a global phase more or less."""
    pending: list[Operation] = list(reversed(circuit.elementary().plain_operations))
    while pending:
        operation = pending.pop()
        name = operation.gate
        if name in _KNOWN or name in _ROTATIONS:
            yield name, operation.qubits, operation.angles[0] if operation.angles else Angle()
        elif name == "p":
            yield "rz", operation.qubits, operation.angles[0]
        elif name == "cp":
            a, b = operation.qubits
            half = operation.angles[0] / 2
            yield "rz", (a,), half
            yield "rz", (b,), half
            yield "rzz", (a, b), -half
        elif name not in ("gphase", "barrier", "id"):
            pending += reversed(decompose(operation))


def angle_table(circuit: Circuit) -> Callable[[Values], Values]:
    """All angles of the elementary gates at once, as an affine map of the values."""
    rows = [angle for _, _, angle in elementary(circuit)]
    names = {name: k for k, name in enumerate(circuit.parameters)}
    constant = np.array([np.pi * float(a.pi) + a.radians for a in rows])
    matrix = np.zeros((len(rows), len(names)))
    for k, angle in enumerate(rows):
        for name, coefficient in angle.terms:
            matrix[k, names[name]] = float(coefficient)
    return lambda values: constant + matrix @ values


def qulacs_observable(observable: Observable) -> Any:
    import qulacs

    result = qulacs.Observable(observable.num_qubits)
    for label, coefficient in observable.terms:
        text = " ".join(f"{p} {k}" for k, p in enumerate(reversed(label)) if p != "I")
        result.add_operator(coefficient, text)
    return result


def qulacs_circuit(circuit: Circuit) -> tuple[Any, list[int]]:
    """A parametric circuit, and which elementary gate each of its parameters is."""
    import qulacs

    result = qulacs.ParametricQuantumCircuit(circuit.num_qubits)
    moving: list[int] = []
    fixed = {
        "h": "H", "x": "X", "y": "Y", "z": "Z", "s": "S", "sdg": "Sdag", "t": "T", "tdg": "Tdag",
        "cx": "CNOT", "cz": "CZ", "swap": "SWAP",
    }  # fmt: skip
    for k, (name, qubits, _) in enumerate(elementary(circuit)):
        if name in fixed:
            getattr(result, f"add_{fixed[name]}_gate")(*qubits)
            continue
        moving.append(k)
        if len(qubits) == 1:
            getattr(result, f"add_parametric_{name.upper()}_gate")(qubits[0], 0.0)
        else:
            pauli = ["IXYZ".index(p) for p in _ROTATIONS[name]]
            result.add_parametric_multi_Pauli_rotation_gate(list(qubits), pauli, 0.0)
    return result, moving


def qulacs_tick(circuit: Circuit, observable: Observable) -> Callable[[Values], float]:
    """Set all angles, run, state vector, probabilities, energy."""
    import qulacs

    program, moving = qulacs_circuit(circuit)
    angles = angle_table(circuit)
    energy = qulacs_observable(observable)
    state = qulacs.QuantumState(circuit.num_qubits)

    def tick(values: Values) -> float:
        # qulacs turns the other way.
        for index, angle in enumerate((-angles(values)[moving]).tolist()):
            program.set_parameter(index, angle)
        state.set_zero_state()
        program.update_quantum_state(state)
        np.abs(state.get_vector()) ** 2
        return energy.get_expectation_value(state)

    return tick


def lightning_observable(observable: Observable) -> Any:
    from pennylane_lightning import lightning_qubit_ops as ops

    named = ops.observables.NamedObsC128
    terms: list[Any] = []
    for label, _ in observable.terms:
        factors = [
            named({"X": "PauliX", "Y": "PauliY", "Z": "PauliZ"}[p], [k])
            for k, p in enumerate(reversed(label))
            if p != "I"
        ]
        factors = factors or [named("Identity", [0])]
        terms.append(
            factors[0] if len(factors) == 1 else ops.observables.TensorProdObsC128(factors)
        )
    return ops.observables.HamiltonianC128(np.array([c for _, c in observable.terms]), terms)


_LIGHTNING = {
    "h": "Hadamard", "x": "PauliX", "y": "PauliY", "z": "PauliZ", "s": "S", "t": "T",
    "cx": "CNOT", "cz": "CZ", "swap": "SWAP", "rx": "RX", "ry": "RY", "rz": "RZ",
    "rxx": "IsingXX", "ryy": "IsingYY", "rzz": "IsingZZ",
}  # fmt: skip


def lightning_tick(circuit: Circuit, observable: Observable) -> Callable[[Values], float]:
    """Lightning's C++ binding, called gate by gate."""
    from pennylane_lightning import lightning_qubit_ops as ops

    angles = angle_table(circuit)
    state = ops.StateVectorC128(circuit.num_qubits)
    measurements = ops.MeasurementsC128(state)
    energy = lightning_observable(observable)
    buffer = np.zeros(1 << circuit.num_qubits, dtype=complex)
    wires = list(range(circuit.num_qubits))
    calls = [
        (getattr(state, _LIGHTNING[name]), list(qubits), name in _ROTATIONS)
        for name, qubits, _ in elementary(circuit)
    ]

    def tick(values: Values) -> float:
        state.resetStateVector()
        for (call, qubits, turns), angle in zip(calls, angles(values).tolist(), strict=True):
            call(qubits, False, [angle] if turns else [])
        measurements.probs(wires)
        state.getState(buffer)
        return measurements.expval(energy)

    return tick


def lightning_gradient(circuit: Circuit, observable: Observable) -> Callable[[Values], Any]:
    """Lightning's adjoint Jacobian, through its binding; every angle its own parameter."""
    from pennylane_lightning import lightning_qubit_ops as ops

    angles = angle_table(circuit)
    algorithms = ops.algorithms
    energy = lightning_observable(observable)
    jacobian = algorithms.AdjointJacobianC128()
    gates = list(elementary(circuit))
    names = [_LIGHTNING[name] for name, _, _ in gates]
    wires = [list(qubits) for _, qubits, _ in gates]
    turning = [k for k, (name, _, _) in enumerate(gates) if name in _ROTATIONS]
    state = ops.StateVectorC128(circuit.num_qubits)

    def gradient(values: Values) -> Any:
        given = angles(values).tolist()
        parameters = [
            [given[k]] if name in _ROTATIONS else [] for k, (name, _, _) in enumerate(gates)
        ]
        operations = algorithms.create_ops_listC128(
            names, parameters, wires, [False] * len(gates),
            [np.array([])] * len(gates), [[]] * len(gates), [[]] * len(gates),
        )  # fmt: skip
        state.resetStateVector()
        for (name, qubits, _), angle in zip(gates, given, strict=True):
            getattr(state, _LIGHTNING[name])(
                list(qubits), False, [angle] if name in _ROTATIONS else []
            )
        return jacobian(state, [energy], operations, list(range(len(turning))))

    return gradient


def lightning_energy(circuit: Circuit, observable: Observable) -> Callable[[Values], float]:
    """The energy alone, by lightning's binding."""
    from pennylane_lightning import lightning_qubit_ops as ops

    angles = angle_table(circuit)
    state = ops.StateVectorC128(circuit.num_qubits)
    measurements = ops.MeasurementsC128(state)
    energy = lightning_observable(observable)
    calls = [
        (getattr(state, _LIGHTNING[name]), list(qubits), name in _ROTATIONS)
        for name, qubits, _ in elementary(circuit)
    ]

    def run(values: Values) -> float:
        state.resetStateVector()
        for (call, qubits, turns), angle in zip(calls, angles(values).tolist(), strict=True):
            call(qubits, False, [angle] if turns else [])
        return measurements.expval(energy)

    return run


def lightning_qnode(
    circuit: Circuit, observable: Observable
) -> Callable[[Values], tuple[float, Values]]:
    """Energy and gradient as PennyLane gives them: a QNode on lightning, adjoint, by autograd."""
    import pennylane as qml

    device = qml.device("lightning.qubit", wires=circuit.num_qubits)
    letters: dict[str, Any] = {"X": qml.X, "Y": qml.Y, "Z": qml.Z}
    terms: list[Any] = [
        qml.prod(*(letters[p](k) for k, p in enumerate(reversed(label)) if p != "I"))
        for label, _ in observable.terms
    ]
    energy = qml.Hamiltonian([c for _, c in observable.terms], terms)
    gates = list(elementary(circuit))
    places = {name: k for k, name in enumerate(circuit.parameters)}
    kinds: dict[str, Any] = {"ry": qml.RY, "rz": qml.RZ}

    def run(values: Any) -> Any:
        for name, wires, angle in gates:
            if name == "cx":
                qml.CNOT(wires)
            else:
                ((parameter, _),) = angle.terms
                kinds[name](values[places[parameter]], wires=wires[0])
        return qml.expval(energy)

    node = qml.QNode(run, device, diff_method="adjoint")
    slope: Any = qml.grad(node)

    def gradient(values: Values) -> tuple[float, Values]:
        found = slope(qml.numpy.array(values, requires_grad=True))
        return float(slope.forward), np.asarray(found)

    return gradient


def aer_shifts(
    circuit: Circuit, observable: Observable
) -> Callable[[Values], tuple[float, Values]]:
    """Energy and parameter-shift gradient by Aer's estimator: all circuits in one call."""
    from qiskit.quantum_info import SparsePauliOp
    from qiskit_aer.primitives import EstimatorV2

    converted: Any = qd.to_qiskit(circuit)
    operator = SparsePauliOp.from_list(list(observable.terms))
    estimator: Any = EstimatorV2()
    index = [circuit.parameters.index(p.name) for p in converted.parameters]
    count = len(index)
    shifts = np.concatenate([np.zeros((1, count)), np.eye(count), -np.eye(count)]) * (np.pi / 2)

    def gradient(values: Values) -> tuple[float, Values]:
        points = (values + shifts)[:, index]
        energies = estimator.run([(converted, operator, points)]).result()[0].data.evs
        return float(energies[0]), (energies[1 : count + 1] - energies[count + 1 :]) / 2

    return gradient


def qulacs_gradient(circuit: Circuit, observable: Observable) -> Callable[[Values], Any]:
    program, moving = qulacs_circuit(circuit)
    angles = angle_table(circuit)
    energy = qulacs_observable(observable)

    def gradient(values: Values) -> Any:
        for index, angle in enumerate((-angles(values)[moving]).tolist()):
            program.set_parameter(index, angle)
        return program.backprop(energy)

    return gradient


def aer_tick(circuit: Circuit, observable: Observable) -> Callable[[Values], float]:
    """Aer's statevector method with the energy saved; transpiled once, bound every time."""
    from qiskit.quantum_info import SparsePauliOp
    from qiskit_aer import AerSimulator

    converted = qd.to_qiskit(circuit)
    operator = SparsePauliOp.from_list(list(observable.terms))
    simulator = AerSimulator(method="statevector", max_parallel_threads=1)
    converted.save_statevector()  # pyright: ignore
    converted.save_expectation_value(operator, range(circuit.num_qubits))  # pyright: ignore
    order = [p.name for p in converted.parameters]
    index = [circuit.parameters.index(name) for name in order]

    def tick(values: Values) -> float:
        bound = converted.assign_parameters(values[index])
        data = simulator.run(bound).result().data(0)
        np.abs(np.asarray(data["statevector"])) ** 2
        return data["expectation_value"]

    return tick
