"""The half of Braket that talks to it, in the environment of its SDK; credentials are AWS's own.

A task is created once a request: retries of botocore are off, and the token is its `clientToken`,
for which Braket gives the same task. Results lie in S3.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import warnings
from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

from qdesign.hardware.providers.braket_local import LOCAL, LocalTasks
from qdesign.hardware.remote import LostAnswer, Program, Refused, Result, Status, Waiting

State = Literal["QUEUED", "RUNNING", "COMPLETED", "FAILED", "CANCELLED"]

_STATES: Final[Mapping[str, State]] = {
    "CREATED": "QUEUED",
    "QUEUED": "QUEUED",
    "RUNNING": "RUNNING",
    "COMPLETED": "COMPLETED",
    "FAILED": "FAILED",
    "CANCELLING": "RUNNING",
    "CANCELLED": "CANCELLED",
}
_REGIONS: Final = ("us-east-1", "us-west-1", "us-west-2", "eu-west-2", "eu-north-1")
_SIMULATORS: Final = "arn:aws:braket:::device/quantum-simulator/amazon/"
_OPENQASM: Final = "braket.ir.openqasm.program"
_FOLDER: Final = "tasks"
_SECONDS: Final = 30
_LATER: Final = ("ServiceQuotaExceededException", "DeviceOfflineException")
_RENEW: Final = (
    "AWS credentials are missing, wrong or expired. Run 'aws configure' or 'aws sso login', or set "
    "AWS_PROFILE."
)
_NATIVE: Final = {"rz": "rz", "prx": "r", "cz": "cz", "iswap": "iswap"}
"""Qiskit's names of gates that devices have; `rx` turns by quarters there."""
_QUARTERS: Final = ("sx", "x")
_UNITS: Final = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Half:
    """Talks to Braket in every region, and to the simulator of its SDK."""

    def __init__(self) -> None:
        self._sessions: dict[str, Any] = {}
        self._stores: dict[str, Any] = {}
        self._local = LocalTasks()

    def targets(self) -> Sequence[Mapping[str, Any]]:
        from qdesign.hardware.providers.braket import LOCAL as FACTS

        found: dict[str, Mapping[str, Any]] = {}
        for region in _REGIONS:
            with _asking():
                for summary in (
                    self._client(region).get_paginator("search_devices").paginate(filters=[])
                ):
                    for device in summary["devices"]:
                        arn = device["deviceArn"]
                        is_here = _region_of(arn) in ("", region)
                        if arn not in found and is_here and device["deviceStatus"] != "RETIRED":
                            found[arn] = self._client(region).get_device(deviceArn=arn)
        rows = [row for row in map(device_row, found.values()) if row is not None]
        return [*sorted(rows, key=lambda row: row["name"].startswith("arn:")), dict(FACTS)]

    def submit(self, program: Program) -> str:
        if program.target == LOCAL:
            return self._local.submit(program, name_of(program.token))
        arn = _arn(program.target)
        session = self._session(_region_of(arn) or _home())
        with _asking(is_sure=True):
            bucket = session.default_bucket()
        action = {
            "braketSchemaHeader": {"name": _OPENQASM, "version": "1"},
            "source": program.text,
        }
        with _asking():
            return session.create_quantum_task(
                clientToken=name_of(program.token),
                deviceArn=arn,
                shots=program.shots,
                outputS3Bucket=bucket,
                outputS3KeyPrefix=_FOLDER,
                action=json.dumps(action),
            )

    def find(self, token: str) -> str | None:
        return None  # a token that is sent again finds it

    def poll(self, ids: Sequence[str]) -> Mapping[str, Status]:
        return {
            id_: self._local.status(id_) if _is_local(id_) else _status(self._task(id_))
            for id_ in ids
        }

    def result(self, id: str) -> Result:  # noqa: A002
        if _is_local(id):
            return Result(counts=counts_of(self._local.result(id)), cost=0.0)
        task = self._task(id)
        with _asking():
            held = self._store(_region_of(id)).get_object(
                Bucket=task["outputS3Bucket"], Key=f"{task['outputS3Directory']}/results.json"
            )
            content = held["Body"].read()
        try:
            found = json.loads(content)
            return Result(counts=counts_of(found), cost=_cost(found, task["deviceArn"]))
        except (ValueError, KeyError, TypeError, IndexError, AttributeError):
            raise LostAnswer("Braket's result cannot be read.") from None

    def cancel(self, id: str) -> None:  # noqa: A002
        if _is_local(id):
            self._local.cancel(id)
            return
        with _asking():
            self._client(_region_of(id)).cancel_quantum_task(quantumTaskArn=id)

    def calibration(self, target: str) -> Mapping[str, Any]:
        arn = _arn(target)
        with _asking():
            device = self._client(_region_of(arn) or _home()).get_device(deviceArn=arn)
        row = device_row(device) or {}
        return row.get("device") or {"date": row.get("calibration_date"), "qubits": [], "gates": {}}

    def estimate(self, program: Program) -> Mapping[str, Any] | None:
        return None

    def _task(self, arn: str) -> Mapping[str, Any]:
        with _asking():
            return self._client(_region_of(arn)).get_quantum_task(
                quantumTaskArn=arn, additionalAttributeNames=["QueueInfo"]
            )

    def _client(self, region: str) -> Any:
        return self._session(region).braket_client

    def _session(self, region: str) -> Any:
        session = self._sessions.get(region)
        if session is None:
            import boto3

            warnings.simplefilter("ignore")
            from braket.aws import AwsSession

            with _asking(is_sure=True):
                session = AwsSession(boto3.Session(region_name=region), config=_config())
            self._sessions[region] = session
        return session

    def _store(self, region: str) -> Any:
        store = self._stores.get(region)
        if store is None:
            store = self._session(region).boto_session.client("s3", config=_config())
            self._stores[region] = store
        return store


