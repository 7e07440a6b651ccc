"""Energies at many points: of one circuit, or over circuits, problems, sizes, seeds and noise."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Final, cast, overload

import numpy as np
from numpy.typing import NDArray

from qdesign.cancelling import Cancel, is_cancelled
from qdesign.circuit import Circuit
from qdesign.errors import Cancelled, InvalidRequest
from qdesign.pauli import Observable
from qdesign.showing.bar import Bar
from qdesign.showing.figures import frame
from qdesign.showing.tables import count, number, table
from qdesign.simulate.kept import kept_simulator
from qdesign.simulate.noise import Noise
from qdesign.simulate.simulator import Simulator
from qdesign.tune.chunks import Chunk, Feed
from qdesign.tune.pools import Cluster, Pool, Threads
from qdesign.tune.store import Store
from qdesign.tune.tasks import MOST_POINTS, Tasks, setting_of, tasks_of, tasks_of_array

_MOST_AT_ONCE: Final = 4096
_AMPLITUDES_AT_ONCE: Final = 1 << 22
_LOOK: Final = 0.1
"""Seconds between two questions whether to stop."""
_SHOWN: Final = 12

Array = NDArray[np.float64] | Sequence[Sequence[float]]
Asked = Mapping[str, Sequence[Any]] | Sequence[Mapping[str, Any]]
"""A grid of lists by key, or points as mappings."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """Energies at points that were asked by name.

    Attributes:
        columns: what was asked: by key a list over the points; what is no number as text.
        energies: float64, shape (k,), in the order of the points; of an optimizer the lowest.
        num_evaluations: int64, shape (k,), how many energies each took.
    """

    columns: Mapping[str, Sequence[Any]]
    energies: NDArray[np.float64]
    num_evaluations: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.energies)

    def __repr__(self) -> str:
        keys = ", ".join(self.columns)
        lowest = f"lowest {self.energies.min():.6f}"
        return f"Sweep({count(len(self), 'point')} over {keys}: {lowest}, exact)"

    def _repr_html_(self) -> str:
        order = np.argsort(self.energies, kind="stable")[:_SHOWN].tolist()
        rows = [
            (", ".join(f"{key} {_text(column[k])}" for key, column in self.columns.items()),
             number(float(self.energies[k])))
            for k in order
        ]  # fmt: skip
        foot = f"the lowest of {count(len(self), 'point')}; exact; to_pandas() has all"
        return table(rows, heads=("point", "energy"), foot=foot)

    def to_pandas(self) -> Any:
        """A pandas DataFrame: a row a point, with what was asked, its energy and its evaluations.

        Raises:
            MissingKit: pandas is not installed.
        """
        ours = {"energy": self.energies, "num_evaluations": self.num_evaluations}
        return frame({**{key: list(column) for key, column in self.columns.items()}, **ours})


def _text(value: Any) -> str:
    return number(float(value)) if isinstance(value, float) else str(value)


@overload
def sweep(
    circuit: Circuit | str | None,
    observable: Observable | str | None,
    points: Asked,
    *,
    noise: Noise | None = None,
    method: str | None = None,
    client: Any = None,
    store: str | os.PathLike[str] | None = None,
    progress: bool = False,
    cancel: Cancel = None,
) -> Sweep: ...


@overload
def sweep(
    circuit: Circuit | str | None,
    observable: Observable | str | None,
    points: Array,
    *,
    noise: Noise | None = None,
    method: str | None = None,
    client: Any = None,
    store: str | os.PathLike[str] | None = None,
    progress: bool = False,
    cancel: Cancel = None,
) -> NDArray[np.float64]: ...


def sweep(
    circuit: Circuit | str | None,
    observable: Observable | str | None,
    points: Array | Asked,
    *,
    noise: Noise | None = None,
    method: str | None = None,
    client: Any = None,
    store: str | os.PathLike[str] | None = None,
    progress: bool = False,
    cancel: Cancel = None,
) -> NDArray[np.float64] | Sweep:
    """The expectation at each point, in threads, or on a Dask cluster.

    Points are an array, or a mapping of names to lists (their grid), or a list of mappings. Beside
    parameters these have the keys `circuit` (one, or the name of a template), `observable` (one, or
    the name of a problem), `num_qubits` and `layers` (for those that are named), `noise`, `seed`
    (parameters that are not named are drawn from it, evenly in [-π, π)) and `method`.

    Args:
        circuit: unitary, up to measurements at its end; None where each point names one.
        observable: on as many qubits; None where each point names one.
        points: float64, shape (k, p), radians in the order of `circuit.parameters`; or see above.
        noise: behind each gate; none when None.
        method: an optimizer that goes down from each point, and its energy is told; the energy at
            the point itself when None.
        client: a `distributed.Client`: its workers run chunks of at least 50 ms of work, after
            first ones that tell how long a point takes. What a worker that ends had is run again.
        store: a folder that takes each chunk as it is done, as Parquet. The same call goes on
            where it ended.
        progress: show how far it is, in a notebook below the cell, in a terminal in one line.
        cancel: a function or an event; asked now and then.

    Returns:
        Of an array float64, shape (k,); else a `Sweep`.

    Raises:
        InvalidRequest: another form, a number that is not finite, a key that is not known, or a
            store that holds another sweep or that another sweep writes to now.
        InvalidFile: the store cannot be written, for example because the disk is full. What it
            held stays.
        ClusterLost: the scheduler is gone.
        MissingKit: distributed, or pyarrow for a store, is not installed.
        Cancelled: `cancel` said so. What the store holds stays.

    Example:
        >>> circuit, observable = Circuit.of(1, "ry(a) 0"), Observable({"Z": 1.0})
        >>> sweep(circuit, observable, [[0.0], [1.0]]).round(6).tolist()
        [1.0, 0.540302]
        >>> found = sweep("ry_full", "tfim", {"num_qubits": [2, 3], "layers": [1], "seed": [0, 1]})
        >>> len(found), found.columns["num_qubits"]
        (4, [2, 2, 3, 3])
    """
    if _is_asked(points):
        tasks = tasks_of(circuit, observable, points, noise=noise, method=method)
        energies, evaluations = _run(tasks, client, store, progress=progress, cancel=cancel)
        return Sweep(tasks.columns, energies, evaluations)
    named = isinstance(circuit, str) or isinstance(observable, str)
    if named or circuit is None or observable is None:
        raise InvalidRequest(
            "An array of points has one column a parameter of a circuit, so give that circuit and "
            "an observable. Names go with points by name, such as {'seed': [0, 1, 2]}."
        )
    plain = client is None and store is None and method is None and not progress
    if plain and noise is None:
        return energies_at(kept_simulator(circuit, observable), points, cancel=cancel)  # type: ignore[arg-type]
    setting = setting_of(circuit, observable, noise, method)  # type: ignore[arg-type]
    array = checked_points(cast("Array", points), len(setting.circuit.parameters))
    tasks = tasks_of_array(setting, array)
    return _run(tasks, client, store, progress=progress, cancel=cancel)[0]


def _is_asked(points: object) -> bool:
    if isinstance(points, Mapping):
        return True
    rows = cast("Sequence[object]", points) if isinstance(points, (list, tuple)) else ()
    return bool(rows) and isinstance(rows[0], Mapping)


def _run(
    tasks: Tasks,
    client: Any,
    store: str | os.PathLike[str] | None,
    *,
    progress: bool,
    cancel: Cancel,
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Energies and numbers of evaluations of all points, those of the store among them."""
    with ExitStack() as stack:
        kept = None if store is None else Store(store, tasks)
        if kept is not None:
            stack.callback(kept.close)
        return _run_missing(tasks, client, kept, progress=progress, cancel=cancel)


