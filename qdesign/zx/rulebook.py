"""Rules that apply to a selection of a diagram, and one checked step of one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Protocol

from qdesign.diagram import Diagram, SpiderKind
from qdesign.errors import InvalidAngle, InvalidRequest, RefusedRewrite
from qdesign.rows import LOG, OWN, Value, find, rows
from qdesign.zx.bodies import as_diagram
from qdesign.zx.edit import Changes, Edit, Refused
from qdesign.zx.matching import Selection
from qdesign.zx.rule import RuleRow
from qdesign.zx.step_verdict import ONE_ZERO, step_verdict
from qdesign.zx.tracing import composed
from qdesign.zx.verdict import Verdict

_LARGE = 24
"""Beyond so many selected spiders, rules that take long are not tried to be listed."""


class OwnRule(Protocol):
    """What a person made a rule of: a lemma. It goes forwards, and backwards where both_ways."""

    @property
    def forwards(self) -> bool:
        """Does it go forwards?"""
        ...

    @property
    def both_ways(self) -> bool:
        """Does it go backwards too?"""
        ...

    def row(self, *, backwards: bool = False) -> RuleRow:
        """It as a rule that goes one way."""
        ...

    def step(
        self, diagram: Diagram, selection: Sequence[str] = (), *, backwards: bool = False
    ) -> Rewrite:
        """One step of it."""
        ...


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule seen from a selection.

    Attributes:
        name: what `apply` takes.
        title: what a menu shows.
        refused: why it does not apply; empty where it does.
        result: what it would do, in words.
        spiders, edges: how many more there would be after it.
        options: what `apply` gives it by itself.
        lemma: the lemma that it is; None for a rule of the catalog.
    """

    name: str
    title: str
    refused: str = ""
    result: str = ""
    spiders: int = 0
    edges: int = 0
    options: Mapping[str, Value] = field(default_factory=dict[str, Value])
    lemma: OwnRule | None = field(default=None, repr=False, compare=False)


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


def rules(
    diagram: Diagram, selection: Sequence[str] = (), *, lemmas: Iterable[OwnRule] = ()
) -> tuple[Rule, ...]:
    """The rules that apply to a selection.

    Args:
        diagram: any diagram.
        selection: ids of spiders, or of one edge for rules on edges. Two joined spiders select the
            edge between them.
        lemmas: more rules, listed behind those of the catalog.

    Raises:
        InvalidRequest: an id that is not in the diagram.
    """
    found = explain(diagram, selection, lemmas=lemmas)
    return tuple(rule for rule in found if not rule.refused)


def explain(
    diagram: Diagram,
    selection: Sequence[str] = (),
    *,
    lemmas: Iterable[OwnRule] = (),
    among: Iterable[RuleRow] | None = None,
) -> tuple[Rule, ...]:
    """Every rule, with why it does not apply to a selection where it does not.

    Args:
        diagram: any diagram.
        selection: as for `rules`.
        lemmas: more rules, listed behind those of the catalog.
        among: rules of the catalog that are looked at; all where None.
    """
    diagram = as_diagram(diagram)
    names = _checked(diagram, selection)
    edit = Edit(diagram)
    found: list[Rule] = []
    for row, seen in _listed(among, lemmas):
        try:
            _try(edit, row, names, row.checked({}))
        except Refused as reason:
            found.append(replace(seen, refused=str(reason)))
        except Exception as error:
            found.append(replace(seen, refused=_failed(row, error)))
        else:
            more = _more(edit.changes())
            found.append(replace(seen, result=f"{row.help}.", spiders=more[0], edges=more[1]))
        edit.undo()
    return tuple(found)


def _listed(
    among: Iterable[RuleRow] | None, lemmas: Iterable[OwnRule]
) -> Iterator[tuple[RuleRow, Rule]]:
    """Rules of the catalog, then each lemma once for every way that it goes."""
    for row in rows(RuleRow).values() if among is None else among:
        yield row, Rule(row.name, row.title)
    for lemma in lemmas:
        for backwards in (False, True):
            if lemma.both_ways if backwards else lemma.forwards:
                row = lemma.row(backwards=backwards)
                options: dict[str, Value] = {"backwards": True} if backwards else {}
                yield row, Rule(row.name, row.title, options=options, lemma=lemma)


def matches(
    diagram: Diagram, rule: str | Rule | RuleRow | OwnRule, *, backwards: bool = False
) -> tuple[tuple[str, ...], ...]:
    """Every selection at which a rule applies; of those that come to the same, one.

    Args:
        diagram: any diagram.
        rule: the name of a rule, or a lemma.
        backwards: of a lemma, from right to left.

    Raises:
        InvalidRequest: a rule that is not known.
        RefusedRewrite: a rule of another package fails where it looks for places.

    Example:
        >>> from qdesign.circuit import Circuit
        >>> from qdesign.zx.translate import to_diagram
        >>> matches(to_diagram(Circuit.of(1, "rz(a) 0; rz(b) 0")), "fuse")
        (('s1', 's2'),)
    """
    diagram = as_diagram(diagram)
    row = _row(rule, backwards)
    edit = Edit(diagram)
    try:
        places = row.match(edit)
    except Exception as error:
        raise RefusedRewrite(
            f"The rule '{row.name}' finds no places: {_failed(row, error)}."
        ) from None
    if row.sure and row.origin == OWN:
        return tuple(tuple(selection) for selection in places)
    options = row.checked({})
    found: list[tuple[str, ...]] = []
    for selection in places:
        try:
            _try(edit, row, selection, options)
        except Refused:
            pass
        except Exception as error:
            _failed(row, error)
        else:
            found.append(tuple(selection))
        edit.undo()
    return tuple(found)


