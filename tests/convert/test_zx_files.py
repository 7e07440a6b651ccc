"""ZXLive, PyZX and TikZit ↔ diagrams: read back by PyZX's own readers, and refused in words."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from pyzx.graph.jsonparser import json_to_graph, string_to_phase
from pyzx.tikz import tikz_to_graph
from pyzx.utils import EdgeType

import qdesign as qd
from qdesign import importers
from qdesign.angle import Angle
from qdesign.convert import pyzx_json, zxlive
from qdesign.convert.phase_text import read_phase, write_phase
from qdesign.diagram import Diagram, EdgeKind, SpiderKind
from qdesign.document import Document
from qdesign.errors import (
    InvalidAngle,
    InvalidDocument,
    InvalidRequest,
    NotConvertible,
    RefusedRewrite,
    TooLarge,
)
from tests.notation import diagram
from tests.strategies import angles, diagrams


def numbered(given: Diagram) -> Diagram:
    """The diagram with the ids that a reader gives, without phases."""
    name = {spider.id: f"s{k}" for k, spider in enumerate(given.spiders)}
    return Diagram(
        tuple(replace(s, id=name[s.id], phase=Angle()) for s in given.spiders),
        tuple(
            replace(e, id=f"e{k}", source=name[e.source], target=name[e.target])
            for k, e in enumerate(given.edges)
        ),
        tuple(name[each] for each in given.inputs),
        tuple(name[each] for each in given.outputs),
    )


def same_angle(first: Angle, second: Angle) -> bool:
    rest = first - second
    turn = math.remainder(float(rest.pi) * math.pi + rest.radians, 2 * math.pi)
    return abs(turn) < 1e-12 and all(abs(c) < 1e-12 for _, c in rest.terms)


def read_by_pyzx(phase: Any) -> tuple[dict[str, float], float]:
    """The coefficients of a phase of PyZX, and the cosine of its number."""
    terms = phase.terms if hasattr(phase, "terms") else [(phase, None)]
    made = {str(term) if term and term.vars else "": float(number) for number, term in terms}
    number = math.cos(math.pi * made.pop("", 0.0))
    return {key: round(value, 9) for key, value in made.items()}, round(number, 6)


@settings(max_examples=60, deadline=None)
@given(diagrams())
def test_a_diagram_comes_back_from_both_formats_and_pyzx_reads_the_same(body: Diagram) -> None:
    text, drawn = pyzx_json.dumps(body), qd.zx.to_tikz(body)
    for back in (pyzx_json.loads(text), qd.zx.from_tikz(drawn)):
        assert numbered(back) == numbered(body)
        for one, other in zip(back.spiders, body.spiders, strict=True):
            assert other.kind is SpiderKind.BOUNDARY or same_angle(one.phase, other.phase)
    graph = json_to_graph(text)
    picture = tikz_to_graph(drawn, backend="multigraph")
    assert graph.num_edges() == len(body.edges)
    assert graph.num_inputs() == len(body.inputs)
    for each in (graph, picture):
        assert each.num_vertices() == len(body.spiders)
    hadamard = sum(edge.kind is EdgeKind.HADAMARD for edge in body.edges)
    assert sum(graph.edge_type(e) == EdgeType.HADAMARD for e in graph.edges()) == hadamard
    # Both are the same phases to PyZX, but for names that LaTeX writes otherwise; its reader of
    # pictures puts loops and parallel edges into phases.
    pairs = [frozenset((e.source, e.target)) for e in body.edges]
    if (
        all(len(pair) == 2 for pair in pairs)
        and len(set(pairs)) == len(pairs)
        and body.symbols == tuple(s for s in body.symbols if f"${s}" in drawn or f" {s}" in drawn)
    ):
        one, other = [[read_by_pyzx(g.phase(v)) for v in g.vertices()] for g in (graph, picture)]
        assert one == other


@settings(max_examples=60, deadline=None)
@given(angles())
def test_a_phase_is_written_as_pyzx_reads_it(angle: Angle) -> None:
    text = write_phase(angle)
    assert same_angle(read_phase(text), angle)
    assert not hasattr(string_to_phase(text), "terms") or angle.terms


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("1/2", "pi/2"),
        ("-π/4", "7*pi/4"),
        ("3*pi/2", "3*pi/2"),
        ("0.25", "pi/4"),
        ("2a + 1/4", "2*a + pi/4"),
        ("-(a - b)/2", "-a/2 + b/2"),
        ("x*1/2 + x*1/2", "x"),
        ("-", "pi"),
        ("/4", "pi/4"),
        ("b[2]", "b[2]"),
        ("", "0"),
    ],
)
def test_phases_of_people_count_in_pi(text: str, understood: str) -> None:
    assert read_phase(text) == Angle.parse(understood) + Angle()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("__import__('os')", "cannot be read"),
        ("a*b", "product of symbols"),
        ("1/0", "divides by 0"),
        ("1/a", "divides by 0"),
        ("(" * 400, "more than 30 deep"),
        ("9^99^9", "not expected|beyond"),
        ("1" * 3000, "3000 letters"),
        ("99^99", "beyond"),
    ],
)
def test_no_text_of_a_phase_is_run(text: str, why: str) -> None:
    with pytest.raises(InvalidAngle, match=why):
        read_phase(text)


def test_booleans_and_names_of_any_script_come_back() -> None:
    body = diagram("in0 - Z(2θ + π/4) = X(pi*b) - Z(c) - H - out0")
    formula = {"c": Angle.parse("sin(a)")}
    body = replace(body.substitute(formula), booleans=("b",))
    for back in (pyzx_json.loads(pyzx_json.dumps(body)), qd.zx.from_tikz(qd.zx.to_tikz(body))):
        assert back.booleans == ("b",)
        assert [s.phase for s in back.spiders] == [s.phase for s in body.spiders]
    registry = json_to_graph(pyzx_json.dumps(body)).var_registry
    assert registry.get_type("b", False)


def old(kind: str = "Z", **data: str) -> dict[str, Any]:
    return {"annotation": {"coord": [1.0, -2.0]}, "data": {"type": kind, **data}}


OLD: dict[str, Any] = {
    "wire_vertices": {
        "b0": {"annotation": {"boundary": True, "coord": [0, 0], "input": 0}},
        "b1": {"annotation": {"boundary": True, "coord": [3, 0], "output": 0}},
    },
    "node_vertices": {
        "v0": old("Z", value="π/4"),
        "v1": old("hadamard", is_edge="true"),
        "v2": old("hadamard"),
        "v3": old("hadamard", is_edge="false"),
    },
    "undir_edges": {
        "e0": {"src": "b0", "tgt": "v0"},
        "e1": {"src": "v0", "tgt": "v1"},
        "e2": {"src": "v1", "tgt": "v2"},
        "e3": {"src": "v2", "tgt": "v3"},
        "e4": {"src": "v3", "tgt": "b1"},
    },
    "scalar": '{"power2": 1, "phase": "0"}',
}


def test_the_format_before_is_read() -> None:
    body = pyzx_json.loads(json.dumps(OLD))
    assert [(s.kind, s.phase.pi) for s in body.spiders] == [
        (SpiderKind.Z, Fraction(1, 4)),
        (SpiderKind.H, Fraction(1)),
        (SpiderKind.H, Fraction(0)),
        (SpiderKind.BOUNDARY, Fraction(0)),
        (SpiderKind.BOUNDARY, Fraction(0)),
    ]
    assert (body.spiders[0].x, body.spiders[0].y) == (1.0, 2.0)
    assert [e.kind for e in body.edges].count(EdgeKind.HADAMARD) == 1
    assert (body.inputs, body.outputs) == (("s3",), ("s4",))


def new(**changes: Any) -> str:
    facts = json.loads(pyzx_json.dumps(diagram("in0 - Z(pi/4) - out0")))
    return json.dumps(facts | changes)


def vertex(**changes: Any) -> dict[str, Any]:
    return {"id": 7, "t": 1, "pos": [0, 0]} | changes


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[" * 5000, "no JSON"),
        ("[]", "is an object"),
        ("{}", "no 'vertices'"),
        (new(version=3), "version 3"),
        (new(scalar={"is_zero": True}), "zero map"),
        (new(vertices=[vertex(t=5)], edges=[]), "Vertex 7 is a W-node"),
        (new(vertices=[vertex(t=99)], edges=[]), "Vertex 7 is a dummy node"),
        (new(vertices=[vertex(is_ground=True)], edges=[]), "Vertex 7 is grounded"),
        (new(vertices=[vertex(t=3, data={"label": "0.5"})], edges=[]), "H-box 7 has the label"),
        (new(vertices=[vertex(phase="os.system('a')")], edges=[]), "Vertex 7: Phase"),
        (new(vertices=[vertex(pos=[1e300, 0])], edges=[]), "Vertex 7 stands at"),
        (new(edges=[[0, 9, 1]]), "ends at 9"),
        (new(edges=[[0, 1, 3]]), "neither plain nor Hadamard"),
        (new(edges=[[0, 1, 1]]), "Boundary '2' has 0 edges"),
        (json.dumps(OLD | {"undir_edges": {}}), "The Hadamard edge v1 joins 0"),
    ],
)
def test_what_cannot_be_held_is_refused_by_its_name(text: str, why: str) -> None:
    with pytest.raises((InvalidDocument, NotConvertible), match=why):
        pyzx_json.loads(text)


@pytest.mark.parametrize(
    ("node", "why"),
    [
        (r"\node [style=W triangle] (4) at (1, 1) {};", r"Node \(4\) is a W-node"),
        (r"\node [style=pentagon] (4) at (1, 1) {};", r"style 'pentagon'"),
        (r"\node [style=Z dot] (0) at (1, 1) {};", r"Two nodes .* \(0\)"),
        (r"\node [style=Z dot] (4) at (1, 1) {$\input{/etc/passwd}$};", r"Node \(4\): Phase"),
        (r"\node [style=Z dot] (4) at (1e9, x) {};", "not written"),
        (r"\draw (0) to (9);", r"ends at \(9\)"),
        (r"\node [style=Z dot] (4) at (1, 1) {", "has no end"),
    ],
)
def test_a_picture_that_is_no_diagram_is_refused_by_its_node(node: str, why: str) -> None:
    lines = [r"\begin{tikzpicture}", r"\node [style=Z dot] (0) at (0, 0) {};", node]
    with pytest.raises((InvalidDocument, NotConvertible), match=why):
        qd.zx.from_tikz("\n".join((*lines, r"\end{tikzpicture}")))


def test_what_tikzit_draws_is_read() -> None:
    body = qd.zx.from_tikz(
        r"""\begin{tikzpicture}
        \node [style=none] (0) at (0, 0) {};
        \node [style=green phase node] (1) at (1, 0.5) {$-\frac{\pi}{2}$};
        \node [style=X phase dot] (2) at (2, 0) {$\alpha_{1}+\pi$}; % a comment
        \node [style=none] (3) at (3, 0) {};
        \node [style=none] (4) at (4, 0) {};
        \draw [style=hadamard edge, bend left=45] (0.center) to (1);
        \draw [in=45, out=90, loop] (2) to ();
        \draw (1) to (2);
        \draw (1) to (2);
        \draw (2) to (3.center);
        \draw (3.center) to (4);
        \end{tikzpicture}"""
    )
    assert [s.kind.value for s in body.spiders] == ["boundary", "Z", "X", "Z", "boundary"]
    assert body.spiders[1].phase == Angle.parse("3*pi/2")
    assert body.spiders[1].y == -0.5
    assert body.parameters == ("alpha_1",)
    assert len(body.edges) == 6
    assert (body.inputs, body.outputs) == (("s0",), ("s4",))


def test_files_are_told_by_what_is_in_them(tmp_path: Path) -> None:
    body = diagram("in0 - Z(pi/4) - out0")
    for ending in (".zxg", ".json", ".tikz", ".tex"):
        place = tmp_path / f"a{ending}"
        qd.zx.save(body, place)
        assert numbered(qd.zx.load(place)) == numbered(body)
    (tmp_path / "a.qasm").write_text("OPENQASM 3.0; qubit q; U(0,0,pi/4) q;")
    assert qd.zx.load(tmp_path / "a.qasm").num_spiders >= 1
    with pytest.raises(InvalidRequest, match=r"Nothing is written as '\.png'"):
        qd.zx.save(body, tmp_path / "a.png")
    with pytest.raises(InvalidRequest, match="of circuits"):
        qd.zx.save(body, tmp_path / "a.qasm")
    (tmp_path / "b.zxg").write_text('{"vertices": []')
    with pytest.raises(InvalidDocument, match=r"b\.zxg: .*no JSON"):
        qd.zx.load(tmp_path / "b.zxg")


def test_limits_hold_before_memory_is_taken() -> None:
    one = '{"id": 1, "t": 1, "pos": [0, 0]}'
    text = f'{{"version": 2, "edges": [], "vertices": [{", ".join([one] * 100_001)}]}}'
    with pytest.raises(TooLarge, match="100,001 vertices; up to 100,000"):
        pyzx_json.loads(text)


def test_proofs_and_rules_of_zxlive_come_back_and_say_where_they_are_wrong() -> None:
    start, end = diagram("in0 - Z(a) - Z(b) - out0"), diagram("in0 - Z(a + b) - out0")
    text = zxlive.write_proof(start, [zxlive.DrawnStep("Fuse them", "spider", end)])
    first, (step,) = zxlive.read_proof(text)
    assert (numbered(first), numbered(step.diagram)) == (numbered(start), numbered(end))
    assert (step.name, step.rule) == ("Fuse them", "spider")
    assert importers.read(text).body == step.diagram
    # Older files hold texts inside the text; a group stands for its steps.
    value = json.loads(text)
    value["initial_graph"] = json.dumps(value["initial_graph"])
    inner = value["proof_steps"][0]
    value["proof_steps"] = [json.dumps(inner | {"grouped_rewrites": [inner, inner]})]
    assert [each.name for each in zxlive.read_proof(json.dumps(value))[1]] == ["Fuse them"] * 2
    value["proof_steps"] = [inner, {"graph": {"vertices": 3}}]
    with pytest.raises(InvalidDocument, match="Step 2: 'vertices'"):
        zxlive.read_proof(json.dumps(value))
    rule = zxlive.DrawnRule("fuse", "two to one", start, end)
    back = zxlive.read_rule(zxlive.write_rule(rule))
    assert (back.name, numbered(back.right)) == ("fuse", numbered(end))
    other = replace(rule, right=diagram("Z - out0"))
    with pytest.raises(InvalidDocument, match=r"1 input and 1 output, the right one 0 and 1"):
        zxlive.read_rule(zxlive.write_rule(other))


def test_a_proof_of_zxlive_opens_whole_and_its_wrong_step_is_named(tmp_path: Path) -> None:
    proof = qd.zx.Proof(diagram("in0 - a:Z(x) - b:Z(y) - c:X(pi) - out0"))
    proof.apply("fuse", ["a", "b"])
    proof.apply("pi_commute", ["c", "a"])
    proof.rename(2, "π to the left")
    proof.group(1, 2, "both")
    path = tmp_path / "steps.zxp"
    qd.zx.save(proof, path)
    read = Document.loads(importers.read(path.read_text()).dumps()).proof
    assert [(each.title, each.group) for each in read.steps] == [
        ("Fuse spiders", "both"),
        ("π to the left", "both"),
    ]
    assert all(each.verdict.equal for each in read.steps)
    assert read.check().ok
    for each in json.loads(path.read_text())["proof_steps"][0]["grouped_rewrites"]:
        assert json_to_graph(json.dumps(each["graph"])).num_vertices() >= 4

    wrong = json.loads(path.read_text())
    inner = wrong["proof_steps"][0]["grouped_rewrites"]
    inner[0]["graph"]["vertices"][0]["phase"] = "x + y + 1/4"
    kinds = [each["t"] for each in inner[0]["graph"]["vertices"]]
    inner[0]["graph"]["vertices"][kinds.index(1)]["phase"] = "x/2"
    read = importers.read(json.dumps(wrong)).proof
    assert [each.verdict.equal for each in read.steps] == [False, False]
    checked = read.check()
    assert checked.failed == ("p1", "p2")
    assert "the map is another one" in checked.wrong["p1"]


def test_a_rule_of_zxlive_becomes_a_lemma_or_is_refused() -> None:
    rule = zxlive.DrawnRule(
        "fuse", "", diagram("in0 - Z(a) - Z(b) - out0"), diagram("in0 - Z(a + b) - out0")
    )
    document = importers.read(zxlive.write_rule(rule))
    assert document.body == zxlive.read_rule(zxlive.write_rule(rule)).left
    (lemma,) = document.proof.lemmas.values()
    assert lemma.verdict.is_exact
    assert lemma.matches(diagram("in0 - Z(p) - Z(q) - out0")) != []
    with pytest.raises(RefusedRewrite, match="'fuse' are different"):
        importers.read(zxlive.write_rule(replace(rule, right=diagram("in0 - X(a + b) - out0"))))


def test_a_lemma_is_written_as_a_rule_and_a_diagram_as_a_proof_that_begins(tmp_path: Path) -> None:
    left, right = diagram("in0 = Z(a) = out0"), diagram("in0 - X(a) - out0")
    path = tmp_path / "color.zxr"
    qd.zx.save(qd.zx.Lemma(left, right, name="color"), path)
    assert importers.read(path.read_text()).proof.lemmas["color"].both_ways
    with pytest.raises(InvalidRequest, match="two sides"):
        qd.zx.save(left, path)
    qd.zx.save(left, tmp_path / "start.zxp")
    assert numbered(qd.zx.load(tmp_path / "start.zxp")) == numbered(left)
