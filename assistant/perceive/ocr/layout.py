"""Pure: boxes of recognized text put into lines, blocks and reading order.

1. Boxes side by side on one row with no more than a word's gap are one line.
2. Lines beside each other that repeat above or below in the same columns are a table, read row by
   row. Labels and their values are such a table too. Two columns of long lines are not.
3. Other lines right below each other are a paragraph or a list.
4. What stands in one column is read from top to bottom, a left column before a right one, unless
   something that spans both stands between them.

All measures are in heights of the lines themselves: boxes are about 1.5 times as high as letters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.types import Bounds, TextLine

WORD_GAP = 0.5
ROW_SLACK = 0.15
"""How far the middles of two lines on one row may differ. Measured: cells of a row differ by one
pixel in 22, items of a sidebar beside a form by five."""
COLUMN_SLACK = 0.6
PITCH = 3.0
"""The next row of a table is no farther than that."""
LONG = 12
"""Lines as long as that on both sides are columns of running text, not cells."""
NEARLY_LONG = 0.75
"""A line of so much of that right above or below a long one belongs to its running text."""
PARAGRAPH_GAP = 0.4
LIST_GAP = 1.3
LIST_WIDTH = 15
MOST_LINES = 8
"""Longer paragraphs and lists are cut, so that the first can be spoken while more is read."""


@dataclass(frozen=True, slots=True)
class Line:
    """Boxes that are one line, from left to right, and the number of its block."""

    boxes: tuple[int, ...]
    bounds: Bounds
    block: int = 0


def arrange(boxes: Sequence[Bounds]) -> list[Line]:
    """Return the lines that `boxes` make up, in reading order, their blocks numbered from 0."""
    lines = join_words(boxes)
    tables = _tables(lines)
    in_tables = {id(line) for table in tables for line in table}
    paragraphs = _paragraphs([line for line in lines if id(line) not in in_tables])
    groups = [_Group(_rows(table)) for table in tables]
    groups += [_Group([[line] for line in lines], is_table=False) for lines in paragraphs]
    return _numbered(_ordered(groups))


def join_words(boxes: Sequence[Bounds]) -> list[Line]:
    """Return lines from top to bottom: neighbours on one row are joined."""
    runs: list[list[int]] = []
    for number in sorted(range(len(boxes)), key=lambda n: boxes[n].x):
        box = boxes[number]
        fitting = [run for run in runs if _continues(boxes[run[-1]], box)]
        if fitting:
            max(fitting, key=lambda run: boxes[run[-1]].right).append(number)
        else:
            runs.append([number])
    lines = [Line(tuple(run), around(boxes[number] for number in run)) for run in runs]
    return sorted(lines, key=lambda line: (line.bounds.center[1], line.bounds.x))


def as_text(lines: Sequence[TextLine]) -> str:
    """Return the lines as plain text: cells with tabs between, values after their labels."""
    text = ""
    previous: TextLine | None = None
    for line in lines:
        if previous is not None:
            text += _between(previous, line)
        text += line.text
        previous = line
    return text


def around(bounds: Iterable[Bounds]) -> Bounds:
    """Return the smallest rectangle around all."""
    first, *others = bounds
    for other in others:
        first = first.union(other)
    return first


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Lines that are read in one go, row by row."""

    rows: list[list[Line]]
    is_table: bool = True

    @property
    def bounds(self) -> Bounds:
        return around(line.bounds for row in self.rows for line in row)


def _continues(left: Bounds, right: Bounds) -> bool:
    """Whether `right` is the next word on the line of `left`."""
    low, high = sorted((left.height, right.height))
    if abs(_middle(left) - _middle(right)) > 0.35 * low or high > 1.7 * low:
        return False
    return -low < right.x - left.right <= WORD_GAP * low


def _middle(bounds: Bounds) -> float:
    return bounds.y + bounds.height / 2


def _is_beside(a: Bounds, b: Bounds) -> bool:
    slack = max(2.0, ROW_SLACK * min(a.height, b.height))
    return abs(_middle(a) - _middle(b)) <= slack


