"""What doctor says of hearing."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.config.settings import HearingSettings, Settings
from assistant.doctor import hearing
from assistant.doctor.check import Check, Status
from assistant.listen import shipped

pytestmark = [pytest.mark.unit, pytest.mark.timeout(60)]  # an engine on a busy machine


def check(**values: str) -> Check:
    return hearing.hearing(Settings(hearing=HearingSettings(**values)))  # type: ignore[arg-type]


def test_the_engine_and_its_model_are_told() -> None:
    found = check(language="en", device="cpu")
    assert found == Check(
        Status.OK, "faster-whisper would hear with the model Whisper tiny.en, on cpu in int8."
    )


def test_missing_packages_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(hearing.PACKAGES, "faster-whisper", ("av", "not_there_at_all"))
    assert check() == Check(
        Status.PROBLEM,
        "Questions can't be heard: not_there_at_all is missing.",
        "Speech recognition is not installed. Install it with: pip install 'lookaloud[hearing]'",
    )


def test_wrong_weights_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shipped, "folder", lambda: tmp_path)
    found = check()
    assert found.status is Status.PROBLEM
    assert found.detail.startswith("config.json of the small speech model is not the right file")


def test_a_model_that_is_not_there_is_told(tmp_path: Path) -> None:
    found = check(model=str(tmp_path / "none"))
    assert found.status is Status.PROBLEM
    assert str(tmp_path / "none") in found.detail


def test_a_language_that_is_not_heard_is_a_warning() -> None:
    found = check(language="de-AT", device="cpu")
    assert found.status is Status.WARNING
    assert "hears English only, and you ask in de." in found.remedy


def test_an_engine_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(hearing.ENGINES, "faster-whisper", "assistant.listen.not_there:engine")
    found = check()
    assert found.status is Status.PROBLEM
    assert found.detail.startswith("The speech engine does not work here: ")
