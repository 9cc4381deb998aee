"""A program that speaks on a virtual desktop and does what it is told; run as a script.

Lines of JSON come in on standard input, one answer to each goes out. In a process of its own: the
sound libraries keep the first desktop that they see.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from virtual_desktop import VirtualDesktop


ENGINES = ("speech-dispatcher", "espeak", "pyttsx3")
PRISM = "prism"
"""Orca by Prism and espeak behind it: as NVDA on Windows, for Prism is not used on Linux."""


class Talker:
    """The side of the test. Times are those of `time.perf_counter()`, the same in all processes."""

    def __init__(self, desktop: VirtualDesktop, name: str = "auto", *, alone: bool = False) -> None:
        log = (desktop.folder / "talker.log").open("ab")
        self._process = subprocess.Popen(
            [sys.executable, __file__, name, "alone" if alone else "chain"],
            env=desktop.environment | {"PYTHONPATH": str(Path(__file__).parents[1])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        log.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()

    def speak(self, text: str, *, now: bool = False) -> float:
        """Return when it was spoken."""
        return self._ask("speak", text=text, now=now)["at"]

    def cancel(self) -> tuple[float, float]:
        """Return when it was cancelled and how many seconds the call took."""
        answer = self._ask("cancel")
        return answer["at"], answer["seconds"]

    def rush(self, count: int, text: str) -> float:
        """Speak and cancel that often; return the seconds of the slowest call."""
        return self._ask("rush", count=count, text=text)["slowest"]

    def earcon(self, name: str) -> float:
        """Return when it was played."""
        return self._ask("earcon", name=name)["at"]

    def voice(self, **settings: Any) -> None:
        self._ask("voice", settings=settings)

    def wait_idle(self, seconds: float = 15) -> bool:
        return self._ask("wait", seconds=seconds)["is_idle"]

    @property
    def state(self) -> dict[str, Any]:
        """What became of all utterances ("ends"), and "name", "threads", "errors" so far."""
        return self._ask("state")

    @property
    def pid(self) -> int:
        return self._process.pid

    def _ask(self, do: str, **arguments: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps({"do": do} | arguments), file=self._process.stdin, flush=True)
        return json.loads(self._process.stdout.readline())


class _Program:
    """The side of the program that speaks."""

    def __init__(self, name: str, *, alone: bool) -> None:
        from assistant.speak.choose import choose  # noqa: PLC0415
        from assistant.speak.earcon import EarconPlayer  # noqa: PLC0415

        self.ends: list[tuple[str, bool]] = []
        self.errors: list[str] = []
        listeners = [lambda utterance, was_heard: self.ends.append((utterance.text, was_heard))]
        if name == PRISM:
            self.output = _through_prism(listeners)
        else:
            self.output = choose(
                name,
                listeners=listeners,
                trouble=lambda error: self.errors.append(error.sentence),
                has_failover=not alone,
            )
        self.earcons = EarconPlayer()

    def do(self, request: dict[str, Any]) -> dict[str, Any]:
        return getattr(self, request.pop("do"))(**request)

    def speak(self, text: str, now: bool) -> dict[str, Any]:
        from assistant.types import Priority, Source, Utterance  # noqa: PLC0415

        priority = Priority.NOW if now else Priority.NORMAL
        at = time.perf_counter()
        self.output.speak(Utterance(text, Source.PROGRAM, 1, priority))
        return {"at": at, "seconds": time.perf_counter() - at}

    def cancel(self) -> dict[str, Any]:
        at = time.perf_counter()
        self.output.cancel()
        return {"at": at, "seconds": time.perf_counter() - at}

    def rush(self, count: int, text: str) -> dict[str, Any]:
        slowest = 0.0
        for number in range(count):
            slowest = max(slowest, self.speak(text, now=False)["seconds"])
            if number % 10 == 0:
                time.sleep(0.03)
            slowest = max(slowest, self.cancel()["seconds"])
        return {"slowest": slowest}

    def earcon(self, name: str) -> dict[str, Any]:
        at = time.perf_counter()
        self.earcons.play(name)
        return {"at": at}

    def voice(self, settings: dict[str, Any]) -> dict[str, Any]:
        from assistant.speak.output import VoiceSettings  # noqa: PLC0415

        self.output.configure(VoiceSettings(**settings))
        return {}

    def wait(self, seconds: float) -> dict[str, Any]:
        return {"is_idle": self.output.wait_idle(seconds)}

    def state(self) -> dict[str, Any]:
        time.sleep(0.05)  # listeners are told just after the queue is idle
        return {
            "ends": self.ends,
            "errors": self.errors,
            "name": self.output.name,
            "threads": threading.active_count(),
        }


def _through_prism(listeners: list[Any]) -> Any:
    from assistant.speak.espeak import EspeakEngine  # noqa: PLC0415
    from assistant.speak.prism import PrismEngine  # noqa: PLC0415
    from assistant.speak.queueing import QueuedOutput  # noqa: PLC0415
    from assistant.speak.readers_prism import PrismWatcher  # noqa: PLC0415
    from assistant.speak.routing import Routing  # noqa: PLC0415

    routing = Routing(
        lambda watcher: [PrismEngine(watcher), EspeakEngine()],
        lambda listener: PrismWatcher(listener, ("Orca",), 0.2),
    )
    return QueuedOutput(routing, listeners=listeners)


def _main() -> None:
    import logging  # noqa: PLC0415

    logging.basicConfig(level=logging.INFO)
    program = _Program(sys.argv[1], alone=sys.argv[2] == "alone")
    for line in sys.stdin:
        print(json.dumps(program.do(json.loads(line))), flush=True)
    program.output.close()
    program.earcons.close()


if __name__ == "__main__":
    _main()
