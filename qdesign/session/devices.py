"""Asks about targets: what there is, what would run there, what it would give."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, cast

from qdesign.document import Document
from qdesign.errors import InvalidRequest, QdesignError
from qdesign.placing import walk
from qdesign.session import port
from qdesign.session.opening import drawn_circuit, drawn_observable
from qdesign.session.queueing import with_noise
from qdesign.session.replies import Answer, Report

if TYPE_CHECKING:
    from qdesign.circuit import Circuit, Operation
    from qdesign.hardware import preview
    from qdesign.hardware.energy import Plan
    from qdesign.hardware.job import Figures
    from qdesign.hardware.lower import Submission
    from qdesign.hardware.provider import Provider
    from qdesign.hardware.target import Target
    from qdesign.zx.verdict import Verdict

_PACKAGE: Final = re.compile(r"^([A-Za-z0-9][\w.-]*==[^\s;\\]+)", re.MULTILINE)


def targets(question: port.TargetsQuestion, report: Report) -> Answer[port.TargetsResult]:
    """What can be submitted to, and what is missing for the rest."""
    from qdesign.hardware.provider import Provider
    from qdesign.rows import rows

    known = tuple(rows(Provider).values())
    failed: dict[str, str] = {}
    if question.refresh:
        for row in known:
            failed[row.name] = _refreshed(row, report)
    report("Looking for devices")
    return Answer(
        port.TargetsResult(
            tuple(_shown_target(target, row) for row in known for target in row.targets()),
            tuple(_shown_provider(row, failed.get(row.name, "")) for row in known),
        )
    )


def _refreshed(row: Provider, report: Report) -> str:
    """Why a provider could not be asked anew; empty where it was, or where there is no need."""
    from qdesign.hardware.environment import environment_of
    from qdesign.hardware.known import refresh_targets

    if not row.remote or (row.kit and environment_of(row).missing):
        return ""
    report(f"Asking {row.title}")
    try:
        refresh_targets(row.name)
    except QdesignError as error:
        return str(error)
    return ""


def _shown_provider(row: Provider, failed: str) -> port.Provider:
    from qdesign.hardware.environment import environment_of

    found = environment_of(row) if row.kit else None
    return port.Provider(
        name=row.name,
        title=row.title,
        kit=row.kit,
        megabytes=row.kit_size,
        packages=() if found is None or not found.missing else _packages(row),
        folder="" if found is None else str(found.folder),
        options=tuple(
            dataclasses.asdict(option) for option in row.options if option.name not in row.unasked
        ),
        token_in=row.token_in,
        failed=failed,
    )


def _packages(row: Provider) -> tuple[str, ...]:
    try:
        text = (files(row.kits) / f"{row.kit}.txt").read_text("utf-8")
    except OSError:
        return ()
    # What it is for stands first.
    return tuple(sorted(_PACKAGE.findall(text), key=lambda package: row.kit not in package))


def _shown_target(target: Target, row: Provider) -> port.Target:
    from qdesign.hardware.provider import imitation

    here = None if row.run is not None else imitation(target)
    _, _, device = target.name.partition(":")
    date = target.calibration_date
    return port.Target(
        name=target.name,
        title=row.title if device == "*" else target.title or device,
        provider=row.name,
        description=target.notes,
        num_qubits=target.num_qubits,
        ready=target.available,
        status="ready" if target.available else target.missing,
        lacks=_lacks(target, row),
        calibrated=date.isoformat() if date is not None else None,
        two_qubit_error=target.two_qubit_error,
        queue=target.queue,
        opens=target.opens.isoformat() if target.opens else None,
        cost=target.cost,
        max_shots=target.max_shots,
        max_simulated_qubits=target.max_simulated_qubits,
        native=tuple(target.basis_gates),
        is_here=row.run is not None,
        imitation="" if here is None else here.name,
        is_fitted=bool(target.basis_gates) and row.lower is None,
    )


def _lacks(target: Target, row: Provider) -> str:
    from qdesign.hardware.environment import environment_of

    if target.available:
        return ""
    if row.kit and environment_of(row).missing:
        return "kit"
    if "token" in target.missing.lower():
        return "token"
    return "devices" if row.remote and target.name.endswith(":*") else "other"


def install_kit(question: port.KitQuestion, report: Report) -> Answer[port.TargetsResult]:
    """Installs the kit of a provider in its own environment, and says what there is then."""
    from qdesign.hardware.environment import install

    install(question.kit, report)
    return targets(port.TargetsQuestion(refresh=False), report)


def device(question: port.DeviceQuestion, report: Report) -> Answer[port.DeviceResult]:
    """What is known of a device's qubits and couplings, and where they stand on its map."""
    from qdesign.hardware.device import facts_from
    from qdesign.hardware.places import pairs_of, places
    from qdesign.hardware.provider import provider_of, target

    chosen = target(question.target)
    described = provider_of(chosen).compiler_target
    if described is None or not chosen.basis_gates:
        return Answer(port.DeviceResult((), ()))
    report(f"Reading the calibration of {chosen.name}")
    facts = facts_from(described(chosen.name, True), None)
    gates = cast("Mapping[str, list[dict[str, Any]] | None]", facts["gates"])
    pairs = pairs_of(
        place["on"] for found in gates.values() for place in found or () if len(place["on"]) == 2
    )
    read = {place["on"][0]: place["error"] for place in gates.get("measure") or ()}
    alone: dict[int, list[float]] = {}
    for gate, found in gates.items():
        for place in found or ():
            if len(place["on"]) == 1 and gate not in ("measure", "reset", "delay"):
                alone.setdefault(place["on"][0], []).append(place["error"] or 0.0)
    points = places(len(facts["qubits"]), pairs)
    return Answer(
        port.DeviceResult(
            tuple(
                port.DeviceQubit(
                    x=points[number][0],
                    y=points[number][1],
                    t1=facts_of["t1"],
                    t2=facts_of["t2"],
                    readout=read.get(number),
                    works=max(alone.get(number, [0.0])) < 1 and (read.get(number) or 0.0) < 1,
                )
                for number, facts_of in enumerate(facts["qubits"])
            ),
            tuple(_edge(pair, gates) for pair in pairs),
        )
    )


