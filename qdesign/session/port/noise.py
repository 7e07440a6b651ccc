"""Questions about noise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qdesign.session.port.values import whole


@dataclass(frozen=True, slots=True)
class NoiseOfQuestion:
    """The noise of which device, for how many of its qubits."""

    target: str
    num_qubits: int = whole(1, 64)


@dataclass(frozen=True, slots=True)
class NoiseOfResult:
    """Rates by channel and key, as a document keeps them.

    Attributes:
        channels: by channel and key.
        target: the device whose calibration they are.
    """

    channels: Mapping[str, Mapping[str, float]]
    target: str
