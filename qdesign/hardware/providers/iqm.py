"""IQM, through its own client (`iqm-client`), which sends each request once.

Programs are OpenQASM 3 in IQM's gates, PRX as a `U`; its client takes them as IQM's own circuits.
The name of a measurement holds where its bit stands, so that results alone give counts.
"""

from __future__ import annotations

import ast
import importlib
import math
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, Literal

from qdesign.hardware.device import described
from qdesign.hardware.known import known_targets
from qdesign.hardware.provider import Provider
from qdesign.hardware.remote import LostAnswer, Program, Refused, Result, Status, Waiting
from qdesign.hardware.rest import request
from qdesign.rows import Option

_URL: Final = "https://resonance.iqm.tech"
_TOKEN_IN: Final = "the variable IQM_TOKEN, or the file that IQM_TOKENS_FILE names"
_NO_TOKEN: Final = (
    f"IQM does not take the token: it is missing, wrong or expired. It is in {_TOKEN_IN}."
)
_STATES: Final[Mapping[str, Literal["QUEUED", "RUNNING", "COMPLETED", "FAILED", "CANCELLED"]]] = {
    "waiting": "QUEUED",
    "processing": "RUNNING",
    "completed": "COMPLETED",
    "failed": "FAILED",
    "cancelled": "CANCELLED",
}
_SHOTS: Final = 1_000_000
_COST: Final = "seconds of the device, at the price of your contract"
_NAME: Final = re.compile(r"QB(\d+)")
_DECLARED: Final = re.compile(r"bit\[(\d+)\] (\w+);")
_MEASURED: Final = re.compile(r"(\w+)\[(\d+)\] = measure \w+\[(\d+)\];")
_GATE: Final = re.compile(r"(\w+)(?:\((.*)\))?((?: \w+\[\d+\],?)+);")
_SKIPPED: Final = re.compile(
    r'OPENQASM 3\.0;|include "stdgates\.inc";|qubit\[\d+\] \w+;|gphase\(.*\);|'
)
_KEY: Final = re.compile(r"m((?:_\d+)+)__(\d+)_(\d+)")
_SIGNS: Final[Mapping[type[ast.operator], Callable[[float, float], float]]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}
_NEAR: Final = 1e-9
_DECOUPLING: Final = Option(
    name="dynamical_decoupling",
    title="Dynamical decoupling",
    kind="flag",
    default=False,
    help="pulses on qubits that wait; no more shots, no more time",
)


