"""The suite that every provider passes, against its own service on this machine.

The queue's lane drives the provider's real half, over real HTTP; only the clock is ours, so that
nothing waits. `conformance(name)` gives what passed and what failed, each in words.
"""

from __future__ import annotations

import importlib
import os
import tempfile
import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.errors import QdesignError
from qdesign.hardware import outbox, spending
from qdesign.hardware.environment import environment_of
from qdesign.hardware.job import Job, State
from qdesign.hardware.known import refresh_targets
from qdesign.hardware.loopback import SECRET, Fault, Kind, Loopback, Phase
from qdesign.hardware.lower import lower
from qdesign.hardware.provider import Provider, provider_of, validate
from qdesign.hardware.remote_lane import RemoteLane
from qdesign.hardware.store import Lowered, Order, Store
from qdesign.hardware.target import Target
from qdesign.rows import find
from qdesign.showing.tables import table

_STEPS: Final = 3_000
"""Questions and looks at the clock after which a job hangs."""
_PAIR: Final = Circuit.of(2, "h 0; cx 0 1")
_SHOTS: Final = 100
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
    left = [] if skipped or not row.remote else list(_there())
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


def _check(holds: object, words: str) -> None:
    if not holds:
        raise AssertionError(words)


# --- what is promised of the half that works here -------------------------------------------------


def _here(row: Provider) -> Iterator[tuple[str, Callable[[], None]]]:
    yield (
        "targets have names of their own and say what is missing",
        lambda: _names(row.targets(), row),
    )
    if row.run is not None:
        yield "a pair gives its two outcomes", lambda: _runs(row)


def _names(found: tuple[Target, ...], row: Provider) -> None:
    _check(found, "there is none, not even one that says what is missing")
    _check(len({each.name for each in found}) == len(found), "two have one name")
    for each in found:
        _check(each.name.startswith(f"{row.name}:"), f"{each.name} has another provider's name")
        _check(provider_of(each) is row, f"{each.name} is another provider's")
        _check(each.available != bool(each.missing), f"{each.name} does not say what is missing")
        if each.available:
            _check(each.num_qubits > 0 and each.max_shots > 0, f"{each.name} takes nothing")


def _runs(row: Provider) -> None:
    target = next(each for each in row.targets() if each.available)
    made = lower(_PAIR, None, target, shots=_SHOTS, seed=1)
    _check(made == lower(_PAIR, None, target, shots=_SHOTS, seed=1), "lowering twice differs")
    assert row.run is not None
    counts = row.run(made.text, target=target, shots=_SHOTS, seed=1)
    _check(sum(counts.values()) == _SHOTS, f"{sum(counts.values())} outcomes of {_SHOTS} shots")
    _check({"00", "11"} & set(counts), f"the outcomes are {', '.join(counts)}")


# --- what is promised of the half that talks to the provider --------------------------------------


class Bench:
    """A queue, the lane of a provider, its service; its clock moves when nothing else does."""

    def __init__(self, row: Provider, folder: Path, service: Loopback) -> None:
        self.row = row
        self.service = service
        self.now = 1.7e9
        self.file = folder / "queue.sqlite"
        self.store = Store.open(self.file)
        self.wake = threading.Event()
        self.lane = self._lane()
        self.targets = refresh_targets(row.name)

    def _lane(self) -> RemoteLane:
        return RemoteLane(
            self.store, self.row, self.wake, clock=lambda: self.now, say=lambda what: None
        )

    def forget(self) -> None:
        """What was counted and set before is of no matter."""
        self.service.faults.clear()
        self.service.asked.clear()
        self.service.strange = ""
        for scope, unit in spending.caps(self.store):
            spending.set_cap(self.store, scope, None, unit)

    def restart(self) -> None:
        """As if the lane's process had been killed."""
        self.lane.close()
        self.lane = self._lane()

    def send(
        self,
        *,
        token: str = "",
        max_cost: float | None = 1e6,
        shots: int = _SHOTS,
        options: Mapping[str, object] | None = None,
    ) -> str:
        """A lowered job, ready to be sent."""
        target = next(each for each in self.targets if each.available)
        made = lower(_PAIR, None, target, shots=shots, seed=1, options=options)
        order = Order(
            source=Document(_PAIR).dumps(),
            values={},
            target=target.name,
            shots=shots,
            seed=1,
            token=token,
            provider=self.row.name,
            max_cost=max_cost,
            options=made.options,
        )
        id_ = self.store.add(order).id
        price = None if self.row.estimate is None else self.row.estimate(made, target)
        lowered = Lowered(
            text=made.text,
            layout=made.layout,
            figures=made.figures,
            notes=made.notes,
            estimate=price,
        )
        self.store.set_lowered(id_, lowered)
        return id_

    def token(self, id: str) -> str:  # noqa: A002
        """The token that a job was sent with."""
        return self.store.order(id).token

    def made(self, id: str) -> int:  # noqa: A002
        """How many jobs of the service came of one of ours."""
        return self.service.made_with(self.token(id))

    def until(self, is_so: Callable[[], bool]) -> None:
        """Goes on until something is so; the clock moves only where all wait for it."""
        for _ in range(_STEPS):
            self.wake.clear()
            self.lane.step(changed=True)
            if is_so():
                return
            if self.lane.asked_since is not None:
                if self.service.holding.is_set():
                    self.service.holding.clear()
                    self.now += self.row.patience
                else:
                    self.wake.wait(0.1)
            elif self.lane.next_due is not None:
                self.now = max(self.now, self.lane.next_due)
            else:
                break
        raise AssertionError("a job hangs")

    def end(self, id: str) -> Job:  # noqa: A002
        """The job when it is at its end, or UNKNOWN."""
        stops = (State.UNKNOWN, State.COMPLETED, State.FAILED, State.CANCELLED)
        self.until(lambda: self.store.state(id) in stops)
        return self.store.job(id)


