"""What a kind of goal is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from qdesign.lessons.checked import Found
from qdesign.lessons.goals.answer import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalKind:
    """A kind of goal.

    Attributes:
        needs, takes: fields that a goal must, and may, have.
        one_of: fields of which it must have one at least.
        look: what is found of an answer; may raise a `QdesignError`, which is then told.
    """

    name: str
    title: str
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    look: Callable[[Mapping[str, Any], Answer], Found]
