"""The settings file: what is told of mistakes, and what a save leaves alone."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.config import file, migrate
from assistant.config.settings import Settings, entries
from assistant.errors import SettingsError
from assistant.types import Detail

pytestmark = pytest.mark.unit


HUNDRED = "a whole number from 0 to 100"
TEXT = "a text in quotation marks, on one line"
OUTPUTS = "one of " + ", ".join(entries()["speech.output"].choices)
LEVELS = "one of debug, info, warning, error"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def sentence_about(path: Path, text: str | bytes) -> str:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SettingsError) as raised:
        file.load(path)
    return raised.value.sentence


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def with_rate(rate: int) -> Settings:
    settings = Settings()
    return replace(settings, speech=replace(settings.speech, rate=rate))


def test_all_kinds_of_values_are_read(path: Path) -> None:
    path.write_text(
        'version = 1\n[speech]\nrate = 70\nearcons = false\nvoice = "Zoë"\n'
        '[describe]\ndetail = "full"\n[keys]\nstop = ""\n'
    )
    loaded = file.load(path)
    assert loaded.warnings == ()
    assert loaded.settings.speech.rate == 70
    assert loaded.settings.speech.earcons is False
    assert loaded.settings.speech.voice == "Zoë"
    assert loaded.settings.describe.detail is Detail.FULL
    assert loaded.settings.keys.stop == ""
    assert loaded.settings.keys.read == "Ctrl+Super+E"


def test_no_file_gives_the_defaults(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert file.load(path) == file.Loaded(
        Settings(), (f"There is no file {path} yet, so every setting has its default.",)
    )
    monkeypatch.setenv("XDG_CONFIG_HOME", str(path.parent))
    assert file.default_path() == path.parent / "lookaloud" / "settings.toml"
    assert file.load() == file.Loaded(Settings())


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[speech]\n\nrate = 500\n", 3, f"speech.rate is 500, but it must be {HUNDRED}"),
        ('# a\n[speech]\nrate = "fast"', 3, f'speech.rate is "fast", but it must be {HUNDRED}'),
        ("[speech]\nrate = true", 2, f"speech.rate is true, but it must be {HUNDRED}"),
        ("[speech]\nrate = 5.5", 2, f"speech.rate is 5.5, but it must be {HUNDRED}"),
        ('[speech]\nearcons = "yes"', 2, 'speech.earcons is "yes", but it must be true or false'),
        (
            '[describe]\ndetail = "long"',
            2,
            'describe.detail is "long", but it must be one of short, normal, full',
        ),
        ("[speech]\nvoice = [\n1,\n2]\n", 2, f"speech.voice is a list, but it must be {TEXT}"),
        ('[speech]\nvoice = """a\nb"""\n', 2, f'speech.voice is "a b", but it must be {TEXT}'),
        ("[speech]\nvoice = 2020-01-01", 2, f"speech.voice is a date, but it must be {TEXT}"),
        ('[speech]\noutput = ""', 2, f"speech.output is empty, but it must be {OUTPUTS}"),
        ("\nspeech = 3\n", 2, "speech is 3, but it must be a section of settings"),
        ("[log]\n[log.level]\na = 1\n", 2, f"log.level is a section, but it must be {LEVELS}"),
        ("version = 0", 1, "version is 0, but it must be a whole number of at least 1"),
        ("speech.rate = -1\r\n", 1, f"speech.rate is -1, but it must be {HUNDRED}"),
        (
            '[speech]\r\nvoice = "x"\r\n\r\n"rate" = 101\r\n',
            4,
            f"speech.rate is 101, but it must be {HUNDRED}",
        ),
    ],
)
def test_a_wrong_value_is_told_in_one_sentence(path: Path, text: str, line: int, said: str) -> None:
    assert sentence_about(path, text) == f"In line {line} of {path}, {said}."


def test_more_wrong_values_are_counted_and_the_first_is_told(path: Path) -> None:
    assert sentence_about(path, "[log]\nlevel = 1\n[speech]\nrate = -1\npitch = 900\n") == (
        f"In line 2 of {path}, log.level is 1, but it must be one of debug, info, warning, error."
        " 2 more values are wrong."
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            b"[speech]\nrate 60\n",
            (
                'Line 2 of {path} can\'t be understood: "rate 60".'
                " Expected '=' after a key in a key/value pair."
            ),
        ),
        (
            b"[speech]\nrate = 1\nrate = 2\n",
            ('Line 3 of {path} can\'t be understood: "rate = 2". Cannot overwrite a value.'),
        ),
        (
            b"\n[speech\n",
            (
                'Line 2 of {path} can\'t be understood: "[speech".'
                " Expected ']' at the end of a table declaration."
            ),
        ),
        (
            b'[speech]\n[log]\nlevel = "inf',
            ('Line 3 of {path} can\'t be understood: "level = "inf". Unterminated string.'),
        ),
        (b"# ok\n\xff\n", "Line 2 of {path} can't be understood: it isn't text in UTF-8."),
    ],
)
def test_a_broken_file_is_told_with_its_line(path: Path, text: bytes, said: str) -> None:
    assert sentence_about(path, text) == said.format(path=path)


def test_errors_carry_path_and_line(path: Path) -> None:
    path.write_text("[speech]\nrate = 500")
    with pytest.raises(file.SettingsFileError) as raised:
        file.load(path)
    assert (raised.value.path, raised.value.line) == (path, 2)
    assert raised.value.code == "settings.value"


def test_a_folder_and_a_huge_file_are_no_settings(path: Path) -> None:
    path.mkdir()
    with pytest.raises(SettingsError) as raised:
        file.load(path)
    assert raised.value.sentence == f"The settings file {path} can't be read: Is a directory."
    path.rmdir()
    assert sentence_about(path, b"#" * 300_000) == (
        f"{path} is too big for a settings file: 300000 bytes, 262144 are allowed."
    )


def test_a_late_mistake_in_a_long_file_is_found_quickly(path: Path) -> None:
    text = "[speech]\n" + "# a long comment\n" * 9000 + "rate = 101\n"
    assert sentence_about(path, text).startswith(f"In line 9002 of {path}, ")


def test_unknown_names_are_warned_about(path: Path) -> None:
    path.write_text("[speech]\nrat = 5\n[tray]\ncolour = 1\n[describe]\nrate = 1\n")
    loaded = file.load(path)
    assert loaded.settings == Settings()
    assert loaded.warnings == (
        (
            f"Line 2 of {path}: there is no setting speech.rat; it is ignored."
            " Did you mean speech.rate?"
        ),
        f"Line 3 of {path}: there is no setting tray; it is ignored.",
        (
            f"Line 6 of {path}: there is no setting describe.rate; it is ignored."
            " Did you mean speech.rate?"
        ),
    )


def test_two_commands_with_one_key_are_warned_about(path: Path) -> None:
    path.write_text('[keys]\nread = "super+ctrl+W"\n')
    assert file.load(path).warnings == (
        (
            "keys.describe_window and keys.read have the same key, super+ctrl+W;"
            " only one of them can work."
        ),
    )


def test_a_wrong_value_gets_its_default_and_the_others_stay(path: Path) -> None:
    text = '[speech]\nrate = 900\nvoice = "en-gb"\n'
    path.write_text(text)
    settings, error = file.load_or_default(path)
    assert settings.speech.rate == 50
    assert settings.speech.voice == "en-gb"
    assert error is not None
    assert error.sentence == (
        f"In line 2 of {path}, speech.rate is 900, but it must be a whole number from 0 to 100."
        " Until it is corrected, the default is used."
    )
    assert path.read_text() == text


def test_a_broken_file_gives_defaults_and_is_never_overwritten(path: Path) -> None:
    path.write_text('[speech]\nvoice = "en-gb\n')
    settings, error = file.load_or_default(path)
    assert settings == Settings()
    assert error is not None
    assert error.sentence.endswith("Until it is corrected, every setting has its default.")
    for write in (
        lambda: file.save(path, with_rate(60)),
        lambda: file.change(path, "speech.rate", "60"),
    ):
        with pytest.raises(SettingsError):
            write()
    assert path.read_text() == '[speech]\nvoice = "en-gb\n'
    assert names(path.parent) == ["settings.toml"]


def test_save_keeps_comments_and_what_it_does_not_know(path: Path) -> None:
    path.write_text(
        "# mine\nversion = 1\nfuture = [1, 2]\n\n[speech]\nrate = 40 # slow\n"
        'tempo = "x"\n\n[tray]\nicon = "big"\n'
    )
    settings = file.load(path).settings
    settings = file.set_text(settings, "speech.rate", "60")
    file.save(path, file.set_text(settings, "describe.detail", "full"))
    assert path.read_text() == (
        "# mine\nversion = 1\nfuture = [1, 2]\n\n[speech]\nrate = 60 # slow\n"
        'tempo = "x"\n\n[tray]\nicon = "big"\n\n[describe]\ndetail = "full"\n'
    )


def test_a_new_file_holds_only_what_differs_and_is_private(path: Path) -> None:
    path = path.parent / "new" / "folder" / "settings.toml"
    file.save(path, with_rate(60))
    assert tomllib.loads(path.read_text()) == {"version": 1, "speech": {"rate": 60}}
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    file.save(path, Settings())
    assert file.load(path).settings == Settings()


@pytest.mark.parametrize(
    "text",
    [
        "speech.rate = 40\n",
        "speech = {rate = 40}\n",
        "[speech]\nrate = 40\n[log]\nlevel = 'info'\n[speech.more]\na = 1\n",
        '\ufeff[speech]\r\nrate = 40\r\n[keys]\r\nstop = ""\r\n',
        "",
    ],
)
def test_every_way_to_write_a_table_is_kept_readable(path: Path, text: str) -> None:
    path.write_text(text, newline="")
    settings = file.load(path).settings
    for name, value in (
        ("speech.rate", "61"),
        ("speech.voice", "a 'b' \"c\""),
        ("log.level", "debug"),
    ):
        settings = file.set_text(settings, name, value)
    file.save(path, settings)
    assert file.load(path).settings == settings


def test_permissions_and_links_are_kept(path: Path) -> None:
    real = path.parent / "dotfiles.toml"
    real.write_text("")
    real.chmod(0o640)
    path.symlink_to(real)
    file.save(path, with_rate(60))
    assert path.is_symlink()
    assert "rate = 60" in real.read_text()
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_failed_save_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_text("[speech]\nrate = 40\n")

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(SettingsError) as raised:
        file.save(path, with_rate(60))
    assert raised.value.sentence == (
        f"The settings can't be written to {path}: No space left on device."
    )
    assert path.read_text() == "[speech]\nrate = 40\n"
    assert names(path.parent) == ["settings.toml"]


def test_change_mends_one_wrong_value_and_leaves_the_others(path: Path) -> None:
    path.write_text("[speech]\nrate = 900\npitch = 900\n")
    assert file.change(path, "speech.rate", "60").speech.rate == 60
    assert path.read_text() == "[speech]\nrate = 60\npitch = 900\n"


def test_a_section_that_is_none_cannot_be_changed(path: Path) -> None:
    path.write_text("speech = 3\n")
    with pytest.raises(SettingsError) as raised:
        file.change(path, "speech.rate", "60")
    assert raised.value.sentence == (
        f"In line 1 of {path}, speech is 3, but it must be a section of settings."
    )


def test_saves_of_many_processes_never_tear(path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom assistant.config import file\n"
        "for number in range(40):\n"
        "    file.change(Path(sys.argv[1]), 'speech.' + sys.argv[2], str(number))\n"
    )
    path.write_text("# kept\n[speech]\n")
    writers = [
        subprocess.Popen([sys.executable, "-c", code, str(path), name])
        for name in ("rate", "pitch", "volume")
    ]
    while any(writer.poll() is None for writer in writers):
        assert path.read_text().startswith("# kept\n[speech]\n")
        file.load(path)
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert names(path.parent) == ["settings.toml"]


# -- older and newer versions ----------------------------------------------------------------


def rename_speed(tables: dict[str, dict[str, int]]) -> None:
    """A made-up step: version 1 called the rate "speed", from 0 to 10."""
    speech = tables.get("speech", {})
    if "speed" in speech:
        speech["rate"] = speech.pop("speed") * 10


def test_an_older_file_is_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "VERSION", 3)
    monkeypatch.setattr(migrate, "STEPS", {1: rename_speed, 2: lambda _: None})
    path.write_text("version = 1\n[speech]\n# quick\nspeed = 7\nvolume = 90\n")
    loaded = file.load(path)
    assert loaded == file.Loaded(file.set_text(with_rate(70), "speech.volume", "90"))
    assert "version = 1" in path.read_text()
    file.save(path, file.set_text(loaded.settings, "speech.pitch", "40"))
    assert path.read_text() == (
        "version = 3\n[speech]\n# quick\nvolume = 90\nrate = 70\npitch = 40\n"
    )


def test_a_newer_file_is_read_with_a_warning_and_keeps_its_version(path: Path) -> None:
    path.write_text("version = 9\n[speech]\nrate = 70\n")
    loaded = file.load(path)
    assert loaded.settings == with_rate(70)
    assert loaded.warnings == (
        f"{path} was written by a newer Lookaloud; what is new in it is ignored.",
    )
    file.save(path, with_rate(20))
    assert path.read_text() == "version = 9\n[speech]\nrate = 20\n"


# -- the command line ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("speech.rate", " 60 ", 60),
        ("speech.earcons", "No", False),
        ("speech.earcons", "on", True),
        ("describe.detail", "FULL", Detail.FULL),
        ("speech.voice", "Zoë", "Zoë"),
        ("keys.stop", "", ""),
    ],
)
def test_values_are_set_as_a_person_writes_them(name: str, text: str, value: object) -> None:
    settings = file.set_text(Settings(), name, text)
    assert entries()[name].value_in(settings) == value
    assert file.set_text(Settings(), name, file.get_text(settings, name)) == settings


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("speech.rate", "sixty", f'speech.rate can\'t be "sixty"; it must be {HUNDRED}.'),
        ("speech.rate", "101", f"speech.rate can't be 101; it must be {HUNDRED}."),
        ("speech.earcons", "maybe", 'speech.earcons can\'t be "maybe"; it must be true or false.'),
        ("log.level", "loud", f'log.level can\'t be "loud"; it must be {LEVELS}.'),
        ("speech.voice", "a\nb", f'speech.voice can\'t be "a b"; it must be {TEXT}.'),
        ("rate", "1", "There is no setting rate. Did you mean speech.rate?"),
        ("xyzzy", "1", "There is no setting xyzzy. The command lookaloud settings lists them all."),
    ],
)
def test_a_wrong_value_on_the_command_line_is_told(name: str, text: str, said: str) -> None:
    with pytest.raises(SettingsError) as raised:
        file.set_text(Settings(), name, text)
    assert raised.value.sentence == said


def test_the_list_tells_value_help_range_and_default() -> None:
    listed = file.as_text(with_rate(60)).split("\n")
    assert listed[2:4] == [
        "speech.rate = 60",
        (
            "    How fast; 50 is the voice's normal rate. Allowed: a whole number from 0 to 100."
            " Default: 50."
        ),
    ]
    assert [line.split(" ")[0] for line in listed[::2]] == list(entries())
