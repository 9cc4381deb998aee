"""Joins the pieces of a text as they are drawn: as one text, beside each other, below each other.

Browsers report a text in pieces, one for each change of its look. Pieces of one sentence bring
their own spaces; those that the page draws apart bring none. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant import messages
from assistant.perceive import wording
from assistant.types import Bounds, Element, Role

RUNNING = frozenset((Role.TEXT, Role.LINK, Role.IMAGE, Role.LABEL))
"""What may stand within a sentence."""
_TOUCHING = 0.15
"""Of the height of the lower piece: a smaller gap is none. Spaces have some 0.25."""
_APART = 0.3
"""A gap so wide without a space parts two texts: a name and the number beside it."""
_FAR = 1.5
"""A gap so wide parts two texts whatever their letters are: columns."""
_BELOW = 0.3
"""Share of its height by which a piece on the next line may reach into the line before."""
_OPENING = "([{\u201c\u2018\u201e\u00ab\u00bf\u00a1/-"
_CLOSING = ")]}\u201d\u2019\u00bb.,;:!?%/-"
"""What stands close to what is before or after it."""


class Gap(StrEnum):
    """What parts a run from the one before."""

    NONE = ""
    BESIDE = " "
    FAR = ", "
    LINE = "\n"


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces that make one text."""

    gap: Gap
    text: str
    pieces: tuple[Element, ...]


def runs(pieces: Iterable[Element]) -> list[Run]:
    """Return the texts that pieces make. Paragraphs among them stay texts of their own."""
    found: list[Run] = []
    text, members = "", list[Element]()
    gap, first_gap = Gap.NONE, Gap.NONE
    last = Element(Role.TEXT)
    for piece in _by_lines(pieces):
        said = _said(piece)
        if not said.strip():
            gap = Gap.LINE if "\n" in said else gap
            text += " " if said and gap is not Gap.LINE else ""
            last = piece if said else last
            continue
        if members:
            gap = gap or _gap(last, piece, text)
        if gap and members:
            found.append(_run(first_gap, text, members))
            first_gap, text, members = gap, "", []
        text += _space(last, piece, text) if members else ""
        text += said
        members.append(piece)
        last, gap = piece, Gap.NONE
    if members:
        found.append(_run(first_gap, text, members))
    return found


def as_name(found: Sequence[Run], after_first: str = "") -> str:
    """Return runs as one line; `after_first` parts the first from the rest."""
    out = found[0].text if found else ""
    for number, run in enumerate(found[1:], 1):
        if number == 1 and after_first:
            out = out.rstrip(after_first) + after_first
        elif run.gap in (Gap.LINE, Gap.FAR):
            runs_on = wording.ends_sentence(out) or run.text[0].islower() or out.endswith(",")
            out += " " if runs_on else messages.COMMA
        else:
            out += " "
        out += run.text
    return out


def as_lines(found: Sequence[Run]) -> str:
    """Return runs as lines, as they are drawn."""
    return "".join([*(run.text for run in found[:1]), *(run.gap + run.text for run in found[1:])])


def parts(found: Sequence[Run]) -> list[Element]:
    """Return what runs consist of: a text for each, with its place, and the links in it."""
    out: list[Element] = []
    for run in found:
        if len(run.pieces) == 1:
            piece = run.pieces[0]
            is_same = piece.role is not Role.TEXT or piece.name == run.text
            out.append(piece if is_same else replace(piece, name=run.text))
            continue
        text = next((piece for piece in run.pieces if piece.role is Role.TEXT), None)
        others = [piece for piece in run.pieces if piece.role is not Role.TEXT]
        if text is not None:
            out.append(replace(text, name=run.text, bounds=_around(run.pieces)))
        out += others
    return out


def _said(piece: Element) -> str:
    is_paragraph = piece.role is Role.PARAGRAPH
    return wording.lines_as_one(piece.value) if is_paragraph else piece.name