class IQMService:
    """Talks to an IQM server: `Remote` (remote.py)."""

    def __init__(self) -> None:
        self._kit = importlib.import_module("iqm.iqm_client")
        self._requests = importlib.import_module("requests")
        self._errors = importlib.import_module("exa.common.errors.iqm_error")
        self._logins = importlib.import_module("iqm.station_control.client.authentication")
        if not (os.environ.get("IQM_TOKEN") or os.environ.get("IQM_TOKENS_FILE")):
            raise Waiting(f"There is no token for IQM. Put it into {_TOKEN_IN}.")
        self._url = os.environ.get("IQM_SERVER_URL") or _URL
        self._clients: dict[str, Any] = {}

    def targets(self) -> Sequence[Mapping[str, Any]]:
        return [self._row(name) for name in self._names()]

    def submit(self, program: Program) -> str:
        client = self._client(program.target)
        pulse = importlib.import_module("iqm.pulse")
        operations = tuple(
            pulse.CircuitOperation(name=name, locus=qubits, args=facts)
            for name, qubits, facts in instructions(program.text)
        )
        circuit = pulse.Circuit(
            name="qdesign", instructions=operations, metadata={"qdesign_token": program.token}
        )

        def checked() -> Any:
            return client.create_circuit_job_definition(
                [circuit], shots=program.shots, options=self._compilation(program.options)
            )

        try:
            definition = self._asked(checked)
        except LostAnswer as error:  # nothing was sent yet
            raise Waiting(str(error)) from error
        return str(self._asked(lambda: client.submit_circuit_job(definition)).job_id)

    def _compilation(self, options: Mapping[str, Any]) -> Any:
        """The kit's own options; None for its defaults."""
        if not options.get(_DECOUPLING.name):
            return None
        kit: Any = self._kit
        return kit.CircuitCompilationOptions(dd_mode=kit.DDMode.ENABLED)

    def find(self, token: str) -> str | None:
        raise Refused("IQM's jobs cannot be searched.")

    def poll(self, ids: Sequence[str]) -> Mapping[str, Status]:
        found: dict[str, Status] = {}
        failed: Exception | None = None
        for id_ in ids:
            try:
                found[id_] = _status(self._get(f"jobs/{id_}"))
            except (Waiting, LostAnswer) as error:
                failed = error
            except Refused as error:
                found[id_] = Status(state="FAILED", status="unknown", reason=str(error))
        if failed is not None and not found:
            raise failed
        return found

    def result(self, id: str) -> Result:  # noqa: A002
        (said,) = self._get(f"jobs/{id}/artifacts/measurement_counts")
        return Result(counts=counts_of(said["measurement_keys"], said["counts"]))

    def cancel(self, id: str) -> None:  # noqa: A002
        executor = self._any_client()._executor
        self._asked(lambda: executor.cancel_job(id))

    def calibration(self, target: str) -> Mapping[str, Any]:
        return self._row(target)["device"]

    def estimate(self, program: Program) -> Mapping[str, Any] | None:
        return None

    # --- its client ------------------------------------------------------------------------------

    def _names(self) -> list[str]:
        """Its devices. The client names them only to those who have chosen one."""
        tokens = self._asked(self._logins.TokenManager)
        said = request(
            "GET",
            f"{self._url.rstrip('/')}/api/v1/quantum-computers",
            headers={"Authorization": self._asked(tokens.get_auth_header_callback())},
            provider="IQM",
            token_in=_TOKEN_IN,
        )
        return [str(each["alias"]) for each in said["quantum_computers"]]

    def _client(self, name: str) -> Any:
        if name not in self._clients:
            make = self._kit.IQMClient.from_url
            try:
                self._clients[name] = self._asked(lambda: make(self._url, quantum_computer=name))
            except LostAnswer as error:  # a question about the server, which changes nothing
                raise Waiting(str(error)) from error
        return self._clients[name]

    def _any_client(self) -> Any:
        """Of any device: jobs are told to all."""
        return next(iter(self._clients.values()), None) or self._client(self._names()[0])

    def _get(self, path: str) -> Any:
        client = self._any_client()._executor.client
        return self._asked(lambda: client.send_request(self._requests.get, path).json())

    def _asked(self, ask: Callable[[], Any]) -> Any:
        """What the client answers, its errors as ours."""
        errors, login = self._errors, self._logins
        try:
            return ask()
        except (
            errors.AuthenticationError,
            errors.ForbiddenError,
            login.ClientAuthenticationError,
        ) as error:
            raise Waiting(_NO_TOKEN) from error
        except errors.RateLimitError as error:
            raise Waiting("IQM asks to come later (429).") from error
        except login.ClientConfigurationError as error:
            raise Refused(f"IQM's client cannot be used: {_plain(error)}.") from error
        except (
            errors.ValidationError,
            errors.InvalidOperationError,
            errors.NotFoundError,
            errors.ConflictError,
            errors.DataSizeError,
        ) as error:
            raise Refused(f"IQM refused it: {_plain(error)}.") from error
        except self._requests.ConnectionError as error:
            if "NewConnectionError" in repr(error):
                raise Waiting("IQM cannot be reached. Is there a network?") from error
            raise LostAnswer("IQM ended the connection without an answer.") from error
        except errors.IQMError as error:
            raise LostAnswer(f"IQM failed with {type(error).__name__}.") from error
        except Exception as error:  # of its readers: what came was nothing that they know
            raise LostAnswer("IQM answered something that cannot be read.") from error

    # --- its devices -----------------------------------------------------------------------------

    def _row(self, name: str) -> dict[str, Any]:
        """The fields of `Target` of a device, as it is calibrated now."""
        client = self._client(name)
        whole = self._asked(client.get_static_quantum_architecture)
        able = self._asked(client.get_dynamic_quantum_architecture)
        pairs = able.gates["cz"].loci if "cz" in able.gates else ()
        if not any(map(_is_named, pairs)) or not _is_named(whole.qubits):
            missing = (
                "its qubits are coupled through a resonator, for which nothing is built in yet"
            )
            return {"name": name, "available": False, "missing": missing}
        size = 1 + max(map(_number_of, whole.qubits))
        date, finder = self._quality(client)
        gates = {
            ours: _places(finder, able.gates[theirs], theirs, [on for on in loci if _is_named(on)])
            for ours, theirs in (("r", "prx"), ("cz", "cz"), ("measure", "measure"))
            for loci in [able.gates[theirs].loci]
        }
        facts = {
            "date": date,
            "dt": None,
            "calibration_set": str(able.calibration_set_id),
            "qubits": _times(finder, size),
            "gates": gates,
        }
        return {
            "name": name,
            "num_qubits": size,
            "basis_gates": ["r", "cz"],
            "coupling": [place["on"] for place in gates["cz"]],
            "calibration_date": date,
            "max_shots": _SHOTS,
            "cost": _COST,
            "notes": f"Calibration set {able.calibration_set_id}. QB1 is qubit 0.",
            "device": facts,
        }

    def _quality(self, client: Any) -> tuple[str | None, Any]:
        """When it was calibrated, and how good it was; nothing where that is not told."""
        qon = importlib.import_module("iqm.station_control.client.qon")
        with suppress(Refused):
            setting = self._asked(client.get_calibration_set)
            quality = self._asked(client.get_quality_metric_set)
            seen = [*setting.observations, *quality.observations]
            finder = qon.ObservationFinder(seen, skip_unparseable=True)
            return quality.created_timestamp.isoformat(), finder
        return None, None


