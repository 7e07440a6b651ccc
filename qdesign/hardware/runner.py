"""Inside a process that does the heavy work: lowers and simulates one job at a time.

It is a child of the worker, so that a crash in a kit, or a cancel, ends it and not the queue. It is
asked twice a job: to lower it, and to run it once there is memory.
"""

from __future__ import annotations

import traceback
from contextlib import suppress
from typing import Any

from qdesign.errors import InvalidTarget, QdesignError
from qdesign.hardware.target import Target
from qdesign.process import inside


def start() -> inside.Answer:
    """Loads what every job needs while the worker still reads the queue."""
    _import_kits()
    return _answer


def _answer(request: dict[str, Any], _buffers: list[bytes], say: inside.Say) -> None:
    try:
        _run(request, say)
    except QdesignError as error:
        say({"failed": str(error)})
    except ImportError as error:
        traceback.print_exc()
        reason = f"A package that local targets need cannot be loaded: {error}. "
        say({"failed": reason + "Install it: pip install 'qdesign[devices]'"})
    except MemoryError:
        say({"failed": "The simulation ran out of memory. Use fewer qubits."})
    except Exception as error:
        traceback.print_exc()
        reason = f"Something went wrong inside qdesign ({type(error).__name__}: {error}). "
        say({"failed": reason + "The log beside the queue file has the details."})


def _run(request: dict[str, Any], say: inside.Say) -> None:
    """Lowers when there is no text yet and says what running takes; or runs."""
    from qdesign.hardware import provider

    target = provider.target(request["target"])
    run = provider.provider_of(target).run
    if request["do"] == "lower":
        num_qubits = request["num_qubits"] if request["text"] else _lower(request, target, say)
        limit = target.max_simulated_qubits
        say({"qubits": num_qubits, "limit": num_qubits if limit is None else limit})
        return
    if run is None:
        raise InvalidTarget(f"{target.name} runs nothing on this machine. Submit to another one.")
    more = {"options": request["options"]} if request["options"] else {}
    counts = run(
        request["text"], target=target, shots=request["shots"], seed=request["seed"], **more
    )
    say({"counts": counts})


def _lower(request: dict[str, Any], target: Target, say: inside.Say) -> int:
    """Says what is sent to the target; how many qubits it uses."""
    from qdesign.circuit import Circuit
    from qdesign.document import Document
    from qdesign.hardware.facts import versions
    from qdesign.hardware.lower import lower
    from qdesign.hardware.measurement import measuring
    from qdesign.hardware.provider import provider_of

    body = Document.loads(request["source"]).body
    assert isinstance(body, Circuit)
    basis = request["basis"]
    submission = lower(
        measuring(body, basis) if basis else body,
        request["values"],
        target,
        shots=request["shots"],
        seed=request["seed"],
        optimization_level=request["level"],
        layout=request["layout"] or None,
        options=request["options"],
    )
    expected = provider_of(target).priced(submission, target, request["together"])
    say(
        {
            "text": submission.text,
            "layout": submission.layout,
            "figures": submission.figures.to_dict(),
            "notes": submission.notes,
            "estimate": None if expected is None else expected.kept(),
            "device": submission.device.to_dict() if submission.device else None,
            "versions": versions(),
        }
    )
    return submission.figures.num_qubits


def _import_kits() -> None:
    """Loads what every job needs while the worker is still reading the queue."""
    from qdesign.hardware.provider import Provider
    from qdesign.rows import rows

    for row in rows(Provider).values():
        if row.warm is not None:
            with suppress(ImportError):  # a job that needs it will say so
                row.warm()
