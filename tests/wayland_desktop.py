"""Wayland desktops from another release's root, on which this system's programs live."""

from __future__ import annotations

import os
import shutil
import socket
import struct
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

ROOT_SCRIPT = Path(__file__).parent.parent / "scripts" / "wayland_root"
SUITE = "trixie"
LIBEXEC = "/usr/libexec"
DESKTOP_FILE = "[Desktop Entry]\nType=Application\nName=Lookaloud\nExec=/bin/true\n"

SWAY = """\
export XDG_CURRENT_DESKTOP=sway WLR_BACKENDS=headless WLR_LIBINPUT_NO_DEVICES=1
export WLR_RENDERER=pixman
sway -c {folder}/sway.conf >{folder}/sway.log 2>&1 &
until [ -S {run}/wayland-1 ]; do sleep 0.1; done
export WAYLAND_DISPLAY=wayland-1
wtype -s 600000 &  # a keyboard, without which no window has the focus
pipewire >{folder}/pipewire.log 2>&1 &
wireplumber >{folder}/wireplumber.log 2>&1 &
{libexec}/xdg-permission-store &
{libexec}/xdg-desktop-portal-wlr -l DEBUG >{folder}/backend.log 2>&1 &
GDK_BACKEND=wayland {libexec}/xdg-desktop-portal-gtk >{folder}/gtk.log 2>&1 &
sleep 1
# What the user's yes to the desktop's question leaves.
gdbus call --session --dest org.freedesktop.impl.portal.PermissionStore \
  --object-path /org/freedesktop/impl/portal/PermissionStore \
  --method org.freedesktop.impl.portal.PermissionStore.SetPermission \
  screenshot true screenshot org.lookaloud.Lookaloud "['yes']" >{folder}/permission.log 2>&1
{libexec}/xdg-desktop-portal -v >{folder}/portal.log 2>&1 &
touch {folder}/ready
wait
"""
SWAY_CONFIG = """\
output HEADLESS-1 resolution 1280x800
default_border normal
font monospace 10
{more}
"""
KWIN = """\
export XDG_CURRENT_DESKTOP=KDE QT_QPA_PLATFORM=wayland KWIN_WAYLAND_NO_PERMISSION_CHECKS=1
kwin_wayland --virtual --width 1280 --height 800 --no-lockscreen --socket wayland-1 \
  >{folder}/kwin.log 2>&1 &
until [ -S {run}/wayland-1 ]; do sleep 0.1; done
sleep 1
export WAYLAND_DISPLAY=wayland-1
/usr/lib/x86_64-linux-gnu/libexec/kglobalacceld >{folder}/kglobalacceld.log 2>&1 &
sleep 1
{libexec}/xdg-permission-store &
/usr/lib/x86_64-linux-gnu/libexec/xdg-desktop-portal-kde >{folder}/backend.log 2>&1 &
sleep 2
{libexec}/xdg-desktop-portal -v >{folder}/portal.log 2>&1 &
touch {folder}/ready
wait
"""


def missing() -> str:
    """Return why there can be no such desktop here; empty where there can."""
    if os.geteuid() != 0:
        return "a root with another release's desktops needs the system's root"
    if shutil.which("mmdebstrap") is None:
        return "mmdebstrap is not installed"
    return ""


