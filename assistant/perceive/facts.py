"""Pure: what is certain about a scene, as sentences, the most telling first.

`headline` is spoken at once, from a glance. `describe` goes on with what the tree holds and
doesn't repeat the headline. Both say only what the program reports.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import messages
from assistant.perceive import facts_element, wording
from assistant.perceive.fact import MEASURES, Fact, Section, Weight, reported
from assistant.perceive.facts_recognized import recognized
from assistant.perceive.facts_tree import Told, collect
from assistant.types import Detail, Glance, Role, Source, State, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.types import Element, Scene, Window

__all__ = [
    "describe",
    "element",
    "everything",
    "focus",
    "headline",
    "more",
    "recognized",
    "where_focus_is",
    "window_only",
]

TITLE_CHARACTERS = 100
"""Longer titles are cut: the headline is one breath."""
FOCUS_WORDS = 60
"""Words of a long text in focus that are said on "what has the focus?"."""
_TITLE_BREAKS = (" - ", " \u2013 ", " \u2014 ", " | ", ": ")
_DIALOGS = {Role.ALERT, Role.DIALOG}
_NO_FOCUS = {Role.APPLICATION, Role.ALERT, Role.DIALOG, Role.DOCUMENT, Role.WINDOW}
"""Focus on the whole window is no news after its title."""
_NO_FOCUS_UNNAMED = {Role.GROUP, Role.LANDMARK, Role.UNKNOWN, Role.TERMINAL}
_SHORTEST_CUT = 8
"""A fact is cut to fit only if that many words of it remain."""
_FIRST_FACT_WORDS = 16
"""What the most important fact gets even after a long headline."""
_CLOSING_WORDS = 8


def headline(glance: Glance, window: Window | None) -> list[Statement]:
    """Return the first words: alerts, what the window is, where the focus is.

    Of a dialog the focus is told by `describe`, after what the dialog says.
    """
    title = wording.clean(glance.title) or _title(window)
    statements = [
        reported(_alert(alert), alert.bounds) for alert in glance.alerts if _is_news(alert, title)
    ]
    program = wording.clean(glance.program) or _program(window)
    kind = Role.DIALOG if glance.role in _DIALOGS else Role.WINDOW
    bounds = window.bounds if window else None
    statements.append(reported(_window(title, kind, program), bounds))
    return statements if kind is Role.DIALOG else statements + where_focus_is(glance, window)


def where_focus_is(glance: Glance, window: Window | None) -> list[Statement]:
    """Return where the focus is, or nothing where that is no news."""
    title = wording.clean(glance.title) or _title(window)
    if glance.focus is None or not _is_worth_saying(glance.focus):
        return []
    words = facts_element.phrase(glance.focus, hidden_name=title)
    if not words:
        return []
    return [reported(messages.FOCUS_IS.format(element=words), glance.focus.bounds)]


def window_only(window: Window) -> list[Statement]:
    """Return the headline of a window that nothing else is known of."""
    return headline(Glance(), window)


def describe(scene: Scene, detail: Detail) -> list[Statement]:
    """Return what follows the headline: what the tree holds, most telling first, within a measure.

    Ends with one sentence if something was left out.
    """
    focus_told = _focus_of_dialog(scene)
    if scene.tree is None:
        return focus_told
    measure = MEASURES[detail]
    facts = [
        fact
        for fact in collect(scene.tree, measure, _told(scene))
        if fact.statements and (measure.is_full or not fact.is_minor)
    ]
    if measure.is_full:
        return _told_in_order(facts, focus_told)
    head = headline(scene.glance, scene.window) if scene.glance else []
    spent = sum(wording.word_count(statement.text) for statement in [*head, *focus_told])
    kept = _keep(facts, measure.words - spent)
    statements = _told_in_order(kept, focus_told)
    left_out = len(facts) - len(kept)
    if left_out:
        statements.append(Statement(messages.left_out(left_out), Source.PROGRAM))
    return statements


def more(scene: Scene, already: Sequence[Statement]) -> list[Statement]:
    """Return what was not yet said of a scene; `already` is what was."""
    said = {statement.text for statement in already}
    rest: list[Statement] = []
    if scene.tree is not None:
        by_detail = {
            detail: collect(scene.tree, MEASURES[detail], _told(scene)) for detail in Detail
        }
        full: list[Fact] = []
        for index, fact in enumerate(by_detail[Detail.FULL]):
            shorter = (by_detail[Detail.SHORT][index], by_detail[Detail.NORMAL][index])
            if not any(_was_told(told, said) for told in shorter):
                full.append(fact)
        rest = [s for fact in _in_order(full) for s in fact.statements if s.text not in said]
    blocks = recognized(scene.lines, is_first=False)
    unread = [
        block
        for block in blocks
        if block.text not in said and messages.IN_THE_PICTURE.format(text=block.text) not in said
    ]
    if unread:
        text = messages.IN_THE_PICTURE.format(text=unread[0].text)
        unread[0] = replace(unread[0], text=text, is_verbatim=False)
    return rest + unread


def everything(scene: Scene) -> list[Statement]:
    """Return all text to read: the title, the tree's in order, then recognized blocks."""
    title, _ = _title_and_program(scene)
    bounds = scene.window.bounds if scene.window else None
    statements = [reported(title, bounds)] if title else []
    if scene.tree is not None:
        short, _ = _split_title(*_title_and_program(scene))
        already = Told(frozenset(_title_keys(scene)), short, is_reading=True)
        facts = collect(scene.tree, MEASURES[Detail.FULL], already)
        texts = [fact for fact in facts if not fact.is_about]
        texts.sort(key=lambda fact: max(fact.section, Section.ACTIONS))  # bars come last
        statements += [s for fact in texts for s in fact.statements]
    return statements + recognized(scene.lines)


