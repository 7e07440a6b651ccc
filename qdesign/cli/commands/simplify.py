"""`qdesign simplify`: an equal circuit with less, verified."""

from __future__ import annotations

import argparse
import dataclasses
import sys
import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from qdesign.cli.parser import Command, Parser, positive, rows
from qdesign.cli.printing import print_change, print_json, progress_line, verdict_json
from qdesign.cli.reading import open_file, parameter_words, with_parameters
from qdesign.cli.stopping import stopping
from qdesign.cli.writing import format_for, write_body
from qdesign.errors import QdesignError

if TYPE_CHECKING:
    from qdesign.document import Document
    from qdesign.reduction.lowered import Lowered
    from qdesign.reduction.result import Simplification


def _declare(parser: Parser) -> None:
    parser.add_file()
    parser.add_output()
    parser.add_choice("--strategy", look_up=rows("strategy"), default="best")
    parser.add_choice("--minimize", look_up=_costs, default="two_qubit")
    parser.add_choice("--parameters", look_up=parameter_words, default="none")
    parser.add_argument("--time-budget", type=positive, metavar="SECONDS")
    parser.add_argument(
        "--thorough", action="store_true", help="search ten times as long, skip nothing"
    )
    parser.add_argument(
        "--extra-qubits",
        action="store_true",
        help="fewest T gates, on further qubits that are measured midway",
    )
    parser.add_argument(
        "--reorder",
        action="store_true",
        help="the same exponentials in another order, for few two-qubit gates: not equal",
    )
    parser.add_argument(
        "--coupling",
        metavar="MAP",
        help="count what a device runs: a target, line, grid or heavy_hex",
    )
    parser.add_argument(
        "--no-resynthesize",
        dest="resynthesize",
        action="store_false",
        help="no windows fitted by numbers: all stays exact",
    )
    parser.add_json()


def _run(options: argparse.Namespace) -> int:
    from qdesign.circuit import Circuit
    from qdesign.document import StepRecord
    from qdesign.reduction.simplify import simplify

    format_for(options.output)  # before the work
    document = with_parameters(open_file(options.file), options.parameters)
    started = time.monotonic()
    with progress_line(quiet=options.json) as progress, stopping() as stop:
        done = simplify(
            document.body,
            strategy=options.strategy,
            minimize=options.minimize,
            time_budget=options.time_budget,
            progress=progress,
            cancel=stop,
            thorough=options.thorough,
            extra_qubits=options.extra_qubits,
            reorder=options.reorder,
            coupling=options.coupling,
            resynthesize=options.resynthesize,
        )
    energies = _energies(done, document)
    if options.output:
        step = StepRecord("Another order", str(done.verdict)) if options.reorder else None
        write_body(options.output, done.body, document, step=step)
    if options.json:
        data: dict[str, Any] = {
            "strategy": options.strategy,
            "minimize": "t" if options.extra_qubits else options.minimize,
            "extra_qubits": done.after.num_qubits - done.before.num_qubits,
            "before": dataclasses.asdict(done.before),
            "after": dataclasses.asdict(done.after),
            "verdict": verdict_json(done.verdict),
            "steps": _steps_json(done),
            "seconds": round(time.monotonic() - started, 3),
        }
        if done.lowered is not None:
            data["lowered"] = _lowered_json(done.lowered)
        if options.reorder:
            data["energies"] = None if isinstance(energies, str) else energies
        elif not options.output and isinstance(done.body, Circuit):
            from qdesign import qasm

            data["qasm"] = qasm.dumps(done.body)
        print_json(data)
    elif options.output == "-":
        if options.reorder:
            print(f"qdesign: {done.verdict}", file=sys.stderr)
    else:
        print_change(done.before, done.after)
        print(f"  {done.verdict}")
        if done.lowered is not None:
            print(f"  After lowering to {done.lowered.coupling}:")
            print_change(done.lowered.before, done.lowered.after)
            print(f"  routed circuit: {done.lowered.verdict}")
        if isinstance(energies, str):
            print(f"  {energies}")
        elif energies is not None:
            print(f"  {_difference(energies)}")
        for note in done.left_out:
            print(f"  {note}")
        if not options.output:
            print("  Nothing was written; add -o OUT to keep the result.")
    return 0


def _energies(done: Simplification[Any], document: Document) -> dict[str, float] | str | None:
    """Energies before and after another order at the document's values, or why there are none."""
    from qdesign.reduction.reordered import Reordering

    if not isinstance(done, Reordering):
        return None
    if document.observable is None:
        return "Energies are not known: the file has no observable."
    try:
        before, after = done.energies(document.observable, document.values)
    except QdesignError as error:
        return f"Energies are not known: {error}"
    return {"before": before, "after": after, "difference": after - before}


def _difference(energies: Mapping[str, float]) -> str:
    before, after, change = (energies[key] for key in ("before", "after", "difference"))
    return (
        f"energy {before:.9g} → {after:.9g}, difference {change:+.3g} (exact, at the file's values)"
    )


def _lowered_json(lowered: Lowered) -> dict[str, Any]:
    from qdesign import qasm

    return {
        "coupling": str(lowered.coupling),
        "before": dataclasses.asdict(lowered.before),
        "after": dataclasses.asdict(lowered.after),
        "layout": list(lowered.layout),
        "final_layout": list(lowered.final_layout),
        "verdict": verdict_json(lowered.verdict),
        "qasm": qasm.dumps(lowered.circuit),
    }


def _steps_json(done: Simplification[Any]) -> list[dict[str, Any]]:
    """What ran, in order; runs of one name that gave nothing better are one entry.

    `change` of what was kept is against the best before it.
    """
    told: list[dict[str, Any]] = []
    for step in done.steps:
        last = told[-1] if told else {}
        if step.note and (last.get("name"), last.get("note")) == (step.name, step.note):
            last["runs"] += 1
            last["seconds"] = step.seconds
            last.update(stats=None, setting="")  # not those of one of them
        else:
            change = dict(step.change)
            told.append({**dataclasses.asdict(step), "change": change, "runs": 1})
    return told


def _costs() -> Iterable[str]:
    from qdesign.reduction.cost import COSTS

    return COSTS


SIMPLIFY = Command(
    name="simplify", about="an equal circuit with less, verified", declare=_declare, run=_run
)
