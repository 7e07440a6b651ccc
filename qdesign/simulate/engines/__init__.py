"""The engines of a simulator, and the choice among them.

An engine is chosen by what the circuit is: a state vector where that is quick, a stabilizer where
all gates are Clifford, else of those that are exact the quickest by its own estimate; and where
none is, of those that approximate it the one whose error is the smallest in a trial.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from qdesign.circuit import Circuit
from qdesign.errors import Cancelled, InvalidRequest, TooLarge
from qdesign.pauli import Observable
from qdesign.rows import Value
from qdesign.simulate.compile import MOST_QUBITS, too_many_qubits
from qdesign.simulate.engines import (
    aer,
    diagonal,
    light_cone,
    mps,
    pauli,
    stabilizer,
    statevector,
)
from qdesign.simulate.engines.protocol import OUTPUTS, EngineRow, Runner
from qdesign.simulate.noise import Noise

ROWS: Final[tuple[EngineRow, ...]] = (
    statevector.ROW,
    stabilizer.ROW,
    light_cone.ROW,
    diagonal.ROW,
    mps.ROW,
    pauli.ROW,
    aer.ROW,
)

AUTO: Final = "auto"

_MOST_TRIED: Final = 20_000
"""Operations up to which engines that approximate are tried for their errors."""
_MOST_TERMS: Final = 1_000
"""Terms up to which they are."""
_NEAR_ZERO: Final = math.pi / 8
"""Radians around 0 of the values at which they are tried."""

Progress = Callable[[float], None]
"""Told the share of the preparation that is done, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Work:
    """Of an engine that prepares for long: whom to tell, and whom to ask whether to stop."""

    progress: Progress | None = None
    cancel: Callable[[], bool] | None = None

    def __post_init__(self) -> None:
        given: object = self.cancel
        if given is not None and not callable(given):
            raise InvalidRequest(
                "What cancels is a function without arguments, such as threading.Event().is_set, "
                f"not {type(given).__name__}."
            )
        told: object = self.progress
        if told is not None and not callable(told):
            raise InvalidRequest(
                "What is told of progress is a function of the share that is done, not "
                f"{type(told).__name__}."
            )


@dataclass(frozen=True, slots=True)
class Opened:
    """An engine with a circuit.

    Attributes:
        row: the engine.
        why: why it is taken, in one sentence.
        runner: the run; None for the state vector.
        options: of the engine, all of them.
    """

    row: EngineRow
    why: str
    runner: Runner | None = None
    options: Mapping[str, Value] = field(default_factory=dict[str, Value])


def engine_row(name: str) -> EngineRow:
    """The engine of that name.

    Raises:
        InvalidRequest: there is none.
    """
    for row in ROWS:
        if row.name == name:
            return row
    known = ", ".join((AUTO, *(row.name for row in ROWS)))
    raise InvalidRequest(f"The engine is {str(name)[:40]!r}; it must be one of: {known}.")


def opened(
    name: str,
    circuit: Circuit,
    observable: Observable | None,
    *,
    noise: Noise | None = None,
    options: Mapping[str, object],
    work: Work = Work(),
) -> Opened:
    """The circuit on the engine of that name, or for `auto` on the one that suits.

    Args:
        name: of a row, or `auto`.
        circuit: flat, without measurements at its end.
        observable: whose energy is asked for; None where there is none.
        noise: what it is run with.
        options: of the engine, by name.
        work: for engines that prepare for long.

    Raises:
        InvalidRequest: no such engine, one that cannot run this circuit, or a wrong option.
        TooLarge: none can.
    """
    if name != AUTO:
        row = engine_row(name)
        _check(row, circuit, observable, is_noisy=noise is not None)
        return _opened(row, "It was asked for.", circuit, observable, noise, options, work)
    if noise is not None:
        why = "With noise the mixed state is followed, exactly up to 10 qubits."
        return _opened(statevector.ROW, why, circuit, observable, noise, options, work)
    error: TooLarge | None = None
    for row, why in _suited(circuit, observable, work):
        try:
            return _opened(row, why, circuit, observable, None, options, work)
        except TooLarge as found:
            error = error or found
    if error is not None:
        raise error
    reasons = [row.refuses(circuit, observable) for row in ROWS if not row.is_exact]
    told = " ".join(reason for reason in reasons if reason)
    raise TooLarge(f"{too_many_qubits(circuit.num_qubits)} {told}".rstrip())


def _opened(
    row: EngineRow,
    why: str,
    circuit: Circuit,
    observable: Observable | None,
    noise: Noise | None,
    options: Mapping[str, object],
    work: Work,
) -> Opened:
    checked = row.checked(options)
    runner = None
    if row.runner is not None:
        further: dict[str, object] = {"noise": noise} if row.takes_noise else {}
        if row.takes_work:
            further |= {"progress": work.progress, "cancel": work.cancel}
        runner = row.runner(circuit, observable, **checked, **further)
    return Opened(row, why, runner, checked)


