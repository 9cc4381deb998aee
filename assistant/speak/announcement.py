"""Speaks by announcements of our own program, for a reader that hears them.

The only output that knows Qt, whose accessibility carries them. They come from the application
itself, so no window is needed; without an application there are none.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

from assistant import messages
from assistant.errors import SpeechError
from assistant.speak.orca import reader_capabilities
from assistant.speak.pacing import Pacer, SpeechDispatcherMark
from assistant.speak.readers import Reach

if TYPE_CHECKING:
    from assistant.speak.output import Capabilities
    from assistant.speak.queueing import Words
    from assistant.speak.readers import Reader, ReaderWatcher

_log = logging.getLogger(__name__)

ARRIVAL_SECONDS = 0.25
"""A reader has begun to speak an announcement after 70 ms; one that is cut earlier than this may
still come, and is silenced then."""
HAND_OVER_SECONDS = 2.0
"""Qt's thread that takes no announcement for so long is stuck."""


class AnnouncementEngine:
    """Announces one sentence after the other. Readers braille them as they are set to."""

    name = "announcement"

    def __init__(self, watcher: ReaderWatcher, mark: SpeechDispatcherMark | None = None) -> None:
        self._watcher = watcher
        self._mark = mark or SpeechDispatcherMark()
        self._pacer = Pacer(self._mark)
        self._announcer: Any = None
        self._is_speaking = False

    @property
    def capabilities(self) -> Capabilities:
        """What it can do: readers of Linux are silenced through their speech server."""
        is_linux = sys.platform == "linux"
        return reader_capabilities(can_interrupt=is_linux, has_braille=True)

    @property
    def is_usable(self) -> bool:
        """Whether there is an application to announce from."""
        return _application() is not None

    def speak(self, words: Words) -> bool:
        """Announce; raises SpeechError where nobody hears, or the reader went away."""
        reader = self._watcher.reader
        announcer = self._ready()
        if reader is None or reader.reach is not Reach.ANNOUNCEMENT or announcer is None:
            raise SpeechError("speech.reader_gone", messages.READER_GONE)
        if words.is_cut:
            return False
        self._is_speaking = True
        try:
            return self._announce(announcer, words, reader)
        finally:
            self._is_speaking = False

    def silence(self) -> None:
        """Silence now, together with all that speaks through the same server."""
        if self._is_speaking:
            self._mark.silence_all()
        self._pacer.silence()

    def close(self) -> None:
        """Leave the application."""
        announcer, self._announcer = self._announcer, None
        if announcer is not None:
            announcer.deleteLater()
        self._pacer.close()

    def _announce(self, announcer: Any, words: Words, reader: Reader) -> bool:
        began_at = time.monotonic()
        if not announcer.announce(words.text, HAND_OVER_SECONDS):
            raise SpeechError("speech.announcement", messages.ANNOUNCEMENT_STUCK)
        was_heard = self._pacer.wait(words, lambda: self._watcher.reader == reader)
        early = began_at + ARRIVAL_SECONDS - time.monotonic()
        if words.is_cut and early > 0:
            time.sleep(early)
            if self._mark.put():
                self._mark.silence_all()
        return was_heard

    def _ready(self) -> Any:
        if self._announcer is None and (application := _application()) is not None:
            self._announcer = make_announcer(application)
        return self._announcer


def _application() -> Any:
    """Return Qt's application; None where there is none. Loads nothing."""
    if "PySide6.QtWidgets" not in sys.modules:
        return None
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    return QApplication.instance()


def make_announcer(application: Any) -> Any:
    """Return what announces on Qt's thread; `announce` is called from another one."""
    from PySide6.QtCore import QObject, Qt, Signal  # noqa: PLC0415
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415

    class Announcer(QObject):
        asked = Signal()

        def __init__(self) -> None:
            super().__init__()
            self._lock = threading.Lock()
            self._text = ""
            self._is_taken = threading.Event()
            self.moveToThread(application.thread())
            self.asked.connect(self._take, Qt.ConnectionType.QueuedConnection)

        def announce(self, text: str, timeout_seconds: float) -> bool:
            """Announce; return False where Qt's thread doesn't take it in time, nor later."""
            self._is_taken.clear()
            self._text = text
            self.asked.emit()
            self._is_taken.wait(timeout_seconds)
            with self._lock:
                self._text = ""
                return self._is_taken.is_set()

        def _take(self) -> None:
            with self._lock:
                if not self._text:
                    return  # it came too late
                event = QAccessibleAnnouncementEvent(application, self._text)
                event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
                QAccessible.updateAccessibility(event)
                self._is_taken.set()

    return Announcer()
