"""Waits until a screen reader has spoken what it was given, though no reader tells.

One sentence is given at a time, so that silence loses little and a reader that goes away has
nothing waiting. Its end is found in one of two ways:

1. A mark in the queue of Speech Dispatcher, through which Orca speaks: a message without words,
   which the server begins when the reader's sentence before it is over, however fast the voice.
2. An estimate from the length of the text, where there is no such server or where the reader
   doesn't speak through it.

A reader that goes away falls silent. What it was speaking was heard only if its sentence had
ended before; else the sentence is said again, by another way.
"""

from __future__ import annotations

import logging
import statistics
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Protocol

from assistant import messages
from assistant.errors import SpeechError
from assistant.speak.ssip import Client, SsipError, SsipSilent, server_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.speak.queueing import Words

_log = logging.getLogger(__name__)

USUAL_PACE = 15.0
"""Characters a second of most voices at their normal rate; each reader's own is learned."""
LEARNED = 9
"""From so many sentences; one that the user cut short counts little then."""
LEAST_CHARACTERS = 12
"""Shorter ones teach nothing: pauses are most of them."""
BEGIN_SECONDS = 0.3
"""A mark that is reached sooner was before the sentence; another one is put then."""
LEAST_SECONDS = 0.1
"""If that is reached sooner still, the reader doesn't speak through this server, or not at all."""
EARLY_SHARE = 0.75
"""A sentence that ended before this share of the expected time may have been cut."""
GRACE_SECONDS = 0.5
"""Orca falls silent some 50 ms before it leaves the bus; only then is it known to have gone."""
LONGEST_SHARE = 4.0
LONGEST_MORE_SECONDS = 5.0
"""A mark that isn't reached in so many times the expected time, and more, never is."""
LOOK_SECONDS = 0.1
REST_SECONDS = 30.0
"""How long a speech server that does not answer is left alone."""


class Mark(Protocol):
    """Marks in the queue that a reader's sentences go through."""

    def put(self) -> bool:
        """Put one behind all that waits; return False where that can't be done."""
        ...

    def is_reached(self, timeout_seconds: float) -> bool:
        """Wait for it; return whether it was reached. Returns at once after `silence`."""
        ...

    def silence(self) -> None:
        """Take it out of the queue. Never waits, never raises; from any thread."""
        ...

    def close(self) -> None:
        """Leave the queue."""
        ...


class Pacer:
    """Waits for the end of sentences, for one engine. All but `silence` is for one thread."""

    def __init__(
        self,
        mark: Mark,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] | None = None,
    ) -> None:
        """`sleep` waits so many seconds, or until `silence` is called."""
        self._mark = mark
        self._clock = clock
        self._woken = threading.Event()
        self._sleep = sleep or self._woken.wait
        self._paces: deque[float] = deque([USUAL_PACE], maxlen=LEARNED)

    def wait(self, words: Words, is_there: Callable[[], bool]) -> bool:
        """Wait until words that were just given are spoken; return False once they are cut.

        `is_there` tells whether the same reader still runs. Raises SpeechError where it went away
        before the end.
        """
        given_at = self._clock()
        expected = len(words.text) / statistics.median(self._paces)
        has_mark = self._wait_mark(words, given_at, expected, is_there)
        if not has_mark:
            self._wait_time(words, given_at + expected, is_there)
        if words.is_cut:
            return False
        taken = self._clock() - given_at
        if has_mark:
            self._learn(words, taken)
            if taken < EARLY_SHARE * expected:
                self._wait_time(words, self._clock() + GRACE_SECONDS, is_there)
        if words.is_cut:
            return False
        if not is_there():
            raise SpeechError("speech.reader_gone", messages.READER_GONE)
        return True

    def silence(self) -> None:
        """Let `wait` return; the words were cut before. Never waits."""
        self._woken.set()
        self._mark.silence()

    def close(self) -> None:
        """Leave the queue."""
        self._mark.close()

    def _wait_mark(
        self, words: Words, given_at: float, expected: float, is_there: Callable[[], bool]
    ) -> bool:
        """Wait for the end by marks; return whether they tell it."""
        self._woken.clear()
        longest = given_at + LONGEST_SHARE * expected + LONGEST_MORE_SECONDS
        for least in (BEGIN_SECONDS, LEAST_SECONDS):
            put_at = self._clock()
            if not self._mark.put():
                return False
            while not words.is_cut and not self._mark.is_reached(LOOK_SECONDS):
                if self._clock() > longest:
                    self._mark.silence()
                    return False
            if words.is_cut or self._clock() - put_at >= least:
                return True
            self._wait_time(words, given_at + BEGIN_SECONDS, is_there)
        return False

    def _wait_time(self, words: Words, until: float, is_there: Callable[[], bool]) -> None:
        """Wait for a time; shorter where the words are cut or the reader goes away."""
        while not words.is_cut and is_there():
            left = until - self._clock()
            if left <= 0:
                return
            self._sleep(min(left, LOOK_SECONDS))

    def _learn(self, words: Words, seconds: float) -> None:
        if len(words.text) >= LEAST_CHARACTERS:
            self._paces.append(len(words.text) / seconds)


class SpeechDispatcherMark:
    """Marks in the queue of the user's Speech Dispatcher; none where no server runs."""

    def __init__(self, client_name: str = "lookaloud") -> None:
        self._client_name = client_name
        self._client: Client | None = None
        self._number = 0
        self._rests_until = 0.0

    def put(self) -> bool:
        """Put a mark behind all that waits."""
        if time.monotonic() < self._rests_until:
            return False
        try:
            if self._client is None:
                self._client = Client(server_address(), f"{self._client_name}-mark")
                self._client.command("SET self SSML_MODE on")
            self._number = self._client.speak("<speak> </speak>")
        except SsipSilent as error:
            self._fail(error)
            self._rests_until = time.monotonic() + REST_SECONDS
            return False
        except SsipError as error:
            self._fail(error)
            return False
        return True

    def is_reached(self, timeout_seconds: float) -> bool:
        """Wait for the mark."""
        if self._client is None:
            return True
        try:
            return self._client.event(timeout_seconds) == (self._number, "BEGIN")
        except SsipError as error:
            self._fail(error)
            return True

    def silence(self) -> None:
        """Take it out of the queue."""
        client = self._client
        if client is not None:
            client.silence()

    def silence_all(self) -> None:
        """Silence everything that speaks through the server, the reader's sentence too."""
        client = self._client
        if client is not None:
            client.silence_all()

    def close(self) -> None:
        """Leave the server."""
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _fail(self, error: SsipError) -> None:
        _log.info("no marks in the queue of speech: %s", error)
        self.close()
