"""Which servers the user was told about, in a file."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

_log = logging.getLogger(__name__)


class ToldServers:
    """Remembers servers by their origins, one a line. Safe from any thread.

    A file that can't be read counts as empty: it is better to tell twice than never.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._told: set[str] = set()

    def is_new(self, origin: str) -> bool:
        """Whether the user was not told about that server. From now on it counts as told."""
        with self._lock:
            known = self._told | self._read()
            if origin in known:
                return False
            self._told.add(origin)
            self._write(known | {origin})
            return True

    def _file(self) -> Path:
        import platformdirs  # noqa: PLC0415 - not needed where a path is given

        folder = platformdirs.user_state_path("lookaloud", appauthor=False)
        return self._path or folder / "told-servers"

    def _read(self) -> set[str]:
        try:
            return set(self._file().read_text(encoding="utf-8", errors="replace").split())
        except OSError:
            return set()

    def _write(self, known: set[str]) -> None:
        path = self._file()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("".join(f"{origin}\n" for origin in sorted(known)), encoding="utf-8")
        except OSError as error:
            _log.warning("the list of servers can't be kept: %s", error.strerror)
