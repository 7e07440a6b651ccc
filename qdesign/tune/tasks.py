"""Points of a sweep → tasks: settings (circuit, observable, noise, optimizer) with values."""

from __future__ import annotations

import hashlib
import itertools
import json
import math
from collections.abc import Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from qdesign.ansatz import template
from qdesign.circuit import Circuit, values_for
from qdesign.convert.bodies import as_circuit
from qdesign.document import Document
from qdesign.errors import InvalidRequest, NotUnitary, TooLarge
from qdesign.given import given_whole
from qdesign.pauli import Observable, as_observable
from qdesign.problems.named import ProblemRow, get
from qdesign.rows import find
from qdesign.simulate.noise import as_noise
from qdesign.tune.optimizer import Optimizer

Vector = NDArray[np.float64]

WORDS: Final = (
    "circuit", "observable", "num_qubits", "layers", "noise", "seed", "method",
)  # fmt: skip
"""Keys of a point that are no parameter."""
MOST_POINTS: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Setting:
    """What points share: all but their values and seeds.

    Attributes:
        noise: rates by channel as JSON has them; None where there is none.
        method: the optimizer that goes down from each point; None for the energy there.
        digest: of all this, as text.
    """

    circuit: Circuit
    observable: Observable
    noise: Mapping[str, Mapping[str, float]] | None
    method: str | None
    digest: str


@dataclass(frozen=True, slots=True)
class Tasks:
    """The points of a sweep, in order.

    Attributes:
        settings: the different ones.
        setting: int64, shape (k,), which of them each point has.
        values: of each point, float64, shape (p,), p that of its setting.
        seeds: of each point.
        columns: what was asked, as numbers or texts: a column a key.
    """

    settings: tuple[Setting, ...]
    setting: NDArray[np.int64]
    values: Sequence[Vector]
    seeds: Sequence[int]
    columns: Mapping[str, Sequence[Any]]

    def __len__(self) -> int:
        return len(self.setting)

    @property
    def digest(self) -> str:
        """Of all that is asked: equal where a stored sweep is the same."""
        whole = hashlib.sha256()
        for setting in self.settings:
            whole.update(setting.digest.encode())
        whole.update(self.setting.tobytes())
        for values in self.values:
            whole.update(np.ascontiguousarray(values).tobytes())
        try:
            whole.update(np.array(self.seeds, dtype=np.int64).tobytes())
        except OverflowError:
            whole.update(repr(list(self.seeds)).encode())
        return whole.hexdigest()


def setting_of(
    circuit: Circuit, observable: Observable, noise: object = None, method: str | None = None
) -> Setting:
    """A setting, with its digest.

    Raises:
        NotUnitary: the circuit measures, resets or has conditions before its end.
        InvalidRequest: no such optimizer.
    """
    circuit = as_circuit(circuit)
    measured = as_observable(observable, num_qubits=circuit.num_qubits, names=circuit.qubit_names)
    if not circuit.without_final_measurements().is_unitary:
        raise NotUnitary(
            "A circuit that measures, resets or has conditions before its end cannot be swept. "
            "Remove them first."
        )
    rates = None if noise is None else as_noise(noise).to_json()
    if method is not None:
        find(Optimizer, method)
    text = json.dumps(
        [Document(body=circuit).dumps(), sorted(measured.terms), rates, method], sort_keys=True
    )
    return Setting(circuit, measured, rates, method, hashlib.sha256(text.encode()).hexdigest())


def tasks_of_array(setting: Setting, points: NDArray[np.float64]) -> Tasks:
    """One setting at the rows of an array, shape (k, p)."""
    names = setting.circuit.parameters
    columns: dict[str, Any] = {name: points[:, k] for k, name in enumerate(names)}
    rows = cast("Sequence[Vector]", points)
    return Tasks((setting,), np.zeros(len(points), np.int64), rows, [0] * len(points), columns)


def tasks_of(
    circuit: object, observable: object, points: object, *, noise: object, method: str | None
) -> Tasks:
    """Tasks of a grid (a mapping of lists) or of a list of mappings.

    Raises:
        InvalidRequest: another form, or a key or a value that is not taken.
        TooLarge: more points than are taken.
    """
    rows = _rows(points)
    base = {"circuit": circuit, "observable": observable, "noise": noise, "method": method}
    maker = _Maker()
    settings: dict[int, int] = {}
    kept: list[Setting] = []
    which: list[int] = []
    values: list[Vector] = []
    seeds: list[int] = []
    for place, row in enumerate(rows):
        given = {**{key: value for key, value in base.items() if value is not None}, **row}
        try:
            setting, point, seed = maker.made(given)
        except InvalidRequest as error:
            raise InvalidRequest(f"Point {place + 1} of the sweep: {error}") from None
        if id(setting) not in settings:
            settings[id(setting)] = len(kept)
            kept.append(setting)
        which.append(settings[id(setting)])
        values.append(point)
        seeds.append(seed)
    keys = list(dict.fromkeys(key for row in rows for key in row))
    columns = {key: [_shown(row.get(key)) for row in rows] for key in keys}
    return Tasks(tuple(kept), np.array(which, np.int64), values, seeds, columns)


