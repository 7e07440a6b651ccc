"""IBM's dialect: native gates on `$n` that Qiskit's own reader and ours read back equal."""

from __future__ import annotations

import math
import random
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qiskit import qasm3
from qiskit.quantum_info import Operator

from qdesign import Angle, Circuit, Condition, Operation
from qdesign.convert.qiskit import from_qiskit, to_qiskit
from qdesign.equivalence import equivalent
from qdesign.errors import NotConvertible, QdesignError
from qdesign.exporters.ibm import write_placed
from qdesign.qasm import dumps, loads
from qdesign.qasm.names import encoded
from scripts.campaign import cases
from tests.strategies import NAMES, circuits

RANDOM = "random circuits in the dialect of IBM"

VALUES = {name: math.sin(3.7 * k + 1) for k, name in enumerate(NAMES)}
PROGRAMS = sorted(Path(__file__).parents[1].joinpath("data").glob("openqasm*/*.qasm"))
SMALL = 1_200  # letters of a program that is read every day; make campaign reads all
HARD = ("t", "pi", "gate", "θ[0]", "output", "i", "v")


def qiskit_loads(text: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return qasm3.loads(text)


def values_of(circuit: Circuit) -> dict[str, float]:
    return {name: VALUES.get(name, 0.1 * k + 0.3) for k, name in enumerate(circuit.parameters)}


def read_by_qiskit(text: str, values: dict[str, float]) -> np.ndarray:
    """The matrix that Qiskit reads, with its global phase, which its reader keeps."""
    read = qiskit_loads(text)
    names = {encoded(name): value for name, value in values.items()}
    bound = read.assign_parameters({p: names[p.name] for p in read.parameters})
    return np.asarray(Operator(bound).data)


def matrix(circuit: Circuit, values: dict[str, float]) -> np.ndarray:
    return np.asarray(Operator(to_qiskit(circuit.bind(values))).data)


def gates_of(text: str) -> set[str]:
    lines = text.splitlines()[2:]
    words = {line.strip().split("(")[0].split(" ")[0].rstrip(";") for line in lines}
    return words - {"input", "bit[2]", "gphase", "barrier", "}", "if"}


@pytest.mark.sized(RANDOM)
@given(circuits())
@settings(max_examples=cases(RANDOM), deadline=None)
def test_random_circuits_are_read_back_equal_by_qiskit_and_by_us(circuit: Circuit) -> None:
    text = dumps(circuit, dialect="ibm")
    values = values_of(circuit)
    wanted = matrix(circuit, values)
    assert gates_of(text) <= {"rz", "sx", "x", "cz"}
    assert np.allclose(read_by_qiskit(text, values), wanted, atol=1e-9)
    read = loads(text)
    assert read.num_qubits == circuit.num_qubits
    assert set(read.parameters) == set(circuit.parameters)
    assert np.allclose(matrix(read, values), wanted, atol=1e-9)


def test_names_that_mean_something_elsewhere_come_back() -> None:
    turns = "; ".join(f"rz(p{k}) 0; sx 0; rzz(p{k}/3) 0 1" for k in range(len(HARD)))
    circuit = Circuit.of(2, turns)
    named = {f"p{k}": Angle.parameter(name) for k, name in enumerate(HARD)}
    circuit = Circuit(
        2, tuple(o.map_angles(lambda a: a.substitute(named)) for o in circuit.plain_operations)
    )
    text = dumps(circuit, dialect="ibm")
    assert set(loads(text).parameters) == set(HARD)
    assert text.count("input float[64]") == len(HARD)
    values = {name: 0.3 * k - 1 for k, name in enumerate(HARD)}
    assert np.allclose(read_by_qiskit(text, values), matrix(circuit, values))


@pytest.mark.parametrize("seed", range(12))
def test_dynamic_circuits_keep_every_branch(seed: int) -> None:
    rng = random.Random(seed)
    operations: list[Operation] = []
    for _ in range(12):
        qubit, other = rng.sample(range(3), 2)
        kind = rng.choice(["h", "cx", "measure", "branch", "reset", "turn"])
        if kind == "measure":
            operations.append(Operation("measure", (qubit,), clbits=(rng.randrange(2),)))
        elif kind == "branch":
            bits = rng.choice([(0,), (1,), (0, 1)])
            wanted = Condition(bits, rng.randrange(1 << len(bits)), rng.random() < 0.6)
            more = (Condition((1,), 1),) if rng.random() < 0.3 else ()
            gate = rng.choice(["h", "x", "ry"])
            angles = (Angle.of(0.7),) if gate == "ry" else ()
            operations.append(Operation(gate, (qubit,), angles, conditions=(wanted, *more)))
        elif kind == "reset":
            operations.append(Operation("reset", (qubit,)))
        elif kind == "turn":
            operations.append(Operation("rx", (qubit,), (Angle.of(rng.uniform(-7, 7)),)))
        else:
            wires = (qubit, other) if kind == "cx" else (qubit,)
            operations.append(Operation(kind, wires))
    circuit = Circuit(3, tuple(operations), num_clbits=2)
    text = dumps(circuit, dialect="ibm")
    assert not any(name in text for name in ("let ", "const ", "box", "while", "for "))
    assert equivalent(loads(text), circuit).equal is True
    assert equivalent(from_qiskit(qiskit_loads(text)), circuit).equal is True


def depth_of_branches(text: str) -> int:
    depth = most = 0
    for line in text.splitlines():
        if line.strip().startswith("if"):
            depth += 1
            most = max(most, depth)
        elif line.strip() == "}":
            depth -= 1
    return most


def test_no_branch_stands_in_a_branch() -> None:
    text = "qubit[2] q; bit[3] c; c[0] = measure q[0]; if (c[0]) { if (!c[2]) { x q[1]; h q[1]; } }"
    written = dumps(loads(text), dialect="ibm")
    assert depth_of_branches(written) == 1
    assert equivalent(loads(written), loads(text)).equal is True


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "qubit[2] q; bit[2] c; c[0] = measure q[0]; if (c[0]) c[1] = measure q[1];",
            "Operation measure on qubit 1 is under a condition",
        ),
        (
            "qubit[2] q; bit[2] c; c[0] = measure q[0]; if (c[0]) reset q[1];",
            "Operation reset on qubit 1 is under a condition",
        ),
        (
            "qubit[3] q; bit a; bit b; a = measure q[0]; b = measure q[1]; if (a) {if (b) y q[2];}",
            "Operation y on qubit 2 waits for bits of several registers",
        ),
        (
            "input float a; qubit q; rx(sin(a)) q;",
            r"Operation rx on qubit 0 has the angle 'sin\(a\)'",
        ),
    ],
)
def test_what_it_cannot_say_is_refused_by_the_operation_s_name(text: str, words: str) -> None:
    with pytest.raises(NotConvertible, match=words):
        dumps(loads(text), dialect="ibm")