def make_root() -> Path:
    """Return the folder with the other release; made where it isn't there, which takes minutes."""
    done = subprocess.run(
        [str(ROOT_SCRIPT), "make", SUITE], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


class WaylandDesktop:
    """A session with a compositor, its portal, and the accessibility bus."""

    def __init__(self, root: Path, script: str, sway_config: str = "") -> None:
        self._root = root
        self.folder = Path(tempfile.mkdtemp(prefix="lookaloud-wayland-"))
        self.run_folder, self.home = self.folder / "run", self.folder / "home"
        self.run_folder.mkdir(mode=0o700)
        applications = self.home / ".local/share/applications"
        applications.mkdir(parents=True)
        (applications / "org.lookaloud.Lookaloud.desktop").write_text(DESKTOP_FILE)
        (self.folder / "sway.conf").write_text(SWAY_CONFIG.format(more=sway_config))
        words = {"folder": self.folder, "run": self.run_folder, "libexec": LIBEXEC}
        (self.folder / "session.sh").write_text(script.format(**words))
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(self.run_folder),
            "XDG_SESSION_TYPE": "wayland",
            "WAYLAND_DISPLAY": "wayland-1",
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.run_folder}/bus",
            "LANG": "C.UTF-8",
            "GTK_MODULES": "gail:atk-bridge",
            "GDK_BACKEND": "wayland",
            "GSETTINGS_BACKEND": "memory",
            "NO_AT_BRIDGE": "0",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_QPA_PLATFORM": "wayland",
        }
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        try:
            self.open()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self) -> None:
        """Start everything; a few seconds."""
        address = self.environment["DBUS_SESSION_BUS_ADDRESS"]
        self.start(["dbus-daemon", "--session", f"--address={address}", "--nofork", "--nopidfile"])
        self.wait("session bus", (self.run_folder / "bus").exists)
        time.sleep(0.2)
        self.start(self.inside("bash", str(self.folder / "session.sh")))
        self.wait("compositor and portal", (self.folder / "ready").exists)
        found = [*self.run_folder.glob("sway-ipc.*.sock")]
        if found:
            self.environment["SWAYSOCK"] = str(found[0])
        self.wait("portal", self._has_portal)

    def close(self) -> None:
        """End all programs, newest first, and remove the folder."""
        for process in reversed(self._processes):
            self.end(process)
        self._kill_daemons()
        shutil.rmtree(self.folder, ignore_errors=True)

    def inside(self, *command: str) -> list[str]:
        """Return the command line that runs a program of the root."""
        return [str(ROOT_SCRIPT), "run", str(self._root), str(self.folder), *command]

    def start(self, command: list[str], **variables: str) -> subprocess.Popen[bytes]:
        """Start a program on this desktop; its output goes to `log(name)`."""
        with (self.folder / f"{Path(command[0]).name}.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                env=self.environment | variables,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._processes.append(process)
        return process

    def run(self, command: list[str], *, seconds: float = 30, **variables: str) -> str:
        """Run a command to its end; return its output."""
        done = subprocess.run(
            command,
            env=self.environment | variables,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        return done.stdout

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """End a program with all its children."""
        for number in (15, 9):
            try:
                os.killpg(process.pid, number)
                process.wait(2)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue

    def log(self, name: str) -> str:
        """Return what a program has printed so far."""
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def wait(self, what: str, condition: object, seconds: float = 30) -> None:
        """Wait until something holds."""
        assert callable(condition)
        end = time.monotonic() + seconds
        while not condition():
            logs = {name.stem: name.read_text(errors="replace")[-500:] for name in self._logs()}
            assert time.monotonic() < end, (what, logs)
            time.sleep(0.05)

    def _logs(self) -> list[Path]:
        return sorted(self.folder.glob("*.log"))

    def _has_portal(self) -> bool:
        command = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus"]
        command += ["/", "org.freedesktop.DBus.NameHasOwner"]
        name = "string:org.freedesktop.portal.Desktop"
        return "true" in self.run([*command, name])

    def _kill_daemons(self) -> None:
        """Kill what left its process group: everything that lives in our runtime folder."""
        mark = f"XDG_RUNTIME_DIR={self.run_folder}".encode()
        for environ in Path("/proc").glob("[0-9]*/environ"):
            try:
                if mark in environ.read_bytes().split(b"\0"):
                    os.kill(int(environ.parent.name), 9)
            except (FileNotFoundError, PermissionError, ProcessLookupError):
                continue  # ended meanwhile


class FakeInput:
    """A keyboard for KWin, by its protocol org_kde_kwin_fake_input."""

    CODES: Mapping[str, int] = {"Ctrl": 29, "Super": 125, "Alt": 56, "W": 17, "E": 18}
    """Of the kernel."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(5)
        self._socket.connect(str(path))
        self._send(1, 1, struct.pack("<I", 2))  # wl_display.get_registry
        self._send(1, 0, struct.pack("<I", 3))  # wl_display.sync
        name = self._find(b"org_kde_kwin_fake_input\0")
        interface = _text("org_kde_kwin_fake_input")
        self._send(2, 0, struct.pack("<I", name) + interface + struct.pack("<II", 4, 4))
        self._send(4, 0, _text("tests") + _text("keys"))  # authenticate

    def key(self, name: str, *, is_down: bool) -> None:
        """Press a key or let it go."""
        self._send(4, 10, struct.pack("<II", self.CODES[name], is_down))

    def close(self) -> None:
        """Take the keyboard away."""
        self._socket.close()

    def _find(self, interface: bytes) -> int:
        data = b""
        while True:
            data += self._socket.recv(1 << 16)
            while len(data) >= 8:
                target, second = struct.unpack_from("<II", data)
                size, opcode = second >> 16, second & 0xFFFF
                if len(data) < size:
                    break
                body, data = data[8:size], data[size:]
                if target == 2 and opcode == 0 and interface in body:
                    return struct.unpack_from("<I", body)[0]
                assert target != 3, "KWin offers no fake input"

    def _send(self, target: int, opcode: int, body: bytes) -> None:
        self._socket.sendall(struct.pack("<II", target, (len(body) + 8) << 16 | opcode) + body)


def _text(text: str) -> bytes:
    data = text.encode() + b"\0"
    return struct.pack("<I", len(data)) + data.ljust((len(data) + 3) // 4 * 4, b"\0")
