"""Speaks and brailles through a screen reader that Prism reaches: NVDA, JAWS, VoiceOver, Orca.

Prism's backends are for one thread each, but two backends may be used by two threads at the same
time. So one belongs to the thread that speaks and one to a thread that silences; whoever asks for
silence waits for neither. A sentence is given only once all silences before it are done, so none
of them hits it.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any

from assistant import messages
from assistant.errors import SpeechError
from assistant.speak.orca import reader_capabilities
from assistant.speak.pacing import Pacer
from assistant.speak.readers import Reach
from assistant.speak.readers_prism import prism_errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.speak.output import Capabilities
    from assistant.speak.queueing import Words
    from assistant.speak.readers import Reader, ReaderWatcher

_log = logging.getLogger(__name__)

SILENCE_SECONDS = 1.0
"""A silence that takes longer is stuck; the next sentence is then said by another way."""
CLOSE_SECONDS = 0.5
SILENT_ABOUT_SPEECH = frozenset({"VoiceOver"})
"""Of these Prism tells only whether words are still on their way to them, not whether they speak:
their speech is timed instead."""


class PrismEngine:
    """Gives the reader one sentence after the other. A reader that was restarted is found anew."""

    name = "prism"

    def __init__(
        self, watcher: ReaderWatcher, pacer: Pacer | None = None, open_backend: Any = None
    ) -> None:
        """`open_backend(name)` returns a new backend of Prism; raises PrismError."""
        self._watcher = watcher
        self._open_backend: Callable[[str], Any] = open_backend or open_by_name
        self._pacer = pacer or Pacer(Speaking(self._is_speaking))
        self._reader: Reader | None = None
        self._backend: Any = None
        self._silencer: Silencer | None = None

    @property
    def capabilities(self) -> Capabilities:
        """What the reader in use can do."""
        features = self._backend.features if self._backend is not None else None
        return reader_capabilities(
            can_interrupt=features is None or features.supports_stop,
            has_braille=features is None or features.supports_braille,
        )

    def speak(self, words: Words) -> bool:
        """Speak; raises SpeechError where the reader went away before the end."""
        reader = self._watcher.reader
        if reader is None or reader.reach is not Reach.PRISM:
            self._leave()
            raise _gone()
        try:
            backend = self._ready(reader)
            if self._silencer is not None and not self._silencer.wait_done(SILENCE_SECONDS):
                raise _gone()
            if words.is_cut:
                return False
            _output(backend, words.text)
        except prism_errors() as error:
            _log.info("%s takes no words: %s", reader.name, error)
            self._leave()
            raise _gone() from error
        if words.is_cut and self._silencer is not None:
            self._silencer.ask()  # the key was faster than the words
        return self._pacer.wait(words, lambda: self._watcher.reader == reader)

    def silence(self) -> None:
        """Silence now."""
        silencer = self._silencer
        if silencer is not None:
            silencer.ask()
        self._pacer.silence()

    def close(self) -> None:
        """Leave the reader."""
        self._leave()
        self._pacer.close()

    def _ready(self, reader: Reader) -> Any:
        if reader != self._reader:
            self._leave()
        if self._backend is None:
            self._backend = self._open_backend(reader.name)
            if self._backend.features.supports_stop:
                self._silencer = Silencer(self._open_backend, reader.name)
            self._reader = reader
        return self._backend

    def _leave(self) -> None:
        silencer, self._silencer = self._silencer, None
        self._backend = self._reader = None
        if silencer is not None:
            silencer.close()

    def _is_speaking(self) -> bool | None:
        """Whether the reader speaks; None where it doesn't tell."""
        backend, reader = self._backend, self._reader
        if backend is None or not backend.features.supports_is_speaking:
            return None
        if reader is not None and reader.name in SILENT_ABOUT_SPEECH:
            return None
        try:
            return bool(backend.speaking)
        except prism_errors() as error:
            _log.info("the reader doesn't tell whether it speaks: %s", error)
            return None


class Silencer:
    """Silences a reader from a thread of its own."""

    def __init__(self, open_backend: Callable[[str], Any], name: str) -> None:
        self._changed = threading.Condition()
        self._asked = 0
        self._done = 0
        self._is_closed = False
        self._thread = threading.Thread(
            target=self._work, args=(open_backend, name), name="reader silencer", daemon=True
        )
        self._thread.start()

    def ask(self) -> None:
        """Ask for silence. Never waits."""
        with self._changed:
            self._asked += 1
            self._changed.notify_all()

    def wait_done(self, timeout_seconds: float) -> bool:
        """Wait until all that was asked for is done; return False if that took longer."""
        with self._changed:
            return self._changed.wait_for(lambda: self._done >= self._asked, timeout_seconds)

    def close(self) -> None:
        """End the thread; one that hangs is left behind."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        self._thread.join(CLOSE_SECONDS)

    def _work(self, open_backend: Callable[[str], Any], name: str) -> None:
        backend: Any = None
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._asked > self._done or self._is_closed)
                asked = self._asked
                if asked <= self._done:
                    return
            try:
                if backend is None:
                    backend = open_backend(name)
                backend.stop()
            except prism_errors() as error:
                _log.info("%s was not silenced: %s", name, error)
                backend = None
            with self._changed:
                self._done = asked
                self._changed.notify_all()


class Speaking:
    """Marks for a Pacer, from what the reader itself tells about its speech."""

    def __init__(self, is_speaking: Callable[[], bool | None]) -> None:
        self._is_speaking = is_speaking
        self._woken = threading.Event()

    def put(self) -> bool:
        """Return whether the reader tells."""
        self._woken.clear()
        return self._is_speaking() is not None

    def is_reached(self, timeout_seconds: float) -> bool:
        """Wait until the reader is silent."""
        if self._is_speaking():
            self._woken.wait(timeout_seconds / 2)
        return not self._is_speaking()

    def silence(self) -> None:
        """Wake who waits."""
        self._woken.set()

    def close(self) -> None:
        """Do nothing."""


def open_by_name(name: str) -> Any:
    """Return a new backend of Prism; raises one of its errors, such as where no reader answers."""
    import prism  # noqa: PLC0415 - a tenth of a second

    context = prism.Context()
    backend: Any = context.create(context.id_of(name))
    backend.context = context  # must outlive it
    return backend


def _output(backend: Any, text: str) -> None:
    """Speak and braille, or only speak where the reader has no braille."""
    plain = text.replace("\0", " ")
    if backend.features.supports_output:
        backend.output(plain, False)
    else:
        backend.speak(plain, False)


def _gone() -> SpeechError:
    return SpeechError("speech.reader_gone", messages.READER_GONE)
