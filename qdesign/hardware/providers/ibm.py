"""IBM Quantum, through its own kit: jobs are found again by our token, one of their tags."""

from __future__ import annotations

import json
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from qdesign.angle import Angle
from qdesign.errors import InvalidTarget, NotConvertible, QdesignError
from qdesign.exporter import Exporter
from qdesign.hardware.cost import Estimate
from qdesign.hardware.device import NO_GATES, described, facts_from
from qdesign.hardware.known import facts_of, known_targets
from qdesign.hardware.provider import Provider
from qdesign.hardware.providers.ibm_circuits import circuit_of, counts_of
from qdesign.hardware.providers.ibm_options import OPTIONS, fits, sampler_options, step
from qdesign.hardware.providers.ibm_sessions import billed, close, in_session, mode_of, tags_of
from qdesign.hardware.providers.ibm_wire import causes, watched
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
from qdesign.rows import find

if TYPE_CHECKING:
    from qdesign.circuit import Circuit
    from qdesign.hardware.lower import Submission
    from qdesign.hardware.target import Target

T = TypeVar("T")
_TOKEN_IN: Final = "QISKIT_IBM_TOKEN or ~/.qiskit/qiskit-ibm.json"
_TAG: Final = "qdesign"
"""A tag of every job that is sent from here, beside its token."""
_STATES: Final[Mapping[str, Literal["QUEUED", "RUNNING", "COMPLETED", "FAILED", "CANCELLED"]]] = {
    "INITIALIZING": "QUEUED",
    "QUEUED": "QUEUED",
    "RUNNING": "RUNNING",
    "COMPLETED": "COMPLETED",
    "DONE": "COMPLETED",
    "FAILED": "FAILED",
    "ERROR": "FAILED",
    "CANCELLED": "CANCELLED",
    "CANCELLED - RAN TOO LONG": "FAILED",
}
_TOO_LONG: Final = 1305
"""IBM's code of a job that was ended because it took too long."""
_MOST_SHOTS: Final = 100_000
_PAGE: Final = 200
_OLD: Final = 3600.0  # seconds until a device's description is asked for anew
_DENIED: Final = (401, 403)
_LATER: Final = (408, 425, 429)
_OVERHEAD: Final = 2.0  # seconds of a sub-job
_FEE: Final = "overhead of one sub-job"
_TASK_SIZE: Final = 100
"""PUBs of a job: with the most shots they are as many executions as IBM takes, ten million."""
_REP_DELAY: Final = 250e-6  # seconds, where a device does not tell its own
_SPREAD: Final = 0.2  # of the estimate
_RATES: Final = "2026-11-01"
_SOURCE: Final = "IBM's formula: about 2 s a sub-job + (rep delay + circuit length) × executions"


