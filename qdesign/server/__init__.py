"""The Jupyter server extension: asks from JupyterLab's documents, answered without a kernel."""

from __future__ import annotations

from typing import Any


def _jupyter_server_extension_points() -> list[dict[str, Any]]:  # pyright: ignore[reportUnusedFunction]
    from qdesign.server.app import QDesignServer

    return [{"module": "qdesign.server", "app": QDesignServer}]
