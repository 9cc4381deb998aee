"""Pure: walks a tree once and collects the facts in it, each with its place and weight."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from assistant import messages
from assistant.perceive import facts_controls, facts_element, facts_lists, facts_page, wording
from assistant.perceive.fact import Fact, Measure, Section, Weight, told
from assistant.perceive.scene import find, walk
from assistant.types import Role, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from assistant.types import Element

ICON_PIXELS = 64
"""Pictures up to that size are decoration beside words."""
_SKIPPED = {Role.SCROLL_BAR, Role.SEPARATOR}
_RUNS = {Role.BUTTON, Role.LINK, Role.RADIO_BUTTON}
"""Neighbours of these kinds are told together."""
_LABELLED = {Role.BUTTON, Role.LIST, Role.PROGRESS_BAR, Role.TABLE, Role.TREE}
"""Kinds besides fields whose label isn't said beside them."""
_NO_BUTTONS_OF_DIALOG = {
    Role.COMBO_BOX,
    Role.DOCUMENT,
    Role.LIST,
    Role.MENU,
    Role.MENU_BAR,
    Role.SPIN_BUTTON,
    Role.TABLE,
    Role.TITLE_BAR,
    Role.TOOL_BAR,
    Role.TREE,
}


@dataclass(frozen=True, slots=True)
class Told:
    """What was said already and isn't said again."""

    texts: frozenset[str] = frozenset()
    """Compared by `wording.key`: title, program, alerts."""
    title: str = ""
    focus: Element | None = None
    is_reading: bool = False
    """What follows is read as it is written, without a summary first."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the window the walk is."""

    is_dialog: bool = False
    is_page: bool = False
    is_bar: bool = False
    """Within a tool bar, or around the page of a browser."""
    is_aside: bool = False
    """Within a page's navigation, banner or footer."""
    is_part: bool = False
    """Within a tab or a named group: its buttons aren't the dialog's answers."""
    goes_on: bool = False
    """Beside a scroll bar."""
    group: str = ""


def collect(tree: Element, measure: Measure, already: Told) -> list[Fact]:
    """Return all facts of the tree in reading order.

    For one tree the facts of every measure correspond one to one; some are empty in one measure.
    """
    collector = _Collector(tree, measure, already)
    collector.visit(tree, _Place())
    return collector.facts


