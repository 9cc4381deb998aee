"""Stand-ins for macOS, for what can't be run here.

They reply as Apple's headers and pyobjc's own metadata say, in the same shapes: results by pointer
in a tuple after the function's own, values packed as AXValue, errors by their numbers.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, NamedTuple

UNSUPPORTED = -25205
NOT_ANSWERING = -25204
GONE = -25202
DISABLED = -25211
SHIFT, CTRL, ALT, SUPER = 0x20000, 0x40000, 0x80000, 0x100000
US = {0: "aA", 13: "wW", 14: "eE", 43: ",<", 44: "/?", 40: "kK", 6: "zZ", 16: "yY", 18: "1!"}
GERMAN = {**US, 6: "yY", 16: "zZ", 26: "7/", 27: "ßS", 41: "öÖ", 43: ",;", 44: "-_"}
GREEK = {**US, 13: "ςΣ", 14: "εΕ", 40: "κΚ", 6: "ζΖ", 16: "\u03c5\u03a5"}


def types(layout: Mapping[int, str]) -> Callable[[int, bool], str]:
    """Return what keys type by a layout of that kind."""
    return lambda code, with_shift: layout.get(code, "")[int(with_shift) :][:1]


@dataclass
class Event:
    """A CGEvent."""

    code: int = 0
    flags: int = 0
    is_repeat: bool = False
    place: tuple[float, float] = (0.0, 0.0)
    kind: int = 0


@dataclass
class FakeQuartz:
    """Core Graphics with one keyboard, its event taps, displays and windows."""

    layout: Mapping[int, str] = field(default_factory=lambda: US)
    is_permitted: bool = True
    """Whether event taps may be made."""
    may_capture: bool = True
    screens: Sequence[tuple[tuple[float, float, float, float], int]] = (
        ((0.0, 0.0, 1512.0, 982.0), 3024),
    )
    """Places of displays in points, and their widths in pixels."""
    windows: Sequence[Mapping[str, Any]] | None = ()
    pointer: tuple[float, float] = (10.6, 20.2)
    kCFRunLoopDefaultMode: str = "kCFRunLoopDefaultMode"  # noqa: N815 - Apple's name

    def __post_init__(self) -> None:
        self.taps: list[Any] = []
        self.down: set[int] = set()
        self.posted: list[Event] = []
        self._loops: dict[int, Any] = {}

    # -- the keyboard, as a user's hands -------------------------------------------------------

    def press(self, code: int, flags: int = 0, *, is_repeat: bool = False) -> bool:
        """Let a key go down; return whether the program in front gets it."""
        self.down.add(code)
        return self._through(10, Event(code, flags, is_repeat))

    def release(self, code: int, flags: int = 0) -> bool:
        """Let a key come up; return whether the program in front gets that."""
        self.down.discard(code)
        return self._through(11, Event(code, flags))

    def disable(self, kind: int = 0xFFFF_FFFE) -> None:
        """Switch the event taps off, as macOS does with slow ones."""
        for tap in list(self.taps):
            tap.is_enabled = False
            self._give(tap, kind, Event())

    def _through(self, kind: int, event: Event) -> bool:
        for tap in list(reversed(self.taps)):
            if tap.is_enabled and tap.loop is not None and self._give(tap, kind, event) is None:
                return False
        return True

    def _give(self, tap: Any, kind: int, event: Event) -> Any:
        """Have the tap's own thread take the event, as its run loop does."""
        answer: queue.SimpleQueue[Any] = queue.SimpleQueue()
        tap.loop.work.put(lambda: answer.put(tap.callback(None, kind, event, None)))
        return answer.get(timeout=5)

    # -- event taps and run loops --------------------------------------------------------------

    def CGEventTapCreate(  # noqa: N802
        self, place: int, order: int, options: int, kinds: int, callback: Any, info: None
    ) -> Any:
        assert (place, order, options, info) == (1, 0, 0, None)
        assert kinds == 1 << 10 | 1 << 11
        if not self.is_permitted:
            return None
        tap = SimpleNamespace(callback=callback, is_enabled=True, loop=None)
        self.taps.append(tap)
        return tap

    def CGEventTapEnable(self, tap: Any, is_enabled: bool) -> None:  # noqa: N802
        tap.is_enabled = is_enabled

    def CGEventTapIsEnabled(self, tap: Any) -> bool:  # noqa: N802
        return tap.is_enabled

    def CFMachPortCreateRunLoopSource(self, allocator: None, port: Any, order: int) -> Any:  # noqa: N802
        return port

    def CFMachPortInvalidate(self, port: Any) -> None:  # noqa: N802
        self.taps.remove(port)

    def CFRunLoopGetCurrent(self) -> Any:  # noqa: N802
        loop = SimpleNamespace(work=queue.SimpleQueue(), is_stopped=False)
        return self._loops.setdefault(threading.get_ident(), loop)

    def CFRunLoopAddSource(self, loop: Any, source: Any, mode: str) -> None:  # noqa: N802
        assert mode == self.kCFRunLoopDefaultMode
        source.loop = loop

    def CFRunLoopRunInMode(self, mode: str, seconds: float, is_one: bool) -> int:  # noqa: N802
        assert (mode, is_one) == (self.kCFRunLoopDefaultMode, True)
        loop = self._loops[threading.get_ident()]
        try:
            work = loop.work.get(timeout=min(seconds, 1e6))
        except queue.Empty:
            return 3
        work()
        return 4

    def CFRunLoopPerformBlock(self, loop: Any, mode: str, block: Callable[[], None]) -> None:  # noqa: N802
        loop.work.put(block)

    def CFRunLoopStop(self, loop: Any) -> None:  # noqa: N802
        loop.is_stopped = True

    def CFRunLoopWakeUp(self, loop: Any) -> None:  # noqa: N802
        del loop

    # -- events --------------------------------------------------------------------------------

    def CGEventCreate(self, source: None) -> Event:  # noqa: N802
        return Event(place=self.pointer)

    def CGEventCreateKeyboardEvent(self, source: None, code: int, is_down: bool) -> Event:  # noqa: N802
        return Event(code)

    def CGEventCreateMouseEvent(  # noqa: N802
        self, source: None, kind: int, place: tuple[float, float], button: int
    ) -> Event:
        return Event(kind=kind, place=place)

    def CGEventPost(self, place: int, event: Event) -> None:  # noqa: N802
        self.posted.append(event)

    def CGEventGetLocation(self, event: Event) -> Any:  # noqa: N802
        return SimpleNamespace(x=event.place[0], y=event.place[1])

    def CGEventGetFlags(self, event: Event) -> int:  # noqa: N802
        return event.flags

    def CGEventSetFlags(self, event: Event, flags: int) -> None:  # noqa: N802
        event.flags = flags

    def CGEventGetIntegerValueField(self, event: Event, which: int) -> int:  # noqa: N802
        return {8: int(event.is_repeat), 9: event.code}[which]

    def CGEventKeyboardGetUnicodeString(  # noqa: N802
        self, event: Event, most: int, length: None, text: None
    ) -> tuple[int, str]:
        sign = types(self.layout)(event.code, bool(event.flags & SHIFT))
        return len(sign), sign

    def CGEventSourceKeyState(self, source: int, code: int) -> bool:  # noqa: N802
        assert source in (0, 1)
        return code in self.down

    # -- displays and windows ------------------------------------------------------------------

    def CGPreflightScreenCaptureAccess(self) -> bool:  # noqa: N802
        return self.may_capture

    def CGGetActiveDisplayList(self, most: int, a: None, b: None) -> tuple[int, list[int], int]:  # noqa: N802
        count = len(self.screens)
        return 0, [*range(count), *([0] * (most - count))], count

    def CGMainDisplayID(self) -> int:  # noqa: N802
        places = [place[:2] for place, _ in self.screens]
        return places.index((0.0, 0.0)) if places else 0

    def CGDisplayBounds(self, display: int) -> Any:  # noqa: N802
        x, y, width, height = self.screens[display][0]
        return rect(x, y, width, height)

    def CGDisplayCopyDisplayMode(self, display: int) -> int:  # noqa: N802
        return display

    def CGDisplayModeGetWidth(self, mode: int) -> int:  # noqa: N802
        return int(self.screens[mode][0][2])

    def CGDisplayModeGetPixelWidth(self, mode: int) -> int:  # noqa: N802
        return self.screens[mode][1]

    def CGWindowListCopyWindowInfo(self, options: int, window: int) -> Any:  # noqa: N802
        assert (options, window) == (1 | 16, 0)
        return self.windows


