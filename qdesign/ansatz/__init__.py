"""Templates: circuits with free parameters, named in order of first use (theta_0, theta_1, …)."""

from qdesign.ansatz.blocks import lcu, mcx_on_line, split_step_walk, swap_test
from qdesign.ansatz.clusters import k_upccgsd, uccsd
from qdesign.ansatz.excitations import excitations
from qdesign.ansatz.feature_maps import dense_angle_map, pauli_feature_map, reuploading
from qdesign.ansatz.hamiltonian import hamiltonian_variational, qaoa
from qdesign.ansatz.hardware import hardware_efficient
from qdesign.ansatz.loading import frqi, state_preparation
from qdesign.ansatz.mixers import dicke_state, qaoa_with_ones
from qdesign.ansatz.named import Template, template
from qdesign.ansatz.orbitals import givens, slater_determinant
from qdesign.ansatz.recognizing import Recognized, recognized
from qdesign.ansatz.signals import low_pass, qsp, signal_filter
from qdesign.ansatz.staircase import Prepared, from_mps
from qdesign.ansatz.templates.sim import sim
from qdesign.ansatz.templates.uccsd_h2 import uccsd_h2

__all__ = [
    "Prepared",
    "Recognized",
    "Template",
    "dense_angle_map",
    "dicke_state",
    "excitations",
    "from_mps",
    "frqi",
    "givens",
    "hamiltonian_variational",
    "hardware_efficient",
    "k_upccgsd",
    "lcu",
    "low_pass",
    "mcx_on_line",
    "pauli_feature_map",
    "qaoa",
    "qaoa_with_ones",
    "qsp",
    "recognized",
    "reuploading",
    "signal_filter",
    "sim",
    "slater_determinant",
    "split_step_walk",
    "state_preparation",
    "swap_test",
    "template",
    "uccsd",
    "uccsd_h2",
]
