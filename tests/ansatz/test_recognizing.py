"""Templates are known again at other sizes, by what they are and not by names."""

from __future__ import annotations

import random

import pytest

import qdesign as qd
from qdesign.angle import Angle
from qdesign.ansatz.named import Template
from qdesign.ansatz.recognizing import recognized
from qdesign.circuit import Circuit
from qdesign.errors import QdesignError
from qdesign.rows import rows
from tests.effort import at_most


@pytest.mark.parametrize("name", list(rows(Template)))
def test_a_template_is_known_again(name: str) -> None:
    row = rows(Template)[name]
    for num_qubits, layers in ((4, 1), (5, 3)):
        try:
            made = qd.ansatz.template(name, num_qubits, layers)
        except QdesignError:  # no such size
            continue
        if not made.plain_operations:
            continue
        found = recognized(made)
        assert found is not None
        again = found.row.make(**found.options)
        assert again.num_operations == made.num_operations
        assert found.row.name == name or again == row.make(**row.checked(found.options))
        assert "layers" not in found.options or found.options["layers"] == layers


def test_names_and_the_order_on_other_qubits_do_not_count() -> None:
    made = qd.ansatz.template("sim_11", 4, 2)
    gates = list(made.plain_operations)
    rng = random.Random(1)
    for _ in range(300):
        k = rng.randrange(len(gates) - 1)
        if not set(gates[k].qubits) & set(gates[k + 1].qubits):
            gates[k], gates[k + 1] = gates[k + 1], gates[k]
    names = {old: Angle.parameter(f"own_{k}") for k, old in enumerate(reversed(made.parameters))}
    other = Circuit(4, tuple(gates)).substitute(names)
    assert other != made
    found = recognized(other)
    assert found is not None
    assert (found.row.name, found.options) == ("sim_11", {"num_qubits": 4, "layers": 2})
    assert found.on(6) == qd.ansatz.template("sim_11", 6, 2)


def test_what_is_no_template_is_not_taken_for_one() -> None:
    made = qd.ansatz.template("sim_2", 4, 1)
    assert recognized(made.then(Circuit.of(4, "h 0"))) is None
    assert recognized(Circuit(3)) is None
    merged = made.substitute({made.parameters[1]: Angle.parameter(made.parameters[0])})
    assert recognized(merged) is None
    assert recognized(made.bind(dict.fromkeys(made.parameters, 0.5))) is None


def test_templates_with_far_more_gates_are_not_made_to_be_compared() -> None:
    wide = Circuit.of(100, "; ".join(f"rx(a{q}) {q}" for q in range(100)))
    with at_most(4_000_000):
        assert recognized(wide) is None
    other = Circuit.of(400, "; ".join(f"t {q}; rx(a{q}) {q}; cx {q} {q + 1}" for q in range(399)))
    with at_most(2_000_000):  # templates of other gates are not made as wide
        assert recognized(other) is None
