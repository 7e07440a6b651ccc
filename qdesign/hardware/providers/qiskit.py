"""Any Qiskit backend: one that is handed over in Python, or found by an entry point.

An entry point of the group `qdesign.backends` names a callable that gives a backend; it is called
in the process that talks to it. One that is handed over stays in its own process, which is asked
over HTTP on this machine: the file of its name says where and with which secret.
"""

from __future__ import annotations

import atexit
import dataclasses
import hmac
import json
import secrets
import socket
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, Final, Protocol, cast
from urllib.parse import quote, unquote, urlsplit

from qdesign.errors import InvalidTarget, QdesignError
from qdesign.files import write_text
from qdesign.hardware.cost import Estimate
from qdesign.hardware.device import described
from qdesign.hardware.environment import data_folder
from qdesign.hardware.known import add_target, known_targets
from qdesign.hardware.lower import Submission
from qdesign.hardware.provider import Provider
from qdesign.hardware.providers.qiskit_desk import Desk, row_of
from qdesign.hardware.remote import LostAnswer, Program, Refused, Result, Status
from qdesign.hardware.rest import request
from qdesign.hardware.target import Target

GROUP: Final = "qdesign.backends"
_TITLE: Final = "The Qiskit backend"
_SECONDS: Final = 100.0
_LONGEST: Final = 100
_MOST: Final = 64_000_000
_NONE: Final = (
    "no backend is known. Hand one over: qdesign.providers.hand_over(backend); or ask for those of "
    "installed packages: qdesign targets --provider qiskit --refresh"
)


def targets() -> tuple[Target, ...]:
    """The backends that were found or handed over; of those whose program ended, it says so."""
    known = known_targets("qiskit")
    if known[0].name == "qiskit:*":
        return (dataclasses.replace(known[0], missing=_NONE),)
    return tuple(_now(target) for target in known)


def _now(target: Target) -> Target:
    name = target.name.partition(":")[2]
    if name in entries() or _address(name) is not None:
        return target
    missing = f"{_ended(name)} Hand it over again, or name another target"
    return dataclasses.replace(target, available=False, missing=missing)


def take(value: object, name: str = "") -> Target | None:
    """A target for a backend of Qiskit, which stays in this process; None for anything else.

    Args:
        value: a `BackendV2`, or not.
        name: what to call it; the backend's own name when empty, with a number where that is taken.

    Raises:
        InvalidTarget: the name is taken, or no name.
    """
    if "qiskit" not in sys.modules:
        return None
    from qiskit.providers import BackendV2

    if not isinstance(value, BackendV2):
        return None
    facts = _house().take(value, name)
    return add_target("qiskit", facts)


# --- backends of this process, for whoever asks ---------------------------------------------------


class _House:
    """Answers on this machine for the backends that were handed over in this process."""

    def __init__(self) -> None:
        self._desks: dict[str, Desk] = {}
        self._secret = secrets.token_urlsafe(32)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self._desks, self._secret))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        atexit.register(self._leave)

    def take(self, backend: Any, name: str) -> Mapping[str, Any]:
        """Keeps a backend, the same one under the same name; what is told of it."""
        known = next((n for n, desk in self._desks.items() if desk.backend is backend), None)
        if known is not None and name in ("", known):
            return row_of(known, backend)
        chosen = _checked(name) if name else self._free(backend)
        if name and self._is_taken(name):
            raise InvalidTarget(f"A backend named '{name}' is there already. Choose another name.")
        facts = row_of(chosen, backend)
        self._desks[chosen] = Desk(backend)
        url = f"http://127.0.0.1:{self._server.server_port}"
        path = _place(chosen)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        write_text(path, json.dumps({"url": url, "secret": self._secret}))
        return facts

    def _free(self, backend: Any) -> str:
        stem = _checked(str(getattr(backend, "name", None) or type(backend).__name__))
        number, name = 1, stem
        while self._is_taken(name):
            number += 1
            name = f"{stem}_{number}"
        return name

    def _is_taken(self, name: str) -> bool:
        return name in self._desks or name in entries() or _address(name) is not None

    def _leave(self) -> None:
        for name in self._desks:
            with suppress(OSError):
                _place(name).unlink(missing_ok=True)


@cache
def _house() -> _House:
    return _House()


