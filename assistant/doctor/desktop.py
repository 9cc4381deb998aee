"""Checks of the desktop: display, accessibility bus, keys. Linux only."""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant import messages
from assistant.doctor.check import Check, Status
from assistant.errors import HotkeyError, RemoteError

if TYPE_CHECKING:
    from jeepney.io.blocking import DBusConnection

    from assistant.config.settings import Settings

BUS_SECONDS = 3.0
"""For one answer of a bus; starting the accessibility bus takes about a second."""


def display() -> Check:
    """Whether there is a display, and a window manager on it."""
    name = os.environ.get("DISPLAY", "")
    if os.environ.get("XDG_SESSION_TYPE") == "wayland" or os.environ.get("WAYLAND_DISPLAY"):
        return Check(Status.WARNING, messages.DOCTOR_WAYLAND, messages.DOCTOR_CHOOSE_X11)
    if not name:
        return Check(Status.PROBLEM, messages.DOCTOR_NO_DISPLAY, messages.DOCTOR_START_IN_DESKTOP)
    from Xlib.display import Display  # noqa: PLC0415 - only where there may be one
    from Xlib.error import DisplayError  # noqa: PLC0415

    try:
        connection: Any = Display(name)
    except (DisplayError, OSError):
        sentence = messages.DOCTOR_DISPLAY_SILENT.format(display=name)
        return Check(Status.PROBLEM, sentence, messages.DOCTOR_START_IN_DESKTOP)
    try:
        manager = _window_manager(connection)
    finally:
        connection.close()
    if manager is None:
        sentence = messages.DOCTOR_NO_WINDOW_MANAGER.format(display=name)
        return Check(Status.PROBLEM, sentence, messages.DOCTOR_START_WINDOW_MANAGER)
    return Check(Status.OK, messages.DOCTOR_X11.format(display=name, manager=manager))


def accessibility() -> Check:
    """Whether programs can tell what they show."""
    from jeepney.io.blocking import open_dbus_connection  # noqa: PLC0415
    from jeepney.wrappers import DBusErrorResponse  # noqa: PLC0415

    session = _session_bus()
    if session is None:
        remedy = messages.INSTALL_SYSTEM_PACKAGE.format(packages="dbus-user-session")
        return Check(Status.PROBLEM, messages.DOCTOR_NO_SESSION_BUS, remedy)
    with session:
        try:
            address = _call(session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
            is_enabled = _property(
                session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Status", "IsEnabled"
            )
        except (DBusErrorResponse, TimeoutError, OSError):
            remedy = messages.INSTALL_SYSTEM_PACKAGE.format(packages="at-spi2-core")
            return Check(Status.PROBLEM, messages.DOCTOR_NO_ACCESSIBILITY, remedy)
    try:
        with open_dbus_connection(address) as bus:
            programs = _property(
                bus,
                "org.a11y.atspi.Registry",
                "/org/a11y/atspi/accessible/root",
                "org.a11y.atspi.Accessible",
                "ChildCount",
            )
    except (DBusErrorResponse, TimeoutError, OSError):
        silent = messages.DOCTOR_ACCESSIBILITY_SILENT
        return Check(Status.PROBLEM, silent, messages.DOCTOR_LOG_IN_AGAIN)
    if not is_enabled:
        off = messages.DOCTOR_ACCESSIBILITY_OFF
        return Check(Status.WARNING, off, messages.DOCTOR_SWITCH_ON)
    return Check(Status.OK, messages.programs_tell(programs))


def keys(settings: Settings) -> Check:
    """Whether each key can be taken; they are taken and given back at once."""
    from assistant.hotkeys.choose import choose  # noqa: PLC0415
    from assistant.hotkeys.layer import layer_of  # noqa: PLC0415
    from assistant.remote.client import Client  # noqa: PLC0415

    wanted = {command: key for command, key in asdict(settings.keys).items() if key}
    if not wanted:
        return Check(Status.WARNING, messages.DOCTOR_KEYS_NONE)
    try:
        running = Client.connect()
    except RemoteError:
        running = None  # told by the check of the running program
    if running is not None:
        running.close()
        return Check(Status.OK, messages.DOCTOR_KEYS_RUNNING)
    try:
        hotkeys = choose(lambda _: None)
        problems = hotkeys.start(wanted, _ignore, layer_of(settings))
        hotkeys.stop()
    except HotkeyError as error:
        return Check(Status.PROBLEM, error.sentence)
    if problems:
        return Check(Status.PROBLEM, " ".join(problem.sentence for problem in problems))
    return Check(Status.OK, messages.keys_are_free(len(wanted)))


def _ignore(command: str, is_pressed: bool) -> None:
    del command, is_pressed


def _window_manager(connection: Any) -> str | None:
    """Return the name of the window manager; None where there is none."""
    from Xlib.error import BadWindow  # noqa: PLC0415

    root = connection.screen().root
    found = root.get_full_property(connection.intern_atom("_NET_SUPPORTING_WM_CHECK"), 0)
    if found is None:
        return None
    window = connection.create_resource_object("window", found.value[0])
    try:
        name = window.get_full_property(connection.intern_atom("_NET_WM_NAME"), 0)
    except BadWindow:
        return None  # it has ended and left its property behind
    return "" if name is None else bytes(name.value).decode(errors="replace")


def _session_bus() -> DBusConnection | None:
    from jeepney.io.blocking import open_dbus_connection  # noqa: PLC0415

    try:
        return open_dbus_connection("SESSION")
    except (OSError, KeyError, ValueError):
        return None


def _call(
    bus: DBusConnection, name: str, path: str, interface: str, method: str, *body: str
) -> Any:
    """Return the first value of the reply. Raises DBusErrorResponse or TimeoutError."""
    from jeepney import DBusAddress, new_method_call  # noqa: PLC0415
    from jeepney.wrappers import unwrap_msg  # noqa: PLC0415

    address = DBusAddress(path, bus_name=name, interface=interface)
    message = new_method_call(address, method, "s" * len(body) or None, body)
    return unwrap_msg(bus.send_and_get_reply(message, timeout=BUS_SECONDS))[0]


def _property(bus: DBusConnection, name: str, path: str, interface: str, which: str) -> Any:
    properties = "org.freedesktop.DBus.Properties"
    return _call(bus, name, path, properties, "Get", interface, which)[1]
