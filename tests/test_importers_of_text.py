"""Qiskit code against Qiskit, which runs it; Quirk's circuits against Quirk's own matrices."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any, cast
from urllib.parse import quote

import numpy as np
import pytest
from pyzx.graph.graph_s import GraphS
from qiskit.quantum_info import Operator

from qdesign.circuit import Circuit
from qdesign.convert.pyzx import from_pyzx, to_pyzx
from qdesign.convert.qiskit import to_qiskit
from qdesign.errors import InvalidDocument, InvalidText, QdesignError
from qdesign.importers import QISKIT_CODE, read
from qdesign.session.opening import open_document
from qdesign.zx.translate import to_diagram
from scripts.campaign import cases
from tests.damaging import damaged
from tests.effort import at_most

HEAD = "from qiskit import QuantumCircuit\nfrom qiskit.circuit import Parameter\nimport math\n"
VALUES = {"theta": 0.7, "b": -1.3}


def drawn(text: str) -> Circuit:
    body = read(text).body
    assert isinstance(body, Circuit)
    return body


def unitary(circuit: Any) -> np.ndarray:
    bound = circuit.assign_parameters({p: VALUES[p.name] for p in circuit.parameters})
    return np.asarray(cast("Any", Operator(bound)).data)


@pytest.mark.parametrize(
    "lines",
    [
        "qc.h(0); qc.cx(0, 1); qc.ccx(0, 1, 2); qc.swap(1, 2); qc.sxdg(1); qc.p(math.pi / 8, 2)",
        "t = Parameter('theta'); qc.rx(t, 1); qc.rzz(2 * t - math.pi / 4, 0, 2); qc.cp(-t, 0, 1)",
        "a = Parameter('theta'); b = Parameter('b'); c = a + b; qc.u(c, -c * 2, 0.25, 0)",
        "x = 2; half = math.pi / x; qc.ry(half * 3, x); qc.h([0, 1]); qc.cx([0, 1], 2)",
        "a = Parameter('theta'); c = a * (a - 2); qc.p(c * a.sin() / 3, 1); qc.rx(abs(-a), 0)",
        "a = Parameter('theta'); b = Parameter('b'); qc.ry((a + b).arctan() - (b**2).exp(), 2)",
        "n = 1e-3 + 2; qc.crx(n / 2, 2, 0); qc.cu(0.1, 0.2, 0.3, 0.4, 1, 0); qc.s(range(2))",
    ],
)
def test_qiskit_code_is_read_as_qiskit_runs_it(lines: str) -> None:
    code = f"{HEAD}qc = QuantumCircuit(3)\n{lines}\n"
    scope: dict[str, Any] = {}
    exec(code, scope)  # the code of this very test
    assert np.allclose(unitary(to_qiskit(drawn(code))), unitary(scope["qc"]))


def test_measurements_of_qiskit_code_keep_their_bits() -> None:
    code = f"{HEAD}qc = QuantumCircuit(2, 2)\nqc.x(1)\nqc.barrier()\nqc.measure([0, 1], [1, 0])\n"
    scope: dict[str, Any] = {}
    exec(code, scope)  # the code of this very test
    theirs = [
        (i.operation.name, [scope["qc"].find_bit(c).index for c in i.clbits]) for i in scope["qc"]
    ]
    ours = [(o.gate, list(o.clbits)) for o in drawn(code).operations if hasattr(o, "gate")]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType, reportUnknownArgumentType]  # no blocks here
    assert ours == theirs


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("qc.h(7)", "the circuit has qubits 0 to 2"),
        ("for k in range(3): qc.h(k)", "this statement is not read"),
        ("__import__('os').system('true')", "this statement is not read"),
        ("qc.rx(open('x'), 0)", "neither a number nor a parameter"),
        ("qc.append(thing, [0])", "'append' is read with a gate"),
        ("import os", "this statement is not read"),
        ("qc.cx(0, 0)", "different qubits"),
        ("qc.measure(0, 0)", "no classical bits"),
        ("qc.h(0", "not Python code"),
        ("a = Parameter('a'); qc.rx(a.sign(), 0)", "neither a number nor a parameter"),
        ("a = Parameter('a'); qc.rx(a / 0, 0)", "divides by zero"),
    ],
)
def test_other_code_is_refused_with_its_line(line: str, said: str) -> None:
    with pytest.raises(InvalidText, match=f"(?s)^Line 5, column .*{said}") as refused:
        read(f"{HEAD}qc = QuantumCircuit(3)\n{line}\n")
    assert "\n" not in str(refused.value)


X = np.array([[0, 1], [1, 0]], complex)
Y = np.array([[0, -1j], [1j, 0]])
Z = np.diag([1, -1]).astype(complex)
ONE = np.eye(2, dtype=complex)
QUIRK: dict[str, np.ndarray] = {"H": (X + Z) / np.sqrt(2), "X": X, "Y": Y, "Z": Z}
"""A power of a Pauli matrix P is the sum of its parts: P^t = (1 + P)/2 + e^(iπt) (1 - P)/2."""
for axis, pauli in (("X", X), ("Y", Y), ("Z", Z)):
    for mark, part in (("½", 1 / 2), ("¼", 1 / 4), ("⅛", 1 / 8), ("⅟₁₆", 1 / 16)):
        for sign, power in (("", part), ("-", -part)):
            turned = (ONE + pauli) / 2 + np.exp(1j * np.pi * power) * (ONE - pauli) / 2
            QUIRK[f"{axis}^{sign}{mark}"] = turned


def column(cells: Sequence[object]) -> np.ndarray:
    """The matrix of one gate with controls; qubit 0 is the lowest bit."""
    only = [ONE[:1, :1]]
    for cell in cells:
        share = {"•": np.diag([0, 1]), "◦": np.diag([1, 0])}.get(str(cell), ONE)
        only.append(np.kron(share, only[-1]))
    acting = [ONE[:1, :1]]
    for cell in cells:
        share = {"•": np.diag([0, 1]), "◦": np.diag([1, 0])}.get(
            str(cell), QUIRK.get(str(cell), ONE)
        )
        acting.append(np.kron(share, acting[-1]))
    return np.eye(2 ** len(cells)) - only[-1] + acting[-1]


def same(a: np.ndarray, b: np.ndarray) -> bool:
    """Up to a scalar."""
    return bool(np.isclose(abs(np.vdot(a, b)), len(a)))


@pytest.mark.parametrize("name", QUIRK)
def test_gates_of_quirk_are_its_matrices(name: str) -> None:
    for cells in ([name], ["•", name], [name, "◦", "•"]):
        text = json.dumps({"cols": [["H"], cells]})
        first = column(["H", *[1] * (len(cells) - 1)])
        assert same(unitary(to_qiskit(drawn(text))), column(cells) @ first), cells


def test_links_to_quirk_are_read_in_each_form() -> None:
    text = '{"cols":[["H"],["•","X"],["…","Bloch"],["Swap",1,"Swap"],[{"id":"Rzft","arg":"pi/3"}]]}'
    circuit = drawn(text)
    assert circuit.num_qubits == 3
    for form in (
        f"https://algassert.com/quirk#circuit={text}",
        f"https://algassert.com/quirk#circuit={quote(text)}",
        f"  #circuit={quote(text)}\n",
    ):
        assert drawn(form) == circuit
    measured = drawn('{"cols":[["X"],["Measure","Measure"]],"init":[0,1]}')
    assert measured.num_clbits == 2


def test_displays_of_quirk_that_are_ours_come_along_behind_their_gates() -> None:
    text = json.dumps(
        {
            "cols": [
                ["Bloch", 1, 1],
                ["H"],
                ["Bloch", "Chance2"],
                ["X", "•"],
                ["Density", 1, "Amps1"],
                ["•", "Bloch"],
            ]
        }
    )
    document = read(text)
    assert isinstance(document.body, Circuit)
    columns = {o.gate: o.column for o in document.body.plain_operations}
    assert [(d.kind, d.qubits, d.column) for d in document.displays] == [
        ("bloch", (0,), -1),
        ("bloch", (0,), columns["h"]),
        ("probabilities", (1, 2), -1),
        ("density", (0,), columns["x"]),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"cols":[["H"],["QFT3"]]}', "column 2 has the gate 'QFT3'"),
        ('{"cols":[["X^t"]]}', "'X^t'"),
        ('{"cols":[[{"id":"Rxft","arg":"pi t"}]]}', "Rx of 'pi t', no fixed angle"),
        ('{"cols":[["Swap"]]}', "1 Swap, not two"),
        ('{"cols":[["•","Measure"]]}', "Measure with controls"),
        ('{"cols":[[true]]}', "True, which is no gate"),
        ('{"cols":[["H"]', "no JSON"),
        ('{"cols":3}', "no list of columns"),
        ('{"cols":[],"init":["?"]}', "starts as '[?]'"),
    ],
)
def test_what_quirk_has_beyond_is_named(text: str, said: str) -> None:
    with pytest.raises(InvalidDocument, match=said.replace("^", r"\^")):
        read(text)


DAMAGED = "damaged circuits of Quirk, Qiskit and PyZX"
COLUMNS = {
    "cols": [["H", "…", "X^½"], ["•", "X", "◦"], ["Z^¼", 1, "Swap", "Swap"], ["Measure"]],
    "init": [0, 1, "+"],
}


def changed(text: str, rng: Random) -> str:
    """A text with one to three pieces gone, doubled or others."""
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(text) + 1)
        to = at + rng.randint(0, 12)
        piece = rng.choice(["", "0", "-", '"', ")", "]", ",", "9" * 30, "é", text[at:to] * 3, "\n"])
        text = text[:at] + piece + text[to:]
    return text


@pytest.mark.sized(DAMAGED)
def test_what_is_damaged_is_read_or_refused() -> None:
    rng = Random(20_261_127)
    code = str(QISKIT_CODE.example())
    drawing = to_diagram(Circuit.of(2, "h 0; cx 0 1; rz(a) 1; rx(pi/4) 0; cz 0 1"))
    graph = json.loads(to_pyzx(drawing).to_json())
    taken = {"code": 0, "graph": 0, "quirk": 0}

    def take(kind: str, make: Callable[[], object]) -> None:
        with at_most(2_000_000), suppress(QdesignError):
            make()
            taken[kind] += 1

    for _ in range(cases(DAMAGED)):
        text = changed(code, rng)
        take("code", lambda text=text: read(text))
        text = json.dumps(damaged(COLUMNS, rng))
        take("quirk", lambda text=text: read(text))
        text = json.dumps(damaged(graph, rng))
        try:
            made = GraphS.from_json(text)
        except Exception:  # PyZX's own: it reads the text
            continue
        take("graph", lambda made=made: from_pyzx(made))
    assert all(number > 0 for number in taken.values()), taken


@pytest.mark.parametrize("text", ["", "garbage", "{}", '{"a": 1}'])
@pytest.mark.parametrize("ending", [".zxg", ".zxp", ".zxr", ".tikz"])
def test_a_file_that_is_not_what_its_name_says_is_refused_as_that(
    text: str, ending: str, tmp_path: Path
) -> None:
    path = tmp_path / f"drawn{ending}"
    path.write_text(text)
    with pytest.raises(InvalidDocument, match=rf"'\{ending}' holds"):
        open_document(path)
