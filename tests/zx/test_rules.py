"""Every rule wherever it fits on random diagrams, against the dense tensor of the whole."""

from itertools import combinations

import numpy as np
import pytest

from qdesign.circuit import Circuit
from qdesign.diagram import Diagram, SpiderKind
from qdesign.errors import InvalidRequest, RefusedRewrite
from qdesign.zx.dense import distance, tensor
from qdesign.zx.rewrites import TABLE
from qdesign.zx.rulebook import apply, explain, rules, step
from qdesign.zx.translate import to_diagram
from tests.notation import diagram
from tests.zx.oracle import random_diagram, values_for

EXAMPLES = {
    "fuse": ("in0 - a:Z(t) - b:Z(u) - out0\na = b", ["a", "b"]),
    "unfuse": ("in0 - a:Z(t) - out0", ["a"]),
    "remove_identity": ("in0 = a:Z - b:X(t) - out0", ["a"]),
    "insert_identity": ("in0 = a:Z(t) - out0", ["in0", "a"]),
    "change_color": ("in0 - a:Z(t) = b:X(u) - out0", ["a", "b"]),
    "remove_loops": ("in0 - a:Z(t) - out0\na = a\na - a", ["a"]),
    "hopf": ("in0 - a:Z(t) - b:X(u) - out0\na - b", ["a", "b"]),
    "copy": ("a:X(pi) - b:Z(t) - out0\nb = out1", ["a", "b"]),
    "pi_commute": ("in0 - a:X(pi) - b:Z(t) - out0\nb = out1", ["a", "b"]),
    "bialgebra": ("in0 - a:Z - b:X - out0\nin1 = a\nb - out1", ["a", "b"]),
    "local_complement": (
        "in0 - b:Z(t) = a:Z(pi/2) = c:Z - out0\na = d:Z(u) - out1\nb = c",
        ["a"],
    ),
    "pivot": (
        "in0 - c:Z(t) = a:Z(pi) = b:Z = d:Z(u) - out0\na = e:Z - out1\nb = e\nc = d",
        ["a", "b"],
    ),
    "expand_hadamard": ("in0 - a:Z(t) = b:Z - out0", ["a", "b"]),
    "box_to_edge": ("in0 - a:Z(t) - h:H - b:Z - out0", ["h"]),
}


def same(a: Diagram, b: Diagram) -> bool:
    names = tuple(dict.fromkeys((*a.parameters, *b.parameters)))
    values = values_for(names, np.random.default_rng(1))
    return distance(tensor(a, values), tensor(b, values)) < 1e-9


@pytest.mark.parametrize("name", TABLE)
def test_every_rule_has_an_example_that_it_keeps_the_map_of(name: str) -> None:
    text, selection = EXAMPLES[name]
    given = diagram(text)
    assert name in [rule.name for rule in rules(given, selection)]
    made = step(given, name, selection)
    assert made.verdict.equal is True
    assert made.diagram != given
    assert same(given, made.diagram)


@pytest.mark.parametrize("seed", range(150))
def test_every_rule_that_applies_keeps_the_map(seed: int) -> None:
    rng = np.random.default_rng(seed)
    given = random_diagram(rng, spiders=int(rng.integers(2, 6)), boxes=seed % 5 == 0)
    spiders = [s.id for s in given.spiders if s.kind is not SpiderKind.BOUNDARY]
    selections = [[s] for s in spiders] + [list(p) for p in combinations(spiders, 2)]
    selections += [[e.id] for e in given.edges]
    for selection in selections:
        for rule in rules(given, selection):
            made = step(given, rule, selection)
            assert made.verdict.equal is True
            assert same(given, made.diagram), (rule.name, selection)


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
    with pytest.raises(RefusedRewrite, match="differ in color"):
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
