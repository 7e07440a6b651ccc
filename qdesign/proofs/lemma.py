"""A lemma: two diagrams that were found equal, which is then a rule of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from qdesign.convert.bodies import as_body
from qdesign.diagram import Diagram
from qdesign.document import body_json, read_body
from qdesign.equivalence import equivalent
from qdesign.equivalence.diagrams import one_vanishes
from qdesign.errors import InvalidRequest, RefusedRewrite
from qdesign.formula import boolean_turn, free_names, is_derived
from qdesign.proofs.changes import stored_verdict
from qdesign.proofs.parts import changed_parts
from qdesign.showing.tables import count
from qdesign.zx.bodies import as_diagram, diagram_of
from qdesign.zx.edit import Edit
from qdesign.zx.laying import layout
from qdesign.zx.lemma_matching import places, replace_copy, searched
from qdesign.zx.matching import Selection
from qdesign.zx.rule import Options, RuleRow
from qdesign.zx.rulebook import Rewrite, matches, step
from qdesign.zx.verdict import Verdict

POINTS: Final = 20
"""Random points at which a lemma is compared where it is not proved."""

_MAX_NAME: Final = 100


@dataclass(frozen=True, slots=True, init=False)
class Lemma:
    """Two diagrams with the same inputs and outputs, equal up to a non-zero scalar.

    It is taken as rules are: `qd.zx.apply(diagram, lemma, selection)`.

    Args:
        left: a diagram, or what stands for one.
        right: another with as many inputs and outputs.
        name: what it is called.

    Attributes:
        verdict: proved where that is possible, else equal at 20 points; it says which.

    Raises:
        InvalidRequest: the sides have other inputs and outputs, or no name; or it could be taken
            nowhere, with why.
        RefusedRewrite: the sides are not equal, or that is not known.
    """

    left: Diagram
    right: Diagram
    name: str
    verdict: Verdict

    def __init__(self, left: object, right: object, *, name: str, verdict: Verdict | None = None):
        first, second = (_spread(diagram_of(as_body(side))) for side in (left, right))
        shown = name.strip() if isinstance(name, str) else ""  # pyright: ignore[reportUnnecessaryIsInstance]
        if not shown or len(shown) > _MAX_NAME or not shown.isprintable():
            raise InvalidRequest(f"A lemma has a name of 1 to {_MAX_NAME} characters on one line.")
        _check_ends(shown, first, second)
        _check_symbols(shown, first, second)
        found = verdict or equivalent(first, second, points=POINTS)
        if not found.equal:
            raise RefusedRewrite(
                f"The sides of the lemma '{shown}' are {found}. A lemma needs two equal diagrams."
            )
        if not found.is_exact and one_vanishes(first, second):
            raise RefusedRewrite(
                f"One side of the lemma '{shown}' is 0 at some values where the other is not: a "
                "number that is 0 there stands beside it alone. Draw it on both sides."
            )
        for key, value in (("left", first), ("right", second), ("name", shown), ("verdict", found)):
            object.__setattr__(self, key, value)

    @staticmethod
    def of_change(before: object, after: object, *, name: str) -> Lemma:
        """The lemma of what differs between two equal diagrams, or of the whole of them.

        Raises:
            InvalidRequest, RefusedRewrite: as for a lemma of the two.
        """
        first, second = diagram_of(as_body(before)), diagram_of(as_body(after))
        parts = changed_parts(first, second)
        if parts is not None:
            try:
                return Lemma(*parts, name=name)
            except (InvalidRequest, RefusedRewrite):
                pass  # what stands around makes them equal, or tells the parameters
        return Lemma(first, second, name=name)

    @property
    def sides(self) -> tuple[Diagram, Diagram]:
        """The left and the right one."""
        return self.left, self.right

    @property
    def forwards(self) -> bool:
        """Can it be taken from left to right? Not where the left side is a wire or empty."""
        return bool(searched(Edit(self.left)))

    @property
    def both_ways(self) -> bool:
        """Can it be taken from right to left too? Then both sides have the same parameters."""
        same = set(self.left.symbols) == set(self.right.symbols)
        return same and bool(searched(Edit(self.right)))

    def row(self, *, backwards: bool = False) -> RuleRow:
        """The lemma as a rule that goes one way.

        Raises:
            RefusedRewrite: it does not go that way.
        """
        self._check_way(backwards)
        left, right = Edit(self.left), Edit(self.right)
        ends = [[*side.inputs, *side.outputs] for side in (self.left, self.right)]
        if backwards:
            left, right, ends = right, left, ends[::-1]

        def change(edit: Edit, names: Selection, options: Options) -> None:
            replace_copy(edit, names, left, ends[0], right, ends[1])

        to = "left" if backwards else "right"
        return RuleRow(
            name=f"lemma:{self.name}",
            title=f"{self.name}, backwards" if backwards else self.name,
            help=f"The {'right' if backwards else 'left'} side of the lemma becomes the {to} one",
            match=lambda edit: places(edit, left),
            sure=True,
            change=change,
            example="",
            selection=(),
        )

    def matches(self, diagram: Diagram, *, backwards: bool = False) -> list[tuple[str, ...]]:
        """The selections at which it applies: each the spiders of one copy of its side."""
        return list(matches(diagram, self.row(backwards=backwards)))

    def step(
        self, diagram: Diagram, selection: Sequence[str] = (), *, backwards: bool = False
    ) -> Rewrite:
        """One copy of a side, within the selection or anywhere, become the other side.

        Returns:
            The diagram with a verdict: proved where the lemma is.

        Raises:
            RefusedRewrite: the selection holds no copy; or it does not go that way.
        """
        diagram = as_diagram(diagram)
        row = self.row(backwards=backwards)
        if not selection:
            selection = next(iter(self.matches(diagram, backwards=backwards)), ())
        try:
            made = step(diagram, row, selection)
        except RefusedRewrite as error:
            if "holds no copy" not in str(error):
                raise
            raise RefusedRewrite(
                f"The lemma '{self.name}' does not apply here: the selection holds no copy of its "
                f"{'right' if backwards else 'left'} side."
            ) from None
        verdict = made.verdict
        if verdict.equal is not False and self.verdict.is_exact:
            how = f"the lemma '{self.name}' is proved, and a copy of a side became the other side"
            verdict = Verdict(True, how, is_exact=True)
        return replace(made, verdict=verdict, options={"backwards": True} if backwards else {})

    def apply(
        self, diagram: Diagram, selection: Sequence[str] = (), *, backwards: bool = False
    ) -> Diagram:
        """The diagram of `step`."""
        return self.step(diagram, selection, backwards=backwards).diagram

    def _check_way(self, backwards: bool) -> None:
        if backwards and not self.both_ways:
            raise RefusedRewrite(
                f"The lemma '{self.name}' goes one way: its sides have other parameters, or its "
                "right side is a wire, which stands everywhere."
            )
        if not backwards and not self.forwards:
            raise RefusedRewrite(
                f"The lemma '{self.name}' goes from right to left alone: its left side is a wire "
                "or empty, which stands everywhere. Take it backwards."
            )

    def to_dict(self) -> dict[str, Any]:
        """The lemma as JSON of a document."""
        return {
            "left": body_json(self.left),
            "right": body_json(self.right),
            "verdict": stored_verdict(self.verdict),
        }

    @staticmethod
    def from_dict(name: str, data: Mapping[str, Any]) -> Lemma:
        """The lemma that JSON of a document holds; what it says of itself is not believed."""
        return _verified(name, json.dumps([data["left"], data["right"]]))


# Verifying takes longer than all else that is done with a lemma.
@lru_cache(maxsize=200)
def _verified(name: str, sides: str) -> Lemma:
    left, right = json.loads(sides)
    return Lemma(read_body(left), read_body(right), name=name)


def _spread(side: Diagram) -> Diagram:
    """Laid out where spiders lie upon each other, since what a lemma puts in stands as drawn."""
    places = {(spider.x, spider.y) for spider in side.spiders}
    return side if len(places) == len(side.spiders) else layout(side)


def _check_ends(name: str, left: Diagram, right: Diagram) -> None:
    ports = [(len(d.inputs), len(d.outputs)) for d in (left, right)]
    if ports[0] != ports[1]:
        raise InvalidRequest(
            f"The sides of the lemma '{name}' have {count(ports[0][0], 'input')} and "
            f"{count(ports[0][1], 'output')} against {ports[1][0]} and {ports[1][1]}. "
            "Draw both with the same boundaries."
        )
    if not searched(Edit(left)) and not searched(Edit(right)):
        raise InvalidRequest(
            f"Both sides of the lemma '{name}' are empty or have a wire from end to end, which "
            "stands everywhere. One side needs spiders alone."
        )


def _check_symbols(name: str, left: Diagram, right: Diagram) -> None:
    """What stands for each symbol has to be told by the phases of the left side."""
    if not set(right.symbols) <= set(left.symbols):
        new = sorted(set(right.parameters) - set(left.parameters)) or ["formulas of others"]
        raise InvalidRequest(
            f"The right side of the lemma '{name}' has parameters that the left has not: "
            f"{', '.join(new)}. What stands for them would not be known."
        )
    plain = [boolean_turn(symbol) or symbol for symbol in left.symbols]
    booleans = {*left.booleans, *right.booleans}
    for symbol, free in zip(left.symbols, plain, strict=True):
        if is_derived(free) or plain.count(free) > 1 or (free in booleans and free == symbol):
            named = ", ".join(free_names([symbol]))
            raise InvalidRequest(
                f"The phases of the lemma '{name}' are sums of its parameters; here a formula "
                f"stands with {named}. Give it a name of its own."
            )
    for spider in (*left.spiders, *right.spiders):
        for symbol, factor in spider.phase.terms:
            if boolean_turn(symbol) in booleans and factor.denominator != 1:
                raise InvalidRequest(
                    f"In the lemma '{name}' the Boolean parameter {boolean_turn(symbol)} stands "
                    "with a fraction of π. It has to turn by whole multiples of π."
                )
