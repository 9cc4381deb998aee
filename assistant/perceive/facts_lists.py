"""Pure: lists, trees, tables, tabs, menus and choices, as counts and what is selected in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import messages
from assistant.perceive import facts_element, wording
from assistant.perceive.fact import BRIEF_ITEMS, Fact, Measure, Section, Weight, reported, told
from assistant.perceive.scene import walk
from assistant.types import Role, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.types import Element

WORDS_AT_ONCE = 15
"""Lists of fewer words are said whole in one piece."""
_ITEMS = {Role.LIST_ITEM, Role.TREE_ITEM}
_CELLS = {Role.CELL, Role.ROW_HEADER, Role.COLUMN_HEADER}
_BULLETS = "\u2022\u25e6\u25aa\u2023\u00b7* "


def items_of(element: Element) -> list[Element]:
    """Return the items of a list or tree, those of inner levels too, in order."""
    return list(_find_items(element, is_in_item=False))


def item_text(item: Element) -> str:
    """Return what a list item says, and its state."""
    name = wording.label(item.name)
    if not name:
        inner = [child for child in item.children if child.role not in _ITEMS]
        words = [child for child in inner if child.role is not Role.IMAGE] or inner
        inner_text = " ".join(facts_element.text_of(child) for child in words)
        name = wording.label(item.value) or wording.clean(inner_text)
    name = wording.shorten(name.lstrip(_BULLETS), facts_element.NAME_CHARACTERS)
    states = [word for word in facts_element.state_words(item) if word != messages.STATE_SELECTED]
    return messages.COMMA.join([name, *states]) if name else ""


def list_fact(element: Element, measure: Measure, *, goes_on: bool = False) -> Fact:
    """Return a list or tree: how many items, what is selected, or what comes first.

    `goes_on`: there is more of it than what shows.
    """
    kind = messages.TREE_KIND if element.role is Role.TREE else messages.LIST_KIND
    items = [(text, item) for item in items_of(element) if (text := item_text(item))]
    head = _head(kind, element, "item", len(items), goes_on=goes_on)
    marked = [_marked(text, is_selected=State.SELECTED in item.states) for text, item in items]
    selected = [index for index, (_, item) in enumerate(items) if State.SELECTED in item.states]
    return _summary(element, head, marked, _selection([t for t, _ in items], selected), measure)


def table_fact(element: Element, measure: Measure, *, goes_on: bool = False) -> Fact:
    """Return a table: its size, its columns, what is selected."""
    titles = [facts_element.text_of(e) for e in walk(element) if e.role is Role.COLUMN_HEADER]
    rows = [row for row in rows_of(element) if not _is_header(row)]
    texts = [(row_text(row), row) for row in rows]
    texts = [(text, row) for text, row in texts if text]
    columns = max([len(titles), *(len(row) for row in rows)], default=0)
    if columns <= 1:
        head = _head(messages.LIST_KIND, element, "item", len(texts), goes_on=goes_on)
    else:
        head = _head(messages.TABLE_KIND, element, "row", len(texts), goes_on=goes_on)
        head = messages.COMMA.join([head, messages.counted("column", columns)])
        if names := wording.listing(titles[: measure.items * 2]):
            head = messages.NAME_AND_VALUE.format(name=head, value=names)
    selected = [index for index, (_, row) in enumerate(texts) if _is_selected(row)]
    marked = [_marked(text, is_selected=index in selected) for index, (text, _) in enumerate(texts)]
    return _summary(element, head, marked, _selection([t for t, _ in texts], selected), measure)


def rows_of(table: Element) -> list[list[Element]]:
    """Return the cells of a table by rows, as its program groups them or by their places.

    Cells of a row that is selected as a whole are selected.
    """
    rows = [e for e in walk(table) if e.role is Role.ROW]
    if rows:
        return [[_as_selected(c, row) for c in _cells(row) or [row]] for row in rows]
    grouped: dict[int, list[Element]] = {}
    for cell in _cells(table):
        line = cell.row if cell.row is not None else (cell.bounds.y if cell.bounds else 0)
        grouped.setdefault(0 if cell.role is Role.COLUMN_HEADER else line + 1, []).append(cell)
    return list(grouped.values())


def row_text(row: Sequence[Element]) -> str:
    """Return the cells of a row as one phrase."""
    return wording.listing(_cell_text(cell) for cell in row)


def tabs_fact(element: Element, measure: Measure, said: str = "") -> Fact:
    """Return which tab of how many is selected. `said` is a name that was just said."""
    tabs = [e for e in walk(element) if e.role is Role.TAB]
    names = [facts_element.name_of(tab) for tab in tabs]
    chosen = next((i for i, tab in enumerate(tabs) if State.SELECTED in tab.states), None)
    if chosen is None:
        text = _named(messages.TABS, names) if any(names) else ""
        return Fact(told(text, element.bounds), Section.TABS, Weight.TABS)
    known = wording.key(names[chosen])
    is_said = not known or (bool(said) and wording.key(said) in known)
    if is_said and len(tabs) == 1:
        return Fact((), Section.TABS, Weight.TABS)
    template = messages.TAB_SAID if is_said else messages.TAB_OF
    text = template.format(position=chosen + 1, count=len(tabs), name=names[chosen])
    statements = told(text, tabs[chosen].bounds or element.bounds)
    if measure.is_full and len(tabs) > 1 and any(names):
        statements += told(_named(messages.TABS, names), element.bounds)
    return Fact(statements, Section.TABS, Weight.TABS, is_complete=len(tabs) == 1)


def menu_fact(element: Element, measure: Measure) -> Fact | None:
    """Return an open menu with its entries; None if it's closed or has none."""
    entries = [child for child in _entries(element) if facts_element.name_of(child)]
    if not entries:
        return None
    name = facts_element.name_of(element)
    head = messages.MENU_OPEN.format(name=name) if name else messages.MENU_OPEN_UNNAMED
    head = messages.COMMA.join([head, messages.counted("item", len(entries))])
    texts = facts_element.names(
        replace(entry, states=entry.states - {State.SELECTED}) for entry in entries
    )
    active = {State.SELECTED, State.FOCUSED}
    selected = [index for index, entry in enumerate(entries) if entry.states & active]
    marked = [_marked(text, is_selected=index in selected) for index, text in enumerate(texts)]
    fact = _summary(element, head, marked, _selection(texts, selected), measure)
    return Fact(fact.statements, Section.MENU, Weight.MENU, fact.is_complete)


