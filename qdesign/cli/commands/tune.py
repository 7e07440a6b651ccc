"""`qdesign tune`: values that lower the energy of a problem, exact or measured on a target."""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import PurePath
from threading import Event
from typing import TYPE_CHECKING, Any, Final

from qdesign.cli.job_lines import target_names
from qdesign.cli.parser import Command, Parser, option_words, rows, seed, value_of, whole
from qdesign.cli.printing import print_json, progress_line
from qdesign.cli.problems import declare_problem, problem_given
from qdesign.cli.reading import open_circuit, read_noise
from qdesign.cli.stopping import stopping
from qdesign.cli.writing import expect_place, write
from qdesign.errors import InvalidRequest

if TYPE_CHECKING:
    from qdesign.circuit import Circuit
    from qdesign.document import Document
    from qdesign.problems import Problem
    from qdesign.simulate.noise import Noise
    from qdesign.tune.optimize import Optimization
    from qdesign.tune.sampled import SampledOptimization

_METHODS: Final = "%(choices)s; lbfgs when not given, spsa with --shots"


def _declare(parser: Parser) -> None:
    parser.add_file()
    declare_problem(parser, "that of the document")
    parser.add_choice("--method", look_up=rows("optimizer"), about=_METHODS)
    parser.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="of the method, such as max_steps=100; may be given several times",
    )
    parser.suggest("option", _options)
    parser.add_argument("--seed", type=seed, default=0)
    parser.add_argument(
        "--target", metavar="T", help="measures each energy by a job; see 'qdesign targets'"
    )
    parser.suggest("target", lambda words: target_names())
    parser.add_argument(
        "--shots", type=whole, metavar="N", help="of each energy, drawn here or on the target"
    )
    parser.add_argument(
        "--max-cost", type=float, metavar="C", help="what all energies may cost at most"
    )
    parser.add_argument(
        "--starts", type=whole, metavar="N", help="so many runs from random values, the lowest told"
    )
    parser.add_argument(
        "--noise",
        metavar="NOISE",
        help="rates as JSON, a file of them or of a document, or a device: local:fake_manila",
    )
    parser.suggest_files("noise")
    parser.add_argument(
        "--frozen",
        action="append",
        default=[],
        metavar="NAME[=VALUE]",
        help="keeps a parameter at the value, else at the document's; may be given several times",
    )
    parser.add_argument(
        "--layerwise", action="store_true", help="tunes the first layer, then two, and so on"
    )
    parser.add_argument("--name", metavar="TEXT", help="of the run; another one begins anew")
    parser.add_output("- prints them alone", "VALUES.json")
    parser.add_json()


def _run(options: argparse.Namespace) -> int:
    from qdesign.rows import find
    from qdesign.tune.optimizer import Optimizer
    from qdesign.tuning import optimize

    if options.output and PurePath(options.output).suffix.lower() not in ("", ".json"):
        raise InvalidRequest(f"Values are written as JSON: end '{options.output}' with .json.")
    expect_place(options.output)
    if options.target and options.shots is None:
        raise InvalidRequest("Say with how many shots each energy is measured: --shots N.")
    circuit, document = open_circuit(options.file)
    problem = _problem(options, circuit, document)
    method = _method(options.method, options.target or options.shots)
    taken: dict[str, Any] = find(Optimizer, method).parsed(options.option)
    tuned: Any = optimize
    words = ("target", "shots", "max_cost", "name", "starts")
    own = {name: getattr(options, name) for name in words}
    own["noise"] = read_noise(options.noise)
    own["frozen"] = _frozen(options.frozen, document) or None
    own["layerwise"] = options.layerwise or None

    def told(steps: int, energy: float) -> None:
        if progress is not None:
            progress(f"step {steps}  energy {energy:.6f}")

    with progress_line(quiet=options.json) as progress, _stopping(options) as cancel:
        done: Optimization | SampledOptimization = tuned(
            circuit,
            problem,
            method=method,
            seed=options.seed,
            progress=told,
            cancel=cancel,
            **{name: value for name, value in own.items() if value is not None},
            **taken,
        )
    values = {name: float(value) for name, value in done.values.items()}
    data = {
        "problem": options.problem or problem.name,
        "method": method,
        "seed": options.seed,
        "noise": None if own["noise"] is None else own["noise"].to_json(),
        "energy": done.energy,
        "exact_energy": problem.exact_energy,
        "warning": problem.warning,
        "steps": len(done.history),
        "reason": done.reason,
        **_facts(done),
        **(accuracies := _accuracies(circuit, problem, values, own["noise"])),
        "values": values,
    }
    written = json.dumps(values, indent=1, ensure_ascii=False) + "\n"
    if options.output:
        write(options.output, written)
    if options.output == "-":
        return 0
    if options.json:
        print_json(data)
        return 0
    for line in _lines(done, problem, is_noisy=own["noise"] is not None):
        print(line)
    for name, shares in accuracies.items():
        noisy = "with" if name == "circuit" and own["noise"] is not None else "without"
        parts = ", ".join(f"{part} {100 * share:.1f} %" for part, share in shares.items())
        print(f"{name:<9}{parts}  (exact, {noisy} noise)")
    if not options.output:
        width = max([15, *map(len, values)])
        for name, value in values.items():
            print(f"  {name:<{width}} {value: .6f}")
    return 0


