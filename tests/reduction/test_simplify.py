"""Every strategy: the map kept, nothing worse, parameters followed."""

from __future__ import annotations

from qdesign import ansatz
from qdesign.angle import Angle
from qdesign.circuit import Block, Circuit, GateDefinition, Operation
from qdesign.equivalence import equivalent
from qdesign.reduction.simplify import simplify
from qdesign.zx.translate import to_diagram
from tests.notation import circuit, diagram


def test_sim_circuit_5_has_22_rotations_and_at_most_9_two_qubit_gates() -> None:
    result = simplify(ansatz.sim(5, num_qubits=4, layers=1))
    assert result.before.num_rotations == 28
    assert result.after.num_rotations == 22
    assert result.after.num_two_qubit <= 9


def test_the_parameter_map_says_where_each_parameter_went() -> None:
    result = simplify(Circuit.of(1, "rz(a) 0; rz(2*b) 0; rx(c) 0; rx(-c) 0"), "teleport")
    (use,) = result.parameter_map["b"]
    assert use.coefficient == 2
    assert use.angle == Angle.parse("a + 2*b")
    assert result.parameter_map["c"] == ()
    assert isinstance(result.body, Circuit)
    assert result.body.plain_operations[int(use.place)].angles == (use.angle,)


def test_plain_radians_come_back_as_numbers() -> None:
    result = simplify(Circuit.of(1, "rz(0.1) 0; rz(a + 0.2) 0; rz(-0.1) 0"), "teleport")
    assert isinstance(result.body, Circuit)
    assert result.body.plain_operations[0].angles == (Angle.parse("a + 0.2"),)
    assert result.body.parameters == ("a",)


def test_a_circuit_with_nothing_to_gain_is_given_back() -> None:
    given = circuit(
        """
        q0: rx(a) ●  rx(c)
        q1: rz(b) X  rz(d)
        """
    )
    result = simplify(given)
    assert result.body is given
    assert result.strategy == "input"


def test_barriers_and_resets_stay() -> None:
    given = Circuit(1, (*Circuit.of(1, "h 0").operations, Operation("barrier", (0,)),
                        *Circuit.of(1, "h 0; t 0; tdg 0").operations, Operation("reset", (0,)),
                        *Circuit.of(1, "h 0").operations))  # fmt: skip
    result = simplify(given)
    assert isinstance(result.body, Circuit)
    assert [o.gate for o in result.body.plain_operations] == ["h", "barrier", "h", "reset", "h"]


def test_blocks_and_composite_gates_stay_where_nothing_in_them_changed() -> None:
    inner = Circuit.of(2, "rx(x) 1; cx 0 1").operations
    mine = GateDefinition("mine", 2, inner, ("x",))
    block = Block(tuple(Circuit.of(2, "ry(c) 0; rx(c) 1; cx 1 0").operations), 3, "layer")
    call = Operation("mine", (0, 1), (Angle.parse("a"),))
    tail = Circuit.of(2, "h 1; h 1").operations
    given = Circuit(2, (block, call, *tail), gates=(mine,))
    result = simplify(given, "teleport")
    assert isinstance(result.body, Circuit)
    assert result.body.operations == (block, call)
    assert result.body.gates == (mine,)


def test_a_composite_gate_that_changes_is_written_out() -> None:
    mine = GateDefinition("mine", 1, Circuit.of(1, "rz(x) 0; h 0").operations, ("x",))
    call = Operation("mine", (0,), (Angle.parse("a"),))
    given = Circuit(1, (*Circuit.of(1, "rz(b) 0").operations, call), gates=(mine,))
    result = simplify(given, "teleport")
    assert isinstance(result.body, Circuit)
    assert result.after.num_rotations == 1
    assert result.body.gates == ()


def test_a_diagram_with_h_boxes_or_of_the_zero_map_stays_as_it_is() -> None:
    for text in ("in0 - a:Z - h:H - out0\na - h", "in0 - a:Z - out0\nb:Z(pi) - c:Z"):
        given = diagram(text)
        result = simplify(given)
        assert result.body is given
        assert any(step.note for step in result.steps)


def test_a_diagram_without_circuit_form_is_simplified() -> None:
    given = diagram("in0 - a:Z - out0\na - b:Z(t)\nb = c:X(u)")
    assert simplify(given).verdict.equal is True


def test_a_time_budget_gives_the_best_so_far() -> None:
    given = ansatz.sim(6, num_qubits=6, layers=2)
    result = simplify(given, time_budget=0.0)
    assert result.steps[-1].note == "time is over"
    assert len(result.steps) <= 2
    assert result.verdict.equal is True
    assert result.after.num_two_qubit <= result.before.num_two_qubit


def test_progress_is_told_and_ends_at_one() -> None:
    told: list[tuple[float, str]] = []
    simplify(ansatz.sim(5), progress=lambda share, what: told.append((share, what)))
    assert told[-1][0] == 1.0
    assert all(0 <= share <= 1 and what for share, what in told)


def test_steps_say_what_ran_and_what_was_kept() -> None:
    result = simplify(ansatz.sim(5))
    kept = [step for step in result.steps if step.kept]
    assert kept
    assert kept[-1].stats == result.after
    assert all(step.note for step in result.steps if not step.kept)
    runs = [(step.name, step.setting) for step in result.steps]
    assert len(set(runs)) == len(runs)


def test_steps_count_no_parameters_for_plain_numbers() -> None:
    circuit = Circuit.of(
        2, "rz(0.3) 0; rx(a) 0; rz(0.1) 1; rz(0.7) 1; barrier 0 1; ry(0.2) 0; ry(b) 0"
    )
    result = simplify(circuit)
    assert {step.stats.num_parameters for step in result.steps if step.stats} == {1}
    assert {step.setting[:11] for step in result.steps} == {"part 1 of 2", "part 2 of 2"}


def test_a_circuit_too_large_for_numbers_is_still_proven() -> None:
    text = "; ".join(f"rz(a) {q}; cx {q} {q + 1}; rz(b) {q + 1}; cx {q} {q + 1}; rz(c) {q}"
                     for q in range(39))  # fmt: skip
    result = simplify(Circuit.of(40, text), "teleport")
    assert result.verdict.equal is True
    assert result.after.num_rotations < result.before.num_rotations
    assert equivalent(to_diagram(Circuit.of(1, "h 0")), Circuit.of(1, "h 0")).equal is True
