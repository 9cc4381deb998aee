"""Parts that are rebuilt when a setting changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.config.settings import Settings
from assistant.following import Follower
from fakes import Desk, FakeOutput
from running import wait_for

pytestmark = pytest.mark.unit


class _Output(FakeOutput):
    """An output that notes what is asked of it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.clock)
        self.rates: list[int] = []
        self.is_closed = False

    def configure(self, voice) -> None:  # type: ignore[no-untyped-def]
        self.rates.append(voice.rate)

    def close(self) -> None:
        self.is_closed = True


def _follow() -> tuple[Desk, _Output, _Output]:
    desk = Desk()
    first, second = _Output(desk), _Output(desk)
    desk.context.speaker.use(first)
    opened: Callable[[Settings], FakeOutput] = lambda _: second  # noqa: E731
    Follower(desk.context, opened)
    return desk, first, second


def test_a_new_rate_reaches_the_voice_and_nothing_else() -> None:
    desk, first, _ = _follow()
    parts = desk.context.recognizer, desk.context.transcriber, desk.context.microphone
    desk.context.live.change("speech.rate", "80")
    assert first.rates == [80]
    assert desk.context.speaker.output is first
    assert parts == (desk.context.recognizer, desk.context.transcriber, desk.context.microphone)


def test_another_way_to_speak_takes_over_and_the_old_one_is_closed() -> None:
    desk, first, second = _follow()
    desk.context.live.change("speech.output", "espeak")
    assert desk.context.speaker.output is second
    wait_for(lambda: first.is_closed, 5, lambda: "the old output is still open")
    assert not second.is_closed


def test_only_what_was_changed_is_rebuilt() -> None:
    desk, first, _ = _follow()
    recognizer, microphone = desk.context.recognizer, desk.context.microphone
    desk.context.live.change("recognition.unload_after_minutes", "3")
    assert desk.context.recognizer is not recognizer
    assert desk.context.microphone is microphone
    desk.context.live.change("hearing.keep_open", "never")
    assert desk.context.microphone is not microphone
    assert desk.context.speaker.output is first
    desk.context.microphone.close()
    desk.context.transcriber.close()
    desk.context.recognizer.close()
