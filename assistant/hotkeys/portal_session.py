"""One session of the portal's global shortcuts: asks for keys, and tells which were pressed."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from assistant import messages, messages_wayland
from assistant.errors import HotkeyError
from assistant.hotkeys.base import LEADER, KeyProblem
from assistant.hotkeys.binding import read_all
from assistant.hotkeys.keys import parse
from assistant.hotkeys.portal_keys import is_same, trigger
from assistant.portal import BUS_PATH, PATH, SESSION, Fault, Portal, PortalError, member, path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jeepney import Message

    from assistant.hotkeys.base import KeyHandler
    from assistant.hotkeys.keys import Key
    from assistant.hotkeys.layer import LayerKeys

_log = logging.getLogger(__name__)

SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
TOKEN = "lookaloud"  # noqa: S105 - a name, not a secret
"""Last part of the session's name. KDE keeps the keys of programs without a name by it."""
SESSION_SECONDS = 5.0
BIND_SECONDS = 2.0
"""So long the start waits for keys: the desktop may show a window that the user must answer."""
REPEAT_SECONDS = 0.7
"""A key that goes down again within that time, without having gone up, repeats itself."""

SENTENCES = {
    Fault.MISSING: messages_wayland.KEYS_NO_PORTAL,
    Fault.NOT_ALLOWED: messages_wayland.KEYS_NOT_INSTALLED,
    Fault.REFUSED: messages_wayland.KEYS_REFUSED,
    Fault.SILENT: messages_wayland.KEYS_SILENT,
    Fault.FAILED: messages_wayland.KEYS_NO_PORTAL,
}


class SessionEnded(Exception):
    """The desktop ended the session, or the portal was restarted."""


