"""X under many controls, by gates on neighbors alone."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.blocks import mcx_on_line
from qdesign.ansatz.named import Template, sizes

MCX_ON_LINE: Final = Template(
    name="mcx_on_line",
    title="Many controls on a line",
    group="Building blocks",
    help="X of the last qubit under all but the first, a helper; CX on neighbors alone",
    source="Khattar and Gidney, arXiv:2407.17966; Maslov, arXiv:1508.03273",
    options=(sizes(low=3)[0],),
    make=mcx_on_line,
)
