"""Renews the locks with the newest releases in range, and prints what changed.

`requirements.lock` holds everything that make installs, for Python 3.11 to 3.14 on every system.
`binder/requirements.txt` is the part of it that mybinder.org needs: it can read no file beside it
without building everything anew for each commit.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
BINDER = ROOT / "binder" / "requirements.txt"
GROUPS = ("bench", "build", "docs", "lite", "lock", "node", "pip", "test")
# What mybinder.org has room and use for: no apps of Panel, no pytket.
BINDER_EXTRAS = ("lab", "devices", "plots", "tune")
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)(?: ; ([^\\]+?))?(?: \\)?$", re.MULTILINE)


def main() -> int:
    """Renews both files."""
    before = pins(LOCK.read_text("utf-8")) if LOCK.exists() else {}
    everything = [part for group in GROUPS for part in ("--group", group)]
    compile_lock(LOCK, "--upgrade", "--universal", "--all-extras", *everything)
    extras = [part for extra in BINDER_EXTRAS for part in ("--extra", extra)]
    python = (ROOT / "binder" / "runtime.txt").read_text("utf-8").strip().removeprefix("python-")
    compile_lock(
        BINDER,
        *("--upgrade", "--constraint", LOCK.name, *extras, "--group", "build"),
        # a late release of that Python; conda has no early one
        *("--python-version", f"{python}.9", "--python-platform", "x86_64-manylinux_2_35"),
    )
    after = pins(LOCK.read_text("utf-8"))
    for name in sorted({*before, *after}):
        old, new = before.get(name, "not there"), after.get(name, "not there")
        if old != new:
            print(f"{name:<28}{old} → {new}")
    if before == after:
        print("Nothing changed: every release in the lock is the newest in range.")
    return 0


def compile_lock(target: Path, *arguments: str) -> None:
    """Writes one file with uv, without a word about where this machine gets packages from."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-config"]
    if "--python-version" not in arguments:
        command += ["--python-version", "3.11"]
    subprocess.run(
        [
            *command,
            *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"),
            *("--custom-compile-command", "make lock"),
            *arguments,
            *("--output-file", str(target.relative_to(ROOT)), "pyproject.toml"),
        ],
        cwd=ROOT,
        check=True,
    )


def pins(text: str) -> dict[str, str]:
    """The versions of each package in a lock, with the Python or system that one is for."""
    found: dict[str, list[str]] = {}
    for name, version, marker in _PIN.findall(text):
        found.setdefault(name, []).append(f"{version} ({marker})" if marker else version)
    return {name: ", ".join(versions) for name, versions in found.items()}


if __name__ == "__main__":
    sys.exit(main())
