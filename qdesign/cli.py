"""The command line: files in, one plain answer out.

Exit status 0 where it worked, 2 for bad input with one line on standard error. `--json` prints one
JSON object. Heavy libraries load in the command that uses them. It is long because every command is
here.
"""

from __future__ import annotations

import argparse
import dataclasses
import errno
import json
import math
import os
import sys
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, TextIO, cast

from qdesign.errors import InvalidFile, InvalidRequest, NotConvertible, QdesignError

if TYPE_CHECKING:
    from qdesign.circuit import Circuit, Stats
    from qdesign.diagram import Diagram
    from qdesign.document import Document
    from qdesign.equivalence import Verdict
    from qdesign.hardware.job import Job
    from qdesign.hardware.queue import Queue
    from qdesign.problems import Problem
    from qdesign.reduction.result import Simplification

_EQUAL, _DIFFERENT, _UNKNOWN, _BAD_INPUT = 0, 1, 3, 2
_UNWRITTEN: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EPIPE, errno.EBADF)
"""A full disk or quota, a file at its limit, a broken device, a pipe that nobody reads."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command.

    Returns:
        The exit status: 0 done, 2 bad input; `verify` also 1 different, 3 unknown.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    if cast("object", sys.stdout) is None:
        return _refuse("Standard output is closed. Send it somewhere, such as to /dev/null.")
    try:
        options = _parser().parse_args(arguments)
        status = options.run(options)
        sys.stdout.flush()
        return status
    except QdesignError as error:
        return _refuse(str(error))
    except OSError as error:
        if error.errno not in _UNWRITTEN:
            raise
        # What is left in the buffer would be tried again at the end, with a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno == errno.EPIPE:  # a reader that has seen enough, such as head
            return 0
        why = (error.strerror or "it is closed").lower()
        return _refuse(f"Standard output took only a part of the answer: {why}.")
    except KeyboardInterrupt:
        return _refuse("Stopped.", status=130)


def _refuse(message: str, *, status: int = _BAD_INPUT) -> int:
    with suppress(OSError):  # nobody can be told
        print(f"qdesign: {' '.join(message.split())}", file=sys.stderr)
    return status


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one plain line, and whose help says when it is not written."""

    def _print_message(self, message: str, file: Any = None) -> None:
        # That of argparse drops what cannot be written, and ends as if it was.
        (file or sys.stderr).write(message)
        (file or sys.stderr).flush()

    def error(self, message: str) -> NoReturn:
        raise InvalidRequest(f"{message[:1].upper()}{message[1:]}. See '{self.prog} --help'.")


