"""Circuits with their energies as texts, for models that learn to write them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from qdesign.ansatz.named import Template
from qdesign.cancelling import Cancel, is_cancelled
from qdesign.circuit import Circuit
from qdesign.errors import Cancelled, InvalidRequest, QdesignError
from qdesign.files import write_text
from qdesign.gates import GATES
from qdesign.given import given_path, given_whole
from qdesign.problems import ProblemRow
from qdesign.problems.problem import Problem
from qdesign.process.threads import one_thread
from qdesign.rows import find, rows
from qdesign.search.actions import gate_actions
from qdesign.simulate.simulator import Simulator

MOST: Final = 1_000_000
_GATES: Final = tuple(
    row.name
    for row in GATES.values()
    if row.group and row.is_unitary and 1 <= row.num_qubits <= 2 and len(row.angles) <= 1
)
"""What random circuits are of: the palette's gates on one or two qubits."""
_LOW: Final = 2
_HIGH: Final = 12


@dataclass(frozen=True, slots=True)
class Sample:
    """One text of a corpus.

    Attributes:
        text: a program in OpenQASM 3, all angles numbers.
        problem, options: the row of the catalog and what it was made with.
        num_qubits, num_gates, num_two_qubit: of the circuit.
        energy: the expectation of the problem's observable, exact.
        exact_energy: the lowest one; None where it is not known.
        family: the template it is of, or `random`; with `, tuned` where its angles were tuned.
    """

    text: str
    problem: str
    options: dict[str, Any]
    num_qubits: int
    num_gates: int
    num_two_qubit: int
    energy: float
    exact_energy: float | None
    family: str


def corpus(
    number: int,
    *,
    problems: Iterable[str] | None = None,
    seed: int = 0,
    max_qubits: int = 6,
    tuned: float = 0.1,
    cancel: Cancel = None,
) -> Iterator[Sample]:
    """Samples one after another: templates and random circuits, some of them tuned.

    The same seed gives the same samples; the first ones are the same for every number.

    Args:
        number: how many, up to a million.
        problems: names of rows of the kind `problem` that take a number of qubits; all of those
            whose other options are numbers when None.
        seed: for what is drawn.
        max_qubits: of circuits, 2 to 12.
        tuned: the part of the samples whose angles are tuned, 0 to 1.
        cancel: a function or an event, asked at each sample.

    Raises:
        InvalidRequest: a problem that is not known or has a size of its own, or a number.
        Cancelled: `cancel` said so.

    Example:
        >>> sample = next(corpus(1, seed=3))
        >>> sample.text.splitlines()[0]
        'OPENQASM 3.0;'
    """
    from qdesign.qasm import dumps

    most = given_whole(number, "The number of samples", low=1)
    high = given_whole(max_qubits, "max_qubits", low=_LOW)
    if most > MOST or high > _HIGH:
        raise InvalidRequest(
            f"At most {MOST:,} samples on up to {_HIGH} qubits are made; {most:,} on {high} "
            "were asked for."
        )
    if not 0 <= tuned <= 1:
        raise InvalidRequest(f"tuned is {tuned!r}; it is a part from 0 to 1.")
    chosen = _usual() if problems is None else [_sized(name) for name in problems]
    if not chosen:
        raise InvalidRequest("Name one problem or more, such as tfim.")
    posed = _Posed()
    families = [
        row for row in rows(Template).values()
        if {"num_qubits", "layers"} <= {option.name for option in row.options}
    ]  # fmt: skip
    for k in range(most):
        if is_cancelled(cancel):
            raise Cancelled("Making a corpus was cancelled.")
        rng = np.random.default_rng([given_whole(seed, "Seed"), k])
        problem = posed(chosen[int(rng.integers(len(chosen)))], int(rng.integers(_LOW, high + 1)))
        family, circuit = _drawn(problem.num_qubits, families, rng)
        values = rng.uniform(-np.pi, np.pi, len(circuit.parameters))
        simulator = Simulator(circuit, problem.observable)
        if len(values) and rng.random() < tuned:
            values, family = _tuned(simulator, values), f"{family}, tuned"
        bound = dict(zip(circuit.parameters, map(float, values), strict=True))
        stats = circuit.stats
        yield Sample(
            text=dumps(circuit, bound),
            problem=problem.row,
            options=dict(problem.options),
            num_qubits=circuit.num_qubits,
            num_gates=stats.num_gates,
            num_two_qubit=stats.num_two_qubit,
            energy=simulator.expectation(values),
            exact_energy=problem.quick_energy,
            family=family,
        )


