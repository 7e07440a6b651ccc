"""The Jupyter server extension: asks from JupyterLab's documents, answered without a kernel."""

from __future__ import annotations

from typing import Any

from qdesign.kits import JUPYTER


def _jupyter_server_extension_points() -> list[dict[str, Any]]:  # pyright: ignore[reportUnusedFunction]
    with JUPYTER.needed_by("The extension of Jupyter's server"):
        from qdesign.server.app import QDesignServer

    return [{"module": "qdesign.server", "app": QDesignServer}]
