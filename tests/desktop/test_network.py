"""Nothing leaves the computer: the program works without any network, and never asks for one."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from running import Running, wait_for
from virtual_desktop import VirtualDesktop

MODEL = Path(__file__).parents[1] / "assets" / "easy_vqa_smolvlm"
WITHOUT_NETWORK = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
"""Runs a program where there is no other network than loopback."""
CALLS = "connect,bind,sendto,sendmsg,sendmmsg"
FAMILY = re.compile(r"sa_family=AF_(\w+)")
RESOLVERS = ("systemd/resolve", "io.systemd.Resolve")
"""Local services that would ask the network for us."""
PROBE = re.compile(r'bind\(\d+, \{sa_family=AF_INET6?, sin6?_port=htons\(0\).*"(::1|127\.0\.0\.1)"')
"""How libraries find out what the system knows of IPv6: nobody can connect to it."""

pytestmark = [
    pytest.mark.desktop,
    pytest.mark.model,
    # Each starts a desktop, the program twice, PyTorch and Whisper, on a machine that may be busy.
    pytest.mark.timeout(400),
    pytest.mark.skipif(
        sys.platform != "linux" or shutil.which("strace") is None, reason="needs Linux and strace"
    ),
]


def can_cut_network() -> bool:
    done = subprocess.run([*WITHOUT_NETWORK, "true"], capture_output=True, check=False)
    return done.returncode == 0


class Wrapped(Running):
    """The program started by another one, and the command line too."""

    def __init__(self, desktop: VirtualDesktop, wrapper: Sequence[str]) -> None:
        self.wrapper = wrapper
        super().__init__(desktop, f'[vision]\nmodel = "{MODEL}"\n', log_level="debug")

    def start(self) -> subprocess.Popen[bytes]:
        program = [sys.executable, "-m", "assistant", "--settings", str(self.settings)]
        return self.desktop.start([*self.wrapper, *program])

    def ask(self, *arguments: str) -> str:
        quiet = ["--quiet"] if arguments[0] == "status" else []
        done = subprocess.run(
            [*self.wrapper, sys.executable, "-m", "assistant", *arguments, *quiet],
            env=self.desktop.environment,
            capture_output=True,
            text=True,
            timeout=150,
            check=False,
        )
        assert done.returncode == 0, f"{done.stdout} {done.stderr} {self.desktop.log('strace')}"
        return done.stdout


def open_dialog(desktop: VirtualDesktop) -> None:
    desktop.start(["zenity", "--question", "--title=Confirm", "--text=Delete report.txt?"])
    desktop.wait_active("Confirm")
    time.sleep(0.5)  # the toolkit reports its focus only after the window is drawn


def record_voice(desktop: VirtualDesktop) -> Path:
    sound = desktop.folder / "question.wav"
    desktop.run(["espeak-ng", "-v", "en-us", "-s", "130", "-w", str(sound), "Read it again please"])
    return sound


def start_speech_server(desktop: VirtualDesktop) -> None:
    """Start it apart from the program, as desktops do: it looks for voices on loopback itself."""
    desktop.start(["speech-dispatcher", "--run-single", "--timeout", "0"])
    place = Path(desktop.environment["XDG_RUNTIME_DIR"]) / "speech-dispatcher" / "speechd.sock"
    wait_for(place.exists, 20, lambda: desktop.log("speech-dispatcher"))


def hold_dialogue(program: Running, sound: Path) -> list[Any]:
    """Describe, read, ask, look and listen; return all answers without their times."""
    commands = (
        ("describe", "--detail", "full"),
        ("read",),
        ("ask", "--question", "Which buttons are there?", "--question", "What color is it?"),
        ("describe", "screen"),
        ("changes",),
        ("listen", str(sound)),
    )
    return [without_times(json.loads(program.ask(*one, "--json"))) for one in commands]


def without_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_times(one) for key, one in value.items() if "timings" not in key}
    return [without_times(one) for one in value] if isinstance(value, list) else value


def recorder(folder: Path, name: str) -> list[str]:
    """Runs a program and records every address that it and its children reach out to."""
    folder.mkdir(exist_ok=True)
    return ["strace", "-f", "-qq", "--seccomp-bpf", "-s", "200", "-e", f"trace={CALLS}"] + [
        *("-o", str(folder / name))
    ]


def reached(folder: Path) -> Iterator[str]:
    """Yield the calls that reached out to anything else than a program on this computer."""
    for path in folder.iterdir():
        for line in path.read_text(errors="replace").splitlines():
            families = set(FAMILY.findall(line))
            is_resolver = "connect(" in line and any(name in line for name in RESOLVERS)
            if PROBE.search(line):
                continue
            if families - {"UNIX", "NETLINK"} or is_resolver:
                yield line


@pytest.mark.skipif(not can_cut_network(), reason="namespaces are not allowed here")
def test_answers_are_the_same_without_any_network(desktop: VirtualDesktop) -> None:
    open_dialog(desktop)
    sound = record_voice(desktop)
    with_network = Wrapped(desktop, ())
    expected = hold_dialogue(with_network, sound)
    assert "Delete report.txt?" in json.dumps(expected[0])
    assert "again" in json.dumps(expected[-1]).lower()
    assert "model" in json.dumps(expected[2]), "the model was never asked"
    with_network.ask("quit")
    with_network.process.wait(20)
    program = Wrapped(desktop, WITHOUT_NETWORK)
    assert hold_dialogue(program, sound) == expected


def test_no_connection_to_a_network_is_ever_tried(desktop: VirtualDesktop) -> None:
    open_dialog(desktop)
    sound = record_voice(desktop)
    start_speech_server(desktop)
    folder = desktop.folder / "calls"
    program = Wrapped(desktop, recorder(folder, "program"))
    program.wrapper = recorder(folder, "command")
    answers = hold_dialogue(program, sound)
    assert "Delete report.txt?" in json.dumps(answers[0])
    since = program.press("Ctrl+Super+W")
    program.wait_spoken("Delete report.txt?", 30, since)
    program.ask("quit")
    program.process.wait(20)
    calls = (folder / "program").read_text(errors="replace")
    assert calls.count("sa_family=AF_UNIX") > 5, "nothing was recorded"
    assert list(reached(folder)) == []


@pytest.mark.parametrize(
    "code",
    [
        "socket.create_connection(('192.0.2.1', 80), 1)",
        "socket.create_connection(('127.0.0.1', 9), 1)",
        "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).sendto(b'x', ('2001:db8::1', 53))",
        "socket.getaddrinfo('lookaloud.example.org', 80)",
        "threading.Thread(target=socket.create_connection, args=(('192.0.2.1', 80), 1)).start()",
        "os.fork() or socket.create_connection(('192.0.2.1', 80), 1)",
    ],
)
def test_an_attempt_is_noticed(tmp_path: Path, code: str) -> None:
    """What is recorded tells of it, or the test above could not fail."""
    folder = tmp_path / "calls"
    program = [sys.executable, "-c", f"import os, socket, threading; {code}"]
    subprocess.run([*recorder(folder, "planted"), *program], capture_output=True, check=False)
    assert list(reached(folder))
