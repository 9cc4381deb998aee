"""The program itself, with a copy kept of all pixels that go to a process of an engine, for tests.

usage: tapped.py FOLDER [ARGUMENT...]

Each picture becomes NUMBER.npy in FOLDER: height, width, 4 (blue, green, red, nothing).
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from typing import Any

import numpy as np

from assistant.__main__ import main
from assistant.models.host import EngineHost

folder = Path(sys.argv.pop(1))
numbers = itertools.count(1)
stream = EngineHost.stream


def sizes(arguments: dict[str, Any]) -> list[tuple[int, int]]:
    """Heights and widths of the pictures that a request has after its arguments."""
    if "regions" in arguments:
        return [(height, width) for _, _, width, height in arguments["regions"]]
    return [(arguments["height"], arguments["width"])]


def tapped(self: EngineHost, turn: Any, request: str, arguments: Any = None, payload: Any = b""):
    if len(payload) and request in ("read", "look"):
        start = 0
        for height, width in sizes(arguments):
            pixels = np.frombuffer(payload, np.uint8, height * width * 4, start)
            start += height * width * 4
            np.save(folder / f"{next(numbers)}.npy", pixels.reshape(height, width, 4))
        assert start == len(payload), "pixels that nobody knows the place of"
    return stream(self, turn, request, arguments, payload)


EngineHost.stream = tapped
sys.argv[0] = "assistant"
sys.exit(main())
