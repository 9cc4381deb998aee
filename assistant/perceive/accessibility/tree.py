"""Builds the tree of elements out of flat nodes. Pure.

What programs report is layout as much as content: panels in panels, the text of a link beside
the link's name. The tree holds only what says something, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.perceive import wording
from assistant.perceive.accessibility import running
from assistant.perceive.accessibility.running import RUNNING
from assistant.types import Bounds, Element, Role, State


@dataclass(frozen=True, slots=True)
class Node:
    """One object of a program as it reports itself, with its parent's id instead of children."""

    id: str
    parent: str
    role: Role
    name: str = ""
    value: str | None = None
    description: str = ""
    states: frozenset[State] = frozenset()
    bounds: Bounds | None = None
    level: int | None = None
    row: int | None = None
    column: int | None = None
    number: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    landmark: str = ""
    is_marker: bool = False
    """The bullet or number before a list item."""
    can_be_labelled: bool = False
    """A label beside it names it where nothing else does."""
    is_term: bool = False
    is_details: bool = False
    """Of a list of terms and what each of them is."""


_NAMED_BY_CONTENT = frozenset(
    (Role.BUTTON, Role.CELL, Role.CHECK_BOX, Role.COLUMN_HEADER, Role.HEADING, Role.LABEL)
    + (Role.LINK, Role.LIST_ITEM, Role.MENU_ITEM, Role.RADIO_BUTTON, Role.ROW_HEADER, Role.TAB)
    + (Role.TOGGLE_BUTTON, Role.TOOL_TIP, Role.TREE_ITEM)
)
_WITH_PARTS = frozenset((Role.LIST_ITEM, Role.TREE_ITEM))
"""Named by their content, which they keep where it is drawn apart: who, when and what."""
_SPEAKING = frozenset((Role.ALERT, Role.NOTIFICATION))
_ITEMS = frozenset((Role.CELL, Role.TAB, Role.LIST_ITEM, Role.TREE_ITEM))
_LAYOUT = frozenset((Role.GROUP, Role.UNKNOWN))
_EMPTY_WITHOUT_CONTENT = _LAYOUT | {Role.TEXT, Role.LABEL, Role.PARAGRAPH, Role.TAB_LIST, Role.TAB}
_MOST_BLOCKS = 6
"""A nameless group of more texts below each other is no paragraph."""
_NEEDS_NAME = ("form", "region")
"""Landmarks only with a name, by the ARIA specification."""
_LABEL_CHARACTERS = 60
"""A longer text beside a control is no label."""
_LABEL_REACH = 60
"""Pixels between a label and the control that it names."""


def build(
    nodes: Sequence[Node], root: str, *, focus: str = "", is_sorted: bool = True
) -> Element | None:
    """Return the tree below the node `root`; None where there is no such node.

    Nodes whose parent is not among them hang nowhere: programs report choices of closed boxes
    and pages behind others as if they showed. `focus` is where the focus is likely to be, where
    several nodes claim it. Layout that the program doesn't keep in the order of reading
    (`is_sorted` false) is sorted by place.
    """
    nodes = details_in_terms(without_bullets(unique(nodes)))
    nodes = name_by_labels(checked_rows(place_first_cells(nodes)))
    known = {node.id: node for node in nodes}
    if root not in known:
        return None
    children: dict[str, list[Node]] = {}
    for node in nodes:
        if node.id != root and node.parent in known:
            children.setdefault(node.parent, []).append(node)
    if not is_sorted:
        children = {
            parent: in_reading_order(inner) if known[parent].role in _LAYOUT else inner
            for parent, inner in children.items()
        }
    if known[root].role is Role.DIALOG and root in children:
        children[root] = buttons_last(children[root], children)
    hanging = _deepest_first(root, known, children)
    focused = one_focus(hanging, focus)
    done: dict[str, tuple[Element, ...]] = {}
    for node in hanging:
        if node.id != focused and State.FOCUSED in node.states:
            node = replace(node, states=node.states - {State.FOCUSED})  # noqa: PLW2901
        inner = [part for child in children.get(node.id, ()) for part in done.pop(child.id)]
        done[node.id] = tuple(_fold(node, inner))
        if node.id == root and [one.id for one in done[root]] != [root]:
            done[root] = (_element(node, inner),)
    return done[root][0]


