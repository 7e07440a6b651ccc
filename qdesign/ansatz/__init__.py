"""Templates: circuits with free parameters, named in order of first use (theta_0, theta_1, …)."""

from qdesign.ansatz.clusters import k_upccgsd, uccsd
from qdesign.ansatz.excitations import excitations
from qdesign.ansatz.hamiltonian import hamiltonian_variational, qaoa
from qdesign.ansatz.hardware import hardware_efficient
from qdesign.ansatz.mixers import dicke_state, qaoa_with_ones
from qdesign.ansatz.named import Template, template
from qdesign.ansatz.orbitals import givens, slater_determinant
from qdesign.ansatz.staircase import Prepared, from_mps
from qdesign.ansatz.templates.sim import sim
from qdesign.ansatz.templates.uccsd_h2 import uccsd_h2

__all__ = [
    "Prepared",
    "Template",
    "dicke_state",
    "excitations",
    "from_mps",
    "givens",
    "hamiltonian_variational",
    "hardware_efficient",
    "k_upccgsd",
    "qaoa",
    "qaoa_with_ones",
    "sim",
    "slater_determinant",
    "template",
    "uccsd",
    "uccsd_h2",
]
