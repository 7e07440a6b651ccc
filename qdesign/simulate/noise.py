"""Noise: which channels follow each gate, and how readout errs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from qdesign.errors import InvalidRequest


def _check_probability(name: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise InvalidRequest(f"A probability of {name} is {value}: give a number from 0 to 1.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """Channels that follow a gate, in this order, on the wires it acts on.

    Attributes:
        depolarizing: probability that all of the gate's qubits become fully mixed together.
        amplitude_damping: probability that |1⟩ decays to |0⟩, on each qubit.
        phase_damping: λ of ρ_01 → √(1 - λ) ρ_01, on each qubit.
    """

    depolarizing: float = 0.0
    amplitude_damping: float = 0.0
    phase_damping: float = 0.0

    def __post_init__(self) -> None:
        for name in ("depolarizing", "amplitude_damping", "phase_damping"):
            _check_probability(name.replace("_", " "), getattr(self, name))

    @property
    def damping(self) -> NDArray[np.float64] | None:
        """Pauli-transfer matrix of both dampings, shape (4, 4), order I, X, Y, Z; None for none."""
        if not self.amplitude_damping and not self.phase_damping:
            return None
        kept = 1 - self.amplitude_damping
        across = np.sqrt(kept * (1 - self.phase_damping))
        transfer = np.diag([1.0, across, across, kept])
        transfer[3, 0] = self.amplitude_damping
        return transfer


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """Channels by kind of gate.

    Attributes:
        one_qubit, several_qubits: after gates on one qubit, and on more.
        by_gate: instead of these, by the gate's name.
        readout: (probability of reading 1 for 0, probability of reading 0 for 1).

    Example:
        >>> noise = Noise(one_qubit=Channels(depolarizing=0.001), readout=(0.01, 0.02))
        >>> noise.after("rx", 1).depolarizing
        0.001
    """

    one_qubit: Channels = Channels()
    several_qubits: Channels = Channels()
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
        """What readout makes of each letter's expectation, shape (4, 4); None for no error.

        Every letter is read in its own basis, so all three get the same slope and offset.
        """
        one_for_zero, zero_for_one = self.readout
        if not one_for_zero and not zero_for_one:
            return None
        transfer = np.diag([1.0, *[1 - one_for_zero - zero_for_one] * 3])
        transfer[1:, 0] = zero_for_one - one_for_zero
        return transfer