def _by_lines(pieces: Iterable[Element]) -> Iterator[Element]:
    """Yield pieces, each line of preformatted ones by itself."""
    for piece in pieces:
        if "\n" not in piece.name or piece.role is not Role.TEXT:
            yield piece
            continue
        lines = piece.name.split("\n")
        places = _lines_of(piece.bounds, lines)
        for number, (text, bounds) in enumerate(zip(lines, places, strict=True)):
            if number:
                yield Element(Role.TEXT, "\n")
            yield replace(piece, name=text, bounds=bounds)


def _lines_of(bounds: Bounds | None, lines: Sequence[str]) -> list[Bounds | None]:
    """Return where lines of one height are; an empty one at either end takes no room."""
    first, last = int(not lines[0]), len(lines) - int(not lines[-1])
    if bounds is None or bounds.height < last - first or last <= first:
        return [None] * len(lines)
    height = bounds.height // (last - first)
    return [
        Bounds(bounds.x, bounds.y + (number - first) * height, bounds.width, height)
        if first <= number < last
        else None
        for number in range(len(lines))
    ]


def _run(gap: Gap, text: str, members: Sequence[Element]) -> Run:
    return Run(gap, " ".join(text.split()), tuple(members))


def _around(pieces: Iterable[Element]) -> Bounds | None:
    whole: Bounds | None = None
    for piece in pieces:
        if piece.bounds is not None:
            whole = piece.bounds if whole is None else whole.union(piece.bounds)
    return whole


def _gap(before: Element, piece: Element, text: str) -> Gap:
    """Return what parts a piece from the one before, as far as their places tell.

    A line that was broken because it was full keeps its space.
    """
    if Role.PARAGRAPH in (before.role, piece.role):
        return Gap.LINE
    if before.bounds is None or piece.bounds is None:
        return Gap.NONE
    said = _said(piece)
    has_space = text[-1:].isspace() or said[:1].isspace()
    low = _letter_height(before, piece)
    if piece.bounds.y >= before.bounds.bottom - _BELOW * low:
        return Gap.NONE if has_space or not _has_spaces(text[-1:] + said[:1]) else Gap.LINE
    distance = piece.bounds.x - before.bounds.right
    if piece.bounds.bottom <= before.bounds.y + _BELOW * low or distance >= _FAR * low:
        return Gap.FAR
    is_close = text[-1:] in _OPENING or said[:1] in _CLOSING
    return Gap.BESIDE if distance >= _APART * low and not has_space and not is_close else Gap.NONE


def _letter_height(*pieces: Element) -> int:
    """Return the height of a line; pictures may have any height."""
    texts = [one for one in pieces if one.role is not Role.IMAGE]
    return min(one.bounds.height for one in texts or pieces if one.bounds is not None)


def _has_spaces(letters: str) -> bool:
    """Whether these letters' writing parts words by spaces: not in Chinese, Japanese."""
    return not any("\u2e80" <= letter <= "\u9fff" or letter >= "\uff00" for letter in letters)


def _space(before: Element, piece: Element, text: str) -> str:
    """Return the space that two pieces of one text lack."""
    said = _said(piece)
    if text[-1:].isspace() or said[:1].isspace():
        return ""
    if _is_raised(before, piece) and text[-1:].isdigit() and said[:1].isdigit():
        return " "  # "4" and a small "99" are no 499
    if piece.role is Role.TEXT or text[-1:] in _OPENING:
        return ""
    if before.bounds is None or piece.bounds is None:
        return " "
    distance = piece.bounds.x - before.bounds.right
    touches = abs(distance) <= _TOUCHING * min(before.bounds.height, piece.bounds.height)
    return "" if touches else " "


def _is_raised(before: Element, piece: Element) -> bool:
    if before.bounds is None or piece.bounds is None:
        return False
    return abs(before.bounds.bottom - piece.bounds.bottom) + abs(
        before.bounds.y - piece.bounds.y
    ) > _TOUCHING * max(before.bounds.height, piece.bounds.height)
