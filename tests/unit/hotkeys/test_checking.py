"""What speaks against a key: typing, other commands, readers, desktops, the keyboard."""

from __future__ import annotations

import pytest

from assistant import messages
from assistant.config.settings import KeySettings, entries
from assistant.hotkeys.base import LEADER, Probe
from assistant.hotkeys.checking import Finding, Severity, check, of_probe, worst
from assistant.hotkeys.keys import MODIFIERS, Key, Modifier, parse, read
from assistant.hotkeys.layout import Layout
from assistant.hotkeys.taken import Taken, known, owners

pytestmark = pytest.mark.unit

GERMAN = Layout(
    names=frozenset({"W", "E", "Q", "Comma", "7", "Slash", "F5"}),
    shifted=frozenset({"Slash"}),
    dead=frozenset({"Grave"}),
    alt_gr={"E": "€", "Q": "@"},
)


def told(text: str, **more: object) -> list[tuple[str, str]]:
    findings = check(text, **more)  # type: ignore[arg-type]
    return [(finding.severity.value, finding.sentence) for finding in findings]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "hotkeys.empty"),
        ("W", "hotkeys.needs_modifier"),
        ("Shift+W", "hotkeys.needs_modifier"),
        ("Ctrl+Super", "hotkeys.no_key"),
        ("Ctrl+A+B", "hotkeys.two_keys"),
        ("AltGr+Q", "hotkeys.alt_gr"),
        ("Ctrl+Alt+E", "hotkeys.alt_gr"),
        ("NVDA+Shift+V", "hotkeys.reader_key"),
        ("Insert+W", "hotkeys.reader_key"),
        ("CapsLock", "hotkeys.reader_key"),
        ("XF86AudioPlay", "hotkeys.media"),
        ("Ctrl+XF86AudioPlay", "hotkeys.media"),
        ("Ctrl+Super+dead_acute", "hotkeys.dead"),
        ("Ctrl+Wumm", "hotkeys.unknown"),
    ],
)
def test_what_can_never_be_a_key_is_refused(text: str, code: str) -> None:
    (finding,) = check(text, GERMAN, known("linux", "GNOME"))
    assert (finding.severity, finding.code) == (Severity.REFUSED, code)
    assert finding.sentence.endswith(".")


def test_a_key_that_nothing_speaks_against_is_free() -> None:
    assert told("Ctrl+Super+W", layout=GERMAN, taken=known("linux", "GNOME")) == [
        ("free", "control super W is free.")
    ]
    assert told("F5") == [("free", "F5 is free.")]


def test_the_key_of_another_command_is_refused_however_it_is_written() -> None:
    own = {"stop": "Ctrl+Super+Z", LEADER: "Ctrl+Super+Comma", "read": "", "more": "W+W"}
    assert told("Win+Ctrl+z", own=own) == [
        ("refused", "control super Z is the key for stop already. Give that another key first.")
    ]
    assert told("Ctrl+Super+,", own=own) == [
        (
            "refused",
            "control super comma opens the command layer already. Give that another key first.",
        )
    ]


@pytest.mark.parametrize(
    ("text", "system", "desktop", "sentence"),
    [
        ("Super+L", "linux", "GNOME", "GNOME uses super L to lock the screen."),
        ("Super+L", "linux", "ubuntu:GNOME", "GNOME uses super L to lock the screen."),
        ("Ctrl+Super+X", "linux", "KDE", "KDE Plasma uses control super X to show the clipboard's"),
        ("Super+L", "win32", "", "Windows uses super L to lock the screen."),
        ("Ctrl+Super+Enter", "win32", "", "Narrator uses control super enter to start or stop."),
        ("Ctrl+Super+Q", "darwin", "", "macOS uses control super Q to lock the screen."),
        (
            "Ctrl+Super+Shift+W",
            "darwin",
            "",
            "VOCR uses control shift super W to describe a picture or the screen.",
        ),
        ("Ctrl+Insert", "linux", "", "Orca uses control insert to give its own commands."),
        ("Alt+Shift+H", "linux", "", "Orca uses alt shift H to list things of a web page."),
        (
            "Ctrl+Alt+Super+D",
            "darwin",
            "",
            "VoiceOver uses control alt super D to give its own commands.",
        ),
    ],
)
def test_it_is_told_who_uses_a_key(text: str, system: str, desktop: str, sentence: str) -> None:
    findings = check(text, taken=known(system, desktop))
    assert worst(findings) is Severity.WARNED
    assert any(finding.sentence.startswith(sentence) for finding in findings)


