"""Braket, S3 and STS on this machine, as the SDK asks them, for the conformance suite."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from qdesign.hardware.loopback import SECRET, Loopback, Made, Phase

_ACCOUNT: Final = "123456789012"
_SIMULATOR: Final = "arn:aws:braket:::device/quantum-simulator/amazon/sv1"
_DEVICE: Final = "arn:aws:braket:us-east-1::device/qpu/loopback/Square"
_CLOSED: Final = "arn:aws:braket:us-east-1::device/qpu/loopback/Closed"
_WORDS: Final = ("CREATED", "RUNNING", "COMPLETED")
_SERVICE: Final = {"shotsRange": [1, 100_000], "updatedAt": "2026-01-01T00:00:00"}
_NOW: Final = "2026-01-01T00:00:00Z"
_IDENTITY: Final = f"""<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<GetCallerIdentityResult><Arn>arn:aws:iam::{_ACCOUNT}:user/loopback</Arn><UserId>LOOPBACK</UserId>
<Account>{_ACCOUNT}</Account></GetCallerIdentityResult>
<ResponseMetadata><RequestId>loopback</RequestId></ResponseMetadata>
</GetCallerIdentityResponse>""".encode()


class Service(Loopback):
    """Gives the same task for the same token."""

    def __init__(self) -> None:
        super().__init__()
        self._programs: dict[str, str] = {}
        self._devices: dict[str, str] = {}

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            **{f"AWS_ENDPOINT_URL_{name}": self.url for name in ("BRAKET", "S3", "STS")},
            "AWS_ACCESS_KEY_ID": "loopback",
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_SESSION_TOKEN": SECRET,
            "AWS_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": "/nowhere/config",
            "AWS_SHARED_CREDENTIALS_FILE": "/nowhere/credentials",
        }

    def phase_of(self, method: str, path: str, body: Any) -> Phase:
        if path.startswith("/quantum-task"):
            if path.endswith("/cancel"):
                return "cancel"
            return "submit" if method == "POST" else "poll"
        if path.startswith("/device"):
            return "targets"
        return "result" if method == "GET" else "other"

    def answer(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        match self.phase_of(method, path, body):
            case "submit":
                return self._take(body)
            case "poll" if self._named(path) in self.jobs:
                return 200, self._look(self._named(path))
            case "poll":
                return 404, {"message": "The task is not there"}
            case "cancel":
                self.jobs[self._named(path)].is_cancelled = True
                said = {"quantumTaskArn": self._named(path), "cancellationStatus": "CANCELLING"}
                return 200, said
            case "result":
                _, _, rest = unquote(urlsplit(path).path).partition("/tasks/")
                return 200, self._result(*rest.split("/", 1))
            case "targets":
                if method == "POST":
                    return 200, {"devices": [_summary(arn) for arn in _DEVICES]}
                return 200, _device(unquote(path.partition("/device/")[2]))
            case _:
                return 200, _IDENTITY if method == "POST" else b""

    def _named(self, path: str) -> str:
        return unquote(urlsplit(path).path.split("/")[2])

    def _take(self, body: Any) -> tuple[int, Any]:
        token = body["clientToken"]
        known = [arn for arn, made in self.jobs.items() if made.token == token]
        if known:
            return 201, {"quantumTaskArn": known[0]}
        arn = f"arn:aws:braket:us-east-1:{_ACCOUNT}:quantum-task/{len(self.jobs) + 1}"
        self.jobs[arn] = Made(token=token, shots=body["shots"])
        self._programs[arn] = body["action"]
        self._devices[arn] = body["deviceArn"]
        return 201, {"quantumTaskArn": arn}

    def _look(self, arn: str) -> Mapping[str, Any]:
        """Each look finds it further."""
        made = self.jobs[arn]
        made.looks += 1
        place = "4" if made.looks == 1 else ""
        word = _WORDS[min(made.looks, len(_WORDS)) - 1]
        if made.is_cancelled:
            word = "CANCELLED"
        return {
            "quantumTaskArn": arn,
            "status": self.strange or word,
            "deviceArn": self._devices[arn],
            "deviceParameters": "{}",
            "shots": made.shots,
            "outputS3Bucket": f"amazon-braket-us-east-1-{_ACCOUNT}",
            "outputS3Directory": f"tasks/{arn.rpartition('/')[2]}",
            "createdAt": _NOW,
            "queueInfo": {
                "queue": "QUANTUM_TASKS_QUEUE",
                "position": place,
            },
        }

    def _result(self, number: str, path: str) -> Mapping[str, Any]:
        """A file of a result; of a program set each program has a folder of its own."""
        arn = f"arn:aws:braket:us-east-1:{_ACCOUNT}:quantum-task/{number}"
        action, shots = json.loads(self._programs[arn]), self.jobs[arn].shots
        metadata = {"id": arn, "shots": shots, "deviceId": self._devices[arn]}
        programs: list[Mapping[str, Any]] = action.get("programs", [])
        if path == "results.json" and programs:
            return {
                "programResults": [f"programs/{k}/results.json" for k in range(len(programs))],
                "taskMetadata": "metadata.json",
                "s3Location": [f"amazon-braket-us-east-1-{_ACCOUNT}", f"tasks/{number}"],
            }
        if programs:
            _, place, inner = path.split("/", 2)
            source = programs[int(place)]
            if inner == "results.json":
                return {"source": "program.json", "executableResults": ["executables/0.json"]}
            if inner == "program.json":
                return source
            return {"inputsIndex": 0, **_measured(source["source"], shots // len(programs))}
        return {
            **_measured(action["source"], shots),
            "taskMetadata": metadata,
            "additionalMetadata": {
                "action": action,
                "simulatorMetadata": {"executionDuration": 16},
            },
        }


def _measured(source: str, shots: int) -> Mapping[str, Any]:
    """Half of the shots are zeros, the others ones."""
    measured = [int(qubit) for qubit in re.findall(r"= measure \S*?(\d+)\]?;", source)]
    return {
        "measurements": [[int(2 * k >= shots)] * len(measured) for k in range(shots)],
        "measuredQubits": measured,
    }


def _square() -> Mapping[str, Any]:
    """Four qubits in a ring, with the gates and the figures of a real device's kind."""
    readout = {"fidelityType": {"name": "READOUT"}, "fidelity": 0.97}
    gates = {"fidelityType": {"name": "RANDOMIZED_BENCHMARKING"}, "fidelity": 0.999}
    one = {
        "T1": {"value": 30.0, "unit": "us"},
        "T2": {"value": 20.0, "unit": "us"},
        "oneQubitFidelity": [gates, readout],
    }
    pairs = ("1-2", "2-3", "3-4", "1-4")
    two = {"twoQubitGateFidelity": [{"gateName": "CZ", "fidelity": 0.99}]}
    return {
        "paradigm": {
            "qubitCount": 4,
            "nativeGateSet": ["prx", "cz"],
            "connectivity": {
                "fullyConnected": False,
                "connectivityGraph": {"1": ["2", "4"], "2": ["3"], "3": ["4"]},
            },
        },
        "standardized": {
            "oneQubitProperties": dict.fromkeys("1234", one),
            "twoQubitProperties": dict.fromkeys(pairs, two),
            "updatedAt": "2026-01-02T00:00:00Z",
        },
        "service": {**_SERVICE, "deviceCost": {"price": 0.001, "unit": "shot"}},
    }


