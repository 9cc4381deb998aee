"""The workflows are such as GitHub takes, and run nothing that can change under them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
PINNED = re.compile(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


def check(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema"]
    command += ["--builtin-schema", "vendor.github-workflows", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def steps(path: Path) -> list[dict[str, Any]]:
    jobs = yaml.safe_load(path.read_text("utf-8"))["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_github_takes_it(path: Path) -> None:
    done = check(path)
    assert done.returncode == 0, done.stdout


def test_a_mistake_is_found(tmp_path: Path) -> None:
    """Or the test above could not fail."""
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(WORKFLOWS[0].read_text("utf-8").replace("runs-on:", "run-on:"))
    assert check(wrong).returncode == 1


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_by_its_commit(path: Path) -> None:
    used = re.findall(r"uses: .*$", path.read_text("utf-8"), re.MULTILINE)
    assert used
    assert [line for line in used if not PINNED.search(line)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_script_it_runs_is_there(path: Path) -> None:
    runs = " ".join(step.get("run", "") for step in steps(path))
    named = set(re.findall(r"(?:scripts|installers|\.github)/[\w./-]+", runs))
    assert {"scripts/check", "installers/build"} <= named
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_every_system_is_checked() -> None:
    text = (ROOT / ".github/workflows/check.yml").read_text("utf-8")
    jobs = yaml.safe_load(text)["jobs"]
    assert set(jobs) == {"linux", "windows", "macos"}
    assert len(jobs["linux"]["strategy"]["matrix"]["image"]) == 2
    for job in jobs.values():
        runs = [step.get("run") for step in job["steps"]]
        assert "scripts/check" in runs
