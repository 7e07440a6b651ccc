"""Answers to lessons with one thing wrong, and others that are right: the reference, changed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from qdesign.angle import Angle
from qdesign.circuit import Circuit
from qdesign.document import Document, Kept
from qdesign.lessons.lesson import Lesson
from qdesign.operation import Operation

TURNED: Final = ("rx", "ry", "rz", "p", "rzz")
PAIRS: Final = ("cx", "cz", "swap")
FLIPS: Final = ("h", "x", "z", "s", "sdg", "t", "sx")
UNDONE: Final = (("h", "h"), ("x", "x"), ("z", "z"), ("s", "sdg"), ("t", "tdg"), ("cx", "cx"))

Items = list[Operation]
Change = Callable[[Items, int, random.Random], Items | None]


def _drop(items: Items, _: int, rng: random.Random) -> Items | None:
    if not items:
        return None
    at = rng.randrange(len(items))
    return items[:at] + items[at + 1 :]


def _swap(items: Items, _: int, rng: random.Random) -> Items | None:
    if len(items) < 2:
        return None
    at = rng.randrange(len(items) - 1)
    return [*items[:at], items[at + 1], items[at], *items[at + 2 :]]


def _move(items: Items, _: int, rng: random.Random) -> Items | None:
    if not items:
        return None
    rest = list(items)
    one = rest.pop(rng.randrange(len(rest)))
    rest.insert(rng.randint(0, len(rest)), one)
    return rest


def _retarget(items: Items, wires: int, rng: random.Random) -> Items | None:
    if not items:
        return None
    at = rng.randrange(len(items))
    one = items[at]
    if len(one.qubits) > wires:
        return None
    qubits = tuple(rng.sample(range(wires), len(one.qubits)))
    return [*items[:at], replace(one, qubits=qubits), *items[at + 1 :]]


def _turn(items: Items, _: int, rng: random.Random) -> Items | None:
    places = [k for k, item in enumerate(items) if item.angles]
    if not places:
        return None
    at = rng.choice(places)
    by = Angle.parse(rng.choice(("pi/2", "pi/4", "-pi/3", "pi", "0.3")))
    one = replace(items[at], angles=tuple(angle + by for angle in items[at].angles))
    return [*items[:at], one, *items[at + 1 :]]


def _exchange(items: Items, _: int, rng: random.Random) -> Items | None:
    """Another gate on the same wires."""
    if not items:
        return None
    at = rng.randrange(len(items))
    one = items[at]
    others: tuple[str, ...] = TURNED[:4] if one.angles else FLIPS
    if len(one.qubits) == 2:
        others = ("rxx", "ryy", "rzz") if one.angles else PAIRS
    elif one.gate == "measure":
        return None
    return [*items[:at], replace(one, gate=rng.choice(others)), *items[at + 1 :]]


def _insert(items: Items, wires: int, rng: random.Random) -> Items:
    at = rng.randint(0, len(items))
    if wires > 1 and rng.random() < 0.4:
        one = Operation(rng.choice(PAIRS), tuple(rng.sample(range(wires), 2)))
    else:
        one = Operation(rng.choice(FLIPS), (rng.randrange(wires),))
    return [*items[:at], one, *items[at:]]


def _permute(items: Items, wires: int, rng: random.Random) -> Items:
    """All gates on other qubits."""
    to = rng.sample(range(wires), wires)
    return [replace(item, qubits=tuple(to[q] for q in item.qubits)) for item in items]


def _undone(items: Items, wires: int, rng: random.Random) -> Items | None:
    """A gate and its inverse put in."""
    first, second = rng.choice(UNDONE)
    width = 2 if first == "cx" else 1
    if width > wires:
        return None
    at = rng.randint(0, len(items))
    qubits = tuple(rng.sample(range(wires), width))
    return [*items[:at], Operation(first, qubits), Operation(second, qubits), *items[at:]]


def _expressed(items: Items, _: int, rng: random.Random) -> Items | None:
    """A gate as other gates."""
    forms: dict[str, tuple[tuple[str, str, tuple[int, ...]], ...]] = {
        "cx": (("h", "", (1,)), ("cz", "", (0, 1)), ("h", "", (1,))),
        "cz": (("h", "", (1,)), ("cx", "", (0, 1)), ("h", "", (1,))),
        "x": (("h", "", (0,)), ("z", "", (0,)), ("h", "", (0,))),
        "h": (("rz", "pi/2", (0,)), ("sx", "", (0,)), ("rz", "pi/2", (0,))),
        "sx": (("rx", "pi/2", (0,)),),
        "z": (("rz", "pi", (0,)),),
    }
    places = [k for k, item in enumerate(items) if item.gate in forms]
    if not places:
        return None
    at = rng.choice(places)
    one = items[at]
    made = [
        Operation(gate, tuple(one.qubits[k] for k in wires), (Angle.parse(angle),) if angle else ())
        for gate, angle, wires in forms[one.gate]
    ]
    return [*items[:at], *made, *items[at + 1 :]]


def _around(items: Items, _: int, rng: random.Random) -> Items | None:
    """A rotation one turn further: the same up to a phase."""
    places = [k for k, item in enumerate(items) if item.gate in TURNED]
    if not places:
        return None
    at = rng.choice(places)
    one = replace(items[at], angles=tuple(a + Angle.parse("2*pi") for a in items[at].angles))
    return [*items[:at], one, *items[at + 1 :]]


_WRONG: Final[tuple[Change, ...]] = (
    _drop, _swap, _move, _retarget, _turn, _exchange, _insert, _permute
)  # fmt: skip
_ALIKE: Final[tuple[Change, ...]] = (
    _swap, _swap, _permute, _undone, _expressed, _around
)  # fmt: skip


def changed(lesson: Lesson, rng: random.Random, *, alike: bool = False) -> Document | None:
    """The reference with something else in it; None where the change does not fit.

    With `alike` by changes that may keep what it does, else by such as mostly do not.
    """
    document = lesson.reference
    if not isinstance(document.body, Circuit):
        return _reproved(document, rng, alike=alike)
    if not alike and rng.random() < 0.15:
        return _said_otherwise(lesson, document, rng)
    if not alike and document.values and rng.random() < 0.3:
        name = rng.choice(list(document.values))
        by = rng.choice((-1.0, -0.3, 0.2, 0.7))
        return document.with_values({name: document.values[name] + by})
    body = document.body
    items: Items | None = list(body.plain_operations)
    for _ in range(rng.choice((1, 1, 2, 3)) if alike else 1):
        assert items is not None
        items = rng.choice(_ALIKE if alike else _WRONG)(items, body.num_qubits, rng)
        if items is None:
            return None
    operations = tuple(replace(item, id="", column=None) for item in items)
    made = replace(body, operations=operations)
    if alike and rng.random() < 0.3:
        made = replace(made, global_phase=Angle.parse("pi/3"))
    return document.with_body(made.placed())


def _said_otherwise(lesson: Lesson, document: Document, rng: random.Random) -> Document | None:
    """Another prediction, or none."""
    asked = [goal for goal in lesson.goals if goal["kind"] == "prediction"]
    if not asked:
        return None
    goal = rng.choice(asked)
    said = dict(document.kept["lesson"].data.get("answers", {}))
    others = [choice for choice in (*goal["choices"], "x", "") if choice != goal["answer"]]
    said[goal["name"]] = rng.choice(others)
    return replace(document, kept={"lesson": Kept({"name": lesson.name, "answers": said})})


def _reproved(document: Document, rng: random.Random, *, alike: bool) -> Document | None:
    """The proof with one part of a step changed, or its last step gone; alike is only its words."""
    data = json.loads(document.dumps())["proof"]
    steps: dict[str, Any] = data["steps"]
    if alike:
        for step in steps.values():
            step["verdict"]["points"] = rng.randint(1, 9)
            step.pop("name", None)
            if rng.random() < 0.5:
                step["name"] = rng.choice(("fused", "so it goes"))
    elif rng.random() < 0.2:
        last = list(steps)[-1]
        del steps[last]
        data["at"] = list(steps)[-1] if steps else ""
    elif rng.random() < 0.2:
        kept = {"spiders", "edges"}
        data["start"] = {
            part: _damaged(value, rng) if part in kept else value
            for part, value in data["start"].items()
        }
    else:
        step = rng.choice(list(steps.values()))
        change = step["change"]
        part = rng.choice([part for part in ("spiders", "edges") if change.get(part)] or [""])
        if not part:
            return None
        change[part] = _damaged(change[part], rng)
    try:
        from qdesign.proofs import Proof

        return document.with_proof(Proof.from_dict(data))
    except Exception:
        return None


def _damaged(parts: Mapping[str, Any], rng: random.Random) -> dict[str, Any]:
    """One spider or edge otherwise."""
    made = json.loads(json.dumps(parts))
    one = made[rng.choice(list(made))]
    if "source" in one:
        one["kind"] = "hadamard" if one["kind"] == "plain" else "plain"
    elif one["kind"] == "boundary":
        return made
    elif rng.random() < 0.5:
        one["phase"] = rng.choice(("pi", "pi/2", "a", "2*a"))
    else:
        one["kind"] = "X" if one["kind"] == "Z" else "Z"
    return made


def answers(lesson: Lesson, rng: random.Random, *, alike: bool = False) -> Iterator[Document]:
    """Changed references, without end."""
    while True:
        made = changed(lesson, rng, alike=alike)
        if made is not None:
            yield made
