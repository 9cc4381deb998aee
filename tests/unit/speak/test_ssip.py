from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from assistant import language
from assistant.speak import ssip
from assistant.speak.output import Punctuation, VoiceSettings
from assistant.speak.queueing import Words
from assistant.speak.speech_dispatcher import SpeechDispatcherEngine, commands
from assistant.types import Source, Utterance

pytestmark = pytest.mark.unit


class Server:
    """Answers SSIP from a script; keeps what it was told."""

    def __init__(self, path: Path) -> None:
        self.told: list[str] = []
        self.changed = threading.Condition()
        self.replies = {"HISTORY": ["245-7", "245 OK CLIENT ID SENT"]}
        self.events: dict[str, list[str]] = {}
        """What comes by itself a moment after the replies to a line."""
        self._connections: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen()
        self._start(self._accept)

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._connections:
            with suppress(OSError):  # closed by the client already
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for connection in self._connections:
            connection.close()

    def send(self, *lines: str) -> None:
        self._connections[0].sendall("".join(f"{line}\r\n" for line in lines).encode())

    def wait_told(self, line: str) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: line in self.told, 5)

    def _start(self, target: object, *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._connections.append(connection)
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with suppress(ConnectionError), connection.makefile("rb") as file:
            for raw in file:
                line = raw.decode().rstrip("\r\n")
                with self.changed:
                    self.told.append(line)
                    self.changed.notify_all()
                for reply in self.replies.get(line.split(maxsplit=1)[0], ["200 OK"]):
                    connection.sendall(f"{reply}\r\n".encode())
                if events := self.events.get(line):
                    time.sleep(0.02)
                    connection.sendall("".join(f"{event}\r\n" for event in events).encode())


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "socket")
    yield server
    server.close()


@pytest.fixture
def client(server: Server, tmp_path: Path) -> Iterator[ssip.Client]:
    client = ssip.Client(str(tmp_path / "socket"), "test")
    yield client
    client.close()


def test_events_are_told_apart_from_replies(server: Server, client: ssip.Client) -> None:
    begin = ["701-3", "701-7", "701 BEGIN"]
    server.send("703-2", "703-7", "703 CANCELED", *begin[:1])
    server.replies["GET"] = [*begin[1:], "251-40", "702-3", "702-7", "702 END", "251 OK"]
    assert client.command("GET RATE") == ["40"]
    events = [client.event(1) for _ in range(3)]
    assert events == [(2, "CANCEL"), (3, "BEGIN"), (3, "END")]


def test_text_goes_in_one_piece_with_dots_doubled(server: Server, client: ssip.Client) -> None:
    server.replies |= {"SPEAK": ["230 OK"], ".": ["225-9", "225 OK"], "..a": [], "b": []}
    assert client.speak(".a\nb") == 9
    assert server.told[-4:] == ["SPEAK", "..a", "b", "."]


def test_silence_wakes_whoever_waits_for_an_event(server: Server, client: ssip.Client) -> None:
    silence = threading.Timer(0.05, client.silence)
    silence.start()
    assert client.event(10) is None
    server.wait_told("CANCEL 7")


def test_a_refusal_is_an_error_of_its_own(server: Server, client: ssip.Client) -> None:
    server.replies["SET"] = ["409 ERR RATE TOO HIGH"]
    with pytest.raises(ssip.SsipRefused, match="RATE TOO HIGH"):
        client.command("SET self RATE 1000")


def test_a_server_that_does_not_answer_is_told_from_one_that_is_gone(
    server: Server, client: ssip.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ssip, "REPLY_SECONDS", 0.05)
    server.replies["GET"] = []
    with pytest.raises(ssip.SsipSilent):
        client.command("GET RATE")
    server._connections[0].shutdown(socket.SHUT_RDWR)
    with pytest.raises(ssip.SsipError, match=r"closed|gone"):
        client.command("GET RATE")


def test_no_server_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ssip.SsipError, match="no server at"):
        ssip.Client(str(tmp_path / "nothing"), "test")


@pytest.mark.parametrize(
    ("variables", "address"),
    [
        ({"SPEECHD_ADDRESS": "unix_socket:/tmp/s"}, "/tmp/s"),
        ({"SPEECHD_ADDRESS": "inet_socket:localhost:7000"}, ("localhost", 7000)),
        ({"SPEECHD_ADDRESS": "inet_socket"}, ("127.0.0.1", 6560)),
        ({"XDG_RUNTIME_DIR": "/run/me"}, "/run/me/speech-dispatcher/speechd.sock"),
    ],
)
def test_the_address_is_the_one_that_the_user_has_set(
    variables: dict[str, str], address: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SPEECHD_ADDRESS", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert ssip.server_address() == address


@pytest.fixture
def desktop_language(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Sets the language that the desktop names."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)

    def set_language(name: str) -> None:
        monkeypatch.setenv("LANG", name)
        language.interface_language.cache_clear()

    yield set_language
    monkeypatch.undo()
    language.interface_language.cache_clear()


def test_only_what_the_user_changed_is_set(desktop_language: Callable[[str], None]) -> None:
    desktop_language("C.UTF-8")
    assert list(commands(VoiceSettings())) == []
    desktop_language("de_AT.UTF-8")
    voice = VoiceSettings(80, 0, 50, "Anna", punctuation=Punctuation.ALL)
    assert list(commands(voice)) == [
        "SET self LANGUAGE de-AT",
        "SET self SYNTHESIS_VOICE Anna",
        "SET self RATE 60",
        "SET self PITCH -100",
        "SET self VOLUME 0",
        "SET self PUNCTUATION all",
    ]


def test_a_language_without_translation_is_spoken_as_english(
    desktop_language: Callable[[str], None],
) -> None:
    desktop_language("fr_FR.UTF-8")
    assert list(commands(VoiceSettings())) == ["SET self LANGUAGE en"]
    desktop_language("en_GB.UTF-8")
    assert list(commands(VoiceSettings())) == ["SET self LANGUAGE en-GB"]


def test_each_utterance_is_spoken_in_its_language(
    server: Server,
    tmp_path: Path,
    desktop_language: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desktop_language("de_DE.UTF-8")
    monkeypatch.setenv("SPEECHD_ADDRESS", f"unix_socket:{tmp_path / 'socket'}")
    begin = ["701-9", "701-7", "701 BEGIN"]
    end = ["702-9", "702-7", "702 END"]
    server.replies |= {"SPEAK": ["230 OK"], ".": ["225-9", "225 OK"]}
    server.events["."] = [*begin, *end]
    server.replies |= {"Knopf": [], "Press": []}
    engine = SpeechDispatcherEngine()
    voice = VoiceSettings(voice="Anna")
    for text, spoken in (("Knopf", ""), ("Press", "en"), ("Press", "en"), ("Knopf", "")):
        utterance = Utterance(text, Source.ACCESSIBILITY, 1, language=spoken)
        assert engine.speak(Words(utterance, text, voice))
    engine.close()
    told = [
        line for line in server.told if line.startswith(("SET self L", "SET self SY", "K", "P"))
    ]
    german = ["SET self LANGUAGE de-DE", "SET self SYNTHESIS_VOICE Anna"]
    assert told == [*german, "Knopf", "SET self LANGUAGE en", "Press", "Press", *german, "Knopf"]
