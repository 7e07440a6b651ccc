"""A device's calibration → noise of circuits as they are drawn, on its qubits."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final, cast

from qdesign.errors import InvalidRequest, InvalidTarget
from qdesign.gates import ALIASES, GATES
from qdesign.gates.lookup import find_gate
from qdesign.given import given_text, given_whole
from qdesign.hardware.provider import provider_of
from qdesign.hardware.provider import target as target_named
from qdesign.hardware.target import Target
from qdesign.simulate.noise import Noise

_MICRO: Final = 1e6

Rates = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class _Place:
    """What a gate costs on its qubits: p of depolarizing, and how long it lasts, µs."""

    depolarizing: float
    duration: float


def noise_of(name: str, qubits: Sequence[int] | None = None) -> Noise:
    """The noise of a device; see `Noise.from_target`.

    Each gate's average infidelity is what relaxation over its duration and depolarizing give
    together, as in Aer's noise of a device. T2 counts as 2 T1 at most.

    Args:
        name: of a target whose calibration is known.
        qubits: of the device, in the order of the circuit's; all when None.

    Raises:
        InvalidTarget: there is no such target, what describes it is missing, or it has no
            calibration.
        InvalidRequest: a qubit that the device does not have, or a value of another kind.
    """
    target = _known(name)
    read = provider_of(target).compiler_target
    if read is None or not target.basis_gates:
        raise InvalidTarget(
            f"{name} has no calibration to take noise from. Choose a device, such as "
            "local:fake_torino; `qdesign targets` lists them."
        )
    device = read(name, True)
    chosen = _chosen(qubits, device.num_qubits)
    place = {qubit: index for index, qubit in enumerate(chosen)}
    times = [_times(device, qubit) for qubit in chosen]
    rates: Rates = defaultdict(dict)
    for k, (t1, t2) in enumerate(times):
        for key, value in (("t1", t1), ("t2", t2)):
            if value is not None:
                rates["thermal"][f"{key}@{k}"] = value
    known = {
        gate: {
            on: _cost(facts, [times[k] for k in on])
            for on, facts in _facts(device, native, place).items()
        }
        for gate, native in _gates(device)
    }
    for gate, places in known.items():
        for on, cost in places.items():
            _put(rates, f"{gate}@{','.join(map(str, on))}", cost)
    _kinds(rates, known)
    rates["readout"] = dict(_readout(device, place))
    if not any(key[:2] in ("t1", "t2") for key in rates["thermal"]):
        rates.pop("thermal", None)
    return Noise({channel: keys for channel, keys in rates.items() if keys}, name)


def first_coupled(name: str, count: int) -> tuple[int, ...]:
    """So many qubits of a device, along its couplings from qubit 0 on, lower numbers first.

    Each but the first is coupled with one before it; where too few are, others follow by number.
    """
    device = _known(name)
    near: dict[int, set[int]] = defaultdict(set)
    for a, b in device.coupling or ():
        near[a].add(b)
        near[b].add(a)
    found: dict[int, None] = {}
    waiting = [0]
    while waiting and len(found) < count:
        qubit = waiting.pop()
        found[qubit] = None
        waiting += sorted(near[qubit] - found.keys(), reverse=True)
    others = (qubit for qubit in range(device.num_qubits) if qubit not in found)
    return (*found, *others)[:count]


def _known(name: str) -> Target:
    target = target_named(given_text(name, "The name of a target"))
    if target.missing and not target.num_qubits:
        raise InvalidTarget(f"{name} is not available: {target.missing}")
    return target


def _chosen(qubits: Sequence[int] | None, count: int) -> tuple[int, ...]:
    try:
        given = range(count) if qubits is None else tuple(qubits)
    except TypeError:
        raise InvalidRequest(
            f"Qubits are a list, such as [0, 1], not {type(qubits).__name__}."
        ) from None
    chosen = tuple(given_whole(qubit, "A qubit") for qubit in given)
    if not chosen:
        raise InvalidRequest("No qubits are named. Name one or more, such as [0, 1].")
    if len(set(chosen)) != len(chosen) or any(q not in range(count) for q in chosen):
        raise InvalidRequest(
            f"Qubits {chosen!r:.60}: name each once, from 0 to {count - 1}, as the device has them."
        )
    return chosen


def _gates(device: Any) -> Iterator[tuple[str, str]]:
    """The unitary gates of a device: their names here and there."""
    for native in device.operation_names:
        name = ALIASES.get(native, native)
        row = find_gate(name)
        if row is not None and row.is_unitary and (name == native or name not in device):
            yield name, native


def _facts(device: Any, gate: str, place: Mapping[int, int]) -> dict[tuple[int, ...], Any]:
    """What is known of a gate on the circuit's qubits."""
    places = cast("Mapping[tuple[int, ...] | None, Any]", device[gate] or {})
    return {
        tuple(place[qubit] for qubit in on): facts
        for on, facts in places.items()
        if on is not None and facts is not None and all(qubit in place for qubit in on)
    }


