"""The screens of the evaluation set and what is asked of them, read from their TOML files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "screens"
SUFFIXES = (".html", ".py", ".sh")
SCREEN_KINDS = frozenset(
    [
        *("table", "form", "mail", "chat", "dialog", "list", "settings", "terminal", "page"),
        *("dashboard", "calendar", "invoice", "editor", "files", "error", "article", "booking"),
    ]
)
QUESTION_KINDS = (
    *("value", "cell", "amount", "when", "who", "count", "list", "state", "place", "exists"),
    *("read", "error", "heading", "selected", "focus"),
)
ASKERS = frozenset(["terse", "plain", "chatty", "formal", "novice", "speech"])
MOST_WORDS = 60
"""An answer of more words buries what was asked for."""
MOST_WORDS_READ = 200
"""The same where something is to be read out or listed."""
LARGEST = (1600, 1000)
"""Pixels of a window; the desktop has a few more."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what a right answer to it holds."""

    text: str
    kind: str
    asker: str
    all: tuple[str, ...] = ()
    """Each must be in the answer; `a|b` are alternatives."""
    none: tuple[str, ...] = ()
    unanswerable: bool = False
    needs_tree: bool = False
    """Whether the pixels don't write the answer."""
    most_words: int = MOST_WORDS


@dataclass(frozen=True, slots=True)
class Screen:
    """What is shown, and the questions about it."""

    source: Path
    title: str
    kind: str
    theme: str
    width: int
    """Of the window, in pixels; 0 leaves it as its program makes it."""
    height: int
    pixels_only: bool
    questions: tuple[Question, ...]

    @property
    def name(self) -> str:
        """The stem of its files."""
        return self.source.stem

    @property
    def part(self) -> str:
        """The part of the set: a, b, c or d."""
        return self.name[0] if self.name.startswith(("b_", "c_", "d_")) else "a"


def load_all(part: str = "all", names: tuple[str, ...] = ()) -> list[Screen]:
    """Return the screens of a part, in order of their names. Raises ValueError for a bad file."""
    screens = [load(path) for path in sorted(FOLDER.glob("*.toml"))]
    unknown = set(names) - {screen.name for screen in screens}
    if unknown:
        raise ValueError(f"no such screen: {', '.join(sorted(unknown))}")
    return [
        screen
        for screen in screens
        if part in ("all", screen.part) and (not names or screen.name in names)
    ]


def load(path: Path) -> Screen:
    """Return the screen that a TOML file describes. Raises ValueError that says what is wrong."""
    sources = [path.with_suffix(suffix) for suffix in SUFFIXES if path.with_suffix(suffix).exists()]
    _demand(len(sources) == 1, path, f"needs one of {', '.join(SUFFIXES)} beside it")
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    asked = found.pop("question", [])
    known = {"title", "kind", "theme", "width", "height", "pixels_only"}
    _demand(set(found) <= known, path, f"unknown keys {sorted(set(found) - known)}")
    screen = Screen(
        source=sources[0],
        title=found.get("title", ""),
        kind=found.get("kind", ""),
        theme=found.get("theme", ""),
        width=found.get("width", 0),
        height=found.get("height", 0),
        pixels_only=found.get("pixels_only", False),
        questions=tuple(_question(path, one) for one in asked),
    )
    _check(screen, path)
    return screen


def _question(path: Path, found: dict[str, Any]) -> Question:
    known = {field.name for field in fields(Question)}
    _demand(set(found) <= known, path, f"unknown keys {sorted(set(found) - known)} in {found}")
    values: dict[str, Any] = {"text": "", "kind": "", "asker": ""} | found
    for key in ("all", "none"):
        texts = values.get(key, [])
        is_sound = isinstance(texts, list) and all(isinstance(one, str) and one for one in texts)
        _demand(is_sound, path, f"{key} isn't a list of texts in {found}")
        values[key] = tuple(texts)
    if values["kind"] in ("read", "list"):
        values.setdefault("most_words", MOST_WORDS_READ)
    question = Question(**values)
    _demand(bool(question.text.strip()), path, f"a question without text: {found}")
    _demand(question.kind in QUESTION_KINDS, path, f"unknown kind in {found}")
    _demand(question.asker in ASKERS, path, f"unknown asker in {found}")
    _demand(question.unanswerable != bool(question.all), path, f"all, or unanswerable: {found}")
    _demand(not (question.unanswerable and question.none), path, f"none is idle in {found}")
    return question


def _check(screen: Screen, path: Path) -> None:
    _demand(bool(screen.title), path, "needs a title")
    _demand(screen.kind in SCREEN_KINDS, path, f"unknown kind {screen.kind!r}")
    _demand(screen.theme in ("light", "dark"), path, f"unknown theme {screen.theme!r}")
    fits = 0 <= screen.width <= LARGEST[0] and 0 <= screen.height <= LARGEST[1]
    _demand(fits, path, f"the window may have {LARGEST} pixels at most")
    _demand((screen.width > 0) == (screen.height > 0), path, "width and height go together")
    _demand(screen.width > 0 or screen.source.suffix != ".html", path, "a page needs a size")
    _demand(bool(screen.questions), path, "asks nothing")
    texts = [question.text for question in screen.questions]
    _demand(len(set(texts)) == len(texts), path, "asks the same twice")


def _demand(holds: bool, path: Path, what: str) -> None:
    if not holds:
        raise ValueError(f"{path.name}: {what}")
