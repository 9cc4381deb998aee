"""Pure: what is different between two scenes of one window, the most telling first."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from assistant import messages
from assistant.perceive import facts, facts_element, facts_lists, wording
from assistant.perceive.fact import reported
from assistant.perceive.facts_tree import is_same
from assistant.perceive.scene import is_same_text, walk
from assistant.types import Glance, Role, Source, State, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assistant.types import Bounds, Element, Scene, TextLine

MOST_CHANGES = 8
"""Changes said one by one; the rest is counted."""
MOST_TEXTS = 4
"""Texts that came or went said one by one; more are counted with a few samples."""
SAMPLES = 2
TEXT_WORDS = 20
_SWITCHED = {
    State.EXPANDED: (messages.STATE_EXPANDED, messages.STATE_COLLAPSED),
    State.INVALID: (messages.STATE_INVALID, messages.STATE_VALID),
    State.DISABLED: (messages.STATE_UNAVAILABLE, messages.STATE_AVAILABLE),
    State.BUSY: (messages.STATE_BUSY, messages.STATE_READY),
    State.SELECTED: (messages.STATE_SELECTED, messages.STATE_NOT_SELECTED),
}
"""States that change while a window is used, and what is said when they come and go."""
_TELLING_TEXTS = (
    facts_element.TEXTS
    | {
        Role.ALERT,
        Role.BUTTON,
        Role.CELL,
        Role.DIALOG,
        Role.IMAGE,
        Role.LINK,
        Role.LIST_ITEM,
        Role.MENU_ITEM,
        Role.NOTIFICATION,
        Role.TAB,
        Role.TOOL_TIP,
        Role.TREE_ITEM,
    }
    | (facts_element.FIELDS)
)


def changes(before: Scene, after: Scene) -> list[Statement]:
    """Return what changed from `before` to `after`; one sentence if nothing did."""
    if before.window and after.window and before.window.handle != after.window.handle:
        return [_other_window(after)]
    found = [*_alerts(before, after), *_title(before, after), *_focus(before, after)]
    if before.tree is not None and after.tree is not None:
        found += _controls(before.tree, after.tree)
        found += _texts(before.tree, after.tree)
    found += _lines(before.lines, after.lines)
    found = list({statement.text: statement for statement in found}.values())
    if not found:
        return [Statement(messages.NOTHING_CHANGED, Source.PROGRAM)]
    if len(found) <= MOST_CHANGES:
        return found
    rest = messages.more_changes(len(found) - MOST_CHANGES)
    return [*found[:MOST_CHANGES], Statement(rest, Source.PROGRAM)]


def _other_window(after: Scene) -> Statement:
    glance = after.glance or Glance()
    first = facts.headline(Glance(glance.title, glance.role, glance.program), after.window)[0]
    return reported(messages.OTHER_WINDOW.format(headline=first.text), first.bounds)


def _title(before: Scene, after: Scene) -> list[Statement]:
    old, new = (wording.clean(s.window.title if s.window else "") for s in (before, after))
    if old == new or not new or not old:
        return []
    bounds = after.window.bounds if after.window else None
    return [reported(messages.TITLE_NOW.format(title=new), bounds)]


def _alerts(before: Scene, after: Scene) -> list[Statement]:
    kinds = {Role.ALERT: messages.ALERT, Role.NOTIFICATION: messages.NOTIFICATION}

    def alerts(scene: Scene) -> dict[str, Element]:
        shown = scene.glance.alerts if scene.glance else ()
        inner = (e for child in (scene.tree.children if scene.tree else ()) for e in walk(child))
        found = [*shown, *(e for e in inner if e.role in kinds)]
        return {key: e for e in found if (key := wording.key(facts_element.text_of(e)))}

    old = alerts(before)
    return [
        reported(
            kinds.get(e.role, messages.ALERT).format(text=_short(facts_element.text_of(e))),
            e.bounds,
        )
        for key, e in alerts(after).items()
        if key not in old
    ]


def _focus(before: Scene, after: Scene) -> list[Statement]:
    if after.focus is None:
        if before.focus is None or after.tree is None:
            return []
        return [reported(messages.FOCUS_GONE)]
    if before.focus is None or is_same(before.focus, after.focus):
        return []
    words = facts_element.phrase(after.focus)
    if not words:
        return []
    return [reported(messages.FOCUS_NOW.format(element=words), after.focus.bounds)]


# -- what the tree tells ----------------------------------------------------------------------


def _controls(before: Element, after: Element) -> list[Statement]:
    """Return what changed of controls that are there in both."""
    old = _keyed(before)
    found = [
        (element.role is not Role.PROGRESS_BAR, statement)
        for key, element in _keyed(after).items()
        if (previous := old.get(key)) is not None
        for statement in _differences(previous, element)
    ]
    return [statement for _, statement in sorted(found, key=lambda pair: pair[0])]


def _keyed(tree: Element) -> dict[tuple[str, ...], Element]:
    """Return named elements by their ids, or by role, name and which of its like it is."""
    seen: Counter[tuple[str, str]] = Counter()
    keyed: dict[tuple[str, ...], Element] = {}
    for element in walk(tree):
        if element.id:
            keyed[(element.id, element.role)] = element
            continue
        like = (element.role.value, element.name)
        seen[like] += 1
        keyed[(*like, str(seen[like]))] = element
    return keyed


def _differences(before: Element, after: Element) -> list[Statement]:
    if before == after:
        return []
    name = facts_element.name_of(after) or facts_element.role_word(after)
    if after.role in facts_element.TEXTS or not name:
        return []
    words = [_value(before, after), _switched(before, after), *_states(before, after)]
    words = [word for word in words if word]
    texts = [messages.NOW.format(name=name, value=messages.COMMA.join(words))] if words else []
    old, new = facts_element.value_text(before), facts_element.value_text(after)
    if _moves(before, after) and old != new:
        share = facts_element.percent(before) if before.role is Role.PROGRESS_BAR else None
        old = old if share is None else str(share)
        texts.append(messages.FROM_TO.format(name=name, before=old, after=new))
    return [reported(text, after.bounds) for text in texts]


def _moves(before: Element, after: Element) -> bool:
    """Whether it is a number that moves: of progress, a slider."""
    return before.number is not None and after.number is not None


def _switched(before: Element, after: Element) -> str:
    word = facts_element.switch_word(after)
    if after.role is Role.RADIO_BUTTON and State.CHECKED not in after.states:
        return ""  # another of its group is told
    return word if word != facts_element.switch_word(before) else ""


def _states(before: Element, after: Element) -> list[str]:
    """Return states that came or went; of a selection only what is selected now."""
    changed = before.states ^ after.states
    words: list[str] = []
    for state, (on, off) in _SWITCHED.items():
        if state not in changed or (state is State.BUSY and after.role is Role.APPLICATION):
            continue
        if state is State.EXPANDED and State.COLLAPSED not in before.states | after.states:
            continue
        if state in after.states:
            words.append(on)
        elif state is not State.SELECTED:
            words.append(off)
    return words


def _value(before: Element, after: Element) -> str:
    if facts_element.is_long(before) or facts_element.is_long(after) or _moves(before, after):
        return ""  # long texts are told line by line
    old, new = facts_element.value_text(before), facts_element.value_text(after)
    if old == new or after.role is Role.PASSWORD:
        return ""
    return new or messages.STATE_EMPTY


def _texts(before: Element, after: Element) -> list[Statement]:
    """Return texts and controls that came or went."""
    old, new = _tree_texts(before), _tree_texts(after)
    came = [(text, bounds) for key, found in new.items() for text, bounds in found[_n(old, key) :]]
    went = [(text, bounds) for key, found in old.items() for text, bounds in found[_n(new, key) :]]
    return [
        *_told(came, is_new=True, source=Source.ACCESSIBILITY),
        *_told(went, is_new=False, source=Source.ACCESSIBILITY),
    ]


_Texts = dict[str, list[tuple[str, "Bounds | None"]]]


def _n(texts: _Texts, key: str) -> int:
    return len(texts.get(key, ()))


def _tree_texts(tree: Element) -> _Texts:
    """Return what is written in a tree, by how it is compared."""
    texts: _Texts = defaultdict(list)
    for piece, element in _pieces(tree):
        key = wording.key(piece)
        is_label = element.role in facts_element.TEXTS and key in texts
        if key and not is_label:
            texts[key].append((piece, element.bounds))
    return texts


def _pieces(element: Element) -> Iterator[tuple[str, Element]]:
    """Yield texts with where they stand: of tables each row, of long texts each line."""
    if element.role is Role.TABLE:
        for row in facts_lists.rows_of(element):
            yield facts_lists.row_text(row), row[0] if row else element
        return
    if facts_element.is_long(element):
        for line in facts_element.lines_of(element.value or ""):
            yield line, element
    elif element.role in _TELLING_TEXTS:
        yield _own_text(element), element
    own = {wording.key(element.value), wording.key(element.name)}
    for child in element.children:
        if child.role not in facts_element.TEXTS or not _is_part(child, own):
            yield from _pieces(child)


def _is_part(child: Element, whole: Iterable[str]) -> bool:
    """Whether a text stands in the texts that hold it, and was told with them."""
    key = wording.key(facts_element.text_of(child))
    return not child.children and any(f" {key} " in f" {text} " for text in whole)


def _own_text(element: Element) -> str:
    if element.role in facts_element.TEXTS:
        return facts_element.text_of(element)
    if element.role in {Role.LIST_ITEM, Role.TREE_ITEM}:
        return facts_lists.item_text(element)
    if element.role is Role.CELL:
        return facts_element.text_of(element)
    return facts_element.name_of(element)


# -- what the pixels tell ---------------------------------------------------------------------


def _lines(before: Sequence[TextLine], after: Sequence[TextLine]) -> list[Statement]:
    """Return recognized lines that came, went or were replaced at their place."""
    came = _unmatched(after, before)
    went = _unmatched(before, after)
    replaced: list[Statement] = []
    for line in list(came):
        old = next((o for o in went if _is_same_place(o.bounds, line.bounds)), None)
        if old is None:
            continue
        came.remove(line)
        went.remove(old)
        text = messages.REPLACED.format(before=_short(old.text), after=_short(line.text))
        confidence = min(old.confidence, line.confidence)
        replaced.append(Statement(text, Source.OCR, confidence, line.bounds))
    return [
        *replaced,
        *_told_lines(came, is_new=True),
        *_told_lines(went, is_new=False),
    ]


def _unmatched(lines: Iterable[TextLine], others: Sequence[TextLine]) -> list[TextLine]:
    """Return lines that the others don't hold; slips of recognition are no difference."""
    left = Counter(wording.key(other.text) for other in others)
    missing: list[TextLine] = []
    for line in lines:
        key = wording.key(line.text)
        if left[key]:
            left[key] -= 1
        elif key:
            missing.append(line)
    return [
        line
        for line in missing
        if not any(
            _is_same_place(line.bounds, other.bounds) and is_same_text(line.text, other.text)
            for other in others
        )
    ]


