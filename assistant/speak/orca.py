"""Speaks and brailles through Orca, by its service on the session bus."""

from __future__ import annotations

import logging
import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from assistant import messages
from assistant.errors import SpeechError
from assistant.speak.output import Capabilities
from assistant.speak.pacing import Pacer, SpeechDispatcherMark
from assistant.speak.readers import Reach

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jeepney import Message

    from assistant.speak.orca_bus import Bus
    from assistant.speak.queueing import Words
    from assistant.speak.readers import Reader, ReaderWatcher

_log = logging.getLogger(__name__)

ANSWER_SECONDS = 2.0
"""Orca that takes no message for so long is stuck, as it is now and then in a slow program."""
INTERRUPT = "InterruptSpeech"
"""What the command is called in every version; the module that has it changes its name."""


class OrcaGone(Exception):
    """Orca is not on the bus, left it, or does not answer."""


class OrcaService:
    """Orca's service as long as it runs.

    Messages and interruptions go over one connection and so arrive in the order they were sent,
    and both are sent under one lock: no sentence that was cut is spoken after its silence.
    """

    def __init__(self) -> None:
        """Find it; raises OrcaGone."""
        from assistant.speak.orca_bus import BUS_ERRORS, ORCA_SERVICES, Bus  # noqa: PLC0415

        self._errors = BUS_ERRORS
        self._lock = threading.Lock()
        self._is_given = False
        try:
            self._bus = Bus()
        except BUS_ERRORS as error:
            raise OrcaGone("there is no session bus") from error
        try:
            owners = {name: self._bus.owner(name) for name in ORCA_SERVICES}
            self._name = next((name for name in ORCA_SERVICES if owners[name]), ORCA_SERVICES[0])
            self.owner = owners[self._name]
            """Its unique name on the bus."""
            self._path = "/" + self._name.replace(".", "/")
            self._interrupt = find_interrupt(self._bus, self.owner or self._name, self._name)
        except BUS_ERRORS as error:  # an answer that is an error, where nobody has the name
            self.close()
            raise OrcaGone(f"Orca does not answer: {error}") from error

    @property
    def can_interrupt(self) -> bool:
        """Whether this version offers it."""
        return self._interrupt is not None

    def present(self, words: Words) -> bool:
        """Let Orca speak and braille; return False where the words were cut before.

        Raises OrcaGone where Orca did not take them: then it will not speak them either.
        """
        from jeepney import DBusAddress, new_method_call  # noqa: PLC0415

        address = DBusAddress(self._path, bus_name=self.owner, interface=self._name)
        message = new_method_call(address, "PresentMessage", "s", (words.text,))
        serial = next(self._bus.connection.outgoing_serial)
        with self._lock:
            if words.is_cut:
                return False
            self._is_given = True
            self._send(message, serial)
        self._wait_for_answer(serial, words)
        return not words.is_cut

    def interrupt(self) -> None:
        """Silence what Orca was given since the last time. Never waits, never raises.

        Once for each message: Orca needs a while for each, and the next words come behind them.
        """
        if self._interrupt is None:
            return
        with suppress(OrcaGone), self._lock:
            if self._is_given:
                self._is_given = False
                self._send(self._interrupt, next(self._bus.connection.outgoing_serial))

    def close(self) -> None:
        """Leave the bus."""
        self._bus.close()

    def _send(self, message: Message, serial: int) -> None:
        data = message.serialise(serial)
        try:
            sent = self._bus.connection.sock.send(data, socket.MSG_DONTWAIT)
        except OSError as error:
            raise OrcaGone(f"the bus is gone: {error}") from error
        if sent != len(data):
            raise OrcaGone("the bus takes no more")

    def _wait_for_answer(self, serial: int, words: Words) -> None:
        from jeepney import HeaderFields, MessageType  # noqa: PLC0415

        end = time.monotonic() + ANSWER_SECONDS
        while True:
            try:
                reply = self._bus.connection.receive(timeout=max(0.0, end - time.monotonic()))
            except TimeoutError as error:
                self.interrupt()  # comes after the message: it will not be heard later
                raise OrcaGone("Orca does not answer") from error
            except OSError as error:
                raise OrcaGone(f"the bus is gone: {error}") from error
            if reply.header.fields.get(HeaderFields.reply_serial) != serial:
                continue
            if reply.header.message_type is MessageType.error:
                raise OrcaGone(str(reply.body))
            if not reply.body[0] and not words.is_cut:
                raise OrcaGone("Orca refused the message")
            return