def has_page(nodes: Sequence[Node]) -> bool:
    """Whether there is a document with something in it."""
    documents = {node.id for node in nodes if node.role is Role.DOCUMENT}
    return any(node.parent in documents for node in nodes)


def in_reading_order(nodes: Sequence[Node]) -> list[Node]:
    """Return nodes by rows, each from left to right; as they were if one has no place."""
    placed = [(node.bounds, node) for node in nodes if node.bounds is not None]
    if len(placed) != len(nodes):
        return list(nodes)
    rows: list[list[tuple[Bounds, Node]]] = []
    for place, node in sorted(placed, key=lambda pair: pair[0].center[1]):
        row = rows[-1] if rows else []
        if row and place.y < row[0][0].center[1] < place.bottom:
            row.append((place, node))
        else:
            rows.append([(place, node)])
    return [node for row in rows for _, node in sorted(row, key=lambda pair: pair[0].x)]


def buttons_last(nodes: Sequence[Node], children: Mapping[str, Sequence[Node]]) -> list[Node]:
    """Return the parts of a dialog with its buttons after the texts that stand above them.

    Qt reports a message's second text last.
    """
    ordered = list(nodes)
    for node in nodes:
        rest = ordered[ordered.index(node) + 1 :]
        if rest and _is_buttons(node, children) and _is_below(node, rest):
            ordered.remove(node)
            ordered.append(node)
    return ordered


def _is_buttons(node: Node, children: Mapping[str, Sequence[Node]]) -> bool:
    inner = children.get(node.id, ())
    is_box = node.role in _LAYOUT and inner
    return node.role is Role.BUTTON or bool(
        is_box and all(_is_buttons(one, children) for one in inner)
    )


def _is_below(node: Node, others: Iterable[Node]) -> bool:
    place = node.bounds
    return place is not None and all(
        one.bounds is not None and one.bounds.bottom <= place.y for one in others
    )


def one_focus(nodes: Iterable[Node], likely: str = "") -> str:
    """Return the id of the one node that has the focus.

    Qt also reports what contains it, the current item of every list that hasn't it, and the inner
    area of a text that has it: a group without a name, which gives its focus to the text.
    """
    claims = [node for node in nodes if State.FOCUSED in node.states]
    ids = {node.id for node in claims}
    claims = [node for node in claims if not (_is_bare(node) and node.parent in ids)]
    ids = {node.id for node in claims}
    if likely in ids:
        within = [node.id for node in claims if node.parent == likely]
        return within[-1] if within else likely
    sure = [node for node in claims if node.role not in _ITEMS or node.parent in ids] or claims
    outer = {node.parent for node in sure}
    inner = [node for node in sure if node.id not in outer]
    inner.sort(key=lambda node: node.parent in ids)
    return inner[-1].id if inner else ""


def _is_bare(node: Node) -> bool:
    return node.role is Role.GROUP and not node.name


def unique(nodes: Iterable[Node]) -> list[Node]:
    """Return the nodes without those that a program reports twice."""
    return list({node.id: node for node in nodes}.values())


def name_by_labels(nodes: Sequence[Node]) -> list[Node]:
    """Name controls without a name by the label to their left or just above them."""
    labels = [node for node in nodes if _is_short_label(node)]
    taken: set[str] = set()
    named: list[Node] = []
    for node in nodes:
        label = None
        if node.can_be_labelled and not node.name:
            label = nearest_label(node, [one for one in labels if one.id not in taken])
        if label is not None:
            taken.add(label.id)
        named.append(node if label is None else replace(node, name=without_colon(label.name)))
    return named


