"""The studio for Panel: `from qdesign.panel import Studio`; `panel serve qdesign/panel` serves it.

Whichever way a server comes to import this, at its start or with `--plugins qdesign.panel`, its
route to components is shut from then on (`qdesign/ui/door.py`).
"""

from typing import Final

from qdesign.ui.panel_app import app, serve
from qdesign.ui.panel_studio import Studio

__all__ = ["ROUTES", "Studio", "app", "serve"]

ROUTES: Final = ()
"""Panel asks every plugin for some; there are none."""