class IBM:
    """Talks to IBM's service; runs where its kit is."""

    def __init__(self) -> None:
        self._wire = watched()
        self._backends: dict[str, tuple[float, Any]] = {}
        self._last: tuple[str, list[dict[str, int]], float | None] | None = None
        """The job whose result was read last: counts of each PUB, and seconds that are charged."""
        try:
            from qiskit_ibm_runtime import IBMQuantumComputeService

            self._service: Any = IBMQuantumComputeService()
        except Exception as error:
            raise _no_service(error) from None

    def targets(self) -> Sequence[Mapping[str, Any]]:
        """Its devices, ready ones first."""

        def ask() -> Sequence[Mapping[str, Any]]:
            backends = self._service.backends(use_fractional_gates=None)
            if not backends and _devices(self._wire.said) is None:
                raise LookupError  # the kit says of a failure that there are none
            found = [self._row(backend) for backend in backends if not backend.simulator]
            return sorted(found, key=lambda row: not row["available"])

        return self._asked(ask)

    def _row(self, backend: Any) -> dict[str, Any]:
        status, facts = backend.status(), _facts(backend)
        gates = [name for name in facts["gates"] if name not in NO_GATES]
        pairs = {
            tuple(place["on"])
            for places in facts["gates"].values()
            for place in places or ()
            if len(place["on"]) == 2
        }
        is_ready = status.operational and status.status_msg == "active"
        return {
            "name": backend.name,
            "num_qubits": backend.num_qubits,
            "basis_gates": gates,
            "coupling": sorted(pairs),
            "calibration_date": facts["date"],
            "max_shots": self._max_shots(backend),
            "mid_circuit": True,
            "reset": "reset" in facts["gates"],
            "conditions": "if_else" in facts["gates"],
            "available": is_ready,
            "missing": "" if is_ready else f"IBM says that it is {str(status.status_msg)[:40]}",
            "queue": int(status.pending_jobs),
            "cost": self._cost(backend),
            "device": facts,
        }

    def _max_shots(self, backend: Any) -> int:
        """From what the service told of it, which the kit's own description leaves out."""
        client = self._service._get_api_client(backend._instance)
        return int(client.backend_configuration(backend.name).get("max_shots") or _MOST_SHOTS)

    def _cost(self, backend: Any) -> str:
        """How the instance that has the device is billed, in words."""
        for instance in self._service.instances():
            if instance["crn"] == backend._instance:
                plan = str(instance["plan"])[:40]
                if instance["pricing_type"] == "free":
                    return f"seconds of the device, free within your plan '{plan}'"
                return f"by seconds of the device, at the price of your plan '{plan}'"
        return "by seconds of the device, at the price of your plan"

    def submit(self, program: Program) -> str:
        return self.submit_many([program], program.token)

    def submit_many(self, programs: Sequence[Program], token: str) -> str:
        """One job with a PUB for each program. The kit warns of PUBs with shots of their own."""

        def ask() -> str:
            from qiskit_ibm_runtime import SamplerV2

            backend = self._backend(programs[0].target)
            shots = {program.shots for program in programs}
            options = {
                "environment": {"job_tags": [_TAG, token, *tags_of(programs[0])]},
                **sampler_options(programs[0].options, min(shots) if len(shots) == 1 else None),
            }
            pubs = [(circuit_of(program.text), None, program.shots) for program in programs]
            mode = mode_of(self._service, backend, programs[0])
            sampler: Any = SamplerV2(mode=mode, options=options)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                id_ = str(sampler.run(pubs).job_id())
            close(mode, programs)
            return id_

        return self._asked(ask, sends=True)

    def find(self, token: str) -> str | None:
        def ask() -> str | None:
            for client in self._clients():
                found = client.jobs_get(limit=1, job_tags=[token])["jobs"]
                if found:
                    return str(found[0]["id"])
            return None

        return self._asked(ask)

    def poll(self, ids: Sequence[str]) -> Mapping[str, Status]:
        return by_task(ids, self._look)

    def _look(self, ids: Sequence[str]) -> Mapping[str, Status]:
        """The newest jobs that were sent from here in one ask; older ones by themselves."""

        def ask() -> Mapping[str, Status]:
            found: dict[str, Status] = {}
            if len(ids) > 1:
                for client in self._clients():
                    for job in client.jobs_get(limit=_PAGE, job_tags=[_TAG])["jobs"]:
                        if job["id"] in ids:
                            found[job["id"]] = _status(job)
            for other in ids:
                if other not in found:
                    try:
                        job = self._one(lambda client: client.job_get(other))  # noqa: B023 (called at once)
                    except Exception:
                        if self._wire.status != 404:
                            raise
                    else:
                        found[other] = _status(job)
            return found

        return self._asked(ask)

    def result(self, id: str) -> Result:  # noqa: A002 (theirs)
        name, place = task_of(id)

        def ask() -> Result:
            if self._last is None or self._last[0] != name:  # jobs of one task come in a row
                from qiskit_ibm_runtime.decoders.result_decoder import ResultDecoder

                said: Any = self._one(lambda client: client.job_results(name))
                each = [counts_of(result) for result in ResultDecoder.decode(said)]
                self._last = (name, each, self._usage(name))
            _, each, usage = self._last
            counts = each[place or 0]
            share = sum(counts.values()) / sum(sum(other.values()) for other in each)
            if usage is None:
                self._last = None  # it may be known with the next job
            return Result(counts=counts, cost=None if usage is None else usage * share)

        return self._asked(ask)

    def _usage(self, id: str) -> float | None:  # noqa: A002
        """Seconds of the device that are charged; None where that is not known yet."""
        try:
            usage = self._one(lambda client: client.job_metadata(id))["usage"]
            return self._one(lambda client: billed(client, id, usage))
        except Exception:  # the counts are worth more
            return None

    def cancel(self, id: str) -> None:  # noqa: A002 (theirs)
        name, _ = task_of(id)
        self._asked(lambda: self._one(lambda client: client.job_cancel(name)))

    def calibration(self, target: str) -> Mapping[str, Any]:
        self._backends.pop(target, None)
        return self._asked(lambda: _facts(self._backend(target)))

    def estimate(self, program: Program) -> Mapping[str, Any] | None:
        """IBM estimates a job once it is there, and none before."""
        return None

    def _clients(self) -> list[Any]:
        """The kit's client of each instance of the account."""
        return list(self._service._get_api_clients().values())

    def _one(self, ask: Callable[[Any], Any]) -> Any:
        """What the first instance says that knows the job."""
        clients = self._clients()
        for client in clients[:-1]:
            try:
                return ask(client)
            except Exception:
                if self._wire.status != 404:
                    raise
        return ask(clients[-1])

    def _backend(self, name: str) -> Any:
        """A device with its fractional gates and its branches, described within the hour."""
        since, backend = self._backends.get(name, (0.0, None))
        if backend is None or time.monotonic() - since > _OLD:
            try:
                backend = self._service.backend(name, use_fractional_gates=None)
            except Exception:
                known = _devices(self._wire.said)
                if known is None or name in known:
                    raise
                raise Refused(
                    f"Your account has no device '{name}' at IBM. Ask for those that it has: "
                    "qdesign targets --provider ibm --refresh"
                ) from None
            self._backends[name] = (time.monotonic(), backend)
        return backend

    def _asked(self, ask: Callable[[], T], *, sends: bool = False) -> T:
        """What the kit says, its failures in our words.

        Args:
            ask: calls the kit.
            sends: may it have made a job?
        """
        self._wire.forget()
        try:
            return ask()
        except QdesignError:
            raise
        except Exception as error:
            meaning = self._meaning(error, sends=sends)
            secret = str(self._service._account.token)
            meaning.args = (str(meaning).replace(secret, "…"),)  # it may be in a file of the kit's
            raise meaning from error

    def _meaning(self, error: Exception, *, sends: bool) -> QdesignError:
        wire = self._wire
        is_sent = sends and wire.method == "POST" and wire.path.endswith("/jobs")
        if wire.method and not wire.is_connected:
            return Waiting("IBM cannot be reached. Is there a network?")
        if wire.status == 403 and wire.path.endswith("/sessions"):
            return Refused(
                f"IBM makes no such session for your plan{_said(wire.said)}. Set 'execution' to "
                "'job'."
            )
        if wire.status in _DENIED:
            return Waiting(
                f"IBM does not take the token ({wire.status}): it is missing, wrong or expired. "
                f"Renew it in {_TOKEN_IN}."
            )
        if wire.status in _LATER:
            return Waiting(f"IBM asks to come later ({wire.status}).", seconds=wire.after)
        if wire.status is not None and 400 <= wire.status < 500:
            return Refused(f"IBM refused it ({wire.status}){_said(wire.said)}.")
        if is_sent or not sends:
            failed = f" with status {wire.status}" if (wire.status or 0) >= 500 else ""
            return LostAnswer(f"IBM's answer cannot be read: it failed{failed}.")
        if isinstance(error, ValueError) and wire.status in (None, 200):
            return Refused(f"IBM's kit does not take it: {_plain(str(error))}.")
        return Waiting("IBM did not say what is needed before a job is sent. It is tried again.")