def _edge(
    pair: tuple[int, int], gates: Mapping[str, list[dict[str, Any]] | None]
) -> port.DeviceEdge:
    errors: dict[str, float] = {}
    durations: list[float] = []
    for gate, found in gates.items():
        for place in found or ():
            if len(place["on"]) == 2 and {*place["on"]} == {*pair} and place["error"] is not None:
                errors[gate] = min(errors.get(gate, 1.0), place["error"])
                durations.extend([place["duration"]] if place["duration"] else [])
    return port.DeviceEdge(
        a=pair[0],
        b=pair[1],
        errors=errors,
        duration=min(durations, default=None),
        works=not errors or min(errors.values()) < 1,
    )


def lower(question: port.LowerQuestion, report: Report) -> Answer[port.LowerResult]:
    """The lowered circuit on the qubits of the target that it uses, and how it came to it."""
    from qdesign.hardware.provider import provider_of, target

    chosen = target(question.target)
    report(f"Fitting the circuit to {chosen.name}")
    found = _prepared(question, chosen)
    made = found.submission
    order, small = _on_used(made)
    placed = small.placed()
    ids = [o.id for o in placed.plain_operations if o.gate != "barrier"]
    figures = made.figures
    duration = figures.duration
    price = found.estimate
    drawn = {item.id for item in walk(drawn_circuit(question.document).operations)}
    # What an observable's measurement adds has ids of its own.
    origins = [tuple(id_ for id_ in each if id_ in drawn) for each in found.origins or ()]
    return Answer(
        port.LowerResult(
            document=Document(placed),
            qubits=order,
            layout=made.layout,
            origins=None if found.origins is None else dict(zip(ids, origins, strict=True)),
            stages=tuple(
                port.LoweredStage(
                    each.name, each.depth, each.num_two_qubit, each.num_gates, each.passes
                )
                for each in found.stages
            ),
            swaps=found.swaps,
            drawn=_shown_figures(found.drawn),
            device=_shown_figures(figures),
            success=_success(figures),
            duration_us=None if duration is None else duration * 1e6,
            text=made.text,
            dialect=provider_of(chosen).dialect,
            price=None if price is None else port.Price(**price.to_dict()),
            notes=made.notes,
        )
    )


