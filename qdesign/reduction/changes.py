"""Figures before and after, for tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from qdesign.circuit import STAT_TITLES, Stats

CHANGES: Final = ("", "before", "after", "change")
Figure = tuple[str, int, int]


def figures(before: Stats, after: Stats) -> list[Figure]:
    """Each figure: what it is called, before, after."""
    return [(t, getattr(before, name), getattr(after, name)) for name, t in STAT_TITLES.items()]


def changes(found: Iterable[Figure]) -> Iterator[tuple[str, ...]]:
    """Rows of a table headed by `CHANGES`."""
    for title, old, new in found:
        change = f"{new - old:+,}".replace("-", "−") if new != old else ""
        yield title, f"{old:,}", f"{new:,}", change
