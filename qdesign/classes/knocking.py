"""How often an address may try codes that are wrong."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import Final

_BURST: Final = 60
"""Wrong codes at once: a class of two hundred behind one address mistypes some."""
_PER_SECOND: Final = 1.0
_ADDRESSES: Final = 10_000


class Knocking:
    """A small bucket for each address; who empties it waits until a drop is in it again."""

    def __init__(self) -> None:
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def may(self, address: str) -> bool:
        """Is there a try left?"""
        return self._now(address) >= 1.0

    def missed(self, address: str) -> None:
        """One is gone."""
        self._left[address] = (self._now(address) - 1.0, time.monotonic())
        self._left.move_to_end(address)
        if len(self._left) > _ADDRESSES:
            self._left.popitem(last=False)

    def _now(self, address: str) -> float:
        left, at = self._left.get(address, (float(_BURST), 0.0))
        return min(float(_BURST), left + _PER_SECOND * (time.monotonic() - at))