def apply(
    diagram: Diagram, rule: str | Rule | OwnRule, selection: Sequence[str] = (), **options: Value
) -> Diagram:
    """The diagram after one step of a rule at a selection; `step` also gives the verdict on it.

    Args:
        diagram: any diagram.
        rule: one of `rules(diagram, selection)`, or its name; or a lemma.
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
    diagram: Diagram,
    rule: str | Rule | RuleRow | OwnRule,
    selection: Sequence[str] = (),
    **options: Value,
) -> Rewrite:
    """One step of a rule, checked on the part of the diagram that it changes.

    Args:
        diagram: any diagram.
        rule: one of `rules(diagram, selection)`, or its name; or a lemma.
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
    if isinstance(rule, Rule):
        options = {**rule.options, **options}
        rule = rule.lemma or rule.name
    if not isinstance(rule, (str, RuleRow)):
        _check_lemma(rule)
        return _of_lemma(rule, diagram, selection, options)
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
    except Exception as error:
        why = _failed(row, error)
        raise RefusedRewrite(
            f"The rule '{row.title}' does not apply here: {why}. Choose another rule."
        ) from None
    after = edit.done()
    verdict = step_verdict(diagram, after, names)
    if verdict.equal is False and verdict.method == ONE_ZERO:
        raise RefusedRewrite(
            f"The rule '{row.title}' does not apply here: before it or after it, the map of this "
            "part is 0 at some values of its parameters. Select something else, or choose another "
            "rule."
        )
    if verdict.equal is False:
        raise RefusedRewrite(
            f"The rule '{row.title}' gave something different here; the diagram stays as it was. "
            "Please report it."
        )
    return Rewrite(after, row.name, tuple(names), verdict, chosen, edit.origins())


def everywhere(
    diagram: Diagram, rule: str | Rule | OwnRule, *, backwards: bool = False, most: int
) -> tuple[Diagram, dict[str, tuple[str, ...]], int]:
    """A rule at every place where it applies, again while there is less; the whole not compared.

    Args:
        diagram: any diagram.
        rule: the name of a rule, or a lemma.
        backwards: of a lemma, from right to left.
        most: the number of places after which it ends.

    Returns:
        The diagram, the origins of its spiders, and how many places there were.
    """
    row = _row(rule, backwards)
    options = row.checked({})
    edit = Edit(diagram)
    origins = {spider.id: (spider.id,) for spider in diagram.spiders}
    taken = 0
    now = diagram
    while taken < most:
        size = len(edit.spiders) + len(edit.edges)
        for place in matches(now, row):
            if taken == most:
                break
            if not all(name in edit.spiders or name in edit.edges for name in place):
                continue
            try:
                if row.origin != OWN:  # each step of these is compared
                    step(edit.done(), row, place)
                _change(edit, row, tuple(dict.fromkeys(place)), options)
            except (Refused, InvalidAngle, RefusedRewrite):
                edit.undo()
                continue
            origins |= composed(origins, edit.origins())
            edit.settle()
            taken += 1
        now = edit.done()
        if len(edit.spiders) + len(edit.edges) >= size:
            break
    return now, origins, taken


def _of_lemma(
    lemma: OwnRule, diagram: Diagram, selection: Sequence[str], options: Mapping[str, Value]
) -> Rewrite:
    unknown = [name for name in options if name != "backwards"]
    if unknown or not isinstance(options.get("backwards", False), bool):
        raise InvalidRequest("A lemma has one option: backwards, which is true or false.")
    return lemma.step(diagram, selection, backwards=bool(options.get("backwards")))


def _row(rule: str | Rule | RuleRow | OwnRule, backwards: bool = False) -> RuleRow:
    if isinstance(rule, Rule):
        backwards = bool(rule.options.get("backwards", backwards))
        rule = rule.lemma or rule.name
    if isinstance(rule, RuleRow):
        return rule
    if isinstance(rule, str):
        return find(RuleRow, rule)
    _check_lemma(rule)
    return rule.row(backwards=backwards)


def _check_lemma(rule: object) -> None:
    if not hasattr(rule, "both_ways"):
        raise InvalidRequest(
            f"A rule is given by its name, or is a lemma, not {type(rule).__name__}."
        )


def _failed(row: RuleRow, error: Exception) -> str:
    """What a rule of another package raised, which the log names too; own ones raise it."""
    if row.origin == OWN:
        raise error
    told = f"{type(error).__name__}: {str(error)[:200]}".removesuffix(": ")
    LOG.error("The rule '%s' of %s fails and is left out here: %s", row.name, row.origin, told)
    return f"the rule of {row.origin} fails with {told}".removesuffix(".")


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
