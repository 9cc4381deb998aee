"""Which words of a screen the recognizer is told."""

from __future__ import annotations

import random
import string

import pytest

from assistant.listen.screen_words import MOST_WORDS, words
from assistant.types import (
    Bounds,
    Element,
    Glance,
    Origin,
    Role,
    Scene,
    State,
    TextLine,
    Window,
)

pytestmark = pytest.mark.unit

PLACE = Bounds(0, 0, 100, 20)


def window(title: str, program: str = "") -> Window:
    return Window(1, title, program, None, PLACE)


def tree(*elements: Element) -> Element:
    return Element(Role.WINDOW, children=elements)


def labels(*texts: str) -> Element:
    return tree(*(Element(Role.LABEL, text) for text in texts))


def told(*texts: str) -> tuple[str, ...]:
    return words(Scene(Origin.WINDOW, tree=labels(*texts)))


def test_names_come_before_rare_words_and_these_before_ordinary_ones() -> None:
    found = told("Delete the attachments", "kubectl rollout", "Ask Krzysztof about Grafana")
    assert found == ("Krzysztof", "Grafana", "kubectl", "rollout", "Delete", "attachments")


def test_the_title_and_the_focus_come_first() -> None:
    scene = Scene(
        Origin.WINDOW,
        window=window("Zotero - My Library", "Zotero"),
        glance=Glance(focus=Element(Role.TEXT_FIELD, "Creator", value="Wozniak")),
        tree=labels("Grafana"),
        focus=Element(Role.LIST_ITEM, "Inkscape"),
        lines=(TextLine("Ghidra", 0.9, PLACE),),
    )
    names = [word for word in words(scene) if word not in ("Library", "Creator")]
    assert names == ["Zotero", "Wozniak", "Inkscape", "Grafana", "Ghidra"]


def test_the_words_of_a_name_stay_together() -> None:
    assert told("Mail from Krzysztof Wozniak to Anna Kowalska") == (
        "Krzysztof Wozniak",
        "Anna Kowalska",
        "Mail",
    )
    assert told("Meeting with Mark Hollis on Monday") == ("Mark Hollis", "Monday")
    assert told("Krzysztof Wozniak", "Wozniak", "Krzysztof") == ("Krzysztof Wozniak",)


def test_signs_between_them_part_names() -> None:
    assert told("Grafana, Zotero and Ghidra | Inkscape") == (
        "Grafana",
        "Zotero",
        "Ghidra",
        "Inkscape",
    )


def test_a_common_word_with_a_capital_within_a_sentence_is_a_name() -> None:
    assert told("Send the message to Mark now")[0] == "Mark"
    assert told("Mark the message")[:1] != ("Mark",)


def test_titles_with_capitals_are_not_names() -> None:
    assert told("Toggle Preview", "Page Setup", "Zotero") == (
        "Zotero",
        "Toggle",
        "Preview",
        "Setup",
    )


def test_mixed_case_and_digits_make_a_name() -> None:
    found = told("the iPhone and the K8s with pyTorch, IPv6, report_2024.pdf and node.js")
    assert found == ("iPhone", "K8s", "pyTorch", "IPv6", "report_2024.pdf", "node.js")


@pytest.mark.parametrize(
    "text",
    ["1,234.50", "12:30", "50 %", "---", "> < | *", "2nd", "10pm", "a", "", "the of and with"]
    + ["3f2a9c1b7d5e4f60a1b2c3d4e5f60718"],
)
def test_what_nobody_needs_help_with_is_left_out(text: str) -> None:
    assert told(text) == ()


def test_each_word_is_told_once() -> None:
    assert told("Zotero", "zotero", "ZOTERO", "Open Zotero") == ("Zotero",)


def test_forms_of_known_words_are_known() -> None:
    assert told("Don't lose unsaved folders in Grafana") == (
        "Grafana",
        "lose",
        "unsaved",
        "folders",
    )


def test_passwords_are_never_told() -> None:
    secret = Element(
        Role.PASSWORD,
        "Passphrase",
        value="Xyzzyplugh",
        states=frozenset({State.FOCUSED}),
        children=(Element(Role.TEXT, "Xyzzyplugh", value="Xyzzyplugh"),),
    )
    scene = Scene(Origin.WINDOW, glance=Glance(focus=secret), tree=tree(secret), focus=secret)
    assert words(scene) == ("Passphrase",)


def test_values_alerts_and_recognized_lines_are_told() -> None:
    scene = Scene(
        Origin.WINDOW,
        glance=Glance(alerts=(Element(Role.ALERT, "Grafana is down"),)),
        tree=tree(Element(Role.TEXT_FIELD, "", value="Zotero", description="Ghidra")),
        lines=(TextLine("Inkscape", 0.9, PLACE), TextLine("Qxzvk", 0.3, PLACE)),
    )
    assert words(scene) == ("Grafana", "Ghidra", "Zotero", "Inkscape")


def test_of_a_terminal_the_end_is_told() -> None:
    lines = [f"line about Grafana{number}x" for number in range(2000)]
    terminal = Element(Role.TERMINAL, value="\n".join([*lines, "kubectl rollout"]))
    found = words(Scene(Origin.WINDOW, tree=tree(terminal)), most=2000)
    assert "kubectl" in found
    assert "Grafana0x" not in found


def test_other_writings_are_told_too() -> None:
    assert told("Привет Кшиштоф", "Żółć", "日本語") == ("Привет Кшиштоф", "Żółć", "日本語")


def test_an_empty_screen_has_no_words() -> None:
    assert words(Scene(Origin.SCREEN)) == ()


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_on_the_screen_they_are_bounded_and_each_is_there(seed: int) -> None:
    dice = random.Random(seed)
    letters = string.ascii_letters + string.digits + " .,-'_/\n\u2019\u00e9\u4e2d\u0130\u00df"
    texts = ["".join(dice.choices(letters, k=dice.randrange(120))) for _ in range(80)]
    scene = Scene(Origin.WINDOW, window=window(texts[0]), tree=labels(*texts[1:]))
    for most in (0, 1, 10, MOST_WORDS):
        found = words(scene, most)
        assert sum(word.count(" ") + 1 for word in found) <= most
        assert len({word.casefold() for word in found}) == len(found)
        assert all(any(word in text for text in texts) for word in found)
        assert all(sum(map(str.isalpha, word)) >= 2 for word in found)
