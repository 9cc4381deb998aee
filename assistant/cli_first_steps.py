"""The first steps in a terminal: the same conversation, answered by a letter and Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages
from assistant.commands.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.commands.context import Context
    from assistant.commands.first_steps import Choice, Step

SPEAKING_SECONDS = 60.0
"""So long the last words may take."""


def walk(
    context: Context,
    steps: Sequence[Step],
    *,
    is_spoken: bool,
    ask: Callable[[str], str] = input,
    say: Callable[[str], None] = print,
) -> None:
    """Go through the steps until the last one, or until the user leaves.

    Where a screen reader reads the terminal, `is_spoken` is False: twice is once too often.
    """
    way = Walk(context, steps, say, is_spoken=is_spoken)
    number = 0
    while 0 <= number < len(steps):
        say("")
        way.go(number).result()
        number = _answer(way, ask, say)
    if number < 0:
        way.leave()
    else:
        context.speaker.output.wait_idle(SPEAKING_SECONDS)


def _answer(way: Walk, ask: Callable[[str], str], say: Callable[[str], None]) -> int:
    """Do what the user types until they go to another step; return its number, -1 to leave."""
    while True:
        choices = _letters(way.step.choices())
        lines = [f"{letter}: {_plain(choice)}." for letter, choice in choices.items()]
        try:
            typed = ask(" ".join([*lines, messages.FIRST_STEPS_PROMPT])).strip().casefold()
        except (EOFError, KeyboardInterrupt):
            return -1
        if typed == messages.FIRST_STEPS_LEAVE_LETTER:
            return -1
        if typed == "":
            return way.number + 1
        if typed == messages.FIRST_STEPS_BACK_LETTER:
            return max(0, way.number - 1)
        if typed in choices:
            _do(way, choices[typed], say)
        else:
            say(messages.FIRST_STEPS_NOT_UNDERSTOOD)


def _do(way: Walk, choice: Choice, say: Callable[[str], None]) -> None:
    done = way.choose(choice)
    try:
        done.result()
    except KeyboardInterrupt:
        way.leave()
        say(messages.REQUEST_STOPPED)


def _letters(choices: Sequence[Choice]) -> dict[str, Choice]:
    """Return each choice by the letter to type: its mnemonic, as the window has it."""
    return {choice.label.partition("&")[2][:1].casefold(): choice for choice in choices}


def _plain(choice: Choice) -> str:
    return choice.label.replace("&", "")
