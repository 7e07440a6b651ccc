"""Rules, one file each, in the order of menus.

PyZX's own π-commutation and Pauli push are unsound and not used.
"""

from typing import Final

from qdesign.zx.rewrites.bialgebra import BIALGEBRA
from qdesign.zx.rewrites.boundary_pivot import BOUNDARY_PIVOT
from qdesign.zx.rewrites.box_absorb import BOX_ABSORB
from qdesign.zx.rewrites.box_beside_not import BOX_BESIDE_NOT
from qdesign.zx.rewrites.box_parallel_legs import BOX_PARALLEL_LEGS
from qdesign.zx.rewrites.box_to_edge import BOX_TO_EDGE
from qdesign.zx.rewrites.box_to_spider import BOX_TO_SPIDER
from qdesign.zx.rewrites.change_color import CHANGE_COLOR
from qdesign.zx.rewrites.clifford_normal_form import CLIFFORD_NORMAL_FORM
from qdesign.zx.rewrites.contract_hadamard import CONTRACT_HADAMARD
from qdesign.zx.rewrites.copy import COPY
from qdesign.zx.rewrites.double_box import DOUBLE_BOX
from qdesign.zx.rewrites.edge_to_box import EDGE_TO_BOX
from qdesign.zx.rewrites.euler import EULER
from qdesign.zx.rewrites.expand_hadamard import EXPAND_HADAMARD
from qdesign.zx.rewrites.fuse import FUSE
from qdesign.zx.rewrites.fuse_boxes import FUSE_BOXES
from qdesign.zx.rewrites.fuse_gadgets import FUSE_GADGETS
from qdesign.zx.rewrites.gadget_pivot import GADGET_PIVOT
from qdesign.zx.rewrites.hopf import HOPF
from qdesign.zx.rewrites.hyper_complement import HYPER_COMPLEMENT
from qdesign.zx.rewrites.hyper_pivot import HYPER_PIVOT
from qdesign.zx.rewrites.insert_gadgets import INSERT_GADGETS
from qdesign.zx.rewrites.insert_identity import INSERT_IDENTITY
from qdesign.zx.rewrites.join_boxes import JOIN_BOXES
from qdesign.zx.rewrites.local_complement import LOCAL_COMPLEMENT
from qdesign.zx.rewrites.multiply_boxes import MULTIPLY_BOXES
from qdesign.zx.rewrites.phase_to_gadget import PHASE_TO_GADGET
from qdesign.zx.rewrites.pi_commute import PI_COMMUTE
from qdesign.zx.rewrites.pivot import PIVOT
from qdesign.zx.rewrites.remove_gadget import REMOVE_GADGET
from qdesign.zx.rewrites.remove_gadgets import REMOVE_GADGETS
from qdesign.zx.rewrites.remove_identity import REMOVE_IDENTITY
from qdesign.zx.rewrites.remove_loops import REMOVE_LOOPS
from qdesign.zx.rewrites.remove_scalar import REMOVE_SCALAR
from qdesign.zx.rewrites.reverse_bialgebra import REVERSE_BIALGEBRA
from qdesign.zx.rewrites.simplify_part import SIMPLIFY_PART
from qdesign.zx.rewrites.spider_to_box import SPIDER_TO_BOX
from qdesign.zx.rewrites.split_box import SPLIT_BOX
from qdesign.zx.rewrites.supplementarity import SUPPLEMENTARITY
from qdesign.zx.rewrites.to_graph_like import TO_GRAPH_LIKE
from qdesign.zx.rewrites.to_red_green import TO_RED_GREEN
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
    REVERSE_BIALGEBRA,
    LOCAL_COMPLEMENT,
    PIVOT,
    BOUNDARY_PIVOT,
    GADGET_PIVOT,
    PHASE_TO_GADGET,
    FUSE_GADGETS,
    REMOVE_GADGET,
    INSERT_GADGETS,
    REMOVE_GADGETS,
    SUPPLEMENTARITY,
    EXPAND_HADAMARD,
    CONTRACT_HADAMARD,
    EULER,
    EDGE_TO_BOX,
    BOX_TO_EDGE,
    FUSE_BOXES,
    MULTIPLY_BOXES,
    BOX_PARALLEL_LEGS,
    BOX_ABSORB,
    SPLIT_BOX,
    BOX_BESIDE_NOT,
    DOUBLE_BOX,
    JOIN_BOXES,
    HYPER_COMPLEMENT,
    HYPER_PIVOT,
    BOX_TO_SPIDER,
    SPIDER_TO_BOX,
    REMOVE_SCALAR,
    TO_GRAPH_LIKE,
    TO_RED_GREEN,
    SIMPLIFY_PART,
    CLIFFORD_NORMAL_FORM,
)
