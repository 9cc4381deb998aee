"""Where pictures may go, what the user is told of it, and what is wrong on the way."""

from __future__ import annotations

import socket
import ssl
import threading
from pathlib import Path

import pytest
import trustme

from assistant.perceive.vision.server import Limits
from assistant.turn import Turn, TurnCancelled
from vision_asking import (
    Serve,
    ask,
    never_accepting,
    seer,
    told,
)
from vision_server import (
    HANG,
    answer,
    reply,
)

pytestmark = [pytest.mark.unit, pytest.mark.usefixtures("no_proxies", "keys")]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "models.example/v1",
        "ftp://models.example/v1",
        "https://",
        "https:///v1",
        "https://models.example:99999/v1",
        "https://models.example:port/v1",
        "https://models.example:0/v1",
        "https://me:secret@models.example/v1",
        "https://localhost\\@models.example/v1",
        "https://models.example/v1?key=1",
        "https://models.example/v1#x",
        "https://models example/v1",
        "https://[::1/v1",
        "https://[fe80::g]/v1",
        "https://models..example/v1",
        "https://models.example/v 1",
    ],
)
def test_a_malformed_address_is_told(tmp_path: Path, address: str) -> None:
    assert told(seer(address, tmp_path)) == (
        "vision.server_address",
        (
            "The setting vision.server must be an address such as https://models.example/v1,"
            " without a name, password or question mark in it."
        ),
    )


@pytest.mark.parametrize(
    "address",
    [
        "http://models.example/v1",
        "http://192.168.1.9:8000/v1",
        "http://127.0.0.1.models.example/v1",
        "http://localhost.models.example/v1",
        "http://[fe80::1]/v1",
        "http://0.0.0.0/v1",
    ],
)
def test_other_computers_are_asked_only_with_encryption(tmp_path: Path, address: str) -> None:
    one = seer(address, tmp_path)
    host = address.removeprefix("http://").removesuffix("/v1")
    assert told(one) == (
        "vision.server_tls",
        (
            f"Nothing was sent to {host}, because it would not be encrypted. Begin the address in"
            " vision.server with https, or set vision.server_without_tls to true."
        ),
    )
    assert one.notice() == ""


def test_this_computer_needs_no_encryption(serve: Serve, tmp_path: Path) -> None:
    server = serve(answer("Red."))
    for host in ("127.0.0.1", "localhost", "LOCALHOST", "127.0.0.1"):
        address = f"http://{host}:{server.port}/v1/"
        assert ask(seer(address, tmp_path)) == ["Red."]
    assert {asked.line for asked in server.asked} == {"POST /v1/chat/completions HTTP/1.1"}


def test_the_user_is_told_once_for_each_server(tmp_path: Path) -> None:
    one = seer("https://models.example/v1", tmp_path)
    assert one.notice() == (
        "Pictures now leave this computer: each one that the model looks at is sent to"
        " models.example, the vision server in your settings."
    )
    assert one.notice() == ""
    assert seer("https://models.example/other", tmp_path).notice() == ""
    assert "to models.example:8443, the" in seer("https://MODELS.example:8443", tmp_path).notice()
    assert seer("https://models.example:443/v1", tmp_path).notice() == ""
    assert (tmp_path / "told").read_text() == (
        "https://models.example\nhttps://models.example:8443\n"
    )


def test_the_user_is_told_that_others_can_see(tmp_path: Path) -> None:
    one = seer("http://models.example/v1", tmp_path, without_tls=True)
    assert one.notice() == (
        "Pictures now leave this computer: each one that the model looks at is sent to"
        " models.example, the vision server in your settings. It is not encrypted, so others on"
        " the way can see it."
    )


def test_this_computer_needs_no_notice(tmp_path: Path) -> None:
    for address in ("http://127.8.9.1:8000/v1", "http://[::1]:8000/v1", "http://localhost/v1"):
        assert seer(address, tmp_path).notice() == ""
    assert not (tmp_path / "told").exists()


def test_what_can_not_be_remembered_is_told_again(tmp_path: Path) -> None:
    (tmp_path / "told").mkdir()
    for _ in range(2):
        one = seer("https://models.example/v1", tmp_path)
        assert one.notice().startswith("Pictures now leave this computer")
        assert one.notice() == ""