def element(element: Element, *, with_value: bool = True) -> str:
    """Return one control as words: name, kind, states, value, place."""
    return facts_element.phrase(element, with_value=with_value)


def focus(element: Element | None) -> list[Statement]:
    """Return what has the focus, with its value, description and range."""
    if element is None:
        return [Statement(messages.NO_FOCUS, Source.PROGRAM)]
    words = facts_element.phrase(element)
    texts = [words or facts_element.role_word(element) or messages.ROLE_WORDS["document"]]
    if facts_element.is_long(element):
        words_of_it = wording.clean(element.value).split()
        if element.role is Role.TERMINAL:
            text = " ".join(words_of_it[-FOCUS_WORDS:])
            texts.append(messages.ENDS.format(text=text))
        else:
            text = wording.cut_words(" ".join(words_of_it), FOCUS_WORDS)
            texts.append(messages.BEGINS.format(text=text))
    help_text = wording.clean(element.description)
    if help_text and wording.key(help_text) not in wording.key(words):
        texts.append(help_text)
    if element.role in {Role.SLIDER, Role.SPIN_BUTTON} and element.minimum != element.maximum:
        texts += _range(element)
    return [reported(text, element.bounds) for text in texts]


def _range(element: Element) -> list[str]:
    if element.minimum is None or element.maximum is None:
        return []
    low, high = wording.number_text(element.minimum), wording.number_text(element.maximum)
    return [messages.NUMBER_RANGE.format(minimum=low, maximum=high)]


# -- the headline -----------------------------------------------------------------------------


def _window(title: str, kind: Role, program: str) -> str:
    title, program = _split_title(title, program)
    title = wording.shorten(title, TITLE_CHARACTERS)
    values = {"title": title, "kind": messages.ROLE_WORDS[kind], "program": program}
    if title and program:
        return messages.WINDOW_AND_PROGRAM.format(**values)
    if title:
        return messages.WINDOW_TITLE.format(**values)
    return (messages.WINDOW_UNTITLED if program else messages.WINDOW_UNKNOWN).format(**values)


def _split_title(title: str, program: str) -> tuple[str, str]:
    """Return the title without the program's name at an end, and the name if it isn't there."""
    known, folded = program.casefold(), title.casefold()
    if not known:
        return title, ""
    for mark in _TITLE_BREAKS:
        if folded.endswith(mark + known) and len(folded) > len(mark + known):
            return title[: -len(mark + known)].rstrip(), title[-len(known) :]
        if folded.startswith(known + mark) and len(folded) > len(mark + known):
            return title[len(known + mark) :].lstrip(), title[: len(known)]
    return title, "" if wording.key(program) in wording.key(title) else program


