"""Succeeds when the PATH has npm and a Node that JupyterLab's builder (Rspack) can load."""

import shutil
import subprocess
import sys


def has_node() -> bool:
    """Is there npm, and Node 20.19 or newer in 20, or 22.12 or newer?"""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    asked = subprocess.run(
        [node, "-p", "process.versions.node"], check=False, capture_output=True, text=True
    )
    try:
        major, minor = (int(part) for part in asked.stdout.split(".")[:2])
    except ValueError:
        return False
    return (major == 20 and minor >= 19) or (major == 22 and minor >= 12) or major > 22


if __name__ == "__main__":
    sys.exit(not has_node())
