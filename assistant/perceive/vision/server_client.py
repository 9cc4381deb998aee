"""What is said to a vision server and what comes back, as coroutines."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant import messages
from assistant.errors import VisionError
from assistant.perceive.vision import server_events, server_key
from assistant.perceive.vision.server_address import ServerAddress
from assistant.perceive.vision.server_faults import causes, explain, fault

if TYPE_CHECKING:
    import ssl

    import httpx2

_log = logging.getLogger(__name__)
_KEY_IS_WANTED = (401, 403)
_KINDS = {404: "not_found", 408: "busy", 429: "busy", 503: "busy", 504: "busy"}
_KINDS_BY_HUNDRED = {3: "moved", 4: "rejected", 5: "failed"}
_LOGGED_BYTES = 2000


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a server may take, in seconds."""

    connect: float = 5.0
    first: float = 60.0
    """Until the first word, all before it included."""
    between: float = 20.0
    """From one word to the next."""
    check: float = 3.0
    """For the list of models."""


class ServerClient:
    """Asks one server. Its coroutines run on the event loop of any thread.

    The keyring is opened only once the server wants a key, for it may ask for a password.
    """

    def __init__(self, server: ServerAddress, model: str, limits: Limits) -> None:
        self.server = server
        self.model = model
        self.limits = limits
        self._lock = threading.Lock()
        self._context: ssl.SSLContext | None = None
        self._key: str | None = None

    def prepare(self) -> None:
        """Load what is needed to ask, so that the first question needn't. Sends nothing."""
        try:
            import httpx2  # noqa: PLC0415
        except ImportError as error:
            raise VisionError("vision.httpx2", messages.VISION_SERVER_LIBRARY) from error
        try:
            with self._lock:
                self._context = self._context or httpx2.create_ssl_context()
        except OSError as error:
            raise fault(self.server, "certificates") from error

    async def chat(self, body: Mapping[str, Any], put: Callable[[str], None]) -> None:
        """Ask, and put the pieces of the answer; return at its end."""
        async with self._answer("POST", "chat/completions", body) as response:
            self._check_kind(response, "text/event-stream")
            if not await self._read(response, put):
                raise fault(self.server, "cut")

    async def models(self, put: Callable[[list[str]], None]) -> None:
        """Put the names of the models that the server has."""
        async with self._answer("GET", "models") as response:
            self._check_kind(response, "application/json")
            await response.aread()
            with self._understanding():
                put(server_events.models(response.text))

    async def _read(self, response: httpx2.Response, put: Callable[[str], None]) -> bool:
        """Put the pieces of the answer; return whether it came to its end."""
        import httpx2  # noqa: PLC0415

        async for event in httpx2.EventSource(response):
            with self._understanding():
                piece = server_events.piece(event.data)
            if piece.text:
                put(piece.text)
            if piece.is_last:
                return True
        return False

    @contextlib.asynccontextmanager
    async def _answer(
        self, method: str, name: str, body: Mapping[str, Any] | None = None
    ) -> AsyncGenerator[httpx2.Response]:
        """Open an answer that is not a refusal, with the key if one is wanted."""
        self.prepare()
        async with self._connected() as client:
            request = client.build_request(
                method, self.server.url(name), json=body, headers=self._headers()
            )
            response = await self._sent(client, request)
            if response.status_code in _KEY_IS_WANTED and self._learn_key(response.status_code):
                await response.aclose()
                request.headers.update(self._headers())
                response = await self._sent(client, request)
            async with contextlib.aclosing(response):
                await self._check_status(response)
                yield response

    async def _sent(self, client: httpx2.AsyncClient, request: httpx2.Request) -> httpx2.Response:
        """Send a request and return the answer once it begins, if it is HTTP at all."""
        import h11  # noqa: PLC0415
        import httpx2  # noqa: PLC0415

        try:
            return await client.send(request, stream=True)
        except httpx2.RemoteProtocolError as error:
            if any(isinstance(cause, h11.RemoteProtocolError) for cause in causes(error)):
                raise fault(self.server, "garbage") from error
            raise

    @contextlib.asynccontextmanager
    async def _connected(self) -> AsyncGenerator[httpx2.AsyncClient]:
        import httpx2  # noqa: PLC0415

        try:
            async with self._client() as client:
                yield client
        except (httpx2.RequestError, httpx2.InvalidURL) as error:
            raise explain(error, self.server, self.limits.connect) from error

    def _client(self) -> httpx2.AsyncClient:
        """Return a client that follows nobody elsewhere. Loopback needs no proxy."""
        import httpx2  # noqa: PLC0415

        assert self._context is not None
        timeout = httpx2.Timeout(None, connect=self.limits.connect)
        uses_proxies = not self.server.is_loopback
        try:
            return httpx2.AsyncClient(verify=self._context, timeout=timeout, trust_env=uses_proxies)
        except (ImportError, ValueError, httpx2.InvalidURL) as error:
            raise fault(self.server, "proxy") from error

    def _headers(self) -> dict[str, str]:
        """Return the key; and no compression, for whoever compresses holds words back."""
        key = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        return {"Accept-Encoding": "identity", **key}

    def _learn_key(self, status: int) -> bool:
        """Read the key from the keyring; return whether it is another than the one used."""
        _log.debug("%s wants a key: %s", self.server.host, status)
        before, self._key = self._key, server_key.read_key(self.server.origin)
        return self._key not in (None, before)

    async def _check_status(self, response: httpx2.Response) -> None:
        """Raise VisionError for everything but success. What a server says then is not spoken."""
        status = response.status_code
        if status == 200:
            return
        if _log.isEnabledFor(logging.DEBUG):
            async for part in response.aiter_bytes(_LOGGED_BYTES):
                _log.debug("%s answered %s: %r", self.server.host, status, part)
                break
        if status in _KEY_IS_WANTED:
            raise fault(self.server, "key_wrong" if self._key else "key_wanted")
        kind = _KINDS.get(status) or _KINDS_BY_HUNDRED.get(status // 100, "garbage")
        raise fault(self.server, kind, model=self.model)

    def _check_kind(self, response: httpx2.Response, wanted: str) -> None:
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != wanted:
            raise fault(self.server, "web_page" if kind == "text/html" else "garbage")

    @contextlib.contextmanager
    def _understanding(self) -> Generator[None]:
        try:
            yield
        except server_events.NotUnderstood as error:
            raise fault(self.server, "garbage") from error
        except server_events.FaultReported as error:
            raise fault(self.server, "failed") from error