@contextmanager
def bench(row: Provider) -> Generator[Bench]:
    """A fresh queue and service."""
    module, _, name = row.service.partition(":")
    service: Loopback = getattr(importlib.import_module(module), name)()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, service:
        kept = {"QDESIGN_DATA": str(Path(folder) / "data"), **service.environment}
        if row.kit:  # where its environment stands
            (Path(folder) / "data").mkdir()
            (Path(folder) / "data" / "kits").symlink_to(environment_of(row).folder.parent)
        with _variables(kept):
            made = Bench(row, Path(folder), service)
            try:
                yield made
            finally:
                made.lane.close()
                made.store.close()


@contextmanager
def _variables(values: Mapping[str, str]) -> Generator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


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
    _check(job.state is State.COMPLETED, f"{job.state}: {job.reason}")
    _check(
        job.counts is not None and 0 < job.counts.shots <= _SHOTS, f"the counts are {job.counts}"
    )
    _check(job.counts is not None and {"00", "11"} & set(job.counts), f"outcomes: {job.counts}")
    _check(job.remote_id, "it has no name at the provider")
    _check(made.made(id_) == 1, f"{made.made(id_)} jobs there")


def _targets_are_kept(made: Bench) -> None:
    _names(made.targets, made.row)
    _check(made.row.targets() == made.targets, "what was kept is not what was told")


def _calibrates(made: Bench) -> None:
    from qdesign.hardware.remote_lane import ask_provider

    device = made.targets[0].name.partition(":")[2]
    said = ask_provider(made.row, "calibration", target=device)
    _check(isinstance(said, dict), f"a calibration is {type(said).__name__}")


def _cancels(made: Bench) -> None:
    id_ = made.send()
    made.until(lambda: made.store.state(id_) is State.QUEUED)
    outbox.cancel(made.store, id_, now=made.now)
    job = made.end(id_)
    _check(job.state is State.CANCELLED, f"{job.state}: {job.reason}")
    there = [each for each in made.service.jobs.values() if each.token == made.token(id_)]
    _check(all(each.is_cancelled for each in there), "it goes on there")


def _keeps_strange_words(made: Bench) -> None:
    id_ = made.send()
    made.until(lambda: made.store.state(id_) is State.QUEUED)
    made.service.strange = "PONDERING"
    made.until(lambda: made.store.job(id_).remote_status == "PONDERING")
    _check("PONDERING" in made.store.job(id_).progress, "nobody is told")
    made.service.strange = ""
    job = made.end(id_)
    _check(job.state is State.COMPLETED, f"{job.state}: {job.reason}")


def _watches_all_together(made: Bench) -> None:
    ids = [made.send() for _ in range(6)]
    made.until(lambda: all(made.store.state(id_) is not State.CREATED for id_ in ids))
    asked = made.service.asked["poll"]
    for id_ in ids:
        _check(made.end(id_).state is State.COMPLETED, "one is not completed")
    _check(made.service.asked["submit"] == len(ids), "one was sent twice")
    _check(made.service.asked["poll"] - asked <= 6 * len(ids), "too many looks")


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
        _check(job.state is State.COMPLETED, f"{job.state}: {job.reason}")
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
    _check(SECRET.encode() not in files, "the token stands in the queue file")
    _check(SECRET not in str(made.store.job(id_).to_dict()), "the token is told")


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
    _check(made.service.asked["submit"] == 1, f"{states}")
    _check("cap" in made.store.job(second).reason, made.store.job(second).reason)
    _check("max_cost" in made.store.job(third).reason, made.store.job(third).reason)


def _refuses_what_does_not_fit(made: Bench) -> None:
    target = next(each for each in made.targets if each.available)
    wide = Circuit.of(target.num_qubits + 1, "h 0")
    try:
        validate(wide, target)
    except QdesignError as error:
        _check("qubits" in str(error), str(error))
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
    _check(not made.service.faults, "the fault was not met")
    if fault.phase == "submit":
        _agrees(made, id_, job, is_taken=fault.is_taken)
    else:
        _check(job.state is State.COMPLETED, f"{job.state}: {job.reason}")
        _check(made.made(id_) == 1, f"{made.made(id_)} jobs there")
    _check("<" not in job.reason + job.progress, "a page is shown")


def _agrees(made: Bench, id: str, job: Job, *, is_taken: bool) -> None:  # noqa: A002
    """What the class of recovery promises after a submit whose answer was lost."""
    if made.row.recovery == "ask":
        _check(job.state is State.UNKNOWN, f"{job.state}: {job.reason}")
        _check(made.made(id) == int(is_taken), f"{made.made(id)} jobs there")
        _check(made.service.asked["submit"] == 1, "it was sent again")
    else:
        _check(job.state is State.COMPLETED, f"{job.state}: {job.reason}")
        _check(made.made(id) == 1, f"{made.made(id)} jobs there")


def _waits(made: Bench, fault: Fault) -> None:
    """No token, or too many asks: nothing is lost, and it goes on later."""
    id_ = made.send()
    made.service.faults.append(fault)
    made.until(lambda: not made.service.faults and made.lane.asked_since is None)
    _check(made.store.job(id_).progress, "nobody is told")
    job = made.end(id_)
    _check(job.state is State.COMPLETED, f"{job.state}: {job.reason}")
    _check(made.made(id_) == 1, f"{made.made(id_)} jobs there")
