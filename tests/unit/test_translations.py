"""Every translation is whole, and every message is explained to translators."""

from __future__ import annotations

import argparse
import gettext
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

import translations
from assistant import language, messages

pytestmark = pytest.mark.unit

LANGUAGES = list(translations.translations())
ROOT = Path(translations.ROOT)


@pytest.fixture(scope="module")
def template() -> Catalog:
    return translations.extracted()


def catalogue(language: str) -> Catalog:
    return translations.read(translations.translations()[language], language)


def test_german_is_there() -> None:
    assert "de" in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_is_whole(language: str, template: Catalog) -> None:
    assert list(translations.problems(template, catalogue(language))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_few_words_are_the_same_in_both_languages(language: str) -> None:
    same = [
        message.id
        for message in catalogue(language)
        if isinstance(message.id, str) and message.id and message.id == message.string
    ]
    words = {text: re.findall(r"[^\W\d]{2,}", re.sub(r"{\w+}", "", text)) for text in same}
    assert [text for text in same if len(words[text]) > 3] == []


def test_the_files_are_up_to_date() -> None:
    assert list(translations.stale()) == []


def test_each_message_is_explained_to_translators() -> None:
    assert translations.uncommented() == []


def test_what_is_wrong_with_a_translation_is_told() -> None:
    template, wrong = Catalog(), Catalog(locale="de")
    for text in ("Good.", "{n} of {count}", "Save.", "Missing", "Fuzzy"):
        template.add(text)
    template.add(("{n} line", "{n} lines"))
    wrong.add("Good.", "Gut.")
    wrong.add("{n} of {count}", "{n} von {zahl}")
    wrong.add("Save.", "Sichern")
    wrong.add("Fuzzy", "Unscharf", flags=["fuzzy"])
    wrong.add(("{n} line", "{n} lines"), ("{n} Zeile", ""))
    wrong.add("Gone", "Weg")
    assert list(translations.problems(template, wrong)) == [
        "'{n} of {count}': other placeholders in '{n} von {zahl}'",
        "'Save.': another beginning or ending in 'Sichern'",
        "'Missing' is missing",
        "'Fuzzy' is marked as fuzzy: look whether it is right, and take the mark away",
        "'{n} line': not translated",
        "'Gone' is no longer in the program",
    ]


def test_plurals_follow_the_language() -> None:
    with translations.translations()["de"].with_suffix(".mo").open("rb") as file:
        german = gettext.GNUTranslations(file)
    counted = [german.ngettext("{n} line", "{n} lines", n).format(n=n) for n in (0, 1, 2)]
    assert counted == ["0 Zeilen", "1 Zeile", "2 Zeilen"]


def test_words_of_the_command_lines_library_are_still_its_own() -> None:
    source = inspect.getsource(argparse)
    assert [text for text in messages.LIBRARY_WORDS if repr(text)[1:-1] not in source] == []


@pytest.mark.parametrize(
    ("variables", "interface", "system"),
    [
        ({"LANG": "de_DE.UTF-8"}, "de-DE", "de-DE"),
        ({"LANG": "de_AT@euro"}, "de-AT", "de-AT"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en-GB", "en-GB"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "de_CH.UTF-8"}, "de-CH", "de-CH"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "xx:de"}, "de", "xx"),
        ({"LANG": "fr_FR.UTF-8"}, "en", "fr-FR"),
        ({"LANG": "C.UTF-8"}, "", ""),
        ({}, "", ""),
    ],
)
def test_the_environment_tells_the_language(
    variables: dict[str, str], interface: str, system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    language.interface_language.cache_clear()
    try:
        assert language.interface_language() == interface
        assert language.system_language() == system
        assert ("Nichts" in language.catalogue().gettext("Nothing. I am ready.")) == (
            language.primary(interface) == "de"
        )
    finally:
        language.interface_language.cache_clear()


def help_text(settings: Path, **variables: str) -> str:
    command = [sys.executable, "-m", "assistant", "--settings", str(settings), "--help"]
    # Without the test's own language; the locale need not be installed.
    done = subprocess.run(command, env=variables, cwd=ROOT, capture_output=True, check=True)
    return done.stdout.decode()


def test_help_speaks_the_language_of_the_desktop(tmp_path: Path) -> None:
    german = help_text(tmp_path / "none.toml", LANG="de_DE.UTF-8")
    assert german.startswith("Aufruf: lookaloud")
    assert "diese Hilfe zeigen und enden" in german
    assert not re.search(r"\b(the|and|options|usage|show)\b", german)
    assert help_text(tmp_path / "none.toml", LANG="fr_FR.UTF-8").startswith("usage: lookaloud")


def test_the_settings_go_before_the_desktop(tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text('[interface]\nlanguage = "de"\n')
    assert help_text(settings, LANG="en_US.UTF-8").startswith("Aufruf: lookaloud")
    settings.write_text('[interface]\nlanguage = "en"\n')
    assert help_text(settings, LANG="de_DE.UTF-8").startswith("usage: lookaloud")
    settings.write_text("[interface\nlanguage = 5\n")
    assert help_text(settings, LANG="de_DE.UTF-8").startswith("Aufruf: lookaloud")