def _is_short_label(node: Node) -> bool:
    return node.role is Role.LABEL and 0 < len(node.name) <= _LABEL_CHARACTERS


def nearest_label(node: Node, labels: Iterable[Node]) -> Node | None:
    """Return the label that a sighted user takes for the control's, or None."""
    place = node.bounds
    if place is None:
        return None
    best: tuple[int, Node] | None = None
    for label in labels:
        distance = _distance(place, label.bounds)
        if distance is not None and (best is None or distance < best[0]):
            best = distance, label
    return None if best is None else best[1]


def without_colon(name: str) -> str:
    """Return a label's text as the name of its control."""
    return name.strip().removesuffix(":").strip()


def without_bullets(nodes: Iterable[Node]) -> list[Node]:
    """Return the nodes without the markers of lists that say nothing."""
    return [
        node
        for node in nodes
        if not node.is_marker or any(letter.isalnum() for letter in node.name)
    ]


def place_first_cells(nodes: Sequence[Node]) -> list[Node]:
    """Give a table's first cell its place, which GTK 3 answers with an error."""
    tables: dict[str, list[Node]] = {}
    for node in nodes:
        if node.role is Role.CELL:
            tables.setdefault(node.parent, []).append(node)
    lost = {
        cells[0].id
        for cells in tables.values()
        if cells[0].row is None and any(cell.row is not None for cell in cells)
    }
    return [replace(node, row=1, column=1) if node.id in lost else node for node in nodes]


def checked_rows(nodes: Sequence[Node]) -> list[Node]:
    """Give the first text of a row the state of the nameless box before it.

    GTK 3 reports a list's check boxes and radio buttons as cells without a name.
    """
    boxes = {
        (node.parent, node.column)
        for node in nodes
        if _is_nameless_cell(node) and State.CHECKED in node.states
    }
    if not boxes:
        return list(nodes)
    checked = {
        (node.parent, node.row): State.CHECKED in node.states
        for node in nodes
        if _is_nameless_cell(node) and (node.parent, node.column) in boxes
    }
    out: list[Node] = []
    for node in nodes:
        row = node.parent, node.row
        is_box = _is_nameless_cell(node) and (node.parent, node.column) in boxes
        if is_box:
            node = replace(node, states=node.states - {State.CHECKED})  # noqa: PLW2901
        elif node.role is Role.CELL and node.name and row in checked:
            states = {State.CHECKABLE, State.CHECKED} if checked.pop(row) else {State.CHECKABLE}
            node = replace(node, states=node.states | states)  # noqa: PLW2901
        out.append(node)
    return out


def _is_nameless_cell(node: Node) -> bool:
    return node.role is Role.CELL and not node.name and node.row is not None


def details_in_terms(nodes: Sequence[Node]) -> list[Node]:
    """Put what a term is into the term: both are one item of their list."""
    last: dict[str, Node] = {}
    described: dict[str, Node] = {}
    whole: dict[str, list[Node]] = {}
    for node in nodes:
        if node.is_term:
            last[node.parent] = node
        elif node.is_details and node.parent in last:
            term = last[node.parent]
            described[node.id] = term
            whole.setdefault(term.id, []).append(node)
    if not described:
        return list(nodes)
    out: list[Node] = []
    for node in nodes:
        if node.id in described:
            node = replace(node, parent=described[node.id].id, role=Role.GROUP)  # noqa: PLW2901
        elif node.id in whole:
            node = _with_details(node, whole[node.id])  # noqa: PLW2901
        out.append(node)
    return out


def _with_details(term: Node, details: Iterable[Node]) -> Node:
    bounds = term.bounds
    for one in details:
        bounds = bounds.union(one.bounds) if bounds and one.bounds else bounds
    return replace(term, name="", bounds=bounds)


