"""An image as amplitudes: pixels as basis states, grays as rotations of a color qubit."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.loading import frqi_of
from qdesign.ansatz.named import Template, sizes

FRQI: Final = Template(
    name="frqi",
    title="Image loader (FRQI)",
    group="Data",
    help="An image of 2^(n−1) pixels: each gray a rotation of the color qubit, the last one",
    source="Le, Dong, Hirota, Quantum Information Processing 10, 63 (2011)",
    options=(sizes(low=2, high=9)[0],),
    make=frqi_of,
)
