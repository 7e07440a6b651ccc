"""Print the path of a Chromium that starts, installing one where that is possible.

Looked for in this order: the variable QDESIGN_CHROMIUM, the PATH, Playwright's own copy. When there
is none: Debian's package (as root, with apt-get), then Playwright's download. Exit status 1 when
none of these gives a browser that starts; the reasons are on standard error.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL_SECONDS = 600


def say(text: str) -> None:
    """Tell the person; standard output is for the path alone."""
    print(text, file=sys.stderr, flush=True)


def starts(executable: str) -> bool:
    """Whether the program runs here: a copy without its libraries does not."""
    try:
        done = subprocess.run([executable, "--version"], capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def playwright_copy() -> str | None:
    """The Chromium that Playwright downloads for itself, if it is there."""
    program = (
        "from playwright.sync_api import sync_playwright as s\n"
        "with s() as p: print(p.chromium.executable_path)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    path = done.stdout.strip()
    return path if done.returncode == 0 and Path(path).is_file() else None


def candidates() -> Iterator[str]:
    """Browsers that are installed already, the preferred one first."""
    named = os.environ.get("QDESIGN_CHROMIUM")
    if named:
        yield named
    for name in NAMES:
        found = shutil.which(name)
        if found:
            yield found
    found = playwright_copy()
    if found:
        yield found


def run_quietly(command: list[str]) -> bool:
    """Run an installer; its last words are shown only when it fails."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=INSTALL_SECONDS, env=environment
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        say(f"{' '.join(command)}: {error}")
        return False
    if done.returncode:
        say(f"{' '.join(command)}: " + (done.stderr or done.stdout).strip()[-400:])
    return done.returncode == 0


def install_from_debian() -> None:
    """Install Debian's package, which brings its libraries with it."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    say("Installing Debian's chromium for the browser tests")
    install = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
    if not run_quietly(install) and run_quietly(["apt-get", "update"]):
        run_quietly(install)


def install_from_playwright() -> None:
    """Download Playwright's build; it may miss libraries that only root can install."""
    say("Downloading Playwright's Chromium for the browser tests")
    run_quietly([sys.executable, "-m", "playwright", "install", "chromium"])


def main() -> int:
    """Print the path and return 0, or say why not and return 1."""
    for install in (lambda: None, install_from_debian, install_from_playwright):
        install()
        for executable in candidates():
            if starts(executable):
                print(executable)
                return 0
    say("No Chromium starts on this machine. Install one and set QDESIGN_CHROMIUM to its path.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
