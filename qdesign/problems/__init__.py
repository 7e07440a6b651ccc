"""Observables whose lowest energy is known."""

from qdesign.problems.hydrogen import h2
from qdesign.problems.models import heisenberg, maxcut, tfim
from qdesign.problems.problem import Problem, ground_energy

__all__ = ["Problem", "ground_energy", "h2", "heisenberg", "maxcut", "tfim"]
