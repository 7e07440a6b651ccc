"""Azure Quantum, through Microsoft's kit: circuits go to every target as QIR.

A job's id is ours, made of the token, so that the same one again is the same job. The kit's own
`submit` is not used: it uploads once only, and tries again by itself. Some names that are used are
private to the kit; the lock file fixes its version.
"""

from __future__ import annotations

import importlib
import os
import re
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

from qdesign.hardware.cost import Estimate
from qdesign.hardware.known import known_targets
from qdesign.hardware.outcomes import Bits
from qdesign.hardware.provider import Provider
from qdesign.hardware.remote import LostAnswer, Program, Refused, Result, Status, Waiting
from qdesign.hardware.rest import request

if TYPE_CHECKING:
    from qdesign.hardware.lower import Submission
    from qdesign.hardware.target import Target

_CONNECTION: Final = "AZURE_QUANTUM_CONNECTION_STRING"
_WORKSPACE: Final = "AZURE_QUANTUM_WORKSPACE_NAME"
_TOKEN_IN: Final = f"the variable {_CONNECTION}, or 'az login' with {_WORKSPACE}"
_ENDPOINT: Final = "QDESIGN_AZURE_ENDPOINT"
"""Where else than at Azure the service is; for tests."""
_ONCE: Final = {"retry_total": 0, "connection_timeout": 10, "read_timeout": 30}
_INPUT: Final = "inputData"
_RESULTS: Final = "microsoft.quantum-results.v2"
_NO_CIRCUITS: Final = ("pasqal", "microsoft")
"""Providers there whose targets take pulses, or estimate resources."""
_FREE: Final = ("ionq.simulator", "rigetti.sim.", "quantinuum.sim.h2-1sc", "quantinuum.sim.h2-2sc")
_QUBITS: Final = 20
"""Of targets that do not tell."""
_MOST_SHOTS: Final = 100_000
_BITS, _TAG = "qdesign_bits", "qdesign_token"
_STATES: Final[Mapping[str, Literal["QUEUED", "RUNNING", "COMPLETED", "FAILED", "CANCELLED"]]] = {
    "Queued": "QUEUED",
    "Waiting": "QUEUED",
    "Executing": "RUNNING",
    "Finishing": "RUNNING",
    "CancellationRequested": "RUNNING",
    "Cancelling": "RUNNING",
    "Completed": "COMPLETED",
    "Succeeded": "COMPLETED",
    "Failed": "FAILED",
    "Cancelled": "CANCELLED",
}
_REGISTER: Final = re.compile(r"^; bit\[(\d+)\] (.+)$", re.MULTILINE)
_RECORDED: Final = re.compile(
    r'^@[1-9]\d* = internal constant .* c"(.+)\[(\d+)\]\\00"$', re.MULTILINE
)
_ENTRY: Final = re.compile(r"^define i64 @(\w+)\(\)", re.MULTILINE)
_PROFILE: Final = re.compile(r'"qir_profiles"="(\w+)"')


