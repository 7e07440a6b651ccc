"""Every strategy of the catalog, third-party ones included: the map kept, nothing worse."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest

from qdesign import ansatz
from qdesign.angle import Angle
from qdesign.circuit import Circuit, Condition, GateDefinition, Operation
from qdesign.equivalence import equivalent
from qdesign.errors import Cancelled, InvalidRequest
from qdesign.reduction.cost import COSTS, MINIMIZE, cost
from qdesign.reduction.simplify import simplify
from qdesign.reduction.strategy import Strategy
from qdesign.rows import rows
from qdesign.zx.dense import tensor
from tests.effort import calls_of
from tests.notation import diagram
from tests.simulate.oracle import random_circuit
from tests.zx.oracle import distance, unitary, values_for

STRATEGIES = tuple(rows(Strategy))
SLOW = "best"
"""What runs all others, for seconds, and is given less to do."""


def check(
    given: Circuit, strategy: str, minimize: str = "two_qubit", seconds: float | None = None
) -> None:
    result = simplify(given, strategy, minimize, time_budget=seconds)
    assert isinstance(result.body, Circuit)
    assert result.verdict.equal is True
    rng = np.random.default_rng(5)
    values = values_for(given.parameters, rng)
    assert distance(unitary(result.body, values), unitary(given, values)) < 1e-8
    assert cost(result.after, minimize) <= cost(result.before, minimize)
    assert result.after == result.body.stats
    assert set(result.body.parameters) <= set(given.parameters)
    if minimize != "t":
        assert result.after.num_two_qubit <= result.before.num_two_qubit


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("number", range(1, 20))
@pytest.mark.parametrize("strategy", ["teleport", "full"])
def test_sim_circuits_keep_their_map(number: int, layers: int, strategy: str) -> None:
    check(ansatz.sim(number, num_qubits=4, layers=layers), strategy)


@pytest.mark.parametrize("seed", range(16))
@pytest.mark.parametrize("strategy", [s for s in STRATEGIES if s != SLOW])
def test_random_circuits_of_the_whole_table_keep_their_map(seed: int, strategy: str) -> None:
    rng = np.random.default_rng(seed)
    given = random_circuit(int(rng.integers(1, 5)), 12, rng)
    check(given, strategy, MINIMIZE.choices[seed % len(COSTS)])


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("minimize", COSTS)
def test_best_keeps_the_map_for_every_cost(seed: int, minimize: str) -> None:
    rng = np.random.default_rng(100 + seed)
    check(random_circuit(int(rng.integers(1, 4)), 10, rng), SLOW, minimize, 1.0)


@pytest.mark.parametrize("given", [Circuit(0), Circuit(1), Circuit(3), Circuit.of(1, "id 0")])
def test_empty_circuits_are_no_special_case(given: Circuit) -> None:
    for strategy in STRATEGIES:
        assert simplify(given, strategy).verdict.equal is True


def test_a_measurement_in_the_middle_is_never_crossed() -> None:
    stop = Operation("measure", (0,), clbits=(0,))
    then = Operation("rz", (1,), (Angle.parse("b"),), conditions=(Condition((0,), 1),))
    around = Circuit.of(2, "rz(a) 1; h 0; h 0; rz(a) 0").operations
    given = Circuit(2, (*around, stop, then, *around, replace(stop, qubits=(1,))), num_clbits=1)
    for strategy in STRATEGIES:
        result = simplify(given, strategy)
        assert isinstance(result.body, Circuit)
        kept = [o for o in result.body.plain_operations if o.gate == "measure" or o.conditions]
        assert kept == [stop, then, replace(stop, qubits=(1,))]
        assert result.after.num_gates == 7
        assert result.verdict.equal is True
        assert equivalent(given, result.body).equal is True


def test_idle_qubits_cost_nothing_and_stay() -> None:
    def on(num_qubits: int) -> Circuit:
        return Circuit(num_qubits, (call, *around), gates=(mine,))

    inner = Circuit.of(2, "rx(x) 1; cx 0 1").operations
    mine = GateDefinition("mine", 2, inner, ("x",))
    call = Operation("mine", (900, 7), (Angle.parse("a"),))
    around = Circuit.of(1000, "h 500; rz(b) 999; ccx 3 999 500; rz(c) 999; h 500").operations
    given = on(1000)
    for strategy in STRATEGIES:
        result = simplify(given, strategy)
        assert isinstance(result.body, Circuit)
        assert result.body.num_qubits == 1000
        assert result.verdict.equal is True
        wires = {wire for o in result.body.plain_operations for wire in o.wires}
        assert wires == {3, 7, 500, 900, 999}
    kept = simplify(given, "teleport").body
    assert isinstance(kept, Circuit)
    assert kept.operations[0] == call
    few, many = (calls_of(lambda n=n: simplify(on(n), "merge")) for n in (1000, 10_000))
    assert many < 1.1 * few


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_diagram_is_simplified_as_a_diagram(strategy: str) -> None:
    given = diagram("in0 - a:Z(t) - b:Z(u) - c:X(pi/2) - d:X(-pi/2) - out0")
    result = simplify(given, strategy)
    assert result.verdict.equal is True
    assert result.after.num_gates < result.before.num_gates
    values = {"t": 0.3, "u": 1.1}
    assert distance(tensor(result.body, values), tensor(given, values)) < 1e-9  # type: ignore[arg-type]
    assert {use.coefficient for use in result.parameter_map["t"]} == {1}


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_cancelled_run_stops(strategy: str) -> None:
    event = threading.Event()
    event.set()
    with pytest.raises(Cancelled):
        simplify(ansatz.sim(6, num_qubits=4), strategy, cancel=event)
    with pytest.raises(Cancelled):
        simplify(ansatz.sim(6, num_qubits=4), strategy, cancel=lambda: True)


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_candidates_are_verified_and_not_believed(strategy: str) -> None:
    result = simplify(ansatz.sim(3, num_qubits=3), strategy, time_budget=2.0)
    assert all(step.verdict is not None for step in result.steps if step.kept)
    assert all(step.note for step in result.steps if not step.kept)


def test_menus_offer_one_strategy_for_each_reduction_of_diagrams() -> None:
    own = [row for row in rows(Strategy).values() if row.origin == "qdesign"]
    offered = [row.reduction for row in own if row.is_for_diagrams]
    assert sorted(offered) == sorted({row.reduction for row in own})


def test_what_can_be_minimized_has_a_title() -> None:
    assert MINIMIZE.choices == tuple(COSTS)
    assert len(MINIMIZE.titles) == len(COSTS)


def test_unknown_names_are_refused_with_those_that_are_known() -> None:
    with pytest.raises(InvalidRequest, match=f"no strategy 'magic'.*{', '.join(STRATEGIES)}"):
        simplify(Circuit(1), "magic")
    with pytest.raises(InvalidRequest, match=f"'minimize' is 'beauty'.*{', '.join(COSTS)}"):
        simplify(Circuit(1), "best", "beauty")
