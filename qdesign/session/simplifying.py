"""Asks about what is the same with less: simplify, and compare by a criterion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from qdesign.circuit import Circuit
from qdesign.diagram import Diagram
from qdesign.document import Document
from qdesign.errors import InvalidRequest, QdesignError
from qdesign.pauli import Observable
from qdesign.rows import Value
from qdesign.session import port
from qdesign.session.replies import Answer, Report
from qdesign.zx.tracing import circuit_origins

if TYPE_CHECKING:
    from qdesign.equivalence import Body
    from qdesign.reduction.reordered import Reordering

_OPTIONS: Final = ("round_angles", "extra_qubits", "reorder")
_AS_CIRCUIT: Final = "as_circuit"


def simplify(question: port.SimplifyQuestion, report: Report) -> Answer[port.SimplifyResult]:
    """The document with an equal body that has less, and how that is known."""
    from qdesign.reduction.reordered import Reordering
    from qdesign.reduction.simplify import simplify as run

    report("Simplifying")
    document = question.document
    options = dict(question.options)
    if options.pop(_AS_CIRCUIT, False) is True and isinstance(document.body, Diagram):
        document = document.with_body(_read(document.body))
    done = run(
        document.body,
        strategy=question.strategy,
        minimize=question.minimize,
        progress=lambda share, text: report(text, share),
        **_checked(options),
    )
    steps: list[port.SimplifyStep] = []
    for step in done.steps:
        name = f"{step.name}, {step.setting}" if step.setting else step.name
        kept = "kept" if step.kept else step.note
        words = f"skipped: {kept}" if step.skipped and not kept.startswith("skipped") else kept
        title = f"{name}: {words}" if words else name
        steps.append(port.SimplifyStep(title, step.verdict, step.stats, dict(step.rules)))
    unequal = ""
    if isinstance(done, Reordering) and done.verdict.equal is not True:
        unequal = _unequal(done, document)
    left = _widened(document, done.body).with_body(done.body)
    before, after = document.body, left.body
    told = done.origins
    if isinstance(before, Circuit) and isinstance(after, Circuit):
        told = circuit_origins(before, after)
    return Answer(
        port.SimplifyResult(
            left, done.before, done.after, done.verdict, tuple(steps), unequal, told
        )
    )


def _read(diagram: Diagram) -> Circuit:
    """The circuit that a diagram stands as."""
    from qdesign.zx.reading import read_off

    drawn = read_off(diagram)
    if drawn is None:
        raise InvalidRequest(
            "This diagram does not stand as a circuit, so there is none to simplify. Extract one "
            "from it."
        )
    return drawn


def _checked(options: Mapping[str, Value]) -> dict[str, Any]:
    for name, value in options.items():
        if name not in _OPTIONS or not isinstance(value, bool):
            raise InvalidRequest(f"'{name[:40]}' is no option of simplify that is true or false.")
    return dict(options)


def _widened(document: Document, body: Body) -> Document:
    """The document with an observable that leaves further qubits of a body alone."""
    observable = document.observable
    if observable is None or not isinstance(body, Circuit):
        return document
    more = "I" * (body.num_qubits - observable.num_qubits)
    if not more:
        return document
    return replace(document, observable=Observable({more + t: c for t, c in observable.terms}))


def _unequal(done: Reordering, document: Document) -> str:
    words = "Not equal: the same exponentials in another order."
    if document.observable is None:
        return words
    try:
        before, after = done.energies(document.observable, document.values)
    except QdesignError:
        return words
    texts = [f"{round(energy, 6) + 0.0:.6f}".replace("-", "−") for energy in (before, after)]
    return f"{words} At these values the energy goes from {texts[0]} to {texts[1]} (exact)."


def drop_redundant(question: port.DocumentQuestion, report: Report) -> Answer[port.SimplifyResult]:
    """The body without parameters that move nothing new; others take their part.

    In a proof the map is the same at the same values: what takes over has the sum of both.
    """
    from qdesign.analyze.dropping import drop_redundant as run
    from qdesign.analyze.rank import parameter_rank
    from qdesign.reduction.result import body_stats

    document = question.document
    body = document.body
    report("Finding redundant parameters")
    found = parameter_rank(body, progress=report).redundant
    if not found:
        raise InvalidRequest("No parameter can be dropped: none moves the same as others do.")
    report("Checking what is left without them")
    done = run(body, found)
    if "proof" in document.kept:
        left = document.with_body(done.equal)
        if left.body == body:
            raise InvalidRequest(
                "These parameters meet in one angle already. End the proof to rename it."
            )
        title = f"Added up with others: {', '.join(found)}"
    else:
        left = document.with_body(done.body).with_values(done.values_from(document.values))
        title = f"Set to 0: {', '.join(found)}"
    before, after = body_stats(body), body_stats(left.body)
    step = port.SimplifyStep(title, done.verdict, after, {})
    told = _dropped_origins(body, done.equal)
    return Answer(
        port.SimplifyResult(left, before, after, done.verdict, (step,), unequal="", origins=told)
    )


def _dropped_origins(before: Body, after: Body) -> Mapping[str, tuple[str, ...]]:
    """Of each gate or spider those that its parameters turned before."""
    if isinstance(before, Circuit) and isinstance(after, Circuit):
        return circuit_origins(before, after)
    if not isinstance(before, Diagram) or not isinstance(after, Diagram):
        return {}
    were = before.by_id
    turned: dict[str, list[str]] = {}
    for spider in before.spiders:
        for name in spider.phase.parameters:
            turned.setdefault(name, []).append(spider.id)
    return {
        s.id: (s.id,)
        if were.get(s.id) == s
        else tuple(dict.fromkeys(old for name in s.phase.parameters for old in turned[name]))
        for s in after.spiders
    }


def verify(question: port.VerifyQuestion, report: Report) -> Answer[port.VerdictResult]:
    """Whether two circuits or diagrams are the same, by a criterion."""
    from qdesign.equivalence import equivalent

    before, after = question.document.body, question.other.body
    report("Comparing")
    up_to = question.up_to
    qubits = range(min(_num_inputs(before), _num_inputs(after)))
    verdict = equivalent(before, after, up_to=("input", qubits) if up_to == "input" else up_to)
    moved = enumerate(verdict.permutation or ())
    own = before.qubit_names if isinstance(before, Circuit) else None
    names = own or tuple(f"q{k}" for k in range(_num_inputs(before)))
    order = ", ".join(f"{names[k]} → {names[place]}" for k, place in moved if place != k)
    return Answer(port.VerdictResult(verdict, order))


def _num_inputs(body: Body) -> int:
    return body.num_qubits if isinstance(body, Circuit) else len(body.inputs)
