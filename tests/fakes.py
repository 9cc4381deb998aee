"""Scripted parts on virtual time, for the tests of turns."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from assistant.capture.base import ScreenCapture
from assistant.commands.context import Context, Pictures
from assistant.commands.memory import Memory
from assistant.commands.request import Request
from assistant.commands.run import Job, Runner
from assistant.config.settings import Settings
from assistant.errors import AssistantError, CaptureError
from assistant.perceive.vision.base import Question
from assistant.speak.output import Capabilities, VoiceSettings
from assistant.speak.speaker import Speaker
from assistant.turn import Turn
from assistant.types import (
    Bounds,
    Element,
    Glance,
    Monitor,
    Origin,
    Priority,
    Role,
    Screenshot,
    TextLine,
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
            return all(self._sleepers.get(t, 0.0) > self.now for t in turns)


class FakeOutput:
    """Says words in virtual time; `heard` is what a listener hears, whole and in order."""

    name = "fake"
    capabilities = Capabilities(can_interrupt=True)

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._said: list[tuple[float, float, str]] = []

    @property
    def heard(self) -> list[str]:
        """Everything that began to be heard by now."""
        with self._lock:
            return [text for start, _, text in self._said if start <= self._clock.now]

    @property
    def is_idle(self) -> bool:
        with self._lock:
            return not self._said or self._said[-1][1] <= self._clock.now

    def speak(self, utterance: Utterance) -> None:
        with self._lock:
            now = self._clock.now
            waiting = [entry for entry in self._said if entry[0] > now]
            begun = self._said[: len(self._said) - len(waiting)]
            texts = [text for _, _, text in waiting]
            at = 0 if utterance.priority is Priority.NOW else len(texts)
            texts.insert(at, utterance.text)
            self._said = begun
            start = max(now, begun[-1][1] if begun else now)
            for text in texts:
                end = start + SECONDS_A_WORD * len(text.split())
                self._said.append((start, end, text))
                start = end

    def cancel(self) -> None:
        with self._lock:
            now = self._clock.now
            is_speaking = any(start <= now < end for start, end, _ in self._said)
            self._said = [(s, min(e, now), text) for s, e, text in self._said if s <= now]
            if is_speaking:
                self._said.append((now, now, SILENCE))

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
    is_black: bool = False
    """Whether the screen is all black."""
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
        self.context = Context(
            speaker=Speaker(self.output),
            windows=_Windows(self),
            capture=_Capture(self),
            pictures=Pictures(self._no_picture, lambda: self._no_picture("")),
            accessibility=_Accessibility(self),
            recognizer=_Recognizer(self),
            earcons=self.earcons,
            settings=settings or Settings(),
            seer=_Seer(self) if self.script.guess else None,
            memory=Memory(),
        )
        self.runner = Runner(self.context)

    @property
    def heard(self) -> list[str]:
        return self.output.heard

    def press(self, command: str, after_seconds: float = 0.0, **options: object) -> Job:
        """Let time pass, then press the key of `command`."""
        self.clock.advance(after_seconds)
        job = self.start(command, **options)
        self.clock.settle()
        return job

    def start(self, command: str, **options: object) -> Job:
        """Press the key of `command` and go on at once."""
        job = self.runner.start(replace(Request(command), **options))  # type: ignore[arg-type]
        self.clock.threads.add(f"turn-{job.turn.id}-{command}")
        return job

    def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)

    def enter(self, layer: str, seconds: float, turn: Turn | None) -> None:
        """A layer begins: it takes its time, fails as scripted, and meets the turn's end."""
        self.reached.append(layer)
        if layer in self.script.fail:
            raise self.script.fail[layer]
        self.clock.sleep(seconds)
        if turn is not None:
            turn.check()

    def _no_picture(self, path: str) -> Screenshot:
        raise CaptureError("capture.none", f"There is no picture {path}.")


class FakeEarcons:
    def __init__(self) -> None:
        self.played: list[str] = []

    def play(self, name: str) -> None:
        self.played.append(name)

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

    def pointer(self) -> tuple[int, int]:
        return 100, 100


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
        self.asked: list[Question] = []

    def notice(self) -> str:
        words, self.desk.script.notice = self.desk.script.notice, ""
        return words

    def look(self, turn: Turn, screenshot: Screenshot, system: str) -> None:
        del turn, system
        self.desk.reached.append("look")
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
