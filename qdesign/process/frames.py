"""Frames between a process and its children: one JSON text and buffers, over a pipe.

Layout, little endian: number of parts (uint32), then each part as its size (uint64) and bytes; the
first part is the JSON. Nothing is pickled.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from typing import IO, Any, Final, cast

MAX_BYTES: Final = 256_000_000
_MAX_PARTS: Final = 64
_COUNT: Final = struct.Struct("<I")
_SIZE: Final = struct.Struct("<Q")

Frame = tuple[dict[str, Any], list[bytes]]
"""A JSON object and the buffers beside it."""


def pack(header: Mapping[str, Any], buffers: Sequence[bytes] = ()) -> bytes:
    """One frame as bytes."""
    text = json.dumps(header, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    pieces = [_COUNT.pack(1 + len(buffers))]
    for part in (text.encode("utf-8", "replace"), *buffers):
        pieces += (_SIZE.pack(len(part)), part)
    return b"".join(pieces)


def write(stream: IO[bytes], data: bytes) -> None:
    """Writes all of `data`, to a stream that may take it piece by piece."""
    left = memoryview(data)
    while left:
        left = left[stream.write(left) :]
    stream.flush()


def read_parts(stream: IO[bytes]) -> list[bytes] | None:
    """The parts of the next frame; None where the other side is gone or sent something else."""
    head = _read(stream, _COUNT.size)
    if head is None:
        return None
    (count,) = _COUNT.unpack(head)
    if not 1 <= count <= _MAX_PARTS:
        return None
    parts: list[bytes] = []
    for _ in range(count):
        head = _read(stream, _SIZE.size)
        if head is None:
            return None
        (size,) = _SIZE.unpack(head)
        part = _read(stream, size) if size <= MAX_BYTES else None
        if part is None:
            return None
        parts.append(part)
    return parts


def unpack(parts: Sequence[bytes]) -> Frame | None:
    """A frame from its parts; None where the first is not a JSON object."""
    try:
        header = json.loads(parts[0])
    except (ValueError, RecursionError):
        return None
    if not isinstance(header, dict):
        return None
    return cast("dict[str, Any]", header), list(parts[1:])


def _read(stream: IO[bytes], size: int) -> bytes | None:
    data = stream.read(size)
    while len(data) < size:
        more = stream.read(size - len(data))
        if not more:
            return None
        data += more
    return data
