"""Templates, one file each or one a family, in the order of menus."""

from typing import Final

from qdesign.ansatz.named import Template
from qdesign.ansatz.templates.basic_entangler import BASIC_ENTANGLER
from qdesign.ansatz.templates.brick_wall import BRICK_WALL
from qdesign.ansatz.templates.dense_angle_map import DENSE_ANGLE_MAP
from qdesign.ansatz.templates.efficient_su2 import EFFICIENT_SU2
from qdesign.ansatz.templates.excitation_preserving import EXCITATION_PRESERVING
from qdesign.ansatz.templates.excitations import EXCITATIONS
from qdesign.ansatz.templates.frqi import FRQI
from qdesign.ansatz.templates.gate_fabric import GATE_FABRIC
from qdesign.ansatz.templates.givens import GIVENS
from qdesign.ansatz.templates.hva_tfim import HVA_TFIM
from qdesign.ansatz.templates.hva_xxz import HVA_XXZ
from qdesign.ansatz.templates.k_upccgsd import K_UPCCGSD
from qdesign.ansatz.templates.lcu import LCU
from qdesign.ansatz.templates.mcx_on_line import MCX_ON_LINE
from qdesign.ansatz.templates.mera import MERA
from qdesign.ansatz.templates.mps import MPS
from qdesign.ansatz.templates.pauli_feature_map import PAULI_FEATURE_MAP
from qdesign.ansatz.templates.permutation_equivariant import PERMUTATION_EQUIVARIANT
from qdesign.ansatz.templates.qaoa_grover import QAOA_GROVER
from qdesign.ansatz.templates.qaoa_ring import QAOA_RING
from qdesign.ansatz.templates.qaoa_xy import QAOA_XY
from qdesign.ansatz.templates.qcnn import QCNN
from qdesign.ansatz.templates.qsp import QSP
from qdesign.ansatz.templates.real_amplitudes import REAL_AMPLITUDES
from qdesign.ansatz.templates.reuploading import REUPLOADING
from qdesign.ansatz.templates.rx_rzz_ring import RX_RZZ_RING
from qdesign.ansatz.templates.ry_cz import RY_CZ
from qdesign.ansatz.templates.ry_full import RY_FULL
from qdesign.ansatz.templates.ry_linear import RY_LINEAR
from qdesign.ansatz.templates.ry_rz_cx import RY_RZ_CX
from qdesign.ansatz.templates.ry_rz_ring import RY_RZ_RING
from qdesign.ansatz.templates.signal_filter import SIGNAL_FILTER
from qdesign.ansatz.templates.sim import SIM
from qdesign.ansatz.templates.simplified_two_design import SIMPLIFIED_TWO_DESIGN
from qdesign.ansatz.templates.split_step_walk import SPLIT_STEP_WALK
from qdesign.ansatz.templates.strongly_entangling import STRONGLY_ENTANGLING
from qdesign.ansatz.templates.su2_equivariant import SU2_EQUIVARIANT
from qdesign.ansatz.templates.swap_test import SWAP_TEST
from qdesign.ansatz.templates.ttn import TTN
from qdesign.ansatz.templates.two_local import TWO_LOCAL
from qdesign.ansatz.templates.uccsd import UCCSD
from qdesign.ansatz.templates.uccsd_h2 import UCCSD_H2
from qdesign.ansatz.templates.z_feature_map import Z_FEATURE_MAP
from qdesign.ansatz.templates.zz_feature_map import ZZ_FEATURE_MAP

ROWS: Final[tuple[Template, ...]] = (
    RY_RZ_CX,
    RY_CZ,
    RY_LINEAR,
    RY_RZ_RING,
    RY_FULL,
    RX_RZZ_RING,
    REAL_AMPLITUDES,
    EFFICIENT_SU2,
    TWO_LOCAL,
    BASIC_ENTANGLER,
    STRONGLY_ENTANGLING,
    SIMPLIFIED_TWO_DESIGN,
    BRICK_WALL,
    QAOA_RING,
    QAOA_XY,
    QAOA_GROVER,
    HVA_TFIM,
    HVA_XXZ,
    UCCSD_H2,
    UCCSD,
    K_UPCCGSD,
    EXCITATIONS,
    GIVENS,
    GATE_FABRIC,
    EXCITATION_PRESERVING,
    SU2_EQUIVARIANT,
    PERMUTATION_EQUIVARIANT,
    MPS,
    TTN,
    MERA,
    QCNN,
    Z_FEATURE_MAP,
    ZZ_FEATURE_MAP,
    PAULI_FEATURE_MAP,
    DENSE_ANGLE_MAP,
    REUPLOADING,
    FRQI,
    SPLIT_STEP_WALK,
    SWAP_TEST,
    MCX_ON_LINE,
    LCU,
    QSP,
    SIGNAL_FILTER,
    *SIM,
)
