"""The session bus and the accessibility bus, as far as screen readers need them."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from jeepney import DBusAddress, MatchRule, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import DBusErrorResponse, unwrap_msg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jeepney import Message

ANSWER_SECONDS = 2.0
BUS_ERRORS = (OSError, KeyError, ValueError, DBusErrorResponse)
"""What calls raise: no bus or a closed one, no address, one that is none, an answer that is an
error. TimeoutError is an OSError."""
ORCA_SERVICES = ("org.gnome.Orca1.Service", "org.gnome.Orca.Service")
"""Names of Orca on the session bus: since 51, and in 49 and 50."""


class Bus:
    """A connection to a bus: calls, and the signals that came meanwhile. For one thread."""

    def __init__(self, address: str = "SESSION") -> None:
        """Connect; raises one of BUS_ERRORS."""
        self.connection: DBusConnection = open_dbus_connection(address)
        self._signals: deque[Message] = deque(maxlen=64)
        self._rules: list[Any] = []

    def call(
        self,
        name: str,
        path: str,
        interface: str,
        method: str,
        signature: str = "",
        *body: Any,
    ) -> tuple[Any, ...]:
        """Return the reply's values; raises one of BUS_ERRORS."""
        address = DBusAddress(path, bus_name=name, interface=interface)
        message = new_method_call(address, method, signature or None, body)
        return unwrap_msg(self.connection.send_and_get_reply(message, timeout=ANSWER_SECONDS))

    def read_property(self, name: str, path: str, interface: str, which: str) -> Any:
        """Return a property's value; raises one of BUS_ERRORS."""
        properties = "org.freedesktop.DBus.Properties"
        return self.call(name, path, properties, "Get", "ss", interface, which)[0][1]

    def owner(self, name: str) -> str:
        """Return the unique name behind a name; empty where nobody owns it."""
        reply = self.connection.send_and_get_reply(
            message_bus.GetNameOwner(name), timeout=ANSWER_SECONDS
        )
        try:
            return unwrap_msg(reply)[0]
        except DBusErrorResponse:
            return ""

    def subscribe(self, rules: Sequence[MatchRule]) -> None:
        """Begin to keep the signals that match a rule."""
        for rule in rules:
            add = message_bus.AddMatch(rule)
            unwrap_msg(self.connection.send_and_get_reply(add, timeout=ANSWER_SECONDS))
            handle = self.connection.filter(rule, queue=self._signals)
            handle.__enter__()
            self._rules.append(handle)

    def has_signal(self) -> bool:
        """Whether signals came since the last time. Never waits; raises OSError where it ended."""
        with suppress(TimeoutError):
            while True:
                self.connection.recv_messages(timeout=0)
        has_any = bool(self._signals)
        self._signals.clear()
        return has_any

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


def accessibility_address(session: Bus) -> str:
    """Return where the accessibility bus is; raises one of BUS_ERRORS."""
    return session.call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")[0]