def _is_same_place(first: Bounds, second: Bounds) -> bool:
    common = first.intersection(second)
    return common is not None and common.area * 2 >= min(first.area, second.area)


def _told_lines(lines: Sequence[TextLine], *, is_new: bool) -> list[Statement]:
    texts = [(wording.clean(line.text), line.bounds) for line in lines]
    confidence = min((line.confidence for line in lines), default=None)
    return _told(texts, is_new=is_new, source=Source.OCR, confidence=confidence)


def _told(
    texts: Sequence[tuple[str, Bounds | None]],
    *,
    is_new: bool,
    source: Source,
    confidence: float | None = None,
) -> list[Statement]:
    """Return each text that came or went, or how many with a few of them."""
    if len(texts) > MOST_TEXTS:
        samples = messages.SEMICOLON.join(_short(text) for text, _ in texts[:SAMPLES])
        sentence = messages.texts_changed(len(texts), is_new=is_new, samples=samples)
        return [Statement(sentence, source, confidence, texts[0][1])]
    template = messages.NEW if is_new else messages.GONE
    return [
        Statement(template.format(text=_short(text)), source, confidence, bounds)
        for text, bounds in texts
    ]


def _short(text: str) -> str:
    return wording.cut_words(wording.clean(text), TEXT_WORDS)