def _distance(control: Bounds, label: Bounds | None) -> int | None:
    if label is None:
        return None
    if control.y < label.center[1] < control.bottom or label.y < control.center[1] < label.bottom:
        gap = control.x - label.right
        return gap if 0 <= gap <= _LABEL_REACH else None
    gap = control.y - label.bottom
    overlaps = label.x < control.right and control.x < label.right
    return gap + _LABEL_REACH if overlaps and 0 <= gap <= _LABEL_REACH // 2 else None


def _deepest_first(
    root: str, known: Mapping[str, Node], children: Mapping[str, list[Node]]
) -> list[Node]:
    """Return all nodes below `root` and itself, every child before its parent."""
    order: list[Node] = []
    waiting, seen = [known[root]], {root}
    while waiting:
        node = waiting.pop()
        order.append(node)
        fresh = [child for child in children.get(node.id, ()) if child.id not in seen]
        seen.update(child.id for child in fresh)
        waiting += fresh
    order.reverse()
    return order


def _fold(node: Node, inner: list[Element]) -> list[Element]:
    """Return what a node puts into its parent: itself, its content, or nothing."""
    if node.role is Role.TREE:
        inner = [replace(one, role=_tree_role(one.role)) for one in inner]
    if node.role is Role.TEXT and not node.name and not node.value:
        return inner
    if node.role in _NAMED_BY_CONTENT:
        return _kept(_named_by_content(node, inner))
    if node.role in _SPEAKING:
        return [_speaking(node, inner)]
    if node.role is Role.PARAGRAPH or (node.role in _LAYOUT and not node.name):
        return _running(node, inner)
    if node.role is Role.TEXT_FIELD:
        node, inner = _field(node, inner)
    return _whole(node, [one for one in inner if not _is_blank(one)])


def _whole(node: Node, inner: list[Element]) -> list[Element]:
    """Return an element with parts of its own: a list, a window, a landmark."""
    if node.landmark in _NEEDS_NAME and not node.name:
        return inner
    if node.role is Role.TAB_LIST:
        return _tabs(node, inner)
    return _kept(_element(node, [one for one in inner if not _repeats(node, one)]))


def _field(node: Node, inner: list[Element]) -> tuple[Node, list[Element]]:
    """Return a text field with its value, and what is in it beside the value."""
    if node.value is None:
        return replace(node, value=_of_parts(inner)), inner
    return node, [one for one in inner if one.role is not Role.TEXT or one.name not in node.value]


def _is_blank(one: Element) -> bool:
    """Whether it is but the space between two pieces."""
    return one.role is Role.TEXT and not one.name.strip() and not one.children


def _of_parts(inner: Iterable[Element]) -> str | None:
    """Return what is in a field of several parts: a date, a time."""
    if not any(one.role is Role.SPIN_BUTTON for one in inner):
        return None
    said = ""
    for one in inner:
        if one.role is Role.SPIN_BUTTON:
            number = wording.number_text(one.number) if one.number is not None else ""
            said += one.value or number
        elif one.role is Role.TEXT:
            said += one.name
    return " ".join(said.split())


def _repeats(node: Node, one: Element) -> bool:
    """Whether a part is but the title that its whole has as name: a caption, a frame's label."""
    return one.role is Role.LABEL and not one.children and one.name == node.name


def _tabs(node: Node, inner: list[Element]) -> list[Element]:
    """Return a tab list; only what is in its pages where it shows no tabs."""
    if any(one.bounds for one in inner if one.role is Role.TAB):
        return [_element(node, inner)]
    return [part for one in inner for part in (one.children if one.role is Role.TAB else [one])]


def _kept(element: Element) -> list[Element]:
    says = element.name or element.value or element.children or element.description
    return [element] if says or element.role not in _EMPTY_WITHOUT_CONTENT else []


def _tree_role(role: Role) -> Role:
    return Role.TREE_ITEM if role in (Role.CELL, Role.LIST_ITEM) else role


