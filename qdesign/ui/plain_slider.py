"""A parameter as a plain ipywidgets slider that keeps all digits of what it is given."""

# ipywidgets is typed in part.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections import deque
from typing import Any, Final

import ipywidgets

from qdesign.document import Parameter

_REMEMBERED: Final = 256
_ROUNDING: Final = 1e-9
"""Of the range: so far off is what a page reads back from where it drew a value."""


class PlainSlider(ipywidgets.FloatSlider):
    """A slider without steps: a page puts the nearest step in place of a value that is on none.

    Where a page draws a value it says it again, off by rounding and perhaps late, when code has set
    the next one. That is not a person's doing and changes nothing.
    """

    def __init__(self, parameter: Parameter, value: float) -> None:
        self._told: deque[float] = deque(maxlen=_REMEMBERED)
        super().__init__(
            value=value,
            min=min(parameter.low, value),
            max=max(parameter.high, value),
            step=None,
            description=parameter.name,
            readout_format=".6f",
        )
        self._told.append(self.value)
        self.observe(self._remember, "value")

    def _remember(self, change: Any) -> None:
        self._told.append(change["new"])

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Takes what a page says."""
        said = sync_data.get("value")
        if self._is_echo(said):
            # A page hears nothing of a field before what it said of it was answered.
            self._send({"method": "echo_update", "state": {"value": said}, "buffer_paths": []})
            sync_data = {name: each for name, each in sync_data.items() if name != "value"}
            if not self._is_near(said, self.value):
                self.send_state("value")
        super().set_state(sync_data)

    def _is_echo(self, said: Any) -> bool:
        """Is it nearly, but not quite, a value that the page was told?"""
        if not isinstance(said, float) or said in self._told:
            return False
        return any(self._is_near(said, each) for each in self._told)

    def _is_near(self, said: Any, value: float) -> bool:
        return abs(said - value) <= _ROUNDING * (self.max - self.min)