def _parser() -> argparse.ArgumentParser:
    from qdesign import __version__

    parser = _Parser(
        prog="qdesign",
        description="Draw, simplify, verify, tune and run parametrized quantum circuits.",
        epilog="FILE is .qasm (OpenQASM 2 or 3) or .qdesign; - is standard input.",
    )
    parser.add_argument("--version", action="version", version=f"qdesign {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[Any], int], about: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=about, description=about)
        added.set_defaults(run=run)
        return added

    command("demo", _demo, "the whole main job on a built-in ansatz, step by step")
    info = command("info", _info, "figures, ranks, redundant parameters")
    _add_file(info)
    info.add_argument("--rank", action="store_true", help="ranks also where they take long")
    _add_json(info)
    simplify = command("simplify", _simplify, "an equal circuit with less, verified")
    _add_file(simplify)
    simplify.add_argument("-o", "--output", metavar="OUT", help=".qasm or .qdesign; - prints")
    _add_choice(simplify, "--strategy", _names("strategy"), default="best")
    _add_choice(simplify, "--minimize", _costs, default="two_qubit")
    simplify.add_argument("--time-budget", type=_positive, metavar="SECONDS")
    _add_json(simplify)
    drop = command("drop-redundant", _drop_redundant, "an equal circuit with fewer parameters")
    _add_file(drop)
    drop.add_argument("-o", "--output", metavar="OUT", help=".qasm or .qdesign; - prints")
    _add_json(drop)
    verify = command("verify", _verify, "exit status 0 equal, 1 different, 3 unknown")
    verify.add_argument("a", metavar="A")
    verify.add_argument("b", metavar="B")
    _add_json(verify)
    tune = command("tune", _tune, "values that lower the energy of a problem")
    _add_file(tune)
    of = tune.add_mutually_exclusive_group()
    problem: Any = of.add_argument(
        "--problem", metavar="NAME", help="one of: %(forms)s; that of the document when not given"
    )
    of.add_argument(
        "--hamiltonian",
        metavar="H",
        help="a file or a text with a coefficient for each Pauli string, such as 'ZZ -1, XI -0.5'",
    )
    problem.forms = _Choices(_problem_forms)
    _add_choice(tune, "--method", _names("optimizer"), default="lbfgs")
    tune.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="of the method, such as max_steps=100; may be given several times",
    )
    tune.add_argument("--seed", type=_seed, default=0)
    tune.add_argument("-o", "--output", metavar="VALUES.json", help="- prints them alone")
    _add_json(tune)
    export = command("export", _export, "OpenQASM text that devices read, or a document")
    _add_file(export)
    _add_choice(export, "--dialect", _dialects, default="openqasm3")
    _add_values(export)
    export.add_argument(
        "-o", "--output", metavar="OUT", help="a document where it ends in .qdesign; - prints"
    )
    submit = command("submit", _submit, "put a circuit into the queue of a target")
    _add_file(submit)
    submit.add_argument("--target", required=True, metavar="T", help="see 'qdesign targets'")
    submit.add_argument("--shots", required=True, type=int, metavar="N")
    submit.add_argument("--seed", type=_seed)
    _add_values(submit)
    _add_json(submit)
    _add_json(command("targets", _targets, "what can be submitted to"))
    jobs = command("jobs", _jobs, "all jobs that are not in the archive, newest first")
    jobs.add_argument("--limit", type=_natural, metavar="N", help="the newest N")
    jobs.add_argument(
        "--state",
        action="append",
        default=[],
        type=str.upper,
        choices=cast("Any", _Choices(_states)),
        metavar="NAME",
        help="%(choices)s; may be given several times",
    )
    jobs.add_argument("--archived", action="store_true", help="those in the archive")
    _add_json(jobs)
    job = command("job", _job, "one job, with its counts when done")
    job.add_argument("id")
    job.add_argument("--wait", action="store_true", help="until it is done")
    _add_json(job)
    cancel = command("cancel", _cancel, "cancel a job")
    cancel.add_argument("id")
    _add_json(cancel)
    archive = command("archive", _archive, "put finished jobs away; lists leave them out")
    archive.add_argument("id", nargs="*")
    archive.add_argument("--finished", action="store_true", help="all that are finished")
    archive.add_argument("--undo", action="store_true", help="take them out of the archive")
    delete = command("delete", _delete, "remove finished jobs for good")
    delete.add_argument("id", nargs="+")
    delete.add_argument("--yes", action="store_true", help="without asking")
    studio = command("studio", _studio, "the studio as an app in a browser")
    studio.add_argument("file", metavar="FILE", nargs="?")
    studio.add_argument("--port", type=int, metavar="P", help="a free one when not given")
    studio.add_argument("--no-browser", action="store_true", help="only print the address")
    studio.add_argument("--address", metavar="HOST", default="127.0.0.1", help="where it listens")
    studio.add_argument("--prefix", metavar="PATH", default="", help="of every path, for proxies")
    studio.add_argument(
        "--allow-websocket-origin",
        metavar="HOST:PORT",
        action="append",
        default=[],
        help="a host under which browsers come; * for all",
    )
    studio.add_argument(
        "--basic-auth",
        metavar="PASSWORD|FILE",
        help="ask for a password, or for names and passwords of a JSON file, instead of the token",
    )
    studio.add_argument(
        "--no-token",
        action="store_true",
        help="let everybody in who reaches the port; for what asks by itself",
    )
    return parser


def _add_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")


