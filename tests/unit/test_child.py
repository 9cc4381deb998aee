"""Children are started the same way from a checkout and from the installed program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import child

pytestmark = pytest.mark.unit

ECHO = """
import json, sys
def main(*words): print(json.dumps([list(words), sys.argv[0] == "", "" in sys.path]))
"""


def test_a_child_calls_main_with_the_arguments_and_not_from_the_working_folder(
    tmp_path: Path,
) -> None:
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules/echo_words.py").write_text(ECHO)
    (tmp_path / "json.py").write_text("raise SystemExit('a stray module was imported')")
    done = subprocess.run(
        child.python_command("echo_words", "a", "two words", "--child"),
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "modules")},
        check=True,
    )
    assert done.stdout == '[["a", "two words", "--child"], false, false]\n'


def test_the_installed_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/usr/lib/lookaloud/lookaloud")
    found = child.python_command("assistant.models.worker", "{}")
    assert found == ["/usr/lib/lookaloud/lookaloud", "--child", "assistant.models.worker", "{}"]


def test_the_installed_program_runs_the_module_that_its_mark_names(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "echo_more.py").write_text(ECHO)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "argv", ["lookaloud", "--child", "echo_more", "--child"])
    child.run()
    assert capsys.readouterr().out.startswith('[["--child"]')


def test_programs_of_the_system_do_not_get_the_libraries_of_the_installed_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/usr/lib/lookaloud/_internal")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/opt/own")
    child.prepare()
    assert (os.environ.get("LD_LIBRARY_PATH"), "LD_LIBRARY_PATH_ORIG" in os.environ) == (
        "/opt/own",
        False,
    )
    child.prepare()
    assert "LD_LIBRARY_PATH" not in os.environ
