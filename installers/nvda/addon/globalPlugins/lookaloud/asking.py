# Copyright (C) 2026 The Lookaloud project
# SPDX-License-Identifier: GPL-2.0-or-later
"""Asks a running Lookaloud, one question at a time. Knows nothing of NVDA or Windows.

Lookaloud's docs/remote.md describes the lines that are sent and received.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Rectangle = Sequence[int]
    """Left, top, width and height in pixels of the screen."""

LONGEST_NAME = 1000
LONGEST_ROLE = 200
POINT_WIDTH = 320
POINT_HEIGHT = 48
"""What is looked at where only a point is known: about one line with a few words."""
SILENT_SECONDS = 60.0
"""So long Lookaloud may work without a word."""
LONGEST_REPLY = 16 * 1024 * 1024
STOPPED = "remote.stopped"
"""The code of a command that was ended by another one, which is no news to who ended it."""


class NotRunning(Exception):
    """No Lookaloud runs for this user."""


class Stream(Protocol):
    """A connection to Lookaloud. Used by one thread, but for `end`."""

    def receive(self, timeout_seconds: float) -> bytes:
        """Return what has arrived, waiting for it; empty once it ended. Raises TimeoutError."""
        ...

    def send(self, data: bytes) -> None:
        """Send all of `data`. Raises OSError."""
        ...

    def end(self) -> None:
        """Wake whoever waits in it. Safe from any thread, returns at once."""
        ...

    def close(self) -> None:
        """Give the connection back."""
        ...


@dataclass(frozen=True)
class Sentences:
    """What is said where Lookaloud itself can't, in the user's language."""

    not_running: str
    gone: str
    no_connection: str


class Asker:
    """Asks, and has what Lookaloud says said. `ask`, `stop` and `lines` belong to one thread.

    1. `ask` ends the question before and starts a thread for the new one.
    2. The thread connects, sends, and hands each sentence to `queue`, which calls back on the
       thread of `ask`.
    3. There a sentence is said only if its question is still the current one: after `stop`,
       nothing is said, however much is queued.
    """

    def __init__(
        self,
        connect: Callable[[], Stream],
        queue: Callable[..., None],
        say: Callable[[str, str], None],
        sentences: Sentences,
    ) -> None:
        self._connect = connect
        self._queue = queue
        self._say = say
        self._sentences = sentences
        self._current: _Question | None = None
        self._statements: list[Mapping[str, Any]] = []

    def ask(self, command: str, arguments: Mapping[str, Any] | None = None) -> None:
        """Ask for a command of Lookaloud's; returns at once."""
        self.stop()
        self._statements = []
        question = _Question(command, arguments or {})
        self._current = question
        name = f"lookaloud-{command}"
        threading.Thread(target=self._work, args=(question,), name=name, daemon=True).start()

    def stop(self) -> None:
        """Say nothing more, and have Lookaloud end its work; returns at once."""
        question, self._current = self._current, None
        if question is not None:
            question.end()

    def lines(self, sources: Mapping[str, str]) -> list[str]:
        """Return the last answer, a statement a line, with its source in words."""
        return [f"{found['text']} ({sources[found['source']]})" for found in self._statements]

    # -- on the thread of the question ---------------------------------------------------------

    def _work(self, question: _Question) -> None:
        try:
            for statement in question.answers(self._connect):
                self._queue(self._told, question, statement)
        except NotRunning:
            self._fail(question, self._sentences.not_running)
        except _Failed as error:
            self._fail(question, error.sentence or self._sentences.gone)
        except TimeoutError:
            self._fail(question, self._sentences.gone)
        except OSError as error:
            reason = error.strerror or str(error)
            self._fail(question, self._sentences.no_connection.format(reason=reason))

    def _fail(self, question: _Question, sentence: str) -> None:
        self._queue(self._told, question, {"text": sentence, "source": "program"})

    # -- on the thread of `ask` ----------------------------------------------------------------

    def _told(self, question: _Question, statement: Mapping[str, Any]) -> None:
        if question is not self._current:
            return
        self._statements.append(statement)
        everything = " ".join(str(found["text"]) for found in self._statements)
        self._say(str(statement["text"]), everything)


