"""Looks for a newer version once a day, where the user switched that on, and tells of it once."""

from __future__ import annotations

import json
import logging
import threading
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import __version__
from assistant import messages_autostart as words
from assistant.errors import UpdateError

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.config.settings import Settings

_log = logging.getLogger(__name__)

DAY_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Pace:
    """When the watch looks and speaks, in seconds."""

    first: float = 60.0
    """After the start, which is busy enough."""
    again: float = 1800.0
    """Until it looks whether a day has passed."""
    quiet: float = 20.0
    """So long nothing must have been said or done before it speaks."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is remembered between starts."""

    asked_at: float = 0.0
    """`time.time()` of the last request, also of one that failed."""
    told: str = ""
    """The version that the user was told of last."""


class Watch:
    """A thread that asks once a day. It does nothing at all while `updates.check` is off."""

    def __init__(
        self,
        settings: Callable[[], Settings],
        is_quiet: Callable[[], bool],
        say: Callable[[str], None],
        pace: Pace | None = None,
    ) -> None:
        self._settings = settings
        self._is_quiet = is_quiet
        self._say = say
        self._pace = pace or Pace()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="updates-watch", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def close(self) -> None:
        """End; a request under way is left behind."""
        self._ended.set()

    def _run(self) -> None:
        wait = self._pace.first
        while not self._ended.wait(wait):
            wait = self._pace.again
            version = self._look()
            if version and self._wait_quiet():
                self._say(words.NEWER.format(version=version, own=__version__))
                _keep(replace(_kept(), told=version))

    def _look(self) -> str:
        """Return a newer version that the user was not told of; empty for none."""
        updates, kept, now = self._settings().updates, _kept(), time.time()
        # A clock that was set back must not stop it for years.
        if not updates.check or 0 <= now - kept.asked_at < DAY_SECONDS:
            return ""
        from assistant.updates.check import is_newer, newest  # noqa: PLC0415 - only where wanted

        # First: where it can't be remembered, it must not be asked every half hour.
        if not _keep(replace(kept, asked_at=now)):
            return ""
        try:
            version = newest(updates.url)
        except UpdateError as error:
            _log.info("no newer version is known: %s", error.code)
            return ""
        return version if is_newer(version, __version__) and version != kept.told else ""

    def _wait_quiet(self) -> bool:
        """Wait for a quiet moment; return whether it came, and the user still wants to be told."""
        quiet_since = time.monotonic()
        while time.monotonic() - quiet_since < self._pace.quiet:
            if self._ended.wait(min(self._pace.quiet / 4, 1.0)):
                return False
            if not self._is_quiet():
                quiet_since = time.monotonic()
        return self._settings().updates.check


def _path() -> Path:
    import platformdirs  # noqa: PLC0415

    return platformdirs.user_state_path("lookaloud", appauthor=False) / "updates.json"


def _kept() -> Kept:
    try:
        found = json.loads(_path().read_text("utf-8"))
        return Kept(float(found["asked_at"]), str(found["told"]))
    except FileNotFoundError:
        return Kept()
    except (OSError, ValueError, KeyError, TypeError) as error:
        _log.warning("what was known of updates is lost: %s", error)
        return Kept()


def _keep(kept: Kept) -> bool:
    path = _path()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(kept)), "utf-8")
    except OSError as error:
        _log.warning("no updates are looked for: %s", error.strerror)
        return False
    return True
