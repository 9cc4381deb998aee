"""Shortcuts as desktops write them in their own settings."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.hotkeys import desktop, gsettings, kglobalaccel, openbox, xfconf
from assistant.hotkeys.accelerators import from_gtk, from_openbox, from_qt
from assistant.hotkeys.keys import Key
from assistant.hotkeys.taken import Taken

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("<Primary><Super>w", "Ctrl+Super+W"),
        ("<Control><Shift><Alt>Left", "Ctrl+Alt+Shift+Left"),
        ("<Mod4>Page_Up", "Super+PageUp"),
        ("<Super>Above_Tab", "Super+Grave"),
        ("<Alt>Return", "Alt+Enter"),
        ("Print", "Print"),
        ("<Super>comma", "Super+Comma"),
        ("XF86AudioPlay", None),
        ("<Hyper>w", None),
        ("<Super>KP_Add", None),
        ("<Super>", None),
        ("", None),
    ],
)
def test_keys_of_gtk(text: str, key: str | None) -> None:
    read = from_gtk(text)
    assert (read.text if read else None) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Meta+Ctrl+W", "Ctrl+Super+W"),
        ("Meta+PgUp", "Super+PageUp"),
        ("Alt+Shift+Backtab", "Alt+Shift+Tab"),
        ("Meta++", "Super+Plus"),
        ("Meta+.", "Super+Period"),
        ("Ctrl+Alt+Esc", "Ctrl+Alt+Escape"),
        ("Volume Up", None),
        ("Meta", None),
    ],
)
def test_keys_of_qt(text: str, key: str | None) -> None:
    read = from_qt(text)
    assert (read.text if read else None) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("C-A-Left", "Ctrl+Alt+Left"),
        ("W-e", "Super+E"),
        ("A-S-Tab", "Alt+Shift+Tab"),
        ("Print", "Print"),
        ("H-w", None),
        ("XF86AudioMute", None),
    ],
)
def test_keys_of_openbox(text: str, key: str | None) -> None:
    read = from_openbox(text)
    assert (read.text if read else None) == key


def used(taken: list[Taken]) -> list[tuple[str, str]]:
    assert all(one.is_live for one in taken)
    return [(Key(one.modifiers or frozenset(), one.name).text, one.use) for one in taken]


KDE = r"""
[ActivityManager]
_k_friendly_name=Activity Manager

[kwin]
ExposeAll=Ctrl+F10\tLaunch (C),Ctrl+F10\tLaunch (C),Toggle Present Windows (All desktops)
Window Close=Alt+F4,Alt+F4,Close Window
Window Maximize=none,Meta+PgUp,Maximize Window
Walk=Alt+Tab\tMeta+Tab,Alt+Tab,Walk\, through
_k_friendly_name=KWin

[services][org.kde.konsole.desktop]
_launch=Ctrl+Alt+T
"""


def test_kde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kglobalshortcutsrc").write_text(KDE)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    found = kglobalaccel.read()
    assert found is not None
    assert used(found) == [
        ("Ctrl+F10", "Toggle Present Windows (All desktops)"),
        ("Alt+F4", "Close Window"),
        ("Alt+Tab", "Walk, through"),
        ("Super+Tab", "Walk, through"),
        ("Ctrl+Alt+T", "_launch"),
    ]
    (tmp_path / "kglobalshortcutsrc").unlink()
    assert kglobalaccel.read() is None


OPENBOX = """<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc"><keyboard>
  <chainQuitKey>C-g</chainQuitKey>
  <keybind key="A-F4"><action name="Close"/></keybind>
  <keybind key="W-e"><action name="Execute"><command>thunar</command></action></keybind>
  <keybind key="C-x"><keybind key="C-y"><action name="Exit"/></keybind></keybind>
  <keybind key="XF86Mail"><action name="Execute"><command>mail</command></action></keybind>
</keyboard></openbox_config>"""


def test_openbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "openbox"
    folder.mkdir()
    (folder / "rc.xml").write_text(OPENBOX)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "none"))
    found = openbox.read("")
    assert found is not None
    assert used(found) == [("Alt+F4", "Close"), ("Super+E", "thunar"), ("Ctrl+X", "Exit")]
    assert openbox.read("LXDE") is None
    (folder / "rc.xml").write_text("<openbox_config")
    assert openbox.read("") is None


def test_xfce() -> None:
    listing = (
        "/commands/custom/<Alt>F2                     xfce4-appfinder --collapsed\n"
        "/commands/custom/override                    true\n"
        "/commands/default/<Primary><Alt>t            exo-open\n"
        "/xfwm4/default/<Alt>F4                       close_window_key\n"
        "/providers                                   <<UNSUPPORTED>>\n"
    )
    assert used(list(xfconf.parse(listing))) == [
        ("Alt+F2", "xfce4-appfinder --collapsed"),
        ("Alt+F4", "close window"),
    ]


def test_gsettings_texts_and_lists() -> None:
    listing = (
        "org.gnome.shell.keybindings toggle-overview ['<Super>s', '<Super>F1']\n"
        "org.gnome.shell.keybindings none @as []\n"
        "org.gnome.shell.keybindings active true\n"
        "org.gnome.shell.keybindings number uint32 5\n"
        "org.gnome.shell.keybindings lock '<Super>l'\n"
    )
    assert list(gsettings.values(listing)) == [
        ("toggle-overview", ["<Super>s", "<Super>F1"]),
        ("none", []),
        ("lock", "<Super>l"),
    ]


FAKE = """#!/bin/sh
media=org.gnome.settings-daemon.plugins.media-keys
case "$*" in
  list-schemas) echo org.gnome.desktop.wm.keybindings; echo $media;;
  "list-recursively org.gnome.desktop.wm.keybindings")
    echo "org.gnome.desktop.wm.keybindings close ['<Alt>F4']";;
  "list-recursively $media")
    echo "$media custom-keybindings ['/a/custom0/']"; echo "$media screensaver ['<Super>l']";;
  "list-recursively $media.custom-keybinding:/a/custom0/")
    echo "$media.custom-keybinding name 'My notes'"
    echo "$media.custom-keybinding command 'gedit notes'"
    echo "$media.custom-keybinding binding '<Super>n'";;
  *) exit 1;;
esac
"""


def test_gsettings_with_shortcuts_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "gsettings"
    program.write_text(FAKE)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    found = gsettings.read("GNOME")
    assert found is not None
    assert used(found) == [("Alt+F4", "close"), ("Super+L", "screensaver"), ("Super+N", "My notes")]
    assert gsettings.read("Cinnamon") is None
    monkeypatch.setenv("PATH", str(tmp_path / "none"))
    assert gsettings.read("GNOME") is None


def test_the_desktop_that_runs_is_asked_and_others_count_by_their_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "KDE")
    assert any(t.owner == "KDE Plasma" and not t.is_live for t in desktop.taken_here())
    (tmp_path / "kglobalshortcutsrc").write_text(KDE)
    taken = desktop.taken_here()
    assert [t for t in taken if t.owner == "KDE Plasma" and not t.is_live] == []
    assert [t.use for t in taken if t.is_live][-1] == "_launch"
    assert any(t.owner == "Orca" for t in taken)


def test_nothing_of_the_desktop_is_asked_at_the_start() -> None:
    code = (
        "import sys, assistant.hotkeys.choose, assistant.hotkeys.x11\n"
        "print([m for m in sys.modules if m.startswith('assistant.hotkeys.')"
        " and m.rpartition('.')[2] in {'gsettings', 'openbox', 'kglobalaccel', 'xfconf', 'taken',"
        " 'desktop', 'examine'}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