def _check(
    row: EngineRow, circuit: Circuit, observable: Observable | None, *, is_noisy: bool
) -> None:
    if row.runner is None:
        return
    if is_noisy and not row.takes_noise:
        raise InvalidRequest(
            f"The engine '{row.name}' runs without noise. Leave the engine out, for exact numbers "
            "up to 10 qubits and averages of runs beyond, or use engine='aer'."
        )
    if not circuit.is_unitary:
        raise InvalidRequest(
            f"The engine '{row.name}' runs circuits without measurements, resets and conditions "
            "inside. Use engine='statevector', or remove them."
        )
    refusal = row.refuses(circuit, observable)
    if refusal is not None:
        raise InvalidRequest(
            f"The engine '{row.name}' cannot run this: {refusal} Use engine='auto'."
        )


def _suited(
    circuit: Circuit, observable: Observable | None, work: Work
) -> Iterator[tuple[EngineRow, str]]:
    """Engines that may run it, the best first, each with why."""
    if statevector.ROW.fits(circuit, observable) is None:
        yield statevector.ROW, f"{circuit.num_qubits} qubits have a quick state vector."
        return
    if not circuit.is_unitary:
        yield statevector.ROW, "The circuit measures, resets or has conditions inside."
        return
    has_room = statevector.ROW.refuses(circuit, observable) is None
    many = f"{circuit.num_qubits:,} qubits"
    if stabilizer.ROW.fits(circuit, observable) is None:
        yield stabilizer.ROW, f"{many}: {stabilizer.ROW.help}."
    if observable is None and has_room:
        yield statevector.ROW, f"{many} fit in memory."
        return
    others = [row for row in ROWS if row not in (statevector.ROW, stabilizer.ROW)]
    exact = [row for row in others if row.fits(circuit, observable) is None]
    if has_room:
        exact.append(statevector.ROW)
    costs = {row.name: row.cost(circuit, observable) for row in exact} if len(exact) > 1 else {}
    for row in sorted(exact, key=lambda each: costs.get(each.name, 0.0)):
        yield row, _why_exact(row, many, others=[each for each in exact if each is not row])
    if has_room:
        return
    near = [each for each in ROWS if not each.is_exact and not each.refuses(circuit, observable)]
    for row, told in _tried(near, circuit, observable, work):
        yield row, f"{many}, and nothing here is exact: {row.help}{told}."


def _tried(
    rows: Sequence[EngineRow], circuit: Circuit, observable: Observable | None, work: Work
) -> Iterator[tuple[EngineRow, str]]:
    """Engines that approximate, the one with the smallest error first, with what a trial says.

    Errors are those that the engines state with small limits, at one random point near 0. Where
    one is no less than what any energy may be off, it says nothing.
    """
    ranked = sorted(rows, key=lambda each: each.strain(circuit))
    is_large = len(circuit.plain_operations) > _MOST_TRIED
    if observable is None or len(ranked) < 2 or is_large or len(observable.terms) > _MOST_TERMS:
        yield from ((row, "") for row in ranked)
        return
    size = sum(abs(weight) for _, weight in observable.terms)
    point = np.random.default_rng(0).uniform(-_NEAR_ZERO, _NEAR_ZERO, len(circuit.parameters))
    errors: dict[str, float] = {}
    for row in ranked:
        if work.cancel is not None and work.cancel():
            raise Cancelled("The choice of an engine was stopped.")
        try:
            # Progress is told of the engine that is taken.
            quiet = Work(None, work.cancel)
            made = _opened(row, "", circuit, observable, None, row.trial, quiet).runner
            errors[row.name] = size if made is None else min(size, made.error(point))
        except TooLarge:
            errors[row.name] = size
    ranked.sort(key=lambda each: errors[each.name])
    if min(errors.values()) >= size:
        yield from ((row, "; in a trial no engine's error said anything") for row in ranked)
        return
    each = ", ".join(f"'{row.name}' at most {errors[row.name]:.2g}" for row in ranked)
    yield from ((row, f"; off in a trial: {each}") for row in ranked)


def _why_exact(row: EngineRow, many: str, *, others: Sequence[EngineRow]) -> str:
    if row is statevector.ROW:
        return f"{many} fit in memory, and nothing quicker is exact."
    titles = " and ".join(f"'{each.name}'" for each in others)
    return f"{many}: {row.help}{f'; by estimate quicker than {titles}' if titles else ''}."


def refusal(row: EngineRow, output: str) -> InvalidRequest:
    """What to say where an engine has no such output: which engines have it."""
    others = [f"'{other.name}'" for other in ROWS if other.gives(output)]
    return InvalidRequest(
        f"The engine '{row.name}' gives no {OUTPUTS[output].removeprefix('an ').removeprefix('a ')}"
        f". These do, where they can run the circuit: {', '.join(others)}."
    )


def no_state(row: EngineRow, num_qubits: int) -> InvalidRequest | TooLarge:
    """What to say where a state vector is asked of an engine that holds none."""
    methods = [output for output in OUTPUTS if row.gives(output)]
    gives = ", ".join("shots" if output == "sample" else output for output in methods)
    asks = f"The engine '{row.name}' holds no state vector; it gives {gives}."
    if num_qubits > MOST_QUBITS:
        return TooLarge(f"{too_many_qubits(num_qubits)} {asks}")
    return InvalidRequest(f"{asks} engine='statevector' has one.")