def rect(x: float, y: float, width: float, height: float) -> Any:
    """Return a CGRect."""
    return SimpleNamespace(
        origin=SimpleNamespace(x=x, y=y), size=SimpleNamespace(width=width, height=height)
    )


def info(number: int, place: tuple[float, float, float, float], **more: Any) -> dict[str, Any]:
    """Return what the window server tells of one window."""
    x, y, width, height = place
    told = {"pid": 100, "owner": "Notes", "layer": 0, "alpha": 1.0, **more}
    found: dict[str, Any] = {
        "kCGWindowNumber": number,
        "kCGWindowBounds": {"X": x, "Y": y, "Width": width, "Height": height},
        "kCGWindowOwnerPID": told["pid"],
        "kCGWindowOwnerName": told["owner"],
        "kCGWindowLayer": told["layer"],
        "kCGWindowAlpha": told["alpha"],
        "kCGWindowIsOnscreen": True,
    }
    return found | ({"kCGWindowName": told["title"]} if "title" in told else {})


class Point(NamedTuple):
    """A CGPoint: pyobjc's structures are read by name and by number."""

    x: float
    y: float


class Size(NamedTuple):
    """A CGSize."""

    width: float
    height: float


@dataclass(frozen=True)
class Packed:
    """An AXValue."""

    kind: int
    value: Any


