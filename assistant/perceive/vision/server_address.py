"""The address of a vision server: what may be asked there, and how. Pure."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from assistant import messages
from assistant.errors import VisionError

_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"[\w-]+(\.[\w-]+)*\.?", re.UNICODE)
_PATH = re.compile(r"[\w./~%:@!$&'()*+,;=-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where a server is."""

    origin: str
    """Scheme, host and port; what a key and a notice are for."""
    host: str
    """Host as it is spoken, with its port where that is not the usual one."""
    path: str
    """Without a slash at its end."""
    is_loopback: bool
    """Whether it is this very computer."""

    @property
    def is_encrypted(self) -> bool:
        """Whether nobody between here and there can read along."""
        return self.origin.startswith("https:")

    def url(self, name: str) -> str:
        """Return the address of what `name` is called below this one."""
        return f"{self.origin}{self.path}/{name}"


def parse(text: str) -> ServerAddress:
    """Read an address as the user wrote it; raise VisionError where it is none.

    Names with a password in them are refused: settings are no place for one.
    """
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError as error:
        raise _wrong() from error
    host = (parts.hostname or "").lower()
    if not _is_whole(parts) or not _is_host(host) or port == 0:
        raise _wrong()
    place = f"[{host}]" if ":" in host else host
    if port is not None and port != _PORTS[parts.scheme]:
        place = f"{place}:{port}"
    origin = f"{parts.scheme}://{place}"
    return ServerAddress(origin, place, parts.path.rstrip("/"), _is_loopback(host))


def allowed(text: str, *, without_tls: bool) -> ServerAddress:
    """Read an address that pictures may be sent to; raise VisionError where they may not."""
    server = parse(text)
    if server.is_encrypted or server.is_loopback or without_tls:
        return server
    sentence = messages.VISION_SERVER_NEEDS_TLS.format(host=server.host)
    raise VisionError("vision.server_tls", sentence)


def _is_whole(parts: SplitResult) -> bool:
    extra = parts.query or parts.fragment or "@" in parts.netloc
    return parts.scheme in _PORTS and not extra and _PATH.fullmatch(parts.path) is not None


def _is_host(host: str) -> bool:
    return _number(host) is not None if ":" in host else _NAME.fullmatch(host) is not None


def _is_loopback(host: str) -> bool:
    number = _number(host)
    return host == "localhost" if number is None else number.is_loopback


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _wrong() -> VisionError:
    return VisionError("vision.server_address", messages.VISION_SERVER_ADDRESS)
