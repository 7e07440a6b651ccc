"""Amazon Braket: named, and not built in yet."""

from __future__ import annotations

from typing import Final

from qdesign.hardware.provider import Provider, not_built_in

BRAKET: Final = Provider(
    name="braket",
    title="Amazon Braket",
    source="https://docs.aws.amazon.com/braket",
    targets=lambda: not_built_in("braket", "Amazon Braket"),
)
