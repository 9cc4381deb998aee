"""How tests ask a vision server, and where keys are kept meanwhile."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest
from PIL import Image

from assistant.config.settings import VisionSettings
from assistant.errors import VisionError
from assistant.perceive.vision.base import Question, Seer
from assistant.perceive.vision.server import ServerSeer
from assistant.turn import Turn
from assistant.types import Bounds, Origin, Screenshot
from vision_server import ScriptedServer

QUESTION = Question("Answer in one sentence.", "What color is the shape?", most_tokens=40)


Serve = Callable[..., ScriptedServer]


class MemoryKeyring(keyring.backend.KeyringBackend):
    """Keeps keys for one test, and counts how often it is opened."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.reads = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.reads += 1
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class ShutKeyring(MemoryKeyring):
    """Its user does not tell the password."""

    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked

    def set_password(self, service: str, username: str, password: str) -> None:
        raise keyring.errors.KeyringLocked


def picture(name: str = "one", size: tuple[int, int] = (48, 32)) -> Screenshot:
    pixels = Image.new("RGBA", size, (200, 40, 20, 0)).tobytes("raw", "BGRA")
    return Screenshot(pixels, *size, Bounds(0, 0, *size), Origin.FILE, 0.0, name)


def seer(server: str | ScriptedServer, tmp_path: Path, **options: object) -> ServerSeer:
    address = server if isinstance(server, str) else server.address
    settings = VisionSettings(
        server=address,
        server_model=str(options.pop("model", "a-model")),
        server_without_tls=bool(options.pop("without_tls", False)),
    )
    return ServerSeer(settings, told_file=tmp_path / "told", **options)  # type: ignore[arg-type]


def ask(one: Seer, turn: Turn | None = None, name: str = "one") -> list[str]:
    return list(one.ask(turn or Turn(), picture(name), QUESTION))


def told(one: Seer) -> tuple[str, str]:
    with pytest.raises(VisionError) as caught:
        ask(one)
    return caught.value.code, caught.value.sentence


@contextlib.contextmanager
def never_accepting() -> Iterator[int]:
    """A port whose queue is full, so that connecting takes forever."""
    with contextlib.ExitStack() as stack:
        listening = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        port: int = listening.getsockname()[1]
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(("127.0.0.1", port))
        yield port