def _is_one_column(a: Bounds, b: Bounds) -> bool:
    slack = COLUMN_SLACK * min(a.height, b.height)
    return (
        abs(a.x - b.x) <= slack
        or abs(a.right - b.right) <= slack
        or abs(a.center[0] - b.center[0]) <= slack
    )


def _tables(lines: list[Line]) -> list[list[Line]]:
    """Return the lines of each table."""
    pairs = _pairs(lines)
    union = _Union(lines)
    for number, (left, right) in enumerate(pairs):
        for below_left, below_right in pairs[number + 1 :]:
            distance = _middle(below_left.bounds) - _middle(left.bounds)
            if distance > PITCH * max(left.bounds.height, right.bounds.height):
                break
            if (
                distance > 0.5 * left.bounds.height
                and _is_one_column(left.bounds, below_left.bounds)
                and _is_one_column(right.bounds, below_right.bounds)
                and not _has_text_between(right, below_right, lines)
            ):
                union.join(left, right, below_left, below_right)
    return [_with_lone_cells(table, lines) for table in union.groups() if len(table) > 1]


def _pairs(lines: list[Line]) -> list[tuple[Line, Line]]:
    """Return neighbours on one row that may be cells, from top to bottom."""
    pairs: list[tuple[Line, Line]] = []
    for number, line in enumerate(lines):
        reach = line.bounds.height
        row = [
            other
            for other in lines[max(0, number - 60) : number + 60]
            if other.bounds.x >= line.bounds.right - reach // 2
            and other is not line
            and _is_beside(line.bounds, other.bounds)
        ]
        if row:
            right = min(row, key=lambda other: other.bounds.x)
            if not (_is_running(line, lines) and _is_running(right, lines)):
                pairs.append((line, right))
    return pairs


def _has_text_between(upper: Line, lower: Line, lines: list[Line]) -> bool:
    """Whether running text goes on between two lines that chance put beside items of a list."""
    return _is_long(upper) and any(
        _middle(upper.bounds) < _middle(line.bounds) < _middle(lower.bounds)
        and line is not upper
        and line is not lower
        and abs(line.bounds.x - upper.bounds.x) <= COLUMN_SLACK * upper.bounds.height
        for line in lines
    )


def _is_long(line: Line) -> bool:
    return line.bounds.width >= LONG * line.bounds.height


def _is_running(line: Line, lines: list[Line]) -> bool:
    """Whether a line is one of running text: long, or nearly so beside a long one of its column."""
    if _is_long(line):
        return True
    bounds = line.bounds
    if bounds.width < NEARLY_LONG * LONG * bounds.height:
        return False
    return any(
        _is_long(other)
        and abs(other.bounds.x - bounds.x) <= COLUMN_SLACK * bounds.height
        and max(other.bounds.y - bounds.bottom, bounds.y - other.bounds.bottom)
        <= PARAGRAPH_GAP * bounds.height
        for other in lines
        if other is not line
    )


def _with_lone_cells(table: list[Line], lines: list[Line]) -> list[Line]:
    """Add cells of rows where others are empty: within the table and in one of its columns."""
    inside = around(line.bounds for line in table)
    members = {id(line) for line in table}
    lone = [
        line
        for line in lines
        if id(line) not in members
        and inside.contains(*line.bounds.center)
        and any(_is_one_column(line.bounds, cell.bounds) for cell in table)
    ]
    return table + lone


def _rows(table: list[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(table, key=lambda line: _middle(line.bounds)):
        if rows and _is_beside(rows[-1][0].bounds, line.bounds):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.bounds.x) for row in rows]