def write_corpus(
    path: str | Path,
    number: int,
    *,
    progress: Callable[[int], None] | None = None,
    **options: Any,
) -> int:
    """Writes a corpus as JSON lines, one sample a line, whole or not at all; gives their number.

    Args:
        path: of the file.
        number: of samples.
        progress: called after every hundred with how many there are.
        options: as `corpus` takes them.
    """
    lines: list[str] = []
    for sample in corpus(number, **options):
        lines.append(json.dumps(asdict(sample), ensure_ascii=False))
        if progress is not None and len(lines) % 100 == 0:
            progress(len(lines))
    write_text(Path(given_path(path)), "\n".join(lines) + "\n")
    return len(lines)


def _takes_qubits(row: ProblemRow) -> bool:
    return not row.is_labeled and any(option.name == "num_qubits" for option in row.options)


def _usual() -> list[ProblemRow]:
    return [
        row
        for row in rows(ProblemRow).values()
        if _takes_qubits(row) and all(o.kind not in ("text", "choice") for o in row.options)
    ]


def _sized(name: str) -> ProblemRow:
    row = find(ProblemRow, name)
    if not _takes_qubits(row):
        fitting = ", ".join(each.name for each in rows(ProblemRow).values() if _takes_qubits(each))
        raise InvalidRequest(
            f"The problem '{row.name}' is no observable on any number of qubits. Take some of: "
            f"{fitting}."
        )
    return row


class _Posed:
    """Problems by name and size, each made once."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, int], Problem] = {}

    def __call__(self, row: ProblemRow, num_qubits: int) -> Problem:
        """On as many qubits, or the next number that it can be on."""
        option = next(each for each in row.options if each.name == "num_qubits")
        n = max(num_qubits, int(option.low or 0))
        n += -n % row.multiple
        key = (row.name, n)
        if key not in self._made:
            self._made[key] = row.problem({"num_qubits": n})
        return self._made[key]


def _drawn(
    num_qubits: int, families: list[Template], rng: np.random.Generator
) -> tuple[str, Circuit]:
    """A template with one to three layers, or gates at random."""
    if rng.random() < 0.5:
        row = families[int(rng.integers(len(families)))]
        try:
            sizes = {"num_qubits": num_qubits, "layers": int(rng.integers(1, 4))}
            made = row.make(**row.checked(sizes))
        except QdesignError:  # of other sizes alone
            pass
        else:
            if made.num_qubits == num_qubits and made.is_unitary:
                return row.name, made
    actions = gate_actions(num_qubits, _GATES)
    circuit = Circuit(num_qubits)
    for k, place in enumerate(rng.integers(len(actions), size=int(rng.integers(2, 25)))):
        added = actions[int(place)].circuit
        if added.parameters:
            added = added.bind({"theta_0": float(rng.uniform(-np.pi, np.pi))})
        circuit = circuit.then(added) if k else added
    return "random", circuit


def _tuned(simulator: Simulator, start: Any) -> Any:
    import scipy.optimize

    kit: Any = scipy.optimize  # typed in part

    with one_thread():
        found = kit.minimize(
            simulator.gradient, start, jac=True, method="L-BFGS-B", options={"maxiter": 100}
        )
    return found.x