class OrcaEngine:
    """Gives Orca one sentence after the other. The voice is Orca's own, and so is its pace."""

    name = "orca"

    def __init__(self, watcher: ReaderWatcher, pacer: Pacer | None = None) -> None:
        self._watcher = watcher
        self._pacer = pacer or Pacer(SpeechDispatcherMark())
        self._service: OrcaService | None = None

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""
        service = self._service
        can_interrupt = service is None or service.can_interrupt
        return reader_capabilities(can_interrupt=can_interrupt, has_braille=True)

    def speak(self, words: Words) -> bool:
        """Speak; raises SpeechError where Orca went away before the end."""
        try:
            service = self._ready()
            if not service.present(words):
                return False
        except OrcaGone as error:
            _log.info("no message for Orca: %s", error)
            self._leave()
            if words.is_cut:
                return False
            raise SpeechError("speech.reader_gone", messages.READER_GONE) from error
        return self._pacer.wait(words, self._is_there(service.owner))

    def silence(self) -> None:
        """Silence now."""
        service = self._service
        if service is not None:
            service.interrupt()
        self._pacer.silence()

    def close(self) -> None:
        """Leave the bus."""
        self._leave()
        self._pacer.close()

    def _ready(self) -> OrcaService:
        """Return the service of the Orca that runs now; raises OrcaGone."""
        reader = self._watcher.reader
        if self._service is not None and not _is_same(reader, self._service.owner):
            self._leave()
        if self._service is None:
            self._service = OrcaService()
        return self._service

    def _is_there(self, owner: str) -> Callable[[], bool]:
        return lambda: _is_same(self._watcher.reader, owner)

    def _leave(self) -> None:
        service, self._service = self._service, None
        if service is not None:
            service.close()


def reader_capabilities(*, can_interrupt: bool, has_braille: bool) -> Capabilities:
    """Return what can be done through a reader: how its voice sounds is its own affair."""
    return Capabilities(
        can_interrupt=can_interrupt,
        has_braille=has_braille,
        has_rate=False,
        has_pitch=False,
        has_volume=False,
        has_voices=False,
    )


def find_interrupt(bus: Bus, owner: str, service: str) -> Message | None:
    """Return the call that silences Orca, from whichever module has it; None where none does.

    Raises one of BUS_ERRORS.
    """
    from jeepney import DBusAddress, MessageFlag, new_method_call  # noqa: PLC0415

    path = "/" + service.replace(".", "/")
    for module in _modules(bus, owner, path):
        address = DBusAddress(f"{path}/{module}", bus_name=owner)
        for interface, methods in _interfaces(bus, owner, f"{path}/{module}"):
            at = address.with_interface(interface)
            if INTERRUPT in methods:
                call = new_method_call(at, INTERRUPT, "b", (False,))
            elif "ExecuteCommand" in methods and _has_command(bus, owner, at):
                call = new_method_call(at, "ExecuteCommand", "sb", (INTERRUPT, False))
            else:
                continue
            call.header.flags |= MessageFlag.no_reply_expected
            return call
    return None


def _modules(bus: Bus, owner: str, path: str) -> list[str]:
    """Return the names of the modules, those about speech first."""
    names = [node.get("name", "") for node in _introspect(bus, owner, path).findall("node")]
    return sorted(filter(None, names), key=lambda name: "Speech" not in name)


def _interfaces(bus: Bus, owner: str, path: str) -> Iterator[tuple[str, set[str]]]:
    """Yield each interface of an object with its methods."""
    for interface in _introspect(bus, owner, path).findall("interface"):
        methods = {method.get("name", "") for method in interface.findall("method")}
        yield interface.get("name", ""), methods


def _introspect(bus: Bus, owner: str, path: str) -> ET.Element:
    xml = bus.call(owner, path, "org.freedesktop.DBus.Introspectable", "Introspect")[0]
    # From the user's own screen reader, not from the network.
    return ET.fromstring(xml)  # noqa: S314


def _has_command(bus: Bus, owner: str, at: Any) -> bool:
    """Whether a module of the older kind, whose commands have no methods, has the command."""
    commands = bus.call(owner, at.object_path, at.interface, "ListCommands")[0]
    return any(command[0] == INTERRUPT for command in commands)


def _is_same(reader: Reader | None, owner: str) -> bool:
    return reader is not None and reader.reach is Reach.ORCA and reader.identity == owner
