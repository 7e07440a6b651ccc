"""Every ask as a pure function: question in, result out; and the table of all of them.

Questions and results are classes of `qdesign.session.port`; the page's copy is generated from this
table. Functions run in a worker process; heavy libraries load in the ask that needs them. It has
every ask, which makes it long.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final, Literal

from qdesign.circuit import Circuit
from qdesign.diagram import Diagram
from qdesign.document import MAX_BYTES, Document
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.importers import read
from qdesign.importers.importer import Importer
from qdesign.rows import catalog, find, rows
from qdesign.session import (
    analyzing,
    beyond,
    devices,
    growing,
    jobs,
    labeling,
    mitigating,
    noise,
    port,
    proving,
    queueing,
    simplifying,
    teaching,
    templating,
    tuning,
)
from qdesign.session.differing import line_difference
from qdesign.session.figures import proof_figures, rank_or_why, stats_or_why
from qdesign.session.opening import drawn_circuit
from qdesign.session.replies import Answer, Report
from qdesign.zx.extraction import extraction_figures, traced_extract
from qdesign.zx.tracing import Traced
from qdesign.zx.translate import traced_diagram

_MOST_WEBS: Final = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Everything about one ask.

    Attributes:
        question, result: classes of the port.
        run: what it does; its docstring's first line is the page's documentation.
        lane: `quick` asks never wait for `heavy` ones, nor for those of the `queue`; those that
            only read a file of ours are answered `here`, without a process.
        seconds: time limit.
        gives_way: it is about what is on the screen: one that still waits is stale when the next
            one comes, and is dropped.
    """

    question: type[Any]
    result: type[Any]
    run: Callable[[Any, Report], Answer[Any]]
    lane: Literal["quick", "heavy", "queue", "here"]
    seconds: float
    gives_way: bool = False


def answer(message: Mapping[str, Any], report: Report) -> Answer[Any]:
    """The answer to one ask.

    Raises:
        QdesignError: bad input or a limit, in words for a person.
    """
    ask = find_ask(message.get("ask"))
    return ask.run(port.from_json(ask.question, message), report)


def find_ask(name: object) -> Ask:
    """The ask of a name.

    Raises:
        InvalidRequest: there is none.
    """
    found = ASKS.get(name) if isinstance(name, str) else None
    if found is None:
        raise InvalidRequest(
            f"There is no ask '{str(name)[:40]}'. Where the page sent it, it is of another version "
            "of qdesign: reload it."
        )
    return found


def to_diagram(question: port.DocumentQuestion, report: Report) -> Answer[port.DiagramResult]:
    """The circuit as a ZX diagram."""
    document = question.document
    if isinstance(document.body, Diagram):
        return Answer(port.DiagramResult(document, {}))
    made = traced_diagram(document.body)
    return Answer(port.DiagramResult(document.with_body(made.body), made.origins))


def to_circuit(question: port.DocumentQuestion, report: Report) -> Answer[port.CircuitResult]:
    """The circuit that the diagram denotes, compared with it."""
    from qdesign.equivalence import equivalent

    document = question.document
    report("Extracting a circuit")
    body = document.body
    made = Traced(body, {}) if isinstance(body, Circuit) else traced_extract(body)
    circuit = made.body
    verdict = equivalent(body, circuit)
    before, after = circuit.stats, circuit.stats
    if not isinstance(body, Circuit):
        before = extraction_figures(body, circuit).before
    left = document.with_body(circuit)
    return Answer(port.CircuitResult(left, made.origins, verdict, before, after))


def parse(question: port.ParseQuestion, report: Report) -> Answer[port.DocumentResult]:
    """The document that a text denotes, unless it takes more room than a document may."""
    if question.format == "auto":
        return Answer(port.DocumentResult(_fitting(read(question.text))))
    texts = [name for name, row in rows(Importer).items() if row.is_text]
    if question.format not in texts:
        raise InvalidRequest(
            f"'format' is {question.format[:40]!r}; it is auto, {', '.join(texts)}."
        )
    return Answer(
        port.DocumentResult(_fitting(find(Importer, question.format).read(question.text)))
    )


def _fitting(document: Document) -> Document:
    size = len(document.dumps().encode())
    if size > MAX_BYTES:
        raise TooLarge(
            f"A document has at most {MAX_BYTES / 1e6:g} MB; this would have {size / 1e6:.1f} MB."
        )
    return document


def export(question: port.ExportQuestion, report: Report) -> Answer[port.ExportResult]:
    """The document in another format, with its parameters, or their values where it has none."""
    from qdesign.exporter import Exporter
    from qdesign.exporters import export as run

    bind = find(Exporter, question.format).needs_values
    made = run(question.document, format=question.format, bind=bind)
    return Answer(port.ExportResult(made.text))


