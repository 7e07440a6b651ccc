"""IBM's sessions and batches: the jobs of one group share one, which is found again through them.

Nothing of it is kept here: each job has a tag of its group, and tells its session. So a process
that ends loses none. One whose only job never came is never begun, and costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from qdesign.hardware.cost import Estimate
from qdesign.hardware.remote import Program

if TYPE_CHECKING:
    from qdesign.hardware.lower import Submission

JOB: Final = "job"
BATCH: Final = "batch"
SESSION: Final = "session"
_TAG: Final = "qdesign-group-"
_DEDICATED: Final = "dedicated"
"""IBM's word for the mode of a session that is no batch."""
_REST: Final = "rest of the session, up to max_time"
_SOURCE: Final = "; a session bills its wall-clock time, at most max_time"


def tags_of(program: Program) -> list[str]:
    """The tag by which the session of a job's group is found; none outside a session."""
    if program.options.get("execution", JOB) == JOB:
        return []
    return [_TAG + (program.group or program.token)]


def mode_of(service: Any, backend: Any, program: Program) -> Any:
    """What the sampler runs in: the device, or the session of the job's group.

    A new session is made only where none is found that takes jobs.
    """
    tags = tags_of(program)
    if not tags:
        return backend
    from qiskit_ibm_runtime import Batch, Session

    is_batch = program.options["execution"] == BATCH
    kind: Any = Batch if is_batch else Session
    client = service._get_api_client(backend._instance)
    for job in client.jobs_get(limit=1, job_tags=tags)["jobs"]:
        known = job.get("session_id")
        if known and _takes_jobs(client.session_details(known)):
            found = kind(backend, create_new=False)
            found._session_id = known
            return found
    return kind(backend, max_time=None if is_batch else int(program.options["max_time"]))


def close(mode: Any, programs: Sequence[Program]) -> None:
    """Lets a session take no more jobs where these were its last; they run to their ends.

    The jobs are there already: where this fails, the session ends when nothing came for a while.
    """
    if programs[-1].is_last and hasattr(mode, "session_id"):
        with suppress(Exception):
            mode.close()


def _takes_jobs(details: Mapping[str, Any]) -> bool:
    return details.get("state") != "closed" and bool(details.get("accepting_jobs"))


def billed(client: Any, id: str, usage: Mapping[str, Any]) -> float | None:  # noqa: A002 (theirs)
    """Seconds that are billed for a job; of a session its share. None where that is to come.

    Args:
        client: the kit's, of the instance that has the job.
        id: of the job.
        usage: what IBM tells of the job itself.
    """
    seconds = usage.get("qpu_charge_time_seconds")
    own = None if seconds is None or usage.get("status") == "pending" else float(seconds)
    session = client.job_get(id).get("session_id")
    if not session:
        return own
    details = client.session_details(session)
    if details.get("mode") != _DEDICATED:
        return own
    if details.get("state") != "closed":
        return None
    jobs = client.jobs_get(limit=200, session_id=session)["jobs"]
    return float(details["elapsed_time"]) / max(1, len(jobs))


def in_session(alone: Estimate, submission: Submission) -> Estimate:
    """What a job costs in a session: from its own usage to the longest session, once a task.

    Each task that is sent may have to make a session, so each sets aside the longest one: what a
    session costs is never more, whatever is cancelled and however often one is made anew.
    """
    if submission.options.get("execution", JOB) != SESSION:
        return alone
    rest = float(submission.options["max_time"]) - alone.high
    source = alone.source + _SOURCE
    if rest <= 0:
        return replace(alone, source=source)
    return replace(
        alone,
        high=alone.high + rest,
        source=source,
        parts={**alone.parts, _REST: rest},
        once=(*alone.once, _REST),
    )
