from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.errors import SpeechError
from assistant.speak.null import NullEngine
from assistant.speak.queueing import QueuedOutput
from assistant.speak.recorder import Recorder
from assistant.types import Source, Utterance

pytestmark = pytest.mark.unit


def test_everything_spoken_and_every_silence_becomes_a_line(tmp_path: Path) -> None:
    path = tmp_path / "new" / "spoken.jsonl"
    recorder = Recorder(QueuedOutput(NullEngine()), path)
    recorder.speak(Utterance("Größe 5", Source.OCR, 3))
    assert recorder.wait_idle(5)
    recorder.cancel()
    recorder.close()
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    times = [line.pop("at") for line in lines]
    about = {"text": "Größe 5", "source": "ocr", "turn": 3}
    assert lines[0] == {"event": "speak"} | about
    assert sorted(line["event"] for line in lines[1:]) == ["finished", "silence"]
    assert {"event": "finished"} | about in lines
    assert sorted(times) == pytest.approx(times, abs=0.1)
    assert path.stat().st_mode & 0o077 == 0


def test_it_is_the_output_that_it_records(tmp_path: Path) -> None:
    output = QueuedOutput(NullEngine())
    recorder = Recorder(output, tmp_path / "spoken.jsonl")
    assert recorder.name == "null"
    assert recorder.capabilities is output.capabilities
    assert recorder.is_idle
    recorder.close()


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    output = QueuedOutput(NullEngine())
    with pytest.raises(SpeechError, match="can't be recorded in"):
        Recorder(output, tmp_path / "file" / "spoken.jsonl")
    output.close()


def test_what_is_spoken_is_written_once_it_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "spoken.jsonl"
    recorder = Recorder(QueuedOutput(NullEngine()), path)
    for number in range(300):
        recorder.speak(Utterance(f"words {number}", Source.PROGRAM, 1))
    assert recorder.wait_idle(10)
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [line["text"] for line in lines if line["event"] == "speak"][-1] == "words 299"
    recorder.close()
