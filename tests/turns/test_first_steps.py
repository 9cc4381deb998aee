"""The first steps, with scripted parts: what is told, what is left, what goes on beside it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assistant import messages
from assistant.cli_first_steps import walk
from assistant.commands.first_steps import Choice, KeyPresses, steps
from assistant.commands.first_steps_keys import KeysStep
from assistant.commands.first_steps_model import ModelStep
from assistant.commands.first_steps_voice import ReaderStep, VoiceStep
from assistant.commands.walk import Walk
from assistant.errors import AssistantError
from assistant.models.store import ModelStore
from assistant.turn import Turn
from fakes import Desk
from running import wait_for

pytestmark = pytest.mark.turns

SLOW = Choice("slow", "&Slow")
LASTING = Choice("lasting", "&Lasting", is_lasting=True)


class _Step:
    """A step whose work waits until the test lets it go on."""

    title = "Step"

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def opening(self) -> str:
        return "Opening."

    def choices(self) -> Sequence[Choice]:
        return (SLOW, LASTING)

    def choose(self, choice: str, turn: Turn, tell: Callable[[str], None]) -> None:
        tell(f"{choice} begins.")
        self.go_on.wait(10)
        if choice == "slow":
            turn.check()
        tell(f"{choice} ends.")


class _Broken(_Step):
    def opening(self) -> str:
        raise AssistantError("test", "It is broken.")

    def choose(self, choice: str, turn: Turn, tell: Callable[[str], None]) -> None:
        raise ValueError("private")


def _walk(*steps: _Step) -> tuple[Walk, list[str]]:
    shown: list[str] = []
    return Walk(Desk().context, steps, shown.append), shown


def test_each_step_is_told_with_its_number() -> None:
    way, shown = _walk(_Step(), _Step())
    way.go(1).result(5)
    assert shown == ["First steps, 2 of 2: Step.", "Opening."]


def test_what_is_under_way_ends_with_its_step() -> None:
    step = _Step()
    way, shown = _walk(step, _Step())
    way.go(0).result(5)
    done = way.choose(SLOW)
    wait_for(lambda: "slow begins." in shown, 5, lambda: str(shown))
    way.go(1).result(5)
    step.go_on.set()
    done.result(5)
    assert "slow ends." not in shown


def test_what_lasts_goes_on_and_tells_beside_the_next_step() -> None:
    step = _Step()
    way, shown = _walk(step, _Step())
    way.go(0).result(5)
    done = way.choose(LASTING)
    wait_for(lambda: "lasting begins." in shown, 5, lambda: str(shown))
    way.go(1).result(5)
    way.leave()
    step.go_on.set()
    done.result(5)
    assert shown[-1] == "lasting ends."


def test_a_failure_is_told_and_one_can_go_on() -> None:
    way, shown = _walk(_Broken(), _Step())
    way.go(0).result(5)
    assert shown[-1] == "It is broken."
    way.choose(SLOW).result(5)
    assert shown[-1] == messages.UNEXPECTED
    way.go(1).result(5)
    assert shown[-1] == "Opening."


def test_the_voice_is_changed_and_heard() -> None:
    desk = Desk()
    step = VoiceStep(desk.context)
    step.opening()
    told: list[str] = []
    step.choose("faster", Turn(), told.append)
    assert desk.changed == [("speech.rate", "60")]
    assert told == [messages.FIRST_STEPS_SAMPLE]
    desk.context.live.change("speech.rate", "0")
    step.choose("slower", Turn(), told.append)
    assert told[-1] == messages.SLOWEST


@pytest.mark.parametrize(
    ("output", "reader", "said"),
    [
        ("speech-dispatcher", "", "voice of my own"),
        ("speech-dispatcher", "Orca", "Orca runs, but"),
        ("orca", "Orca", "speak and braille through it"),
    ],
)
def test_it_says_who_speaks(output: str, reader: str, said: str) -> None:
    desk = Desk()
    desk.output.name = output
    assert said in ReaderStep(desk.context, reader).opening()


class _Keys:
    """Keys that a test presses."""

    def __init__(self) -> None:
        self.listener: Callable[[str, bool], bool] | None = None

    def listen(self, listener: Callable[[str, bool], bool] | None) -> None:
        self.listener = listener


def test_keys_are_asked_for_until_each_was_pressed() -> None:
    keys, told, desk = _Keys(), [], Desk()
    step = KeysStep(desk.context, KeyPresses(keys.listen))
    done = threading.Thread(target=step.choose, args=("try", Turn(), told.append))
    done.start()
    for command, answer in (
        ("read", messages.FIRST_STEPS_OTHER_KEY),
        ("describe_window", messages.FIRST_STEPS_RIGHT_KEY),
        ("ask_aloud", messages.FIRST_STEPS_RIGHT_KEY),
        ("stop", messages.FIRST_STEPS_RIGHT_KEY),
    ):
        count = len(told)
        wait_for(lambda: keys.listener is not None, 5, lambda: "nobody listens")
        assert keys.listener is not None
        assert keys.listener(command, True), "the command itself must not run"
        wait_for(lambda n=count, words=answer: words in told[n:], 5, lambda: str(told))
    done.join(5)
    assert told[-1] == messages.FIRST_STEPS_KEYS_KNOWN
    assert keys.listener is None


def test_keys_are_free_again_when_the_step_is_left() -> None:
    keys, turn = _Keys(), Turn()
    step = KeysStep(Desk().context, KeyPresses(keys.listen))
    way = Walk(Desk().context, [step], lambda _: None)
    done = way.choose(step.choices()[0])
    wait_for(lambda: keys.listener is not None, 5, lambda: "nobody listens")
    way.leave()
    done.result(5)
    assert keys.listener is None
    assert not turn.is_cancelled


def test_the_model_step_says_what_is_in_use(tmp_path: Path) -> None:
    desk = Desk()
    step = ModelStep(desk.context, ModelStore(tmp_path))
    assert "I suggest" in step.opening()
    desk.context.live.change("vision.model", "smolvlm2-2.2b")
    assert ModelStep(desk.context, ModelStore(tmp_path)).opening() == (
        messages.FIRST_STEPS_MODEL_CHOSEN
    )


def test_another_model_is_told_on_demand(tmp_path: Path) -> None:
    step = ModelStep(Desk().context, ModelStore(tmp_path))
    told = [step.opening()]
    if not any(choice.id == "other" for choice in step.choices()):
        pytest.skip("one model only fits this machine")
    step.choose("other", Turn(), told.append)
    assert told[1] not in told[0]


def test_a_terminal_leads_through_all_steps_and_speaks_once() -> None:
    desk = Desk()
    said: list[str] = []
    typed = iter(["", "f", "x", "b", "", "", "", "", "", ""])
    walk(
        desk.context,
        steps(desk.context),
        is_spoken=True,
        ask=lambda _: next(typed),
        say=said.append,
    )
    titles = [line.split(", ")[1][:1] for line in said if line.startswith(messages.FIRST_STEPS)]
    assert titles == list("1212" + "3456")
    assert desk.changed == [("speech.rate", "60")]
    assert messages.FIRST_STEPS_NOT_UNDERSTOOD in said
    assert not list(typed)


def test_a_terminal_is_left_at_any_point() -> None:
    desk = Desk()
    said: list[str] = []
    walk(desk.context, steps(desk.context), is_spoken=False, ask=lambda _: "q", say=said.append)
    assert said[-1].startswith(messages.FIRST_STEPS_WELCOME)
    assert desk.output.heard == []
