"""Nobody waits for a vision server that is not listened to any more."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest

from assistant.errors import EngineError
from assistant.perceive.vision.base import Seer
from assistant.turn import Turn, TurnCancelled
from vision_asking import (
    QUESTION,
    MemoryKeyring,
    Serve,
    ask,
    never_accepting,
    picture,
    seer,
)
from vision_server import (
    HANG,
    ScriptedServer,
    answer,
    event,
    head,
    reply,
)

pytestmark = [pytest.mark.unit, pytest.mark.usefixtures("no_proxies", "keys")]


def test_a_cancelled_turn_ends_before_the_first_byte(serve: Serve, tmp_path: Path) -> None:
    server = serve([HANG])
    _cancel_while_waiting(seer(server, tmp_path), server, said_before=[])


def test_a_cancelled_turn_ends_before_the_first_word(serve: Serve, tmp_path: Path) -> None:
    server = serve([head(), event(""), HANG])
    _cancel_while_waiting(seer(server, tmp_path), server, said_before=[])


def test_a_cancelled_turn_ends_between_words(serve: Serve, tmp_path: Path) -> None:
    server = serve([head(), event("A "), HANG])
    _cancel_while_waiting(seer(server, tmp_path), server, said_before=["A "])


def _cancel_while_waiting(one: Seer, server: ScriptedServer, said_before: list[str]) -> None:
    turn = Turn()
    pieces = one.ask(turn, picture(), QUESTION)
    pressed: list[float] = []

    def press() -> None:
        server.until_asked()
        time.sleep(0.1)
        pressed.append(time.monotonic())
        turn.cancel()

    key = threading.Thread(target=press)
    key.start()
    heard = [next(pieces) for _ in said_before]
    with pytest.raises(TurnCancelled):
        next(pieces)
    waited = time.monotonic() - pressed[0]
    key.join()
    assert heard == said_before
    assert server.asked[0].client_left.wait(3), "the server still works"
    assert waited < 1


def test_cancelling_closes_the_connection_while_nobody_reads(serve: Serve, tmp_path: Path) -> None:
    server = serve([head(), event("A "), HANG])
    turn = Turn()
    pieces = seer(server, tmp_path).ask(turn, picture(), QUESTION)
    assert next(pieces) == "A "
    turn.cancel()
    assert server.asked[0].client_left.wait(3)
    with pytest.raises(TurnCancelled):
        next(pieces)


def test_a_cancelled_turn_ends_while_connecting(tmp_path: Path) -> None:
    turn = Turn()
    with never_accepting() as port:
        one = seer(f"http://127.0.0.1:{port}/v1", tmp_path)
        threading.Timer(0.3, turn.cancel).start()
        begun = time.monotonic()
        with pytest.raises(TurnCancelled):
            ask(one, turn)
    assert time.monotonic() - begun < 2


def test_a_turn_that_is_over_asks_nothing(serve: Serve, tmp_path: Path) -> None:
    server = serve(answer("Red."))
    turn = Turn()
    turn.cancel()
    one = seer(server, tmp_path)
    one.look(turn, picture(), "")
    with pytest.raises(TurnCancelled):
        ask(one, turn)
    assert server.connections == 0


def test_a_question_that_nobody_reads_on_is_dropped(serve: Serve, tmp_path: Path) -> None:
    server = serve([head(), event("A "), HANG], answer("Red."))
    one = seer(server, tmp_path)
    pieces = one.ask(Turn(), picture(), QUESTION)
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    assert server.asked[0].client_left.wait(3)
    assert ask(one) == ["Red."]


def test_closing_ends_the_question(serve: Serve, tmp_path: Path) -> None:
    server = serve([head(), event("A "), HANG])
    one = seer(server, tmp_path)
    pieces = one.ask(Turn(), picture(), QUESTION)
    next(pieces)
    one.close()
    for broken in (lambda: next(pieces), lambda: ask(one)):
        with pytest.raises(EngineError) as caught:
            broken()
        assert caught.value.code == "engine.closed"
        assert (
            caught.value.sentence == "The vision server is switched off, for Lookaloud is ending."
        )
    assert server.asked[0].client_left.wait(3)
    assert server.connections == 1


def test_a_keyring_that_waits_for_its_user_delays_no_silence(serve: Serve, tmp_path: Path) -> None:
    opened = threading.Event()

    class Waiting(MemoryKeyring):
        def get_password(self, service: str, username: str) -> str | None:
            opened.wait(5)
            return None

    keyring.set_keyring(Waiting())
    server = serve(reply(401, "{}"))
    turn = Turn()
    threading.Timer(0.3, turn.cancel).start()
    begun = time.monotonic()
    with pytest.raises(TurnCancelled):
        ask(seer(server, tmp_path), turn)
    waited = time.monotonic() - begun
    opened.set()
    assert waited < 1
    assert server.connections == 1