@dataclasses.dataclass(frozen=True)
class _Choices:
    """What can be chosen, looked up when asked for: rows of the catalog take time to load."""

    look_up: Callable[[], Iterable[str]]

    def __iter__(self) -> Iterator[str]:
        return iter(self.look_up())

    def __contains__(self, name: object) -> bool:
        return name in tuple(self)

    def __str__(self) -> str:
        return ", ".join(self)


def _names(kind: str) -> Callable[[], Iterable[str]]:
    def look_up() -> Iterable[str]:
        from qdesign.rows import catalog

        return catalog(kind)

    return look_up


def _dialects() -> Iterable[str]:
    from qdesign.exporter import Exporter
    from qdesign.rows import rows

    return (row.name for row in rows(Exporter).values() if row.is_program)


def _states() -> Iterable[str]:
    from qdesign.hardware.job import State

    return [state.value for state in State]


def _problem_forms() -> Iterable[str]:
    from qdesign.session.naming import problem_forms

    return problem_forms()


def _costs() -> Iterable[str]:
    from qdesign.reduction.cost import COSTS

    return COSTS


def _add_choice(
    parser: argparse.ArgumentParser,
    option: str,
    look_up: Callable[[], Iterable[str]],
    *,
    default: str,
) -> None:
    parser.add_argument(
        option,
        default=default,
        choices=cast("Any", _Choices(look_up)),
        metavar="NAME",
        help="%(choices)s; %(default)s when not given",
    )


