"""The half of a provider that talks to it: `Remote`, served in a process of its kit's environment.

It imports little, since a kit's environment has little of ours. Questions and answers are frames of
JSON. Tokens stay here: what is said is cleaned of them, and nothing that kits print is kept.
"""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal, Protocol

from qdesign.errors import QdesignError
from qdesign.process import inside

_SECRET: Final = re.compile(
    "TOKEN|KEY|SECRET|PASSWORD|CREDENTIAL|AUTH|CONNECTION_STRING", re.IGNORECASE
)
_PART: Final = re.compile("(?:KEY|SECRET|PASSWORD|SIGNATURE)=([^;]+)", re.IGNORECASE)
"""A secret inside a connection string."""
_LEAST: Final = 6
"""Characters of a secret; shorter ones are words."""
_LONGEST: Final = 300


class Refused(QdesignError):
    """The provider has looked at it and does not take it: it is over."""


class Waiting(QdesignError):
    """The provider has surely not taken it, and may later: no network, no token, too many asks.

    Attributes:
        seconds: after which to try again, where that is known.
    """

    def __init__(self, message: str, *, seconds: float | None = None) -> None:
        super().__init__(message)
        self.seconds = seconds


class LostAnswer(QdesignError):
    """It was asked, and what it did is not known: no answer, or none that can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What is sent.

    Attributes:
        target: the device's name, without the provider's.
        text: what runs, in the provider's dialect.
        token: names this submission; the same one again means the same job.
        seed: for simulators.
        options: what is asked of the provider beside that, by name, each of its row's options.
        group: names the batch or the energy that it belongs to, for all queues; empty outside one.
        is_last: is nothing of that left to be sent after this?
    """

    target: str
    text: str
    shots: int
    token: str
    seed: int = 0
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    group: str = ""
    is_last: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Where a job is.

    Attributes:
        state: in our words; None for a word of theirs that is not known.
        status: their word.
        position: in their queue, from 1.
        cost: what it cost, where that is told.
        reason: why it failed, in words.
    """

    state: Literal["QUEUED", "RUNNING", "COMPLETED", "FAILED", "CANCELLED"] | None
    status: str
    position: int | None = None
    cost: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a finished job gave.

    Attributes:
        counts: by bitstring, bit 0 rightmost, the last register first with a blank between two.
        cost: in the unit of the estimate, where it is told.
    """

    counts: Mapping[str, int]
    cost: float | None = None


def part_name(task: str, place: int) -> str:
    """The name of a job that is part of a task."""
    return f"{task}#{place}"


def task_of(name: str) -> tuple[str, int | None]:
    """The provider's name for a task and a job's place in it; the name and None for other jobs.

    Example:
        >>> task_of("d12#3"), task_of("d12")
        (('d12', 3), ('d12', None))
    """
    task, mark, place = name.rpartition("#")
    return (task, int(place)) if mark and task and place.isdecimal() else (name, None)


def by_task(
    ids: Sequence[str], look: Callable[[Sequence[str]], Mapping[str, Status]]
) -> Mapping[str, Status]:
    """Where jobs are, from one look at each task and each job outside one."""
    found = look(tuple(dict.fromkeys(task_of(id_)[0] for id_ in ids)))
    return {id_: found[task_of(id_)[0]] for id_ in ids if task_of(id_)[0] in found}


class Remote(Protocol):
    """Talks to a provider, with the token that its own kit finds; each raises the three errors."""

    def targets(self) -> Sequence[Mapping[str, Any]]:
        """Its devices: the fields of `Target` by name, dates as ISO 8601, without the provider."""
        ...

    def submit(self, program: Program) -> str:
        """Sends it once, without a retry of the kit's own; the provider's name for the job."""
        ...

    def submit_many(self, programs: Sequence[Program], token: str) -> str:
        """Sends jobs as one task, once; the provider's name for it. Its jobs are `part_name`s.

        Asked only where the provider's row has a `task_size` above 1.
        """
        ...

    def find(self, token: str) -> str | None:
        """The provider's name for what was sent with a token, a job or a task; None if nothing."""
        ...

    def poll(self, ids: Sequence[str]) -> Mapping[str, Status]:
        """Where jobs are; in as few asks as the provider allows."""
        ...

    def result(self, id: str) -> Result:  # noqa: A002
        """What a finished job gave."""
        ...

    def cancel(self, id: str) -> None:  # noqa: A002
        """Asks for a job's end; refused where it cannot be ended."""
        ...

    def calibration(self, target: str) -> Mapping[str, Any]:
        """What is known of a device now: `date`, `t1`, `t2`, `readout`, `gates`."""
        ...

    def estimate(self, program: Program) -> Mapping[str, Any] | None:
        """The fields of `Estimate` as the provider itself says them; None where it does not."""
        ...


def start(where: str) -> inside.Answer:
    """Loads a `Remote` by `module:Class`; a kit that is missing is told by the import."""
    module, _, name = where.partition(":")
    make = getattr(importlib.import_module(module), name)
    made: list[Remote] = []

    def answer(header: dict[str, Any], _buffers: list[bytes], say: inside.Say) -> None:
        try:
            if not made:
                made.append(make())  # reads the token, which may come later
            said = {"ok": _asked(made[0], header)}
        except Refused as error:
            said = {"error": "refused", "words": _clean(error)}
        except Waiting as error:
            said = {"error": "waiting", "words": _clean(error), "seconds": error.seconds}
        except LostAnswer as error:
            said = {"error": "lost", "words": _clean(error)}
        except Exception as error:
            name = type(error).__name__
            said = {"error": "lost", "words": f"The provider's kit failed with {name}."}
        say(said)

    return answer


def _asked(remote: Remote, header: Mapping[str, Any]) -> Any:
    match header["ask"]:
        case "targets":
            return [dict(target) for target in remote.targets()]
        case "submit":
            return remote.submit(Program(**header["program"]))
        case "submit_many":
            programs = [Program(**program) for program in header["programs"]]
            return remote.submit_many(programs, header["token"])
        case "find":
            return remote.find(header["token"])
        case "poll":
            return {id_: asdict(status) for id_, status in remote.poll(header["ids"]).items()}
        case "result":
            result = remote.result(header["id"])
            return {"counts": dict(result.counts), "cost": result.cost}
        case "cancel":
            return remote.cancel(header["id"])
        case "calibration":
            return dict(remote.calibration(header["target"]))
        case "estimate":
            found = remote.estimate(Program(**header["program"]))
            return None if found is None else dict(found)
        case other:
            raise Refused(f"There is no question '{other}'.")


def _clean(error: QdesignError) -> str:
    """One line for a person, without anything that stands in a variable for secrets."""
    words = str(error)
    for name, value in os.environ.items():
        if _SECRET.search(name):
            for secret in (value, *_PART.findall(value)):
                if len(secret) >= _LEAST:
                    words = words.replace(secret, "…")
    return words if len(words) <= _LONGEST else words[:_LONGEST] + "…"
