"""What can go wrong with a vision server, as errors that say what to do."""

from __future__ import annotations

import socket
from collections.abc import Iterator

from assistant import messages
from assistant.errors import VisionError
from assistant.perceive.vision.server_address import ServerAddress

_SENTENCES = {
    "busy": messages.VISION_SERVER_BUSY,
    "certificates": messages.VISION_SERVER_CERTIFICATES,
    "check_slow": messages.VISION_SERVER_CHECK_SLOW,
    "cut": messages.VISION_SERVER_CUT,
    "down": messages.VISION_SERVER_DOWN,
    "empty": messages.VISION_SERVER_EMPTY,
    "failed": messages.VISION_SERVER_FAILED,
    "garbage": messages.VISION_SERVER_GARBAGE,
    "key_wanted": messages.VISION_SERVER_KEY_WANTED,
    "key_wrong": messages.VISION_SERVER_KEY_WRONG,
    "lacks_model": messages.VISION_SERVER_LACKS_MODEL,
    "lists_nothing": messages.VISION_SERVER_LISTS_NOTHING,
    "moved": messages.VISION_SERVER_MOVED,
    "no_tls": messages.VISION_SERVER_NO_TLS,
    "not_connected": messages.VISION_SERVER_NOT_CONNECTED,
    "not_found": messages.VISION_SERVER_NOT_FOUND,
    "proxy": messages.VISION_SERVER_PROXY,
    "rejected": messages.VISION_SERVER_REJECTED,
    "slow": messages.VISION_SERVER_SLOW,
    "stalled": messages.VISION_SERVER_STALLED,
    "unknown": messages.VISION_SERVER_UNKNOWN,
    "untrusted": messages.VISION_SERVER_UNTRUSTED,
    "web_page": messages.VISION_SERVER_WEB_PAGE,
}


def fault(
    server: ServerAddress, kind: str, *, seconds: float = 0, model: str = "", models: str = ""
) -> VisionError:
    """Return the error of that kind."""
    template = _SENTENCES[kind]
    if kind == "not_found" and not model:
        template = messages.VISION_SERVER_NOT_FOUND_NO_MODEL
    sentence = template.format(host=server.host, seconds=f"{seconds:g}", model=model, models=models)
    return VisionError(f"vision.server_{kind}", sentence)


def explain(error: Exception, server: ServerAddress, connect_seconds: float) -> VisionError:
    """Return the error to tell for one of the HTTP library."""
    kind = _kind_below(error) or _kind(error)
    return fault(server, kind, seconds=connect_seconds)


def _kind_below(error: BaseException) -> str | None:
    """Return the kind that the error of the system tells, which the library wraps."""
    import ssl  # noqa: PLC0415 - not needed until a connection fails

    for cause in causes(error):
        if isinstance(cause, socket.gaierror):
            return "unknown"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "untrusted"
        if isinstance(cause, ssl.SSLError):
            return "no_tls"
    return None


def _kind(error: Exception) -> str:
    import httpx2  # noqa: PLC0415

    match error:
        case httpx2.ConnectTimeout():
            return "not_connected"
        case httpx2.ProxyError():
            return "proxy"
        case httpx2.ConnectError():
            return "down"
        case httpx2.RemoteProtocolError() | httpx2.NetworkError():
            return "cut"
        case _:
            return "garbage"


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the error, what it was raised from, and so on."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
