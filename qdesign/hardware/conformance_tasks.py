"""What a provider with tasks promises: several jobs go out as one, once, and come back in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from qdesign.circuit import Circuit
from qdesign.hardware import outbox, spending
from qdesign.hardware.conformance_bench import SHOTS, Bench, check
from qdesign.hardware.job import Job, State
from qdesign.hardware.loopback import Fault, Kind
from qdesign.hardware.remote import task_of
from qdesign.hardware.remote_lane import ask_provider
from qdesign.hardware.tasks import adopt, task_token

_CIRCUITS: Final = tuple(
    Circuit.of(size, "h 0; " + "; ".join(f"cx {k} {k + 1}" for k in range(size - 1)))
    for size in (2, 1, 3)
)
"""Told from each other by the number of bits that they measure."""
_BROKEN: Final[tuple[Kind, ...]] = ("lost", "slow", "garbage", "html", 500, 503)


def promises_of_tasks() -> Iterator[tuple[str, Callable[[Bench], None]]]:
    """Each promise in words, and what tries it."""
    yield from _PROMISES.items()
    for kind in _BROKEN:
        for is_taken in (True, False):
            taken = ", taken" if is_taken else ""
            fault = Fault("submit", kind, is_taken)
            yield f"a task: {kind} in answer to submit{taken}", partial(_survives, fault=fault)
    for status in (401, 429):
        fault = Fault("submit", status, is_taken=False)
        yield f"a task: {status} in answer to submit", partial(_waits, fault=fault)


def _token(made: Bench, ids: Sequence[str]) -> str:
    return task_token([made.token(id_) for id_ in ids])


def _there(made: Bench, ids: Sequence[str]) -> int:
    """How many tasks and jobs of the service came of these jobs."""
    tokens = [_token(made, ids), *(made.token(id_) for id_ in ids)]
    return sum(made.service.made_with(token) for token in tokens)


def _ended(made: Bench, ids: Sequence[str]) -> list[Job]:
    return [made.end(id_) for id_ in ids]


def _check_counts(jobs: Sequence[Job], circuits: Sequence[Circuit]) -> None:
    for job, circuit in zip(jobs, circuits, strict=True):
        check(job.state is State.COMPLETED, f"{job.state}: {job.reason}")
        counts = job.counts
        check(counts is not None and 0 < counts.shots <= SHOTS, f"the counts are {counts}")
        widths = {len(bits) for bits in counts or ()}
        check(widths == {circuit.num_qubits}, f"{circuit.num_qubits} bits were measured: {counts}")


def _is_one(made: Bench) -> None:
    ids = made.send_together(_CIRCUITS)
    jobs = _ended(made, ids)
    _check_counts(jobs, _CIRCUITS)
    check(made.service.asked["submit"] == 1, f"{made.service.asked['submit']} were sent")
    check(made.service.made_with(_token(made, ids)) == 1, "it has not the task's token")
    names = [task_of(job.remote_id) for job in jobs]
    check(len({name for name, _ in names}) == 1, f"the names are {names}")
    check([place for _, place in names] == [0, 1, 2], f"the names are {names}")
    polls = made.service.asked["poll"]
    check(polls < 3 * len(ids), f"it was looked at {polls} times")


def _shares_the_cost(made: Bench) -> None:
    ids = made.send_together(_CIRCUITS)
    alone = [made.store.job(id_).estimate for id_ in ids]
    jobs = _ended(made, ids)
    for job, before in zip(jobs, alone, strict=True):
        after = job.estimate
        if before is not None and after is not None:
            fee = sum(before.parts[name] for name in before.once)
            left = before.high - fee * (1 - 1 / len(ids))
            check(abs(after.high - left) < 1e-9, f"{after} of {before}")


def _leaves_out_what_is_cancelled(made: Bench) -> None:
    ids = made.send_together(_CIRCUITS)
    outbox.cancel(made.store, ids[0], now=made.now)
    check(made.store.state(ids[0]) is State.CANCELLED, "it waits")
    _check_counts(_ended(made, ids[1:]), _CIRCUITS[1:])
    check(made.service.asked["submit"] == 1, f"{made.service.asked['submit']} were sent")
    check(made.service.made_with(_token(made, ids[1:])) == 1, "another task was sent")


def _cancels_as_a_whole(made: Bench) -> None:
    ids = made.send_together(_CIRCUITS)
    made.until(lambda: made.store.state(ids[0]) is State.QUEUED)
    outbox.cancel(made.store, ids[0], now=made.now)
    made.until(
        lambda: "cancel" in made.store.job(ids[0]).progress and made.lane.asked_since is None
    )
    check(made.service.asked["cancel"] == 0, "the others were ended, too")
    for id_ in ids[1:]:
        outbox.cancel(made.store, id_, now=made.now)
    states = [job.state for job in _ended(made, ids)]
    check(states == [State.CANCELLED] * len(ids), f"{states}")
    check(made.service.asked["cancel"] == 1, f"{made.service.asked['cancel']} cancels")
    there = [m for m in made.service.jobs.values() if m.token == _token(made, ids)]
    check(all(each.is_cancelled for each in there), "it goes on there")


def _one_that_is_cancelled_goes_on_with_the_others(made: Bench) -> None:
    ids = made.send_together(_CIRCUITS)
    made.until(lambda: made.store.state(ids[1]) is State.QUEUED)
    outbox.cancel(made.store, ids[1], now=made.now)
    _check_counts(_ended(made, ids), _CIRCUITS)
    check(made.service.asked["cancel"] == 0, "the others were ended, too")


def _is_found(made: Bench) -> None:
    if made.row.recovery != "search":
        return
    ids = made.send_together(_CIRCUITS)
    made.until(lambda: made.store.state(ids[0]) is State.QUEUED)
    found = ask_provider(made.row, "find", token=_token(made, ids))
    name, _ = task_of(made.store.job(ids[0]).remote_id)
    check(found == name, f"{found} is found, and it is {name}")
    _ended(made, ids)


def _goes_on_after_a_kill(made: Bench) -> None:
    ids = made.send_together(_CIRCUITS)
    made.service.faults.append(Fault("submit", "slow"))
    made.until(lambda: made.service.holding.is_set())
    made.service.holding.clear()
    made.restart()
    _agrees(made, ids, _ended(made, ids), is_taken=True)


def _never_passes_a_cap(made: Bench) -> None:
    ids = made.send_together(_CIRCUITS)
    prices = [made.store.job(id_).estimate for id_ in ids]
    first = prices[0]
    if first is None or first.high == 0:
        _ended(made, ids)  # no job is left for the next promise
        return
    fee = sum(first.parts[name] for name in first.once)
    high = sum(p.high for p in prices if p is not None) - fee * (len(ids) - 1)
    before = spending.spent(made.store, now=made.now, session="").get(("month", first.unit), 0.0)
    spending.set_cap(made.store, "month", before + high * 0.99, first.unit)
    jobs = _ended(made, ids)
    check({job.state for job in jobs} == {State.FAILED}, f"{[job.state for job in jobs]}")
    check(all("cap" in job.reason for job in jobs), jobs[0].reason)
    check(made.service.asked["submit"] == 0, "it was sent")
    spending.set_cap(made.store, "month", before + high * 1.01, first.unit)
    _check_counts(_ended(made, made.send_together(_CIRCUITS)), _CIRCUITS)
    check(made.service.asked["submit"] == 1, f"{made.service.asked['submit']} were sent")


_PROMISES: Final[Mapping[str, Callable[[Bench], None]]] = {
    "a task: jobs that go out together are one, with one token, and give their counts": _is_one,
    "a task: what is paid once is counted once": _shares_the_cost,
    "a task: a job that is cancelled before leaves it out": _leaves_out_what_is_cancelled,
    "a task: it is cancelled when all of it are": _cancels_as_a_whole,
    "a task: one job of it cannot end the others": _one_that_is_cancelled_goes_on_with_the_others,
    "a task: it is found by its token": _is_found,
    "a task: a process that is killed while it sends neither loses nor doubles": (
        _goes_on_after_a_kill
    ),
    "a task: no cap is passed": _never_passes_a_cap,
}


def _survives(made: Bench, fault: Fault) -> None:
    ids = made.send_together(_CIRCUITS)
    made.service.faults.append(fault)
    jobs = _ended(made, ids)
    check(not made.service.faults, "the fault was not met")
    _agrees(made, ids, jobs, is_taken=fault.is_taken)
    check(all("<" not in job.reason + job.progress for job in jobs), "a page is shown")


def _agrees(made: Bench, ids: Sequence[str], jobs: Sequence[Job], *, is_taken: bool) -> None:
    """What the class of recovery promises after a submit whose answer was lost."""
    if made.row.recovery != "ask":
        _check_counts(jobs, _CIRCUITS)
        check(_there(made, ids) == 1, f"{_there(made, ids)} tasks there")
        return
    check({job.state for job in jobs} == {State.UNKNOWN}, f"{[job.state for job in jobs]}")
    check(_there(made, ids) == int(is_taken), f"{_there(made, ids)} tasks there")
    check(made.service.asked["submit"] == 1, "it was sent again")
    if is_taken:  # the person finds it, and names it by any of its jobs
        token = _token(made, ids)
        name = next(n for n, each in made.service.jobs.items() if each.token == token)
        check(adopt(made.store, ids[1], name, now=made.now), "it cannot be adopted")
        _check_counts(_ended(made, ids), _CIRCUITS)
        return
    for id_ in ids:
        outbox.cancel(made.store, id_, now=made.now)


def _waits(made: Bench, fault: Fault) -> None:
    """No token, or too many asks: nothing is lost, and it goes on later."""
    ids = made.send_together(_CIRCUITS)
    made.service.faults.append(fault)
    made.until(lambda: not made.service.faults and made.lane.asked_since is None)
    check(all(made.store.job(id_).progress for id_ in ids), "nobody is told")
    _check_counts(_ended(made, ids), _CIRCUITS)
    check(_there(made, ids) == 1, f"{_there(made, ids)} tasks there")
