"""The picture that came with a request, or the file that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.commands.context import Task
    from assistant.types import Screenshot


def given_picture(task: Task) -> Screenshot:
    """Return the picture of `describe_file` or `ask`. Raises CaptureError."""
    if not task.request.picture:
        return task.context.pictures.from_file(task.request.path)
    from assistant.capture.file import from_bytes  # noqa: PLC0415 - the start waits for no Pillow

    return from_bytes(task.request.picture)
