"""Noise: rates by channel → which channels follow each gate, and how readout errs."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from qdesign.errors import InvalidRequest
from qdesign.gates.lookup import FORMS, find_gate
from qdesign.rows import Option, rows
from qdesign.simulate.channel import Channel
from qdesign.simulate.program import ProgramBuilder

MOST_CHANNELS: Final = 100
MOST_KEYS: Final = 10_000
"""Keys of one channel, as the document's format allows them."""
_MOST_QUBIT: Final = 100_000

Key = tuple[str, tuple[int, ...]]
"""A kind, a gate or an option, and the qubits that it is for; none for all."""


class Noise:
    """Channels behind gates and at readout, with their rates: for kinds of gates, gates and qubits.

    A channel has a number, for every kind of gate, or a mapping of keys to numbers. A key is `1`
    (gates on one qubit), `2` (on two or more), a gate's name such as `rx`, or an option of the
    channel such as `t1`; behind an `@` it names the qubits that it is for: `2@0,3`, `cx@1,2`,
    `t1@4`, `one_for_zero@2`. The narrowest key counts: gate on qubits, gate, kind on qubits, kind.

    A circuit is noisy as it is drawn: each gate is followed by its channels, in the order of the
    catalog, on the qubits that it acts on. Leakage out of the two levels of a qubit is left out.

    Args:
        channels: rates by the name of a row of the kind `channel`, as in a document.
        target: the device whose calibration they are; it says where they come from, no more.

    Raises:
        InvalidRequest: no such channel or key, or a number that is not allowed; with its key.

    Example:
        >>> noise = Noise({"depolarizing": {"1": 0.001, "2": 0.01}, "readout": 0.02})
        >>> noise.channels["readout"]
        mappingproxy({'one_for_zero': 0.02, 'zero_for_one': 0.02})
        >>> Noise(noise.to_json()) == noise
        True
    """

    __slots__ = ("_found", "_rates", "channels", "target")

    channels: Mapping[str, Mapping[str, float]]
    target: str

    def __init__(
        self, channels: Mapping[str, float | Mapping[str, float]], target: str = ""
    ) -> None:
        known = rows(Channel)
        given = _mapping(channels, "Noise", "such as {'depolarizing': {'1': 0.001, '2': 0.01}}")
        if len(given) > MOST_CHANNELS:
            raise InvalidRequest(f"Noise has {len(given)} channels; give {MOST_CHANNELS} at most.")
        for name in given:
            if name not in known:
                raise InvalidRequest(
                    f"There is no channel '{str(name)[:40]}'. Choose from: {', '.join(known)}."
                )
        self._rates = tuple(_Rates.of(row, given[n]) for n, row in known.items() if n in given)
        self.channels = MappingProxyType(
            {
                each.row.name: MappingProxyType(each.to_json())
                for each in sorted(self._rates, key=lambda each: each.row.name)
            }
        )
        self.target = target
        self._found: dict[tuple[str, tuple[int, ...]], tuple[tuple[Channel, Any], ...]] = {}

    @staticmethod
    def from_target(target: str, qubits: Sequence[int] | None = None) -> Noise:
        """The noise of a device as its calibration says: per gate and qubit, offline.

        Gates of the device have their own errors. Every other gate has those of the device's gate
        on as many qubits there, and on qubits that are not coupled the median ones.

        Args:
            target: such as `local:fake_torino`.
            qubits: which of the device's qubits the circuit's are, in order; all when None.
        """
        # It stands above this file: a device is read by what knows devices.
        calibration = importlib.import_module("qdesign.hardware.calibration")
        return calibration.noise_of(target, qubits)

    def to_json(self) -> dict[str, dict[str, float]]:
        """The mapping of channels to keys to numbers, all sorted: what a document keeps."""
        return {name: dict(keys) for name, keys in self.channels.items()}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Noise) and self.channels == other.channels

    def __hash__(self) -> int:
        return hash(tuple((name, tuple(keys.items())) for name, keys in self.channels.items()))

    def __repr__(self) -> str:
        source = f", {self.target!r}" if self.target else ""
        large = sum(map(len, self.channels.values())) > 12
        shown = f"{len(self.channels)} channels" if large else repr(self.to_json())
        return f"Noise({shown}{source})"

    def __getstate__(self) -> tuple[dict[str, dict[str, float]], str]:
        return self.to_json(), self.target

    def __setstate__(self, state: tuple[dict[str, dict[str, float]], str]) -> None:
        Noise.__init__(self, dict(state[0]), state[1])

    @property
    def is_none(self) -> bool:
        """Does it do nothing, whatever the circuit?"""
        return not any(each.anything for each in self._rates)

    def after(self, gate: str, wires: tuple[int, ...]) -> tuple[tuple[Channel, float], ...]:
        """The channels that follow a gate, with their rates; those that do nothing are left out.

        Args:
            gate: its name.
            wires: the qubits that it acts on, controls first.
        """
        key = (gate, wires)
        if key not in self._found:
            self._found[key] = tuple(
                (each.row, rate)
                for each in self._rates
                if each.row.where == "gate" and wires
                for rate in (each.rate(gate, wires),)
                if rate or (each.row.beside and each.pairs and len(wires) > 1)
            )
        return self._found[key]

    def add(self, builder: ProgramBuilder, gate: str, wires: tuple[int, ...]) -> None:
        """Adds to a program what follows a gate; what acts on each qubit alone is one matrix."""
        alone: dict[int, NDArray[np.float64]] = {}

        def settle() -> None:
            for qubit, matrix in alone.items():
                builder.channel(matrix, qubit)
            alone.clear()

        for row, rate in self.after(gate, wires):
            if row.transfer is not None:
                for qubit in wires:
                    matrix = row.transfer(rate, **self.options(row, qubit))
                    alone[qubit] = matrix @ alone[qubit] if qubit in alone else matrix
            elif row.together is not None:
                settle()
                row.together(builder, wires, rate)
            elif row.beside:
                settle()
                for qubit, neighbor, angle in self._beside(row, rate, wires, builder.num_qubits):
                    letters = tuple(zip(row.beside, (qubit, neighbor), strict=True))
                    builder.rotation(
                        builder.slot(angle),
                        x=sum(1 << wire for letter, wire in letters if letter in "XY"),
                        z=sum(1 << wire for letter, wire in letters if letter in "ZY"),
                    )
        settle()

    def options(self, row: Channel, qubit: int) -> dict[str, float]:
        """Options of a channel on a qubit, those that are given."""
        rates = next(each for each in self._rates if each.row is row)
        return rates.options(qubit)

    def readout(self, qubit: int) -> tuple[float, float]:
        """Probabilities of reading 1 for 0 and 0 for 1 on a qubit."""
        for each in self._rates:
            if each.row.where == "readout":
                known = each.options(qubit)
                return known.get("one_for_zero", 0.0), known.get("zero_for_one", 0.0)
        return 0.0, 0.0

    @property
    def reads_wrong(self) -> bool:
        """Are there errors of readout?"""
        return any(each.row.where == "readout" and each.anything for each in self._rates)

    def _beside(
        self, row: Channel, rate: float, wires: tuple[int, ...], num_qubits: int
    ) -> Iterator[tuple[int, int, float]]:
        pairs = next(each for each in self._rates if each.row is row).pairs
        for qubit in wires:
            if pairs and len(wires) > 1:
                near = {sum(pair) - qubit: angle for pair, angle in pairs.items() if qubit in pair}
            else:
                near = {qubit - 1: rate, qubit + 1: rate}
            for neighbor, angle in sorted(near.items()):
                if angle and neighbor not in wires and 0 <= neighbor < num_qubits:
                    yield qubit, neighbor, angle


