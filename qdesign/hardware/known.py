"""Devices of a provider as they were when it was last asked, so that targets are told at once."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, cast
from urllib.parse import quote

from qdesign.errors import InvalidRequest
from qdesign.files import write_text
from qdesign.hardware.device import typical_error
from qdesign.hardware.environment import data_folder, environment_of
from qdesign.hardware.provider import Provider
from qdesign.hardware.remote_lane import ask_provider
from qdesign.hardware.target import Target
from qdesign.rows import find

_FIELDS: Final = {field.name for field in dataclasses.fields(Target)} - {"provider", "missing"}


def known_targets(name: str) -> tuple[Target, ...]:
    """The targets of a provider; where none is known, one that says what is missing.

    Args:
        name: of the provider.
    """
    row = find(Provider, name)
    missing = environment_of(row).missing if row.kit else ""
    kept = _read(row)
    if not kept:
        missing = missing or f"its devices are not known yet. Ask for them: {_command(row)}"
        return (Target(name=f"{name}:*", provider=name, available=False, missing=missing),)
    if missing:
        return tuple(dataclasses.replace(t, available=False, missing=missing) for t in kept)
    return kept


def refresh_targets(name: str) -> tuple[Target, ...]:
    """Asks a provider for its devices and keeps what it says.

    Raises:
        QdesignError: it cannot be asked: no kit, no token, no network; with what to do.
    """
    row = find(Provider, name)
    if not row.remote:
        return row.targets()
    return _keep(row, ask_provider(row, "targets"))


def add_target(name: str, facts: Mapping[str, Any]) -> Target:
    """Keeps one more target of a provider, in place of one of the same name.

    Args:
        name: of the provider.
        facts: as `Remote.targets` tells them.
    """
    row = find(Provider, name)
    try:
        kept = json.loads(_path(row).read_text("utf-8"))
        others = [each for each in kept if each["name"] != facts["name"]]
    except (OSError, ValueError, TypeError, KeyError):
        others = []
    return _keep(row, [facts, *others])[0]


def _keep(row: Provider, said: Sequence[Mapping[str, Any]]) -> tuple[Target, ...]:
    """Keeps what was told of targets; what is told of their devices in a file each."""
    found = tuple(_target(row, facts) for facts in said)
    path = _path(row)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for target, facts in zip(found, said, strict=True):
        if facts.get("device") is not None:
            write_text(_device(row, target.name), json.dumps(facts["device"]))
    shown = [
        {**facts, "device": None, "two_qubit_error": target.two_qubit_error}
        for target, facts in zip(found, said, strict=True)
    ]
    write_text(path, json.dumps(shown, indent=1))
    return found


def facts_of(provider: str, target: str) -> Mapping[str, Any] | None:
    """What a provider told of one of its devices, in the shape of device.py; None where nothing is.

    Args:
        provider: its name.
        target: the target's name, with the provider's.
    """
    try:
        said = json.loads(_device(find(Provider, provider), target).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return cast("Mapping[str, Any]", said) if isinstance(said, dict) else None


def _command(row: Provider) -> str:
    return f"qdesign targets --provider {row.name} --refresh"


def _path(row: Provider) -> Path:
    return data_folder() / "targets" / f"{row.name.replace('/', '+')}.json"


def _device(row: Provider, target: str) -> Path:
    """The file of what is known of a device; any name makes one file in the folder."""
    folder = _path(row).with_suffix("")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{quote(target, safe='')}.json"


def _read(row: Provider) -> tuple[Target, ...]:
    """What was kept; nothing where that cannot be read."""
    try:
        said = json.loads(_path(row).read_text("utf-8"))
        return tuple(_target(row, facts) for facts in said)
    except (OSError, ValueError, TypeError, AttributeError, InvalidRequest):
        return ()


def _target(row: Provider, facts: Mapping[str, Any]) -> Target:
    given = {name: value for name, value in facts.items() if name in _FIELDS}
    for moment in ("calibration_date", "opens"):
        date = given.get(moment)
        given[moment] = datetime.fromisoformat(date) if date else None
    if given.get("coupling") is not None:
        given["coupling"] = tuple((int(a), int(b)) for a, b in given["coupling"])
    given["basis_gates"] = tuple(given.get("basis_gates", ()))
    given["name"] = f"{row.name}:{given['name']}"
    if not given.get("available", True):
        given["missing"] = str(facts.get("missing") or "the device is not ready")
    device = facts.get("device")
    if "two_qubit_error" not in given and isinstance(device, dict):
        given["two_qubit_error"] = typical_error(cast("Mapping[str, Any]", device))
    return Target(provider=row.name, **given)
