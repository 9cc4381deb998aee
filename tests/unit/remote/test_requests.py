"""What scripts may ask: documentation, schema and program say the same, and refuse the same."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from assistant.commands.request import _ARGUMENTS, LONGEST_PICTURE, Request
from assistant.commands.table import TITLES
from assistant.errors import RemoteError
from assistant.remote import protocol
from assistant.types import Bounds, Detail, Origin
from schemas import FOLDER, validator

pytestmark = pytest.mark.unit

SCHEMA = validator("request")
CONTENT = json.loads((FOLDER / "request.schema.json").read_text())
DOCUMENT = (Path(__file__).parents[3] / "docs" / "remote.md").read_text()
APPS_OWN = {"cancel", "keys", "problems", "reload_settings", "quit"}
"""Answered by the connection and the program itself: no commands that speak."""

WINDOWS_OWN = {"press"}
"""What it presses is chosen in the result's window: no script can name it."""
COMMANDS = sorted(set(CONTENT["properties"]["command"]["enum"]) - APPS_OWN)

ANYTHING = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=20),
    lambda inner: some.lists(inner, max_size=5) | some.dictionaries(some.text(), inner, max_size=3),
    max_leaves=8,
)
NUMBERS = some.integers(-2_000_000, 2_000_000) | some.sampled_from(
    [0, 1, -1, 5.0, 5.5, True, None, "5", 10**30, float("nan"), float("inf"), -float("inf")]
)
RIGHT: dict[str, some.SearchStrategy[Any]] = {
    "detail": some.sampled_from(["short", "normal", "full", None]),
    "quiet": some.booleans(),
    "path": some.text(max_size=20),
    "picture": some.binary(min_size=1, max_size=20).map(lambda data: b64encode(data).decode()),
    "bounds": some.lists(NUMBERS, min_size=3, max_size=5),
    "name": some.text(max_size=40) | some.sampled_from(["x" * 10_000, "x" * 10_001]),
    "role": some.text(max_size=40) | some.sampled_from(["x" * 200, "x" * 201]),
    "target": some.sampled_from([origin.value for origin in Origin]),
    "device": some.text(max_size=40) | some.sampled_from(["x" * 10_000, "x" * 10_001]),
    "pages": NUMBERS | some.integers(-1, 502),
    "paths": some.lists(some.text(max_size=20), max_size=3),
    "questions": some.lists(some.text(max_size=20), max_size=3),
    "question": some.text(max_size=20),
    "speed": ANYTHING,
}


@some.composite
def arguments(draw: some.DrawFn) -> dict[str, Any]:
    names = draw(some.lists(some.sampled_from(sorted(RIGHT)), unique=True, max_size=4))
    return {name: draw(RIGHT[name] | ANYTHING) for name in names}