def _seed(text: str) -> int:
    """A whole number from 0, as numpy's generators take it."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 0")
    return int(text)


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def _add_values(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--values", metavar="V.json", help='{"name": radians, …}')


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError("it must be above 0")
    return value


def _natural(text: str) -> int:
    value = int(text) if text.isascii() and text.isdecimal() else 0
    if not 1 <= value <= 1_000_000:
        raise argparse.ArgumentTypeError("it must be a whole number from 1 on")
    return value


# Files


def _open(name: str) -> Document:
    from qdesign.session import open_document, open_text

    try:
        if name == "-":
            return open_text(_standard_input().buffer.read(10_000_001), name="standard input")
        return open_document(name)
    except InvalidFile:  # names it
        raise
    except QdesignError as error:
        raise InvalidFile(f"{'standard input' if name == '-' else name}: {error}") from None


def _standard_input() -> TextIO:
    if cast("object", sys.stdin) is None:
        raise InvalidFile("Standard input is closed. Name a file in place of -.")
    return sys.stdin


def _circuit(name: str) -> tuple[Circuit, Document]:
    from qdesign.circuit import Circuit
    from qdesign.zx.bodies import circuit_of

    document = _open(name)
    circuit = circuit_of(document.body)
    assert isinstance(circuit, Circuit)
    return circuit, document


def _values(path: str | None) -> dict[str, float] | None:
    if path is None:
        return None
    from qdesign.document import read_text
    from qdesign.json_text import repeated_name

    text = _standard_input().read().removeprefix("\ufeff") if path == "-" else read_text(path)

    def pairs(entries: list[tuple[str, object]]) -> dict[str, object]:
        given = dict(entries)
        if len(given) < len(entries):
            name = repeated_name(entries)
            raise InvalidFile(f"'{path}' has '{name[:60]}' twice. Give each name once.")
        return given

    try:
        data: object = json.loads(text, object_pairs_hook=pairs)
    except (ValueError, RecursionError):
        raise InvalidFile(f"'{path}' is not JSON. Write {{\"name\": radians, …}}.") from None
    if isinstance(data, dict) and isinstance(cast("dict[str, object]", data).get("values"), dict):
        data = cast("dict[str, object]", data)["values"]
    if not isinstance(data, dict):
        raise InvalidFile(f"'{path}' holds no values. Write {{\"name\": radians, …}}.")
    values: dict[str, float] = {}
    for key, value in cast("dict[str, object]", data).items():
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise InvalidFile(f"'{path}': the value of '{key}' is not a number of radians.")
        try:
            values[key] = float(value)
        except OverflowError:
            raise InvalidFile(f"'{path}': the value of '{key}' is beyond 1e308.") from None
    return values


def _write(path: str, body: Circuit | Diagram, document: Document) -> None:
    from qdesign.circuit import Circuit
    from qdesign.document import write_text

    if path.lower().endswith(".qdesign"):
        write_text(path, document.with_body(body).dumps())
        return
    if not isinstance(body, Circuit):
        raise NotConvertible("A diagram is written as .qdesign; give OUT that ending.")
    from qdesign import qasm

    text = qasm.dumps(body)
    if path == "-":
        sys.stdout.write(text)
    else:
        write_text(path, text)


# Words


def _print_json(data: Mapping[str, Any]) -> None:
    print(json.dumps(data, ensure_ascii=False, allow_nan=False))


def _verdict_json(verdict: Verdict) -> dict[str, Any]:
    return {
        "equal": verdict.equal,
        "method": verdict.method,
        "points": verdict.points,
        "max_error": verdict.max_error,
    }


def _stats_json(stats: Stats) -> dict[str, int]:
    return dataclasses.asdict(stats)


def _figures() -> dict[str, str]:
    """What is printed beside each figure."""
    from qdesign.circuit import STAT_TITLES

    return {name: title for name, title in STAT_TITLES.items() if name != "num_qubits"}


def _print_change(before: Stats, after: Stats) -> None:
    for key, label in _figures().items():
        old, new = getattr(before, key), getattr(after, key)
        change = f"{new - old:+d}".replace("-", "−") if new != old else ""
        print(f"  {label:<16}{old:>8} → {new:<8}{change}")


# Commands


def _info(options: argparse.Namespace) -> int:
    from qdesign.diagram import Diagram
    from qdesign.session import describe

    document = _open(options.file)
    if options.json:
        _print_json(describe(document, any_size=options.rank))
        return 0
    body = document.body
    if isinstance(body, Diagram):
        print(f"diagram: {body.num_spiders} spiders, {len(body.edges)} edges")
    else:
        print(f"qubits          {body.stats.num_qubits}")
        for key, label in _figures().items():
            print(f"{label:<16}{getattr(body.stats, key)}")
    if body.parameters:
        print(f"free            {', '.join(body.parameters)}")
    sys.stdout.flush()  # what is known stands there while ranks are found
    with _progress(quiet=False) as progress:
        data = describe(document, any_size=options.rank, progress=progress)
    rank = data.get("rank")
    if rank is not None:
        print(
            f"rank            zx {rank['zx']}, unitary {rank['unitary']}, state {rank['state']} "
            f"of {rank['num_parameters']} parameters"
        )
        for name, why in rank["redundant"].items():
            print(f"redundant       {name}: {why}")
    elif data.get("rank_note"):
        print(f"rank            {data['rank_note']}")
    return 0


def _simplify(options: argparse.Namespace) -> int:
    from qdesign.circuit import Circuit
    from qdesign.reduction.simplify import simplify

    document = _open(options.file)
    started = time.monotonic()
    with _progress(quiet=options.json) as progress:
        done = simplify(
            document.body,
            strategy=options.strategy,
            minimize=options.minimize,
            time_budget=options.time_budget,
            progress=progress,
        )
    if options.output:
        _write(options.output, done.body, document)
    if options.json:
        data: dict[str, Any] = {
            "strategy": options.strategy,
            "minimize": options.minimize,
            "before": _stats_json(done.before),
            "after": _stats_json(done.after),
            "verdict": _verdict_json(done.verdict),
            "steps": _steps_json(done),
            "seconds": round(time.monotonic() - started, 3),
        }
        if not options.output and isinstance(done.body, Circuit):
            from qdesign import qasm

            data["qasm"] = qasm.dumps(done.body)
        _print_json(data)
    elif options.output != "-":
        _print_change(done.before, done.after)
        print(f"  {done.verdict}")
        for note in done.left_out:
            print(f"  {note}")
        if not options.output:
            print("  Nothing was written; add -o OUT to keep the result.")
    return 0


def _drop_redundant(options: argparse.Namespace) -> int:
    from qdesign.analyze.dropping import drop_redundant
    from qdesign.analyze.rank import parameter_rank

    circuit, document = _circuit(options.file)
    with _progress(quiet=options.json) as progress:
        found = parameter_rank(circuit, progress=progress)
        done = drop_redundant(circuit, found.redundant)
    if options.output:
        left = document.with_body(done.circuit).with_values(done.values_from(document.values))
        _write(options.output, done.circuit, left)
    if options.json:
        from qdesign import qasm

        data: dict[str, Any] = {
            "redundant": {name: str(why) for name, why in found.redundant.items()},
            "before": _stats_json(circuit.stats),
            "after": _stats_json(done.circuit.stats),
            "verdict": _verdict_json(done.verdict),
        }
        _print_json(data if options.output else data | {"qasm": qasm.dumps(done.circuit)})
    elif options.output != "-":
        for name, why in found.redundant.items():
            print(f"  {name}: {why}")
        if not found.redundant:
            print("  No parameter is redundant.")
        _print_change(circuit.stats, done.circuit.stats)
        print(f"  {done.verdict}")
        if not options.output:
            print("  Nothing was written; add -o OUT to keep the result.")
    return 0


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


@contextmanager
def _progress(*, quiet: bool) -> Generator[Callable[..., None] | None, None, None]:
    """Shows how far it is where a person looks on, and clears that before the result."""
    if quiet or not sys.stderr.isatty():
        yield None
        return

    def show(*facts: object) -> None:
        text = " ".join(f"{fact:.0%}" if isinstance(fact, float) else str(fact) for fact in facts)
        print(f"\r\x1b[K{text[:78]}", end="", file=sys.stderr, flush=True)

    try:
        yield show
    finally:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _verify(options: argparse.Namespace) -> int:
    from qdesign.equivalence import equivalent

    if options.a == options.b == "-":
        raise InvalidRequest("Standard input holds one body. Name a file for A or B.")
    verdict = equivalent(_open(options.a).body, _open(options.b).body)
    if options.json:
        _print_json(_verdict_json(verdict))
    else:
        print(verdict)
    if verdict.equal is None:
        return _UNKNOWN
    return _EQUAL if verdict.equal else _DIFFERENT


def _tune(options: argparse.Namespace) -> int:
    from qdesign.document import write_text
    from qdesign.rows import find
    from qdesign.tune.optimize import optimize
    from qdesign.tune.optimizer import Optimizer

    circuit, document = _circuit(options.file)
    problem = _problem(options, circuit, document)
    taken: dict[str, Any] = find(Optimizer, options.method).parsed(options.option)

    def told(steps: int, energy: float) -> None:
        if progress is not None:
            progress(f"step {steps}  energy {energy:.6f}")

    with _progress(quiet=options.json) as progress:
        done = optimize(
            circuit,
            problem.observable,
            method=options.method,
            seed=options.seed,
            progress=told,
            **taken,
        )
    values = {name: float(value) for name, value in done.values.items()}
    data = {
        "problem": options.problem or problem.name,
        "method": options.method,
        "seed": options.seed,
        "energy": done.energy,
        "exact_energy": problem.exact_energy,
        "steps": len(done.history),
        "reason": done.reason,
        "kicks": done.kicks,
        "values": values,
    }
    written = json.dumps(values, indent=1, ensure_ascii=False) + "\n"
    if options.output == "-":
        sys.stdout.write(written)
        return 0
    if options.output:
        write_text(options.output, written)
    if options.json:
        _print_json(data)
        return 0
    print(f"energy  {done.energy:.6f}")
    if problem.exact_energy is not None:
        print(f"exact   {problem.exact_energy:.6f}")
    kicked = ", kicked off a point without slope" if done.kicks else ""
    print(f"steps   {len(done.history)}, {done.reason}{kicked}")
    if not options.output:
        for name, value in values.items():
            print(f"  {name:<16}{value: .6f}")
    return 0


def _problem(options: argparse.Namespace, circuit: Circuit, document: Document) -> Problem:
    """What is to be minimized: named, given, or the document's own."""
    from qdesign.problems import Problem
    from qdesign.session.naming import observable_written, problem_named, problem_of

    if options.problem is not None:
        return problem_named(options.problem, num_qubits=circuit.num_qubits)
    observable = document.observable
    if options.hamiltonian is not None:
        observable = observable_written(options.hamiltonian)
    if observable is None:
        raise InvalidRequest(
            f"'{options.file}' has no problem of its own. Give --problem NAME or --hamiltonian H."
        )
    return problem_of(observable) or Problem("own Hamiltonian", observable)


