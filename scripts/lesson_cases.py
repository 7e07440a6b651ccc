"""Answers to lessons of which Python and the page must say the same: right ones, and wrong ones."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from qdesign.circuit import Circuit
from qdesign.document import Document, Kept
from qdesign.lessons.lesson import Lesson
from qdesign.operation import Operation
from qdesign.rows import rows
from scripts.lesson_answers import answers

GATES: Final = ("h", "x", "z", "s", "sdg", "t", "sx")


def changed(lesson: Lesson, rng: random.Random) -> Document:
    """The reference, or the start, with a few things wrong, or none."""
    document = rng.choice((lesson.reference, lesson.reference, lesson.start))
    body = document.body
    if not isinstance(body, Circuit):
        return document
    items = list(body.operations)
    for _ in range(rng.choice((0, 1, 1, 2))):
        at = rng.randint(0, len(items))
        kind = rng.random()
        if kind < 0.4 and items:
            del items[min(at, len(items) - 1)]
        elif kind < 0.7:
            items.insert(at, Operation(rng.choice(GATES), (rng.randrange(body.num_qubits),)))
        elif kind < 0.9 and body.num_qubits > 1:
            pair = rng.sample(range(body.num_qubits), 2)
            items.insert(at, Operation(rng.choice(("cx", "cz", "swap")), tuple(pair)))
    made = document.with_body(body.with_operations([replace(i, id="", column=None) for i in items]))
    if rng.random() < 0.4:
        values = {name: round(rng.uniform(-3, 3), 3) for name in made.values}
        made = made.with_values(values)
    if rng.random() < 0.3:
        answers = {goal["name"]: rng.choice(("1", "0,5", "pi", "x")) for goal in lesson.goals}
        tries = {name: {"outcome": "fail", "tries": rng.randint(1, 3)} for name in answers}
        lesson_data = {"name": "x", "answers": answers, "goals": tries}
        made = replace(made, kept={**made.kept, "lesson": Kept(lesson_data)})
    if rng.random() < 0.05:
        return Document(Circuit(body.num_qubits + 1))
    return made


def lesson_cases(rng: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """Lessons as JSON, answers as text, and what is found of each goal.

    First the references, then in turn: answers with one thing wrong, others that are mostly right,
    and any.
    """
    lessons = list(rows(Lesson).values())
    wrong = [answers(lesson, rng) for lesson in lessons]
    right = [answers(lesson, rng, alike=True) for lesson in lessons]
    for k in range(max(count, 5 * len(lessons))):
        at = k % len(lessons)
        lesson = lessons[at]
        turn = k // len(lessons)
        if not turn:
            answer = lesson.reference
        elif turn % 4 == 3:
            answer = changed(lesson, rng)
        else:
            answer = next((right if turn % 4 == 2 else wrong)[at])
        yield {
            "lesson": json.loads(lesson.dumps()),
            "answer": answer.dumps(),
            "goals": lesson.check(answer).to_dict()["goals"],
        }
