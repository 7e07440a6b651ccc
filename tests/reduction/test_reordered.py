"""`reorder=True`: the same exponentials in another order, said to be not equal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from qiskit.quantum_info import SparsePauliOp, Statevector

import qdesign as qd
from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.errors import Cancelled, InvalidRequest
from qdesign.reduction.reordered import Reordering, same_exponentials
from qdesign.zx.gadgets import Rotations, merge, to_rotations
from tests.simulate.oracle import to_qiskit
from tests.zx.oracle import distance, unitary, values_for

_BASES = {"X": ("h", "h"), "Y": ("sx", "sxdg"), "Z": ()}


def exponentials(labels: list[str]) -> Circuit:
    """One exponential after another, a parameter each; the leftmost letter is qubit 0."""
    operations: list[Operation] = []
    for k, label in enumerate(labels):
        wires = [q for q, letter in enumerate(label) if letter != "I"]
        into = [Operation(_BASES[label[q]][0], (q,)) for q in wires if _BASES[label[q]]]
        back = [Operation(_BASES[label[q]][1], (q,)) for q in wires if _BASES[label[q]]]
        ladder = [Operation("cx", pair) for pair in pairwise(wires)]
        turn = Operation("rz", (wires[-1],), (Angle.parameter(f"a{k}"),))
        operations += [*into, *ladder, turn, *reversed(ladder), *back]
    return Circuit(len(labels[0]), tuple(operations))


MIXED = exponentials(
    ["XYZI", "ZZIX", "YXIZ", "IZXZ", "XIYX", "ZYXI", "XYZZ", "IZYZ", "YXIX", "ZZXX"]
)


def reorder(circuit: Circuit, **options: Any) -> Reordering:
    result = qd.simplify(circuit, reorder=True, **options)
    assert isinstance(result, Reordering)
    return result


@pytest.fixture(scope="module")
def mixed() -> Reordering:
    return reorder(MIXED)


def test_each_exponential_by_itself_is_the_same_and_together_they_are_not_equal(
    mixed: Reordering,
) -> None:
    result = mixed
    assert result.after.num_two_qubit < qd.simplify(MIXED).after.num_two_qubit
    assert set(result.body.parameters) == set(MIXED.parameters)
    rng = np.random.default_rng(1)
    for name in MIXED.parameters:
        alone = dict.fromkeys(MIXED.parameters, 0.0) | {name: float(rng.uniform(-3, 3))}
        assert distance(unitary(result.body, alone), unitary(MIXED, alone)) < 1e-9
    together = values_for(MIXED.parameters, rng)
    assert distance(unitary(result.body, together), unitary(MIXED, together)) > 1e-3
    assert result.verdict.equal is False
    for shown in (repr(result), str(result.verdict), result._repr_html_()):
        assert "another order of the same exponentials; not equal" in shown
    assert result.strategy == "another order"
    assert result.body == reorder(MIXED).body


def test_it_is_no_strategy_and_no_part_of_best() -> None:
    assert not any("order" in name for name in qd.catalog("strategy"))
    result = qd.simplify(MIXED)
    assert result.verdict.equal is True
    assert all(step.name != "another order" for step in result.steps)


def test_energies_differ_by_what_states_say(mixed: Reordering) -> None:
    result = mixed
    terms = {"ZZII": -1.0, "XIXI": 0.5, "IYYI": 0.3}
    values = values_for(MIXED.parameters, np.random.default_rng(3))

    def energy(circuit: Circuit) -> float:
        state = Statevector(to_qiskit(circuit, values))
        return float(state.expectation_value(SparsePauliOp.from_list(list(terms.items()))).real)

    before, after = energy(MIXED), energy(result.body)
    assert abs(after - before) > 1e-3
    observable = qd.Observable(terms)
    assert result.energies(observable, values) == pytest.approx((before, after))
    assert result.energy_difference(observable, values) == pytest.approx(after - before)


def test_where_all_commute_the_result_is_equal_and_says_so() -> None:
    result = reorder(exponentials(["ZZII", "ZIZI", "IZZI", "ZZZI", "ZZZZ", "ZIIZ"]))
    assert result.after.num_two_qubit < result.before.num_two_qubit
    assert result.verdict.equal is True
    assert "another order of the same exponentials, which changes nothing here" in str(result)


def test_where_nothing_is_gained_the_circuit_is_given_back() -> None:
    given = exponentials(["XX", "ZI"])
    result = reorder(Circuit.of(2, "rz(a) 0; rx(b) 1; cx 0 1"))
    assert (result.body, result.strategy) == (result.given, "input")
    assert result.verdict.equal is True
    assert reorder(given).body is given


def test_what_lies_between_measurements_stays_there() -> None:
    inside = MIXED.plain_operations
    stops = (Operation("measure", (0,), clbits=(0,)), Operation("barrier", (0, 1)))
    given = Circuit(4, (*inside, stops[0], *inside, stops[1], *inside), num_clbits=1)
    result = reorder(given)
    assert result.after.num_two_qubit < given.stats.num_two_qubit
    kept = [o for o in result.body.plain_operations if o.gate in ("measure", "barrier")]
    assert [o.gate for o in kept] == ["measure", "barrier"]
    assert {o.gate for o in result.body.plain_operations[-3:]}.isdisjoint({"measure", "barrier"})
    assert result.verdict.equal is not True


@pytest.mark.parametrize(
    "change",
    [
        lambda form: replace(form, rotations=form.rotations[1:]),
        lambda form: replace(
            form,
            rotations=[
                replace(form.rotations[0], angle=form.rotations[0].angle + Angle.of(1e-3)),
                *form.rotations[1:],
            ],
        ),
        lambda form: replace(form, rotations=[*form.rotations, form.rotations[0]]),
        lambda form: replace(
            form,
            rotations=[replace(form.rotations[0], x=form.rotations[0].x ^ 1), *form.rotations[1:]],
        ),
        lambda form: to_rotations(Circuit(4, (*MIXED.plain_operations, Operation("z", (0,))))),
    ],
)
def test_other_exponentials_are_told_from_the_same(
    change: Callable[[Rotations], Rotations],
) -> None:
    form = merge(to_rotations(MIXED))
    backwards = replace(form, rotations=form.rotations[::-1])
    assert same_exponentials(form, backwards)
    assert not same_exponentials(form, change(backwards))


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"strategy": "teleport"}, "a mode of its own and minimizes two-qubit gates"),
        ({"minimize": "depth"}, "a mode of its own"),
        ({"extra_qubits": True}, "a mode of its own"),
    ],
)
def test_it_goes_with_nothing_else(options: dict[str, Any], why: str) -> None:
    with pytest.raises(InvalidRequest, match=why):
        reorder(MIXED, **options)
    with pytest.raises(InvalidRequest, match="a diagram has no order of exponentials"):
        qd.simplify(qd.to_diagram(MIXED), reorder=True)


def test_it_stops_when_asked_to() -> None:
    with pytest.raises(Cancelled):
        reorder(MIXED, cancel=lambda: True)
