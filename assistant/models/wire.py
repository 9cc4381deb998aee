"""How the program and an engine process talk: frames of a JSON header and bytes, over two pipes."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

_LENGTHS = struct.Struct("!IQ")
MOST_HEADER_BYTES = 64 * 2**20
MOST_PAYLOAD_BYTES = 4 * 2**30


class WireBroken(Exception):
    """The other side sent something that is no frame."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One message, either way."""

    header: Mapping[str, Any]
    payload: bytes | memoryview = b""


def write_frame(stream: IO[bytes], frame: Frame) -> None:
    """Write `frame` whole. Raises OSError or ValueError once the pipe is closed."""
    header = json.dumps(frame.header, separators=(",", ":")).encode()
    payload = memoryview(frame.payload).cast("B")
    stream.write(_LENGTHS.pack(len(header), len(payload)) + header)
    if payload:
        stream.write(payload)
    stream.flush()


def read_frame(stream: IO[bytes]) -> Frame | None:
    """Wait for a frame; return None where the other side has closed the pipe, even within one."""
    lengths = _read(stream, _LENGTHS.size)
    if lengths is None:
        return None
    header_size, payload_size = _LENGTHS.unpack(lengths)
    if header_size > MOST_HEADER_BYTES or payload_size > MOST_PAYLOAD_BYTES:
        raise WireBroken(f"a frame of {header_size} and {payload_size} bytes")
    header = _read(stream, header_size)
    payload = _read(stream, payload_size)
    if header is None or payload is None:
        return None
    try:
        return Frame(json.loads(header), payload)
    except ValueError as error:
        raise WireBroken("a header that is not JSON") from error


def _read(stream: IO[bytes], size: int) -> bytes | None:
    data = stream.read(size) if size else b""
    return data if len(data) == size else None
