"""The half of Braket that talks to it, in the environment of its SDK; credentials are AWS's own.

A task is created once a request: retries of botocore are off, and the token is its `clientToken`,
for which Braket gives the same task. Results lie in S3.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import re
import warnings
from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, Literal

from qdesign.hardware.providers.braket_device import device_row, part
from qdesign.hardware.providers.braket_local import LOCAL, LocalTasks
from qdesign.hardware.providers.braket_prices import prices
from qdesign.hardware.providers.braket_sets import action_of, result_of
from qdesign.hardware.remote import (
    LostAnswer,
    Program,
    Refused,
    Result,
    Status,
    Waiting,
    by_task,
    task_of,
)

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
_FOLDER: Final = "tasks"
_SECONDS: Final = 30
_LATER: Final = ("ServiceQuotaExceededException", "DeviceOfflineException")
_RENEW: Final = (
    "AWS credentials are missing, wrong or expired. Run 'aws configure' or 'aws sso login', or set "
    "AWS_PROFILE."
)


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
        return self.submit_many([program], program.token)

    def submit_many(self, programs: Sequence[Program], token: str) -> str:
        """A task, with a program set where there are several programs."""
        arn = _arn(programs[0].target)
        session = self._session(_region_of(arn) or _home())
        with _asking(is_sure=True):
            bucket = session.default_bucket()
        with _asking():
            return session.create_quantum_task(
                clientToken=name_of(token),
                deviceArn=arn,
                shots=sum(program.shots for program in programs),
                outputS3Bucket=bucket,
                outputS3KeyPrefix=_FOLDER,
                action=json.dumps(action_of([program.text for program in programs])),
            )

    def find(self, token: str) -> str | None:
        return None  # a token that is sent again finds it

    def poll(self, ids: Sequence[str]) -> Mapping[str, Status]:
        return by_task(ids, lambda names: {name: self._look(name) for name in names})

    def _look(self, id_: str) -> Status:
        """One that Braket does not know, or not yet, is no reason not to tell of the others."""
        if _is_local(id_):
            return self._local.status(id_)
        try:
            return _status(self._task(id_))
        except Refused as error:
            return Status(state=None, status="NOT_FOUND", reason=str(error))

    def result(self, id: str) -> Result:  # noqa: A002
        if _is_local(id):
            return Result(counts=counts_of(self._local.result(id)), cost=0.0)
        name, place = task_of(id)
        task = self._task(name)
        found = self._read(task, "results.json")
        try:
            if place is None:
                return Result(counts=counts_of(found), cost=_cost(found, task["deviceArn"]))
            count = len(found["programResults"])
            shots = int(task["shots"]) // count
            one = result_of(found, place, shots, lambda path: self._read(task, path))
            cost = _price(task["deviceArn"], shots, among=count)
            return Result(counts=counts_of(one), cost=cost)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError):
            raise LostAnswer("Braket's result cannot be read.") from None

    def _read(self, task: Mapping[str, Any], path: str) -> Any:
        """The JSON of a file that a task wrote."""
        with _asking():
            held = self._store(_region_of(task["quantumTaskArn"])).get_object(
                Bucket=task["outputS3Bucket"], Key=f"{task['outputS3Directory']}/{path}"
            )
            content = held["Body"].read()
        try:
            return json.loads(content)
        except ValueError:
            raise LostAnswer("Braket's result cannot be read.") from None

    def cancel(self, id: str) -> None:  # noqa: A002
        if _is_local(id):
            self._local.cancel(id)
            return
        name, _ = task_of(id)
        with _asking():
            self._client(_region_of(name)).cancel_quantum_task(quantumTaskArn=name)

    def calibration(self, target: str) -> Mapping[str, Any]:
        arn = _arn(target)
        with _asking():
            device = self._client(_region_of(arn) or _home()).get_device(deviceArn=arn)
        row = device_row(device) or {}
        return row.get("device") or {"date": row.get("calibration_date"), "qubits": [], "gates": {}}

    def estimate(self, program: Program) -> Mapping[str, Any] | None:
        return None

    def _task(self, arn: str) -> Mapping[str, Any]:
        if not arn.startswith("arn:aws:braket:"):
            raise Refused(f"'{arn[:60]}' is no ARN of a task.")
        with _asking():
            return self._client(_region_of(arn)).get_quantum_task(
                quantumTaskArn=arn, additionalAttributeNames=["QueueInfo"]
            )

    def _client(self, region: str) -> Any:
        return self._session(region).braket_client

    def _session(self, region: str) -> Any:
        session = self._sessions.get(region)
        if session is None:
            warnings.simplefilter("ignore")
            aws, boto3 = _kit("braket.aws"), _kit("boto3")
            with _asking(is_sure=True):
                session = aws.AwsSession(boto3.Session(region_name=region), config=_config())
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


def _kit(module: str) -> Any:
    """A module of the kit, which is there in its environment alone."""
    return importlib.import_module(module)


def _config() -> Any:
    return _kit("botocore.config").Config(
        retries={"total_max_attempts": 1},
        connect_timeout=_SECONDS,
        read_timeout=_SECONDS,
        user_agent_extra="qdesign",
    )


@contextmanager
def _asking(*, is_sure: bool = False) -> Generator[None]:
    """Errors of botocore as the three of ours; `is_sure`: nothing that costs is asked here."""
    exceptions = _kit("botocore.exceptions")
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
    status = int(part(response, "ResponseMetadata").get("HTTPStatusCode") or 500)
    error = part(response, "Error")
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
    own = os.environ.get("AWS_REGION")
    with _asking(is_sure=True):
        own = own or _kit("boto3").Session().region_name
    return own if own in _REGIONS else _REGIONS[0]


def _region_of(arn: str) -> str:
    return arn.split(":")[3]


def _arn(target: str) -> str:
    return target if target.startswith("arn:") else f"{_SIMULATORS}{target.lower()}"


def _is_local(id_: str) -> bool:
    return id_.startswith(f"{LOCAL}/")


def _status(task: Mapping[str, Any]) -> Status:
    word = str(task["status"])
    place = str(part(task, "queueInfo").get("position") or "")
    return Status(
        state=_STATES.get(word),
        status=word,
        position=int(place) if place.isdecimal() else None,
        reason=str(task.get("failureReason") or ""),
    )


# --- results --------------------------------------------------------------------------------------

_QUBITS: Final = re.compile(r"^qubit\[(\d+)\] ([^\s;]+);", re.MULTILINE)
_BITS: Final = re.compile(r"^bit\[(\d+)\] [^\s;]+(?: = \"0+\")?;(?: // (.*))?$", re.MULTILINE)
_MEASURE: Final = re.compile(
    r"^ *[^\s\[]+\[(\d+)\] = measure (?:\$(\d+)|([^\s\[]+)\[(\d+)\]);", re.MULTILINE
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
    from qdesign.hardware.providers.braket import SHORTEST

    listed = prices()
    minute = listed["minute"].get(arn.rpartition("/")[2].upper())
    told = part(found, "additionalMetadata", "simulatorMetadata").get("executionDuration")
    if minute is not None:
        return None if told is None else max(SHORTEST, float(told) / 1000) / 60 * minute
    return _price(arn, int(found["taskMetadata"]["shots"]))


def _price(arn: str, shots: int, *, among: int = 1) -> float | None:
    """What one of so many programs of a task costs on a device; its fee is paid once."""
    from qdesign.hardware.providers.braket import shot_of

    shot = shot_of(arn)
    return None if shot is None else prices()["task"] / among + shot["shot"] * shots