def _times(device: Any, qubit: int) -> tuple[float | None, float | None]:
    """T1 and T2 of a qubit in µs."""
    facts = device.qubit_properties[qubit] if device.qubit_properties else None
    t1, t2 = getattr(facts, "t1", None), getattr(facts, "t2", None)
    if t1 is not None and t2 is not None:
        t2 = min(t2, 2 * t1)
    return (t1 and t1 * _MICRO) or None, (t2 and t2 * _MICRO) or None


def _cost(facts: Any, times: Sequence[tuple[float | None, float | None]]) -> _Place:
    """Depolarizing beside what relaxation takes already.

    Source: Aer's `_device_depolarizing_error`, from F = (1 - p) F_relax + p / d.
    """
    duration = (facts.duration or 0.0) * _MICRO
    side = 2 ** len(times)
    trace = 1.0
    for t1, t2 in times:
        kept = 1.0 if t1 is None else math.exp(-duration / t1)
        across = math.sqrt(kept) if t2 is None else math.exp(-duration / t2)
        trace *= 1 + 2 * across + kept
    fidelity = (trace / side + 1) / (side + 1)
    error = min(facts.error or 0.0, side / (side + 1))
    spare = max(0.0, side * (error - (1 - fidelity)) / (side * fidelity - 1))
    # A gate that never works mixes its qubits fully.
    return _Place(min(1.0, spare), duration)


def _put(rates: Rates, key: str, cost: _Place) -> None:
    rates["depolarizing"][key] = cost.depolarizing
    rates["thermal"][key] = cost.duration


def _kinds(rates: Rates, known: Mapping[str, Mapping[tuple[int, ...], _Place]]) -> None:
    """What gates cost that the device does not have: its dearest on the same qubits."""
    worst: dict[tuple[int, ...], _Place] = {}
    for places in known.values():
        for on, cost in places.items():
            ordered = tuple(sorted(on))
            best = worst.get(ordered)
            if best is None or (cost.duration, cost.depolarizing) > (
                best.duration,
                best.depolarizing,
            ):
                worst[ordered] = cost
    for on, cost in worst.items():
        _put(rates, f"{'1' if len(on) == 1 else '2'}@{','.join(map(str, on))}", cost)
    for kind in ("1", "2"):
        costs = [cost for on, cost in worst.items() if (len(on) == 1) == (kind == "1")]
        if costs:
            typical = _Place(
                median(cost.depolarizing for cost in costs),
                median(cost.duration for cost in costs),
            )
            _put(rates, kind, typical)
    free = known.get("rz", {})
    if free and not any(cost.duration or cost.depolarizing for cost in free.values()):
        # Turns about Z are frames that are kept in software.
        for name, row in GATES.items():
            if row.num_qubits == 1 and row.is_unitary and row.is_diagonal and name not in known:
                _put(rates, name, _Place(0.0, 0.0))


def _readout(device: Any, place: Mapping[int, int]) -> Iterator[tuple[str, float]]:
    places = _facts(device, "measure", place) if "measure" in device else {}
    for (qubit,), facts in places.items():
        wrong = getattr(facts, "prob_meas1_prep0", facts.error)
        right = getattr(facts, "prob_meas0_prep1", facts.error)
        for name, value in (("one_for_zero", wrong), ("zero_for_one", right)):
            if value is not None:
                yield f"{name}@{qubit}", float(value)