def _no_service(error: Exception) -> QdesignError:
    """Why there is no service; nothing was sent."""
    names = {type(each).__name__ for each in causes(error)}
    if "AccountNotFoundError" in names:
        return Waiting(f"There is no token for IBM. Put it into {_TOKEN_IN}.")
    if names & {"ConnectionError", "ProxyError", "ConnectTimeout", "NewConnectionError"}:
        return Waiting("IBM cannot be reached. Is there a network?")
    if names & {"InvalidAccountError", "ApiException", "IBMNotAuthorizedError"}:
        return Waiting(
            "IBM does not take the token: it is missing, wrong or expired. Renew it in "
            f"{_TOKEN_IN}."
        )
    return Waiting(f"IBM's kit cannot begin: {type(error).__name__}. Look at {_TOKEN_IN}.")


def _facts(backend: Any) -> dict[str, Any]:
    """What is known of a device, in the shape of device.py, with the time between its shots."""
    date: datetime | None = getattr(backend.properties(), "last_update_date", None)
    facts = facts_from(backend.target, date.isoformat() if date else None)
    configuration = backend.configuration()
    facts["rep_delay"] = float(getattr(configuration, "default_rep_delay", 0.0) or _REP_DELAY)
    return facts


def _status(job: Mapping[str, Any]) -> Status:
    said = job["state"]
    word = str(said["status"])
    state = _STATES.get(word.upper())
    code = said.get("reason_code") or said.get("reasonCode")
    if state == "CANCELLED" and code == _TOO_LONG:
        state = "FAILED"
    reason = str(said.get("reason") or "")
    if state == "FAILED" and not reason:
        reason = "IBM says that it failed, and not why."
    return Status(state=state, status=word, reason=reason)


