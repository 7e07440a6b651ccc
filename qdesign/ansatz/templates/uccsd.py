"""Unitary coupled cluster with singles and doubles, for any number of orbitals and electrons."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.clusters import uccsd
from qdesign.ansatz.named import Template, sizes
from qdesign.ansatz.templates.excitations import ELECTRONS

UCCSD: Final = Template(
    name="uccsd",
    title="UCCSD, any size",
    group="Electrons",
    help="Hartree-Fock state, doubles and singles with the signs of fermions",
    source="Peruzzo et al., arXiv:1304.3061; Romero et al., arXiv:1701.02691",
    options=(sizes(low=3, high=100)[0], ELECTRONS, sizes()[1]),
    make=uccsd,
)