def _export(options: argparse.Namespace) -> int:
    from qdesign import qasm
    from qdesign.document import write_text

    circuit, document = _circuit(options.file)
    values = _values(options.values)
    if options.output and options.output.lower().endswith(".qdesign"):
        kept = document.with_body(circuit)
        if values is not None:
            kept = kept.with_values({**kept.values, **circuit.values_of(values)})
        write_text(options.output, kept.dumps())
        return 0
    text = qasm.dumps(circuit, values=values, dialect=options.dialect)
    if options.output and options.output != "-":
        write_text(options.output, text)
    else:
        sys.stdout.write(text)
    return 0


def _job_json(job: Job) -> dict[str, Any]:
    return {
        "id": job.id,
        "state": str(job.state),
        "target": job.target,
        "shots": job.shots,
        "seed": job.seed,
        "name": job.name,
        "created": job.created.isoformat(),
        "updated": job.updated.isoformat(),
        "archived": job.is_archived,
        "counts": dict(job.counts) if job.counts is not None else None,
        "reason": job.reason,
    }


def _job_line(job: Job) -> str:
    sent = f"{job.created.astimezone():%Y-%m-%d %H:%M}"
    line = f"{job.id}  {sent}  {job.state!s:<10} {job.target}  {job.shots} shots  {job.name}"
    return line.rstrip()


