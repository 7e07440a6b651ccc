"""The lock that make and mybinder.org install from, and the ranges of the package beside it."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.lock import BINDER_EXTRAS

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
BINDER = ROOT / "binder" / "requirements.txt"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = (("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def entries(path: Path) -> dict[str, frozenset[str]]:
    """Hashes by pinned requirement, such as `numpy==2.4.6 ; python_full_version < '3.12'`."""
    text = re.sub(r"^ *#.*\n", "", path.read_text("utf-8"), flags=re.MULTILINE)
    found: dict[str, frozenset[str]] = {}
    for entry in text.replace("\\\n", " ").splitlines():
        pin, *hashes = entry.split("--hash=")
        found[pin.strip()] = frozenset(h.strip() for h in hashes)
    return found


def needed() -> list[str]:
    project = PROJECT["project"]
    optional = [text for extra in project["optional-dependencies"].values() for text in extra]
    groups = [text for group in PROJECT["dependency-groups"].values() for text in group]
    texts = [*project["dependencies"], *optional, *groups, *PROJECT["build-system"]["requires"]]
    return sorted({text for text in texts if Requirement(text).name != "qdesign"})


def version(name: str, environment: dict[str, str]) -> str | None:
    found = [
        pin
        for pin in map(Requirement, entries(LOCK))
        if canonicalize_name(pin.name) == name
        and (pin.marker is None or pin.marker.evaluate(environment))
    ]
    assert len(found) < 2, f"{name} is pinned twice for {environment}"
    return str(found[0].specifier).removeprefix("==") if found else None


@pytest.mark.parametrize("text", needed())
def test_one_version_within_the_range_is_locked_for_every_python_and_system(text: str) -> None:
    requirement = Requirement(text)
    for python in PYTHONS:
        for system, platform, name in SYSTEMS:
            environment = {
                "python_version": python,
                "python_full_version": f"{python}.9",
                "sys_platform": system,
                "platform_system": platform,
                "os_name": name,
            }
            if requirement.marker is None or requirement.marker.evaluate(environment):
                locked = version(canonicalize_name(requirement.name), environment)
                assert locked is not None
                assert requirement.specifier.contains(locked)


@pytest.mark.parametrize("path", [LOCK, BINDER], ids=lambda path: path.name)
def test_every_pin_has_hashes_and_no_address(path: Path) -> None:
    for pin, hashes in entries(path).items():
        assert re.fullmatch(r"[a-z0-9-]+==\S+( ; .+)?", pin)
        assert hashes
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", h) for h in hashes)
    assert "://" not in path.read_text("utf-8")


def test_binder_installs_what_the_lock_says() -> None:
    """Its base has Python 3.11 on Linux; it needs no more than the package and what builds it."""
    python = (ROOT / "binder" / "runtime.txt").read_text("utf-8").strip().removeprefix("python-")
    environment = {"python_version": python, "python_full_version": f"{python}.9"}
    locked: dict[str, frozenset[str]] = {}
    for pin, hashes in entries(LOCK).items():
        name, _, marker = pin.partition(" ; ")
        if not marker or Marker(marker).evaluate(environment):
            locked[name] = hashes
    assert entries(BINDER).items() <= locked.items()
    names = {canonicalize_name(Requirement(pin).name) for pin in entries(BINDER)}
    project = PROJECT["project"]
    texts = [*project["dependencies"], *PROJECT["dependency-groups"]["build"]]
    for extra in BINDER_EXTRAS:
        texts += project["optional-dependencies"][extra]
    assert {canonicalize_name(Requirement(text).name) for text in texts} <= names


def test_what_builds_the_package_is_stated_once_for_pip_and_once_for_make() -> None:
    assert set(PROJECT["build-system"]["requires"]) <= set(PROJECT["dependency-groups"]["build"])
