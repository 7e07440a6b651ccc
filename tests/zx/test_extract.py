"""Diagram → circuit, against Qiskit's matrices."""

from pathlib import Path
from typing import Literal

import numpy as np
import pytest

import qdesign as qd
from qdesign import ansatz
from qdesign.circuit import Circuit
from qdesign.cli import main
from qdesign.errors import InvalidRequest, NotConvertible, NotExtractable
from qdesign.session.asks import answer
from qdesign.zx.extraction import extract
from qdesign.zx.translate import to_diagram
from tests.notation import diagram
from tests.simulate.oracle import random_circuit
from tests.zx.oracle import distance, unitary, values_for


@pytest.mark.parametrize("kind", ["full", "clifford"])
@pytest.mark.parametrize("seed", range(12))
def test_extraction_gives_back_the_map(seed: int, kind: Literal["full", "clifford"]) -> None:
    rng = np.random.default_rng(seed)
    given = random_circuit(int(rng.integers(1, 5)), 10, rng)
    values = values_for(given.parameters, rng)
    result = extract(to_diagram(given), kind=kind)
    assert set(result.parameters) <= set(given.parameters)
    assert distance(unitary(result, values), unitary(given, values)) < 1e-9


def test_extraction_keeps_parameters_with_any_name() -> None:
    given = Circuit.of(2, "rz(`π/θ`) 0; cx 0 1; rz(2*`my angle` + 0.3) 1; rx(pi/4) 0")
    assert set(extract(to_diagram(given)).parameters) == {"π/θ", "my angle"}


def test_extract_names_the_spiders_that_block() -> None:
    blocked = diagram(
        """
        in0 - a:Z(t) - out0
        a - b:X - c:Z(pi/4)
        in1 - b
        c - d:X(t) - out1
        c - d
        """
    )
    with pytest.raises(NotExtractable) as caught:
        extract(blocked)
    assert set(caught.value.spiders) <= {"a", "b", "c", "d"}
    assert caught.value.spiders[0] in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "in0 - a:Z(pi/4)\nb:X(t) - out0",
        "in0 - a:Z - out0\nin1 - a\na - out1",
        "in0 - a:X(t) - out0\nin1 - a",
    ],
)
def test_a_diagram_that_is_no_unitary_is_refused(text: str) -> None:
    given = diagram(text)
    with pytest.raises(NotExtractable) as caught:
        extract(given)
    assert caught.value.spiders
    assert set(caught.value.spiders) <= {spider.id for spider in given.spiders}


def test_the_zero_map_is_refused() -> None:
    # PyZX notes a zero only in the graph's scalar, and would go on to extract a circuit.
    with pytest.raises(NotExtractable, match="zero map"):
        extract(diagram("in0 - a:Z(t) - out0\nb:Z(pi) - c:Z"))


def test_a_diagram_with_h_boxes_is_refused() -> None:
    with pytest.raises(NotConvertible, match="H-box"):
        extract(diagram("in0 - a:Z - h:H - out0\na - h"))


@pytest.mark.parametrize("number", [1, 5, 6, 13, 19])
def test_sim_circuits_come_back(number: int) -> None:
    given = ansatz.sim(number, num_qubits=3)
    rng = np.random.default_rng(number)
    values = values_for(given.parameters, rng)
    result = extract(to_diagram(given))
    assert distance(unitary(result, values), unitary(given, values)) < 1e-9


def test_figures_of_extraction_stand_beside_those_of_the_circuit_as_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    circuit = Circuit.of(4, "rzz(a) 0 1; rzz(b) 2 3; rxx(c) 0 2; rzz(d) 1 3; cp(e) 0 3; t 1")
    drawn = to_diagram(circuit)
    figures = qd.zx.extraction_figures(drawn)
    assert figures.before is not None
    assert figures.before.num_two_qubit > 0
    assert figures.after == qd.zx.extract(drawn).stats
    assert figures.is_longer is (figures.after.num_two_qubit > figures.before.num_two_qubit)
    path = tmp_path / "drawn.qdesign"
    qd.Document(drawn).save(path)
    assert main(["info", str(path)]) == 0
    assert f"extracted       {figures}" in capsys.readouterr().out
    assert main(["export", str(path), "-o", str(tmp_path / "out.qasm")]) == 0
    assert f"its diagram: {figures} (exact)." in capsys.readouterr().err


def silent(text: str, fraction: float | None = None, so_far: object = None) -> None:
    """Nobody waits for it."""


def test_the_circuit_that_a_diagram_stands_as_is_simplified_in_its_place() -> None:
    drawn = qd.Document(to_diagram(Circuit.of(2, "rz(a) 0; rz(b) 0; cx 0 1; cx 0 1; h 1")))
    message = {
        "ask": "simplify", "document": drawn.dumps(), "strategy": "best",
        "minimize": "two_qubit", "options": {"as_circuit": True},
    }  # fmt: skip
    made = answer(message, silent).result.document.body
    assert isinstance(made, Circuit)
    assert made.stats.num_two_qubit == 0
    loose = qd.Document(
        diagram("""
        in0 - a:Z - b:Z - out0
        a - c:Z - b
        c - d:Z(t)
        """)
    )
    with pytest.raises(InvalidRequest, match="does not stand as a circuit"):
        answer({**message, "document": loose.dumps()}, silent)
