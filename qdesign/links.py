"""A document ↔ a link: an address of the page with no server whose fragment holds the drawing.

`#d1.LENGTH.DATA`: DATA is the JSON list of name and document, deflated, in base64url, and LENGTH
the number of its characters. extension/src/view/widgets/link.ts writes and reads the same.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import Any, Final

from qdesign.circuit import Circuit
from qdesign.diagram import Diagram
from qdesign.document import Document
from qdesign.errors import InvalidDocument, InvalidRequest, TooLarge
from qdesign.json_text import is_list

MOST: Final = 8192
"""Characters of the longest fragment that is made or read."""
_LARGEST: Final = 7_000_000
"""Bytes: more than the longest fragment can hold."""
_START: Final = "#d1."
_WAYS: Final = "Ask for the link again, or for the drawing as a file."


def to_link(
    document: Document | Circuit | Diagram | Any, *, page: str = "", name: str = "ansatz"
) -> str:
    """A link that holds a drawing; who opens it has the drawing in the studio, with no server.

    Args:
        document: a document, or a circuit or diagram of any library that qdesign reads.
        page: the address of a page with no server (`make page`). Without one the fragment alone,
            which *Open link…* of such a page takes, too.
        name: what the drawing is called there.

    Raises:
        InvalidRequest: `page` is no such address.
        TooLarge: the drawing needs more than 8,192 characters.

    Example:
        >>> link = to_link(Circuit.of(2, "h 0; cx 0 1"), page="https://example.org/qdesign/")
        >>> link.startswith("https://example.org/qdesign/#d1.")
        True
        >>> from_link(link).body.num_qubits
        2
    """
    if page and (not re.match(r"https?://[^\s#]+$", page)):
        raise InvalidRequest(
            f"{page[:80]!r} is no address of a page. Give one that begins with https:// or http:// "
            "and has no #, for example https://example.org/qdesign/."
        )
    whole = document if isinstance(document, Document) else Document(document)
    parts = json.dumps([name, json.loads(whole.dumps())], separators=(",", ":"), ensure_ascii=False)
    packed = zlib.compress(parts.encode(), 9)
    data = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    fragment = f"{_START}{len(data)}.{data}"
    if len(fragment) > MOST:
        raise TooLarge(
            f"A link holds {MOST:,} characters, and this drawing needs {len(fragment):,}. "
            "Share it as a file: document.save('drawing.qdesign')."
        )
    return page + fragment


def from_link(link: str) -> Document:
    """The drawing that a link holds.

    Args:
        link: an address with its fragment, or the fragment alone.

    Raises:
        InvalidDocument: it is no link, was cut or changed, is too long, is of a newer qdesign, or
            holds no document.
    """
    fragment = link.strip()
    fragment = fragment[max(0, fragment.find("#")) :]
    if len(fragment) > MOST:
        raise InvalidDocument(
            f"This link has {len(fragment):,} characters; links hold {MOST:,}. {_WAYS}"
        )
    if newer := re.match(r"#d([2-9]|[1-9]\d)\.", fragment):
        raise InvalidDocument(
            f"This link is of version {newer[1]}, and this qdesign reads version 1. "
            "Install a newer one, or ask for the drawing as a file."
        )
    if not fragment.startswith("#d"):
        raise InvalidDocument(
            "This is no link to a drawing: those have #d1. and the drawing behind the page's "
            "address."
        )
    return Document.loads(_held(fragment))


def _held(fragment: str) -> str:
    """The text of the document of a fragment."""
    found = re.match(r"#d1\.(\d{1,5})\.([A-Za-z0-9_-]*)$", fragment)
    begun = re.match(r"#d1\.\d{0,5}$", fragment) or _START.startswith(fragment)
    if begun or (found and len(found[2]) < int(found[1])):
        raise InvalidDocument(f"This link was cut off after {len(fragment):,} characters. {_WAYS}")
    try:
        if found is None or len(found[2]) > int(found[1]):
            raise ValueError("more than was said")
        packed = base64.urlsafe_b64decode(found[2] + "=" * (-len(found[2]) % 4))
        stream = zlib.decompressobj()
        text = stream.decompress(packed, _LARGEST)
        if not stream.eof or stream.unused_data:
            raise ValueError("more or less than one stream")
        parts: object = json.loads(text)
        if not is_list(parts) or len(parts) != 2 or not isinstance(parts[0], str):
            raise ValueError("no name and document")
    except (ValueError, zlib.error, RecursionError):
        raise InvalidDocument(
            "This link does not hold a drawing: some of its characters are not as they were. "
            f"{_WAYS}"
        ) from None
    return json.dumps(parts[1])
