"""Clusters under Slurm, through QRMI: devices of IBM that the cluster gave to this Slurm job.

Slurm's plugin says in variables which resources there are and how they are reached; QRMI posts each
job once. Programs are OpenQASM 3 as IBM has it, with the token in a comment; their registers are
numbered, so that results tell the order.
"""

from __future__ import annotations

import importlib
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal, cast

from qdesign.hardware.device import NO_GATES, described
from qdesign.hardware.known import known_targets
from qdesign.hardware.provider import Provider
from qdesign.hardware.remote import LostAnswer, Program, Refused, Result, Status, Waiting

_NAMES: Final = ("QRMI_JOB_QPU_RESOURCES", "SLURM_JOB_QPU_RESOURCES")
_TYPES: Final = ("QRMI_JOB_QPU_TYPES", "SLURM_JOB_QPU_TYPES")
_KINDS: Final[Mapping[str, str]] = {
    "ibm-quantum-compute-service": "IBMQuantumComputeService",
    "qiskit-runtime-service": "IBMQiskitRuntimeService",
}
_TOKEN_IN: Final = "the variables that Slurm's plugin sets, such as NAME_QRMI_IBM_QCS_IAM_APIKEY"
_NO_JOB: Final = (
    "Slurm gave this process no quantum resource. Ask for one in the Slurm job, for example with "
    "'#SBATCH --qpu=NAME', and start there."
)
_NO_TOKEN: Final = f"The service does not take the key. It is in {_TOKEN_IN}."
_STATES: Final[Mapping[str, Literal["QUEUED", "RUNNING", "COMPLETED", "FAILED", "CANCELLED"]]] = {
    "Queued": "QUEUED",
    "Running": "RUNNING",
    "Completed": "COMPLETED",
    "Failed": "FAILED",
    "Cancelled": "CANCELLED",
}
_COST: Final = "seconds of the device, as the cluster's contract says"
_UNITS: Final = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}
_REGISTER: Final = re.compile(r"^bit\[(\d+)\] (\w+);$", re.MULTILINE)
_USED: Final = re.compile(r"\b(\w+)\b(?=\[| [=!]=|;)")
_STATUS: Final = re.compile(r"response body: (\d{3}) ")
_NOT_ALLOWED: Final = (401, 403)
_LATER: Final = (408, 425, 429)
_NOTHING: Final = "The service gave no answer, or none that QRMI can read."
_UNKNOWN: Final = re.compile(r"unknown variant `([^`]{1,60})`")


