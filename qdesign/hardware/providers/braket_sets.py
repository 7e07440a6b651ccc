"""Program sets: several programs that Braket takes as one task, and the result of each of them.

A result is one file, or a tree of files whose paths stand in each other.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from qdesign.hardware.providers.braket_device import OPENQASM, PROGRAM_SET, part
from qdesign.hardware.remote import Refused

Read = Callable[[str], Any]
"""The JSON of a file of a result, by its path from there."""
_RESULTS: Final = "results.json"


def action_of(texts: Sequence[str]) -> Mapping[str, Any]:
    """What Braket is asked to run: a program, or a set of them."""
    header = {"name": OPENQASM, "version": "1"}
    programs = [{"braketSchemaHeader": header, "source": text} for text in texts]
    if len(programs) == 1:
        return programs[0]
    header = {"name": PROGRAM_SET, "version": "1"}
    return {"braketSchemaHeader": header, "programs": programs}


def result_of(found: Mapping[str, Any], place: int, shots: int, read: Read) -> dict[str, Any]:
    """The result of one program of a set, as that of a task with this program alone.

    Args:
        found: the result of the set.
        place: of the program in it, from 0.
        shots: of each program.
        read: reads the files that its parts stand in.

    Raises:
        Refused: Braket could not run this one.
        ValueError, KeyError, TypeError, IndexError: it is no such result.
    """
    program, folder = found["programResults"][place], ""
    if isinstance(program, str):
        folder = posixpath.dirname(program)
        program = read(program)
    source, executed = program["source"], program["executableResults"][0]
    if isinstance(source, str):
        source = read(posixpath.join(folder, source))
    if isinstance(executed, str):
        executed = read(posixpath.join(folder, executed))
    reason = part(executed, "failureMetadata").get("failureReason")
    if reason is not None:
        raise Refused(f"Braket could not run it: {' '.join(str(reason).split())[:200]}")
    return {
        **executed,
        "taskMetadata": {"shots": shots},
        "additionalMetadata": {"action": {"source": source["source"]}},
    }