@dataclass(frozen=True, slots=True)
class _Rates:
    """One channel's numbers, by key."""

    row: Channel
    keys: Mapping[Key, float]
    gate_keys: Mapping[tuple[str, frozenset[int]], float] = field(init=False)
    """Gates on qubits in another order."""
    pairs: Mapping[tuple[int, int], float] = field(init=False)

    def __post_init__(self) -> None:
        several = {
            (name, frozenset(qubits)): value
            for (name, qubits), value in self.keys.items()
            if len(qubits) > 1
        }
        object.__setattr__(self, "gate_keys", several)
        pairs: dict[tuple[int, int], float] = {}
        if self.row.beside:
            named = {option.name for option in self.row.options}
            pairs = {
                (min(qubits), max(qubits)): value
                for (name, qubits), value in self.keys.items()
                if name in named
            }
        object.__setattr__(self, "pairs", pairs)

    @staticmethod
    def of(row: Channel, value: object) -> _Rates:
        """The numbers of a channel, checked."""
        if not isinstance(value, Mapping):
            names = row.kinds if row.where == "gate" else [option.name for option in row.options]
            value = cast("object", dict.fromkeys(names, value))
        given = _mapping(cast("object", value), row.title, "of keys such as '1' or '2' to numbers")
        if len(given) > MOST_KEYS:
            raise InvalidRequest(
                f"The channel '{row.name}' has {len(given):,} keys; give {MOST_KEYS:,} at most."
            )
        keys: dict[Key, float] = {}
        for text, number in given.items():
            key = _key(row, text)
            if key in keys:
                raise InvalidRequest(
                    f"The key '{_text(key)}' of the channel '{row.name}' is given twice, the "
                    f"second time as '{str(text)[:40]}'. Leave one out."
                )
            option = _option(row, key[0])
            assert option is not None
            keys[key] = float(replace(option, name=f"{row.name}: {text}").checked(number))
        rates = _Rates(row, keys)
        rates._check_options()
        return rates

    def _check_options(self) -> None:
        """Do the options of every qubit that is named go together?"""
        row = self.row
        if row.transfer is None or not row.options:
            return
        named = {option.name for option in row.options}
        for qubit in sorted({q for _, qubits in self.keys for q in qubits} | {_MOST_QUBIT}):
            row.transfer(*([0.0] if row.rate else []), **self.options(qubit))
        if row.needs and self.anything and not any(name in named for name, _ in self.keys):
            raise InvalidRequest(
                f"The channel '{row.name}' needs {' or '.join(row.needs)} beside its numbers. "
                f"Give one, such as '{row.needs[0]}': 100."
            )

    @property
    def anything(self) -> bool:
        """Has it a number that is not 0?"""
        named = {option.name for option in self.row.options} if self.row.rate else set[str]()
        rated = any(value for (name, _), value in self.keys.items() if name not in named)
        return rated or any(self.pairs.values())

    def to_json(self) -> dict[str, float]:
        return dict(sorted((_text(key), value) for key, value in self.keys.items()))

    def options(self, qubit: int) -> dict[str, float]:
        known: dict[str, float] = {}
        for option in self.row.options:
            value = self.keys.get((option.name, (qubit,)), self.keys.get((option.name, ())))
            if value is None and option.default is not None:
                value = float(option.default)
            if value is not None:
                known[option.name] = value
        return known

    def rate(self, gate: str, wires: tuple[int, ...]) -> float:
        kind = "1" if len(wires) == 1 else "2"
        for name, on in ((gate, wires), (gate, ()), (kind, wires), (kind, ())):
            value = self.keys.get((name, on))
            if value is None and len(on) > 1:
                value = self.gate_keys.get((name, frozenset(on)))
            if value is not None:
                return value
        return 0.0


