"""What is known about two bodies: equal, different or unknown, with how it was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from qdesign.showing.tables import count, text_of

EQUAL: Final = 1e-9
"""A distance between normalized maps up to which numbers say equal."""

DIFFERENT: Final = 1e-7
"""A distance from which they say different; between the two they say nothing."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known about two bodies, up to a non-zero scalar.

    Attributes:
        equal: True, False, or None where it is not known.
        method: how it was found, in words.
        points: random parameter points at which numbers were compared; 0 where none were.
        max_error: largest distance found between normalized states or matrices; 0 where a proof was
            exact and no numbers were compared, None where neither was done.
        permutation: where each qubit of the first is at the end of the second, where orders may
            differ; None else.
        is_exact: is it proved symbolically? Points then are further checks, not what it rests on.
    """

    equal: bool | None
    method: str
    points: int = 0
    max_error: float | None = None
    is_exact: bool = False
    permutation: tuple[int, ...] | None = None

    def _repr_html_(self) -> str:
        how = str(self).removeprefix(self.words)
        return f"<div><b>{text_of(self.words)}</b>{text_of(how)}</div>"

    @property
    def words(self) -> str:
        """What is known, in a few words: a proof, or at how many points."""
        if self.equal is None:
            return "unknown"
        if self.equal and self.is_exact:
            return "proved for all values"
        word = "equal" if self.equal else "different"
        return f"{word} at {count(self.points, 'point')}" if self.points else word

    def __str__(self) -> str:
        if self.equal is None:
            return f"unknown, because {self.method}"
        numbers = ""
        if self.points and self.max_error is not None and not self.is_exact:
            numbers = f", largest error {self.max_error:.1e}"
        moved = "" if self.permutation is None else f", outputs {_moves(self.permutation)}"
        return f"{self.words} ({self.method}{numbers}{moved})"


def _moves(permutation: tuple[int, ...]) -> str:
    moved = [f"{q} → {to}" for q, to in enumerate(permutation) if q != to]
    return ", ".join(moved) if moved else "in the same order"