def instructions(text: str) -> Iterator[tuple[str, tuple[str, ...], dict[str, Any]]]:
    """Name, qubits and facts of each instruction of a program on the device's qubits.

    Raises:
        Refused: something that IQM's devices do not take.
    """
    sizes: dict[str, int] = {}
    for line in text.splitlines():
        if _SKIPPED.fullmatch(line):
            continue
        if declared := _DECLARED.fullmatch(line):
            sizes[declared[2]] = int(declared[1])
        elif measured := _MEASURED.fullmatch(line):
            place = f"{list(sizes).index(measured[1])}_{measured[2]}"
            key = f"m{''.join(f'_{size}' for size in sizes.values())}__{place}"
            yield "measure", (_qubit(measured[3]),), {"key": key}
        elif found := _GATE.fullmatch(line):
            yield _gate(found[1], found[2], re.findall(r"\[(\d+)\]", found[3]), line)
        else:
            raise Refused(f"IQM's devices do not take '{line[:60]}'.")


def _gate(
    name: str, angles: str | None, qubits: list[str], line: str
) -> tuple[str, tuple[str, ...], dict[str, Any]]:
    on = tuple(_qubit(number) for number in qubits)
    if name in ("cz", "barrier"):
        return name, on, {}
    if name == "U" and angles:
        theta, phi, lam = (_angle(part) for part in angles.split(","))
        if abs(math.remainder(phi + lam, math.tau)) < _NEAR:
            return "prx", on, {"angle": theta, "phase": phi + math.pi / 2}
    raise Refused(f"IQM's devices do not take '{line[:60]}'.")


def _angle(text: str) -> float:
    return _number(ast.parse(text.strip(), mode="eval").body)


