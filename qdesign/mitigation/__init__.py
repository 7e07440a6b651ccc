"""Methods that lessen the effect of noise on an expectation, one file each; none yet."""

from __future__ import annotations

from typing import Final

from qdesign.mitigation.method import Mitigation

ROWS: Final[tuple[Mitigation, ...]] = ()
