"""Every rule of the catalog, third-party ones included, wherever it fits on random diagrams.

Each step is compared with the dense tensor of the whole diagram.
"""

from __future__ import annotations

import random
import re
from itertools import combinations

import numpy as np
import pytest

from qdesign.diagram import Diagram, Edge, SpiderKind
from qdesign.errors import RefusedRewrite
from qdesign.rows import rows
from qdesign.zx.dense import distance, tensor
from qdesign.zx.edit import Edit, Refused
from qdesign.zx.rule import RuleRow
from qdesign.zx.rulebook import apply, explain, matches, step
from qdesign.zx.rulebook import rules as applicable
from scripts.rule_cases import random_diagram as any_diagram
from tests.notation import diagram
from tests.zx.oracle import random_diagram, values_for

RULES = tuple(rows(RuleRow).values())


def same(a: Diagram, b: Diagram) -> bool:
    names = tuple(dict.fromkeys((*a.parameters, *b.parameters)))
    values = values_for(names, np.random.default_rng(1))
    return distance(tensor(a, values), tensor(b, values)) < 1e-9


@pytest.mark.parametrize("row", RULES, ids=lambda row: row.name)
def test_a_rule_has_an_example_that_it_keeps_the_map_of(row: RuleRow) -> None:
    given = diagram(row.example)
    assert row.name in [rule.name for rule in applicable(given, row.selection)]
    made = step(given, row.name, row.selection)
    assert made.verdict.equal is True
    assert made.diagram != given
    assert same(given, made.diagram)


@pytest.mark.parametrize("row", RULES, ids=lambda row: row.name)
def test_a_rule_says_what_it_does_and_why_it_does_not(row: RuleRow) -> None:
    given = diagram(row.example)
    told = {rule.name: rule for rule in explain(given, row.selection)}[row.name]
    assert told.title == row.title
    assert told.result == f"{row.help}."
    if () in matches(given, row.name):
        return  # with nothing selected it means all
    with pytest.raises(RefusedRewrite, match=f"'{re.escape(row.title)}' does not apply here: "):
        apply(given, row.name, ())


def test_rules_have_keys_of_their_own() -> None:
    keys = [row.key for row in RULES if row.key]
    assert len(set(keys)) == len(keys)
    assert all(len(key) == 1 for key in keys)


@pytest.mark.parametrize("row", [r for r in RULES if r.reverse], ids=lambda row: row.name)
def test_what_a_rule_made_its_reverse_takes(row: RuleRow) -> None:
    made = apply(diagram(row.example), row.name, row.selection)
    assert matches(made, row.reverse)


@pytest.mark.parametrize(
    ("rule", "chosen", "why"),
    [
        ("remove_scalar", ["e"], "where it is π the map is 0"),
        ("remove_scalar", ["f"], "it is 0"),
        ("supplementarity", ["c", "d"], "values where the map is 0"),
        ("simplify_part", ["g", "h"], "at some values of its parameters the map"),
    ],
)
def test_what_may_be_zero_at_some_values_stays(rule: str, chosen: list[str], why: str) -> None:
    given = diagram(
        "in0 - a:Z(t) - out0\na = c:Z(u)\na = d:Z(u + pi)\ne:Z(u)\nf:Z(3*pi)\ng:Z(u) - h:X(v)"
    )
    with pytest.raises(RefusedRewrite, match=why):
        apply(given, rule, chosen)


@pytest.mark.parametrize("seed", range(150))
def test_every_rule_that_applies_keeps_the_map(seed: int) -> None:
    rng = np.random.default_rng(seed)
    given = random_diagram(rng, spiders=int(rng.integers(2, 6)), boxes=seed % 5 == 0)
    spiders = [s.id for s in given.spiders if s.kind is not SpiderKind.BOUNDARY]
    selections = [[s] for s in spiders] + [list(p) for p in combinations(spiders, 2)]
    selections += [[e.id] for e in given.edges]
    for selection in selections:
        for rule in applicable(given, selection):
            made = step(given, rule, selection)
            assert made.verdict.equal is True
            assert same(given, made.diagram), (rule.name, selection)


@pytest.mark.parametrize("seed", range(30))
def test_matches_are_all_places_and_what_is_refused_changes_nothing(seed: int) -> None:
    given = any_diagram(random.Random(seed), spiders=5)
    spiders = [s.id for s in given.spiders if s.kind is not SpiderKind.BOUNDARY]
    for row in RULES:
        if row.runs == "python":
            continue
        listed = {frozenset(ends(given, names)) for names in matches(given, row.name)}
        for names in [(s,) for s in spiders] + list(combinations(spiders, 2)):
            edit = Edit(given)
            try:
                row.change(edit, names, row.checked({}))
            except Refused:
                assert edit.done() == given, row.name
                continue
            edit.done()
            found = {frozenset(names), frozenset[str](), *parts(names)} & listed
            assert found, (row.name, names)


def ends(given: Diagram, names: tuple[str, ...]) -> tuple[str, ...]:
    """A selection as spiders, an edge by its ends."""
    edges = {edge.id: edge for edge in given.edges}
    return tuple(n for name in names for n in ends_of(edges, name))


def ends_of(edges: dict[str, Edge], name: str) -> tuple[str, ...]:
    return (edges[name].source, edges[name].target) if name in edges else (name,)


def parts(names: tuple[str, ...]) -> set[frozenset[str]]:
    """Of a rule that takes several at once, each by itself."""
    return {frozenset((name,)) for name in names}
