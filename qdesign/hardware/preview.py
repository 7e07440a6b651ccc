"""What would be sent, what it would give on an ideal device and what it would cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qdesign.circuit import Circuit
from qdesign.hardware.cost import Estimate
from qdesign.hardware.expected import expected
from qdesign.hardware.job import Figures
from qdesign.hardware.lower import lower
from qdesign.hardware.provider import provider_of
from qdesign.hardware.target import Target
from qdesign.showing.drawing import image, svg


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A job before it is submitted.

    Attributes:
        target: its name.
        text: what the provider would receive.
        circuit: what that text denotes, on the device's qubits.
        layout: for each qubit of the circuit, the device's qubit it starts on.
        figures: of the lowered circuit.
        expected: exact probabilities of the likely outcomes on an ideal device, bit 0 rightmost;
            None where there is no one state, or above 16 qubits.
        estimate: what it would cost; None where that is not known.
        notes: what lowering did that a person should know.
    """

    target: str
    text: str
    circuit: Circuit
    layout: tuple[int, ...]
    figures: Figures
    expected: Mapping[str, float] | None
    estimate: Estimate | None
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        price = "cost not known" if self.estimate is None else str(self.estimate)
        figures = f"{self.figures.num_gates:,} gates, depth {self.figures.depth:,}"
        return f"Preview({self.target}: {figures}, {price})"

    def _repr_html_(self) -> str:
        return image(svg(self.circuit))


def preview(
    circuit: Circuit,
    values: Mapping[str, float] | Sequence[float] | None,
    target: Target,
    *,
    shots: int,
    seed: int,
    optimization_level: int,
) -> Preview:
    """What `lower` makes of a circuit, with what it would give and cost.

    Raises:
        MissingValue, UnknownParameter, InvalidTarget, TooLarge, InvalidRequest: as `lower`.
    """
    made = lower(
        circuit, values, target, shots=shots, seed=seed, optimization_level=optimization_level
    )
    row = provider_of(target)
    free = Estimate(low=0.0, high=0.0, unit="", source="runs on this machine")
    price = free if row.run is not None else None
    found = expected(circuit, circuit.values_of(values), (), shots)
    return Preview(
        target=made.target,
        text=made.text,
        circuit=made.circuit,
        layout=made.layout,
        figures=made.figures,
        expected=None if found is None else found[0],
        estimate=price if row.estimate is None else row.estimate(made, target),
        notes=made.notes,
    )
