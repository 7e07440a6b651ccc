"""Rules and their steps, as people ask for them."""

import pytest

from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest, RefusedRewrite
from qdesign.zx.rulebook import apply, explain, rules, step
from qdesign.zx.translate import to_diagram
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
