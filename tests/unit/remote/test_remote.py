"""The local socket: what a script sends and gets, and who is let in."""

from __future__ import annotations

import gc
import json
import os
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import AssistantError, RemoteError
from assistant.remote import connection, server, unix
from assistant.remote.client import Client
from assistant.remote.server import AlreadyRunning, Request, Server
from assistant.remote.unix import default_path

pytestmark = pytest.mark.unit

NOBODY = 65534
ROOT = Path(__file__).parents[3]


class Program:
    """What the handler of a scripted running program does, by command."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.may_go_on = threading.Event()
        self.ended: list[object] = []
        """Ids of the requests that nobody waits for any more."""

    def __call__(
        self, request: Request, send: Callable[[Mapping[str, Any]], None]
    ) -> Mapping[str, Any]:
        self.requests.append(request)
        match request.command:
            case "describe_window":
                send({"text": "Inbox, window"})
                send({"text": "Zwölf Nachrichten"})
                return {"title": "Inbox", "arguments": dict(request.arguments)}
            case "work":
                ended = threading.Event()
                request.stopping.then(ended.set)
                send({"text": "begun"})
                assert ended.wait(15)
                self.ended.append(request.id)
                raise RemoteError("remote.stopped", "The command was stopped before it was done.")
            case "wait":
                request.stopping.then(lambda: self.ended.append(request.id))
                send({"text": "begun"})
                assert self.may_go_on.wait(15)
                return {"waited": True}
            case "flood":
                for _ in range(int(request.arguments["count"])):
                    send({"text": "x" * 1000})
                return {}
            case "fail":
                raise AssistantError("capture.gone", "The display is gone.")
            case "break":
                raise ZeroDivisionError
        return {}


@pytest.fixture
def program() -> Iterator[Program]:
    program = Program()
    yield program
    program.may_go_on.set()


@pytest.fixture
def path() -> Iterator[Path]:
    """A folder that everybody can pass, as those above a runtime folder are."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name) / "run" / "socket"


@pytest.fixture
def running(program: Program, path: Path) -> Iterator[Server]:
    running = Server(program, path)
    running.start()
    yield running
    running.stop()


def connect(path: Path) -> Client:
    client = Client.connect(path)
    assert client is not None
    return client


class Raw:
    """A script that writes to the socket itself."""

    def __init__(self, path: Path) -> None:
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(10)
        self.socket.connect(str(path))
        self.file = self.socket.makefile("rb")

    def send(self, *requests: object) -> None:
        for request in requests:
            line = request if isinstance(request, bytes) else json.dumps(request).encode()
            self.socket.sendall(line + b"\n")

    def reply(self) -> Any:
        line = self.file.readline()
        return json.loads(line) if line else None

    def close(self) -> None:
        self.file.close()
        self.socket.close()


@pytest.fixture
def raw(running: Server, path: Path) -> Iterator[Raw]:
    del running
    raw = Raw(path)
    yield raw
    raw.close()


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


# -- calls -----------------------------------------------------------------------------------


def test_statements_arrive_before_the_result(running: Server, path: Path) -> None:
    heard: list[object] = []
    with connect(path) as client:
        result = client.call("describe_window", {"detail": "full"}, heard.append)
        assert heard == [{"text": "Inbox, window"}, {"text": "Zwölf Nachrichten"}]
        assert result == {"title": "Inbox", "arguments": {"detail": "full"}}
        assert client.call("status") == {}


def test_the_lines_are_those_of_the_documentation(raw: Raw) -> None:
    raw.send({"id": 7, "command": "describe_window"}, {"id": "b", "command": "fail"})
    replies = [raw.reply() for _ in range(4)]
    assert [reply for reply in replies if reply["id"] == 7] == [
        {"id": 7, "event": "statement", "statement": {"text": "Inbox, window"}},
        {"id": 7, "event": "statement", "statement": {"text": "Zwölf Nachrichten"}},
        {"id": 7, "event": "done", "result": {"title": "Inbox", "arguments": {}}},
    ]
    assert [reply for reply in replies if reply["id"] == "b"] == [
        {"id": "b", "event": "error", "code": "capture.gone", "sentence": "The display is gone."}
    ]


def test_a_failure_is_raised_with_its_sentence(running: Server, path: Path) -> None:
    with connect(path) as client:
        with pytest.raises(RemoteError) as raised:
            client.call("fail")
        assert (raised.value.code, raised.value.sentence) == (
            "capture.gone",
            "The display is gone.",
        )
        assert client.call("status") == {}