class _Collector:
    """One walk. `facts` grows in reading order."""

    def __init__(self, tree: Element, measure: Measure, already: Told) -> None:
        self.facts: list[Fact] = []
        self._tree = tree
        self._measure = measure
        self._already = already
        self._texts = set(already.texts)
        self._has_field = False
        self._icon = ""
        """Name of the icon before a dialog's message: "Error"."""
        self._controls = {
            wording.key(e.name)
            for e in walk(tree)
            if e.role in facts_element.FIELDS or e.role in _LABELLED
        }
        self._page = find(tree, lambda e: e.role is Role.DOCUMENT and facts_page.is_page(e))
        self._handlers: dict[Role, Callable[[Element, _Place], None]] = {
            Role.ALERT: self._alert,
            Role.NOTIFICATION: self._alert,
            Role.DIALOG: self._dialog,
            Role.DOCUMENT: self._document,
            Role.GROUP: self._group,
            Role.IMAGE: self._image,
            Role.LANDMARK: self._landmark,
            Role.LIST: self._list,
            Role.MENU: self._menu,
            Role.MENU_BAR: self._menu_bar,
            Role.PROGRESS_BAR: self._progress,
            Role.STATUS_BAR: self._status_bar,
            Role.TABLE: self._table,
            Role.TAB_LIST: self._tabs,
            Role.TERMINAL: self._long_text,
            Role.TITLE_BAR: self._bar,
            Role.TOOL_BAR: self._bar,
            Role.TOOL_TIP: self._tool_tip,
            Role.TREE: self._list,
        }

    def visit(self, element: Element, place: _Place) -> None:
        """Tell one element and what is below it."""
        role = element.role
        if role in _SKIPPED:
            return
        if handler := self._handlers.get(role):
            handler(element, place)
        elif role in _RUNS:
            self._run(role, [element], place)
        elif role in facts_element.FIELDS:
            self._field(element, place)
        elif role in facts_element.TEXTS:
            self._text(element, place)
        elif element.children:
            self._children(element, place)
        else:
            self._text(element, place)

    def _children(self, element: Element, place: _Place) -> None:
        children = [child for child in element.children if child.role not in _SKIPPED]
        goes_on = len(children) < len(element.children) and any(
            child.role is Role.SCROLL_BAR for child in element.children
        )
        place = replace(place, goes_on=goes_on)
        runs = groupby(children, lambda child: child.role if child.role in _RUNS else None)
        for role, members in runs:
            if role is None:
                for child in members:
                    self.visit(child, place)
            else:
                self._run(role, list(members), place)

    def _run(self, role: Role, members: list[Element], place: _Place) -> None:
        if role is Role.BUTTON:
            self._buttons(members, place)
        elif role is Role.LINK:
            self._links(members, place)
        elif len(members) == 1:
            self._field(members[0], place)
        else:
            self._has_field = True
            self._add(facts_lists.choice_fact(members, place.group, self._measure), place)

    def _add(self, fact: Fact, place: _Place) -> None:
        """Keep a fact; what lies around the content comes last, unless it's urgent."""
        is_around = self._is_around(place)
        if (place.is_bar or is_around) and fact.section > Section.MENU:
            is_minor = fact.is_minor or (is_around and not place.is_bar)
            fact = replace(fact, section=Section.BARS, weight=Weight.ASIDE, is_minor=is_minor)
        elif place.is_aside and fact.section > Section.MENU:
            fact = replace(fact, weight=Weight.ASIDE)
        self.facts.append(fact)

    def _is_around(self, place: _Place) -> bool:
        """Whether it belongs to the browser, not to its page."""
        return self._page is not None and not place.is_page and not place.is_dialog

    def _unsaid(self, element: Element) -> Element:
        """Return a list or table without its name, if the headline said that it has the focus."""
        is_told = is_same(element, self._already.focus)
        return replace(element, name="", description="") if is_told else element

    # -- dialogs and alerts -------------------------------------------------------------------

    def _dialog(self, element: Element, place: _Place) -> None:
        is_in_front = bool(element.states & {State.MODAL, State.ACTIVE})
        if element is not self._tree and not is_in_front and not place.is_page:
            self._children(element, place)  # a part of a window that its program calls a dialog
            return
        name = facts_element.name_of(element)
        if element is not self._tree and wording.key(name) not in self._texts:
            text = messages.DIALOG.format(name=name) if name else messages.DIALOG_UNNAMED
            self._texts.add(wording.key(name))
            words = told(text, element.bounds)
            self._add(Fact(words, Section.MESSAGE, Weight.MESSAGE), place)
        self._in_dialog(element, place)

    def _in_dialog(self, element: Element, place: _Place) -> None:
        self._has_field = False
        self._children(element, replace(place, is_dialog=True, is_bar=False))
        if buttons := list(_dialog_buttons(element)):
            self._add(facts_controls.dialog_buttons_fact(buttons), place)

    def _alert(self, element: Element, place: _Place) -> None:
        if element is self._tree:
            self._in_dialog(element, place)
            return
        name = facts_element.name_of(element)
        inner = [e for e in walk(element) if e.role in facts_element.TEXTS]
        text = name or wording.clean(" ".join(map(facts_element.text_of, inner)))
        if text and wording.key(text) not in self._texts:
            is_notice = element.role is Role.NOTIFICATION
            template = messages.NOTIFICATION if is_notice else messages.ALERT
            words = told(template.format(text=self._short(text)), element.bounds)
            self._add(Fact(words, Section.ALERT, Weight.ALERT), place)
        self._texts.add(wording.key(text))
        known = wording.key(text)
        self._texts |= {k for e in inner if (k := wording.key(facts_element.text_of(e))) in known}
        self._children(element, place)

    # -- controls -----------------------------------------------------------------------------

    def _field(self, element: Element, place: _Place) -> None:
        self._has_field = True
        if facts_element.is_long(element):
            self._long_text(element, place)
            return
        if element.role is Role.COMBO_BOX and State.EXPANDED in element.states:
            for child in element.children:
                self.visit(child, replace(place, group=facts_element.name_of(element)))
        if is_same(element, self._already.focus):
            self._add(Fact(()), place)
            return
        text = facts_element.phrase if self._measure.is_full else facts_element.brief
        fact = Fact(told(text(element), element.bounds), weight=Weight.FIELD)
        if State.INVALID in element.states:
            fact = replace(fact, section=Section.ALERT, weight=Weight.ALERT)
        self._add(fact, place)
        self._help(element, place)

    def _help(self, element: Element, place: _Place) -> None:
        """Tell a control's description, only where everything is told."""
        name, text = facts_element.name_of(element), wording.clean(element.description)
        value = wording.key(facts_element.value_text(element))
        if not text or wording.key(text) in {wording.key(name), value, *self._texts}:
            return
        self._texts.add(wording.key(text))
        words = told(messages.NAME_AND_VALUE.format(name=name, value=text), element.bounds)
        is_full = self._measure.is_full
        self._add(Fact(words if is_full else (), is_complete=False, is_minor=True), place)

    def _buttons(self, buttons: Sequence[Element], place: _Place) -> None:
        if place.is_dialog and not place.is_part:
            return  # told before the rest of the dialog
        fact = facts_controls.buttons_fact(buttons, self._measure)
        self._add(replace(fact, section=Section.CONTENT) if place.is_page else fact, place)

    def _links(self, links: Sequence[Element], place: _Place) -> None:
        self._add(replace(facts_controls.links_fact(links), is_minor=place.is_page), place)

    def _progress(self, element: Element, place: _Place) -> None:
        self._add(facts_controls.progress_fact(element), place)

    # -- texts --------------------------------------------------------------------------------

    def _text(self, element: Element, place: _Place) -> None:
        if any(e.role in facts_element.FIELDS or e.role is Role.BUTTON for e in walk(element)):
            self._children(element, place)  # a label around its control
            return
        text = facts_element.text_of(element)
        known = wording.key(text)
        if not known or known in self._texts or known in self._controls:
            return
        self._texts.add(known)
        if element.role is Role.HEADING and place.is_page:
            self._heading(element, text, place)
            return
        written = text
        is_message = place.is_dialog and not place.is_bar and not self._has_field
        if is_message and self._icon:
            is_said = known.startswith(wording.key(self._icon))
            text = text if is_said else messages.NAME_AND_VALUE.format(name=self._icon, value=text)
            self._icon = ""
        shown = self._excerpt(text)
        section = Section.MESSAGE if is_message else Section.CONTENT
        weight = Weight.MESSAGE if is_message else Weight.TEXT
        words = told(shown, element.bounds, is_verbatim=shown == written)
        fact = Fact(words, section, weight, is_complete=shown == text, is_text=True)
        self._add(fact, place)

    def _heading(self, element: Element, text: str, place: _Place) -> None:
        """Tell a heading in its place only where everything is told; else the outline has it."""
        words = told(messages.HEADING_NO_LEVEL.format(text=text), element.bounds)
        if element.level:
            words = told(messages.HEADING.format(level=element.level, text=text), element.bounds)
        fact = Fact(words if self._measure.is_full else (), is_complete=False)
        self._add(fact, place)

    def _long_text(self, element: Element, place: _Place) -> None:
        if element.children and not facts_element.lines_of(element.value or ""):
            self._children(element, place)
            return
        is_told = is_same(element, self._already.focus)
        fact = facts_controls.long_text_fact(element, self._measure, is_told=is_told)
        self._add(fact, place)

    def _excerpt(self, text: str) -> str:
        if self._measure.is_full:
            return text
        return self._short(wording.cut_words(text, self._measure.excerpt_words))

    def _short(self, text: str) -> str:
        if self._measure.is_full:
            return text
        return wording.shorten(text, facts_element.NAME_CHARACTERS)

    def _tool_tip(self, element: Element, place: _Place) -> None:
        text = facts_element.text_of(element)
        if text and wording.key(text) not in self._texts:
            words = told(messages.TOOL_TIP.format(text=self._short(text)), element.bounds)
            self._add(Fact(words, weight=Weight.GROUP), place)

    def _image(self, element: Element, place: _Place) -> None:
        name = facts_element.name_of(element)
        if not name or wording.key(name) in self._texts | self._controls:
            return
        bounds = element.bounds
        is_icon = bounds is not None and max(bounds.width, bounds.height) <= ICON_PIXELS
        is_kind = is_icon and place.is_dialog and not place.is_bar and not self._has_field
        if is_kind and not self._already.is_reading:
            self._icon = name
            return
        words = told(messages.IMAGE.format(name=self._short(name)), bounds)
        is_minor = is_icon or place.is_dialog
        self._add(Fact(words, weight=Weight.IMAGE, is_minor=is_minor), place)

    # -- containers ---------------------------------------------------------------------------

    def _document(self, element: Element, place: _Place) -> None:
        if element is self._page and self._already.is_reading:
            self._children(element, replace(place, is_page=True, is_bar=False))
        elif element is self._page:
            for fact in facts_page.page_facts(element, self._measure, self._texts):
                self._add(fact, replace(place, is_page=True, is_bar=False))
            place = replace(place, is_page=True, is_bar=False)
            self._children(element, place)
        elif element.children:
            self._children(element, place)
        else:
            self._long_text(element, place)

    def _group(self, element: Element, place: _Place) -> None:
        name = facts_element.name_of(element)
        known = wording.key(name)
        is_choice = any(child.role is Role.RADIO_BUTTON for child in element.children)
        is_news = known not in self._texts | self._controls and not self._is_around(place)
        if known and is_news and element.children:
            self._texts.add(known)
            words = told(messages.GROUP.format(name=self._short(name)), element.bounds)
            fact = Fact(() if is_choice else words, weight=Weight.GROUP)
            self._add(fact, place)
        is_part = place.is_part or bool(name)
        self._children(element, replace(place, group=name, is_part=is_part))

    def _landmark(self, element: Element, place: _Place) -> None:
        inner = replace(place, is_aside=element.landmark in facts_page.ASIDES)
        text = messages.LANDMARK_BEGINS.format(name=facts_page.landmark_name(element))
        self._add(Fact(told(text, element.bounds), is_minor=True, is_about=True), inner)
        self._children(element, inner)

    def _list(self, element: Element, place: _Place) -> None:
        if place.is_page and _is_links(element):
            items = facts_lists.items_of(element)
            links = [e for item in items for e in walk(item) if e.role is Role.LINK]
            self._links(links, place)
            return
        if place.is_page and _has_controls(element):
            self._children(element, place)
            return
        goes_on = place.goes_on or _scrolls(element)
        unsaid = self._unsaid(element)
        self._add(facts_lists.list_fact(unsaid, self._measure, goes_on=goes_on), place)

    def _table(self, element: Element, place: _Place) -> None:
        goes_on = place.goes_on or _scrolls(element)
        unsaid = self._unsaid(element)
        self._add(facts_lists.table_fact(unsaid, self._measure, goes_on=goes_on), place)

    def _tabs(self, element: Element, place: _Place) -> None:
        self._add(facts_lists.tabs_fact(element, self._measure, self._tab_said()), place)
        for child in element.children:
            if child.role is not Role.TAB:
                self.visit(child, place)
            elif State.SELECTED in child.states and not self._is_around(place):
                self._texts.add(wording.key(child.name))
                self._children(child, replace(place, is_part=True))

    def _tab_said(self) -> str:
        """Return what the headline said that a tab's name would repeat: its own, or the title."""
        focus = self._already.focus
        if focus is not None and focus.role in {Role.TAB, Role.TAB_LIST}:
            tab = find(focus, lambda e: e.role is Role.TAB and State.SELECTED in e.states)
            return facts_element.name_of(tab) if tab else ""
        return self._already.title

    def _menu(self, element: Element, place: _Place) -> None:
        fact = facts_lists.menu_fact(element, self._measure)
        if fact is None:
            return
        self._add(fact, replace(place, is_bar=False))
        for child in element.children:
            if child.role is Role.MENU:
                self._menu(child, place)

    def _menu_bar(self, element: Element, place: _Place) -> None:
        menus = [e for e in element.children if e.role in {Role.MENU, Role.MENU_ITEM}]
        for menu in menus:
            self._menu(menu, place)
        if menus:
            self._add(facts_controls.menu_bar_fact(element, menus, self._measure), place)

    def _bar(self, element: Element, place: _Place) -> None:
        inner = replace(place, is_bar=True, is_dialog=True)  # its buttons are told here, once
        if fact := facts_controls.tool_bar_fact(element, self._measure):
            self._add(fact, inner)
        self._bar_children(element, inner)

    def _bar_children(self, element: Element, place: _Place) -> None:
        for child in element.children:
            if child.role in facts_controls.BAR_BUTTONS:
                continue
            if child.role in {Role.GROUP, Role.UNKNOWN}:
                self._bar_children(child, place)
            else:
                self.visit(child, place)

    def _status_bar(self, element: Element, place: _Place) -> None:
        text = facts_controls.status_text(element)
        if text and wording.key(text) not in self._texts:
            self._texts.add(wording.key(text))
            words = told(messages.STATUS_IS.format(text=self._short(text)), element.bounds)
            self._add(Fact(words, Section.STATUS, Weight.STATUS), place)


