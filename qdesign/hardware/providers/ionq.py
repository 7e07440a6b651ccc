"""IonQ: named, and not built in yet."""

from __future__ import annotations

from typing import Final

from qdesign.hardware.provider import Provider, not_built_in

IONQ: Final = Provider(
    name="ionq",
    title="IonQ",
    source="https://docs.ionq.com",
    targets=lambda: not_built_in("ionq", "IonQ"),
)
