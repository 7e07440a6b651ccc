"""The ask about error mitigation."""

from __future__ import annotations

from typing import cast

from qdesign.errors import InvalidRequest
from qdesign.rows import find
from qdesign.session import port
from qdesign.session.opening import drawn_circuit
from qdesign.session.replies import Answer, Report


def mitigate(question: port.MitigateQuestion, report: Report) -> Answer[port.MitigateResult]:
    """The energy as measured with the document's noise, and as a method makes it."""
    from qdesign.mitigation.method import Mitigation
    from qdesign.mitigation.mitigate import mitigate as run

    document = question.document
    row = find(Mitigation, question.method)
    if document.observable is None:
        raise InvalidRequest("The document has no observable. Choose a problem first.")
    if document.noise is None:
        raise InvalidRequest("The document has no noise. Switch it on first.")
    report(f"{row.title}: measuring")
    found = run(
        drawn_circuit(document),
        document.observable,
        document.values,
        noise=document.noise,
        method=row.name,
        shots=question.shots,
        seed=question.seed,
        **row.checked(question.options),
    )
    return Answer(
        port.MitigateResult(
            found.raw,
            found.raw_error,
            found.mitigated,
            found.error,
            found.ideal,
            cast("port.VerdictWord", found.verdict),
            found.reason,
            found.fit,
            found.is_poor_fit,
            tuple(port.MeasuredPoint(p.scale, p.value, p.error, p.ideal) for p in found.points),
            found.curve,
        )
    )
