"""A figure with nothing beside what all figures have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

from qdesign.analyze.figure import Figure


@final
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Plain(Figure):
    """A figure that is its value and its data."""
