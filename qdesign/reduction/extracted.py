"""A segment reduced as a ZX diagram and extracted again."""

from __future__ import annotations

from typing import Final

from qdesign.circuit import Circuit
from qdesign.errors import NotExtractable
from qdesign.reduction.cancel import cancel
from qdesign.reduction.result import Call
from qdesign.reduction.strategy import Candidate
from qdesign.zx.extraction import extract
from qdesign.zx.reduce import Reduction
from qdesign.zx.translate import to_diagram

MAX_EXTRACTED: Final = 1500


def extracted(segment: Circuit, call: Call, kind: Reduction) -> Candidate:
    """`full_reduce` or `clifford_simp`, extraction, and gates cancelled.

    Raises:
        NotExtractable: it is too large for that.
    """
    call.check()
    if segment.num_operations > MAX_EXTRACTED and not call.thorough:
        raise NotExtractable(
            f"extraction of {segment.num_operations:,} operations would take minutes, and "
            f"nothing could stop it; up to {MAX_EXTRACTED:,} are done by habit. A thorough search "
            "(thorough=True, --thorough) does it."
        )
    result = extract(to_diagram(segment), kind=kind)
    call.check()
    operations = cancel(result.plain_operations, call.is_over)
    return Candidate(f"{kind} and extraction", segment.with_operations(operations))