def test_keys_of_other_systems_and_desktops_do_not_matter() -> None:
    assert told("Super+L", taken=known("linux", "KDE", has_desktop=False)) == [
        ("free", "super L is free.")
    ]
    assert told("Super+H", taken=known("linux", "KDE")) == [("free", "super H is free.")]


def test_what_the_desktop_itself_tells_is_said_as_such() -> None:
    taken = Taken("GNOME", "My script", "W", frozenset({Modifier.SUPER}), is_live=True)
    assert told("Super+W", taken=[taken]) == [
        ("warned", "The settings of your desktop, GNOME, use super W for: My script.")
    ]


def test_the_keyboard_is_asked() -> None:
    assert told("Ctrl+Super+Grave", layout=GERMAN) == [
        (
            "warned",
            (
                "Ctrl+Super+Grave can't be used: "
                "on your keyboard that key puts an accent on the next letter."
            ),
        )
    ]
    assert told("Ctrl+Super+F13", layout=GERMAN) == [
        ("warned", "Your keyboard has no key for control super F13.")
    ]
    assert told("Ctrl+Super+Slash", layout=GERMAN) == [
        ("free", "control super slash is free."),
        ("free", "On your keyboard, shift must be held too for control super slash."),
    ]
    assert told("Ctrl+Alt+Super+E", layout=GERMAN) == [
        ("warned", "On your keyboard, AltGr with that key types €.")
    ]
    assert told("Ctrl+Super+E", layout=GERMAN) == [("free", "control super E is free.")]


def test_keys_of_programs_themselves_are_warned_about() -> None:
    assert told("Ctrl+C")[0] == (
        "warned",
        (
            "Programs use control C themselves, as they use control C to copy."
            " It would be taken from all."
        ),
    )
    assert told("Alt+F")[0][0] == "warned"
    assert told("Ctrl+Shift+Space")[0][0] == "warned"
    assert told("Ctrl+F5")[0][0] == "free"


def test_a_try_tells_what_the_tables_do_not_know() -> None:
    key = parse("Ctrl+Super+W")
    assert of_probe(key, Probe.FREE) == of_probe(key, Probe.OURS) == []
    (held,) = of_probe(key, Probe.HELD)
    assert held == Finding(
        Severity.WARNED,
        "hotkeys.taken",
        "Another program holds control super W now."
        " It works here only when that program gives it back.",
    )
    assert of_probe(key, Probe.MISSING)[0].code == "hotkeys.missing"


def test_the_worst_comes_first() -> None:
    findings = check("Alt+Shift+H", taken=known("linux"), own={"stop": "Alt+Shift+H"})
    assert [finding.severity.value for finding in findings] == ["refused", "warned", "warned"]


def test_every_use_in_the_table_has_words_and_every_word_is_used() -> None:
    uses = {taken.use for owner in owners() for taken in owner.taken}
    assert uses <= set(messages.KEY_USES.values())
    assert set(messages.KEY_USES.values()) - uses == set()


def test_the_table_names_its_owners_in_full() -> None:
    for owner in owners():
        assert owner.kind in {"reader", "describer", "desktop"}, owner.name
        assert owner.system in {"linux", "win32", "darwin"}, owner.name
        assert len({(t.name, t.modifiers) for t in owner.taken}) == len(owner.taken), owner.name
    names = {owner.name for owner in owners()}
    assert names >= {"Orca", "NVDA", "JAWS", "Narrator", "VoiceOver", "GNOME", "Windows", "macOS"}


@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
@pytest.mark.parametrize(
    "command", [entry.name for entry in entries().values() if entry.section == "keys"]
)
def test_no_default_key_is_taken_on_any_system(command: str, system: str) -> None:
    """The effect Invert of KDE is the one exception: it is off until the user switches it on."""
    text = getattr(KeySettings(), command)
    found = check(text, taken=known(system, "GNOME:KDE"))
    others = [finding.sentence for finding in found if "effect Invert" not in finding.sentence]
    assert not [sentence for sentence in others if "uses" in sentence]
    has_invert = command in {"focus", "changes"} and system == "linux"
    assert (len(others) < len(found)) == has_invert


def test_a_star_stands_for_any_key() -> None:
    control_option = Taken("VoiceOver", "x", "*", frozenset({Modifier.CTRL, Modifier.ALT}))
    assert control_option.covers(read("Ctrl+Alt+F5"))
    assert not control_option.covers(read("Ctrl+F5"))
    insert = Taken("Orca", "x", "Insert", None)
    assert insert.covers(read("Ctrl+Shift+Insert"))
    assert insert.covers(Key(frozenset(), "Insert"))
    assert MODIFIERS["option"] is Modifier.ALT
