"""Watches for Orca, and for any other reader that hears announcements, on the desktop's buses.

Who hears announcements is asked of those who know: the registry of the accessibility bus, where
each reader says which events it wants. So no table of versions is needed: Orca has wanted them
since 45, and Orca 43 of Debian 12 doesn't, though it runs.
"""

from __future__ import annotations

import logging
import os
import select
import socket
import threading
import time
from pathlib import Path

from jeepney import MatchRule

from assistant.speak.orca_bus import BUS_ERRORS, ORCA_SERVICES, Bus, accessibility_address
from assistant.speak.readers import Known, Reach, Reader, ReaderListener

_log = logging.getLogger(__name__)

REGISTRY = "org.a11y.atspi.Registry"
REGISTRY_PATH = "/org/a11y/atspi/registry"
ANNOUNCEMENT = "object:announcement"
SETTLE_SECONDS = 0.05
"""A reader that starts asks for fifty kinds of events, one by one."""
LOOK_SECONDS = 2.0
"""Orca before 49 may end without anybody saying so."""
MEND_SECONDS = 2.0
"""How long a bus that is gone is left alone."""
CLOSE_SECONDS = 1.0


class LinuxWatcher:
    """A ReaderWatcher on a thread of its own."""

    def __init__(self, listener: ReaderListener) -> None:
        self._known = Known(listener)
        self._waker, self._wake = socket.socketpair()
        self._is_closed = False
        self._thread = threading.Thread(target=self._work, name="reader watcher", daemon=True)
        self._thread.start()

    @property
    def reader(self) -> Reader | None:
        """The reader that runs."""
        return self._known.reader

    def wait_known(self, timeout_seconds: float) -> bool:
        """Wait until it was looked for once."""
        return self._known.wait_known(timeout_seconds)

    def close(self) -> None:
        """Stop watching."""
        self._is_closed = True
        self._waker.send(b"x")
        if threading.current_thread() is not self._thread:
            self._thread.join(CLOSE_SECONDS)

    def _work(self) -> None:
        while not self._is_closed:
            try:
                self._watch()
            except BUS_ERRORS as error:
                _log.info("no bus to watch for screen readers: %s", error)
                self._known.found(None)
                select.select([self._wake], [], [], MEND_SECONDS)
        self._waker.close()
        self._wake.close()

    def _watch(self) -> None:
        """Look, and again whenever something may have changed; raises one of BUS_ERRORS."""
        session = Bus()
        try:
            session.subscribe(_session_rules())
            registry = _open_registry(session)
            try:
                self._look_on(session, registry)
            finally:
                if registry is not None:
                    registry.close()
        finally:
            session.close()

    def _look_on(self, session: Bus, registry: Bus | None) -> None:
        buses = [bus for bus in (session, registry) if bus is not None]
        while not self._is_closed:
            self._known.found(find_reader(session, registry))
            while not _have_signals(buses):
                sockets = [bus.connection.sock for bus in buses]
                if self._wake in select.select([*sockets, self._wake], [], [], LOOK_SECONDS)[0]:
                    return
                reader = self._known.reader
                if reader is not None and reader.reach is not Reach.ORCA:
                    break  # its end may be told by nobody
            time.sleep(SETTLE_SECONDS)


def _have_signals(buses: list[Bus]) -> bool:
    """Whether any of them has; all are emptied."""
    found = [bus.has_signal() for bus in buses]
    return any(found)


def find_reader(session: Bus, registry: Bus | None) -> Reader | None:
    """Return the reader that runs, reached the best way it can be; raises one of BUS_ERRORS."""
    for name in ORCA_SERVICES:
        if owner := session.owner(name):
            return Reader("Orca", Reach.ORCA, owner)
    process = orca_process()
    if not process and not is_reader_on(session):
        return None  # programs that only look at events listen, too
    name = "Orca" if process else ""
    if registry is not None and (listener := announcement_listener(registry)):
        return Reader(name, Reach.ANNOUNCEMENT, listener)
    return Reader(name, Reach.NONE, process) if process else None


def is_reader_on(session: Bus) -> bool:
    """Whether the desktop says that a screen reader is in use; raises one of BUS_ERRORS."""
    return bool(
        session.read_property(
            "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Status", "ScreenReaderEnabled"
        )
    )


def announcement_listener(registry: Bus) -> str:
    """Return the bus name of a program that hears announcements; empty where none does."""
    events = registry.call(REGISTRY, REGISTRY_PATH, REGISTRY, "GetRegisteredEvents")[0]
    for listener, event in events:
        if event.lower().startswith(ANNOUNCEMENT):
            return listener
    return ""


def orca_process() -> str:
    """Return the number of the user's Orca process; empty where none runs."""
    session = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if process.stat().st_uid != os.getuid() or _name_of(process) != "orca":
                continue
            if _session_of(process) in {session, ""}:
                return process.name
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue  # ended meanwhile
    return ""


def _name_of(process: Path) -> str:
    return (process / "comm").read_text().strip()


def _session_of(process: Path) -> str | None:
    """Return the session bus that a process was started with; empty where it has none.

    None for a process that has ended and waits for its parent: nothing of it can be read.
    """
    environment = (process / "environ").read_bytes()
    if not environment:
        return None
    for variable in environment.split(b"\0"):
        name, _, value = variable.partition(b"=")
        if name == b"DBUS_SESSION_BUS_ADDRESS":
            return os.fsdecode(value)
    return ""


def _open_registry(session: Bus) -> Bus | None:
    """Return the accessibility bus; None where the session has none."""
    try:
        registry = Bus(accessibility_address(session))
    except BUS_ERRORS as error:
        _log.info("the session has no accessibility bus: %s", error)
        return None
    registry.subscribe(
        [
            MatchRule(type="signal", interface=REGISTRY, member=member, path=REGISTRY_PATH)
            for member in ("EventListenerRegistered", "EventListenerDeregistered")
        ]
    )
    return registry


def _session_rules() -> list[MatchRule]:
    rules = [
        MatchRule(
            type="signal",
            interface="org.freedesktop.DBus.Properties",
            member="PropertiesChanged",
            path="/org/a11y/bus",
        )
    ]
    for name in ORCA_SERVICES:
        rule = MatchRule(
            type="signal",
            sender="org.freedesktop.DBus",
            interface="org.freedesktop.DBus",
            member="NameOwnerChanged",
        )
        rule.add_arg_condition(0, name)
        rules.append(rule)
    return rules