def _print_job(job: Job) -> None:
    print(_job_line(job))
    if job.reason:
        print(f"  {job.reason}")
    if job.counts:
        most = sorted(job.counts.items(), key=lambda entry: -entry[1])
        for bits, count in most[:16]:
            bar = "█" * round(30 * count / most[0][1])
            print(f"  {bits} {count:>8}  {bar}")
        if len(most) > 16:
            print(f"  and {len(most) - 16} more (clbit 0 rightmost; --json prints all)")


def _submit(options: argparse.Namespace) -> int:
    from qdesign.hardware.queue import Queue

    circuit, document = _circuit(options.file)
    values = _values(options.values)
    if values is None and circuit.parameters and options.file.lower().endswith(".qdesign"):
        values = document.values
    name = Path(options.file).stem if options.file != "-" else ""
    job = Queue.open().submit(
        circuit,
        values,
        target=options.target,
        shots=options.shots,
        seed=options.seed,
        name=name,
    )
    if options.json:
        _print_json(_job_json(job))
    else:
        _print_job(job)
        print(f"  Watch it with: qdesign job {job.id} --wait")
    return 0


def _targets(options: argparse.Namespace) -> int:
    from qdesign.hardware.provider import targets

    found = targets()
    if options.json:
        _print_json({"targets": [target.to_dict() for target in found]})
        return 0
    for target in found:
        note = f"calibrated {target.calibrated}" if target.calibrated else ""
        note = target.missing or note
        print(f"{target.name:<28}{target.num_qubits:>5} qubits  {note}".rstrip())
    return 0


