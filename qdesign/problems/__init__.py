"""Observables whose lowest energy is known, and labeled data, in the order of menus."""

from typing import Final

from qdesign.problems.ground import ground_energy, ground_space
from qdesign.problems.handwritten_digits import DIGITS, digits
from qdesign.problems.heisenberg_chain import HEISENBERG, heisenberg
from qdesign.problems.hubbard_chain import HUBBARD, hubbard
from qdesign.problems.hydrogen import H2, h2
from qdesign.problems.hydrogen_four import H2_JW, h2_jw
from qdesign.problems.independent_set import MIS, independent_set
from qdesign.problems.iris_flowers import IRIS, iris
from qdesign.problems.ising import TFIM, tfim
from qdesign.problems.labeled_data import Accuracy, LabeledData
from qdesign.problems.largest_cut import MAXCUT, maxcut
from qdesign.problems.molecule import MOLECULES, molecule, stored
from qdesign.problems.named import ProblemRow, energy_rows, get, known_as
from qdesign.problems.partition import PARTITION, partition
from qdesign.problems.problem import Problem
from qdesign.problems.qubo import QUBO, qubo
from qdesign.problems.sector import Sector
from qdesign.problems.spin_glass import ISING, ising
from qdesign.problems.states import STATES, state, unitary
from qdesign.problems.structured import structured_energy
from qdesign.problems.xxz_chain import XXZ, xxz

ROWS: Final[tuple[ProblemRow, ...]] = (
    H2,
    H2_JW,
    *MOLECULES,
    TFIM,
    HEISENBERG,
    XXZ,
    HUBBARD,
    MAXCUT,
    MIS,
    ISING,
    PARTITION,
    QUBO,
    *STATES,
    IRIS,
    DIGITS,
)

__all__ = [
    "ROWS",
    "Accuracy",
    "LabeledData",
    "Problem",
    "ProblemRow",
    "Sector",
    "digits",
    "energy_rows",
    "get",
    "ground_energy",
    "ground_space",
    "h2",
    "h2_jw",
    "heisenberg",
    "hubbard",
    "independent_set",
    "iris",
    "ising",
    "known_as",
    "maxcut",
    "molecule",
    "partition",
    "qubo",
    "state",
    "stored",
    "structured_energy",
    "tfim",
    "unitary",
    "xxz",
]
