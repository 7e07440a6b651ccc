"""Kinds of goals, one file each; the page has the same, and one corpus holds both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from qdesign.document import read_body
from qdesign.errors import QdesignError
from qdesign.gates import GATES
from qdesign.json_text import fail
from qdesign.lessons.goals.answer import Answer
from qdesign.lessons.goals.count import COUNT, FIGURES
from qdesign.lessons.goals.energy import ENERGY
from qdesign.lessons.goals.equal import EQUAL
from qdesign.lessons.goals.kind import GoalKind
from qdesign.lessons.goals.linear_map import MAP
from qdesign.lessons.goals.prediction import PREDICTION
from qdesign.lessons.goals.proof import PROOF
from qdesign.lessons.goals.state import STATE
from qdesign.pauli import Observable

__all__ = ["KINDS", "Answer", "GoalKind", "check_goal"]

KINDS: Final[Mapping[str, GoalKind]] = {
    kind.name: kind for kind in (STATE, MAP, ENERGY, COUNT, EQUAL, PROOF, PREDICTION)
}


def check_goal(goal: Mapping[str, Any], path: str, start: Mapping[str, Any]) -> None:
    """Does a goal have what its kind needs?

    Raises:
        InvalidDocument: it lacks something, or has what its kind does not take; with the place.
    """
    kind = KINDS[goal["kind"]]
    for name in kind.needs:
        if name not in goal:
            fail(path, f"a goal of kind '{kind.name}' needs '{name}'.")
    for name in goal:
        if name not in ("name", "title", "kind", *kind.needs, *kind.takes):
            fail(f"{path}/{name}", f"a goal of kind '{kind.name}' does not take it.")
    if kind.one_of and not any(name in goal for name in kind.one_of):
        fail(path, f"a goal of kind '{kind.name}' needs {' or '.join(map(repr, kind.one_of))}.")
    if goal.get("choices") and goal["answer"] not in goal["choices"]:
        fail(f"{path}/answer", "it is none of the choices. Name one of them, as it stands there.")
    if "body" in goal:
        read_body(goal["body"], f"{path}/body")
    if "what" in goal and goal["what"] not in (*FIGURES, *GATES):
        fail(f"{path}/what", f"it is a gate, or one of {', '.join(FIGURES)}.")
    if "observable" in goal:
        try:
            Observable(goal["observable"])
        except QdesignError as error:
            fail(f"{path}/observable", str(error))
    if kind.name == "energy" and "observable" not in goal and "observable" not in start:
        fail(path, "an energy needs an observable: of the start, or of the goal.")
