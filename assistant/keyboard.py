"""The user's keys: what each press does, on the very thread that hears it."""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import TYPE_CHECKING

from assistant import messages
from assistant.commands.request import Request
from assistant.commands.table import TITLES
from assistant.errors import HotkeyError
from assistant.hotkeys.base import GivenKeys
from assistant.hotkeys.layer import Moment, help_text, layer_of, unknown_text
from assistant.turn import Turn, TurnCancelled
from assistant.types import Source, Utterance

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from assistant.commands.run import Runner
    from assistant.config.settings import Settings
    from assistant.hotkeys.base import Hotkeys, KeyProblem
    from assistant.hotkeys.layer import Step

    KeyListener = Callable[[str, bool], bool]
    """Takes a command and whether its key went down; returns whether it took the key."""

_log = logging.getLogger(__name__)
AIMING = frozenset({"camera", "camera_read", "camera_live", "camera_light"})
"""Commands that go on while the layer is open: its key may take their picture, or end them."""

_AT_SECOND = frozenset({"camera", "camera_light"})


class Keyboard:
    """Takes the keys of the settings, follows their changes, and begins commands."""

    def __init__(self, runner: Runner, lost: Callable[[HotkeyError], None]) -> None:
        """`lost` is called once no key can be heard any more."""
        self.problems: tuple[str, ...] = ()
        """Sentences about keys that don't work."""
        self._runner = runner
        self._live = runner.context.live
        self._lost = lost
        self._hotkeys: Hotkeys | None = None
        self._listener: KeyListener | None = None
        self._changed: Callable[[], None] = lambda: None
        self._live.listen(self._follow)

    @property
    def keys(self) -> Mapping[str, str]:
        """The key of each command that has one: that which is set, or the desktop's instead."""
        given = self._hotkeys.given if isinstance(self._hotkeys, GivenKeys) else {}
        return self._wanted | {name: key for name, key in given.items() if key}

    @property
    def _wanted(self) -> dict[str, str]:
        return {name: key for name, key in asdict(self._live.current.keys).items() if key}

    @property
    def hotkeys(self) -> Hotkeys | None:
        """What hears the keys; None where nothing can."""
        return self._hotkeys

    def start(self, changed: Callable[[], None]) -> None:
        """Take the keys; what can't be taken becomes a problem that the user is told.

        `changed` is called from any thread whenever keys or problems have changed.
        """
        from assistant.hotkeys.choose import choose  # noqa: PLC0415

        self._changed = changed
        settings = self._live.current
        try:
            hotkeys = choose(self._lost, self._found)
            problems = hotkeys.start(self._wanted, self.press, layer_of(settings), self._layer)
        except HotkeyError as error:
            self.problems = (error.sentence,)
            return
        self._hotkeys = hotkeys
        self.problems = _sentences(problems)

    def start_again(self) -> None:
        """Take the keys where they could not be heard before, as once that was permitted."""
        if self._hotkeys is None:
            self.start(self._changed)
            self._changed()

    def stop(self) -> None:
        """Give all keys back."""
        hotkeys, self._hotkeys = self._hotkeys, None
        if hotkeys is not None:
            hotkeys.stop()

    def listen(self, listener: KeyListener | None) -> None:
        """Give keys to `listener` before the commands; None ends that."""
        self._listener = listener

    def press(self, command: str, is_pressed: bool) -> None:
        """Act on a key."""
        if self._listener is not None and self._listener(command, is_pressed):
            return
        if command == "ask_aloud":
            self._talk(is_pressed)
        elif is_pressed and command in _AT_SECOND and self._runner.release(command):
            return  # the second press takes the picture, or ends the tone
        elif is_pressed and command == "camera_live" and self._runner.release(command):
            self._runner.stop()  # the second press ends it
        elif is_pressed:
            request = Request(command)
            # A second press within a moment opens what the first has found.
            if not self._runner.second_press(request):
                self._runner.start(request, is_key=True)

    def _talk(self, is_pressed: bool) -> None:
        """Hear while the key is down; or from one press to the next, where it is tapped."""
        is_tap = self._live.current.hearing.talk == "tap"
        is_end = is_pressed == is_tap
        if is_end and self._runner.release("ask_aloud"):
            return
        if is_pressed:
            self._runner.start(Request("ask_aloud", is_held=not is_tap))

    def _layer(self, step: Step) -> None:
        """Act on what happened to the command layer."""
        if step.moment is Moment.ENTERED:
            self._say(messages.LAYER_ON)
        elif step.moment is Moment.HELP:
            layer = layer_of(self._live.current)
            if layer is not None:
                self._say(help_text(layer, TITLES))
        elif step.moment is Moment.UNKNOWN:
            self._say(unknown_text(step))
        else:
            self._runner.stop()
            self._runner.context.earcons.play("done")

    def _say(self, sentence: str) -> None:
        turn, speaker = Turn("layer"), self._runner.context.speaker
        current = speaker.current
        if current is not None and not current.is_cancelled and current.command in AIMING:
            speaker.interject(Utterance(sentence, Source.PROGRAM, current.id))
            return
        speaker.begin(turn)
        try:
            speaker.say(turn, Utterance(sentence, Source.PROGRAM, turn.id))
        except TurnCancelled:
            _log.debug("another key was faster")

    def _found(self, problems: Sequence[KeyProblem]) -> None:
        """Tell which keys don't work after all."""
        self.problems = _sentences(problems)
        self._changed()
        for sentence in self.problems:
            self._say(sentence)

    def _follow(self, old: Settings, new: Settings) -> None:
        """Take other keys where the settings say so."""
        if (old.keys, old.layer) == (new.keys, new.layer) or self._hotkeys is None:
            return
        try:
            self.problems = _sentences(self._hotkeys.rebind(self._wanted, layer_of(new)))
        except HotkeyError as error:
            self.problems = (error.sentence,)
        self._changed()


def _sentences(problems: Sequence[KeyProblem]) -> tuple[str, ...]:
    return tuple(problem.sentence for problem in problems)