class _Failed(Exception):
    """Lookaloud could not answer, and says why; or ended, and says nothing."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence


class _Question:
    """One request, on a connection of its own."""

    def __init__(self, command: str, arguments: Mapping[str, Any]) -> None:
        self._line = request(command, arguments)
        self._lock = threading.Lock()
        self._is_over = False
        self._stream: Stream | None = None

    def end(self) -> None:
        """Close the connection, by which Lookaloud knows that nobody waits."""
        with self._lock:
            self._is_over = True
            if self._stream is not None:
                self._stream.end()

    def answers(self, connect: Callable[[], Stream]) -> Iterator[Mapping[str, Any]]:
        """Yield statements as they come. Raises NotRunning, OSError, and _Failed."""
        stream = connect()
        with self._lock:
            self._stream = stream
            is_over = self._is_over
        try:
            if not is_over:
                stream.send(self._line)
                yield from statements(stream)
        finally:
            with self._lock:
                self._stream = None
            stream.close()


def statements(stream: Stream) -> Iterator[Mapping[str, Any]]:
    """Yield the statements of one answer. Raises _Failed where it is none."""
    for line in _lines(stream):
        reply = _parse(line)
        event = reply.get("event")
        if event == "done":
            return
        if event == "error":
            if reply.get("code") == STOPPED:
                return
            raise _Failed(str(reply.get("sentence", "")))
        statement = reply.get("statement")
        if isinstance(statement, dict) and isinstance(statement.get("text"), str):
            yield {"text": statement["text"], "source": _source(statement)}
    raise _Failed


def request(command: str, arguments: Mapping[str, Any]) -> bytes:
    """Return the line that asks for a command: Lookaloud itself stays silent, NVDA speaks."""
    asked = {
        "id": 1,
        "command": command,
        "arguments": {**arguments, "quiet": True},
        "stop_on_close": True,
    }
    return json.dumps(asked).encode() + b"\n"


def area(place: Rectangle, name: str, role: str) -> Mapping[str, Any]:
    """Return the arguments of `describe_area` for something in the rectangle `place`."""
    left, top, width, height = (round(number) for number in place)
    found: dict[str, Any] = {"bounds": [left, top, max(0, width), max(0, height)]}
    texts = {"name": name.strip()[:LONGEST_NAME], "role": role.strip()[:LONGEST_ROLE]}
    return found | {key: text for key, text in texts.items() if text}


def around(rectangles: Iterable[Rectangle]) -> Rectangle | None:
    """Return the smallest rectangle around all that have a size; None where none has."""
    found = [one for one in rectangles if one[2] > 0 and one[3] > 0]
    if not found:
        return None
    left, top = min(one[0] for one in found), min(one[1] for one in found)
    right = max(one[0] + one[2] for one in found)
    bottom = max(one[1] + one[3] for one in found)
    return left, top, right - left, bottom - top


def around_point(x: int, y: int) -> Rectangle:
    """Return the rectangle to look at where only the start of a text is known."""
    return x - POINT_HEIGHT // 4, y - POINT_HEIGHT // 2, POINT_WIDTH, POINT_HEIGHT


def _source(statement: Mapping[str, Any]) -> str:
    source = statement.get("source")
    return source if source in ("accessibility", "ocr", "model") else "program"


def _lines(stream: Stream) -> Iterator[bytes]:
    """Yield whole lines until the connection ends or falls silent."""
    rest = bytearray()
    while True:
        try:
            data = stream.receive(SILENT_SECONDS)
        except TimeoutError:
            _fail()
        if not data:
            return
        rest += data
        if len(rest) > LONGEST_REPLY:
            _fail()
        *lines, rest = rest.split(b"\n")
        yield from map(bytes, lines)


def _parse(line: bytes) -> Mapping[str, Any]:
    try:
        reply = json.loads(line)
    except ValueError:
        _fail()
    return reply if isinstance(reply, dict) else _fail()


def _fail() -> NoReturn:
    raise _Failed
