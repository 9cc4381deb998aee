"""A desktop of its own where there is no display: X server, buses, tray, sound. Linux only.

Used by `scripts/start --demo` and by the tests. Everything lives in a folder that `close` removes:
nothing of the user's session is touched. Debian packages: xvfb openbox trayer dbus at-spi2-core
pulseaudio pulseaudio-utils libasound2-plugins speech-dispatcher speech-dispatcher-espeak-ng
speech-dispatcher-audio-plugins.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import IO, Self

import numpy as np

PULSE = """\
load-module module-native-protocol-unix
load-module module-null-sink sink_name=speakers rate=48000
load-module module-null-sink sink_name=micfeed rate=48000
load-module module-remap-source master=micfeed.monitor source_name=virtmic
set-default-sink speakers
set-default-source virtmic
"""
ALSA = """\
</usr/share/alsa/alsa.conf>
pcm.!default { type pulse }
ctl.!default { type pulse }
"""


class VirtualDesktop:
    """A private desktop session. `with VirtualDesktop() as desktop:` starts and ends all of it."""

    def __init__(self, size: str = "1920x1080", *, has_sound: bool = True) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="lookaloud-desktop-"))
        self.size = size
        self.has_sound = has_sound
        self.environment: dict[str, str] = {}
        """What a program needs in its environment to live on this desktop."""
        self._processes: list[subprocess.Popen[bytes]] = []
        self._services: dict[str, subprocess.Popen[bytes]] = {}

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
        """Start everything; about two seconds."""
        run, home = self.folder / "run", self.folder / "home"
        run.mkdir(mode=0o700)
        home.mkdir()
        (self.folder / "alsa.conf").write_text(ALSA)
        kept = {name: os.environ[name] for name in ("PATH", "VIRTUAL_ENV") if name in os.environ}
        self.environment = kept | {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(run),
            "XDG_CONFIG_HOME": str(home / ".config"),
            "XDG_DATA_HOME": str(home / ".local/share"),
            "XDG_CACHE_HOME": str(home / ".cache"),
            "XDG_SESSION_TYPE": "x11",
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={run}/bus",
            "PULSE_SERVER": f"unix:{run}/pulse/native",
            "ALSA_CONFIG_PATH": str(self.folder / "alsa.conf"),
            "LANG": "C.UTF-8",
            "GTK_MODULES": "gail:atk-bridge",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_QPA_PLATFORM": "xcb",
            "GSETTINGS_BACKEND": "memory",
            "NO_AT_BRIDGE": "0",
        }
        self.environment["DISPLAY"] = self._start_display()
        self.start_bus()
        self._start_window_manager()
        self.start_service(
            "trayer",
            ["trayer", "--edge", "bottom", "--align", "right", "--height", "32"]
            + ["--widthtype", "pixel", "--width", "200", "--SetDockType", "true"],
        )
        if self.has_sound:
            self.start_sound()

    def close(self) -> None:
        """End all programs, newest first, and remove the folder."""
        for process in reversed(self._processes):
            _end(process)
        self._processes.clear()
        self._services.clear()
        self._kill_daemons()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, command: list[str], **variables: str) -> subprocess.Popen[bytes]:
        """Start a program on this desktop; its output goes to `log(name)`."""
        log = (self.folder / f"{Path(command[0]).name}.log").open("ab")
        process = subprocess.Popen(
            command,
            env=self.environment | variables,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        self._processes.append(process)
        return process

    def run(self, command: list[str], *, seconds: float = 10, **variables: str) -> str:
        """Run a command to its end (10 s at most, if no other time is given); return its output."""
        done = subprocess.run(
            command,
            env=self.environment | variables,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=True,
        )
        return done.stdout

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """End a program that `start` began, with all its children."""
        _end(process)
        if process in self._processes:
            self._processes.remove(process)

    def log(self, name: str) -> str:
        """Return what a program has printed so far."""
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    # -- parts that a test may end and start again -------------------------------------------

    def start_service(self, name: str, command: list[str]) -> None:
        """Start a part of the desktop under a name that `stop_service` knows."""
        self._services[name] = self.start(command)

    def stop_service(self, name: str) -> None:
        """Kill a part of the desktop: "display", "bus", "openbox", "trayer" or "sound"."""
        self.end(self._services.pop(name))

    def start_bus(self) -> None:
        """Start the session bus and switch accessibility on."""
        path = Path(self.environment["XDG_RUNTIME_DIR"]) / "bus"
        path.unlink(missing_ok=True)
        address = self.environment["DBUS_SESSION_BUS_ADDRESS"]
        command = ["dbus-daemon", "--session", f"--address={address}", "--nofork", "--nopidfile"]
        self.start_service("bus", command)
        names = ["DISPLAY", "XDG_RUNTIME_DIR", "HOME", "LANG", "PULSE_SERVER"]
        update = ["dbus-update-activation-environment", *names]
        # Its socket is there a moment before it listens.
        self._wait_for("session bus", lambda: path.exists() and self._succeeds(update))
        self.run(
            ["dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus"]
            + ["org.freedesktop.DBus.Properties.Set", "string:org.a11y.Status"]
            + ["string:IsEnabled", "variant:boolean:true"]
        )

    def start_sound(self) -> None:
        """Start the sound server: sink `speakers`, and `micfeed` that feeds source `virtmic`."""
        script = self.folder / "pulse.pa"
        script.write_text(PULSE)
        self.start_service(
            "sound",
            ["pulseaudio", "-n", "-F", str(script), "--daemonize=no", "--exit-idle-time=-1"]
            + ["--use-pid-file=no", "--realtime=no", "--high-priority=no"],
        )
        self._wait_for("sound server", lambda: self._succeeds(["pactl", "info"]))

    def wait_active(self, title: str) -> None:
        """Wait until the window with exactly that title is in front."""

        def is_active() -> bool:
            active = self._output(["xprop", "-root", "_NET_ACTIVE_WINDOW"]).split()[-1:]
            if not active or not active[0].startswith("0x"):
                return False
            name = self._output(["xprop", "-id", active[0], "_NET_WM_NAME", "WM_NAME"])
            return f'"{title}"' in name

        self._wait_for(f"window {title!r} in front", is_active)

    def press(self, key: str, *, hold_seconds: float = 0.02) -> float:
        """Press and release a key such as "Ctrl+Super+W" by XTest; return when it went down.

        The time is of `time.perf_counter()`, taken just before the last key of the chord.
        """
        from Xlib import XK, X, display  # noqa: PLC0415 - only where keys are pressed
        from Xlib.ext import xtest  # noqa: PLC0415

        names = {"Ctrl": "Control_L", "Alt": "Alt_L", "Shift": "Shift_L", "Super": "Super_L"}
        connection = display.Display(self.environment["DISPLAY"])
        try:
            codes = []
            for part in key.split("+"):
                name = names.get(part, part.lower() if len(part) == 1 else part)
                codes.append(connection.keysym_to_keycode(XK.string_to_keysym(name)))
            for code in codes[:-1]:
                xtest.fake_input(connection, X.KeyPress, code)
            connection.sync()
            time.sleep(0.02)
            pressed_at = time.perf_counter()
            xtest.fake_input(connection, X.KeyPress, codes[-1])
            connection.sync()
            time.sleep(hold_seconds)
            for code in reversed(codes):
                xtest.fake_input(connection, X.KeyRelease, code)
            connection.sync()
        finally:
            connection.close()
        return pressed_at

    def listen(self) -> SoundMonitor:
        """Begin to hear what the desktop plays."""
        return SoundMonitor(self.environment)

    # -- internals ----------------------------------------------------------------------------

    def _start_display(self) -> str:
        read_end, write_end = os.pipe()
        log = (self.folder / "Xvfb.log").open("ab")
        process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{self.size}x24"]
            # Without -noreset the server starts anew when its last client leaves: xprop, say.
            + ["-nolisten", "tcp", "-noreset", "+extension", "RANDR"],
            env=self.environment,
            pass_fds=[write_end],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        os.close(write_end)
        log.close()
        self._processes.append(process)
        self._services["display"] = process
        with os.fdopen(read_end) as pipe:
            if not select.select([pipe], [], [], 15)[0]:
                raise TimeoutError(f"Xvfb did not start: {self.log('Xvfb')}")
            number = pipe.readline().strip()
        if not number:
            raise OSError(f"Xvfb did not start: {self.log('Xvfb')}")
        return f":{number}"

    def _start_window_manager(self) -> None:
        """Start openbox, again where it came up without taking the screen (seen under load)."""
        for attempt in range(3):
            self.start_service("openbox", ["openbox"])
            try:
                self._wait_for("window manager", self._has_window_manager, 8)
            except TimeoutError:
                if attempt == 2:
                    raise
                self.stop_service("openbox")
            else:
                return

    def _has_window_manager(self) -> bool:
        found = self._output(["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"])
        return "window id" in found

    def _succeeds(self, command: list[str]) -> bool:
        environment = self.environment
        return (
            subprocess.run(command, env=environment, capture_output=True, check=False).returncode
            == 0
        )

    def _output(self, command: list[str]) -> str:
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        )
        return done.stdout

    def _kill_daemons(self) -> None:
        """Kill what left its process group: everything that lives in our runtime folder."""
        mark = f"XDG_RUNTIME_DIR={self.folder}/run".encode()
        for environ in Path("/proc").glob("[0-9]*/environ"):
            try:
                if mark in environ.read_bytes().split(b"\0"):
                    os.kill(int(environ.parent.name), signal.SIGKILL)
            except (FileNotFoundError, PermissionError, ProcessLookupError):
                continue  # ended meanwhile, or another user's

    @staticmethod
    def _wait_for(what: str, condition: object, seconds: float = 15) -> None:
        assert callable(condition)
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(f"{what} did not start within {seconds} s")
            time.sleep(0.02)


class SoundMonitor:
    """Hears the sink `speakers` in blocks of 10 ms, each with the time it arrived."""

    RATE = 16000
    THRESHOLD = 100
    """Of 32767; the null sink itself is exactly silent."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            ["parec", "-d", "speakers.monitor", "--format=s16le", f"--rate={self.RATE}"]
            + ["--channels=1", "--latency-msec=10", "--raw"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._changed = threading.Condition()
        self._blocks: list[tuple[float, np.ndarray]] = []
        assert self._process.stdout is not None
        self._thread = threading.Thread(
            target=self._read, args=(self._process.stdout,), daemon=True
        )
        self._thread.start()
        with self._changed:
            if not self._changed.wait_for(lambda: bool(self._blocks), 10):
                raise TimeoutError("the sound monitor hears nothing, not even silence")

    def first_sound(self, after: float, timeout_seconds: float = 10) -> float | None:
        """Return when the first sound after `time.perf_counter()` value `after` arrived."""

        def find() -> float | None:
            return next(
                (at for at, block in self._blocks if at > after and self._loud(block)), None
            )

        with self._changed:
            self._changed.wait_for(lambda: find() is not None, timeout_seconds)
            return find()

    def last_sound(self, after: float) -> float | None:
        """Return when the last sound after `after` arrived; None if there was none."""
        with self._changed:
            loud = [at for at, block in self._blocks if at > after and self._loud(block)]
        return loud[-1] if loud else None

    def wait_silence(self, seconds: float, timeout_seconds: float = 30) -> bool:
        """Wait until nothing was heard for that long; False if it took over the time-out."""
        end = time.perf_counter() + timeout_seconds
        while time.perf_counter() < end:
            since = time.perf_counter() - seconds
            with self._changed:
                covers = bool(self._blocks) and self._blocks[0][0] < since
                quiet = not any(self._loud(b) for at, b in self._blocks if at > since)
                if covers and quiet:
                    return True
                self._changed.wait(0.05)
        return False

    def samples(self, after: float = 0.0, before: float = float("inf")) -> np.ndarray:
        """Return what was heard between the two times: int16 mono at `RATE`."""
        with self._changed:
            parts = [block for at, block in self._blocks if after < at < before]
        return np.concatenate(parts) if parts else np.zeros(0, np.int16)

    def close(self) -> None:
        """Stop hearing."""
        self._process.kill()
        self._process.wait()
        self._thread.join(2)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _loud(self, block: np.ndarray) -> bool:
        return bool(np.abs(block.astype(np.int32)).max() > self.THRESHOLD)

    def _read(self, pipe: IO[bytes]) -> None:
        while len(data := pipe.read(self.RATE // 100 * 2)) == self.RATE // 100 * 2:
            block = np.frombuffer(data, dtype="<i2")
            with self._changed:
                self._blocks.append((time.perf_counter(), block))
                self._changed.notify_all()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process group: ask, wait a second, then kill."""
    for number, seconds in ((signal.SIGCONT, 0), (signal.SIGTERM, 1), (signal.SIGKILL, 5)):
        if process.poll() is not None and number is not signal.SIGKILL:
            continue
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            break
        if seconds:
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                continue
