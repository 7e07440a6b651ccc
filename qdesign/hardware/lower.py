"""`Circuit` + values + `Target` → `Submission`: bind, transpile, check, write OpenQASM 3."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final, cast

from qdesign.circuit import Circuit, Operation
from qdesign.errors import InvalidRequest, InvalidTarget
from qdesign.exporter import Exporter
from qdesign.hardware.estimate import figures_of, figures_on, instructions
from qdesign.hardware.facts import device_then
from qdesign.hardware.job import DeviceThen, Figures
from qdesign.hardware.provider import provider_of, validate
from qdesign.hardware.target import Target, check_seed, check_shots, is_measured, whole
from qdesign.routing.router import Follower, fitted
from qdesign.rows import Value, find
from qdesign.showing.drawing import image, svg
from qdesign.showing.tables import count

DEFAULT_LEVEL: Final = 2
_BROKEN: Final = (
    "The device's calibration marks gates that this circuit needs as broken (error 1): the counts "
    "will tell little. Choose another target."
)
_NO_LAYOUT: Final = "{} chooses its qubits itself, so no layout can be given. Leave the layout out."


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What would be sent to a target.

    Attributes:
        target: its name.
        text: the OpenQASM 3 that the provider receives.
        circuit: what `text` denotes, for drawing; qubits are the device's.
        shots, seed: as asked.
        layout: for each qubit of the circuit, the device's qubit it starts on.
        figures: of the lowered circuit.
        notes: what lowering did that a person should know.
        device: what is known of it now; None without calibration.
        options: what is asked of the provider beside that, by name; all that its row has.
    """

    target: str
    text: str
    circuit: Circuit
    shots: int
    seed: int
    layout: tuple[int, ...]
    figures: Figures
    notes: tuple[str, ...] = ()
    device: DeviceThen | None = None
    options: Mapping[str, Value] = field(default_factory=dict[str, Value])

    def __repr__(self) -> str:
        figures = self.figures
        gates = f"{count(figures.num_gates, 'gate')}, {figures.num_two_qubit:,} two-qubit"
        return f"Submission({self.target}: {gates}, depth {figures.depth:,})"

    def _repr_html_(self) -> str:
        return image(svg(self.circuit))


def lower(
    circuit: Circuit,
    values: Mapping[str, float] | Sequence[float] | None,
    target: Target,
    *,
    shots: int = 1024,
    seed: int = 0,
    optimization_level: int = DEFAULT_LEVEL,
    layout: Sequence[int] | None = None,
    options: Mapping[str, object] | None = None,
    follower: Follower | None = None,
) -> Submission:
    """Makes of a circuit what a target takes: its gates, its couplings, its text.

    The same arguments give the same submission. A circuit that measures nothing gets a measurement
    of every qubit at its end, qubit k into bit k.

    Args:
        circuit: may have free parameters, blocks, composite gates.
        values: of every parameter, radians; by name, or in the order of `circuit.parameters`.
        target: one of `qdesign.targets()`.
        shots: 1 to `target.max_shots`.
        seed: of the transpiler's choices and of the local simulation, 0 to 2³¹ - 1.
        optimization_level: Qiskit's, 0 to 3.
        layout: for each qubit of the circuit, the device's qubit that it is to start on; chosen
            when None.
        options: of the provider, by name, as `Provider.options` lists them.
        follower: looks on while Qiskit fits the circuit to the device.

    Raises:
        MissingValue, UnknownParameter: `values` do not fit the circuit.
        InvalidTarget, TooLarge, InvalidRequest: the target does not take it.
    """
    validate(circuit, target)
    check_shots(shots, target)
    check_seed(seed)
    check_level(optimization_level)
    row = provider_of(target)
    chosen = row.checked({} if options is None else options)
    plan = _Plan(
        target,
        seed,
        optimization_level,
        check_layout(layout, circuit, target),
        follower,
    )
    made = replace(_lowered(circuit, values, plan, shots), options=chosen)
    if row.fits is not None:
        row.fits(made, target)
    return made