def name_of(gate: str, num_controls: int) -> str:
    """The name under which a gate's rates are found: that of the row with its controls in it."""
    return FORMS.get((gate, num_controls), "") if num_controls else gate


def as_noise(noise: object) -> Noise:
    """The noise, also where its rates are given as a mapping."""
    if isinstance(noise, Noise):
        return noise
    if isinstance(noise, Mapping):
        return Noise(cast("Mapping[str, Any]", noise))
    raise InvalidRequest(
        f"Noise is a qdesign.Noise or a mapping of channels to rates; {type(noise).__name__} was "
        "given."
    )


def _mapping(value: object, what: str, example: str) -> Mapping[Any, Any]:
    if isinstance(value, Mapping):
        return cast("Mapping[Any, Any]", value)
    raise InvalidRequest(f"{what} takes a mapping {example}; {type(value).__name__} was given.")


def _key(row: Channel, text: object) -> Key:
    """The key that a text says; a whole number says a kind."""
    if isinstance(text, int) and not isinstance(text, bool):
        text = str(text)
    name, at, listed = text.partition("@") if isinstance(text, str) else ("", "", "")
    option = _option(row, name)
    if option is not None and name == "gphase":
        raise InvalidRequest(
            f"The key '{str(text)[:40]}' of the channel '{row.name}' never counts: a global phase "
            "acts on no qubit. Leave it out."
        )
    if option is None:
        gates = [*row.kinds, "a gate's name"] if row.rate else []
        raise InvalidRequest(
            f"The channel '{row.name}' has no key '{str(text)[:40]}'; it takes "
            f"{', '.join([*gates, *(each.name for each in row.options)])}, for some qubits with an "
            "'@' and their numbers behind it."
        )
    qubits = tuple(int(part) for part in listed.split(",") if part.isascii() and part.isdigit())
    pair = bool(row.beside) and option in row.options
    if (
        (at and len(qubits) != len(listed.split(",")))
        or len(set(qubits)) != len(qubits)
        or any(qubit >= _MOST_QUBIT for qubit in qubits)
        or (pair and len(qubits) != 2)
    ):
        wanted = "two qubits" if pair else "qubits"
        example = f"{name}@0,1" if pair or name == "2" else f"{name}@0"
        raise InvalidRequest(
            f"The key '{str(text)[:40]}' of the channel '{row.name}' names no {wanted}: write "
            f"numbers behind the '@', such as '{example}'."
        )
    if at and not pair:
        _check_count(row, str(text), option, qubits)
    if name.isdigit():
        qubits = tuple(sorted(qubits))
    return name, qubits


def _check_count(row: Channel, text: str, option: Option, qubits: tuple[int, ...]) -> None:
    """Refuses a key that can never count: it names more or fewer qubits than its gates have."""
    name, count = text.partition("@")[0], len(qubits)
    if name in row.kinds and name == "2":
        wanted, of = max(2, count), "gates on two qubits or more"
    else:
        found = None if name in row.kinds or option in row.options else find_gate(name)
        wanted = 1 if found is None else found.num_qubits
        of = f"{wanted} qubit{'' if wanted == 1 else 's'}"
    if count != wanted:
        example = ",".join(map(str, range(wanted)))
        raise InvalidRequest(
            f"The key '{text[:40]}' of the channel '{row.name}' names {count} "
            f"qubit{'' if count == 1 else 's'}, and '{name}' is of {of}: write such as "
            f"'{name}@{example}'."
        )


def _option(row: Channel, name: str) -> Option | None:
    """What a key's number has to be."""
    for option in row.options:
        if option.name == name:
            return option
    if row.rate is None or not name:
        return None
    if name in row.kinds:
        return row.rate
    found = find_gate(name)
    return row.rate if found is not None and found.is_unitary else None


def _text(key: Key) -> str:
    name, qubits = key
    return f"{name}@{','.join(map(str, qubits))}" if qubits else name