def forecast(question: port.LowerQuestion, report: Report) -> Answer[port.ForecastResult]:
    """What the lowered circuit would give with noise, and whether it is the drawing."""
    from qdesign.hardware.forecast import forecast as run
    from qdesign.hardware.provider import provider_of, target

    chosen = target(question.target)
    made = _prepared(question, chosen).submission
    circuit = _circuit(question, chosen).circuit
    report("Comparing the lowered circuit with the drawing")
    verdict = _verdict(circuit.bind(question.document.values), made)
    report("Simulating it with the noise of the device")
    found = run(circuit, question.document.values, made, chosen)
    return Answer(
        port.ForecastResult(
            ideal=found.ideal,
            noisy=found.noisy,
            shots=found.shots,
            total_variation=found.total_variation,
            fidelity=found.fidelity,
            why=found.why,
            verdict=verdict,
            read_back=_reads_back(made, provider_of(chosen).dialect),
        )
    )


def energy(question: port.LowerQuestion, report: Report) -> Answer[port.EnergyResult]:
    """How the document's observable would be measured, what it costs and its ideal energy."""
    from qdesign.hardware.energy import ideal_energy, price_of
    from qdesign.hardware.provider import target

    chosen = target(question.target)
    made = _planned(question, chosen)
    found: list[preview.Prepared] = []
    for k in range(len(made.groups)):
        report(f"Fitting circuit {k + 1} of {len(made.groups)} to {chosen.name}")
        found.append(_prepared(dataclasses.replace(question, part=k + 1), chosen))
    circuit = drawn_circuit(question.document)
    ideal = ideal_energy(circuit, question.document.values, made) or (None, None)
    price = price_of([each.estimate for each in found])
    circuits = [
        port.EnergyCircuit(group.terms, shots, each.submission.figures.num_gates)
        for group, shots, each in zip(made.groups, made.shots, found, strict=True)
    ]
    return Answer(
        port.EnergyResult(
            circuits=tuple(circuits),
            price=None if price is None else port.Price(**price.to_dict()),
            energy=ideal[0],
            error=ideal[1],
        )
    )


def energy_noise(question: port.LowerQuestion, report: Report) -> Answer[port.EnergyNoiseResult]:
    """The energy of the document's observable with the noise of the device."""
    from qdesign.hardware.energy import noisy_energy
    from qdesign.hardware.forecast import Forecast
    from qdesign.hardware.forecast import forecast as run
    from qdesign.hardware.provider import target

    chosen = target(question.target)
    made = _planned(question, chosen)
    outcomes: list[Forecast] = []
    for k in range(len(made.groups)):
        report(f"Simulating circuit {k + 1} of {len(made.groups)} with the noise of the device")
        one = dataclasses.replace(question, part=k + 1)
        circuit = _circuit(one, chosen).circuit
        outcomes.append(
            run(circuit, question.document.values, _prepared(one, chosen).submission, chosen)
        )
        if outcomes[-1].noisy is None:
            return Answer(port.EnergyNoiseResult(None, None, 0, outcomes[-1].why))
    found = noisy_energy(made, outcomes) or (None, None)
    return Answer(port.EnergyNoiseResult(*found, max(each.shots for each in outcomes), ""))


@dataclasses.dataclass(frozen=True, slots=True)
class _Asked:
    """A circuit that is asked about: its shots and seed, the shots of all that go with it."""

    circuit: Circuit
    shots: int
    seed: int
    together: tuple[int, ...] = ()


