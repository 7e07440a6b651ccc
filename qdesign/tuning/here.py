"""Tuning by energies that are found here: exact, noisy or sampled; from one start or several."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest
from qdesign.pauli import Observable, as_observable
from qdesign.problems.problem import Problem
from qdesign.rows import Value, find, rows
from qdesign.simulate.simulator import Simulator
from qdesign.tune.optimize import optimize
from qdesign.tune.optimizer import Optimizer
from qdesign.tune.progress import Found, Heard, Progress
from qdesign.tune.result import Optimization
from qdesign.tune.several import Values, from_starts, layer_by_layer
from qdesign.tuning.sampling import sampling

if TYPE_CHECKING:
    from qdesign.simulate.noise import Noise


def tune_here(
    circuit: Circuit,
    observable: Observable | Problem,
    *,
    method: str,
    start: Values | None,
    seed: int,
    progress: Progress | None,
    found: Found | None,
    heard: Heard | None,
    cancel: Cancel,
    shots: int | None,
    noise: object,
    starts: int,
    layerwise: bool,
    state: Mapping[str, Any] | None,
    options: Mapping[str, Value],
) -> Optimization:
    """As `optimize` has it, with `options` of the method."""
    row = find(Optimizer, method)
    if shots is not None:
        _check_samples(row)
    if state is not None and (starts != 1 or layerwise):
        raise InvalidRequest("A state goes on with one run. Leave 'starts' and 'layerwise' out.")
    if starts != 1 and layerwise:
        raise InvalidRequest("Choose one of 'starts' and 'layerwise'.")
    channels = _noise(noise)

    def one(
        body: Circuit,
        begin: Values | None,
        *,
        seed: int,
        progress: Progress | None,
        heard: Heard | None,
    ) -> Optimization:
        sampler = None
        if shots is not None:
            sampler = sampling(body, observable, shots=shots, seed=seed, noise=channels)
        given: Mapping[str, Any] = options
        return optimize(
            body,
            observable,
            method=method,
            start=begin,
            seed=seed,
            progress=progress,
            found=found,
            heard=heard,
            cancel=cancel,
            noise=channels,
            sampler=sampler,
            state=state,
            **given,
        )

    def measure(values: Mapping[str, float]) -> tuple[float, float]:
        if shots is None:
            return Simulator(circuit, as_observable(observable), noise=channels).expectation(
                values
            ), 0.0
        point = np.array([values[name] for name in circuit.parameters])
        sampler = sampling(circuit, observable, shots=shots, seed=seed, noise=channels)
        return sampler(point, 0)

    if layerwise:
        return layer_by_layer(
            one, circuit, start, seed=seed, progress=progress, heard=heard, measure=measure
        )
    return from_starts(
        one,
        circuit,
        start,
        starts=starts,
        seed=seed,
        progress=progress,
        heard=heard,
        cancel=cancel,
    )


def _check_samples(row: Optimizer) -> None:
    if not row.sampled:
        others = ", ".join(name for name, each in rows(Optimizer).items() if each.sampled)
        raise InvalidRequest(
            f"{row.title} needs exact energies, and shots sample them. Leave the shots out, or "
            f"choose: {others}."
        )


def _noise(given: object) -> Noise | None:
    from qdesign.simulate.noise import as_noise

    return None if given is None else as_noise(given)
