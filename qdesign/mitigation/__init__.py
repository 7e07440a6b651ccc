"""Methods that lessen the effect of noise on an expectation, one file each."""

from __future__ import annotations

from typing import Final

from qdesign.mitigation.cdr import CDR
from qdesign.mitigation.method import Mitigation
from qdesign.mitigation.pec import PEC
from qdesign.mitigation.readout import READOUT
from qdesign.mitigation.twirling import TWIRLING
from qdesign.mitigation.zne import ZNE

ROWS: Final[tuple[Mitigation, ...]] = (ZNE, READOUT, TWIRLING, CDR, PEC)
