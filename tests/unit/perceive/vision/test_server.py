"""What is heard when a vision server answers well, badly, late or not at all."""

from __future__ import annotations

import base64
import io
import logging
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from assistant.errors import VisionError
from assistant.perceive.vision import server_key
from assistant.perceive.vision.base import Question
from assistant.perceive.vision.server import Limits
from assistant.turn import Turn
from assistant.types import Screenshot
from vision_asking import (
    QUESTION,
    MemoryKeyring,
    Serve,
    ask,
    picture,
    seer,
    told,
)
from vision_server import (
    DONE,
    HANG,
    RESET,
    STOP,
    Step,
    answer,
    event,
    head,
    reply,
    said,
)

pytestmark = [pytest.mark.unit, pytest.mark.usefixtures("no_proxies", "keys")]


def test_an_answer_comes_in_pieces(serve: Serve, tmp_path: Path) -> None:
    server = serve(answer("A ", "red", " square."))
    assert ask(seer(server, tmp_path)) == ["A ", "red", " square."]
    [asked] = server.asked
    assert asked.line == "POST /v1/chat/completions HTTP/1.1"
    assert "authorization" not in asked.headers
    [system, user] = asked.values.pop("messages")
    assert system == {"role": "system", "content": QUESTION.system}
    assert user["role"] == "user"
    assert [part["type"] for part in user["content"]] == ["image_url", "text"]
    assert user["content"][1]["text"] == QUESTION.text


def test_the_request_has_no_field_beyond_what_servers_share(serve: Serve, tmp_path: Path) -> None:
    server = serve(answer("Red."))
    ask(seer(server, tmp_path, model=""))
    list(seer(server, tmp_path).ask(Turn(), picture(), Question("", "What?")))
    first, second = (asked.values for asked in server.asked)
    assert set(first) == {"messages", "stream", "temperature", "max_tokens"}
    assert (first["stream"], first["temperature"], first["max_tokens"]) == (True, 0, 40)
    assert second["model"] == "a-model"
    assert [message["role"] for message in second["messages"]] == ["user"]


def test_the_picture_arrives_upright_small_and_in_its_colors(serve: Serve, tmp_path: Path) -> None:
    server = serve(answer("Red."))
    one = seer(server, tmp_path, most_pixels=100)
    ask(one, name="small")
    list(one.ask(Turn(), picture("large", (300, 150)), QUESTION))
    seen = [_seen(asked.values) for asked in server.asked]
    assert [image.size for image in seen] == [(48, 32), (100, 50)]
    assert all(
        abs(value - wanted) < 4
        for image in seen
        for value, wanted in zip(image.getpixel((20, 20)), (200, 40, 20), strict=True)  # type: ignore[arg-type]
    )


def _seen(values: dict[str, list[dict[str, list[dict[str, dict[str, str]]]]]]) -> Image.Image:
    url = values["messages"][-1]["content"][0]["image_url"]["url"]
    kind, _, data = url.partition(",")
    assert kind == "data:image/jpeg;base64"
    return Image.open(io.BytesIO(base64.b64decode(data)))


