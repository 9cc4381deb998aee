"""Pure: colours and light as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages
from assistant.perceive import wording
from assistant.perceive.colour import WHOLE, Doubt

if TYPE_CHECKING:
    from assistant.perceive.colour import Colours, Part
    from assistant.perceive.light import Light

MOSTLY = 0.6
"""From this share on a colour is what something has, and others are beside it."""


def colour_sentences(colours: Colours, *, is_lit: bool) -> str:
    """Return what is in the middle, with its doubt; `is_lit` as for `colours`."""
    if colours.doubt is Doubt.TOO_DARK:
        return messages.COLOUR_TOO_DARK
    template = messages.COLOUR_LOOKS if is_lit else messages.COLOUR_IS
    said = [template.format(colours=_together(colours.parts))]
    if colours.doubt is Doubt.TINTED:
        light = messages.COLOUR_LIGHTS[colours.light]
        said.append(messages.COLOUR_TINTED.format(light=light))
    elif colours.doubt is Doubt.TOO_BRIGHT:
        said.append(messages.COLOUR_TOO_BRIGHT)
    return " ".join(said)


def light_sentences(light: Light) -> str:
    """Return how bright it is, and where."""
    said = [messages.LIGHT_LEVELS[light.word]]
    if light.side:
        said.append(messages.LIGHT_SIDES[light.side])
    return " ".join(said)


def _together(parts: tuple[Part, ...]) -> str:
    """Return colours of one name once, the largest first."""
    shares: dict[str, float] = {}
    for part in parts:
        words = _named(part)
        shares[words] = shares.get(words, 0.0) + part.share
    (first, share), *others = sorted(shares.items(), key=lambda item: -item[1])
    if not others or share >= WHOLE:
        return first
    names = [name for name, _ in others]
    if share >= MOSTLY:
        return messages.COLOUR_MOSTLY.format(first=first, others=wording.enumeration(names))
    return messages.COLOUR_SEVERAL.format(colours=wording.enumeration([first, *names]))


def _named(part: Part) -> str:
    now = messages.COLOURS[part.name]
    if not part.in_daylight:
        return now
    daylight = messages.COLOURS[part.in_daylight]
    return messages.COLOUR_PERHAPS.format(now=now, daylight=daylight)
