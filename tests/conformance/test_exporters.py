"""Every export format: deterministic text that stands alone, read back where something reads it."""

from __future__ import annotations

import xml.etree.ElementTree as Xml

import pytest

from qdesign import qasm
from qdesign.circuit import Circuit, Condition, Operation
from qdesign.diagram import Diagram
from qdesign.document import Document
from qdesign.equivalence import equivalent
from qdesign.errors import InvalidRequest, NotConvertible, QdesignError
from qdesign.exporter import Exporter
from qdesign.exporters import export
from qdesign.rows import rows
from qdesign.zx.translate import to_diagram
from tests.notation import diagram

EXPORTERS = list(rows(Exporter).values())
CIRCUIT = Circuit.of(3, "h 0; cx 0 1; rz(2*theta+pi/3) 1; ccx 0 1 2; iswap 1 2; u(0.1, a, pi) 0")
HOSTILE = "<script>alert(1)</script>"


def bodies() -> list[Circuit | Diagram]:
    return [CIRCUIT, to_diagram(CIRCUIT), Circuit(1), Circuit(0)]


@pytest.mark.parametrize("row", EXPORTERS, ids=lambda row: row.name)
def test_an_exporter_writes_circuits_and_diagrams(row: Exporter) -> None:
    assert row.takes in ("circuit", "diagram", "body", "proof")
    assert row.suffix.startswith(".")
    assert "/" in row.mime
    for body in bodies():
        document = Document(body)
        done = export(document, format=row.name, bind=bool(document.body.parameters))
        assert done.text.strip()
        assert done == export(document, format=row.name, bind=bool(document.body.parameters))


@pytest.mark.parametrize(
    "row",
    [row for row in EXPORTERS if row.is_program and row.suffix == ".qasm"],
    ids=lambda row: row.name,
)
def test_a_dialect_reads_back_as_an_equal_circuit(row: Exporter) -> None:
    values = {"theta": 0.3, "a": -1.2}
    text = qasm.dumps(CIRCUIT, values=values, dialect=row.name)
    verdict = equivalent(qasm.loads(text), CIRCUIT.bind(values))
    assert verdict.equal is True


@pytest.mark.parametrize("row", EXPORTERS, ids=lambda row: row.name)
def test_names_never_become_markup(row: Exporter) -> None:
    body = Circuit(1, Circuit.of(1, "h 0").operations, qubit_names=(HOSTILE,))
    text = export(Document(body), format=row.name).text
    if "xml" in row.mime or "html" in row.mime:
        assert Xml.fromstring(text).tag.endswith("svg")
        assert "<script" not in text


def test_formats_that_are_no_programs_are_no_dialects() -> None:
    with pytest.raises(InvalidRequest, match=r"no dialect 'svg'\. Choose one of: openqasm3, "):
        qasm.dumps(CIRCUIT, dialect="svg")


def test_classical_wires_run_from_the_meter_to_what_waits_for_its_bit() -> None:
    waits = Operation("x", (1,), conditions=(Condition((0,), 1),))
    circuit = Circuit(2, (Operation("measure", (0,), clbits=(0,)), waits), num_clbits=1)
    text = export(Document(circuit), format="svg").text
    bare = export(Document(Circuit(2, circuit.operations[:1], num_clbits=1)), format="svg").text
    assert "c[0]</text>" in text
    assert "c[0]" not in bare
    assert text.count("<line") >= bare.count("<line") + 8
    unwritten = Circuit(2, (waits,), num_clbits=1)
    assert "c[0]" not in export(Document(unwritten), format="svg").text


def test_a_controlled_u_has_a_dot_on_its_control() -> None:
    document = Document(Circuit.of(2, "cu(0.1, 0.2, 0.3, 0) 1 0"))
    first, second = [
        line for line in export(document, format="text").text.splitlines() if line.startswith("q")
    ]
    assert "U(0.1, 0.2, 0.3, 0)" in first
    assert "●" in second
    assert r"\ctrl{-1}" in export(document, format="quantikz").text
    assert "control on q1" in export(document, format="svg").text


def quantikz(circuit: Circuit) -> str:
    return export(Document(body=circuit), format="quantikz").text


def test_quantikz_draws_conditions_directions_and_free_wires() -> None:
    text = (
        "qubit[3] q; bit[2] m; m[0] = measure q[0]; m[1] = measure q[1]; "
        "if (m == 2) x q[2]; if (!m[0]) z q[2];"
    )
    drawn = quantikz(qasm.loads(text))
    assert drawn.count(r"\setwiretype{c}") == 2
    assert r"\meter{}\wire[d][3]{c}" in drawn
    assert r"\octrl[vertical wire=c]{-1}" in drawn
    assert r"\ctrl[vertical wire=c]{-2}" in drawn
    unread = quantikz(qasm.loads("qubit q; bit c; c = measure q;"))
    assert "wire" not in unread
    with pytest.raises(NotConvertible, match="differs from a value"):
        quantikz(qasm.loads("qubit q; bit[2] c; c[0] = measure q; if (c != 2) x q;"))
    for gate in ("rzx(a)", "ecr", "dcx"):
        there, back = (quantikz(Circuit.of(2, f"{gate} {wires}")) for wires in ("0 1", "1 0"))
        assert there != back
    assert quantikz(Circuit.of(2, "rzz(a) 0 1")) == quantikz(Circuit.of(2, "rzz(a) 1 0"))
    apart = quantikz(Circuit.of(3, "rxx(a) 0 2"))
    assert r"\gate[" not in apart
    assert r"\wire[d][2]{q}" in apart


KINDS = {
    "with measurements": qasm.loads("qubit q; bit c; h q; c = measure q; if (c == 1) x q;"),
    "with parameters": CIRCUIT,
    "empty": Circuit(0),
    "a diagram": to_diagram(CIRCUIT),
    "no circuit": diagram("Z(pi/4) - X(a) = out0"),
    "a state with loops": diagram("in0 - Z(a) - X(pi) - H\nout0 - Z"),
    "an empty diagram": Diagram(),
}


@pytest.mark.parametrize("row", EXPORTERS, ids=lambda row: row.name)
def test_an_export_gives_a_text_or_is_refused_in_words(row: Exporter) -> None:
    for body in KINDS.values():
        words = ""
        try:
            text = export(Document(body), format=row.name, bind=row.needs_values).text
        except QdesignError as error:
            text, words = "", str(error)
        assert text.strip() or words.endswith(".")
