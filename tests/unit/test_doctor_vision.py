"""What doctor says of the vision model."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.config.settings import Settings, VisionSettings
from assistant.doctor import vision
from assistant.doctor.check import Check, Status
from assistant.perceive.vision import choose

pytestmark = [pytest.mark.unit, pytest.mark.timeout(60)]  # PyTorch on a busy machine


def check(**values: str) -> Check:
    return vision.vision(Settings(vision=VisionSettings(**values)))  # type: ignore[arg-type]


def test_no_model_is_no_fault_and_the_way_to_one_is_told() -> None:
    assert check() == Check(
        Status.OK,
        "None is in use. With one, Lookaloud can tell what pictures show.",
        "To choose one, run: lookaloud models recommend",
    )


def test_a_model_that_is_not_there_is_told(tmp_path: Path) -> None:
    found = check(model=str(tmp_path / "none"))
    assert found.status is Status.PROBLEM
    assert str(tmp_path / "none") in found.detail


def test_missing_packages_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "PACKAGES", ("torch", "a_package_that_is_not_there"))
    assert check(model="smolvlm2-500m") == Check(
        Status.PROBLEM,
        "The vision model can't run: a_package_that_is_not_there is missing.",
        "Install it with: pip install 'lookaloud[vision]'",
    )


def test_a_server_that_does_not_answer_is_told() -> None:
    found = check(server="http://127.0.0.1:9/v1", server_model="any")
    assert found.status is Status.PROBLEM
    assert "127.0.0.1" in found.detail


def test_what_is_chosen_is_told(tmp_path: Path) -> None:
    told = vision._device(VisionSettings(model="tiny", device="cpu"), tmp_path)
    assert told.status is Status.OK
    assert told.detail.startswith("tiny would run on ")
    assert " (cpu) with " in told.detail
    assert " pictures, by PyTorch " in told.detail
