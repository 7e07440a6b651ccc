"""One HTTP request, and what its failure means for a job: refused, later, or nobody knows.

No retries: whoever asks knows whether asking twice does harm.
"""

from __future__ import annotations

import http.client
import json
import re
import ssl
from collections.abc import Mapping
from typing import Any, Final, cast
from urllib.parse import urlsplit

from qdesign.hardware.remote import LostAnswer, Refused, Waiting

_MOST: Final = 64_000_000
"""Bytes of an answer."""
_NO_TOKEN: Final = (401, 403)
_LATER: Final = (408, 425, 429)


def request(
    method: str,
    url: str,
    body: Mapping[str, Any] | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    seconds: float = 30.0,
    provider: str = "The provider",
    token_in: str = "its own settings",  # noqa: S107 (where it is, in words)
) -> Any:
    """The JSON that a service answers.

    Args:
        method: of HTTP.
        url: where, without secrets.
        body: sent as JSON.
        headers: with the token.
        seconds: until an answer counts as lost.
        provider: what it is called in errors.
        token_in: where the token is from, in words.

    Raises:
        Waiting: there is no connection, it asks to come later, or it does not take the token.
        Refused: it says that the request is wrong; in its words where they are plain.
        LostAnswer: it failed, or what it said cannot be read.
    """
    parts = urlsplit(url)
    connection = (
        http.client.HTTPSConnection(
            parts.netloc, timeout=seconds, context=ssl.create_default_context()
        )
        if parts.scheme == "https"
        else http.client.HTTPConnection(parts.netloc, timeout=seconds)
    )
    try:
        try:
            connection.connect()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise Waiting(f"{provider} cannot be reached: {reason}. Is there a network?") from None
        try:
            data = None if body is None else json.dumps(body).encode()
            given = {"Content-Type": "application/json", **(headers or {})}
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            connection.request(method, path or "/", data, given)
            answer = connection.getresponse()
            content = answer.read(_MOST)
        except (OSError, http.client.HTTPException, ValueError):
            raise LostAnswer(f"{provider} ended the connection without an answer.") from None
    finally:
        connection.close()
    _check(answer.status, answer.headers.get("Retry-After"), content, provider, token_in)
    try:
        return json.loads(content) if content else None
    except (ValueError, RecursionError):
        raise LostAnswer(f"{provider} answered something that is no JSON.") from None


def _check(status: int, after: str | None, content: bytes, provider: str, token_in: str) -> None:
    """Raises what a status that is no success means."""
    if status < 300:
        return
    if status in _NO_TOKEN:
        raise Waiting(
            f"{provider} does not take the token ({status}): it is missing, wrong or expired. "
            f"Renew it in {token_in}."
        )
    if status in _LATER:
        seconds = float(after) if after and after.isdecimal() else None
        raise Waiting(f"{provider} asks to come later ({status}).", seconds=seconds)
    if 400 <= status < 500:
        raise Refused(f"{provider} refused it ({status}){_said(content)}.")
    raise LostAnswer(f"{provider} failed with status {status}.")


def _said(content: bytes) -> str:
    """What a JSON error says, behind a colon; nothing of pages and other texts."""
    try:
        found: object = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(found, dict):
        return ""
    facts = cast("dict[str, object]", found)
    for name in ("message", "error", "detail", "title"):
        words = facts.get(name)
        if isinstance(words, str) and words and not re.search("[<>]", words):
            return f": {words[:200].rstrip('.')}"
    return ""
