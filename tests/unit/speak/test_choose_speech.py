from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from assistant import messages
from assistant.errors import SpeechError
from assistant.speak import choose as choosing
from assistant.speak import espeak
from assistant.speak.choose import available, choose
from assistant.types import Source, Utterance

pytestmark = pytest.mark.unit


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(espeak, "find", lambda: None)
    nothing: Callable[[str], None] = lambda _: None  # noqa: E731
    monkeypatch.setattr(choosing.importlib.util, "find_spec", nothing)


@pytest.mark.usefixtures("nothing_installed")
def test_each_missing_way_says_what_to_install() -> None:
    assert [(way.name, way.is_available, way.reason) for way in available()] == [
        ("orca", True, ""),
        ("prism", False, messages.PRISM_NOT_ON_LINUX),
        ("announcement", True, ""),
        ("speech-dispatcher", False, messages.SPEECH_DISPATCHER_MISSING),
        ("espeak", False, messages.ESPEAK_MISSING),
        ("pyttsx3", False, messages.PYTTSX3_MISSING),
        ("null", True, ""),
    ]


@pytest.mark.usefixtures("nothing_installed")
@pytest.mark.parametrize("name", ["auto", "espeak"])
def test_with_no_way_to_speak_utterances_end_in_silence(name: str) -> None:
    output = choose(name)
    assert output.name == "null"
    output.speak(Utterance("unheard", Source.PROGRAM, 1))
    assert output.wait_idle(5)
    output.close()


def test_a_name_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(SpeechError, match="There is no way to speak called flute"):
        choose("flute")


def test_the_named_way_comes_first_and_the_others_stay_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(choosing, "_MISSING", dict.fromkeys(choosing._MISSING, str))
    readers, voices = ["orca", "prism", "announcement"], ["speech-dispatcher", "espeak", "pyttsx3"]
    assert choosing._order("auto") == readers + voices
    assert choosing._order("espeak") == ["espeak", *readers, "speech-dispatcher", "pyttsx3"]
    assert choosing._order("orca") == readers + voices
    assert choosing._order("null") == []