def is_same(element: Element, other: Element | None) -> bool:
    """Whether both are readings of one element."""
    if other is None or element.role is not other.role:
        return False
    if element.id and other.id:
        return element.id == other.id
    return (element.name, element.bounds) == (other.name, other.bounds)


def _dialog_buttons(element: Element) -> Iterable[Element]:
    for child in element.children:
        if child.role is Role.BUTTON:
            yield child
        elif child.role not in _NO_BUTTONS_OF_DIALOG and not _is_part(child):
            yield from _dialog_buttons(child)


def _is_part(element: Element) -> bool:
    return element.role is Role.TAB or (
        element.role is Role.GROUP and bool(facts_element.name_of(element))
    )


def _is_links(element: Element) -> bool:
    """Whether a list's items are links and nothing else."""
    items = facts_lists.items_of(element)
    return bool(items) and all(
        any(e.role is Role.LINK for e in walk(item))
        and wording.key(facts_lists.item_text(item))
        == wording.key(
            " ".join(facts_element.text_of(e) for e in walk(item) if e.role is Role.LINK)
        )
        for item in items
    )


def _has_controls(element: Element) -> bool:
    kinds = facts_element.FIELDS | {Role.BUTTON, Role.HEADING, Role.TABLE, Role.LANDMARK}
    return any(e.role in kinds for e in walk(element))


def _scrolls(element: Element) -> bool:
    return any(child.role is Role.SCROLL_BAR for child in element.children)