@given(st.floats(-20, 20) | st.sampled_from([k * math.pi / 2 for k in range(-9, 10)]))
@settings(max_examples=200, deadline=None)
def test_rzz_is_folded_into_the_first_quarter_equal_with_its_phase(angle: float) -> None:
    circuit = Circuit(2, (Operation("rzz", (0, 1), (Angle.of(angle),)),))
    text = write_placed(circuit)
    _in_range(text)
    assert np.allclose(matrix(loads(text), {}), matrix(circuit, {}), atol=1e-12)
    assert np.allclose(read_by_qiskit(text, {}), matrix(circuit, {}), atol=1e-12)


@pytest.mark.parametrize("sixths", range(-40, 40))
def test_exact_angles_of_rzz_stay_exact(sixths: int) -> None:
    circuit = Circuit.of(2, f"rzz({sixths}*pi/6) 0 1")
    text = write_placed(circuit)
    _in_range(text)
    assert equivalent(loads(text), circuit, up_to="exactly").equal is True
    assert "." not in text.split("stdgates.inc")[1].replace("(0.0)", "")


def _in_range(text: str) -> None:
    for operation in loads(text).plain_operations:
        if operation.gate == "rzz":
            assert 0 <= operation.angles[0].at({}) <= math.pi / 2


def test_free_angles_of_fractional_gates_become_other_gates() -> None:
    circuit = Circuit.of(2, "rzz(a) 0 1; rx(b) 0; rx(0.3) 1")
    text = write_placed(circuit)
    assert gates_of(text) == {"rz", "sx", "cz", "rx"}
    values = {"a": -2.2, "b": 4.4}
    assert np.allclose(matrix(loads(text), values), matrix(circuit, values))


def test_a_target_gives_its_gates_and_couplings() -> None:
    circuit = Circuit.of(3, "h 0; cx 0 2; rz(t) 2; cx 1 2")
    text = dumps(circuit, dialect="ibm", target="local:fake_torino")
    assert gates_of(text) <= {"rz", "sx", "x", "cz"}
    assert loads(text).parameters == ("t",)
    assert "$" in text
    assert "qubit[" not in text


def agrees(path: Path) -> None:
    """A program of others is read back equal by Qiskit and by us, where it loads."""
    try:
        circuit = loads(path.read_text("utf-8"))
    except QdesignError:
        return
    text = dumps(circuit, dialect="ibm")
    ours, theirs = loads(text), from_qiskit(qiskit_loads(text))
    assert equivalent(theirs, ours).equal is True
    assert equivalent(ours, circuit).equal is not False  # None: too many branches to compare


@pytest.mark.parametrize(
    "path", [p for p in PROGRAMS if p.stat().st_size < SMALL], ids=lambda path: path.stem
)
def test_small_programs_of_others_are_read_back_equal(path: Path) -> None:
    agrees(path)


@pytest.mark.campaign
def test_programs_of_others_are_read_back_equal() -> None:
    for path in PROGRAMS:
        agrees(path)
