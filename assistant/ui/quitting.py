"""Ends Qt's loop, whoever asks for it."""

from __future__ import annotations

import logging
import signal
import socket
from typing import Any

from PySide6.QtCore import QSocketNotifier

_log = logging.getLogger(__name__)


class Quitting:
    """Ends Qt's loop from any thread, and on SIGTERM and SIGINT."""

    def __init__(self, qt: Any) -> None:
        self._read, self._write = socket.socketpair()
        self._write.setblocking(False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(qt.quit)
        self._previous = {
            number: signal.signal(number, self._heard) for number in (signal.SIGTERM, signal.SIGINT)
        }
        self._wakeup = signal.set_wakeup_fd(self._write.fileno())

    def ask(self) -> None:
        """Ask Qt to quit."""
        try:
            self._write.send(b"q")
        except BlockingIOError:
            _log.debug("quitting was asked for already")

    def _heard(self, number: int, frame: object) -> None:
        del number, frame
        self.ask()

    def close(self) -> None:
        """Leave the signals to whoever had them."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup)
        for number, handler in self._previous.items():
            signal.signal(number, handler)
        self._read.close()
        self._write.close()