def _paragraphs(lines: list[Line]) -> list[list[Line]]:
    """Return lines that follow right below each other, together."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        above = [paragraph for paragraph in paragraphs if _follows(paragraph[-1], line)]
        if above:
            max(above, key=lambda paragraph: paragraph[-1].bounds.bottom).append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def _follows(upper: Line, lower: Line) -> bool:
    a, b = upper.bounds, lower.bounds
    low, high = sorted((a.height, b.height))
    gap = b.y - a.bottom
    if high > 1.5 * low or gap < -0.6 * low or _overlap_x(a, b) < 0.3 * min(a.width, b.width):
        return False
    if gap <= PARAGRAPH_GAP * low:
        return abs(a.x - b.x) <= 3 * low or abs(a.center[0] - b.center[0]) <= low
    is_list = max(a.width, b.width) <= LIST_WIDTH * high and abs(a.x - b.x) <= 0.35 * low
    return is_list and gap <= LIST_GAP * low


def _overlap_x(a: Bounds, b: Bounds) -> int:
    return min(a.right, b.right) - max(a.x, b.x)


def _ordered(groups: list[_Group]) -> list[_Group]:
    """Return the groups in reading order: the uppermost of those with nothing left before them."""
    places = [group.bounds for group in groups]
    before: list[set[int]] = [
        {
            other
            for other in range(len(groups))
            if other != number and _precedes(other, number, groups, places)
        }
        for number in range(len(groups))
    ]
    left = set(range(len(groups)))
    order: list[_Group] = []
    while left:
        free = [number for number in left if not before[number] & left] or list(left)
        chosen = min(free, key=lambda number: (places[number].y, places[number].x))
        order.append(groups[chosen])
        left.remove(chosen)
    return order


def _precedes(one: int, two: int, groups: list[_Group], places: list[Bounds]) -> bool:
    """Whether group `one` must be read before group `two`."""
    a, b = places[one], places[two]
    height = min(a.height, b.height)
    if _overlap_x(a, b) > 0.1 * min(a.width, b.width):
        return (_middle(a), a.x) < (_middle(b), b.x)
    shared = min(a.bottom, b.bottom) - max(a.y, b.y)
    is_left = a.x < b.x
    if shared > 0.25 * height:
        return is_left
    if a.y < b.y:
        return is_left
    if not is_left or len(groups[one].rows) < 2 or len(groups[two].rows) < 2:
        return False
    return not any(
        b.bottom <= _middle(c) <= a.y and _overlap_x(c, a) > 0 and _overlap_x(c, b) > 0
        for c in places
    )


def _numbered(groups: list[_Group]) -> list[Line]:
    """Return all lines with the numbers of their blocks: one for each row of a table."""
    lines: list[Line] = []
    block = -1
    for group in groups:
        for number, row in enumerate(group.rows):
            starts = group.is_table or number % MOST_LINES == 0
            if starts and not _is_rest_of_row(lines, group, row):
                block += 1
            lines += [Line(line.boxes, line.bounds, block) for line in row]
    return lines


def _is_rest_of_row(lines: list[Line], group: _Group, row: list[Line]) -> bool:
    """Whether a lone line stands beside the one before it: buttons, a label and its value."""
    if not lines or len(group.rows) > 1:
        return False
    last = lines[-1]
    is_lone = len(lines) < 2 or lines[-2].block != last.block or _is_beside_each(lines)
    return is_lone and _is_beside(last.bounds, row[0].bounds)


def _is_beside_each(lines: list[Line]) -> bool:
    return _is_beside(lines[-2].bounds, lines[-1].bounds)


def _between(upper: TextLine, lower: TextLine) -> str:
    if _is_beside(upper.bounds, lower.bounds) and lower.bounds.x > upper.bounds.x:
        return " " if upper.text.rstrip().endswith(":") else "\t"
    gap = lower.bounds.y - upper.bounds.bottom
    is_near = -upper.bounds.height < gap <= upper.bounds.height
    return "\n" if upper.block == lower.block or is_near else "\n\n"


class _Union:
    """Sets of lines that are merged when a line of one meets a line of the other."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._parent = {id(line): id(line) for line in lines}

    def join(self, *lines: Line) -> None:
        roots = [self._root(id(line)) for line in lines]
        for root in roots:
            self._parent[root] = roots[0]

    def groups(self) -> list[list[Line]]:
        root: Callable[[Line], int] = lambda line: self._root(id(line))  # noqa: E731
        return [list(group) for _, group in groupby(sorted(self._lines, key=root), key=root)]

    def _root(self, number: int) -> int:
        while self._parent[number] != number:
            number = self._parent[number]
        return number
