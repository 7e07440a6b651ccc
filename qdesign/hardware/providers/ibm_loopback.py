"""IBM's service on this machine, for tests: what its kit asks on the way to a job and of one.

The kit makes the names of its hosts itself (identity, search, catalog, service), so this stands
where a proxy would and answers for all of them. It runs no circuits: half of each one's counts are
zeros, the others ones.
"""

from __future__ import annotations

import base64
import io
import json
import time
import uuid
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final, cast
from urllib.parse import parse_qs, urlsplit

import numpy as np

from qdesign.gates import ROWS
from qdesign.hardware.loopback import SECRET, Loopback, Made, Phase

_CRN: Final = "crn:v1:bluemix:public:quantum-computing:us-east:a/loopback:pair::"
_DATE: Final = "2026-11-01T06:00:00+00:00"
_QUBITS: Final = {"ibm_pair": 5, "ibm_large": 20}
_GATES: Final = {row.name: row for row in ROWS if row.ibm and row.name not in ("cx", "ecr")}
"""Of a newer device, with fractional gates."""
_READOUT: Final = 1560  # ns
_REP_DELAY: Final = 250.0  # µs
_OVERHEAD: Final = 2.0  # s a sub-job
BETWEEN: Final = 3.0
"""Seconds of a session beside those of each of its jobs."""
_PAYLOAD: Final = {
    *("program_id", "params", "runtime", "log_level", "backend", "session_id", "tags", "cost"),
    *("start_session", "session_time", "private", "calibration_id"),
}