def test_a_fault_of_the_program_is_answered_too(
    running: Server, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", faults.append)
    with connect(path) as client:
        with pytest.raises(RemoteError) as raised:
            client.call("break")
        assert raised.value.sentence == (
            "Something went wrong in Lookaloud itself. Run lookaloud doctor to find out more."
        )
        wait_until(lambda: [fault.exc_type for fault in faults] == [ZeroDivisionError])
        assert client.call("status") == {}


def test_requests_of_one_connection_run_at_the_same_time(raw: Raw, program: Program) -> None:
    raw.send({"id": 1, "command": "wait"})
    assert raw.reply()["event"] == "statement"
    raw.send({"id": 2, "command": "status"})
    assert raw.reply() == {"id": 2, "event": "done", "result": {}}
    program.may_go_on.set()
    assert raw.reply() == {"id": 1, "event": "done", "result": {"waited": True}}


def test_a_pipe_that_has_asked_all_is_still_answered(raw: Raw, program: Program) -> None:
    raw.send({"id": 1, "command": "wait"})
    raw.socket.shutdown(socket.SHUT_WR)
    assert raw.reply()["event"] == "statement"
    program.may_go_on.set()
    assert raw.reply() == {"id": 1, "event": "done", "result": {"waited": True}}
    assert raw.reply() is None


def test_closing_ends_only_the_waiting(raw: Raw, program: Program, path: Path) -> None:
    raw.send({"id": 1, "command": "wait"})
    assert raw.reply()["event"] == "statement"
    raw.close()
    with connect(path) as client:
        client.call("status")
    assert program.ended == []


def test_closing_ends_the_command_where_that_was_asked_for(raw: Raw, program: Program) -> None:
    raw.send({"id": 1, "command": "wait"}, {"id": 2, "command": "work", "stop_on_close": True})
    assert {raw.reply()["event"] for _ in range(2)} == {"statement"}
    raw.close()
    wait_until(lambda: program.ended == [2])


def test_one_of_several_requests_is_cancelled(raw: Raw, program: Program) -> None:
    raw.send({"id": 1, "command": "wait"}, {"id": "two", "command": "work"})
    assert {raw.reply()["event"] for _ in range(2)} == {"statement"}
    raw.send({"id": 3, "command": "cancel", "arguments": {"request": "two"}})
    replies = sorted((raw.reply() for _ in range(2)), key=lambda reply: str(reply["id"]))
    assert replies[0] == {"id": 3, "event": "done", "result": {}}
    assert replies[1]["code"] == "remote.stopped"
    program.may_go_on.set()
    assert raw.reply() == {"id": 1, "event": "done", "result": {"waited": True}}
    # What is answered already, and what never was, is nothing to complain of.
    for number, wanted in enumerate(["two", 1, "never"], 10):
        raw.send({"id": number, "command": "cancel", "arguments": {"request": wanted}})
        assert raw.reply() == {"id": number, "event": "done", "result": {}}


@pytest.mark.parametrize("wrong", [{}, {"request": [1]}, {"request": 1, "all": True}], ids=str)
def test_a_cancel_that_names_no_request_is_refused(raw: Raw, wrong: Mapping[str, Any]) -> None:
    raw.send({"id": 1, "command": "cancel", "arguments": wrong})
    assert raw.reply() == {
        "id": 1,
        "event": "error",
        "code": "remote.arguments",
        "sentence": "request must be the id of the request to end.",
    }


def test_a_program_that_says_nothing_is_given_up(running: Server, path: Path) -> None:
    with connect(path) as client, pytest.raises(RemoteError) as raised:
        client.call("wait", timeout_seconds=0.1)
    assert raised.value.sentence == (
        "Lookaloud runs but does not answer. Quit it and start it again."
    )


# -- limits ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        b"GET / HTTP/1.1",
        b"",
        b"[]",
        b'"x"',
        b"\xff\xfe\x00",
        b'{"id": 1}',
        b'{"command": "status"}',
        b'{"id": true, "command": "status"}',
        b'{"id": 1, "command": "status", "arguments": []}',
        b'{"id": 1, "command": 5}',
        b'{"id": "' + b"x" * 65 + b'", "command": "status"}',
        b"[" * 100_000,
        b"9" * 5000,
        b'{"id": 1, "command": "status", "arguments": {"bounds": [NaN, 0, 1, 1]}}',
        b'{"id": 1, "command": "status", "arguments": {"bounds": [Infinity, 0, 1, 1]}}',
    ],
    ids=lambda line: repr(line[:30]),
)
def test_garbage_is_answered_and_ends_the_connection(
    raw: Raw, program: Program, line: bytes
) -> None:
    raw.send(line)
    assert raw.reply() == {
        "id": None,
        "event": "error",
        "code": "remote.garbage",
        "sentence": "The request is not a line of JSON as docs/remote.md describes it.",
    }
    assert raw.reply() is None
    assert program.requests == []


