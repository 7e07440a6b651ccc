"""The gate table: one file a gate. The order is that of menus and of the palette's groups."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate
from qdesign.gates.table.barrier import BARRIER
from qdesign.gates.table.ccx import CCX
from qdesign.gates.table.ccz import CCZ
from qdesign.gates.table.ch import CH
from qdesign.gates.table.cp import CP
from qdesign.gates.table.crx import CRX
from qdesign.gates.table.cry import CRY
from qdesign.gates.table.crz import CRZ
from qdesign.gates.table.cs import CS
from qdesign.gates.table.csdg import CSDG
from qdesign.gates.table.cswap import CSWAP
from qdesign.gates.table.csx import CSX
from qdesign.gates.table.csxdg import CSXDG
from qdesign.gates.table.cu import CU
from qdesign.gates.table.cx import CX
from qdesign.gates.table.cy import CY
from qdesign.gates.table.cz import CZ
from qdesign.gates.table.dcx import DCX
from qdesign.gates.table.dcxdg import DCXDG
from qdesign.gates.table.ecr import ECR
from qdesign.gates.table.gphase import GPHASE
from qdesign.gates.table.h import H
from qdesign.gates.table.id import ID
from qdesign.gates.table.iswap import ISWAP
from qdesign.gates.table.iswapdg import ISWAPDG
from qdesign.gates.table.measure import MEASURE
from qdesign.gates.table.p import P
from qdesign.gates.table.rccx import RCCX
from qdesign.gates.table.reset import RESET
from qdesign.gates.table.rx import RX
from qdesign.gates.table.rxx import RXX
from qdesign.gates.table.ry import RY
from qdesign.gates.table.ryy import RYY
from qdesign.gates.table.rz import RZ
from qdesign.gates.table.rzx import RZX
from qdesign.gates.table.rzz import RZZ
from qdesign.gates.table.s import S
from qdesign.gates.table.sdg import SDG
from qdesign.gates.table.swap import SWAP
from qdesign.gates.table.sx import SX
from qdesign.gates.table.sxdg import SXDG
from qdesign.gates.table.t import T
from qdesign.gates.table.tdg import TDG
from qdesign.gates.table.u import U
from qdesign.gates.table.u2 import U2
from qdesign.gates.table.x import X
from qdesign.gates.table.y import Y
from qdesign.gates.table.z import Z

ROWS: Final[tuple[Gate, ...]] = (
    ID,
    X,
    Y,
    Z,
    H,
    S,
    SDG,
    T,
    TDG,
    SX,
    SXDG,
    RX,
    RY,
    RZ,
    P,
    U,
    U2,
    RXX,
    RYY,
    RZZ,
    RZX,
    CX,
    CY,
    CZ,
    CH,
    CS,
    CSDG,
    CSX,
    CSXDG,
    CP,
    CRX,
    CRY,
    CRZ,
    CU,
    SWAP,
    ISWAP,
    ISWAPDG,
    DCX,
    DCXDG,
    ECR,
    CCX,
    CCZ,
    CSWAP,
    RCCX,
    GPHASE,
    MEASURE,
    RESET,
    BARRIER,
)
