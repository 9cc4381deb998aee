"""The words on the screen that help to hear a question: names and rare words first. Pure.

Which words are ordinary is told by the order of the recognizer's own vocabulary, which is that of
their frequency (`common_words.txt`, from GPT-2's, MIT licence): what it writes in one piece it
hears well without help. A package of word frequencies (wordfreq) knows no more of the names that
matter here and takes 71 MB and a third of a second to import.
"""

from __future__ import annotations

import functools
import re
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from assistant.types import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assistant.types import Element, Glance, Scene

MOST_WORDS = 100
"""Whisper takes 223 tokens, and a rare word is three of them or more."""
MOST_LETTERS = 4000
"""Of one text: its beginning, or the end of a terminal's, where the last lines are."""
LONGEST_WORD = 24
"""What is longer is a path, a key or a sum, which nobody says."""
LONGEST_NAME = 4
"""Words of a name."""
LEAST_CONFIDENCE = 0.6
"""Of recognized lines; others hold words that aren't there."""
ORDINARY = 1500
"""So many of the most frequent words are never told: "the", "open", "between"."""

_WORD = re.compile(r"[^\W_]+(?:[.'\u2019&_+#-][^\W_]+)*")
_FILE = Path(__file__).with_name("common_words.txt")
_ENDINGS = (("ies", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"))


class _Kind(IntEnum):
    """What a word is, the most telling first."""

    NAME = 0
    RARE = 1
    KNOWN = 2
    ORDINARY = 3


class _Word(NamedTuple):
    text: str
    kind: _Kind
    is_capital: bool
    is_after_space: bool
    """Whether only a space is between it and the word before."""


def words(scene: Scene, most: int = MOST_WORDS) -> tuple[str, ...]:
    """Return up to `most` words of the screen, each once, the most telling first.

    Names come before other rare words, these before words that are only less frequent; within each
    kind those of the title and the focus first. The words of a name stay together, as in
    "Krzysztof Wozniak". Values of password fields, numbers and signs are left out.
    """
    found: dict[_Kind, dict[str, str]] = {kind: {} for kind in _Kind}
    kinds: dict[str, tuple[_Kind, bool]] = {}
    for text in dict.fromkeys(_texts(scene)):
        for line in text[:MOST_LETTERS].splitlines():
            for entry, kind in _entries(line, kinds):
                found[kind].setdefault(entry.casefold(), entry)
    return _most(found, most)


def _most(found: dict[_Kind, dict[str, str]], most: int) -> tuple[str, ...]:
    """Return the first of them, no word that is told already as part of a name."""
    within = {part for name in found[_Kind.NAME] if " " in name for part in name.split()}
    told: dict[str, str] = {}
    count = 0
    for kind in (_Kind.NAME, _Kind.RARE, _Kind.KNOWN):
        for key, entry in found[kind].items():
            size = entry.count(" ") + 1
            if key not in within and key not in told and count + size <= most:
                told[key] = entry
                count += size
    return tuple(told.values())


# -- the texts of a screen -------------------------------------------------------------------------


def _texts(scene: Scene) -> Iterator[str]:
    """Yield every text, the title and the focus first."""
    if scene.window is not None:
        yield from (scene.window.title, scene.window.program)
    if scene.glance is not None:
        yield from _glanced(scene.glance)
    if scene.focus is not None:
        yield from _own_texts(scene.focus)
    yield from _below(scene.tree)
    for line in scene.lines:
        if line.confidence >= LEAST_CONFIDENCE:
            yield line.text


def _glanced(glance: Glance) -> Iterator[str]:
    yield from (glance.title, glance.program)
    if glance.focus is not None:
        yield from _own_texts(glance.focus)
    for alert in glance.alerts:
        yield from _own_texts(alert)


def _below(tree: Element | None) -> Iterator[str]:
    """Yield the texts of an element and all below it, in reading order."""
    waiting = [] if tree is None else [tree]
    while waiting:
        element = waiting.pop()
        yield from _own_texts(element)
        if element.role is not Role.PASSWORD:
            waiting.extend(reversed(element.children))


def _own_texts(element: Element) -> Iterator[str]:
    yield element.name
    yield element.description
    if element.value and element.role is Role.TERMINAL:
        yield element.value[-MOST_LETTERS:]
    elif element.value and element.role is not Role.PASSWORD:
        yield element.value[:MOST_LETTERS]


# -- the words of a text ---------------------------------------------------------------------------


def _entries(line: str, kinds: dict[str, tuple[_Kind, bool]]) -> Iterator[tuple[str, _Kind]]:
    """Yield the words and names of a line. `kinds` are those of words that were met before."""
    if line == line.lower():
        for text in _WORD.findall(line):
            if text not in kinds:
                kinds[text] = _kind(text)
                yield text, kinds[text][0]
        return
    found = _words(line, kinds)
    is_title = sum(word.is_capital for word in found) * 2 > len(found)
    for run in _runs(found):
        if run[0].is_capital:
            yield from _named(run, is_first=run[0] is found[0], is_title=is_title)
        else:
            yield run[0].text, run[0].kind


def _words(line: str, kinds: dict[str, tuple[_Kind, bool]]) -> list[_Word]:
    found: list[_Word] = []
    end = -1
    for match in _WORD.finditer(line):
        (start, new_end), text = match.span(), match.group()
        if text not in kinds:
            kinds[text] = _kind(text)
        found.append(_Word(text, *kinds[text], start == end + 1 and line[end] == " "))
        end = new_end
    return found


def _runs(found: Sequence[_Word]) -> Iterator[list[_Word]]:
    """Yield the words, those with capitals that may be one name together."""
    run: list[_Word] = []
    for word in found:
        goes_on = word.is_capital and word.is_after_space and len(run) < LONGEST_NAME
        if run and not (goes_on and run[-1].is_capital):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _named(run: list[_Word], *, is_first: bool, is_title: bool) -> Iterator[tuple[str, _Kind]]:
    """Yield what a run of capitals is: a name, or single words.

    A line may begin with any word, and in a title each has a capital: there only words that are
    not common make a name.
    """
    while is_first and len(run) > 1 and run[0].kind >= _Kind.KNOWN:
        yield run[0].text, run[0].kind
        run = run[1:]
        is_first = False
    is_within = not (is_first or is_title)
    if len(run) > 1 and (is_within or any(word.kind <= _Kind.RARE for word in run)):
        yield " ".join(word.text for word in run), _Kind.NAME
        return
    for word in run:
        yield word.text, _Kind.NAME if is_within and not word.text.isupper() else word.kind


def _kind(text: str) -> tuple[_Kind, bool]:
    """Return what a word is by itself, and whether it begins with a capital."""
    is_capital = text[0].isupper()
    rank = _rank(text.lower())
    if rank is not None:
        return (_Kind.ORDINARY if rank < ORDINARY else _Kind.KNOWN), is_capital
    letters = len(text) if text.isalpha() else sum(map(str.isalpha, text))
    if letters < 2 or len(text) > LONGEST_WORD or (text[0].isdigit() and letters < 3):
        return _Kind.ORDINARY, False
    has_shape = letters < len(text) or text[1:] != text[1:].lower()
    return (_Kind.NAME if has_shape or is_capital else _Kind.RARE), is_capital


def _rank(word: str) -> int | None:
    """Return how many words are more frequent; None for a rare one."""
    ranks = _ranks()
    if word in ranks:
        return ranks[word]
    return next((ranks[form] for form in _forms(word) if form in ranks), None)


def _forms(word: str) -> Iterable[str]:
    """Yield what a word may be a form of."""
    word = word.replace("\u2019", "'").removesuffix("n't").partition("'")[0]
    for stem in (word, word[2:]) if word.startswith("un") else (word,):
        yield stem
        for ending, instead in _ENDINGS:
            if stem.endswith(ending):
                yield stem.removesuffix(ending) + instead


@functools.cache
def _ranks() -> dict[str, int]:
    listed = _FILE.read_text(encoding="ascii").split()
    return {word: rank for rank, word in enumerate(listed)}