def _run_missing(
    tasks: Tasks, client: Any, kept: Store | None, *, progress: bool, cancel: Cancel
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    energies, evaluations = np.zeros(len(tasks)), np.zeros(len(tasks), np.int64)
    known = np.zeros(len(tasks), bool) if kept is None else kept.read(energies, evaluations)
    if kept is not None and not known.all():
        kept.check_mine()
    bar = Bar(len(tasks), "point") if progress else None
    if bar is not None:
        bar.tell(int(known.sum()))
    if known.all():
        return energies, evaluations
    pool: Pool = Threads() if client is None else Cluster(client)
    feed = Feed(tasks, _missing(known), pool.workers)
    pending: dict[Any, Chunk] = {}
    try:
        while True:
            while len(pending) < 2 * pool.workers and (chunk := feed.take()) is not None:
                pending[pool.submit(tasks, chunk)] = chunk
            if not pending:
                return energies, evaluations
            if is_cancelled(cancel):
                raise Cancelled("The sweep was cancelled.")
            for future in pool.finished(pending, _LOOK):
                chunk, done = pending.pop(future), pool.result(future)
                feed.learn(chunk, done.seconds)
                if kept is not None:
                    kept.write(chunk.start, done.energies, done.evaluations)
                energies[chunk.start : chunk.stop] = done.energies
                evaluations[chunk.start : chunk.stop] = done.evaluations
                known[chunk.start : chunk.stop] = True
                if bar is not None:
                    bar.tell(int(known.sum()))
    finally:
        pool.close(pending)
        if bar is not None:
            bar.close()


def _missing(known: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Spans of points that are not known."""
    edges = np.flatnonzero(np.diff(np.concatenate([[True], known, [True]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def checked_points(points: Array, width: int) -> NDArray[np.float64]:
    """Points as an array of shape (k, width), float64.

    Raises:
        InvalidRequest: another shape, or a number that is not finite.
    """
    try:
        if np.iscomplexobj(points):
            raise TypeError
        array = np.asarray(points, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise InvalidRequest(
            f"Points are numbers in rows of {width}, one row a point and one column a parameter."
        ) from None
    if array.ndim != 2 or array.shape[1] != width:
        raise InvalidRequest(
            f"Points have the shape {array.shape}; give (k, {width}), one column a parameter."
        )
    if not np.isfinite(array).all():
        raise InvalidRequest("A point has a number that is not finite.")
    if len(array) > MOST_POINTS:
        raise InvalidRequest(f"A sweep has at most {MOST_POINTS:,} points, not {len(array):,}.")
    return array


def energies_at(
    simulator: Simulator,
    points: Array,
    *,
    cancel: Cancel = None,
) -> NDArray[np.float64]:
    """The expectation at each point of shape (k, p), float64, shape (k,)."""
    array = checked_points(points, len(simulator.parameters))
    energies = np.empty(len(array))
    # About a tenth of a second between two questions whether to stop.
    chunk = min(_MOST_AT_ONCE, max(2, _AMPLITUDES_AT_ONCE >> simulator.circuit.num_qubits))
    for first in range(0, len(array), chunk):
        if is_cancelled(cancel):
            raise Cancelled("The sweep was cancelled.")
        part = slice(first, first + chunk)
        energies[part] = simulator.expectations(array[part], threads=1 if len(array) < 64 else None)
    return energies
