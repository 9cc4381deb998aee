"""What the command line asks for, as a request, and that as the arguments of the socket."""

from __future__ import annotations

import os
import sys
from base64 import b64encode
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant import messages
from assistant.commands.request import ABOUT_PICTURES, LONGEST_PICTURE, Request
from assistant.errors import CaptureError, RemoteError
from assistant.types import Origin

if TYPE_CHECKING:
    from argparse import Namespace

PIPE = "-"
"""Stands for a file: what comes through the standard input."""
_TARGETS = {origin.value for origin in Origin} - {Origin.FILE, Origin.CAMERA, Origin.SCANNER}


def request(options: Namespace) -> Request:
    """Return the request that the options of describe, ask, read, ... stand for.

    Raises CaptureError where no picture comes through the pipe, RemoteError for options that need
    another one.
    """
    if options.command == "ask":
        return _question(options)
    if options.command == "listen":
        return Request("listen", is_quiet=True, path=_absolute(options.file))
    if options.command == "describe":
        return _description(options)
    if options.command in ABOUT_PICTURES:
        return _about_picture(options)
    if options.command == "scan":
        return _pages(options)
    return Request(options.command, is_quiet=options.quiet)


def arguments(request: Request) -> dict[str, Any]:
    """Return what `Request.from_arguments` makes `request` of, at the other end of the socket."""
    found: dict[str, Any] = {"quiet": request.is_quiet}
    if request.questions:
        found |= {"questions": list(request.questions), "target": request.target.value}
    if request.command in ABOUT_PICTURES:
        found["target"] = request.target.value
    if request.detail is not None:
        found["detail"] = request.detail.value
    if request.bounds is not None:
        bounds = request.bounds
        found["bounds"] = [bounds.x, bounds.y, bounds.width, bounds.height]
    if request.picture:
        found["picture"] = b64encode(request.picture).decode()
    if request.pages is not None:
        found["pages"] = request.pages
    if request.paths:
        found["paths"] = list(request.paths)
    texts = {"path": request.path, "name": request.name, "role": request.role}
    texts["device"] = request.device
    return found | {name: text for name, text in texts.items() if text}


def _description(options: Namespace) -> Request:
    detail = Request.from_arguments("describe", {"detail": options.detail}).detail
    asked = Request(f"describe_{options.target}", detail, options.quiet)
    if options.area is not None:
        named = {"name": options.name, "role": options.role}
        checked = Request.from_arguments("ask", named)
        asked = replace(asked, bounds=options.area, name=checked.name, role=checked.role)
        return replace(asked, command="describe_area")
    if options.name or options.role:
        raise RemoteError("remote.arguments", messages.CLI_NAME_NEEDS_AREA)
    if options.target in _TARGETS:
        return asked
    asked = replace(asked, command="describe_file")
    if options.target == PIPE:
        return replace(asked, picture=_picture_from_pipe())
    return replace(asked, path=_absolute(options.target))


def _question(options: Namespace) -> Request:
    questions = (" ".join(options.words), *options.question)
    asked = Request(
        "ask",
        is_quiet=options.quiet,
        questions=tuple(question for question in questions if question),
        target=Origin(options.target),
        bounds=options.area,
    )
    if options.image == PIPE:
        return replace(asked, picture=_picture_from_pipe())
    return asked if options.image is None else replace(asked, path=_absolute(options.image))


def _about_picture(options: Namespace) -> Request:
    if getattr(options, "copy", False):
        return Request("copy_barcode", is_quiet=options.quiet)
    asked = Request(options.command, is_quiet=options.quiet, target=Origin(options.target))
    if options.file is None:
        return asked
    if options.file == PIPE:
        return replace(asked, picture=_picture_from_pipe())
    return replace(asked, path=_absolute(options.file))


def _pages(options: Namespace) -> Request:
    """Return the request for pages of a scanner, or of files. Raises RemoteError."""
    asked: dict[str, Any] = {"device": options.device} if options.device else {}
    asked |= {} if options.pages is None else {"pages": options.pages}
    asked |= {"paths": [_absolute(path) for path in options.files]} if options.files else {}
    return Request.from_arguments("scan", {"quiet": options.quiet, **asked})


def _absolute(path: str) -> str:
    """Return the whole path: the running program lives in another folder."""
    return os.path.abspath(path)  # noqa: PTH100 - Path keeps the dots


def _picture_from_pipe() -> bytes:
    """Return the picture on the standard input. Raises CaptureError for none or too large a one."""
    picture = sys.stdin.buffer.read(LONGEST_PICTURE + 1)
    if not picture:
        raise CaptureError("capture.empty", messages.PIPE_EMPTY)
    if len(picture) > LONGEST_PICTURE:
        raise CaptureError("capture.too_big", messages.PIPE_TOO_LONG.format(limit=LONGEST_PICTURE))
    return picture
