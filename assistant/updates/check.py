"""Reads the number of the newest version from one address.

One request, which says nothing of who asks: no version, no name, no cookie. No other address is
followed, and no more is read than a version number is long.
"""

from __future__ import annotations

import importlib
import ipaddress
import re
import ssl
import threading
import time
import urllib.request
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, Protocol, cast
from urllib.parse import SplitResult, urlsplit

from assistant import messages_autostart as words
from assistant.errors import UpdateError

if TYPE_CHECKING:
    from http.client import HTTPResponse

USER_AGENT = "lookaloud"
LIMIT_SECONDS = 10.0
"""For the whole; a server that takes longer is left."""
MOST_BYTES = 64
"""Of the file: a version number and the end of its line."""
_VERSION = re.compile(r"(\d{1,5}(?:\.\d{1,5}){1,3})\s*")


def newest(url: str, limit_seconds: float = LIMIT_SECONDS) -> str:
    """Return the version that the file at `url` names. Raises UpdateError."""
    if not url:
        raise UpdateError("updates.no_address", words.NO_ADDRESS)
    place = _place(url)
    asked = _Asked(url, limit_seconds)
    asked.join(limit_seconds)
    if asked.body is None:
        sentence = words.NOT_REACHED.format(host=place.hostname)
        raise UpdateError("updates.not_reached", sentence) from asked.error
    match = _VERSION.fullmatch(asked.body.decode("ascii", "replace"))
    if asked.status != 200 or match is None:
        raise UpdateError("updates.no_version", words.NO_VERSION.format(host=place.hostname))
    return match[1]


def is_newer(version: str, own: str) -> bool:
    """Return whether a version comes after this one; 1.2 and 1.2.0 are the same."""
    return _numbers(version) > _numbers(own)


def _numbers(version: str) -> tuple[int, ...]:
    found = [int(part) for part in re.findall(r"\d+", version)[:4]]
    return (*found, *[0] * (4 - len(found)))


def _place(url: str) -> SplitResult:
    """Return the parts of an address that may be asked: encrypted, or this computer."""
    try:
        place = urlsplit(url)
        is_here = place.scheme == "http" and _is_loopback(place.hostname or "")
        if place.hostname and (place.scheme == "https" or is_here):
            return place
    except ValueError as error:
        raise UpdateError("updates.not_https", words.NOT_HTTPS.format(url=url)) from error
    raise UpdateError("updates.not_https", words.NOT_HTTPS.format(url=url))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Asked(threading.Thread):
    """One request on a thread of its own: finding an address may hang. It is left behind then."""

    def __init__(self, url: str, limit_seconds: float) -> None:
        super().__init__(name="updates", daemon=True)
        self._url = url
        self._limit_seconds = limit_seconds
        self.body: bytes | None = None
        """None where none came."""
        self.status = 0
        self.error: Exception | None = None
        self.start()

    def run(self) -> None:
        """Ask, and keep what came."""
        request = urllib.request.Request(self._url)  # noqa: S310 - only https, or this computer
        try:
            with cast("HTTPResponse", _opener().open(request, None, self._limit_seconds)) as reply:
                self.status = reply.status
                self.body = _read(reply, time.monotonic() + self._limit_seconds)
        except (OSError, HTTPException, ValueError) as error:
            self.error = error


def _opener() -> urllib.request.OpenerDirector:
    """Return what opens an address and nothing more: it follows none, and sends no cookie."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(context=_context()),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    opener.addheaders = [("User-Agent", USER_AGENT)]
    return opener


def _context() -> ssl.SSLContext:
    """Return what checks certificates: by the system's list, or the one that certifi brings."""
    context = ssl.create_default_context()
    if not context.get_ca_certs() and not any(ssl.get_default_verify_paths()[:2]):
        certifi = cast("_Certifi", importlib.import_module("certifi"))
        context.load_verify_locations(certifi.where())
    return context


class _Certifi(Protocol):
    def where(self) -> str: ...


def _read(reply: Any, end: float) -> bytes:
    """Return the beginning of what comes until that `time.monotonic()`. Raises OSError."""
    body = b""
    while len(body) <= MOST_BYTES:
        piece: bytes = reply.read1(MOST_BYTES + 1 - len(body))
        if not piece:
            return body
        body += piece
        if time.monotonic() > end:
            raise TimeoutError
    return body
