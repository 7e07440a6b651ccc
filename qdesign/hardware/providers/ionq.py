"""IonQ, over its REST API v0.4. Its Qiskit kit would add nothing that is asked for but retries.

Programs are OpenQASM 3 (`ionq.qasm3.v1`). The job's metadata hold our token, by which it is found
again, and where each classical bit comes from: results tell qubits.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, cast
from urllib.parse import quote, urlencode

from qdesign.errors import InvalidRequest, QdesignError
from qdesign.exporter import Exporter
from qdesign.gates import ROWS
from qdesign.hardware.cost import Estimate
from qdesign.hardware.device import described
from qdesign.hardware.known import known_targets
from qdesign.hardware.outcomes import Bits, counted, sampled
from qdesign.hardware.provider import Provider
from qdesign.hardware.remote import LostAnswer, Program, Result, Status, Waiting
from qdesign.hardware.rest import request
from qdesign.rows import Option, find

if TYPE_CHECKING:
    from qdesign.circuit import Circuit
    from qdesign.hardware.lower import Submission
    from qdesign.hardware.target import Target

_KEYS: Final = ("IONQ_API_KEY", "QISKIT_IONQ_API_TOKEN", "IONQ_API_TOKEN")
"""Where IonQ's own kits look for the key, and for the address below."""
_URLS: Final = ("IONQ_API_URL", "QISKIT_IONQ_API_URL")
_TOKEN_IN: Final = f"the variable {_KEYS[0]}"
_URL: Final = "https://api.ionq.co/v0.4"
_SIMULATOR: Final = "simulator"
_MOST_SHOTS: Final = 1_000_000
_PAGE: Final = 25
_TAG, _BITS, _SHOTS, _SEED = "qdesign_token", "qdesign_bits", "qdesign_shots", "qdesign_seed"
_STATES: Final[Mapping[str, Literal["QUEUED", "RUNNING", "COMPLETED", "FAILED", "CANCELLED"]]] = {
    "submitted": "QUEUED",
    "ready": "QUEUED",
    "started": "RUNNING",
    "running": "RUNNING",
    "completed": "COMPLETED",
    "failed": "FAILED",
    "canceled": "CANCELLED",
}
_AUTO: Final = "auto"
_DEBIASED: Final = 500
"""Shots from which IonQ debiases."""
_OPEN: Final = ("available", "running", "calibrating", "reserved")
_ALL: Final = "output_all"
_HISTOGRAM: Final = "ionq.result.histogram.json.v2"
_PROBABILITIES: Final = "ionq.result.probabilities.json.v2"
_ALONE: Final = [row for row in ROWS if row.in_ionq and row.num_qubits == 1]
_TURNS: Final = tuple(row.name for row in _ALONE if not row.is_diagonal)
"""One pulse each; turns about Z take none."""
_FRAMES: Final = tuple(row.name for row in _ALONE if row.is_diagonal)
_LOWERED: Final = frozenset((*_TURNS, *_FRAMES, "cx"))
"""What is sent, so that figures and estimates count what costs: one two-qubit pulse a `cx`."""
_IDEAL: Final = (
    "IonQ simulates it without noise and tells exact probabilities; the counts are sampled from "
    "them with the job's seed."
)