def test_a_line_without_end_is_refused(raw: Raw) -> None:
    with pytest.raises((BrokenPipeError, ConnectionResetError)):
        raw.socket.sendall(b"x" * 64 * 1024 * 1024)
    assert raw.reply()["sentence"] == "The request is longer than 16777216 bytes."


def test_the_longest_line_is_read(raw: Raw, program: Program) -> None:
    head, tail = b'{"id":1,"command":"status","arguments":{"a":"', b'"}}'
    raw.send(head + b"x" * (16 * 1024 * 1024 - 1 - len(head) - len(tail)) + tail)
    assert raw.reply()["event"] == "done"
    assert len(program.requests) == 1


def test_an_id_in_use_is_refused(raw: Raw) -> None:
    raw.send({"id": 1, "command": "wait"})
    assert raw.reply()["event"] == "statement"
    raw.send({"id": 1, "command": "status"})
    assert raw.reply()["sentence"] == "A request with this id is still being answered."
    assert raw.reply() is None


def test_too_many_requests_at_once_are_refused_one_by_one(raw: Raw, program: Program) -> None:
    for number in range(connection.MOST_REQUESTS):
        raw.send({"id": number, "command": "wait"})
        assert raw.reply()["event"] == "statement"
    raw.send({"id": "more", "command": "wait"})
    assert raw.reply() == {
        "id": "more",
        "event": "error",
        "code": "remote.busy",
        "sentence": "Lookaloud is working on too many requests at once. Wait for one of them.",
    }
    program.may_go_on.set()
    assert {raw.reply()["id"] for _ in range(connection.MOST_REQUESTS)} == set(range(16))


def test_too_large_requests_at_once_are_refused(raw: Raw, program: Program) -> None:
    large = {"padding": "x" * (15 * 1024 * 1024)}
    for number in range(2):
        raw.send({"id": number, "command": "wait", "arguments": large})
        assert raw.reply()["event"] == "statement"
    raw.send({"id": 2, "command": "wait", "arguments": large})
    assert raw.reply()["code"] == "remote.busy"
    program.may_go_on.set()
    assert {raw.reply()["id"] for _ in range(2)} == {0, 1}
    raw.send({"id": 3, "command": "status", "arguments": large})
    assert raw.reply()["event"] == "done"


def test_too_many_connections_are_told(running: Server, path: Path) -> None:
    clients = [connect(path) for _ in range(server.MOST_CONNECTIONS)]
    for client in clients:
        client.call("status")
    one_more = connect(path)
    with pytest.raises(RemoteError) as raised:
        one_more.call("status")
    assert raised.value.sentence == (
        "Too many programs talk to Lookaloud at once. Close one of them."
    )
    one_more.close()
    clients.pop().close()
    wait_until(lambda: len(running._connections) < server.MOST_CONNECTIONS)
    with connect(path) as another:
        assert another.call("status") == {}
    for client in clients:
        client.close()


@pytest.mark.parametrize(
    ("waiting_bytes", "send_seconds"),
    [(1024 * 1024, 600.0), (1024 * 1024 * 1024, 0.5)],
    ids=["too much waits", "nothing is read for too long"],
)
def test_a_reader_that_does_not_read_is_dropped_and_delays_nobody(
    running: Server,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    waiting_bytes: int,
    send_seconds: float,
) -> None:
    monkeypatch.setattr(connection, "MOST_WAITING_BYTES", waiting_bytes)
    monkeypatch.setattr(unix, "SEND_SECONDS", send_seconds)
    raw = Raw(path)
    raw.send({"id": 1, "command": "flood", "arguments": {"count": 20_000}})
    with connect(path) as client:
        assert client.call("status") == {}
    wait_until(lambda: not running._connections)
    raw.close()


