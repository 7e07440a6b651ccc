"""What would be sent, of what it was made, what it would give and what it would cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qdesign.circuit import Circuit
from qdesign.expansion import Expander, repeated
from qdesign.hardware.cost import Estimate
from qdesign.hardware.estimate import figures_of
from qdesign.hardware.forecast import Forecast, forecast
from qdesign.hardware.job import Figures
from qdesign.hardware.lower import Submission, lower, measured
from qdesign.hardware.origins import Stage, Trace
from qdesign.hardware.provider import provider_of
from qdesign.hardware.target import Target, is_measured
from qdesign.showing.drawing import image, svg


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A job as it would be sent.

    Attributes:
        submission: what the provider would receive.
        drawn: figures of the circuit as drawn, its parts written out, measured.
        stages: what each stage of the transpiler made of it; empty where none was needed.
        swaps: those that were added to route; 0 where there was no need.
        origins: for each operation but barriers of the lowered circuit, ids of the operations of
            the drawing that it was made of, or of which it is one part among several; empty for
            what was added to route. None where that is not known.
        estimate: what it would cost; None where that is not known.
    """

    submission: Submission
    drawn: Figures
    stages: tuple[Stage, ...]
    swaps: int
    origins: tuple[tuple[str, ...], ...] | None
    estimate: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A job before it is submitted.

    Attributes:
        target: its name.
        text: what the provider would receive.
        circuit: what that text denotes, on the device's qubits.
        layout: for each qubit of the circuit, the device's qubit it starts on.
        figures: of the lowered circuit.
        drawn: of the circuit as drawn.
        stages: what each stage of the transpiler made of it; empty where none was needed.
        swaps: those that were added to route.
        origins: as in `Prepared`.
        expected: exact probabilities of the likely outcomes on an ideal device, bit 0 rightmost;
            None where there is no one state, or above 16 qubits.
        noisy: the same with the device's noise; None where that is not known.
        forecast: both, how they were found and how far they are from each other.
        estimate: what it would cost; None where that is not known.
        notes: what lowering did that a person should know.
    """

    target: str
    text: str
    circuit: Circuit
    layout: tuple[int, ...]
    figures: Figures
    drawn: Figures
    stages: tuple[Stage, ...]
    swaps: int
    origins: tuple[tuple[str, ...], ...] | None
    expected: Mapping[str, float] | None
    noisy: Mapping[str, float] | None
    forecast: Forecast
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
    layout: Sequence[int] | None = None,
    options: Mapping[str, object] | None = None,
    together: Sequence[int] = (),
) -> Preview:
    """What `lower` makes of a circuit, with what it would give and cost.

    `together` are the shots of the circuits that go out with it, its own among them.

    Raises:
        MissingValue, UnknownParameter, InvalidTarget, TooLarge, InvalidRequest: as `lower`.
    """
    found = prepare(
        circuit,
        values,
        target,
        shots=shots,
        seed=seed,
        optimization_level=optimization_level,
        layout=layout,
        options=options,
        together=together,
    )
    made = found.submission
    outcomes = forecast(circuit, values, made, target)
    return Preview(
        target=made.target,
        text=made.text,
        circuit=made.circuit,
        layout=made.layout,
        figures=made.figures,
        drawn=found.drawn,
        stages=found.stages,
        swaps=found.swaps,
        origins=found.origins,
        expected=outcomes.ideal,
        noisy=outcomes.noisy,
        forecast=outcomes,
        estimate=found.estimate,
        notes=made.notes,
    )


def prepare(
    circuit: Circuit,
    values: Mapping[str, float] | Sequence[float] | None,
    target: Target,
    *,
    shots: int,
    seed: int,
    optimization_level: int,
    layout: Sequence[int] | None = None,
    options: Mapping[str, object] | None = None,
    together: Sequence[int] = (),
) -> Prepared:
    """What `lower` makes of a circuit and how it came to it; nothing is simulated.

    Raises:
        MissingValue, UnknownParameter, InvalidTarget, TooLarge, InvalidRequest: as `lower`.
    """
    trace = Trace()
    made = lower(
        circuit,
        values,
        target,
        shots=shots,
        seed=seed,
        optimization_level=optimization_level,
        layout=layout,
        options=options,
        follower=trace,
    )
    row = provider_of(target)
    free = Estimate(low=0.0, high=0.0, unit="", source="runs on this machine")
    price = free if row.run is not None else None
    placed = circuit.placed()
    return Prepared(
        submission=made,
        drawn=figures_of(placed if is_measured(placed) else measured(placed)),
        stages=tuple(trace.stages),
        swaps=trace.swaps,
        origins=_origins(placed, trace, made),
        estimate=price if row.estimate is None else row.priced(made, target, together),
    )


def _origins(placed: Circuit, trace: Trace, made: Submission) -> tuple[tuple[str, ...], ...] | None:
    """Ids by operation of what was made; None where it was not followed."""
    ids = list(_sources(placed))
    num_made = sum(o.gate != "barrier" for o in made.circuit.plain_operations)
    if trace.num_sources == 0:  # written as it is
        own = tuple((id_,) if id_ else () for id_ in ids)
        return own if len(own) == num_made else None
    if trace.num_sources != len(ids) or len(trace.found) != num_made:
        return None
    return tuple(
        tuple(dict.fromkeys(ids[number] for number in sorted(found) if ids[number]))
        for found in trace.found
    )


def _sources(placed: Circuit) -> Iterator[str]:
    """The id in the drawing of each operation that is fitted, in order; empty for added ones."""
    is_whole = is_measured(placed)
    for operation in repeated(placed.operations):
        parts = 1
        if not is_whole:  # those that are measured for the person are written out
            parts = sum(1 for _ in Expander(placed.definitions).expand((operation,)))
        for _ in range(parts):
            yield operation.id
    if not is_whole:
        yield from [""] * placed.num_qubits
