"""The first steps fetch a model from a hub on this machine, and use it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import huggingface_hub as library
import pytest
from huggingface_hub import constants

from assistant import messages
from assistant.commands import first_steps_model
from assistant.commands.first_steps_model import ModelStep
from assistant.errors import ModelError
from assistant.models import catalog
from assistant.models.catalog import Recommendation
from assistant.models.store import ModelStore
from assistant.turn import Turn, TurnCancelled
from fakes import Desk
from hub import FakeHub, model_files

pytestmark = pytest.mark.unit

MODEL = replace(catalog.models()["smolvlm2-2.2b"], revision="", files=())


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeHub]:
    """A hub with one model that has no pin, which fits this machine."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    served = FakeHub()
    served.models[MODEL.repository] = model_files(300_000)
    template = served.address + "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr(constants, "ENDPOINT", served.address)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    fitting = (Recommendation(MODEL, "float32", "It fits."),)
    monkeypatch.setattr(catalog, "recommend", lambda _machine: fitting)
    monkeypatch.setattr(first_steps_model, "missing_packages", list)
    library.close_session()
    yield served
    library.close_session()
    served.close()


def test_the_model_is_fetched_told_and_used(hub: FakeHub, tmp_path: Path) -> None:
    desk, told = Desk(), []
    step = ModelStep(desk.context, ModelStore(tmp_path / "models"))
    assert "It fits." in step.opening()
    (fetch,) = step.choices()
    assert fetch.is_lasting
    step.choose(fetch.id, Turn(), told.append)
    assert told[0] == messages.FIRST_STEPS_FETCHING.format(title=MODEL.title)
    assert any("100 percent" in sentence for sentence in told)
    assert told[-1] == messages.FIRST_STEPS_FETCHED.format(title=MODEL.title)
    assert desk.changed == [("vision.model", MODEL.id)]
    assert step.choices() == ()
    assert hub.fetched("model.safetensors")


def test_a_download_that_is_left_changes_nothing(hub: FakeHub, tmp_path: Path) -> None:
    del hub
    desk, turn = Desk(), Turn()
    step = ModelStep(desk.context, ModelStore(tmp_path / "models"))
    step.opening()
    told: list[str] = []

    def tell(sentence: str) -> None:
        told.append(sentence)
        turn.cancel()

    with pytest.raises(TurnCancelled):
        step.choose("fetch", turn, tell)
    assert desk.changed == []
    assert len(told) == 1


def test_a_hub_that_fails_is_told(hub: FakeHub, tmp_path: Path) -> None:
    hub.models.clear()
    step = ModelStep(Desk().context, ModelStore(tmp_path / "models"))
    step.opening()
    with pytest.raises(ModelError) as failure:
        step.choose("fetch", Turn(), lambda _: None)
    assert "hub" in failure.value.sentence
