"""A document's body → figures, ranks and redundant parameters."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from qdesign.circuit import Circuit, Stats
from qdesign.diagram import Diagram
from qdesign.document import Document
from qdesign.errors import NotExtractable, QdesignError
from qdesign.session import port
from qdesign.session.replies import Answer, Report
from qdesign.zx.bodies import circuit_of

if TYPE_CHECKING:
    from qdesign.analyze.rank import ParameterRank

_RANK_QUBITS: Final = 8
_RANK_OPERATIONS: Final = 1_500
_RANK_PARAMETERS: Final = 128


def describe(
    document: Document,
    *,
    any_size: bool = False,
    progress: Callable[[str], None] | None = None,
) -> dict[str, Any]:
    """Figures, ranks and redundant parameters of a document's body, as JSON.

    Args:
        document: its body is described.
        any_size: finds the ranks also where that takes long.
        progress: called with what is being done.
    """
    body = document.body
    data: dict[str, Any] = {"parameters": list(body.parameters)}
    if isinstance(body, Diagram):
        data |= {
            "kind": "diagram",
            "num_spiders": body.num_spiders,
            "num_edges": len(body.edges),
            "num_inputs": len(body.inputs),
            "num_outputs": len(body.outputs),
        }
        stats, which = stats_or_why(body)
        data |= {"stats": None if stats is None else dataclasses.asdict(stats), "stats_of": which}
    else:
        data |= {"kind": "circuit", "stats": dataclasses.asdict(body.stats)}
    rank = rank_or_why(body, any_size=any_size, progress=progress)
    if isinstance(rank, str):
        return data | {"rank": None, "rank_note": rank}
    data["rank"] = {
        "num_parameters": rank.num_parameters,
        "zx": rank.zx,
        "unitary": rank.unitary,
        "state": rank.state,
        "exact": rank.unitary_is_exact,
        "minimal": rank.minimal,
        "redundant": {name: str(why) for name, why in rank.redundant.items()},
        "becomes": {
            name: {other: str(why.substitution[other]) for other in why.merged_into}
            for name, why in rank.redundant.items()
        },
    }
    return data


def rank_or_why(
    body: Circuit | Diagram,
    *,
    any_size: bool = False,
    progress: Callable[[str], None] | None = None,
) -> ParameterRank | str:
    """The ranks of a body's parameters, or in a few words why they are not computed."""
    is_diagram = isinstance(body, Diagram)
    why = _why_large(body, any_size) if is_diagram else _why_no_rank(body, any_size=any_size)
    if why:
        return why
    from qdesign.analyze.rank import parameter_rank

    try:
        return parameter_rank(body, progress=progress)
    except QdesignError as error:
        if not is_diagram:
            raise
        return f"not computed: {error}"


def proof_figures(question: port.DocumentQuestion, report: Report) -> Answer[port.StepFigures]:
    """Figures of the circuit that a diagram comes to, or what keeps it from being one."""
    report("Extracting a circuit for its figures")
    try:
        circuit = circuit_of(question.document.body)
    except NotExtractable as error:
        return Answer(port.StepFigures(None, str(error), error.spiders))
    except QdesignError as error:
        return Answer(port.StepFigures(None, str(error), ()))
    return Answer(port.StepFigures(circuit.stats, "", ()))


def stats_or_why(body: Circuit | Diagram) -> tuple[Stats | None, str]:
    """Figures of a body's circuit, and of which circuit they are, or why there is none."""
    if isinstance(body, Circuit):
        return body.stats, ""
    if body.num_spiders > _RANK_OPERATIONS:
        return None, f"not computed: over {_RANK_OPERATIONS} spiders"
    from qdesign.analyze.diagrams import circuit_for

    found = circuit_for(body)
    return (found[0].stats, found[1]) if found else (None, "this diagram has no circuit form")


def _why_large(diagram: Diagram, any_size: bool) -> str:
    if not diagram.parameters:
        return "no free parameters"
    ends = len(diagram.inputs) + len(diagram.outputs)
    large = (
        ends > 2 * _RANK_QUBITS
        or diagram.num_spiders > _RANK_OPERATIONS
        or len(diagram.parameters) > _RANK_PARAMETERS
    )
    if not large or any_size:
        return ""
    return (
        f"not computed: over {2 * _RANK_QUBITS} inputs and outputs, {_RANK_OPERATIONS} spiders "
        f"or {_RANK_PARAMETERS} parameters; 'qdesign info --rank FILE' does it"
    )


def _why_no_rank(circuit: Circuit, *, any_size: bool) -> str:
    from qdesign.analyze.rank import MAX_QUBITS

    if not circuit.parameters:
        return "no free parameters"
    if not circuit.without_final_measurements().is_unitary:
        return "not computed: the circuit measures, resets or has conditions"
    if not any_size and (
        circuit.num_qubits > _RANK_QUBITS
        or circuit.num_operations > _RANK_OPERATIONS
        or len(circuit.parameters) > _RANK_PARAMETERS
    ):
        if circuit.num_qubits > MAX_QUBITS:
            return f"not computed: over {MAX_QUBITS} qubits"
        return (
            f"not computed: over {_RANK_QUBITS} qubits, {_RANK_OPERATIONS} operations or "
            f"{_RANK_PARAMETERS} parameters; 'qdesign info --rank FILE' does it"
        )
    return ""
