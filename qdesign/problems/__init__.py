"""Observables whose lowest energy is known, one kind of problem a file, in the order of menus."""

from typing import Final

from qdesign.problems.ground import ground_energy, ground_space
from qdesign.problems.heisenberg_chain import HEISENBERG, heisenberg
from qdesign.problems.hydrogen import H2, h2
from qdesign.problems.ising import TFIM, tfim
from qdesign.problems.largest_cut import MAXCUT, maxcut
from qdesign.problems.named import ProblemRow, get, known_as
from qdesign.problems.problem import Problem

ROWS: Final[tuple[ProblemRow, ...]] = (H2, TFIM, HEISENBERG, MAXCUT)

__all__ = [
    "ROWS",
    "Problem",
    "ProblemRow",
    "get",
    "ground_energy",
    "ground_space",
    "h2",
    "heisenberg",
    "known_as",
    "maxcut",
    "tfim",
]
