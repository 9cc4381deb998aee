"""Pure: trees walked, and recognized text that the tree holds already dropped."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from assistant.perceive import wording
from assistant.types import Bounds, Role, TextLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from assistant.types import Element, Scene, Window

SAME_RATIO = 0.85
"""Likeness from which two readings are one text: one slip in seven letters, two in fourteen."""
COVERED = 0.6
"""Share of a recognized line that an element must cover to be at the same place."""
TITLE_BAR_HEIGHT = 64
"""Pixels below a window's upper edge in which its title may be recognized."""
SCRAP_LETTERS = 3
SCRAP_BELOW = 0.8
"""So few letters with so little confidence are pictures taken for letters: close buttons, icons.

Words on ordinary windows come with 0.9 and more, such scraps with 0.5 to 0.78. Numbers with a unit
or of several digits come with 0.7 and more; icons are taken for "0", "00" and "11"."""
_QUANTITY = re.compile(
    r"(?P<sign>[-+\u2212\u2013\u00b1])?\s?(?P<currency>[$\u00a3\u20ac\u00a5\u20b9]\s?)?"
    r"(?P<digits>\d(?:[\d.,:/]*\d)?)\s?"
    r"(?P<unit>%|\u2030|\u00b0[CFK]?|[$\u00a3\u20ac\u00a5\u20b9]"
    r"|h|min|s|mm|cm|m|km|mg|g|kg|ml|l|kB|MB|GB|TB|W|V|A|Hz|px|pt)?"
)
"""A number as screens write it, with its sign, currency or unit."""
_LEAST_INNER_SHARE = 0.7
"""Share of a window that its content fills at least; smaller trees are only a part of it."""
_LINE_HEIGHTS = 2.5
"""Elements taller than that many lines hold more than the line."""
_BAND_HEIGHT = 32
"""Elements are looked up by horizontal bands of that many pixels."""
_CUT_ENDS = ("...", "\u2026")
"""What programs draw where a text didn't fit."""
_CONFUSED = {"0": "oq", "1": "il", "2": "z", "5": "s", "6": "b", "8": "b", "9": "gq"}
"""Letters that recognition takes for a digit."""
_CONTAINERS = {
    Role.APPLICATION,
    Role.DIALOG,
    Role.DOCUMENT,
    Role.GROUP,
    Role.IMAGE,
    Role.LANDMARK,
    Role.LIST,
    Role.MENU_BAR,
    Role.SCROLL_BAR,
    Role.STATUS_BAR,
    Role.TAB_LIST,
    Role.TABLE,
    Role.TOOL_BAR,
    Role.TREE,
    Role.UNKNOWN,
    Role.WINDOW,
}
"""Elements whose name isn't what is written in their rectangle."""


def walk(element: Element | None) -> Iterator[Element]:
    """Yield the element and all below it, in reading order."""
    if element is None:
        return
    waiting = [element]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(current.children))


def find(tree: Element | None, matches: Callable[[Element], bool]) -> Element | None:
    """Return the first element in reading order that matches."""
    return next((element for element in walk(tree) if matches(element)), None)


def new_lines(
    tree: Element | None, lines: Iterable[TextLine], window: Window | None = None
) -> list[TextLine]:
    """Return the recognized lines that the tree does not hold."""
    merger = Merger(tree, window)
    return [line for line in lines if merger.is_new(line)]


def merge(scene: Scene, lines: Iterable[TextLine]) -> Scene:
    """Return the scene with those recognized lines that its tree lacks."""
    return replace(scene, lines=tuple(new_lines(scene.tree, lines, scene.window)))


def is_same_text(first: str, second: str) -> bool:
    """Whether two texts are one but for slips of recognition; numbers must be equal."""
    return _same(wording.key(first), wording.key(second))


@dataclass(frozen=True, slots=True)
class _Placed:
    """An element with text, at its place."""

    text: str
    bounds: Bounds
    is_container: bool
    is_secret: bool


