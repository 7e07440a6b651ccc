"""A goal: a question that is answered before anything runs."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, Final

from qdesign.lessons.checked import Found
from qdesign.lessons.goals.answer import Answer
from qdesign.lessons.goals.kind import GoalKind

_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def _look(goal: Mapping[str, Any], answer: Answer) -> Found:
    kept = answer.document.kept.get("lesson")
    data: Mapping[str, Any] = kept.data if kept else {}
    given = str(data.get("answers", {}).get(goal["name"], "")).strip()
    if not given:
        return Found("fail", "Not answered yet.")
    tries = data.get("goals", {}).get(goal["name"], {}).get("tries", 1) or 1
    words = f"As predicted, on try {tries}." if tries > 1 else "As predicted."
    if given.casefold() == str(goal["answer"]).casefold():
        return Found("pass", words)
    said, right = _number(given), _number(str(goal["answer"]))
    near = said is not None and right is not None and abs(said - right) <= goal.get("tolerance", 0)
    if near:
        return Found("pass", words)
    return Found("fail", "Not so. Draw, and see what happens.")


def _number(text: str) -> float | None:
    """The number that a text is, as people write it; None for none."""
    plain = text.strip().replace("−", "-").replace(",", ".")
    number = float(plain) if _NUMBER.fullmatch(plain) else math.nan
    return number if math.isfinite(number) else None


PREDICTION: Final = GoalKind(
    name="prediction",
    title="Say what will happen",
    needs=("question", "answer"),
    takes=("choices", "tolerance"),
    look=_look,
)
