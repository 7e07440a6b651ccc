"""Large answers are checked in a child process, which is ended when the time is over.

Of a small answer it is known how little it takes; it is checked where one is.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from qdesign.circuit import Circuit
from qdesign.diagram import Diagram
from qdesign.document import Document
from qdesign.errors import NotStarted
from qdesign.lessons.checked import Checked, CheckedGoal
from qdesign.process.child import Child, Ended

if TYPE_CHECKING:
    from qdesign.lessons.lesson import Lesson

SECONDS: Final = 5.0
"""For a whole check."""
MOST_GATES: Final = 20_000
"""Operations of an answer, blocks and composite gates expanded."""
MOST_STEPS: Final = 1_000
"""Steps of a proof."""
STOPPED: Final = f"The check was stopped after {SECONDS:.0f} seconds."
_LIGHT: Final = 2**26
"""Amplitudes times gates: some 0.1 s."""
_LIGHT_STEPS: Final = 600
"""Spiders times steps."""

_lock = threading.Lock()
_child: Child | None = None


def too_large(document: Document) -> str:
    """Why nothing of an answer is checked; empty where it is."""
    if isinstance(document.body, Circuit) and document.body.num_operations > MOST_GATES:
        return f"More than {MOST_GATES:,} gates take longer than a check may."
    if _num_steps(document) > MOST_STEPS:
        return f"More than {MOST_STEPS:,} steps take longer than a check may."
    return ""


def is_light(lesson: Lesson, document: Document) -> bool:
    """Does a check surely take less than a second?"""
    bodies: list[Mapping[str, Any]] = [goal.get("body", {}) for goal in lesson.goals]
    if any("count" in item for body in bodies for item in body.get("operations", {}).values()):
        return False
    others = sum(len(body.get("operations", ())) for body in bodies)
    body = document.body
    if isinstance(body, Circuit):
        n = body.num_qubits
        # Maps have twice as many; beyond 22 qubits nothing is run.
        size = 2 ** (2 * n if n <= 8 else n if n <= 22 else 8)
        if (body.num_operations + others + 1) * size * len(lesson.goals) > _LIGHT:
            return False
    return _num_spiders(document) * (_num_steps(document) + 1) <= _LIGHT_STEPS


def _proof_of(document: Document) -> Mapping[str, Any]:
    return document.kept["proof"].data if "proof" in document.kept else {}


def _num_steps(document: Document) -> int:
    return len(_proof_of(document).get("steps", ()))


def _num_spiders(document: Document) -> int:
    """Of the drawing, or of what its proof begins with."""
    body, start = document.body, _proof_of(document).get("start", {})
    here = len(body.spiders) if isinstance(body, Diagram) else 0
    return max(here, len(start.get("spiders", ())))


def in_child(lesson: Lesson, document: Document, *, seconds: float = SECONDS) -> Checked:
    """What a child finds in time; goals that it did not come to are undecided."""
    until = time.monotonic() + seconds
    found: list[CheckedGoal] = []
    why = STOPPED
    with _lock:
        try:
            child = _running()
            if child.wait_started(seconds):
                asked = (lesson.dumps().encode(), document.dumps().encode())
                child.send({}, asked, seconds=seconds)
                found, why = _heard(child, until)
            if why:
                stop()
        except NotStarted:
            why = "There is no process to check so large an answer in."
        except Ended:
            # One that does not take what it is asked in time is ended, too.
            is_late = time.monotonic() >= until
            why = STOPPED if is_late else "The check ended before it was done."
    rest = [
        CheckedGoal(goal["name"], goal["title"], "undecided", why)
        for goal in lesson.goals[len(found) :]
    ]
    return Checked(lesson.name, (*found, *rest))


def _heard(child: Child, until: float) -> tuple[list[CheckedGoal], str]:
    """Goals that were found, and why there are no more; empty where these are all."""
    found: list[CheckedGoal] = []
    while True:
        frame = child.receive(max(0.0, until - time.monotonic()))
        if frame is None:
            return found, STOPPED
        goal = cast("Mapping[str, Any] | None", frame[0]["goal"])
        if goal is None:
            return found, ""
        found.append(CheckedGoal(**goal))


def stop() -> None:
    """Ends the child; the next large answer starts another."""
    global _child
    if _child is not None:
        _child.kill()
    _child = None


def _running() -> Child:
    global _child
    if _child is None or not _child.is_alive:
        stop()
        _child = Child("qdesign.lessons.inside", is_quiet=True)
    return _child


def _forget() -> None:
    global _lock, _child
    _lock, _child = threading.Lock(), None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
