"""Every problem of the catalog, third-party ones included: its exact energy, options and words."""

from __future__ import annotations

import math

import numpy as np
import pytest

from qdesign import problems
from qdesign.ansatz import template
from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.errors import InvalidRequest, QdesignError
from qdesign.pauli import Observable
from qdesign.problems import Problem, ProblemRow
from qdesign.rows import Option, Value, rows
from qdesign.session import problem_named
from qdesign.tune.optimize import optimize
from qdesign.tune.optimizer import Optimizer
from tests.effort import at_most

PROBLEMS = tuple(rows(ProblemRow).values())
SIZES = (2, 3, 4, 6)
MOST_STEPS = 500  # some methods go on for thousands and gain nothing that is visible
OPTIONS = [(row, option) for row in PROBLEMS for option in row.options]
BY_NAME = [f"{row.name} {option.name}" for row, option in OPTIONS]


def sizes(row: ProblemRow) -> tuple[dict[str, Value], ...]:
    if row.num_qubits:
        return ({},)
    low = next(o.low for o in row.options if o.name == "num_qubits") or 0
    return tuple({"num_qubits": n} for n in SIZES if n >= low and not n % row.multiple)


NODES = {"cube": 8, "petersen": 10}


def variants(row: ProblemRow, option: Option) -> list[dict[str, Value]]:
    """Options of a row, each with another value that is allowed."""
    made: list[dict[str, Value]] = []
    for value in values_of(option):
        more: dict[str, Value] = {"num_qubits": NODES[str(value)]} if value in NODES else {}
        made.append({option.name: value, **more})
    return [given for given in made if not int(given.get("num_qubits", 0)) % row.multiple]


def values_of(option: Option) -> list[Value]:
    if option.kind == "flag":
        return [True, False]
    if option.kind == "choice":
        return list(option.choices)
    if option.kind == "integer":
        return [int(option.low or 0), int(option.low or 0) + 3]
    if option.choices:
        return [float(choice) for choice in option.choices]
    if option.kind == "number":
        near = float(option.default or 0.0)
        wanted = (near * 0.7, near * 1.6 + 0.1, -near)
        low, high = option.low or -math.inf, option.high or math.inf
        return [value for value in wanted if low <= value <= high]
    return []


def matches_dense(problem: Problem) -> None:
    if problem.data is not None:  # a loss, whose lowest value is not known
        assert problem.exact_energy is problem.quick_energy is problem.best is None
        return
    matrix = problem.observable.matrix()
    assert np.allclose(matrix, matrix.conj().T)
    if problem.sector is not None:
        states = problem.sector.states(problem.num_qubits)
        rest = np.setdiff1d(np.arange(len(matrix)), states)
        assert np.abs(matrix[np.ix_(rest, states)]).max() < 1e-12  # it is kept
        matrix = matrix[np.ix_(states, states)]
    assert problem.exact_energy == pytest.approx(np.linalg.eigvalsh(matrix)[0], abs=1e-8)


@pytest.mark.parametrize("row", PROBLEMS, ids=lambda row: row.name)
def test_the_exact_energy_is_the_lowest_eigenvalue(row: ProblemRow) -> None:
    for given in sizes(row):
        problem = problems.get(row.name, **given)
        assert problem.num_qubits == (row.num_qubits or given["num_qubits"])
        matches_dense(problem)


@pytest.mark.parametrize("row", PROBLEMS, ids=lambda row: row.name)
def test_a_problem_has_one_name_in_menus_and_in_python(row: ProblemRow) -> None:
    for given in sizes(row):
        problem = problems.get(row.name, **given)
        assert problem.name.startswith(row.title)
        found = (
            problems.known_as(problem.observable)
            if row.is_known_by_terms
            else problems.known_as(problem.observable, problem.row, problem.options)
        )
        assert found is not None
        # Two problems may be one on few qubits.
        assert found.name == problem.name or found.row != row.name
        assert found.observable.as_dict() == pytest.approx(problem.observable.as_dict())


def test_an_observable_alone_has_a_name_only_with_the_defaults_of_a_row() -> None:
    assert problems.known_as(problems.tfim(4, field=0.3).observable) is None
    assert problems.known_as(Observable({"XYZX": 1.0})) is None
    # Those with many times as many terms are not made to be compared.
    with at_most(200_000):
        assert problems.known_as(Observable({"Z" + "I" * 499: 1.0})) is None


@pytest.mark.parametrize(("row", "option"), OPTIONS, ids=BY_NAME)
def test_the_exact_energy_follows_every_option(row: ProblemRow, option: Option) -> None:
    for given in variants(row, option):
        matches_dense(problems.get(row.name, **given))


