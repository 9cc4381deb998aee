"""A desktop portal on a bus of its own, scripted by a test: the other side of portal.py."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg

NAME = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
SCREENSHOT = "org.freedesktop.portal.Screenshot"
ERROR = "org.freedesktop.DBus.Error"

CONFIGURATION = """\
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


class PrivateBus:
    """A message bus for one test, on which nothing starts by itself."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="lookaloud-bus-"))
        (self.folder / "bus.conf").write_text(CONFIGURATION.format(folder=self.folder))
        self.address = f"unix:path={self.folder}/bus"
        self._process = subprocess.Popen(
            ["dbus-daemon", f"--config-file={self.folder}/bus.conf", "--nofork", "--nopidfile"]
            + ["--print-address"],
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        self._process.stdout.readline()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End it; everybody on it loses their connection."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class FakePortal:
    """The portal's side. What a test sets is done from then on."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.offers = {SHORTCUTS, SCREENSHOT}
        self.needs_app_id = False
        self.knows_app_id = True
        self.code = 0
        """Of responses: 0 done, 1 refused by the user, 2 failed."""
        self.is_answering = True
        """Whether requests are answered at once; otherwise by `answer`."""
        self.chosen: dict[str, str] = {}
        """Descriptions of keys that the user gives in place of the preferred ones."""
        self.picture: Callable[[], str] = lambda: ""
        """Makes a picture and returns its URI."""
        self.calls: list[str] = []
        self.bound: list[dict[str, dict[str, str]]] = []
        """What each request for keys has asked for: command to what was said of it."""
        self.sessions: list[str] = []
        """Those that are open."""
        self._apps: dict[str, str] = {}
        self._owners: dict[str, str] = {}
        self._waiting: list[Callable[[], None]] = []
        self._lock = threading.RLock()
        self._bus = open_dbus_connection(address)
        assert unwrap_msg(self._bus.send_and_get_reply(message_bus.RequestName(NAME))) == (1,)
        self._is_over = False
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the bus, as a portal that crashes."""
        self._is_over = True
        self._thread.join(5)
        self._bus.close()

    def press(self, command: str) -> None:
        """Tell that the command's key went down."""
        self._tell("Activated", command)

    def release(self, command: str) -> None:
        """Tell that it went up."""
        self._tell("Deactivated", command)

    def end_session(self) -> None:
        """Close the session, as a desktop does when the user takes a permission back."""
        with self._lock:
            session = self.sessions.pop()
            self._send(session, "org.freedesktop.portal.Session", "Closed", self._owners[session])

    def answer(self) -> None:
        """Answer all requests that wait."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
            for one in waiting:
                one()

    def _tell(self, signal: str, command: str) -> None:
        with self._lock:
            session = self.sessions[-1]
            now = int(time.monotonic() * 1000)
            values = (session, command, now, {})
            self._send(PATH, SHORTCUTS, signal, self._owners[session], "osta{sv}", values)

    def _send(
        self,
        path: str,
        interface: str,
        name: str,
        to: str,
        signature: str = "",
        body: tuple[Any, ...] = (),
    ) -> None:
        signal = new_signal(DBusAddress(path, interface=interface), name, signature or None, body)
        signal.header.fields[HeaderFields.destination] = to
        self._bus.send(signal)

    def _serve(self) -> None:
        while not self._is_over:
            try:
                message = self._bus.receive(timeout=0.02)
            except TimeoutError:
                continue
            except OSError:
                return
            if message.header.message_type is MessageType.method_call:
                with self._lock:
                    self._answer(message)

    def _answer(self, message: Message) -> None:
        fields = message.header.fields
        interface, name = fields[HeaderFields.interface], fields[HeaderFields.member]
        self.calls.append(name)
        if name == "Get":
            if message.body[0] in self.offers:
                self._bus.send(new_method_return(message, "v", (("u", 2),)))
            else:
                self._fail(message, f"{ERROR}.InvalidArgs", "No such interface")
        elif name == "Register":
            if self.knows_app_id:
                self._apps[fields[HeaderFields.sender]] = message.body[0]
                self._bus.send(new_method_return(message))
            else:
                self._fail(message, f"{ERROR}.Failed", "App info not found")
        elif name == "Close":
            path = fields[HeaderFields.path]
            if path in self.sessions:
                self.sessions.remove(path)
            self._bus.send(new_method_return(message))
        elif interface not in self.offers:
            self._fail(message, f"{ERROR}.UnknownMethod", "No such interface")
        else:
            self._request(message, name)

    def _request(self, message: Message, name: str) -> None:
        sender = message.header.fields[HeaderFields.sender]
        options = message.body[-1]
        if name == "CreateSession" and self.needs_app_id and sender not in self._apps:
            self._fail(message, "org.freedesktop.portal.Error.NotAllowed", "An app id is required")
            return
        own = sender[1:].replace(".", "_")
        handle = f"{PATH}/request/{own}/{options['handle_token'][1]}"
        results = {
            "CreateSession": self._create,
            "BindShortcuts": self._bind,
            "Screenshot": self._shoot,
        }[name](message, own)

        def respond() -> None:
            body = (self.code, results() if self.code == 0 else {})
            self._send(handle, "org.freedesktop.portal.Request", "Response", sender, "ua{sv}", body)

        self._bus.send(new_method_return(message, "o", (handle,)))
        if self.is_answering or name == "CreateSession":
            respond()
        else:
            self._waiting.append(respond)

    def _create(self, message: Message, own: str) -> Callable[[], dict[str, Any]]:
        token = message.body[-1]["session_handle_token"][1]
        session = f"{PATH}/session/{own}/{token}"
        self.sessions.append(session)
        self._owners[session] = message.header.fields[HeaderFields.sender]
        return lambda: {"session_handle": ("s", session)}

    def _bind(self, message: Message, own: str) -> Callable[[], dict[str, Any]]:
        del own
        wanted = {
            command: {name: value for name, (_, value) in about.items()}
            for command, about in message.body[1]
        }
        self.bound.append(wanted)

        def results() -> dict[str, Any]:
            found = [
                (command, {"trigger_description": ("s", self._given(command, about))})
                for command, about in wanted.items()
            ]
            return {"shortcuts": ("a(sa{sv})", found)}

        return results

    def _given(self, command: str, about: dict[str, str]) -> str:
        names = {"CTRL": "Ctrl", "LOGO": "Meta", "ALT": "Alt", "SHIFT": "Shift"}
        parts = about.get("preferred_trigger", "").split("+")
        own = "+".join(names.get(part, part.upper()) for part in parts)
        return self.chosen.get(command, own)

    def _shoot(self, message: Message, own: str) -> Callable[[], dict[str, Any]]:
        del message, own
        return lambda: {"uri": ("s", self.picture())}

    def _fail(self, message: Message, name: str, text: str) -> None:
        self._bus.send(new_error(message, name, "s", (text,)))