def choice_fact(radios: Sequence[Element], group: str, measure: Measure) -> Fact:
    """Return radio buttons that belong together: which one is chosen."""
    names = [facts_element.name_of(r) or facts_element.phrase(r) for r in radios]
    chosen = {State.CHECKED, State.SELECTED}
    index = next((i for i, radio in enumerate(radios) if radio.states & chosen), None)
    value = messages.STATE_NOT_SELECTED
    if index is not None:
        value = messages.CHOICE_OF.format(name=names[index], position=index + 1, count=len(radios))
    name = group or messages.counted("choice", len(radios))
    text = messages.NAME_AND_VALUE.format(name=name, value=value)
    if measure.is_full or index is None:
        marked = [_marked(n, is_selected=i == index) for i, n in enumerate(names)]
        text = messages.NAME_AND_VALUE.format(name=name, value=wording.listing(marked))
    bounds = radios[0].bounds
    for radio in radios[1:]:
        bounds = bounds.union(radio.bounds) if bounds and radio.bounds else bounds
    return Fact(told(text, bounds), weight=Weight.FIELD, is_complete=index is None)


def _find_items(element: Element, *, is_in_item: bool) -> Iterator[Element]:
    for child in element.children:
        if child.role in _ITEMS:
            yield child
            yield from _find_items(child, is_in_item=True)
        elif not is_in_item or child.role in {Role.TREE, Role.LIST, Role.GROUP}:
            yield from _find_items(child, is_in_item=is_in_item)