def _named_by_content(node: Node, inner: list[Element]) -> Element:
    if node.name:
        name = _spaced(node.name, inner)
        return _element(node, [one for one in inner if not _is_said(one, name)], name=name)
    runs = running.runs(one for one in inner if one.role in RUNNING or one.role is Role.PARAGRAPH)
    said = running.as_name(runs, ": " if node.is_term else "")
    inner = [one for one in inner if not _is_blank(one)]
    if not _is_text(inner):
        return _element(node, inner)
    is_one = len(runs) == 1 and all(one.role is Role.TEXT for one in inner)
    if node.role in _WITH_PARTS:
        inner = [] if is_one else running.parts(runs)
    elif all(one.role is Role.TEXT for one in inner):
        inner = []
    else:
        return _element(node, inner)
    return _element(node, inner, name=said)


def _spaced(name: str, inner: Sequence[Element]) -> str:
    """Return a name that a browser made of pieces with the spaces that it left out."""
    if not inner or (len(inner) == 1 and inner[0].role is Role.TEXT):
        return name
    runs = running.runs(one for one in inner if one.role in RUNNING or one.role is Role.PARAGRAPH)
    said = running.as_name(runs)
    return said if _squeezed(said) == _squeezed(name) else name


def _is_said(one: Element, name: str) -> bool:
    return one.role is Role.TEXT and one.name.strip() in name


def _squeezed(text: str) -> str:
    """Return a text without what parts its words."""
    return "".join(letter for letter in text if letter.isalnum())


def _is_text(inner: Sequence[Element]) -> bool:
    """Whether it is text, perhaps with links in it, and nothing else."""
    has_text = any(one.role in (Role.TEXT, Role.PARAGRAPH) for one in inner)
    return has_text and all(one.role in RUNNING or one.role is Role.PARAGRAPH for one in inner)


def _speaking(node: Node, inner: list[Element]) -> Element:
    """Name an alert by what it says; by its title only where it says nothing."""
    runs = running.runs(one for one in inner if one.role in RUNNING or one.role is Role.PARAGRAPH)
    rest = [one for one in inner if one.role is not Role.TEXT and one.role is not Role.LABEL]
    if len(rest) == 1 and rest[0].role is Role.PARAGRAPH:
        rest = [one for one in rest[0].children if one.role is not Role.TEXT]
    return _element(node, rest, name=running.as_name(runs) or node.name)


def _running(node: Node, inner: list[Element]) -> list[Element]:
    """Make text and its links a paragraph with its whole text as value; drop other layout.

    Texts that are drawn apart are its children too, each at its place.
    """
    has_text = any(one.role is Role.TEXT for one in inner)
    is_running = has_text and all(one.role in RUNNING for one in inner)
    if is_running and (node.role is Role.PARAGRAPH or len(inner) > 1):
        runs = running.runs(inner)
        is_one = node.role is Role.PARAGRAPH or any("\n" in one.name for one in inner)
        if runs and (is_one or len(runs) <= _MOST_BLOCKS):
            links = [one for one in inner if one.role is not Role.TEXT]
            within = links if len(runs) == 1 else running.parts(runs)
            value = running.as_lines(runs)
            return [_element(node, within, role=Role.PARAGRAPH, value=value)]
    if node.value or node.description:
        return _kept(_element(node, inner))
    return inner


def _element(
    node: Node,
    children: Iterable[Element],
    *,
    role: Role | None = None,
    name: str | None = None,
    value: str | None = None,
) -> Element:
    """Return a node as an element, with what is told of it instead of its own."""
    name = node.name if name is None else name
    return Element(
        role=role or node.role,
        name=name if node.role is Role.TEXT else name.strip(),
        value=node.value if value is None else value,
        description=node.description,
        states=node.states,
        bounds=node.bounds,
        children=tuple(children),
        level=node.level,
        row=node.row,
        column=node.column,
        number=node.number,
        minimum=node.minimum,
        maximum=node.maximum,
        landmark=node.landmark,
        id=node.id,
    )
