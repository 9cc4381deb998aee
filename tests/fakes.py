"""Scripted parts on virtual time, for the tests of turns."""

from __future__ import annotations

import gc
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.capture.base import ScreenCapture
from assistant.capture.visibility import Stacked
from assistant.commands.context import Context, Pictures
from assistant.commands.memory import Memory
from assistant.commands.request import Request
from assistant.commands.run import Job, Runner
from assistant.config.file import get_text
from assistant.config.live import LiveSettings, changed_names
from assistant.config.settings import Settings
from assistant.errors import AssistantError, CaptureError
from assistant.listen.base import WINDOW_SAMPLES
from assistant.perceive.vision.base import Question
from assistant.speak.output import Capabilities, SpokenListener, VoiceSettings
from assistant.speak.speaker import Speaker
from assistant.turn import Turn, TurnCancelled
from assistant.types import (
    SAMPLE_RATE,
    AudioChunk,
    Bounds,
    Element,
    Glance,
    Monitor,
    Origin,
    Priority,
    Role,
    Screenshot,
    TextLine,
    Transcript,
    Utterance,
    Window,
)

SILENCE = "<silence>"
FOREVER = float("inf")
SECONDS_A_WORD = 0.33


class VirtualClock:
    """Time that stands still until `advance`; sleepers wake in order of their time."""

    def __init__(self) -> None:
        self.now = 0.0
        self._changed = threading.Condition()
        self._sleepers: dict[threading.Thread, float] = {}
        self.threads: set[str] = set()
        """Names of the threads that `settle` waits for."""

    def sleep(self, seconds: float) -> None:
        """Sleep on virtual time; for ever if `seconds` is infinite."""
        if seconds == 0:
            return
        me = threading.current_thread()
        with self._changed:
            self._sleepers[me] = self.now + seconds
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._sleepers[me] <= self.now)
            del self._sleepers[me]

    def settle(self) -> None:
        """Wait (in real time) until every thread of a turn sleeps or has ended."""
        end = time.monotonic() + 10
        while not self._is_settled():
            assert time.monotonic() < end, "a turn neither sleeps nor ends"
            time.sleep(0.0005)

    def advance(self, seconds: float) -> None:
        """Let that much time pass, waking each sleeper at its time."""
        end = self.now + seconds
        self.settle()
        while True:
            with self._changed:
                due = [at for at in self._sleepers.values() if at <= end]
                self.now = min(due, default=end)
                self._changed.notify_all()
                if not due:
                    return
            self.settle()

    def _is_settled(self) -> bool:
        with self._changed:
            turns = [t for t in threading.enumerate() if t.name in self.threads]
            awake = [t for t in turns if self._sleepers.get(t, 0.0) <= self.now]
            return not awake or (len(awake) < len(turns) and all(map(_waits_for_look, awake)))


def _waits_for_look(thread: threading.Thread) -> bool:
    """Whether the thread waits until another one has looked at the target."""
    # A collection within the call deadlocks CPython before 3.11.8 and 3.12.2 (gh-106883).
    gc.disable()
    try:
        frame = sys._current_frames().get(thread.ident or 0)
    finally:
        gc.enable()
    return frame is not None and frame.f_code.co_name == "_reach"


@dataclass(frozen=True)
class _Said:
    """What was spoken from `start` to `end` of virtual time."""

    start: float
    end: float
    utterance: Utterance | None
    """None for a silence."""

    @property
    def text(self) -> str:
        return SILENCE if self.utterance is None else self.utterance.text


