"""What the conformance suite stands on: a queue, a provider's lane, its service on this machine.

The queue's lane drives the provider's real half, over real HTTP; only the clock is ours, so that
nothing waits.
"""

from __future__ import annotations

import importlib
import os
import tempfile
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.hardware import spending
from qdesign.hardware.environment import environment_of
from qdesign.hardware.job import Job, State
from qdesign.hardware.known import refresh_targets
from qdesign.hardware.loopback import Loopback
from qdesign.hardware.lower import Submission, lower
from qdesign.hardware.provider import Provider
from qdesign.hardware.remote_lane import RemoteLane
from qdesign.hardware.store import Lowered, Order, Store
from qdesign.hardware.target import Target

STEPS: Final = 3_000
"""Questions and looks at the clock after which a job hangs."""
PAIR: Final = Circuit.of(2, "h 0; cx 0 1")
SHOTS: Final = 100


def check(holds: object, words: str) -> None:
    """Raises AssertionError where something is not so, in words."""
    if not holds:
        raise AssertionError(words)


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
        shots: int = SHOTS,
        options: Mapping[str, object] | None = None,
    ) -> str:
        """A lowered job, ready to be sent."""
        target = next(each for each in self.targets if each.available)
        made = lower(PAIR, None, target, shots=shots, seed=1, options=options)
        id_ = self.store.add(self._order(PAIR, made, max_cost, token)).id
        self._lowered(id_, made, target)
        return id_

    def send_together(
        self,
        circuits: Sequence[Circuit],
        *,
        max_cost: float | None = 1e6,
        options: Mapping[str, object] | None = None,
    ) -> tuple[str, ...]:
        """Lowered jobs of one batch, ready to be sent as one task."""
        target = self.task_target
        made = [
            lower(each, None, target, shots=SHOTS, seed=1, options=options) for each in circuits
        ]
        orders = [
            self._order(circuit, each, max_cost)
            for circuit, each in zip(circuits, made, strict=True)
        ]
        group = self.store.add_group(orders, name="", any_seed=False)
        ids = tuple(job.id for job in self.store.listing(group=group).jobs)
        for id_, each in zip(ids, made, strict=True):
            self._lowered(id_, each, target)
        return ids

    @property
    def task_target(self) -> Target:
        """A device that takes tasks."""
        return next(t for t in self.targets if t.available and self.row.jobs_a_task(t, SHOTS) > 1)

    def _order(
        self, circuit: Circuit, made: Submission, max_cost: float | None, token: str = ""
    ) -> Order:
        return Order(
            source=Document(circuit).dumps(),
            values={},
            target=made.target,
            shots=made.shots,
            seed=1,
            token=token,
            provider=self.row.name,
            max_cost=max_cost,
            options=made.options,
        )

    def _lowered(self, id: str, made: Submission, target: Target) -> None:  # noqa: A002
        price = None if self.row.estimate is None else self.row.estimate(made, target)
        lowered = Lowered(
            text=made.text,
            layout=made.layout,
            figures=made.figures,
            notes=made.notes,
            estimate=price,
        )
        self.store.set_lowered(id, lowered)

    def token(self, id: str) -> str:  # noqa: A002
        """The token that a job was sent with."""
        return self.store.order(id).token

    def made(self, id: str) -> int:  # noqa: A002
        """How many jobs of the service came of one of ours."""
        return self.service.made_with(self.token(id))

    def until(self, is_so: Callable[[], bool]) -> None:
        """Goes on until something is so; the clock moves only where all wait for it."""
        for _ in range(STEPS):
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
