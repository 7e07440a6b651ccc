"""The fixtures that hold the browser's compiler and engine to Python's are fresh."""

from __future__ import annotations

import json

import numpy as np
import pytest

from qdesign.gates import GATES
from qdesign.simulate.program import ProgramBuilder
from scripts import golden

ADVICE = "Run: python scripts/golden.py"
BY_NUMPY = {"bloch", "marginal", "entropy", "density"}
"""Read off by numpy, whose last digits depend on the machine."""


def _stored(name: str) -> str:
    return (golden.FIXTURES / name).read_text(encoding="utf-8")


def test_the_programs_of_the_fixtures_are_what_python_compiles():
    assert golden.program_text() == _stored("programs.json"), ADVICE


def test_the_states_of_the_fixtures_are_what_the_engine_gives():
    stored, now = json.loads(_stored("states.json")), json.loads(golden.state_text())
    assert list(stored) == list(now), ADVICE
    for name, state in now.items():
        assert {**stored[name], **{k: state[k] for k in BY_NUMPY & state.keys()}} == state, ADVICE
        for key in BY_NUMPY & state.keys():
            np.testing.assert_allclose(stored[name][key], state[key], atol=1e-10, err_msg=ADVICE)


def test_every_gate_of_the_table_is_in_the_fixtures():
    names = {case["name"] for case in json.loads(_stored("programs.json"))}
    assert {f"row {name}" for name in GATES if name != "barrier"} <= names


@pytest.mark.parametrize("sign", ["-", ""])
def test_zeros_of_either_sign_give_the_same_bytes(sign: str):
    builder = ProgramBuilder(1)
    zero = float(f"{sign}0.0")
    builder.matrix(np.array([[zero, 1], [1, zero]], dtype=complex), 0)
    assert builder.build().data.count(b"\x80") == 0