class FakeOutput:
    """Says words in virtual time; `heard` is what a listener hears, whole and in order."""

    name = "fake"
    capabilities = Capabilities(can_interrupt=True)

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._said: list[_Said] = []
        self._told = 0
        """Of so many the listener has been told."""
        self.listener: SpokenListener = lambda _utterance, _was_finished: None

    @property
    def heard(self) -> list[str]:
        """Everything that began to be heard by now."""
        with self._lock:
            return [said.text for said in self._said if said.start <= self._clock.now]

    @property
    def is_idle(self) -> bool:
        with self._lock:
            return not self._said or self._said[-1].end <= self._clock.now

    def speak(self, utterance: Utterance) -> None:
        with self._lock:
            now = self._clock.now
            waiting = [said.utterance for said in self._said if said.start > now]
            begun = self._said[: len(self._said) - len(waiting)]
            at = 0 if utterance.priority is Priority.NOW else len(waiting)
            waiting.insert(at, utterance)
            self._said = begun
            start = max(now, begun[-1].end if begun else now)
            for words in filter(None, waiting):
                end = start + SECONDS_A_WORD * len(words.text.split())
                self._said.append(_Said(start, end, words))
                start = end

    def cancel(self) -> None:
        self.tell()
        with self._lock:
            now = self._clock.now
            is_speaking = any(s.start <= now < s.end for s in self._said)
            self._said = [
                replace(s, end=now) if s.end > now else s for s in self._said if s.start <= now
            ]
            if is_speaking:
                self._said.append(_Said(now, now, None))
            self._told = len(self._said)  # what was cut is told to nobody

    def tell(self) -> None:
        """Tell the listener what was spoken to its end by now."""
        with self._lock:
            over = [s.utterance for s in self._said[self._told :] if s.end <= self._clock.now]
            self._told += len(over)
        for utterance in filter(None, over):
            self.listener(utterance, True)

    def configure(self, voice: VoiceSettings) -> None:
        del voice

    def wait_idle(self, timeout_seconds: float) -> bool:
        del timeout_seconds
        return self.is_idle

    def close(self) -> None:
        self.cancel()


@dataclass
class Script:
    """How long each layer takes, in virtual seconds, and what it gives."""

    window: Window | None = field(
        default_factory=lambda: Window(7, "Inbox", "Mail", 100, Bounds(0, 0, 800, 600))
    )
    focus_seconds: float = 0.01
    focus_missing: int = 0
    """So many times there is no focus before it comes back."""
    glance_seconds: float = 0.01
    read_seconds: float = 0.05
    grab_seconds: float = 0.01
    line_seconds: float = 0.5
    tree: Element | None = field(
        default_factory=lambda: Element(
            Role.WINDOW,
            "Inbox",
            children=(Element(Role.BUTTON, "Send", bounds=Bounds(9, 9, 60, 20)),),
        )
    )
    lines: tuple[str, ...] = ("Meeting at noon.",)
    guess: str = ""
    """What the model says; without it there is no model."""
    look_seconds: float = 1.0
    word_seconds: float = 0.1
    notice: str = ""
    speech: str = ""
    """The words that the user says."""
    speech_seconds: float = 2.0
    """How long the user speaks, from the press of the key on."""
    hear_seconds: float = 0.3
    is_black: bool = False
    """Whether the screen is all black."""
    stack: tuple[Stacked, ...] = ()
    """All windows, from the back to the front."""
    fail: dict[str, AssistantError] = field(default_factory=dict)
    """Layer ("glance", "read", "grab", "recognize") to the error it raises."""


