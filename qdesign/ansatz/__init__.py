"""Templates: circuits with free parameters, named in order of first use (theta_0, theta_1, …)."""

from qdesign.ansatz.chemistry import uccsd_h2
from qdesign.ansatz.expressibility import sim
from qdesign.ansatz.hamiltonian import hamiltonian_variational, qaoa
from qdesign.ansatz.hardware import hardware_efficient
from qdesign.ansatz.templates import Template, template, templates

__all__ = [
    "Template",
    "hamiltonian_variational",
    "hardware_efficient",
    "qaoa",
    "sim",
    "template",
    "templates",
    "uccsd_h2",
]
