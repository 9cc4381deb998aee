"""The first steps: who speaks, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages
from assistant.commands.first_steps import Choice
from assistant.commands.voice import change_rate
from assistant.speak.voices import LISTED, voices

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.commands.context import Context
    from assistant.turn import Turn

OWN_VOICES = {"speech-dispatcher", "espeak", "pyttsx3", "null"}
"""Ways to speak that are no screen reader."""


class ReaderStep:
    """Tells which screen reader was found and who will speak."""

    title = messages.FIRST_STEPS_READER

    def __init__(self, context: Context, reader: str) -> None:
        self._context = context
        self._reader = reader

    def opening(self) -> str:
        """Return the words."""
        is_own_voice = self._context.speaker.output.name in OWN_VOICES
        if not self._reader:
            found = messages.FIRST_STEPS_NO_READER
        elif is_own_voice:
            found = messages.FIRST_STEPS_READER_BESIDE.format(reader=self._reader)
        else:
            found = messages.FIRST_STEPS_READER_SPEAKS.format(reader=self._reader)
        return f"{messages.FIRST_STEPS_WELCOME} {found}"

    def choices(self) -> Sequence[Choice]:
        """Return nothing."""
        return ()

    def choose(self, choice: str, turn: Turn, tell: Callable[[str], None]) -> None:
        """Do nothing: there is nothing to choose."""
        raise AssertionError(choice)


class VoiceStep:
    """Tries rates and voices; each is heard at once and kept."""

    title = messages.FIRST_STEPS_VOICE

    def __init__(self, context: Context) -> None:
        self._context = context

    def opening(self) -> str:
        """Return the words."""
        can = self._context.speaker.output.capabilities
        is_ours = can.has_rate or can.has_voices
        return (
            messages.FIRST_STEPS_VOICE_OPENING if is_ours else messages.FIRST_STEPS_VOICE_OF_READER
        )

    def choices(self) -> Sequence[Choice]:
        """Return what the way to speak allows."""
        found: list[Choice] = []
        output = self._context.speaker.output
        if output.capabilities.has_rate:
            found.append(Choice("slower", messages.FIRST_STEPS_SLOWER))
            found.append(Choice("faster", messages.FIRST_STEPS_FASTER))
        if output.capabilities.has_voices and output.name in LISTED:
            found.append(Choice("voice", messages.FIRST_STEPS_NEXT_VOICE))
        return found

    def choose(self, choice: str, turn: Turn, tell: Callable[[str], None]) -> None:
        """Change the voice and let it be heard."""
        del turn
        if choice == "voice":
            name = self._next_voice()
            if not name:
                tell(messages.FIRST_STEPS_NO_VOICE)
                return
            self._context.live.change("speech.voice", name)
            tell(messages.FIRST_STEPS_THIS_VOICE.format(voice=name))
            return
        is_changed = change_rate(self._context.live, 1 if choice == "faster" else -1)
        at_end = {"faster": messages.FASTEST, "slower": messages.SLOWEST}[choice]
        tell(messages.FIRST_STEPS_SAMPLE if is_changed else at_end)

    def _next_voice(self) -> str:
        speech = self._context.settings.speech
        # Nothing is spoken now: the choice ended it.
        found = voices(self._context.speaker.output.name, speech.language)
        if not found:
            return ""
        number = found.index(speech.voice) + 1 if speech.voice in found else 0
        return found[number % len(found)]