class IonQ:
    """Talks to IonQ's service."""

    def __init__(self) -> None:
        self._url = (_variable(_URLS) or _URL).rstrip("/")
        key = _variable(_KEYS)
        if not key:
            raise Waiting(f"There is no key for IonQ. Put it into the variable {_KEYS[0]}.")
        self._ask = partial(
            request,
            headers={"Authorization": f"apiKey {key}"},
            provider="IonQ",
            token_in=_TOKEN_IN,
        )

    def _get(self, path: str, **query: Any) -> Any:
        asked = f"?{urlencode(query, doseq=True)}" if query else ""
        return self._ask("GET", f"{self._url}/{path}{asked}")

    def targets(self) -> Sequence[Mapping[str, Any]]:
        """Its devices, then its simulators."""
        backends = [each for each in self._get("backends") if each["status"] != "retired"]
        devices = [each for each in backends if each["backend"] != _SIMULATOR]
        known = [(each, self._characterization(each["backend"])) for each in devices]
        rows = [_device(each, said) for each, said in known]
        made = [row for row in rows if row["available"]]
        made += [row for row in rows if not row["available"]]
        for each in backends:
            if each["backend"] == _SIMULATOR:
                made.append(_row(each, {}, notes=_IDEAL))
                made += [_noisy(each, device, said) for device, said in known]
        return made

    def _characterization(self, backend: str) -> Mapping[str, Any]:
        said = self._get(f"backends/{quote(backend)}/characterizations", limit=1)
        found: list[Mapping[str, Any]] = said.get("characterizations") or [{}]
        return found[0]

    def submit(self, program: Program) -> str:
        backend, _, model = program.target.partition(":")
        body: dict[str, Any] = {
            "type": "ionq.qasm3.v1",
            "name": "qdesign",
            "backend": backend,
            "shots": program.shots,
            "metadata": {
                _TAG: program.token,
                _BITS: str(Bits.of(program.text)),
                _SHOTS: str(program.shots),
                _SEED: str(program.seed),
            },
            "input": {"data": program.text},
        }
        if backend == _SIMULATOR:
            body["noise"] = {"model": model or "ideal", "seed": program.seed}
        elif (debias := program.options.get("debiasing", _AUTO)) != _AUTO:
            body["settings"] = {"error_mitigation": {"debiasing": debias == "on"}}
        return _text(self._ask("POST", f"{self._url}/jobs", body), "id")

    def find(self, token: str) -> str | None:
        """Looks through all jobs of the account, the newest first: they cannot be filtered."""
        page: dict[str, Any] = {}
        while True:
            said = self._get("jobs", limit=_PAGE, **page)
            for job in _list(said, "jobs"):
                if _field(job.get("metadata"), _TAG) == token:
                    return _text(job, "id")
            if not said.get("next"):
                return None
            page = {"next": said["next"]}

    def poll(self, ids: Sequence[str]) -> Mapping[str, Status]:
        found: dict[str, Status] = {}
        for first in range(0, len(ids), _PAGE):
            some = list(ids[first : first + _PAGE])
            for job in _list(self._get("jobs", ids=some, limit=_PAGE), "jobs"):
                failure = job.get("failure")
                found[_text(job, "id")] = Status(
                    state=_STATES.get(job["status"]),
                    status=str(job["status"]),
                    reason=str(_field(failure, "message") or _field(failure, "error") or ""),
                )
        return found

    def result(self, id: str) -> Result:  # noqa: A002 (theirs)
        job = self._get(f"jobs/{quote(id)}")
        try:
            kept = job["metadata"]
            bits, shots = Bits.read(kept[_BITS]), int(kept[_SHOTS])
            results = job["results"]
            if _HISTOGRAM in results:
                said = self._artifact(id, results[_HISTOGRAM])["histogram"]["registers"][_ALL]
                counts = counted(said, shots)
            else:
                said = self._artifact(id, results[_PROBABILITIES])
                said = said["probabilities"]["registers"][_ALL]
                is_ideal = _field(job.get("noise"), "model") == "ideal"
                counts = (
                    sampled(said, shots, int(kept[_SEED]))
                    if is_ideal
                    else counted({bits: p * shots for bits, p in said.items()}, shots)
                )
            # Qubit 0 is the first letter.
            return Result(
                counts=bits.counts({seen[::-1]: number for seen, number in counts.items()}),
                cost=self._cost(id),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            raise LostAnswer("IonQ sent a result in a form that is not known here.") from None

    def _artifact(self, id: str, descriptor: Mapping[str, Any]) -> Any:  # noqa: A002
        return self._get(f"jobs/{quote(id)}/artifacts/{quote(_text(descriptor, 'id'))}")

    def _cost(self, id: str) -> float | None:  # noqa: A002
        said = self._get(f"jobs/{quote(id)}/cost").get("cost")
        return None if said is None else float(said["value"])

    def cancel(self, id: str) -> None:  # noqa: A002 (theirs)
        self._ask("PUT", f"{self._url}/jobs/{quote(id)}/status/cancel")

    def calibration(self, target: str) -> Mapping[str, Any]:
        backend, _, _model = target.partition(":")
        found = self._get(f"backends/{quote(backend)}")
        said: Mapping[str, Any] = {}
        if backend != _SIMULATOR:
            said = self._characterization(backend)
        return _facts(found["qubits"], said)

    def estimate(self, program: Program) -> Mapping[str, Any] | None:
        from qdesign import qasm

        circuit = qasm.loads(program.text)
        return self.price(program.target, circuit, program.shots, program.options)

    def price(
        self, target: str, circuit: Circuit, shots: int, options: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """IonQ's own estimate for a circuit's gates, as the fields of `Estimate`."""
        if target.partition(":")[0] == _SIMULATOR:
            return {"low": 0.0, "high": 0.0, "unit": "USD", "source": "IonQ's simulator is free"}
        sizes = [len(o.wires) for o in circuit.plain_operations if o.gate in _LOWERED]
        debias = options.get("debiasing", _AUTO)
        is_debiased = shots >= _DEBIASED if debias == _AUTO else debias == "on"
        said = self._get(
            "jobs/estimate",
            backend=target,
            type="ionq.qasm3.v1",
            qubits=max(len(circuit.used_qubits), 1),
            shots=shots,
            error_mitigation=str(is_debiased).lower(),
            **{"1q_gates": sizes.count(1), "2q_gates": sizes.count(2)},
        )
        cost, unit = float(said["estimated_total_cost"]), _text(said, "estimated_unit")
        return {
            "low": cost,
            "high": cost,
            "unit": unit.upper() if re.fullmatch("[a-z]{3}", unit) else unit,
            "source": "IonQ's own estimate, before its compiler"
            + (", with debiasing" if is_debiased else ""),
            "date": _text(said, "estimated_at"),
        }


def lower(
    circuit: Circuit,
    values: Mapping[str, float] | Sequence[float] | None,
    target: Target,
    *,
    shots: int,
    seed: int,
    optimization_level: int,
) -> Submission:
    """A circuit in few gates; where it runs, and how, is left to IonQ's compiler."""
    from qdesign.convert.gate_list import with_gates
    from qdesign.hardware.lower import Submission, measured
    from qdesign.hardware.target import is_measured

    bound = circuit.placed().bind(circuit.values_of(values))
    notes: list[str] = []
    if not is_measured(bound):
        bound = measured(bound)
        notes.append("The circuit measured nothing, so every qubit is measured at the end.")
    plain = with_gates(bound, _LOWERED, language="IonQ")
    return Submission(
        target=target.name,
        text=find(Exporter, IONQ.dialect).write(plain),
        circuit=plain.placed(),
        shots=shots,
        seed=seed,
        layout=tuple(range(plain.num_qubits)),
        figures=_figures(plain, target),
        notes=tuple(notes),
    )


def _figures(circuit: Circuit, target: Target) -> Any:
    from qdesign.convert.qiskit import to_qiskit
    from qdesign.hardware.estimate import figures_of, figures_on

    if target.calibration_date is None:
        return figures_of(circuit)
    return figures_on(to_qiskit(circuit), described(IONQ.name)(target.name, True))


def estimate(submission: Submission, target: Target) -> Estimate | None:
    """IonQ's own estimate; None where it cannot be asked now."""
    with suppress(QdesignError, KeyError, TypeError, ValueError):
        name = target.name.partition(":")[2]
        return Estimate(**_asked(name, submission))
    return None


def _asked(name: str, submission: Submission) -> Mapping[str, Any]:
    return IonQ().price(name, submission.circuit, submission.shots, submission.options)


def least(options: Mapping[str, Any]) -> int:
    """The fewest shots that a circuit takes."""
    return _DEBIASED if options.get("debiasing") == "on" else 1


def fits(submission: Submission, target: Target) -> None:
    """Refuses debiasing where IonQ has none.

    Raises:
        InvalidRequest: too few shots for it, or a simulator.
    """
    if submission.options.get("debiasing") != "on":
        return
    if target.name.partition(":")[2].partition(":")[0] == _SIMULATOR:
        raise InvalidRequest(f"IonQ debiases on its devices alone. Set {_AS_CHOSEN}.")
    if submission.shots < _DEBIASED:
        raise InvalidRequest(
            f"IonQ debiases from {_DEBIASED} shots on, and {submission.shots} were asked for. Take "
            f"more shots, or set {_AS_CHOSEN}."
        )


_CHOICE: Final = f"IonQ's choice, on from {_DEBIASED} shots"
_AS_CHOSEN: Final = f"'debiasing' to '{_AUTO}' ({_CHOICE})"
_DEBIASING: Final = Option(
    name="debiasing",
    title="Debiasing",
    kind="choice",
    default=_AUTO,
    choices=(_AUTO, "on", "off"),
    titles=(_CHOICE, "on", "off"),
    help="spreads the shots over many equal circuits; no more shots, a higher least price",
)


def _variable(names: Sequence[str]) -> str:
    return next((os.environ[name] for name in names if os.environ.get(name)), "")


def _row(backend: Mapping[str, Any], said: Mapping[str, Any], **facts: Any) -> dict[str, Any]:
    status, size = str(backend["status"]), int(backend["qubits"])
    return {
        "name": str(backend["backend"]),
        "title": _title(str(backend["backend"])),
        "num_qubits": size,
        "basis_gates": [*_TURNS, *_FRAMES, "cx"] if said else [],
        "max_shots": _MOST_SHOTS,
        "available": status in _OPEN,
        "missing": "" if status in _OPEN else f"IonQ says that it is {status[:40]}",
        "calibration_date": said.get("date"),
        "device": _facts(size, said),
        **facts,
    }


def _device(backend: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    minutes = round(float(backend["average_queue_time"]) / 60_000)
    return _row(
        backend,
        said,
        notes=f"When it was asked, jobs waited about {minutes:,} min." if minutes else "",
        cost="by gates and shots, as IonQ estimates it before it is sent",
    )


def _noisy(
    simulator: Mapping[str, Any], device: Mapping[str, Any], said: Mapping[str, Any]
) -> dict[str, Any]:
    """The simulator with the noise of a device."""
    name = str(device["backend"])
    size = min(int(simulator["qubits"]), int(device["qubits"]))
    row = _row(
        {**simulator, "qubits": size},
        said,
        notes=f"IonQ simulates it with the noise of {name}; figures are of its calibration.",
    )
    title = f"Simulator, noise of {_title(name)}"
    return row | {"name": f"{_SIMULATOR}:{name.removeprefix('qpu.')}", "title": title}


def _title(name: str) -> str:
    return name.removeprefix("qpu.").replace("-", " ").title()


def _facts(num_qubits: int, said: Mapping[str, Any]) -> dict[str, Any]:
    """A device from its characterization, which has medians: the same for all qubits."""
    timing: Any = said.get("timing") or {}
    facts: dict[str, Any] = {
        "date": said.get("date"),
        "dt": None,
        "qubits": [{"t1": timing.get("t1"), "t2": timing.get("t2")}] * num_qubits,
        "gates": dict.fromkeys((*_TURNS, *_FRAMES, "cx", "measure")),
    }
    if not said:
        return facts

    def places(kind: str, time: str, wires: Iterator[list[int]]) -> list[dict[str, Any]]:
        median = _field(_field(said.get("fidelity"), kind), "median")
        error = None if median is None else 1 - float(median)
        return [{"on": on, "error": error, "duration": timing.get(time)} for on in wires]

    pairs = said.get("connectivity") or [[a, b] for b in range(num_qubits) for a in range(b)]
    both = [p for a, b in pairs if max(a, b) < num_qubits for p in ([a, b], [b, a])]
    for name in _TURNS:
        facts["gates"][name] = places("1q", "1q", ([q] for q in range(num_qubits)))
    for name in _FRAMES:
        facts["gates"][name] = [
            {"on": [q], "error": 0.0, "duration": 0.0} for q in range(num_qubits)
        ]
    facts["gates"]["cx"] = places("2q", "2q", iter(both))
    facts["gates"]["measure"] = places("spam", "readout", ([q] for q in range(num_qubits)))
    return facts


def _field(said: Any, name: str) -> Any:
    try:
        return said[name]
    except (KeyError, TypeError):
        return None


def _text(said: Any, name: str) -> str:
    value = _field(said, name)
    if not isinstance(value, str) or not value:
        raise LostAnswer(f"IonQ answered without '{name}'.")
    return value


def _list(said: Any, name: str) -> list[dict[str, Any]]:
    value = _field(said, name)
    if not isinstance(value, list):
        raise LostAnswer(f"IonQ answered without '{name}'.")
    return cast("list[dict[str, Any]]", value)


IONQ: Final = Provider(
    name="ionq",
    title="IonQ",
    source="https://docs.ionq.com/api-reference/v0.4",
    targets=lambda: known_targets("ionq"),
    compiler_target=described("ionq"),
    options=(_DEBIASING,),
    dialect="ionq",
    lower=lower,
    least=least,
    fits=fits,
    estimate=estimate,
    remote="qdesign.hardware.providers.ionq:IonQ",
    recovery="search",
    patience=300.0,  # a search looks through all jobs
    token_in=_TOKEN_IN,
    service="qdesign.hardware.providers.ionq_loopback:Service",
)
