"""The process that does the heavy work: lowers and simulates one job at a time, as JSON lines.

It is a child of the worker, so that a crash in a kit, or a cancel, ends it and not the queue. It
reads requests from standard input and ends with it.
"""

from __future__ import annotations

import ctypes
import json
import os
import queue
import signal
import sys
import threading
import traceback
from contextlib import suppress
from typing import IO, Any, Final

from qdesign.errors import InvalidTarget, QdesignError
from qdesign.hardware.target import Target

WARM: Final = "warm"


def main() -> None:
    """Answers requests until standard input ends."""
    answers = _private_output()
    _die_with_parent()
    requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin, requests), daemon=True).start()
    _import_kits()
    while True:
        request = requests.get()
        try:
            _answer(request, answers)
        except QdesignError as error:
            _say(answers, failed=str(error))
        except ImportError as error:
            traceback.print_exc()
            _say(
                answers,
                failed=f"A package that local targets need cannot be loaded: {error}. Install "
                "it anew: pip install --force-reinstall 'qdesign[devices]'",
            )
        except MemoryError:
            _say(answers, failed="The simulation ran out of memory. Use fewer qubits.")
        except Exception as error:
            traceback.print_exc()
            _say(
                answers,
                failed=f"Something went wrong inside qdesign ({type(error).__name__}: {error}). "
                "The log beside the queue file has the details.",
            )


def _answer(request: dict[str, Any], answers: IO[str]) -> None:
    """Lowers when there is no text yet, then runs."""
    from qdesign.hardware import provider

    target = provider.target(request["target"])
    text = request["text"]
    if not text:
        text = _lower(request, target, answers)
    run = provider.provider_of(target).run
    if run is None:
        raise InvalidTarget(f"{target.name} runs nothing on this machine. Submit to another one.")
    counts = run(text, target=target, shots=request["shots"], seed=request["seed"])
    _say(answers, counts=counts)


def _lower(request: dict[str, Any], target: Target, answers: IO[str]) -> str:
    from qdesign.circuit import Circuit
    from qdesign.document import Document
    from qdesign.hardware.lower import lower

    body = Document.loads(request["source"]).body
    assert isinstance(body, Circuit)
    submission = lower(
        body,
        request["values"],
        target,
        shots=request["shots"],
        seed=request["seed"],
        optimization_level=request["level"],
    )
    _say(
        answers,
        text=submission.text,
        layout=submission.layout,
        figures=submission.figures.to_dict(),
        notes=submission.notes,
    )
    return submission.text


def _import_kits() -> None:
    """Loads what every job needs while the worker is still reading the queue."""
    from qdesign.hardware.provider import Provider
    from qdesign.rows import rows

    for row in rows(Provider).values():
        if row.warm is not None:
            with suppress(ImportError):  # a job that needs it will say so
                row.warm()


def _say(answers: IO[str], **facts: object) -> None:
    answers.write(json.dumps(facts) + "\n")
    answers.flush()


def _private_output() -> IO[str]:
    """Standard output for answers alone; what a library prints goes where errors go."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _listen(lines: IO[str], requests: queue.SimpleQueue[dict[str, Any]]) -> None:
    with suppress(ValueError, OSError):
        for line in lines:
            requests.put(json.loads(line))
    os._exit(0)  # the worker is gone; a simulation may be under way in another thread


def _die_with_parent() -> None:
    """On Linux the kernel ends this process with the worker, even in the middle of a simulation."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
