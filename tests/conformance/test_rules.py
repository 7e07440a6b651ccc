"""Every rule of the catalog, third-party ones included, wherever it fits on random diagrams.

Each step is compared with the map of the whole diagram, made of the definition of each spider.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from qdesign.angle import Angle
from qdesign.diagram import Diagram, Edge, EdgeKind, SpiderKind
from qdesign.errors import RefusedRewrite
from qdesign.rows import find, rows
from qdesign.zx.edit import Edit, Refused
from qdesign.zx.rule import RuleRow
from qdesign.zx.rulebook import apply, explain, matches, step
from qdesign.zx.rulebook import rules as applicable
from scripts.campaign import cases
from scripts.rule_cases import PHASES, graph_like
from scripts.rule_cases import random_diagram as any_diagram
from tests.notation import diagram
from tests.zx.oracle import linear_map, same_map, values_for

RULES = tuple(rows(RuleRow).values())
DIAGRAMS = "random diagrams for each rule"


@pytest.mark.parametrize("row", RULES, ids=lambda row: row.name)
def test_a_rule_has_an_example_that_it_keeps_the_map_of(row: RuleRow) -> None:
    given = diagram(row.example)
    assert row.name in [rule.name for rule in applicable(given, row.selection)]
    made = step(given, row.name, row.selection)
    assert made.verdict.equal is True
    assert made.diagram != given
    assert keeps(given, row.name, row.selection) is True


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


@pytest.mark.sized(DIAGRAMS)
@pytest.mark.parametrize("row", RULES, ids=lambda row: row.name)
def test_a_rule_applies_or_is_refused_and_keeps_the_map(row: RuleRow) -> None:
    rng = random.Random(row.name)
    fired = 0
    for _ in range(cases(DIAGRAMS)):
        given = around(rng, diagram(row.example))
        found = matches(given, row.name)
        fired += len(found)
        for names in rng.sample(found, min(2, len(found))):
            assert keeps(given, row.name, names) is True, (row.name, names, given)
        ids = [s.id for s in given.spiders] + [e.id for e in given.edges]
        names = tuple(rng.sample(ids, rng.randrange(min(4, len(ids)) + 1)))
        assert keeps(given, row.name, names) is not False, (row.name, names, given)
    assert fired


def keeps(given: Diagram, rule: str, names: tuple[str, ...]) -> bool | None:
    """Does a step keep the map? None where it is refused because it does not apply."""
    try:
        made = step(given, rule, names)
    except RefusedRewrite as error:
        return None if "does not apply here" in str(error) else False
    before, after = given.by_id, made.diagram.by_id
    changed = {n for n in after if n not in before or after[n] != before[n]}
    assert changed <= made.origins.keys() <= after.keys()
    roots = {name for names in made.origins.values() for name in names}
    assert roots <= before.keys()
    assert not changed or before.keys() - after.keys() <= roots
    symbols = tuple(dict.fromkeys((*given.parameters, *made.diagram.parameters)))
    rng = np.random.default_rng(2)
    for turn in (0.0, 1.0):
        values = {**values_for(symbols, rng), **dict.fromkeys(given.booleans, turn)}
        maps = [linear_map(each, values) for each in (given, made.diagram)]
        if not same_map(*maps):
            return False
    return True


def around(rng: random.Random, example: Diagram) -> Diagram:
    """A random diagram, or the example of a rule joined to one and a little changed."""
    small = any_diagram(rng, spiders=rng.randrange(1, 6))
    if rng.random() < 0.3:
        return graph_like(rng, spiders=5) if rng.random() < 0.3 else small
    names = {s.id: f"w{k}" for k, s in enumerate(small.spiders)}
    spiders = [*example.spiders, *(replace(s, id=names[s.id]) for s in small.spiders)]
    edges = list(example.edges)
    for edge in small.edges:
        ends = names[edge.source], names[edge.target]
        edges.append(Edge(f"w{edge.id}", *ends, edge.kind))
    inside = [s.id for s in spiders if s.kind is not SpiderKind.BOUNDARY]
    for k in range(rng.choice((0, 0, 1, 2))):
        joined = rng.choice(inside), rng.choice(inside)
        edges.append(Edge(f"new{k}", *joined, rng.choice(list(EdgeKind))))
    for _ in range(rng.choice((0, 0, 1, 2))):
        place = rng.randrange(len(spiders))
        if spiders[place].kind is not SpiderKind.BOUNDARY:
            phase = Angle.parse(rng.choice(PHASES))
            spiders[place] = replace(spiders[place], phase=phase)
    ports = [tuple(names[n] for n in side) for side in (small.inputs, small.outputs)]
    return Diagram(
        tuple(spiders),
        tuple(edges),
        (*example.inputs, *ports[0]),
        (*example.outputs, *ports[1]),
        (*example.booleans, "b"),
    )


def test_no_two_rules_have_one_key() -> None:
    keys = Counter(row.key for row in RULES if row.key)
    assert max(keys.values()) == 1


@pytest.mark.parametrize("row", [r for r in RULES if r.reverse], ids=lambda row: row.name)
def test_the_reverse_of_a_rule_leads_back(row: RuleRow) -> None:
    given = diagram(row.example)
    after = apply(given, row.name, row.selection)
    back = find(RuleRow, row.reverse)
    assert back.reverse == row.name
    places = list(matches(after, back.name))
    if set(row.selection) <= after.by_id.keys():
        told = [rule.name for rule in applicable(after, row.selection)]
        places += [row.selection] if back.name in told else []
    assert kinds(given) in [kinds(apply(after, back.name, n)) for n in places]


def kinds(given: Diagram) -> Counter[SpiderKind]:
    return Counter(spider.kind for spider in given.spiders)


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
