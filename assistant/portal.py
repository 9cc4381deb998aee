"""The desktop portal: what a desktop gives to programs that ask. D-Bus, through jeepney."""

from __future__ import annotations

import logging
import time
from collections import deque
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from jeepney import DBusAddress, HeaderFields, MatchRule, MessageType, message_bus, new_method_call
from jeepney.auth import AuthenticationError
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import DBusErrorResponse, unwrap_msg

if TYPE_CHECKING:
    from jeepney import Message
    from jeepney.io.blocking import DBusConnection

_log = logging.getLogger(__name__)

APP_ID = "org.lookaloud.Lookaloud"
"""Name of the installed desktop file: by it the desktop remembers what the user allowed."""
NAME = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
REQUEST = "org.freedesktop.portal.Request"
SESSION = "org.freedesktop.portal.Session"
REGISTRY = "org.freedesktop.host.portal.Registry"
BUS = "org.freedesktop.DBus"
NOT_ALLOWED = "org.freedesktop.portal.Error.NotAllowed"
ANSWER_SECONDS = 5.0
"""The portal may have to start first."""
DONE, CANCELLED = 0, 1
"""What a response says; anything else is a failure."""


class Fault(StrEnum):
    """Why the portal gave nothing."""

    MISSING = "missing"
    """No session bus, no portal, or one that does not offer what is asked for."""
    NOT_ALLOWED = "not allowed"
    """For this program, whoever the user is: it is not installed."""
    REFUSED = "refused"
    """By the user, or by the desktop in the user's name."""
    SILENT = "silent"
    FAILED = "failed"


class PortalError(Exception):
    """The portal gave nothing."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault}: {detail}")
        self.fault = fault


class Portal:
    """A connection to the portal. For one thread at a time. Raises OSError once the bus is gone."""

    def __init__(self, address: str = "SESSION") -> None:
        """Connect, and tell the portal which program this is. Raises PortalError."""
        self.signals: deque[Message] = deque()
        """Those that came and were not taken yet, responses included."""
        try:
            self._bus: DBusConnection = open_dbus_connection(address)
        except (OSError, KeyError, ValueError, RuntimeError, AuthenticationError) as error:
            raise PortalError(Fault.MISSING, str(error)) from error
        try:
            self._introduce()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def fileno(self) -> int:
        """Return what to wait on until there is something for `take_signals`."""
        return self._bus.sock.fileno()

    def close(self) -> None:
        """Close the connection; sessions and requests end with it."""
        self._bus.close()

    def need(self, interface: str) -> None:
        """Raise PortalError where the portal does not offer the interface."""
        properties = "org.freedesktop.DBus.Properties"
        try:
            self.call(PATH, properties, "Get", "ss", interface, "version")
        except PortalError as error:
            raise PortalError(Fault.MISSING, f"{interface}: {error}") from error

    def subscribe(self, interface: str) -> None:
        """Begin to keep the portal's signals of that interface."""
        self._add(MatchRule(type="signal", sender=NAME, interface=interface))

    def call(
        self, path: str, interface: str, method: str, signature: str = "", *body: Any
    ) -> tuple[Any, ...]:
        """Return the reply's values. Raises PortalError."""
        address = DBusAddress(path, bus_name=NAME, interface=interface)
        return self._reply(new_method_call(address, method, signature or None, body))

    def begin(self, interface: str, method: str, signature: str, *body: Any) -> str:
        """Make a request and return its handle. The last value is the request's options."""
        *values, options = body
        token = {"handle_token": ("s", f"lookaloud{uuid4().hex}")}
        return self.call(PATH, interface, method, signature, *values, {**options, **token})[0]

    def request(
        self, interface: str, method: str, signature: str, *body: Any, seconds: float
    ) -> dict[str, Any]:
        """Make a request and return its results. Raises PortalError."""
        handle = self.begin(interface, method, signature, *body)
        end = time.monotonic() + seconds
        while (results := self.response(handle)) is None:
            if not self._receive(max(0.0, end - time.monotonic())):
                self._withdraw(handle)
                raise PortalError(Fault.SILENT, method)
        return results

    def response(self, handle: str) -> dict[str, Any] | None:
        """Return the results of a request; None while there is no response. Raises PortalError."""
        for message in self.signals:
            if member(message) == "Response" and path(message) == handle:
                self.signals.remove(message)
                return _results(message)
        return None

    def wait(self, seconds: float) -> None:
        """Wait for something to arrive, as long as that at most."""
        self._receive(seconds)

    def take_signals(self) -> list[Message]:
        """Return all signals that have arrived. Never waits."""
        while self._receive(0):
            pass
        found = list(self.signals)
        self.signals.clear()
        return found

    def _introduce(self) -> None:
        self._bus.filter(MatchRule(type="signal"), queue=self.signals).__enter__()
        if not self._reply(message_bus.NameHasOwner(NAME))[0]:
            self._reply(message_bus.StartServiceByName(NAME))
        # Before any other call. Portals before 1.20 know no such thing.
        try:
            self.call(PATH, REGISTRY, "Register", "sa{sv}", APP_ID, {})
        except PortalError as error:
            _log.info("the portal does not know this program: %s", error)
        self.subscribe(REQUEST)
        self.subscribe(SESSION)
        changed = MatchRule(
            type="signal", sender=BUS, interface=BUS, member="NameOwnerChanged", path=BUS_PATH
        )
        changed.add_arg_condition(0, NAME)
        self._add(changed)

    def _add(self, rule: MatchRule) -> None:
        self._reply(message_bus.AddMatch(rule))

    def _reply(self, message: Message) -> tuple[Any, ...]:
        try:
            return unwrap_msg(self._bus.send_and_get_reply(message, timeout=ANSWER_SECONDS))
        except TimeoutError as error:
            raise PortalError(Fault.SILENT, str(error)) from error
        except DBusErrorResponse as error:
            fault = Fault.NOT_ALLOWED if error.name == NOT_ALLOWED else Fault.FAILED
            if error.name.startswith(_ABSENT):
                fault = Fault.MISSING
            raise PortalError(fault, str(error)) from error

    def _receive(self, seconds: float) -> bool:
        """Take one message; return whether there was one."""
        try:
            self._bus.recv_messages(timeout=seconds)
        except TimeoutError:
            return False
        return True

    def _withdraw(self, handle: str) -> None:
        """Close the window in which the user was to answer."""
        try:
            self.call(handle, REQUEST, "Close")
        except PortalError as error:
            _log.info("the request was over: %s", error)


BUS_PATH = "/org/freedesktop/DBus"
_ABSENT = (
    "org.freedesktop.DBus.Error.ServiceUnknown",
    "org.freedesktop.DBus.Error.NameHasNoOwner",
    "org.freedesktop.DBus.Error.UnknownInterface",
    "org.freedesktop.DBus.Error.UnknownMethod",
    "org.freedesktop.DBus.Error.UnknownObject",
    "org.freedesktop.DBus.Error.Spawn",
)


def member(message: Message) -> str:
    """Return the name of a signal."""
    is_signal = message.header.message_type is MessageType.signal
    return str(message.header.fields.get(HeaderFields.member, "")) if is_signal else ""


def path(message: Message) -> str:
    """Return the object that sent a signal."""
    return str(message.header.fields.get(HeaderFields.path, ""))


def _results(message: Message) -> dict[str, Any]:
    code, results = message.body
    if code == DONE:
        return {name: value for name, (_, value) in results.items()}
    raise PortalError(Fault.REFUSED if code == CANCELLED else Fault.FAILED, f"response {code}")