def _checked(name: str) -> str:
    if not name.isprintable() or not 0 < len(name) <= _LONGEST:
        raise InvalidTarget(f"A backend's name is one line of at most {_LONGEST} characters.")
    return name


def answer(desks: Mapping[str, Desk], path: str, body: Any) -> tuple[int, Any]:
    """What a process says of its backends: a status of HTTP and JSON."""
    name, _, ask = path.strip("/").partition("/")
    desk = desks.get(unquote(name))
    if desk is None:
        return 404, {"message": "There is no such backend"}
    try:
        match ask:
            case "submit":
                return 200, desk.submit(Program(**body))
            case "look":
                return 200, {id_: dataclasses.asdict(desk.look(id_)) for id_ in body["ids"]}
            case "result":
                return 200, dict(desk.result(body["id"]).counts)
            case "cancel":
                return 200, desk.cancel(body["id"])
            case "facts":
                return 200, row_of(unquote(name), desk.backend)
            case _:
                return 404, {"message": "There is no such question"}
    except Refused as error:
        return 400, {"message": str(error)}
    except Exception as error:  # whatever a backend raises
        return 200, {"lost": f"The backend failed with {type(error).__name__}."}


def _handler(desks: Mapping[str, Desk], secret: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers whoever knows the secret."""

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (theirs)
            return

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            said = self.headers.get("Authorization") or ""
            status, found = 401, None
            if length <= _MOST and hmac.compare_digest(said.encode(), f"Bearer {secret}".encode()):
                try:
                    body = json.loads(self.rfile.read(length))
                except ValueError:
                    status, found = 400, {"message": "It is no JSON"}
                else:
                    status, found = answer(desks, self.path, body)
            content = json.dumps(found).encode()
            with suppress(OSError):  # whoever asked may be gone
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

    return Handler


# --- the half that talks to them ------------------------------------------------------------------


class _Asked(Protocol):
    """A backend that can be asked: here, or in the process that handed it over."""

    def submit(self, program: Program) -> str: ...
    def looks(self, ids: Sequence[str]) -> Mapping[str, Status]: ...
    def result(self, id: str) -> Result: ...  # noqa: A002
    def cancel(self, id: str) -> None: ...  # noqa: A002
    def facts(self) -> Mapping[str, Any]: ...


class _Here:
    """A backend of an entry point, in this process."""

    def __init__(self, name: str, entry: EntryPoint) -> None:
        self._name = name
        try:
            self._desk = Desk(cast("Callable[[], Any]", entry.load())())
        except Exception as error:  # whatever another package raises
            raise Refused(
                f"The backend '{name}' of the package that brings it does not load: "
                f"{type(error).__name__}."
            ) from error
        self.submit = self._desk.submit
        self.result = self._desk.result
        self.cancel = self._desk.cancel

    def looks(self, ids: Sequence[str]) -> Mapping[str, Status]:
        return {id_: self._desk.look(id_) for id_ in ids}

    def facts(self) -> Mapping[str, Any]:
        return row_of(self._name, self._desk.backend)


class _There:
    """A backend that was handed over in another process."""

    def __init__(self, name: str) -> None:
        self._name = name

    def _ask(self, ask: str, body: Mapping[str, Any]) -> Any:
        address = _address(self._name)
        if address is None:
            raise Refused(f"{_ended(self._name)} Hand it over again and submit again.")
        url, secret = address
        said: Any = request(
            "POST",
            f"{url}/{quote(self._name, safe='')}/{ask}",
            body,
            headers={"Authorization": f"Bearer {secret}"},
            seconds=_SECONDS,
            provider=_TITLE,
            token_in="the program that handed it over",  # noqa: S106 (where it is, in words)
        )
        if isinstance(said, dict) and "lost" in said:
            raise LostAnswer(str(cast("dict[str, object]", said)["lost"]))
        return cast("Any", said)

    def submit(self, program: Program) -> str:
        said = self._ask("submit", dataclasses.asdict(program))
        if not isinstance(said, str) or not said:
            raise LostAnswer(f"{_TITLE} gave the job no name.")
        return said

    def looks(self, ids: Sequence[str]) -> Mapping[str, Status]:
        if _address(self._name) is None:
            return {
                id_: Status(
                    state="FAILED", status="gone", reason=f"{_ended(self._name)} Its job was {id_}."
                )
                for id_ in ids
            }
        said = self._ask("look", {"ids": list(ids)})
        return {id_: Status(**each) for id_, each in said.items()}

    def result(self, id: str) -> Result:  # noqa: A002
        return Result(counts=self._ask("result", {"id": id}))

    def cancel(self, id: str) -> None:  # noqa: A002
        self._ask("cancel", {"id": id})

    def facts(self) -> Mapping[str, Any]:
        return self._ask("facts", {})


class Half:
    """Talks to backends: `Remote` (remote.py). A job's name is `backend/its own`."""

    def __init__(self) -> None:
        self._asked: dict[str, _Asked] = {}

    def _backend(self, name: str) -> _Asked:
        if name not in self._asked:
            entry = entries().get(name)
            self._asked[name] = _There(name) if entry is None else _Here(name, entry)
        return self._asked[name]

    def _of(self, id: str) -> tuple[_Asked, str]:  # noqa: A002
        name, _, own = id.partition("/")
        return self._backend(unquote(name)), own

    def targets(self) -> Sequence[Mapping[str, Any]]:
        handed = [unquote(path.stem) for path in sorted(_folder().glob("*.json"))]
        names = [name for name in handed if _address(name) is not None and name not in entries()]
        return [self._facts(name) for name in (*names, *entries())]

    def _facts(self, name: str) -> Mapping[str, Any]:
        try:
            return self._backend(name).facts()
        except QdesignError as error:
            return {"name": name, "available": False, "missing": str(error).rstrip(".")}

    def submit(self, program: Program) -> str:
        own = self._backend(program.target).submit(program)
        return f"{quote(program.target, safe='')}/{own}"

    def find(self, token: str) -> str | None:
        raise Refused("Qiskit backends cannot be searched.")

    def poll(self, ids: Sequence[str]) -> Mapping[str, Status]:
        found: dict[str, Status] = {}
        failed: Exception | None = None
        for name in dict.fromkeys(id_.partition("/")[0] for id_ in ids):
            own = [id_.partition("/")[2] for id_ in ids if id_.partition("/")[0] == name]
            try:
                said = self._backend(unquote(name)).looks(own)
            except Exception as error:  # one backend that fails does not hide the others
                failed = error
                continue
            found.update({f"{name}/{id_}": status for id_, status in said.items()})
        if failed is not None and not found:
            raise failed
        return found

    def result(self, id: str) -> Result:  # noqa: A002
        backend, own = self._of(id)
        return backend.result(own)

    def cancel(self, id: str) -> None:  # noqa: A002
        backend, own = self._of(id)
        backend.cancel(own)

    def calibration(self, target: str) -> Mapping[str, Any]:
        return self._backend(target).facts()["device"]

    def estimate(self, program: Program) -> Mapping[str, Any] | None:
        return None


def estimate(submission: Submission, target: Target) -> Estimate | None:
    """Nothing for a simulator; of others nobody knows."""
    return None if target.cost else Estimate(low=0, high=0, unit="USD", source="runs here")


def _ended(name: str) -> str:
    return f"The program that handed over the backend '{name}' has ended."


@cache
def entries() -> Mapping[str, EntryPoint]:
    """The backends that installed packages name."""
    return {entry.name: entry for entry in entry_points(group=GROUP)}


def _folder() -> Path:
    return data_folder() / "backends"


def _place(name: str) -> Path:
    return _folder() / f"{quote(name, safe='')}.json"


def _address(name: str) -> tuple[str, str] | None:
    """Where a backend that was handed over is asked, and the secret; None where nobody answers."""
    try:
        said = json.loads(_place(name).read_text("utf-8"))
        url, secret = str(said["url"]), str(said["secret"])
        parts = urlsplit(url)
        socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10).close()
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return url, secret


QISKIT: Final = Provider(
    name="qiskit",
    title="Qiskit backends",
    help="Any BackendV2 that is handed over in Python or that an installed package names",
    source="https://quantum.cloud.ibm.com/docs/api/qiskit/qiskit.providers.BackendV2",
    targets=targets,
    take=take,
    compiler_target=described("qiskit"),
    estimate=estimate,
    remote="qdesign.hardware.providers.qiskit:Half",
    recovery="ask",
    soonest=0.5,
    patience=120.0,
    token_in="what the backend's package names",  # noqa: S106 (where it is, in words)
    service="qdesign.hardware.providers.qiskit_loopback:Service",
)