def test_halves_of_characters_do_not_break_a_line(raw: Raw) -> None:
    raw.send(b'{"id": "\\ud800", "command": "status"}')
    assert raw.reply() == {"id": "?", "event": "done", "result": {}}


def test_what_a_request_held_is_let_go_once_it_is_answered(path: Path) -> None:
    class Held:
        send: object

    held: list[weakref.ref[Held]] = []

    def answer(request: Request, send: object) -> Mapping[str, Any]:
        one = Held()
        one.send = send  # which holds the request, as a listener of statements does
        request.stopping.then(lambda: one.send)
        held.append(weakref.ref(one))
        return {}

    gc.disable()
    one = Server(answer, path)
    one.start()
    try:
        with connect(path) as client:
            client.call("status")
            wait_until(lambda: held[0]() is None)
    finally:
        gc.enable()
        one.stop()


def test_a_thousand_calls_leave_no_thread_behind(running: Server, path: Path) -> None:
    before = threading.active_count()
    for _ in range(200):
        with connect(path) as client:
            for _ in range(5):
                client.call("status")
    wait_until(lambda: threading.active_count() <= before)
    assert len(os.listdir("/proc/self/fd")) < 100  # noqa: PTH208


# -- the place -------------------------------------------------------------------------------


def test_nobody_is_there(path: Path) -> None:
    assert Client.connect(path) is None


def test_socket_and_folder_are_private(running: Server, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_folder_is_the_users_runtime_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert default_path() == tmp_path / "lookaloud" / "socket"
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    usual = Path(f"/run/user/{os.getuid()}")
    if usual.is_dir():
        assert default_path() == usual / "lookaloud" / "socket"
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert default_path() == tmp_path / "runtime-4000000" / "lookaloud" / "socket"


def test_the_second_program_is_refused_and_the_first_goes_on(
    running: Server, program: Program, path: Path
) -> None:
    second = Server(program, path)
    with pytest.raises(AlreadyRunning) as raised:
        second.start()
    assert raised.value.sentence == "Lookaloud is running already."
    second.stop()
    with connect(path) as client:
        assert client.call("status") == {}


def test_a_stopped_program_leaves_the_place_free(program: Program, path: Path) -> None:
    for _ in range(3):
        one = Server(program, path)
        one.start()
        with connect(path) as client:
            assert client.call("status") == {}
        one.stop()
        assert Client.connect(path) is None
        assert not path.exists()


def test_the_socket_of_a_killed_program_is_taken_over(program: Program, path: Path) -> None:
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom assistant.remote.server import Server\n"
        "Server(lambda *_: {}, Path(sys.argv[1])).start()\nprint('up', flush=True)\ntime.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"up\n"
    with connect(path) as client:
        assert client.call("status") == {}
    with pytest.raises(AlreadyRunning):
        Server(program, path).start()
    child.kill()
    child.wait()
    child.stdout.close()
    assert path.exists()
    assert Client.connect(path) is None
    one = Server(program, path)
    one.start()
    with connect(path) as client:
        assert client.call("status") == {}
    one.stop()


def test_of_many_starts_at_once_one_wins(path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from assistant.remote.server import AlreadyRunning, Server\n"
        "server = Server(lambda *_: {}, Path(sys.argv[1]))\nsys.stdin.readline()\n"
        "try:\n    server.start()\n    print('won', flush=True)\n"
        "except AlreadyRunning:\n    print('lost', flush=True)\nsys.stdin.readline()\n"
    )
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        for _ in range(6)
    ]
    for start in starts:
        assert start.stdin is not None
        start.stdin.write("go\n")
    results = [start.stdout.readline() for start in starts if start.stdout is not None]
    for start in starts:
        start.communicate("end\n")
    assert sorted(results) == ["lost\n"] * 5 + ["won\n"]


def test_requests_under_way_are_told_that_the_program_ends(program: Program, path: Path) -> None:
    one = Server(program, path)
    one.start()
    raw = Raw(path)
    raw.send({"id": 1, "command": "wait"})
    assert raw.reply()["event"] == "statement"
    one.stop()
    assert raw.reply()["sentence"] == "Lookaloud is being closed."
    assert raw.reply() is None
    raw.close()


