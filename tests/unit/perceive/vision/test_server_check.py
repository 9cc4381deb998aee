"""What doctor hears about a vision server."""

from __future__ import annotations

import json

import pytest

from assistant.config.settings import VisionSettings
from assistant.errors import VisionError
from assistant.perceive.vision.server import Limits, check
from vision_asking import (
    Serve,
)
from vision_server import (
    HANG,
    Step,
    reply,
)

pytestmark = [pytest.mark.unit, pytest.mark.usefixtures("no_proxies", "keys")]


def _settings(address: str, model: str = "a-model") -> VisionSettings:
    return VisionSettings(server=address, server_model=model)


def _listing(*names: str) -> list[bytes]:
    return reply(200, json.dumps({"object": "list", "data": [{"id": name} for name in names]}))


def test_doctor_hears_that_the_server_has_the_model(serve: Serve) -> None:
    server = serve(_listing("other", "a-model"))
    host = f"127.0.0.1:{server.port}"
    assert check(_settings(server.address)) == (
        f"The vision server {host} answers and has the model a-model."
    )
    assert check(_settings(server.address, "")) == f"The vision server {host} answers."
    assert server.asked[0].line == "GET /v1/models HTTP/1.1"


@pytest.mark.parametrize(
    ("steps", "code", "words"),
    [
        (_listing("one", "two"), "server_lacks_model", "vision.server_model to one of: one, two."),
        (_listing(), "server_lists_nothing", "lists no model"),
        ([HANG], "server_check_slow", "did not answer within 0.5 seconds"),
        (reply(401), "server_key_wanted", "wants a key"),
        (reply(200, "[]"), "server_garbage", "does not answer as a vision server"),
        (reply(200, "<h1>", kind="text/html"), "server_web_page", "web page"),
        (reply(404), "server_not_found", "no such address"),
    ],
)
def test_doctor_hears_what_is_wrong(serve: Serve, steps: list[Step], code: str, words: str) -> None:
    with pytest.raises(VisionError) as caught:
        check(_settings(serve(steps).address), Limits(check=0.5 if HANG in steps else 10))
    assert caught.value.code == f"vision.{code}"
    assert words in caught.value.sentence