class Desk:
    """A program on a scripted desktop: press keys, let time pass, hear."""

    def __init__(self, script: Script | None = None, settings: Settings | None = None) -> None:
        self.script = script or Script()
        self.clock = VirtualClock()
        self.output = FakeOutput(self.clock)
        self.earcons = FakeEarcons()
        self.reached: list[str] = []
        """Layers entered, in order."""
        self.shown: list[Screenshot] = []
        """Pictures that engines got, in order."""
        self.copied: list[str] = []
        self.pressed: list[str | tuple[str, int, int]] = []
        """Elements that were pressed, and clicks with their window."""
        self.opened: list[str] = []
        """The program's own windows that were opened."""
        self.changed: list[tuple[str, str]] = []
        """Settings that were changed."""
        self.context = Context(
            speaker=Speaker(self.output),
            windows=_Windows(self),
            capture=_Capture(self),
            pictures=Pictures(self._no_picture, lambda: self._no_picture("")),
            accessibility=_Accessibility(self),
            recognizer=_Recognizer(self),
            earcons=self.earcons,
            live=LiveSettings(settings, is_kept=False),
            microphone=_Microphone(self),
            transcriber=_Transcriber(self),
            copy=self.copied.append,
            show=self.opened.append,
            seer=_Seer(self) if self.script.guess else None,
            memory=Memory(),
        )
        self.context.live.listen(self._changed)
        self.output.listener = self.context.conversation.was_spoken
        self.runner = Runner(self.context)

    @property
    def heard(self) -> list[str]:
        return self.output.heard

    def press(self, command: str, after_seconds: float = 0.0, **options: object) -> Job:
        """Let time pass, then press the key of `command`."""
        self.wait(after_seconds)
        job = self.start(command, **options)
        self.clock.settle()
        return job

    def start(self, command: str, *, is_key: bool = False, **options: object) -> Job:
        """Press the key of `command` and go on at once."""
        request = replace(Request(command), **options)  # type: ignore[arg-type]
        job = self.runner.start(request, is_key=is_key)
        self.clock.threads |= {f"turn-{job.turn.id}-{command}", f"looking-{job.turn.id}"}
        return job

    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.output.tell()

    def ask_aloud(self, question: str, after_seconds: float = 30.0) -> Job:
        """Hold the key while the question is spoken, let go, and wait for the whole answer."""
        self.script.speech = question
        job = self.press("ask_aloud", is_held=True)
        self.wait(self.script.speech_seconds)
        self.runner.release("ask_aloud")
        self.wait(after_seconds)
        return job

    def enter(self, layer: str, seconds: float, turn: Turn | None) -> None:
        """A layer begins: it takes its time, fails as scripted, and meets the turn's end."""
        self.reached.append(layer)
        if layer in self.script.fail:
            raise self.script.fail[layer]
        self.clock.sleep(seconds)
        if turn is not None:
            turn.check()

    def _changed(self, old: Settings, new: Settings) -> None:
        self.changed += [(name, get_text(new, name)) for name in changed_names(old, new)]

    def _no_picture(self, path: str) -> Screenshot:
        raise CaptureError("capture.none", f"There is no picture {path}.")


class FakeEarcons:
    def __init__(self) -> None:
        self.played: list[str] = []

    def play(self, name: str) -> None:
        self.played.append(name)

    def tone(self, hz: float) -> None:
        self.played.append(f"tone {hz:.0f}")

    def enable(self, *, is_enabled: bool) -> None:
        pass

    def cancel(self) -> None:
        pass

    def close(self) -> None:
        pass


@dataclass
class _Part:
    desk: Desk

    def close(self) -> None:
        pass


class _Windows(_Part):
    def active_window(self) -> Window | None:
        return self.desk.script.window

    def stack(self) -> Sequence[Stacked]:
        return self.desk.script.stack

    def pointer(self) -> tuple[int, int]:
        return 100, 100

    def activate(self, handle: int) -> None:
        self.desk.enter(f"activate {handle}", 0.0, None)

    def click(self, window: Window, x: int, y: int) -> None:
        self.desk.enter("click", 0.0, None)
        self.desk.pressed.append((window.title, x, y))


class _Accessibility(_Part):
    def glance(self, turn: Turn, window: Window) -> Glance:
        self.desk.enter("glance", self.desk.script.glance_seconds, turn)
        return Glance(title=window.title, program=window.program)

    def read(self, turn: Turn, window: Window) -> Element | None:
        del window
        self.desk.enter("read", self.desk.script.read_seconds, turn)
        return self.desk.script.tree

    def focus(self, turn: Turn) -> Element | None:
        self.desk.enter("focus", self.desk.script.focus_seconds, turn)
        if self.desk.script.focus_missing:
            self.desk.script.focus_missing -= 1
            return None
        return Element(Role.BUTTON, "Send")

    def press(self, turn: Turn, element: Element) -> None:
        self.desk.enter("press", 0.0, turn)
        self.desk.pressed.append(element.name)


