"""The queue a person sees: submit, look, wait, cancel.

Jobs live in one SQLite file (store.py); a detached process runs them (worker.py). `submit` checks
everything that can be wrong, keeps the job and returns; what is heavy happens in the worker.
All that a person asks a queue is one class, which makes the file long.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, Self, overload

from qdesign.circuit import Circuit
from qdesign.document import MAX_BYTES, MAX_ITEMS, Document
from qdesign.errors import InvalidRequest, QueueError, TooLarge
from qdesign.given import given_path
from qdesign.hardware import lock, outbox, spending, tasks, worker
from qdesign.hardware.asked import (
    MAX_NAME,
    checked_batch,
    checked_limit,
    checked_line,
    checked_note,
    checked_search,
    checked_states,
    checked_tags,
)
from qdesign.hardware.batch import Batch
from qdesign.hardware.cost import check_max_cost
from qdesign.hardware.energy import EnergyPreview, Plan, plan, preview_energy, seed_of
from qdesign.hardware.environment import data_folder
from qdesign.hardware.job import Job, State, is_final
from qdesign.hardware.lower import DEFAULT_LEVEL, check_layout, check_level
from qdesign.hardware.measurement import measuring
from qdesign.hardware.preview import Preview, preview
from qdesign.hardware.provider import hand_over, provider_of, validate
from qdesign.hardware.provider import target as target_named
from qdesign.hardware.record import Damaged
from qdesign.hardware.setting_aside import kept_aside, open_or_begin
from qdesign.hardware.store import Listing, Move, News, Order, Store
from qdesign.hardware.target import MAX_SEED, Target, check_seed, check_shots
from qdesign.pauli import Observable

if TYPE_CHECKING:
    from qdesign.hardware.distance import Distance
    from qdesign.hardware.exported import Exported

Measurable = Observable | Mapping[str, float] | Any
"""An observable, or what stands for one: a problem, a value of Qiskit or PennyLane."""
LINGER: Final = 60.0
_LOOK: Final = 0.2  # seconds between looks for news
_POLL: Final = 0.02  # seconds between looks while waiting
_DIGITS: Final = 9
"""Decimals of a sum of money that is told; floats add up to more."""


def default_path() -> Path:
    """The queue of this person: QDESIGN_QUEUE, or a file in the user's data folder."""
    chosen = os.environ.get("QDESIGN_QUEUE")
    if chosen:
        return Path(chosen).expanduser().absolute()
    return data_folder() / "queue.sqlite"


