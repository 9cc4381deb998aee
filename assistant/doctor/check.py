"""What a check finds, how checks are run, and how they are told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant import messages

LIMIT_SECONDS = 5.0
"""For one check; a part that hangs must not keep the others from being told."""


class Status(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARNING = "warning"
    """Lookaloud works without it, but not with everything."""
    PROBLEM = "problem"
    """Something the user needs does not work."""
    UNKNOWN = "unknown"
    """It could not be checked."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked."""

    status: Status
    detail: str
    """A sentence: what was found."""
    remedy: str = ""
    """A sentence: how to mend it; empty where nothing is wrong."""
    name: str = ""
    """Stable, for machines; given by `run`."""


Question = Callable[[], Check]


def run(
    questions: Mapping[str, Question],
    limit_seconds: float = LIMIT_SECONDS,
    own_limits: Mapping[str, float] | None = None,
) -> list[Check]:
    """Ask all at the same time; what does not answer in time is told as not known.

    `own_limits` are the seconds of checks that take longer than others.
    """
    asked = {name: _Asked(name, question) for name, question in questions.items()}
    start = time.monotonic()
    limits = {**dict.fromkeys(questions, limit_seconds), **(own_limits or {})}
    return [one.answer(start + limits[name], limits[name]) for name, one in asked.items()]


class _Asked:
    """One question on a thread of its own. One that hangs is left behind."""

    def __init__(self, name: str, question: Question) -> None:
        self._name = name
        self._question = question
        self._found: Check | None = None
        self._thread = threading.Thread(target=self._ask, name=f"doctor-{name}", daemon=True)
        self._thread.start()

    def answer(self, end: float, limit_seconds: float) -> Check:
        """Return what was found until that `time.monotonic()`."""
        self._thread.join(max(0, end - time.monotonic()))
        if self._found is not None:
            return replace(self._found, name=self._name)
        detail = messages.DOCTOR_BROKE
        if self._thread.is_alive():
            detail = messages.DOCTOR_NO_ANSWER.format(seconds=round(limit_seconds))
        return Check(Status.UNKNOWN, detail, name=self._name)

    def _ask(self) -> None:
        self._found = self._question()


def as_text(checks: Sequence[Check]) -> str:
    """Return all checks to be read: first how many are bad, then the worst first."""
    order = [Status.PROBLEM, Status.WARNING, Status.UNKNOWN, Status.OK]
    lines: list[str] = []
    for status in order:
        for check in checks:
            if check.status is status:
                lines += _lines(check)
    counts = {status: sum(check.status is status for check in checks) for status in order}
    if counts[Status.PROBLEM] or counts[Status.WARNING]:
        return "\n".join(
            [messages.doctor_found(counts[Status.PROBLEM], counts[Status.WARNING]), *lines]
        )
    return "\n".join(lines if counts[Status.UNKNOWN] else [*lines, messages.DOCTOR_ALL_GOOD])


def as_json(checks: Sequence[Check]) -> str:
    """Return all checks for machines, in the order they were asked."""
    values = [
        {"name": c.name, "status": c.status, "detail": c.detail, "remedy": c.remedy} for c in checks
    ]
    return json.dumps({"checks": values}, ensure_ascii=False, indent=2)


def _lines(check: Check) -> list[str]:
    title = messages.DOCTOR_TITLES.get(check.name, check.name)
    status = messages.DOCTOR_STATUS[check.status]
    line = messages.DOCTOR_LINE.format(title=title, status=status, detail=check.detail)
    return [line, f"    {check.remedy}"] if check.remedy else [line]
