"""Proofs by each rule, right and with one thing wrong: Python and the page say the same."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from typing import Any, Final

from qdesign.document import Document
from qdesign.errors import QdesignError
from qdesign.lessons.lesson import Lesson
from qdesign.proofs import Proof
from qdesign.rows import rows
from qdesign.zx.notation import diagram
from qdesign.zx.rule import RuleRow
from scripts.rule_cases import in_page

Json = dict[str, Any]
Change = Callable[[Json, random.Random], None]


def _phase(data: Json, rng: random.Random) -> None:
    """A wrong phase."""
    spiders = _last(data)["change"].get("spiders") or data["start"]["spiders"]
    inner = [each for each in spiders.values() if each["kind"] != "boundary"]
    rng.choice(inner)["phase"] = rng.choice(("0.3", "pi/2", "2*a", "pi*c"))


def _edge(data: Json, rng: random.Random) -> None:
    """An edge that is not put in, or is of the other kind."""
    edges = _last(data)["change"]["edges"]
    name = rng.choice(list(edges))
    if rng.random() < 0.6:
        del edges[name]
    else:
        edges[name]["kind"] = "plain" if edges[name]["kind"] == "hadamard" else "hadamard"


def _name(data: Json, rng: random.Random) -> None:
    """The name of another rule."""
    _last(data)["rule"] = rng.choice([name for name, row in rows(RuleRow).items() if in_page(row)])


def _everywhere(data: Json, rng: random.Random) -> None:
    """A rule that was taken everywhere is not taken again; its map is compared."""
    _last(data).update(kind="strategy", selection=[])
    rng.choice((_phase, _edge, _name))(data, rng)


def _by_hand(data: Json, rng: random.Random) -> None:
    """What is no rule."""
    _last(data).update(kind=rng.choice(("edit", "strategy")), rule="full", selection=[])


def _selection(data: Json, rng: random.Random) -> None:
    """Another place, or none that is there."""
    start = data["start"]
    ids = [*start["spiders"], *start["edges"], "nothing"]
    _last(data)["selection"] = rng.sample(ids, min(len(ids), rng.randint(1, 3)))


def _verdict(data: Json, rng: random.Random) -> None:
    _last(data)["verdict"]["equal"] = rng.choice(("different", "unknown"))


def _begun(data: Json, rng: random.Random) -> None:
    """A start that was moved, or is another one."""
    one = rng.choice(list(data["start"]["spiders"].values()))
    one["x"] += 0.25
    if rng.random() < 0.3 and one["kind"] != "boundary":
        one["phase"] = "0.7"


_CHANGES: Final[tuple[Change, ...]] = (
    _phase, _phase, _edge, _edge, _name, _everywhere, _by_hand, _selection, _verdict, _begun
)  # fmt: skip


def _last(data: Json) -> Json:
    return list(data["steps"].values())[-1]


def proof_cases(rng: random.Random, count: int = 3) -> Iterator[Json]:
    """Of the example of each rule of the page: as it is, and `count` times with a change."""
    for name, row in rows(RuleRow).items():
        if not in_page(row):
            continue
        proof = Proof(diagram(row.example))
        proof.apply(name, list(row.selection))
        lesson = _lesson(proof, rng)
        yield _case(lesson, proof)
        for _ in range(count):
            data = json.loads(json.dumps(proof.to_dict()))
            try:
                rng.choice(_CHANGES)(data, rng)
                yield _case(lesson, Proof.from_dict(data))
            except (QdesignError, LookupError):
                continue


def _lesson(proof: Proof, rng: random.Random) -> Lesson:
    goal: Json = {"name": "p", "title": "P", "kind": "proof", "steps": rng.choice((0, 1, 2, 2))}
    body = json.loads(Document(proof.body).dumps())["body"]
    if rng.random() < 0.5:
        goal["body"] = rng.choice((body, body, proof.to_dict()["start"]))
    answer = json.loads(Document(proof.body).with_proof(proof).dumps())
    lesson = {"format": "qdesign-lesson", "version": 1, "name": "p", "title": "P", "text": ["P"]}
    start = json.loads(Document(proof.start).dumps())
    rest = {"start": start, "goals": [goal], "reference": answer}
    return Lesson.loads(json.dumps({**lesson, **rest}))


def _case(lesson: Lesson, proof: Proof) -> Json:
    answer = Document(proof.body).with_proof(proof)
    return {
        "lesson": json.loads(lesson.dumps()),
        "answer": answer.dumps(),
        "goals": lesson.check(answer).to_dict()["goals"],
    }
