"""The engines of a simulator, in order of preference, and the choice among them.

An engine is chosen by what the circuit is: the first that is exact and quick on it; else a state
vector that fits; else the first that approximates it and says how well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.pauli import Observable
from qdesign.simulate.compile import MOST_QUBITS, too_many_qubits
from qdesign.simulate.engines import light_cone, mps, pauli, stabilizer, statevector
from qdesign.simulate.engines.protocol import OUTPUTS, EngineRow

ROWS: Final[tuple[EngineRow, ...]] = (
    statevector.ROW,
    stabilizer.ROW,
    light_cone.ROW,
    mps.ROW,
    pauli.ROW,
)

AUTO: Final = "auto"


@dataclass(frozen=True, slots=True)
class Choice:
    """An engine, and why it is taken, in one sentence."""

    row: EngineRow
    why: str


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


def chosen(
    name: str, circuit: Circuit, observable: Observable | None, *, is_noisy: bool = False
) -> Choice:
    """The engine of that name, or for `auto` the one that suits.

    Args:
        name: of a row, or `auto`.
        circuit: flat, without measurements at its end.
        observable: whose energy is asked for; None where there is none.
        is_noisy: is it run with noise?

    Raises:
        InvalidRequest: no such engine, or one that cannot run this circuit.
        TooLarge: none can.
    """
    if is_noisy:
        row = statevector.ROW if name == AUTO else engine_row(name)
        if row is not statevector.ROW:
            raise InvalidRequest(
                f"The engine '{name}' runs without noise. Leave the engine out: with noise numbers "
                "are exact up to 10 qubits, and averages of runs beyond."
            )
        return Choice(row, "With noise the mixed state is followed, exactly up to 10 qubits.")
    if name != AUTO:
        row = engine_row(name)
        if row.runner is not None and not circuit.is_unitary:
            raise InvalidRequest(
                f"The engine '{name}' runs circuits without measurements, resets and conditions "
                "inside. Use engine='statevector', or remove them."
            )
        if row.runner is not None and (refusal := row.refuses(circuit, observable)) is not None:
            raise InvalidRequest(
                f"The engine '{name}' cannot run this: {refusal} Use engine='auto'."
            )
        return Choice(row, "It was asked for.")
    if statevector.ROW.fits(circuit, observable) is None:
        return Choice(statevector.ROW, f"{circuit.num_qubits} qubits have a quick state vector.")
    if not circuit.is_unitary:
        return Choice(statevector.ROW, "The circuit measures, resets or has conditions inside.")
    has_room = statevector.ROW.refuses(circuit, observable) is None
    many = f"{circuit.num_qubits} qubits"
    if observable is None and has_room:
        return Choice(statevector.ROW, f"{many} fit in memory.")
    for row in ROWS:
        if row.fits(circuit, observable) is None:
            return Choice(row, f"{many}: {row.help}.")
    if has_room:
        return Choice(statevector.ROW, f"{many} fit in memory, and nothing quicker is exact.")
    for row in ROWS:
        if not row.is_exact and row.refuses(circuit, observable) is None:
            return Choice(row, f"{many}, and nothing here is exact: {row.help}.")
    reasons = [row.refuses(circuit, observable) for row in ROWS]
    told = " ".join(reason for reason in reasons[1:] if reason)
    raise TooLarge(f"{too_many_qubits(circuit.num_qubits)} {told}".rstrip())


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
