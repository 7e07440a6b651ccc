"""Names that a person types, such as `h2:0.9` → problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qdesign.errors import InvalidRequest

if TYPE_CHECKING:
    from qdesign.problems.problem import Problem


def problem_named(text: str, *, num_qubits: int) -> Problem:
    """A problem from text such as `h2`, `h2:0.9`, `tfim:0.5`, `heisenberg` or `maxcut:0-1,1-2`.

    Args:
        text: name, and after a colon what it takes (Å, field, edges).
        num_qubits: qubits of the circuit that is to be tuned.

    Raises:
        InvalidRequest: an unknown name, or a problem on another number of qubits.
    """
    from qdesign import problems

    name, _, detail = text.partition(":")
    if name == "h2":
        problem = problems.h2(bond_length=_number(detail, text) if detail else 0.735)
    elif name == "tfim":
        problem = problems.tfim(num_qubits, field=_number(detail, text) if detail else 1.0)
    elif name == "heisenberg":
        problem = problems.heisenberg(num_qubits)
    elif name == "maxcut":
        problem = problems.maxcut(_graph(detail, text, num_qubits))
    else:
        raise InvalidRequest(
            f"There is no problem '{text}'. Use h2, h2:BOND_LENGTH, tfim[:FIELD], heisenberg or "
            "maxcut:0-1,1-2,…"
        )
    if problem.num_qubits != num_qubits:
        raise InvalidRequest(
            f"Problem '{text}' has {problem.num_qubits} qubits and the circuit {num_qubits}. "
            "Use a circuit on as many."
        )
    return problem


def _number(detail: str, text: str) -> float:
    try:
        value = float(detail)
    except ValueError:
        value = float("nan")
    if not abs(value) < 1e6:
        raise InvalidRequest(f"Problem '{text}': '{detail}' is not a finite number.")
    return value


def _graph(detail: str, text: str, num_qubits: int) -> Any:
    import networkx

    # networkx is typed in part.
    kit: Any = networkx
    graph = kit.Graph()
    graph.add_nodes_from(range(num_qubits))
    for part in detail.split(","):
        ends = part.split("-")
        if len(ends) != 2 or not all(end.strip().isdecimal() for end in ends):
            raise InvalidRequest(
                f"Problem '{text}': '{part[:40]}' is not an edge. Write maxcut:0-1,1-2,…"
            )
        graph.add_edge(int(ends[0]), int(ends[1]))
    return graph
