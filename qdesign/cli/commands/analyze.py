"""`qdesign analyze`: figures of an ansatz with their conventions."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from qdesign.cli.parser import Command, Parser, option_words, rows
from qdesign.cli.printing import print_json, progress_line
from qdesign.cli.problems import declare_problem, problem_given
from qdesign.cli.reading import open_circuit
from qdesign.errors import Cancelled, InvalidRequest, QdesignError

if TYPE_CHECKING:
    from qdesign.analyze import Analysis, Figure
    from qdesign.circuit import Circuit
    from qdesign.pauli import Observable
    from qdesign.problems import Problem

_NO_OBSERVABLE: Final = "It is of an observable. Give --problem NAME or --hamiltonian H."
_WIDTH: Final = 96


def _declare(parser: Parser) -> None:
    parser.add_file()
    parser.add_argument(
        "--figure",
        action="append",
        default=[],
        metavar="NAME",
        help="one of the catalog's analyses; may be given several times; all when not given",
    )
    parser.suggest("figure", lambda words: rows("analysis")())
    declare_problem(parser, "that of the document")
    parser.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="of the figures that take it, such as seed=7; may be given several times",
    )
    parser.suggest("option", _options)
    parser.add_json()


def _run(options: argparse.Namespace) -> int:
    circuit, document = open_circuit(options.file)
    chosen = _chosen(options.figure, circuit)
    taken = _parsed(chosen, options.option)
    problem = problem_given(options, num_qubits=circuit.num_qubits)
    observable = document.observable if problem is None else problem.observable
    if problem is None and any(row.takes == "problem" for row in chosen):
        problem = document.problem
    values = {name: document.values.get(name, 0.0) for name in circuit.parameters}
    found: dict[str, Figure | str] = {}
    for row in chosen:
        with progress_line(quiet=options.json) as progress:
            try:
                given = _given(row, circuit, (observable, problem), values)
                more = {"progress": progress} if row.is_long else {}
                found[row.name] = row.run(*given, **taken[row.name], **more)
            except Cancelled:
                raise
            except QdesignError as error:
                found[row.name] = str(error)
        if not options.json:
            _tell(row, found[row.name])
    if options.json:
        told = {n: f if isinstance(f, str) else f.to_dict() for n, f in found.items()}
        figures = {name: each for name, each in told.items() if not isinstance(each, str)}
        why = {name: each for name, each in told.items() if isinstance(each, str)}
        print_json({"figures": figures, "not_computed": why})
    refused = [f"{row.title}: {each}" for row in chosen if isinstance(each := found[row.name], str)]
    if options.figure and refused:
        raise InvalidRequest(" ".join(refused))
    return 0


def _chosen(names: Sequence[str], circuit: Circuit | None = None) -> list[Analysis]:
    """The figures of these names; without any all, of inputs where a circuit has some."""
    from qdesign.analyze import Analysis
    from qdesign.problems.inputs import feature_of
    from qdesign.rows import find
    from qdesign.rows import rows as rows_of

    if not names:
        every = list(rows_of(Analysis).values())
        if circuit is None or any(feature_of(name) is not None for name in circuit.parameters):
            return every
        return [row for row in every if not row.of_inputs]
    return [find(Analysis, name) for name in dict.fromkeys(names)]


def _parsed(chosen: Sequence[Analysis], texts: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What each figure is given of the options; one that none takes is refused."""
    taken: dict[str, dict[str, Any]] = {row.name: {} for row in chosen}
    for text in texts:
        name, equals, _ = text.partition("=")
        if not equals:
            raise InvalidRequest(f"'{text[:60]}' is no option. Write NAME=VALUE.")
        takers = [row for row in chosen if any(option.name == name for option in row.options)]
        if not takers:
            known = sorted({option.name for row in chosen for option in row.options})
            raise InvalidRequest(
                f"None of these figures has an option '{name[:40]}'; they take "
                f"{', '.join(known) or 'none'}."
            )
        for row in takers:
            taken[row.name] |= row.parsed([text])
    return taken


def _given(
    row: Analysis,
    circuit: Circuit,
    measured: tuple[Observable | None, Problem | None],
    values: Mapping[str, float],
) -> tuple[Any, ...]:
    observable, problem = measured
    if row.takes == "circuit":
        return (circuit,)
    if observable is None:
        raise InvalidRequest(_NO_OBSERVABLE)
    if row.takes == "problem":
        return (circuit, problem or observable)
    return (circuit, observable) if row.takes == "observable" else (circuit, observable, values)


def _tell(row: Analysis, figure: Figure | str) -> None:
    """One figure as lines: what it is, what it means, how it was found."""
    if isinstance(figure, str):
        print(f"{row.title}\n  —  not computed")
        _print_wrapped(figure)
        return
    parts = [f"{figure.number} {figure.unit}".rstrip(), figure.verdict]
    print(f"{figure.title}\n  {' · '.join(filter(None, parts))}")
    if figure.says:
        _print_wrapped(figure.says)
    marks = {True: "✓", False: "✗", None: "?"}
    for reason in figure.reasons:
        _print_wrapped(f"{marks[reason.holds]} {reason.words} {reason.detail}".rstrip())
    if figure.interval is not None:
        low, high = figure.interval
        _print_wrapped(f"with 95 % between {low:.4g} and {high:.4g}")
    _print_wrapped(figure.stamp)


def _print_wrapped(text: str) -> None:
    for line in textwrap.wrap(text, _WIDTH, break_on_hyphens=False):
        print(f"  {line}")


def _options(words: Sequence[str]) -> Iterable[str]:
    """Options of the figures that are named, else of all."""
    named = [
        after
        for word, after in zip(words, [*words[1:], ""], strict=True)
        if word == "--figure" and after in rows("analysis")()
    ]
    found = (word for row in _chosen(named) for word in option_words(row, words))
    return dict.fromkeys(found)


ANALYZE: Final = Command(
    name="analyze", about="figures of an ansatz with their conventions", declare=_declare, run=_run
)