def rows(head: str) -> set[str]:
    """The names in the first column of the documentation's table under that head."""
    table = DOCUMENT.split(head, 1)[1].split("\n\n", 1)[0]
    return {name for row in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", row[:40])[:1]}


def is_in_schema(command: str, found: object) -> bool:
    return SCHEMA.is_valid({"id": 1, "command": command, "arguments": found})


def refused(command: str, found: dict[str, Any]) -> RemoteError | None:
    try:
        Request.from_arguments(command, found)
    except RemoteError as error:
        return error
    return None


# -- documentation, schema, program ------------------------------------------------------------


def test_commands_are_the_same_everywhere() -> None:
    in_schema = set(CONTENT["properties"]["command"]["enum"])
    told = DOCUMENT.split("## Commands", 1)[1].split("| argument |", 1)[0]
    assert in_schema == set(TITLES) - WINDOWS_OWN | APPS_OWN
    assert set(re.findall(r"`(\w+)`", told)) == in_schema


def test_arguments_are_the_same_everywhere() -> None:
    in_schema = set(CONTENT["$defs"]["arguments"]["properties"])
    assert in_schema == set(_ARGUMENTS)
    assert rows("| argument | meaning |") == in_schema | {"request"}


def test_limits_are_the_same_everywhere() -> None:
    picture = CONTENT["$defs"]["arguments"]["properties"]["picture"]
    assert picture["maxLength"] == LONGEST_PICTURE // 3 * 4
    assert f"{LONGEST_PICTURE} bytes" in picture["description"]
    assert f"{LONGEST_PICTURE:,} bytes" in DOCUMENT
    assert f"| a request | {protocol.LONGEST_LINE // 1024**2} MiB |" in DOCUMENT
    # The largest picture leaves room for everything else in the request.
    assert picture["maxLength"] + 200_000 < protocol.LONGEST_LINE


@pytest.mark.parametrize("line", re.findall(r'^\{"id".*"command".*\}$', DOCUMENT, re.MULTILINE))
def test_requests_of_the_documentation_are_understood(line: str) -> None:
    SCHEMA.validate(json.loads(line))
    request = protocol.parse_request(line.encode())
    assert Request.from_arguments(request.command, request.arguments).is_quiet


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(command=some.sampled_from(COMMANDS), found=arguments())
@example(command="ask", found={"path": "", "bounds": [0, 0, 1, 1]})
@example(command="describe_area", found={"bounds": [0, 0, 0, 0]})
@example(command="describe_area", found={"bounds": [-1_000_000, 0, 1_000_000.0, 5]})
@example(command="describe_area", found={"bounds": [0, 0, 1_000_001, 5]})
@example(command="describe_area", found={"bounds": [0, 0, float("nan"), 5]})
@example(command="describe_window", found={"bounds": [0, 0, 1, 1]})
@example(command="describe_file", found={"picture": ""})
@example(command="describe_file", found={"picture": "a===", "detail": "short"})
def test_the_program_takes_what_the_schema_allows(command: str, found: dict[str, Any]) -> None:
    allowed = is_in_schema(command, found)
    error = refused(command, found)
    if error is None:
        assert allowed
    else:
        assert error.code == "remote.arguments"
        assert error.sentence.endswith(".")
        # A schema can't tell whether base64 ends where it must.
        assert not allowed or "picture" in error.sentence


# -- what comes of them ----------------------------------------------------------------------


def test_a_rectangle_with_its_name() -> None:
    found = {"bounds": [-5, 6, 70.0, 8], "name": "Logo", "role": "graphic", "quiet": True}
    assert Request.from_arguments("describe_area", found) == Request(
        "describe_area", is_quiet=True, bounds=Bounds(-5, 6, 70, 8), name="Logo", role="graphic"
    )


def test_a_picture() -> None:
    found = {"picture": b64encode(b"\x89PNG").decode(), "detail": "full"}
    request = Request.from_arguments("describe_file", found)
    assert request == Request("describe_file", Detail.FULL, picture=b"\x89PNG")
    assert "PNG" not in repr(request)


def test_halves_of_characters_are_replaced() -> None:
    request = Request.from_arguments("describe_area", {"bounds": [0, 0, 1, 1], "name": "a\ud800"})
    assert request.name == "a?"


@pytest.mark.parametrize(
    ("command", "found", "sentence"),
    [
        (
            "describe_area",
            {},
            "bounds must be four whole numbers, such as [100, 200, 300, 50]: x, y, width and",
        ),
        ("describe_area", {"bounds": [0, 0, 1, 1], "name": 5}, "name must be a text of at most"),
        (
            *("ask", {"target": "region"}),
            "target must be window, screen, focus or clipboard; for ask also camera.",
        ),
        ("ask", {"picture": "AAAA", "path": "/a"}, "Give only one of path, picture and bounds"),
        ("describe_file", {"picture": "AAA"}, "picture must be a picture file in base64"),
        ("describe_file", {"picture": "ä"}, "picture must be a picture file in base64"),
        ("describe_file", {"picture": "A" * 16_000_004}, "of at most 12000000 bytes"),
        ("read", {"picture": "AAAA"}, "The request has options that this command does not know."),
        ("describe_window", {"detail": ["full"]}, "detail must be short, normal or full."),
    ],
)
def test_what_is_wrong_is_told(command: str, found: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RemoteError) as raised:
        Request.from_arguments(command, found)
    assert raised.value.code == "remote.arguments"
    assert sentence in raised.value.sentence


# -- anything at all ---------------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(line=some.binary(max_size=60) | ANYTHING.map(lambda value: json.dumps(value).encode()))
@example(line=b'{"id": 1, "command": "ask", "arguments": {"bounds": [1e999, 0, 1, 1]}}')
@example(line=b'{"id": 1, "command": "ask", "arguments": {"bounds": {"0": 1}}}')
@example(line=b'{"id": 1, "command": "describe_file", "arguments": {"picture": ["AAAA"]}}')
@example(line=b'{"id": 1, "command": "describe_area", "arguments": {"bounds": null, "name": null}}')
def test_every_line_is_a_request_or_is_refused_with_a_sentence(line: bytes) -> None:
    try:
        request = protocol.parse_request(line)
        Request.from_arguments(request.command, request.arguments)
    except RemoteError as error:
        told = error
    else:
        return
    assert told.code in ("remote.garbage", "remote.arguments")
    assert told.sentence.endswith(".")


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(found=some.fixed_dictionaries(dict.fromkeys(sorted(_ARGUMENTS), ANYTHING)))
def test_many_wrong_arguments_at_once_are_refused(found: dict[str, Any]) -> None:
    error = refused("ask", found)
    assert error is not None
    assert error.code == "remote.arguments"
