"""What the man page, README and --help tell of the command line is true."""

from __future__ import annotations

import argparse
import re
import subprocess
from pathlib import Path

import pytest

import manpage
from assistant.__main__ import parser

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[2]


def commands(of: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The commands of a parser, by name."""
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def options(of: argparse.ArgumentParser) -> set[str]:
    """The long options of a parser, with those of its commands."""
    own = {name for action in of._actions for name in action.option_strings}
    return own.union(*(options(one) for one in commands(of).values()))


def told() -> list[str]:
    """The lines of the README that name commands: "lookaloud keys [set|reset]", one each."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^    lookaloud (\S.*)$", text, re.MULTILINE)


def test_the_man_page_is_what_the_command_line_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", manpage.WIDTH)
    assert manpage.PAGE.read_text(encoding="utf-8") == manpage.made(), "run: scripts/manpage"


def test_the_man_page_has_no_faults() -> None:
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-wmac", "-z", str(manpage.PAGE)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""


def test_the_readme_names_every_command() -> None:
    found = {name for line in told() for name in re.findall(r"^[a-z|\- ]+", line)}
    named = {word for one in found for word in re.split(r"[| ]+", one)}
    assert set(commands(parser())) <= named


@pytest.mark.parametrize("line", told())
def test_what_the_readme_names_is_there(line: str) -> None:
    top = parser()
    known = commands(top)
    first = re.match(r"[a-z\-]+(?: \| [a-z\-]+)*", line)
    assert first is not None
    for name in first.group().split(" | "):
        assert name in known, line
        lacking = set(re.findall(r"--[a-z\-]+", line)) - options(known[name]) - options(top)
        assert not lacking, line


@pytest.mark.parametrize("name", [*commands(parser()), ""])
def test_help_is_shown_for_every_command(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as ended:
        parser().parse_args([name, "--help"] if name else ["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    of = commands(parser())[name] if name else parser()
    for action in of._actions:
        is_list = isinstance(action, argparse._SubParsersAction)
        assert is_list or action.help, f"{name}: {action.dest} has no help"
        assert all(option in shown for option in action.option_strings)
