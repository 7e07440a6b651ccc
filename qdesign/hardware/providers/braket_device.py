"""What Braket tells of a device → the row of a target, with its gates, errors, times and price."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast

from qdesign.gates import ROWS
from qdesign.hardware.providers.braket_prices import prices

OPENQASM: Final = "braket.ir.openqasm.program"
PROGRAM_SET: Final = "braket.ir.openqasm.program_set"
_ROWS: Final = {row.braket: row for row in ROWS if row.braket}
_QUARTERS: Final = ("sx", "x")
"""Devices turn about X by quarters alone."""
_UNITS: Final = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def part(facts: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    """What stands under names inside each other; nothing where one is missing."""
    for name in names:
        found: object = facts.get(name)
        facts = cast("Mapping[str, Any]", found) if isinstance(found, dict) else {}
    return facts


def _listed(facts: Mapping[str, Any], name: str) -> Sequence[Any]:
    found: object = facts.get(name)
    return cast("Sequence[Any]", found) if isinstance(found, list) else ()


def device_row(device: Mapping[str, Any]) -> dict[str, Any] | None:
    """What `Remote.targets` tells of a device; None of one that runs no programs of gates."""
    facts = device["deviceCapabilities"]
    facts = json.loads(facts) if isinstance(facts, str) else facts
    paradigm, service = part(facts, "paradigm"), part(facts, "service")
    if OPENQASM not in part(facts, "action") or "qubitCount" not in paradigm:
        return None
    arn: str = device["deviceArn"]
    is_simulator = device["deviceType"] == "SIMULATOR"
    date = _date(part(facts, "standardized").get("updatedAt") or service.get("updatedAt"))
    opens = opens_at(_listed(service, "executionWindows"), datetime.now(UTC))
    row: dict[str, Any] = {
        "name": arn.rpartition("/")[2].upper() if is_simulator else arn,
        "num_qubits": int(paradigm["qubitCount"]),
        "max_shots": int(service["shotsRange"][1]),
        "available": device["deviceStatus"] == "ONLINE",
        "notes": f"{device['deviceName']} of {device['providerName']}.",
        "queue": _queue(device),
        "opens": None if opens is None else opens.isoformat(),
        "cost": _words(part(service, "deviceCost")),
    }
    if device["deviceStatus"] != "ONLINE":
        row["missing"] = f"it is {str(device['deviceStatus']).lower()} at Braket. Ask again later."
    if not is_simulator:
        row["calibration_date"] = date
        row["device"] = known = _device(facts, date)
        gates: Mapping[str, list[Mapping[str, Any]]] = known["gates"]
        pairs = {
            (place["on"][0], place["on"][1])
            for places in gates.values()
            for place in places
            if len(place["on"]) == 2
        }
        if pairs and not part(paradigm, "connectivity").get("fullyConnected"):
            row["num_qubits"] = len(known["qubits"])
            used = [place["on"][0] for place in gates.get("measure", ())]
            if used and len(used) < row["num_qubits"]:
                row["notes"] += f" It has {len(used)} qubits, called {used[0]} to {used[-1]}."
            row["coupling"] = sorted(pairs)
            row["basis_gates"] = sorted(set(gates) - {"measure"})
    return row


def opens_at(windows: Sequence[Mapping[str, Any]], now: datetime) -> datetime | None:
    """When a device opens next; None where it is open, or says no times."""
    next_one: datetime | None = None
    for window in windows:
        start, end = (_time(window[name]) for name in ("windowStartHour", "windowEndHour"))
        for ahead in range(-1, 8):
            day = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=ahead)
            if not _is_on(str(window["executionDay"]), day.weekday()):
                continue
            first, last = day + start, day + end
            last = last if end > start else last + timedelta(days=1)
            if first <= now <= last:
                return None
            if first > now and (next_one is None or first < next_one):
                next_one = first
    return next_one


def _is_on(word: str, weekday: int) -> bool:
    words = {"everyday": range(7), "weekdays": range(5), "weekend": (5, 6)}
    return weekday in words.get(word.lower(), (w for w, d in enumerate(_DAYS) if d == word))


def _time(text: str) -> timedelta:
    hours, minutes, *_ = str(text).split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def _queue(device: Mapping[str, Any]) -> int | None:
    sizes = [
        re.sub(r"\D", "", str(each["queueSize"]))
        for each in _listed(device, "deviceQueueInfo")
        if each["queue"] == "QUANTUM_TASKS_QUEUE"
    ]
    return sum(int(size) for size in sizes if size) if sizes else None


def _words(cost: Mapping[str, Any]) -> str:
    if not cost:
        return ""
    task = f"{prices()['task']:.2f} USD a task and " if cost["unit"] == "shot" else ""
    return f"{task}{cost['price']:g} USD a {cost['unit']}"


def _date(text: str | None) -> str | None:
    if not text:
        return None
    found = datetime.fromisoformat(str(text))
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).isoformat()


def _device(facts: Mapping[str, Any], date: str | None) -> dict[str, Any]:
    """The facts that all providers tell in one shape, and what a shot costs."""
    known = part(facts, "standardized")
    ones = {int(name): told for name, told in part(known, "oneQubitProperties").items()}
    size = max(ones, default=-1) + 1
    native = {str(name).lower() for name in _listed(part(facts, "paradigm"), "nativeGateSet")}
    gates: dict[str, list[dict[str, Any]]] = {}
    for qubit, told in sorted(ones.items()):
        errors = _errors(_listed(told, "oneQubitFidelity"))
        place = {"on": [qubit], "error": errors.get("gate"), "duration": None}
        turns = _QUARTERS if "rx" in native else ()
        for name in (*turns, "r") if "prx" in native else turns:
            gates.setdefault(name, []).append(place)
        if "rz" in native:
            gates.setdefault("rz", []).append({"on": [qubit], "error": 0.0, "duration": None})
        readout = {"on": [qubit], "error": errors.get("readout"), "duration": None}
        gates.setdefault("measure", []).append(readout)
    for pair, told in part(known, "twoQubitProperties").items():
        a, b = (int(part) for part in pair.split("-"))
        for each in _listed(told, "twoQubitGateFidelity"):
            word = str(each["gateName"]).lower()
            gate = _ROWS.get(word)
            if gate is not None and word in native:
                error = 1 - float(each["fidelity"])
                for on in ([a, b], [b, a]) if gate.exchangeable else ([a, b],):
                    place = {"on": on, "error": error, "duration": None}
                    gates.setdefault(gate.name, []).append(place)
    qubits = [
        {name: _seconds(part(ones.get(qubit) or {}, name.upper())) for name in ("t1", "t2")}
        for qubit in range(size)
    ]
    made: dict[str, Any] = {"date": date, "dt": None, "qubits": qubits, "gates": gates}
    known_gates = _listed(part(facts, "action", OPENQASM), "supportedOperations")
    made["operations"] = sorted(str(name).lower() for name in known_gates)
    sets = part(facts, "action", PROGRAM_SET)
    if sets:
        made["program_set"] = {
            "programs": int(sets["maximumExecutables"]),
            "shots": int(sets["maximumTotalShots"]),
        }
    cost = part(facts, "service", "deviceCost")
    if cost.get("unit") == "shot":
        made["price"] = {"shot": float(cost["price"]), "date": date or ""}
    return made


def _errors(told: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Errors of gates and of the readout, from fidelities by the names of their measurements."""
    found: dict[str, float] = {}
    for each in told:
        name = str(part(each, "fidelityType").get("name") or "")
        what = "readout" if name == "READOUT" else "gate" if "RANDOMIZED" in name else ""
        if what:
            found.setdefault(what, 1 - float(each["fidelity"]))
    return found


def _seconds(told: Mapping[str, Any]) -> float | None:
    if told.get("value") is None:
        return None
    scale = _UNITS.get(str(told.get("unit") or "").lower())
    return None if scale is None else float(told["value"]) * scale