def name_of(token: str) -> str:
    """A token as Braket and file systems take it: itself, or its hash where a caller's is odd."""
    plain = re.fullmatch(r"[A-Za-z0-9-]{1,64}", token)
    return token if plain else hashlib.sha256(token.encode()).hexdigest()


def _config() -> Any:
    from botocore.config import Config

    return Config(
        retries={"total_max_attempts": 1},
        connect_timeout=_SECONDS,
        read_timeout=_SECONDS,
        user_agent_extra="qdesign",
    )


@contextmanager
def _asking(*, is_sure: bool = False) -> Generator[None]:
    """Errors of botocore as the three of ours; `is_sure`: nothing that costs is asked here."""
    from botocore import exceptions

    try:
        yield
    except (Refused, Waiting, LostAnswer):
        raise
    except exceptions.ClientError as error:
        raise _answered(error.response) from None
    except (
        exceptions.NoCredentialsError,
        exceptions.PartialCredentialsError,
        exceptions.CredentialRetrievalError,
        exceptions.ProfileNotFound,
        exceptions.SSOError,
        exceptions.TokenRetrievalError,
    ):
        raise Waiting(_RENEW) from None
    except (
        exceptions.EndpointConnectionError,
        exceptions.ConnectTimeoutError,
        exceptions.ProxyConnectionError,
        exceptions.SSLError,
    ):
        raise Waiting("Braket cannot be reached. Is there a network?") from None
    except Exception as error:
        words = f"Braket's answer was lost ({type(error).__name__})."
        raise (Waiting(words) if is_sure else LostAnswer(words)) from None


def _answered(response: Mapping[str, Any]) -> Exception:
    """What an answer that is an error means."""
    status = int(response.get("ResponseMetadata", {}).get("HTTPStatusCode") or 500)
    error = response.get("Error") or {}
    code, words = str(error.get("Code") or ""), str(error.get("Message") or "")
    if status in (401, 403):
        return Waiting(f"Braket does not take the credentials ({status}). {_RENEW}")
    if status in (408, 425, 429) or "Throttl" in code or code in _LATER:
        return Waiting(f"Braket asks to come later ({status}).")
    if 400 <= status < 500:
        plain = words if words and not re.search("[<>]", words) else code
        said = f": {plain[:200].rstrip('.')}" if plain else ""
        return Refused(f"Braket refused it ({status}){said}.")
    return LostAnswer(f"Braket failed with status {status}.")