def later(question: port.EmptyQuestion, report: Report) -> Answer[port.ScriptResult]:
    """The parts of the studio that are used on request."""
    return _script("later")


def editor(question: port.EmptyQuestion, report: Report) -> Answer[port.ScriptResult]:
    """The code editor."""
    return _script("editor")


def words(question: port.EmptyQuestion, report: Report) -> Answer[port.ScriptResult]:
    """The words of other languages than English, and what puts them into the page."""
    return _script("words")


def _script(name: str) -> Answer[port.ScriptResult]:
    """A script of the page that is no part of its first bundle (docs/decisions/0018)."""
    file = files("qdesign") / "static" / f"{name}.js"
    if not file.is_file():
        raise InvalidRequest(f"The page's script '{name}' is not built: run `make`.")
    return Answer(port.ScriptResult(file.read_text("utf-8")))


def update(question: port.UpdateQuestion, report: Report) -> Answer[port.UpdateResult]:
    """The text of a program with the edits of its document."""
    from qdesign.qasm.updating import update as run

    done = run(question.text, drawn_circuit(question.document))
    difference = line_difference(question.text, done.text) if done.why else ""
    return Answer(port.UpdateResult(done.text, done.why, difference))


def figures(question: port.DocumentQuestion, report: Report) -> Answer[port.FiguresResult]:
    """Figures and ranks of the body, and how each parameter stands."""
    document = question.document
    body = document.body
    report("Counting")
    stats, which = stats_or_why(body)
    rank = rank_or_why(body, progress=report)
    if isinstance(rank, str):
        return Answer(port.FiguresResult(stats, which, None, why_no_rank=rank))
    from qdesign.analyze.standing import standings

    redundant = tuple(
        port.Redundant(name, {other: str(why.substitution[other]) for other in why.merged_into})
        for name, why in rank.redundant.items()
    )
    told = tuple(
        port.ParameterStanding(
            each.name,
            each.kind,
            {name: str(angle) for name, angle in each.substitution.items()},
            each.drops,
            each.found,
        )
        for each in standings(body, document.observable, rank=rank, progress=report)
    )
    ranks = port.Rank(
        rank.num_parameters,
        rank.zx,
        rank.unitary,
        rank.state,
        exact=rank.unitary_is_exact,
        minimal=rank.minimal,
        redundant=redundant,
        standings=told,
        conventions=rank.conventions,
    )
    return Answer(port.FiguresResult(stats, which, ranks, why_no_rank=""))


def pauli_webs(question: port.DocumentQuestion, report: Report) -> Answer[port.WebsResult]:
    """The Pauli webs of the diagram, at most 256 of them."""
    from qdesign.zx.webs import pauli_webs as run

    diagram = question.document.body
    if not isinstance(diagram, Diagram):
        raise InvalidRequest("Pauli webs are of diagrams. Edit the circuit as a diagram first.")
    found = run(diagram)
    listed = tuple(
        port.Web(
            {name: "".join(letters) for name, letters in web.edges.items()},
            "".join(web.inputs.get(k, "I") for k in range(len(diagram.inputs))),
            "".join(web.outputs.get(k, "I") for k in range(len(diagram.outputs))),
            web.cuts,
        )
        for web in found[:_MOST_WEBS]
    )
    return Answer(port.WebsResult(listed, len(found) - len(listed)))


def listed(question: port.EmptyQuestion, report: Report) -> Answer[port.CatalogResult]:
    """Everything that can be chosen by name, without its functions."""
    kinds: tuple[str, ...] = catalog()
    return Answer(
        port.CatalogResult(
            {kind: tuple(row.to_dict() for row in catalog(kind).values()) for kind in kinds}
        )
    )


