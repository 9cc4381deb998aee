"""What of macOS is used, typed: pyobjc makes its modules at run time and ships no stubs.

Each protocol is the part of one module that Lookaloud calls. What macOS returns by pointer, pyobjc
returns in a tuple after the function's own result; None stands for the pointer. Strings, numbers,
lists and dictionaries of Core Foundation are those of Python by then.

Coordinates on macOS are points, from the upper left corner of the main display: one or two pixels
of the display each. A desktop whose displays differ in that has no pixels of its own, so on macOS a
point is the desktop's pixel everywhere in Lookaloud, and only a `Screenshot` has a scale.
"""
# ruff: noqa: D102, N802, N815 - the names are Apple's, and so is what they do

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, cast


class Point(Protocol):
    """A CGPoint."""

    x: float
    y: float


class Size(Protocol):
    """A CGSize."""

    width: float
    height: float


class Rect(Protocol):
    """A CGRect."""

    origin: Point
    size: Size


class Quartz(Protocol):
    """Of Core Graphics and Core Foundation: displays, windows, events, run loops."""

    kCFRunLoopDefaultMode: str

    # Displays.
    def CGGetActiveDisplayList(
        self, most: int, displays: None, count: None
    ) -> tuple[int, Sequence[int], int]: ...
    def CGMainDisplayID(self) -> int: ...
    def CGDisplayBounds(self, display: int) -> Rect: ...
    def CGDisplayCopyDisplayMode(self, display: int) -> Any: ...
    def CGDisplayModeGetPixelWidth(self, mode: Any) -> int: ...
    def CGDisplayModeGetWidth(self, mode: Any) -> int: ...

    # Windows.
    def CGWindowListCopyWindowInfo(
        self, options: int, window: int
    ) -> Sequence[Mapping[str, Any]] | None: ...

    # Permissions.
    def CGPreflightScreenCaptureAccess(self) -> bool: ...
    def CGRequestScreenCaptureAccess(self) -> bool: ...

    # Events.
    def CGEventCreate(self, source: None) -> Any: ...
    def CGEventCreateKeyboardEvent(self, source: None, code: int, is_down: bool) -> Any: ...
    def CGEventCreateMouseEvent(
        self, source: None, kind: int, place: tuple[float, float], button: int
    ) -> Any: ...
    def CGEventGetLocation(self, event: Any) -> Point: ...
    def CGEventGetFlags(self, event: Any) -> int: ...
    def CGEventSetFlags(self, event: Any, flags: int) -> None: ...
    def CGEventGetIntegerValueField(self, event: Any, field: int) -> int: ...
    def CGEventKeyboardGetUnicodeString(
        self, event: Any, most: int, length: None, text: None
    ) -> tuple[int, str]: ...
    def CGEventPost(self, place: int, event: Any) -> None: ...
    def CGEventSourceKeyState(self, source: int, code: int) -> bool: ...
    def CGEventTapCreate(
        self,
        place: int,
        order: int,
        options: int,
        kinds: int,
        callback: Callable[[Any, int, Any, Any], Any],
        user_info: None,
    ) -> Any: ...
    def CGEventTapEnable(self, tap: Any, is_enabled: bool) -> None: ...
    def CGEventTapIsEnabled(self, tap: Any) -> bool: ...

    # Run loops.
    def CFMachPortCreateRunLoopSource(self, allocator: None, port: Any, order: int) -> Any: ...
    def CFMachPortInvalidate(self, port: Any) -> None: ...
    def CFRunLoopGetCurrent(self) -> Any: ...
    def CFRunLoopAddSource(self, loop: Any, source: Any, mode: str) -> None: ...
    def CFRunLoopRunInMode(self, mode: str, seconds: float, is_one: bool) -> int: ...
    def CFRunLoopPerformBlock(self, loop: Any, mode: str, block: Callable[[], None]) -> None: ...
    def CFRunLoopStop(self, loop: Any) -> None: ...
    def CFRunLoopWakeUp(self, loop: Any) -> None: ...