def _jobs(options: argparse.Namespace) -> int:
    from qdesign.hardware.job import State
    from qdesign.hardware.queue import Queue
    from qdesign.hardware.store import Listing

    queue = Queue.find()
    found = Listing(())
    if queue is not None:
        queue.keep_running()
        states = [State(name) for name in options.state]
        found = queue.listing(archived=options.archived, states=states, limit=options.limit)
    jobs = found.jobs[::-1]
    if options.json:
        data = {"jobs": [_job_json(job) for job in jobs]}
        _print_json(data | {"damaged": [str(damaged) for damaged in found.damaged]})
        return 0
    if not jobs and not found.damaged:
        if options.state or options.archived:
            print("There are no such jobs.")
        else:
            print("No jobs yet. Submit one: qdesign submit FILE --target local:ideal --shots 1000")
    for job in jobs:
        print(_job_line(job))
    if found.damaged:
        named = ", ".join(str(damaged) for damaged in found.damaged)
        print(
            f"qdesign: The queue file {queue and queue.path} is damaged. Set aside: {named}. "
            "'qdesign delete ID' removes such a job.",
            file=sys.stderr,
        )
    return 0


def _queue() -> Queue:
    """The queue that there is: a command about jobs makes none."""
    from qdesign.hardware.queue import Queue, default_path

    queue = Queue.find()
    if queue is None:
        raise InvalidRequest(f"There are no jobs yet: there is no queue file {default_path()}.")
    return queue


def _job(options: argparse.Namespace) -> int:
    queue = _queue()
    queue.keep_running()
    job = queue.job(options.id)
    with _progress(quiet=not options.wait) as show:
        while options.wait and not job.is_final:
            if show is not None:
                show(job.progress or f"{job.state} on {job.target}.")
            job = queue.wait(options.id, timeout=0.2 if show is not None else None)
    if options.json:
        _print_json(_job_json(job))
    else:
        _print_job(job)
    return 0


def _cancel(options: argparse.Namespace) -> int:
    job = _queue().cancel(options.id)
    if options.json:
        _print_json(_job_json(job))
    else:
        _print_job(job)
    return 0


def _archive(options: argparse.Namespace) -> int:
    from qdesign.hardware.job import State, is_final

    queue = _queue()
    ids: list[str] = list(options.id)
    if options.finished:
        states = [state for state in State if is_final(state)]
        found = queue.listing(archived=options.undo, states=states)
        ids += [job.id for job in found.jobs if job.id not in ids]
    elif not ids:
        raise InvalidRequest("Name jobs, or give --finished. See 'qdesign jobs'.")
    (queue.unarchive if options.undo else queue.archive)(*ids)
    print(f"{_num_jobs(ids)} {'taken out of' if options.undo else 'put into'} the archive.")
    if ids and not options.undo:
        print(f"  Take back: qdesign archive --undo {' '.join(ids)}")
    return 0


def _delete(options: argparse.Namespace) -> int:
    queue = _queue()
    what = f"{_num_jobs(options.id)} with circuits and counts"
    if not options.yes:
        if cast("object", sys.stdin) is None or not sys.stdin.isatty():
            raise InvalidRequest(f"This removes {what} for good. Add --yes to do so.")
        if input(f"Remove {what} for good? [y/N] ").strip().lower() not in ("y", "yes"):
            print("Nothing was removed.")
            return 0
    queue.delete(*options.id)
    print(f"{_num_jobs(options.id)} removed.")
    return 0


def _num_jobs(ids: Sequence[str]) -> str:
    return "1 job" if len(ids) == 1 else f"{len(ids)} jobs"


def _demo(options: argparse.Namespace) -> int:
    from qdesign.demo import run

    run()
    return 0


def _studio(options: argparse.Namespace) -> int:
    from qdesign.ui.file_studio import WRITTEN
    from qdesign.ui.panel_app import serve

    path = options.file if options.file and options.file.lower().endswith(WRITTEN) else None
    is_new = path is not None and not Path(path).exists()
    document = _open(options.file) if options.file and not is_new else None
    name = Path(options.file).stem if options.file and options.file != "-" else "ansatz"

    def ready(address: str) -> None:
        print(f"The studio is at {address} (Ctrl+C stops it)", flush=True)

    serve(
        document,
        name=name,
        file=path,
        port=options.port,
        address=options.address,
        prefix=options.prefix,
        origins=options.allow_websocket_origin,
        token="" if options.no_token else os.environ.get("QDESIGN_TOKEN"),
        basic_auth=options.basic_auth,
        show=not options.no_browser,
        ready=ready,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
