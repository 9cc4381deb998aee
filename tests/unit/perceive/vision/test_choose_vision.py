"""Which vision model answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.config.settings import VisionSettings, entries
from assistant.errors import ModelError
from assistant.perceive.vision.choose import SENT_PIXELS, choose
from assistant.perceive.vision.server import ServerSeer
from assistant.perceive.vision.transformers import TransformersSeer

pytestmark = pytest.mark.unit


def find(name: str) -> Path:
    raise ModelError("models.missing", f"{name} is not installed.")


def test_without_a_model_there_is_none() -> None:
    assert choose(VisionSettings(), find) is None


def test_a_server_goes_before_a_model() -> None:
    settings = VisionSettings(model="qwen3-vl-4b", server="https://models.example/v1")
    assert isinstance(choose(settings, find), ServerSeer)


def test_a_model_is_looked_for_only_when_it_is_needed() -> None:
    seer = choose(VisionSettings(model="qwen3-vl-4b", unload_after_minutes=3), find)
    assert isinstance(seer, TransformersSeer)
    with pytest.raises(ModelError):
        seer.warm()


def test_every_picture_setting_has_a_size_for_servers() -> None:
    assert set(SENT_PIXELS) == set(entries()["vision.picture"].choices)