class Cluster:
    """Talks to the resources of a Slurm job: `Remote` (remote.py)."""

    def __init__(self) -> None:
        self._kit = importlib.import_module("qrmi")
        names, types = _listed(_NAMES), _listed(_TYPES)
        if not names or len(names) != len(types):
            raise Waiting(_NO_JOB)
        self._types = dict(zip(names, types, strict=True))
        self._made: dict[str, Any] = {}

    def targets(self) -> Sequence[Mapping[str, Any]]:
        return [self._row(name) for name in self._types]

    def submit(self, program: Program) -> str:
        text = numbered(program.text, program.token)
        pub: list[Any] = [text, {}, program.shots]
        asked = json.dumps({"pubs": [pub], "version": 2, "support_qiskit": False})
        payload = self._kit.Payload.QiskitPrimitive(asked, "sampler")
        resource = self._resource(program.target)
        try:
            self._asked(resource.is_accessible)
        except LostAnswer as error:  # nothing was sent: QRMI does not tell that of what it sends
            raise Waiting(f"{program.target} cannot be reached. Is there a network?") from error
        return f"{program.target}/{self._asked(lambda: resource.task_start(payload))}"

    def find(self, token: str) -> str | None:
        raise Refused("QRMI cannot search for jobs.")

    def poll(self, ids: Sequence[str]) -> Mapping[str, Status]:
        found: dict[str, Status] = {}
        failed: Exception | None = None
        for id_ in ids:
            try:
                found[id_] = self._look(id_)
            except (Waiting, LostAnswer) as error:
                failed = error
            except Refused as error:
                found[id_] = Status(state="FAILED", status="unknown", reason=str(error))
        if failed is not None and not found:
            raise failed
        return found

    def _look(self, id_: str) -> Status:
        name, _, task = id_.partition("/")
        resource = self._resource(name)
        try:
            said = self._asked(lambda: resource.task_status(task))
        except LostAnswer as error:
            strange = _UNKNOWN.search(str(error.__cause__))
            if strange is None:
                raise
            return Status(state=None, status=strange[1])
        word = str(said).rpartition(".")[2]
        return Status(state=_STATES.get(word), status=word)

    def result(self, id: str) -> Result:  # noqa: A002
        name, _, task = id.partition("/")
        resource = self._resource(name)
        said = self._asked(lambda: resource.task_result(task).value)
        try:
            return Result(counts=counts_of(json.loads(said)["results"][0]["data"]))
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            raise LostAnswer("The result cannot be read.") from error

    def cancel(self, id: str) -> None:  # noqa: A002
        name, _, task = id.partition("/")
        resource = self._resource(name)
        self._asked(lambda: resource.task_stop(task))

    def calibration(self, target: str) -> Mapping[str, Any]:
        return self._row(target)["device"]

    def estimate(self, program: Program) -> Mapping[str, Any] | None:
        return None

    def _resource(self, name: str) -> Any:
        """What QRMI has for a resource of this Slurm job."""
        if name not in self._made:
            kind = _KINDS.get(self._types.get(name, ""))
            if kind is None:
                raise Refused(f"'{name}' is no device of IBM that Slurm gave to this job.")
            make, kinds = self._kit.QuantumResource, self._kit.ResourceType
            self._made[name] = self._asked(lambda: make(name, getattr(kinds, kind)))
        return self._made[name]

    def _row(self, name: str) -> Mapping[str, Any]:
        if self._types.get(name) not in _KINDS:
            missing = f"nothing is built in for resources of the type {self._types.get(name)}"
            return {"name": name, "available": False, "missing": missing}
        resource = self._resource(name)
        return row_of(name, json.loads(self._asked(lambda: resource.target().value)))

    def _asked(self, ask: Callable[[], Any]) -> Any:
        """What QRMI answers, its errors as ours."""
        kit = self._kit
        try:
            return ask()
        except kit.AuthenticationFailedError as error:
            raise Waiting(_NO_TOKEN) from error
        except (kit.EnvVarNotSetError, kit.ConfigError) as error:
            raise Waiting(f"{_plain(error)}. It is one of {_TOKEN_IN}.") from error
        except (
            kit.InvalidInputError,
            kit.UnsupportedPayloadError,
            kit.ResourceNotFoundError,
            kit.TaskNotFoundError,
        ) as error:
            raise Refused(f"The service refused it: {_plain(error)}.") from error
        except kit.QrmiError as error:
            raise _told(error) from error


def _told(error: Exception) -> Refused | Waiting | LostAnswer:
    """What QRMI's other errors mean; the status of HTTP stands in their words."""
    found = _STATUS.match(str(error))
    status = int(found[1]) if found else 0
    if status in _NOT_ALLOWED:
        return Waiting(_NO_TOKEN)
    if status in _LATER:
        return Waiting(f"The service asks to come later ({status}).")
    if 400 <= status < 500:
        return Refused(f"The service refused it ({status}).")
    return LostAnswer(f"The service failed with status {status}." if status else _NOTHING)


def _listed(names: Sequence[str]) -> list[str]:
    """The list in the first variable that is set."""
    found = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return found.split(os.environ.get("QRMI_LIST_DELIMITER", ",")) if found else []


