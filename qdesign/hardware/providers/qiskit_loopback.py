"""For the conformance suite: a program on this machine that handed a Qiskit backend over."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from qiskit.providers import BackendV2, Options
from qiskit.result import Counts

from qdesign.gates import ROWS
from qdesign.hardware.device import device_of
from qdesign.hardware.loopback import SECRET, Loopback, Made, Phase
from qdesign.hardware.providers.qiskit import answer
from qdesign.hardware.providers.qiskit_desk import Desk

_NAME: Final = "loopback"
_PHASES: Final[Mapping[str, Phase]] = {
    "submit": "submit",
    "look": "poll",
    "result": "result",
    "cancel": "cancel",
    "facts": "targets",
}
_GATES: Final = [row for row in ROWS if row.ibm == "every"]
_PAIRS: Final = [{"on": [a, a + 1], "error": 0.01, "duration": 1e-7} for a in range(4)]
_DEVICE: Final = device_of(
    {
        "date": None,
        "dt": 1e-9,
        "qubits": [{"t1": 1e-4, "t2": 1e-4}] * 5,
        "gates": {row.name: _PAIRS if row.num_qubits == 2 else None for row in _GATES}
        | {"measure": None},
    }
)


class _Job:
    """Found further by each look: queued, running, done."""

    def __init__(self, service: Service, made: Made, id: str) -> None:  # noqa: A002 (theirs)
        self._service = service
        self._made = made
        self._id = id

    def job_id(self) -> str:
        return self._id

    def status(self) -> str:
        self._made.looks += 1
        if self._service.strange:
            return self._service.strange
        if self._made.is_cancelled:
            return "CANCELLED"
        return ("QUEUED", "RUNNING", "DONE")[min(self._made.looks, 3) - 1]

    def result(self) -> _Job:
        return self

    def get_counts(self) -> Any:
        shots = self._made.shots
        return Counts({"00": shots - shots // 2, "11": shots // 2})

    def cancel(self) -> None:
        self._made.is_cancelled = True


class _Backend(BackendV2):
    """Five qubits in a line."""

    def __init__(self, service: Service) -> None:
        super().__init__(name=_NAME)  # pyright: ignore[reportUnknownMemberType] (untyped fields)
        self._service = service

    @property
    def target(self) -> Any:
        return _DEVICE

    @property
    def max_circuits(self) -> None:
        return None

    @classmethod
    def _default_options(cls) -> Any:
        return Options(shots=1024)

    def run(self, run_input: Any, **options: Any) -> Any:
        id_ = f"remote-{len(self._service.jobs) + 1}"
        made = Made(token=self._service.token, shots=options["shots"])
        self._service.jobs[id_] = made
        return _Job(self._service, made, id_)


class Service(Loopback):
    """The program."""

    def __init__(self) -> None:
        super().__init__()
        self.token = ""
        self._desks = {_NAME: Desk(_Backend(self))}
        self._data = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        place = Path(self._data.name) / "backends" / f"{_NAME}.json"
        place.parent.mkdir()
        place.write_text(json.dumps({"url": self.url, "secret": SECRET}), "utf-8")

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)
        self._data.cleanup()

    @property
    def environment(self) -> Mapping[str, str]:
        return {"QDESIGN_DATA": self._data.name}

    def phase_of(self, method: str, path: str, body: Any) -> Phase:
        return _PHASES.get(path.rpartition("/")[2], "other")

    def answer(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        self.token = body.get("token", "")
        return answer(self._desks, path, body)
