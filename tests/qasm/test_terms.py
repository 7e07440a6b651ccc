"""`parameters="terms"`: a free parameter for each numeric rotation of a program."""

from __future__ import annotations

import numpy as np
import pytest

import qdesign as qd
from qdesign.errors import InvalidRequest
from qdesign.qasm import loads
from qdesign.qasm.terms import with_terms
from tests.uccsd import names, text
from tests.zx.oracle import distance, unitary

HEAD = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'


def terms(body: str) -> qd.Circuit:
    return loads(HEAD + body, parameters="terms")


def angles(circuit: qd.Circuit) -> list[str]:
    return [str(o.angles[0]) for o in circuit.plain_operations if o.angles]


def test_each_numeric_rotation_has_a_parameter_of_its_own_in_order() -> None:
    read = terms("qubit[2] q; rz(0.1) q[0]; rx(0.1) q[1]; p(-0.1) q[0]; rz(pi/4) q[1];")
    assert read.parameters == ("t0", "t1", "t2", "t3")
    assert angles(read) == ["t0", "t1", "t2", "t3"]


def test_what_is_clifford_symbolic_controlled_or_of_several_angles_stays() -> None:
    body = (
        "qubit[2] q; input float a; rz(pi/2) q[0]; rx(1.570796326795) q[0]; rz(a + 0.1) q[0]; "
        "t q[0]; U(0.1, 0.2, 0.3) q[0]; crz(0.1) q[0], q[1]; ctrl @ rx(0.1) q[0], q[1]; "
    )
    assert terms(body) == loads(HEAD + body)
    assert terms(body + "ry(0.3) q[1];").parameters == ("a", "t0")


def test_names_that_are_taken_are_passed_over() -> None:
    read = terms("qubit q; input float t1; rz(0.1) q; rz(t1) q; rz(0.2) q;")
    assert angles(read) == ["t0", "t1", "t2"]


def test_composite_gates_are_written_out_only_where_a_number_turns() -> None:
    body = (
        "gate both(x) a { rz(x) a; rx(0.5) a; } gate plain a { h a; s a; } gate turn(x) a "
        "{ sx a; rz(x) a; } qubit q; input float b; both(b) q; plain q; turn(0.4) q; turn(b) q;"
    )
    given = loads(HEAD + body)
    read, values = with_terms(given)
    assert terms(body) == read
    assert values == {"t0": 0.5, "t1": 0.4}
    kept = [o.gate for o in read.operations if isinstance(o, qd.Operation)]
    assert kept == ["rz", "rx", "plain", "sx", "rz", "turn"]
    at = {"b": 0.7}
    assert distance(unitary(read, {**values, **at}), unitary(given, at)) < 1e-9


def test_the_phase_of_what_is_written_out_stays() -> None:
    body = "gate mine a { gphase(0.3); rz(0.5) a; } qubit q; mine q; mine q;"
    read, values = with_terms(loads(HEAD + body))
    assert values == {"t0": 0.5, "t1": 0.5}
    assert np.isclose(read.global_phase.at({}), 0.6)


@pytest.mark.parametrize("word", [None, "none"])
def test_numbers_stay_by_default(word: str | None) -> None:
    body = HEAD + "qubit q; rz(0.1) q;"
    assert loads(body, parameters=word) == loads(body)
    assert loads(body).parameters == ()


@pytest.mark.parametrize("word", ["term", "", 3])
def test_another_word_is_refused_with_those_that_are_taken(word: str) -> None:
    with pytest.raises(InvalidRequest, match=r"^parameters is 'terms' .* or 'none', not "):
        loads("this is not even read", parameters=word)


def test_a_uccsd_file_has_a_parameter_for_each_of_its_terms() -> None:
    for name in names()[:2]:
        program = text(name)
        read = loads(program, parameters="terms")
        assert len(read.parameters) == program.count("u1(")
        assert read.parameters[:2] == ("t0", "t1")
