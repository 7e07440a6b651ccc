"""What a check of an answer found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from qdesign.showing.tables import count, table

Outcome = Literal["pass", "fail", "undecided", "error"]

SIGNS: Final = {"pass": "✓", "fail": "✗", "undecided": "?", "error": "!"}


@dataclass(frozen=True, slots=True)
class Found:
    """What is found of one goal.

    Attributes:
        message: one or two sentences: what is off, and by how much.
        counterexample: an input, a place or a step at which it fails; empty for none.
        value: the number that the goal is about, exact; None where it is about none.
    """

    outcome: Outcome
    message: str
    counterexample: str = ""
    value: float | None = None


@dataclass(frozen=True, slots=True)
class CheckedGoal:
    """One goal, and what was found."""

    name: str
    title: str
    outcome: Outcome
    message: str
    counterexample: str = ""

    def __str__(self) -> str:
        return f"{SIGNS[self.outcome]} {self.title}: {self.message}"


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of an answer found.

    Attributes:
        lesson: the name of the lesson.
        goals: in the order of the lesson.
        outcome: "pass" where all goals do; "error" where the answer cannot be looked at, "fail"
            where a goal is not met, "undecided" where one could not be decided.
        score: the share of goals that are met, 0 to 1.
        message: one sentence, then a line for each goal that is not met.
    """

    lesson: str
    goals: tuple[CheckedGoal, ...]

    @property
    def outcome(self) -> Outcome:
        return worst(goal.outcome for goal in self.goals)

    @property
    def score(self) -> float:
        return self._met / len(self.goals) if self.goals else 0.0

    @property
    def message(self) -> str:
        first = f"{self._met} of {count(len(self.goals), 'goal')} met."
        open_goals = (str(goal) for goal in self.goals if goal.outcome != "pass")
        return "\n".join((first, *open_goals))

    @property
    def counterexample(self) -> str:
        """That of the first goal that has one."""
        return next((goal.counterexample for goal in self.goals if goal.counterexample), "")

    @property
    def _met(self) -> int:
        return sum(goal.outcome == "pass" for goal in self.goals)

    def __bool__(self) -> bool:
        """Is the lesson passed? So that `assert lesson.check(answer)` reads."""
        return self.outcome == "pass"

    def __repr__(self) -> str:
        return f"<{self.lesson}: {self.outcome}. {self.message}>"

    def __iter__(self) -> Iterator[CheckedGoal]:
        return iter(self.goals)

    def _repr_html_(self) -> str:
        rows = [(f"{SIGNS[g.outcome]} {g.title}", g.message) for g in self.goals]
        return table(rows, title=f"{self._met} of {count(len(self.goals), 'goal')} met")

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "lesson": self.lesson,
            "outcome": self.outcome,
            "score": self.score,
            "message": self.message,
            "goals": [
                {name: getattr(goal, name) for name in CheckedGoal.__slots__} for goal in self.goals
            ],
        }


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """One outcome of several."""
    found = set(outcomes)
    order: tuple[Outcome, ...] = ("error", "fail", "undecided", "pass")
    for one in order:
        if one in found:
            return one
    return "error"