def test_a_server_that_is_down_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert told(seer(f"http://127.0.0.1:{port}/v1", tmp_path)) == (
        "vision.server_down",
        (
            f"The vision server 127.0.0.1:{port} can't be reached. Is it running, and is"
            " vision.server right?"
        ),
    )


def test_an_unknown_name_is_told(tmp_path: Path) -> None:
    one = seer("https://nowhere.invalid/v1", tmp_path)
    assert told(one) == (
        "vision.server_unknown",
        (
            "There is no computer called nowhere.invalid. Check the setting vision.server, and the"
            " network."
        ),
    )


def test_a_connection_that_takes_too_long_is_told(tmp_path: Path) -> None:
    with never_accepting() as port:
        limits = Limits(connect=0.2, first=5)
        code, sentence = told(seer(f"http://127.0.0.1:{port}/v1", tmp_path, limits=limits))
    assert code == "vision.server_not_connected"
    assert "can't be reached within 0.2 seconds." in sentence


def test_nobody_is_followed_elsewhere(serve: Serve, tmp_path: Path) -> None:
    other = serve(answer("Caught you."))
    server = serve(reply(307, location=f"{other.address}/chat/completions"))
    code, sentence = told(seer(server, tmp_path))
    assert code == "vision.server_moved"
    assert "Set vision.server to the address where the server itself is." in sentence
    assert other.connections == 0


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


def _tls(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def _trust(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))


def test_a_trusted_server_is_asked_with_encryption(
    serve: Serve, tmp_path: Path, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    _trust(authority, tmp_path, monkeypatch)
    server = serve(answer("A ", "red."), [HANG], tls=_tls(authority, "127.0.0.1"))
    one = seer(server, tmp_path)
    assert ask(one) == ["A ", "red."]
    turn = Turn()
    threading.Timer(0.3, turn.cancel).start()
    with pytest.raises(TurnCancelled):
        ask(one, turn)
    assert server.until_asked(2).client_left.wait(3)


@pytest.mark.parametrize("fault", ["authority", "name"])
def test_a_certificate_that_is_not_trusted_ends_it(
    serve: Serve,
    tmp_path: Path,
    authority: trustme.CA,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
) -> None:
    if fault == "name":
        _trust(authority, tmp_path, monkeypatch)
    server = serve(
        answer("Red."), tls=_tls(authority, "127.0.0.1" if fault != "name" else "other.example")
    )
    assert told(seer(server, tmp_path)) == (
        "vision.server_untrusted",
        (
            f"Nothing was sent to 127.0.0.1:{server.port}: its certificate is not one that this"
            " computer trusts. Ask whoever runs it for a valid certificate."
        ),
    )
    assert not server.asked


def test_a_server_without_encryption_at_an_encrypted_address_is_told(
    serve: Serve, tmp_path: Path
) -> None:
    server = serve([b"HTTP/1.1 400 Bad\r\n\r\n"])
    address = server.address.replace("http:", "https:")
    with socket.create_server(("127.0.0.1", 0)) as plain:
        thread = threading.Thread(target=_answer_in_plain, args=(plain,))
        thread.start()
        address = f"https://127.0.0.1:{plain.getsockname()[1]}/v1"
        code, sentence = told(seer(address, tmp_path))
        thread.join()
    assert code == "vision.server_no_tls"
    assert "no encrypted connection could be made. Is the port right?" in sentence


def _answer_in_plain(listening: socket.socket) -> None:
    connection, _ = listening.accept()
    with connection:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def test_missing_certificates_of_the_system_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    assert told(seer("https://models.example/v1", tmp_path))[0] == "vision.server_certificates"


def test_proxies_serve_other_computers_only(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = serve(answer("Through the proxy."))
    server = serve(answer("Directly."))
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
    assert ask(seer(server, tmp_path)) == ["Directly."]
    assert proxy.connections == 0
    far = seer("http://models.example/v1", tmp_path, without_tls=True)
    assert ask(far) == ["Through the proxy."]
    assert proxy.asked[0].line.startswith("POST http://models.example/v1/chat/completions ")


def test_a_proxy_that_can_not_be_used_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:1080")
    code, sentence = told(seer("https://models.example/v1", tmp_path))
    assert code == "vision.server_proxy"
    assert sentence.startswith("The proxy that leads to models.example can't be used.")
