"""Engines for the tests of the host: they run in real processes and do as they are told."""

from __future__ import annotations

import importlib
import os
import time
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.errors import EngineError
from assistant.models.wire import Frame
from assistant.turn import Turn


class ScriptedEngine:
    def __init__(self, arguments: Mapping[str, Any]) -> None:
        self.about = {"name": "scripted"}
        self.threads = arguments["threads"]

    def answer(
        self, turn: Turn, request: str, arguments: Mapping[str, Any], payload: bytes | memoryview
    ) -> Iterator[Frame]:
        match request:
            case "count":
                for number in range(arguments["to"]):
                    yield Frame({"number": number})
                    turn.wait(arguments.get("pause", 0))
            case "echo":
                print("a library prints this")
                yield Frame({"size": len(payload)}, bytes(reversed(bytes(payload))))
            case "sleep":
                time.sleep(arguments["seconds"])
                yield Frame({"late": True})
            case "die":
                yield Frame({"number": 0})
                os._exit(3)
            case "fail":
                raise RuntimeError("a secret on the screen")
            case "tell":
                raise EngineError("engine.told", "The engine says why.")
            case _:
                values = {"nice": os.nice(0), "threads": self.threads, "pid": os.getpid()}
                yield Frame({**values, "omp": os.environ["OMP_NUM_THREADS"]})


def dies(arguments: Mapping[str, Any]) -> ScriptedEngine:
    os._exit(1)


def lacks(arguments: Mapping[str, Any]) -> ScriptedEngine:
    importlib.import_module("a_package_that_is_not_installed")

    return ScriptedEngine(arguments)


def slow(arguments: Mapping[str, Any]) -> ScriptedEngine:
    time.sleep(30)
    return ScriptedEngine(arguments)
