"""Rules that apply to a selection of a diagram, and one checked step of one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np

from qdesign.diagram import Diagram, Edge, Spider, SpiderKind
from qdesign.errors import InvalidRequest, RefusedRewrite, TooLarge
from qdesign.rows import find, rows
from qdesign.zx.bodies import as_diagram
from qdesign.zx.dense import distance, tensor
from qdesign.zx.edit import Edit, Refused
from qdesign.zx.rule import RuleRow
from qdesign.zx.verdict import DIFFERENT, EQUAL, Verdict

_POINTS = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule seen from a selection.

    Attributes:
        name: what `apply` takes.
        title: what a menu shows.
        refused: why it does not apply; empty where it does.
        result: what it would do, in words.
    """

    name: str
    title: str
    refused: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One applied rule: the diagram after it, and the verdict on the part that changed."""

    diagram: Diagram
    rule: str
    selection: tuple[str, ...]
    verdict: Verdict


def rules(diagram: Diagram, selection: Sequence[str] = ()) -> tuple[Rule, ...]:
    """The rules that apply to a selection.

    Args:
        diagram: any diagram.
        selection: ids of spiders, or of one edge for rules on edges. Two joined spiders select the
            edge between them.

    Raises:
        InvalidRequest: an id that is not in the diagram.
    """
    return tuple(rule for rule in explain(diagram, selection) if not rule.refused)


def explain(diagram: Diagram, selection: Sequence[str] = ()) -> tuple[Rule, ...]:
    """Every rule, with why it does not apply to a selection where it does not."""
    diagram = as_diagram(diagram)
    names = _checked(diagram, selection)
    found: list[Rule] = []
    for name, row in rows(RuleRow).items():
        try:
            _changed(diagram, row, names)
        except Refused as reason:
            found.append(Rule(name, row.title, str(reason)))
        else:
            found.append(Rule(name, row.title, "", f"{row.help}."))
    return tuple(found)


def apply(diagram: Diagram, rule: str | Rule, selection: Sequence[str] = ()) -> Diagram:
    """The diagram after one step of a rule at a selection; `step` also gives the verdict on it.

    Args:
        diagram: any diagram.
        rule: one of `rules(diagram, selection)`, or its name.
        selection: ids of spiders or of an edge, as for `rules`.

    Raises:
        InvalidRequest: a rule or an id that is not known.
        RefusedRewrite: the rule does not apply, with why; or its result does not verify.

    Example:
        >>> from qdesign.circuit import Circuit
        >>> from qdesign.zx.translate import to_diagram
        >>> d = to_diagram(Circuit.of(1, "rz(a) 0; rz(b) 0"))
        >>> apply(d, "fuse", ["s1", "s2"]).num_spiders
        1
    """
    return step(diagram, rule, selection).diagram


def step(diagram: Diagram, rule: str | Rule, selection: Sequence[str] = ()) -> Rewrite:
    """One step of a rule, checked on the part of the diagram that it changes.

    Args:
        diagram: any diagram.
        rule: one of `rules(diagram, selection)`, or its name.
        selection: ids of spiders or of an edge, as for `rules`.

    Returns:
        The diagram after the step, with a verdict: dense tensors of the part that changed, at
        random parameter points; unknown where that part has too many legs.

    Raises:
        InvalidRequest: a rule or an id that is not known.
        RefusedRewrite: the rule does not apply, with why; or its result does not verify.
    """
    diagram = as_diagram(diagram)
    row = find(RuleRow, rule.name if isinstance(rule, Rule) else rule)
    names = _checked(diagram, selection)
    try:
        after = _changed(diagram, row, names)
    except Refused as reason:
        raise RefusedRewrite(
            f"The rule '{row.title}' does not apply here: {reason}. "
            "Select something else, or choose another rule."
        ) from None
    verdict = _verdict(diagram, after)
    if verdict.equal is False:
        raise RefusedRewrite(
            f"The rule '{row.title}' gave something different here; the diagram stays as it was. "
            "Please report it."
        )
    return Rewrite(after, row.name, tuple(names), verdict)


def _checked(diagram: Diagram, selection: Sequence[str]) -> tuple[str, ...]:
    if isinstance(selection, str):
        selection = (selection,)
    if not isinstance(selection, (Sequence, Set)) or not all(  # pyright: ignore[reportUnnecessaryIsInstance]
        isinstance(name, str)  # pyright: ignore[reportUnnecessaryIsInstance]
        for name in selection
    ):
        raise InvalidRequest(
            f"A selection holds ids of spiders or of an edge, such as ['s1', 's2']; this is a "
            f"{type(selection).__name__} of something else."
        )
    names = tuple(dict.fromkeys(selection))
    known = {s.id for s in diagram.spiders} | {e.id for e in diagram.edges}
    for name in names:
        if name not in known:
            raise InvalidRequest(f"There is no spider or edge '{name}' in this diagram.")
    return names


def _changed(diagram: Diagram, row: RuleRow, names: Sequence[str]) -> Diagram:
    edit = Edit(diagram)
    chosen = list(names)
    edges = [n for n in names if n in edit.edges and n not in edit.spiders]
    if edges and not row.takes_edge:
        if len(names) != 1:
            raise Refused("select spiders, not edges")
        edge = edit.edges[edges[0]]
        chosen = list(dict.fromkeys((edge.source, edge.target)))
    for name in chosen:
        spider = edit.spiders.get(name)
        if spider is not None and spider.kind is SpiderKind.BOUNDARY and not row.takes_edge:
            raise Refused(f"'{name}' is a boundary")
    row.rewrite(edit, chosen)
    return edit.done()


# --- the check ------------------------------------------------------------------------------------


def _verdict(before: Diagram, after: Diagram) -> Verdict:
    """The verdict on the part of a diagram that a step changed, its other legs cut open."""
    first, second = _parts(before, after)
    # Derived parameters take any values here: what is equal for all is equal for those they have.
    names = tuple(dict.fromkeys((*first.symbols, *second.symbols)))
    rng = np.random.default_rng(0)
    points = _POINTS if names else 1
    worst = 0.0
    try:
        for _ in range(points):
            values = {name: float(rng.uniform(-7, 7)) for name in names}
            worst = max(worst, distance(tensor(first, values), tensor(second, values)))
    except TooLarge:
        return Verdict(None, "the part that changes has too many legs for dense tensors")
    how = "dense tensors of the part that changes"
    equal = True if worst <= EQUAL else False if worst >= DIFFERENT else None
    return Verdict(equal, how, points, worst)


def _parts(before: Diagram, after: Diagram) -> tuple[Diagram, Diagram]:
    """The spiders that differ between two diagrams, with what joins them to the rest as outputs.

    Edges that differ have both ends in the part, so both sides have the same legs. A spider of one
    color on both sides needs one leg to the rest, however many it has.
    """
    old, new = before.by_id, after.by_id
    touched = {n for n in (*old, *new) if old.get(n) != new.get(n)}
    edges = ({e.id: e for e in before.edges}, {e.id: e for e in after.edges})
    for name in {*edges[0], *edges[1]}:
        a, b = edges[0].get(name), edges[1].get(name)
        if a != b:
            touched.update(end for e in (a, b) if e is not None for end in (e.source, e.target))
    same = {n for n in touched if n in old and n in new and old[n].kind is new[n].kind}
    legs = _legs(before.edges, touched, same)
    return _cut(before, touched, legs), _cut(after, touched, legs)


def _legs(edges: Iterable[Edge], touched: set[str], same: set[str]) -> list[Edge]:
    found: list[Edge] = []
    seen: set[str] = set()
    for edge in edges:
        inside = [end for end in (edge.source, edge.target) if end in touched]
        if len(inside) != 1:
            continue
        if inside[0] in same and inside[0] in seen:
            continue
        seen.add(inside[0])
        found.append(edge)
    return found


def _cut(diagram: Diagram, touched: set[str], legs: Sequence[Edge]) -> Diagram:
    inside = [s for s in diagram.spiders if s.id in touched]
    outputs = [s.id for s in inside if s.kind is SpiderKind.BOUNDARY]
    spiders: list[Spider] = list(inside)
    edges = [e for e in diagram.edges if e.source in touched and e.target in touched]
    for number, edge in enumerate(legs):
        name = f"leg {number}"
        end = edge.source if edge.source in touched else edge.target
        spiders.append(Spider(name, SpiderKind.BOUNDARY))
        edges.append(replace(edge, source=end, target=name))
        outputs.append(name)
    return Diagram(tuple(spiders), tuple(edges), (), tuple(outputs))