ASKS: Final[Mapping[str, Ask]] = MappingProxyType(
    {
        "simplify": Ask(
            question=port.SimplifyQuestion,
            result=port.SimplifyResult,
            run=simplifying.simplify,
            lane="heavy",
            seconds=300.0,
        ),
        "drop_redundant": Ask(
            question=port.DocumentQuestion,
            result=port.SimplifyResult,
            run=simplifying.drop_redundant,
            lane="heavy",
            seconds=120.0,
        ),
        "verify": Ask(
            question=port.VerifyQuestion,
            result=port.VerdictResult,
            run=simplifying.verify,
            lane="heavy",
            seconds=120.0,
            gives_way=True,
        ),
        "to_diagram": Ask(
            question=port.DocumentQuestion,
            result=port.DiagramResult,
            run=to_diagram,
            lane="quick",
            seconds=30.0,
        ),
        "to_circuit": Ask(
            question=port.DocumentQuestion,
            result=port.CircuitResult,
            run=to_circuit,
            lane="heavy",
            seconds=120.0,
        ),
        "check_proof": Ask(
            question=port.DocumentQuestion,
            result=port.ProofResult,
            run=proving.check_proof,
            lane="heavy",
            seconds=120.0,
        ),
        "proof_figures": Ask(
            question=port.DocumentQuestion,
            result=port.StepFigures,
            run=proof_figures,
            lane="heavy",
            seconds=30.0,
            gives_way=True,
        ),
        "zx_step": Ask(
            question=port.RuleQuestion,
            result=port.RuleResult,
            run=proving.zx_step,
            lane="quick",
            seconds=30.0,
            gives_way=True,
        ),
        "lemma": Ask(
            question=port.LemmaQuestion,
            result=port.LemmasResult,
            run=proving.lemma,
            lane="heavy",
            seconds=120.0,
        ),
        "rulebook": Ask(
            question=port.RulebookQuestion,
            result=port.LemmasResult,
            run=proving.rulebook,
            lane="quick",
            seconds=30.0,
        ),
        "parse": Ask(
            question=port.ParseQuestion,
            result=port.DocumentResult,
            run=parse,
            lane="quick",
            seconds=30.0,
            gives_way=True,
        ),
        "export": Ask(
            question=port.ExportQuestion,
            result=port.ExportResult,
            run=export,
            lane="quick",
            seconds=60.0,
        ),
        "later": Ask(
            question=port.EmptyQuestion,
            result=port.ScriptResult,
            run=later,
            lane="here",
            seconds=30.0,
        ),
        "editor": Ask(
            question=port.EmptyQuestion,
            result=port.ScriptResult,
            run=editor,
            lane="here",
            seconds=30.0,
        ),
        "words": Ask(
            question=port.EmptyQuestion,
            result=port.ScriptResult,
            run=words,
            lane="here",
            seconds=30.0,
        ),
        "update": Ask(
            question=port.UpdateQuestion,
            result=port.UpdateResult,
            run=update,
            lane="quick",
            seconds=60.0,
        ),
        "figures": Ask(
            question=port.DocumentQuestion,
            result=port.FiguresResult,
            run=figures,
            lane="heavy",
            seconds=120.0,
            gives_way=True,
        ),
        "analyze": Ask(
            question=port.AnalyzeQuestion,
            result=port.AnalyzeResult,
            run=analyzing.analyze,
            lane="heavy",
            seconds=600.0,
        ),
        "beyond": Ask(
            question=port.BeyondQuestion,
            result=port.BeyondResult,
            run=beyond.beyond,
            lane="heavy",
            seconds=300.0,
            gives_way=True,
        ),
        "pauli_webs": Ask(
            question=port.DocumentQuestion,
            result=port.WebsResult,
            run=pauli_webs,
            lane="quick",
            seconds=30.0,
            gives_way=True,
        ),
        "catalog": Ask(
            question=port.EmptyQuestion,
            result=port.CatalogResult,
            run=listed,
            lane="quick",
            seconds=30.0,
        ),
        "template": Ask(
            question=port.TemplateQuestion,
            result=port.DocumentResult,
            run=templating.template,
            lane="quick",
            seconds=30.0,
        ),
        "recognize": Ask(
            question=port.DocumentQuestion,
            result=port.RecognizeResult,
            run=templating.recognize,
            lane="quick",
            seconds=30.0,
            gives_way=True,
        ),
        "example": Ask(
            question=port.ExampleQuestion,
            result=port.DocumentResult,
            run=templating.example,
            lane="heavy",
            seconds=60.0,
        ),
        "lesson": Ask(
            question=port.LessonQuestion,
            result=port.LessonResult,
            run=teaching.lesson,
            lane="quick",
            seconds=30.0,
        ),
        "check_lesson": Ask(
            question=port.CheckLessonQuestion,
            result=port.CheckLessonResult,
            run=teaching.check_lesson,
            lane="quick",
            seconds=5.0,
            gives_way=True,
        ),
        "problem": Ask(
            question=port.ProblemQuestion,
            result=port.ProblemResult,
            run=tuning.problem,
            lane="quick",
            seconds=60.0,
        ),
        "state": Ask(
            question=port.StateQuestion,
            result=port.ProblemResult,
            run=tuning.state,
            lane="quick",
            seconds=30.0,
            gives_way=True,
        ),
        "ansatz": Ask(
            question=port.DocumentQuestion,
            result=port.DocumentResult,
            run=tuning.ansatz,
            lane="quick",
            seconds=60.0,
        ),
        "keeps": Ask(
            question=port.DocumentQuestion,
            result=port.KeepsResult,
            run=tuning.keeps,
            lane="quick",
            seconds=30.0,
            gives_way=True,
        ),
        "labeled": Ask(
            question=port.DocumentQuestion,
            result=port.LabeledResult,
            run=labeling.labeled,
            lane="quick",
            seconds=60.0,
        ),
        "accuracy": Ask(
            question=port.DocumentQuestion,
            result=port.AccuracyResult,
            run=labeling.accuracy,
            lane="quick",
            seconds=60.0,
            gives_way=True,
        ),
        "optimize": Ask(
            question=port.OptimizeQuestion,
            result=port.OptimizeResult,
            run=tuning.optimize,
            lane="heavy",
            seconds=1800.0,
        ),
        "adapt": Ask(
            question=port.AdaptQuestion,
            result=port.AdaptResult,
            run=growing.adapt,
            lane="heavy",
            seconds=1800.0,
        ),
        "mitigate": Ask(
            question=port.MitigateQuestion,
            result=port.MitigateResult,
            run=mitigating.mitigate,
            lane="heavy",
            seconds=300.0,
            gives_way=True,
        ),
        "noise_of": Ask(
            question=port.NoiseOfQuestion,
            result=port.NoiseOfResult,
            run=noise.noise_of,
            lane="heavy",
            seconds=120.0,
        ),
        "exact": Ask(
            question=port.DocumentQuestion,
            result=port.ExactResult,
            run=tuning.exact,
            lane="heavy",
            seconds=120.0,
            gives_way=True,
        ),
        "targets": Ask(
            question=port.TargetsQuestion,
            result=port.TargetsResult,
            run=devices.targets,
            lane="heavy",
            seconds=60.0,
        ),
        "lower": Ask(
            question=port.LowerQuestion,
            result=port.LowerResult,
            run=devices.lower,
            lane="heavy",
            seconds=120.0,
            gives_way=True,
        ),
        "forecast": Ask(
            question=port.LowerQuestion,
            result=port.ForecastResult,
            run=devices.forecast,
            lane="heavy",
            seconds=120.0,
            gives_way=True,
        ),
        "energy": Ask(
            question=port.LowerQuestion,
            result=port.EnergyResult,
            run=devices.energy,
            lane="heavy",
            seconds=300.0,
            gives_way=True,
        ),
        "energy_noise": Ask(
            question=port.LowerQuestion,
            result=port.EnergyNoiseResult,
            run=devices.energy_noise,
            lane="heavy",
            seconds=600.0,
            gives_way=True,
        ),
        "device": Ask(
            question=port.DeviceQuestion,
            result=port.DeviceResult,
            run=devices.device,
            lane="heavy",
            seconds=60.0,
            gives_way=True,
        ),
        "install_kit": Ask(
            question=port.KitQuestion,
            result=port.TargetsResult,
            run=devices.install_kit,
            lane="heavy",
            seconds=1800.0,
        ),
        "spending": Ask(
            question=port.EmptyQuestion,
            result=port.SpendingResult,
            run=queueing.spending,
            lane="queue",
            seconds=60.0,
        ),
        "set_cap": Ask(
            question=port.CapQuestion,
            result=port.SpendingResult,
            run=queueing.set_cap,
            lane="queue",
            seconds=60.0,
        ),
        "submit": Ask(
            question=port.SubmitQuestion,
            result=port.JobResult,
            run=queueing.submit,
            lane="queue",
            seconds=120.0,
        ),
        "jobs": Ask(
            question=port.JobsQuestion,
            result=port.JobsResult,
            run=jobs.jobs,
            lane="queue",
            seconds=60.0,
        ),
        "job": Ask(
            question=port.JobQuestion,
            result=port.JobReport,
            run=jobs.job,
            lane="queue",
            seconds=60.0,
            gives_way=True,
        ),
        "job_noise": Ask(
            question=port.JobQuestion,
            result=port.NoiseResult,
            run=jobs.job_noise,
            lane="heavy",
            seconds=120.0,
            gives_way=True,
        ),
        "export_jobs": Ask(
            question=port.ExportJobsQuestion,
            result=port.ExportJobsResult,
            run=jobs.export_jobs,
            lane="heavy",
            seconds=120.0,
        ),
        "adopt_job": Ask(
            question=port.AdoptQuestion,
            result=port.JobResult,
            run=jobs.adopt_job,
            lane="queue",
            seconds=60.0,
        ),
        "annotate_job": Ask(
            question=port.AnnotateQuestion,
            result=port.JobResult,
            run=jobs.annotate_job,
            lane="queue",
            seconds=60.0,
        ),
        "cancel_job": Ask(
            question=port.JobQuestion,
            result=port.JobResult,
            run=jobs.cancel_job,
            lane="queue",
            seconds=60.0,
        ),
        "archive_jobs": Ask(
            question=port.ArchiveQuestion,
            result=port.ChangedResult,
            run=jobs.archive_jobs,
            lane="queue",
            seconds=60.0,
        ),
        "delete_jobs": Ask(
            question=port.FinishedQuestion,
            result=port.ChangedResult,
            run=jobs.delete_jobs,
            lane="queue",
            seconds=60.0,
        ),
    }
)
"""Every ask by name."""
