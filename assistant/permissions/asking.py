"""Which permission is asked for next, and what is said about it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant import messages_macos as words
from assistant.permissions.base import Answer, Permission


class Deed(StrEnum):
    """What the user can choose about the permission at hand."""

    ASK = "ask"
    SETTINGS = "settings"
    CHECK = "check"
    SKIP = "skip"


Answers = Mapping[Permission, Answer]


@dataclass(frozen=True, slots=True)
class Asking:
    """How far the user has come. Each method returns a value and changes nothing."""

    asked: frozenset[Permission] = frozenset()
    """Those that the system was let ask for: it doesn't always tell of a refusal."""
    skipped: frozenset[Permission] = frozenset()

    def after_asking(self, permission: Permission) -> Asking:
        """Return what holds once the system was let ask."""
        return replace(self, asked=self.asked | {permission})

    def after_skipping(self, permission: Permission) -> Asking:
        """Return what holds once the user left that permission out."""
        return replace(self, skipped=self.skipped | {permission})

    def current(self, answers: Answers) -> Permission | None:
        """Return the permission at hand; None where none is left."""
        left = (one for one in missing(answers) if one not in self.skipped)
        return next(left, None)

    def deeds(self, answers: Answers) -> tuple[Deed, ...]:
        """Return what can be chosen now."""
        permission = self.current(answers)
        if permission is None:
            return ()
        if answers[permission] is Answer.FORBIDDEN:
            return (Deed.CHECK, Deed.SKIP)
        if self._can_ask(permission, answers):
            return (Deed.ASK, Deed.SKIP)
        return (Deed.SETTINGS, Deed.CHECK, Deed.SKIP)

    def opening(self, answers: Answers) -> str:
        """Return the first words of the step."""
        left = [one for one in missing(answers) if one not in self.skipped]
        if not left:
            return self.ending(answers)
        first = words.MISSING_ONE if len(left) == 1 else words.MISSING_MORE.format(n=len(left))
        return f"{first} {self.about(left[0], answers)}"

    def about(self, permission: Permission, answers: Answers) -> str:
        """Return what a permission is for, and how it can be had."""
        reason = words.REASONS[permission]
        if answers[permission] is Answer.FORBIDDEN:
            name = words.NAMES[permission]
            return f"{reason} {words.FORBIDDEN.format(name=name)}"
        return reason if self._can_ask(permission, answers) else f"{reason} {way_back(permission)}"

    def ending(self, answers: Answers) -> str:
        """Return what is said once nothing is left to ask for."""
        names = [words.NAMES[one] for one in missing(answers)]
        return words.REST_SKIPPED.format(names=", ".join(names)) if names else words.ALL_GRANTED

    def after(self, permission: Permission, answers: Answers) -> str:
        """Return what came of a permission, and go on to the next where it was granted."""
        if answers[permission] is Answer.GRANTED:
            granted = words.GRANTED.format(name=words.NAMES[permission])
            return f"{granted} {self.onward(answers)}"
        if answers[permission] is Answer.FORBIDDEN:
            return words.FORBIDDEN.format(name=words.NAMES[permission])
        return way_back(permission)

    def onward(self, answers: Answers) -> str:
        """Return what is said about the next permission, or at the end."""
        following = self.current(answers)
        return self.ending(answers) if following is None else self.about(following, answers)

    def _can_ask(self, permission: Permission, answers: Answers) -> bool:
        return answers[permission] is Answer.UNASKED and permission not in self.asked


def missing(answers: Answers) -> Iterator[Permission]:
    """Yield what is not granted, in order.

    Input Monitoring comes with Accessibility, so it is missing only where that was not enough.
    """
    for permission in Permission:
        has_accessibility = answers[Permission.ACCESSIBILITY] is Answer.GRANTED
        is_implied = permission is Permission.INPUT and not has_accessibility
        if answers[permission] is not Answer.GRANTED and not is_implied:
            yield permission


def way_back(permission: Permission) -> str:
    """Return how a permission can still be given after a refusal."""
    told = words.WAY_BACK.format(name=words.NAMES[permission])
    is_late = permission in {Permission.SCREEN, Permission.INPUT}
    return f"{told} {words.WAY_BACK_RESTART}" if is_late else told
