"""Frames between a face's process and its workers: one JSON text and buffers, over a pipe.

Layout, little endian: number of parts (uint32), then each part as its size (uint64) and bytes; the
first part is the JSON. Nothing is pickled.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from typing import IO, Any, Final

MAX_BYTES: Final = 256_000_000
_MAX_PARTS: Final = 64
_COUNT: Final = struct.Struct("<I")
_SIZE: Final = struct.Struct("<Q")


def write_frame(stream: IO[bytes], header: Mapping[str, Any], buffers: Sequence[bytes]) -> None:
    """Writes one frame and flushes it."""
    text = json.dumps(header, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")
    parts = [text, *buffers]
    stream.write(_COUNT.pack(len(parts)))
    for part in parts:
        stream.write(_SIZE.pack(len(part)))
        stream.write(part)
    stream.flush()


def read_frame(stream: IO[bytes]) -> tuple[dict[str, Any], list[bytes]] | None:
    """The next frame, or None when the other side is gone or what it sent is not a frame."""
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
    return json.loads(parts[0]), parts[1:]


def _read(stream: IO[bytes], size: int) -> bytes | None:
    data = stream.read(size)
    return data if len(data) == size else None
