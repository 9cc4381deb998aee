"""Speech is heard by the real engines, which may be damaged, killed and cancelled at any time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from assistant.config.settings import HearingSettings
from assistant.errors import EngineError, HearingError
from assistant.listen import shipped
from assistant.listen.base import WINDOW_SAMPLES
from assistant.listen.choose import choose
from assistant.listen.transcriber import HearingOptions, WhisperTranscriber
from assistant.turn import Turn, TurnCancelled
from assistant.types import AudioChunk
from voices import (
    ACCENTS,
    backwards,
    clicks,
    hum,
    say,
    silence,
    white_noise,
    with_noise,
    write_wav,
)

pytestmark = [pytest.mark.model, pytest.mark.timeout(180)]  # an engine on a busy machine

QUESTION = "What is the total amount of the invoice?"
SCREEN = ["Krzysztof Wozniak", "Grafana", "kubectl", "Inkscape", "Thunderbird", "Inbox", "Drafts"]
STORY = (
    "The library opens at nine in the morning. My sister bought a green umbrella yesterday."
    " There are seven windows in the kitchen. The train to London leaves on Sunday."
    " Please remember to water the flowers. He found an old letter under the table."
    " The museum is closed in December. We had dinner with our neighbours."
    " The doctor asked me three questions. Nobody knows the answer to that."
)
STORY_WORDS = (
    "library",
    "umbrella",
    "windows",
    "london",
    "flowers",
    "letter",
    "museum",
    "dinner",
    "doctor",
    "answer",
)
NO_SPEECH = {
    "digital silence": silence(),
    "faint noise": white_noise(0.001),
    "quiet noise": white_noise(0.01),
    "loud noise": white_noise(0.1),
    "very loud noise": white_noise(0.4),
    "hum of 50 hertz": hum(50),
    "hum of 440 hertz": hum(440),
    "keys": clicks(),
}


def no_store(name: str) -> Path:
    return Path(name)


@pytest.fixture(scope="module", params=["faster-whisper", "openai-whisper"])
def transcriber(request: pytest.FixtureRequest) -> Iterator[WhisperTranscriber]:
    chosen = choose(HearingSettings(engine=request.param, language="en"), no_store)
    yield chosen
    chosen.close()


@pytest.fixture(scope="module")
def quick() -> Iterator[WhisperTranscriber]:
    chosen = choose(HearingSettings(language="en"), no_store)
    yield chosen
    chosen.close()


def heard(transcriber: WhisperTranscriber, samples: bytes, words: list[str] | None = None) -> str:
    return transcriber.transcribe(Turn(), AudioChunk(samples), words or []).text


def plain(text: str) -> str:
    return text.casefold().strip(" ,.!?")


def test_a_question_is_heard_word_for_word(transcriber: WhisperTranscriber) -> None:
    found = transcriber.transcribe(Turn(), AudioChunk(say(QUESTION)))
    assert found.text == QUESTION
    assert found.language == "en"
    assert 0.5 < found.confidence <= 1
    assert transcriber.about["model"] == "Whisper tiny.en"
    assert not transcriber.about["is_multilingual"]


def test_names_of_the_screen_are_heard_only_with_the_screen(
    transcriber: WhisperTranscriber,
) -> None:
    sound = say("What does Krzysztof Wozniak say about Grafana?")
    assert "Krzysztof Wozniak" not in heard(transcriber, sound)
    told = "What does Krzysztof Wozniak say about Grafana"
    assert heard(transcriber, sound, SCREEN).rstrip("?.") == told


@pytest.mark.parametrize("name", NO_SPEECH)
def test_sound_without_speech_holds_no_words(transcriber: WhisperTranscriber, name: str) -> None:
    for words in ([], SCREEN):
        assert heard(transcriber, NO_SPEECH[name], words) == ""


def test_a_question_is_heard_in_noise(quick: WhisperTranscriber) -> None:
    sound = with_noise(say("Who sent the last message in the inbox?"), 20)
    assert "last message" in heard(quick, sound, SCREEN)


def test_what_was_told_does_not_come_back_for_a_voice_without_words(
    quick: WhisperTranscriber,
) -> None:
    told = {plain(word) for entry in SCREEN for word in (entry, *entry.split())}
    for text in ("Save", "no", "Open", "Inbox", "the second one"):
        for voice in ("en-us", "en-gb", "en-029"):
            found = heard(quick, backwards(say(text, voice)), SCREEN)
            assert plain(found) not in told
            assert "spoken question" not in found


@pytest.mark.parametrize("word", ["Inbox", "Inkscape", "Thunderbird"])
def test_a_lone_word_of_the_screen_is_a_question(quick: WhisperTranscriber, word: str) -> None:
    found = [plain(heard(quick, say(word, voice), SCREEN)) for voice in ("en-us", "en-gb")]
    assert found == [word.casefold()] * 2


def test_two_words_of_the_screen_are_a_question(quick: WhisperTranscriber) -> None:
    found = heard(quick, say("Thunderbird Inbox"), SCREEN)
    assert plain(found.replace(",", "")) == "thunderbird inbox"


@pytest.mark.parametrize("text", ["Yes.", "No.", "Stop."])
def test_short_words_are_heard(quick: WhisperTranscriber, text: str) -> None:
    assert plain(heard(quick, say(text), SCREEN)) == plain(text)


def test_accents_are_heard(quick: WhisperTranscriber) -> None:
    found = [heard(quick, say("Read the first paragraph.", voice)) for voice in ACCENTS]
    assert sum("first paragraph" in text for text in found) >= 4, found


def test_a_long_question_is_heard_to_its_end(quick: WhisperTranscriber) -> None:
    found = heard(quick, say(STORY, words_per_minute=140)).lower()
    assert [word for word in STORY_WORDS if word in found] == list(STORY_WORDS)


def test_a_pause_to_think_is_part_of_the_question(quick: WhisperTranscriber) -> None:
    sound = say("What is the total amount") + silence(2) + say("of the invoice?")
    found = heard(quick, sound).lower()
    assert "total amount" in found
    assert "invoice" in found


# -- sound files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["wav", "flac", "ogg", "mp3"])
def test_sound_files_of_all_kinds_are_heard(
    transcriber: WhisperTranscriber, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / f"a question.{kind}"
    wav = write_wav(tmp_path / "plain.wav", say(QUESTION))
    _convert(wav, path, rate=44100 if kind != "wav" else 48000, channels=2)
    assert transcriber.transcribe_file(Turn(), str(path)).text == QUESTION


def test_a_file_of_minutes_is_heard_in_pieces(quick: WhisperTranscriber, tmp_path: Path) -> None:
    sound = b"".join(say(sentence) + silence(25) for sentence in STORY.split(". "))
    path = write_wav(tmp_path / "long.wav", silence(70) + sound)
    found = quick.transcribe_file(Turn(), str(path)).text.lower()
    # The small model mishears one sentence in ten that stands alone; none may be left out.
    places = [found.find(word) for word in STORY_WORDS if word in found]
    assert len(places) >= len(STORY_WORDS) - 2, found
    assert places == sorted(places)
    assert found.count(".") >= len(STORY_WORDS) - 2


def test_a_file_of_silence_holds_no_words(quick: WhisperTranscriber, tmp_path: Path) -> None:
    path = write_wav(tmp_path / "silent.wav", silence(65))
    assert quick.transcribe_file(Turn(), str(path)).text == ""


def test_what_is_no_sound_file_is_told(quick: WhisperTranscriber, tmp_path: Path) -> None:
    def told(path: Path) -> str:
        with pytest.raises(HearingError) as raised:
            quick.transcribe_file(Turn(), str(path))
        return raised.value.sentence

    gone = tmp_path / "gone.wav"
    assert told(gone) == f"There is no sound file {gone}."
    assert told(tmp_path) == f"{tmp_path} can't be read: Is a directory."
    broken = tmp_path / "broken.mp3"
    broken.write_bytes(b"this is no sound" * 100)
    said = "is no sound file, or it is damaged. Wav, flac, ogg and mp3 can be heard."
    assert told(broken) == f"{broken} {said}"
    empty = tmp_path / "empty.wav"
    empty.write_bytes(b"")
    assert told(empty) == f"{empty} {said}"
    short = write_wav(tmp_path / "short.wav", b"")
    assert told(short) == f"{short} holds no sound."
    assert quick.transcribe(Turn(), AudioChunk(say(QUESTION))).text == QUESTION


# -- where speech is -------------------------------------------------------------------------------


def test_speech_is_found_chunk_by_chunk_as_in_one(transcriber: WhisperTranscriber) -> None:
    sound = say("Open the settings.") + silence(0.5)
    whole = transcriber.speech(Turn(), AudioChunk(sound), is_first=True)
    assert len(whole) == len(sound) // 2 // WINDOW_SAMPLES
    assert max(whole[:8]) < 0.5 < max(whole)
    assert max(whole[-10:]) < 0.35
    parts: list[float] = []
    for start in range(0, len(sound), 2 * 700):
        chunk = AudioChunk(memoryview(sound)[start : start + 2 * 700])
        parts += transcriber.speech(Turn(), chunk, is_first=start == 0)
    assert parts == pytest.approx(whole, abs=0.02)


def test_speech_is_kept_apart_from_questions_between(quick: WhisperTranscriber) -> None:
    sound = say("Open the settings.")
    half = len(sound) // 2 // (2 * WINDOW_SAMPLES) * 2 * WINDOW_SAMPLES
    whole = list(quick.speech(Turn(), AudioChunk(sound), is_first=True))
    first = list(quick.speech(Turn(), AudioChunk(sound[:half]), is_first=True))
    assert heard(quick, say(QUESTION)) == QUESTION
    rest = list(quick.speech(Turn(), AudioChunk(sound[half:]), is_first=False))
    assert first + rest == pytest.approx(whole, abs=0.02)


# -- what goes wrong -------------------------------------------------------------------------------


def test_a_killed_engine_is_told_and_comes_back(transcriber: WhisperTranscriber) -> None:
    assert heard(transcriber, say(QUESTION)) == QUESTION
    pid = transcriber.host.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    errors: list[EngineError] = []

    def ask() -> None:
        with pytest.raises(EngineError) as raised:
            heard(transcriber, say(QUESTION))
        errors.append(raised.value)

    asker = threading.Thread(target=ask)
    asker.start()
    time.sleep(0.3)
    os.kill(pid, signal.SIGKILL)
    asker.join(20)
    assert errors[0].sentence == (
        "Speech recognition stopped unexpectedly. Try again: it starts by itself."
    )
    assert heard(transcriber, say(QUESTION)) == QUESTION


def test_a_cancelled_question_lets_go_and_the_next_is_heard(
    transcriber: WhisperTranscriber,
) -> None:
    assert heard(transcriber, say(QUESTION)) == QUESTION
    pid = transcriber.host.pid
    for after_seconds in (0.0, 0.05, 0.2):
        turn = Turn()
        timer = threading.Timer(after_seconds, turn.cancel)
        timer.start()
        with pytest.raises(TurnCancelled):
            _ask_on(transcriber, turn)
        timer.join()
        assert heard(transcriber, say(QUESTION)) == QUESTION
    assert transcriber.host.pid == pid, "the engine was killed and loaded anew"


def test_a_long_file_is_given_up_with_its_turn(quick: WhisperTranscriber, tmp_path: Path) -> None:
    path = write_wav(tmp_path / "long.wav", (say(QUESTION) + silence(5)) * 60)
    turn = Turn()
    timer = threading.Timer(1.0, turn.cancel)
    timer.start()
    with pytest.raises(TurnCancelled):
        quick.transcribe_file(turn, str(path))
    timer.join()
    assert heard(quick, say(QUESTION)) == QUESTION


def copied(folder: Path) -> Path:
    folder.mkdir()
    for path in shipped.folder().iterdir():
        if path.is_file():
            (folder / path.name).write_bytes(path.read_bytes())
    return folder


@pytest.mark.parametrize("engine", ["faster-whisper", "openai-whisper"])
def test_a_model_in_a_folder_is_heard_with(engine: str, tmp_path: Path) -> None:
    folder = copied(tmp_path / "mine")
    chosen = choose(HearingSettings(engine=engine, model=str(folder), language="en"), no_store)
    try:
        assert heard(chosen, say(QUESTION)) == QUESTION
        assert chosen.about["model"] == "mine"
    finally:
        chosen.close()


@pytest.mark.parametrize("engine", ["faster-whisper", "openai-whisper"])
@pytest.mark.parametrize("damage", ["cut", "pickle"])
def test_damaged_weights_are_told(engine: str, damage: str, tmp_path: Path) -> None:
    folder = copied(tmp_path / "mine")
    weights = folder / "model.bin"
    whole = weights.read_bytes()
    weights.write_bytes(whole[: len(whole) // 2] if damage == "cut" else b"\x80\x04\x95" * 100)
    chosen = WhisperTranscriber(lambda: folder, HearingOptions(engine=engine))
    try:
        with pytest.raises(EngineError) as raised:
            heard(chosen, say(QUESTION))
        assert raised.value.code == "hearing.damaged"
        assert raised.value.sentence.startswith("The speech model mine can't be loaded: ")
    finally:
        chosen.close()


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    chosen = WhisperTranscriber(lambda: tmp_path)
    try:
        with pytest.raises(EngineError) as raised:
            heard(chosen, say(QUESTION))
        assert raised.value.code == "hearing.no_whisper"
    finally:
        chosen.close()


@pytest.mark.parametrize("engine", ["faster-whisper", "openai-whisper"])
def test_a_language_that_the_model_does_not_hear_is_told(engine: str) -> None:
    chosen = choose(HearingSettings(engine=engine, language="de"), no_store)
    try:
        with pytest.raises(EngineError) as raised:
            heard(chosen, say(QUESTION))
        assert raised.value.sentence.startswith(
            "The speech model hears English only, and you ask in de."
        )
    finally:
        chosen.close()


def test_a_card_that_is_not_there_is_told() -> None:
    if _has_card():
        pytest.skip("this computer has a graphics card")
    chosen = choose(HearingSettings(device="cuda", language="en"), no_store)
    try:
        with pytest.raises(EngineError) as raised:
            heard(chosen, say(QUESTION))
        assert raised.value.sentence == (
            "Speech recognition can't use cuda on this computer. Set hearing.device to auto."
        )
    finally:
        chosen.close()


def test_the_engine_steps_back_no_further_than_the_program(quick: WhisperTranscriber) -> None:
    heard(quick, say(QUESTION))
    assert quick.host.pid is not None
    assert psutil.Process(quick.host.pid).nice() == psutil.Process().nice()


def _ask_on(transcriber: WhisperTranscriber, turn: Turn) -> None:
    sound = AudioChunk(say(QUESTION * 5))
    while True:
        transcriber.transcribe(turn, sound)


def _has_card() -> bool:
    try:
        done = subprocess.run(["nvidia-smi", "-L"], capture_output=True, check=False)
    except FileNotFoundError:
        return False
    return b"GPU" in done.stdout


def _convert(source: Path, target: Path, *, rate: int, channels: int) -> None:
    """Write the sound as another kind of file, with the library that the engine decodes with."""
    code = (
        "import sys, av\n"
        "codecs = {'mp3': 'libmp3lame', 'ogg': 'vorbis', 'flac': 'flac', 'wav': 'pcm_s16le'}\n"
        "source, target, kind, rate, layout = sys.argv[1:]\n"
        "with av.open(source) as old, av.open(target, 'w') as new:\n"
        "    stream = new.add_stream(codecs[kind], rate=int(rate), layout=layout)\n"
        "    stream.codec_context.options = {'strict': 'experimental'}\n"
        "    form = stream.codec_context.codec.audio_formats[0]\n"
        "    resampler = av.AudioResampler(form, layout, int(rate))\n"
        "    for frame in [*old.decode(audio=0), None]:\n"
        "        if frame is not None: frame.pts = None\n"
        "        for made in resampler.resample(frame):\n"
        "            made.pts = None\n"
        "            for packet in stream.encode(made): new.mux(packet)\n"
        "    for packet in stream.encode(None): new.mux(packet)\n"
    )
    layout = "stereo" if channels == 2 else "mono"
    arguments = [str(source), str(target), target.suffix[1:], str(rate), layout]
    subprocess.run([sys.executable, "-c", code, *arguments], check=True)
