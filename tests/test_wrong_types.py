"""Values of other kinds: what is plainly meant is taken, the rest is refused in one sentence."""

from __future__ import annotations

import datetime
import decimal
import fractions
import importlib
import math
import pathlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import qdesign as qd

ANY: Any = qd  # arguments here are wrong on purpose
networkx: Any = importlib.import_module("networkx")
pennylane: Any = importlib.import_module("pennylane")
pyzx: Any = importlib.import_module("pyzx")
rustworkx: Any = importlib.import_module("rustworkx")
QuantumCircuit: Any = importlib.import_module("qiskit").QuantumCircuit
Parameter: Any = importlib.import_module("qiskit.circuit").Parameter
SparsePauliOp: Any = importlib.import_module("qiskit.quantum_info").SparsePauliOp
CIRCUIT = qd.Circuit.of(1, "rx(a) 0")
TWO = qd.Circuit.of(1, "rx(a) 0; rz(b) 0")
DIAGRAM = qd.to_diagram(CIRCUIT)
Z = qd.Observable({"Z": 1.0})
KINDS: dict[str, Callable[[], Any]] = {
    "none": lambda: None, "true": lambda: True, "int": lambda: 3, "negative": lambda: -1,
    "huge": lambda: 10**400, "float": lambda: 2.5, "nan": lambda: math.nan,
    "infinite": lambda: math.inf, "complex": lambda: 1j,
    "fraction": lambda: fractions.Fraction(1, 2),
    "decimal": lambda: decimal.Decimal(1), "text": lambda: "x", "empty text": lambda: "",
    "surrogate": lambda: "\ud800", "bytes": lambda: b"x", "list": lambda: [object()],
    "empty list": list, "tuple": lambda: (1, "a"), "set": lambda: {1}, "dict": lambda: {1: "a"},
    "empty dict": dict, "surrogate key": lambda: {"\ud800": 1.0},
    "nan by label": lambda: {"Z": math.nan},
    "array": lambda: np.zeros((2, 2)), "array of objects": lambda: np.array([object()]),
    "array without axes": lambda: np.array(1.0), "range": lambda: range(2), "object": object,
    "class": lambda: dict, "function": lambda: len, "module": lambda: np,
    "generator": lambda: (x for x in ("a",)), "path": lambda: pathlib.Path("a"),
    "date": lambda: datetime.date(2020, 1, 1), "Qiskit circuit": lambda: qiskit_circuit(),
    "SparsePauliOp": lambda: SparsePauliOp("Z"), "Qiskit parameter": lambda: Parameter("a"),
    "PennyLane tape": lambda: pennylane.tape.QuantumScript([pennylane.RX("a", 0)]),
    "PennyLane Hamiltonian": lambda: pennylane.Hamiltonian([1.0], [pennylane.PauliZ(0)]),
    "PyZX circuit": lambda: pyzx.Circuit(1), "PyZX graph": lambda: pyzx.Circuit(1).to_graph(),
    "networkx graph": lambda: networkx.path_graph(3),
    "rustworkx graph": lambda: rustworkx.generators.path_graph(3),
}  # fmt: skip


def qiskit_circuit() -> Any:
    circuit = QuantumCircuit(1)
    circuit.rx(Parameter("a"), 0)
    return circuit


def simulator() -> Any:
    return ANY.Simulator(CIRCUIT, Z)


def queue() -> Any:
    return ANY.Queue.open("queue.sqlite")


def submit(**changed: Any) -> Any:
    given: dict[str, Any] = {"circuit": CIRCUIT, "values": [0.1], "target": "local:ideal"}
    return queue().submit(**{**given, "shots": 1, **changed})


def landscape(**changed: Any) -> Any:
    given: dict[str, Any] = {"circuit": TWO, "observable": Z, "x": "a", "y": "b", "points": 3}
    return ANY.landscape(**{**given, **changed})


FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "Observable": ANY.Observable,
    "Observable num_qubits": lambda x: ANY.Observable({"Z": 1.0}, num_qubits=x),
    "from_qiskit": ANY.from_qiskit,
    "to_qiskit": ANY.to_qiskit,
    "from_pennylane": ANY.from_pennylane,
    "from_pyzx": ANY.from_pyzx,
    "to_pyzx": ANY.to_pyzx,
    "to_diagram": ANY.to_diagram,
    "bind": lambda x: ANY.Circuit.of(1, "rx(a) 0").bind(x),
    "Circuit": ANY.Circuit,
    "Circuit operations": lambda x: ANY.Circuit(1, x),
    "Circuit.of": lambda x: ANY.Circuit.of(x, "h 0"),
    "Circuit.of text": lambda x: ANY.Circuit.of(1, x),
    "Circuit.of num_clbits": lambda x: ANY.Circuit.of(1, "h 0", num_clbits=x),
    "Document": lambda x: ANY.Document(body=x),
    "Document observable": lambda x: ANY.Document(body=CIRCUIT, observable=x),
    "Document.loads": ANY.Document.loads,
    "Document.load": ANY.Document.load,
    "Document.save": lambda x: ANY.Document(body=CIRCUIT).save(x),
    "Angle.parse": ANY.Angle.parse,
    "qasm.loads": ANY.qasm.loads,
    "qasm.dumps": ANY.qasm.dumps,
    "qasm.dumps values": lambda x: ANY.qasm.dumps(CIRCUIT, x),
    "qasm.dumps dialect": lambda x: ANY.qasm.dumps(CIRCUIT, dialect=x),
    "simplify": ANY.simplify,
    "simplify strategy": lambda x: ANY.simplify(CIRCUIT, strategy=x),
    "simplify minimize": lambda x: ANY.simplify(CIRCUIT, minimize=x),
    "equivalent a": lambda x: ANY.equivalent(x, CIRCUIT),
    "equivalent b": lambda x: ANY.equivalent(CIRCUIT, x),
    "parameter_rank": ANY.parameter_rank,
    "drop_redundant": lambda x: ANY.drop_redundant(x, {}),
    "drop_redundant redundant": lambda x: ANY.drop_redundant(CIRCUIT, x),
    "zx.extract": ANY.zx.extract,
    "zx.tensor": ANY.zx.tensor,
    "zx.rules": lambda x: ANY.zx.rules(x, ["s1"]),
    "zx.rules selection": lambda x: ANY.zx.rules(DIAGRAM, x),
    "zx.apply": lambda x: ANY.zx.apply(x, "fuse", ["s1"]),
    "zx.apply rule": lambda x: ANY.zx.apply(DIAGRAM, x, ["s1"]),
    "zx.apply selection": lambda x: ANY.zx.apply(DIAGRAM, "fuse", x),
    "Simulator": ANY.Simulator,
    "Simulator observable": lambda x: ANY.Simulator(CIRCUIT, x).expectation([0.1]),
    "statevector": lambda x: simulator().statevector(x),
    "probabilities": lambda x: simulator().probabilities(x),
    "expectation": lambda x: simulator().expectation(x),
    "gradient": lambda x: simulator().gradient(x),
    "problems.h2": ANY.problems.h2,
    "problems.tfim": ANY.problems.tfim,
    "problems.tfim field": lambda x: ANY.problems.tfim(3, field=x),
    "problems.tfim periodic": lambda x: ANY.problems.tfim(3, periodic=x),
    "problems.heisenberg": ANY.problems.heisenberg,
    "problems.maxcut": ANY.problems.maxcut,
    "problems.get": ANY.problems.get,
    "problems.get option": lambda x: ANY.problems.get("h2", bond_length=x),
    "optimize": lambda x: ANY.optimize(x, Z),
    "optimize observable": lambda x: ANY.optimize(CIRCUIT, x),
    "optimize method": lambda x: ANY.optimize(CIRCUIT, Z, method=x),
    "optimize start": lambda x: ANY.optimize(CIRCUIT, Z, start=x),
    "optimize seed": lambda x: ANY.optimize(CIRCUIT, Z, seed=x),
    "optimize max_steps": lambda x: ANY.optimize(CIRCUIT, Z, max_steps=x),
    "landscape": lambda x: landscape(circuit=x),
    "landscape observable": lambda x: landscape(observable=x),
    "landscape x": lambda x: landscape(x=x),
    "landscape values": lambda x: landscape(values=x),
    "landscape points": lambda x: landscape(points=x),
    "sweep": lambda x: ANY.sweep(x, Z, [[0.1]]),
    "sweep observable": lambda x: ANY.sweep(CIRCUIT, x, [[0.1]]),
    "sweep points": lambda x: ANY.sweep(CIRCUIT, Z, x),
    "ansatz.sim": ANY.ansatz.sim,
    "ansatz.sim num_qubits": lambda x: ANY.ansatz.sim(5, num_qubits=x),
    "ansatz.sim layers": lambda x: ANY.ansatz.sim(5, layers=x),
    "ansatz.template": ANY.ansatz.template,
    "ansatz.template num_qubits": lambda x: ANY.ansatz.template("ry_rz_cx", num_qubits=x),
    "catalog": ANY.catalog,
    "Queue.open": ANY.Queue.open,
    "submit": lambda x: submit(circuit=x),
    "submit values": lambda x: submit(values=x),
    "submit target": lambda x: submit(target=x),
    "submit shots": lambda x: submit(shots=x),
    "submit seed": lambda x: submit(seed=x),
    "submit name": lambda x: submit(name=x),
    "submit tags": lambda x: submit(tags=x),
    "submit token": lambda x: submit(token=x),
    "submit options": lambda x: submit(options=x),
    "preview options": lambda x: queue().preview(CIRCUIT, [0.1], target="local:ideal", options=x),
    "submit_batch": lambda x: queue().submit_batch(x, [[0.1]], target="local:ideal"),
    "submit_batch values": lambda x: queue().submit_batch(CIRCUIT, x, target="local:ideal"),
    "submit_batch name": lambda x: queue().submit_batch(
        CIRCUIT, [[0.1]], target="local:ideal", name=x
    ),
    "submit_batch options": lambda x: queue().submit_batch(
        CIRCUIT, [[0.1]], target="local:ideal", options=x
    ),
    "Queue.jobs states": lambda x: queue().jobs(states=x),
    "Queue.jobs limit": lambda x: queue().jobs(limit=x),
    "Queue.listing search": lambda x: queue().listing(archived=False, search=x),
    "Queue.export search": lambda x: queue().export("jobs.csv", search=x),
    "Queue.job": lambda x: queue().job(x),
    "Queue.cancel": lambda x: queue().cancel(x),
    "Studio": ANY.Studio,
}
CIRCUITS = ("Qiskit circuit", "PennyLane tape")
BODIES = (*CIRCUITS, "PyZX circuit", "PyZX graph")
OBSERVABLES = ("SparsePauliOp", "PennyLane Hamiltonian")
TAKEN: dict[str, tuple[str, ...]] = {
    "Observable": OBSERVABLES,
    "Observable num_qubits": ("none",),
    "from_qiskit": ("Qiskit circuit",),
    "to_qiskit": CIRCUITS,
    "from_pennylane": ("PennyLane tape",),
    "from_pyzx": ("PyZX circuit", "PyZX graph"),
    "to_pyzx": ("PyZX circuit", "PyZX graph"),
    "to_diagram": BODIES,
    "bind": ("empty dict",),
    "Circuit": ("int",),
    "Circuit operations": ("empty list",),
    "Circuit.of": ("int",),
    "Circuit.of text": ("empty text",),
    "Circuit.of num_clbits": ("int",),
    "Document": BODIES,
    "Document observable": (*OBSERVABLES, "none"),
    "Document.save": ("text", "path"),
    "Angle.parse": ("text",),
    "qasm.dumps": CIRCUITS,
    "qasm.dumps values": ("none",),
    "simplify": BODIES,
    "equivalent a": BODIES,
    "equivalent b": BODIES,
    "parameter_rank": BODIES,
    "drop_redundant": BODIES,
    "drop_redundant redundant": ("empty dict",),
    "zx.extract": BODIES,
    "zx.tensor": ("PyZX circuit", "PyZX graph"),
    "zx.rules": BODIES,
    "zx.rules selection": ("empty list",),
    "Simulator": CIRCUITS,
    "Simulator observable": OBSERVABLES,
    "statevector": ("array without axes",),
    "probabilities": ("array without axes",),
    "expectation": ("array without axes",),
    "gradient": ("array without axes",),
    "problems.h2": ("true", "int", "float", "fraction", "decimal", "array without axes"),
    "problems.tfim": ("int",),
    "problems.tfim field": (
        "true",
        "int",
        "negative",
        "float",
        "fraction",
        "decimal",
        "array without axes",
    ),
    "problems.tfim periodic": ("true", "int", "negative", "huge"),
    "problems.heisenberg": ("int",),
    "problems.maxcut": ("networkx graph", "rustworkx graph"),
    "problems.get option": ("int", "float", "fraction", "decimal"),
    "optimize": CIRCUITS,
    "optimize observable": OBSERVABLES,
    "optimize method": ("none",),
    "optimize start": ("none", "array without axes"),
    "optimize seed": ("int", "huge"),
    "optimize max_steps": ("none", "int", "huge"),
    "landscape observable": OBSERVABLES,
    "landscape values": ("none", "empty dict", "range"),
    "landscape points": ("int",),
    "sweep": CIRCUITS,
    "sweep observable": OBSERVABLES,
    "ansatz.sim": ("int",),
    "ansatz.sim num_qubits": ("int",),
    "ansatz.sim layers": ("int",),
    "ansatz.template num_qubits": ("int",),
    "catalog": ("none",),
    "Queue.open": ("none", "text", "path"),
    "submit shots": ("int",),
    "submit seed": ("none", "int"),
    "submit name": ("text", "empty text"),
    "submit tags": ("empty list",),
    "submit token": ("text", "empty text"),
    "submit options": ("none", "empty dict"),
    "preview options": ("none", "empty dict"),
    "submit_batch name": ("text", "empty text"),
    "submit_batch options": ("none", "empty dict"),
    "Queue.jobs states": ("empty list",),
    "Queue.jobs limit": ("none", "int", "huge"),
    "Queue.listing search": ("text", "empty text"),
    "Queue.export search": ("text", "empty text"),
    "Studio": (*BODIES, "none"),
}
"""What is plainly meant; all else is refused."""


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_is_not_meant_is_refused_in_one_sentence(
    name: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    taken: list[str] = []
    for kind, made in KINDS.items():
        try:
            FUNCTIONS[name](made())
        except qd.QdesignError as error:
            message = str(error)
            assert message.endswith((".", ")")), (kind, message)
            assert message.isprintable(), (kind, message)
        else:
            taken.append(kind)
    assert sorted(taken) == sorted(TAKEN.get(name, ()))


def test_what_other_libraries_have_is_taken() -> None:
    ising = SparsePauliOp(["ZZ", "XI"], [-1.0, -0.5])
    expected = qd.Observable({"ZZ": -1.0, "XI": -0.5})
    assert ANY.Observable(ising) == ANY.Observable(dict(ising.to_list())) == expected
    problem = qd.problems.tfim(2)
    assert ANY.Observable(problem) == problem.observable
    qiskit = QuantumCircuit(1)
    qiskit.rx(Parameter("a"), 0)
    assert ANY.equivalent(CIRCUIT, qiskit).equal
    assert ANY.simplify(qiskit).body.parameters == ("a",)
    assert ANY.parameter_rank(qiskit).num_parameters == 1
    assert ANY.Document(body=qiskit).body.parameters == ("a",)
    assert ANY.from_pyzx(pyzx.Circuit(1)).parameters == ()
    assert ANY.equivalent(pyzx.Circuit(1), qd.Circuit.of(1)).equal
    energies = [
        ANY.Simulator(qiskit, values).expectation([0.3])
        for values in (Z, {"Z": 1.0}, SparsePauliOp("Z"))
    ]
    assert energies == [energies[0]] * 3


def test_a_problem_stands_for_its_observable() -> None:
    problem = qd.problems.tfim(2)
    circuit = qd.Circuit.of(2, "ry(a) 0; ry(b) 1")
    found = ANY.optimize(circuit, problem, seed=0)
    assert found.energy == qd.optimize(circuit, problem.observable, seed=0).energy


def test_values_are_taken_by_name_order_and_parameter() -> None:
    bound = qd.Circuit.of(1, "rx(1.0) 0")
    for values in ({"a": 1.0}, [1.0], np.array([1.0]), {Parameter("a"): 1}):
        assert ANY.Circuit.of(1, "rx(a) 0").bind(values).operations == bound.operations


def test_graphs_of_both_libraries_give_one_problem() -> None:
    ours = qd.problems.maxcut(rustworkx.generators.cycle_graph(5))
    theirs = qd.problems.maxcut(networkx.cycle_graph(5))
    assert ours.observable.as_dict() == theirs.observable.as_dict()


def test_hamiltonians_of_pennylane_are_observables() -> None:
    x, z = pennylane.PauliX, pennylane.PauliZ
    expected = qd.Observable({"IIZ": 0.5, "XIZ": 2.0})
    assert ANY.Observable(pennylane.Hamiltonian([0.5, 2.0], [z(0), z(0) @ x(2)])) == expected
    named = 0.5 * z("a") + 2.0 * z("a") @ x("b")
    assert ANY.Observable(named) == qd.Observable({"IZ": 0.5, "XZ": 2.0})
    with pytest.raises(qd.QdesignError, match="give a real number"):
        ANY.Observable(1j * z(0))
