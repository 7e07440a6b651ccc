"""Amazon Braket: devices by their ARNs, its simulators SV1, TN1 and DM1, and the one of its SDK.

Programs are its own OpenQASM 3; on devices with couplings they stand in a verbatim box. Prices are
those that a device tells, and for the rest a list that ships with its date.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from qdesign.circuit import Circuit
from qdesign.convert.gate_list import with_gates
from qdesign.gates import ROWS
from qdesign.hardware.cost import Estimate
from qdesign.hardware.device import described
from qdesign.hardware.environment import environment_of
from qdesign.hardware.known import facts_of, known_targets
from qdesign.hardware.lower import Submission
from qdesign.hardware.provider import Provider
from qdesign.hardware.providers.braket_prices import prices
from qdesign.hardware.target import Target

_NAME: Final = "braket"
_TOLD: Final = "what the device tells of itself"
SHORTEST: Final = 3.0
"""Seconds of a simulator that are billed at least."""
_LONGEST: Final = 6 * 3600.0
"""Seconds after which Braket ends a simulation."""
_MOST_PROGRAMS: Final = 100
"""Of a program set; a device may take fewer."""
_RATE: Final = 1e8
"""Amplitudes that a gate changes a second at worst."""


LOCAL: Final[Mapping[str, Any]] = {
    "name": "local",
    "num_qubits": 20,
    "max_shots": 100_000,
    "mid_circuit": True,
    "reset": True,
    "conditions": True,
    "notes": "The simulator of Braket's SDK, on this machine. It takes no seed.",
}
"""It runs in the kit's process, and is there before anybody was asked."""


def _targets() -> tuple[Target, ...]:
    known = known_targets(_NAME)
    if any(target.name == f"{_NAME}:local" for target in known):
        return known
    missing = environment_of(BRAKET).missing
    facts: dict[str, Any] = {
        **LOCAL,
        "name": f"{_NAME}:local",
        "available": not missing,
        "missing": missing,
    }
    return (*known, Target(provider=_NAME, **facts))


def _target(name: str) -> Target | None:
    found = {target.name: target for target in _targets()}
    return found.get(name) or found.get(f"{_NAME}:*")


def shot_of(name: str) -> Mapping[str, Any] | None:
    """What a shot costs, with date and source: as the device told, else as listed; or not known."""
    told = (facts_of(_NAME, f"{_NAME}:{name}") or {}).get("price")
    if told is not None:
        return {"source": _TOLD, **told}
    listed = prices()
    shot = listed["shot"].get(name.rpartition("/")[2])
    return None if shot is None else {"shot": shot, **{k: listed[k] for k in ("date", "source")}}


def estimate(submission: Submission, target: Target) -> Estimate | None:
    """What a task costs: its fee and its shots, or the minutes of a simulator as a range."""
    name = target.name.partition(":")[2]
    if name == "local":
        return Estimate(low=0, high=0, unit="USD", source="it runs on this machine")
    listed = prices()
    minute = listed["minute"].get(name)
    if minute is not None:
        return _simulated(submission, name, minute)
    told = shot_of(name)
    if told is None:
        return None
    parts = {"task": listed["task"], "shots": told["shot"] * submission.shots}
    total = sum(parts.values())
    return Estimate(
        low=total,
        high=total,
        unit=listed["unit"],
        source=told["source"],
        date=told["date"],
        parts=parts,
        once=("task",),
    )


def task_limit(target: Target, shots: int) -> int:
    """How many programs of so many shots a program set on a device may hold, as it tells."""
    told = (facts_of(_NAME, target.name) or {}).get("program_set")
    return 1 if told is None else min(told["programs"], told["shots"] // shots)


def _simulated(submission: Submission, name: str, minute: float) -> Estimate:
    """Time is what nobody tells before: at worst it grows with the state, and ends at a limit."""
    listed, figures = prices(), submission.figures
    qubits = submission.circuit.num_qubits * (2 if name == "DM1" else 1)
    work = (figures.num_gates + 1) * 2.0 ** min(qubits, 60) / _RATE
    worst = _LONGEST if name == "TN1" else SHORTEST + work + submission.shots * 1e-3
    high = min(worst, _LONGEST) / 60 * minute
    return Estimate(
        low=SHORTEST / 60 * minute,
        high=high,
        unit=listed["unit"],
        source=listed["source"],
        date=listed["date"],
        parts={"minutes": high},
    )


def prepare(circuit: Circuit, target: Target) -> Circuit:
    """In gates that the device takes, where Braket compiles for it; simulators take them all."""
    told = (facts_of(_NAME, target.name) or {}).get("operations")
    if not told:
        return circuit
    names = [row.name for row in ROWS if row.braket in told]
    return with_gates(circuit, names, language=target.name.rpartition("/")[2])


BRAKET: Final = Provider(
    name=_NAME,
    title="Amazon Braket",
    source="https://docs.aws.amazon.com/braket",
    targets=_targets,
    target=_target,
    compiler_target=described(_NAME),
    dialect="braket",
    prepare=prepare,
    estimate=estimate,
    remote="qdesign.hardware.providers.braket_remote:Half",
    recovery="token",
    task_size=_MOST_PROGRAMS,
    task_alike=True,
    task_limit=task_limit,
    kit="braket",
    kit_size=627,
    token_in="AWS's own places: its variables, profiles or single sign-on ('aws configure')",  # noqa: S106 (where it is, in words)
    service="qdesign.hardware.providers.braket_loopback:Service",
)
