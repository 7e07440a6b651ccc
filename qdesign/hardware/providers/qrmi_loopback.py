"""IBM's service on this machine as QRMI asks it, for tests, with the variables that Slurm sets."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from qdesign.gates import ROWS
from qdesign.hardware.loopback import SECRET, Loopback, Made, Phase

NAME: Final = "ibm_loopback"
_QUBITS: Final = 5
_GATES: Final = [row for row in ROWS if row.ibm == "every"]
_ALONE: Final = [row for row in ROWS if row.num_qubits == 1 and (row in _GATES or row.name == "id")]
_PAIRS: Final = [[a, a + 1] for a in range(_QUBITS - 1)]
_DATE: Final = "2026-11-01T06:00:00Z"


class Service(Loopback):
    """Answers as quantum.cloud.ibm.com does.

    Attributes:
        taken: what was posted, by job.
    """

    def __init__(self) -> None:
        super().__init__()
        self.taken: dict[str, Mapping[str, Any]] = {}

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            "QRMI_JOB_QPU_RESOURCES": NAME,
            "QRMI_JOB_QPU_TYPES": "ibm-quantum-compute-service",
            f"{NAME}_QRMI_IBM_QCS_ENDPOINT": self.url,
            f"{NAME}_QRMI_IBM_QCS_IAM_ENDPOINT": self.url,
            f"{NAME}_QRMI_IBM_QCS_IAM_APIKEY": SECRET,
            f"{NAME}_QRMI_IBM_QCS_SERVICE_CRN": "crn:v1:loopback",
            f"{NAME}_QRMI_JOB_ACQUISITION_TOKEN": "session-1",
        }

    def phase_of(self, method: str, path: str, body: Any) -> Phase:
        match (method, *_parts(path)):
            case ("POST", "jobs"):
                return "submit"
            case ("POST", "jobs", _, "cancel"):
                return "cancel"
            case ("GET", "jobs", _):
                return "poll"
            case ("GET", "jobs", _, "results"):
                return "result"
            case _:
                return "other"

    def answer(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        match (method, *_parts(path)):
            case ("POST", "identity", "token"):
                return 200, {"access_token": SECRET, "expiration": 1 << 33, "expires_in": 3600}
            case ("GET", "backends", _, "status"):
                return 200, {"status": "active", "state": True, "length_queue": 2}
            case ("GET", "backends", _, "configuration"):
                return 200, _configuration()
            case ("GET", "backends", _, "properties"):
                return 200, _properties()
            case ("POST", "jobs"):
                return self._take(body)
            case ("GET", "jobs", str(id_)) if id_ in self.jobs:
                return 200, self._look(id_)
            case ("GET", "jobs", str(id_), "results") if id_ in self.jobs:
                return 200, _result(self.taken[id_], self.jobs[id_].shots)
            case ("POST", "jobs", str(id_), "cancel") if id_ in self.jobs:
                self.jobs[id_].is_cancelled = True
                return 204, None
            case _:
                return 404, {"errors": [{"code": 1291, "message": "There is no such thing"}]}

    def _take(self, body: Any) -> tuple[int, Any]:
        ((text, _, shots),) = body["params"]["pubs"]
        id_ = f"remote{len(self.jobs) + 1}"
        token = text.splitlines()[1].removeprefix("// ")
        self.jobs[id_] = Made(token=token, shots=shots)
        self.taken[id_] = body
        return 200, {"id": id_, "backend": NAME}

    def _look(self, id_: str) -> Mapping[str, Any]:
        made = self.jobs[id_]
        made.looks += 1
        word = ("Queued", "Running", "Completed")[min(made.looks, 3) - 1]
        word = "Cancelled" if made.is_cancelled else self.strange or word
        return {
            "id": id_,
            "backend": NAME,
            "state": {"status": word},
            "status": word,
            "program": {"id": "sampler"},
            "created": _DATE,
            "cost": 600,
        }


def _parts(path: str) -> list[str]:
    return urlsplit(path).path.strip("/").split("/")


def _result(body: Mapping[str, Any], shots: int) -> str:
    """All zeros and all ones, half each; as a text, which QRMI takes results for."""
    text = body["params"]["pubs"][0][0]
    data = {
        name: {
            "samples": [hex((1 << int(size)) - 1 if shot % 2 else 0) for shot in range(shots)],
            "num_bits": int(size),
        }
        for size, name in re.findall(r"^bit\[(\d+)\] (\w+);$", text, re.MULTILINE)
    }
    return json.dumps({"results": [{"data": data, "metadata": {}}], "metadata": {"version": 2}})


def device() -> Mapping[str, Any]:
    """What QRMI tells of it."""
    return {"configuration": _configuration(), "properties": _properties()}


def _configuration() -> Mapping[str, Any]:
    return {
        "backend_name": NAME,
        "backend_version": "1.0.0",
        "n_qubits": _QUBITS,
        "basis_gates": sorted({row.name for row in (*_GATES, *_ALONE)}),
        "coupling_map": _PAIRS,
        "max_shots": 100_000,
        "dt": 4.0,
        "supported_instructions": [
            *(row.name for row in _GATES),
            *("measure", "reset", "if_else", "delay"),
        ],
    }


def _properties() -> Mapping[str, Any]:
    def figure(name: str, value: float, unit: str = "") -> Mapping[str, Any]:
        return {"name": name, "value": value, "unit": unit, "date": _DATE}

    alone = [
        {
            "gate": row.name,
            "qubits": [qubit],
            "parameters": [figure("gate_error", error), figure("gate_length", length, "ns")],
        }
        for row in _ALONE
        for error, length in ((0, 0) if row.name == "rz" else (2e-4, 32),)
        for qubit in range(_QUBITS)
    ]
    pairs = [
        {
            "gate": row.name,
            "qubits": pair,
            "parameters": [figure("gate_error", 3e-3), figure("gate_length", 68, "ns")],
        }
        for row in _GATES
        if row.num_qubits == 2
        for pair in _PAIRS
    ]
    qubit = [
        figure("T1", 200, "us"),
        figure("T2", 150, "us"),
        figure("readout_error", 0.01),
        figure("readout_length", 1200, "ns"),
    ]
    return {
        "backend_name": NAME,
        "last_update_date": _DATE,
        "qubits": [qubit] * _QUBITS,
        "gates": [*alone, *pairs],
    }
