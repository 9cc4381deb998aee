"""Asks a vision-language model on a server of the user's own, as most of them understand it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant import messages
from assistant.config.settings import VisionSettings
from assistant.errors import EngineError, VisionError
from assistant.perceive.vision.base import Question
from assistant.perceive.vision.server_address import ServerAddress, allowed
from assistant.perceive.vision.server_client import Limits, ServerClient
from assistant.perceive.vision.server_exchange import Exchange
from assistant.perceive.vision.server_faults import fault
from assistant.perceive.vision.server_notice import ToldServers
from assistant.perceive.vision.server_pictures import Pictures
from assistant.turn import Turn
from assistant.types import Screenshot

__all__ = ["MOST_PIXELS", "Limits", "ServerSeer", "check"]

MOST_PIXELS = 1600
"""Of a picture's long side; small letters of a full screen can still be read."""

_MOST_NAMED = 6
"""Models, in a sentence."""


class ServerSeer:
    """A Seer over the network. Safe from any thread.

    Nothing is sent but by `ask`, and there only to the server of the settings: encrypted, unless
    it is this computer or the settings allow it otherwise. What a model thinks before it answers
    is not told, and its time counts as waiting for the first word.
    """

    def __init__(
        self,
        settings: VisionSettings,
        *,
        told_file: Path | None = None,
        most_pixels: int = MOST_PIXELS,
        limits: Limits | None = None,
    ) -> None:
        self._settings = settings
        self._limits = limits or Limits()
        self._told = ToldServers(told_file)
        self._pictures = Pictures(most_pixels)
        self._lock = threading.Lock()
        self._client: ServerClient | None = None
        self._exchanges: set[Exchange[str]] = set()
        self._is_closed = False

    def notice(self) -> str:
        """Return the sentence that pictures leave this computer; once for each server."""
        try:
            server = self._opened().server
        except VisionError:
            return ""
        if server.is_loopback or not self._told.is_new(server.origin):
            return ""
        if server.is_encrypted:
            return messages.VISION_SERVER_NOTICE.format(host=server.host)
        return messages.VISION_SERVER_NOTICE_OPEN.format(host=server.host)

    def look(self, turn: Turn, screenshot: Screenshot, system: str) -> None:
        """Encode the picture on another thread. Sends nothing."""
        del system
        if not turn.is_cancelled:
            self._pictures.begin(screenshot)
            self.warm()

    def ask(self, turn: Turn, screenshot: Screenshot, question: Question) -> Iterator[str]:
        """Send the picture and the question, and yield the answer as it comes."""
        turn.check()
        client = self._opened()

        async def work(put: Callable[[str], None]) -> None:
            body = _body(client.model, self._pictures.data_url(screenshot), question)
            await client.chat(body, put)

        exchange = Exchange[str](turn, work)
        with self._known(exchange), exchange:
            yield from _pieces(exchange, client)

    def warm(self) -> None:
        """Load what is needed to ask, on another thread."""
        with contextlib.suppress(VisionError):
            client = self._opened()
            threading.Thread(target=_prepare, args=(client,), daemon=True).start()

    def close(self) -> None:
        """End what is being asked. A later question raises EngineError."""
        with self._lock:
            self._is_closed = True
            exchanges = list(self._exchanges)
        for exchange in exchanges:
            exchange.drop(_closed())

    def _opened(self) -> ServerClient:
        """Return the client, made when first needed. Raises VisionError for a wrong address."""
        with self._lock:
            if self._client is None:
                self._client = _client(self._settings, self._limits)
            return self._client

    @contextlib.contextmanager
    def _known(self, exchange: Exchange[str]) -> Generator[None]:
        """Have `close` end the exchange too."""
        with self._lock:
            if self._is_closed:
                raise _closed()
            self._exchanges.add(exchange)
        try:
            yield
        finally:
            with self._lock:
                self._exchanges.discard(exchange)


def check(settings: VisionSettings, limits: Limits | None = None) -> str:
    """Return a sentence for doctor: the server answers, and has the model.

    Raises VisionError where it doesn't.
    """
    client = _client(settings, limits or Limits())
    with Exchange[list[str]](Turn(), client.models) as exchange:
        try:
            listed = exchange.next(client.limits.check)
        except TimeoutError as error:
            raise fault(client.server, "check_slow", seconds=client.limits.check) from error
    return _judged(client.server, client.model, listed or [])


def _judged(server: ServerAddress, model: str, listed: list[str]) -> str:
    if not listed:
        raise fault(server, "lists_nothing")
    if not model:
        return messages.VISION_SERVER_WORKS_NO_MODEL.format(host=server.host)
    if model not in listed:
        named = listed[:_MOST_NAMED] + ["..."] * (len(listed) > _MOST_NAMED)
        raise fault(server, "lacks_model", model=model, models=", ".join(named))
    return messages.VISION_SERVER_WORKS.format(host=server.host, model=model)


def _pieces(exchange: Exchange[str], client: ServerClient) -> Iterator[str]:
    """Yield what comes; an answer that is late, or that has no words, is an error."""
    is_said = False
    while True:
        limit = client.limits.between if is_said else client.limits.first
        try:
            piece = exchange.next(limit)
        except TimeoutError as error:
            kind = "stalled" if is_said else "slow"
            raise fault(client.server, kind, seconds=limit) from error
        if piece is None:
            break
        is_said = is_said or bool(piece.strip())
        yield piece
    if not is_said:
        raise fault(client.server, "empty")


def _body(model: str, picture: str, question: Question) -> Mapping[str, Any]:
    """Return the request. The picture is before the text, so that servers can keep its prefix."""
    parts = [
        {"type": "image_url", "image_url": {"url": picture}},
        {"type": "text", "text": question.text},
    ]
    asked = [{"role": "user", "content": parts}]
    if question.system:
        asked.insert(0, {"role": "system", "content": question.system})
    named = {"model": model} if model else {}
    settled = {"stream": True, "temperature": 0, "max_tokens": question.most_tokens}
    return {**named, "messages": asked, **settled}


def _client(settings: VisionSettings, limits: Limits) -> ServerClient:
    server = allowed(settings.server, without_tls=settings.server_without_tls)
    return ServerClient(server, settings.server_model.strip(), limits)


def _prepare(client: ServerClient) -> None:
    """Load the library; `ask` tells what is wrong with it."""
    with contextlib.suppress(VisionError):
        client.prepare()


def _closed() -> EngineError:
    sentence = messages.ENGINE_CLOSED.format(engine=messages.VISION_SERVER)
    return EngineError("engine.closed", sentence)
