"""Every ask of the port as a pure function: message and buffers in, result and buffers out.

The port is stated in extension/src/port.ts. Runs in a worker process; heavy libraries load in the
ask that needs them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from qdesign.circuit import Stats
from qdesign.diagram import Diagram
from qdesign.errors import InvalidRequest
from qdesign.importers.importer import Importer
from qdesign.rows import find, rows
from qdesign.session import devices, templating, tuning
from qdesign.session.ask_fields import AskFields
from qdesign.session.figures import describe
from qdesign.session.replies import Answer, Report
from qdesign.zx.bodies import circuit_of, diagram_of

if TYPE_CHECKING:
    from qdesign.equivalence import Verdict
    from qdesign.reduction.result import StrategyRun
    from qdesign.zx.rulebook import Rule


def answer(message: Mapping[str, Any], buffers: Sequence[bytes], report: Report) -> Answer:
    """The answer to one ask.

    Raises:
        QdesignError: bad input or a limit, in words for a person.
    """
    kind = message.get("ask")
    run = ANSWERS.get(kind) if isinstance(kind, str) else None
    if run is None:
        raise InvalidRequest(f"There is no ask '{str(kind)[:40]}'.")
    return run(AskFields(message, buffers), report)


def _simplify(fields: AskFields, report: Report) -> Answer:
    from qdesign.reduction.simplify import simplify

    document = fields.document()
    strategy, minimize = fields.text("strategy"), fields.text("minimize")
    report("Simplifying", None)
    done = simplify(
        document.body,
        strategy=strategy,
        minimize=minimize,
        progress=lambda share, text: report(text, share),
    )
    return Answer(
        {
            "document": document.with_body(done.body).dumps(),
            "before": stats_json(done.before),
            "after": stats_json(done.after),
            "verdict": verdict_json(done.verdict),
            "steps": [step_json(step) for step in done.steps],
        }
    )


def _verify(fields: AskFields, report: Report) -> Answer:
    from qdesign.equivalence import equivalent

    first, second = fields.document("first"), fields.document("second")
    report("Comparing", None)
    return Answer({"verdict": verdict_json(equivalent(first.body, second.body))})


def _to_diagram(fields: AskFields, report: Report) -> Answer:
    document = fields.document()
    return Answer({"document": document.with_body(diagram_of(document.body)).dumps()})


def _to_circuit(fields: AskFields, report: Report) -> Answer:
    from qdesign.equivalence import equivalent

    document = fields.document()
    report("Extracting a circuit", None)
    circuit = circuit_of(document.body)
    verdict = equivalent(document.body, circuit)
    return Answer(
        {"document": document.with_body(circuit).dumps(), "verdict": verdict_json(verdict)}
    )


def _rules(fields: AskFields, report: Report) -> Answer:
    from qdesign.zx.rulebook import explain

    found = explain(fields.diagram(), fields.names("selection"))
    return Answer({"rules": [rule_json(rule) for rule in found]})


def _rewrite(fields: AskFields, report: Report) -> Answer:
    from qdesign.zx.rulebook import step

    document = fields.document()
    done = step(fields.diagram(), fields.text("rule"), fields.names("selection"))
    return Answer(
        {
            "document": document.with_body(done.diagram).dumps(),
            "verdict": verdict_json(done.verdict),
        }
    )


def _parse(fields: AskFields, report: Report) -> Answer:
    text = fields.text("text")
    texts = [name for name, row in rows(Importer).items() if row.suffixes]
    row = find(Importer, fields.choice("format", texts))
    return Answer({"document": row.read(text).dumps()})


def _export(fields: AskFields, report: Report) -> Answer:
    from qdesign.exporters import export

    document = fields.document()
    done = export(document, format=fields.text("format"), bind=fields.flag("bind"))
    return Answer({"text": done.text, "mime": done.mime})


def _figures(fields: AskFields, report: Report) -> Answer:
    document = fields.document()
    if isinstance(document.body, Diagram):
        raise InvalidRequest("Figures are of circuits. Turn the diagram into a circuit first.")
    report("Counting", None)
    data = describe(document)
    rank = data["rank"]
    rows: list[dict[str, str]] = []
    if rank is None:
        rows.append({"name": "rank", "value": "–", "note": str(data.get("rank_note", ""))})
    else:
        becomes = rank.pop("becomes")
        rank["redundant"] = [{"name": n, "becomes": becomes[n]} for n in rank["redundant"]]
    return Answer({"stats": data["stats"], "rank": rank, "rows": rows})


def _drop_redundant(fields: AskFields, report: Report) -> Answer:
    from qdesign.analyze.dropping import drop_redundant
    from qdesign.analyze.rank import parameter_rank

    body, document = fields.circuit()
    report("Finding redundant parameters", None)
    found = parameter_rank(body, progress=lambda text: report(text, None))
    report("Checking the circuit without them", None)
    done = drop_redundant(body, found.redundant)
    left = document.with_body(done.circuit).with_values(done.values_from(document.values))
    return Answer(
        {
            "document": left.dumps(),
            "before": stats_json(body.stats),
            "after": stats_json(done.circuit.stats),
            "verdict": verdict_json(done.verdict),
            "steps": [
                {
                    "title": f"Set to 0: {', '.join(found.redundant)}",
                    "count": 1,
                    "document": None,
                    "verdict": verdict_json(done.verdict),
                    "stats": stats_json(done.circuit.stats),
                }
            ],
        }
    )


def stats_json(stats: Stats) -> dict[str, int]:
    """Figures by name."""
    return dataclasses.asdict(stats)


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """A verdict as the port writes it."""
    return {
        "equal": verdict.equal,
        "method": str(verdict.method),
        "points": int(verdict.points),
        "max_error": float(verdict.max_error or 0.0),
    }


def step_json(step: StrategyRun) -> dict[str, Any]:
    """A strategy that ran, with what it gave."""
    kept = "kept" if step.kept else step.note
    return {
        "title": f"{step.name}: {kept}" if kept else step.name,
        "count": 1,
        "document": None,
        "verdict": verdict_json(step.verdict) if step.verdict is not None else None,
        "stats": stats_json(step.stats) if step.stats is not None else {},
    }


def rule_json(rule: Rule) -> dict[str, Any]:
    """A rule as the port writes it."""
    return {
        "name": rule.name,
        "title": rule.title,
        "refused": rule.refused or None,
        "result": rule.result,
    }


ANSWERS: Final[Mapping[str, Callable[[AskFields, Report], Answer]]] = {
    "simplify": _simplify,
    "verify": _verify,
    "to_diagram": _to_diagram,
    "to_circuit": _to_circuit,
    "rules": _rules,
    "rewrite": _rewrite,
    "parse": _parse,
    "export": _export,
    "figures": _figures,
    "drop_redundant": _drop_redundant,
    "templates": templating.templates,
    "template": templating.template,
    "problems": tuning.problems,
    "problem": tuning.problem,
    "exact": tuning.exact,
    "optimize": tuning.optimize,
    "targets": devices.targets,
    "lower": devices.lower,
    "submit": devices.submit,
    "jobs": devices.jobs,
    "job": devices.job,
    "cancel_job": devices.cancel_job,
}
