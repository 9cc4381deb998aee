"""The values that pass between rooms. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Source(StrEnum):
    """Where a sentence comes from; it decides how the sentence is hedged."""

    ACCESSIBILITY = "accessibility"
    """The program itself reports it."""
    OCR = "ocr"
    """Read from the pixels."""
    MODEL = "model"
    """A model's guess."""
    PROGRAM = "program"
    """Lookaloud about itself: an error, a status. Says nothing about the screen."""


class Priority(IntEnum):
    """How urgent an utterance is."""

    NORMAL = 0
    NOW = 1
    """Goes before everything of its turn that is still waiting to be spoken."""


class Origin(StrEnum):
    """What a screenshot shows; also the name of the target in the command line."""

    SCREEN = "screen"
    WINDOW = "window"
    FOCUS = "focus"
    REGION = "region"
    CLIPBOARD = "clipboard"
    FILE = "file"
    CAMERA = "camera"
    SCANNER = "scanner"


class Detail(StrEnum):
    """How much is said."""

    SHORT = "short"
    NORMAL = "normal"
    FULL = "full"


@dataclass(frozen=True, slots=True, order=True)
class Bounds:
    """A rectangle in physical desktop pixels; the origin may be negative on several monitors."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column right of the rectangle."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row below the rectangle."""
        return self.y + self.height

    @property
    def area(self) -> int:
        """Size in pixels; 0 for an empty rectangle."""
        return max(0, self.width) * max(0, self.height)

    @property
    def center(self) -> tuple[int, int]:
        """The point in the middle, rounded down."""
        return self.x + self.width // 2, self.y + self.height // 2

    def contains(self, x: int, y: int) -> bool:
        """Whether the point lies inside."""
        return self.x <= x < self.right and self.y <= y < self.bottom

    def intersection(self, other: Bounds) -> Bounds | None:
        """Return the common part, or None where there is none."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        if right <= x or bottom <= y:
            return None
        return Bounds(x, y, right - x, bottom - y)

    def union(self, other: Bounds) -> Bounds:
        """Return the smallest rectangle around both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        right, bottom = max(self.right, other.right), max(self.bottom, other.bottom)
        return Bounds(x, y, right - x, bottom - y)

    def moved(self, dx: int, dy: int) -> Bounds:
        """Return the rectangle shifted by that many pixels."""
        return Bounds(self.x + dx, self.y + dy, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Monitor:
    """One monitor of the desktop."""

    name: str
    bounds: Bounds
    is_primary: bool
    scale: float = 1.0
    """Physical pixels for one logical pixel."""


@dataclass(frozen=True, slots=True)
class Window:
    """A top-level window as the window manager knows it."""

    handle: int
    title: str
    program: str
    """Name of the program as a person would say it; empty where nothing tells."""
    pid: int | None
    bounds: Bounds
    """With its frame, as the user's eye would see it."""


@dataclass(frozen=True, slots=True, eq=False)
class Screenshot:
    """Pixels and what they show."""

    pixels: bytes | memoryview
    """BGRA, 4 bytes a pixel, rows from top to bottom without padding: height * width * 4 bytes."""
    width: int
    height: int
    bounds: Bounds
    """Where it lies on the desktop; at (0, 0) for files and clipboard pictures."""
    origin: Origin
    taken_at: float
    """Seconds of `time.monotonic()`."""
    id: str
    """Unique in this run of the program."""
    scale: float = 1.0
    """Screenshot pixels for one desktop pixel; below 1 where a huge picture was shrunk."""
    name: str = ""
    """File name for pictures from files."""
    notes: tuple[str, ...] = ()
    """What the user must know about the picture itself: "the first of 12 frames"."""


class Role(StrEnum):
    """What an element is. Platform roles are mapped to these; the words follow ARIA and AT-SPI."""

    ALERT = "alert"
    APPLICATION = "application"
    BUTTON = "button"
    CELL = "cell"
    CHECK_BOX = "check box"
    COLUMN_HEADER = "column header"
    COMBO_BOX = "combo box"
    DIALOG = "dialog"
    DOCUMENT = "document"
    GROUP = "group"
    HEADING = "heading"
    IMAGE = "image"
    LABEL = "label"
    LANDMARK = "landmark"
    LINK = "link"
    LIST = "list"
    LIST_ITEM = "list item"
    MENU = "menu"
    MENU_BAR = "menu bar"
    MENU_ITEM = "menu item"
    NOTIFICATION = "notification"
    PARAGRAPH = "paragraph"
    PASSWORD = "password"  # noqa: S105 - a role's name, not a secret
    PROGRESS_BAR = "progress bar"
    RADIO_BUTTON = "radio button"
    ROW = "row"
    ROW_HEADER = "row header"
    SCROLL_BAR = "scroll bar"
    SEPARATOR = "separator"
    SLIDER = "slider"
    SPIN_BUTTON = "spin button"
    STATUS_BAR = "status bar"
    TAB = "tab"
    TAB_LIST = "tab list"
    TABLE = "table"
    TERMINAL = "terminal"
    TEXT = "text"
    """Static text that is no label, paragraph or heading."""
    TEXT_FIELD = "text field"
    TITLE_BAR = "title bar"
    TOGGLE_BUTTON = "toggle button"
    TOOL_BAR = "tool bar"
    TOOL_TIP = "tool tip"
    TREE = "tree"
    TREE_ITEM = "tree item"
    WINDOW = "window"
    UNKNOWN = "unknown"


class State(StrEnum):
    """What an element reports of its condition. Absent means: not reported."""

    ACTIVE = "active"
    BUSY = "busy"
    CHECKABLE = "checkable"
    CHECKED = "checked"
    COLLAPSED = "collapsed"
    DEFAULT = "default"
    DISABLED = "disabled"
    EDITABLE = "editable"
    EXPANDED = "expanded"
    FOCUSABLE = "focusable"
    FOCUSED = "focused"
    HAS_POPUP = "has popup"
    INVALID = "invalid"
    MIXED = "mixed"
    MODAL = "modal"
    MULTILINE = "multiline"
    PRESSED = "pressed"
    READ_ONLY = "read only"
    REQUIRED = "required"
    SELECTABLE = "selectable"
    SELECTED = "selected"
    VISITED = "visited"


@dataclass(frozen=True, slots=True)
class Element:
    """One node of the accessibility tree, read once: a copy, never a live handle."""

    role: Role
    name: str = ""
    """What the element is called; taken from its label where it has none of its own."""
    value: str | None = None
    """Text of a text field, choice of a combo box, text of a paragraph; None where there is none.

    Never filled for password fields."""
    description: str = ""
    states: frozenset[State] = frozenset()
    bounds: Bounds | None = None
    children: tuple[Element, ...] = ()
    level: int | None = None
    """Of a heading or tree item, from 1."""
    row: int | None = None
    """Of a cell, from 1."""
    column: int | None = None
    """Of a cell, from 1."""
    number: float | None = None
    """Current number of a slider, spin button or progress bar."""
    minimum: float | None = None
    maximum: float | None = None
    landmark: str = ""
    """ARIA name of a landmark: main, navigation, search, banner, ..."""
    id: str = ""
    """The same for the same node while its program runs; means nothing outside its reader."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of recognized text."""

    text: str
    confidence: float
    """0 to 1."""
    bounds: Bounds
    """On the desktop, as the screenshot's bounds are."""
    block: int = 0
    """Lines of one paragraph, list or table row share a number; numbers rise in reading order."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What can be told of a window within a few milliseconds, before its tree is read."""

    title: str = ""
    role: Role = Role.WINDOW
    program: str = ""
    focus: Element | None = None
    alerts: tuple[Element, ...] = ()
    """Alerts that are showing, each with what it says as its name."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One target and all that is known of it so far; a later layer makes a new one."""

    origin: Origin
    window: Window | None = None
    glance: Glance | None = None
    tree: Element | None = None
    focus: Element | None = None
    screenshot: Screenshot | None = None
    lines: tuple[TextLine, ...] = ()
    """Only what the tree lacks, once both are there."""
    pages: tuple[int, ...] = ()
    """How many of `lines` each page has, where they are those of several pages; the picture is that
    of the last one, and the earlier ones lie above it."""
    hidden: tuple[Bounds, ...] = ()
    """Parts that other windows cover or that lie off the screen: no text is known from there."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What was measured on one picture of a camera, shrunk to 640 pixels in width."""

    number: int
    """Pictures of the device before it."""
    seconds: float
    """When it came, since the first one."""
    width: int
    """Of the picture itself, in pixels."""
    height: int
    brightness: float = 0.0
    """Mean of all pixels, 0 to 255."""
    dark: float = 0.0
    """A twentieth of all pixels is darker."""
    light: float = 0.0
    """A twentieth of all pixels is brighter."""
    clipped: float = 0.0
    """Share of pixels that are white beyond measure, 0 to 1."""
    sharpness: float = 0.0
    """Variance of the Laplacian where something is drawn, against its contrast; 0 for flat."""
    motion: float = 0.0
    """Mean difference from the sighting before, 0 to 255."""
    page: tuple[tuple[float, float], ...] = ()
    """Corners of a sheet from its upper left one clockwise, as parts of width and height."""
    rows: int = 0
    """Rows of text, or what looks like it."""
    row_height: float = 0.0
    """Middle height of their letters, in pixels of the picture itself."""
    cut: frozenset[str] = frozenset()
    """Edges of the picture that text or an object crosses: left, right, top, bottom."""
    tilt: float = 0.0
    """Degrees by which rows fall to the right, -45 to 45."""
    detail: float = 0.0
    """Share of the picture where something is drawn, 0 to 1."""
    grid: bytes = b""
    """Mean blue, green and red of 16 by 9 cells, row by row: what two pictures are compared by."""


SAMPLE_RATE = 16_000
"""Samples a second of an AudioChunk: what Whisper and Silero take."""


@dataclass(frozen=True, slots=True, eq=False)
class AudioChunk:
    """Sound that was heard: 16-bit little-endian samples, mono, `SAMPLE_RATE` a second."""

    samples: bytes | memoryview

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / (2 * SAMPLE_RATE)


@dataclass(frozen=True, slots=True)
class Transcript:
    """The words that were heard."""

    text: str
    """Empty where no words were heard: silence, noise, or what a recognizer made up from them."""
    confidence: float
    """0 to 1."""
    language: str
    """BCP 47 tag."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence about the target, and where it comes from."""

    text: str
    source: Source
    confidence: float | None = None
    """0 to 1 for recognized text, None where the program itself said it."""
    bounds: Bounds | None = None
    is_verbatim: bool = False
    """Whether it is written there just so, without words of Lookaloud's own."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words spoken as one piece."""

    text: str
    source: Source
    turn_id: int
    priority: Priority = Priority.NORMAL
    language: str = ""
    """BCP 47 tag; empty for the language of the program's own words."""
