"""The check for a newer version, against real servers on this computer."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import __version__
from assistant.__main__ import main
from assistant.config.settings import Settings, UpdatesSettings
from assistant.errors import UpdateError
from assistant.updates.check import is_newer, newest
from assistant.updates.watch import DAY_SECONDS, Kept, Pace, Watch, _keep, _kept

pytestmark = pytest.mark.unit

QUICK = Pace(first=0.01, again=0.05, quiet=0.2)


class Server:
    """Answers each connection with the same bytes, and keeps what it was sent."""

    def __init__(self, reply: bytes, pause_seconds: float = 0.0) -> None:
        self.reply = reply
        self.pause_seconds = pause_seconds
        self.requests: list[str] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/newest"
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                self.requests.append(connection.recv(65536).decode())
                try:
                    self.answer(connection)
                except OSError:
                    continue  # who asked has left

    def answer(self, connection: socket.socket) -> None:
        if not self.pause_seconds:
            connection.sendall(self.reply)
        for byte in self.reply if self.pause_seconds else b"":
            connection.sendall(bytes([byte]))
            time.sleep(self.pause_seconds)

    def close(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(5)


Serve = Callable[..., Server]


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    made: list[Server] = []

    def start(reply: bytes, pause_seconds: float = 0.0) -> Server:
        made.append(Server(reply, pause_seconds))
        return made[-1]

    yield start
    for server in made:
        server.close()


def ok(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def test_one_request_that_says_nothing_of_who_asks(serve: Serve) -> None:
    server = serve(ok(b"9.8.7\n"))
    assert newest(server.url) == "9.8.7"
    assert len(server.requests) == 1
    line, *headers = server.requests[0].strip().split("\r\n")
    assert line == "GET /newest HTTP/1.1"
    host = server.url.split("/")[2]
    assert sorted(headers) == [
        "Accept-Encoding: identity",
        "Connection: close",
        f"Host: {host}",
        "User-Agent: lookaloud",
    ]


@pytest.mark.parametrize(
    "reply",
    [
        ok(b""),
        ok(b"<html>Sign in to the network of this hotel</html>"),
        ok(b"1.2.3\n" + b"x" * 50_000_000),
        ok(b"v1"),
        ok("१.२".encode()),
        ok(b"1.2.3.4.5"),
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\n9.8.7",
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 5\r\n\r\n9.8.7",
    ],
    ids=["empty", "page", "huge", "word", "digits", "long", "missing", "redirect"],
)
def test_what_is_no_version_is_told_in_a_sentence(serve: Serve, reply: bytes) -> None:
    server = serve(reply)
    with pytest.raises(UpdateError) as caught:
        newest(server.url)
    assert caught.value.code == "updates.no_version"
    assert caught.value.sentence.startswith("127.0.0.1 does not name a version")
    assert len(server.requests) == 1


@pytest.mark.parametrize("reply", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Le"])
def test_a_broken_answer_is_told_in_a_sentence(serve: Serve, reply: bytes) -> None:
    with pytest.raises(UpdateError) as caught:
        newest(serve(reply).url)
    assert caught.value.code in {"updates.not_reached", "updates.no_version"}


@pytest.mark.parametrize("reply", [ok(b"9.8.7" + b" " * 40), b"HTTP/1.1 200 OK\r\n" * 20])
def test_a_slow_server_is_left(serve: Serve, reply: bytes) -> None:
    server = serve(reply, pause_seconds=0.1)
    with pytest.raises(UpdateError) as caught:
        newest(server.url, limit_seconds=0.5)
    assert caught.value.code == "updates.not_reached"


@pytest.mark.parametrize(
    "url", ["http://example.org/x", "ftp://127.0.0.1/x", "file:///etc/passwd", "newest", "http://["]
)
def test_only_an_encrypted_address_is_asked(url: str) -> None:
    with pytest.raises(UpdateError) as caught:
        newest(url)
    assert caught.value.code == "updates.not_https"


@pytest.mark.parametrize(
    ("version", "own", "newer"),
    [
        ("0.2.0", "0.1.9", True),
        ("0.10", "0.9.9", True),
        ("1.2", "1.2.0", False),
        ("1.2.0", "1.2.1", False),
        ("2.0", "2.0.0.1", False),
    ],
)
def test_numbers_are_compared_not_letters(version: str, own: str, newer: bool) -> None:
    assert is_newer(version, own) is newer


def test_the_command_asks_now_and_says_one_sentence(
    serve: Serve, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def answer(url: str) -> tuple[int, str]:
        path = tmp_path / "settings.toml"
        path.write_text(f'[updates]\nurl = "{url}"\n')
        code = main(["--settings", str(path), "update"])
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    newer = f"Version 99.0 of Lookaloud is available. You have {__version__}.\n"
    assert answer(serve(ok(b"99.0")).url) == (0, newer)
    own = serve(ok(__version__.encode()))
    assert answer(own.url) == (0, f"You have the newest version of Lookaloud, {__version__}.\n")
    code, sentence = answer("")
    assert (code, sentence.count("\n")) == (1, 1)
    assert sentence.startswith("No address for updates is set.")
    code, sentence = answer("http://127.0.0.1:9/")
    assert (code, sentence.count("\n")) == (1, 1)


class Listener:
    """What the watch sees of the program."""

    def __init__(self, url: str, *, check: bool = True) -> None:
        self.settings = replace(Settings(), updates=UpdatesSettings(check=check, url=url))
        self.is_quiet = True
        self.heard: list[str] = []

    def watch(self) -> Watch:
        made = Watch(lambda: self.settings, lambda: self.is_quiet, self.heard.append, QUICK)
        made.start()
        return made

    def wait(self) -> None:
        end = time.monotonic() + 10
        while not self.heard and time.monotonic() < end:
            time.sleep(0.02)


def test_nobody_is_asked_unless_the_user_wants_it(serve: Serve) -> None:
    assert Settings().updates == UpdatesSettings(check=False, url="")
    server = serve(ok(b"99.0"))
    listener = Listener(server.url, check=False)
    watch = listener.watch()
    time.sleep(1)
    watch.close()
    assert (server.requests, listener.heard) == ([], [])


def test_it_is_told_once_in_a_quiet_moment_and_asked_once_a_day(serve: Serve) -> None:
    server = serve(ok(b"99.0"))
    listener = Listener(server.url)
    listener.is_quiet = False
    watch = listener.watch()
    time.sleep(1)
    assert (len(server.requests), listener.heard) == (1, [])
    listener.is_quiet = True
    listener.wait()
    time.sleep(0.5)
    watch.close()
    assert listener.heard == [f"Version 99.0 of Lookaloud is available. You have {__version__}."]
    assert len(server.requests) == 1
    assert _kept().told == "99.0"
    _keep(replace(_kept(), asked_at=time.time() - DAY_SECONDS - 1))
    again = Listener(server.url)
    watch = again.watch()
    time.sleep(1)
    watch.close()
    assert (len(server.requests), again.heard) == (2, [])


@pytest.mark.parametrize("reply", [b"", ok(b"nonsense"), ok(b"0.0.1")])
def test_the_watch_is_silent_about_anything_else(serve: Serve, reply: bytes) -> None:
    server = serve(reply)
    listener = Listener(server.url)
    watch = listener.watch()
    time.sleep(1)
    watch.close()
    assert (len(server.requests), listener.heard) == (1, [])


def test_a_clock_that_was_set_back_does_not_stop_it(serve: Serve) -> None:
    server = serve(ok(b"99.0"))
    _keep(Kept(asked_at=time.time() + 1000 * DAY_SECONDS))
    listener = Listener(server.url)
    watch = listener.watch()
    listener.wait()
    watch.close()
    assert len(listener.heard) == 1
