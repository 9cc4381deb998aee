"""The audit of windows finds what is planted, and nothing where nothing is wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assistant.types import Bounds, Element, Origin, Role, Screenshot, State
from audit import (
    contrast,
    controls,
    cut_off,
    faint,
    in_view,
    mouse_only,
    nameless,
    same_names,
    scaled,
    squeezed,
    unreached,
)

pytestmark = pytest.mark.unit

FOCUSABLE = frozenset({State.FOCUSABLE})


def _button(name: str, number: int, x: int = 10) -> Element:
    bounds = Bounds(x, 10 + 40 * number, 100, 30)
    return Element(Role.BUTTON, name, states=FOCUSABLE, bounds=bounds, id=str(number))


def _window(*children: Element) -> Element:
    return Element(Role.DIALOG, "Window", bounds=Bounds(0, 0, 200, 200), children=children)


GOOD = _window(_button("Save", 0), _button("Close", 1))


def test_a_good_window_has_no_faults() -> None:
    assert nameless(GOOD) == []
    assert mouse_only(GOOD) == []
    assert same_names(GOOD) == []
    assert unreached(GOOD, ["0", "1"]) == []
    assert cut_off(GOOD) == []


def test_an_unlabelled_button_is_found() -> None:
    planted = _window(_button("Save", 0), _button(" ", 1))
    assert len(nameless(planted)) == 1
    assert "no name" in nameless(planted)[0]


def test_two_buttons_of_one_name_are_found() -> None:
    assert same_names(_window(_button("Save", 0), _button("Save", 1))) == ["2 times button 'Save'"]


def test_a_button_that_tab_never_reaches_is_found() -> None:
    assert unreached(GOOD, ["0"]) == ["Tab never comes to button 'Close'"]


def test_a_button_for_the_mouse_alone_is_found() -> None:
    planted = _window(_button("Save", 0), Element(Role.BUTTON, "Close"))
    assert mouse_only(planted) == ["button 'Close' takes no focus"]


def test_a_low_button_is_found() -> None:
    assert squeezed(_button("Save", 0), 30) == []
    assert squeezed(_button("Save", 0), 31) == ["button 'Save' is 30 pixels high"]


def test_a_tree_is_scaled_with_all_in_it() -> None:
    twice = scaled(GOOD, 2)
    assert twice.bounds == Bounds(0, 0, 400, 400)
    assert twice.children[1].bounds == Bounds(20, 100, 200, 60)
    assert scaled(GOOD, 1) is GOOD


def test_a_button_out_of_the_window_is_found() -> None:
    planted = _window(_button("Save", 0, x=150))
    assert len(cut_off(planted)) == 1


def _page(width: int) -> Element:
    """A page of three buttons beside a scroll bar, of which two show."""
    buttons = tuple(_button(name, number) for number, name in enumerate(("One", "Two", "Three")))
    wide = tuple(replace(b, bounds=replace(b.bounds, width=width)) for b in buttons)
    group = Element(Role.GROUP, "Page", bounds=Bounds(0, 0, 170, 300), children=wide, id="page")
    bar = Element(Role.SCROLL_BAR, bounds=Bounds(150, 0, 20, 85), id="bar")
    return _window(group, bar)


def test_what_is_scrolled_out_of_sight_is_not_looked_at() -> None:
    assert [control.name for control in controls(in_view(_page(100)))] == ["One", "Two"]
    assert [control.name for control in controls(in_view(GOOD))] == ["Save", "Close"]


def test_scrolling_is_no_fault_but_reaching_out_sideways_is() -> None:
    assert cut_off(_page(140)) == []
    assert len(cut_off(_page(141))) == 3


def test_disabled_buttons_are_nobodys_fault() -> None:
    states = FOCUSABLE | {State.DISABLED}
    assert controls(_window(Element(Role.BUTTON, "", states=states))) == []


def _text(background: int, foreground: int) -> np.ndarray:
    pixels = np.full((30, 100, 4), background, np.uint8)
    pixels[12:14, 20:80, :3] = foreground
    return pixels


@pytest.mark.parametrize(
    ("background", "foreground", "ratio"),
    [(255, 0, 21.0), (0, 255, 21.0), (255, 0x76, 4.54), (255, 255, None)],
)
def test_the_contrast_is_that_of_the_guidelines(
    background: int, foreground: int, ratio: float | None
) -> None:
    found = contrast(_text(background, foreground)[..., :3])
    assert found == (None if ratio is None else pytest.approx(ratio, abs=0.05))


def test_faint_text_is_found() -> None:
    button = Element(Role.BUTTON, "Save", bounds=Bounds(50, 50, 100, 30), states=FOCUSABLE)
    picture = np.full((200, 200, 4), 255, np.uint8)
    for foreground, count in ((0x60, 0), (0xB0, 1), (0xFE, 1)):
        picture[50:80, 50:150] = _text(255, foreground)
        shot = Screenshot(picture.tobytes(), 200, 200, Bounds(0, 0, 200, 200), Origin.WINDOW, 0, "")
        assert len(faint(_window(button), shot)) == count
