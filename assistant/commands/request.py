"""What is asked of the program: by key, tray, command line or script."""

from __future__ import annotations

import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from assistant import messages, messages_scanner
from assistant.errors import RemoteError
from assistant.types import Bounds, Detail, Origin

if TYPE_CHECKING:
    from assistant.commands.things import Thing
    from assistant.types import Scene

LONGEST_PICTURE = 12_000_000
"""Bytes of a picture within a request: a screen of 4K as PNG has at most about ten million."""
LONGEST_NAME = 10_000
LONGEST_ROLE = 200
MOST_PAGES = 500
"""Sheets in the largest feeders."""
FARTHEST = 1_000_000
"""No desktop is that large, and sums of such numbers fit everywhere."""
ASK_TARGETS = (Origin.WINDOW, Origin.SCREEN, Origin.FOCUS, Origin.CLIPBOARD, Origin.CAMERA)


@dataclass(frozen=True, slots=True)
class Request:
    """One command with its options."""

    command: str
    detail: Detail | None = None
    """None for what the settings say."""
    is_quiet: bool = False
    """Answer in statements only: nothing is spoken, and what is being spoken goes on."""
    path: str = ""
    """Of the picture, for `describe_file` and `ask`; of the sound, for `listen`."""
    questions: tuple[str, ...] = ()
    """For `ask`."""
    target: Origin = Origin.WINDOW
    """What `ask`, `barcode`, `colour` and `light` are about, where there is no `path`, `picture` or
    `bounds`."""
    is_held: bool = False
    """Whether a key is held down, whose release will be told."""
    bounds: Bounds | None = None
    """The rectangle on the desktop, for `describe_area` and `ask`."""
    name: str = ""
    """What a screen reader calls the control in `bounds`."""
    role: str = ""
    """What a screen reader says that it is, in its own words."""
    picture: bytes = field(default=b"", repr=False)
    """The picture itself as a file's bytes, for `describe_file` and `ask`."""
    device: str = ""
    """For `scan`: another scanner than that of the settings."""
    pages: int | None = None
    """For `scan`: so many sheets at most; more than one come from the feeder."""
    paths: tuple[str, ...] = ()
    """For `scan`: pictures of pages, instead of a scanner's."""
    seen: Scene | None = field(default=None, repr=False)
    """For `ask`: a scene that was looked at before, instead of what is there now."""
    thing: Thing | None = field(default=None, repr=False)
    """For `press`."""

    @staticmethod
    def from_arguments(command: str, arguments: Mapping[str, object]) -> Request:
        """Build a request out of what came through the socket. Raises RemoteError."""
        fields: dict[str, Any] = {}
        for name, value in arguments.items():
            argument = _ARGUMENTS.get(name)
            if argument is None or command not in (argument.commands or (command,)):
                raise RemoteError("remote.arguments", messages.REQUEST_NOT_UNDERSTOOD)
            try:
                fields[argument.field] = argument.read(value)
            except (TypeError, ValueError) as error:
                raise RemoteError("remote.arguments", argument.expected) from error
        if fields.get("target") is Origin.CAMERA and command in ABOUT_PICTURES:
            raise RemoteError("remote.arguments", messages.ARGUMENT_TARGET)
        for rivals in _RIVALS:
            if len(rivals & arguments.keys()) > 1:
                raise RemoteError("remote.arguments", messages.ARGUMENTS_TOGETHER)
        if command == "describe_area" and "bounds" not in arguments:
            raise RemoteError("remote.arguments", messages.ARGUMENT_BOUNDS)
        return Request(command, **fields)


@dataclass(frozen=True, slots=True)
class _Argument:
    """One option that a script may give."""

    field: str
    """Of Request."""
    read: Callable[[object], object]
    """Raises TypeError or ValueError for a value that can't be right."""
    expected: str
    commands: tuple[str, ...] = ()
    """Those that take it; all for none."""


def _text(longest: int = 0) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str) or (longest and len(value) > longest):
            raise ValueError
        # JSON can hold halves of surrogate pairs; neither a voice nor a reply can.
        return value.encode(errors="replace").decode()

    return read


def _path(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _detail(value: object) -> Detail | None:
    return None if value is None else Detail(value)


def _target(value: object) -> Origin:
    target = Origin(value)
    if target not in ASK_TARGETS:
        raise ValueError
    return target


def _question(value: object) -> tuple[str, ...]:
    return (_text()(value),)


def _questions(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError
    return tuple(_text()(question) for question in cast("list[object]", value))


def _bounds(value: object) -> Bounds:
    if not isinstance(value, list | tuple):
        raise TypeError
    x, y, width, height = (_whole(number) for number in cast("list[object]", value))
    if width < 0 or height < 0:
        raise ValueError
    return Bounds(x, y, width, height)


def _whole(value: object) -> int:
    if isinstance(value, float) and value.is_integer():  # some languages write every number so
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > FARTHEST:
        raise ValueError
    return value


def _picture(value: object) -> bytes:
    if not isinstance(value, str) or len(value) > (LONGEST_PICTURE + 2) // 3 * 4:
        raise ValueError
    data = binascii.a2b_base64(value.encode("ascii"), strict_mode=True)
    if not 0 < len(data) <= LONGEST_PICTURE:
        raise ValueError
    return data


def _paths(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not value:
        raise TypeError
    return tuple(_path(path) for path in cast("list[object]", value))


def _pages(value: object) -> int:
    pages = _whole(value)
    if not 1 <= pages <= MOST_PAGES:
        raise ValueError
    return pages


_LOOKING = ("describe_area", "ask")
ABOUT_PICTURES = ("barcode", "colour", "light")
"""Commands about a picture; they take all targets."""
_ARGUMENTS: Mapping[str, _Argument] = {
    "detail": _Argument("detail", _detail, messages.ARGUMENT_DETAIL),
    "quiet": _Argument("is_quiet", _flag, messages.ARGUMENT_QUIET),
    "path": _Argument("path", _path, messages.ARGUMENT_PATH),
    "target": _Argument("target", _target, messages.ARGUMENT_TARGET),
    "question": _Argument("questions", _question, messages.ARGUMENT_QUESTIONS),
    "questions": _Argument("questions", _questions, messages.ARGUMENT_QUESTIONS),
    "bounds": _Argument("bounds", _bounds, messages.ARGUMENT_BOUNDS, (*_LOOKING, *ABOUT_PICTURES)),
    "name": _Argument("name", _text(LONGEST_NAME), messages.ARGUMENT_NAME, _LOOKING),
    "role": _Argument("role", _text(LONGEST_ROLE), messages.ARGUMENT_ROLE, _LOOKING),
    "device": _Argument("device", _text(LONGEST_NAME), messages_scanner.ARGUMENT_DEVICE, ("scan",)),
    "pages": _Argument(
        "pages", _pages, messages_scanner.ARGUMENT_PAGES.format(most=MOST_PAGES), ("scan",)
    ),
    "paths": _Argument("paths", _paths, messages_scanner.ARGUMENT_PATHS, ("scan",)),
    "picture": _Argument(
        "picture",
        _picture,
        messages.ARGUMENT_PICTURE.format(limit=LONGEST_PICTURE),
        ("describe_file", "ask", *ABOUT_PICTURES),
    ),
}
_RIVALS = (
    *({"path", "picture", "bounds"}, {"question", "questions"}),
    *({"paths", "device"}, {"paths", "pages"}),
)
"""Of each only one may be given."""
