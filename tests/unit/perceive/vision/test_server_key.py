"""Where keys of vision servers are kept, and who gets them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest

from assistant.errors import VisionError
from assistant.perceive.vision import server_key
from vision_asking import (
    MemoryKeyring,
    Serve,
    ShutKeyring,
    ask,
    seer,
    told,
)
from vision_server import (
    answer,
    reply,
)

pytestmark = [pytest.mark.unit, pytest.mark.usefixtures("no_proxies", "keys")]


def test_a_kept_key_is_given_once_it_is_wanted(
    serve: Serve, tmp_path: Path, keys: MemoryKeyring
) -> None:
    server = serve(reply(401, "{}"), answer("Red."))
    server_key.store_key(server.address, " sk-right\n")
    one = seer(server, tmp_path)
    assert [ask(one), ask(one)] == [["Red."], ["Red."]]
    given = [asked.headers.get("authorization") for asked in server.asked]
    assert given == [None, "Bearer sk-right", "Bearer sk-right"]
    assert server.asked[1].values == server.asked[0].values
    assert keys.reads == 1


def test_a_new_key_is_read_where_the_old_one_is_refused(serve: Serve, tmp_path: Path) -> None:
    refused = reply(403, "{}")
    server = serve(refused, answer("Red."), refused, answer("Blue."))
    server_key.store_key(server.address, "sk-old")
    one = seer(server, tmp_path)
    assert ask(one) == ["Red."]
    server_key.store_key(server.address, "sk-new")
    assert ask(one) == ["Blue."]
    given = [asked.headers.get("authorization") for asked in server.asked]
    assert given == [None, "Bearer sk-old", "Bearer sk-old", "Bearer sk-new"]


def test_a_key_is_kept_for_one_server_only(
    serve: Serve, tmp_path: Path, keys: MemoryKeyring
) -> None:
    server = serve(reply(401, "{}"))
    server_key.store_key("https://models.example/v1", "sk-other")
    assert keys.kept == {("lookaloud", "https://models.example"): "sk-other"}
    assert told(seer(server, tmp_path)) == (
        "vision.server_key_wanted",
        (
            f"127.0.0.1:{server.port} wants a key, and none is kept for it. Store it with:"
            " lookaloud vision-key"
        ),
    )
    assert all("authorization" not in asked.headers for asked in server.asked)


def test_a_wrong_key_is_told(serve: Serve, tmp_path: Path) -> None:
    server = serve(reply(401, "{}"))
    server_key.store_key(server.address, "sk-wrong")
    assert told(seer(server, tmp_path)) == (
        "vision.server_key_wrong",
        (
            f"127.0.0.1:{server.port} does not accept the key that is kept for it. Store the right"
            " one with: lookaloud vision-key"
        ),
    )


def test_a_shut_keyring_is_told_only_where_a_key_is_wanted(serve: Serve, tmp_path: Path) -> None:
    keyring.set_keyring(ShutKeyring())
    server = serve(answer("Red."), reply(401, "{}"))
    one = seer(server, tmp_path)
    assert ask(one) == ["Red."]
    assert told(one) == (
        "vision.keyring",
        (
            "Keys of a vision server are kept in the keyring of this system, and it can't be"
            " opened. Unlock it, or install one such as gnome-keyring."
        ),
    )


def test_a_system_without_a_keyring_is_told(serve: Serve, tmp_path: Path) -> None:
    from keyring.backends import fail  # noqa: PLC0415

    keyring.set_keyring(fail.Keyring())
    server = serve(reply(401, "{}"))
    assert told(seer(server, tmp_path))[0] == "vision.keyring"
    for change in (lambda: server_key.store_key(server.address, "k"), _forget(server.address)):
        with pytest.raises(VisionError) as caught:
            change()
        assert caught.value.code == "vision.keyring"


def _forget(address: str) -> Callable[[], None]:
    return lambda: server_key.forget_key(address)


def test_keys_are_stored_read_and_forgotten(keys: MemoryKeyring) -> None:
    address = "https://Models.example:443/v1/"
    assert server_key.read_key(address) is None
    server_key.store_key(address, "sk-1")
    assert server_key.read_key("https://models.example/v2") == "sk-1"
    server_key.forget_key(address)
    assert server_key.read_key(address) is None
    with pytest.raises(VisionError) as caught:
        server_key.forget_key(address)
    assert caught.value.sentence == "No key is kept for models.example."


@pytest.mark.parametrize("key", ["", " ", "two words", "line\nbreak", "schl\u00fcssel"])
def test_what_can_not_be_a_key_is_refused(keys: MemoryKeyring, key: str) -> None:
    with pytest.raises(VisionError) as caught:
        server_key.store_key("https://models.example/v1", key)
    assert caught.value.code == "vision.key"
    assert not keys.kept
