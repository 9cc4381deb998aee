"""The doctor on a real desktop, whole and with parts taken away."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from assistant import doctor
from assistant.config.settings import Settings
from assistant.doctor import Check, Status, desktop, microphone, reader, sound
from assistant.speak.orca_bus import ORCA_SERVICES
from virtual_desktop import VirtualDesktop

pytestmark = pytest.mark.desktop

TAKE_A_KEY = """
import time
from Xlib import X, XK, display
d = display.Display()
d.screen().root.grab_key(
    d.keysym_to_keycode(XK.XK_w), X.ControlMask | X.Mod4Mask, True, X.GrabModeAsync, X.GrabModeAsync
)
d.sync()
print("taken", flush=True)
time.sleep(60)
"""
OWN_A_NAME = """
import sys, time
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection
bus = open_dbus_connection("SESSION")
address = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
bus.send_and_get_reply(new_method_call(address, "RequestName", "su", (sys.argv[1], 0)))
print("owned", flush=True)
time.sleep(60)
"""


def start(on_desktop: VirtualDesktop, code: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a program and wait for its first line."""
    child = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env=on_desktop.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline()
    return child


def end(child: subprocess.Popen[str]) -> None:
    child.kill()
    child.communicate()


def test_all_is_well_on_a_whole_desktop(on_desktop: VirtualDesktop) -> None:
    # A microphone that gives not even noise is told as one that may be muted.
    on_desktop.start(["pacat", "--device=micfeed", "/dev/urandom", "--volume=20000"])
    checks = {check.name: check for check in doctor.examine()}
    assert checks["sound_in"].detail == "Remapped Monitor of Null Output. It gives sound."
    display = on_desktop.environment["DISPLAY"]
    assert checks["display"].detail == f"X11 on {display}, window manager Openbox."
    # The tray tells where GTK 2 has its bridge, which Orca brings along.
    counts = ("0 programs tell what they show.", "1 program tells what it shows.")
    assert checks["accessibility"].detail in counts
    assert checks["screen_reader"].detail == "None runs. Lookaloud speaks by itself."
    assert checks["keys"].detail == "All 11 keys are free."
    assert {check.status for check in checks.values()} == {Status.OK}
    assert doctor.as_text(list(checks.values())).endswith(
        "\nEverything that Lookaloud needs is there."
    )


def test_programs_on_the_bus_are_counted(on_desktop: VirtualDesktop) -> None:
    on_desktop.stop_service("trayer")
    on_desktop.start(["zenity", "--info", "--title=Counted", "--text=Hello"])
    on_desktop.wait_active("Counted")
    deadline = time.monotonic() + 10
    while (check := desktop.accessibility()).detail != "1 program tells what it shows.":
        assert time.monotonic() < deadline, check
        time.sleep(0.1)


def test_a_key_that_another_program_has_is_told(on_desktop: VirtualDesktop) -> None:
    other = start(on_desktop, TAKE_A_KEY)
    try:
        check = desktop.keys(Settings())
    finally:
        end(other)
    assert check == Check(
        Status.PROBLEM,
        "The key control super W belongs to another program already."
        " Choose another key for describe window in the settings.",
    )
    assert desktop.keys(Settings()) == Check(Status.OK, "All 11 keys are free.")


@pytest.mark.parametrize("name", ORCA_SERVICES)
def test_a_screen_reader_with_a_service_is_told(on_desktop: VirtualDesktop, name: str) -> None:
    orca = start(on_desktop, OWN_A_NAME, name)
    try:
        check = reader.screen_reader(Settings())
        told = "Orca runs. Lookaloud speaks and brailles through it, by its service"
        assert check.detail.startswith(told)
    finally:
        end(orca)


def test_an_older_screen_reader_is_told(on_desktop: VirtualDesktop) -> None:
    code = (
        "import ctypes, time\nctypes.CDLL(None).prctl(15, b'orca')\n"
        "print('named', flush=True)\ntime.sleep(60)"
    )
    orca = start(on_desktop, code)
    try:
        check = reader.screen_reader(Settings())
        assert check.detail.startswith("Orca runs, but other programs can't speak through it.")
        assert check.status is Status.WARNING
    finally:
        end(orca)


def test_accessibility_that_is_off_is_told(on_desktop: VirtualDesktop) -> None:
    on_desktop.run(
        ["dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus"]
        + ["org.freedesktop.DBus.Properties.Set", "string:org.a11y.Status"]
        + ["string:IsEnabled", "variant:boolean:false"]
    )
    check = desktop.accessibility()
    assert check.status is Status.WARNING
    assert check.detail == "Accessibility is switched off, so most programs tell nothing."


def test_a_microphone_is_told_with_what_is_wrong(on_desktop: VirtualDesktop) -> None:
    on_desktop.run(["pactl", "set-source-mute", "virtmic", "1"])
    assert microphone.microphone(Settings()) == Check(
        Status.WARNING,
        "The microphone is muted. Switch it on in the sound settings, and ask again.",
    )
    on_desktop.run(["pactl", "unload-module", "module-remap-source"])
    assert microphone.microphone(Settings()) == Check(
        Status.WARNING, "There is no microphone. Connect one, and ask again."
    )
    on_desktop.stop_service("sound")
    assert microphone.microphone(Settings()) == Check(
        Status.PROBLEM,
        "The sound server does not answer, so I can't hear you. Start it again, or log out and in.",
        "Start the sound server again: systemctl --user restart pipewire-pulse",
    )


# python-xlib leaves the sockets of a connection that failed to the garbage collector.
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_parts_that_are_gone_are_told(on_desktop: VirtualDesktop) -> None:
    on_desktop.stop_service("sound")
    assert sound.sound_out() == Check(
        Status.PROBLEM,
        "There is no device to play sound.",
        "Connect one, start the sound server, or install: sudo apt install libasound2-plugins",
    )
    on_desktop.stop_service("bus")
    assert desktop.accessibility().detail == (
        "There is no session bus, so programs can't tell what they show."
    )
    on_desktop.stop_service("openbox")
    display = on_desktop.environment["DISPLAY"]
    assert desktop.display() == Check(
        Status.PROBLEM,
        f"X11 on {display} has no window manager, so nobody tells which window is in front.",
        "Start one, such as openbox.",
    )
    on_desktop.stop_service("display")
    assert desktop.display().detail == f"The X11 display {display} can't be reached."
