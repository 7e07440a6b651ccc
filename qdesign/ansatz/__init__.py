"""Templates: circuits with free parameters, named in order of first use (theta_0, theta_1, …)."""

from qdesign.ansatz.excitations import excitations
from qdesign.ansatz.hamiltonian import hamiltonian_variational, qaoa
from qdesign.ansatz.hardware import hardware_efficient
from qdesign.ansatz.named import Template, template
from qdesign.ansatz.templates.sim import sim
from qdesign.ansatz.templates.uccsd_h2 import uccsd_h2

__all__ = [
    "Template",
    "excitations",
    "hamiltonian_variational",
    "hardware_efficient",
    "qaoa",
    "sim",
    "template",
    "uccsd_h2",
]
