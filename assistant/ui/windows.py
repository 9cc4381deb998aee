"""Opens the program's windows by name, and gives the focus back when they close."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from assistant.errors import CaptureError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from assistant.capture.base import WindowSystem

_log = logging.getLogger(__name__)

MANAGED_MS = 60
"""So long a window manager takes to manage a new window; it knows none before."""
Maker = Callable[[Callable[[], None]], "QWidget"]
"""Makes a window; it calls what it is given once it has closed."""


@runtime_checkable
class Renewing(Protocol):
    """A window that shows something else when it is asked for again."""

    def renew(self) -> None:
        """Show what is to be shown now, from its beginning."""
        ...


class Windows(QObject):
    """All windows of the program. Lives on Qt's thread; `asked` may be emitted from any."""

    asked = Signal(str)

    def __init__(self, system: WindowSystem, makers: Mapping[str, Maker]) -> None:
        super().__init__()
        self._system = system
        self._makers = makers
        self._open: dict[str, QWidget] = {}
        self._before: dict[str, int | None] = {}
        """The window that had the focus before each of them."""
        self.asked.connect(self.open)

    def open(self, name: str) -> None:
        """Open the window of that name, or bring it to the front where it is open."""
        before = self._in_front()
        if before not in {int(window.winId()) for window in self._open.values()}:
            self._before[name] = before
        window = self._open.get(name)
        if window is None:
            window = self._makers[name](partial(self._closed, name))
            window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self._open[name] = window
        elif isinstance(window, Renewing):
            window.renew()
        window.show()
        window.raise_()
        window.activateWindow()
        QTimer.singleShot(MANAGED_MS, window, partial(self._insist, window))

    def close(self) -> None:
        """Close all of them."""
        for window in list(self._open.values()):
            window.close()

    def _insist(self, window: QWidget) -> None:
        """Bring a window to the front that the window manager left behind another program's.

        It can't know that a key of ours asked for the window: no program saw that key.
        """
        if window.isVisible() and not window.isActiveWindow():
            self._activate(int(window.winId()))

    def _closed(self, name: str) -> None:
        """Forget a window and give the focus back to the one that had it before."""
        self._open.pop(name, None)
        before = self._before.pop(name, None)
        if before is not None:
            self._activate(before)

    def _activate(self, handle: int) -> None:
        try:
            self._system.activate(handle)
        except CaptureError as error:
            _log.info("a window can't be brought to the front: %s", error.code)

    def _in_front(self) -> int | None:
        try:
            window = self._system.active_window()
        except CaptureError as error:
            _log.info("nobody knows which window is in front: %s", error.code)
            return None
        return None if window is None else window.handle