def test_a_picture_is_encoded_once_and_three_are_kept(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def encode(screenshot: Screenshot, most_pixels: int) -> str:
        made.append(screenshot.id)
        return f"data:image/jpeg;base64,{screenshot.id}{most_pixels}"

    monkeypatch.setattr("assistant.perceive.vision.server_pictures.data_url", encode)
    server = serve(answer("Red."))
    one = seer(server, tmp_path)
    for name in ("one", "one", "two", "three", "one", "four", "one", "two"):
        one.look(Turn(), picture(name), "")
        ask(one, name=name)
    assert made == ["one", "two", "three", "four", "two"]


def test_looking_sends_nothing(serve: Serve, tmp_path: Path, keys: MemoryKeyring) -> None:
    server = serve(answer("Red."))
    one = seer(server, tmp_path)
    one.look(Turn(), picture(), QUESTION.system)
    one.warm()
    time.sleep(0.3)
    assert server.connections == 0
    assert ask(one) == ["Red."]
    assert keys.reads == 0


def test_looking_never_raises(tmp_path: Path) -> None:
    one = seer("nonsense", tmp_path)
    one.look(Turn(), picture(), "")
    one.warm()
    assert one.notice() == ""
    assert told(one)[0] == "vision.server_address"


def test_a_slow_server_is_told(serve: Serve, tmp_path: Path) -> None:
    server = serve([HANG], [head(), event(""), b": still here\n\n", HANG])
    for _ in range(2):
        assert told(seer(server, tmp_path, limits=Limits(first=0.4))) == (
            "vision.server_slow",
            (
                f"127.0.0.1:{server.port} did not begin to answer within 0.4 seconds. Try again"
                " later, or have it run a smaller model."
            ),
        )
    assert all(asked.client_left.wait(3) for asked in server.asked)


def test_a_server_that_stops_in_the_middle_is_told(serve: Serve, tmp_path: Path) -> None:
    server = serve([head(), event("A "), event("red"), HANG])
    one = seer(server, tmp_path, limits=Limits(between=0.2))
    pieces = one.ask(Turn(), picture(), QUESTION)
    assert [next(pieces), next(pieces)] == ["A ", "red"]
    with pytest.raises(VisionError) as caught:
        next(pieces)
    assert caught.value.code == "vision.server_stalled"
    assert "stopped in the middle of its answer, for 0.2 seconds" in caught.value.sentence
    assert server.asked[0].client_left.wait(3)


def test_slow_words_are_no_fault(serve: Serve, tmp_path: Path) -> None:
    words = ("A ", "red ", "square")
    steps: list[Step] = [head(), *(step for word in words for step in (event(word), 0.5)), STOP]
    assert ask(seer(serve(steps), tmp_path, limits=Limits(between=1.3))) == list(words)


CHUNKED = head(transfer_encoding="chunked")


@pytest.mark.parametrize(
    "steps",
    [
        [head(), event("A red")],
        [head(), event("A red"), b'data: {"choi'],
        [head(), event("A red"), RESET],
        [head(content_length="9999"), event("A red")],
        [CHUNKED, b"%x\r\n" % len(event("A red")), event("A red"), b"\r\n"],
        [CHUNKED, b"%x\r\n" % len(event("A red")), event("A red"), b"\r\n0\r\n\r\n"],
    ],
)
def test_an_answer_that_is_cut_never_looks_whole(
    serve: Serve, tmp_path: Path, steps: list[Step]
) -> None:
    server = serve([*steps[:2], 0.05, *steps[2:]])
    pieces = seer(server, tmp_path).ask(Turn(), picture(), QUESTION)
    assert next(pieces) == "A red"
    with pytest.raises(VisionError) as caught:
        next(pieces)
    assert (caught.value.code, caught.value.sentence) == (
        "vision.server_cut",
        (
            f"The connection to 127.0.0.1:{server.port} broke before the answer was complete."
            " Try again."
        ),
    )


@pytest.mark.parametrize("steps", [[], [RESET], [b"HTTP/1.1 200"], [head()]])
def test_a_connection_that_breaks_at_once_is_told(
    serve: Serve, tmp_path: Path, steps: list[Step]
) -> None:
    assert told(seer(serve(steps), tmp_path))[0] == "vision.server_cut"


@pytest.mark.parametrize(
    "ending", [[STOP, DONE], [STOP], [DONE], [event(" square", finish_reason="length")]]
)
def test_every_kind_of_end_is_understood(serve: Serve, tmp_path: Path, ending: list[bytes]) -> None:
    summary = said({"choices": [], "usage": {"total_tokens": 3}})
    thought = event(delta={"reasoning_content": "hm", "content": None})
    server = serve([head(), thought, event("Red"), summary, *ending])
    assert "".join(ask(seer(server, tmp_path))) in ("Red", "Red square")


@pytest.mark.parametrize(
    "steps",
    [
        [head(), b"data: {not json\n\n"],
        [head(), b"data: [1, 2]\n\n"],
        [head(), said({"choices": "none"})],
        [head(), said({"choices": ["text"]})],
        [head(), said({"choices": [{}]})],
        [head(), said({})],
        [head(), b"data: " + b"[" * 100_000 + b"\n\n"],
        [head(), b"data: " + b"x" * 2_000_000],
        [head(content_encoding="gzip"), b"no gzip at all"],
        [b"SSH-2.0-OpenSSH_9.2\r\n\r\n", HANG],
        [b"\x00\x01\x02" * 100 + b"\r\n\r\n", HANG],
        reply(200, '{"object": "chat.completion", "choices": []}'),
        reply(200, "Red.", kind="text/plain"),
        reply(204),
    ],
)
def test_garbage_is_told(serve: Serve, tmp_path: Path, steps: list[Step]) -> None:
    server = serve(steps)
    assert told(seer(server, tmp_path)) == (
        "vision.server_garbage",
        (
            f"127.0.0.1:{server.port} does not answer as a vision server does. Check the address in"
            " vision.server; most end in /v1."
        ),
    )


@pytest.mark.parametrize(
    ("steps", "code", "words"),
    [
        (reply(200, "<h1>Hi", kind="text/html; charset=utf-8"), "web_page", "with a web page"),
        (reply(404, '{"detail": "Not Found"}'), "not_found", "no model called a-model. Check"),
        (reply(404, "<h1>404", kind="text/html"), "not_found", "no such address or no model"),
        (reply(429, '{"error": {"message": "slow down"}}'), "busy", "too much to do"),
        (reply(503, '{"error": "Loading model"}'), "busy", "still loads its model"),
        (reply(500, '{"error": {"message": "CUDA"}}'), "failed", "a fault of its own"),
        (reply(502, "<h1>Bad Gateway", kind="text/html"), "failed", "a fault of its own"),
        (reply(500), "failed", "more in its log"),
        (reply(400, '{"error": "no images"}'), "rejected", "understand pictures"),
        (reply(413), "rejected", "understand pictures"),
        ([head(), said({"error": {"message": "OOM"}})], "failed", "a fault of its own"),
        ([head(), event("A "), said({"error": "OOM"}), DONE], "failed", "a fault of its own"),
        (answer(), "empty", "answered nothing"),
        (answer("", " ", "\n"), "empty", "answered nothing"),
        ([head(), STOP], "empty", "answered nothing"),
    ],
)
def test_refusals_are_told(
    serve: Serve, tmp_path: Path, steps: list[Step], code: str, words: str
) -> None:
    server = serve(steps)
    found, sentence = told(seer(server, tmp_path))
    assert found == f"vision.server_{code}"
    assert words in sentence
    assert f"127.0.0.1:{server.port}" in sentence


def test_half_characters_never_reach_a_voice(serve: Serve, tmp_path: Path) -> None:
    half = b'data: {"choices": [{"delta": {"content": "a \\ud83d smile"}}]}\n\n'
    [piece] = ask(seer(serve([head(), half, DONE]), tmp_path))
    assert piece == "a ? smile"


def test_nothing_private_is_logged(
    serve: Serve, tmp_path: Path, caplog: pytest.LogCaptureFixture, keys: MemoryKeyring
) -> None:
    server = serve(
        answer("A secret dog."),
        reply(500, f"You asked: {QUESTION.text} A secret dog."),
        [head(), said({"error": {"message": "A secret dog."}})],
        reply(401, "A secret dog."),
    )
    server_key.store_key(server.address, "sk-secret-key")
    with caplog.at_level(logging.INFO):
        one = seer(server, tmp_path)
        ask(one)
        sentences = [told(one)[1] for _ in range(3)]
    for private in ("secret", "shape", "base64", "one sentence"):
        assert private not in caplog.text
        assert private not in " ".join(sentences)


def test_two_questions_at_once_do_not_mix(serve: Serve, tmp_path: Path) -> None:
    server = serve([head(), event("A "), 0.1, event("red"), STOP], answer("Blue."))
    one = seer(server, tmp_path)
    first = one.ask(Turn(), picture("one"), QUESTION)
    assert next(first) == "A "
    assert ask(one, name="two") == ["Blue."]
    assert list(first) == ["red"]


def test_the_tray_loads_nothing_of_this() -> None:
    code = (
        "import sys, assistant.perceive.vision.server, assistant.perceive.vision.server_key\n"
        "from assistant.config.settings import VisionSettings\n"
        "seer = assistant.perceive.vision.server.ServerSeer(VisionSettings(server='https://x.y'))\n"
        "heavy = {'httpx2', 'anyio', 'asyncio', 'keyring', 'PIL', 'torch', 'ssl', 'platformdirs'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
