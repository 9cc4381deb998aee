"""Pure: what is spoken after a change, so that one hears what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages
from assistant.perceive import facts
from assistant.types import Bounds, Element, Glance, Origin, Role, Scene, State, Window

if TYPE_CHECKING:
    from assistant.config.settings import Settings
    from assistant.types import Detail

_LINE = 24
"""Height of a line of the made-up window."""


def sample(name: str, settings: Settings) -> str:
    """Return what is spoken after the setting with that dotted name was changed; "" for nothing."""
    if name == "describe.detail":
        return described(settings.describe.detail)
    if name == "speech.rate":
        return messages.SETTINGS_SAMPLE_RATE.format(value=settings.speech.rate)
    if name == "speech.punctuation":
        return messages.SETTINGS_SAMPLE_PUNCTUATION
    return messages.SETTINGS_SAMPLE if name in _HEARD else ""


_HEARD = {f"speech.{name}" for name in ("output", "pitch", "volume", "voice", "language")}


def described(detail: Detail) -> str:
    """Return the same made-up window as it is described at that length."""
    scene = _scene()
    assert scene.glance is not None
    told = [*facts.headline(scene.glance, scene.window), *facts.describe(scene, detail)]
    return " ".join(_ended(statement.text) for statement in told)


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _scene() -> Scene:
    """Return a mail program's window."""
    focus = _element(Role.LIST_ITEM, messages.EXAMPLE_MESSAGES[0], 4, State.FOCUSED, State.SELECTED)
    messages_list = _element(
        Role.LIST,
        messages.EXAMPLE_LIST,
        3,
        children=(
            focus,
            *(
                _element(Role.LIST_ITEM, text, 5 + line)
                for line, text in enumerate(messages.EXAMPLE_MESSAGES[1:])
            ),
        ),
    )
    buttons = (_element(Role.BUTTON, name, 1) for name in messages.EXAMPLE_BUTTONS)
    tree = _element(
        Role.WINDOW,
        f"{messages.EXAMPLE_WINDOW} - {messages.EXAMPLE_PROGRAM}",
        0,
        children=(
            *buttons,
            _element(Role.TEXT_FIELD, messages.EXAMPLE_SEARCH, 2, State.EDITABLE),
            messages_list,
            _element(Role.PARAGRAPH, "", 12, value=messages.EXAMPLE_TEXT),
        ),
    )
    window = Window(1, tree.name, messages.EXAMPLE_PROGRAM, None, Bounds(0, 0, 900, 600))
    glance = Glance(tree.name, Role.WINDOW, messages.EXAMPLE_PROGRAM, focus)
    return Scene(Origin.WINDOW, window, glance, tree, focus)


def _element(
    role: Role,
    name: str,
    line: int,
    *states: State,
    value: str | None = None,
    children: tuple[Element, ...] = (),
) -> Element:
    bounds = Bounds(0, line * _LINE, 900, _LINE)
    return Element(role, name, value, "", frozenset(states), bounds, children)
