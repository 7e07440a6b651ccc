"""A body and its redundant parameters → an equal body that does without them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar, cast

import numpy as np

from qdesign.analyze.rank import Redundancy
from qdesign.angle import Angle
from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_body
from qdesign.diagram import Diagram
from qdesign.equivalence import Verdict, equivalent
from qdesign.errors import InvalidRequest, RefusedRewrite
from qdesign.gates import GATES, matrix
from qdesign.operation import Item, Operation
from qdesign.showing.drawing import image, svg
from qdesign.zx.rulebook import apply

B = TypeVar("B", bound=Circuit | Diagram)
_ROUNDING: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Dropped(Generic[B]):
    """A body without its redundant parameters.

    Attributes:
        body: what is left; gates and spiders that no longer do anything are gone.
        substitution: an angle in the old parameters for each one that takes over; with it put into
            `body`, the map is that of the old body.
        verdict: how that was checked.
    """

    body: B
    substitution: Mapping[str, Angle]
    verdict: Verdict

    def __repr__(self) -> str:
        return f"Dropped({self.body!r}, {self.verdict})"

    def _repr_html_(self) -> str:
        return image(svg(self.body)) + self.verdict._repr_html_()  # pyright: ignore[reportPrivateUsage] (the protocol of notebooks)

    @property
    def circuit(self) -> B:
        """What is left, by the name that it has where it is a circuit."""
        return self.body

    @property
    def equal(self) -> B:
        """What is left, in the old parameters: the very map that was there, at the same values."""
        return cast("B", self.body.substitute(self.substitution))

    def values_from(self, values: Mapping[str, float]) -> dict[str, float]:
        """Values of what is left, radians, that give the state of `values` before."""
        moved = {**values, **{n: a.at(values) for n, a in self.substitution.items()}}
        return {name: moved[name] for name in self.body.parameters}


def drop_redundant(body: B, redundant: Mapping[str, Redundancy]) -> Dropped[B]:
    """The body with redundant parameters set to 0 and their parts given to the others.

    Args:
        body: a circuit that is unitary, up to measurements at its end, or a diagram.
        redundant: those of `parameter_rank(body)`, or some of them.

    Raises:
        RefusedRewrite: the body without them could not be shown to be equal.

    Example:
        >>> from qdesign.analyze.rank import parameter_rank
        >>> drawn = Circuit.of(2, "rz(a) 0; cx 0 1; rz(b) 0; rx(c) 1")
        >>> left = drop_redundant(drawn, parameter_rank(drawn).redundant)
        >>> left.body.parameters, left.substitution["a"]
        (('a', 'c'), Angle('a + b'))
    """
    given: Circuit | Diagram = as_body(body)
    if not isinstance(redundant, Mapping) or not all(  # pyright: ignore[reportUnnecessaryIsInstance]
        isinstance(found, Redundancy)  # pyright: ignore[reportUnnecessaryIsInstance]
        for found in redundant.values()
    ):
        raise InvalidRequest(
            f"Redundant parameters come as parameter_rank(circuit).redundant, not as "
            f"{type(redundant).__name__}."
        )
    taken: dict[str, Angle] = {}
    for found in redundant.values():
        for other in found.merged_into:
            part = found.substitution[other] - Angle.parameter(other)
            taken[other] = taken.get(other, Angle.parameter(other)) + part
    # What takes over is never redundant itself, and parts add up: the map of angles is linear.
    gone = {name: Angle() for name in redundant if name in given.parameters}
    left = _diagram_without(given, gone) if isinstance(given, Diagram) else _without(given, gone)
    verdict = equivalent(_bare(given), _bare(left.substitute(taken)))
    if verdict.equal is not True:
        raise RefusedRewrite(
            "What is left without the redundant parameters could not be shown to be equal, so "
            "nothing was changed."
        )
    return Dropped(cast("B", left), taken, verdict)


def _bare(body: Circuit | Diagram) -> Circuit | Diagram:
    return body if isinstance(body, Diagram) else body.without_final_measurements()


def _without(circuit: Circuit, gone: Mapping[str, Angle]) -> Circuit:
    left = circuit.substitute(gone)
    if set(left.parameters) & set(gone):
        left = circuit.flat().substitute(gone)
    kept = [item for item in left.operations if not _does_nothing(item)]
    return left.with_operations(kept).unplaced() if len(kept) < len(left.operations) else left


def _diagram_without(diagram: Diagram, gone: Mapping[str, Angle]) -> Diagram:
    """Spiders whose phases went are taken away where they are wires or gadgets without one."""
    left = diagram.substitute(gone)
    were = {spider.id: spider.phase for spider in diagram.spiders}
    bare = [s.id for s in left.spiders if s.phase.is_zero and were[s.id] != s.phase]
    for name in bare:
        hubs = [
            end
            for edge in left.edges
            if name in (edge.source, edge.target)
            for end in (edge.source, edge.target)
            if end != name
        ]
        for rule, selection in (("remove_identity", [name]), ("remove_gadget", hubs)):
            try:
                left = apply(left, rule, selection)
            except (InvalidRequest, RefusedRewrite):
                continue
            break
    return left


def _does_nothing(item: Item) -> bool:
    """Is it a gate of the table whose angles are 0, and the identity there?"""
    if not isinstance(item, Operation) or item.gate not in GATES or not item.angles:
        return False
    if not all(angle == Angle() for angle in item.angles):
        return False
    at_zero = matrix(item.gate, [0.0] * len(item.angles))
    return bool(np.allclose(at_zero, np.eye(len(at_zero)), rtol=0, atol=_ROUNDING))