def _home() -> str:
    """The region of what is in none: the person's own, where Braket is there."""
    import boto3

    own = os.environ.get("AWS_REGION")
    with _asking(is_sure=True):
        own = own or boto3.Session().region_name
    return own if own in _REGIONS else _REGIONS[0]


def _region_of(arn: str) -> str:
    return arn.split(":")[3]


def _arn(target: str) -> str:
    return target if target.startswith("arn:") else f"{_SIMULATORS}{target.lower()}"


def _is_local(id_: str) -> bool:
    return id_.startswith(f"{LOCAL}/")


def _status(task: Mapping[str, Any]) -> Status:
    word = str(task["status"])
    place = str((task.get("queueInfo") or {}).get("position") or "")
    return Status(
        state=_STATES.get(word),
        status=word,
        position=int(place) if place.isdecimal() else None,
        reason=str(task.get("failureReason") or ""),
    )


# --- results --------------------------------------------------------------------------------------

_QUBITS: Final = re.compile(r"^qubit\[(\d+)\] (\S+);", re.MULTILINE)
_BITS: Final = re.compile(r"^bit\[(\d+)\] \S+?(?: = \"0+\")?;(?: // (.*))?$", re.MULTILINE)
_MEASURE: Final = re.compile(
    r"^\s*\S+\[(\d+)\] = measure (?:\$(\d+)|(\S+)\[(\d+)\]);", re.MULTILINE
)


def counts_of(found: Mapping[str, Any]) -> dict[str, int]:
    """Counts by the registers of the circuit, from a result with the program that it is of.

    Braket tells measured qubits and their outcomes; the program's text tells which bit each is.
    """
    source = found["additionalMetadata"]["action"]["source"]
    size, note = 0, ""
    declared = _BITS.search(source)
    if declared is not None:
        size, note = int(declared[1]), declared[2] or ""
    places = _columns(source, list(found["measuredQubits"]))
    widths = [int(width) for width in re.findall(r"\[(\d+)\]", note)] or [size]
    counts: Counter[str] = Counter()
    for outcomes, times in _outcomes(found).items():
        bits = ["0"] * size
        for bit, outcome in zip(places, outcomes, strict=True):
            bits[bit] = outcome
        words: list[str] = []
        first = 0
        for width in widths:
            words.append("".join(reversed(bits[first : first + width])))
            first += width
        counts[" ".join(reversed(words))] += times
    return dict(sorted(counts.items()))


def _columns(source: str, measured: Sequence[int]) -> list[int]:
    """The bit of each column of a result."""
    starts: dict[str, int] = {}
    size = 0
    for width, name in _QUBITS.findall(source):
        starts[name] = size
        size += int(width)
    qubits: dict[int, int] = {}
    for bit, physical, name, index in _MEASURE.findall(source):
        qubits[int(bit)] = int(physical) if physical else starts[name] + int(index)
    of_qubit = {qubit: bit for bit, qubit in qubits.items()}
    if len(of_qubit) == len(qubits) and set(measured) == set(of_qubit):
        return [of_qubit[qubit] for qubit in measured]
    if len(measured) != len(qubits):
        raise LostAnswer("Braket's result has other measurements than the program.")
    return sorted(qubits)  # a qubit that was measured twice: as the bits stand in the register


def _outcomes(found: Mapping[str, Any]) -> Mapping[str, int]:
    """How often each word of outcomes was seen; some devices tell shares only."""
    if found.get("measurements"):
        return Counter("".join(map(str, shot)) for shot in found["measurements"])
    shots = int(found["taskMetadata"]["shots"])
    shares = {word: share * shots for word, share in found["measurementProbabilities"].items()}
    whole = {word: int(share + 1e-6) for word, share in shares.items()}
    rest = sorted(shares, key=lambda word: whole[word] - shares[word])
    for word in rest[: max(0, shots - sum(whole.values()))]:
        whole[word] += 1
    return {word: times for word, times in whole.items() if times}