class Queue:
    """Jobs in a file, and a process that runs them whether or not this one lives.

    Example:
        >>> import qdesign as qd, tempfile, pathlib
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     with Queue.open(pathlib.Path(folder) / "queue.sqlite") as queue:
        ...         queue.jobs()
        ()
    """

    def __init__(self, store: Store, *, linger: float) -> None:
        self._store = store
        self._linger = linger
        self._session = secrets.token_hex(8)

    @staticmethod
    def open(path: str | os.PathLike[str] | None = None, *, linger: float = LINGER) -> Queue:
        """The queue in a file, made when it is not there.

        Args:
            path: an SQLite file in a folder that is there; `default_path()` when None.
            linger: seconds for which the worker stays loaded after its last job.

        Raises:
            QueueError: the file cannot be used, or is not a queue.
        """
        file = default_path() if path is None else Path(given_path(path)).expanduser().absolute()
        # A mistyped path makes no folders.
        if (path is not None or os.environ.get("QDESIGN_QUEUE")) and not file.parent.is_dir():
            raise QueueError(
                f"There is no folder {file.parent} for the queue file {file.name}. Check the path"
                f"{' in QDESIGN_QUEUE' if path is None else ''}, or make the folder."
            )
        is_own = path is None and not os.environ.get("QDESIGN_QUEUE")
        return Queue(open_or_begin(file, is_own=is_own), linger=linger)

    @staticmethod
    def find() -> Queue | None:
        """The queue of this person where there is one; nothing is made.

        Raises:
            QueueError: QDESIGN_QUEUE names a file that is not there, or the file cannot be used.
        """
        file = default_path()
        if file.exists():
            return Queue.open()
        if os.environ.get("QDESIGN_QUEUE"):
            raise QueueError(
                f"There is no queue file {file}. Check the path in QDESIGN_QUEUE; the first "
                "'qdesign submit' makes the file."
            )
        return None

    def __repr__(self) -> str:
        return f"Queue({self.path.name!r})"

    @property
    def path(self) -> Path:
        """The file."""
        return self._store.path

    def submit(
        self,
        circuit: Circuit,
        values: Mapping[str, float] | Sequence[float] | None = None,
        *,
        target: object,
        shots: int = 1024,
        seed: int | None = None,
        name: str = "",
        optimization_level: int = DEFAULT_LEVEL,
        token: str = "",
        max_cost: float | None = None,
        tags: Sequence[str] = (),
        note: str = "",
        layout: Sequence[int] | None = None,
        observable: Measurable | None = None,
        options: Mapping[str, object] | None = None,
    ) -> Job:
        """Keeps a job and returns at once; a process of its own runs it.

        With an observable, the job is a whole: a circuit for each group of terms that are measured
        together, each a part of it (`parts`). It has an energy once all are measured.

        Args:
            circuit: may have free parameters; without a measurement every qubit is measured.
            values: of every parameter, radians; by name, or in the order of `circuit.parameters`.
            target: a name that `targets()` lists, or a Qiskit backend (docs/hardware.md).
            shots: 1 to the target's limit; with an observable those of all its circuits, which are
                given more of them the heavier their terms are.
            seed: of everything random, 0 to 2³¹ - 1; drawn and kept with the job when None.
            name: what to call the job.
            optimization_level: Qiskit's, 0 to 3.
            token: a text of the caller's, so that asking again after a crash gives the same job
                and not a second one. It stands for all that is asked here; a seed that is None
                fits any.
            max_cost: what it may cost at most, in the target's unit; a job that is not free is sent
                only where this is given and its estimate is not above it.
            tags: words to find it by.
            note: the person's own words about it.
            layout: for each qubit of the circuit, the device's qubit that it is to start on; chosen
                when None.
            observable: what to measure, as `Simulator` takes it; the circuit measures nothing then.
            options: what is asked of the provider beside that, such as its own error mitigation, by
                name; its row in `catalog("provider")` lists them.

        Raises:
            InvalidTarget, InvalidRequest, TooLarge: the target does not take this.
            InvalidObservable: it is none, or on other qubits.
            MissingValue, UnknownParameter, InvalidAngle: `values` do not fit the circuit.
            QueueError: the job could not be kept, or `token` is that of another job.
        """
        order = self._order(
            circuit,
            values,
            target=_target(target),
            shots=shots,
            seed=seed,
            name=name,
            optimization_level=optimization_level,
            token=token,
            max_cost=max_cost,
            tags=tags,
            note=note,
            layout=layout,
            observable=observable,
            options=options,
        )
        job = self._store.add(order, any_seed=seed is None)
        self._ensure_worker()
        return job

    def _order(
        self,
        circuit: Circuit,
        values: Mapping[str, float] | Sequence[float] | None,
        *,
        target: Target,
        shots: int,
        seed: int | None,
        name: str = "",
        optimization_level: int = DEFAULT_LEVEL,
        token: str = "",
        max_cost: float | None = None,
        tags: Sequence[str] = (),
        note: str = "",
        layout: Sequence[int] | None = None,
        observable: Measurable | None = None,
        options: Mapping[str, object] | None = None,
    ) -> Order:
        """What is asked for, checked."""
        if not isinstance(circuit, Circuit):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidRequest(
                f"A circuit is submitted, and this is a {type(circuit).__name__}. Extract a "
                "circuit from a diagram first, or take document.body."
            )
        source = _source(circuit, target)
        planned = None if observable is None else plan(circuit, observable, shots, target, options)
        order = Order(
            source=source,
            values=circuit.values_of(values),
            target=target.name,
            shots=check_shots(shots, target) if planned is None else sum(planned.shots),
            seed=secrets.randbelow(MAX_SEED + 1) if seed is None else check_seed(seed),
            name=checked_line(name, "A job's name"),
            optimization_level=check_level(optimization_level),
            token=checked_line(token, "A token"),
            provider=target.provider,
            max_cost=check_max_cost(max_cost),
            session=self._session,
            tags=checked_tags(tags),
            note=checked_note(note),
            layout=check_layout(layout, circuit, target),
            options=provider_of(target).checked({} if options is None else options),
        )
        if target.cost and order.max_cost is None:
            raise InvalidRequest(
                f"A job on {target.name} costs {target.cost}. Say what this one may cost at most: "
                "max_cost=…"
            )
        return order if planned is None else _whole(order, planned)

    @overload
    def preview(
        self,
        circuit: Circuit,
        values: Mapping[str, float] | Sequence[float] | None = None,
        *,
        target: object,
        shots: int = 1024,
        seed: int = 0,
        optimization_level: int = DEFAULT_LEVEL,
        layout: Sequence[int] | None = None,
        observable: None = None,
        options: Mapping[str, object] | None = None,
    ) -> Preview: ...

    @overload
    def preview(
        self,
        circuit: Circuit,
        values: Mapping[str, float] | Sequence[float] | None = None,
        *,
        target: object,
        shots: int = 1024,
        seed: int = 0,
        optimization_level: int = DEFAULT_LEVEL,
        layout: Sequence[int] | None = None,
        observable: Measurable,
        options: Mapping[str, object] | None = None,
    ) -> EnergyPreview: ...

    def preview(
        self,
        circuit: Circuit,
        values: Mapping[str, float] | Sequence[float] | None = None,
        *,
        target: object,
        shots: int = 1024,
        seed: int = 0,
        optimization_level: int = DEFAULT_LEVEL,
        layout: Sequence[int] | None = None,
        observable: Measurable | None = None,
        options: Mapping[str, object] | None = None,
    ) -> Preview | EnergyPreview:
        """What `submit` would send, what it would give on an ideal device and what it would cost.

        It takes what `submit` takes; with an observable it tells its circuits and its energy.

        Raises:
            QdesignError: as `submit`.
        """
        if observable is not None:
            return preview_energy(
                circuit,
                values,
                observable,
                _target(target),
                shots=shots,
                seed=seed,
                optimization_level=optimization_level,
                layout=layout,
                options=options,
            )
        return preview(
            circuit,
            values,
            _target(target),
            shots=shots,
            seed=seed,
            optimization_level=optimization_level,
            layout=layout,
            options=options,
        )

    def submit_batch(
        self,
        circuits: Circuit | Sequence[Circuit],
        values: Sequence[Mapping[str, float] | Sequence[float] | None],
        *,
        target: object,
        shots: int = 1024,
        seed: int | None = None,
        name: str = "",
        max_cost: float | None = None,
        token: str = "",
        tags: Sequence[str] = (),
        options: Mapping[str, object] | None = None,
    ) -> Batch:
        """Keeps a job for each set of values, all of them or none, and returns at once.

        Args:
            circuits: one for all, or one for each set of values.
            values: a set for each job, as `submit` takes them.
            target: a name that `targets()` lists, or a Qiskit backend.
            shots: of each job.
            seed: of the first job, each next one's is one higher; drawn when None.
            name: what to call the batch.
            max_cost: what all of it may cost at most.
            token: as `submit` takes it, for the batch.
            tags: words to find the jobs by.
            options: as `submit` takes them, for each job.

        Raises:
            QdesignError: as `submit`; nothing is kept then.
        """
        each, sets = checked_batch(circuits, values)
        count = len(sets)
        end = len(f" {count}")  # of the last job's name and token
        name = checked_line(name, "A batch's name", longest=MAX_NAME - end)
        token = checked_line(token, "A batch's token", longest=MAX_NAME - end)
        first = secrets.randbelow(MAX_SEED - count + 1) if seed is None else check_seed(seed)
        chosen, most = _target(target), check_max_cost(max_cost)
        orders = [
            self._order(
                circuit,
                point,
                target=chosen,
                shots=shots,
                seed=first + part,
                name=f"{name} {part + 1}" if name else "",
                token=f"{token}/{part}" if token else "",
                max_cost=None if most is None else most / count,
                tags=tags,
                options=options,
            )
            for part, (circuit, point) in enumerate(zip(each, sets, strict=True))
        ]
        group = self._store.add_group(orders, name=name, any_seed=seed is None)
        self._ensure_worker()
        return self.batch(group)

    def batch(self, id: str) -> Batch:  # noqa: A002
        """A batch as it is now.

        Raises:
            QueueError: no batch has this id.
        """
        return Batch(id, self._store.group_name(id), self._store.listing(group=id).jobs)

    def job(self, id: str) -> Job:  # noqa: A002
        """A job as it is now.

        Raises:
            QueueError: no job has this id.
        """
        return self._store.job(id)

    def with_token(self, token: str) -> Job | None:
        """The job that was submitted with a token of the caller's; None where there is none.

        Raises:
            QueueError: its row is damaged.
        """
        found = self._store.with_token(token)
        return None if found is None else self._store.job(found)

    def jobs(
        self, *, states: State | str | Sequence[State | str] = (), limit: int | None = None
    ) -> tuple[Job, ...]:
        """The jobs that are not in the archive, oldest first; `damaged` says what is missing.

        Args:
            states: those in one of these states; in any when empty.
            limit: the newest so many.

        Raises:
            InvalidRequest: there is no such state, or the limit is no whole number from 1 on.
        """
        return self.listing(archived=False, states=states, limit=limit).jobs

    def parts(self, id: str) -> tuple[Job, ...]:  # noqa: A002
        """The jobs that measure the observable of a job; none where it has none."""
        return self._store.listing(whole=id).jobs

    def observable(self, id: str) -> Observable | None:  # noqa: A002
        """What a job measures, of a part its terms; None where it measures the qubits alone."""
        text = self._store.order(id).observable
        return Observable(json.loads(text)) if text else None

    def archived(self) -> tuple[Job, ...]:
        """The jobs in the archive, oldest first."""
        return self._store.listing(archived=True).jobs

    def damaged(self) -> tuple[Damaged, ...]:
        """The jobs that are set aside, because their rows in the file cannot be read."""
        return self._store.listing().damaged

    def listing(
        self,
        *,
        archived: bool,
        states: State | str | Sequence[State | str] = (),
        ids: Sequence[str] | None = None,
        before: str = "",
        search: str = "",
        limit: int | None = None,
    ) -> Listing:
        """Jobs of one list with those that cannot be read, oldest first.

        Args:
            archived: of the archive, or of the jobs outside.
            states: those in one of these states; in any when empty.
            ids: these alone.
            before: those that came before this one.
            search: those with all these words in their name, target, tags or id.
            limit: the newest so many.

        Raises:
            InvalidRequest: as `jobs`, or what is searched for is no text.
        """
        return self._store.listing(
            archived=archived,
            states=checked_states(states),
            ids=ids,
            before=before,
            search=checked_search(search),
            limit=checked_limit(limit),
        )

    def export(
        self,
        path: str | os.PathLike[str],
        ids: Sequence[str] | None = None,
        *,
        archived: bool = False,
        states: State | str | Sequence[State | str] = (),
        search: str = "",
        limit: int | None = None,
    ) -> Exported:
        """Writes jobs into a table, a row a job, oldest first: docs/queue.md has its columns.

        The file is written whole or not at all. A job that changes meanwhile is in it as it was
        when its row was written.

        Args:
            path: a file that ends in .csv, .json or .parquet.
            ids: these jobs alone, wherever they are; else those that the rest says.
            archived: of the archive, or of the jobs outside.
            states: those in one of these states; in any when empty.
            search: those with all these words in their name, target, tags or id.
            limit: the newest so many.

        Raises:
            InvalidRequest: another ending, or as `listing`.
            QueueError: one of `ids` is not known.
            InvalidFile: the file cannot be written.
            MissingKit: Parquet needs pyarrow, which is not installed.
        """
        from qdesign.hardware.exported import export, writer_for

        writer_for(path)  # before anything is read
        kept = None if ids is not None else archived
        pages = self._store.pages(
            archived=kept,
            states=checked_states(states),
            ids=ids,
            search=checked_search(search),
            limit=checked_limit(limit),
        )
        return export(path, pages)

    def count(
        self,
        *,
        archived: bool,
        states: State | str | Sequence[State | str] = (),
        search: str = "",
    ) -> int:
        """How many jobs there are in the archive, or outside; in these states, with these words."""
        return self._store.count(
            archived=archived, states=checked_states(states), search=checked_search(search)
        )

    def history(self, id: str) -> tuple[Move, ...]:  # noqa: A002
        """The states a job went through, oldest first, with what a person answered."""
        return self._store.history(id)

    def batches(self, ids: Sequence[str]) -> tuple[tuple[str, str, int, int], ...]:
        """Batches by their ids: id, name, jobs that are at their end, jobs in all."""
        return self._store.groups(ids)

    def news(self, since: str, *, limit: int = 500) -> News:
        """What changed since a revision that an earlier `news` gave; one indexed read.

        Args:
            since: that revision; where it is not known here, everything may have changed.
            limit: beyond so many changes, the same.
        """
        return self._store.news(since, limit=limit)

    def archive(self, *ids: str) -> None:
        """Puts finished jobs into the archive, which lists leave out.

        Raises:
            QueueError: one is not known, or not at its end. Nothing is changed then.
        """
        self._store.archive(ids)

    def unarchive(self, *ids: str) -> None:
        """Takes jobs out of the archive.

        Raises:
            QueueError: one is not known. Nothing is changed then.
        """
        self._store.archive(ids, archived=False)

    def delete(self, *ids: str) -> None:
        """Removes finished jobs for good, with their circuits and counts.

        Raises:
            QueueError: one is not known, or not at its end. Nothing is removed then.
        """
        self._store.delete(ids)

    @property
    def kept_aside(self) -> tuple[Path, ...]:
        """Earlier files of this queue that could not be read at all; what was sent is not lost."""
        return kept_aside(self.path)

    @property
    def is_current(self) -> bool:
        """Is the file at this path still the one that was opened?"""
        return self._store.is_current

    def circuit(self, id: str) -> Circuit:  # noqa: A002
        """The circuit as it was submitted, its parameters free; of a part, with its measurement."""
        body = Document.loads(self._store.order(id).source).body
        if not isinstance(body, Circuit):
            raise QueueError(f"Job '{id}' is damaged in {self.path}: it has no circuit.")
        basis = self._store.order(id).basis
        return measuring(body, basis) if basis else body

    def layout(self, id: str) -> tuple[int, ...]:  # noqa: A002
        """For each qubit of a job's circuit, the device's that was asked for; empty if chosen."""
        return self._store.order(id).layout

    def expected(self, id: str) -> Mapping[str, float] | None:  # noqa: A002
        """Exact probabilities of a job's outcomes on an ideal device, named as its counts are.

        None where there is no one state, or above 16 qubits.
        """
        from qdesign.hardware.expected import distribution

        job = self._store.job(id)
        return distribution(self.circuit(id), job.values, tuple(job.counts or ()))

    def expected_with_noise(self, id: str) -> Mapping[str, float]:  # noqa: A002
        """Exact probabilities of a job's outcomes with the noise of its device as it was.

        Raises:
            InvalidTarget: there is no noise model, it is not what it was when the job was lowered,
                or it cannot be computed: above 10 qubits in use, or with measurements inside.
        """
        from qdesign.hardware.noisy import noise_distribution

        return noise_distribution(self._store.job(id))

    def expected_energy(self, id: str) -> float | None:  # noqa: A002
        """The exact energy on an ideal device of a job that measures an observable.

        None where it measures none, where there is no one state, and above 16 qubits.
        """
        from qdesign.hardware.measurement import exact_energy

        found = self.observable(id)
        return None if found is None else exact_energy(self.circuit(id), self.job(id).values, found)

    def expected_means(self, id: str) -> tuple[float, ...] | None:  # noqa: A002
        """Of each of its `parts`, the exact mean of its terms on an ideal device; None as there."""
        from qdesign.hardware.measurement import exact_energy

        circuit, values = self.circuit(id), self.job(id).values
        terms = [self.observable(part.id) for part in self.parts(id)]
        means = [None if each is None else exact_energy(circuit, values, each) for each in terms]
        known = tuple(mean for mean in means if mean is not None)
        return known if len(known) == len(means) else None

    def expected_energy_with_noise(self, id: str) -> float:  # noqa: A002
        """The exact energy of such a job with the noise of its device as it was.

        Raises:
            InvalidTarget: as `expected_with_noise`, of one of its circuits.
            InvalidRequest: it measures no observable.
        """
        from qdesign.hardware.measurement import constant_of, likely_mean

        found = self.observable(id)
        if found is None:
            raise InvalidRequest(f"Job '{id}' measures no observable, so that it has no energy.")
        groups = [(self.observable(part.id), part.id) for part in self.parts(id)]
        return constant_of(found) + sum(
            likely_mean(group.terms, self.expected_with_noise(part))[0]
            for group, part in groups
            if group is not None
        )

    def distance(
        self,
        id: str,  # noqa: A002
        *,
        of: Literal["ideal", "noise"] = "ideal",
        seed: int = 0,
    ) -> Distance:
        """How far the counts of a finished job are from what they should be.

        Args:
            id: of a job.
            of: what an ideal device would give, or what the noise model of its device gives.
            seed: of the resamples behind the intervals.

        Raises:
            QueueError: no job has this id.
            InvalidRequest: it has no counts, or what an ideal device would give is not known.
            InvalidTarget: as `expected_with_noise`.
        """
        from qdesign.hardware.distance import distance

        job = self._store.job(id)
        if job.counts is None:
            raise InvalidRequest(f"Job '{id}' has no counts: it is {job.state}.")
        if of not in ("ideal", "noise"):
            raise InvalidRequest(f"'of' is {str(of)[:40]!r}; it is 'ideal' or 'noise'.")
        whole = self.expected(id) if of == "ideal" else self.expected_with_noise(id)
        if whole is None:
            raise InvalidRequest(
                f"What job '{id}' would give on an ideal device is not known: it has more than 16 "
                "qubits, or measures inside."
            )
        return distance(job.counts, whole, seed=seed)

    def refresh(self) -> tuple[Job, ...]:
        """Sees to it that a process works on what is not finished; a killed one is replaced.

        Returns:
            The jobs that are not final, oldest first; those that are UNKNOWN wait for a person.
        """
        self.keep_running()
        return self._store.listing(states=[state for state in State if not is_final(state)]).jobs

    def keep_running(self) -> tuple[str, ...]:
        """Sees to it that a process works on what is not finished.

        Returns:
            The ids of those jobs, oldest first.
        """
        waiting = tuple(id_ for id_, _ in self._store.unfinished())
        if waiting:
            self._ensure_worker()
        return waiting

    def wait(self, id: str, timeout: float | None = None) -> Job:  # noqa: A002
        """The job when it is final or UNKNOWN, or as it is after `timeout` seconds.

        Args:
            id: of a job.
            timeout: seconds; no limit when None.
        """
        end = None if timeout is None else time.monotonic() + timeout
        look = 0.0
        while True:
            job = self._store.job(id)
            now = time.monotonic()
            if job.is_settled or (end is not None and now >= end):
                return job
            if now >= look:  # a worker may die while one waits
                self._ensure_worker()
                look = now + 0.5
            time.sleep(_POLL)

    def cancel(self, id: str) -> Job:  # noqa: A002
        """Cancels a job; a simulation that runs is ended within a second.

        One that a provider has, or may have, is over when the provider says so: until then it is
        what it was, and its progress says that the provider is asked.

        Returns:
            The job: CANCELLED, as it was where it had come to its end before, or not yet over.

        Raises:
            QueueError: no job has this id.
        """
        outbox.cancel(self._store, id, now=time.time())
        self._ensure_worker_for(id)
        return self._store.job(id)

    def adopt(self, id: str, remote_id: str) -> Job:  # noqa: A002
        """Says which of the provider's jobs an UNKNOWN one is; it is watched from then on.

        Args:
            id: of a job that is UNKNOWN.
            remote_id: the provider's own name for it. That of a task adopts all its UNKNOWN jobs,
                and `id` may be the energy whose circuits they are; `NAME#3` is its fourth job.

        Raises:
            QueueError: no job has this id, or it is not UNKNOWN; or which job of a task it is
                cannot be told any more.
        """
        if not checked_line(remote_id, "The provider's name for the job"):
            raise InvalidRequest("The provider's name for the job is empty.")
        if not tasks.adopt(self._store, id, remote_id, now=time.time()):
            state = self._store.job(id).state
            raise QueueError(f"Job '{id}' is {state}. Only one that is UNKNOWN can be adopted.")
        self._ensure_worker_for(id)
        return self._store.job(id)

    def annotate(
        self,
        id: str,  # noqa: A002
        *,
        tags: Sequence[str] | None = None,
        note: str | None = None,
    ) -> Job:
        """Sets a job's tags, its note, or both; None leaves one as it is.

        Raises:
            QueueError: no job has this id.
        """
        self._store.annotate(
            id,
            tags=None if tags is None else checked_tags(tags),
            note=None if note is None else checked_note(note),
        )
        return self._store.job(id)

    @property
    def caps(self) -> dict[tuple[str, str], float]:
        """What may be spent at most, by scope (`job`, `session`, `month`) and unit."""
        return _told(spending.caps(self._store))

    def set_cap(self, scope: str, most: float | None, *, unit: str = "USD") -> None:
        """Sets what may be spent at most; no job is sent that could pass it.

        Args:
            scope: `job`, `session` (what this queue object submits) or `month` (calendar, UTC).
            most: in the unit; None for no cap.
            unit: of the estimates that it holds for.

        Raises:
            InvalidRequest: no such scope, or no amount.
        """
        spending.set_cap(self._store, scope, most, unit)

    @property
    def spent(self) -> Mapping[tuple[str, str], float]:
        """What was or may still be paid in this session and month, by scope and unit."""
        return _told(spending.spent(self._store, now=time.time(), session=self._session))

    def close(self) -> None:
        """Closes the file; jobs go on."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ensure_worker_for(self, id: str) -> None:  # noqa: A002
        if not self._store.job(id).is_final:
            self._ensure_worker()

    def _ensure_worker(self) -> None:
        try:
            if not lock.is_held(self.path):
                worker.start(self.path, linger=self._linger)
        except OSError as error:
            reason = error.strerror or str(error)
            raise QueueError(
                f"The jobs are kept, but no process could be started to run them: {reason}."
            ) from error


def watch(queue: Queue) -> Iterator[Job]:
    """Jobs that go on, and each again when it changes, until none goes on.

    Those that have come to their end before are left out; new ones are not.
    """
    since = ""
    going: set[str] = set()
    while True:
        queue.keep_running()
        news = queue.news(since)
        if news.changed is None:  # the first look, or too much at once
            found = queue.listing(archived=False).jobs
            found = tuple(job for job in found if job.id in going or not job.is_settled)
        else:
            found = queue.listing(archived=False, ids=news.changed).jobs if news.changed else ()
        since = news.revision
        for job in found:
            (going.discard if job.is_settled else going.add)(job.id)
            yield job
        if not going:
            return
        time.sleep(_LOOK)


def _target(given: object) -> Target:
    return target_named(given) if isinstance(given, str) else hand_over(given)


def _told(sums: Mapping[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    return {key: round(amount, _DIGITS) for key, amount in sums.items()}


def _source(circuit: Circuit, chosen: Target) -> str:
    if circuit.num_operations > MAX_ITEMS:
        raise TooLarge(
            f"The circuit has {circuit.num_operations:,} operations; the queue takes at most "
            f"{MAX_ITEMS:,}."
        )
    validate(circuit, chosen)
    text = Document(body=circuit).dumps()
    if len(text) > MAX_BYTES:
        raise TooLarge(
            f"The circuit takes {len(text):,} bytes as text; the queue takes at most {MAX_BYTES:,}."
        )
    return text


def _whole(order: Order, planned: Plan) -> Order:
    """The order of an energy, with one for each circuit that it is measured by."""
    parts = tuple(
        replace(
            order,
            source="",  # that of the whole
            basis=group.basis,
            observable=json.dumps(dict(group.terms)),
            shots=shots,
            seed=seed_of(order.seed, part),
            name="",
            tags=(),
            note="",
        )
        for part, (group, shots) in enumerate(zip(planned.groups, planned.shots, strict=True))
    )
    return replace(order, observable=planned.text, parts=parts)
