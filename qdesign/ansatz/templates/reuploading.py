"""One feature that is loaded again in every layer."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.feature_maps import ENCODINGS, reuploading
from qdesign.ansatz.named import Template, sizes
from qdesign.rows import Option

REUPLOADING: Final = Template(
    name="reuploading",
    title="Data re-uploading",
    group="Data",
    help="A feature loaded in L layers: L harmonics on one qubit, or 2^L − 1 with powers of two",
    source="Schuld, Sweke, Meyer, arXiv:2008.08605; Shin, Teo, Jeong, arXiv:2206.12105",
    options=(
        *sizes(),
        Option(
            name="encoding",
            title="Encoding",
            kind="choice",
            default=ENCODINGS[0],
            choices=ENCODINGS,
            titles=("Plain, x each time", "Exponential, x, 2x, 4x …"),
        ),
    ),
    make=reuploading,
    card_layers=3,
)
