"""The transport under IBM's kit: it never repeats a request, and knows what the last one came to.

The kit repeats a POST that failed, and its errors do not tell whether a job may have been taken.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

_SECONDS: Final = (10.0, 45.0)  # until there is a connection, until there is an answer


def watched() -> Any:
    """The transport of the kit's client, for all clients of this process."""
    from qiskit_ibm_runtime.api.session import RetrySession
    from requests.adapters import HTTPAdapter

    class Wire(HTTPAdapter):
        """Sends each request once, and knows of the last one what it came to."""

        def __init__(self) -> None:
            super().__init__(max_retries=0)
            self.forget()

        def forget(self) -> None:
            """Nothing was sent yet."""
            self.method, self.path, self.said = "", "", b""
            self.status: int | None = None
            self.after: float | None = None
            self.is_connected = False

        def send(self, request: Any, **options: Any) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride] (its arguments come by name)
            self.forget()
            self.method, self.path = str(request.method), urlsplit(str(request.url)).path
            given: dict[str, Any] = {**options, "timeout": _SECONDS}
            try:
                answer = super().send(request, **given)
            except Exception as error:
                reasons = {type(each).__name__ for each in _inner(error)}
                unconnected = {"NewConnectionError", "ConnectTimeoutError", "NameResolutionError"}
                self.is_connected = not reasons & unconnected
                raise
            self.is_connected = True
            self.status, self.said = answer.status_code, answer.content
            after = answer.headers.get("Retry-After", "")
            self.after = float(after) if after.isdecimal() else None
            return answer

    wire = Wire()

    def mount(session: Any, *_: object, **__: object) -> None:
        session.mount("http://", wire)
        session.mount("https://", wire)

    RetrySession._initialize_retry = mount  # pyright: ignore[reportPrivateUsage, reportAttributeAccessIssue] (its retries repeat POST)
    return wire


def causes(error: BaseException | None) -> list[BaseException]:
    """An error with those that it came of."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


def _inner(error: BaseException) -> list[BaseException]:
    """An error of the transport with those inside it."""
    found = causes(error)
    for each in list(found):
        for inner in (*each.args, getattr(each, "reason", None)):
            if isinstance(inner, BaseException) and inner not in found:
                found += _inner(inner)
    return found
