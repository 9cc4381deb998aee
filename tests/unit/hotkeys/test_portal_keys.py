"""How the desktop portal writes keys."""

from __future__ import annotations

import pytest

from assistant.hotkeys.keys import parse
from assistant.hotkeys.portal_keys import is_same, trigger

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ctrl+Super+W", "CTRL+LOGO+w"),
        ("Ctrl+Super+Comma", "CTRL+LOGO+comma"),
        ("Ctrl+Alt+Shift+PageUp", "CTRL+ALT+SHIFT+Page_Up"),
        ("Ctrl+Super+7", "CTRL+LOGO+7"),
        ("F9", "F9"),
        ("Ctrl+Super+Enter", "CTRL+LOGO+Return"),
    ],
)
def test_keys_are_written_as_the_portal_wants_them(text: str, expected: str) -> None:
    assert trigger(parse(text)) == expected


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Meta+Ctrl+W", True),
        ("Ctrl+Meta+W", True),
        ("Press <Control><Super>w", True),
        ("<Super><Control>w", True),
        ("Meta+Ctrl+E", False),
        ("Press a key", False),
        ("", False),
    ],
)
def test_the_desktops_words_are_compared_with_the_key(description: str, *, expected: bool) -> None:
    assert is_same(parse("Ctrl+Super+W"), description) is expected
