from __future__ import annotations

from typing import Any

import pytest

from assistant.speak import readers_linux
from assistant.speak.readers import Known, Reach, Reader
from assistant.speak.readers_linux import find_reader

pytestmark = pytest.mark.unit


class ScriptedBus:
    """Answers as the session bus and as the registry of the accessibility bus."""

    def __init__(self) -> None:
        self.owners: dict[str, str] = {}
        self.events: list[tuple[str, str]] = [(":1.3", "Object:StateChanged:Focused")]
        self.is_reader_on = False

    def owner(self, name: str) -> str:
        return self.owners.get(name, "")

    def read_property(self, *path: str) -> Any:
        assert path[-1] == "ScreenReaderEnabled"
        return self.is_reader_on

    def call(self, *path: str) -> tuple[Any, ...]:
        assert path[-1] == "GetRegisteredEvents"
        return (self.events,)


@pytest.fixture
def bus() -> ScriptedBus:
    return ScriptedBus()


@pytest.fixture(autouse=True)
def orca(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The number of Orca's process, in a list; none at first."""
    processes: list[str] = []
    monkeypatch.setattr(readers_linux, "orca_process", lambda: "".join(processes))
    return processes


def hear_announcements(bus: ScriptedBus) -> None:
    bus.events.append((":1.7", "Object:Announcement:"))


def found(bus: ScriptedBus) -> Reader | None:
    return find_reader(bus, bus)  # type: ignore[arg-type]


def test_without_a_reader_none_is_found_though_a_program_listens(bus: ScriptedBus) -> None:
    hear_announcements(bus)
    assert found(bus) is None


@pytest.mark.parametrize("name", ["org.gnome.Orca1.Service", "org.gnome.Orca.Service"])
def test_a_service_is_preferred(bus: ScriptedBus, orca: list[str], name: str) -> None:
    bus.owners[name] = ":1.9"
    orca.append("77")
    hear_announcements(bus)
    assert found(bus) == Reader("Orca", Reach.ORCA, ":1.9")


def test_an_orca_that_hears_announcements_gets_them(bus: ScriptedBus, orca: list[str]) -> None:
    orca.append("77")
    hear_announcements(bus)
    assert found(bus) == Reader("Orca", Reach.ANNOUNCEMENT, ":1.7")


def test_an_orca_that_hears_none_is_known_and_not_reached(
    bus: ScriptedBus, orca: list[str]
) -> None:
    orca.append("77")
    assert found(bus) == Reader("Orca", Reach.NONE, "77")
    assert find_reader(bus, None) == Reader("Orca", Reach.NONE, "77")  # type: ignore[arg-type]


def test_another_reader_that_the_desktop_tells_of_gets_announcements(bus: ScriptedBus) -> None:
    bus.is_reader_on = True
    assert found(bus) is None
    hear_announcements(bus)
    assert found(bus) == Reader("", Reach.ANNOUNCEMENT, ":1.7")


def test_only_changes_are_told() -> None:
    told: list[Reader | None] = []
    known = Known(told.append)
    assert not known.wait_known(0)
    first, again = Reader("Orca", Reach.ORCA, ":1.9"), Reader("Orca", Reach.ORCA, ":1.11")
    for reader in (None, first, first, again, None):
        known.found(reader)
    assert known.wait_known(0)
    assert told == [first, again, None]
