"""Finds the program and the object that belong to a window on the screen."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.perceive.accessibility import atspi_calls as calls
from assistant.perceive.accessibility import atspi_roles as roles
from assistant.perceive.accessibility.atspi_bus import Call, Reference, Reply

if TYPE_CHECKING:
    from assistant.perceive.accessibility.atspi_asker import Asker
    from assistant.types import Bounds, Window

_DETAILS = (calls.NAME, calls.ROLE, calls.STATE, calls.EXTENTS)
_COVERS = 0.3
"""Part of a window's area that is enough to take two rectangles for the same window."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program on the accessibility bus."""

    bus: str
    name: str
    toolkit: str
    has_get_all: bool

    @property
    def computes_names(self) -> bool:
        """Whether it names everything itself, out of labels and content: browsers do."""
        return self.toolkit in ("Chromium", "Gecko", "WebKitGTK")

    @property
    def keeps_order(self) -> bool:
        """Whether children come in the order of reading; GTK's grids have them reversed."""
        return self.toolkit != "gtk"

    @property
    def builds_on_demand(self) -> bool:
        """Whether it reports its content only after it was asked for attributes."""
        return self.toolkit == "Chromium"


@dataclass(frozen=True, slots=True)
class TopLevel:
    """One of a program's windows."""

    target: Reference
    name: str
    role: int
    states: int
    bounds: Bounds | None

    @property
    def is_active(self) -> bool:
        """Whether it says that it is in front; not reliable, see `best_match`."""
        return roles.bit(self.states, roles.ACTIVE)

    @property
    def is_showing(self) -> bool:
        """Whether it says that it shows; it may be covered."""
        return roles.bit(self.states, roles.SHOWING)

    @property
    def is_popup(self) -> bool:
        """Whether it is an open menu or list that belongs to another window."""
        is_showing = roles.bit(self.states, roles.SHOWING)
        return is_showing and self.role in roles.POPUP_ROLES and self.bounds is not None


@dataclass(frozen=True, slots=True)
class Found:
    """A window, its program, and what has popped up beside it."""

    program: Program
    top: TopLevel
    popups: tuple[TopLevel, ...] = ()


def best_match(window: Window, tops: Sequence[TopLevel]) -> TopLevel | None:
    """Return which of a program's windows is `window`.

    The state ACTIVE alone is not enough: a Chromium that just started has it nowhere, and Qt
    drops it while a key is grabbed.
    """
    if not tops:
        return None
    best = max(tops, key=lambda top: _score(window, top))
    is_likely = best.name == window.title or best.is_active or _overlap(window, best) >= _COVERS
    is_only = len([top for top in tops if not top.is_popup]) == 1 and not best.is_popup
    return best if is_likely or is_only else None


def _score(window: Window, top: TopLevel) -> float:
    title = 2.0 * (top.name == window.title)
    return title + 1.0 * top.is_active + 1.5 * _overlap(window, top) - 2.0 * top.is_popup


def _overlap(window: Window, top: TopLevel) -> float:
    """Return the common part of both rectangles, 0 to 1 of their union."""
    if top.bounds is None:
        return 0.0
    common = window.bounds.intersection(top.bounds)
    if common is None:
        return 0.0
    return common.area / (window.bounds.area + top.bounds.area - common.area)