_DEVICES: Final[Mapping[str, Mapping[str, Any]]] = {
    _SIMULATOR: {
        "paradigm": {"qubitCount": 34},
        "service": {**_SERVICE, "deviceCost": {"price": 0.075, "unit": "minute"}},
    },
    _DEVICE: _square(),
    _CLOSED: _square(),
}


def _summary(arn: str) -> Mapping[str, Any]:
    return {
        "deviceArn": arn,
        "deviceName": arn.rpartition("/")[2],
        "providerName": "Loopback",
        "deviceType": "SIMULATOR" if "simulator" in arn else "QPU",
        "deviceStatus": "OFFLINE" if arn == _CLOSED else "ONLINE",
    }


def _device(arn: str) -> Mapping[str, Any]:

    action: dict[str, Any] = {"braket.ir.openqasm.program": {"version": ["1"]}}
    if arn != _SIMULATOR:
        limits = {"maximumExecutables": 50, "maximumTotalShots": 20_000}
        action["braket.ir.openqasm.program_set"] = {"version": ["1"], **limits}
    facts = {**_DEVICES[arn], "action": action}
    queue = [{"queue": "QUANTUM_TASKS_QUEUE", "queueSize": "7", "queuePriority": "Normal"}]
    return {**_summary(arn), "deviceCapabilities": json.dumps(facts), "deviceQueueInfo": queue}
