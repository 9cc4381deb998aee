"""What a blind or low-sighted user would stumble over in a window, found by its tree and pixels.

Pure functions, over what the accessibility reader read and what the screen showed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assistant.types import Bounds, Element, Role, Screenshot, State

INNER = {
    Role.LIST_ITEM,
    Role.TREE_ITEM,
    Role.CELL,
    Role.ROW,
    Role.MENU_ITEM,
    Role.TAB,
    Role.RADIO_BUTTON,
    Role.COLUMN_HEADER,
    Role.ROW_HEADER,
}
"""Reached by arrows within their list, table or group, not by Tab."""
HOLDERS = {Role.WINDOW, Role.DIALOG, Role.GROUP, Role.APPLICATION, Role.SCROLL_BAR, Role.UNKNOWN}
"""Not controls themselves, though some toolkits call them focusable."""
LEAST_CONTRAST = 4.5
"""Of text of normal size against what is behind it: WCAG 2.2, success criterion 1.4.3."""
GRADIENT_CONTRAST = 1.25
"""The background may differ so much from itself."""
TEXT_ROLES = {
    Role.LABEL,
    Role.BUTTON,
    Role.CHECK_BOX,
    Role.RADIO_BUTTON,
    Role.TEXT_FIELD,
    Role.COMBO_BOX,
    Role.SPIN_BUTTON,
    Role.LIST_ITEM,
}
"""Roles whose pixels show text on one background."""
PRESSED = {Role.BUTTON, Role.TOGGLE_BUTTON, Role.CHECK_BOX, Role.RADIO_BUTTON, Role.COMBO_BOX}
"""Roles that are there to be acted on, also where a program says that they take no focus."""


def elements(tree: Element) -> Iterator[Element]:
    """Yield an element and all below it."""
    yield tree
    for child in tree.children:
        yield from elements(child)


def controls(tree: Element) -> list[Element]:
    """Return what a user can act on."""
    return [
        element
        for element in elements(tree)
        if State.FOCUSABLE in element.states
        and State.DISABLED not in element.states
        and element.role not in HOLDERS
    ]


def nameless(tree: Element) -> list[str]:
    """Return a sentence for each control that a screen reader can't name."""
    found = [
        f"{control.role} at {control.bounds} has no name"
        for control in controls(tree)
        if not control.name.strip()
    ]
    roleless = [
        f"{element.name!r} at {element.bounds} has no role"
        for element in elements(tree)
        if element.role is Role.UNKNOWN and State.FOCUSABLE in element.states
    ]
    return found + roleless


def mouse_only(tree: Element) -> list[str]:
    """Return a sentence for each control that takes no focus at all."""
    return [
        f"{element.role} {element.name!r} takes no focus"
        for element in elements(tree)
        if element.role in PRESSED and not element.states & {State.FOCUSABLE, State.DISABLED}
    ]


def same_names(tree: Element) -> list[str]:
    """Return a sentence for controls that only sight can tell apart."""
    kinds = Counter(
        (control.role, control.name) for control in controls(tree) if control.role not in INNER
    )
    return [f"{count} times {role} {name!r}" for (role, name), count in kinds.items() if count > 1]


def unreached(tree: Element, visited: Iterable[str]) -> list[str]:
    """Return a sentence for each control that Tab never came to, by the ids it did come to."""
    ids = set(visited)
    return [
        f"Tab never comes to {control.role} {control.name!r}"
        for control in controls(tree)
        # A text that a click may select is nothing to act on.
        if control.role not in {*INNER, Role.LABEL}
        and control.id not in ids
        and not _holds(control, ids)
    ]


def _holds(control: Element, ids: set[str]) -> bool:
    """Whether the focus is shown by something within, as lists and tab bars do."""
    return any(element.id in ids for element in elements(control))


def faint(tree: Element, picture: Screenshot, least: float = LEAST_CONTRAST) -> list[str]:
    """Return a sentence for each text whose contrast is too small."""
    pixels = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width, 4)
    found: list[str] = []
    for element in elements(tree):
        is_text = element.role in TEXT_ROLES and _shows_text(element)
        if not is_text or State.DISABLED in element.states or element.bounds is None:
            continue
        seen = element.bounds.intersection(picture.bounds)
        if seen is None or seen.width < 8 or seen.height < 8:
            continue
        ratio = contrast(_cut(pixels, seen, picture.bounds))
        if ratio is None:
            found.append(f"{element.role} {element.name!r} shows no text")
        elif ratio < least:
            found.append(f"{element.role} {element.name!r} has a contrast of {ratio:.1f}")
    return found


