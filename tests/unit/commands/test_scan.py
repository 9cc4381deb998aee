"""What is said while a page is scanned, and what the command line asks for."""

from __future__ import annotations

import pytest

from assistant.__main__ import parser
from assistant.cli_requests import arguments, request
from assistant.commands.request import MOST_PAGES, Request
from assistant.commands.scan import Milestones

pytestmark = pytest.mark.unit


def told(*moments: tuple[float, float]) -> list[str]:
    """Return what is said at moments of so much percent and so many seconds."""
    milestones = Milestones()
    return [milestones.words(percent, seconds) for percent, seconds in moments]


def test_a_short_scan_is_not_told() -> None:
    assert told((10, 0.1), (60, 0.5), (100, 0.9)) == ["", "", ""]


def test_a_long_scan_is_told_in_few_words() -> None:
    said = told((5, 0.5), (10, 1.0), (30, 2), (38, 4.0), (45, 5), (55, 7.1), (64, 11), (99.9, 20))
    assert said == ["", "Scanning.", "", "30 percent", "", "50 percent", "", "90 percent"]
    assert told((10, 1.0), (100, 9)) == ["Scanning.", ""]


def test_the_command_line_asks_for_pages() -> None:
    asked = request(parser().parse_args(["scan", "--device", "LiDE", "--pages", "3"]))
    assert asked == Request("scan", device="LiDE", pages=3)
    assert Request.from_arguments("scan", arguments(asked)) == asked
    files = request(parser().parse_args(["scan", "/tmp/a.png", "/tmp/b.png", "--quiet"]))
    assert files == Request("scan", is_quiet=True, paths=("/tmp/a.png", "/tmp/b.png"))
    assert Request.from_arguments("scan", arguments(files)) == files


@pytest.mark.parametrize("pages", ["0", "-1", "x", str(MOST_PAGES + 1)])
def test_impossible_numbers_of_pages_are_refused(
    pages: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["scan", f"--pages={pages}"])
    assert f"from 1 to {MOST_PAGES}" in capsys.readouterr().err
