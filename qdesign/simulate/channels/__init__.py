"""Noise channels, one file each, in the order in which they follow a gate."""

from __future__ import annotations

from typing import Final

from qdesign.simulate.channel import Channel
from qdesign.simulate.channels.amplitude_damping import AMPLITUDE_DAMPING
from qdesign.simulate.channels.bit_flip import BIT_FLIP
from qdesign.simulate.channels.crosstalk import CROSSTALK
from qdesign.simulate.channels.depolarizing import DEPOLARIZING
from qdesign.simulate.channels.phase_damping import PHASE_DAMPING
from qdesign.simulate.channels.phase_flip import PHASE_FLIP
from qdesign.simulate.channels.readout import READOUT
from qdesign.simulate.channels.thermal import THERMAL

ROWS: Final[tuple[Channel, ...]] = (
    DEPOLARIZING,
    AMPLITUDE_DAMPING,
    PHASE_DAMPING,
    BIT_FLIP,
    PHASE_FLIP,
    THERMAL,
    CROSSTALK,
    READOUT,
)