def _planned(question: port.LowerQuestion, chosen: Target) -> Plan:
    from qdesign.hardware.energy import plan

    document = question.document
    return plan(drawn_circuit(document), drawn_observable(document), question.shots, chosen)


def _circuit(question: port.LowerQuestion, chosen: Target) -> _Asked:
    """The drawing itself, or one of the circuits that measure its observable."""
    from qdesign.hardware.energy import seed_of
    from qdesign.hardware.measurement import measuring

    circuit = drawn_circuit(question.document)
    if not question.part:
        return _Asked(circuit, min(question.shots, chosen.max_shots), question.seed)
    made = _planned(question, chosen)
    k = question.part - 1
    if k >= len(made.groups):
        raise InvalidRequest(f"There are {len(made.groups)} circuits, and none is {k + 1}.")
    basis = made.groups[k].basis
    seed = seed_of(question.seed, k)
    return _Asked(measuring(circuit, basis), made.shots[k], seed, made.shots)


def _prepared(question: port.LowerQuestion, chosen: Target) -> preview.Prepared:
    from qdesign.hardware.preview import prepare

    asked = _circuit(question, chosen)
    return prepare(
        asked.circuit,
        question.document.values,
        chosen,
        shots=asked.shots,
        seed=asked.seed,
        optimization_level=question.level,
        layout=question.layout or None,
        options=with_noise(question.options, question.target, question.document),
        together=asked.together,
    )


def _on_used(made: Submission) -> tuple[tuple[int, ...], Circuit]:
    """The device's qubits in use, those of the layout first; and the circuit on them alone."""
    order = (*made.layout, *(q for q in made.circuit.used_qubits if q not in made.layout))
    cut = made.circuit.on_qubits(order)
    small = dataclasses.replace(
        cut,
        operations=tuple(dataclasses.replace(o, column=None) for o in cut.plain_operations),
        qubit_names=tuple(f"Q{qubit}" for qubit in order),
    )
    return order, small


def _verdict(drawn: Circuit, made: Submission) -> Verdict:
    """Does the lowered circuit measure what was drawn, on the qubits where it starts?"""
    from qdesign.equivalence import equivalent
    from qdesign.hardware.lower import measured
    from qdesign.hardware.target import is_measured

    _, small = _on_used(made)
    return equivalent(drawn if is_measured(drawn) else measured(drawn), small, up_to="measured")


def _reads_back(made: Submission, dialect: str) -> bool | None:
    """Is the text, read again, the circuit that was lowered? None where nothing here reads it."""
    from qdesign import qasm

    try:
        read = qasm.loads(made.text)
    except InvalidRequest:
        return None
    except QdesignError:
        return None if dialect != "openqasm3" else False
    return _on_wires(read) == _on_wires(made.circuit)


def _on_wires(circuit: Circuit) -> set[tuple[Operation, tuple[int, ...]]]:
    """Each operation with its place on each of its wires: those on other wires have no order."""
    places: Counter[tuple[str, int]] = Counter()
    found: set[tuple[Operation, tuple[int, ...]]] = set()
    for operation in circuit.plain_operations:
        bits = (*operation.clbits, *(bit for c in operation.conditions for bit in c.clbits))
        wires = [*(("q", qubit) for qubit in operation.wires), *(("c", bit) for bit in bits)]
        plain = dataclasses.replace(operation, id="", column=None)
        found.add((plain, tuple(places[wire] for wire in wires)))
        places.update(dict.fromkeys(wires, 1))
    return found


def _shown_figures(figures: Figures) -> port.LoweredFigures:
    return port.LoweredFigures(figures.depth, figures.num_two_qubit, figures.num_gates)


def _success(figures: Figures) -> port.Success | None:
    total, gates = figures.success, figures.success_gates
    readout, idle = figures.success_readout, figures.success_idle
    if total is None or gates is None or readout is None or idle is None:
        return None
    return port.Success(total, gates, readout, idle)