class Programs:
    """Knows which program is which. Safe from any thread.

    A name on the bus belongs to one process until it disappears and is never given again, so
    what was learned of a name stays true while the name answers.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pids: dict[str, int] = {}
        self._programs: dict[str, Program] = {}

    def find(self, asker: Asker, window: Window) -> Found | None:
        """Return what `window` is on the bus, or None if its program isn't there."""
        buses = self._buses_of(window.pid)
        found = self._find_among(asker, window, buses)
        if found is not None:
            return found
        everybody = self._refresh(asker)
        fresh = [bus for bus in self._buses_of(window.pid) if bus not in buses]
        found = self._find_among(asker, window, fresh)
        if found is not None or fresh or any(bus in everybody for bus in buses):
            return found
        return self._find_by_title(asker, window, everybody)

    def program(self, asker: Asker, bus: str) -> Program:
        """Return what is known of a program, after asking it if need be."""
        with self._lock:
            known = self._programs.get(bus)
        if known is None:
            root = Reference(bus, calls.ROOT)
            asked = (calls.NAME, calls.TOOLKIT, calls.GET_ALL)
            name, toolkit, everything = asker.ask([Call(root, method) for method in asked])
            known = Program(
                bus, calls.text(name), calls.text(toolkit), isinstance(everything, tuple)
            )
            if calls.text(toolkit):
                with self._lock:
                    self._programs[bus] = known
        return known

    def name_of(self, bus: str) -> str:
        """Return the program's name if it is known."""
        with self._lock:
            known = self._programs.get(bus)
        return known.name if known is not None else ""

    def name_of_process(self, pid: int | None) -> str:
        """Return the name of the program with that process if it is known."""
        names = [self.name_of(bus) for bus in self._buses_of(pid)]
        return next((name for name in names if name), "")

    def active_windows(self, asker: Asker) -> list[TopLevel]:
        """Return all windows that say they are in front, leaving out programs that hang."""
        tops = self._scan(asker, self._refresh(asker))
        return [top for top in tops if top.is_active]

    def all_windows(self, asker: Asker) -> list[TopLevel]:
        """Return the windows of all programs, leaving out programs that hang."""
        return self._scan(asker, self._refresh(asker))

    def process_of(self, bus: str) -> int | None:
        """Return the process of a program on the bus if it is known."""
        with self._lock:
            return self._pids.get(bus)

    def windows_of(self, asker: Asker, bus: str) -> list[TopLevel]:
        """Return all windows of a program."""
        (reply,) = asker.ask([Call(Reference(bus, calls.ROOT), calls.CHILDREN)])
        children = calls.references(reply)
        asker.learn((child, _DETAILS) for child in children)
        return [
            _top_level(child, [asker.answer(child, method) for method in _DETAILS])
            for child in children
        ]

    def _buses_of(self, pid: int | None) -> list[str]:
        with self._lock:
            return [bus for bus, number in self._pids.items() if number == pid]

    def _find_among(self, asker: Asker, window: Window, buses: Iterable[str]) -> Found | None:
        for bus in buses:
            tops = self.windows_of(asker, bus)
            best = best_match(window, tops)
            if best is not None:
                popups = tuple(top for top in tops if top.is_popup and top is not best)
                return Found(self.program(asker, best.target.bus), best, popups)
        return None

    def _find_by_title(self, asker: Asker, window: Window, buses: list[str]) -> Found | None:
        """Find a program in a sandbox, whose process isn't the one that the window names."""
        tops = [
            top
            for top in self._scan(asker, buses)
            if top.name == window.title and (top.is_active or _overlap(window, top) >= _COVERS)
        ]
        best = best_match(window, tops)
        if best is None or not window.title:
            return None
        return Found(self.program(asker, best.target.bus), best)

    def _refresh(self, asker: Asker) -> list[str]:
        """Learn which programs are there and forget those that are gone."""
        (reply,) = asker.ask([Call(calls.REGISTRY, calls.CHILDREN)])
        buses = [child.bus for child in calls.references(reply)]
        with self._lock:
            unknown = [bus for bus in buses if bus not in self._pids]
        pids = asker.ask([Call(calls.DAEMON, calls.pid_of(bus)) for bus in unknown])
        with self._lock:
            self._pids |= {
                bus: calls.integer(pid)
                for bus, pid in zip(unknown, pids, strict=True)
                if isinstance(pid, tuple)
            }
            for gone in self._pids.keys() - set(buses):
                del self._pids[gone]
                self._programs.pop(gone, None)
        return buses

    def _scan(self, asker: Asker, buses: Iterable[str]) -> list[TopLevel]:
        roots = [Call(Reference(bus, calls.ROOT), calls.CHILDREN) for bus in buses]
        children = [one for reply in asker.scan(roots) for one in calls.references(reply)]
        replies = asker.scan([Call(one, method) for one in children for method in _DETAILS])
        size = len(_DETAILS)
        return [
            _top_level(child, replies[index * size : index * size + size])
            for index, child in enumerate(children)
        ]


def _top_level(target: Reference, replies: Sequence[Reply | None]) -> TopLevel:
    name, role, states, extents = replies
    return TopLevel(
        target=target,
        name=calls.text(name),
        role=calls.integer(role),
        states=calls.bits(states),
        bounds=calls.bounds(extents),
    )
