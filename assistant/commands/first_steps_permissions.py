"""The first steps: what the system must permit, one permission at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages_macos as words
from assistant.commands.first_steps import Choice
from assistant.permissions.asking import Asking, Deed
from assistant.permissions.base import Answer, Permission

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.permissions.asking import Answers
    from assistant.permissions.base import Permissions
    from assistant.turn import Turn

LABELS = {
    Deed.ASK: words.CHOICE_ASK,
    Deed.SETTINGS: words.CHOICE_SETTINGS,
    Deed.CHECK: words.CHOICE_CHECK,
    Deed.SKIP: words.CHOICE_SKIP,
}
PATIENCE_SECONDS = 120.0
"""So long the user's answer to the system's dialog is waited for."""
LOOK_SECONDS = 1.0
"""Between two looks whether it came."""


class PermissionsStep:
    """Explains each permission that is missing, lets the system ask, and leads back after a no."""

    title = words.STEP

    def __init__(
        self,
        permissions: Permissions,
        hear_keys: Callable[[], None] = lambda: None,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        """`hear_keys` is called once keys may be heard that could not be heard before."""
        self._permissions = permissions
        self._hear_keys = hear_keys
        self._patience_seconds = patience_seconds
        self._asking = Asking()

    def opening(self) -> str:
        """Return the words. Whoever comes back is asked for what was left out, too."""
        self._asking = Asking(asked=self._asking.asked)
        return self._asking.opening(self._answers())

    def choices(self) -> Sequence[Choice]:
        """Return what can be done about the permission at hand."""
        return [Choice(deed, LABELS[deed]) for deed in self._asking.deeds(self._answers())]

    def choose(self, choice: str, turn: Turn, tell: Callable[[str], None]) -> None:
        """Do it, and tell what came of it and what is next."""
        answers = self._answers()
        permission = self._asking.current(answers)
        if permission is None:  # it was granted meanwhile
            tell(self._asking.ending(answers))
            return
        match Deed(choice):
            case Deed.ASK:
                self._ask(permission, turn, tell)
            case Deed.SETTINGS:
                self._permissions.open_settings(permission)
                tell(words.SETTINGS_OPENED.format(name=words.NAMES[permission]))
                self._wait(permission, turn, tell)
            case Deed.CHECK:
                self._tell_outcome(permission, tell)
            case Deed.SKIP:
                self._asking = self._asking.after_skipping(permission)
                skipped = words.SKIPPED.format(name=words.NAMES[permission])
                tell(f"{skipped} {self._asking.onward(answers)}")

    def _ask(self, permission: Permission, turn: Turn, tell: Callable[[str], None]) -> None:
        tell(words.ASKED[permission])
        self._permissions.ask(permission)
        self._asking = self._asking.after_asking(permission)
        self._wait(permission, turn, tell)

    def _wait(self, permission: Permission, turn: Turn, tell: Callable[[str], None]) -> None:
        """Wait for the user's answer, which they may give in another program, and tell it."""
        before, waited = self._permissions.answer(permission), 0.0
        while waited < self._patience_seconds:
            if self._permissions.answer(permission) is not before:
                break
            turn.wait(LOOK_SECONDS)
            waited += LOOK_SECONDS
        self._tell_outcome(permission, tell)

    def _tell_outcome(self, permission: Permission, tell: Callable[[str], None]) -> None:
        answers = self._answers()
        is_granted = answers[permission] is Answer.GRANTED
        if is_granted and permission in {Permission.ACCESSIBILITY, Permission.INPUT}:
            self._hear_keys()
        tell(self._asking.after(permission, answers))

    def _answers(self) -> Answers:
        return {permission: self._permissions.answer(permission) for permission in Permission}