class Azure:
    """Talks to a workspace."""

    def __init__(self) -> None:
        if not (os.environ.get(_CONNECTION) or os.environ.get(_WORKSPACE)):
            raise Waiting(
                "There is no workspace of Azure Quantum. Put its connection string (Access keys "
                f"in the portal) into the variable {_CONNECTION}, or its name into {_WORKSPACE} "
                "and sign in with 'az login'."
            )
        self._workspace = _told(_connected)
        self._services = self._workspace._client.services
        self._at = (
            self._workspace.subscription_id,
            self._workspace.resource_group,
            self._workspace.name,
        )

    def targets(self) -> Sequence[Mapping[str, Any]]:
        """All targets of the workspace that take circuits."""
        providers = _told(lambda: list(self._services.providers.list(*self._at, **_ONCE)))
        return [
            _row(target)
            for provider in providers
            if provider.id.lower() not in _NO_CIRCUITS
            for target in provider.targets
        ]

    def submit(self, program: Program) -> str:
        id_ = job_id(program.token)
        if self._job(id_) is None:
            self._create(id_, program)
        return id_

    def _create(self, id: str, program: Program) -> None:  # noqa: A002 (theirs)
        models, storage = _kit("azure.quantum._client.models"), _kit("azure.storage.blob")
        entry, profile = _ENTRY.search(program.text), _PROFILE.search(program.text)
        if entry is None or profile is None:
            raise Refused("What would be sent is no QIR.")
        container = self._address(container_name=f"job-{id}")
        place = storage.ContainerClient.from_container_url(container, **_ONCE)
        blob: Any = place.get_blob_client(_INPUT)
        _told(
            lambda: blob.upload_blob(
                program.text.encode(),
                overwrite=True,  # the same text, where an answer was lost
                content_settings=storage.ContentSettings(content_type="qir.v1"),
            )
        )
        details = models.JobDetails(
            id=id,
            name="qdesign",
            provider_id=program.target.partition(".")[0],
            target=program.target,
            container_uri=container,
            input_data_uri=blob.url.partition("?")[0],
            input_data_format="qir.v1",
            output_data_format=_RESULTS,
            input_params={
                "entryPoint": entry[1],
                "arguments": [],
                "shots": program.shots,
                "target_profile": "Base" if profile[1] == "base_profile" else "Adaptive_RI",
            },
            metadata={_TAG: program.token, _BITS: str(recorded_bits(program.text))},
        )
        _told(lambda: self._services.jobs.create(*self._at, id, details, **_ONCE))

    def _job(self, id: str) -> Any:  # noqa: A002 (theirs)
        """What is known of a job; None where there is none."""
        return _told(lambda: self._services.jobs.get(*self._at, id, **_ONCE), missing=True)

    def find(self, token: str) -> str | None:
        id_ = job_id(token)
        return None if self._job(id_) is None else id_

    def poll(self, ids: Sequence[str]) -> Mapping[str, Status]:
        found = {id_: self._job(id_) for id_ in ids}
        return {id_: _status(job) for id_, job in found.items() if job is not None}

    def result(self, id: str) -> Result:  # noqa: A002 (theirs)
        job = self._job(id)
        if job is None:
            raise Refused("Azure Quantum does not have the job any more.")
        try:
            said = request("GET", self._readable(job.output_data_uri), provider="Azure's storage")
            histogram = said["Results"][0]["Histogram"]
            bits = Bits.read(job.metadata[_BITS])
            seen: Counter[str] = Counter()
            for outcome in histogram:
                # The first that was recorded is the first that is shown, and rightmost for us.
                seen["".join(re.findall("[01]", outcome["Display"]))[::-1]] += int(outcome["Count"])
            return Result(counts=bits.counts(seen), cost=_cost(job))
        except (KeyError, TypeError, ValueError, AttributeError, IndexError):
            raise LostAnswer("Azure sent a result in a form that is not known here.") from None

    def _readable(self, uri: str) -> str:
        """The address of a blob with the right to read it."""
        blob = _kit("azure.storage.blob").BlobClient.from_blob_url(uri)
        return self._address(container_name=blob.container_name, blob_name=blob.blob_name)

    def _address(self, **names: str) -> str:
        """Where a container or a blob is, with the right to use it."""
        wanted = _kit("azure.quantum._client.models").BlobDetails(**names)
        said = _told(
            lambda: self._services.storage.get_sas_uri(*self._at, blob_details=wanted, **_ONCE)
        )
        return str(said.sas_uri)

    def cancel(self, id: str) -> None:  # noqa: A002 (theirs)
        _told(lambda: self._services.jobs.cancel(*self._at, id, **_ONCE), empty=True)

    def calibration(self, target: str) -> Mapping[str, Any]:
        """Azure tells none."""
        return {"date": None, "dt": None, "qubits": [], "gates": {}}

    def estimate(self, program: Program) -> Mapping[str, Any] | None:
        """Azure tells what a job cost once it has it."""
        return None


def estimate(submission: Submission, target: Target) -> Estimate | None:
    """Nothing for simulators; else what it costs is told with the job."""
    if target.name.partition(":")[2].startswith(_FREE):
        return Estimate(low=0.0, high=0.0, unit="USD", source="Azure lists it as free")
    return None


def recorded_bits(text: str) -> Bits:
    """Where the classical bits of a program come from: the places in what its QIR records."""
    held: dict[str, list[int | None]] = {
        name: [None] * int(size) for size, name in _REGISTER.findall(text)
    }
    for index, (name, place) in enumerate(_RECORDED.findall(text)):
        held[name][int(place)] = index
    return Bits(tuple(tuple(bits) for bits in held.values()))