def point(x: float, y: float) -> Packed:
    """Return a packed CGPoint."""
    return Packed(1, Point(x, y))


def size(width: float, height: float) -> Packed:
    """Return a packed CGSize."""
    return Packed(2, Size(width, height))


def span(start: int, length: int) -> Packed:
    """Return a packed CFRange."""
    return Packed(4, (start, length))


class Ax:
    """An element of a program: its attributes by their names."""

    def __init__(self, role: str, *children: Ax, **attributes: Any) -> None:
        self.attributes: dict[str, Any] = {"AXRole": role, "AXChildren": list(children)}
        self.attributes |= {f"AX{name}": value for name, value in attributes.items()}
        self.actions: list[str] = []
        self.settable: set[str] = set()
        self.pid = 0
        for child in children:
            child.attributes["AXParent"] = self

    def at(self, x: float, y: float, width: float, height: float) -> Ax:
        """Give it a place."""
        self.attributes |= {"AXPosition": point(x, y), "AXSize": size(width, height)}
        return self


class FakeAccessibility:
    """HIServices with some programs, each an element of role AXApplication."""

    def __init__(self, programs: Mapping[int, Ax], focused: Ax | None = None) -> None:
        self.programs = programs
        self.focused = focused
        self.is_trusted = True
        self.error = 0
        """What every question is answered with, if not 0."""
        self.fails_after: int | None = None
        """Questions after which no more are answered."""
        self.pause: float = 0.0
        self.asked: list[tuple[Ax, str]] = []
        """Each attribute that was asked for."""
        self.performed: list[tuple[Ax, str]] = []
        self.press_error = 0
        self.taken: dict[tuple[int, str], Any] = {}
        """What was set on applications."""
        self.timeout = 0.0
        self._system = Ax("AXSystemWide")
        self._questions = 0

    def AXIsProcessTrusted(self) -> bool:  # noqa: N802
        return self.is_trusted

    def AXUIElementCreateSystemWide(self) -> Ax:  # noqa: N802
        return self._system

    def AXUIElementCreateApplication(self, pid: int) -> Ax:  # noqa: N802
        return self.programs.get(pid) or Ax("AXApplication", pid=pid)

    def AXUIElementSetMessagingTimeout(self, element: Ax, seconds: float) -> int:  # noqa: N802
        assert element is self._system
        self.timeout = seconds
        return 0

    def AXUIElementCopyMultipleAttributeValues(  # noqa: N802
        self, element: Ax, names: Sequence[str], options: int, out: None
    ) -> tuple[int, list[Any] | None]:
        assert (options, out) == (0, None)
        code = self._question(element, names)
        if code:
            return code, None
        missing = Packed(5, UNSUPPORTED)
        return 0, [element.attributes.get(name, missing) for name in names]

    def AXUIElementCopyAttributeValue(  # noqa: N802
        self, element: Ax, name: str, out: None
    ) -> tuple[int, Any]:
        code = self._question(element, [name])
        if element is self._system and name == "AXFocusedUIElement" and not code:
            return (0, self.focused) if self.focused is not None else (-25212, None)
        if code or name not in element.attributes:
            return code or UNSUPPORTED, None
        return 0, element.attributes[name]

    def AXUIElementCopyParameterizedAttributeValue(  # noqa: N802
        self, element: Ax, name: str, parameter: Any, out: None
    ) -> tuple[int, Any]:
        assert name == "AXStringForRange"
        code = self._question(element, [name])
        text = element.attributes["AXValue"]
        assert parameter.kind == 4
        start, length = parameter.value
        return code, text[start : start + length]

    def AXUIElementIsAttributeSettable(  # noqa: N802
        self, element: Ax, name: str, out: None
    ) -> tuple[int, bool]:
        return self._question(element, []), name in element.settable

    def AXUIElementSetAttributeValue(self, element: Ax, name: str, value: Any) -> int:  # noqa: N802
        code = self._question(element, [])
        if code or name not in element.settable:
            return code or UNSUPPORTED
        element.attributes[name] = value
        return 0

    def AXUIElementCopyActionNames(self, element: Ax, out: None) -> tuple[int, list[str]]:  # noqa: N802
        return self._question(element, []), element.actions

    def AXUIElementPerformAction(self, element: Ax, action: str) -> int:  # noqa: N802
        self.performed.append((element, action))
        return self.press_error

    def AXValueCreate(self, kind: int, value: Any) -> Packed:  # noqa: N802
        return Packed(kind, value)

    def AXValueGetType(self, value: Packed) -> int:  # noqa: N802
        return value.kind

    def AXValueGetValue(self, value: Packed, kind: int, out: None) -> tuple[bool, Any]:  # noqa: N802
        return kind == value.kind, value.value

    def AXUIElementGetTypeID(self) -> int:  # noqa: N802
        return 11

    def AXValueGetTypeID(self) -> int:  # noqa: N802
        return 12

    def CFGetTypeID(self, value: Any) -> int:  # noqa: N802
        return {Ax: 11, Packed: 12}.get(type(value), 99)

    def _question(self, element: Ax, names: Sequence[str]) -> int:
        self._questions += 1
        time.sleep(self.pause)
        self.asked += [(element, name) for name in names]
        if self.fails_after is not None and self._questions > self.fails_after:
            return NOT_ANSWERING
        return element.attributes.get("error", 0) or self.error


class FakeAppKit:
    """AppKit with running programs by their processes: name and bundle identifier."""

    def __init__(
        self, programs: Mapping[int, tuple[str, str]] | None = None, front: int | None = None
    ) -> None:
        self.activated: list[int] = []
        self.has_voice_over = False
        known = {
            pid: SimpleNamespace(
                processIdentifier=lambda pid=pid: pid,
                localizedName=lambda name=name: name,
                bundleIdentifier=lambda bundle=bundle: bundle,
                activateWithOptions_=lambda _options, pid=pid: self.activated.append(pid) or True,
            )
            for pid, (name, bundle) in (programs or {}).items()
        }
        workspace = SimpleNamespace(
            frontmostApplication=lambda: known.get(front) if front is not None else None,
            isVoiceOverEnabled=lambda: self.has_voice_over,
        )
        self.NSWorkspace = SimpleNamespace(sharedWorkspace=lambda: workspace)
        self.NSRunningApplication = SimpleNamespace(
            runningApplicationWithProcessIdentifier_=known.get
        )
