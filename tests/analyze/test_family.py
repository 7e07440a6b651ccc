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
    # Parameters in several rotations: random points, by light cones.
    shared = TRAINABILITY.run(qd.ansatz.template("hva_tfim", 40), qd.problems.tfim(40))
    assert shared.sizes == (*range(2, 9), 10, 20, 40)
    assert (shared.value, shared.basis) == (shared.figures[-1].value, "sampled with 300 points")
    deep = TRAINABILITY.run(qd.ansatz.template("hva_tfim", 40, 8), qd.problems.tfim(40), most=4)
    assert deep.sizes == (2, 3, 4, 5, 10)
    assert deep.reasons[-1].words == "Of its own 40 qubits no variance is known."


def test_its_cell_makes_it_again() -> None:
    cases = (
        ("ry_cz", qd.problems.tfim(3, field=0.5)),
        ("ry_cz", Observable({"ZZZ": 0.3})),
        ("hva_tfim", Observable({"IZX": 0.5, "IXI": 1.0})),
    )
    for name, observable in cases:
        circuit = qd.ansatz.template(name, 3, 2)
        told = TRAINABILITY.run(circuit, observable, most=5, seed=7)
        again = eval(told.cell, {"qd": qd})
        assert again.columns == told.columns
        assert (again.verdict, again.says) == (told.verdict, told.says)


def test_what_has_no_family_is_unknown_with_the_reason() -> None:
    drawn = TRAINABILITY.run(Circuit.of(2, "h 0; rx(a) 1"), Observable({"ZZ": 1.0}))
    assert (drawn.value, drawn.verdict) == (None, "unknown")
    assert "no template" in drawn.says
    one = TRAINABILITY.run(qd.ansatz.template("sim_2", 1), Observable({"Z": 1.0}))
    assert (one.value, one.verdict) == (None, "unknown")
    assert one.says.startswith("One qubit does not tell")
    far = TRAINABILITY.run(qd.ansatz.template("sim_2", 6), Observable({"ZIIIII": 1.0}))
    assert "cannot be told on other numbers" in far.says
