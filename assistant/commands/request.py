"""What is asked of the program: by key, tray, command line or script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant import messages
from assistant.errors import RemoteError
from assistant.types import Detail, Origin


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
    """What `ask` is about, where there is no `path`."""
    is_held: bool = False
    """Whether a key is held down, whose release will be told."""

    @staticmethod
    def from_arguments(command: str, arguments: Mapping[str, object]) -> Request:
        """Build a request out of what came through the socket. Raises RemoteError."""
        if not set(arguments) <= _ARGUMENTS:
            raise _not_understood()
        detail, path = arguments.get("detail"), arguments.get("path", "")
        is_quiet, target = arguments.get("quiet", False), arguments.get("target", Origin.WINDOW)
        questions = arguments.get("questions", ())
        if "question" in arguments:
            questions = [arguments["question"]]
        is_known = detail is None or detail in tuple(Detail)
        if (
            not is_known
            or target not in tuple(Origin)
            or not isinstance(path, str)
            or not isinstance(questions, list | tuple)
            or not all(isinstance(question, str) for question in questions)
            or not isinstance(is_quiet, bool)
        ):
            raise _not_understood()
        level = None if detail is None else Detail(str(detail))
        asked = tuple(str(question) for question in questions)
        return Request(command, level, is_quiet, path, asked, Origin(str(target)))


_ARGUMENTS = {"detail", "quiet", "path", "question", "questions", "target"}


def _not_understood() -> RemoteError:
    return RemoteError("remote.arguments", messages.REQUEST_NOT_UNDERSTOOD)
