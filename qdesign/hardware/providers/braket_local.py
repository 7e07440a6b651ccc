"""Tasks of the simulator in Braket's SDK: kept as files, so that a killed process goes on."""

from __future__ import annotations

import importlib
import json
import os
import threading
import time
from pathlib import Path
from typing import Any, Final

from qdesign.hardware.environment import data_folder
from qdesign.hardware.remote import Program, Refused, Status

LOCAL: Final = "local"
_KEPT: Final = 7 * 24 * 3600.0
"""Seconds for which files of tasks stay."""


class LocalTasks:
    """A task is a file named by its token, and its result one beside it; each runs in a thread."""

    def __init__(self) -> None:
        self._folder = data_folder() / "braket-local"
        self._running: dict[str, threading.Thread] = {}
        self._failed: dict[str, str] = {}

    def submit(self, program: Program, name: str) -> str:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._sweep()
        id_ = f"{LOCAL}/{name}"
        if not self._task(id_).exists():
            _write(self._task(id_), {"text": program.text, "shots": program.shots})
        return id_

    def status(self, id_: str) -> Status:
        """Looks, and goes on with a task that no thread of this process has."""
        if self._result(id_).exists():
            return Status(state="COMPLETED", status="COMPLETED")
        if id_ in self._failed:
            return Status(state="FAILED", status="FAILED", reason=self._failed[id_])
        if not self._task(id_).exists():
            return Status(state="CANCELLED", status="CANCELLED")
        if id_ not in self._running:
            self._running[id_] = threading.Thread(target=self._run, args=(id_,), daemon=True)
            self._running[id_].start()
        return Status(state="RUNNING", status="RUNNING")

    def result(self, id_: str) -> Any:
        return json.loads(self._result(id_).read_text("utf-8"))

    def cancel(self, id_: str) -> None:
        if self._result(id_).exists():
            raise Refused("It is at its end already.")
        self._task(id_).unlink(missing_ok=True)

    def _run(self, id_: str) -> None:
        try:
            devices: Any = importlib.import_module("braket.devices")
            programs: Any = importlib.import_module("braket.ir.openqasm")
            task = json.loads(self._task(id_).read_text("utf-8"))
            program = programs.Program(source=task["text"])
            found = devices.LocalSimulator().run(program, shots=task["shots"]).result()
            said = {
                "measuredQubits": [int(qubit) for qubit in found.measured_qubits],
                "measurements": found.measurements.tolist(),
                "additionalMetadata": {"action": {"source": task["text"]}},
            }
            if self._task(id_).exists():
                _write(self._result(id_), said)
        except Exception as error:
            words = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
            self._failed[id_] = f"Braket's simulator: {words}"

    def _task(self, id_: str) -> Path:
        return self._folder / f"{id_.partition('/')[2]}.task.json"

    def _result(self, id_: str) -> Path:
        return self._folder / f"{id_.partition('/')[2]}.result.json"

    def _sweep(self) -> None:
        for path in self._folder.glob("*.json"):
            try:
                if time.time() - path.stat().st_mtime > _KEPT:
                    path.unlink()
            except OSError:
                continue


def _write(path: Path, value: Any) -> None:
    """Whole or not at all."""
    making = path.with_suffix(f".{os.getpid()}.{threading.get_ident()}")
    making.write_text(json.dumps(value), "utf-8")
    making.replace(path)
