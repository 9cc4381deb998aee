"""Knows the windows of macOS, and acts on them: the window server's list, and events of the mouse.

Windows that are minimized, or on another space, are not in the list: macOS does not tell the two
apart there.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from assistant import macos, messages
from assistant.capture import quartz_stack
from assistant.capture.quartz_displays import bounds_of_rect, displays
from assistant.errors import CaptureError
from assistant.types import Bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.capture.quartz_stack import Listed
    from assistant.capture.visibility import Stacked
    from assistant.macos import Accessibility, AppKit, Quartz
    from assistant.types import Window

# CGWindow.h
ON_SCREEN = 1 << 0
NO_DESKTOP = 1 << 4
# CGEventTypes.h
LEFT_DOWN = 1
LEFT_UP = 2
MOVED = 5
LEFT_BUTTON = 0
AT_HARDWARE = 0
# NSRunningApplication.h, AXError.h, AXValue.h
EVEN_IF_OTHER = 1 << 1
SUCCESS = 0
POINT, SIZE = 1, 2
PRESS_SECONDS = 0.04
"""So long the button is down: some programs take a shorter press for none."""
SETTLE_SECONDS = 0.12
"""The pointer stays so long: a program looks where it is only when the click reaches it."""
CLOSE = 4
"""Points by which the window server and a program may place the same window differently."""


class QuartzWindows:
    """Implements WindowSystem."""

    def __init__(
        self,
        quartz: Quartz | None = None,
        appkit: AppKit | None = None,
        accessibility: Accessibility | None = None,
    ) -> None:
        self._quartz = quartz or macos.quartz()
        self._appkit = appkit or macos.appkit()
        self._accessibility = accessibility or macos.accessibility()

    def active_window(self) -> Window | None:
        """Return the window in front, or None where the program in front has none."""
        with macos.pool():
            program = self._appkit.NSWorkspace.sharedWorkspace().frontmostApplication()
            pid = None if program is None else program.processIdentifier()
            return quartz_stack.front(self._list(), pid)

    def stack(self) -> Sequence[Stacked]:
        """Return all windows that show, from the back to the front."""
        with macos.pool():
            return quartz_stack.stacked(self._list(), displays(self._quartz))

    def pointer(self) -> tuple[int, int]:
        """Return the mouse pointer's place in points."""
        with macos.pool():
            place = self._quartz.CGEventGetLocation(self._quartz.CGEventCreate(None))
            return int(place.x // 1), int(place.y // 1)

    def activate(self, handle: int) -> None:
        """Bring the window to the front, as the user's own wish."""
        with macos.pool():
            window = quartz_stack.by_handle(self._list(), handle)
            if window is None or window.pid is None:
                raise CaptureError("capture.window_gone", messages.WINDOW_GONE)
            self._raise(window, window.pid)

    def click(self, window: Window, x: int, y: int) -> None:
        """Click at a point of the desktop and put the pointer back."""
        with macos.pool():
            if not self._accessibility.AXIsProcessTrusted():
                # macOS would drop the events without a word.
                raise CaptureError("capture.no_clicks", messages.PRESS_NO_CLICKS)
            monitors = displays(self._quartz)
            if quartz_stack.uppermost(self._list(), x, y, monitors) != window.handle:
                raise CaptureError("capture.covered", messages.PRESS_COVERED)
            before = self._quartz.CGEventGetLocation(self._quartz.CGEventCreate(None))
            place, old = (float(x), float(y)), (before.x, before.y)
            try:
                self._mouse(MOVED, place)
                self._mouse(LEFT_DOWN, place)
                time.sleep(PRESS_SECONDS)
                self._mouse(LEFT_UP, place)
                time.sleep(SETTLE_SECONDS)
            finally:
                self._mouse(MOVED, old)

    def close(self) -> None:
        """Do nothing: no connection is kept."""

    def _list(self) -> list[Listed]:
        infos = self._quartz.CGWindowListCopyWindowInfo(ON_SCREEN | NO_DESKTOP, 0)
        if infos is None:  # no session with a screen, as over ssh
            raise CaptureError("capture.no_display", messages.NO_DISPLAY)
        return quartz_stack.listed(infos)

    def _mouse(self, kind: int, place: tuple[float, float]) -> None:
        event = self._quartz.CGEventCreateMouseEvent(None, kind, place, LEFT_BUTTON)
        self._quartz.CGEventPost(AT_HARDWARE, event)

    def _raise(self, window: Window, pid: int) -> None:
        """Bring a program to the front, and that one of its windows."""
        api = self._accessibility
        application = api.AXUIElementCreateApplication(pid)
        element = self._element(application, window.bounds)
        if element is not None:
            api.AXUIElementPerformAction(element, "AXRaise")
            api.AXUIElementSetAttributeValue(element, "AXMain", True)
        # Since macOS 14 a program in the background may not bring another one to the front by
        # NSRunningApplication; one that may use the accessibility API can, by this.
        if api.AXUIElementSetAttributeValue(application, "AXFrontmost", True) != SUCCESS:
            running = self._appkit.NSRunningApplication
            program = running.runningApplicationWithProcessIdentifier_(pid)
            if program is None:
                raise CaptureError("capture.window_gone", messages.WINDOW_GONE)
            program.activateWithOptions_(EVEN_IF_OTHER)

    def _element(self, application: Any, bounds: Bounds) -> Any:
        """Return the accessible window at that place; None where there is none."""
        api = self._accessibility
        error, windows = api.AXUIElementCopyAttributeValue(application, "AXWindows", None)
        for element in windows or () if error == SUCCESS else ():
            place = self._place(element)
            if place is not None and _is_close(place, bounds):
                return element
        return None

    def _place(self, element: Any) -> Bounds | None:
        api = self._accessibility
        _, origin = api.AXUIElementCopyAttributeValue(element, "AXPosition", None)
        _, size = api.AXUIElementCopyAttributeValue(element, "AXSize", None)
        if origin is None or size is None:
            return None
        has_origin, point = api.AXValueGetValue(origin, POINT, None)
        has_size, extent = api.AXValueGetValue(size, SIZE, None)
        if not (has_origin and has_size):
            return None
        return bounds_of_rect(_Rect(point, extent))


class _Rect:
    """A rectangle of the two values that the accessibility API has for one."""

    def __init__(self, origin: Any, size: Any) -> None:
        self.origin = origin
        self.size = size


def _is_close(one: Bounds, other: Bounds) -> bool:
    pairs = ((one.x, other.x), (one.y, other.y), (one.right, other.right))
    return all(abs(a - b) <= CLOSE for a, b in (*pairs, (one.bottom, other.bottom)))
