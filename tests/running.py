"""The program running on a virtual desktop, as the tests drive it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from virtual_desktop import VirtualDesktop


class Running:
    """The program under test on its desktop."""

    ready = "is ready"
    """Spoken once it has started."""
    working = "Working"
    """Begins the answer of one that is not idle."""

    def __init__(
        self,
        desktop: VirtualDesktop,
        settings: str = "",
        *,
        log_level: str = "info",
        is_first_start: bool = False,
    ) -> None:
        """Start it for a user who knows it, or for a new one."""
        self.desktop = desktop
        if not is_first_start:
            mark = Path(desktop.environment["HOME"], ".local/state/lookaloud/first-steps-offered")
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.touch()
        self.record = desktop.folder / f"spoken-{time.monotonic_ns()}.jsonl"
        self.settings = desktop.folder / "settings.toml"
        self.settings.write_text(
            f'{settings}\n[privacy]\nrecord_speech_to = "{self.record}"\n'
            f'[log]\nlevel = "{log_level}"\n'
        )
        self.process = self.start()
        self.wait_spoken(self.ready, 20)
        self.wait_idle()

    def start(self) -> subprocess.Popen[bytes]:
        return self.desktop.start(
            [sys.executable, "-m", "assistant", "--settings", str(self.settings)]
        )

    @property
    def events(self) -> list[dict[str, Any]]:
        if not self.record.exists():
            return []
        lines = self.record.read_text().splitlines()
        return [json.loads(line) for line in lines if line.endswith("}")]

    def spoken(self, since: float = 0.0) -> list[str]:
        """What passed to the voice after `since` of `time.monotonic()`, in order."""
        return [e["text"] for e in self.events if e["event"] == "speak" and e["at"] >= since]

    def press(self, key: str) -> float:
        """Press a key; return the `time.monotonic()` just before."""
        now = time.monotonic()
        self.desktop.press(key)
        return now

    def wait_spoken(self, words: str, seconds: float = 10, since: float = 0.0) -> list[str]:
        """Wait until `words` were spoken; return everything spoken since."""
        wait_for(
            lambda: words in " ".join(self.spoken(since)),
            seconds,
            lambda: self._state(words, since),
        )
        return self.spoken(since)

    def wait_idle(self, seconds: float = 30) -> None:
        """Wait until no command works (speech may go on)."""
        wait_for(lambda: self.working not in self.ask("status"), seconds, lambda: "still working")

    def ask(self, *arguments: str) -> str:
        """Run the command line on the desktop; return what it printed."""
        quiet = ["--quiet"] if arguments[0] == "status" else []
        return self.desktop.run([sys.executable, "-m", "assistant", *arguments, *quiet])

    def log(self) -> str:
        return self.desktop.log(Path(sys.executable).name)

    def _state(self, words: str, since: float) -> str:
        return (
            f"{words!r} not in {self.spoken(since)}; exit {self.process.poll()}; log: {self.log()}"
        )


def wait_for(condition: Callable[[], bool], seconds: float, what: Callable[[], str]) -> None:
    """Wait until `condition` holds; fail with what `what` returns."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, what()
        time.sleep(0.02)
