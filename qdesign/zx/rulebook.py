"""Rules that apply to a selection of a diagram, and one checked step of one of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np

from qdesign.diagram import Diagram, Edge, Spider, SpiderKind
from qdesign.errors import InvalidAngle, InvalidRequest, RefusedRewrite, TooLarge
from qdesign.formula import boolean_turn
from qdesign.rows import Value, find, rows
from qdesign.zx.bodies import as_diagram
from qdesign.zx.dense import distance, tensor
from qdesign.zx.edit import Changes, Edit, Refused
from qdesign.zx.matching import Selection
from qdesign.zx.rule import RuleRow
from qdesign.zx.verdict import DIFFERENT, EQUAL, Verdict

_POINTS = 2
_RINGS = 2
"""How often the neighbors are looked at too where a part differs."""

_LARGE = 24
"""Beyond so many selected spiders, rules that take long are not tried to be listed."""

_MOST_BOOLEANS = 4
"""Up to so many Boolean parameters, every choice of 0 and 1 is tried."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule seen from a selection.

    Attributes:
        name: what `apply` takes.
        title: what a menu shows.
        refused: why it does not apply; empty where it does.
        result: what it would do, in words.
        spiders, edges: how many more there would be after it.
    """

    name: str
    title: str
    refused: str = ""
    result: str = ""
    spiders: int = 0
    edges: int = 0


@dataclass(frozen=True, slots=True)
class Rewrite:
    """One applied rule: the diagram after it, and the verdict on the part that changed.

    Attributes:
        origins: of each spider that came or changed, those of the diagram before that went into it.
    """

    diagram: Diagram
    rule: str
    selection: tuple[str, ...]
    verdict: Verdict
    options: Mapping[str, Value] = field(default_factory=dict[str, Value])
    origins: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


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
    edit = Edit(diagram)
    found: list[Rule] = []
    for row in rows(RuleRow).values():
        try:
            _try(edit, row, names, row.checked({}))
        except Refused as reason:
            found.append(Rule(row.name, row.title, str(reason)))
        else:
            found.append(Rule(row.name, row.title, "", f"{row.help}.", *_more(edit.changes())))
        edit.undo()
    return tuple(found)


def matches(diagram: Diagram, rule: str | Rule) -> tuple[tuple[str, ...], ...]:
    """Every selection at which a rule applies; of those that come to the same, one.

    Args:
        diagram: any diagram.
        rule: the name of a rule.

    Raises:
        InvalidRequest: a rule that is not known.

    Example:
        >>> from qdesign.circuit import Circuit
        >>> from qdesign.zx.translate import to_diagram
        >>> matches(to_diagram(Circuit.of(1, "rz(a) 0; rz(b) 0")), "fuse")
        (('s1', 's2'),)
    """
    diagram = as_diagram(diagram)
    row = _row(rule)
    edit = Edit(diagram)
    if row.sure:
        return tuple(tuple(selection) for selection in row.match(edit))
    options = row.checked({})
    found: list[tuple[str, ...]] = []
    for selection in row.match(edit):
        try:
            _try(edit, row, selection, options)
        except Refused:
            pass
        else:
            found.append(tuple(selection))
        edit.undo()
    return tuple(found)


def apply(
    diagram: Diagram, rule: str | Rule, selection: Sequence[str] = (), **options: Value
) -> Diagram:
    """The diagram after one step of a rule at a selection; `step` also gives the verdict on it.

    Args:
        diagram: any diagram.
        rule: one of `rules(diagram, selection)`, or its name.
        selection: ids of spiders or of an edge, as for `rules`.
        options: what the rule takes besides.

    Raises:
        InvalidRequest: a rule, an option or an id that is not known.
        RefusedRewrite: the rule does not apply, with why; or its result does not verify.

    Example:
        >>> from qdesign.circuit import Circuit
        >>> from qdesign.zx.translate import to_diagram
        >>> d = to_diagram(Circuit.of(1, "rz(a) 0; rz(b) 0"))
        >>> apply(d, "fuse", ["s1", "s2"]).num_spiders
        1
    """
    return step(diagram, rule, selection, **options).diagram


def step(
    diagram: Diagram, rule: str | Rule, selection: Sequence[str] = (), **options: Value
) -> Rewrite:
    """One step of a rule, checked on the part of the diagram that it changes.

    Args:
        diagram: any diagram.
        rule: one of `rules(diagram, selection)`, or its name.
        selection: ids of spiders or of an edge, as for `rules`.
        options: what the rule takes besides.

    Returns:
        The diagram after the step, with a verdict: dense tensors of the part that changed, at
        random parameter points; unknown where that part has too many legs.

    Raises:
        InvalidRequest: a rule, an option or an id that is not known.
        RefusedRewrite: the rule does not apply, with why; or its result does not verify.
    """
    diagram = as_diagram(diagram)
    row = _row(rule)
    names = _checked(diagram, selection)
    chosen = row.checked(options)
    edit = Edit(diagram)
    try:
        _change(edit, row, names, chosen)
    except (Refused, InvalidAngle) as reason:
        raise RefusedRewrite(
            f"The rule '{row.title}' does not apply here: {str(reason).removesuffix('.')}. "
            "Select something else, or choose another rule."
        ) from None
    after = edit.done()
    verdict = _verdict(diagram, after, names)
    if verdict.equal is False:
        raise RefusedRewrite(
            f"The rule '{row.title}' gave something different here; the diagram stays as it was. "
            "Please report it."
        )
    return Rewrite(after, row.name, tuple(names), verdict, chosen, edit.origins())


def _row(rule: str | Rule) -> RuleRow:
    return find(RuleRow, rule.name if isinstance(rule, Rule) else rule)


def _more(changes: Changes) -> tuple[int, int]:
    return (
        len(changes.new_spiders) - len(changes.gone_spiders),
        len(changes.new_edges) - len(changes.gone_edges),
    )


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


def _try(edit: Edit, row: RuleRow, names: Selection, options: Mapping[str, Value]) -> None:
    """The rule at a selection, or of a large one whether it may apply there."""
    large = row.check is not None and len(names) > _LARGE
    _change(edit, replace(row, change=row.check) if large else row, names, options)


def _change(edit: Edit, row: RuleRow, names: Selection, options: Mapping[str, Value]) -> None:
    """The rule at a selection; of an edge that the rule does not take, at its ends."""
    chosen = list(names)
    if not row.takes_edge:
        edges = [n for n in names if n in edit.edges and n not in edit.spiders]
        if edges:
            if len(names) != 1:
                raise Refused("select spiders, not edges")
            edge = edit.edges[edges[0]]
            chosen = list(dict.fromkeys((edge.source, edge.target)))
        for name in chosen:
            if edit.spiders[name].kind is SpiderKind.BOUNDARY:
                raise Refused(f"'{name}' is a boundary")
    row.change(edit, chosen, options)


# --- the check ------------------------------------------------------------------------------------


def _verdict(before: Diagram, after: Diagram, names: Selection) -> Verdict:
    """The verdict on the part of a diagram that a step changed, its other legs cut open.

    Equal parts prove a step. Where they differ, what stands around may still make it hold, such as
    the leaf of a gadget of which the hub alone changed: then more is looked at.
    """
    touched = _touched(before, after, names)
    verdict = _part_verdict(before, after, touched)
    for _ in range(_RINGS):
        wider = _with_neighbors(before, after, touched)
        if verdict.equal is not False or wider == touched:
            break
        touched = wider
        again = _part_verdict(before, after, touched)
        if again.equal is None:
            break
        verdict = again
    return verdict


def _part_verdict(before: Diagram, after: Diagram, touched: set[str]) -> Verdict:
    first, second = _parts(before, after, touched)
    # Derived parameters take any values here: what is equal for all is equal for those they have.
    names = tuple(dict.fromkeys((*first.symbols, *second.symbols)))
    points, exact = _points(names, {*before.booleans, *after.booleans})
    worst = 0.0
    try:
        for values in points:
            worst = max(worst, distance(tensor(first, values), tensor(second, values)))
    except TooLarge:
        return Verdict(None, "the part that changes has too many legs for dense tensors")
    if EQUAL < worst < DIFFERENT:
        return Verdict(
            None, "rounding hides whether the part that changes stays the same", len(points), worst
        )
    how = "dense tensors of the part that changes"
    return Verdict(worst <= EQUAL, how, 0 if exact else len(points), worst, exact)


def _points(names: Sequence[str], booleans: Set[str]) -> tuple[list[dict[str, float]], bool]:
    """Values that decide: none without symbols, every choice of few Boolean ones, else random.

    Also whether what holds at these holds for all values.
    """
    turns = [b for b in dict.fromkeys(boolean_turn(name) for name in names) if b in booleans]
    free = [name for name in names if boolean_turn(name) not in booleans]
    if not free and len(turns) <= _MOST_BOOLEANS:
        choices = product((0.0, 1.0), repeat=len(turns))
        return [_turned(names, dict(zip(turns, chosen, strict=True))) for chosen in choices], True
    rng = np.random.default_rng(0)
    points: list[dict[str, float]] = []
    for _ in range(_POINTS):
        values = {name: float(rng.integers(2)) for name in sorted(booleans)}
        for name in free:
            values.setdefault(name, float(rng.uniform(-7, 7)))
        points.append(_turned(names, values))
    return points, False


def _turned(names: Sequence[str], values: dict[str, float]) -> dict[str, float]:
    """With π times a Boolean parameter 0 or π."""
    turned = {n: math.pi * values[boolean_turn(n)] for n in names if boolean_turn(n) in values}
    return {**turned, **values}


def _touched(before: Diagram, after: Diagram, names: Selection) -> set[str]:
    """The spiders that are selected or differ, or at which an edge does."""
    old, new = before.by_id, after.by_id
    touched = {n for n in (*old, *new) if old.get(n) != new.get(n)}
    edges = ({e.id: e for e in before.edges}, {e.id: e for e in after.edges})
    for name in {*edges[0], *edges[1]}:
        a, b = edges[0].get(name), edges[1].get(name)
        if a != b:
            touched.update(end for e in (a, b) if e is not None for end in (e.source, e.target))
    touched.update(n for n in names if n in old)
    return touched


def _with_neighbors(before: Diagram, after: Diagram, touched: set[str]) -> set[str]:
    wider = set(touched)
    for edge in (*before.edges, *after.edges):
        if edge.source in touched or edge.target in touched:
            wider.update((edge.source, edge.target))
    return wider


def _parts(before: Diagram, after: Diagram, touched: set[str]) -> tuple[Diagram, Diagram]:
    """Some spiders cut out of both diagrams; what joins them to the rest become outputs.

    Edges that differ have both ends in the part, so both sides have the same legs. A spider of one
    color on both sides needs one leg to the rest, however many it has.
    """
    old, new = before.by_id, after.by_id
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
