"""Picks the way to ask about permissions that fits this system."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.permissions.base import Permissions


def choose() -> Permissions | None:
    """Return the way to ask about permissions; None where the system has none of this kind."""
    if sys.platform != "darwin":
        return None
    from assistant.permissions.macos_permissions import MacPermissions  # noqa: PLC0415

    return MacPermissions()


def must_be_asked() -> bool:
    """Whether the user can't even press a key before something is permitted."""
    from assistant.permissions.base import Answer, Permission  # noqa: PLC0415

    permissions = choose()
    if permissions is None:
        return False
    return permissions.answer(Permission.ACCESSIBILITY) is not Answer.GRANTED