def _entries(menu: Element) -> Iterator[Element]:
    """Yield the entries of one menu, not those of menus within it."""
    for child in menu.children:
        if child.role in {Role.MENU_ITEM, Role.MENU, Role.CHECK_BOX, Role.RADIO_BUTTON}:
            yield child
        elif child.role is not Role.MENU_BAR:
            yield from _entries(child)


def _head(kind: str, element: Element, unit: str, count: int, *, goes_on: bool) -> str:
    name = wording.shorten(facts_element.name_of(element), facts_element.NAME_CHARACTERS)
    head = messages.KIND_AND_NAME.format(kind=kind, name=name) if name else kind
    if not count:
        return messages.COMMA.join([head, messages.STATE_EMPTY])
    size = messages.counted(unit, count)
    size = messages.IN_VIEW.format(count=size) if goes_on else size
    return messages.COMMA.join([head, size])


def _marked(text: str, *, is_selected: bool) -> str:
    if not is_selected:
        return text
    if "," in text:
        return messages.COMMA.join([text, messages.STATE_SELECTED])
    return messages.ITEM_SELECTED.format(name=text)


def _selection(texts: Sequence[str], selected: Sequence[int]) -> str:
    if not selected:
        return ""
    if len(selected) == 1:
        index = selected[0]
        return messages.SELECTED_OF.format(name=texts[index], position=index + 1, count=len(texts))
    if len(selected) == len(texts) or len(selected) > 5:
        return messages.SELECTED_IS.format(names=messages.counted("item", len(selected)))
    return messages.SELECTED_IS.format(names=wording.listing(texts[i] for i in selected))


def _summary(
    element: Element, head: str, texts: Sequence[str], selection: str, measure: Measure
) -> Fact:
    """Return all members if they are few or all are wanted, else the selected or first ones."""
    whole = messages.NAME_AND_VALUE.format(name=head, value=wording.listing(texts))
    if element.role is Role.TABLE and texts:
        rows = messages.ROWS_ARE.format(names=wording.listing(texts))
        whole = messages.SEMICOLON.join([head, rows])
    if not texts:
        return Fact(told(head, element.bounds), weight=Weight.LIST)
    if wording.word_count(whole) <= WORDS_AT_ONCE:
        return Fact(told(whole, element.bounds), weight=Weight.LIST)
    if measure.is_full:
        start = messages.SEMICOLON.join([head, selection]) if selection else head
        rest = tuple(reported(text, element.bounds) for text in texts)
        return Fact((*told(start, element.bounds), *rest), weight=Weight.LIST)
    shown = selection
    if not selection and (element.role is not Role.TABLE or measure.items > BRIEF_ITEMS):
        shown = messages.FIRST_ARE.format(names=wording.listing(texts[: measure.items]))
    text = messages.SEMICOLON.join([head, shown]) if shown else head
    return Fact(told(text, element.bounds), weight=Weight.LIST, is_complete=False)


def _named(template: str, names: Sequence[str]) -> str:
    return template.format(names=wording.listing(names))


def _cells(element: Element) -> list[Element]:
    found: list[Element] = []
    for child in element.children:
        if child.role in _CELLS:
            found.append(child)
        elif child.role is not Role.TABLE:
            found.extend(_cells(child))
    return found


def _cell_text(cell: Element) -> str:
    text = wording.shorten(facts_element.text_of(cell), facts_element.NAME_CHARACTERS)
    return messages.COMMA.join(part for part in (text, facts_element.switch_word(cell)) if part)


def _as_selected(cell: Element, row: Element) -> Element:
    if State.SELECTED in row.states and State.SELECTED not in cell.states:
        return replace(cell, states=cell.states | {State.SELECTED})
    return cell


def _is_header(row: Sequence[Element]) -> bool:
    return all(cell.role is Role.COLUMN_HEADER for cell in row)


def _is_selected(row: Sequence[Element]) -> bool:
    return any(State.SELECTED in cell.states for cell in row)