def _number(node: ast.AST) -> float:
    """The value of a sum of products of decimals and π."""
    match node:
        case ast.Constant(value=int() | float() as value):
            return float(value)
        case ast.Name(id="pi"):
            return math.pi
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_number(inner)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _SIGNS:
            return _SIGNS[type(op)](_number(left), _number(right))
        case _:
            raise Refused("An angle has no value.")


def counts_of(keys: Sequence[str], found: Mapping[str, int]) -> dict[str, int]:
    """Counts of registers from those of measurements, each on one qubit, in the order of `keys`."""
    places = [_KEY.fullmatch(key) for key in keys]
    if not places or any(place is None for place in places):
        raise LostAnswer("IQM's result has measurements of another program.")
    known = [place for place in places if place is not None]
    sizes = [int(size) for size in known[0][1].split("_")[1:]]
    counts: dict[str, int] = {}
    for bits, number in found.items():
        registers = [["0"] * size for size in sizes]
        for place, bit in zip(known, bits, strict=True):
            registers[int(place[2])][-1 - int(place[3])] = bit
        text = " ".join("".join(register) for register in reversed(registers))
        counts[text] = counts.get(text, 0) + int(number)
    return counts


def _status(said: Mapping[str, Any]) -> Status:
    word = str(said["status"])
    position = said.get("queue_position")
    reasons = [_plain(each.get("message", "")) for each in said.get("errors") or ()]
    return Status(
        state=_STATES.get(word),
        status=word,
        position=position + 1 if isinstance(position, int) else None,
        reason=f"IQM says: {reasons[0]}." if word == "failed" and reasons else "",
    )


def _qubit(number: str) -> str:
    return f"QB{int(number) + 1}"


def _is_named(qubits: Sequence[str]) -> bool:
    return all(map(_NAME.fullmatch, qubits))


def _number_of(qubit: str) -> int:
    return int(qubit.removeprefix("QB")) - 1


def _places(
    finder: Any, gate: Any, name: str, loci: Sequence[Sequence[str]]
) -> list[dict[str, Any]]:
    """Where a gate is calibrated, with its error and duration where they are known."""
    made: list[dict[str, Any]] = []
    for locus in loci:
        implementation = gate.get_default_implementation(locus)
        duration = finder and finder.get_gate_duration(name, implementation, locus)
        error = _error(finder, name, implementation, locus)
        on = [_number_of(qubit) for qubit in locus]
        made.append({"on": on, "error": error, "duration": duration})
    return made


def _error(finder: Any, name: str, implementation: str, locus: Any) -> float | None:
    if not finder:
        return None
    if name == "measure":
        errors: tuple[float, float] | None
        errors = finder.get_measure_errors(name, implementation, locus)
        return None if errors is None else sum(errors) / 2
    fidelity = finder.get_gate_fidelity(name, implementation, locus)
    return None if fidelity is None else 1 - fidelity


def _times(finder: Any, size: int) -> list[dict[str, float | None]]:
    names = [_qubit(str(number)) for number in range(size)]
    t1: dict[str, float] = {}
    t2: dict[str, float] = {}
    if finder:
        t1, t2 = finder.get_coherence_times(names)
    return [{"t1": t1.get(name), "t2": t2.get(name)} for name in names]


def _plain(error: object) -> str:
    """One line of what IQM says; nothing of pages."""
    words = " ".join(str(error).split())
    return (
        words[:200].rstrip(".") if words and not re.search("[<>]", words) else "it gave no reason"
    )


IQM: Final = Provider(
    name="iqm",
    title="IQM",
    help="Superconducting devices with PRX and CZ",
    source="https://docs.meetiqm.com",
    targets=lambda: known_targets("iqm"),
    compiler_target=described("iqm"),
    options=(_DECOUPLING,),
    remote="qdesign.hardware.providers.iqm:IQMService",
    recovery="ask",
    kit="iqm",
    kit_size=482,
    token_in=_TOKEN_IN,
    service="qdesign.hardware.providers.iqm_loopback:Service",
)
