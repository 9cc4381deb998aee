"""A program under test: told what to do by lines, and telling by lines what happened to it."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Self

PROGRAMS = Path(__file__).parent / "programs"
SECONDS = 15.0
"""So long a line is waited for."""


class Program:
    """A program of `programs/`, started with pipes for both directions."""

    def __init__(self, environment: Mapping[str, str], name: str, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-u", str(PROGRAMS / name), *arguments],
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._changed = threading.Condition()
        self._lines: list[str] = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def tell(self, *words: object) -> None:
        """Give a command; its effect is reported by a line, where it has one."""
        assert self.process.stdin is not None
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()

    def wait(self, start: str) -> str:
        """Wait for a line that begins so; take it and all before it away, and return its rest."""

        def find() -> int | None:
            return next((i for i, one in enumerate(self._lines) if one.startswith(start)), None)

        with self._changed:
            found = self._changed.wait_for(lambda: find() is not None, SECONDS)
            assert found, f"no line {start!r} but {self._lines}; exit {self.process.poll()}"
            number = find()
            assert number is not None
            line = self._lines[number]
            del self._lines[: number + 1]
        return line.removeprefix(start).strip()

    def ask(self, question: str) -> list[int]:
        """Return the numbers that the program answers to a question."""
        self.tell(question)
        return [int(part) for part in self.wait(f"{question} ").split()]

    @property
    def lines(self) -> list[str]:
        """All that was told and not yet waited for."""
        with self._changed:
            return list(self._lines)

    def forget(self) -> None:
        """Take away all that was told so far."""
        with self._changed:
            self._lines.clear()

    def end(self) -> None:
        """End it, whatever it does."""
        self.process.kill()
        self.process.wait()
        self._thread.join(5)
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            try:
                pipe.close()
            except OSError:
                continue  # a command that it never read

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._changed:
                self._lines.append(line.rstrip("\n"))
                self._changed.notify_all()
