"""Proofs: made, kept, checked again, replayed; faults in saved ones are found."""

from __future__ import annotations

import copy
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import qdesign as qd
from qdesign.angle import Angle
from qdesign.cli import main
from qdesign.diagram import Diagram, Edge, EdgeKind, Spider, SpiderKind
from qdesign.document import Document
from qdesign.errors import InvalidDocument, InvalidRequest, RefusedRewrite
from qdesign.examples.phase_gadget import PHASE_GADGET
from qdesign.proofs import lemma_names, remove_lemma, save_lemma
from qdesign.proofs.maps import as_tensor
from qdesign.proofs.proof import Proof
from qdesign.zx.rulebook import matches
from scripts.campaign import cases
from tests.notation import diagram

FAULTS = "faults put into saved proofs"
RULES = (
    "fuse", "remove_identity", "change_color", "bialgebra", "insert_identity", "copy", "hopf",
    "expand_hadamard", "pi_commute", "phase_to_gadget",
)  # fmt: skip
CIRCUIT = "rz(a) 0; rz(b) 0; cx 0 1; rx(c) 1; cx 1 2; rz(d) 2; cx 0 1; h 2; rz(pi/2) 2; x 0"


def proof_of(seed: int, length: int = 4) -> Proof:
    """A proof of random steps."""
    rng = random.Random(seed)
    proof = Proof(qd.zx.to_diagram(qd.Circuit.of(3, CIRCUIT)))
    while len(proof) < length:
        body = proof.body
        assert isinstance(body, Diagram)
        rule = rng.choice(RULES)
        found = matches(body, rule)
        if found:
            proof.apply(rule, rng.choice(found))
    return proof


def test_a_proof_is_kept_in_a_document_and_read_back(tmp_path: Path) -> None:
    proof = proof_of(1)
    inner = proof.simplify("full").inner
    assert inner
    assert {rule for rule, _ in inner} <= set(qd.catalog("rule"))
    proof.extract()
    proof.branch(2)
    proof.apply("change_color", [next(s.id for s in proof.body.spiders if s.kind == "Z")])  # type: ignore[union-attr]
    proof.rename(1, "the first")
    document = Document(proof.start).with_proof(proof)
    path = tmp_path / "proof.qdesign"
    document.save(path)
    back = Document.load(path)
    assert back == document
    read = back.proof
    assert (read.start, read.steps, read.at) == (proof.start, proof.steps, proof.at)
    assert back.body == proof.body
    assert read.check().ok
    assert main(["check", str(path)]) == 0


def test_steps_are_small_in_the_file() -> None:
    proof = proof_of(3, 2)
    stored = proof.to_dict()["steps"]
    assert all("change" in step and "body" not in step for step in stored.values())


