"""An energy as one job: how an observable is measured on a target, and what that would give."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qdesign.circuit import Circuit
from qdesign.errors import InvalidObservable, InvalidRequest
from qdesign.hardware.cost import Estimate
from qdesign.hardware.forecast import Forecast
from qdesign.hardware.job import with_error
from qdesign.hardware.measurement import (
    IDEAL_QUBITS,
    Group,
    check_measurable,
    constant_of,
    groups_of,
    ideal_mean,
    likely_mean,
    measuring,
    split,
)
from qdesign.hardware.preview import Preview, preview
from qdesign.hardware.provider import provider_of
from qdesign.hardware.target import MAX_SEED, Target, check_shots, whole
from qdesign.hardware.wholes import total
from qdesign.pauli import Observable, as_observable
from qdesign.showing.tables import count, table


@dataclass(frozen=True, slots=True)
class Plan:
    """How an observable is measured: groups of its terms with their shots."""

    observable: Observable
    groups: tuple[Group, ...]
    shots: tuple[int, ...]

    @property
    def text(self) -> str:
        """The observable as the queue keeps it."""
        return json.dumps(dict(sorted(self.observable.terms)))


def plan(
    circuit: Circuit,
    observable: object,
    shots: object,
    target: Target,
    options: Mapping[str, object] | None = None,
) -> Plan:
    """How an observable is measured on a target, with options of its provider.

    Raises:
        InvalidObservable: it is none, or on other qubits than the circuit.
        InvalidRequest: the circuit measures by itself, or the shots do not fit.
    """
    found = as_observable(observable, num_qubits=circuit.num_qubits, names=circuit.qubit_names)
    if found.num_qubits != circuit.num_qubits:
        raise InvalidObservable(
            f"The observable is on {found.num_qubits} qubits and the circuit on "
            f"{circuit.num_qubits}. Give one letter a qubit of the circuit."
        )
    check_measurable(circuit)
    groups = groups_of(found)
    number = whole(shots)
    if number is None or number < 1:
        check_shots(shots, target)
    row = provider_of(target)
    asked = row.checked({} if options is None else options)
    step = 1 if row.step is None else row.step(asked)
    least = 1 if row.least is None else row.least(asked)
    each = split(number or 0, groups, step=step)
    if min(each) < least:
        more = math.ceil((number or 0) * least / min(each))
        raise InvalidRequest(
            f"Of {number:,} shots, the lightest of {count(len(groups), 'circuit')} would get "
            f"{min(each):,}; with these options {row.title} takes at least {least:,}. Ask for "
            f"{more:,} or more."
        )
    if max(each) > target.max_shots:
        fewer = int((number or 0) * target.max_shots / max(each))
        raise InvalidRequest(
            f"Of {number:,} shots, the heaviest of {count(len(groups), 'circuit')} would get "
            f"{max(each):,}; {target.name} takes at most {target.max_shots:,} a job. Ask for "
            f"{fewer:,} or fewer."
        )
    return Plan(found, groups, each)


def seed_of(seed: int, part: int) -> int:
    """The seed of a part: parts of one job and of the next share none."""
    digest = hashlib.sha256(f"{seed}/{part}".encode()).digest()
    return int.from_bytes(digest[:8]) % (MAX_SEED + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyPreview:
    """The measurement of an observable before it is submitted.

    Attributes:
        target: its name.
        circuits: what would be sent, a preview for each group of terms.
        terms: of each of them, the labels with coefficients that it measures.
        shots: of each of them.
        estimate: what all of them would cost, as many of them as can be in one task; None where
            that is not known.
        energy: exact, on an ideal device; None where there is no one state, or above 16 qubits.
        energy_error: the standard error that so many shots would give there.
        noisy: with the device's noise, from what `circuits` would give with it; None where that is
            not known.
        noisy_error: one standard error of `noisy`, which is sampled above 10 qubits in use; 0 where
            it is exact.
        notes: what lowering did that a person should know.
    """

    target: str
    circuits: tuple[Preview, ...]
    terms: tuple[tuple[tuple[str, float], ...], ...]
    shots: tuple[int, ...]
    estimate: Estimate | None
    energy: float | None
    energy_error: float | None
    notes: tuple[str, ...]
    noisy: float | None = None
    noisy_error: float | None = None

    @property
    def _energy(self) -> str:
        if self.energy is None or self.energy_error is None:
            return "energy not known beforehand"
        noisy = ""
        if self.noisy is not None and self.noisy_error is not None:
            is_exact = self.noisy_error == 0
            found = f"{self.noisy:.6g}" if is_exact else with_error(self.noisy, self.noisy_error)
            noisy = f", {found} with its noise ({'exact' if is_exact else 'sampled'})"
        return f"energy {with_error(self.energy, self.energy_error)} on an ideal device{noisy}"

    def __repr__(self) -> str:
        price = "cost not known" if self.estimate is None else str(self.estimate)
        circuits = count(len(self.circuits), "circuit")
        return f"EnergyPreview({self.target}: {circuits}, {self._energy}, {price})"

    def _repr_html_(self) -> str:
        rows = [
            (" ".join(label for label, _ in terms), f"{shots:,}", f"{made.figures.num_gates:,}")
            for terms, shots, made in zip(self.terms, self.shots, self.circuits, strict=True)
        ]
        return table(rows, heads=("measures", "shots", "gates"), foot=self._energy)


def preview_energy(
    circuit: Circuit,
    values: Mapping[str, float] | Sequence[float] | None,
    observable: object,
    target: Target,
    *,
    shots: int,
    seed: int,
    optimization_level: int,
    layout: Sequence[int] | None = None,
    options: Mapping[str, object] | None = None,
) -> EnergyPreview:
    """What would be sent to measure an observable, what it would give and cost.

    Raises:
        QdesignError: as `plan` and `preview`.
    """
    made = plan(circuit, observable, shots, target, options)
    circuits = [
        preview(
            measuring(circuit, group.basis),
            values,
            target,
            shots=number,
            seed=seed_of(seed, k),
            optimization_level=optimization_level,
            layout=layout,
            options=options,
            together=made.shots,
        )
        for k, (group, number) in enumerate(zip(made.groups, made.shots, strict=True))
    ]
    taken = sum(made.shots)
    rounded = (
        (f"Of {shots:,} shots, {taken:,} are taken: see the options.",) if taken < shots else ()
    )
    ideal = ideal_energy(circuit, circuit.values_of(values), made)
    noisy = noisy_energy(made, [each.forecast for each in circuits])
    return EnergyPreview(
        target=target.name,
        circuits=tuple(circuits),
        terms=tuple(group.terms for group in made.groups),
        shots=made.shots,
        estimate=price_of([each.estimate for each in circuits]),
        energy=None if ideal is None else ideal[0],
        energy_error=None if ideal is None else ideal[1],
        notes=(*rounded, *dict.fromkeys(note for each in circuits for note in each.notes)),
        noisy=None if noisy is None else noisy[0],
        noisy_error=None if noisy is None else noisy[1],
    )


def price_of(estimates: Sequence[Estimate | None]) -> Estimate | None:
    """What all circuits cost that go out together; None where that is not known."""
    prices = [each for each in estimates if each is not None]
    return total(prices) if len(prices) == len(estimates) else None


def ideal_energy(
    circuit: Circuit, values: Mapping[str, float], made: Plan
) -> tuple[float, float] | None:
    """The exact energy and the standard error that the plan's shots give on an ideal device.

    None where there is no one state, or above 16 qubits.
    """
    if circuit.num_qubits > IDEAL_QUBITS or not circuit.is_unitary:
        return None
    found = [ideal_mean(circuit, values, group) for group in made.groups]
    energy = constant_of(made.observable) + sum(mean for mean, _ in found)
    variances = (variance / number for (_, variance), number in zip(found, made.shots, strict=True))
    return energy, math.sqrt(sum(variances))


def noisy_energy(made: Plan, outcomes: Sequence[Forecast]) -> tuple[float, float] | None:
    """The energy with the device's noise, and its standard error: 0 where all is exact.

    Args:
        made: how it is measured.
        outcomes: what the circuit of each group would give.

    Returns:
        None where that is not known of one of them.
    """
    energy, variance = constant_of(made.observable), 0.0
    for group, found in zip(made.groups, outcomes, strict=True):
        if found.noisy is None:
            return None
        mean, spread = likely_mean(group.terms, found.noisy)
        energy += mean
        variance += spread / found.shots if found.shots else 0.0
    return energy, math.sqrt(variance)
