"""Azure Quantum's data plane and its storage on this machine, for tests, as the kit asks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from qdesign.hardware.loopback import SECRET, Loopback, Made, Phase

_SUBSCRIPTION: Final = "00000000-0000-0000-0000-000000000001"
_ROOT: Final = (
    f"/subscriptions/{_SUBSCRIPTION}/resourceGroups/group/providers/Microsoft.Quantum"
    "/workspaces/workspace/"
)
_STORAGE: Final = "/storage-account/"
_RIGHT: Final = "sv=2026-01-01&se=2099-01-01T00%3A00%3A00Z&sig=right"
_TIMES: Final = ("Waiting", "Executing", "Succeeded")


class Service(Loopback):
    """A workspace with three targets.

    Attributes:
        taken: what was put, by job.
        blobs: what was uploaded, by path.
        shows: what a finished job shows, and how often of 100.
    """

    def __init__(self) -> None:
        super().__init__()
        self.taken: dict[str, Mapping[str, Any]] = {}
        self.blobs: dict[str, Any] = {}
        self.shows: dict[str, int] = {"[0, 0]": 50, "[1, 1]": 50}

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            "QDESIGN_AZURE_ENDPOINT": self.url,
            "AZURE_QUANTUM_CONNECTION_STRING": f"SubscriptionId={_SUBSCRIPTION};"
            f"ResourceGroupName=group;WorkspaceName=workspace;ApiKey={SECRET};"
            "QuantumEndpoint=https://eastus.quantum.azure.com/;",
        }

    def phase_of(self, method: str, path: str, body: Any) -> Phase:
        place = urlsplit(path).path
        if place.startswith(_STORAGE):
            return "result" if method == "GET" else "other"
        match (method, place.removeprefix(_ROOT).partition("/")[0]):
            case ("PUT", "jobs"):
                return "submit"
            case ("GET", "jobs"):
                return "poll"
            case ("POST", "jobs"):
                return "cancel"
            case ("GET", "providerStatus"):
                return "targets"
            case _:
                return "other"

    def answer(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        place = urlsplit(path).path
        if place.startswith(_STORAGE):
            return self._storage(method, place, body)
        what, _, id_ = place.removeprefix(_ROOT).partition("/")
        match (method, what):
            case ("GET", "providerStatus"):
                return 200, {"value": _providers()}
            case ("POST", "storage"):
                blob = body.get("blobName")
                where = f"{self.url}{_STORAGE}{body['containerName']}{f'/{blob}' if blob else ''}"
                return 200, {"sasUri": f"{where}?{_RIGHT}"}
            case ("PUT", "jobs"):
                return self._take(id_, body)
            case ("GET", "jobs") if id_ in self.jobs:
                return 200, self._look(id_)
            case ("POST", "jobs") if id_.removesuffix(":cancel") in self.jobs:
                self.jobs[id_.removesuffix(":cancel")].is_cancelled = True
                return 200, self._told(id_.removesuffix(":cancel"), "CancellationRequested")
            case _:
                return 404, {"error": {"code": "NotFound", "message": "No such thing"}}

    def _storage(self, method: str, place: str, body: Any) -> tuple[int, Any]:
        if method == "PUT":
            self.blobs[place] = body
            return 201, None
        shots = self.jobs[place.split("/")[2].removeprefix("job-")].shots
        shown = [
            {"Outcome": [int(bit) for bit in re.findall("[01]", display)], "Display": display}
            | {"Count": shots * share // 100}
            for display, share in self.shows.items()
        ]
        return 200, {
            "DataFormat": "microsoft.quantum-results.v2",
            "Results": [{"Histogram": shown, "Shots": []}],
        }

    def _take(self, id: str, body: Any) -> tuple[int, Any]:  # noqa: A002 (theirs)
        if f"{_STORAGE}job-{id}/inputData" not in self.blobs:
            return 400, {"error": {"code": "InvalidInput", "message": "There is no input"}}
        if id not in self.jobs:
            token = body["metadata"]["qdesign_token"]
            self.jobs[id] = Made(token=token, shots=int(body["inputParams"]["shots"]))
            self.taken[id] = body
        return 201, self._told(id, "Waiting")

    def _look(self, id: str) -> Mapping[str, Any]:  # noqa: A002 (theirs)
        """Each look finds it further."""
        made = self.jobs[id]
        made.looks += 1
        if self.strange:
            return self._told(id, self.strange)
        word = _TIMES[min(made.looks, len(_TIMES)) - 1]
        return self._told(id, "Cancelled" if made.is_cancelled else word)

    def _told(self, id: str, status: str) -> Mapping[str, Any]:  # noqa: A002 (theirs)
        cost: Mapping[str, Any] = {"currencyCode": "USD", "estimatedTotal": 1.5, "events": []}
        return {
            **self.taken[id],
            "itemType": "Job",
            "status": status,
            "outputDataUri": f"{self.url}{_STORAGE}job-{id}/rawOutputData",
            "costEstimate": cost if status == "Succeeded" else None,
        }


def _providers() -> list[Mapping[str, Any]]:
    targets = [
        ("ionq", "ionq.simulator", 29, "Base"),
        ("ionq", "ionq.qpu.forte-1", 36, "Base"),
        ("quantinuum", "quantinuum.qpu.h2-1", 56, "Adaptive_RI"),
        ("pasqal", "pasqal.sim.emu-tn", None, None),
    ]
    return [
        {
            "id": provider,
            "currentAvailability": "Available",
            "targets": [
                {
                    "id": name,
                    "currentAvailability": "Available",
                    "averageQueueTime": 600 if ".qpu." in name else 0,
                    "numQubits": size,
                    "targetProfile": profile,
                }
            ],
        }
        for provider, name, size, profile in targets
    ]