def _cost(found: Mapping[str, Any], arn: str) -> float | None:
    """What a finished task cost: of simulators the time that they tell, 3 seconds at least."""
    from qdesign.hardware.providers.braket import prices

    listed, name = prices(), arn.rpartition("/")[2]
    minute = listed["minute"].get(name.upper())
    told = (found["additionalMetadata"].get("simulatorMetadata") or {}).get("executionDuration")
    if minute is not None and told is not None:
        return max(3.0, float(told) / 1000) / 60 * minute
    shot = listed["shot"].get(name)
    return None if shot is None else listed["task"] + shot * int(found["taskMetadata"]["shots"])


# --- devices --------------------------------------------------------------------------------------


def device_row(device: Mapping[str, Any]) -> dict[str, Any] | None:
    """What `Remote.targets` tells of a device; None of one that runs no programs of gates."""
    facts = device["deviceCapabilities"]
    facts = json.loads(facts) if isinstance(facts, str) else facts
    action = (facts.get("action") or {}).get(_OPENQASM)
    paradigm = facts.get("paradigm") or {}
    if action is None or "qubitCount" not in paradigm:
        return None
    arn, service = device["deviceArn"], facts["service"]
    is_simulator = device["deviceType"] == "SIMULATOR"
    date = _date((facts.get("standardized") or {}).get("updatedAt") or service.get("updatedAt"))
    row: dict[str, Any] = {
        "name": arn.rpartition("/")[2].upper() if is_simulator else arn,
        "num_qubits": int(paradigm["qubitCount"]),
        "max_shots": int(service["shotsRange"][1]),
        "available": device["deviceStatus"] == "ONLINE",
        "notes": " ".join(_notes(device, service)),
        "queue": _queue(device),
        "cost": _words(service.get("deviceCost")),
    }
    if device["deviceStatus"] != "ONLINE":
        row["missing"] = f"it is {str(device['deviceStatus']).lower()} at Braket. Ask again later."
    if not is_simulator:
        row["calibration_date"] = date
        row["device"] = _device(facts, date)
        graph = (paradigm.get("connectivity") or {}).get("connectivityGraph") or {}
        if not (paradigm.get("connectivity") or {}).get("fullyConnected") and graph:
            gates = row["device"]["gates"]
            row["num_qubits"] = len(row["device"]["qubits"])
            used = [place["on"][0] for place in gates.get("measure", ())]
            if used and len(used) < row["num_qubits"]:
                row["notes"] += f" It has {len(used)} qubits, called {used[0]} to {used[-1]}."
            pairs = (tuple(place["on"]) for places in gates.values() for place in places)
            row["coupling"] = sorted({pair for pair in pairs if len(pair) == 2})
            row["basis_gates"] = sorted(set(gates) - {"measure"})
    return row


def _notes(device: Mapping[str, Any], service: Mapping[str, Any]) -> Generator[str]:
    yield f"{device['deviceName']} of {device['providerName']}."
    opens = opens_at(service.get("executionWindows") or (), datetime.now(UTC))
    if opens:
        yield f"Closed now; what is sent waits there until it opens on {opens}."


def opens_at(windows: Sequence[Mapping[str, Any]], now: datetime) -> str:
    """When a device opens next, in words; empty where it is open, or says no times."""
    next_one: datetime | None = None
    for window in windows:
        start, end = (_time(window[name]) for name in ("windowStartHour", "windowEndHour"))
        for ahead in range(-1, 8):
            day = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=ahead)
            if not _is_on(str(window["executionDay"]), day.weekday()):
                continue
            first, last = day + start, day + end
            last = last if end > start else last + timedelta(days=1)
            if first <= now <= last:
                return ""
            if first > now and (next_one is None or first < next_one):
                next_one = first
    return "" if next_one is None else f"{_DAYS[next_one.weekday()]} at {next_one:%H:%M} UTC"