def _rows(points: object) -> Sequence[Mapping[str, Any]]:
    if isinstance(points, Mapping):
        given = cast("Mapping[object, object]", points).items()
        # A range may be longer than memory is: first what is known of the lengths.
        _check_number(math.prod(_least_length(key, values) for key, values in given))
        most = MOST_POINTS + 1
        lists = {
            str(key): list(itertools.islice(cast("Iterable[Any]", values), most))
            for key, values in given
        }
        _check_number(math.prod(len(values) for values in lists.values()))
        combined = itertools.product(*lists.values())
        return [dict(zip(lists, each, strict=True)) for each in combined]
    rows = list(cast("Iterable[Any]", points)) if isinstance(points, Iterable) else []
    if not rows or not all(isinstance(row, Mapping) for row in rows):
        raise InvalidRequest(
            "The points of a sweep are an array with one column a parameter, a mapping of names to "
            "lists (their grid), or a list of mappings, at least one."
        )
    _check_number(len(rows))
    return rows


def _check_number(total: int) -> None:
    if not total:
        raise InvalidRequest("A sweep needs at least one point, and a list here is empty.")
    if total > MOST_POINTS:
        raise TooLarge(f"A sweep has at most {MOST_POINTS:,} points, and here are more.")


def _least_length(key: object, values: object) -> int:
    """How many values a list has at least, without making them."""
    if isinstance(values, (str, Mapping, Circuit)) or not isinstance(values, Iterable):
        raise _not_listed(key, cast("object", values))
    if not isinstance(values, Sized):
        return 1
    try:
        return len(values)
    except OverflowError:  # a range
        return MOST_POINTS + 1
    except TypeError:  # an array without axes
        raise _not_listed(key, values) from None


def _not_listed(key: object, values: object) -> InvalidRequest:
    return InvalidRequest(
        f"'{key}' of a grid has a list of values; one value is a list of one, such as "
        f"{{'{key}': [{values!r}]}}."
    )


class _Maker:
    """Settings of rows, each made once."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Setting] = {}
        self._held: list[object] = []

    def made(self, row: Mapping[str, Any]) -> tuple[Setting, Vector, int]:
        key = tuple(_key(row.get(word)) for word in WORDS if word != "seed")
        setting = self._known.get(key)
        if setting is None:
            # What is told by its number must not go while its number is in use.
            self._held.append(row)
            setting = self._known[key] = _setting(row)
        names = setting.circuit.parameters
        for name in row:
            if name not in WORDS and name not in names:
                raise InvalidRequest(
                    f"'{name}' is neither a parameter ({', '.join(names[:8]) or 'none'}) nor one "
                    f"of {', '.join(WORDS)}."
                )
        seed = given_whole(row.get("seed", 0), "A seed")
        values = {name: row[name] for name in names if name in row}
        if "seed" in row:
            drawn = np.random.default_rng(seed).uniform(-np.pi, np.pi, len(names))
            values = {**dict(zip(names, drawn.tolist(), strict=True)), **values}
        known = values_for(names, values)
        return setting, np.array([known[name] for name in names]), seed


def _key(value: object) -> object:
    return value if isinstance(value, (str, int, float)) or value is None else id(value)


def _setting(row: Mapping[str, Any]) -> Setting:
    sizes = {key: row[key] for key in ("num_qubits", "layers") if key in row}
    observable: Any = row.get("observable")
    circuit: Any = row.get("circuit")
    if observable is None or circuit is None:
        raise InvalidRequest("A point of a sweep needs a circuit and an observable. Name both.")
    left = set[str]() if isinstance(circuit, str) else set(sizes)
    if isinstance(observable, str):
        taken = {option.name for option in find(ProblemRow, observable).options}
        left -= taken
        observable = get(observable, **{k: v for k, v in sizes.items() if k in taken})
    if left:
        raise InvalidRequest(
            f"'{min(left)}' is of templates and problems that are named, and none here takes it. "
            "Name one, or leave it out."
        )
    if isinstance(circuit, str):
        measured = as_observable(observable)
        circuit = template(circuit, **{"num_qubits": measured.num_qubits, **sizes})
    return setting_of(circuit, observable, row.get("noise"), row.get("method"))


def _shown(value: object) -> Any:
    """A value as a table has it: a number or a text."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, np.generic):
        return cast("Any", value).item()
    return repr(value)
