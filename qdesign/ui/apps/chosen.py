"""What most apps let choose first: a problem with its options, and an ansatz for it."""

# Panel and Param are typed in part.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qdesign.ansatz import Template, template
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest
from qdesign.kits import PANEL
from qdesign.problems import Problem, ProblemRow, energy_rows
from qdesign.rows import find, rows
from qdesign.showing.tables import count
from qdesign.ui.apps.page import Form, choice, when

with PANEL.needed_by("An app"):
    import panel as pn


class ChosenProblem:
    """The menu of problems and, below it, the options of the one that is chosen.

    Args:
        given: texts by name, such as an address has.
        changed: called when a person chose another problem, or changed an option.
        most_qubits: of a problem that is taken; None for any.
    """

    def __init__(
        self, given: dict[str, str], changed: Callable[[], None], *, most_qubits: int | None = None
    ) -> None:
        self._changed = changed
        self._most = most_qubits
        self.menu = choice("Problem", energy_rows(), given.get("problem", ""), "tfim")
        self.details = pn.Column(margin=0, sizing_mode="stretch_width")
        self._list(given)
        when(self.menu, ["value"], self._other)

    @property
    def parts(self) -> list[Any]:
        """The fields, for a column of the page."""
        return [self.menu, self.details]

    @property
    def wrong(self) -> list[str]:
        """What the address said and is not allowed."""
        return self.form.wrong

    @property
    def texts(self) -> dict[str, str]:
        """What is chosen, as an address holds it."""
        return {"problem": self.menu.value, **self.form.texts}

    def problem(self) -> Problem:
        """The problem that is chosen.

        Raises:
            InvalidRequest: an option says what is not allowed, or it has too many qubits.
        """
        made = rows(ProblemRow)[self.menu.value].problem(self.form.values)
        if self._most is not None and made.num_qubits > self._most:
            raise InvalidRequest(
                f"The problem has {made.num_qubits} qubits; at most {self._most} are taken here. "
                "Choose a smaller one."
            )
        return made

    def _list(self, given: dict[str, str]) -> None:
        self.form = Form(rows(ProblemRow)[self.menu.value].options, given, self._changed)
        self.details.objects = list(self.form.fields.values())

    def _other(self) -> None:
        self._list({})
        self._changed()


def fitting(name: str, problem: Problem, layers: int) -> Circuit:
    """A template on the qubits of a problem.

    Raises:
        InvalidRequest: it is of other qubits.
    """
    circuit = template(name, num_qubits=problem.num_qubits, layers=layers)
    if circuit.num_qubits != problem.num_qubits:
        raise InvalidRequest(
            f"{find(Template, name).title} has {count(circuit.num_qubits, 'qubit')} and the "
            f"problem {problem.num_qubits}. Choose another one."
        )
    return circuit