class ShortcutSession:
    """The keys of one session. For one thread at a time.

    Raises OSError once the session bus is gone, HotkeyError where the portal gives no keys.
    """

    def __init__(self, handler: KeyHandler, address: str) -> None:
        """Connect to the portal and begin a session."""
        self.given: dict[str, str] = {}
        """The portal's words about the key of each command, once it has told them."""
        self._handler = handler
        self._down: dict[str, float] = {}
        """When each command's key went down or repeated itself last."""
        self._keys: dict[str, Key] = {}
        self._request = ""
        """Handle of the request for keys while it is not answered."""
        self._is_closed = False
        try:
            self.portal = Portal(address)
        except PortalError as error:
            raise _hotkey_error(error) from error
        try:
            self._session = self._begin()
        except PortalError as error:
            self.portal.close()
            raise _hotkey_error(error) from error
        except BaseException:
            self.portal.close()
            raise

    def close(self) -> None:
        """Give the keys back. Held ones count as released."""
        self._is_closed = True
        self.release_all()
        try:
            self.portal.call(self._session, SESSION, "Close")
        except (PortalError, OSError) as error:
            _log.info("the session was over: %s", error)  # it ends with the connection, too
        self.portal.close()

    def bind(self, keys: Mapping[str, str], layer: LayerKeys | None) -> list[KeyProblem]:
        """Ask for these keys, once in a session; return those that can't be had.

        Commands of the layer without a key of their own are named too, so that the user may give
        them keys in the desktop's settings.
        """
        wanted = {name: text for name, text in keys.items() if name != LEADER and text.strip()}
        self._keys, problems = read_all(wanted)
        free = [name for name in (layer.keys if layer is not None else ()) if name not in wanted]
        shortcuts = [_shortcut(name, key) for name, key in self._keys.items()]
        shortcuts += [_shortcut(name, None) for name in free]
        if layer is not None and layer.leader.strip():
            problems.append(_no_layer(layer.leader))
        if not shortcuts:
            return problems
        signature = "oa(sa{sv})sa{sv}"
        try:
            self._request = self.portal.begin(
                SHORTCUTS, "BindShortcuts", signature, self._session, shortcuts, "", {}
            )
            answer = self._answer(BIND_SECONDS)
        except PortalError as error:
            raise _hotkey_error(error) from error
        if answer is None:
            return [*problems, KeyProblem("", "", messages_wayland.KEYS_ASKED)]
        return [*problems, *answer]

    def turn(self) -> list[KeyProblem] | None:
        """Report the keys that were pressed and let go meanwhile. Never waits.

        Returns what came of the request for keys, where the desktop has answered it just now.
        Raises SessionEnded.
        """
        try:
            answer = self._answer(0) if self._request else None
        except PortalError as error:
            raise _hotkey_error(error) from error
        pending: list[Message] = []
        for message in self.portal.take_signals():
            if self._is_closed:
                return None  # by what a key of its own did
            if member(message) == "Response":
                pending.append(message)
            else:
                self._take(message)
        self.portal.signals.extend(pending)
        if answer is None and pending and self._request:
            return self.turn()
        return answer

    def release_all(self) -> None:
        """Report every key that is down as released."""
        for command in list(self._down):
            self._released(command)

    def _begin(self) -> str:
        self.portal.need(SHORTCUTS)
        self.portal.subscribe(SHORTCUTS)
        options = {"session_handle_token": ("s", TOKEN)}
        results = self.portal.request(
            SHORTCUTS, "CreateSession", "a{sv}", options, seconds=SESSION_SECONDS
        )
        return str(results["session_handle"])

    def _answer(self, seconds: float) -> list[KeyProblem] | None:
        """Return which keys the desktop did not give; None while it has not answered."""
        end = time.monotonic() + seconds
        while (results := self.portal.response(self._request)) is None:
            left = end - time.monotonic()
            if left <= 0:
                return None
            self.portal.wait(left)
        self._request = ""
        self._note(results.get("shortcuts", []))
        missing = [name for name in self._keys if not self.given.get(name)]
        return [_not_given(name, self._keys[name]) for name in missing]

    def _note(self, shortcuts: Sequence[tuple[str, Mapping[str, tuple[str, Any]]]]) -> None:
        told = {
            name: str(about.get("trigger_description", ("s", ""))[1]) for name, about in shortcuts
        }
        self.given = {
            name: self._keys[name].text
            if name in self._keys and is_same(self._keys[name], text)
            else text
            for name, text in told.items()
        }

    def _take(self, message: Message) -> None:
        kind = member(message)
        if kind == "NameOwnerChanged" and path(message) == BUS_PATH:
            raise SessionEnded("the portal was restarted")
        if kind == "Closed" and path(message) == self._session:
            raise SessionEnded("the desktop closed the session")
        if path(message) != PATH or not message.body or message.body[0] != self._session:
            return
        if kind == "Activated":
            self._pressed(message.body[1])
        elif kind == "Deactivated":
            self._released(message.body[1])
        elif kind == "ShortcutsChanged":
            self._note(message.body[1])

    def _pressed(self, command: str) -> None:
        now = time.monotonic()
        before = self._down.get(command)
        if before is not None and now - before >= REPEAT_SECONDS:
            self._released(command)  # its release was never told
            before = None
        self._down[command] = now
        if before is None:
            self._handler(command, True)

    def _released(self, command: str) -> None:
        if self._down.pop(command, None) is not None:
            self._handler(command, False)


def _shortcut(command: str, key: Key | None) -> tuple[str, dict[str, tuple[str, str]]]:
    name = messages.command_name(command)
    about = {"description": ("s", name[:1].upper() + name[1:])}
    if key is not None:
        about["preferred_trigger"] = ("s", trigger(key))
    return command, about


def _no_layer(leader: str) -> KeyProblem:
    try:
        spoken = parse(leader).spoken
    except HotkeyError:
        spoken = leader
    return KeyProblem(LEADER, leader, messages_wayland.KEYS_NO_LAYER.format(key=spoken))


def _not_given(command: str, key: Key) -> KeyProblem:
    sentence = messages_wayland.KEY_NOT_GIVEN.format(command=messages.command_name(command))
    return KeyProblem(command, key.text, sentence)


def _hotkey_error(error: PortalError) -> HotkeyError:
    _log.info("no keys: %s", error)
    return HotkeyError(f"hotkeys.portal_{error.fault.replace(' ', '_')}", SENTENCES[error.fault])
