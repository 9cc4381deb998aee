"""Checks of the screen reader: which one runs, which way Lookaloud's words take to it, and why."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from assistant import messages
from assistant.doctor.check import Check, Status
from assistant.speak.readers import Reach, Reader, choose_watcher

if TYPE_CHECKING:
    from assistant.config.settings import Settings
    from assistant.speak.orca_bus import Bus

LOOK_SECONDS = 3.0
READER_OUTPUTS = ("auto", "orca", "prism", "announcement")
"""Settings of speech.output with which a screen reader is used."""


def screen_reader(settings: Settings) -> Check:
    """Whether a screen reader runs, and how Lookaloud speaks because of it."""
    version = ""
    if sys.platform == "linux":
        from assistant.speak.orca_bus import BUS_ERRORS, Bus  # noqa: PLC0415

        try:
            session = Bus()
        except BUS_ERRORS:
            return Check(Status.UNKNOWN, messages.DOCTOR_READER_UNKNOWN)
        with suppress(*BUS_ERRORS):
            version = _version(session)
        session.close()
    watcher = choose_watcher(_ignore)
    is_known = watcher.wait_known(LOOK_SECONDS)
    reader = watcher.reader
    watcher.close()
    if not is_known:
        return Check(Status.UNKNOWN, messages.DOCTOR_READER_SILENT)
    return told(reader, version, settings.speech.output)


def told(reader: Reader | None, version: str, output: str) -> Check:
    """Return what is told of a reader; `version` is empty where it tells none."""
    if reader is None:
        return Check(Status.OK, messages.DOCTOR_NO_READER)
    name = " ".join(filter(None, (reader.name or messages.DOCTOR_SOME_READER, version)))
    if output not in READER_OUTPUTS:
        sentence = messages.DOCTOR_READER_UNUSED.format(reader=name, output=output)
        return Check(Status.OK, sentence)
    if reader.reach is Reach.NONE:
        sentence = messages.DOCTOR_READER_BESIDE.format(reader=name)
        return Check(Status.WARNING, sentence, messages.DOCTOR_READER_NEWER)
    way = messages.DOCTOR_READER_WAYS[reader.reach.value]
    return Check(Status.OK, messages.DOCTOR_READER.format(reader=name, way=way))


def _version(session: Bus) -> str:
    """Return the version that Orca's service tells; raises one of BUS_ERRORS."""
    from assistant.speak.orca_bus import ORCA_SERVICES  # noqa: PLC0415

    for name in ORCA_SERVICES:
        if session.owner(name):
            path = "/" + name.replace(".", "/")
            return str(session.call(name, path, name, "GetVersion")[0]).partition(" ")[0]
    return ""


def _ignore(reader: Reader | None) -> None:
    del reader
