"""Two diagrams → what changed, and a diagram with a change put in; verdicts; all as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from qdesign.circuit import Circuit
from qdesign.diagram import Diagram
from qdesign.document import body_json, read_body
from qdesign.errors import InvalidDocument
from qdesign.zx.verdict import Verdict

Json = Mapping[str, Any]

_WORDS: Final = {True: "equal", False: "different", None: "unknown"}


def change_between(before: Circuit | Diagram, after: Circuit | Diagram) -> Json | None:
    """What changed; None where the bodies are not two diagrams, or most of them changed."""
    if not isinstance(before, Diagram) or not isinstance(after, Diagram):
        return None
    old, new = cast("Json", body_json(before)), cast("Json", body_json(after))
    change: dict[str, Any] = {}
    for kind in ("spiders", "edges"):
        put = {name: data for name, data in new[kind].items() if old[kind].get(name) != data}
        gone = [name for name in old[kind] if name not in new[kind]]
        if put:
            change[kind] = put
        if gone:
            change[f"gone_{kind}"] = gone
    for kind in ("inputs", "outputs", "booleans"):
        if old.get(kind, []) != new.get(kind, []):
            change[kind] = new.get(kind, [])
    size = sum(len(change.get(kind, ())) for kind in ("spiders", "edges"))
    if 2 * size > len(new["spiders"]) + len(new["edges"]) and size > 8:
        return None
    return change if read_body(changed(old, change)) == after else None


def changed(body: Json, change: Json) -> dict[str, Any]:
    """The JSON of a diagram with a change put in; what stays keeps its place in the lists."""
    made = dict(body)
    for kind in ("spiders", "edges"):
        gone = set(change.get(f"gone_{kind}", ()))
        put = change.get(kind, {})
        kept = {name: put.get(name, data) for name, data in body[kind].items() if name not in gone}
        made[kind] = {**kept, **put}
    for kind in ("inputs", "outputs", "booleans"):
        if kind in change:
            made[kind] = list(change[kind])
    if not made.get("booleans"):
        made.pop("booleans", None)
    return made


def with_change(body: Circuit | Diagram, change: Json, path: str) -> Diagram:
    """A diagram with a change put in.

    Raises:
        InvalidDocument: the change does not fit the body; with the place.
    """
    if not isinstance(body, Diagram):
        raise InvalidDocument(f"At {path}: a change of a diagram is expected to follow a diagram.")
    data = cast("Json", body_json(body))
    for kind in ("spiders", "edges"):
        for name in change.get(f"gone_{kind}", ()):
            if name not in data[kind]:
                raise InvalidDocument(
                    f"At {path}: '{str(name)[:40]}' goes, and is not in the diagram before."
                )
    return cast("Diagram", read_body(changed(data, change), path))


def stored_verdict(verdict: Verdict) -> dict[str, Any]:
    """A verdict as documents have it."""
    data: dict[str, Any] = {"equal": _WORDS[verdict.equal], "method": verdict.method[:500]}
    if verdict.points:
        data["points"] = verdict.points
    if verdict.max_error is not None:
        data["max_error"] = verdict.max_error
    if verdict.is_exact:
        data["exact"] = True
    return data


def read_verdict(data: Mapping[str, Any]) -> Verdict:
    """The verdict that a document has."""
    equal = {word: value for value, word in _WORDS.items()}[data["equal"]]
    return Verdict(
        equal,
        data["method"],
        data.get("points", 0),
        data.get("max_error"),
        is_exact=data.get("exact", False),
    )
