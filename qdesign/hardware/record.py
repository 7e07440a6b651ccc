"""One row of the table of jobs → a `Job`, or why that row cannot be read.

A disk may flip bits. What is read is checked, so that one damaged row is told from the others.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast

from qdesign.counts import Counts
from qdesign.errors import QdesignError
from qdesign.hardware.cost import Estimate
from qdesign.hardware.job import DeviceThen, Figures, Job, State, moment
from qdesign.rows import Value

COLUMNS: Final = (
    "id, state, target, shots, seed, created, updated, name, parameter_values, text, layout, "
    "figures, notes, counts, reason, progress, attempts, archived, provider, remote_id, "
    "remote_status, position, estimate, cost, group_id, part, tags, note, "
    "optimization_level, token, facts, energy, energy_error, parts, whole, options"
)
_OUTCOME: Final = re.compile(r"[01]*(?: [01]+)*")
_T = TypeVar("_T")


class Unreadable(Exception):
    """A row that is not what was written; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """A job that is set aside, because its row in the queue file cannot be read.

    Attributes:
        number: its place in the file, from 1.
        id: its id; empty where that cannot be read either.
        reason: what is wrong, in a few words.
    """

    number: int
    id: str
    reason: str

    def __str__(self) -> str:
        return f"{self.id or f'number {self.number}'} ({self.reason})"


def text_of(data: bytes) -> str | bytes:
    """A text of the file; its bytes where they are no UTF-8, so that the other rows are read."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data


def job_of(row: tuple[Any, ...]) -> Job:
    """The job of a row with `COLUMNS`.

    Raises:
        Unreadable: the row is not what was written.
    """
    (id_, state, target, shots, seed, created, updated, name, values, text, *rest) = row
    (layout, figures, notes, counts, reason, progress, attempts, archived, *remote) = rest
    (provider, remote_id, remote_status, position, estimate, cost, *own) = remote
    (group, part, tags, note, level, token, facts, energy, error, parts, whole, options) = own
    made = _part("facts", lambda: _object(facts))
    kept = _part("number of shots", lambda: whole_in(shots))
    return Job(
        id=_part("id", lambda: text_in(id_)),
        state=_part("state", lambda: State(text_in(state))),
        target=_part("target", lambda: text_in(target)),
        shots=kept,
        seed=_part("seed", lambda: whole_in(seed)),
        created=_part("date", lambda: moment(_real(created))),
        updated=_part("date", lambda: moment(_real(updated))),
        name=_part("name", lambda: text_in(name)),
        values=_part("values", lambda: values_of(values)),
        text=_part("program", lambda: text_in(text)),
        layout=_part("layout", lambda: tuple(whole_in(k) for k in _list(layout))),
        figures=_part("figures", lambda: None if figures is None else _figures(figures)),
        notes=_part("notes", lambda: tuple(text_in(note) for note in _list(notes))),
        counts=_part(
            "counts", lambda: None if counts is None else _counts(counts, kept, remote_id)
        ),
        reason=_part("reason", lambda: text_in(reason)),
        progress=_part("progress", lambda: text_in(progress)),
        attempts=_part("attempts", lambda: whole_in(attempts)),
        is_archived=bool(_part("archive", lambda: whole_in(archived))),
        provider=_part("provider", lambda: text_in(provider)),
        remote_id=_part("provider's id", lambda: text_in(remote_id)),
        remote_status=_part("status", lambda: text_in(remote_status)),
        position=_part("position", lambda: None if position is None else whole_in(position)),
        estimate=_part("estimate", lambda: None if estimate is None else _estimate(estimate)),
        cost=_part("cost", lambda: None if cost is None else _real(cost)),
        group=_part("group", lambda: text_in(group)),
        part=_part("group", lambda: whole_in(part)),
        tags=_part("tags", lambda: tuple(text_in(tag) for tag in _list(tags))),
        note=_part("note", lambda: text_in(note)),
        optimization_level=_part("level", lambda: whole_in(level)),
        token=_part("token", lambda: text_in(token)),
        device=_part("facts", lambda: _device(made.get("device"))),
        versions=_part("facts", lambda: _versions(made.get("versions", {}))),
        energy=_part("energy", lambda: None if energy is None else _real(energy)),
        energy_error=_part("energy", lambda: None if error is None else _real(error)),
        num_parts=_part("parts", lambda: whole_in(parts)),
        whole=_part("parts", lambda: text_in(whole)),
        options=_part("options", lambda: options_of(options)),
    )


def values_of(value: object) -> dict[str, float]:
    """The values of a row's parameters, radians.

    Raises:
        ValueError: they are not what was written.
    """
    return {name: _real(number) for name, number in _object(value).items()}


def options_of(value: object) -> dict[str, Value]:
    """What a row asks of its provider, by name.

    Raises:
        ValueError, TypeError: it is not what was written.
    """
    found = _object(value)
    if not all(isinstance(each, (int, float, str, bool)) for each in found.values()):
        raise TypeError
    return dict(found)


def _part(what: str, read: Callable[[], _T]) -> _T:
    try:
        return read()
    except (ValueError, TypeError, OverflowError, RecursionError, OSError):
        raise Unreadable(f"its {what} cannot be read") from None


def text_in(value: object) -> str:
    """A text of a row.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(value, str):
        raise TypeError
    return value


def whole_in(value: object) -> int:
    """A number of a row that counts something.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(value, int) or value < 0:
        raise TypeError
    return value


def _real(value: object) -> float:
    if not isinstance(value, (int, float)) or not math.isfinite(value):
        raise TypeError
    return float(value)


def _list(value: object) -> list[Any]:
    found: object = json.loads(text_in(value))
    if not isinstance(found, list):
        raise TypeError
    return cast("list[Any]", found)


def _object(value: object) -> Mapping[str, Any]:
    found: object = json.loads(text_in(value))
    if not isinstance(found, dict):
        raise TypeError
    return cast("dict[str, Any]", found)


def _figures(value: object) -> Figures:
    found = Figures(**_object(value))
    for figure in found.to_dict().values():
        if figure is not None:
            _real(figure)
    return found


def _device(value: Any) -> DeviceThen | None:
    if value is None:
        return None
    found = DeviceThen.from_dict(value)
    for ends in found.errors.values():
        for error in ends:
            _real(error)
    return found


def _versions(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise TypeError
    return {text_in(name): text_in(each) for name, each in cast("dict[Any, Any]", value).items()}


def _estimate(value: object) -> Estimate:
    try:
        return Estimate(**_object(value))
    except QdesignError:
        raise ValueError from None


def _counts(value: object, shots: int, remote_id: object) -> Counts | None:
    """Counts of a row: of all shots on this machine, of some where a device may lose others."""
    if value is None:
        return None
    found = counts_in(_object(value))
    if found.shots > shots or (found.shots < shots and not remote_id):
        raise ValueError
    return found


def counts_in(value: Mapping[str, Any]) -> Counts:
    """Counts of outcomes of the same registers.

    Raises:
        ValueError, TypeError: they are not that.
    """
    found = Counts({bits: whole_in(count) for bits, count in value.items()})
    if len({re.sub("[01]", "0", bits) for bits in found}) > 1:
        raise ValueError
    if any(_OUTCOME.fullmatch(bits) is None for bits in found):
        raise ValueError
    return found
