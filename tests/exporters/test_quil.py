"""Quil: what is written; read back by pyquil where QDESIGN_PYQUIL names a Python with it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import qdesign as qd
from qdesign.circuit import Circuit, Condition, Operation
from qdesign.errors import NotConvertible
from tests.simulate.oracle import random_circuit

PYTHON = os.environ.get("QDESIGN_PYQUIL", "")
READ = pytest.mark.skipif(
    not PYTHON,
    reason="QDESIGN_PYQUIL names no Python with pyquil (726 MB, half a minute to install)",
)
READER = Path(__file__).parents[1] / "hardware" / "kits" / "quil_reads.py"
NAMES = ("t", "pi", "gate", "θ[0]", "output", "i", "v", "MEASURE", "sin", "c")


def read(programs: list[tuple[str, dict[str, float] | None, int]]) -> list[Any]:
    done = subprocess.run(
        [PYTHON, str(READER)],
        input=json.dumps(programs),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def declared(text: str) -> dict[str, str]:
    """The name of each parameter by the one that Quil has for it."""
    lines = text.splitlines()
    told = dict(
        line[2:].split(" is ", 1) for line in lines if line.startswith("# ") and " is " in line
    )
    found = [line.split()[1] for line in lines if line.startswith("DECLARE") and "REAL" in line]
    return {name: told.get(name, name) for name in found}


def agree(state: Any, circuit: Circuit, values: dict[str, float]) -> None:
    theirs = np.array(state[0]) + 1j * np.array(state[1])
    ours = qd.Simulator(circuit).statevector(values)
    assert abs(abs(np.vdot(theirs, ours)) - 1) < 1e-9


@READ
def test_random_circuits_are_read_back_as_the_same_state() -> None:
    made: list[tuple[Circuit, dict[str, float]]] = []
    programs: list[tuple[str, dict[str, float] | None, int]] = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        circuit = random_circuit(int(rng.integers(1, 6)), 20, rng)
        values = {name: float(rng.normal()) for name in circuit.parameters}
        text = qd.qasm.dumps(circuit, dialect="quil")
        given = {theirs: values[ours] for theirs, ours in declared(text).items()}
        made.append((circuit, values))
        programs.append((text, given, circuit.num_qubits))
    for (circuit, values), state in zip(made, read(programs), strict=True):
        agree(state, circuit, values)


@READ
def test_names_and_formulas_of_parameters_survive() -> None:
    turns = [f"rx({f'`{name}`' if name == 'pi' else name}/2 + pi/3) 0; h 0" for name in NAMES]
    formulas = ["rz(-a**2) 0", "ry(sin(a)*b) 0", "rz(tan(b) - sqrt(c)) 0", "ry(abs(-a)/b) 0"]
    circuit = Circuit.of(1, "; h 0; ".join([*turns, *formulas]))
    values = {name: 0.3 + 0.2 * k for k, name in enumerate(circuit.parameters)}
    text = qd.qasm.dumps(circuit, dialect="quil")
    names = declared(text)
    assert tuple(names.values()) == circuit.parameters
    assert {"t", "pi", "gate", "output", "i", "v"} <= set(names)
    given = {theirs: values[ours] for theirs, ours in names.items()}
    (state,) = read([(text, given, 1)])
    agree(state, circuit, values)


@READ
def test_conditions_jump() -> None:
    rng = np.random.default_rng(0)
    programs: list[tuple[str, dict[str, float] | None, int]] = []
    wanted: list[list[int]] = []
    for _ in range(60):
        circuit, bits = _classical(rng)
        programs.append((qd.qasm.dumps(circuit, dialect="quil"), None, 3))
        wanted.append(bits)
    found = read(programs)
    assert [each["c"] for each in found] == wanted


def _classical(rng: np.random.Generator) -> tuple[Circuit, list[int]]:
    """Flips and measurements under conditions, and the bits that they leave."""
    qubits, bits = [0, 0, 0], [0, 0, 0]
    operations: list[Operation] = []
    for _ in range(15):
        clbits = tuple(int(b) for b in rng.permutation(3)[: rng.integers(1, 4)])
        value, equal = int(rng.integers(1 << len(clbits))), bool(rng.integers(2))
        holds = (sum(bits[b] << k for k, b in enumerate(clbits)) == value) == equal
        conditions = (Condition(clbits, value, equal),)
        if rng.random() < 0.4:
            conditions, holds = (), True
        qubit, bit = int(rng.integers(3)), int(rng.integers(3))
        kind = str(rng.choice(["x", "measure"]))
        if kind == "measure":
            operations.append(Operation("measure", (qubit,), clbits=(bit,)))
            bits[bit] = qubits[qubit]
            continue
        operations.append(Operation("x", (qubit,), conditions=conditions))
        qubits[qubit] ^= int(holds)
    operations += [Operation("measure", (q,), clbits=(q,)) for q in range(3)]
    return Circuit(3, tuple(operations), num_clbits=3), qubits


def test_a_program_says_what_it_declares() -> None:
    circuit = qd.qasm.loads(
        'OPENQASM 3.0; include "stdgates.inc"; input float t; qubit[2] q; bit[2] c;'
        "rx(t/2) q[0]; sdg q[1]; c[0] = measure q[0];"
        "if (c != 2) { x q[1]; } barrier q; reset q[0];"
    )
    assert qd.qasm.dumps(circuit, dialect="quil").splitlines() == [
        "# 2 qubits",
        "DECLARE t REAL[1]",
        "DECLARE c BIT[2]",
        "RX(t[0]/2) 0",
        "DAGGER S 1",
        "MEASURE 0 c[0]",
        "JUMP-WHEN @differs-1-0 c[0]",
        "JUMP-UNLESS @differs-1-0 c[1]",
        "JUMP @end-1",
        "LABEL @differs-1-0",
        "X 1",
        "LABEL @end-1",
        "RESET 0",
    ]


def test_names_that_quil_cannot_have_are_told_in_comments() -> None:
    text = qd.qasm.dumps(Circuit.of(1, "rx(θ[0]) 0; rx(MEASURE) 0; rx(p0) 0"), dialect="quil")
    assert declared(text) == {"p0_": "θ[0]", "p1": "MEASURE", "p0": "p0"}
    assert "RX(p0_[0]) 0" in text


def test_a_function_that_quil_does_not_have_is_refused_by_its_operation() -> None:
    with pytest.raises(NotConvertible, match="Operation rz on q1: Quil has no function asin"):
        qd.qasm.dumps(Circuit.of(2, "h 0; rz(asin(a)) 1"), dialect="quil")
