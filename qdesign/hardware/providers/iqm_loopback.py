"""An IQM server on this machine, for tests: it runs the circuits that it takes, without noise."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from qdesign.hardware.loopback import SECRET, Loopback, Made, Phase

_NAME: Final = "garnet"
_QUBITS: Final = [f"QB{number}" for number in range(1, 6)]
_PAIRS: Final = [["QB1", "QB3"], ["QB2", "QB3"], ["QB3", "QB4"], ["QB3", "QB5"]]
_SET: Final = "0a3f9c52-7c3a-4e0e-9d55-7b6a3d1f2b10"
_DATE: Final = "2026-11-01T06:00:00Z"


class Service(Loopback):
    """Answers as resonance.iqm.tech does.

    Attributes:
        taken: what was posted, by job.
    """

    def __init__(self) -> None:
        super().__init__()
        self.taken: dict[str, Mapping[str, Any]] = {}

    @property
    def environment(self) -> Mapping[str, str]:
        return {"IQM_SERVER_URL": self.url, "IQM_TOKEN": SECRET}

    def phase_of(self, method: str, path: str, body: Any) -> Phase:
        match (method, *_parts(path)):
            case ("POST", "jobs", _, "circuit"):
                return "submit"
            case ("POST", "jobs", _, "cancel"):
                return "cancel"
            case ("GET", "jobs", _):
                return "poll"
            case ("GET", "jobs", *_):
                return "result"
            case _:
                return "other"

    def answer(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        match (method, *_parts(path)):
            case ("GET", "quantum-computers"):
                computer = {
                    "id": _SET,
                    "alias": _NAME,
                    "display_name": "Garnet",
                    "proxy_path": None,
                }
                return 200, {"quantum_computers": [computer]}
            case ("GET", "quantum-computers", _, "artifacts", "static-quantum-architectures"):
                return 200, [_whole()]
            case ("GET", "calibration-sets", _, _, "dynamic-quantum-architecture"):
                return 200, _able()
            case ("GET", "calibration-sets", _, _):
                return 200, _observed("calibration-set", _durations())
            case ("GET", "calibration-sets", _, _, "metrics"):
                return 200, _observed("quality-metric-set", _errors())
            case ("POST", "jobs", str(name), "circuit") if name == _NAME:
                return self._take(body)
            case ("GET" | "POST", "jobs", str(id_), *rest) if id_ in self.jobs:
                return 200, self._of(id_, rest)
            case _:
                return 404, _said("There is no such thing")

    def _take(self, body: Any) -> tuple[int, Any]:
        if body["shots"] > 20_000:
            return 422, _said("Too many shots")
        id_ = str(uuid.uuid4())
        token = body["circuits"][0]["metadata"]["qdesign_token"]
        self.jobs[id_] = Made(token=token, shots=body["shots"])
        self.taken[id_] = body
        return 201, {"id": id_, "type": "circuit", "status": "waiting", "queue_position": 3}

    def _of(self, id_: str, rest: Sequence[str]) -> Any:
        made = self.jobs[id_]
        if rest == ["cancel"]:
            made.is_cancelled = True
            return None
        if rest:
            return [run(self.taken[id_]["circuits"][0], made.shots)]
        made.looks += 1
        word = ("waiting", "processing", "completed")[min(made.looks, 3) - 1]
        word = "cancelled" if made.is_cancelled else self.strange or word
        return {
            "id": id_,
            "type": "circuit",
            "status": word,
            "queue_position": 3 if word == "waiting" else None,
            "compilation": {"calibration_set_id": _SET},
        }


def run(circuit: Mapping[str, Any], shots: int) -> dict[str, Any]:
    """Counts of a circuit without noise, as the service tells them."""
    keys, weights = outcomes(circuit["instructions"])
    drawn = np.random.default_rng(0).multinomial(shots, weights / weights.sum())
    counts = {f"{place:0{len(keys)}b}": int(n) for place, n in enumerate(drawn) if n}
    return {"measurement_keys": keys, "counts": counts}


def outcomes(
    instructions: Sequence[Mapping[str, Any]],
) -> tuple[list[str], NDArray[np.float64]]:
    """The keys of all measurements, and how likely their bits are, the first one the highest."""
    used = sorted({name for each in instructions for name in each["locus"]})
    state = np.zeros((2,) * len(used), complex)
    state[(0,) * len(used)] = 1
    keys: list[str] = []
    kept: list[int] = []
    for each in instructions:
        axes = [used.index(name) for name in each["locus"]]
        if each["name"] == "prx":
            state = _turned(state, axes[0], **each["args"])
        elif each["name"] == "cz":
            state = np.moveaxis(state, axes, (0, 1)).copy()
            state[1, 1] *= -1
            state = np.moveaxis(state, (0, 1), axes)
        elif each["name"] == "measure":
            keys.append(each["args"]["key"])
            kept += axes
    others = tuple(axis for axis in range(len(used)) if axis not in kept)
    weights = (abs(state) ** 2).sum(axis=others)
    return keys, weights.transpose([sorted(kept).index(axis) for axis in kept]).ravel()


def _turned(
    state: NDArray[np.complex128], axis: int, angle: float, phase: float
) -> NDArray[np.complex128]:
    c, s = np.cos(angle / 2), np.sin(angle / 2)
    matrix = np.array(
        [[c, -1j * np.exp(-1j * phase) * s], [-1j * np.exp(1j * phase) * s, c]], complex
    )
    return np.moveaxis(np.tensordot(matrix, state, (1, axis)), 0, axis)


def _parts(path: str) -> list[str]:
    return urlsplit(path).path.removeprefix("/api/v1/").strip("/").split("/")


def _said(words: str) -> dict[str, str]:
    return {"message": words, "error_code": "validation_error", "source": "iqm-server"}


def _whole() -> dict[str, Any]:
    return {
        "dut_label": "M000",
        "qubits": _QUBITS,
        "computational_resonators": [],
        "connectivity": _PAIRS,
    }


def _able() -> dict[str, Any]:
    def gate(implementation: str, loci: Sequence[Sequence[str]]) -> dict[str, Any]:
        return {
            "implementations": {implementation: {"loci": loci}},
            "default_implementation": implementation,
            "override_default_implementation": {},
        }

    alone = [[name] for name in _QUBITS]
    return {
        "calibration_set_id": _SET,
        "qubits": _QUBITS,
        "computational_resonators": [],
        "gates": {
            "prx": gate("drag_gaussian", alone),
            "cz": gate("tgss", _PAIRS),
            "measure": gate("constant", alone),
        },
    }


def _durations() -> dict[str, float]:
    made = {f"gates.prx.drag_gaussian.{name}.duration": 2e-8 for name in _QUBITS}
    made |= {f"gates.cz.tgss.{'__'.join(pair)}.duration": 4e-8 for pair in _PAIRS}
    return made | {f"gates.measure.constant.{name}.duration": 1e-6 for name in _QUBITS}


def _errors() -> dict[str, float]:
    made: dict[str, float] = {}
    for name in _QUBITS:
        made[f"characterization.model.{name}.t1_time"] = 4e-5
        made[f"characterization.model.{name}.t2_time"] = 2e-5
        made[f"metrics.rb.prx.drag_gaussian.{name}.fidelity"] = 0.999
        made[f"metrics.ssro.measure.constant.{name}.error_0_to_1"] = 0.01
        made[f"metrics.ssro.measure.constant.{name}.error_1_to_0"] = 0.03
    return made | {f"metrics.irb.cz.tgss.{'__'.join(pair)}.fidelity": 0.99 for pair in _PAIRS}


def _observed(kind: str, values: Mapping[str, float]) -> dict[str, Any]:
    return {
        "observation_set_type": kind,
        "describes_id": None,
        "dut_label": "M000",
        "observation_set_id": _SET,
        "created_timestamp": _DATE,
        "end_timestamp": _DATE,
        "observations": [
            {
                "dut_label": "M000",
                "dut_field": name,
                "value": value,
                "unit": "",
                "observation_id": number,
                "created_timestamp": _DATE,
                "modified_timestamp": _DATE,
                "source": {"type": "configuration_source"},
                "tags": [],
            }
            for number, (name, value) in enumerate(values.items())
        ],
    }
