"""IQM: named, and not built in yet."""

from __future__ import annotations

from typing import Final

from qdesign.hardware.provider import Provider, not_built_in

IQM: Final = Provider(
    name="iqm",
    title="IQM",
    source="https://docs.meetiqm.com",
    targets=lambda: not_built_in("iqm", "IQM"),
)
