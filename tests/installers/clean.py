"""A system with nothing of ours, the .deb installed in it, and the program running from there."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from running import Running
from virtual_desktop import VirtualDesktop

ROOT = Path(__file__).parents[2]
CLEAN_ROOT = ROOT / "installers/linux/clean_root"


class CleanSystem:
    """One system; what is done in it stays in `state`."""

    def __init__(self, state: Path, shared: Path, suite: str = "bookworm") -> None:
        command = [CLEAN_ROOT, "make", suite]
        made = subprocess.run(command, capture_output=True, text=True, check=True)
        self.root = made.stdout.strip()
        self.state = state
        self.shared = shared
        """A folder that lies at the same place inside and outside."""
        self.before = self.files()
        """What was there at first."""

    def command(self, *words: str, shared: Path | None = None) -> list[str]:
        """Return the command line that runs `words` in there."""
        folder = self.shared if shared is None else shared
        return [str(CLEAN_ROOT), "run", self.root, str(self.state), str(folder), *words]

    def run(self, *words: str, is_checked: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command in there to its end."""
        variables = {"PATH": os.environ["PATH"], "HOME": "/root", "LANG": "C.UTF-8"}
        return subprocess.run(
            self.command(*words),
            capture_output=True,
            text=True,
            check=is_checked,
            env=variables | {"DEBIAN_FRONTEND": "noninteractive"},
        )

    def files(self) -> dict[str, str]:
        """Return every file with its kind and rights."""
        listed = self.run("find", "/", "-xdev", "-printf", "%p\\t%y %m\\n").stdout
        found = dict(line.split("\t", 1) for line in listed.splitlines())
        return {path: what for path, what in found.items() if not path.startswith("/tmp")}


class Installed(Running):
    """The program of the .deb running on a desktop; only its files are in the clean system."""

    def __init__(self, desktop: VirtualDesktop, system: CleanSystem, settings: str = "") -> None:
        self._system = system
        super().__init__(desktop, settings)

    def command(self, *arguments: str) -> list[str]:
        return self._system.command("lookaloud", *arguments, shared=self.desktop.folder)

    def start(self) -> subprocess.Popen[bytes]:
        return self.desktop.start(self.command("--settings", str(self.settings)))

    def ask(self, *arguments: str) -> str:
        quiet = ["--quiet"] if arguments[0] == "status" else []
        return self.desktop.run(self.command(*arguments, *quiet), seconds=60)

    def log(self) -> str:
        return self.desktop.log(CLEAN_ROOT.name)