class Accessibility(Protocol):
    """Of HIServices: what programs report. Each call but those of AXValue asks another program."""

    def AXIsProcessTrusted(self) -> bool: ...
    def AXIsProcessTrustedWithOptions(self, options: Mapping[str, bool]) -> bool: ...
    def AXUIElementCreateSystemWide(self) -> Any: ...
    def AXUIElementCreateApplication(self, pid: int) -> Any: ...
    def AXUIElementGetPid(self, element: Any, pid: None) -> tuple[int, int]: ...
    def AXUIElementSetMessagingTimeout(self, element: Any, seconds: float) -> int: ...
    def AXUIElementCopyAttributeValue(
        self, element: Any, attribute: str, value: None
    ) -> tuple[int, Any]: ...
    def AXUIElementCopyMultipleAttributeValues(
        self, element: Any, attributes: Sequence[str], options: int, values: None
    ) -> tuple[int, Sequence[Any] | None]: ...
    def AXUIElementCopyParameterizedAttributeValue(
        self, element: Any, attribute: str, parameter: Any, value: None
    ) -> tuple[int, Any]: ...
    def AXUIElementIsAttributeSettable(
        self, element: Any, attribute: str, is_settable: None
    ) -> tuple[int, bool]: ...
    def AXUIElementSetAttributeValue(self, element: Any, attribute: str, value: Any) -> int: ...
    def AXUIElementCopyActionNames(
        self, element: Any, names: None
    ) -> tuple[int, Sequence[str] | None]: ...
    def AXUIElementPerformAction(self, element: Any, action: str) -> int: ...
    def AXValueCreate(self, kind: int, value: Any) -> Any: ...
    def AXValueGetType(self, value: Any) -> int: ...
    def AXValueGetValue(self, value: Any, kind: int, out: None) -> tuple[bool, Any]: ...
    def AXUIElementGetTypeID(self) -> int: ...
    def AXValueGetTypeID(self) -> int: ...
    def CFGetTypeID(self, value: Any) -> int: ...


class RunningApplication(Protocol):
    """An NSRunningApplication."""

    def processIdentifier(self) -> int: ...
    def localizedName(self) -> str | None: ...
    def bundleIdentifier(self) -> str | None: ...
    def activateWithOptions_(self, options: int) -> bool: ...


class RunningApplications(Protocol):
    """The class NSRunningApplication."""

    def runningApplicationWithProcessIdentifier_(self, pid: int) -> RunningApplication | None: ...


class Workspace(Protocol):
    """The NSWorkspace of the session."""

    def frontmostApplication(self) -> RunningApplication | None: ...
    def isVoiceOverEnabled(self) -> bool: ...


class Workspaces(Protocol):
    """The class NSWorkspace."""

    def sharedWorkspace(self) -> Workspace: ...


class Pasteboard(Protocol):
    """The NSPasteboard that holds what was copied."""

    def pasteboardItems(self) -> Sequence[Any] | None: ...


class Pasteboards(Protocol):
    """The class NSPasteboard."""

    def generalPasteboard(self) -> Pasteboard: ...


class AppKit(Protocol):
    """Of AppKit: which programs run, and the clipboard."""

    NSRunningApplication: RunningApplications
    NSWorkspace: Workspaces
    NSPasteboard: Pasteboards


class CaptureDevices(Protocol):
    """The class AVCaptureDevice: who may use microphone and camera."""

    def authorizationStatusForMediaType_(self, media: str) -> int: ...
    def requestAccessForMediaType_completionHandler_(
        self, media: str, handler: Callable[[bool], None]
    ) -> None: ...


class AVFoundation(Protocol):
    """Of AVFoundation."""

    AVCaptureDevice: CaptureDevices


def quartz() -> Quartz:
    """Return Core Graphics; ImportError where pyobjc is not installed."""
    return cast("Quartz", importlib.import_module("Quartz"))


def accessibility() -> Accessibility:
    """Return the accessibility API; ImportError where pyobjc is not installed."""
    return cast("Accessibility", importlib.import_module("ApplicationServices"))


def appkit() -> AppKit:
    """Return AppKit; ImportError where pyobjc is not installed."""
    return cast("AppKit", importlib.import_module("AppKit"))


def avfoundation() -> AVFoundation:
    """Return AVFoundation; ImportError where pyobjc is not installed."""
    return cast("AVFoundation", importlib.import_module("AVFoundation"))


def pool() -> AbstractContextManager[object]:
    """Return what gives back the objects that a thread was lent, at the end of a `with`."""
    return cast(
        "AbstractContextManager[object]", importlib.import_module("objc").autorelease_pool()
    )
