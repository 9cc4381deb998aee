"""What the settings window uses of the running program."""

from __future__ import annotations

import logging
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

from assistant import messages
from assistant.errors import HotkeyError
from assistant.hotkeys.examine import Examiner
from assistant.listen.names import microphones
from assistant.speak.voices import voices
from assistant.turn import Turn, TurnCancelled
from assistant.types import Source, Utterance
from assistant.ui.settings_services import SettingsServices
from assistant.ui.settings_voicing import SettingsVoicing

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.commands.context import Context
    from assistant.hotkeys.base import Hotkeys

_log = logging.getLogger(__name__)


def services_of(
    context: Context,
    hotkeys: Callable[[], Hotkeys | None],
    is_reader_active: Callable[[], bool],
) -> SettingsServices:
    """Return the parts of the program; `hotkeys` returns None where it hears no keys."""
    return SettingsServices(
        say=partial(say, context),
        voices=lambda: voices(context.speaker.output.name, context.settings.speech.language),
        microphones=microphones,
        examiner=lambda: Examiner(asdict(context.settings.keys), hotkeys()),
        voicing=lambda window, opening: SettingsVoicing(
            window, context.speaker, is_reader_active, opening
        ),
        capture_key=lambda seconds: capture_key(hotkeys(), seconds),
    )


def say(context: Context, sentence: str) -> None:
    """Speak a sentence in the place of what is being spoken."""
    turn = Turn("settings")
    context.speaker.begin(turn)
    try:
        context.speaker.say(turn, Utterance(sentence, Source.PROGRAM, turn.id))
    except TurnCancelled:
        _log.debug("a key was faster than the sentence")


def capture_key(hotkeys: Hotkeys | None, timeout_seconds: float) -> str | None:
    """Return the next key, wherever it is pressed, as `Hotkeys.capture_next` does."""
    if hotkeys is None:
        raise HotkeyError("hotkeys.none", messages.KEYS_NOT_HEARD)
    return hotkeys.capture_next(timeout_seconds)