def numbered(text: str, token: str) -> str:
    """The program with its classical registers called r0, r1, …, and the token in a comment."""
    names = {name: f"r{number}" for number, (_, name) in enumerate(_REGISTER.findall(text))}
    text = _USED.sub(lambda found: names.get(found[1], found[1]), text)
    head, _, rest = text.partition("\n")
    return f"{head}\n// {re.sub('[^0-9A-Za-z-]', '', token)}\n{rest}"


def counts_of(data: Mapping[str, Any]) -> dict[str, int]:
    """Counts of IBM's samples by register, the last register first."""
    names = sorted(data, key=lambda name: int(name.removeprefix("r")))
    columns = [
        [f"{int(sample, 16):0{data[name]['num_bits']}b}" for sample in data[name]["samples"]]
        for name in reversed(names)
    ]
    return dict(Counter(" ".join(row) for row in zip(*columns, strict=True)))


def row_of(name: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `Target` from IBM's description of a device.

    Raises:
        LostAnswer: there is none.
    """
    made = cast("Mapping[str, Any] | None", said.get("configuration"))
    if not made:
        raise LostAnswer(f"The service does not describe {name}.")
    seen = cast("Mapping[str, Any]", said.get("properties") or {})
    size = int(made["n_qubits"])
    known: list[Mapping[str, Any]] = seen.get("gates") or []
    gates: dict[str, Any] = {
        gate: [_place(each) for each in known if each["gate"] == gate] or None
        for gate in made["basis_gates"]
    }
    qubits: list[Sequence[Mapping[str, Any]]] = seen.get("qubits") or [[]] * size
    gates["measure"] = [
        {
            "on": [number],
            "error": _value(facts, "readout_error"),
            "duration": _value(facts, "readout_length"),
        }
        for number, facts in enumerate(qubits)
    ]
    extra: list[str] = made.get("supported_instructions") or []
    for word in ("reset", "if_else"):
        if word in extra:
            gates[word] = None
    return {
        "name": name,
        "num_qubits": size,
        "basis_gates": [gate for gate in gates if gate not in NO_GATES],
        "coupling": made.get("coupling_map"),
        "calibration_date": seen.get("last_update_date"),
        "max_shots": int(made.get("max_shots") or 100_000),
        "mid_circuit": True,
        "reset": "reset" in gates,
        "conditions": "if_else" in gates,
        "cost": _COST,
        "notes": "Given to this Slurm job by the cluster.",
        "device": {
            "date": seen.get("last_update_date"),
            "dt": made["dt"] * 1e-9 if made.get("dt") else None,
            "qubits": [{"t1": _value(f, "T1"), "t2": _value(f, "T2")} for f in qubits],
            "gates": gates,
        },
    }


def _place(each: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "on": list(each["qubits"]),
        "error": _value(each["parameters"], "gate_error"),
        "duration": _value(each["parameters"], "gate_length"),
    }


def _value(facts: Sequence[Mapping[str, Any]], name: str) -> float | None:
    """A figure in seconds, or without unit."""
    found = next((each for each in facts if each["name"] == name), None)
    return None if found is None else float(found["value"]) * _UNITS.get(found.get("unit", ""), 1.0)


def _plain(error: object) -> str:
    """One line of what the service says; nothing of pages."""
    words = " ".join(str(error).split())[:200].rstrip(".")
    return words if words and not re.search("[<>]", words) else "it gave no reason"


QRMI: Final = Provider(
    name="qrmi",
    title="Slurm clusters (QRMI)",
    help="IBM's devices that Slurm gave to this job",
    source="arXiv:2506.10052",
    targets=lambda: known_targets("qrmi"),
    compiler_target=described("qrmi"),
    dialect="ibm",
    remote="qdesign.hardware.providers.qrmi:Cluster",
    recovery="ask",
    kit="qrmi",
    kit_size=126,
    token_in=_TOKEN_IN,
    service="qdesign.hardware.providers.qrmi_loopback:Service",
)