@pytest.mark.parametrize(("row", "option"), OPTIONS, ids=BY_NAME)
def test_a_problem_is_named_alike_after_a_document_was_saved(
    row: ProblemRow, option: Option
) -> None:
    for given in variants(row, option):
        problem = problems.get(row.name, **given)
        document = Document(Circuit(problem.num_qubits)).with_problem(problem)
        again = Document.loads(document.dumps()).problem
        assert again is not None
        assert (again.name, again.row) == (problem.name, row.name)
        assert dict(again.options) == dict(problem.options)


@pytest.mark.parametrize("row", PROBLEMS, ids=lambda row: row.name)
def test_the_suggested_ansatz_comes_near_the_exact_energy(row: ProblemRow) -> None:
    problem = problems.get(row.name)
    circuit = problem.ansatz
    assert circuit.num_qubits == problem.num_qubits
    if problem.data is not None:
        tuned = optimize(circuit, problem, seed=0)
        assert tuned.energy < 0.06
        assert problem.accuracy(circuit, tuned.values).test > problem.baseline.test - 0.04
        return
    exact = problem.exact_energy
    assert exact is not None
    best = min(optimize(circuit, problem.observable, seed=seed).energy for seed in (0, 1))
    assert exact - 1e-9 <= best <= exact + 0.02 * abs(exact) + 1e-9


ENERGIES = [row for row in PROBLEMS if not row.is_labeled]
ONE_A_GROUP = tuple({row.group: row for row in reversed(ENERGIES)}.values())


@pytest.mark.parametrize("method", rows(Optimizer))
@pytest.mark.parametrize("row", ONE_A_GROUP, ids=lambda row: row.name)
def test_every_method_lowers_the_energy_of_a_problem_of_each_group(
    row: ProblemRow, method: str
) -> None:
    problem = problems.get(row.name, **sizes(row)[-2] if not row.num_qubits else {})
    circuit = template("ry_rz_cx", num_qubits=problem.num_qubits)
    # Where the studio starts (extension/src/view/workbench/templates.ts), and where no slope is.
    near = [0.3 + 0.45 * math.sin(1.7 * k + 0.5) for k in range(len(circuit.parameters))]
    for start in (near, [0.0] * len(near)):
        found = optimize(
            circuit, problem.observable, method=method, start=start, max_steps=MOST_STEPS
        )
        assert problem.exact_energy is not None
        assert found.energy < found.history[0] - 0.05 * abs(problem.exact_energy)
        assert found.energy >= problem.exact_energy - 1e-9
        assert found.reason in ("converged", "out of steps")


@pytest.mark.parametrize(("row", "option"), OPTIONS, ids=BY_NAME)
def test_options_that_are_not_allowed_are_refused_in_words(row: ProblemRow, option: Option) -> None:
    bad: list[object] = [[]]
    if option.kind in ("integer", "number"):
        bad += ["x", math.nan]
        bad += [option.low - 1] if option.low is not None else []
        bad += [option.high + 1] if option.high is not None else []
    for value in bad:
        with pytest.raises(InvalidRequest, match=f"'{option.name}' is .*; it must be "):
            problems.get(row.name, **{option.name: value})  # type: ignore[arg-type]


@pytest.mark.parametrize("row", PROBLEMS, ids=lambda row: row.name)
def test_a_person_can_write_its_name_with_the_detail(row: ProblemRow) -> None:
    n = row.num_qubits or 4
    assert problem_named(row.name, num_qubits=n).num_qubits == n
    with pytest.raises(InvalidRequest, match="has no option 'speed'"):
        problems.get(row.name, speed=1)
    assert not row.detail or row.detail in {option.name for option in row.options}
    with pytest.raises(QdesignError):
        problem_named(f"{row.name}:?", num_qubits=n)


@pytest.mark.parametrize("row", [row for row in PROBLEMS if row.num_qubits], ids=lambda r: r.name)
def test_a_problem_of_a_fixed_size_is_refused_on_another(row: ProblemRow) -> None:
    with pytest.raises(InvalidRequest, match=f"has {row.num_qubits} qubits and the circuit 7"):
        problem_named(row.name, num_qubits=7)


def test_details_are_read_as_the_option_says() -> None:
    assert problem_named("h2:0.9", num_qubits=2) == problems.h2(0.9)
    assert problem_named("tfim:0.5", num_qubits=3) == problems.tfim(3, field=0.5)
    edges = problem_named("maxcut:0-1,1-2", num_qubits=3)
    assert edges.exact_energy == -2
    assert problem_named("maxcut", num_qubits=3).exact_energy == -2
    for text in ("h2:long", "h2:99", "maxcut:0-1,2", "heisenberg:1"):
        with pytest.raises(InvalidRequest):
            problem_named(text, num_qubits=2)


def test_unknown_problems_are_refused_with_those_that_are_known() -> None:
    with pytest.raises(InvalidRequest, match=r"no problem 'h7'.*h2, .*tfim, heisenberg, .*maxcut"):
        problems.get("h7")