def _is_on(word: str, weekday: int) -> bool:
    words = {"everyday": range(7), "weekdays": range(5), "weekend": (5, 6)}
    return weekday in words.get(word.lower(), (w for w, d in enumerate(_DAYS) if d == word))


def _time(text: str) -> timedelta:
    hours, minutes, *_ = str(text).split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def _queue(device: Mapping[str, Any]) -> int | None:
    sizes = [
        re.sub(r"\D", "", str(each["queueSize"]))
        for each in device.get("deviceQueueInfo") or ()
        if each["queue"] == "QUANTUM_TASKS_QUEUE"
    ]
    return sum(int(size) for size in sizes if size) if sizes else None


def _words(cost: Mapping[str, Any] | None) -> str:
    if not cost:
        return ""
    task = "0.30 USD a task and " if cost["unit"] == "shot" else ""
    return f"{task}{cost['price']:g} USD a {cost['unit']}"


def _date(text: str | None) -> str | None:
    if not text:
        return None
    found = datetime.fromisoformat(str(text))
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).isoformat()


def _device(facts: Mapping[str, Any], date: str | None) -> dict[str, Any]:
    """The facts that all providers tell in one shape, and what a shot costs."""
    known = facts.get("standardized") or {}
    ones = {int(k): v for k, v in (known.get("oneQubitProperties") or {}).items()}
    size = max(ones, default=-1) + 1
    native = {str(name).lower() for name in facts["paradigm"].get("nativeGateSet") or ()}
    gates: dict[str, list[dict[str, Any]]] = {}
    for qubit, told in sorted(ones.items()):
        errors = _errors(told.get("oneQubitFidelity") or ())
        place = {"on": [qubit], "error": errors.get("gate"), "duration": None}
        turns = _QUARTERS if "rx" in native else ()
        for name in (*turns, *(_NATIVE[each] for each in ("prx",) if each in native)):
            gates.setdefault(name, []).append(place)
        if "rz" in native:
            gates.setdefault("rz", []).append({"on": [qubit], "error": 0.0, "duration": None})
        readout = {"on": [qubit], "error": errors.get("readout"), "duration": None}
        gates.setdefault("measure", []).append(readout)
    for pair, told in (known.get("twoQubitProperties") or {}).items():
        a, b = (int(part) for part in pair.split("-"))
        for each in told.get("twoQubitGateFidelity") or ():
            name = _NATIVE.get(str(each["gateName"]).lower())
            if name is not None and str(each["gateName"]).lower() in native:
                error = 1 - float(each["fidelity"])
                for on in ([a, b], [b, a]):  # both gates are symmetric
                    gates.setdefault(name, []).append({"on": on, "error": error, "duration": None})
    qubits = [
        {"t1": _seconds(ones.get(k, {}).get("T1")), "t2": _seconds(ones.get(k, {}).get("T2"))}
        for k in range(size)
    ]
    made: dict[str, Any] = {"date": date, "dt": None, "qubits": qubits, "gates": gates}
    cost = facts["service"].get("deviceCost") or {}
    if cost.get("unit") == "shot":
        made["price"] = {"shot": float(cost["price"]), "date": date or ""}
    return made


def _errors(told: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Errors of gates and of the readout, from fidelities by the names of their measurements."""
    found: dict[str, float] = {}
    for each in told:
        name = str((each.get("fidelityType") or {}).get("name") or "")
        what = "readout" if name == "READOUT" else "gate" if "RANDOMIZED" in name else ""
        if what:
            found.setdefault(what, 1 - float(each["fidelity"]))
    return found


def _seconds(told: Mapping[str, Any] | None) -> float | None:
    if not told or told.get("value") is None:
        return None
    scale = _UNITS.get(str(told.get("unit") or "").lower())
    return None if scale is None else float(told["value"]) * scale
