"""Rules, one file each, in the order of menus.

PyZX's own π-commutation and Pauli push are unsound and not used.
"""

from typing import Final

from qdesign.zx.rewrites.bialgebra import BIALGEBRA
from qdesign.zx.rewrites.box_to_edge import BOX_TO_EDGE
from qdesign.zx.rewrites.change_color import CHANGE_COLOR
from qdesign.zx.rewrites.copy import COPY
from qdesign.zx.rewrites.expand_hadamard import EXPAND_HADAMARD
from qdesign.zx.rewrites.fuse import FUSE
from qdesign.zx.rewrites.hopf import HOPF
from qdesign.zx.rewrites.insert_identity import INSERT_IDENTITY
from qdesign.zx.rewrites.local_complement import LOCAL_COMPLEMENT
from qdesign.zx.rewrites.pi_commute import PI_COMMUTE
from qdesign.zx.rewrites.pivot import PIVOT
from qdesign.zx.rewrites.remove_identity import REMOVE_IDENTITY
from qdesign.zx.rewrites.remove_loops import REMOVE_LOOPS
from qdesign.zx.rewrites.unfuse import UNFUSE
from qdesign.zx.rule import RuleRow

ROWS: Final[tuple[RuleRow, ...]] = (
    FUSE,
    UNFUSE,
    REMOVE_IDENTITY,
    INSERT_IDENTITY,
    CHANGE_COLOR,
    REMOVE_LOOPS,
    HOPF,
    COPY,
    PI_COMMUTE,
    BIALGEBRA,
    LOCAL_COMPLEMENT,
    PIVOT,
    EXPAND_HADAMARD,
    BOX_TO_EDGE,
)
