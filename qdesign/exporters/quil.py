"""Quil, as Rigetti's pyquil reads it: parameters are declared as REAL, registers as BIT.

Conditions become jumps. Barriers and the global phase, which nothing shows, are left out. Names
that Quil cannot have are told in comments beside those that stand for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from qdesign.angle import Angle
from qdesign.angle_text import AngleStyle
from qdesign.circuit import Circuit, Condition, Operation
from qdesign.convert.gate_list import refuse, with_free_gates
from qdesign.decisions import groups
from qdesign.exporter import Exporter
from qdesign.formula import styled
from qdesign.gates import ROWS

_NAMES: Final = {row.name: row.quil for row in ROWS if row.quil}
# The power of a negative number is not the negative of a power: Quil's minus binds closer.
_STYLE: Final = AngleStyle(
    "*", "{top}/{bottom}", " + ", " - ", "-", "pi", repr, "({base}^{exponent})"
)
_FUNCTIONS: Final = ("sin", "cos", "sqrt", "exp")
_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_KEYWORD: Final = re.compile(r"[A-Z]+(?:_[A-Z]+)*|mut")
"""Commands and types of Quil are all capitals; those of one letter are none."""


def quil(circuit: Circuit) -> str:
    """The circuit as Quil.

    Raises:
        NotConvertible: a function of parameters that Quil does not have; the operation is named.
    """
    plain = with_free_gates(circuit, _NAMES, language="Quil")
    registers = plain.declared.all_clbits(plain.num_clbits)
    names = _named([*circuit.parameters, *(register.name for register in registers)])
    parameters = dict(zip(circuit.parameters, names, strict=False))
    bits = names[len(circuit.parameters) :]
    lines = [f"# {circuit.num_qubits} qubits"]
    for name, written in parameters.items():
        lines += [f"# {written} is {_line(name)}"] * (written != name)
        lines.append(f"DECLARE {written} REAL[1]")
    places: dict[int, str] = {}
    for register, written in zip(registers, bits, strict=True):
        lines += [f"# {written} is {_line(register.name)}"] * (written != register.name)
        lines += [f"DECLARE {written} BIT[{len(register.wires)}]"] * bool(register.wires)
        places.update({bit: f"{written}[{k}]" for k, bit in enumerate(register.wires)})
    operations = [each for each in plain.plain_operations if each.gate != "barrier"]
    for number, (conditions, group) in enumerate(groups(operations)):
        jumps = list(_jumps(conditions, places, number))
        lines += jumps
        lines += [_call(operation, parameters, places) for operation in group]
        lines += [f"LABEL @end-{number}"] * bool(jumps)
    return "\n".join(lines) + "\n"


def _named(wanted: Iterable[str]) -> list[str]:
    """Names that Quil can have and that differ: its own where it is one."""
    wanted = list(wanted)
    free = {name for name in wanted if _is_free(name)}
    taken: set[str] = set()
    made: list[str] = []
    for index, name in enumerate(wanted):
        written = name
        if name not in free or name in taken:
            written = f"p{index}"
            while written in taken or written in free:
                written += "_"
        taken.add(written)
        made.append(written)
    return made


def _is_free(name: str) -> bool:
    is_keyword = len(name) > 1 and _KEYWORD.fullmatch(name)
    return bool(_PLAIN.fullmatch(name)) and not is_keyword


def _line(name: str) -> str:
    """A name in a comment, which ends with its line."""
    return "".join(letter if letter.isprintable() else "·" for letter in name)


def _jumps(
    conditions: Sequence[Condition], places: Mapping[int, str], number: int
) -> Iterator[str]:
    """Jumps over what follows, unless all conditions hold."""
    end = f"@end-{number}"
    for index, condition in enumerate(conditions):
        wanted = [(bit, condition.value >> k & 1) for k, bit in enumerate(condition.clbits)]
        if condition.equal or len(wanted) == 1:
            for bit, value in wanted:
                word = "JUMP-UNLESS" if value == int(condition.equal) else "JUMP-WHEN"
                yield f"{word} {end} {places[bit]}"
            continue
        differs = f"@differs-{number}-{index}"
        for bit, value in wanted:
            yield f"{'JUMP-UNLESS' if value else 'JUMP-WHEN'} {differs} {places[bit]}"
        yield f"JUMP {end}"
        yield f"LABEL {differs}"


def _call(operation: Operation, parameters: Mapping[str, str], places: Mapping[int, str]) -> str:
    qubits = " ".join(map(str, operation.qubits))
    if operation.gate == "measure":
        return f"MEASURE {qubits} {places[operation.clbits[0]]}"
    if operation.gate == "reset":
        return f"RESET {qubits}"
    angles = ", ".join(_angle(angle, parameters, operation) for angle in operation.angles)
    return f"{_NAMES[operation.gate]}{f'({angles})' if angles else ''} {qubits}"


def _angle(angle: Angle, parameters: Mapping[str, str], operation: Operation) -> str:
    def call(function: str, argument: str) -> str:
        if function == "tan":
            return f"(sin({argument})/cos({argument}))"
        if function == "abs":
            return f"sqrt(({argument})^2)"
        if function not in _FUNCTIONS:
            raise refuse(
                operation,
                f"Quil has no function {function}. Bind values first, or write OpenQASM 3.",
            )
        return f"{function}({argument})"

    return styled(angle, _STYLE, lambda name: f"{parameters[name]}[0]", call)


QUIL: Final = Exporter(
    name="quil",
    title="Quil",
    group="Programs",
    help="For Rigetti's pyquil; free parameters are declared, conditions jump",
    source="arXiv:1608.03355",
    write=quil,
    takes="circuit",
    mime="text/plain",
    suffix=".quil",
    is_program=True,
)
