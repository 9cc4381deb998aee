"""What is asked of the program: by key, tray, command line or script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant import messages
from assistant.errors import RemoteError
from assistant.types import Detail


@dataclass(frozen=True, slots=True)
class Request:
    """One command with its options."""

    command: str
    detail: Detail | None = None
    """None for what the settings say."""
    is_quiet: bool = False
    """Answer in statements only: nothing is spoken, and what is being spoken goes on."""
    path: str = ""
    """Of the picture, for `describe_file` and `ask`."""
    question: str = ""
    """For `ask`."""

    @staticmethod
    def from_arguments(command: str, arguments: Mapping[str, object]) -> Request:
        """Build a request out of what came through the socket. Raises RemoteError."""
        detail = arguments.get("detail")
        path, is_quiet = arguments.get("path", ""), arguments.get("quiet", False)
        question = arguments.get("question", "")
        is_known = detail is None or detail in tuple(Detail)
        if (
            not set(arguments) <= {"detail", "quiet", "path", "question"}
            or not is_known
            or not isinstance(path, str)
            or not isinstance(question, str)
            or not isinstance(is_quiet, bool)
        ):
            raise RemoteError("remote.arguments", messages.REQUEST_NOT_UNDERSTOOD)
        level = None if detail is None else Detail(str(detail))
        return Request(command, level, is_quiet, path, question)