def _lowered(
    circuit: Circuit,
    values: Mapping[str, float] | Sequence[float] | None,
    plan: _Plan,
    shots: int,
) -> Submission:
    """In the provider's own way where it has one."""
    target = plan.target
    own = provider_of(target).lower
    if own is not None:
        if plan.layout:
            raise InvalidRequest(_NO_LAYOUT.format(target.name))
        return own(
            circuit,
            values,
            target,
            shots=shots,
            seed=plan.seed,
            optimization_level=plan.level,
        )
    bound = circuit.placed().bind(circuit.values_of(values))
    notes: list[str] = []
    if not is_measured(bound):
        bound = measured(bound)
        notes.append("The circuit measured nothing, so every qubit is measured at the end.")
    if not target.basis_gates:
        return _written(bound, target, shots, plan.seed, notes)
    return _transpiled(bound, plan, shots, notes)


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a circuit is fitted to a device."""

    target: Target
    seed: int
    level: int
    layout: tuple[int, ...] = ()
    follower: Follower | None = None


def fit(
    circuit: Circuit, target: Target, *, seed: int = 0, optimization_level: int = DEFAULT_LEVEL
) -> Circuit:
    """A circuit in the gates and on the qubits of a target; parameters may stay free.

    Raises:
        InvalidTarget, TooLarge, InvalidRequest: the target does not take it.
    """
    validate(circuit, target)
    if not target.basis_gates:
        return circuit
    physical, _, _ = _physical(circuit.placed(), _Plan(target, seed, optimization_level))
    return _as_ours(physical)


def check_level(level: object) -> int:
    """`level` when it is one of Qiskit's.

    Raises:
        InvalidRequest: anything but 0, 1, 2 or 3.
    """
    number = whole(level)
    if number not in (0, 1, 2, 3):
        raise InvalidRequest(f"Optimization level {level!r} cannot be used: give 0, 1, 2 or 3.")
    return number


def check_layout(layout: object, circuit: Circuit, target: Target) -> tuple[int, ...]:
    """`layout` as whole numbers when a circuit can be placed so; empty for None.

    Raises:
        InvalidRequest: not one qubit of the device for each of the circuit's.
    """
    if layout is None:
        return ()
    if not target.basis_gates:
        raise InvalidRequest(_NO_LAYOUT.format(target.name))
    given = tuple(cast("Sequence[object]", layout)) if isinstance(layout, (list, tuple)) else ()
    found = tuple(number for each in given if (number := whole(each)) is not None)
    inside = all(0 <= qubit < target.num_qubits for qubit in found)
    if not (inside and len(set(found)) == len(found) == len(given) == circuit.num_qubits):
        shown = str(cast("object", layout))[:60]
        raise InvalidRequest(
            f"The layout {shown} cannot be used: give {circuit.num_qubits} different "
            f"qubits of {target.name}, from 0 to {target.num_qubits - 1}."
        )
    return found


def measured(circuit: Circuit) -> Circuit:
    """The circuit with every qubit measured at its end, qubit k into bit k."""
    flat = circuit.flat()
    measurements = tuple(
        Operation("measure", (qubit,), clbits=(qubit,)) for qubit in range(flat.num_qubits)
    )
    return replace(
        flat,
        operations=(*(replace(o, column=None) for o in flat.operations), *measurements),
        num_clbits=max(flat.num_clbits, flat.num_qubits),
    )


def _written(
    circuit: Circuit, target: Target, shots: int, seed: int, notes: Sequence[str]
) -> Submission:
    """For a target that takes every gate anywhere: the circuit as it is, or as it is prepared."""
    prepare = provider_of(target).prepare
    circuit = circuit if prepare is None else prepare(circuit, target)
    return Submission(
        target=target.name,
        text=find(Exporter, provider_of(target).dialect).write(circuit),
        circuit=circuit,
        shots=shots,
        seed=seed,
        layout=tuple(range(circuit.num_qubits)),
        figures=figures_of(circuit),
        notes=tuple(notes),
    )


def _transpiled(circuit: Circuit, plan: _Plan, shots: int, notes: Sequence[str]) -> Submission:
    target, seed = plan.target, plan.seed
    physical, figures, device = _physical(circuit, plan)
    if figures.success_gates == 0:
        notes = (*notes, _BROKEN)
    lowered = _as_ours(physical)
    dialect = find(Exporter, provider_of(target).dialect)
    chosen = range(physical.num_qubits)  # where a device couples all qubits, none is placed
    if physical.layout is not None:
        chosen = physical.layout.initial_index_layout(filter_ancillas=True)
    return Submission(
        target=target.name,
        text=dialect.placed(lowered),
        circuit=lowered,
        shots=shots,
        seed=seed,
        layout=tuple(int(qubit) for qubit in chosen),
        figures=figures,
        notes=tuple(notes),
        device=device_then(physical, device, target.calibration_date),
    )


def _physical(circuit: Circuit, plan: _Plan) -> tuple[Any, Figures, Any]:
    """Qiskit's circuit for a device, around gates that never work where there is a way around.

    Its figures and Qiskit's target of the device come with it.
    """
    from qdesign.convert.qiskit import to_qiskit

    target = plan.target
    compiler_target = provider_of(target).compiler_target
    assert compiler_target is not None, "a provider that names gates describes its devices"
    device = compiler_target(target.name, True)
    fit = partial(
        fitted,
        to_qiskit(circuit),
        target.name,
        level=plan.level,
        seed=plan.seed,
        follower=plan.follower,
        initial_layout=list(plan.layout) or None,
    )
    physical: Any = fit(target=device)
    figures = figures_on(physical, device)
    if figures.success_gates == 0:
        with suppress(InvalidTarget):
            physical = fit(target=compiler_target(target.name, False))
            figures = figures_on(physical, device)
    _check_physical(physical, device, target)
    return physical, figures, device


def _as_ours(physical: Any) -> Circuit:
    """Qiskit's circuit on a device: of the device's qubits, none has a name of the circuit's."""
    from qdesign.convert.qiskit import from_qiskit

    found = from_qiskit(physical)
    return replace(found, qubit_names=(), declared=replace(found.declared, qubits=()))


def _check_physical(circuit: Any, device: Any, target: Target) -> None:
    """Every operation must be one the device has, where it has it.

    The transpiler promises this; what is sent is checked all the same.
    """
    for name, qubits, _ in instructions(circuit):
        if name != "barrier" and not device.instruction_supported(name, qubits):
            raise InvalidTarget(
                f"After lowering, {name} on qubits {qubits} is left, which {target.name} does not "
                "take. Try another optimization level."
            )
