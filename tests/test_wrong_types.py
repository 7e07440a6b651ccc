"""Values of other kinds: what is plainly meant is taken, the rest is refused in one sentence."""

from __future__ import annotations

import datetime
import decimal
import fractions
import importlib
import pathlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import qdesign as qd

ANY: Any = qd  # arguments here are wrong on purpose
networkx: Any = importlib.import_module("networkx")
pyzx: Any = importlib.import_module("pyzx")
rustworkx: Any = importlib.import_module("rustworkx")
QuantumCircuit: Any = importlib.import_module("qiskit").QuantumCircuit
Parameter: Any = importlib.import_module("qiskit.circuit").Parameter
SparsePauliOp: Any = importlib.import_module("qiskit.quantum_info").SparsePauliOp
CIRCUIT = qd.Circuit.of(1, "rx(a) 0")
Z = qd.Observable({"Z": 1.0})
WRONG: dict[str, Any] = {
    "none": None, "true": True, "int": 3, "negative": -1, "float": 2.5, "complex": 1j, "text": "x",
    "bytes": b"x", "list": [object()], "tuple": (1, "a"), "set": {1}, "dict": {1: "a"},
    "array": np.zeros((2, 2)), "range": range(2), "object": object(), "class": dict,
    "function": len, "path": pathlib.Path("a"), "date": datetime.date(2020, 1, 1),
    "fraction": fractions.Fraction(1, 2), "decimal": decimal.Decimal(1), "module": np,
}  # fmt: skip
FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "Observable": ANY.Observable,
    "Simulator": ANY.Simulator,
    "Simulator, observable": lambda x: ANY.Simulator(CIRCUIT, x).expectation([0.1]),
    "expectation": lambda x: ANY.Simulator(CIRCUIT, Z).expectation(x),
    "statevector": lambda x: ANY.Simulator(CIRCUIT, Z).statevector(x),
    "gradient": lambda x: ANY.Simulator(CIRCUIT, Z).gradient(x),
    "bind": lambda x: ANY.Circuit.of(1, "rx(a) 0").bind(x),
    "simplify": ANY.simplify,
    "equivalent": lambda x: ANY.equivalent(CIRCUIT, x),
    "parameter_rank": ANY.parameter_rank,
    "Document": lambda x: ANY.Document(body=x),
    "Document, observable": lambda x: ANY.Document(body=CIRCUIT, observable=x),
    "dumps": ANY.qasm.dumps,
    "from_pyzx": ANY.from_pyzx,
    "maxcut": ANY.problems.maxcut,
    "optimize": lambda x: ANY.optimize(x, Z),
    "optimize, observable": lambda x: ANY.optimize(CIRCUIT, x),
}


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("kind", WRONG)
def test_wrong_types_are_refused_in_one_sentence(name: str, kind: str) -> None:
    try:
        FUNCTIONS[name](WRONG[kind])
    except qd.QdesignError as error:
        message = str(error)
    else:
        assert (name, kind) == ("Document, observable", "none")  # no observable
        return
    assert message.endswith((".", ")"))
    assert "\n" not in message


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
