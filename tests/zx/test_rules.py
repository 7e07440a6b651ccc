"""Rules and their steps, as people ask for them."""

import random

import pytest

from qdesign.circuit import Circuit
from qdesign.diagram import Diagram, SpiderKind
from qdesign.errors import InvalidRequest, RefusedRewrite
from qdesign.rows import find
from qdesign.zx.edit import Edit
from qdesign.zx.rule import RuleRow
from qdesign.zx.rulebook import apply, explain, matches, rules, step
from qdesign.zx.translate import to_diagram
from tests.effort import calls_of
from tests.notation import diagram


def test_fusing_a_chain_takes_one_step() -> None:
    given = to_diagram(Circuit.of(1, "rz(a) 0; rz(b) 0; rz(c) 0"))
    after = apply(given, "fuse", ["s1", "s3", "s2"])
    assert after.num_spiders == 1
    assert after.parameters == ("a", "b", "c")


def test_what_is_not_touched_keeps_id_and_place() -> None:
    given = to_diagram(Circuit.of(2, "rz(a) 0; rz(b) 0; cx 0 1; rx(c) 1"))
    after = apply(given, "fuse", ["s2", "s3"])
    for name in ("s4", "s5", "s6", "in0"):
        if name in after.by_id and name in given.by_id:
            assert after.by_id[name].x == given.by_id[name].x


def test_a_rule_that_does_not_apply_says_why() -> None:
    given = diagram("in0 - a:Z(t) - b:X(u) - out0")
    with pytest.raises(RefusedRewrite, match="colors differ"):
        apply(given, "fuse", ["a", "b"])
    with pytest.raises(RefusedRewrite, match="boundary"):
        apply(given, "change_color", ["in0"])
    with pytest.raises(RefusedRewrite, match="neither is a π"):
        apply(given, "pi_commute", ["a", "b"])
    reasons = {rule.name: rule.refused for rule in explain(given, ["a"])}
    assert reasons["remove_identity"] == "its phase is not zero"
    assert not reasons["unfuse"]


def test_unknown_rules_and_ids_are_refused() -> None:
    given = diagram("in0 - a:Z - out0")
    with pytest.raises(InvalidRequest, match="no rule 'magic'"):
        apply(given, "magic", ["a"])
    with pytest.raises(InvalidRequest, match="no spider or edge 'zz'"):
        rules(given, ["zz"])


def test_a_step_on_a_large_diagram_is_checked_where_it_changes() -> None:
    text = "; ".join(f"h {q}; cx {q} {q + 1}; rz(a) {q + 1}" for q in range(40))
    given = to_diagram(Circuit.of(41, f"rz(b) 0; rz(c) 0; {text}"))
    made = step(given, "fuse", ["s41", "s42"])
    assert made.verdict.equal is True
    assert made.diagram.num_spiders == given.num_spiders - 1


def test_an_empty_selection_has_no_rules() -> None:
    assert rules(diagram("in0 - a:Z - out0")) == ()


def test_the_true_cause_is_named() -> None:
    given = diagram("in0 - a:Z(pi) = b:X - c:Z - out0\ne:Z = f:X - out1\nh:H(pi) - h\nh - out2")
    assert _refusal(given, "pi_commute", "a", "b").startswith("the Hadamard edge makes them")
    assert _refusal(given, "copy", "e", "f").startswith("the Hadamard edge makes them")
    assert _refusal(given, "bialgebra", "a", "c") == "no edge joins them"
    assert _refusal(given, "hopf", "b", "c") == "one plain edge joins them, not two"
    assert _refusal(given, "box_to_edge", "h")


def test_a_loop_and_one_leg_at_an_h_box_are_refused_in_words() -> None:
    given = diagram("h:H(pi) - h\nh - out0")
    assert all(rule.refused or rule.result for rule in explain(given, ["h"]))
    for rule in rules(given, ["h"]):
        assert step(given, rule, ["h"]).verdict.equal is True, rule.name


def test_wires_from_boundary_to_boundary_take_rules_on_edges() -> None:
    given = diagram("in0 = out0")
    (edge,) = given.edges
    assert {r.name for r in rules(given, [edge.id])} >= {"insert_identity", "expand_hadamard"}
    for rule in rules(given, [edge.id]):
        assert step(given, rule, [edge.id]).verdict.equal is True, rule.name


def test_the_work_of_fusing_and_of_finding_grows_with_the_size() -> None:
    small, large = chain(100), chain(1000)
    names = [s.id for s in large.spiders if s.id.startswith("s")]
    random.Random(1).shuffle(names)
    change = find(RuleRow, "fuse").change
    few = [n for n in names if n in small.by_id]
    once = calls_of(lambda: change(Edit(small), few, {}))
    assert calls_of(lambda: change(Edit(large), names, {})) < 12 * once
    found = calls_of(lambda: matches(small, "fuse"))
    assert calls_of(lambda: matches(large, "fuse")) < 12 * found


def chain(length: int) -> Diagram:
    return to_diagram(Circuit.of(1, "; ".join(["rz(pi/4) 0"] * length)))


def _refusal(given: Diagram, rule: str, *selection: str) -> str:
    return {r.name: r.refused for r in explain(given, selection)}[rule]


def test_what_takes_long_is_listed_untried_at_a_large_selection_and_taken_there() -> None:
    given = to_diagram(Circuit.of(3, "cx 0 1; s 1; cx 1 2; h 2; cx 2 0; " * 6))
    names = [s.id for s in given.spiders if s.kind.value in "ZX"]
    assert len(names) > 24
    told = {rule.name: rule for rule in rules(given, names)}
    assert told["simplify_part"].spiders == 0
    made = step(given, "simplify_part", names)
    assert made.verdict.equal is True
    assert made.diagram.num_spiders < given.num_spiders
    assert step(given, "clifford_normal_form", names).verdict.is_exact
    boxed = apply(given, "edge_to_box", matches(given, "edge_to_box")[0])
    inside = [s.id for s in boxed.spiders if s.kind is not SpiderKind.BOUNDARY]
    refused = {rule.name: rule.refused for rule in explain(boxed, inside)}
    assert "is no Z- or X-spider" in refused["simplify_part"]


def test_equal_clifford_parts_have_one_normal_form() -> None:
    forms: list[list[tuple[str, str]]] = []
    for text in ("h 0; cx 0 1; s 1; cz 0 1", "h 0; cx 0 1; cz 0 1; s 1; x 0; x 0; z 1; z 1"):
        given = to_diagram(Circuit.of(2, text))
        names = [s.id for s in given.spiders if s.kind.value in "ZX"]
        made = apply(given, "clifford_normal_form", names)
        spiders = [s for s in made.spiders if s.kind.value in "ZX"]
        forms.append(sorted((s.kind.value, str(s.phase)) for s in spiders))
        assert len(spiders) == 4
    assert forms[0] == forms[1]


def test_a_part_whose_map_is_zero_is_refused_and_not_lost() -> None:
    # PyZX adds up 3π here, which it does not take for π.
    text = find(RuleRow, "simplify_part").example
    given = diagram(f"{text}\nw:X(pi/2) - w = w\nv:X(-pi/2) - w\nv = v = v")
    names = ["a", "b", "c", "d", "e", "w", "v"]
    with pytest.raises(RefusedRewrite, match="the map of this part is 0"):
        step(given, "simplify_part", names)