def test_a_request_that_ends_the_program_is_answered(path: Path) -> None:
    ended: list[threading.Thread] = []

    def quit_program(request: Request, _: object) -> Mapping[str, Any]:
        ending = threading.Thread(target=one.stop)
        ending.start()
        ended.append(ending)
        return {"command": request.command}

    one = Server(quit_program, path)
    one.start()
    with connect(path) as client:
        assert client.call("quit") == {"command": "quit"}
    ended[0].join(5)
    assert not ended[0].is_alive()


def test_a_program_that_dies_while_asked_is_told(program: Program, path: Path) -> None:
    listening = socket.socket(socket.AF_UNIX)
    path.parent.mkdir()
    listening.bind(str(path))
    listening.listen()
    with connect(path) as client:
        accepted, _ = listening.accept()
        accepted.close()
        with pytest.raises(RemoteError) as raised:
            client.call("status")
    listening.close()
    assert raised.value.sentence == "Lookaloud ended before it answered."


def test_a_path_that_is_too_long_is_told(tmp_path: Path, program: Program) -> None:
    path = tmp_path / ("x" * 120)
    for use in (lambda: Server(program, path), lambda: Client.connect(path)):
        with pytest.raises(RemoteError) as raised:
            use()
        assert raised.value.sentence == (
            f"The path of the socket, {path}, is too long: {len(str(path))} bytes,"
            " 107 are allowed. Set XDG_RUNTIME_DIR to a shorter folder."
        )


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, program: Program) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RemoteError) as raised:
        Server(program, tmp_path / "file" / "run" / "socket").start()
    assert raised.value.sentence == (
        f"The socket of Lookaloud can't be made in {tmp_path}/file/run: Not a directory."
    )


def test_a_folder_that_is_a_link_is_refused(tmp_path: Path, program: Program) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(RemoteError) as raised:
        Server(program, tmp_path / "link" / "socket").start()
    assert raised.value.code == "remote.folder"


def test_an_open_folder_is_closed(path: Path, program: Program) -> None:
    path.parent.mkdir(mode=0o777)
    path.parent.chmod(0o777)
    one = Server(program, path)
    one.start()
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    one.stop()


# -- two users on one machine ------------------------------------------------------------------

as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")

CLIENT_OF_ANOTHER = """
import os, socket, sys
sys.path[:0] = [sys.argv[2]]
import assistant.remote.unix
from pathlib import Path
from assistant.errors import RemoteError
from assistant.remote.client import Client
os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    Client.connect(Path(sys.argv[1]))
    print("connected")
except RemoteError as error:
    print(error.sentence)
raw = socket.socket(socket.AF_UNIX)
raw.settimeout(10)
try:
    raw.connect(sys.argv[1])
    raw.sendall(b'{"id": 1, "command": "describe_window"}\\n')
    print(raw.recv(100))
except OSError as error:
    print(type(error).__name__)
"""


def tried_by_another(path: Path) -> list[str]:
    command = [sys.executable, "-c", CLIENT_OF_ANOTHER, str(path), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=15, check=True)
    return done.stdout.splitlines()


@as_root
def test_another_user_cannot_reach_the_socket(
    running: Server, program: Program, path: Path
) -> None:
    assert tried_by_another(path) == [
        "This Lookaloud belongs to another user.",
        "PermissionError",
    ]
    assert program.requests == []


@as_root
def test_another_user_is_turned_away_where_the_socket_was_opened(
    running: Server, program: Program, path: Path
) -> None:
    path.parent.chmod(0o777)
    path.chmod(0o777)
    said, raw = tried_by_another(path)
    assert said == "This Lookaloud belongs to another user."
    assert raw in ("b''", "ConnectionResetError", "BrokenPipeError")
    assert program.requests == []
    with connect(path) as client:
        assert client.call("status") == {}


@as_root
def test_the_socket_of_another_user_is_not_spoken_to(path: Path, program: Program) -> None:
    path.parent.mkdir(mode=0o700)
    os.chown(path.parent, NOBODY, NOBODY)
    code = (
        "import os, socket, sys\nos.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen()\n"
        "print('up', flush=True); print(s.accept()[0].recv(100))"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "up\n"
    with pytest.raises(RemoteError) as raised:
        Client.connect(path)
    assert raised.value.sentence == "This Lookaloud belongs to another user."
    assert other.communicate(timeout=10)[0] == "b''\n"
    with pytest.raises(RemoteError) as raised:
        Server(program, path).start()
    assert raised.value.sentence == (
        f"The folder {path.parent} belongs to another user. Set XDG_RUNTIME_DIR."
    )