def _devices(content: bytes) -> list[str] | None:
    """Names in an answer that lists devices; None where it is no such answer."""
    try:
        return [str(device["name"]) for device in json.loads(content)["devices"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _said(content: bytes) -> str:
    """What IBM says of an error, behind a colon; nothing of pages."""
    try:
        said = json.loads(content)
        words = str((said.get("errors") or [said.get("error") or said])[0]["message"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""
    return f": {_plain(words)}" if "<" not in words else ""


def _plain(words: str) -> str:
    return " ".join(words.split())[:200].rstrip(".")


# --- the half that works here ---------------------------------------------------------------------


def validate(circuit: Circuit, target: Target) -> None:
    """Refuses conditions that no device of IBM takes, so that no job has to fail for them.

    Raises:
        InvalidTarget: the operation is named as the drawing has it.
    """
    held = tuple(
        operation.map_angles(lambda angle: Angle())  # of which a condition says nothing
        for operation in circuit.plain_operations
        if operation.conditions
    )
    if not held:
        return
    try:
        find(Exporter, IBM_QUANTUM.dialect).write(
            replace(circuit.flat(), operations=held, global_phase=Angle())
        )
    except NotConvertible as error:
        raise InvalidTarget(f"{target.name} does not take it: {error}") from error


def estimate(submission: Submission, target: Target) -> Estimate | None:
    """Seconds of the device, by IBM's formula."""
    facts = facts_of(target.provider, target.name) or {}
    delay = float(facts.get("rep_delay") or _REP_DELAY)
    length = submission.figures.duration or 0.0
    parts = {
        _FEE: _OVERHEAD,
        f"rep delay × {submission.shots:,}": delay * submission.shots,
        f"circuit length × {submission.shots:,}": length * submission.shots,
    }
    total = sum(parts.values())
    alone = Estimate(
        low=total * (1 - _SPREAD),
        high=total * (1 + _SPREAD),
        unit="s",
        source=_SOURCE,
        date=_RATES,
        parts={name: part * (1 + _SPREAD) for name, part in parts.items()},
        once=(_FEE,),
    )
    return in_session(alone, submission)


IBM_QUANTUM: Final = Provider(
    name="ibm",
    title="IBM Quantum",
    source="https://quantum.cloud.ibm.com/docs",
    targets=lambda: known_targets("ibm"),
    compiler_target=described("ibm"),
    options=OPTIONS,
    validate=validate,
    step=step,
    fits=fits,
    dialect="ibm",
    estimate=estimate,
    remote="qdesign.hardware.providers.ibm:IBM",
    recovery="search",
    patience=120.0,
    task_size=_TASK_SIZE,
    kit="ibm",
    kit_size=364,
    token_in=_TOKEN_IN,
    service="qdesign.hardware.providers.ibm_loopback:Service",
)