class Service(Loopback):
    """Answers as cloud.ibm.com and its hosts do.

    Attributes:
        taken: what was posted, by job.
        sessions: what is known of each, as IBM tells it.
        plan_has_sessions: does the person's plan have them?
        times: what a job's status says, look by look.
        length: seconds of the circuits, for the usage.
    """

    def __init__(self) -> None:
        super().__init__()
        self.taken: dict[str, Mapping[str, Any]] = {}
        self.sessions: dict[str, dict[str, Any]] = {}
        self.plan_has_sessions = True
        self.times: tuple[str, ...] = ("Queued", "Running", "Completed")
        self.length = 2e-6

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            "QISKIT_IBM_TOKEN": SECRET,
            "QISKIT_IBM_URL": "http://cloud.ibm.test",
            "QISKIT_IBM_INSTANCE": _CRN,
            "QISKIT_IBM_CHANNEL": "ibm_quantum_platform",
            "IAM_URL": "http://iam.cloud.ibm.test",
            "http_proxy": self.url,
            "HTTP_PROXY": self.url,
            "no_proxy": "",
            "NO_PROXY": "",
        }

    def phase_of(self, method: str, path: str, body: Any) -> Phase:
        parts = urlsplit(path)
        match (method, *_place(path)):
            case ("POST", "jobs"):
                return "submit"
            case ("GET", "jobs"):
                tags = parse_qs(parts.query).get("tags", [])
                return "poll" if tags == ["qdesign"] else "find"
            case ("GET", "jobs", _):
                return "poll"
            case ("GET", "jobs", _, "results"):
                return "result"
            case ("POST", "jobs", _, "cancel"):
                return "cancel"
            case ("GET", "backends", _, "properties"):
                return "calibration"
            case ("GET", "backends"):
                return "targets"
            case _:
                return "other"

    def answer(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        parts = urlsplit(path)
        query = parse_qs(parts.query)
        match (parts.hostname, method, *_place(path)):
            case ("iam.cloud.ibm.test", "POST", *_):
                return 200, _access()
            case ("api.global-search-tagging.cloud.ibm.test", "POST", *_):
                return 200, {"items": [_INSTANCE], "limit": 100, "search_cursor": None}
            case ("globalcatalog.cloud.ibm.test", "GET", *_):
                return 200, {
                    "overview_ui": {"en": {"display_name": "Open"}},
                    "metadata": {"pricing": {"type": "free"}},
                }
            case (_, "GET", "instances", "usage"):
                return 200, {"instance_id": _CRN, "usage_consumed_seconds": 1}
            case (_, "GET", "backends"):
                return 200, {"devices": [{"name": name} for name in _QUBITS]}
            case (_, "GET", "backends", name, what) if name in _QUBITS:
                return 200, {
                    "configuration": _configuration,
                    "properties": _properties,
                    "status": self._open,
                }[what](name)
            case (_, "POST", "jobs"):
                return self._take(body)
            case (_, _, "sessions", *rest):
                return self._session(method, rest, body)
            case (_, "GET", "jobs"):
                wanted = set(query.get("tags", []))
                found = [
                    self._look(id_)
                    for id_, posted in reversed(self.taken.items())
                    if id_ in self.jobs and wanted <= set(posted["tags"])
                ]
                within = query.get("session_id")
                found = [job for job in found if within in (None, [job["session_id"]])]
                limit = int(query.get("limit", ["200"])[0])
                return 200, {"jobs": found[:limit], "count": len(found), "limit": limit}
            case (_, _, "jobs", id_, *rest) if id_ in self.jobs:
                return self._job(id_, rest)
            case _:
                return 404, {"errors": [{"code": 1291, "message": "Not found"}]}

    def usage(self, shots: int) -> float:
        """Seconds of the device that a job takes."""
        return _OVERHEAD + (_REP_DELAY * 1e-6 + self.length) * shots

    def _open(self, name: str) -> Mapping[str, Any]:
        return {
            "state": True,
            "status": "active",
            "message": "available",
            "length_queue": 3,
            "backend_version": "1.0.0",
        }

    def _take(self, body: Any) -> tuple[int, Any]:
        posted = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
        pubs: Any = posted.get("params", {}).get("pubs")
        if not pubs or not _PAYLOAD.issuperset(posted) or posted["program_id"] != "sampler":
            return 400, {"errors": [{"code": 1213, "message": "The inputs are not valid"}]}
        for circuit, _, shots in pubs:
            if circuit.get("__type__") != "QuantumCircuit" or shots > 100_000:
                return 400, {"errors": [{"code": 1213, "message": "The circuit cannot be read"}]}
        session = self.sessions.get(posted.get("session_id", ""))
        if "session_id" in posted and not (session and session["accepting_jobs"]):
            said = {"code": 1217, "message": "The session is closed"}
            return 400, {"errors": [said]}
        id_ = f"d{uuid.uuid4().hex[:19]}"
        token = next(str(tag) for tag in posted["tags"] if not tag.startswith("qdesign"))
        self.taken[id_] = posted
        self.jobs[id_] = Made(token=token, shots=sum(shots for _, _, shots in pubs))
        return 200, {"id": id_, "backend": posted["backend"]}

    def _session(self, method: str, rest: list[str], body: Any) -> tuple[int, Any]:
        """Makes a session, tells of it, lets it take no more jobs."""
        if method == "POST" and not rest:
            if not self.plan_has_sessions:
                return 403, {"errors": [{"code": 1352, "message": "Your plan has no sessions"}]}
            id_ = f"s{uuid.uuid4().hex[:19]}"
            self.sessions[id_] = {
                "id": id_,
                "backend_name": body["backend"],
                "mode": body["mode"],
                "max_ttl": body.get("max_ttl", 28_800),
                "interactive_ttl": 60,
                "accepting_jobs": True,
            }
            return 200, self._told(id_)
        if not rest or rest[0] not in self.sessions:
            return 404, {"errors": [{"code": 1291, "message": "Not found"}]}
        if method == "PATCH":
            self.sessions[rest[0]]["accepting_jobs"] = body["accepting_jobs"]
            return 200, {}
        return 200, self._told(rest[0])

    def _told(self, id: str) -> Mapping[str, Any]:  # noqa: A002
        """A session is closed when it takes no more jobs and all of its have ended."""
        held = [key for key, posted in self.taken.items() if posted.get("session_id") == id]
        going = [key for key in held if self.jobs[key].looks < len(self.times)]
        is_closed = not self.sessions[id]["accepting_jobs"] and not going
        state = "closed" if is_closed else "active" if held else "open"
        seconds = sum(self.usage(self.jobs[key].shots) + BETWEEN for key in held)
        return {**self.sessions[id], "state": state, "elapsed_time": seconds}

    def _job(self, id: str, rest: list[str]) -> tuple[int, Any]:  # noqa: A002
        made = self.jobs[id]
        match rest:
            case []:
                return 200, self._look(id)
            case ["results"]:
                return 200, _result(self.taken[id]["params"]["pubs"])
            case ["metrics"]:
                seconds = self.usage(made.shots)
                return 200, {"usage": {"status": "final", "qpu_charge_time_seconds": seconds}}
            case ["cancel"]:
                made.is_cancelled = True
                return 200, None
            case _:
                return 404, {"errors": [{"code": 1291, "message": "Not found"}]}

    def _look(self, id: str) -> dict[str, Any]:  # noqa: A002
        made, posted = self.jobs[id], self.taken[id]
        made.looks += 1
        word = self.times[min(made.looks, len(self.times)) - 1]
        word = self.strange or ("Cancelled" if made.is_cancelled else word)
        return {
            "id": id,
            "backend": posted["backend"],
            "program": {"id": "sampler"},
            "state": {"status": word},
            "status": word,
            "created": _DATE,
            "tags": list(posted["tags"]),
            "session_id": posted.get("session_id"),
            "estimated_running_time_seconds": self.usage(made.shots),
        }


_INSTANCE: Final[Mapping[str, Any]] = {
    "crn": _CRN,
    "name": "pair",
    "service_plan_unique_id": "loopback-plan",
    "tags": [],
    "doc": {"extensions": {"allocations": {}}},
}


def _place(path: str) -> list[str]:
    """The parts of a path of the service itself."""
    parts = urlsplit(path)
    return parts.path.removeprefix("/api/v1/").split("/")


def _access() -> Mapping[str, Any]:
    """A token for an hour, signed by nobody."""
    now = int(time.time())
    facts = ({"alg": "HS256", "typ": "JWT"}, {"iat": now, "exp": now + 3600})
    parts = [base64.urlsafe_b64encode(json.dumps(fact).encode()).rstrip(b"=") for fact in facts]
    token = b".".join((*parts, b"c2lnbmVk")).decode()
    return {
        "access_token": token,
        "refresh_token": "none",
        "token_type": "Bearer",
        "expires_in": 3600,
        "expiration": now + 3600,
    }


def _line(name: str) -> list[list[int]]:
    pairs = [[q, q + 1] for q in range(_QUBITS[name] - 1)]
    return [pair for each in pairs for pair in (each, each[::-1])]


def _wires(name: str, gate: str) -> list[list[int]]:
    return _line(name) if _GATES[gate].num_qubits == 2 else [[q] for q in range(_QUBITS[name])]


def _configuration(name: str) -> Mapping[str, Any]:
    gates = [
        {
            "name": gate,
            "parameters": list(row.angles),
            "qasm_def": f"gate {gate}",
            "coupling_map": _wires(name, gate),
        }
        for gate, row in _GATES.items()
    ]
    return {
        "backend_name": name,
        "backend_version": "1.0.0",
        "n_qubits": _QUBITS[name],
        "basis_gates": list(_GATES),
        "gates": gates,
        "local": False,
        "simulator": False,
        "conditional": False,
        "open_pulse": False,
        "memory": True,
        "max_shots": 100_000,
        "max_experiments": 300,
        "coupling_map": _line(name),
        "supported_instructions": [*_GATES, "measure", "delay", "reset", "if_else"],
        "supported_features": ["qasm3", "dynamic_circuits"],
        "dynamic_reprate_enabled": True,
        "rep_delay_range": [0.0, 500.0],
        "default_rep_delay": _REP_DELAY,
        "meas_map": [list(range(_QUBITS[name]))],
        "dt": 4.0,
        "dtm": 4.0,
        "online_date": _DATE,
        "processor_type": {"family": "Heron", "revision": "2"},
        "timing_constraints": {"granularity": 1, "min_length": 1},
    }


def _properties(name: str) -> Mapping[str, Any]:
    def fact(what: str, value: float, unit: str = "") -> Mapping[str, Any]:
        return {"date": _DATE, "name": what, "unit": unit, "value": value}

    qubits = [
        [
            fact("T1", 200.0, "us"),
            fact("T2", 150.0, "us"),
            fact("readout_error", 0.01),
            fact("prob_meas0_prep1", 0.01),
            fact("prob_meas1_prep0", 0.01),
            fact("readout_length", _READOUT, "ns"),
        ]
        for _ in range(_QUBITS[name])
    ]
    gates = [
        {
            "gate": gate,
            "name": gate + "_".join(map(str, on)),
            "qubits": on,
            "parameters": [
                fact("gate_error", 0.0 if gate == "rz" else 0.003 if len(on) == 2 else 3e-4),
                fact("gate_length", 0 if gate == "rz" else 68 if len(on) == 2 else 32, "ns"),
            ],
        }
        for gate in _GATES
        for on in _wires(name, gate)
    ]
    return {
        "backend_name": name,
        "backend_version": "1.0.0",
        "last_update_date": _DATE,
        "qubits": qubits,
        "gates": gates,
        "general": [],
    }


def _result(pubs: Sequence[Any]) -> Mapping[str, Any]:
    """A sampler's result as the service encodes it: in each PUB half zeros, half ones."""
    results: list[Mapping[str, Any]] = []
    for circuit, _, shots in pubs:
        fields = {
            name: _typed("BitArray", {"array": _half_ones(size, shots), "num_bits": size})
            for name, size in _registers(circuit["__value__"]).items()
        }
        data = _typed("DataBin", {"field_names": list(fields), "shape": [], "fields": fields})
        results.append(_typed("SamplerPubResult", {"data": data, "metadata": {}}))
    return _typed("PrimitiveResult", {"pub_results": results, "metadata": {"version": 2}})


def _registers(encoded: str) -> Mapping[str, int]:
    """The registers of a circuit as it was posted, by name."""
    from qiskit import qpy

    content = zlib.decompress(base64.standard_b64decode(encoded))
    (circuit,) = qpy.load(io.BytesIO(content))
    return {register.name: register.size for register in cast("Any", circuit).cregs}


def _half_ones(size: int, shots: int) -> Mapping[str, Any]:
    width = -(-size // 8)
    ones = list(((1 << size) - 1).to_bytes(width, "big"))
    rows = [[0] * width] * (shots - shots // 2) + [ones] * (shots // 2)
    kept = io.BytesIO()
    np.save(kept, np.array(rows, dtype=np.uint8), allow_pickle=False)
    return _typed("ndarray", base64.standard_b64encode(zlib.compress(kept.getvalue())).decode())


def _typed(name: str, value: Any) -> dict[str, Any]:
    return {"__type__": name, "__value__": value}
