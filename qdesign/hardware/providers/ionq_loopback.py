"""IonQ's API v0.4 on this machine, for tests: it runs the programs that it takes, without noise."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from qdesign.hardware.loopback import SECRET, Loopback, Made, Phase

_PAYLOAD: Final = {
    *("type", "name", "metadata", "shots", "backend", "session_id", "settings", "dry_run"),
    *("noise", "input"),
}
_FORMATS: Final = {
    kind: f"ionq.result.{kind}.json.v2" for kind in ("histogram", "probabilities", "shots")
}
_RATES: Final = {"1q": 0.0001645, "2q": 0.001121, "least": 25.79}
"""USD a gate and shot, and the least of a job."""
_QUBITS: Final = {"simulator": 29, "qpu.forte-1": 36}


class Service(Loopback):
    """Answers as api.ionq.co does.

    Attributes:
        taken: what was posted, by job.
        times: what a job's status says, look by look.
    """

    def __init__(self) -> None:
        super().__init__()
        self.taken: dict[str, Mapping[str, Any]] = {}
        self.times: tuple[str, ...] = ("ready", "started", "completed")

    @property
    def environment(self) -> Mapping[str, str]:
        return {"IONQ_API_URL": f"{self.url}/v0.4", "IONQ_API_KEY": SECRET}

    def phase_of(self, method: str, path: str, body: Any) -> Phase:
        parts = urlsplit(path)
        place = parts.path.removeprefix("/v0.4/").split("/")
        if place[0] != "jobs":
            return "calibration" if place[-1] == "characterizations" else "targets"
        if method == "PUT":
            return "cancel"
        if len(place) > 1:
            return "other" if place[1] == "estimate" else "result"
        if method == "POST":
            return "submit"
        return "poll" if "ids" in parse_qs(parts.query) else "find"

    def answer(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        parts = urlsplit(path)
        place = parts.path.removeprefix("/v0.4/").split("/")
        query = parse_qs(parts.query)
        match (method, *place):
            case ("POST", "jobs"):
                return self._take(body)
            case ("GET", "jobs"):
                return 200, self._list(query)
            case ("GET", "jobs", "estimate"):
                return 200, price(query)
            case ("GET", "backends"):
                return 200, [_backend(name) for name in _QUBITS]
            case ("GET", "backends", name):
                return 200, _backend(name)
            case ("GET", "backends", name, "characterizations"):
                found = [] if name == "simulator" else [_characterization(name)]
                return 200, {"characterizations": found}
            case ("GET" | "PUT", "jobs", id_, *rest) if id_ in self.jobs:
                return 200, self._of(id_, rest)
            case _:
                return 404, {"statusCode": 404, "error": "Not Found", "message": "No such thing"}

    def _take(self, body: Any) -> tuple[int, Any]:
        data = body["input"].get("data", "")
        if set(body) - _PAYLOAD or body["backend"] not in _QUBITS:
            return 400, {"statusCode": 400, "error": "Bad Request", "message": "Invalid payload"}
        id_ = str(uuid.UUID(int=len(self.jobs) + 1))
        metadata: Mapping[str, str] = body.get("metadata") or {}
        token = metadata.get("qdesign_token", "")
        self.jobs[id_] = Made(token=token, shots=int(body["shots"]))
        self.taken[id_] = body | {"input": {"data": data}}
        return 201, {"id": id_, "status": "submitted", "session_id": None}

    def _list(self, query: Mapping[str, list[str]]) -> Mapping[str, Any]:
        """Some by their ids, or a page, the newest first."""
        if "ids" in query:
            known = [id_ for id_ in query["ids"] if id_ in self.jobs]
            return {"jobs": [self._look(id_) for id_ in known], "next": None}
        ids = list(reversed(self.jobs))
        first = ids.index(query["next"][0]) if "next" in query else 0
        last = first + int(query["limit"][0])
        page = [self._told(id_, "ready") for id_ in ids[first:last]]
        return {"jobs": page, "next": ids[last] if last < len(ids) else None}

    def _of(self, id: str, rest: list[str]) -> Any:  # noqa: A002
        made = self.jobs[id]
        match rest:
            case ["status", "cancel"]:
                made.is_cancelled = True
                return {"id": id, "status": "canceled"}
            case ["artifacts", kind]:
                return self._artifact(id, kind)
            case ["cost"]:
                is_free = self.taken[id]["backend"] == "simulator"
                value = {"value": 0.0 if is_free else _RATES["least"], "unit": "usd"}
                return {"dry_run": False, "estimated_cost": value, "cost": value}
            case _:
                return self._told(id, self.times[-1])

    def _look(self, id: str) -> Mapping[str, Any]:  # noqa: A002
        """Each look finds it further."""
        made = self.jobs[id]
        made.looks += 1
        if self.strange:
            return self._told(id, self.strange)
        word = self.times[min(made.looks, len(self.times)) - 1]
        return self._told(id, "canceled" if made.is_cancelled else word)

    def _told(self, id: str, status: str) -> Mapping[str, Any]:  # noqa: A002
        body = self.taken[id]
        is_ideal = body.get("noise", {}).get("model") == "ideal"
        kinds = ("probabilities",) if is_ideal else tuple(_FORMATS)
        results = {
            _FORMATS[kind]: {"id": kind, "format": _FORMATS[kind], "media_type": "application/json"}
            for kind in kinds
        }
        failure = {"code": "PreflightError", "message": "It has a loop"}
        return {
            "id": id,
            "status": status,
            "type": body["type"],
            "backend": body["backend"],
            "metadata": body.get("metadata"),
            "failure": failure if status == "failed" else None,
            "results": results if status == "completed" else None,
            **({"noise": body["noise"]} if "noise" in body else {}),
        }

    def _artifact(self, id: str, kind: str) -> Any:  # noqa: A002
        probabilities = run(self.taken[id]["input"]["data"])
        if kind == "probabilities":
            return {"probabilities": {"registers": {"output_all": probabilities}}}
        shots = self.jobs[id].shots
        counts = {bits: round(p * shots, 6) for bits, p in probabilities.items()}
        return {"histogram": {"registers": {"output_all": counts}}}


def run(text: str) -> dict[str, float]:
    """Probabilities of all qubits at the end, qubit 0 the first letter."""
    from qdesign import qasm
    from qdesign.simulate.simulator import Simulator

    circuit = qasm.loads(text).without_final_measurements()
    found = Simulator(circuit).probabilities({})
    size = circuit.num_qubits
    return {f"{k:0{size}b}"[::-1]: float(p) for k, p in enumerate(found) if p > 1e-12}


def price(query: Mapping[str, list[str]]) -> Mapping[str, Any]:
    """What an estimate says of so many gates and shots."""
    gates = {kind: int(query.get(f"{kind}_gates", ["0"])[0]) for kind in ("1q", "2q")}
    shots = int(query["shots"][0])
    cost = shots * sum(_RATES[kind] * number for kind, number in gates.items())
    return {
        "estimate_context": {"backend": query["backend"][0], "organization": "o", "project": "p"},
        "estimated_at": "2026-11-01T12:00:00.000Z",
        "estimated_unit": "usd",
        "rate_card": {"id": "r", "rates": [{"sku": "forte", "unit": "gates"}]},
        "estimated_total_cost": max(cost, _RATES["least"]),
        "estimated_execution_time": 96_250,
        "current_predicted_queue_time": 397_577,
    }


def _backend(name: str) -> Mapping[str, Any]:
    return {
        "backend": name,
        "status": "available",
        "qubits": _QUBITS[name],
        "average_queue_time": 1_181_215 if re.match("qpu", name) else 0,
        "last_updated": "2026-11-01T12:00:00Z",
    }


def _characterization(name: str) -> Mapping[str, Any]:
    size = _QUBITS[name]
    return {
        "id": str(uuid.UUID(int=1)),
        "backend": name,
        "date": "2026-11-01T00:00:00Z",
        "qubits": size,
        "connectivity": [[a, b] for b in range(size) for a in range(b)],
        "fidelity": {
            "1q": {"median": 0.9998},
            "2q": {"median": 0.995},
            "spam": {"median": 0.995},
        },
        "timing": {
            "t1": 100,
            "t2": 1,
            "1q": 0.00013,
            "2q": 0.00097,
            "readout": 0.00025,
            "reset": 0.00015,
        },
    }
