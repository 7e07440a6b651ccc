"""Paired doubles and generalized singles, k times."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.clusters import k_upccgsd
from qdesign.ansatz.named import Template, sizes
from qdesign.ansatz.templates.excitations import ELECTRONS

K_UPCCGSD: Final = Template(
    name="k_upccgsd",
    title="k-UpCCGSD",
    group="Electrons",
    help="Paired doubles and singles between all orbitals, k times: far fewer angles than UCCSD",
    source="Lee et al., arXiv:1810.02327",
    options=(sizes(low=3, high=100)[0], ELECTRONS, sizes()[1]),
    make=k_upccgsd,
)
