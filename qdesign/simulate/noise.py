"""Noise: which channels follow each gate, and how readout errs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from qdesign.errors import InvalidRequest
from qdesign.rows import rows
from qdesign.simulate.channel import Channel
from qdesign.simulate.program import ProgramBuilder


class Channels:
    """Channels that follow a gate on the wires it acts on, in the order of the catalog.

    Args:
        probabilities: by the channel's name, from 0 to 1.

    Example:
        >>> Channels(depolarizing=0.01, phase_damping=0.002)["depolarizing"]
        0.01
    """

    def __init__(self, **probabilities: float) -> None:
        known = {name: row for name, row in rows(Channel).items() if row.where == "gate"}
        for name, probability in probabilities.items():
            if name not in known:
                raise InvalidRequest(
                    f"There is no channel '{name[:40]}' behind gates. Choose one of: "
                    f"{', '.join(known)}."
                )
            _check_probability(known[name].title.lower(), probability)
        self._listed = tuple(
            (row, float(probabilities[name]))
            for name, row in known.items()
            if probabilities.get(name)
        )

    def __getitem__(self, name: str) -> float:
        return next((p for row, p in self._listed if row.name == name), 0.0)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Channels) and self._listed == other._listed

    def __hash__(self) -> int:
        return hash(tuple((row.name, p) for row, p in self._listed))

    def add(self, builder: ProgramBuilder, qubits: Sequence[int]) -> None:
        """Adds them behind a gate on `qubits`; what acts on each qubit alone becomes one matrix."""
        alone: NDArray[np.float64] | None = None
        for row, probability in self._listed:
            if row.together is not None:
                if qubits:
                    row.together(builder, qubits, probability)
            elif row.transfer is not None:
                matrix = row.transfer(probability)
                alone = matrix if alone is None else matrix @ alone
        if alone is not None:
            for qubit in qubits:
                builder.channel(alone, qubit)


def _check_probability(name: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise InvalidRequest(f"A probability of {name} is {value}: give a number from 0 to 1.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """Channels by kind of gate.

    Attributes:
        one_qubit, several_qubits: after gates on one qubit, and on more.
        by_gate: instead of these, by the gate's name.
        readout: (probability of reading 1 for 0, probability of reading 0 for 1).

    Example:
        >>> noise = Noise(one_qubit=Channels(depolarizing=0.001), readout=(0.01, 0.02))
        >>> noise.after("rx", 1)["depolarizing"]
        0.001
    """

    one_qubit: Channels = field(default_factory=Channels)
    several_qubits: Channels = field(default_factory=Channels)
    by_gate: Mapping[str, Channels] = field(default_factory=dict[str, Channels])
    readout: tuple[float, float] = (0.0, 0.0)

    def __post_init__(self) -> None:
        for probability in self.readout:
            _check_probability("readout error", probability)

    def after(self, gate: str, num_qubits: int) -> Channels:
        """What follows a gate."""
        kind = self.one_qubit if num_qubits == 1 else self.several_qubits
        return self.by_gate.get(gate, kind)

    @property
    def readout_transfer(self) -> NDArray[np.float64] | None:
        """What readout makes of each letter's expectation, shape (4, 4); None for no error."""
        if not any(self.readout):
            return None
        transfer = rows(Channel)["readout"].transfer
        assert transfer is not None
        return transfer(*self.readout)
