"""Measures hearing: python tests/bench/speech_in.py. Both engines, plain and told the screen.

Questions are spoken by espeak-ng, a hard voice for Whisper, in several accents, clear and with
noise. Prints the share of words that are wrong (substituted, missing or added, of those spoken),
how many questions were lost, and how long it took from the sound's end to the text.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from assistant.config.settings import HearingSettings  # noqa: E402 - found on the path above
from assistant.listen.choose import choose  # noqa: E402 - as above
from assistant.listen.transcriber import WhisperTranscriber  # noqa: E402 - as above
from assistant.models.store import ModelStore  # noqa: E402 - as above
from assistant.turn import Turn  # noqa: E402 - as above
from assistant.types import AudioChunk  # noqa: E402 - as above
from voices import ACCENTS, say, with_noise  # noqa: E402 - as above

ENGINES = ("faster-whisper", "openai-whisper")
NOISES = (None, 20.0, 10.0)
"""Decibels between speech and noise; None for none."""
QUESTIONS = (
    ("What is the total amount of the invoice?", "Invoice 4711, Total amount, LibreOffice Calc"),
    ("Which button is selected?", "Save, Cancel, Preferences"),
    ("Who sent the last message in the inbox?", "Inbox, Thunderbird, Sent"),
    ("Is there an error on the screen?", "Build failed, Terminal"),
    ("Open the settings for Thunderbird.", "Thunderbird, Settings"),
    ("What does Krzysztof Wozniak say about Grafana?", "Krzysztof Wozniak, Grafana, Slack"),
    ("Is the kubectl rollout finished?", "kubectl, rollout, Terminal"),
    ("Where is the Inkscape window?", "Inkscape, GIMP"),
    ("How many unread mails are there from Siobhan Gallagher?", "Siobhan Gallagher, Unread"),
    ("What is written next to Zotero?", "Zotero, Firefox, Mendeley"),
    ("Read the first paragraph.", "Wikipedia, Lighthouse"),
    ("Is the box for Bluetooth checked?", "Bluetooth, Wi-Fi, Network"),
    ("When is the meeting with Agnieszka?", "Agnieszka Nowak, Calendar, Meeting"),
    ("What is the price of the Lufthansa flight to Reykjavik?", "Lufthansa, Reykjavik, Price"),
    ("Which tab is open?", "General, Advanced"),
    ("What does the error say about nginx?", "nginx, systemctl, journal"),
)
"""What is asked, and the words on the screen that tell most."""
ON_EVERY_SCREEN = (
    *("Appearance", "Sound", "Displays", "Printers", "Accounts", "Privacy", "Keyboard"),
    *("Applications", "Untitled Document", "Bookmarks", "Downloads", "Search", "Help", "View"),
    *("Edit", "File"),
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """One question in sound."""

    question: str
    words: list[str]
    noise: float | None
    samples: bytes


@dataclass(slots=True)
class Count:
    """What went wrong in some questions."""

    wrong: int = 0
    spoken: int = 0
    lost: int = 0

    def add(self, question: str, text: str) -> None:
        truth, found = words_of(question), words_of(text)
        self.wrong += Levenshtein.distance(truth, found)
        self.spoken += len(truth)
        self.lost += not found

    def __str__(self) -> str:
        share = 100 * self.wrong / max(1, self.spoken)
        return f"{share:5.1f} %" + (f" ({self.lost} lost)" if self.lost else "")


def words_of(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.casefold())


def spoken(accents: int) -> list[Spoken]:
    """Return every question in some accents, each clear and with noise."""
    found: list[Spoken] = []
    for number, (question, words) in enumerate(QUESTIONS):
        for step in range(accents):
            samples = say(question, ACCENTS[(number + 2 * step) % len(ACCENTS)])
            for noise in NOISES:
                sound = samples if noise is None else with_noise(samples, noise, seed=number)
                told = [*words.split(", "), *ON_EVERY_SCREEN]
                found.append(Spoken(question, told, noise, sound))
    return found


def measure(transcriber: WhisperTranscriber, sounds: list[Spoken], *, is_told: bool) -> str:
    """Return one row of the table."""
    counts = {noise: Count() for noise in NOISES}
    seconds: list[float] = []
    for sound in sounds:
        started = time.perf_counter()
        words = sound.words if is_told else []
        text = transcriber.transcribe(Turn(), AudioChunk(sound.samples), words).text
        seconds.append(time.perf_counter() - started)
        counts[sound.noise].add(sound.question, text)
    median = statistics.median(seconds) * 1000
    p95 = statistics.quantiles(seconds, n=20)[-1] * 1000
    cells = " | ".join(f"{counts[noise]!s:>16}" for noise in NOISES)
    return f"{cells} | {median:6.0f} ms | {p95:6.0f} ms"


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument("--model", default="", help="as the setting hearing.model")
    parser.add_argument("--accents", type=int, default=2, help="in how many each question is asked")
    options = parser.parse_args()
    sounds = spoken(options.accents)
    heads = ["clear" if noise is None else f"noise {noise:.0f} dB" for noise in NOISES]
    print(f"{len(sounds)} questions; words that are wrong, and the time until the text")
    print(f"{'':32} | " + " | ".join(f"{head:>16}" for head in heads) + " |    median |       p95")
    for engine in options.engine or ENGINES:
        settings = HearingSettings(engine=engine, model=options.model, language="en")
        transcriber = choose(settings, ModelStore().resolve)
        try:
            transcriber.transcribe(Turn(), AudioChunk(sounds[0].samples))
            about = dict(transcriber.about)
            for is_told in (False, True):
                name = f"{engine}, {'told the screen' if is_told else 'plain'}"
                row = measure(transcriber, sounds, is_told=is_told)
                print(f"{name:32} | {row}", flush=True)
        finally:
            transcriber.close()
        print(about)


if __name__ == "__main__":
    main()
