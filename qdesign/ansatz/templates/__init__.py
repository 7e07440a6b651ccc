"""Templates, one file each or one a family, in the order of menus."""

from typing import Final

from qdesign.ansatz.named import Template
from qdesign.ansatz.templates.excitations import EXCITATIONS
from qdesign.ansatz.templates.hva_tfim import HVA_TFIM
from qdesign.ansatz.templates.qaoa_ring import QAOA_RING
from qdesign.ansatz.templates.rx_rzz_ring import RX_RZZ_RING
from qdesign.ansatz.templates.ry_cz import RY_CZ
from qdesign.ansatz.templates.ry_full import RY_FULL
from qdesign.ansatz.templates.ry_linear import RY_LINEAR
from qdesign.ansatz.templates.ry_rz_cx import RY_RZ_CX
from qdesign.ansatz.templates.ry_rz_ring import RY_RZ_RING
from qdesign.ansatz.templates.sim import SIM
from qdesign.ansatz.templates.uccsd_h2 import UCCSD_H2

ROWS: Final[tuple[Template, ...]] = (
    RY_RZ_CX,
    RY_CZ,
    RY_LINEAR,
    RY_RZ_RING,
    RY_FULL,
    RX_RZZ_RING,
    QAOA_RING,
    HVA_TFIM,
    UCCSD_H2,
    EXCITATIONS,
    *SIM,
)
