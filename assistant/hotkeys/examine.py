"""Everything that is to be known about a key on this machine, before it is set."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.errors import HotkeyError
from assistant.hotkeys.base import Probe
from assistant.hotkeys.checking import Finding, Severity, check, in_order, of_probe, worst
from assistant.hotkeys.desktop import taken_here
from assistant.hotkeys.keys import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.hotkeys.base import Hotkeys
    from assistant.hotkeys.layout import Layout
    from assistant.hotkeys.taken import Taken

_log = logging.getLogger(__name__)


class Examiner:
    """Checks keys against commands, keyboard, readers, desktop and running programs.

    What the machine tells is read at the first check and kept: make a new one for each visit.
    Takes up to a second then, so not on the thread of a window.
    """

    def __init__(
        self, keys: Mapping[str, str], hotkeys: Hotkeys | None, *, is_running: bool = True
    ) -> None:
        """`keys` of all commands, `LEADER` included; `hotkeys` is None where none can be heard.

        With `is_running`, those keys are held by a running Lookaloud, so they are not tried.
        """
        self._keys = dict(keys)
        self._hotkeys = hotkeys
        self._is_running = is_running

    def examine(self, text: str, command: str = "") -> tuple[Finding, ...]:
        """Return what there is to know about a key for that command, the worst first.

        At least one finding: that the key is free, where nothing speaks against it.
        """
        own = {other: key for other, key in self._keys.items() if other != command}
        found = check(text, self._layout, self._taken, own)
        if worst(found) is Severity.REFUSED or self._hotkeys is None:
            return found
        key = parse(text)
        if self._is_running and text == self._keys.get(command):
            return found
        probe = self._probe(key.text)
        known = {finding.code for finding in found}
        more = [finding for finding in of_probe(key, probe) if finding.code not in known]
        rest = [finding for finding in found if finding.code != "hotkeys.free"]
        return in_order([*rest, *more], key)

    def _probe(self, text: str) -> Probe:
        assert self._hotkeys is not None
        try:
            return self._hotkeys.probe(text)
        except HotkeyError as error:
            _log.info("keys can't be tried: %s", error.sentence)
            return Probe.FREE

    @cached_property
    def _layout(self) -> Layout | None:
        if self._hotkeys is None:
            return None
        try:
            return self._hotkeys.layout()
        except HotkeyError as error:
            _log.info("the keyboard can't be read: %s", error.sentence)
            return None

    @cached_property
    def _taken(self) -> tuple[Taken, ...]:
        return taken_here()
