"""Opens the program's windows by name, and gives the focus back when they close."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from assistant.errors import CaptureError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from assistant.capture.base import WindowSystem

_log = logging.getLogger(__name__)

Maker = Callable[[Callable[[], None]], "QWidget"]
"""Makes a window; it calls what it is given once it has closed."""


class Windows(QObject):
    """All windows of the program. Lives on Qt's thread; `asked` may be emitted from any."""

    asked = Signal(str)

    def __init__(self, system: WindowSystem, makers: Mapping[str, Maker]) -> None:
        super().__init__()
        self._system = system
        self._makers = makers
        self._open: dict[str, QWidget] = {}
        self.asked.connect(self.open)

    def open(self, name: str) -> None:
        """Open the window of that name, or bring it to the front where it is open."""
        window = self._open.get(name)
        if window is None:
            window = self._makers[name](partial(self._closed, name, self._in_front()))
            window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self._open[name] = window
        window.show()
        window.raise_()
        window.activateWindow()

    def close(self) -> None:
        """Close all of them."""
        for window in list(self._open.values()):
            window.close()

    def _closed(self, name: str, before: int | None) -> None:
        """Forget a window and give the focus back to the one that had it before."""
        self._open.pop(name, None)
        if before is None:
            return
        try:
            self._system.activate(before)
        except CaptureError as error:
            _log.info("the focus can't be given back: %s", error.code)

    def _in_front(self) -> int | None:
        try:
            window = self._system.active_window()
        except CaptureError as error:
            _log.info("nobody knows which window is in front: %s", error.code)
            return None
        return None if window is None else window.handle
