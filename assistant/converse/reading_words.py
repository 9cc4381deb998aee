"""Pure: words of questions and screens made comparable: stems, phrases, synonyms, slips."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.converse.reading_thesaurus import ENDINGS, GROUPS, IRREGULAR
from assistant.perceive import wording

if TYPE_CHECKING:
    from collections.abc import Iterable

SLIP_LETTERS = 8
"""Words of fewer letters are compared exactly or by the shapes of their letters: with one letter
changed they are often other words."""
SHORTEST_COMPOUND = 6
SYNONYM = 0.85
FAMILY = 0.8
"""Likeness of words with a common beginning: "allergic" and "allergies"."""
SLIP = 0.9
FAMILY_LETTERS = 5

_PHRASES = {
    "e mail": "email",
    "email address": "email",
    "mail address": "email",
    "ip address": "ipaddress",
    "mac address": "macaddress",
    "web address": "url",
    "check box": "checkbox",
    "check boxes": "checkboxes",
    "tick box": "checkbox",
    "tick boxes": "checkboxes",
    "drop down": "dropdown",
    "combo box": "combobox",
    "combo boxes": "comboboxes",
    "list box": "combobox",
    "radio button": "radiobutton",
    "radio buttons": "radiobuttons",
    "option button": "radiobutton",
    "option buttons": "radiobuttons",
    "menu item": "menuitem",
    "menu items": "menuitems",
    "text field": "textfield",
    "text fields": "textfields",
    "input field": "textfield",
    "text box": "textfield",
    "text boxes": "textfields",
    "edit box": "textfield",
    "toggle button": "switch",
    "list item": "listitem",
    "list items": "listitems",
    "log in": "login",
    "sign in": "login",
    "sign up": "signup",
    "log out": "logout",
    "sign out": "logout",
    "user name": "username",
    "file name": "filename",
    "pass word": "password",
    "phone number": "phone",
    "telephone number": "phone",
    "mobile number": "mobile",
    "zip code": "postcode",
    "postal code": "postcode",
    "post code": "postcode",
    "date of birth": "birthdate",
    "birth date": "birthdate",
    "birth day": "birthdate",
    "first name": "firstname",
    "given name": "firstname",
    "last name": "lastname",
    "family name": "lastname",
    "sub total": "subtotal",
    "wi fi": "wifi",
    "menus": "menu",
    "status bar": "statusbar",
    "check in": "checkin",
    "check out": "checkout",
    "web site": "website",
    "on time": "ontime",
    "kilowatt hours": "kwh",
    "kilowatt hour": "kwh",
    "telephone no": "phone",
    "phone no": "phone",
}
_PHRASE = re.compile(rf"\b({'|'.join(sorted(_PHRASES, key=len, reverse=True))})\b")

_VOWEL = re.compile(r"[aeiouyl1]")
"""Also what recognition takes an "i" for."""
_SHAPES = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_LETTERS = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "8": "b", "9": "g"})
_LETTERS_APART = re.compile(r"\b[a-z0-9](?: [a-z0-9]\b){1,7}")
_DOUBLE = re.compile(r"(.)\1")
_ENDINGS = frozenset(ENDINGS.split())
_BASES = {
    form: base
    for entry in IRREGULAR.replace("\n", "|").split("|")
    for base, *forms in [entry.split() or [""]]
    for form in forms
}


@lru_cache(maxsize=4096)  # single words, most of them on every screen
def stem(word: str) -> str:
    """Return a word without the endings of plurals and verbs; the same word always the same."""
    word = _BASES.get(word, word)
    if len(word) <= 3 or not word.isalpha() or not word.isascii():
        return word
    word = _without_plural(word)
    word = f"{word[:-3]}y" if word.endswith("ied") and len(word) > 4 else word
    for ending, least in (("ing", 5), ("ed", 4)):
        rest = word.removesuffix(ending)
        if rest != word and len(word) > least and _VOWEL.search(rest):
            word = rest
            if word[-1:] == word[-2:-1] and word[-1] not in "lsez":
                word = word[:-1]
            break
    return word.removesuffix("e") if len(word) > 4 else word


def words(text: str | None) -> list[str]:
    """Return the words of a text in order, phrases joined and stemmed."""
    return [stem(word) for word in plain(text).split() if word != "s"]


def plain(text: str | None) -> str:
    """Return the text as words with phrases joined: "e-mail address" as "email"."""
    return _PHRASE.sub(lambda found: _PHRASES[found[0]], wording.key(text))


class Vocabulary:
    """The words of one screen, to be found by other words for the same."""

    def __init__(self, known: Iterable[str]) -> None:
        self._words = set(known)
        self._long = [w for w in self._words if len(w) >= SLIP_LETTERS and w.isalpha()]
        self._shapes: dict[str, list[str]] = {}
        self._families: dict[str, list[str]] = {}
        for word in self._words:
            self._shapes.setdefault(_shape(word), []).append(word)
            self._families.setdefault(word[: FAMILY_LETTERS - 1], []).append(word)

    def has(self, word: str) -> bool:
        """Whether the screen has the word, in any form."""
        return stem(word) in self._words

    def near(self, word: str) -> dict[str, float]:
        """Return the screen's words that mean `word`, each with its likeness up to 1."""
        found = dict.fromkeys(self._family(word), FAMILY)
        found |= dict.fromkeys(_SYNONYMS.get(word, frozenset()) & self._words, SYNONYM)
        if word in self._words:
            found[word] = 1.0
        elif not word.isdigit():
            found |= dict.fromkeys(self._slips(word), SLIP)
        return found

    def joined(self, question: str) -> str:
        """Return the question with words made one where the screen has them so: "sunset"."""
        parts = self._spelled(plain(question)).split()
        out: list[str] = []
        for part in parts:
            both = (out[-1] if out else "") + part
            if (
                len(part) > 1
                and out
                and len(both) >= SHORTEST_COMPOUND
                and stem(both) in self._words
            ):
                out[-1] = both
            else:
                out.append(part)
        return " ".join(out)

    def _spelled(self, question: str) -> str:
        """Return the question with letters made one where the screen has them so: "v a t"."""
        return _LETTERS_APART.sub(
            lambda found: (
                joined if stem(joined := found[0].replace(" ", "")) in self._words else found[0]
            ),
            question,
        )

    def _family(self, word: str) -> list[str]:
        """Return words made from the same one, as their common beginning tells."""
        if not word.isalpha():
            return []
        near = self._families.get(word[: FAMILY_LETTERS - 1], ())
        return [other for other in near if other != word and _is_family(word, other)]

    def _slips(self, word: str) -> list[str]:
        """Return words that recognition or a typing hand may have made of `word`."""
        if len(word) < 3:
            return []
        slips = [w for w in self._shapes.get(_shape(word), ()) if not w.isdigit()]
        if not slips and len(word) >= SLIP_LETTERS - 1 and word.isalpha():
            near = process.extract(word, self._long, scorer=OSA.distance, score_cutoff=1, limit=3)
            slips = [found for found, _, _ in near if found[:2] == word[:2]]
        return slips


def _without_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _is_family(one: str, other: str) -> bool:
    """Whether two stems differ by endings alone."""
    common = 0
    while common < min(len(one), len(other)) and one[common] == other[common]:
        common += 1
    last = one[common - 1 : common]
    ends = {end.removeprefix(last) if end != last else "" for end in (one[common:], other[common:])}
    if common < FAMILY_LETTERS - 1:
        return False
    if common < FAMILY_LETTERS and min(len(one), len(other)) <= FAMILY_LETTERS:
        return bool(ends & {"er", "or"}) and "" in ends
    return all(not end or end in _ENDINGS for end in ends)


def _shape(word: str) -> str:
    """Return the word with letters that look alike made one, and no letter doubled."""
    for one, other in _SHAPES:
        word = word.replace(one, other)
    return _DOUBLE.sub(r"\1", word.translate(_LETTERS))


def _synonyms() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for line in GROUPS.strip().splitlines():
        group = {stem(word) for word in line.split()}
        for word in group:
            table.setdefault(word, set()).update(group - {word})
    return {word: frozenset(others) for word, others in table.items()}


_SYNONYMS = _synonyms()
