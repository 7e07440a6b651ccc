"""Reference providers over one small REST protocol, one a class of recovery.

Another package would bring the same: a row, what talks to the provider, and its service for tests.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Literal
from urllib.parse import parse_qs, quote, urlsplit

from qdesign.errors import InvalidRequest
from qdesign.hardware.cost import Estimate
from qdesign.hardware.known import known_targets
from qdesign.hardware.loopback import SECRET, Loopback, Made, Phase
from qdesign.hardware.lower import Submission
from qdesign.hardware.provider import Provider, Recovery
from qdesign.hardware.remote import Program, Result, Status, Waiting, by_task, task_of
from qdesign.hardware.rest import request
from qdesign.hardware.target import Target
from qdesign.rows import Option

_URL: Final = "LOOPBACK_URL"
_TOKEN: Final = "LOOPBACK_TOKEN"
_PRICE: Final = 0.01  # USD a shot at most
_FEE: Final = 0.3  # USD a task
_STATES: Final[Mapping[str, Literal["QUEUED", "RUNNING", "COMPLETED", "FAILED", "CANCELLED"]]] = {
    "waiting": "QUEUED",
    "running": "RUNNING",
    "done": "COMPLETED",
    "broken": "FAILED",
    "stopped": "CANCELLED",
}


class Half:
    """Talks to the service."""

    def __init__(self) -> None:
        self._url = os.environ.get(_URL, "")
        self._token = os.environ.get(_TOKEN, "")
        if not self._token:
            raise Waiting(f"There is no token. Put it into the variable {_TOKEN}.")

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        return request(
            method,
            self._url + path,
            body,
            headers={"Authorization": f"Bearer {self._token}"},
            provider="Loopback",
            token_in=f"the variable {_TOKEN}",
        )

    def targets(self) -> Sequence[Mapping[str, Any]]:
        return self._ask("GET", "/devices")

    def submit(self, program: Program) -> str:
        body = {
            "device": program.target,
            "program": program.text,
            "shots": program.shots,
            "tag": program.token,
            "options": dict(program.options),
        }
        return self._ask("POST", "/jobs", body)["id"]

    def submit_many(self, programs: Sequence[Program], token: str) -> str:
        body = {
            "device": programs[0].target,
            "programs": [program.text for program in programs],
            "shots": [program.shots for program in programs],
            "tag": token,
            "options": dict(programs[0].options),
        }
        return self._ask("POST", "/jobs", body)["id"]

    def find(self, token: str) -> str | None:
        found = self._ask("GET", f"/search?tag={quote(token)}")
        return found[0] if found else None

    def poll(self, ids: Sequence[str]) -> Mapping[str, Status]:
        return by_task(ids, self._look)

    def _look(self, ids: Sequence[str]) -> Mapping[str, Status]:
        said = self._ask("GET", f"/jobs?ids={','.join(ids)}")
        return {
            id_: Status(
                state=_STATES.get(each["status"]),
                status=each["status"],
                position=each["place"],
            )
            for id_, each in said.items()
        }

    def result(self, id: str) -> Result:  # noqa: A002
        name, place = task_of(id)
        said = self._ask("GET", f"/jobs/{name}/result")
        if place is not None:
            said = said[place]
        return Result(counts=said["counts"], cost=said["cost"])

    def cancel(self, id: str) -> None:  # noqa: A002
        self._ask("DELETE", f"/jobs/{task_of(id)[0]}")

    def calibration(self, target: str) -> Mapping[str, Any]:
        return self._ask("GET", f"/devices/{quote(target)}/calibration")

    def estimate(self, program: Program) -> Mapping[str, Any] | None:
        return None


class Service(Loopback):
    """Takes a token, so that the same one gives the same job."""

    takes_tokens = True
    price = 0.5
    refuses = False

    def __init__(self) -> None:
        super().__init__()
        self.posted: dict[str, Mapping[str, Any]] = {}
        self.tasks: dict[str, Sequence[tuple[int, int]]] = {}
        """Bits and shots of the jobs of each task."""

    @property
    def environment(self) -> Mapping[str, str]:
        return {_URL: self.url, _TOKEN: SECRET}

    def phase_of(self, method: str, path: str, body: Any) -> Phase:
        if path.startswith("/search"):
            return "find"
        if path.startswith("/jobs/"):
            return "cancel" if method == "DELETE" else "result"
        if path.startswith("/jobs"):
            return "submit" if method == "POST" else "poll"
        return "calibration" if path.endswith("/calibration") else "targets"

    def answer(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        query = parse_qs(urlsplit(path).query)
        match self.phase_of(method, path, body):
            case "submit":
                return self._take(body)
            case "find":
                found = [id_ for id_, made in self.jobs.items() if made.token == query["tag"][0]]
                return 200, found
            case "poll":
                ids = [id_ for id_ in query["ids"][0].split(",") if id_ in self.jobs]
                return 200, {id_: self._look(self.jobs[id_]) for id_ in ids}
            case "result":
                name = path.split("/")[2]
                if name in self.tasks:
                    return 200, [self._result(*part) for part in self.tasks[name]]
                return 200, self._result(2, self.jobs[name].shots)
            case "cancel":
                self.jobs[path.split("/")[2]].is_cancelled = True
                return 200, None
            case "calibration":
                return 200, {"date": "2026-01-01T00:00:00+00:00", "gates": {}}
            case _:
                return 200, [_device("pair", 5), _device("large", 20)]

    def _result(self, bits: int, shots: int) -> Mapping[str, Any]:
        counts = {"0" * bits: shots - shots // 2, "1" * bits: shots // 2}
        return {"counts": counts, "cost": self.price}

    def _take(self, body: Any) -> tuple[int, Any]:
        is_task = "programs" in body
        shots = sum(body["shots"]) if is_task else body["shots"]
        if shots > 1_000_000 or self.refuses:
            return 400, {"message": "Too many shots"}
        tag = body["tag"]
        known = [id_ for id_, made in self.jobs.items() if made.token == tag]
        if known and self.takes_tokens:
            return 200, {"id": known[0]}
        id_ = f"remote-{len(self.jobs) + 1}"
        self.jobs[id_] = Made(token=tag, shots=shots)
        if is_task:
            sizes = [text.count("measure") for text in body["programs"]]
            self.tasks[id_] = list(zip(sizes, body["shots"], strict=True))
        self.posted[id_] = body["options"]
        return 200, {"id": id_}

    def _look(self, made: Made) -> Mapping[str, Any]:
        """Each look finds it further: waiting, running, done."""
        made.looks += 1
        if self.strange:
            return {"status": self.strange, "place": None}
        if made.is_cancelled:
            return {"status": "stopped", "place": None}
        word = ("waiting", "running", "done")[min(made.looks, 3) - 1]
        return {"status": word, "place": 4 if word == "waiting" else None}


class Forgetful(Service):
    """Makes a new job of every request."""

    takes_tokens = False


def _device(name: str, num_qubits: int) -> Mapping[str, Any]:
    return {
        "name": name,
        "num_qubits": num_qubits,
        "max_shots": 10_000,
        "cost": "up to 0.01 USD a shot",
        "notes": "A device of the tests.",
    }


def estimate(submission: Submission, target: Target) -> Estimate:
    high = _PRICE * submission.shots * int(submission.options["repeats"])
    return Estimate(low=high / 2, high=high, unit="USD", source="the tests", date="2026-01-01")


def fits(submission: Submission, target: Target) -> None:
    if int(submission.options["repeats"]) > submission.shots:
        raise InvalidRequest("There are more repeats than shots. Ask for fewer.")


_REPEATS: Final = Option(
    name="repeats", title="Repeats", kind="integer", default=1, low=1, help="costs as often"
)


def estimate_of_task(submission: Submission, target: Target) -> Estimate:
    """A fee that a task pays once, and each shot."""
    shots = _PRICE * submission.shots
    return Estimate(
        low=(_FEE + shots) / 2,
        high=_FEE + shots,
        unit="USD",
        source="the tests",
        parts={"task": _FEE, "shots": shots},
        once=("task",),
    )


def _row(recovery: Recovery, service: str) -> Provider:
    return Provider(
        name=recovery,
        title=f"Loopback ({recovery})",
        targets=lambda: known_targets(f"loopback/{recovery}"),
        remote="tests.hardware.loopback_provider:Half",
        recovery=recovery,
        settle=1.0,
        soonest=0.1,
        options=(_REPEATS,),
        fits=fits,
        estimate=estimate,
        token_in=f"the variable {_TOKEN}",
        service=f"tests.hardware.loopback_provider:{service}",
    )


TOKEN: Final = _row("token", "Service")
SEARCH: Final = _row("search", "Forgetful")
LIAR: Final = replace(
    TOKEN,
    name="liar",
    service=SEARCH.service,
    targets=lambda: known_targets("loopback/liar"),
)
"""Says that the same token gives the same job, which is not so."""
ASK: Final = _row("ask", "Forgetful")


def _with_tasks(row: Provider) -> Provider:
    name = f"{row.name}_tasks"
    return replace(
        row,
        name=name,
        task_size=4,
        estimate=estimate_of_task,
        targets=lambda: known_targets(f"loopback/{name}"),
    )


TOKEN_TASKS: Final = _with_tasks(TOKEN)
SEARCH_TASKS: Final = _with_tasks(SEARCH)
ASK_TASKS: Final = _with_tasks(ASK)