def test_a_proof_is_replayed_by_a_program(tmp_path: Path) -> None:
    proof = proof_of(5)
    proof.branch(1)
    proof.apply("insert_identity", [proof.body.edges[0].id], color="x")  # type: ignore[union-attr]
    program = tmp_path / "again.py"
    program.write_text(proof.to_python(), encoding="utf-8")
    proof.everywhere("fuse")
    program.write_text(proof.to_python(), encoding="utf-8")
    done = subprocess.run([sys.executable, str(program)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "6 steps hold\n"


def test_a_proof_in_pictures_is_joined_by_the_rules() -> None:
    text = proof_of(7, 3).to_tikz()
    assert text.count(r"\begin{tikzpicture}") == 4
    assert text.count("{=}") == 3


def test_what_a_step_cannot_do_is_refused_and_nothing_changes() -> None:
    proof = Proof(diagram("in0 - a:Z(t) - b:X(u) - out0"))
    with pytest.raises(RefusedRewrite, match="colors differ"):
        proof.apply("fuse", ["a", "b"])
    with pytest.raises(InvalidRequest, match="no lemma 'mine'"):
        proof.apply("lemma:mine", ["a"])
    with pytest.raises(InvalidRequest, match="no step 3"):
        proof.branch(3)
    assert len(proof) == 0


def test_a_goal_is_reached_up_to_names() -> None:
    proof = Proof(diagram("in0 - a:Z(t) - b:Z(u) - out0"))
    proof.goal = diagram("in0 - z:Z(t + u) - out0")
    assert not proof.reached
    proof.apply("fuse", ["a", "b"])
    assert proof.reached


def test_a_goal_of_the_same_parts_joined_otherwise_is_not_reached() -> None:
    proof = Proof(diagram("in0 - a:Z(t) - b:X - c:Z(t) - d:X - e:Z - out0"))
    proof.goal = diagram("in0 - a:Z(t) - b:X - c:Z - d:X - e:Z(t) - out0")
    assert not proof.reached
    proof.goal = diagram("in0 - z:Z(t) - y:X - x:Z(t) - w:X - v:Z - out0")
    assert proof.reached


def test_a_proof_shows_itself_as_a_film() -> None:
    proof = proof_of(7, 3)
    proof.rename(1, "50% <b> & π")
    assert proof._repr_html_().count("<img") == 4
    assert "<b> &" not in proof._repr_html_()
    assert r"\text{50\% <b> \& $\pi$}" in proof.to_tikz()


def test_tensors_of_the_check_are_those_of_another_program() -> None:
    for seed in range(30):
        body = random_diagram(random.Random(seed))
        values = dict.fromkeys(body.symbols, 0.7)
        found = as_tensor(body, values)
        assert found is not None
        order = [*range(len(body.inputs), found.ndim)][::-1] + [*range(len(body.inputs))][::-1]
        wanted = qd.zx.tensor(body, values)
        assert np.allclose(found.transpose(order).reshape(wanted.shape), wanted), seed


def random_diagram(rng: random.Random) -> Diagram:
    """A few spiders of each kind with loops and parallel edges."""
    kinds, edges = list(SpiderKind)[:3], list(EdgeKind)
    spiders = [
        Spider(f"s{k}", rng.choice(kinds), Angle.parse(rng.choice(("0", "pi", "a", "a/2 + pi/4"))))
        for k in range(5)
    ]
    ports = [Spider(f"b{k}", SpiderKind.BOUNDARY) for k in range(3)]
    ends = [(port.id, rng.choice(spiders).id) for port in ports]
    ends += [(rng.choice(spiders).id, rng.choice(spiders).id) for _ in range(8)]
    joined = [Edge(f"e{k}", a, b, rng.choice(edges)) for k, (a, b) in enumerate(ends)]
    return Diagram((*spiders, *ports), tuple(joined), ("b0",), ("b1", "b2"))


def test_steps_of_unitary_diagrams_are_proved_again() -> None:
    proof = Proof(qd.zx.to_diagram(qd.Circuit.of(1, "rz(a) 0; rz(b) 0")))
    proof.apply("fuse", ["s1", "s2"])
    assert [v.words for v in proof.check().verdicts.values()] == ["proved for all values"]


def test_a_lemma_is_verified_applied_and_taken_backwards() -> None:
    left = diagram("in0 - a:Z(t) - b:X(pi) - out0")
    right = diagram("in0 - b:X(pi) - a:Z(-t) - out0")
    lemma = qd.zx.Lemma(left, right, name="π to the left")
    assert lemma.verdict.is_exact
    assert lemma.both_ways
    proof = Proof(diagram("in0 - c:X(v) - a:Z(w + pi/4) - b:X(pi) - out0"))
    proof.lemmas[lemma.name] = lemma
    made = proof.apply("lemma:π to the left", ["a", "b"])
    assert made.verdict.equal is True
    assert sorted(str(s.phase) for s in proof.body.spiders if s.kind == "Z") == ["-w + 7*pi/4"]  # type: ignore[union-attr]
    back = proof.apply("lemma:π to the left", [], backwards=True)
    assert back.verdict.equal is True
    assert proof.check().ok
    read = Proof.from_dict(proof.to_dict())
    assert read.lemmas["π to the left"].left == left


def test_a_lemma_is_listed_and_taken_as_rules_are() -> None:
    lemma = qd.zx.Lemma(
        diagram("in0 = u:Z(x) = out0"), diagram("in0 - u:X(x) - out0"), name="color"
    )
    d = diagram("in0 - a:Z(p) = b:X - c:Z(2*q) = out0\nb - d:X")
    assert qd.zx.matches(d, lemma) == (("a",), ("c",))
    listed = [each for each in qd.zx.rules(d, ["c"], lemmas=[lemma]) if each.lemma]
    assert [(each.name, each.title) for each in listed] == [("lemma:color", "color")]
    for rule in (lemma, listed[0]):
        made = qd.zx.step(d, rule, ["c"])
        assert made.verdict.is_exact
        assert made.origins == {"s7": ("c",)}
        back = qd.zx.rules(made.diagram, ["s7"], lemmas=[lemma])[-1]
        assert (back.title, back.options) == ("color, backwards", {"backwards": True})
        assert qd.zx.apply(made.diagram, back, ["s7"]).num_spiders == 4
    with pytest.raises(InvalidRequest, match="one option: backwards"):
        qd.zx.step(d, lemma, ["c"], phase="0")
    proof = Proof(d)
    proof.apply(listed[0], ["c"])
    assert proof.steps[-1].origins == {"s7": ("c",)}
    assert proof.check().ok


def test_a_rule_or_lemma_that_is_not_here_leaves_its_step_unknown() -> None:
    lemma = qd.zx.Lemma(
        diagram("in0 = u:Z(x) = out0"), diagram("in0 - u:X(x) - out0"), name="color"
    )
    proof = Proof(diagram("in0 = a:Z(x) = b:Z(y) - c:Z - out0"))
    proof.apply("remove_identity", ["c"])
    proof.apply(lemma, ["a"])
    names: dict[str, object] = {}
    exec(proof.to_python(), names)
    data = proof.to_dict()
    assert Proof.check_stored(data).unknown == ()
    data["steps"]["p1"]["rule"] = "acme_removes"
    stored = data.pop("lemmas")
    checked = Proof.check_stored(data)
    assert checked.ok
    assert [str(checked.verdicts[name]) for name in checked.unknown] == [
        "unknown, because the rule 'acme_removes' is not installed",
        "unknown, because the lemma 'color' is not in this document or in your rulebook",
    ]
    # A lemma that does not hold is told of, and kept.
    stored["color"]["right"]["spiders"]["u"]["phase"] = "x + pi"
    data["lemmas"] = stored
    checked = Proof.check_stored(data)
    assert checked.failed == ("lemma:color",)
    assert "are different" in str(checked)
    assert Proof.from_dict(data).to_dict()["lemmas"] == stored


def test_a_lemma_stands_nowhere_where_it_would_stand_everywhere() -> None:
    wire, gone = diagram("in0 - out0"), diagram("in0 - a:Z - out0")
    lemma = qd.zx.Lemma(wire, gone, name="identity")
    assert not lemma.forwards
    assert lemma.both_ways
    assert lemma.apply(gone, backwards=True).num_spiders == 0
    with pytest.raises(RefusedRewrite, match="Take it backwards"):
        lemma.apply(gone)
    with pytest.raises(InvalidRequest, match="stands everywhere"):
        qd.zx.Lemma(wire, wire, name="nothing")
    with pytest.raises(InvalidRequest, match="a formula stands with x"):
        qd.zx.Lemma(
            diagram("in0 - a:Z(x**2) - b:Z(x) - out0"),
            diagram("in0 - a:Z(x + x**2) - out0"),
            name="square",
        )


def test_a_lemma_needs_equal_sides_with_the_same_boundaries() -> None:
    wire = diagram("in0 - a:Z(t) - out0")
    with pytest.raises(RefusedRewrite, match="different at"):
        qd.zx.Lemma(wire, diagram("in0 - a:X(t) - out0"), name="wrong")
    with pytest.raises(InvalidRequest, match="Draw both with the same boundaries"):
        qd.zx.Lemma(wire, diagram("in0 - a:Z(t)"), name="other ends")
    with pytest.raises(InvalidRequest, match="has a name"):
        qd.zx.Lemma(wire, wire, name=" ")


def test_lemmas_of_a_personal_rulebook_are_found_and_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "own" / "rulebook.json"
    monkeypatch.setenv("QDESIGN_RULEBOOK", str(path))
    assert lemma_names() == ()
    left, right = (
        diagram("in0 - a:Z(t) - b:X(pi) - out0"),
        diagram("in0 - b:X(pi) - a:Z(-t) - out0"),
    )
    save_lemma(qd.zx.Lemma(left, right, name="mine"))
    proof = Proof(diagram("in0 - c:X(v) - a:Z(w) - b:X(pi) - out0"))
    assert proof.rules(["a", "b"])[-1].name == "lemma:mine"
    assert [set(each) for each in proof.matches("lemma:mine")] == [{"a", "b"}]
    assert "lemma:mine" not in [rule.name for rule in proof.rules(["c"])]
    proof.apply("lemma:mine", ["a", "b"])
    remove_lemma("mine")
    assert lemma_names() == ()
    assert Proof.from_dict(proof.to_dict()).lemmas["mine"].right == right
    path.write_text('{"format": "qdesign-rulebook", "lemmas": {"x": {"left": 1}}}')
    with pytest.raises(InvalidDocument, match=r"rulebook.json cannot be read: At /lemmas/x"):
        lemma_names()


def test_a_run_of_steps_becomes_a_lemma() -> None:
    proof = Proof(diagram("in0 - a:Z(t) - b:Z(u) - c:Z(v) - out0"))
    proof.apply("fuse", ["a", "b"])
    proof.apply("fuse", ["a", "c"])
    lemma = proof.lemma(1, 2, "three phases")
    assert lemma.verdict.is_exact
    assert len(lemma.matches(diagram("in0 - x:Z(p) - y:Z(q) - z:Z(r) - out0"))) == 1


def test_a_lemma_of_steps_is_of_what_they_change_alone() -> None:
    wires = """
        in0 - a:X(p) - b:Z(pi/2) - c:Z(-pi/2) - d:X(q) - e:Z - out0
        in1 - g:X(r) - h:Z(pi/2) - i:Z(-pi/2) - j:X(s) - f:Z - out1
        e = f
    """
    proof = Proof(qd.zx.layout(diagram(wires)))
    proof.apply("fuse", ["b", "c"])
    proof.apply("remove_identity", ["b"])
    proof.apply("fuse", ["a", "d"])
    lemma = proof.lemma(1, 3, "Two turns")
    assert (lemma.left.num_spiders, lemma.right.num_spiders) == (4, 1)
    assert lemma.verdict.is_exact
    assert proof.matches("lemma:Two turns") == (("g", "h", "i", "j"),)
    assert proof.apply(lemma, ["g", "h", "i", "j"]).verdict.is_exact
    assert proof.check().ok
    # What is equal for what stands around alone is a lemma of the whole.
    proof = Proof(diagram("a:Z(t) - b:X - out0"))
    proof.edit(diagram("a:Z(u) - b:X - out0"))
    with pytest.raises((InvalidRequest, RefusedRewrite)):
        proof.lemma(1, 1, "other")


def test_a_proof_that_does_not_hang_together_is_refused() -> None:
    stored = proof_of(9, 2).to_dict()
    stored["steps"]["p2"]["after"] = "p7"
    with pytest.raises(InvalidDocument, match="no step before"):
        Proof.from_dict(stored)


# --- faults ---------------------------------------------------------------------------------------


def wrong_phase(step: dict[str, Any], rng: random.Random) -> bool:
    spiders = step.get("change", {}).get("spiders", {})
    names = [name for name, spider in spiders.items() if spider["kind"] in ("Z", "X")]
    if not names:
        return False
    spider = spiders[rng.choice(names)]
    spider["phase"] = f"{spider.get('phase', '0')} + pi/4"
    return True


def lost_edge(step: dict[str, Any], rng: random.Random) -> bool:
    edges = step.get("change", {}).get("edges", {})
    if not edges:
        return False
    del edges[rng.choice(list(edges))]
    return True


def swapped_outputs(step: dict[str, Any], rng: random.Random) -> bool:
    if "change" not in step:
        return False
    step["change"]["outputs"] = rng.choice((["out1", "out0", "out2"], ["out0", "out2", "out1"]))
    return True


def wrong_binding(step: dict[str, Any], rng: random.Random) -> bool:
    others = [n for n in ("s0", "s3", "s5", "s7", "in0") if n not in step["selection"]]
    step["selection"] = [rng.choice(others)]
    return True


def wrong_verdict(step: dict[str, Any], rng: random.Random) -> bool:
    step["verdict"]["equal"] = "different"
    return True


def wrong_origin(step: dict[str, Any], rng: random.Random) -> bool:
    step.setdefault("origins", {})[f"z{rng.random()}"] = ["s3"]
    return True


KINDS = (wrong_origin, wrong_phase, lost_edge, swapped_outputs, wrong_binding, wrong_verdict)


@pytest.mark.sized(FAULTS)
def test_faults_in_saved_proofs_are_found() -> None:
    number = cases(FAULTS)
    for case in range(number):
        rng = random.Random(case)
        proof = proof_of(case)
        sound = proof.to_dict()
        assert Proof.from_dict(sound).check().ok, case
        at = rng.choice(list(sound["steps"]))
        while True:
            faulty = copy.deepcopy(sound)
            if KINDS[rng.randrange(len(KINDS))](faulty["steps"][at], rng):
                break
        assert at in told(faulty), case


def told(stored: dict[str, Any]) -> str:
    """The steps of a faulty proof that do not hold."""
    return " ".join(Proof.check_stored(stored).failed)


def test_edit_that_changes_the_map_does_not_hold() -> None:
    proof = Proof(diagram("in0 - a:Z(u) - out0"))
    proof.edit(diagram("in0 - a:Z(2*u) - out0"))
    checked = proof.check()
    assert checked.failed == ("p1",)
    assert str(checked).startswith("1 step of 1 does not hold; step p1: the map is another one")


def test_a_part_that_is_0_at_some_values_is_told() -> None:
    wire = diagram("in0 - a:Z(x) - out0")
    bit = replace(diagram("in0 - a:Z(x) - out0\nb:Z(pi*q)"), booleans=("q",))
    free = diagram("in0 - a:Z(x) - out0\nb:Z(y)")
    for call in (lambda: qd.simplify(bit), lambda: Proof(bit).extract()):
        with pytest.raises(RefusedRewrite, match="is 0 for some values"):
            call()
    assert "a number that may be 0" in qd.simplify(free).verdict.method
    assert "a number that may be 0" not in qd.equivalent(free, free).method
    with pytest.raises(RefusedRewrite, match="0 at some values where the other is not"):
        qd.zx.Lemma(free, wire, name="drops")
    assert qd.zx.Lemma(free, free, name="keeps").verdict.equal


def test_lemma_and_rule_everywhere() -> None:
    wires = "in0 - a:Z(s) - b:Z(t) - c:X - d:Z(u) - e:Z(v) - out0"
    lemma = qd.zx.Lemma(
        diagram("in0 - a:Z(s) - b:Z(t) - out0"), diagram("in0 - a:Z(s + t) - out0"), name="Sum"
    )
    rule = next(each for each in qd.zx.rules(diagram(wires), ["a", "b"]) if each.name == "fuse")
    for given in (lemma, rule, "fuse", "lemma:Sum"):
        proof = Proof(diagram(wires))
        proof.lemmas["Sum"] = lemma
        assert len(proof.matches(given)) == 2
        step = proof.everywhere(given)
        assert (step.verdict.equal, dict(step.inner)[step.rule]) == (True, 2)
        assert step.origins[next(iter(step.origins))] in (("a", "b"), ("d", "e"))
        assert Proof.from_dict(proof.to_dict()).check().ok
        made: dict[str, Any] = {}
        exec(proof.to_python(), made)
        assert made["proof"].body == proof.body
    proof = Proof(diagram(wires))
    for call in (proof.matches, proof.everywhere, proof.apply):
        wrong: Any
        for wrong in (None, "lemma:none", "none"):
            with pytest.raises(InvalidRequest):
                call(wrong)
    assert not len(proof)


def test_a_damaged_rulebook_is_named_and_leaves_all_other_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "rules.json"
    path.write_text("{")
    monkeypatch.setenv("QDESIGN_RULEBOOK", str(path))
    proof = Proof(diagram("in0 - a:Z(s) - b:Z(t) - out0"))
    assert "fuse" in [each.name for each in proof.rules(["a", "b"])]
    assert f"Your rulebook {path} cannot be read" in caplog.text
    with pytest.raises(InvalidDocument, match="Your rulebook"):
        proof.apply("lemma:any", ["a", "b"])
    with pytest.raises(InvalidRequest, match="keeps lemmas, not int"):
        save_lemma(5)  # pyright: ignore[reportArgumentType]


def test_wrong_values_are_refused_in_words() -> None:
    proof = Proof(diagram("in0 - a:Z(s) - b:Z(t) - out0"))
    proof.apply("fuse", ["a", "b"])
    stored = proof.to_dict()
    del stored["steps"]["p1"]["verdict"]
    wrong: Any = 5
    for call in (
        lambda: setattr(proof, "goal", wrong),
        lambda: proof.rename(1, wrong),
        lambda: proof.group(1, 1, wrong),
        lambda: qd.zx.layout(wrong),
        lambda: qd.zx.from_tikz(wrong),
        lambda: qd.zx.matches(Diagram(), wrong),
        lambda: qd.simplify(proof.body, time_budget=float("nan")),
        lambda: qd.zx.save(proof, "x.qdesign"),
        lambda: Proof.check_stored(stored),
        lambda: Proof.check_stored(wrong),
        lambda: qd.zx.from_tikz(proof.to_tikz()),
    ):
        with pytest.raises((InvalidRequest, InvalidDocument)):
            call()
    assert qd.zx.layout(qd.Circuit.of(1, "rz(a) 0")).num_spiders  # pyright: ignore[reportArgumentType]


def test_a_strategy_that_finds_nothing_less_is_no_step() -> None:
    proof = Proof(diagram("in0 - a:Z(s) - h:H - out0"))
    with pytest.raises(RefusedRewrite, match="'full' finds nothing less here"):
        proof.simplify("full")
    assert not len(proof)


def test_the_example_of_a_phase_gadget_ends_in_one() -> None:
    document = PHASE_GADGET.make()
    body = document.body
    assert isinstance(body, Diagram)
    (leaf,) = [s.id for s in body.spiders if not s.phase.is_zero]
    (stem,) = body.neighbors[leaf]
    hub = stem.target if stem.source == leaf else stem.source
    legs = [edge for edge in body.neighbors[hub] if edge is not stem]
    assert body.by_id[hub].kind is SpiderKind.X
    assert len(legs) == 3
    assert len([s for s in body.spiders if s.kind is SpiderKind.Z]) == 4
    assert document.proof is not None
    assert document.proof.check().ok


def test_a_check_names_steps_as_the_film_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    proof = proof_of(3)
    proof.branch(0)
    proof.apply("fuse", proof.matches("fuse")[0])
    path = tmp_path / "proof.qdesign"
    Document(proof.start).with_proof(proof).save(path)
    assert main(["check", str(path)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("✓ 1 ")
    assert told[-2].startswith("✓ 1b    Fuse spiders ")
