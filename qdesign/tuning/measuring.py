"""Energies at points ← jobs of a queue, each met again by its token, all within a price.

An evaluation has a token that follows from all that makes the run what it is and from its number.
So a run that is begun again meets the jobs that are there, and pays for none twice.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from qdesign.cancelling import Cancel, is_cancelled
from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.errors import QdesignError, QueueError
from qdesign.hardware.cost import check_max_cost
from qdesign.hardware.job import Job, State
from qdesign.hardware.provider import hand_over, provider_of
from qdesign.hardware.provider import target as target_named
from qdesign.hardware.queue import Queue
from qdesign.hardware.target import MAX_SEED, Target
from qdesign.pauli import Observable, as_observable
from qdesign.rows import Value
from qdesign.tune.optimizer import Stopped, Vector
from qdesign.tune.sampled import Evaluation

_LOOK: Final = 0.25
"""Seconds between two questions whether to stop, while a job is waited for."""
_SAME: Final = 1e-9
"""Radians between values that another release of a library rounds otherwise; a share of a price."""


def measuring(
    circuit: Circuit,
    observable: object,
    target: object,
    *,
    queue: Queue,
    shots: int,
    seed: int,
    max_cost: float | None,
    job_options: Mapping[str, object],
    name: str,
    cancel: Cancel,
    run: Mapping[str, object],
) -> Measuring:
    """What measures the energies of a run, which its key names."""
    chosen = target_named(target) if isinstance(target, str) else hand_over(target)
    measured = as_observable(observable, num_qubits=circuit.num_qubits, names=circuit.qubit_names)
    options = provider_of(chosen).checked(job_options)
    made_of: dict[str, Any] = {
        **run,
        "circuit": Document(body=circuit).dumps(),
        "observable": sorted(measured.terms),
        "target": chosen.name,
        "shots": shots,
        "seed": seed,
        "job_options": options,
        "name": name,
    }
    text = json.dumps(made_of, sort_keys=True, default=str)
    return Measuring(
        circuit=circuit,
        observable=measured,
        target=chosen,
        queue=queue,
        shots=shots,
        max_cost=check_max_cost(max_cost),
        options=options,
        name=name or "tuning",
        cancel=cancel,
        key=hashlib.sha256(text.encode("utf-8")).hexdigest(),
    )


@dataclass(slots=True, kw_only=True)
class Measuring:
    """Measures energies by jobs of a queue, and knows what they cost.

    Attributes:
        key: names the run.
        number: of the next evaluation, from 0.
        taken: what the evaluations so far cost or may still cost.
        most: what one of them could have, at most.
        costs: of each, as the provider says; None where it does not.
        ends: the jobs at which earlier calls of the run ended, by the number that came next, each
            with what it is counted with.
        unit: of these.
        options: that each job asks of the provider.
    """

    circuit: Circuit
    observable: Observable
    target: Target
    queue: Queue
    shots: int
    max_cost: float | None
    options: Mapping[str, Value]
    name: str
    cancel: Cancel
    key: str
    number: int = 0
    taken: float = 0.0
    most: float = 0.0
    costs: list[float | None] = field(default_factory=list[float | None])
    ends: dict[int, tuple[Job, float]] = field(default_factory=dict[int, tuple[Job, float]])
    unit: str = ""

    @property
    def cost(self) -> float | None:
        """Of all evaluations; None where that is not known of each."""
        known = [cost for cost in self.costs if cost is not None]
        return sum(known) if len(known) == len(self.costs) else None

    def __call__(self, points: Sequence[Vector], *, last: bool = False) -> Sequence[Evaluation]:
        """The energies at points, measured together; one more is always left to pay for."""
        values = [
            dict(zip(self.circuit.parameters, map(float, point), strict=True)) for point in points
        ]
        # That of the end is none of the run's own: with more money the run goes on there.
        place = f"end/{self.number}" if last else ""
        names = [place or str(self.number + k) for k in range(len(points))]
        if not last:
            self._count_ends(len(points))
        elif self.number in self.ends:  # this call ends there again: it is counted below
            self.taken -= self.ends.pop(self.number)[1]
            self.costs.pop()
        jobs, share = self._submitted(names, values, spare=not last)
        jobs = self._waited(jobs)
        for job in jobs:
            self._count(job, share)
        if any(self._is_refused(job, share) for job in jobs):
            raise Stopped("max_cost reached")
        made = [self._evaluation(job, point) for job, point in zip(jobs, values, strict=True)]
        self.number += len(points)
        return made

    def _submitted(
        self, names: Sequence[str], values: Sequence[Mapping[str, float]], *, spare: bool
    ) -> tuple[list[Job], float | None]:
        """The jobs of some points, those that are there or new ones, and what each may cost."""
        met = [self._met(name, point) for name, point in zip(names, values, strict=True)]
        new = sum(isinstance(each, str) for each in met)
        share: float | None = None
        if self.max_cost is not None and new:
            known = sum(self._price(each, None) for each in met if not isinstance(each, str))
            left = self.max_cost - self.taken - known
            if left < 0 or (new + spare) * self.most > left + _SAME * self.max_cost:
                raise Stopped("max_cost reached")
            if self._room() < (new + spare) * self.most:
                raise Stopped("cap reached")
            share = left / new
        jobs: list[Job] = []
        try:
            for name, each, point in zip(names, met, values, strict=True):
                jobs.append(self._submit(name, each, point, share))
        except KeyboardInterrupt:
            self._end(jobs)
            raise
        return jobs, share

    def _count_ends(self, more: int) -> None:
        """Where earlier calls ended, with less money, was paid for, too."""
        for number in range(self.number, self.number + more):
            met = self._met(f"end/{number}", None)
            if isinstance(met, str) or number in self.ends:
                continue
            (job,) = self._waited([met])
            if job.state is State.COMPLETED:
                before = self.taken
                self._count(job, None)
                self.ends[number] = (job, self.taken - before)

    def with_ends(self, evaluations: Sequence[Evaluation]) -> tuple[Evaluation, ...]:
        """All that was measured in this run, in its order."""
        told = list(evaluations)
        for number in sorted(self.ends, reverse=True):
            job, _ = self.ends[number]
            told.insert(number, self._evaluation(job, job.values))
        return tuple(told)

    def _met(self, name: str, values: Mapping[str, float] | None) -> Job | str:
        """The job of an evaluation where there is one, else the token of a new one.

        A job that failed or was cancelled gave no energy: another one takes its place.
        """
        for attempt in count():
            token = self._digest(f"{name}/{attempt}").hex()[:32]
            job = self.queue.with_token(token)
            if job is None:
                return token
            if job.state in (State.FAILED, State.CANCELLED):
                self.taken += job.cost or 0.0
                continue
            if values is not None and any(
                abs(values[key] - value) > _SAME for key, value in job.values.items()
            ):
                raise QueueError(
                    f"Job '{job.id}' is an energy of this run and has other values: the run was "
                    "begun with other releases of its libraries. Give another name=… to begin anew."
                )
            return job
        raise AssertionError

    def _submit(
        self, name: str, met: Job | str, values: Mapping[str, float], share: float | None
    ) -> Job:
        if not isinstance(met, str):
            return met
        return self.queue.submit(
            self.circuit,
            values,
            observable=self.observable,
            target=self.target.name,
            shots=self.shots,
            seed=int.from_bytes(self._digest(f"{name}/seed")[:8]) % (MAX_SEED + 1),
            name=f"{self.name} {int(name) + 1}" if name.isdecimal() else f"{self.name}, the end",
            tags=("tuning",),
            token=met,
            max_cost=share,
            options=self.options,
        )

    def _waited(self, jobs: Sequence[Job]) -> list[Job]:
        """The jobs when nothing happens to them any more; where that is not waited for, ended."""
        done: list[Job] = []
        try:
            for job in jobs:
                now = job
                while not now.is_settled:
                    if is_cancelled(self.cancel):
                        raise Stopped
                    now = self.queue.wait(job.id, timeout=_LOOK)
                done.append(now)
        except (Stopped, KeyboardInterrupt):
            self._end(jobs)
            raise Stopped from None
        return done

    def _room(self) -> float:
        """What the caps of the queue leave."""
        spent = self.queue.spent
        left = [
            most - spent.get((scope, unit), 0.0)
            for (scope, unit), most in self.queue.caps.items()
            if unit == self.unit and scope != "job"
        ]
        return min(left, default=math.inf) * (1 + _SAME)

    def _end(self, jobs: Sequence[Job]) -> None:
        for job in jobs:
            with suppress(QdesignError):
                self.queue.cancel(job.id)

    def _count(self, job: Job, share: float | None) -> None:
        """Adds what a job cost to what is taken."""
        done = job.state is State.COMPLETED
        price = self._price(job, share) if done else job.cost or 0.0
        self.taken += price
        self.most = max(self.most, price if job.estimate is None else job.estimate.high)
        if done:
            self.costs.append(job.cost if self.target.cost else 0.0)
        if job.estimate is not None and self.target.cost:
            self.unit = job.estimate.unit

    def _is_refused(self, job: Job, share: float | None) -> bool:
        """Was it not sent because it may cost more than its share?"""
        if job.state is not State.FAILED or job.estimate is None or share is None:
            return False
        return job.cost is None and job.estimate.high > share * (1 + _SAME)

    def _evaluation(self, job: Job, values: Mapping[str, float]) -> Evaluation:
        if job.state is State.CANCELLED:
            raise Stopped
        if job.energy is None:
            lost = f"is UNKNOWN. {job.reason} First see 'qdesign job {job.id}'."
            words = lost if job.state is State.UNKNOWN else f"failed: {job.reason}"
            raise QueueError(
                f"Job '{job.id}', an energy of this run, {words} The same call goes on from there."
            )
        return Evaluation(
            values=dict(values),
            energy=job.energy,
            error=job.energy_error or 0.0,
            shots=job.shots,
            job=job.id,
        )

    def _price(self, job: Job, share: float | None) -> float:
        """What a job cost or may still cost."""
        if job.cost is not None:
            return job.cost
        if job.estimate is not None:
            return job.estimate.high
        if not self.target.cost:
            return 0.0
        return (self.max_cost or 0.0) if share is None else share

    def _digest(self, what: str) -> bytes:
        return hashlib.sha256(f"{self.key}/{what}".encode()).digest()
