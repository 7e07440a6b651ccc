"""Examples, one file each, in the order of menus."""

from typing import Final

from qdesign.examples.cnot_ladder import CNOT_LADDER
from qdesign.examples.example import Example
from qdesign.examples.phase_gadget import PHASE_GADGET
from qdesign.examples.sim_5 import SIM_5
from qdesign.examples.sim_10 import SIM_10

ROWS: Final[tuple[Example, ...]] = (PHASE_GADGET, CNOT_LADDER, SIM_5, SIM_10)