def _frozen(given: Sequence[str], document: Document) -> dict[str, float]:
    """Parameters to keep, by name, as `a=0.3` says or at the document's values."""
    held: dict[str, float] = {}
    for each in given:
        name, equals, text = each.partition("=")
        known = document.values.get(name)
        try:
            value = float(text) if equals else known
        except ValueError:
            value = math.nan
        if value is None:
            raise InvalidRequest(
                f"'{name[:60]}' has no value to be kept at. Give one: --frozen {name[:60]}=0.3."
            )
        if not math.isfinite(value):
            raise InvalidRequest(f"'{each[:60]}' is no value in radians: write --frozen NAME=0.3.")
        held[name] = value
    return held


def _method(given: str | None, target: str | int | None) -> str:
    from qdesign.tuning import EXACT_METHOD, SAMPLED_METHOD

    return given or (SAMPLED_METHOD if target else EXACT_METHOD)


def _stopping(options: argparse.Namespace) -> AbstractContextManager[Event | None]:
    """With a target, Ctrl-C ends the jobs that run and keeps the best values so far."""
    return stopping() if options.target else nullcontext()


def _facts(done: Optimization | SampledOptimization) -> dict[str, Any]:
    """What only exact, or only sampled energies have."""
    from qdesign.tune.optimize import Optimization

    if isinstance(done, Optimization):
        return {
            "kicks": done.kicks,
            "energy_error": done.energy_error,
            "shots": done.shots,
            "engine": done.engine or "statevector",
        }
    names = ("energy", "error", "shots", "job")
    told = [{name: getattr(each, name) for name in names} for each in done.evaluations]
    facts = ("energy_error", "is_measured_anew", "target", "shots", "cost", "unit")
    return {name: getattr(done, name) for name in facts} | {"evaluations": told}


def _accuracies(
    circuit: Circuit, problem: Problem, values: dict[str, float], noise: Noise | None
) -> dict[str, dict[str, float]]:
    """Of labeled data: shares of rows that the circuit and logistic regression read rightly."""
    if problem.data is None:
        return {}
    found = {
        "circuit": problem.accuracy(circuit, values, noise=noise),
        "baseline": problem.baseline,
    }
    return {name: {"train": each.train, "test": each.test} for name, each in found.items()}


def _lines(
    done: Optimization | SampledOptimization, problem: Problem, *, is_noisy: bool
) -> Iterable[str]:
    from qdesign.hardware.cost import amount
    from qdesign.hardware.job import with_error
    from qdesign.tune.optimize import Optimization

    exact = problem.exact_energy
    of = "" if problem.sector is None else f"  ({problem.sector})"
    reached = [] if exact is None else [f"exact   {exact:.6f}{of}"]
    if problem.warning:
        reached.append(f"note    {problem.warning}")
    steps = f"steps   {len(done.history)}, {done.reason}"
    if isinstance(done, Optimization):
        kicked = ", kicked off a point without slope" if done.kicks else ""
        noisy = ", with noise" if is_noisy else ""
        told = f"{done.energy:.6f}{'  (exact, with noise)' if is_noisy else ''}"
        if done.shots:
            error = with_error(done.energy, done.energy_error)
            told = f"{error}  (sampled, {done.shots:,} shots{noisy})"
        elif done.engine:
            told += f"  ({done.engine})"
        word = "energy" if problem.data is None else "loss"
        return [f"{word:<8}{told}", *reached, f"{steps}{kicked}"]
    energy = with_error(done.energy, done.energy_error)
    chosen = "" if done.is_measured_anew else ", the lowest of all"
    sampled = f"sampled, {done.shots:,} shots on {done.target}{chosen}"
    cost = [f"cost    {amount(done.cost)} {done.unit}"] if done.cost else []
    measured = f"{steps}; {done.num_evaluations:,} energies measured"
    return [f"energy  {energy}  ({sampled})", *reached, measured, *cost]


def _problem(options: argparse.Namespace, circuit: Circuit, document: Document) -> Problem:
    """What is to be minimized: named, given, or the document's own."""
    from qdesign.problems import Problem

    given = problem_given(options, num_qubits=circuit.num_qubits)
    if given is not None:
        return given
    observable = document.observable
    if observable is None:
        raise InvalidRequest(
            f"'{options.file}' has no problem of its own. Give --problem NAME or --hamiltonian H."
        )
    return document.problem or Problem("own Hamiltonian", observable)


def _options(words: Sequence[str]) -> Iterable[str]:
    """The options of the method that is named, and what those that are chosen may be."""
    from qdesign.rows import rows as rows_of
    from qdesign.tune.optimizer import Optimizer

    sampled = value_of("--target", words) or value_of("--shots", words)
    name = _method(value_of("--method", words), sampled)
    return option_words(rows_of(Optimizer).get(name), words)


TUNE = Command(
    name="tune", about="values that lower the energy of a problem", declare=_declare, run=_run
)