class Merger:
    """Decides line by line what is new, so that text is spoken as it is read.

    A line is known if, in this order: it has no word; it is the window's title or lies in its
    frame; it lies in a password field; the same words
    in the same order are in the tree; one element of one line at its place says otherwise (the
    tree wins); nearly the same words are in the tree. Numbers are the same only if every digit is.
    """

    def __init__(self, tree: Element | None, window: Window | None = None) -> None:
        self._title = wording.key(window.title) if window else ""
        self._title_bar = _title_bar(window) if window else None
        self._frame = _frame(tree, window)
        self._bands: defaultdict[int, list[_Placed]] = defaultdict(list)
        texts: list[str] = []
        asides: list[str] = []
        for element in walk(tree):
            own = dict.fromkeys(wording.key(part) for part in (element.name, element.value))
            texts.extend(text for text in own if text)
            asides.append(wording.key(element.description))
            self._place(element)
        # Descriptions stand last: between names they would part words that stand side by side.
        texts.extend(text for text in asides if text)
        self._texts = set(texts)
        self._words = " ".join(texts).split()
        self._all = f" {' '.join(self._words)} "
        self._positions: defaultdict[str, list[int]] = defaultdict(list)
        for position, word in enumerate(self._words):
            self._positions[word].append(position)
        self._grams: defaultdict[str, list[int]] = defaultdict(list)
        self._distinct = list(self._texts)
        for index, text in enumerate(self._distinct):
            if len(text) <= 80:  # longer texts are compared word by word
                for gram in _grams(text):
                    self._grams[gram].append(index)

    def is_new(self, line: TextLine) -> bool:
        """Whether the tree lacks what the line says."""
        text = wording.key(line.text)
        if not text or _is_scrap(text, line):
            return False
        if self._is_title(text, line.bounds) or self._is_in_frame(line.bounds):
            return False
        band = self._bands.get(line.bounds.center[1] // _BAND_HEIGHT, ())
        here = [placed for placed in band if _covers(placed.bounds, line.bounds)]
        if any(placed.is_secret for placed in here):
            return False
        is_cut = line.text.rstrip().endswith(_CUT_ENDS)
        if self._is_held(text, here, is_cut) or self._is_overruled(text, line.bounds, here):
            return False
        if _is_number(text):
            return True
        return not (self._is_almost_held(text) or self._is_almost_text(text))

    def _place(self, element: Element) -> None:
        if element.bounds is None or not element.bounds.area:
            return
        is_secret = element.role is Role.PASSWORD
        texts = dict.fromkeys(wording.key(part) for part in (element.value, element.name))
        text = " ".join(part for part in texts if part)
        if text or is_secret:
            bounds = element.bounds
            placed = _Placed(text, bounds, element.role in _CONTAINERS, is_secret)
            for band in range(bounds.y // _BAND_HEIGHT, bounds.bottom // _BAND_HEIGHT + 1):
                self._bands[band].append(placed)

    def _is_title(self, text: str, bounds: Bounds) -> bool:
        """Whether it is the window's title in its frame, cut off by its end or not."""
        if self._title_bar is None or not self._title or not _covers(self._title_bar, bounds):
            return False
        if len(text) >= 4 and self._title.startswith(text):
            return True
        return _same(text, self._title)

    def _is_in_frame(self, line: Bounds) -> bool:
        """Whether it lies in the frame that the window manager draws: its buttons are no text."""
        return self._frame is not None and not self._frame.contains(*line.center)

    def _is_held(self, text: str, here: list[_Placed], is_cut: bool) -> bool:
        """Whether the tree has these very words; a bare number counts only at its place."""
        if _is_number(text):
            return any(f" {text} " in f" {placed.text} " for placed in here)
        return (f" {text}" if is_cut else f" {text} ") in self._all

    @staticmethod
    def _is_overruled(text: str, bounds: Bounds, here: list[_Placed]) -> bool:
        """Whether an element of one line at this place says what stands there."""
        return any(
            not placed.is_container
            and placed.bounds.height <= bounds.height * _LINE_HEIGHTS
            and len(placed.text) * 2 >= len(text)
            for placed in here
        )

    def _is_almost_held(self, text: str) -> bool:
        """Whether nearly the same words follow each other in the tree.

        Each word of the line votes for where the line begins; the two best places are compared.
        """
        words = text.split()
        votes = Counter(
            position - index
            for index, word in enumerate(words)
            for position in self._positions.get(word, ())[:64]
        )
        for start, _ in votes.most_common(2):
            for extra in (0, 1, -1):  # a space lost or seen where none is
                part = self._words[max(0, start) : max(0, start + len(words) + extra)]
                if _same(text, " ".join(part)):
                    return True
        return False

    def _is_almost_text(self, text: str) -> bool:
        """Whether an element's whole text is nearly the same."""
        if len(text) > 80:
            return False
        grams = _grams(text)
        shared = Counter(index for gram in grams for index in self._grams.get(gram, ()))
        return any(
            count * 3 >= len(grams) and _same(text, self._distinct[index])
            for index, count in shared.most_common(3)
        )


def _is_scrap(text: str, line: TextLine) -> bool:
    """Whether it is too short and too unsure to be text, and no number that can be read."""
    if len(text) > SCRAP_LETTERS or line.confidence >= SCRAP_BELOW:
        return False
    found = _QUANTITY.fullmatch(line.text.strip())
    if found is None:
        return True
    if found["unit"] or found["currency"]:
        return False
    digits = found["digits"]
    is_icon = set(digits) in ({"0"}, {"1"})
    return is_icon or (len(digits) == 1 and not found["sign"])


def _is_number(text: str) -> bool:
    return text.replace(" ", "").isdigit()


def _title_bar(window: Window) -> Bounds:
    bounds = window.bounds
    return Bounds(bounds.x, bounds.y, bounds.width, min(TITLE_BAR_HEIGHT, bounds.height))


def _frame(tree: Element | None, window: Window | None) -> Bounds | None:
    """Return the window without its frame, where the tree's own bounds tell it reliably."""
    if tree is None or window is None or tree.bounds is None:
        return None
    inner = tree.bounds.intersection(window.bounds)
    if inner is None or inner != tree.bounds:
        return None
    return inner if inner.area >= _LEAST_INNER_SHARE * window.bounds.area else None


def _covers(bounds: Bounds, line: Bounds) -> bool:
    """Whether most of the line lies within; edges may differ by a few pixels."""
    width = min(bounds.x + bounds.width, line.x + line.width) - max(bounds.x, line.x)
    height = min(bounds.y + bounds.height, line.y + line.height) - max(bounds.y, line.y)
    return width > 0 and height > 0 and width * height >= COVERED * line.width * line.height


def _grams(text: str) -> set[str]:
    padded = f" {text} "
    return {padded[index : index + 3] for index in range(len(padded) - 2)}


def _same(first: str, second: str) -> bool:
    """Whether two texts are one but for slips of recognition; numbers must be equal."""
    first, second = first.replace(" ", ""), second.replace(" ", "")
    if first == second:
        return True
    if abs(len(first) - len(second)) > max(len(first), len(second)) * (1 - SAME_RATIO):
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.quick_ratio() < SAME_RATIO or matcher.ratio() < SAME_RATIO:
        return False
    return all(
        tag == "equal" or _is_slip(first[i1:i2], second[j1:j2], is_start=i1 == j1 == 0)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
    )


def _is_slip(one: str, other: str, *, is_start: bool) -> bool:
    """Whether recognition may have taken one for the other: "rn" for "m", "1" for "l".

    More letters lost or won at once, or one at the start, make another word: "unlocked".
    """
    if not one or not other:
        return len(one + other) == 1 and not is_start and not (one + other).isdigit()
    if max(len(one), len(other)) > 2:
        return False
    if not any(character.isdigit() for character in one + other):
        return True
    return len(one) == len(other) and all(
        a == b or a in _CONFUSED.get(b, "") or b in _CONFUSED.get(a, "")
        for a, b in zip(one, other, strict=True)
    )