def _alert(alert: Element) -> str:
    template = messages.NOTIFICATION if alert.role is Role.NOTIFICATION else messages.ALERT
    text = wording.shorten(facts_element.text_of(alert), facts_element.NAME_CHARACTERS)
    return template.format(text=text)


def _is_news(alert: Element, title: str) -> bool:
    text = wording.key(facts_element.text_of(alert))
    return bool(text) and text != wording.key(title)


def _is_worth_saying(focused: Element) -> bool:
    if focused.role in _NO_FOCUS:
        return State.MULTILINE in focused.states  # an editor's document
    return focused.role not in _NO_FOCUS_UNNAMED or bool(facts_element.name_of(focused))


def _title(window: Window | None) -> str:
    return wording.clean(window.title) if window else ""


def _program(window: Window | None) -> str:
    return wording.clean(window.program) if window else ""


# -- the measure ------------------------------------------------------------------------------


def _told(scene: Scene) -> Told:
    """Return what the headline has said of the scene."""
    texts = _title_keys(scene)
    glance = scene.glance
    if glance is not None:
        texts |= {wording.key(facts_element.text_of(alert)) for alert in glance.alerts}
    title, _ = _split_title(*_title_and_program(scene))
    has_said = glance is not None and glance.focus is not None and _is_worth_saying(glance.focus)
    return Told(frozenset(texts), title, glance.focus if glance and has_said else None)


def _title_keys(scene: Scene) -> set[str]:
    title, program = _title_and_program(scene)
    texts = (title, *_split_title(title, program))
    return {key for text in texts if (key := wording.key(text))}


def _title_and_program(scene: Scene) -> tuple[str, str]:
    glance = scene.glance or Glance()
    title = wording.clean(glance.title) or _title(scene.window)
    return title, wording.clean(glance.program) or _program(scene.window)


def _focus_of_dialog(scene: Scene) -> list[Statement]:
    if scene.glance is None or scene.glance.role not in _DIALOGS:
        return []
    return where_focus_is(scene.glance, scene.window)


def _told_in_order(facts: Iterable[Fact], focus_told: Sequence[Statement]) -> list[Statement]:
    """Return the facts in their order, with a dialog's focus after its message."""
    first: list[Statement] = []
    rest: list[Statement] = []
    for fact in _in_order(facts):
        (first if fact.section <= Section.MESSAGE else rest).extend(fact.statements)
    return [*first, *focus_told, *rest]


def _in_order(facts: Iterable[Fact]) -> list[Fact]:
    """Return facts as they are told; within a section in reading order."""
    return sorted(facts, key=lambda fact: fact.section)


def _keep(facts: Sequence[Fact], words: int) -> list[Fact]:
    """Return the weightiest facts that fit, in reading order; a text may be cut to fit.

    Where something of weight had no room, bars and pictures don't slip in.
    """
    if sum(fact.words for fact in facts) <= words:
        return list(facts)
    words = max(words - _CLOSING_WORDS, _FIRST_FACT_WORDS)
    kept: dict[int, Fact] = {}
    has_skipped = False
    for index in sorted(range(len(facts)), key=lambda index: facts[index].weight):
        fact = facts[index]
        if has_skipped and fact.weight >= Weight.ACTIONS:
            break
        if fact.words > words and (not kept or fact.is_text) and words >= _SHORTEST_CUT:
            fact = _cut(fact, words)
        if fact.words > words:
            has_skipped = True
            continue
        kept[index] = fact
        words -= fact.words
    return [kept[index] for index in sorted(kept)]


def _cut(fact: Fact, words: int) -> Fact:
    """Return the fact within that many words; the sentence says that it was cut."""
    first = fact.statements[0]
    closing = wording.word_count(messages.CUT_SHORT.format(text=""))
    text = wording.cut_words(first.text, words - closing)
    cut = replace(first, text=text, is_verbatim=False)
    return replace(fact, statements=(cut,), is_complete=False)


def _was_told(fact: Fact, said: set[str]) -> bool:
    """Whether all there is to a fact was said in its shorter form."""
    texts = {statement.text for statement in fact.statements}
    return bool(texts) and fact.is_complete and texts <= said