def _connected() -> Any:
    workspace = _kit("azure.quantum").Workspace
    given: dict[str, Any] = {}
    if os.environ.get(_ENDPOINT):
        given[workspace._QUANTUM_ENDPOINT_PARAM] = os.environ[_ENDPOINT]
    if not os.environ.get(_CONNECTION):
        # By itself the kit opens a browser.
        given["credential"] = _kit("azure.identity").DefaultAzureCredential()
    try:
        return workspace(**given)
    except (ValueError, RuntimeError):
        raise Waiting(
            "What names the workspace of Azure Quantum cannot be used. Copy it anew into "
            f"{_TOKEN_IN}."
        ) from None


def _kit(module: str) -> Any:
    """A module of the kit, which is in its own environment only."""
    return importlib.import_module(module)


def _told(ask: Callable[[], Any], *, missing: bool = False, empty: bool = False) -> Any:
    """What the kit says, its errors as ours.

    Args:
        ask: one request.
        missing: None where there is no such thing.
        empty: an answer without content is one.
    """
    errors = _kit("azure.core.exceptions")
    try:
        return ask()
    except errors.ClientAuthenticationError:
        raise _no_token() from None
    except errors.ServiceRequestError:
        raise Waiting("Azure Quantum cannot be reached. Is there a network?") from None
    except errors.HttpResponseError as error:
        status = error.status_code or 0
        if (missing and status == 404) or (empty and status in (200, 204)):
            return None
        raise _error(status, error) from None
    except errors.AzureError as error:
        raise LostAnswer(f"Azure Quantum gave no answer ({type(error).__name__}).") from None


def _error(status: int, error: Any) -> Exception:
    if status in (401, 403):
        return _no_token()
    if status in (408, 425, 429):
        headers: Mapping[str, str] = error.response.headers if error.response else {}
        after = headers.get("Retry-After", "")
        seconds = float(after) if after.isdecimal() else None
        return Waiting(f"Azure Quantum asks to come later ({status}).", seconds=seconds)
    if 400 <= status < 500:
        said = getattr(error.error, "message", None)
        words = f": {said}" if isinstance(said, str) and not re.search("[<>]", said) else ""
        return Refused(f"Azure Quantum refused it ({status}){words[:200].rstrip('.')}.")
    return LostAnswer(f"Azure Quantum failed with status {status}.")


def _no_token() -> Waiting:
    return Waiting(
        f"Azure Quantum does not let you in: what it was given is missing, wrong or expired. Renew "
        f"it in {_TOKEN_IN}."
    )


def job_id(token: str) -> str:
    """The token itself where it is of the form that Azure wants, else an id made of it."""
    try:
        return str(uuid.UUID(token))
    except ValueError:
        return str(uuid.uuid5(uuid.NAMESPACE_OID, token))


def _row(target: Any) -> dict[str, Any]:
    available = str(getattr(target.current_availability, "value", target.current_availability))
    is_adaptive = str(target.target_profile or "").startswith("Adaptive")
    notes = (
        [] if target.num_qubits else [f"How many qubits it has is not told; {_QUBITS} are taken."]
    )
    minutes = round((target.average_queue_time or 0) / 60)
    if minutes:
        notes.append(f"When it was asked, jobs waited about {minutes:,} min.")
    is_open = available in ("Available", "Degraded")
    return {
        "name": target.id,
        "num_qubits": target.num_qubits or _QUBITS,
        "max_shots": _MOST_SHOTS,
        "mid_circuit": is_adaptive,
        "reset": is_adaptive,
        "conditions": is_adaptive,
        "available": is_open,
        "missing": "" if is_open else f"Azure says that it is {available[:40].lower()}",
        "notes": " ".join(notes),
        "cost": "" if target.id.startswith(_FREE) else "as Azure tells with the job",
    }


def _status(job: Any) -> Status:
    said = str(getattr(job.status, "value", job.status))
    error = job.error_data
    return Status(
        state=_STATES.get(said),
        status=said,
        cost=_cost(job),
        reason=str(getattr(error, "message", "") or getattr(error, "code", "") or ""),
    )


def _cost(job: Any) -> float | None:
    return None if job.cost_estimate is None else float(job.cost_estimate.estimated_total)


AZURE: Final = Provider(
    name="azure",
    title="Azure Quantum",
    source="https://learn.microsoft.com/azure/quantum",
    targets=lambda: known_targets("azure"),
    dialect="qir",
    estimate=estimate,
    remote="qdesign.hardware.providers.azure:Azure",
    recovery="token",
    patience=300.0,  # each job is asked for by itself
    kit="azure",
    kit_size=136,
    token_in=_TOKEN_IN,
    service="qdesign.hardware.providers.azure_loopback:Service",
)
