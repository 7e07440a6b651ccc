"""A target, pairs of qubits, or the name of a map → `Coupling`: which qubits are neighbors."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, cast

from qdesign.circuit import MAX_QUBITS
from qdesign.errors import InvalidRequest
from qdesign.rows import catalog

Pairs = tuple[tuple[int, int], ...]
_ROOM: Final = 4
"""Heavy hexagons have that many times the qubits of the circuit: a device is seldom full."""


@dataclass(frozen=True, slots=True)
class Coupling:
    """Which qubits of a device a two-qubit gate may act on, in either direction.

    Attributes:
        name: the target, `line`, `grid`, `heavy_hex` or `pairs`.
        num_qubits: of the device.
        pairs: neighbors, each pair once, the smaller number first; all are connected.
    """

    name: str
    num_qubits: int
    pairs: Pairs

    def __str__(self) -> str:
        return f"{self.name}, {self.num_qubits} qubits"

    @property
    def neighbors(self) -> tuple[tuple[int, ...], ...]:
        """For each qubit, those next to it."""
        found: list[list[int]] = [[] for _ in range(self.num_qubits)]
        for a, b in self.pairs:
            found[a].append(b)
            found[b].append(a)
        return tuple(tuple(sorted(each)) for each in found)


def coupling_of(given: object, num_qubits: int) -> Coupling | None:
    """The map that is meant by `given`, for a circuit; None where any two qubits are neighbors.

    Args:
        given: the name of a target or its row, pairs of qubits, "line", "grid" or "heavy_hex".
        num_qubits: of the circuit; the last three are sized to it.

    Raises:
        InvalidRequest: it is none of these, no such target, not available, not connected,
            or has too few qubits.
    """
    if isinstance(given, str) and given in MAPS:
        made = MAPS[given](max(1, num_qubits))
        return Coupling(given, 1 + max((b for pair in made for b in pair), default=0), made)
    if isinstance(given, str):
        given = _target(given)
    if hasattr(given, "coupling"):
        return _of_target(given, num_qubits)
    found = _of_pairs(given)
    if found.num_qubits < num_qubits:
        raise InvalidRequest(
            f"The circuit has {num_qubits} qubits; the pairs given connect {found.num_qubits}. "
            "Give pairs for as many qubits as the circuit has, or more."
        )
    return found


def _target(name: str) -> Any:
    """A target by its name, asked of its provider."""
    provider = catalog("provider").get(name.partition(":")[0])
    target = None if provider is None else provider.found(name)
    if target is None:
        raise InvalidRequest(
            f"There is no coupling '{name[:60]}'. Give {', '.join(MAPS)}, pairs of qubits, or a "
            "target such as local:fake_torino ('qdesign targets' lists them)."
        )
    return target


def _of_target(target: Any, num_qubits: int) -> Coupling | None:
    if not target.available and not target.coupling:
        raise InvalidRequest(f"{target.name} is not available: {target.missing}")
    if target.coupling is None:
        return None
    if target.num_qubits < num_qubits:
        raise InvalidRequest(
            f"The circuit has {num_qubits} qubits; {target.name} has {target.num_qubits}. Choose "
            "a larger target ('qdesign targets' lists them)."
        )
    return Coupling(target.name, target.num_qubits, _once(target.coupling))


def _of_pairs(given: object) -> Coupling:
    try:
        listed = [tuple(pair) for pair in cast("Iterable[Iterable[Any]]", given)]
    except TypeError:
        listed = []
    if not listed:
        raise InvalidRequest(
            f"Coupling {given!r:.60} cannot be used. Give pairs of qubits such as "
            f"[(0, 1), (1, 2)], a target, or one of {', '.join(MAPS)}."
        )
    for pair in listed:
        if (
            len(pair) != 2
            or any(isinstance(q, bool) or not hasattr(q, "__index__") for q in pair)
            or pair[0] == pair[1]
            or not all(0 <= q < MAX_QUBITS for q in pair)
        ):
            raise InvalidRequest(
                f"{pair!r:.60} is no pair of qubits of a coupling: give two different whole "
                f"numbers from 0 to {MAX_QUBITS - 1:,}, as in (0, 1)."
            )
    pairs = _once((int(a), int(b)) for a, b in listed)
    found = Coupling("pairs", 1 + max(b for _, b in pairs), pairs)
    reached = reach(found, 0)
    if len(reached) < found.num_qubits:
        lost = next(q for q in range(found.num_qubits) if q not in reached)
        raise InvalidRequest(
            f"The coupling is not connected: no pairs lead from qubit 0 to qubit {lost}. Add the "
            "pairs that connect them; qubits are numbered from 0, without gaps."
        )
    return found


def reach(coupling: Coupling, start: int) -> dict[int, int]:
    """The distance of each qubit that pairs lead to, in pairs, nearest first."""
    neighbors = coupling.neighbors
    found = {start: 0}
    waiting = [start]
    for qubit in waiting:
        for other in neighbors[qubit]:
            if other not in found:
                found[other] = found[qubit] + 1
                waiting.append(other)
    return found


def _once(pairs: Iterable[tuple[int, int]]) -> Pairs:
    return tuple(sorted({(min(pair), max(pair)) for pair in pairs}))


def _line(num_qubits: int) -> Pairs:
    return tuple((q, q + 1) for q in range(num_qubits - 1))


def _grid(num_qubits: int) -> Pairs:
    """As square as it can be, rows one after the other."""
    width = math.ceil(math.sqrt(num_qubits))
    height = math.ceil(num_qubits / width)
    along = [(q, q + 1) for q in range(width * height) if (q + 1) % width]
    return _once([*along, *((q, q + width) for q in range(width * (height - 1)))])


def _heavy_hex(num_qubits: int) -> Pairs:
    """Hexagons with a qubit on each side, laid out as IBM's devices are: 25, 67, 129, … qubits."""
    size = next(m for m in range(1, MAX_QUBITS) if _heavy_hex_qubits(m) >= _ROOM * num_qubits)
    return _once(_heavy_hex_pairs(size))


def _heavy_hex_qubits(size: int) -> int:
    return (2 * size + 1) * (4 * size + 3) + 2 * size * (size + 1)


def _heavy_hex_pairs(size: int) -> Iterator[tuple[int, int]]:
    """Rows of 4 size + 3 qubits, with size + 1 bridges between, each time two columns aside."""
    length = 4 * size + 3
    step = length + size + 1
    for row in range(2 * size + 1):
        start = row * step
        yield from ((q, q + 1) for q in range(start, start + length - 1))
        for bridge in range((size + 1) if row < 2 * size else 0):
            column = 4 * bridge + 2 * (row % 2)
            middle = start + length + bridge
            yield from ((start + column, middle), (middle, start + step + column))


MAPS: Final[Mapping[str, Callable[[int], Pairs]]] = MappingProxyType(
    {"line": _line, "grid": _grid, "heavy_hex": _heavy_hex}
)
"""Maps by name, each for a number of qubits."""
