"""Small stand-ins for the parts of NVDA that the add-on touches: NVDA itself runs on Windows only.

They keep to NVDA's developer guide in what the add-on can see of them: the script decorator sets
the attributes that NVDA's gesture map reads, queued functions run only when the main loop comes to
them, and speech that is cancelled tells so before anything else.
"""

from __future__ import annotations

import gettext
import importlib
import inspect
import queue
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

MODULES = (
    *("addonHandler", "api", "controlTypes", "globalPluginHandler", "globalVars", "logHandler"),
    *("queueHandler", "scriptHandler", "speech", "speech.extensions", "textInfos", "ui"),
)


class Role(Enum):
    GRAPHIC = "graphic"
    EDITABLETEXT = "edit"
    PASSWORDEDIT = "password edit"

    @property
    def displayString(self) -> str:  # noqa: N802 - NVDA's name
        return self.value


class State(Enum):
    PROTECTED = "protected"


class Action:
    """An extension point."""

    def __init__(self) -> None:
        self.handlers: list[Callable[..., None]] = []

    def register(self, handler: Callable[..., None]) -> None:
        self.handlers.append(handler)

    def unregister(self, handler: Callable[..., None]) -> None:
        self.handlers.remove(handler)


class TextInfo:
    """A piece of text: a caret until it is expanded to its line."""

    def __init__(self, rectangles: object, point: object = None) -> None:
        self._rectangles = rectangles
        self._point = point
        self.unit = ""

    def copy(self) -> TextInfo:
        return TextInfo(self._rectangles, self._point)

    def expand(self, unit: str) -> None:
        self.unit = unit

    @property
    def boundingRects(self) -> object:  # noqa: N802 - NVDA's name
        if self.unit != "line" or self._rectangles is None:
            raise NotImplementedError
        return self._rectangles

    @property
    def pointAtStart(self) -> object:  # noqa: N802 - NVDA's name
        if self._point is None:
            raise LookupError
        return self._point


class Nvda:
    """NVDA as the add-on sees it: what it points at goes in, what it says comes out."""

    def __init__(self, addon: Path, language: str = "en", *, is_secure: bool = False) -> None:
        self.addon = addon
        self.navigator: Any = None
        self.review: Any = None
        self.repeat = 0
        self.spoken: list[str] = []
        self.brailled: list[str] = []
        self.shown: list[tuple[str, str]] = []
        self._language = language
        self._is_secure = is_secure
        self._queue: queue.SimpleQueue[tuple[Any, ...]] = queue.SimpleQueue()
        self._canceled = Action()

    def point_at(
        self, location: object, name: str = "", role: Role = Role.GRAPHIC, *states: State
    ) -> None:
        self.navigator = SimpleNamespace(
            location=location, name=name, role=role, states=set(states)
        )

    def press(self, plugin: Any, script: str) -> None:
        """Press the key of a script: NVDA silences itself before it runs."""
        self.cancel_speech()
        getattr(plugin, f"script_{script}")(SimpleNamespace())

    def cancel_speech(self) -> None:
        for handler in list(self._canceled.handlers):
            handler()

    def pump(self, until: Callable[[], object], seconds: float = 10) -> None:
        """Run what is queued, as NVDA's main loop does, until `until` holds."""
        end = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < end, self.spoken
            try:
                function, *arguments = self._queue.get(timeout=0.02)
            except queue.Empty:
                continue
            function(*arguments)

    @property
    def is_queue_empty(self) -> bool:
        return self._queue.empty()

    @contextmanager
    def plugin_module(self) -> Iterator[ModuleType]:
        """Load the plugin of the unpacked add-on as NVDA does; forget all of it afterwards."""
        package = ModuleType("globalPlugins")
        package.__path__ = [str(self.addon / "globalPlugins")]
        added = {**self._modules(), "globalPlugins": package}
        sys.modules.update(added)
        try:
            yield importlib.import_module("globalPlugins.lookaloud")
        finally:
            for name in [n for n in sys.modules if n in added or n.startswith("globalPlugins.")]:
                del sys.modules[name]

    def _modules(self) -> dict[str, ModuleType]:
        found = {name: ModuleType(name) for name in MODULES}

        def fill(name: str, **attributes: object) -> None:
            vars(found[name]).update(attributes)

        fill("addonHandler", initTranslation=self._init_translation)
        fill("api", getNavigatorObject=lambda: self.navigator)
        fill("api", getReviewPosition=lambda: self.review)
        fill("controlTypes", Role=Role, State=State)
        fill("globalPluginHandler", GlobalPlugin=_GlobalPlugin)
        fill("globalVars", appArgs=SimpleNamespace(secure=self._is_secure))
        fill("logHandler", log=SimpleNamespace(debug=lambda *_, **__: None))
        fill("queueHandler", eventQueue=self._queue, queueFunction=_queue_function)
        fill("scriptHandler", script=_script, getLastScriptRepeatCount=lambda: self.repeat)
        fill("speech.extensions", pre_speechCanceled=self._canceled)
        fill("textInfos", UNIT_LINE="line")
        fill("ui", message=self._message, browseableMessage=self._show)
        found["speech"].__path__ = []
        return found

    def _message(self, text: str, speechPriority: object = None, brailleText: str = "") -> None:  # noqa: N803
        del speechPriority
        self.spoken.append(text)
        self.brailled.append(brailleText or text)

    def _show(self, message: str, title: str) -> None:
        self.shown.append((message, title))

    def _init_translation(self) -> None:
        translation = gettext.translation(
            "nvda", self.addon / "locale", [self._language], fallback=True
        )
        frame = inspect.currentframe()
        assert frame is not None
        assert frame.f_back is not None
        frame.f_back.f_globals["_"] = translation.gettext


class _GlobalPlugin:
    def terminate(self) -> None:
        pass


def _queue_function(where: Any, function: Callable[..., None], *arguments: object) -> None:
    where.put((function, *arguments))


def _script(
    description: str = "", category: str | None = None, gesture: str | None = None
) -> Callable[[Any], Any]:
    def decorate(function: Any) -> Any:
        assert function.__name__.startswith("script_")
        function.__doc__ = description
        function.category = category
        function.gestures = [gesture] if gesture else []
        return function

    return decorate


class UnixStream:
    """Lookaloud's Unix socket in place of its named pipe."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        try:
            self._socket.connect(str(path))
        except OSError:
            self._socket.close()
            raise

    def receive(self, timeout_seconds: float) -> bytes:
        self._socket.settimeout(timeout_seconds)
        try:
            return self._socket.recv(65536)
        except (ConnectionResetError, BrokenPipeError):
            return b""

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def end(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._socket.close()
