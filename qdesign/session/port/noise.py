"""Questions about noise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qdesign.session.port.values import whole


@dataclass(frozen=True, slots=True)
class NoiseOfQuestion:
    """The noise of which device, for a circuit on how many qubits.

    Attributes:
        qubits: of the device, one for each of the circuit's; none for the first that hang together.
    """

    target: str
    qubits: tuple[int, ...]
    num_qubits: int = whole(1, 64)


@dataclass(frozen=True, slots=True)
class NoiseOfResult:
    """Rates by channel and key, as a document keeps them.

    Attributes:
        channels: by channel and key.
        target: the device whose calibration they are.
        qubits: of the device, one for each of the circuit's.
    """

    channels: Mapping[str, Mapping[str, float]]
    target: str
    qubits: tuple[int, ...]
