"""A drawn template is made at other sizes with its observable, or it is said why it cannot be."""

from __future__ import annotations

import qdesign as qd
from qdesign.analyze.family import TRAINABILITY, Family, family
from qdesign.circuit import Circuit
from qdesign.pauli import Observable


def test_a_template_and_its_observable_are_made_on_other_sizes() -> None:
    found = family(qd.ansatz.template("sim_5", 4, 2), Observable({"IIZZ": 0.5}))
    assert isinstance(found, Family)
    assert found.circuit.on(6) == qd.ansatz.template("sim_5", 6, 2)
    assert found.observable(6).terms == Observable({"IIIIZZ": 0.5}).terms
    assert found.sizes(5) == (2, 3, 4, 5)
    chain = family(qd.ansatz.template("hva_tfim", 4, 2), qd.problems.tfim(4).observable)
    assert isinstance(chain, Family)
    assert chain.observable(7) == qd.problems.tfim(7).observable
    product = family(qd.ansatz.template("sim_2", 3), Observable({"XXX": 1.0}))
    assert isinstance(product, Family)
    assert product.observable(2).terms == Observable({"XX": 1.0}).terms


def test_its_trainability_is_that_of_the_functions() -> None:
    circuit = qd.ansatz.template("sim_2", 4)
    told = TRAINABILITY.run(circuit, Observable({"ZZZZ": 1.0}))
    again = qd.analyze.trainability(
        lambda n: qd.ansatz.template("sim_2", n), range(2, 9), lambda n: Observable({"Z" * n: 1.0})
    )
    assert told.value == again.figures[2].value  # at its own size
    assert told.verdict == again.verdict == "barren plateau"
    assert "Circuit 2" in told.stamp


def test_a_circuit_beyond_the_small_sizes_has_its_own_variance() -> None:
    circuit, observable = (
        qd.ansatz.template("ry_rz_cx", 40),
        Observable.from_sparse(40, {((0, "Z"),): 1.0}),
    )
    told = TRAINABILITY.run(circuit, observable)
    assert told.sizes == (*range(2, 9), 10, 20, 40)
    own = qd.analyze.gradient_variance(circuit, observable)
    assert (told.value, told.basis) == (own.value, "exact")
    assert told.unit.endswith("at 40 qubits")
    # Parameters in several rotations: random points, up to 8 qubits; and nothing is asked for.
    shared = TRAINABILITY.run(qd.ansatz.template("hva_tfim", 20), qd.problems.tfim(20))
    assert shared.sizes == tuple(range(2, 9))
    assert "Give" not in shared.says


def test_what_has_no_family_is_unknown_with_the_reason() -> None:
    drawn = TRAINABILITY.run(Circuit.of(2, "h 0; rx(a) 1"), Observable({"ZZ": 1.0}))
    assert (drawn.value, drawn.verdict) == (None, "unknown")
    assert "no template" in drawn.says
    far = TRAINABILITY.run(qd.ansatz.template("sim_2", 6), Observable({"ZIIIII": 1.0}))
    assert "cannot be told on other numbers" in far.says
