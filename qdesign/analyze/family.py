"""A drawn circuit and its observable → the same at other sizes, and so its trainability."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from qdesign.analyze.analysis import Analysis
from qdesign.analyze.cones import cone
from qdesign.analyze.figure import Reason
from qdesign.analyze.light_cone import FEW_QUBITS, is_narrow
from qdesign.analyze.trainability import Trainability, trainability
from qdesign.analyze.variance import SOURCE
from qdesign.analyze.words import turns_of, why_dependent
from qdesign.analyze.work import Progress, Work, on_qubits_of
from qdesign.ansatz.recognizing import Recognized, recognized
from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.errors import QdesignError
from qdesign.pauli import Observable
from qdesign.problems import ProblemRow, known_as
from qdesign.problems.problem import Problem
from qdesign.rows import Option, find
from qdesign.showing.tables import count

_LARGEST: Final = 8
_SMALLEST: Final = 2
_WALKS: Final = 4_096
"""At each size, where words are too many to follow and the circuit is larger than these sizes."""
_POINTS: Final = 300
"""At each size, where slopes are sampled at random points."""
_MOST_LETTERS: Final = 4
"""Qubits of an observable that stays as it is while the circuit grows."""


@dataclass(frozen=True, slots=True)
class Family:
    """A circuit and an observable, on any number of qubits.

    Attributes:
        circuit: the template that the circuit is.
        observable: on n qubits.
        smallest: qubits that the observable needs.
        words: what is taken on n qubits.
        written: the observable in Python, as a function of n.
    """

    circuit: Recognized
    observable: Callable[[int], Observable]
    smallest: int
    words: str
    written: str

    def sizes(self, most: int, own: int = 0) -> tuple[int, ...]:
        """Numbers of qubits up to `most` that both can be on, and beyond them `own` and halves."""
        listed = [*range(max(_SMALLEST, self.smallest), most + 1)]
        while own > most:
            listed.append(own)
            own //= 2
        return tuple(n for n in sorted(listed) if n >= self.smallest and self._exists(n))

    def _exists(self, n: int) -> bool:
        try:
            return self.circuit.on(n).num_qubits == n == self.observable(n).num_qubits
        except QdesignError:  # no such size
            return False


def family(
    circuit: Circuit, observable: Observable | Problem, *, ask: Callable[[], None] = lambda: None
) -> Family | str:
    """The family that a circuit and an observable are of, or why there is none.

    The circuit is known where it is a template; the observable where it is of a problem that has a
    number of qubits, has the same letter on all qubits, or is on the first few qubits alone.
    """
    body = as_circuit(circuit)
    if body.num_qubits < _SMALLEST:
        return (
            "One qubit does not tell what the circuit is on more of them: many templates are alike "
            "there. In Python: qd.analyze.trainability(make, sizes, H)."
        )
    template = recognized(body, ask=ask)
    if template is None or not template.is_scalable:
        return (
            "This circuit is no template that is known, so it cannot be made on other numbers of "
            "qubits. In Python: qd.analyze.trainability(make, sizes, H)."
        )
    found = _grown(on_qubits_of(body, observable), observable)
    if found is None:
        return (
            "This observable cannot be told on other numbers of qubits. Choose that of a problem, "
            "or one on the first few qubits."
        )
    made, smallest, words, written = found
    return Family(template, made, smallest, _named(template, words), written)


def _named(template: Recognized, observable: str) -> str:
    layers = template.options.get("layers", 1)
    many = [count(int(layers), "layer")] if layers != 1 else []
    return "; ".join((template.row.title, *many, observable))


def _grown(
    observable: Observable, given: object
) -> tuple[Callable[[int], Observable], int, str, str] | None:
    problem = given if isinstance(given, Problem) and given.row else known_as(observable)
    if problem is not None and "num_qubits" in problem.options:
        row, options = find(ProblemRow, problem.row), problem.options

        def of_problem(n: int) -> Observable:
            return row.problem({**options, "num_qubits": n}).observable

        others = {name: value for name, value in options.items() if name != "num_qubits"}
        given = "".join(f", {name}={value!r}" for name, value in others.items())
        written = f"lambda n: qd.problems.get({problem.row!r}, num_qubits=n{given})"
        return of_problem, int(row.options[0].low or 1), f"observable of {row.title}", written
    terms = observable.terms
    letters = {letter for label, _ in terms for letter in label} - {"I"}
    if len(terms) == 1 and len(letters) == 1 and "I" not in terms[0][0] and len(terms[0][0]) > 1:
        letter, weight = letters.pop(), terms[0][1]
        words = f"observable {letter} on every qubit"
        written = f"lambda n: qd.Observable({{{letter!r} * n: {weight!r}}})"
        return (lambda n: Observable({letter * n: weight})), 1, words, written
    width = max((len(label.lstrip("I")) for label, _ in terms), default=0)
    if not 0 < width <= min(_MOST_LETTERS, observable.num_qubits):
        return None

    def padded(n: int) -> Observable:
        return Observable({label[-width:].rjust(n, "I"): weight for label, weight in terms})

    qubits = "qubit 0" if width == 1 else f"qubits 0 to {width - 1}"
    cell = ", ".join(f"{label[-width:]!r}.rjust(n, 'I'): {weight!r}" for label, weight in terms)
    return padded, width, f"observable on {qubits}", f"lambda n: qd.Observable({{{cell}}})"


def grown_trainability(
    circuit: Circuit,
    observable: Observable | Problem,
    *,
    most: int = _LARGEST,
    seed: int = 0,
    progress: Progress = None,
    cancel: Cancel = None,
) -> Trainability:
    """The trainability of the template that a circuit is, with its layers, on 2 to `most` qubits.

    A larger circuit's own size and its halves are among them where each parameter is in one
    rotation, light cones are narrow, or they are of up to 12 qubits. Its value is the variance at
    the circuit's own size, where that is among them.

    Raises:
        Cancelled: `cancel` said so.
    """
    work = Work("Finding how it trains", progress, cancel)
    work.say("Looking for a template")
    found = family(circuit, observable, ask=work.ask)
    if isinstance(found, str):
        return _unknown(found)
    body = as_circuit(circuit)
    own = body.num_qubits
    depends = bool(why_dependent(turns_of(body).turns))
    sizes = found.sizes(most, own)
    if depends:
        sizes = tuple(n for n in sizes if n <= max(most, FEW_QUBITS) or _is_narrow(found, n, work))
    if not sizes:
        return _unknown(f"It can be made on no number of qubits up to {most}.")
    samples = _POINTS if depends else _WALKS if own > most else None
    told = trainability(
        found.circuit.on, sizes, found.observable, samples=samples, seed=seed, progress=progress,
        cancel=cancel,
    )  # fmt: skip
    convention = {"family": found.words, **told.convention}
    told = replace(told, convention=convention, cell=_cell(found, sizes, samples, seed))
    here = told.figures[sizes.index(own)] if own in sizes else None
    if here is None or here.value is None:
        beyond = f"Of its own {count(own, 'qubit')} no variance is known."
        return replace(told, reasons=(*told.reasons, Reason(None, beyond)))
    return replace(
        told, value=here.value, error=here.error, interval=here.interval, basis=here.basis,
        unit=f"variance of a gradient at {count(own, 'qubit')}",
    )  # fmt: skip


def _is_narrow(found: Family, n: int, work: Work) -> bool:
    """Are slopes on n qubits those of a few qubits each?"""
    circuit, observable = found.circuit.on(n), found.observable(n)
    return is_narrow(circuit, observable, cone(circuit, observable, ask=work.ask), work)


def _cell(found: Family, sizes: tuple[int, ...], samples: int | None, seed: int) -> str:
    options = found.circuit.options
    layers = f", layers={options['layers']}" if "layers" in options else ""
    make = f"lambda n: qd.ansatz.template({found.circuit.row.name!r}, num_qubits=n{layers})"
    many = f", samples={samples}" if samples else ""
    return f"qd.analyze.trainability({make}, {list(sizes)}, {found.written}{many}, seed={seed})"


def _unknown(why: str) -> Trainability:
    shared: dict[str, Any] = {"power": None, "exponential": None, "exponent": None, "base": None}
    return Trainability(
        name="trainability",
        title="Trainability",
        value=None,
        error=None,
        basis="not known",
        verdict="unknown",
        tone="unknown",
        says=why,
        convention={"θ": "uniform in [0, 2π)"},
        source=SOURCE,
        cell="qd.analyze.trainability(make, range(2, 9), H)",
        sizes=(),
        figures=(),
        worse=None,
        **shared,
    )


TRAINABILITY: Final = Analysis(
    name="trainability",
    title="Trainability",
    group="Training",
    help="How the variance of slopes falls with the number of qubits, with the same layers",
    source=SOURCE,
    convention="on 2 to 8 qubits and its own; a law is told where it is e³ times as likely",
    takes="observable",
    options=(
        Option(name="most", title="Up to qubits", kind="integer", default=_LARGEST, low=4, high=16),
        Option(name="seed", title="Seed", kind="integer", default=0, low=0, high=2**31 - 1),
    ),
    run=grown_trainability,
    is_long=True,
)