class _Capture(_Part, ScreenCapture):
    def monitors(self) -> list[Monitor]:
        return [Monitor("one", Bounds(0, 0, 1920, 1080), is_primary=True)]

    def grab(self, bounds: Bounds | None, origin: Origin) -> Screenshot:
        self.desk.enter("grab", self.desk.script.grab_seconds, None)
        box = bounds or Bounds(0, 0, 1920, 1080)
        shades = bytes(256) if self.desk.script.is_black else bytes(range(256))
        noise = shades * (box.width * box.height * 4 // 256 + 1)
        pixels = noise[: box.width * box.height * 4]
        return Screenshot(pixels, box.width, box.height, box, origin, self.desk.clock.now, "fake")


class _Recognizer(_Part):
    def recognize(self, turn: Turn, screenshot: Screenshot) -> Iterator[TextLine]:
        self.desk.enter("recognize", 0.0, turn)
        self.desk.shown.append(screenshot)
        for number, text in enumerate(self.desk.script.lines):
            self.desk.enter(f"line {number}", self.desk.script.line_seconds, turn)
            box = Bounds(screenshot.bounds.x + 10, 100 + 40 * number, 300, 20)
            yield TextLine(text, 0.99, box, block=number)

    def warm(self) -> None:
        pass


class _Seer(_Part):
    """Takes a picture in while the turn goes on, and answers word by word."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.looked_at: dict[str, float] = {}
        """When each picture will have been taken in, in virtual seconds."""
        self.systems: list[str] = []
        """What the pictures were taken in with."""
        self.asked: list[Question] = []

    def notice(self) -> str:
        words, self.desk.script.notice = self.desk.script.notice, ""
        return words

    def look(self, turn: Turn, screenshot: Screenshot, system: str) -> None:
        del turn
        self.systems.append(system)
        self.desk.reached.append("look")
        self.desk.shown.append(screenshot)
        self.looked_at[screenshot.id] = self.desk.clock.now + self.desk.script.look_seconds

    def ask(self, turn: Turn, screenshot: Screenshot, question: Question) -> Iterator[str]:
        self.asked.append(question)
        left = self.looked_at[screenshot.id] - self.desk.clock.now
        self.desk.enter("ask", max(0.0, left), turn)
        for number, word in enumerate(self.desk.script.guess.split(" ")):
            self.desk.enter(f"word {number}", self.desk.script.word_seconds, turn)
            yield word + " "

    def warm(self) -> None:
        pass


class _Microphone(_Part):
    def record(self, *, with_before: bool = True) -> _Recording:
        self.desk.reached.append("record" if with_before else "record from now")
        if "microphone" in self.desk.script.fail:
            raise self.desk.script.fail["microphone"]
        return _Recording(self.desk)

    def warm(self) -> None:
        pass


class _Recording:
    is_full = False

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._began_at = desk.clock.now
        self._read_to = desk.clock.now
        self._is_cancelled = threading.Event()

    def read(self, timeout_seconds: float) -> AudioChunk | None:
        self._desk.clock.sleep(timeout_seconds)
        if self._is_cancelled.is_set():
            raise TurnCancelled
        if "recording" in self._desk.script.fail:
            raise self._desk.script.fail["recording"]
        seconds, self._read_to = self._desk.clock.now - self._read_to, self._desk.clock.now
        return _sound(seconds)

    def stop(self) -> AudioChunk:
        return _sound(self._desk.clock.now - self._began_at)

    def cancel(self) -> None:
        self._is_cancelled.set()
        self._desk.reached.append("microphone off")


class _Transcriber(_Part):
    """Hears what the script says, if the sound is long enough to hold it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.words: tuple[str, ...] = ()
        """The words of the screen that it was told last."""
        self._heard_seconds = 0.0

    def transcribe(self, turn: Turn, audio: AudioChunk, words: Sequence[str] = ()) -> Transcript:
        self.words = tuple(words)
        self.desk.enter("transcribe", self.desk.script.hear_seconds, turn)
        is_whole = audio.seconds >= self.desk.script.speech_seconds - 0.05
        return Transcript(self.desk.script.speech if is_whole else "", 0.9, "en")

    def transcribe_file(self, turn: Turn, path: str) -> Transcript:
        self.desk.enter("transcribe file", self.desk.script.hear_seconds, turn)
        return Transcript(f"{path}: {self.desk.script.speech}", 0.9, "en")

    def speech(self, turn: Turn, audio: AudioChunk, *, is_first: bool) -> Sequence[float]:
        turn.check()
        if is_first:
            self._heard_seconds = 0.0
        self._heard_seconds += audio.seconds
        is_speaking = self.desk.script.speech and (
            self._heard_seconds <= self.desk.script.speech_seconds
        )
        windows = round(audio.seconds * SAMPLE_RATE / WINDOW_SAMPLES)
        return [0.9 if is_speaking else 0.01] * windows

    def warm(self) -> None:
        pass


def _sound(seconds: float) -> AudioChunk:
    return AudioChunk(bytes(round(seconds * SAMPLE_RATE) * 2))
