"""The suite that every provider passes, against its own service on this machine.

The queue's lane drives the provider's real half, over real HTTP; only the clock is ours, so that
nothing waits. `conformance(name)` gives what passed and what failed, each in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from qdesign.circuit import Circuit
from qdesign.errors import QdesignError
from qdesign.hardware import outbox, spending
from qdesign.hardware.conformance_bench import PAIR, SHOTS, Bench, bench, check
from qdesign.hardware.conformance_tasks import promises_of_tasks
from qdesign.hardware.environment import environment_of
from qdesign.hardware.job import Job, State
from qdesign.hardware.loopback import SECRET, Fault, Kind, Phase
from qdesign.hardware.lower import lower
from qdesign.hardware.provider import Provider, provider_of, validate
from qdesign.hardware.target import Target
from qdesign.rows import find
from qdesign.showing.tables import table

__all__ = ["Bench", "Failure", "Report", "bench", "conformance"]

_PHASES: Final[tuple[Phase, ...]] = ("submit", "poll", "result")
_DENIED: Final[tuple[Kind, ...]] = (401, 429)
_BROKEN: Final[tuple[Kind, ...]] = ("lost", "slow", "garbage", "html", 500, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Failure:
    """A promise that is not kept, and how that shows."""

    promise: str
    reason: str

    def __str__(self) -> str:
        return f"{self.promise}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Report:
    """What a provider keeps of what all of them promise.

    Attributes:
        provider: its name.
        passed: promises that it keeps.
        failed: those that it does not.
        skipped: what was not tried, and why; empty where all was.
    """

    provider: str
    passed: tuple[str, ...]
    failed: tuple[Failure, ...]
    skipped: str = ""

    def __repr__(self) -> str:
        note = f", skipped: {self.skipped}" if self.skipped else ""
        return (
            f"Report({self.provider}: {len(self.passed)} passed, {len(self.failed)} failed{note})"
        )

    def _repr_html_(self) -> str:
        rows = [(name, "passed") for name in self.passed]
        rows += [(failure.promise, failure.reason) for failure in self.failed]
        return table(
            rows, title=f"{self.provider}{f', skipped: {self.skipped}' * bool(self.skipped)}"
        )


def conformance(name: str) -> Report:
    """Runs the suite for one provider.

    Args:
        name: of the provider.

    Raises:
        InvalidRequest: there is no such provider.

    Example:
        >>> conformance("local").failed
        ()
    """
    row = find(Provider, name)
    passed: list[str] = []
    failed: list[Failure] = []
    for promise, keep in _here(row):
        _try(promise, keep, passed, failed)
    skipped = ""
    if row.remote and row.kit:
        skipped = environment_of(row).missing
    if row.remote and not row.service:
        skipped = "it has no service on this machine"
    left: list[tuple[str, Callable[[Bench], None]]] = []
    if row.remote and not skipped:
        left = [*_there(), *(promises_of_tasks() if row.task_size > 1 else ())]
    while left:  # a promise that is not kept may leave things behind: the next ones start afresh
        with bench(row) as made:
            is_kept = True
            while left and is_kept:
                promise, keep = left.pop(0)
                made.forget()
                is_kept = _try(promise, lambda keep=keep, made=made: keep(made), passed, failed)
    return Report(name, tuple(passed), tuple(failed), skipped)


def _try(promise: str, keep: Callable[[], None], passed: list[str], failed: list[Failure]) -> bool:
    try:
        keep()
    except (AssertionError, QdesignError) as error:
        failed.append(Failure(promise, str(error) or "it is not so"))
        return False
    passed.append(promise)
    return True


# --- what is promised of the half that works here -------------------------------------------------


def _here(row: Provider) -> Iterator[tuple[str, Callable[[], None]]]:
    yield (
        "targets have names of their own and say what is missing",
        lambda: _names(row.targets(), row),
    )
    if row.run is not None:
        yield "a pair gives its two outcomes", lambda: _runs(row)


def _names(found: tuple[Target, ...], row: Provider) -> None:
    check(found, "there is none, not even one that says what is missing")
    check(len({each.name for each in found}) == len(found), "two have one name")
    for each in found:
        check(each.name.startswith(f"{row.name}:"), f"{each.name} has another provider's name")
        check(provider_of(each) is row, f"{each.name} is another provider's")
        check(each.available != bool(each.missing), f"{each.name} does not say what is missing")
        if each.available:
            check(each.num_qubits > 0 and each.max_shots > 0, f"{each.name} takes nothing")


def _runs(row: Provider) -> None:
    target = next(each for each in row.targets() if each.available)
    made = lower(PAIR, None, target, shots=SHOTS, seed=1)
    check(made == lower(PAIR, None, target, shots=SHOTS, seed=1), "lowering twice differs")
    assert row.run is not None
    counts = row.run(made.text, target=target, shots=SHOTS, seed=1)
    check(sum(counts.values()) == SHOTS, f"{sum(counts.values())} outcomes of {SHOTS} shots")
    check({"00", "11"} & set(counts), f"the outcomes are {', '.join(counts)}")


# --- what is promised of the half that talks to the provider --------------------------------------


def _there() -> Iterator[tuple[str, Callable[[Bench], None]]]:
    yield from _PROMISES.items()
    for phase in _PHASES:
        for kind in _BROKEN:
            for is_taken in (True, False) if phase == "submit" else (True,):
                taken = ", taken" if is_taken and phase == "submit" else ""
                fault = Fault(phase, kind, is_taken)
                yield f"{kind} in answer to {phase}{taken}", partial(_survives, fault=fault)
        for status in _DENIED:
            fault = Fault(phase, status, is_taken=False)
            yield f"{status} in answer to {phase}", partial(_waits, fault=fault)


def _completes(made: Bench) -> None:
    id_ = made.send()
    job = made.end(id_)
    check(job.state is State.COMPLETED, f"{job.state}: {job.reason}")
    check(job.counts is not None and 0 < job.counts.shots <= SHOTS, f"the counts are {job.counts}")
    check(job.counts is not None and {"00", "11"} & set(job.counts), f"outcomes: {job.counts}")
    check(job.remote_id, "it has no name at the provider")
    check(made.made(id_) == 1, f"{made.made(id_)} jobs there")


def _targets_are_kept(made: Bench) -> None:
    _names(made.targets, made.row)
    check(made.row.targets() == made.targets, "what was kept is not what was told")


def _calibrates(made: Bench) -> None:
    from qdesign.hardware.remote_lane import ask_provider

    device = made.targets[0].name.partition(":")[2]
    said = ask_provider(made.row, "calibration", target=device)
    check(isinstance(said, dict), f"a calibration is {type(said).__name__}")


def _cancels(made: Bench) -> None:
    id_ = made.send()
    made.until(lambda: made.store.state(id_) is State.QUEUED)
    outbox.cancel(made.store, id_, now=made.now)
    job = made.end(id_)
    check(job.state is State.CANCELLED, f"{job.state}: {job.reason}")
    there = [each for each in made.service.jobs.values() if each.token == made.token(id_)]
    check(all(each.is_cancelled for each in there), "it goes on there")


def _keeps_strange_words(made: Bench) -> None:
    id_ = made.send()
    made.until(lambda: made.store.state(id_) is State.QUEUED)
    made.service.strange = "PONDERING"
    made.until(lambda: made.store.job(id_).remote_status == "PONDERING")
    check("PONDERING" in made.store.job(id_).progress, "nobody is told")
    made.service.strange = ""
    job = made.end(id_)
    check(job.state is State.COMPLETED, f"{job.state}: {job.reason}")


def _watches_all_together(made: Bench) -> None:
    ids = [made.send() for _ in range(6)]
    made.until(lambda: all(made.store.state(id_) is not State.CREATED for id_ in ids))
    asked = made.service.asked["poll"]
    for id_ in ids:
        check(made.end(id_).state is State.COMPLETED, "one is not completed")
    check(made.service.asked["submit"] == len(ids), "one was sent twice")
    check(made.service.asked["poll"] - asked <= 6 * len(ids), "too many looks")


def _follows_the_others_of_a_lost_one(made: Bench) -> None:
    """The provider deleted one of the jobs, or never knew it."""
    ids = [made.send() for _ in range(3)]
    made.until(lambda: all(made.store.state(id_) is not State.CREATED for id_ in ids))
    made.until(lambda: all(made.store.job(id_).remote_id for id_ in ids))
    gone = next(
        name for name, each in made.service.jobs.items() if each.token == made.token(ids[0])
    )
    kept = made.service.jobs.pop(gone)
    for id_ in ids[1:]:
        job = made.end(id_)
        check(job.state is State.COMPLETED, f"{job.state}: {job.reason}")
    made.service.jobs[gone] = kept
    made.end(ids[0])


def _goes_on_after_a_kill(made: Bench) -> None:
    id_ = made.send()
    made.service.faults.append(Fault("submit", "slow"))
    made.until(lambda: made.service.holding.is_set())
    made.service.holding.clear()
    made.restart()
    _agrees(made, id_, made.end(id_), is_taken=True)


def _tells_no_secret(made: Bench) -> None:
    id_ = made.send()
    made.service.faults += [Fault("submit", 401, is_taken=False), Fault("poll", "html")]
    made.end(id_)
    files = b"".join(path.read_bytes() for path in made.file.parent.glob("queue*"))
    check(SECRET.encode() not in files, "the token stands in the queue file")
    check(SECRET not in str(made.store.job(id_).to_dict()), "the token is told")


def _never_passes_a_cap(made: Bench) -> None:
    if made.row.estimate is None:
        return
    first = made.send()
    price = made.store.job(first).estimate
    if price is None or price.high == 0:
        made.end(first)  # no job is left for the next promise
        return
    before = spending.spent(made.store, now=made.now, session="").get(("month", price.unit), 0.0)
    spending.set_cap(made.store, "month", before + 1.5 * price.high, price.unit)
    second, third = made.send(), made.send(max_cost=None)
    states = [made.end(id_).state for id_ in (first, second, third)]
    check(made.service.asked["submit"] == 1, f"{states}")
    check("cap" in made.store.job(second).reason, made.store.job(second).reason)
    check("max_cost" in made.store.job(third).reason, made.store.job(third).reason)


def _refuses_what_does_not_fit(made: Bench) -> None:
    target = next(each for each in made.targets if each.available)
    wide = Circuit.of(target.num_qubits + 1, "h 0")
    try:
        validate(wide, target)
    except QdesignError as error:
        check("qubits" in str(error), str(error))
        return
    raise AssertionError(f"{target.num_qubits + 1} qubits are taken")


_PROMISES: Final[Mapping[str, Callable[[Bench], None]]] = {
    "what it says of its devices is kept": _targets_are_kept,
    "a device has a calibration": _calibrates,
    "a job comes to its counts": _completes,
    "a circuit with too many qubits is refused": _refuses_what_does_not_fit,
    "a job that is cancelled ends there and here": _cancels,
    "a status that nobody knows is kept as text and shown": _keeps_strange_words,
    "many jobs are watched together and sent once each": _watches_all_together,
    "one that the provider does not know holds up no other": _follows_the_others_of_a_lost_one,
    "a process that is killed while it sends neither loses nor doubles": _goes_on_after_a_kill,
    "no token is kept or told": _tells_no_secret,
    "no cap is passed": _never_passes_a_cap,
}


def _survives(made: Bench, fault: Fault) -> None:
    """An answer that is lost: one job there, or none and a person is asked."""
    id_ = made.send()
    made.service.faults.append(fault)
    job = made.end(id_)
    check(not made.service.faults, "the fault was not met")
    if fault.phase == "submit":
        _agrees(made, id_, job, is_taken=fault.is_taken)
    else:
        check(job.state is State.COMPLETED, f"{job.state}: {job.reason}")
        check(made.made(id_) == 1, f"{made.made(id_)} jobs there")
    check("<" not in job.reason + job.progress, "a page is shown")


def _agrees(made: Bench, id: str, job: Job, *, is_taken: bool) -> None:  # noqa: A002
    """What the class of recovery promises after a submit whose answer was lost."""
    if made.row.recovery == "ask":
        check(job.state is State.UNKNOWN, f"{job.state}: {job.reason}")
        check(made.made(id) == int(is_taken), f"{made.made(id)} jobs there")
        check(made.service.asked["submit"] == 1, "it was sent again")
    else:
        check(job.state is State.COMPLETED, f"{job.state}: {job.reason}")
        check(made.made(id) == 1, f"{made.made(id)} jobs there")


def _waits(made: Bench, fault: Fault) -> None:
    """No token, or too many asks: nothing is lost, and it goes on later."""
    id_ = made.send()
    made.service.faults.append(fault)
    made.until(lambda: not made.service.faults and made.lane.asked_since is None)
    check(made.store.job(id_).progress, "nobody is told")
    job = made.end(id_)
    check(job.state is State.COMPLETED, f"{job.state}: {job.reason}")
    check(made.made(id_) == 1, f"{made.made(id_)} jobs there")