def _shows_text(element: Element) -> bool:
    """Whether the element draws text itself: what names a field stands beside it."""
    if element.role in {Role.TEXT_FIELD, Role.COMBO_BOX}:
        return bool(element.value)
    return bool(element.name)


def _cut(pixels: NDArray[np.uint8], seen: Bounds, whole: Bounds) -> NDArray[np.uint8]:
    x, y = seen.x - whole.x, seen.y - whole.y
    # Without the frame, which is drawn in other colours.
    return pixels[y + 3 : y + seen.height - 3, x + 3 : x + seen.width - 3, :3]


def contrast(pixels: NDArray[np.uint8]) -> float | None:
    """Return the contrast of text in a BGR picture of it; None where it shows no text.

    The background is the commonest colour, and what is hardly different from it, as a gradient.
    Of the text the darkest tenth counts, or the lightest: its smoothed edges are less different.
    """
    if pixels.size == 0:
        return None
    colours, counts = np.unique(pixels.reshape(-1, 3), axis=0, return_counts=True)
    behind, light = luminance(colours[counts.argmax()]), luminance(colours)
    ratios = (np.maximum(light, behind) + 0.05) / (np.minimum(light, behind) + 0.05)
    is_text = ratios > GRADIENT_CONTRAST
    if not is_text.any():
        return None
    return float(np.quantile(np.repeat(ratios[is_text], counts[is_text]), 0.9))


def luminance(bgr: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return the relative luminance of sRGB colours, as WCAG 2.2 defines it."""
    channel = bgr[..., ::-1] / 255
    linear = np.where(channel <= 0.04045, channel / 12.92, ((channel + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def scaled(tree: Element, factor: int) -> Element:
    """Return a tree in pixels, of a program that tells its places in larger units."""
    if factor == 1:
        return tree
    bounds = tree.bounds
    if bounds is not None:
        x, y, width, height = (
            factor * length for length in (bounds.x, bounds.y, bounds.width, bounds.height)
        )
        bounds = Bounds(x, y, width, height)
    children = tuple(scaled(child, factor) for child in tree.children)
    return replace(tree, bounds=bounds, children=children)


def scrolled(tree: Element) -> dict[str, Bounds]:
    """Return, by id, what stands beside a vertical scroll bar, and where that lets it be seen."""
    found: dict[str, Bounds] = {}
    for element in elements(tree):
        for bar in element.children:
            if bar.role is Role.SCROLL_BAR and bar.bounds and bar.bounds.height > bar.bounds.width:
                for beside in element.children:
                    sight = _sight(beside.bounds, bar.bounds)
                    if sight is not None and beside is not bar:
                        found |= dict.fromkeys((each.id for each in elements(beside)), sight)
    return found


def _sight(content: Bounds | None, bar: Bounds) -> Bounds | None:
    """Return where content shows that reaches to the left side of a bar; None where it doesn't."""
    if content is None or not content.x < bar.x <= content.x + content.width:
        return None
    overlaps = content.y < bar.y + bar.height and bar.y < content.y + content.height
    return Bounds(content.x, bar.y, bar.x - content.x, bar.height) if overlaps else None


def in_view(tree: Element) -> Element:
    """Return a tree without the children that are scrolled out of sight, wholly or partly."""
    return _in_view(tree, scrolled(tree))


def _in_view(element: Element, sights: Mapping[str, Bounds]) -> Element:
    children = tuple(
        _in_view(child, sights)
        for child in element.children
        if child.children or _is_inside(child.bounds, sights.get(child.id))
    )
    return replace(element, children=children)


def _is_inside(bounds: Bounds | None, sight: Bounds | None) -> bool:
    return bounds is None or sight is None or bounds.intersection(sight) == bounds


def cut_off(tree: Element) -> list[str]:
    """Return a sentence for each control that reaches out of its window, or sideways out of a page.

    That a page is scrolled up and down is as it should be.
    """
    window, sights = tree.bounds, scrolled(tree)
    found: list[str] = []
    for control in controls(tree):
        bounds, sight = control.bounds, sights.get(control.id)
        if window is None or bounds is None or control.role in INNER:
            continue
        clip = window if sight is None else Bounds(sight.x, bounds.y, sight.width, bounds.height)
        if not _is_inside(bounds, clip):
            found.append(f"{control.role} {control.name!r} at {bounds} reaches out of {clip}")
    return found


def squeezed(tree: Element, least: int) -> list[str]:
    """Return a sentence for each text that is lower than `least`, a line of it."""
    return [
        f"{element.role} {element.name!r} is {element.bounds.height} pixels high"
        for element in elements(tree)
        if element.role in TEXT_ROLES
        and element.bounds is not None
        and element.bounds.height < least
    ]
