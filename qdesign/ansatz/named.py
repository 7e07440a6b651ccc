"""The row of the catalog that a template is, and making one by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Final

from qdesign.circuit import MAX_QUBITS, Circuit
from qdesign.rows import Option, Row, Value, find

_MAX_LAYERS: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Template(Row):
    """A row of the kind `template`.

    Attributes:
        make: the circuit, from its options by name; its parameters carry numbers in the order in
            which they are first used.
        on_card: does it stand on the cards of an empty page? Pages draw it without Python, as
            extension/src/document/drawn.ts does.
        card_layers: layers that a menu draws.
        num_qubits: qubits that it always has; None where an option says how many.
        problem: the name of a problem that it is made for or that shows what it can do, on as many
            qubits; empty for none.
    """

    KIND: ClassVar[str] = "template"

    make: Callable[..., Circuit]
    on_card: bool = False
    card_layers: int = 1
    num_qubits: int | None = None
    problem: str = ""


def sizes(low: int = 1, *, high: int = MAX_QUBITS) -> tuple[Option, Option]:
    """The options of a template that has qubits, `low` to `high`, and layers."""
    return (
        Option(name="num_qubits", title="Qubits", kind="integer", default=4, low=low, high=high),
        Option(name="layers", title="Layers", kind="integer", default=1, low=1, high=_MAX_LAYERS),
    )


def template(name: str, num_qubits: int = 4, layers: int = 1, **options: Value) -> Circuit:
    """The template `name` on as many qubits and layers; one of a fixed size has its own.

    Args:
        name: a row of `catalog("template")`.
        num_qubits: where it takes them.
        layers: where it takes them.
        options: what else its row takes, such as `electrons=4` or `entangler="ring"`.

    Raises:
        InvalidRequest: no such template, option or size.
        TooLarge: more qubits or operations than a circuit has.

    Example:
        >>> template("sim_10", num_qubits=3, layers=2).num_qubits
        3
        >>> len(template("brick_wall", 4, 2, brick="su4").parameters)
        45
    """
    row = find(Template, name)
    taken = {option.name for option in row.options}
    given = {"num_qubits": num_qubits, "layers": layers}
    sizes_taken = {key: size for key, size in given.items() if key in taken}
    return row.make(**row.checked({**sizes_taken, **options}))
