"""The JSON that commands print keeps to its schema."""

from __future__ import annotations

import json
from typing import Any, cast

import pytest
from jsonschema import Draft202012Validator, ValidationError

from assistant.commands.report import report, statement
from assistant.commands.teller import Teller
from assistant.turn import Turn
from assistant.types import Bounds, Origin, Source, Statement
from schemas import validator

pytestmark = pytest.mark.unit


def quiet_teller(command: str) -> Teller:
    """A teller that speaks nothing, and so meets no speaker."""
    return Teller(Turn(command), cast("Any", None), is_quiet=True)


@pytest.fixture
def schema() -> Draft202012Validator:
    return validator("statements")


@pytest.fixture
def said() -> dict[str, Any]:
    teller = quiet_teller("describe_window")
    teller.target = Origin.WINDOW
    teller.title = "Inbox"
    teller.say(
        [
            Statement("Inbox, window", Source.ACCESSIBILITY),
            Statement("Perhaps Ada", Source.OCR, 0.51234, Bounds(-1920, 40, 300, 20)),
            Statement("Some text is missing.", Source.PROGRAM),
        ]
    )
    teller.mark("headline")
    return json.loads(json.dumps(report(teller)))


def test_a_report_keeps_to_the_schema(schema: Draft202012Validator, said: dict[str, Any]) -> None:
    schema.validate(said)
    assert said["statements"][1] == {
        "text": "Perhaps Ada",
        "source": "ocr",
        "confidence": 0.512,
        "bounds": [-1920, 40, 300, 20],
    }
    assert said["notes"] == ["Some text is missing."]


def test_a_command_that_looks_at_nothing_keeps_to_it_too(schema: Draft202012Validator) -> None:
    schema.validate(report(quiet_teller("stop")))


@pytest.mark.parametrize("source", list(Source))
@pytest.mark.parametrize("origin", list(Origin))
def test_every_source_and_target_is_in_the_schema(
    schema: Draft202012Validator, said: dict[str, Any], source: Source, origin: Origin
) -> None:
    said["target"] = origin.value
    said["statements"] = [statement(Statement("x", source))]
    schema.validate(said)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"source": "camera"},
        {"confidence": 1.1},
        {"confidence": "high"},
        {"bounds": [1, 2, 3]},
        {"bounds": [1, 2, -3, 4]},
        {"bounds": [1, 2, 3, 4.5]},
        {"speaker": "Ada"},
    ],
    ids=str,
)
def test_wrong_statements_are_not(
    schema: Draft202012Validator, said: dict[str, Any], wrong: dict[str, Any]
) -> None:
    said["statements"][0] |= wrong
    with pytest.raises(ValidationError):
        schema.validate(said)
